//! Letters on their way to servers that are well, ill, slow, gone or back again.

mod answers;
mod lanes;
mod orders;
mod waiting;

use schoolgate::actions::follows;
use schoolgate::domain::partners::{Direction, FollowState};
use schoolgate::fediverse::courier;
use schoolgate::store;
use schoolgate::store::underway::Listed;
use tests::peers::Peer;
use tests::schools::{TestSchool, World};

/// Maple's class, and the servers of the classes that follow it.
pub(crate) struct Crowd {
    pub(crate) maple: TestSchool,
    pub(crate) peers: Vec<Peer>,
}

impl Crowd {
    /// With so many followers, each on a server of its own. Everything is said, and what comes waits for a round.
    pub(crate) async fn of(number: usize) -> Self {
        let names: Vec<String> = (0..number).map(|number| format!("peer{number}")).collect();
        let all: Vec<&str> = ["maple"].into_iter().chain(names.iter().map(String::as_str)).collect();
        let mut world = World::new(&all).await;
        let mut maple = world.school("maple").await;
        let peers: Vec<Peer> = names.iter().map(|name| world.peer(name)).collect();
        for peer in &peers {
            maple.trust_host(&peer.host).await;
            let follow = peer.letter("Follow", maple.actor().as_str());
            assert_eq!(peer.sends(&maple, &follow).send(&maple).await.status, 202);
        }
        let known = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
        for (place, (follow, _)) in known.into_iter().enumerate() {
            assert_eq!((follow.direction, follow.state), (Direction::In, FollowState::Asked));
            let name = format!("Friends {place}");
            follows::accept(&maple.school, &maple.teacher, &follow.id, &name).await.unwrap();
        }
        maple.stop_courier().await;
        Self { maple, peers }
    }

    /// One round of the courier.
    pub(crate) async fn round(&self) -> bool {
        courier::round(&self.maple.school).await.unwrap()
    }

    /// Everything said to a server, oldest first.
    pub(crate) async fn said_to(&self, peer: &Peer) -> Vec<Listed> {
        let mut sql = self.maple.school.db.read();
        let search = store::underway::Search { host: peer.host.clone(), outcome: None };
        let mut said = store::underway::found(&mut sql, &search, None, 200).await.unwrap();
        said.retain(|listed| listed.verb != "accept_follow");
        said.reverse();
        said
    }

    /// What became of each of these, in a word.
    pub(crate) async fn fates(&self, peer: &Peer) -> Vec<String> {
        self.said_to(peer).await.iter().map(fate).collect()
    }
}

/// As in "delivered", "again: 503", "parked: 500", "never: the inbox has moved".
pub(crate) fn fate(listed: &Listed) -> String {
    let error = listed.last_error.clone().unwrap_or_default();
    match (listed.delivered_at, listed.given_up_at, listed.parked_at) {
        (Some(_), ..) => "delivered".to_owned(),
        (None, Some(_), _) => format!("never: {error}"),
        (None, None, Some(_)) => format!("parked: {}", error.trim()),
        (None, None, None) if listed.attempts == 0 => "waits".to_owned(),
        (None, None, None) => format!("again: {}", error.trim()),
    }
}

/// What a server was sent at its inbox since it had so many letters: verb and title of each, in order.
pub(crate) fn heard(peer: &Peer, before: usize) -> Vec<(String, String)> {
    let letters = peer.seen().into_iter().filter(|seen| seen.line == "POST /inbox").skip(before);
    letters
        .map(|seen| {
            let letter: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
            let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            (word(&letter["type"]), word(&letter["object"]["name"]))
        })
        .collect()
}
