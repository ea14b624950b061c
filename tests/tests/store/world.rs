//! A school to ask about, on each engine: built through the store itself, with as little of everything as a test needs.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use schoolgate::domain::agreements::Terms;
use schoolgate::domain::classes::{ClassBlog, ClassKind};
use schoolgate::domain::deliveries::{Utterance, Verb};
use schoolgate::domain::ids::{
    ActivityId, BatchId, ClassId, DecisionId, FollowId, ItemId, PartnerId, PictureId, PupilId, RemoteClassId,
    RevisionId, StaffId,
};
use schoolgate::domain::items::{Audience, Author, Item, ItemKind};
use schoolgate::domain::moderation::{ApprovedAs, Decision, Showing, Tray, Verdict};
use schoolgate::domain::partners::{Direction, Follow, FollowState, PartnerSchool, PartnerState, RemoteClass};
use schoolgate::domain::people::{ClassRole, Duty, Pupil, Staff};
use schoolgate::domain::pictures::Picture;
use schoolgate::domain::revisions::{PictureState, Revision, RevisionPicture, Words};
use schoolgate::domain::schools::Profile;
use schoolgate::store::{
    self, Database, activities, classes, follows, items, moderation, partners, people, pictures, revisions, schools,
};
use tokio::task::LocalSet;
use url::Url;

/// In one transaction: `commit!(world, |tx| tasks::insert(&mut tx, &task))` gives what the function gave.
#[macro_export]
macro_rules! commit {
    ($world:expr, |$tx:ident| $body:expr) => {{
        let mut $tx = $world.db.begin().await.unwrap();
        let given = $body.await;
        $tx.commit().await.unwrap();
        given
    }};
}

/// What a read gives, which must not fail: `read!(world, |sql| tasks::open(sql))`.
#[macro_export]
macro_rules! read {
    ($world:expr, |$sql:ident| $body:expr) => {{
        let $sql = &mut $world.db.read();
        $body.await.unwrap()
    }};
}

/// The engines a school's database can be on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// An empty database's address on this engine; the folder must be kept as long.
pub(crate) fn address(engine: Engine) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = match engine {
        Engine::Sqlite => format!("sqlite://{}", folder.path().join("school.sqlite").display()),
        Engine::Postgres => pgtest::server().fresh_database(),
    };
    (folder, url)
}

/// Runs a test on a fresh school on SQLite and then on PostgreSQL, and says which it failed on.
pub(crate) async fn both<F, R>(body: F)
where
    F: Fn(World) -> R,
    R: Future<Output = ()> + 'static,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_folder, url) = address(engine);
        let world = World::new(engine, &url).await;
        let db = world.db.clone();
        let here = LocalSet::new();
        let passed = here.run_until(here.spawn_local(body(world))).await.is_ok();
        assert!(passed, "it fails on {engine:?}; why stands above");
        db.close().await;
    }
}

/// A school in which Mrs Kaur teaches Maple class with Sam in it; Ama is in Willow class.
/// Oak is a class of another school that we trust; nobody follows anybody yet.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) db: Database,
    pub(crate) engine: Engine,
    pub(crate) url: String,
    seconds: Arc<AtomicI64>,
    pub(crate) maple: ClassId,
    pub(crate) willow: ClassId,
    pub(crate) kaur: StaffId,
    pub(crate) sam: PupilId,
    pub(crate) ama: PupilId,
    pub(crate) oak_school: PartnerId,
    pub(crate) oak: RemoteClassId,
}

/// The host of Oak class.
pub(crate) const OAK: &str = "oak.example";

/// A moment of the tests' own calendar.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub(crate) fn url(text: &str) -> Url {
    text.parse().unwrap()
}

impl World {
    async fn new(engine: Engine, url: &str) -> Self {
        let db = Database::open(url).await.unwrap();
        let now = at(0);
        let profile = Profile {
            id: "school".to_owned(),
            name: "Maple Primary".to_owned(),
            town: "Leeds".to_owned(),
            country: "GB".to_owned(),
            language: "en".to_owned(),
            secret: "00ff".to_owned(),
            founded_at: now,
            federation_paused_at: None,
        };
        let mut world = Self {
            db,
            engine,
            url: url.to_owned(),
            seconds: Arc::default(),
            maple: ClassId::fresh(now),
            willow: ClassId::fresh(now),
            kaur: StaffId::fresh(now),
            sam: PupilId::fresh(now),
            ama: PupilId::fresh(now),
            oak_school: PartnerId::fresh(now),
            oak: RemoteClassId::fresh(now),
        };
        commit!(world, |tx| schools::found(&mut tx, &profile)).unwrap();
        world.maple = world.class("maple").await;
        world.willow = world.class("willow").await;
        world.kaur = world.staff("Mrs Kaur").await;
        world.duty(&world.maple, &world.kaur, ClassRole::Teacher).await;
        world.sam = world.pupil("Sam", &[&world.maple]).await;
        world.ama = world.pupil("Ama", &[&world.willow]).await;
        world.oak_school = world.partner(OAK).await;
        world.oak = world.remote_class(&world.oak_school, OAK, "oak").await;
        world
    }

    /// The next second: no two things happen at once unless a test says so.
    pub(crate) fn tick(&self) -> Timestamp {
        at(self.seconds.fetch_add(1, Ordering::Relaxed) + 1)
    }

    pub(crate) async fn class(&self, slug: &str) -> ClassId {
        let class = ClassBlog {
            id: ClassId::fresh(self.tick()),
            slug: slug.parse().unwrap(),
            name: format!("{slug} class"),
            kind: ClassKind::Class,
            crest: "MP".to_owned(),
            colour: 3,
            about: "We are 28 children.".to_owned(),
            language: "en".to_owned(),
            year_order: 4,
            created_at: self.tick(),
            closed_at: None,
        };
        commit!(self, |tx| classes::insert(&mut tx, &class)).unwrap();
        class.id
    }

    pub(crate) async fn staff(&self, name: &str) -> StaffId {
        let now = self.tick();
        let staff = Staff {
            id: StaffId::fresh(now),
            email: format!("{}@maple.example", name.to_lowercase().replace(' ', ".")),
            name: name.to_owned(),
            admin_since: None,
            safeguarding_since: None,
            created_at: now,
            disabled_at: None,
        };
        commit!(self, |tx| people::insert_staff(&mut tx, &staff, "hash")).unwrap();
        staff.id
    }

    pub(crate) async fn duty(&self, class: &ClassId, staff: &StaffId, role: ClassRole) {
        let duty = Duty { class: class.clone(), staff: staff.clone(), role, from: None, until: None };
        commit!(self, |tx| people::set_duty(&mut tx, &duty)).unwrap();
    }

    pub(crate) async fn pupil(&self, name: &str, classes: &[&ClassId]) -> PupilId {
        let now = self.tick();
        let pupil = Pupil { id: PupilId::fresh(now), name: name.to_owned(), created_at: now, left_at: None };
        commit!(self, |tx| people::insert_pupil(&mut tx, &pupil)).unwrap();
        for class in classes {
            commit!(self, |tx| people::join_class(&mut tx, &pupil.id, class)).unwrap();
        }
        pupil.id
    }

    /// A school that we trust.
    pub(crate) async fn partner(&self, host: &str) -> PartnerId {
        let now = self.tick();
        let partner = PartnerSchool {
            id: PartnerId::fresh(now),
            host: host.to_owned(),
            name: format!("School at {host}"),
            town: "Lyon".to_owned(),
            country: "FR".to_owned(),
            contact: "head".to_owned(),
            safeguarding_contact: "lead".to_owned(),
            verified_how: "by phone".to_owned(),
            agreed_on: "2026-09-01".to_owned(),
            review_on: "2027-09-01".to_owned(),
            state: PartnerState::Trusted,
            state_since: now,
            state_by: "staff:1".to_owned(),
            state_reason: String::new(),
            held_at: None,
            held_why: None,
            key_fingerprint: None,
            safety_words: None,
            new_fingerprint: None,
            new_words: None,
            agreement: None,
            terms: Terms::default(),
            last_heard_at: None,
            created_at: now,
        };
        commit!(self, |tx| partners::insert(&mut tx, &partner)).unwrap();
        partner.id
    }

    /// A class of a partner school, to which one of our adults has given a name.
    pub(crate) async fn remote_class(&self, partner: &PartnerId, host: &str, name: &str) -> RemoteClassId {
        let class = self.remote(partner, host, name);
        commit!(self, |tx| partners::upsert_class(&mut tx, &class)).unwrap();
        class.id
    }

    /// The same, not yet written down.
    pub(crate) fn remote(&self, partner: &PartnerId, host: &str, name: &str) -> RemoteClass {
        let now = self.tick();
        RemoteClass {
            id: RemoteClassId::fresh(now),
            partner: partner.clone(),
            actor: url(&format!("https://{host}/ap/a/{name}")),
            handle: format!("{name}@{host}"),
            sent_name: format!("sent {name}"),
            name: Some(format!("Our {name}")),
            crest: "OK".to_owned(),
            colour: 5,
            url: url(&format!("https://{host}/{name}")),
            inbox: url(&format!("https://{host}/ap/a/{name}/inbox")),
            shared_inbox: Some(url(&format!("https://{host}/inbox"))),
            speaks_message_signatures: true,
            fetched_at: now,
            hidden_at: None,
            hidden_by: None,
            gone_at: None,
        }
    }

    pub(crate) async fn follow(
        &self,
        class: &ClassId,
        remote: &RemoteClassId,
        direction: Direction,
        state: FollowState,
    ) -> Follow {
        let now = self.tick();
        let id = FollowId::fresh(now);
        let wire_id = url(&format!("https://oak.example/follows/{id}"));
        let follow = Follow {
            id,
            class: class.clone(),
            remote: remote.clone(),
            direction,
            state,
            wire_id,
            asked_at: now,
            decided_at: None,
        };
        commit!(self, |tx| follows::put(&mut tx, &follow)).unwrap();
        follow
    }

    pub(crate) fn sam_of_maple(&self) -> Author {
        Author::Pupil { class: self.maple.clone(), pupil: self.sam.clone() }
    }

    pub(crate) fn kaur_of_maple(&self) -> Author {
        Author::Staff { class: self.maple.clone(), staff: self.kaur.clone() }
    }

    pub(crate) fn oak_class(&self) -> Author {
        Author::Partner(self.oak.clone())
    }

    /// An item as it is made, not yet written down.
    pub(crate) fn new_item(&self, kind: ItemKind, author: Author, parent: Option<&Item>, audience: Audience) -> Item {
        let now = self.tick();
        let id = ItemId::fresh(now);
        let ours = author.class().is_some();
        let host = if ours { "maple.example" } else { OAK };
        Item {
            kind,
            wire_id: url(&format!("https://{host}/ap/o/{id}")),
            slug: (ours && kind == ItemKind::Article).then(|| format!("post-{id}").parse().unwrap()),
            parent: parent.map(|parent| parent.id.clone()),
            article: parent.map(|parent| parent.article.clone().unwrap_or_else(|| parent.id.clone())),
            audience,
            url: (!ours).then(|| url(&format!("https://{host}/read/{id}"))),
            published_at: Some(now),
            created_at: now,
            version_at: (!ours).then_some(now),
            withdrawn_at: None,
            gone_at: None,
            sealed_at: None,
            author,
            id,
        }
    }

    /// A post with its first revision. Nobody has decided anything about it.
    pub(crate) async fn post(&self, author: Author, audience: Audience) -> Item {
        let item = self.new_item(ItemKind::Article, author, None, audience);
        self.keep(&item).await;
        item
    }

    /// A comment with its first revision. Nobody has decided anything about it.
    pub(crate) async fn comment(&self, author: Author, parent: &Item, audience: Audience) -> Item {
        let item = self.new_item(ItemKind::Comment, author, Some(parent), audience);
        self.keep(&item).await;
        item
    }

    /// Writes an item down, with its first revision.
    pub(crate) async fn keep(&self, item: &Item) {
        commit!(self, |tx| items::insert(&mut tx, item)).unwrap();
        self.revise(item, "first words", &[]).await;
    }

    /// A revision of an item, with these pictures.
    pub(crate) async fn revise(&self, item: &Item, text: &str, pictures: &[RevisionPicture]) -> RevisionId {
        let now = self.tick();
        let mut tx = self.db.begin().await.unwrap();
        let number = revisions::next_number(&mut tx, &item.id).await.unwrap();
        let revision = Revision {
            id: RevisionId::fresh(now),
            item: item.id.clone(),
            number,
            hash: format!("hash of {text} {number}"),
            words: words(text),
            flags: Vec::new(),
            edited_by: None,
            created_at: now,
        };
        revisions::insert(&mut tx, &revision, pictures).await.unwrap();
        tx.commit().await.unwrap();
        revision.id
    }

    /// The newest revision of an item.
    pub(crate) async fn newest(&self, item: &Item) -> RevisionId {
        read!(self, |sql| revisions::of_item(sql, &item.id)).pop().unwrap().id
    }

    /// The item comes to a class's gate and waits there.
    pub(crate) async fn waits(&self, item: &Item, class: &ClassId, tray: Tray) -> Showing {
        let showing = Showing::new(item, class.clone(), tray, self.newest(item).await).waiting(self.tick());
        commit!(self, |tx| moderation::put(&mut tx, &showing)).unwrap();
        showing
    }

    /// The item is a draft of a class.
    pub(crate) async fn drafted(&self, item: &Item, class: &ClassId) -> Showing {
        let showing = Showing::new(item, class.clone(), Tray::Ours, self.newest(item).await);
        commit!(self, |tx| moderation::put(&mut tx, &showing)).unwrap();
        showing
    }

    /// The item was let in for a class.
    pub(crate) async fn approved(&self, item: &Item, class: &ClassId, tray: Tray, how: ApprovedAs) -> Showing {
        let mut showing = self.waits(item, class, tray).await;
        let verdict = match how {
            ApprovedAs::Whole => Verdict::LetIn,
            ApprovedAs::WithoutPictures => Verdict::LetInWithoutPictures,
            ApprovedAs::StaffOnly => Verdict::StaffOnly,
        };
        showing.decided(verdict, self.tick());
        commit!(self, |tx| moderation::put(&mut tx, &showing)).unwrap();
        showing
    }

    /// A post of Maple class that everyone of this audience may read.
    pub(crate) async fn published(&self, audience: Audience) -> Item {
        let item = self.post(self.kaur_of_maple(), audience).await;
        self.approved(&item, &self.maple, Tray::Ours, ApprovedAs::Whole).await;
        item
    }

    /// A comment that everyone who can read what it answers may read, for Maple class.
    pub(crate) async fn answered(&self, author: Author, parent: &Item, audience: Audience) -> Item {
        let tray = if author.class().is_some() { Tray::Ours } else { Tray::In };
        let item = self.comment(author, parent, audience).await;
        self.approved(&item, &self.maple, tray, ApprovedAs::Whole).await;
        item
    }

    /// A picture that was stored.
    pub(crate) async fn picture(&self, sha256: &str) -> Picture {
        let now = self.tick();
        let picture = Picture {
            id: PictureId::fresh(now),
            sha256: sha256.to_owned(),
            digest: format!("z{sha256}"),
            media_type: "image/jpeg".to_owned(),
            width: 640,
            height: 480,
            size: 12_345,
            owner: format!("staff:{}", self.kaur),
            created_at: now,
        };
        commit!(self, |tx| pictures::expect_file(&mut tx, &picture.sha256, picture.created_at)).unwrap();
        commit!(self, |tx| pictures::insert(&mut tx, &picture)).unwrap();
        picture
    }

    /// Oak's school is in this state from now on.
    pub(crate) async fn oak_is(&self, state: PartnerState) {
        commit!(self, |tx| partners::set_state(&mut tx, &self.oak_school, state, self.tick(), "staff:1", "because"))
            .unwrap();
    }

    /// Something that Maple class says, due at once.
    pub(crate) fn utterance(&self, verb: Verb, item: Option<&Item>, inboxes: &[&str]) -> Utterance {
        let now = self.tick();
        let id = ActivityId::fresh(now);
        Utterance {
            wire_id: url(&format!("https://maple.example/ap/x/{id}")),
            class: Some(self.maple.clone()),
            item: item.map(|item| item.id.clone()),
            revision: None,
            batch: None,
            verb,
            body: format!("{{\"type\":\"{verb}\"}}"),
            inboxes: inboxes.iter().map(|inbox| url(inbox)).collect(),
            due_at: now,
            id,
        }
    }

    /// Says it now: when it is due, or a second after.
    pub(crate) async fn say(&self, utterance: &Utterance) {
        commit!(self, |tx| activities::say(&mut tx, utterance, self.tick())).unwrap();
    }

    /// A decision of Mrs Kaur's about a showing, as part of a batch.
    pub(crate) async fn decide(
        &self,
        showing: &Showing,
        verdict: Verdict,
        batch: &BatchId,
        now: Timestamp,
    ) -> Decision {
        let decision = Decision {
            id: DecisionId::fresh(now),
            batch: batch.clone(),
            item: showing.item.clone(),
            class: showing.class.clone(),
            revision: showing.revision.clone(),
            revision_hash: "hash".to_owned(),
            verdict,
            reason: "reason-kind".to_owned(),
            staff: self.kaur.clone(),
            decided_at: now,
            before: "{}".to_owned(),
            undone_at: None,
        };
        commit!(self, |tx| moderation::insert_decision(&mut tx, &decision)).unwrap();
        decision
    }

    /// How many rows a table has: for tests that ask what is left.
    pub(crate) async fn count(&self, statement: &'static str) -> i64 {
        use store::Sql as _;
        self.db.read().one(statement, Vec::new()).await.unwrap().get("number").unwrap()
    }
}

pub(crate) fn words(text: &str) -> Words {
    Words {
        title: format!("Title of {text}"),
        summary: format!("Summary of {text}"),
        warning: String::new(),
        signature: "Sam, Maple class".to_owned(),
        language: "en".to_owned(),
        source: text.to_owned(),
        html: format!("<p>{text}</p>"),
        linked_html: format!("<p><a href=\"https://ships.example/\">{text}</a></p>"),
        plain: text.to_owned(),
        links: vec!["https://ships.example/".to_owned()],
    }
}

/// A stored picture's place in a revision.
pub(crate) fn here(position: i64, picture: &Picture) -> RevisionPicture {
    RevisionPicture {
        position,
        picture: Some(picture.id.clone()),
        alt: format!("Picture {position}"),
        people: "nobody".to_owned(),
        source_url: None,
        source_digest: None,
        state: PictureState::Here,
    }
}

/// A partner's picture that is still to be fetched.
pub(crate) fn awaited(position: i64) -> RevisionPicture {
    RevisionPicture {
        position,
        picture: None,
        alt: format!("Picture {position}"),
        people: String::new(),
        source_url: Some(url(&format!("https://oak.example/media/{position}.jpg"))),
        source_digest: Some("zdigest".to_owned()),
        state: PictureState::Waiting,
    }
}

/// So many seconds.
pub(crate) fn seconds(number: i64) -> SignedDuration {
    SignedDuration::from_secs(number)
}
