//! Keys of partners over the real network: changed without a word, and asked for by a flood that proves nothing.

use std::time::Duration;

use federation::signature::Signer;
use tests::peers::{Page, Peer};

use super::verbs::befriend;
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t24_a_key_that_was_changed_without_a_word_is_asked_for_once_and_the_old_one_is_dead,
    t25_a_thousand_unknown_keys_of_a_partner_cost_it_five_questions,
    t25_a_key_that_is_not_to_be_had_is_answered_by_whether_it_may_be_later,
];

async fn t24_a_key_that_was_changed_without_a_word_is_asked_for_once_and_the_old_one_is_dead(world: &mut World) {
    let maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    let (old, new) = (oak.signer(), Signer { key_id: oak.key_id(), key: Peer::other_key() });
    let says = async |signer: &Signer, title: &str| {
        let letter = oak.letter("Create", oak.article(title));
        maple.hears(world, &maple.letter(signer, &letter)).await.status
    };

    // A key that is pushed is not taken: its own document still says the old one.
    let mut pushed = oak.letter("Update", oak.document(&new.key));
    pushed["object"]["id"] = oak.actor().into();
    assert_eq!(maple.hears(world, &maple.letter(&old, &pushed)).await.status, 202);
    assert_eq!(says(&new, "By a pushed key").await, 401);

    oak.answers("/a/1", Page::of(&oak.document(&new.key)));
    let asked = oak.times("GET /a/1");
    assert_eq!(says(&old, "By the old one").await, 202, "nobody knows yet");
    // A key is asked for again when it is a minute old, so that no flood makes us one.
    let changed = tokio::time::timeout(Duration::from_secs(90), async {
        let mut looks = tokio::time::interval(Duration::from_secs(2));
        loop {
            looks.tick().await;
            match says(&new, "By the new one").await {
                202 => return,
                status => assert_eq!((status, oak.times("GET /a/1")), (401, asked)),
            }
        }
    });
    changed.await.unwrap();

    assert_eq!(oak.times("GET /a/1"), asked + 1);
    assert_eq!(says(&old, "By the old one again").await, 401);
    assert_eq!(says(&new, "And by the new one").await, 202);
    assert_eq!(oak.times("GET /a/1"), asked + 1);
}

async fn t25_a_thousand_unknown_keys_of_a_partner_cost_it_five_questions(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, elm) = (world.peer("oak.example").await, world.peer("elm.example").await);
    for peer in [&oak, &elm] {
        maple.trust(&peer.host).await;
    }
    let client = world.client_builder().http1_only().build().unwrap();
    let letter = oak.letter("Follow", maple.actor().as_str());
    let before = (maple.memory(), maple.trace().await);
    // One signature, a thousand names for its key: what is signed is not looked at before the key is there.
    let mut calls = tokio::task::JoinSet::new();
    let good = maple.letter(&oak.signer(), &letter);
    let server = maple.urls.home().as_str().trim_end_matches('/').to_owned();
    for number in 0..1000 {
        let call = good.clone().edit("signature", "/a/1#main-key", &format!("/k/{number}#main-key"));
        let (client, server) = (client.clone(), server.clone());
        calls.spawn(async move { call.send_by(&client, &server).await.status });
        if calls.len() >= 50 {
            assert!(matches!(calls.join_next().await.unwrap().unwrap(), 401 | 503));
        }
    }
    while let Some(status) = calls.join_next().await {
        assert!(matches!(status.unwrap(), 401 | 503));
    }

    assert!((1..=5).contains(&oak.connections()), "{}", oak.connections());
    assert!(maple.memory() < before.0 + 16 * 1024 * 1024);
    assert_ne!(maple.trace().await, before.1, "what could not be found is remembered");
    // Its twins: another partner is heard at once, and Oak's own key when the minute is over.
    let letter = elm.letter("Follow", maple.actor().as_str());
    assert_eq!(maple.hears_from(world, &elm, &letter).await.status, 202);
    assert_eq!(maple.hears(world, &good).await.status, 503);
}

async fn t25_a_key_that_is_not_to_be_had_is_answered_by_whether_it_may_be_later(world: &mut World) {
    let maple = world.school("maple").await;
    for (page, status) in [
        (Page::status(404), 401),
        (Page::status(410), 401),
        (Page::status(403), 401),
        (Page::status(500), 503),
        (Page::status(429), 503),
        (Page { after: Duration::from_secs(12), ..Page::status(200) }, 503),
    ] {
        let peer = world.peer(&format!("oak-{}-{}.example", page.status, page.after.as_secs())).await;
        maple.trust(&peer.host).await;
        peer.answers("/a/1", page.clone());
        let letter = peer.letter("Follow", maple.actor().as_str());

        let first = maple.hears_from(world, &peer, &letter).await;
        let again = maple.hears_from(world, &peer, &letter).await;

        assert_eq!(first.status, status, "{}: {}", page.status, first.text());
        // For a minute nobody is asked again.
        assert_eq!(again.status, 503, "{}: {}", page.status, again.text());
        assert!((1..=2).contains(&peer.times("GET /a/1")), "{}: both ways of signing at most", page.status);
    }
}
