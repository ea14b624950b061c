//! The people of one school, who do one thing after the other, whatever comes to mind.

use std::time::Duration;

use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use schoolgate::domain::ids::ClassId;
use schoolgate::domain::partners::{Direction, FollowState, PartnerState};
use schoolgate::store::{self, Database, Sql};
use tokio::time::MissedTickBehavior;

use super::hand::Hand;
use super::history::{Answer, Deed, Name, Wording, wordings};
use super::notes::Notes;
use super::strangers::Target;

/// People take this long between two things at least; a school that is down would otherwise be asked without end.
const PACE: Duration = Duration::from_millis(150);

/// What is done, and how often in a hundred times.
const DEEDS: &[(u32, Kind)] = &[
    (17, Kind::Publish),
    (11, Kind::Edit),
    (8, Kind::TakeBack),
    (12, Kind::Comment),
    (30, Kind::Decide),
    (5, Kind::Like),
    (3, Kind::Unlike),
    (3, Kind::Pause),
    (5, Kind::Resume),
    (2, Kind::Unfollow),
    (2, Kind::Follow),
    (2, Kind::Accept),
];

/// What the gate says when a decision was not taken.
const NOT_DECIDED: &[&str] = &[
    "was faster:",
    "It was changed in the meantime.",
    "Its pictures are still on their way.",
    "It is not there any more:",
];

#[derive(Clone, Copy)]
enum Kind {
    Publish,
    Edit,
    TakeBack,
    Comment,
    Decide,
    Like,
    Unlike,
    Pause,
    Resume,
    Unfollow,
    Follow,
    Accept,
}

pub(crate) struct People<'a> {
    pub(crate) at: usize,
    pub(crate) teacher: Hand,
    pub(crate) admin: Hand,
    pub(crate) pupil: Hand,
    pub(crate) all: &'a [Target],
    pub(crate) chance: StdRng,
    pub(crate) notes: &'a Notes,
    /// The newest number of an item of ours.
    pub(crate) last: u32,
    /// Our posts that stand as far as we know, each with the number of its last wording.
    pub(crate) posts: Vec<(Name, u32)>,
}

/// One row's wording, in its title or its text.
async fn words_in(db: &Database, sql: &'static str, values: Vec<store::Value>) -> Option<Wording> {
    let row = db.read().maybe(sql, values).await.ok()??;
    let text = format!("{} {}", row.get::<String>("title").ok()?, row.get::<String>("plain").ok()?);
    wordings(&text).into_iter().next()
}

impl People<'_> {
    fn us(&self) -> &Target {
        &self.all[self.at]
    }

    fn db(&self) -> Database {
        self.us().db()
    }

    fn class(&self) -> &ClassId {
        &self.us().class
    }

    /// Until the run is over.
    pub(crate) async fn live(&mut self) {
        let mut pace = tokio::time::interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !self.notes.is_over() {
            pace.tick().await;
            let mut drawn = self.chance.random_range(0..DEEDS.iter().map(|(weight, _)| weight).sum());
            let kind = DEEDS.iter().find_map(|(weight, kind)| {
                let is_it = drawn < *weight;
                drawn = drawn.saturating_sub(*weight);
                is_it.then_some(*kind)
            });
            if let Some(kind) = kind {
                self.does(kind).await;
            }
        }
    }

    async fn does(&mut self, kind: Kind) {
        match kind {
            Kind::Publish => self.publish().await,
            Kind::Edit => self.edit().await,
            Kind::TakeBack => self.take_back().await,
            Kind::Comment => self.comment().await,
            Kind::Decide => self.decide().await,
            Kind::Like => self.like("like").await,
            Kind::Unlike => self.like("unlike").await,
            Kind::Pause if self.chance.random_bool(0.7) => self.set_state("paused", PartnerState::Trusted).await,
            // Some who are paused may be ended with; how often is bounded, as nobody meets again within a run.
            Kind::Pause if self.at == 2 && self.chance.random_bool(0.2) => {
                self.set_state("ended", PartnerState::Paused).await;
            }
            Kind::Pause => {}
            Kind::Resume => self.set_state("trusted", PartnerState::Paused).await,
            Kind::Unfollow => self.unfollow().await,
            Kind::Follow => self.follow().await,
            Kind::Accept => self.accept().await,
        }
    }

    fn fresh(&mut self) -> Wording {
        self.last += 1;
        Wording { name: Name { school: self.at, number: self.last }, revision: 1 }
    }

    pub(crate) async fn publish(&mut self) {
        let words = self.fresh();
        let (page, title) = (format!("/c/{}/write", self.us().slug), words.to_string());
        let body = format!("The words of {words}.");
        let began = self.notes.now();
        let fields = [("title", title.as_str()), ("body", &body), ("audience", "friends"), ("send", "out")];
        let answer = self.teacher.uploads(&page, &fields).await;
        self.notes.call(self.at, Deed::Publish(words), began, answer);
        if answer == Answer::Done {
            self.posts.push((words.name, words.revision));
        }
    }

    async fn edit(&mut self) {
        let Some(place) = self.some_post() else { return };
        let (name, revision) = self.posts[place];
        let Some(id) = self.item(name).await else { return };
        let words = Wording { name, revision: revision + 1 };
        self.posts[place].1 += 1;
        let (page, title) = (format!("/edit/{id}"), words.to_string());
        let began = self.notes.now();
        let fields = [("title", title.as_str()), ("body", "Other words."), ("send", "out")];
        let answer = self.teacher.uploads(&page, &fields).await;
        self.notes.call(self.at, Deed::Edit(words), began, answer);
    }

    async fn take_back(&mut self) {
        // One in three is a comment.
        let name = if self.chance.random_bool(0.33) {
            let comments = self.comments();
            comments.choose(&mut self.chance).copied()
        } else {
            self.some_post().map(|place| self.posts.swap_remove(place).0)
        };
        let Some(name) = name else { return };
        let Some(id) = self.item(name).await else { return };
        let path = format!("/take-back/{id}");
        let began = self.notes.now();
        let (answer, _) = self.teacher.sends(&path, &path, &[]).await;
        self.notes.call(self.at, Deed::TakeBack(name), began, answer);
    }

    /// Sam says something under a post that he can read.
    async fn comment(&mut self) {
        let slug = self.us().slug.clone();
        let under = if self.chance.random_bool(0.7) {
            let Some(text) = self.pupil.page(&format!("/c/{slug}/friends")).await else { return };
            let start = format!("href=\"/c/{slug}/friends/");
            let items: Vec<&str> =
                text.split(&start).skip(1).filter_map(|rest| rest.split(['"', '#']).next()).collect();
            let Some(item) = items.choose(&mut self.chance) else { return };
            (*item).to_owned()
        } else {
            let Some(place) = self.some_post() else { return };
            let Some(id) = self.item(self.posts[place].0).await else { return };
            id
        };
        let Some(post) = self.named(&under).await else { return };
        let words = self.fresh();
        let (page, path) = (format!("/c/{slug}/write"), format!("/c/{slug}/comment/{under}"));
        let began = self.notes.now();
        let (answer, _) = self.pupil.sends(&page, &path, &[("text", &words.to_string())]).await;
        self.notes.call(self.at, Deed::Comment { words, under: post }, began, answer);
    }

    /// A teacher decides on something that waits.
    async fn decide(&mut self) {
        let tray = ["in", "in", "in", "out", "ours"][self.chance.random_range(0..5)];
        let page = format!("/gate/{}?tray={tray}", self.us().slug);
        let Some(text) = self.teacher.page(&page).await else { return };
        let choices: Vec<&str> =
            text.split("name=\"choice\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let Some(choice) = choices.choose(&mut self.chance).map(|choice| (*choice).to_owned()) else { return };
        let Some((item, hash)) = choice.split_once(':') else { return };
        let sql = "select title, plain from revisions where item_id = $1 and hash = $2";
        let Some(words) = words_in(&self.db(), sql, vec![item.into(), hash.into()]).await else { return };
        let (decision, deed) = if self.chance.random_bool(0.85) {
            ("let_in", Deed::LetIn(words))
        } else {
            ("turn_away", Deed::TurnAway(words))
        };
        let decide = format!("/gate/{}/decide?tray={tray}", self.us().slug);
        let began = self.notes.now();
        let (mut answer, to) = self.teacher.sends(&page, &decide, &[("choice", &choice), ("decision", decision)]).await;
        if answer == Answer::Done {
            // The page that follows offers to undo what was done, and says so when it was not. A session that ended in
            // between says neither.
            answer = match self.teacher.page(to.split('#').next().unwrap_or(&to)).await {
                Some(text) if text.contains("/gate/undo/") => Answer::Done,
                Some(text) if NOT_DECIDED.iter().any(|why| text.contains(why)) => Answer::Refused,
                _ => Answer::Unknown,
            };
        }
        self.notes.call(self.at, deed, began, answer);
    }

    async fn like(&mut self, verb: &str) {
        let slug = self.us().slug.clone();
        let Some(text) = self.teacher.page(&format!("/c/{slug}/friends")).await else { return };
        let start = format!("href=\"/c/{slug}/friends/");
        let items: Vec<&str> = text.split(&start).skip(1).filter_map(|rest| rest.split(['"', '#']).next()).collect();
        let Some(item) = items.choose(&mut self.chance).map(|item| (*item).to_owned()) else { return };
        let Some(name) = self.named(&item).await else { return };
        // The page has a button for one of the two only.
        let sql = "select id from likes where item_id = $1 and class_id is not null and undone_at is null";
        let Ok(liked) = self.db().read().maybe(sql, vec![item.as_str().into()]).await else { return };
        if liked.is_some() == (verb == "like") {
            return;
        }
        let class = self.class().to_string();
        let (page, path) = (format!("/c/{slug}/write"), format!("/{verb}/{item}"));
        let began = self.notes.now();
        let (answer, _) = self.teacher.sends(&page, &path, &[("class", &class), ("back", "/")]).await;
        let deed = if verb == "like" { Deed::Like(name) } else { Deed::Unlike(name) };
        self.notes.call(self.at, deed, began, answer);
    }

    /// An admin pauses some school, goes on with it or ends.
    async fn set_state(&mut self, state: &str, from: PartnerState) {
        let other = (self.at + self.chance.random_range(1..self.all.len())) % self.all.len();
        self.set_state_of(other, state, from).await;
    }

    pub(crate) async fn set_state_of(&mut self, other: usize, state: &str, from: PartnerState) {
        let host = &self.all[other].host;
        let Ok(Some(partner)) = store::partners::by_host(&mut self.db().read(), host).await else { return };
        if partner.state != from {
            return;
        }
        let deed = match state {
            "paused" => Deed::Pause(other),
            "ended" => Deed::End(other),
            _ => Deed::Resume(other),
        };
        let path = format!("/schools/{}/state", partner.id);
        let began = self.notes.now();
        let (answer, _) = self.admin.sends("/schools", &path, &[("state", state), ("reason", "A run")]).await;
        self.notes.call(self.at, deed, began, answer);
    }

    /// The other school of one of our follows in this direction and state, and the follow's id.
    async fn follow_that(&self, direction: Direction, state: FollowState) -> Option<(usize, String)> {
        let follows = store::follows::of_class(&mut self.db().read(), self.class()).await.ok()?;
        let (follow, remote) =
            follows.into_iter().find(|(follow, _)| follow.direction == direction && follow.state == state)?;
        let other = self.all.iter().position(|target| target.actor == remote.actor)?;
        Some((other, follow.id.to_string()))
    }

    async fn unfollow(&mut self) {
        let Some((other, id)) = self.follow_that(Direction::Out, FollowState::Accepted).await else { return };
        let page = format!("/partners/{}", self.us().slug);
        let began = self.notes.now();
        let (answer, _) = self.teacher.sends(&page, &format!("{page}/end"), &[("follow", &id)]).await;
        self.notes.call(self.at, Deed::Unfollow(other), began, answer);
    }

    async fn follow(&mut self) {
        let Some((other, _)) = self.follow_that(Direction::Out, FollowState::Ended).await else { return };
        let page = format!("/partners/{}", self.us().slug);
        let actor = self.all[other].actor.to_string();
        let began = self.notes.now();
        let (answer, _) = self.teacher.sends(&page, &format!("{page}/follow"), &[("address", &actor)]).await;
        self.notes.call(self.at, Deed::Follow(other), began, answer);
    }

    async fn accept(&mut self) {
        let Some((other, id)) = self.follow_that(Direction::In, FollowState::Asked).await else { return };
        let page = format!("/partners/{}", self.us().slug);
        let began = self.notes.now();
        let fields = [("follow", id.as_str()), ("name", "Our friends")];
        let (answer, _) = self.teacher.sends(&page, &format!("{page}/accept"), &fields).await;
        self.notes.call(self.at, Deed::Accept(other), began, answer);
    }

    fn some_post(&mut self) -> Option<usize> {
        (!self.posts.is_empty()).then(|| self.chance.random_range(0..self.posts.len()))
    }

    /// Our comments that nobody has tried to take back.
    fn comments(&self) -> Vec<Name> {
        let mut comments = Vec::new();
        self.notes.write(|history| {
            for call in history.calls.iter().filter(|call| call.at == self.at) {
                match call.deed {
                    Deed::Comment { words, .. } if call.is_done() => comments.push(words.name),
                    Deed::TakeBack(name) => comments.retain(|comment| *comment != name),
                    _ => {}
                }
            }
        });
        comments
    }

    /// The id of an item of ours.
    async fn item(&self, name: Name) -> Option<String> {
        let text = Wording { name, revision: 1 }.to_string();
        let sql = "select item_id as id from revisions where title = $1 or plain = $1";
        self.db().read().maybe(sql, vec![text.into()]).await.ok()??.get("id").ok()
    }

    /// What an item with this id here is called in the run.
    async fn named(&self, item: &str) -> Option<Name> {
        let sql = "select title, plain from revisions where item_id = $1";
        Some(words_in(&self.db(), sql, vec![item.into()]).await?.name)
    }
}
