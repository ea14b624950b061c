//! What is on its way, as people read it.

use federation::style::Style;
use schoolgate::domain::deliveries::Verb;
use schoolgate::domain::ids::DeliveryId;
use schoolgate::domain::items::Audience;
use schoolgate::store::deliveries;
use schoolgate::store::underway::{self, Outcome};

use crate::deliveries::{ELM, INBOX, LATER, claim, say};
use crate::world::{OAK, World, at, both};
use crate::{commit, read};

#[tokio::test]
async fn what_was_given_up_is_tried_no_more_and_can_be_read_about() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;
        assert_eq!(read!(world, |sql| underway::backlog(sql)).len(), 1);

        commit!(world, |tx| deliveries::gave_up(&mut tx, &claimed[0].id, Some(410), "gone", at(LATER + 1))).unwrap();

        assert!(claim(&world, at(LATER + 100), 10).await.is_empty());
        assert_eq!(read!(world, |sql| underway::backlog(sql)), []);
        let listed = read!(world, |sql| underway::found(sql, &underway::Search::default(), None, 10)).remove(0);
        assert_eq!(
            (listed.host.as_str(), listed.verb.as_str(), listed.class_name.as_deref()),
            (OAK, "create", Some("maple class"))
        );
        assert_eq!(
            (listed.given_up_at, listed.last_status, listed.last_error.as_deref()),
            (Some(at(LATER + 1)), Some(410), Some("gone"))
        );
        assert_eq!((listed.attempts, listed.delivered_at, listed.confirmed_at), (1, None, None));
    })
    .await;
}

#[tokio::test]
async fn what_was_put_aside_is_listed_for_its_own_host_until_it_is_decided() {
    both(|world| async move {
        world.partner("elm.example").await;
        let post = world.published(Audience::Friends).await;
        world.say(&world.utterance(Verb::Create, Some(&post), &[INBOX])).await;
        say(&world, Verb::Follow, INBOX).await;
        let claimed = claim(&world, at(LATER), 2).await;
        assert_eq!(read!(world, |sql| underway::parked(sql, OAK, 10)), []);

        for (number, letter) in claimed.iter().enumerate() {
            let when = at(LATER + 1 + i64::try_from(number).unwrap());
            commit!(world, |tx| deliveries::park(&mut tx, &letter.id, Some(500), "broken", when)).unwrap();
        }

        let aside = read!(world, |sql| underway::parked(sql, OAK, 10));
        let said: Vec<_> = aside.iter().map(|listed| (listed.verb.as_str(), listed.kind.as_deref())).collect();
        assert_eq!(said, [("create", Some("article")), ("follow", None)], "the oldest first");
        assert_eq!(read!(world, |sql| underway::parked(sql, OAK, 1)).len(), 1);
        assert_eq!(read!(world, |sql| underway::parked(sql, "elm.example", 10)), []);
        commit!(world, |tx| deliveries::unpark(&mut tx, &aside[0].id, true, at(LATER + 9))).unwrap();
        commit!(world, |tx| deliveries::unpark(&mut tx, &aside[1].id, false, at(LATER + 9))).unwrap();
        assert_eq!(read!(world, |sql| underway::parked(sql, OAK, 10)), []);
    })
    .await;
}

#[tokio::test]
async fn the_backlog_says_how_many_wait_for_each_host_and_since_when() {
    both(|world| async move {
        world.partner("elm.example").await;
        for _ in 0..2 {
            say(&world, Verb::Create, INBOX).await;
        }
        say(&world, Verb::Create, ELM).await;
        let first = claim(&world, at(LATER), 10).await;

        let backlog = read!(world, |sql| underway::backlog(sql));

        let since = |host: &str| first.iter().find(|delivery| delivery.host == host).unwrap().created_at;
        let expected = [("elm.example".to_owned(), 1, since("elm.example")), (OAK.to_owned(), 2, since(OAK))];
        assert_eq!(backlog, expected);
    })
    .await;
}

/// What is found of a host (of all, if empty) that stands so.
async fn found(world: &World, host: &str, outcome: Option<Outcome>) -> Vec<DeliveryId> {
    let search = underway::Search { host: host.to_owned(), outcome };
    read!(world, |sql| underway::found(sql, &search, None, 100)).into_iter().map(|listed| listed.id).collect()
}

#[tokio::test]
async fn a_list_of_deliveries_goes_on_behind_its_last_even_within_a_moment() {
    both(|world| async move {
        world.partner("elm.example").await;
        for _ in 0..3 {
            world.say(&world.utterance(Verb::Create, None, &[INBOX, ELM, "https://oak.example/second"])).await;
        }
        let whole = found(&world, "", None).await;

        let (mut pages, mut leafed, mut place) = (Vec::new(), Vec::new(), None);
        loop {
            let page = read!(world, |sql| underway::found(sql, &underway::Search::default(), place.as_ref(), 4));
            let Some(last) = page.last() else { break };
            place = Some((last.created_at, last.id.clone()));
            pages.push(page.len());
            leafed.extend(page.into_iter().map(|listed| listed.id));
        }

        assert_eq!(pages, [4, 4, 1]);
        assert_eq!(leafed, whole, "each once, in the same order");
        assert_eq!(found(&world, "elm.example", None).await.len(), 3);
        assert_eq!(found(&world, "ash.example", None).await, []);
    })
    .await;
}

#[tokio::test]
async fn deliveries_are_found_by_how_they_stand() {
    both(|world| async move {
        world.partner("elm.example").await;
        for verb in [Verb::Create, Verb::Update, Verb::Like, Verb::Follow, Verb::AcceptFollow] {
            say(&world, verb, INBOX).await;
        }
        say(&world, Verb::Create, ELM).await;
        let letters = claim(&world, at(LATER), 5).await;
        let of = |verb: Verb| letters.iter().find(|letter| letter.host == OAK && letter.verb == verb).unwrap();
        let now = at(LATER + 1);
        commit!(world, |tx| deliveries::delivered(&mut tx, of(Verb::Create), 202, Style::Cavage, false, now)).unwrap();
        commit!(world, |tx| deliveries::park(&mut tx, &of(Verb::Update).id, Some(500), "broken", now)).unwrap();
        commit!(world, |tx| deliveries::gave_up(&mut tx, &of(Verb::Like).id, Some(410), "gone", now)).unwrap();
        commit!(world, |tx| deliveries::replace(&mut tx, &of(Verb::Follow).id, now)).unwrap();

        for (outcome, verbs) in [
            (Outcome::Arrived, &[Verb::Create][..]),
            (Outcome::Trouble, &[Verb::Like, Verb::Update]),
            (Outcome::Waiting, &[Verb::AcceptFollow]),
        ] {
            let expected: Vec<_> = verbs.iter().map(|verb| of(*verb).id.clone()).collect();
            assert_eq!(found(&world, OAK, Some(outcome)).await, expected, "{outcome:?}");
        }
        assert_eq!(found(&world, "", Some(Outcome::Waiting)).await.len(), 2, "Elm's, too");
        assert_eq!(found(&world, "", Some(Outcome::Trouble)).await, found(&world, OAK, Some(Outcome::Trouble)).await);
        assert_eq!(found(&world, "elm.example", Some(Outcome::Arrived)).await, []);
        assert_eq!(found(&world, OAK, None).await.len(), 5, "what was overtaken stands among all");
    })
    .await;
}
