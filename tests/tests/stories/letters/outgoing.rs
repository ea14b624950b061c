//! What leaves us: nothing of what was never published, nothing to whom it is no longer for, and nothing that names a child.

use std::collections::BTreeMap;

use federation::inbox::Change;
use federation::signature::{Scheme, Signer};
use federation::trust::Standing;
use http::Method;
use jiff::SignedDuration;
use schoolgate::actions::arrivals::{self, Letter, Received, Sender};
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::actions::{follows, partners, people};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience as Reach;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::partners::{Direction, FollowState, PartnerState};
use schoolgate::fediverse::courier;
use schoolgate::store::{self, Sql};
use serde_json::json;
use tests::peers::{Call, Page};
use tests::traces::Trace;

use super::Scene;

impl Scene {
    /// How many rows say something to somebody: activities, deliveries.
    async fn said(&self) -> (i64, i64) {
        let count = async |sql: &'static str| {
            let row = self.maple.school.db.read().one(sql, Vec::new()).await.unwrap();
            row.get::<i64>("number").unwrap()
        };
        let activities = count("select count(*) as number from activities").await;
        (activities, count("select count(*) as number from deliveries").await)
    }

    /// What Oak's inbox was sent since it had so many letters.
    fn sent_to_oak(&self, before: usize) -> Vec<serde_json::Value> {
        let letters = self.oak.seen().into_iter().filter(|seen| seen.line == "POST /inbox").skip(before);
        letters.map(|seen| serde_json::from_slice(&seen.body).unwrap()).collect()
    }

    /// What became of the Creates that were written down for a host: how many wait, and why the others will not be sent.
    async fn creates(&self) -> BTreeMap<String, usize> {
        let page =
            store::underway::found(&mut self.maple.school.db.read(), &store::underway::Search::default(), None, 50)
                .await;
        let mut found = BTreeMap::new();
        for listed in page.unwrap().into_iter().filter(|listed| listed.verb == "create") {
            let word = match (listed.delivered_at, listed.given_up_at) {
                (Some(_), _) => "delivered".to_owned(),
                (None, None) => "waits".to_owned(),
                (None, Some(_)) => listed.last_error.unwrap_or_default(),
            };
            *found.entry(word).or_default() += 1;
        }
        found
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t59_what_was_never_published_is_never_spoken_of() {
    let scene = Scene::set().await;
    let maple = &scene.maple;
    let (before, letters) = (scene.said().await, scene.oak.times("POST /inbox"));
    let write = async |title: &str, finish: Finish| {
        let draft = Draft { title: title.to_owned(), markdown: "Words.".to_owned(), ..Draft::default() };
        let written = articles::write(&maple.school, Pen::Child(&maple.pupil), &maple.class.id, draft, finish).await;
        let (Written::Kept(item) | Written::Waiting(item) | Written::Published(item, _)) = written.unwrap();
        item
    };
    let take_back =
        async |item: &ItemId| articles::take_back(&maple.school, Pen::Child(&maple.pupil), item).await.unwrap();

    // Drafts, what waits, what was turned away, and what is for the class alone: kept, changed, taken back.
    take_back(&write("A draft", Finish::Keep).await).await;
    take_back(&write("Handed in", Finish::HandIn).await).await;
    let turned_away = write("Turned away", Finish::HandIn).await;
    maple.decide(&maple.waits(Tray::Ours, "Turned away").await, Verdict::TurnAway).await;
    take_back(&turned_away).await;
    let at_home = maple.publish_for("At home", "Words.", Reach::Class, Vec::new()).await;
    maple.edit(&at_home, "At home still", "Other words.").await;
    maple.take_back(&at_home).await;
    maple.let_undo_pass();

    assert_eq!(scene.said().await, before);
    assert!(!courier::round(&maple.school).await.unwrap(), "there is nothing to carry");
    assert_eq!(scene.oak.times("POST /inbox"), letters);
    // Its twin: let out to friends it is told to them, and taken back from them.
    let (_, told) = scene.ours("For friends").await;
    maple.take_back(&told).await;
    scene.settled().await;
    let verbs: Vec<_> = scene.sent_to_oak(letters).iter().map(|letter| letter["type"].clone()).collect();
    assert_eq!(verbs, ["Create", "Delete"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t60_what_waits_for_a_class_that_no_longer_follows_is_not_sent() {
    for ended_by_us in [true, false] {
        let mut scene = Scene::set().await;
        scene.maple.stop_courier().await;
        let letters = scene.oak.times("POST /inbox");
        let maple = &scene.maple;
        let known = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
        let (follow, _) = known.into_iter().find(|(follow, _)| follow.direction == Direction::In).unwrap();
        maple.publish("Ships", "Nine ships.").await;
        assert_eq!(scene.creates().await, BTreeMap::from([("waits".to_owned(), 1)]));

        if ended_by_us {
            follows::refuse(&maple.school, &maple.teacher, &follow.id).await.unwrap();
        } else {
            let undo =
                json!({ "type": "Follow", "id": follow.wire_id, "actor": scene.oak.actor(), "object": maple.actor() });
            assert_eq!(scene.oak_says("Undo", undo).await.status, 202);
        }

        let now = store::follows::get(&mut maple.school.db.read(), &follow.id).await.unwrap().state;
        assert_ne!(now, FollowState::Accepted);
        assert_eq!(scene.creates().await, BTreeMap::from([("it follows the class no more".to_owned(), 1)]));
        while courier::round(&maple.school).await.unwrap() {}
        let sent = scene.sent_to_oak(letters);
        assert!(sent.iter().all(|letter| letter["type"] == "Reject"), "{sent:?}");
    }
}

/// What became of a follow, while nothing that Maple says leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// Their class asks to follow ours.
    Asks,
    /// Our teacher says yes, or no.
    Accepts,
    Refuses,
    /// Their class follows no more.
    Withdraws,
    /// Their server takes nothing for a while, and what waits is tried.
    IsTried,
}

/// Plays these turns with West's class, and tells what its server heard when all is said.
async fn heard_after(turns: &[Turn]) -> Vec<String> {
    let mut scene = Scene::set().await;
    scene.maple.stop_courier().await;
    let (maple, west) = (&scene.maple, &scene.west);
    let round = async || while courier::round(&maple.school).await.unwrap() {};
    for turn in turns {
        let known = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
        let follow =
            known.into_iter().map(|(follow, _)| follow).find(|follow| follow.wire_id.as_str().contains(&west.host));
        match turn {
            Turn::Asks => {
                let follow = west.letter("Follow", maple.actor().as_str());
                assert_eq!(west.sends(maple, &follow).send(maple).await.status, 202);
            }
            Turn::Accepts => {
                follows::accept(&maple.school, &maple.teacher, &follow.unwrap().id, "West friends").await.unwrap();
            }
            Turn::Refuses => follows::refuse(&maple.school, &maple.teacher, &follow.unwrap().id).await.unwrap(),
            Turn::Withdraws => {
                let follow = json!({ "type": "Follow", "actor": west.actor(), "object": maple.actor() });
                assert_eq!(west.sends(maple, &west.letter("Undo", follow)).send(maple).await.status, 202);
            }
            Turn::IsTried => {
                west.answers("/inbox", Page::status(404));
                round().await;
                west.answers("/inbox", Page::status(202));
            }
        }
    }
    let letters = west.times("POST /inbox");
    round().await;
    // What was put off comes after the rest.
    maple.school.clock.advance(SignedDuration::from_hours(72));
    round().await;
    let said = west.seen().into_iter().filter(|seen| seen.line == "POST /inbox").skip(letters);
    said.map(|seen| {
        let letter: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
        assert_eq!(letter["object"]["actor"], west.actor());
        letter["type"].as_str().unwrap().to_owned()
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn t100_an_answer_to_a_follow_that_has_not_left_is_not_sent_after_another_one() {
    use Turn::{Accepts, Asks, IsTried, Refuses, Withdraws};

    assert_eq!(heard_after(&[Asks, Accepts]).await, ["Accept"]);
    assert_eq!(heard_after(&[Asks, Refuses]).await, ["Reject"]);
    // A Reject goes before what waits: the Accept would be what stands.
    assert_eq!(heard_after(&[Asks, Accepts, Refuses]).await, ["Reject"]);
    assert_eq!(heard_after(&[Asks, Accepts, IsTried, Refuses]).await, ["Reject"]);
    // A Reject that was put off would end what was accepted since.
    assert_eq!(heard_after(&[Asks, Refuses, IsTried, Asks, Accepts]).await, ["Accept"]);
    // Nobody has decided on the second Follow.
    assert_eq!(heard_after(&[Asks, Accepts, Withdraws, Asks]).await, [""; 0]);
    assert_eq!(heard_after(&[Asks, Accepts, Withdraws, Asks, Accepts]).await, ["Accept"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_another_class_at_the_same_inbox_is_sent_as_before() {
    let mut scene = Scene::set().await;
    scene.maple.stop_courier().await;
    let (maple, west) = (&scene.maple, &scene.west);
    let other = west.document_at("/a/2", "#main-key", &west.key);
    west.answers("/a/2", Page::of(&other));
    let mut follows_at = Vec::new();
    for path in ["/a/1", "/a/2"] {
        let mut letter = west.letter("Follow", maple.actor().as_str());
        letter["actor"] = json!(west.url(path));
        let signer = Signer { key_id: west.url(&format!("{path}#main-key")), key: west.key.clone() };
        let body = letter.to_string();
        let call = Call::signed(&signer, Scheme::Cavage, maple, &Method::POST, "/ap/inbox", body.as_bytes());
        assert_eq!(call.send(maple).await.status, 202);
        let known = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
        let (follow, _) = known.into_iter().find(|(_, remote)| remote.actor.as_str() == west.url(path)).unwrap();
        follows::accept(&maple.school, &maple.teacher, &follow.id, path).await.unwrap();
        follows_at.push(follow.id);
    }

    follows::refuse(&maple.school, &maple.teacher, &follows_at[0]).await.unwrap();

    while courier::round(&maple.school).await.unwrap() {}
    let said = west.seen().into_iter().filter(|seen| seen.line == "POST /inbox");
    let said = said.map(|seen| {
        let letter: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
        (letter["type"].as_str().unwrap().to_owned(), letter["object"]["actor"].as_str().unwrap().to_owned())
    });
    let expected = [("Reject", "/a/1"), ("Accept", "/a/2")].map(|(verb, path)| (verb.to_owned(), west.url(path)));
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn t60_what_waits_is_sent_to_a_class_that_still_follows() {
    let mut scene = Scene::set().await;
    scene.maple.stop_courier().await;
    let letters = scene.oak.times("POST /inbox");

    scene.maple.publish("Ships", "Nine ships.").await;
    while courier::round(&scene.maple.school).await.unwrap() {}

    assert_eq!(scene.creates().await, BTreeMap::from([("delivered".to_owned(), 1)]));
    assert_eq!(scene.sent_to_oak(letters).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn t60_what_waits_for_a_school_is_not_sent_once_trust_has_ended() {
    for state in [PartnerState::Ended, PartnerState::Blocked, PartnerState::Paused] {
        let mut scene = Scene::set().await;
        scene.maple.stop_courier().await;
        let connections = scene.oak.connections();
        let maple = &scene.maple;
        let partner = store::partners::by_host(&mut maple.school.db.read(), &scene.oak.host).await.unwrap().unwrap();
        maple.publish("Ships", "Nine ships.").await;

        partners::set_state(&maple.school, "school", &partner.id, state, "Over").await.unwrap();

        while courier::round(&maple.school).await.unwrap() {}
        assert_eq!(scene.oak.connections(), connections, "{state}");
        let word = if state == PartnerState::Ended { "trust ended" } else { "waits" };
        assert_eq!(scene.creates().await, BTreeMap::from([(word.to_owned(), 1)]), "{state}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t60_an_inbox_that_moves_to_another_server_gets_nothing() {
    let scene = Scene::set().await;
    let letters = scene.oak.times("POST /inbox");
    let mut moved = scene.oak.document(&scene.oak.key);
    moved["inbox"] = json!(scene.west.url("/inbox"));
    moved["endpoints"] = json!({ "sharedInbox": scene.wild.url("/inbox") });
    scene.oak.answers("/a/1", Page::of(&moved));
    let west = scene.west.connections();

    // Its server says that it has changed; what it says now is not believed.
    let answer = scene.oak_says("Update", moved.clone()).await;
    assert!(answer.status >= 400, "{}", answer.text());
    scene.ours("Ships").await;

    assert_eq!((scene.west.connections(), scene.wild.connections()), (west, 0));
    assert_eq!(scene.sent_to_oak(letters).len(), 1, "it goes where it always went");
    // Its twin: another address on the same server is believed.
    moved["inbox"] = json!(scene.oak.url("/other"));
    moved.as_object_mut().unwrap().remove("endpoints");
    scene.oak.answers("/a/1", Page::of(&moved));
    assert_eq!(scene.oak_says("Update", moved).await.status, 202);
    scene.ours("Boats").await;
    assert_eq!(scene.oak.times("POST /other"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn t57_a_letter_that_the_end_of_trust_overtakes_does_nothing() {
    let scene = Scene::set().await;
    let maple = &scene.maple;
    let partner = store::partners::by_host(&mut maple.school.db.read(), &scene.oak.host).await.unwrap().unwrap();
    let actor = scene.oak.actor().parse().unwrap();
    let class = store::partners::class_by_actor(&mut maple.school.db.read(), &actor).await.unwrap().unwrap();
    let id = scene.oak.url("/x/overtaken").parse().unwrap();
    let withdrawn = Change::FollowWithdrawn { ours: maple.actor(), theirs: actor.clone() };
    let letter = |standing: Standing| Letter {
        id: &id,
        digest: "overtaken",
        host: &scene.oak.host,
        standing,
        sender: Sender::Known(class.clone()),
        changes: vec![withdrawn.clone()],
    };

    // It was judged while Oak was trusted; before it is written down, an admin pauses.
    partners::set_state(&maple.school, "school", &partner.id, PartnerState::Paused, "A question").await.unwrap();
    let before = Trace::of(maple).await;

    let received = arrivals::receive(&maple.school, letter(Standing::Trusted)).await.unwrap();
    assert_eq!(received, Received::Overtaken);
    assert_eq!(Trace::of(maple).await, before);
    // Judged as what Oak is now, it is taken.
    let received = arrivals::receive(&maple.school, letter(Standing::Paused)).await.unwrap();
    assert_eq!(received, Received::Done);
    assert_ne!(Trace::of(maple).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn t61_no_account_no_file_and_nothing_of_a_child_but_its_signature_is_in_what_we_send() {
    let scene = Scene::set().await;
    let maple = &scene.maple;
    let letters = scene.oak.times("POST /inbox");
    let child = maple.another_pupil("Tolliver").await;
    let child = people::child(&maple.school, &child).await.unwrap();
    let browser = maple.browser();
    let card = people::new_card(&maple.school, &maple.teacher, &maple.class.id, &child.id).await.unwrap();
    assert_eq!(browser.use_card(&card).await.status, 200);
    let form = "/c/maple-class/write";
    let fields = [
        ("title", "Our tug"),
        ("body", "We drew a **tug**."),
        ("alt_1", "A tug"),
        ("who_1", "nobody"),
        ("send", "out"),
    ];
    // Its file is called as the camera, or the child, called it.
    let picture = vec![("picture_1", tests::pictures::png(8, 8, 8))];
    let sent = browser.upload(form, form, &fields, picture).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let waiting = maple.waits(Tray::Ours, "Our tug").await;
    maple.decide(&waiting, Verdict::LetIn).await;
    maple.let_undo_pass();
    scene.settled().await;

    let mut said: Vec<String> = scene.sent_to_oak(letters).iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "the post was sent");
    let item = &waiting.item.id;
    for path in [
        format!("/ap/o/{item}"),
        format!("/ap/a/{}", maple.class.id),
        format!("/ap/a/{}/outbox?before=start", maple.class.id),
    ] {
        let answer = scene.oak.asks(maple, &Method::GET, &path).send(maple).await;
        assert_eq!(answer.status, 200, "{path}");
        for (name, value) in &answer.headers {
            said.push(format!("{name}: {}", value.to_str().unwrap()));
        }
        said.push(answer.text());
    }
    let said = said.join("\n");
    // A child is a first name beside its class, in the words that a teacher let out, and nowhere else.
    assert!(said.contains("Our tug") && said.contains("A tug") && said.contains("Tolliver, maple class"), "{said}");
    let said = said.replace("Tolliver, maple class", "");
    for secret in [
        "Tolliver",
        child.id.as_str(),
        maple.pupil.id.as_str(),
        maple.teacher.id.as_str(),
        "teacher@school.example",
        "Mrs Teacher",
        "Ms Admin",
        "picture.png",
        "/tmp/",
        "127.0.0.1",
        env!("CARGO_PKG_VERSION"),
        card.as_str(),
    ] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t20_a_letter_from_a_clock_that_is_ahead_is_known_for_as_long_as_it_could_come_again() {
    let scene = Scene::set().await;
    let clock = &scene.maple.school.clock;
    // Signed as far ahead of our clock as is taken: so long can it be sent again.
    let ahead = SignedDuration::from_mins(59);
    clock.advance(ahead);
    let call = scene.good("Ahead");
    clock.advance(-ahead);
    scene.takes(&call, "a letter of a clock that is ahead").await;

    for minutes in [1, 62, 60] {
        clock.advance(SignedDuration::from_mins(minutes));
        schoolgate::actions::housekeeping::tidy(&scene.maple.school).await.unwrap();
        scene.ignores(&call, "the same again").await;
    }
    // Then its date is too old for anybody to remember it.
    clock.advance(SignedDuration::from_mins(2));
    assert!(scene.refuses(&call, 401, "too late").await.says("clock"));
    assert_eq!(scene.titles().await, ["Ahead"]);
}
