//! Whoever is not on the list: nothing they send makes a school look anybody up, connect to anybody or write anything down.

use std::time::{Duration, Instant};

use federation::signature::{Scheme, Signer};
use http::{HeaderMap, Method};
use serde_json::Value;
use tests::Browser;
use tests::peers::{Call, Peer};
use tests::people::Answer;

use super::schools::School;
use super::verbs::{befriend, between, publish};
use super::world::{World, now};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t14_a_letter_of_a_stranger_costs_no_question_no_connection_and_no_row,
    t54_strangers_learn_from_no_answer_what_is_here,
    t54_pictures_and_feeds_are_as_closed_as_what_they_belong_to,
];

/// What a refusal must not change.
pub(crate) struct Before<'a> {
    school: &'a School,
    trace: tests::traces::Trace,
    questions: Vec<String>,
    connections: Vec<(&'a Peer, usize)>,
    packets: u64,
}

impl<'a> Before<'a> {
    pub(crate) async fn of(world: &World, school: &'a School, peers: &[&'a Peer]) -> Self {
        Self {
            school,
            trace: school.trace().await,
            questions: world.dns.asked(),
            connections: peers.iter().map(|peer| (*peer, peer.connections())).collect(),
            packets: world.wiretap.packets(),
        }
    }

    /// Everything is as it was: rows, files, questions for names, connections, packets.
    pub(crate) async fn holds(&self, world: &World, why: &str) {
        assert_eq!(self.school.trace().await, self.trace, "{why}");
        self.silent(world, why);
    }

    /// Nobody was looked up or connected to.
    pub(crate) fn silent(&self, world: &World, why: &str) {
        assert_eq!(world.dns.asked(), self.questions, "{why}");
        for (peer, connections) in &self.connections {
            assert_eq!(peer.connections(), *connections, "{why}: {}", peer.host);
        }
        assert_eq!(world.wiretap.packets(), self.packets, "{why}: {:?}", world.wiretap.heard());
    }
}

async fn t14_a_letter_of_a_stranger_costs_no_question_no_connection_and_no_row(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    maple.trust(&oak.host).await;
    let letter = wild.letter("Follow", maple.actor().as_str());
    let signed = maple.letter(&wild.signer(), &letter);
    let mut unsigned = signed.clone();
    unsigned.headers = HeaderMap::new();
    unsigned = unsigned.with("content-type", federation::outbox::ACTIVITY_JSON);
    let at_class = maple.urls.class_part(&maple.class, "inbox");
    let body = letter.to_string();
    let to = |url: &url::Url, scheme: Scheme, key_id: &str| {
        let owner = Signer { key_id: key_id.to_owned(), key: wild.key.clone() };
        Call::signed_to(&owner, scheme, url, &Method::POST, body.as_bytes(), now())
    };
    let (shared, own) = (maple.urls.shared_inbox(), maple.urls.school_part("inbox"));
    let before = Before::of(world, &maple, &[&oak, &wild]).await;

    for (why, call, status) in [
        ("unsigned", unsigned, 401),
        ("signed", signed, 403),
        ("RFC 9421", to(&shared, Scheme::Message, &wild.key_id()), 403),
        ("a class's inbox", to(&at_class, Scheme::Cavage, &wild.key_id()), 403),
        ("the school's inbox", to(&own, Scheme::Cavage, &wild.key_id()), 403),
        ("a name that nobody has", to(&shared, Scheme::Cavage, "https://nobody.example/a#k"), 403),
        ("an address for a name", to(&shared, Scheme::Cavage, "https://9.9.9.9/a#k"), 403),
        ("a name within the school", to(&shared, Scheme::Cavage, "https://printer.local/a#k"), 403),
        ("another port of a partner", to(&shared, Scheme::Cavage, "https://oak.example:8443/a#k"), 403),
    ] {
        let answer = maple.hears(world, &call).await;
        assert!(answer.status == status || (status == 403 && answer.status == 401), "{why}: {}", answer.text());
        let said: Value = serde_json::from_slice(&answer.bytes).unwrap();
        assert!(said["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{why}: {said}");
        before.holds(world, why).await;
    }

    // Its twin: the same letter by a server on the list is looked into, so its key is asked for, once.
    let letter = oak.letter("Follow", maple.actor().as_str());
    assert_eq!(maple.hears_from(world, &oak, &letter).await.status, 202);
    assert_eq!((world.dns.times(&oak.host), oak.connections()), (2, 1));
    assert_eq!((world.dns.times(&wild.host), wild.connections()), (0, 0));
    assert_ne!(maple.trace().await, before.trace);
}

/// An answer without what differs from one time to the next.
fn normal(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let id = answer.headers["x-request-id"].to_str().unwrap();
    let kept = answer.headers.iter().filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()));
    let mut headers: Vec<(String, String)> =
        kept.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (answer.status, headers, answer.text().replace(id, "ID"))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn t54_strangers_learn_from_no_answer_what_is_here(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    befriend(world, &maple, &oak).await;
    let teacher = maple.teacher(world).await;
    let shown = publish(&maple, &teacher, "Shown", "friends").await;
    let hidden = publish(&maple, &teacher, "Hidden", "class").await;
    let (invented, nobody) = ("0".repeat(shown.len()), "0".repeat(maple.class.as_str().len()));
    let class = maple.class.to_string();
    let client = world.client_builder().http1_only().build().unwrap();
    let server = maple.urls.home().as_str().trim_end_matches('/').to_owned();
    let ask = async |call: &Call| {
        let began = Instant::now();
        let answer = call.send_by(&client, &server).await;
        (answer, began.elapsed())
    };
    let calls = |path: &str| {
        let signed = maple.question(&wild.signer(), path);
        [signed.clone().without("signature").without("date"), signed]
    };

    for form in [
        "/ap/o/{}",
        "/ap/o/{}/replies",
        "/ap/o/{}/context",
        "/ap/x/{}",
        "/ap/a/{}",
        "/ap/a/{}/outbox",
        "/ap/a/{}/followers",
    ] {
        let ids = if form.contains("/a/") { [&class, &nobody, &nobody] } else { [&shown, &hidden, &invented] };
        let paths = ids.map(|id| form.replace("{}", id));
        for which in 0..2 {
            let mut answers = Vec::new();
            for path in &paths {
                answers.push(normal(&ask(&calls(path)[which]).await.0));
            }
            assert_eq!(answers[0], answers[1], "{form}");
            assert_eq!(answers[0], answers[2], "{form}");
            assert_eq!(answers[0].0, [401, 403][which], "{form}");
        }
    }
    // Pages of people and what programs ask for first.
    let visitor = maple.browser(world);
    for (there, not) in [
        (format!("/c/{}", maple.slug()), "/c/no-such-class".to_owned()),
        (format!("/c/{}/shown", maple.slug()), format!("/c/{}/no-such-post", maple.slug())),
    ] {
        let (there, not) = (visitor.get(&there).await, visitor.get(&not).await);
        let length = |answer: &Answer| answer.text().lines().count();
        assert_eq!((there.status, length(&there)), (404, length(&not)));
        assert!(!there.says("Shown"));
    }
    // Nor from how long it takes, asked in turns so that both meet the same weather.
    for which in 0..2 {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..120 {
            let id = [&shown, &invented][round % 2];
            times[round % 2].push(ask(&calls(&format!("/ap/o/{id}"))[which]).await.1);
        }
        let [there, not] = times.map(median);
        let (less, more) = (there.min(not), there.max(not));
        assert!(more < less * 2 + Duration::from_millis(2), "{there:?} for what is there, {not:?} for what is not");
    }
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));

    // Its twin: a partner sees what is for it, and only that.
    for (id, status) in [(&shown, 200), (&hidden, 404), (&invented, 404)] {
        let (answer, _) = ask(&maple.question(&oak.signer(), &format!("/ap/o/{id}"))).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
}

/// A teacher's post with a picture; the address of the picture.
async fn publish_picture(school: &School, teacher: &Browser, title: &str, audience: &str, colour: u8) -> String {
    let page = format!("/c/{}/write", school.slug());
    let words = [
        ("title", title),
        ("body", "A picture."),
        ("alt_1", "A colour"),
        ("who_1", "nobody"),
        ("audience", audience),
        ("send", "out"),
    ];
    let picture = vec![("picture_1", tests::pictures::png(colour, 8, 8))];
    assert_eq!(teacher.upload(&page, &page, &words, picture).await.status, 200);
    let post = teacher.get(&format!("/c/{}/{}", school.slug(), title.to_lowercase())).await.text();
    format!("/m/{}", between(&post, "src=\"/m/", "\"").expect("a picture").trim_start_matches("small/"))
}

async fn t54_pictures_and_feeds_are_as_closed_as_what_they_belong_to(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    befriend(world, &maple, &oak).await;
    let teacher = maple.teacher(world).await;
    let shown = publish_picture(&maple, &teacher, "Shown", "friends", 1).await;
    let hidden = publish_picture(&maple, &teacher, "Hidden", "class", 2).await;
    let (name, kind) = shown.trim_start_matches("/m/").split_once('.').unwrap();
    let invented = format!("/m/{}.{kind}", "0".repeat(name.len()));
    let ask = async |signer: &Signer, path: &str| maple.hears(world, &maple.question(signer, path)).await;
    let visitor = maple.browser(world);

    for (there, not) in [
        (shown.clone(), invented.clone()),
        (hidden.clone(), invented.clone()),
        (shown.replace("/m/", "/m/small/"), invented.replace("/m/", "/m/small/")),
        (format!("/c/{}/feed.atom", maple.slug()), "/c/no-such-class/feed.atom".to_owned()),
    ] {
        let (strange, nowhere) = (ask(&wild.signer(), &there).await, ask(&wild.signer(), &not).await);
        let (unsigned, nobody) = (visitor.get(&there).await, visitor.get(&not).await);
        assert!([403, 404].contains(&strange.status), "{there}: {}", strange.status);
        assert_eq!(normal(&strange), normal(&nowhere), "{there}");
        assert_eq!((unsigned.status, unsigned.headers.get("etag")), (404, None), "{there}");
        assert_eq!(unsigned.text().lines().count(), nobody.text().lines().count(), "{there}");
    }
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));

    // Its twin: a partner's server gets what is for it, and our own teacher both.
    for (path, status) in [(&shown, 200), (&hidden, 404), (&invented, 404)] {
        assert_eq!(ask(&oak.signer(), path).await.status, status, "{path}");
    }
    for (path, status) in [(&shown, 200), (&hidden, 200), (&invented, 404)] {
        assert_eq!(teacher.get(path).await.status, status, "{path}");
    }
}
