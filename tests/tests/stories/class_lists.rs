//! A school's own list of its classes: shown to teachers, and what a class's key is believed by.
//!
//! The other school is a server that a test tells what to say: as the school says it, or as somebody who has only its address.

use std::sync::LazyLock;

use federation::outbox::{ClassListWords, ListedClassWords, class_list};
use federation::signature::{self, PrivateKey, PublicKey, Scheme, Signer};
use http::Method;
use jiff::{SignedDuration, Timestamp};
use schoolgate::actions::invitations::{self, NewInvitation};
use schoolgate::actions::{agreements, class_lists, classes, follows, partners, proposals};
use schoolgate::domain::agreements::{TakingPart, Terms};
use schoolgate::domain::classes::ClassKind;
use schoolgate::domain::partners::{NewPartner, PartnerSchool, PartnerState};
use schoolgate::store;
use serde_json::{Value, json};
use tests::crawl::Server;
use tests::peers::{Call, Page, Peer};
use tests::people::Answer;
use tests::schools::{TestSchool, World};
use tests::traces::Trace;
use url::Url;

const MINUTE: SignedDuration = SignedDuration::from_secs(61);

/// The school's own keys; its classes have the peer's.
static SCHOOL: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate_rsa().unwrap());

pub(crate) fn proving() -> PrivateKey {
    PrivateKey::from_seed(&[3; 32]).unwrap()
}

pub(crate) fn anothers() -> PrivateKey {
    PrivateKey::from_seed(&[4; 32]).unwrap()
}

/// Maple, and a server with which it has agreed.
pub(crate) struct Scene {
    pub(crate) maple: TestSchool,
    pub(crate) oak: Peer,
}

/// What a list says: each class by its path, and a key of it.
pub(crate) type Listed<'a> = [(&'a str, PublicKey)];

impl Scene {
    pub(crate) async fn set() -> Self {
        let mut world = World::new(&["maple", "oak"]).await;
        let scene = Self { maple: world.school("maple").await, oak: world.peer("oak") };
        scene.oak.answers("/actor", Page::of(&scene.school_document(&proving())));
        scene.lists_as_it_is();
        scene.agree().await;
        // As soon as trust begins; then not for a day.
        scene.maple.until("its list to be read", async || scene.read_at().await).await;
        scene
    }

    /// Maple opens an invitation of Oak's, and both confirm.
    async fn agree(&self) {
        let scene = self;
        let link =
            invitations::invite(&scene.maple.school, &scene.maple.admin, NewInvitation::default()).await.unwrap();
        // It was Oak that invited: the code is the same to Maple.
        let link = scene.oak.url(&format!("/invitation#{}", link.1.fragment().unwrap()));
        let new = NewPartner { name: "Oak".to_owned(), ..NewPartner::default() };
        let partner = invitations::open(&scene.maple.school, &scene.maple.admin, &link, new).await.unwrap();
        invitations::confirm(&scene.maple.school, &scene.maple.admin, &partner.id).await.unwrap();
        // What Oak accepts is the very agreement that it was offered, proved by its own key.
        let worded = proposals::wordings(&mut scene.maple.school.db.read(), &partner).await.unwrap().remove(0);
        let mut copy: Value = serde_json::from_str(&worded.our_copy.unwrap()).unwrap();
        let now = scene.maple.school.clock.now();
        signature::add_proof(&mut copy, &scene.oak.url("/actor#ed25519-key"), &proving(), now).unwrap();
        let mut accept = scene.oak.letter("Accept", partner.agreement.unwrap().offer.as_str());
        accept["actor"] = json!(scene.oak.url("/actor"));
        accept["result"] = copy;
        let answer = scene.say(&scene.school_signer(), &accept).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        assert_eq!(scene.partner().await.state, PartnerState::Trusted);
    }

    async fn read_at(&self) -> Option<Timestamp> {
        let partner = self.partner().await;
        let state = store::class_lists::state(&mut self.maple.school.db.read(), &partner.id).await.unwrap();
        state.and_then(|state| state.read_at)
    }

    fn school_signer(&self) -> Signer {
        Signer { key_id: self.oak.url("/actor#main-key"), key: SCHOOL.clone() }
    }

    /// The school's own document, which anybody may copy.
    pub(crate) fn school_document(&self, proving: &PrivateKey) -> Value {
        let mut document = self.oak.document_at("/actor", "#main-key", &SCHOOL);
        document["type"] = json!("Application");
        document["assertionMethod"] = json!([{
            "id": self.oak.url("/actor#ed25519-key"),
            "type": "Multikey",
            "controller": self.oak.url("/actor"),
            "publicKeyMultibase": proving.public().unwrap().to_multibase()
        }]);
        document
    }

    fn list(&self, listed: &Listed<'_>, by: &PrivateKey, at: Timestamp) -> Value {
        let mut classes: Vec<ListedClassWords> = Vec::new();
        for (path, key) in listed {
            let id: Url = self.oak.url(path).parse().unwrap();
            if let Some(class) = classes.iter_mut().find(|class| class.id == id) {
                class.keys.push(key.fingerprint());
                continue;
            }
            classes.push(ListedClassWords {
                id,
                name: format!("Class of {path}"),
                handle: path.rsplit('/').next().unwrap().to_owned(),
                keys: vec![key.fingerprint()],
            });
        }
        let words = ClassListWords {
            id: self.oak.url("/actor/classes").parse().unwrap(),
            school: self.oak.url("/actor").parse().unwrap(),
            classes,
            away: None,
        };
        let mut list = class_list(&words);
        signature::add_proof(&mut list, &self.oak.url("/actor#ed25519-key"), by, at).unwrap();
        list
    }

    fn shows(&self, list: &Value) {
        self.oak.answers("/actor/classes", Page::of(list));
    }

    /// From now on the school lists these.
    pub(crate) fn lists(&self, listed: &Listed<'_>) {
        self.shows(&self.list(listed, &proving(), self.maple.school.clock.now()));
    }

    fn lists_as_it_is(&self) {
        self.lists(&[("/a/1", self.oak.key.public().unwrap())]);
    }

    pub(crate) async fn partner(&self) -> PartnerSchool {
        store::partners::by_host(&mut self.maple.school.db.read(), &self.oak.host).await.unwrap().unwrap()
    }

    fn call(&self, signer: &Signer, letter: &Value) -> Call {
        Call::signed(signer, Scheme::Cavage, &self.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes())
    }

    pub(crate) async fn say(&self, signer: &Signer, letter: &Value) -> Answer {
        self.call(signer, letter).send(&self.maple).await
    }

    /// Its class asks to follow ours, signed with this key.
    pub(crate) async fn follows_with(&self, path: &str, key: &PrivateKey) -> u16 {
        self.oak.answers(path, Page::of(&self.oak.document_at(path, "#main-key", key)));
        self.says_with(path, key, "Follow", json!(self.maple.actor().as_str())).await.status
    }

    async fn says_with(&self, path: &str, key: &PrivateKey, verb: &str, object: Value) -> Answer {
        let signer = Signer { key_id: self.oak.url(&format!("{path}#main-key")), key: key.clone() };
        let mut letter = self.oak.letter(verb, object);
        letter["actor"] = json!(self.oak.url(path));
        self.say(&signer, &letter).await
    }

    /// The clock goes on, so that a key that was looked for in vain is looked for again.
    pub(crate) fn minute_passes(&self) {
        self.maple.school.clock.advance(MINUTE);
    }

    async fn tasks(&self) -> Vec<String> {
        let open = store::tasks::open(&mut self.maple.school.db.read()).await.unwrap();
        open.into_iter().map(|task| task.kind).collect()
    }

    pub(crate) async fn asking(&self) -> i64 {
        store::follows::waiting(&mut self.maple.school.db.read(), &self.maple.class.id).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_whoever_takes_over_a_lapsed_domain_speaks_for_no_class_of_the_school_that_had_it() {
    let scene = Scene::set().await;
    let thief = Peer::other_key();

    // Everything of the old school's is public but its keys: its document, and a list that it made.
    assert_eq!(scene.follows_with("/a/2", &thief).await, 401, "a class that the school never had");
    scene.minute_passes();
    assert_eq!(scene.follows_with("/a/1", &thief).await, 401, "its own class with another key");
    scene.minute_passes();
    assert_eq!((scene.asking().await, scene.partner().await.held_at), (0, None));

    // The twin: the same letter, from a class that the school lists with this very key.
    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
    scene.lists(&[("/a/1", scene.oak.key.public().unwrap()), ("/a/2", thief.public().unwrap())]);
    assert_eq!(scene.follows_with("/a/2", &thief).await, 202);
    assert_eq!(scene.asking().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_list_that_is_proved_by_another_key_or_not_at_all_holds_the_school() {
    let thief = Peer::other_key();
    for swap in [true, false] {
        let scene = Scene::set().await;
        assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
        let listed = [("/a/2", thief.public().unwrap())];
        let mut list = scene.list(&listed, &anothers(), scene.maple.school.clock.now());
        if !swap {
            list.as_object_mut().unwrap().remove("proof");
        }
        scene.shows(&list);

        assert_eq!(scene.follows_with("/a/2", &thief).await, 401);

        let held = scene.partner().await;
        assert_eq!((held.state, held.held_why.as_deref()), (PartnerState::Trusted, Some("class_list")));
        assert_eq!(scene.follows_with("/a/2", &thief).await, 503, "nothing of it is looked up while it is held");
        assert_eq!((scene.tasks().await, scene.asking().await), (vec!["class_list".to_owned()], 0));
        let admin = scene.maple.admin_browser().await;
        assert!(admin.get("/schools").await.says("is not signed with the key"));

        // An admin has asked them. What is not proved is not believed even then, and what is, is.
        partners::verify(&scene.maple.school, &scene.maple.admin, &held.id).await.unwrap();
        scene.minute_passes();
        assert_eq!(scene.follows_with("/a/2", &thief).await, 401);
        partners::verify(&scene.maple.school, &scene.maple.admin, &held.id).await.unwrap();
        scene.lists(&listed);
        scene.minute_passes();
        assert_eq!(scene.follows_with("/a/2", &thief).await, 202);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_host_that_is_met_anew_brings_no_key_of_whoever_had_it_before() {
    let scene = Scene::set().await;
    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
    let (admin, partner) = (scene.maple.admin.subject(), scene.partner().await.id);
    partners::set_state(&scene.maple.school, &admin, &partner, PartnerState::Ended, "Over").await.unwrap();
    scene.lists(&[("/a/2", Peer::other_key().public().unwrap())]);

    scene.agree().await;

    let like = json!(scene.maple.school.urls.to("/ap/o/nothing").as_str());
    assert_eq!(scene.says_with("/a/1", &scene.oak.key, "Like", like.clone()).await.status, 401);
    scene.minute_passes();
    scene.lists_as_it_is();
    assert_eq!(scene.says_with("/a/1", &scene.oak.key, "Like", like).await.status, 202);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_new_key_of_the_school_behind_its_list_is_shown_to_two_adults() {
    let scene = Scene::set().await;
    let before = scene.partner().await;
    let listed = [("/a/1", scene.oak.key.public().unwrap())];
    scene.oak.answers("/actor", Page::of(&scene.school_document(&anothers())));
    scene.shows(&scene.list(&listed, &anothers(), scene.maple.school.clock.now()));

    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 401);

    let held = scene.partner().await;
    assert_eq!(held.held_why.as_deref(), Some("key_change"));
    assert_eq!(held.key_fingerprint, before.key_fingerprint);
    assert!(held.new_words.is_some() && held.new_words != before.safety_words);
    // They compared the new words; the same list is good now, though nothing was signed by the school itself yet.
    partners::verify(&scene.maple.school, &scene.maple.admin, &held.id).await.unwrap();
    scene.minute_passes();
    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
    assert_eq!(scene.partner().await.held_at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_school_cannot_slip_past_its_pin_by_calling_itself_a_class() {
    let scene = Scene::set().await;
    scene.minute_passes();
    let thief = Peer::other_key();
    let mut document = scene.oak.document_at("/actor", "#main-key", &thief);
    document["type"] = json!("Organization");
    scene.oak.answers("/actor", Page::of(&document));

    let signer = Signer { key_id: scene.oak.url("/actor#main-key"), key: thief };
    let mut letter = scene.oak.letter("Flag", json!([scene.maple.actor().as_str()]));
    letter["actor"] = json!(scene.oak.url("/actor"));
    let answer = scene.say(&signer, &letter).await;

    assert_eq!((answer.status, scene.partner().await.held_why.as_deref()), (401, Some("key_change")));
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_list_of_another_hour_or_older_than_one_that_was_seen_confirms_nothing() {
    let scene = Scene::set().await;
    let listed = [("/a/1", scene.oak.key.public().unwrap())];
    let now = scene.maple.school.clock.now();
    let made = |at: Timestamp| scene.shows(&scene.list(&listed, &proving(), at));
    let hour = SignedDuration::from_hours(1);

    for at in [now - hour - MINUTE, now + hour + MINUTE * 3] {
        made(at);
        assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 401, "{at}");
        scene.minute_passes();
    }
    made(scene.maple.school.clock.now());
    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
    assert_eq!(scene.partner().await.held_at, None, "a wrong clock is no other key");

    let other = [("/a/2", Peer::other_key().public().unwrap())];
    let seen = scene.maple.school.clock.now();
    let older = scene.list(&other, &proving(), seen - SignedDuration::from_secs(5));
    scene.shows(&older);
    assert_eq!(scene.follows_with("/a/2", &Peer::other_key()).await, 401, "older than the last one");
    scene.minute_passes();
    scene.lists(&other);
    assert_eq!(scene.follows_with("/a/2", &Peer::other_key()).await, 202);
}

#[tokio::test(flavor = "multi_thread")]
async fn t25_a_list_that_cannot_be_read_now_is_asked_for_seldom_and_holds_nobody() {
    let scene = Scene::set().await;
    for page in [Page::status(500), Page::status(404), Page::status(403), Page::of(&json!({ "type": "Collection" }))] {
        scene.oak.answers("/actor/classes", page);
        assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 503);
        scene.minute_passes();
        scene.minute_passes();
    }
    assert_eq!((scene.partner().await.held_at, scene.tasks().await), (None, Vec::new()));

    let before = scene.oak.times("GET /actor/classes");
    for number in 0..20 {
        let path = format!("/a/new{number}");
        assert_eq!(scene.follows_with(&path, &scene.oak.key).await, 503, "{path}");
    }
    // Whoever looks by the clock or because a teacher asks has the same turn.
    assert!(scene.oak.times("GET /actor/classes") - before <= 5);
    scene.minute_passes();
    scene.minute_passes();
    scene.lists_as_it_is();
    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_an_update_brings_no_key_that_the_school_does_not_list() {
    let scene = Scene::set().await;
    let (old, new) = (scene.oak.key.clone(), Peer::other_key());
    assert_eq!(scene.follows_with("/a/1", &old).await, 202);
    scene.minute_passes();
    let document = scene.oak.document_at("/a/1", "#main-key", &new);
    scene.oak.answers("/a/1", Page::of(&document));
    let update = scene.oak.letter("Update", document);

    // Signed with the old key, and its own server shows the new one; the school does not.
    scene.lists_as_it_is();
    let signer = scene.oak.signer();
    assert_eq!(scene.say(&signer, &update).await.status, 401);
    let like = json!(scene.maple.school.urls.to("/ap/o/nothing").as_str());
    assert_eq!(scene.says_with("/a/1", &old, "Like", like.clone()).await.status, 202, "the old one still holds");

    // The very same letter is taken as soon as the school says so, too.
    scene.minute_passes();
    scene.lists(&[("/a/1", new.public().unwrap())]);
    assert_eq!(scene.call(&signer, &update).send(&scene.maple).await.status, 202);
    assert_eq!(scene.says_with("/a/1", &new, "Like", like.clone()).await.status, 202);
    scene.minute_passes();
    assert_eq!(scene.says_with("/a/1", &old, "Like", like).await.status, 401, "the old key opens nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_without_an_agreement_has_no_list_and_is_asked_for_none() {
    let mut world = World::new(&["maple", "oak"]).await;
    let scene = Scene { maple: world.school("maple").await, oak: world.peer("oak") };
    scene.maple.trust_host(&scene.oak.host).await;

    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);

    assert_eq!(scene.oak.times("GET /actor/classes"), 0);
    let teacher = scene.maple.teacher_browser().await;
    let page = teacher.get(&format!("/partners/{}", scene.maple.class.slug)).await;
    assert!(page.says("keeps no list of its classes"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_sees_what_a_partner_lists_and_follows_with_one_button() {
    let scene = Scene::set().await;
    let path = format!("/partners/{}", scene.maple.class.slug);
    let key = scene.oak.key.public().unwrap();
    let teacher = scene.maple.teacher_browser().await;
    assert!(teacher.get(&path).await.says("Class of /a/1"));

    // Nobody looks before a day has passed, unless a teacher asks.
    scene.maple.school.clock.advance(MINUTE);
    let many: Vec<(String, PublicKey)> = (1..=40).map(|number| (format!("/a/{number}"), key.clone())).collect();
    let many: Vec<(&str, PublicKey)> = many.iter().map(|(path, key)| (path.as_str(), key.clone())).collect();
    scene.lists(&many);
    assert!(!teacher.get(&path).await.says("Class of /a/40"));
    assert_eq!(teacher.post(&path, &format!("{path}/look"), &[]).await.status, 200);
    let page = teacher.get(&path).await;
    assert!(page.says("Class of /a/1") && page.says("Class of /a/40"));
    let found = teacher.get(&format!("{path}?find=a/17")).await;
    assert!(found.says("Class of /a/17") && !found.says("Class of /a/40"));

    let followed = teacher.post(&path, &format!("{path}/follow"), &[("address", &scene.oak.actor())]).await;
    assert_eq!(followed.status, 200, "{}", followed.text());
    assert!(teacher.get(&path).await.says("Asked, no answer yet"));

    // That it cannot be read is no error: what was read stays, and the page says since when.
    scene.maple.school.clock.advance(MINUTE);
    scene.oak.answers("/actor/classes", Page::status(500));
    assert_eq!(teacher.post(&path, &format!("{path}/look"), &[]).await.status, 200);
    let page = teacher.get(&path).await;
    assert!(page.says("list of classes could not be read") && page.says("Class of /a/40"), "{}", page.text());
    let admin = scene.maple.admin_browser().await;
    assert!(admin.get(&format!("/schools/{}", scene.partner().await.id)).await.says("Class of /a/40"));
    // A pupil never sees a name from outside.
    let pupil = scene.maple.pupil_browser().await;
    for page in ["/", &format!("/c/{}", scene.maple.class.slug), &path] {
        assert!(!pupil.get(page).await.says("Class of"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_read_again_after_a_day_and_not_before() {
    let scene = Scene::set().await;
    let first = scene.read_at().await.unwrap();
    let hours = SignedDuration::from_hours;
    let listed = [("/a/1", scene.oak.key.public().unwrap())];
    scene.shows(&scene.list(&listed, &proving(), scene.maple.school.clock.now() + hours(25)));

    scene.maple.school.clock.advance(hours(23));
    assert!(!class_lists::read_due(&scene.maple.school).await.unwrap());
    assert_eq!(scene.read_at().await, Some(first));
    scene.maple.school.clock.advance(hours(2));
    scene.maple.until("the second time", async || scene.read_at().await.filter(|at| *at > first)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t54_a_school_lists_the_classes_that_take_part_to_trusted_schools_alone() {
    let mut world = World::new(&["maple", "oak", "elm"]).await;
    let (maple, oak, elm) = (world.school("maple").await, world.school("oak").await, world.school("elm").await);
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    let other = classes::NewClass {
        name: "Other class".to_owned(),
        slug: String::new(),
        kind: ClassKind::Group,
        crest: "fox".to_owned(),
        colour: 2,
        about: String::new(),
        year_order: 4,
        teacher: None,
    };
    classes::add(&maple.school, "school", other).await.unwrap();
    let ask = async |school: &TestSchool, path: &str| {
        let server = Server::of(&school.school, &maple.school, maple.address).await;
        server.get(path, maple.school.clock.now()).await
    };
    let names = async || {
        let list: Value = serde_json::from_str(&ask(&oak, "/actor/classes").await.text()).unwrap();
        let names: Vec<String> =
            list["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect();
        names
    };

    let whole = ask(&oak, "/actor/classes").await;
    assert_eq!((whole.status, whole.headers["cache-control"].to_str().unwrap()), (200, "private, no-store"));
    assert_eq!(names().await, ["maple class", "Other class"]);
    let list = federation::vocabulary::parse_class_list(whole.text().as_bytes()).unwrap();
    let keys = maple.school.keys(None).await.unwrap();
    assert!(list.check(&keys.prover.key.public().unwrap()).is_ok());
    assert!(
        list.confirms(&maple.actor(), &maple.school.signer(Some(&maple.class.id)).await.unwrap().key.public().unwrap())
    );

    let terms = Terms { classes: TakingPart::Only(vec![maple.class.id.clone()]), ..Terms::default() };
    agreements::set_terms(&maple.school, &maple.admin, &maple.partner(&oak).await, terms).await.unwrap();
    assert_eq!(names().await, ["maple class"]);

    // To everybody else it is as what does not exist, and nothing is written down.
    let before = Trace::of(&maple).await;
    let (there, nowhere) = (ask(&elm, "/actor/classes").await, ask(&elm, "/ap/a/nobody").await);
    assert_eq!((there.status, nowhere.status), (403, 403));
    let plain = |answer: &Answer| {
        let said: Value = serde_json::from_str(&answer.text()).unwrap();
        (said["title"].clone(), said["detail"].clone(), said["type"].clone())
    };
    assert_eq!(plain(&there), plain(&nowhere));
    assert_eq!(maple.browser().get("/actor/classes").await.status, maple.browser().get("/ap/a/nobody").await.status);
    assert_eq!(Trace::of(&maple).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_teacher_has_the_lists_looked_at_again() {
    let scene = Scene::set().await;
    let before = scene.oak.times("GET /actor/classes");
    let asked = class_lists::look_again(&scene.maple.school, &scene.maple.admin).await;
    assert!(matches!(asked, Err(schoolgate::error::Error::Forbidden)));
    assert!(
        follows::ask(&scene.maple.school, &scene.maple.admin, &scene.maple.class.id, &scene.oak.actor()).await.is_err()
    );

    scene.maple.school.clock.advance(MINUTE);
    scene.lists_as_it_is();
    class_lists::look_again(&scene.maple.school, &scene.maple.teacher).await.unwrap();

    assert!(scene.oak.times("GET /actor/classes") > before);
}
