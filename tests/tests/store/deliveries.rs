//! The lanes: who is sent what, in which order, and how it went.

use jiff::Timestamp;
use schoolgate::domain::deliveries::{Delivery, Verb};
use schoolgate::domain::partners::PartnerState;
use schoolgate::store::deliveries::{self, Peer};
use schoolgate::store::{partners, schools};

use crate::world::{OAK, World, at, both, seconds};
use crate::{commit, read};

const INBOX: &str = "https://oak.example/inbox";
const ELM: &str = "https://elm.example/inbox";

/// Claims for a minute from a moment on, and names what was claimed by its verb and host.
async fn claim(world: &World, now: Timestamp, per_host: i64) -> Vec<Delivery> {
    commit!(world, |tx| deliveries::claim(&mut tx, now, now + seconds(60), per_host, 100)).unwrap()
}

fn verbs(claimed: &[Delivery]) -> Vec<Verb> {
    claimed.iter().map(|delivery| delivery.verb).collect()
}

async fn say(world: &World, verb: Verb, inbox: &str) {
    world.say(&world.utterance(verb, None, &[inbox])).await;
}

/// Later than everything that was said so far is due.
const LATER: i64 = 1_000;

#[tokio::test]
async fn withdrawals_go_first_and_the_rest_in_order() {
    both(|world| async move {
        for verb in [Verb::Create, Verb::Update, Verb::Delete, Verb::Like, Verb::UndoLike] {
            say(&world, verb, INBOX).await;
        }

        let claimed = claim(&world, at(LATER), 10).await;

        assert_eq!(verbs(&claimed), [Verb::Delete, Verb::UndoLike, Verb::Create, Verb::Update, Verb::Like]);
        assert_eq!((claimed[0].host.as_str(), claimed[0].attempts), (OAK, 0));
        assert_eq!((claimed[0].inbox.as_str(), claimed[0].class.as_ref()), (INBOX, Some(&world.maple)));
        assert_eq!(claimed[0].body, "{\"type\":\"delete\"}");
    })
    .await;
}

#[tokio::test]
async fn each_host_has_its_own_lane_and_a_share_of_each_round() {
    both(|world| async move {
        world.partner("elm.example").await;
        for _ in 0..3 {
            say(&world, Verb::Create, INBOX).await;
        }
        say(&world, Verb::Create, ELM).await;

        let round = commit!(world, |tx| deliveries::claim(&mut tx, at(LATER), at(LATER + 60), 2, 2)).unwrap();
        let hosts: Vec<_> = round.iter().map(|delivery| delivery.host.as_str()).collect();
        assert_eq!(hosts, [OAK, "elm.example"], "a long lane does not crowd out a short one");

        commit!(world, |tx| deliveries::release(&mut tx, &round)).unwrap();
        assert_eq!(claim(&world, at(LATER), 2).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_lease_blocks_its_hosts_lane_until_it_ends() {
    both(|world| async move {
        world.partner("elm.example").await;
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Update, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;
        assert_eq!(verbs(&claimed), [Verb::Create]);

        say(&world, Verb::Delete, INBOX).await;
        say(&world, Verb::Create, ELM).await;
        let beside = claim(&world, at(LATER + 1), 10).await;
        assert_eq!(beside.iter().map(|delivery| delivery.host.as_str()).collect::<Vec<_>>(), ["elm.example"]);

        // Whoever claimed it has crashed: after the lease everything is due again, in order.
        let again = claim(&world, at(LATER + 60), 10).await;
        assert_eq!(verbs(&again), [Verb::Delete, Verb::Create, Verb::Update]);
        assert_eq!(again[1].id, claimed[0].id);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_claimed_before_it_is_due() {
    both(|world| async move {
        let mut undoable = world.utterance(Verb::Create, None, &[INBOX]);
        undoable.due_at = at(LATER + 10);
        world.say(&undoable).await;

        assert!(claim(&world, at(LATER + 9), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), Some(at(LATER + 10)));
        assert_eq!(claim(&world, at(LATER + 10), 10).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_rounds_at_once_share_nothing() {
    both(|world| async move {
        for _ in 0..4 {
            say(&world, Verb::Create, INBOX).await;
        }
        let rounds: Vec<_> = (0..4)
            .map(|_| {
                let world = world.clone();
                tokio::spawn(async move { claim(&world, at(LATER), 2).await })
            })
            .collect();

        let mut claimed = Vec::new();
        for round in rounds {
            claimed.extend(round.await.unwrap().into_iter().map(|delivery| delivery.id));
        }

        assert_eq!(claimed.len(), 2, "one of them has the lane");
    })
    .await;
}

#[tokio::test]
async fn a_stopped_partner_is_sent_nothing_and_an_ended_one_withdrawals_only() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Delete, INBOX).await;

        world.oak_is(PartnerState::Paused).await;
        assert!(claim(&world, at(LATER), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), None, "the courier may rest");

        world.oak_is(PartnerState::Trusted).await;
        commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, Some((at(0), "move")))).unwrap();
        assert!(claim(&world, at(LATER), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), None);
        commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, None)).unwrap();

        commit!(world, |tx| schools::pause(&mut tx, Some(at(0)), "staff:1")).unwrap();
        assert!(claim(&world, at(LATER), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), None);
        commit!(world, |tx| schools::pause(&mut tx, None, "staff:1")).unwrap();

        world.oak_is(PartnerState::Ended).await;
        let withdrawals = claim(&world, at(LATER), 10).await;
        assert_eq!(verbs(&withdrawals), [Verb::Delete]);
        commit!(world, |tx| deliveries::release(&mut tx, &withdrawals)).unwrap();

        world.oak_is(PartnerState::Trusted).await;
        assert_eq!(verbs(&claim(&world, at(LATER), 10).await), [Verb::Delete, Verb::Create]);
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_is_done_with_and_opens_the_lane() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Update, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;

        commit!(world, |tx| deliveries::delivered(&mut tx, &claimed[0], 202, "rfc9421", at(LATER + 1))).unwrap();

        let peer = read!(world, |sql| deliveries::peer(sql, OAK));
        let expected = Peer {
            host: OAK.to_owned(),
            scheme: Some("rfc9421".to_owned()),
            last_ok_at: Some(at(LATER + 1)),
            ..Peer::default()
        };
        assert_eq!(peer, expected);
        assert_eq!(verbs(&claim(&world, at(LATER + 1), 10).await), [Verb::Update]);
        let unknown = Peer { host: "elm.example".to_owned(), ..Peer::default() };
        assert_eq!(read!(world, |sql| deliveries::peer(sql, "elm.example")), unknown);
    })
    .await;
}

#[tokio::test]
async fn what_was_not_taken_lets_its_host_rest_until_it_is_heard_again() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Update, INBOX).await;
        let (now, until) = (at(LATER), at(LATER + 600));
        let claimed = claim(&world, now, 2).await;
        commit!(world, |tx| deliveries::postponed(&mut tx, &claimed[0], Some(503), "busy", until, now)).unwrap();
        commit!(world, |tx| deliveries::release(&mut tx, &claimed[1..])).unwrap();

        let peer = read!(world, |sql| deliveries::peer(sql, OAK));
        assert_eq!((peer.failures, peer.open_until, peer.last_error.as_deref()), (1, Some(until), Some("busy")));
        assert!(claim(&world, at(LATER + 599), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), Some(until));
        let again = claim(&world, until, 10).await;
        assert_eq!((verbs(&again), again[0].attempts), (vec![Verb::Create, Verb::Update], 1));
        // A lane that somebody carries is not free before the lease ends.
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), Some(until + seconds(60)));
        commit!(world, |tx| deliveries::postponed(&mut tx, &again[0], None, "no answer", at(LATER + 9_000), until))
            .unwrap();
        commit!(world, |tx| deliveries::release(&mut tx, &again[1..])).unwrap();
        assert_eq!(read!(world, |sql| deliveries::peer(sql, OAK)).failures, 2);
        assert!(claim(&world, at(LATER + 8_999), 10).await.is_empty());

        commit!(world, |tx| deliveries::reopen(&mut tx, OAK, at(LATER + 700))).unwrap();

        assert_eq!(verbs(&claim(&world, at(LATER + 700), 10).await), [Verb::Create, Verb::Update]);
        let peer = read!(world, |sql| deliveries::peer(sql, OAK));
        assert_eq!((peer.failures, peer.open_until), (0, None));
    })
    .await;
}

#[tokio::test]
async fn hearing_from_a_host_does_not_hurry_what_can_still_be_undone() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;
        commit!(world, |tx| deliveries::postponed(&mut tx, &claimed[0], None, "no answer", at(LATER + 600), at(LATER)))
            .unwrap();
        let mut undoable = world.utterance(Verb::Update, None, &[INBOX]);
        undoable.due_at = at(LATER + 10);
        world.say(&undoable).await;

        commit!(world, |tx| deliveries::reopen(&mut tx, OAK, at(LATER + 1))).unwrap();

        assert_eq!(verbs(&claim(&world, at(LATER + 1), 10).await), [Verb::Create]);
    })
    .await;
}

#[tokio::test]
async fn what_was_given_up_is_tried_no_more_and_can_be_read_about() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;
        assert_eq!(read!(world, |sql| deliveries::backlog(sql)).len(), 1);

        commit!(world, |tx| deliveries::gave_up(&mut tx, &claimed[0].id, Some(410), "gone", at(LATER + 1))).unwrap();

        assert!(claim(&world, at(LATER + 100), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::backlog(sql)), []);
        let listed = read!(world, |sql| deliveries::page(sql, None, at(LATER + 100), 10)).remove(0);
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
async fn the_backlog_says_how_many_wait_for_each_host_and_since_when() {
    both(|world| async move {
        world.partner("elm.example").await;
        for _ in 0..2 {
            say(&world, Verb::Create, INBOX).await;
        }
        say(&world, Verb::Create, ELM).await;
        let first = claim(&world, at(LATER), 10).await;

        let backlog = read!(world, |sql| deliveries::backlog(sql));

        let since = |host: &str| first.iter().find(|delivery| delivery.host == host).unwrap().created_at;
        let expected = [("elm.example".to_owned(), 1, since("elm.example")), (OAK.to_owned(), 2, since(OAK))];
        assert_eq!(backlog, expected);
    })
    .await;
}

#[tokio::test]
async fn pages_of_deliveries_never_split_a_moment() {
    both(|world| async move {
        world.partner("elm.example").await;
        for _ in 0..3 {
            world.say(&world.utterance(Verb::Create, None, &[INBOX, ELM, "https://oak.example/second"])).await;
        }
        let mut pages = Vec::new();
        let mut before = at(LATER);
        loop {
            let page = read!(world, |sql| deliveries::page(sql, None, before, 4));
            let Some(last) = page.last() else { break };
            before = last.created_at;
            pages.push(page.len());
        }
        assert_eq!(pages, [6, 3]);
        assert_eq!(read!(world, |sql| deliveries::page(sql, Some("elm.example"), at(LATER), 100)).len(), 3);
        assert_eq!(read!(world, |sql| deliveries::page(sql, Some("ash.example"), at(LATER), 100)), []);
    })
    .await;
}
