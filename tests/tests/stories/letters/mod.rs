//! Letters from enemies: a real school, two servers that it trusts and one that it does not, all of them hostile.
//!
//! Whatever is refused leaves no trace, and has a twin that differs in one thing and is taken.

mod addressing;
mod authority;
mod bodies;
mod crawlers;
mod doors;
mod ed25519;
mod fetching;
mod keys;
mod outgoing;
mod recorded;
mod signatures;

use federation::outbox::LikeWords;
use schoolgate::actions::follows;
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::partners::{Direction, FollowState};
use schoolgate::store;
use serde_json::{Value, json};
use tests::peers::{Call, Peer};
use tests::people::Answer;
use tests::schools::{TestSchool, World};
use tests::traces::Trace;
use url::Url;

/// Maple trusts Oak and West; Oak's class and Maple's follow each other. Nobody has heard of Wild.
pub(crate) struct Scene {
    pub(crate) maple: TestSchool,
    pub(crate) oak: Peer,
    pub(crate) west: Peer,
    pub(crate) wild: Peer,
}

impl Scene {
    pub(crate) async fn set() -> Self {
        let mut world = World::new(&["maple", "oak", "west", "wild"]).await;
        let maple = world.school("maple").await;
        let scene = Self { maple, oak: world.peer("oak"), west: world.peer("west"), wild: world.peer("wild") };
        scene.maple.trust_host(&scene.oak.host).await;
        scene.maple.trust_host(&scene.west.host).await;
        scene.befriend().await;
        scene
    }

    /// Both follows, asked for and accepted; then everything that was to be said has been said.
    async fn befriend(&self) {
        let Self { maple, oak, .. } = self;
        follows::ask(&maple.school, &maple.teacher, &maple.class.id, &oak.actor()).await.unwrap();
        let ours = maple.actor();
        let accept = json!({ "type": "Follow", "actor": ours.as_str(), "object": oak.actor() });
        assert_eq!(self.oak_says("Accept", accept).await.status, 202);
        assert_eq!(self.oak_says("Follow", ours.as_str()).await.status, 202);
        let asked = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
        let (asked, _) = asked
            .iter()
            .find(|(follow, _)| follow.direction == Direction::In && follow.state == FollowState::Asked)
            .unwrap();
        follows::accept(&maple.school, &maple.teacher, &asked.id, "Oak friends").await.unwrap();
        self.settled().await;
    }

    /// Waits until nothing is left to be said.
    pub(crate) async fn settled(&self) {
        self.maple
            .until("everything to be said", async || {
                let backlog = store::underway::backlog(&mut self.maple.school.db.read()).await.unwrap();
                backlog.is_empty().then_some(())
            })
            .await;
    }

    /// A letter of Oak's class, as it should be.
    pub(crate) async fn oak_says(&self, verb: &str, object: impl Into<Value>) -> Answer {
        self.oak.sends(&self.maple, &self.oak.letter(verb, object)).send(&self.maple).await
    }

    /// Refused with this status and one plain sentence; nothing is different afterwards, and nobody was called.
    pub(crate) async fn refuses(&self, call: &Call, status: u16, why: &str) -> Answer {
        let (before, calls) = (Trace::of(&self.maple).await, self.calls());
        let answer = call.send(&self.maple).await;
        assert_eq!(answer.status, status, "{why}: {}", answer.text());
        assert_plain(&answer, why);
        assert_eq!(Trace::of(&self.maple).await, before, "{why} left a trace");
        assert_eq!(self.calls(), calls, "{why} made a call");
        answer
    }

    /// Politely taken, and forgotten: nothing is different afterwards, and nobody was called.
    pub(crate) async fn ignores(&self, call: &Call, why: &str) {
        let (before, calls) = (Trace::of(&self.maple).await, self.calls());
        let answer = call.send(&self.maple).await;
        assert_eq!(answer.status, 202, "{why}: {}", answer.text());
        assert_eq!(Trace::of(&self.maple).await, before, "{why} left a trace");
        assert_eq!(self.calls(), calls, "{why} made a call");
    }

    /// Taken, and something came of it.
    pub(crate) async fn takes(&self, call: &Call, why: &str) {
        let before = Trace::of(&self.maple).await;
        let answer = call.send(&self.maple).await;
        assert_eq!(answer.status, 202, "{why}: {}", answer.text());
        assert_ne!(Trace::of(&self.maple).await, before, "{why} did nothing");
        self.settled().await;
    }

    /// A post of Oak's, signed and ready: the twin of whatever is refused.
    pub(crate) fn good(&self, title: &str) -> Call {
        self.oak.sends(&self.maple, &self.oak.letter("Create", self.oak.article(title)))
    }

    fn calls(&self) -> usize {
        self.oak.connections() + self.west.connections() + self.wild.connections()
    }

    pub(crate) async fn titles(&self) -> Vec<String> {
        self.maple.waiting(Tray::In).await.into_iter().map(|waiting| waiting.words.title).collect()
    }

    /// Something of Oak's that a teacher has let in.
    pub(crate) async fn let_in(&self, title: &str) -> (Value, ItemId) {
        let article = self.oak.article(title);
        self.takes(&self.oak.sends(&self.maple, &self.oak.letter("Create", article.clone())), title).await;
        let item = self.maple.let_in(Tray::In, title).await;
        (article, item)
    }

    /// One of ours, at its friends.
    pub(crate) async fn ours(&self, title: &str) -> (Url, ItemId) {
        let item = self.maple.publish(title, "Words of our own.").await;
        self.settled().await;
        (self.maple.school.urls.object(&item), item)
    }

    pub(crate) fn like_of(&self, object: &Url) -> Value {
        federation::outbox::like(&LikeWords {
            id: self.oak.letter("Like", "x")["id"].as_str().unwrap().parse().unwrap(),
            actor: self.oak.actor().parse().unwrap(),
            object: object.clone(),
            owner: self.maple.actor(),
        })
    }
}

/// RFC 9457 with one plain sentence and the name of the request, and nothing of our insides.
pub(crate) fn assert_plain(answer: &Answer, why: &str) {
    let text = answer.text();
    let said: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{why}: {text}"));
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{why}");
    assert_eq!(said["status"], answer.status, "{why}");
    let sentence = said["detail"].as_str().unwrap();
    assert!(sentence.ends_with('.') && !sentence.contains('\n') && sentence.len() <= 300, "{why}: {sentence}");
    let id = answer.headers["x-request-id"].to_str().unwrap();
    assert_eq!(said["instance"], format!("request:{id}"), "{why}");
    for inside in ["select ", "insert ", ".rs", "panicked", "/tmp", "sqlite", "postgres"] {
        assert!(!text.to_lowercase().contains(inside), "{why}: {text}");
    }
}
