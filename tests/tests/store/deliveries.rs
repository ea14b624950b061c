//! The lanes: who is sent what, in which order, and how it went.

use federation::style::{Habits, Style};
use jiff::Timestamp;
use schoolgate::domain::agreements::Agreement;
use schoolgate::domain::deliveries::{Delivery, REPLACED, Verb};
use schoolgate::domain::items::Audience;
use schoolgate::domain::partners::PartnerState;
use schoolgate::store::deliveries::{self, Peer};
use schoolgate::store::underway;
use schoolgate::store::{partners, recipients, schools};

use crate::world::{OAK, World, at, both, seconds, url};
use crate::{commit, read};

pub(crate) const INBOX: &str = "https://oak.example/inbox";
pub(crate) const ELM: &str = "https://elm.example/inbox";

/// Claims for a minute from a moment on, and names what was claimed by its verb and host.
pub(crate) async fn claim(world: &World, now: Timestamp, per_host: u32) -> Vec<Delivery> {
    commit!(world, |tx| deliveries::claim(&mut tx, now, now + seconds(60), per_host, 100, &[])).unwrap()
}

fn verbs(claimed: &[Delivery]) -> Vec<Verb> {
    claimed.iter().map(|delivery| delivery.verb).collect()
}

pub(crate) async fn say(world: &World, verb: Verb, inbox: &str) {
    world.say(&world.utterance(verb, None, &[inbox])).await;
}

/// Later than everything that was said so far is due.
pub(crate) const LATER: i64 = 1_000;

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

        let (now, until) = (at(LATER), at(LATER + 60));
        let round = commit!(world, |tx| deliveries::claim(&mut tx, now, until, 2, 1, &[])).unwrap();
        let hosts: Vec<_> = round.iter().map(|delivery| delivery.host.as_str()).collect();
        assert_eq!(hosts, [OAK, OAK], "one host was asked for, and it is the one that has waited longest");
        let busy = [OAK.to_owned()];
        let beside = commit!(world, |tx| deliveries::claim(&mut tx, now, until, 2, 9, &busy)).unwrap();
        let hosts: Vec<_> = beside.iter().map(|delivery| delivery.host.as_str()).collect();
        assert_eq!(hosts, ["elm.example"], "a long lane does not crowd out a short one");
        commit!(world, |tx| deliveries::release(&mut tx, &beside)).unwrap();

        commit!(world, |tx| deliveries::release(&mut tx, &round)).unwrap();
        assert_eq!(claim(&world, at(LATER), 2).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn after_a_restore_what_waited_may_have_left() {
    both(|world| async move {
        let [sent, waits] = [world.published(Audience::Friends).await, world.published(Audience::Friends).await];
        world.say(&world.utterance(Verb::Create, Some(&sent), &[INBOX])).await;
        let claimed = claim(&world, at(LATER), 1).await;
        commit!(world, |tx| deliveries::delivered(&mut tx, &claimed[0], 202, Style::Cavage, false, at(LATER))).unwrap();
        world.say(&world.utterance(Verb::Create, Some(&waits), &[INBOX])).await;
        let may_have = async |item| read!(world, |sql| recipients::inboxes_that_may_have(sql, item));
        assert_eq!(may_have(&waits.id).await, []);

        commit!(world, |tx| deliveries::may_have_left(&mut tx)).unwrap();

        assert_eq!(may_have(&waits.id).await, [url(INBOX)]);
        let all = read!(world, |sql| underway::found(sql, &underway::Search::default(), None, 9));
        assert_eq!(
            all.iter().map(|listed| listed.attempts).collect::<Vec<_>>(),
            [1, 1],
            "and no other is counted anew"
        );
        assert_eq!(claim(&world, at(LATER), 9).await.len(), 1, "it is sent all the same");
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

        commit!(world, |tx| deliveries::delivered(&mut tx, &claimed[0], 202, Style::Message, false, at(LATER + 1)))
            .unwrap();

        let peer = read!(world, |sql| deliveries::peer(sql, OAK));
        let expected = Peer {
            host: OAK.to_owned(),
            habits: Habits { took: Some(Style::Message), ..Habits::default() },
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
async fn how_a_host_likes_its_letters_signed_is_remembered() {
    both(|world| async move {
        let habits = async || read!(world, |sql| deliveries::peer(sql, OAK)).habits;
        for _ in 0..4 {
            say(&world, Verb::Create, INBOX).await;
        }
        let letters = claim(&world, at(LATER), 10).await;
        let taken = async |number: usize, style: Style, refused: bool| {
            let now = at(LATER + i64::try_from(number).unwrap());
            commit!(world, |tx| deliveries::delivered(&mut tx, &letters[number], 202, style, refused, now)).unwrap();
        };

        taken(0, Style::Cavage, true).await;
        let refused = Habits { took: Some(Style::Cavage), refused_ed25519_at: Some(at(LATER)), has_agreement: false };
        assert_eq!(habits().await, refused);
        taken(1, Style::Message, false).await;
        assert_eq!(habits().await, Habits { took: Some(Style::Message), ..refused }, "that it refused is kept");
        taken(2, Style::Cavage, true).await;
        assert_eq!(habits().await.refused_ed25519_at, Some(at(LATER + 2)));
        taken(3, Style::Ed25519, false).await;
        assert_eq!(habits().await, Habits { took: Some(Style::Ed25519), ..Habits::default() });
    })
    .await;
}

#[tokio::test]
async fn a_school_has_agreed_when_both_have_confirmed() {
    both(|world| async move {
        let has_agreement = async || read!(world, |sql| deliveries::peer(sql, OAK)).habits.has_agreement;
        let half = Agreement {
            actor: url("https://oak.example/actor"),
            inbox: url("https://oak.example/actor/inbox"),
            offer: url("https://oak.example/ap/x/1"),
            id: url("https://oak.example/ap/x/1#agreement"),
            confirmed_at: Some(at(60)),
            confirmed_by: Some("staff:1".to_owned()),
            confirmed_there_at: None,
        };
        let other_half = Agreement { confirmed_at: None, confirmed_there_at: Some(at(61)), ..half.clone() };
        let whole = Agreement { confirmed_there_at: Some(at(61)), ..half.clone() };

        assert!(!has_agreement().await, "added by its address");
        for (agreement, expected) in [(half, false), (other_half, false), (whole, true)] {
            commit!(world, |tx| partners::set_agreement(&mut tx, &world.oak_school, &agreement)).unwrap();
            assert_eq!(has_agreement().await, expected);
        }
        world.oak_is(PartnerState::Ended).await;
        assert!(has_agreement().await, "it knows our keys as before");
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
        commit!(world, |tx| deliveries::postponed(&mut tx, &claimed[0], Some(503), "busy", 0, until, now)).unwrap();
        commit!(world, |tx| deliveries::release(&mut tx, &claimed[1..])).unwrap();

        let peer = read!(world, |sql| deliveries::peer(sql, OAK));
        assert_eq!((peer.failures, peer.open_until, peer.last_error.as_deref()), (1, Some(until), Some("busy")));
        assert!(claim(&world, at(LATER + 599), 10).await.is_empty());
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), Some(until));
        let again = claim(&world, until, 10).await;
        assert_eq!((verbs(&again), again[0].attempts), (vec![Verb::Create, Verb::Update], 1));
        // A lane that somebody carries is not free before the lease ends.
        assert_eq!(read!(world, |sql| deliveries::next_due(sql)), Some(until + seconds(60)));
        commit!(world, |tx| deliveries::postponed(&mut tx, &again[0], None, "no answer", 0, at(LATER + 9_000), until))
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
async fn who_holds_a_lane_takes_what_comes_next_in_it_and_nobody_else_does() {
    both(|world| async move {
        for verb in [Verb::Create, Verb::Update, Verb::Like] {
            say(&world, verb, INBOX).await;
        }
        let (now, until) = (at(LATER), at(LATER + 60));
        assert_eq!(verbs(&claim(&world, now, 1).await), [Verb::Create]);

        assert!(claim(&world, now, 1).await.is_empty());
        let next = commit!(world, |tx| deliveries::claim_next(&mut tx, OAK, now, until, 1)).unwrap();
        assert_eq!(verbs(&next), [Verb::Update]);

        // Once nothing may go there, nothing comes next.
        world.oak_is(PartnerState::Paused).await;
        assert!(commit!(world, |tx| deliveries::claim_next(&mut tx, OAK, now, until, 1)).unwrap().is_empty());
        world.oak_is(PartnerState::Trusted).await;
        let last = commit!(world, |tx| deliveries::claim_next(&mut tx, OAK, now, until, 9)).unwrap();
        assert_eq!(verbs(&last), [Verb::Like]);
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_is_put_off_lets_the_others_go_before() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Update, INBOX).await;
        let (now, until) = (at(LATER), at(LATER + 600));
        let claimed = claim(&world, now, 9).await;

        commit!(world, |tx| deliveries::put_off(&mut tx, &claimed[0], Some(500), "broken", 3, until, now)).unwrap();
        commit!(world, |tx| deliveries::release(&mut tx, &claimed[1..])).unwrap();

        let next = claim(&world, now, 9).await;
        assert_eq!(verbs(&next), [Verb::Update]);
        assert_eq!(read!(world, |sql| deliveries::peer(sql, OAK)).failures, 0);
        commit!(world, |tx| deliveries::release(&mut tx, &next)).unwrap();
        let both = claim(&world, until, 9).await;
        assert_eq!(verbs(&both), [Verb::Create, Verb::Update]);
        assert_eq!((both[0].attempts, both[0].refusals, both[0].last_tried_at), (1, 3, Some(now)));
    })
    .await;
}

#[tokio::test]
async fn what_was_put_aside_waits_for_an_admin() {
    both(|world| async move {
        for again in [true, false] {
            say(&world, Verb::Create, INBOX).await;
            let now = at(LATER);
            let claimed = claim(&world, now, 9).await;

            commit!(world, |tx| deliveries::park(&mut tx, &claimed[0].id, Some(500), "broken", now)).unwrap();

            assert!(claim(&world, at(2 * LATER), 9).await.is_empty());
            assert_eq!(read!(world, |sql| underway::backlog(sql)), []);
            let decided = commit!(world, |tx| deliveries::unpark(&mut tx, &claimed[0].id, again, now)).unwrap();
            assert_eq!(decided, (OAK.to_owned(), 0));
            let due = claim(&world, now, 9).await;
            assert_eq!(due.len(), usize::from(again));
            if again {
                assert_eq!((due[0].attempts, due[0].refusals), (1, 0));
                commit!(world, |tx| deliveries::delivered(&mut tx, &due[0], 202, Style::Cavage, false, now)).unwrap();
            }
            let twice = commit!(world, |tx| deliveries::unpark(&mut tx, &claimed[0].id, again, now));
            assert!(twice.is_err(), "it was decided");
        }
    })
    .await;
}

#[tokio::test]
async fn an_admin_can_have_all_that_waits_for_a_host_tried_now() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Update, INBOX).await;
        let (now, until) = (at(LATER), at(LATER + 9_000));
        let claimed = claim(&world, now, 9).await;
        commit!(world, |tx| deliveries::put_off(&mut tx, &claimed[0], Some(500), "broken", 4, until, now)).unwrap();
        commit!(world, |tx| deliveries::postponed(&mut tx, &claimed[1], None, "no answer", 0, until, now)).unwrap();

        commit!(world, |tx| deliveries::try_now(&mut tx, OAK, at(LATER + 1))).unwrap();

        assert_eq!(verbs(&claim(&world, at(LATER + 1), 9).await), [Verb::Create, Verb::Update]);
        assert_eq!(read!(world, |sql| deliveries::peer(sql, OAK)).failures, 1, "how it went before is not forgotten");
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_counted_by_kind_and_who_misses_a_post_is_named() {
    both(|world| async move {
        world.partner("elm.example").await;
        let post = world.published(Audience::Friends).await;
        let comment = world.answered(world.kaur_of_maple(), &post, Audience::Friends).await;
        for (verb, item) in [(Verb::Create, Some(&post)), (Verb::Create, Some(&comment)), (Verb::Update, Some(&post))] {
            world.say(&world.utterance(verb, item, &[INBOX])).await;
        }
        world.say(&world.utterance(Verb::Delete, Some(&comment), &[INBOX])).await;
        say(&world, Verb::Follow, INBOX).await;
        assert_eq!(read!(world, |sql| underway::unreached(sql, &post.id)), [], "nothing was tried");
        let (now, until) = (at(LATER), at(LATER + 600));
        let claimed = claim(&world, now, 9).await;
        let of = |verb: Verb| claimed.iter().find(|delivery| delivery.verb == verb).unwrap();
        let (create, follow) = (of(Verb::Create), of(Verb::Follow));
        commit!(world, |tx| deliveries::put_off(&mut tx, create, Some(500), "broken", 3, until, now)).unwrap();
        commit!(world, |tx| deliveries::park(&mut tx, &follow.id, Some(500), "broken", now)).unwrap();

        let waiting = read!(world, |sql| underway::waiting(sql));

        let [oak] = &waiting[..] else { panic!("{waiting:?}") };
        assert_eq!((oak.host.as_str(), oak.posts, oak.comments, oak.changes), (OAK, 1, 1, 1));
        assert_eq!((oak.withdrawals, oak.others, oak.tried, oak.parked), (1, 0, 1, 1));
        assert_eq!((oak.since, oak.next_at), (Some(create.created_at), Some(until)));
        let unreached = read!(world, |sql| underway::unreached(sql, &post.id));
        let [there] = &unreached[..] else { panic!("{unreached:?}") };
        assert_eq!((there.school.as_str(), there.has_older, there.is_over), ("School at oak.example", false, false));
        assert_eq!(there.since, create.created_at);

        // The post arrives, then its change is refused for good.
        commit!(world, |tx| deliveries::delivered(&mut tx, create, 202, Style::Cavage, false, until)).unwrap();
        assert_eq!(read!(world, |sql| underway::unreached(sql, &post.id)), []);
        let update = of(Verb::Update);
        commit!(world, |tx| deliveries::gave_up(&mut tx, &update.id, Some(413), "too large", until)).unwrap();
        let unreached = read!(world, |sql| underway::unreached(sql, &post.id));
        assert!(unreached[0].has_older && unreached[0].is_over, "{unreached:?}");
    })
    .await;
}

#[tokio::test]
async fn what_has_outlived_its_time_at_a_host_that_is_silent_is_found() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        say(&world, Verb::Delete, INBOX).await;
        let now = at(LATER);
        let outlived = async || read!(world, |sql| deliveries::outlived(sql, now, 9));
        assert_eq!(outlived().await, [], "nobody knows yet whether it answers");

        let claimed = claim(&world, now, 9).await;
        commit!(world, |tx| deliveries::postponed(&mut tx, &claimed[0], None, "no answer", 0, at(2 * LATER), now))
            .unwrap();
        assert_eq!(outlived().await, [], "somebody is carrying it");
        commit!(world, |tx| deliveries::release(&mut tx, &claimed[1..])).unwrap();

        assert_eq!(outlived().await, [(claimed[1].id.clone(), OAK.to_owned())], "and no withdrawal");
        world.oak_is(PartnerState::Paused).await;
        assert_eq!(outlived().await, [], "a pause ends nothing");
    })
    .await;
}

#[tokio::test]
async fn of_several_wordings_that_wait_the_newest_is_known() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        for (verb, body) in [(Verb::Create, "one"), (Verb::Update, "two"), (Verb::Update, "three")] {
            let mut said = world.utterance(verb, Some(&post), &[INBOX]);
            said.body = body.to_owned();
            world.say(&said).await;
        }
        world.say(&world.utterance(Verb::Update, Some(&post), &["https://oak.example/second"])).await;
        let claimed = claim(&world, at(LATER), 3).await;
        let now = at(LATER);
        let newest = async |place: usize| read!(world, |sql| deliveries::newest(sql, &claimed[place].id, now));

        let newer = newest(0).await.unwrap();
        assert_eq!((newer.id, newer.body.as_str(), newer.was_delivered), (claimed[2].id.clone(), "three", false));
        assert_eq!(newest(1).await.unwrap().body, "three");
        assert_eq!(newest(2).await, None);

        assert!(commit!(world, |tx| deliveries::lease(&mut tx, &claimed[2].id, at(LATER + 60))).unwrap());
        commit!(world, |tx| deliveries::delivered(&mut tx, &claimed[0], 202, Style::Cavage, false, now)).unwrap();
        commit!(world, |tx| deliveries::replace(&mut tx, &claimed[1].id, now)).unwrap();
        commit!(world, |tx| deliveries::went_along(&mut tx, &claimed[2].id, 202, now)).unwrap();
        assert!(newest(1).await.unwrap().was_delivered);
        assert!(
            !commit!(world, |tx| deliveries::lease(&mut tx, &claimed[2].id, at(LATER + 60))).unwrap(),
            "it has left"
        );
        let words: Vec<_> = read!(world, |sql| underway::found(sql, &underway::Search::default(), None, 9))
            .into_iter()
            .map(|listed| (listed.delivered_at.is_some(), listed.last_error))
            .collect();
        assert_eq!(words[1..], [(true, None), (false, Some(REPLACED.to_owned())), (true, None)]);
    })
    .await;
}

#[tokio::test]
async fn what_went_along_with_one_that_was_not_taken_is_due_again_and_may_have_arrived() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;

        commit!(world, |tx| deliveries::went_in_vain(&mut tx, &claimed[0].id, at(LATER))).unwrap();

        let again = claim(&world, at(LATER), 1).await;
        assert_eq!((again[0].attempts, again[0].last_tried_at), (1, Some(at(LATER))));
    })
    .await;
}

#[tokio::test]
async fn hearing_from_a_host_does_not_hurry_what_can_still_be_undone() {
    both(|world| async move {
        say(&world, Verb::Create, INBOX).await;
        let claimed = claim(&world, at(LATER), 1).await;
        commit!(world, |tx| deliveries::postponed(
            &mut tx,
            &claimed[0],
            None,
            "no answer",
            0,
            at(LATER + 600),
            at(LATER)
        ))
        .unwrap();
        let mut undoable = world.utterance(Verb::Update, None, &[INBOX]);
        undoable.due_at = at(LATER + 10);
        world.say(&undoable).await;

        commit!(world, |tx| deliveries::reopen(&mut tx, OAK, at(LATER + 1))).unwrap();

        assert_eq!(verbs(&claim(&world, at(LATER + 1), 10).await), [Verb::Create]);
    })
    .await;
}
