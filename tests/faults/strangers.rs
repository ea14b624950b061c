//! Whoever is not on the list: nothing they send makes a school look anybody up, connect to anybody or write anything down.

use federation::signature::{Scheme, Signer};
use http::{HeaderMap, Method};
use serde_json::Value;
use tests::peers::{Call, Peer};

use super::schools::School;
use super::world::{World, now};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![t14_a_letter_of_a_stranger_costs_no_question_no_connection_and_no_row];

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
        let signer = Signer { key_id: key_id.to_owned(), key: wild.key.clone() };
        Call::signed_to(&signer, scheme, url, &Method::POST, body.as_bytes(), now())
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
