//! What we said: only to whom we may, once to each, and taken back as long as it has not left.

use federation::style::Style;
use schoolgate::domain::deliveries::{Delivery, Utterance, Verb};
use schoolgate::domain::ids::{BatchId, ClassId};
use schoolgate::domain::items::{Audience, Item};
use schoolgate::domain::partners::{Direction, FollowState, PartnerState};
use schoolgate::error::Error;
use schoolgate::store::{activities, deliveries, follows, recipients, underway};

use crate::world::{OAK, World, at, both, seconds, url};
use crate::{commit, read};

const INBOX: &str = "https://oak.example/inbox";
const ELM: &str = "https://elm.example/inbox";

async fn claim(world: &World) -> Vec<Delivery> {
    let now = at(1_000);
    commit!(world, |tx| deliveries::claim(&mut tx, now, now + seconds(60), 10, 100, &[])).unwrap()
}

fn about(world: &World, verb: Verb, item: &Item, batch: Option<&BatchId>) -> Utterance {
    Utterance { batch: batch.cloned(), ..world.utterance(verb, Some(item), &[INBOX, ELM]) }
}

#[tokio::test]
async fn a_letter_that_is_taken_back_before_it_left_is_as_if_it_had_never_been_said() {
    both(|world| async move {
        let [waits, tried] = [world.utterance(Verb::Like, None, &[INBOX]), world.utterance(Verb::Like, None, &[ELM])];
        world.partner("elm.example").await;
        world.say(&waits).await;
        world.say(&tried).await;
        let claimed = claim(&world).await;
        let at_oak = claimed.iter().find(|delivery| delivery.host == OAK).unwrap();
        commit!(world, |tx| deliveries::release(&mut tx, std::slice::from_ref(at_oak))).unwrap();

        let never_left = commit!(world, |tx| activities::unsay_letter(&mut tx, &waits.wire_id)).unwrap();
        let has_left = commit!(world, |tx| activities::unsay_letter(&mut tx, &tried.wire_id)).unwrap();

        assert!(never_left && !has_left);
        assert_eq!(world.count("select count(*) as number from deliveries").await, 1);
        assert_eq!(world.count("select count(*) as number from deliveries where given_up_at is null").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_answers_to_follows_that_have_not_arrived_are_known_by_their_class_and_host() {
    both(|world| async move {
        world.partner("elm.example").await;
        let [accept, reject] =
            [Verb::AcceptFollow, Verb::RejectFollow].map(|verb| world.utterance(verb, None, &[INBOX]));
        for said in [&accept, &reject, &world.utterance(Verb::Follow, None, &[INBOX])] {
            world.say(said).await;
        }
        world.say(&world.utterance(Verb::AcceptFollow, None, &[ELM])).await;
        let waiting = async || {
            let waiting = read!(world, |sql| activities::waiting_answers(sql, &world.maple, OAK));
            waiting.into_iter().map(|(wire_id, _)| wire_id).collect::<Vec<_>>()
        };

        assert_eq!(waiting().await, [accept.wire_id.clone(), reject.wire_id.clone()]);
        let other = ClassId::fresh(at(0));
        assert_eq!(read!(world, |sql| activities::waiting_answers(sql, &other, OAK)), []);
        let waits = read!(world, |sql| activities::waiting_answers(sql, &world.maple, OAK)).remove(0);
        assert_eq!(waits.1, accept.body);
        // One arrives, and the other is taken back.
        let claimed = claim(&world).await;
        let arrived = claimed.iter().find(|delivery| delivery.verb == Verb::RejectFollow).unwrap();
        commit!(world, |tx| deliveries::delivered(&mut tx, arrived, 202, Style::Cavage, false, at(1_001))).unwrap();
        assert_eq!(waiting().await, std::slice::from_ref(&accept.wire_id));
        commit!(world, |tx| activities::unsay_letter(&mut tx, &accept.wire_id)).unwrap();
        assert_eq!(waiting().await, []);
    })
    .await;
}

#[tokio::test]
async fn only_a_trusted_host_is_told_and_a_withdrawal_also_goes_to_one_that_was() {
    both(|world| async move {
        let inboxes = [INBOX, "https://stranger.example/inbox", INBOX];
        world.say(&world.utterance(Verb::Create, None, &inboxes)).await;
        assert_eq!(world.count("select count(*) as number from deliveries").await, 1);

        world.say(&world.utterance(Verb::Delete, None, &["https://stranger.example/inbox"])).await;
        assert_eq!(world.count("select count(*) as number from activities").await, 1, "said to nobody is not said");

        world.oak_is(PartnerState::Ended).await;
        world.say(&world.utterance(Verb::Update, None, &[INBOX])).await;
        assert_eq!(world.count("select count(*) as number from deliveries").await, 1);
        world.say(&world.utterance(Verb::Delete, None, &[INBOX])).await;
        assert_eq!(world.count("select count(*) as number from deliveries").await, 2);

        // A pause holds what leaves; it is written down and waits.
        world.oak_is(PartnerState::Paused).await;
        world.say(&world.utterance(Verb::Update, None, &[INBOX])).await;
        assert_eq!(world.count("select count(*) as number from deliveries").await, 3);
    })
    .await;
}

#[tokio::test]
async fn the_same_words_are_not_said_twice() {
    both(|world| async move {
        let utterance = world.utterance(Verb::Create, None, &[INBOX]);
        world.say(&utterance).await;

        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(activities::say(&mut tx, &utterance, at(5)).await, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn a_batch_can_be_taken_back_until_any_of_it_was_tried() {
    both(|world| async move {
        world.partner("elm.example").await;
        let post = world.published(Audience::Friends).await;
        let [one, two] = [BatchId::fresh(at(0)), BatchId::fresh(at(0))];
        world.say(&about(&world, Verb::Create, &post, Some(&one))).await;
        assert!(read!(world, |sql| activities::was_created(sql, &post.id)));

        assert!(commit!(world, |tx| activities::unsay_batch(&mut tx, &one)).unwrap());
        assert!(!read!(world, |sql| activities::was_created(sql, &post.id)));
        assert_eq!(world.count("select count(*) as number from deliveries").await, 0);
        assert!(commit!(world, |tx| activities::unsay_batch(&mut tx, &one)).unwrap(), "nothing of it has left");

        world.say(&about(&world, Verb::Create, &post, Some(&two))).await;
        let claimed = claim(&world).await;
        assert!(!commit!(world, |tx| activities::unsay_batch(&mut tx, &two)).unwrap(), "somebody is carrying it");
        commit!(world, |tx| deliveries::release(&mut tx, &claimed[1..])).unwrap();
        commit!(world, |tx| deliveries::delivered(&mut tx, &claimed[0], 202, Style::Cavage, false, at(1_001))).unwrap();
        assert!(!commit!(world, |tx| activities::unsay_batch(&mut tx, &two)).unwrap());
        assert_eq!(world.count("select count(*) as number from deliveries").await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_undo_that_meets_a_claim_does_not_take_away_what_is_being_sent() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let batch = BatchId::fresh(at(0));
        world.say(&about(&world, Verb::Create, &post, Some(&batch))).await;
        let mut claiming = world.db.begin().await.unwrap();
        let claimed = deliveries::claim(&mut claiming, at(1_000), at(1_060), 10, 100, &[]).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let undo = tokio::spawn({
            let (world, batch) = (world.clone(), batch.clone());
            async move { commit!(world, |tx| activities::unsay_batch(&mut tx, &batch)).unwrap() }
        });
        tokio::task::yield_now().await;

        claiming.commit().await.unwrap();

        assert!(!undo.await.unwrap());
        assert_eq!(world.count("select count(*) as number from deliveries").await, 1);
    })
    .await;
}

#[tokio::test]
async fn taking_an_item_back_stops_what_was_not_tried_and_remembers_who_may_have_it() {
    both(|world| async move {
        world.partner("elm.example").await;
        let post = world.published(Audience::Friends).await;
        world.say(&about(&world, Verb::Create, &post, None)).await;
        assert!(read!(world, |sql| recipients::inboxes_that_may_have(sql, &post.id)).is_empty());
        let claimed = claim(&world).await;
        let (to_oak, to_elm): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|delivery| delivery.host == OAK);
        assert_eq!(read!(world, |sql| recipients::inboxes_that_may_have(sql, &post.id)), [url(ELM), url(INBOX)]);
        assert!(read!(world, |sql| recipients::host_may_have(sql, &post.id, "elm.example")), "it is on its way");
        commit!(world, |tx| deliveries::release(&mut tx, &to_elm)).unwrap();
        let later = at(5_000);
        commit!(world, |tx| deliveries::postponed(
            &mut tx,
            &to_oak[0],
            None,
            "reset after the body",
            0,
            later,
            at(1_001)
        ))
        .unwrap();
        assert_eq!(read!(world, |sql| recipients::inboxes_that_may_have(sql, &post.id)), [url(INBOX)]);
        assert!(read!(world, |sql| recipients::host_may_have(sql, &post.id, OAK)));
        assert!(!read!(world, |sql| recipients::host_may_have(sql, &post.id, "elm.example")));

        commit!(world, |tx| activities::unsay_item(&mut tx, &post.id)).unwrap();

        let left = read!(world, |sql| underway::found(sql, &underway::Search::default(), None, 10));
        let [tried] = &left[..] else { panic!("{left:?}") };
        assert_eq!((tried.host.as_str(), tried.last_error.as_deref()), (OAK, Some("taken back")));
        assert!(tried.given_up_at.is_some());
        assert_eq!(read!(world, |sql| recipients::inboxes_that_may_have(sql, &post.id)), [url(INBOX)]);
    })
    .await;
}

#[tokio::test]
async fn t101_what_is_said_after_the_clock_was_put_back_keeps_its_place_behind_what_waits() {
    both(|world| async move {
        let early = world.utterance(Verb::AcceptFollow, None, &[INBOX]);
        let [first, second] = [(); 2].map(|()| world.utterance(Verb::Create, None, &[INBOX]));
        for (said, moment) in [(&early, 900), (&first, 100), (&second, 101)] {
            let said = Utterance { due_at: at(moment), ..said.clone() };
            commit!(world, |tx| activities::say(&mut tx, &said, at(moment))).unwrap();
        }

        let claimed: Vec<_> = claim(&world).await.into_iter().map(|delivery| delivery.activity).collect();
        assert_eq!(claimed, [early.id, first.id, second.id]);
    })
    .await;
}

#[tokio::test]
async fn when_an_item_was_last_said_is_known() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        assert_eq!(read!(world, |sql| activities::last_said_at(sql, &post.id)), None);

        for (verb, moment) in [(Verb::Create, 100), (Verb::Update, 300), (Verb::Update, 200), (Verb::Delete, 400)] {
            let said = about(&world, verb, &post, None);
            commit!(world, |tx| activities::say(&mut tx, &said, at(moment))).unwrap();
        }

        assert_eq!(read!(world, |sql| activities::last_said_at(sql, &post.id)), Some(at(300)));
    })
    .await;
}

#[tokio::test]
async fn the_revision_last_said_and_the_activity_are_found_again() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        assert_eq!(read!(world, |sql| activities::last_said(sql, &post.id)), None);
        let [first, second] = [world.newest(&post).await, world.revise(&post, "second", &[]).await];
        for (verb, revision) in [(Verb::Create, &first), (Verb::Update, &second)] {
            let utterance = Utterance { revision: Some(revision.clone()), ..about(&world, verb, &post, None) };
            world.say(&utterance).await;
            assert_eq!(read!(world, |sql| activities::last_said(sql, &post.id)).as_ref(), Some(revision));
            let told = read!(world, |sql| activities::about(sql, &utterance.wire_id));
            assert_eq!(told, Some((post.id.clone(), utterance.body.clone())));
        }

        commit!(world, |tx| activities::purge(&mut tx, &post.id)).unwrap();

        assert_eq!(world.count("select count(*) as number from activities where body = ''").await, 2);
        let like = world.utterance(Verb::Like, None, &[INBOX]);
        world.say(&like).await;
        assert_eq!(read!(world, |sql| activities::about(sql, &like.wire_id)), None);
    })
    .await;
}

#[tokio::test]
async fn a_receipt_confirms_our_delete_once_and_only_for_its_own_host() {
    both(|world| async move {
        world.partner("elm.example").await;
        let post = world.published(Audience::Friends).await;
        let create = about(&world, Verb::Create, &post, None);
        let delete = about(&world, Verb::Delete, &post, None);
        for utterance in [&create, &delete] {
            world.say(utterance).await;
        }
        assert!(read!(world, |sql| activities::is_delete(sql, &delete.wire_id)));
        assert!(!read!(world, |sql| activities::is_delete(sql, &create.wire_id)));

        let confirm =
            async |wire_id, host| commit!(world, |tx| activities::confirm(&mut tx, wire_id, host, at(50))).unwrap();
        assert_eq!(confirm(&delete.wire_id, OAK).await, 1);
        assert_eq!(confirm(&delete.wire_id, OAK).await, 0);
        assert_eq!(confirm(&create.wire_id, OAK).await, 0);
        assert_eq!(confirm(&delete.wire_id, "mallory.example").await, 0);

        let receipts = read!(world, |sql| recipients::receipts(sql, &post.id));
        let confirmed: Vec<_> = receipts.iter().map(|receipt| (receipt.host.as_str(), receipt.confirmed_at)).collect();
        assert_eq!(confirmed, [("elm.example", None), (OAK, Some(at(50)))]);
    })
    .await;
}

#[tokio::test]
async fn ending_trust_cancels_what_waits_but_not_withdrawals() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        for verb in [Verb::Create, Verb::Update, Verb::Delete] {
            world.say(&about(&world, verb, &post, None)).await;
        }

        assert_eq!(commit!(world, |tx| activities::cancel_for_host(&mut tx, OAK, at(50))).unwrap(), 2);

        assert_eq!(commit!(world, |tx| activities::cancel_for_host(&mut tx, OAK, at(51))).unwrap(), 0);
        let left: Vec<_> = claim(&world).await.into_iter().map(|delivery| delivery.verb).collect();
        assert_eq!(left, [Verb::Delete]);
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_a_class_that_follows_no_more_is_cancelled_and_what_it_shares_is_left_to_the_others() {
    both(|world| async move {
        let aspen = world.remote_class(&world.oak_school, OAK, "aspen").await;
        for class in [&world.oak, &aspen] {
            world.follow(&world.maple, class, Direction::In, FollowState::Accepted).await;
        }
        let post = world.published(Audience::Friends).await;
        let create = about(&world, Verb::Create, &post, None);
        world.say(&create).await;
        world.say(&about(&world, Verb::Delete, &post, None)).await;
        let ends = async |class| {
            let follow = read!(world, |sql| follows::find(sql, &world.maple, class, Direction::In)).unwrap();
            commit!(world, |tx| follows::set_state(&mut tx, &follow.id, FollowState::Ended, at(50), None)).unwrap();
            commit!(world, |tx| activities::cancel_for_follower(&mut tx, &world.maple, class, at(50))).unwrap()
        };

        // Both have the same inbox.
        assert_eq!(ends(&aspen).await, 0);
        assert_eq!(ends(&world.oak).await, 1);

        let left = claim(&world).await;
        assert_eq!(left.iter().map(|delivery| delivery.verb).collect::<Vec<_>>(), [Verb::Delete]);
        assert!(read!(world, |sql| deliveries::stands(sql, &left[0].id)));
        let cancelled = "select count(*) as number from deliveries where given_up_at is not null";
        assert_eq!(world.count(cancelled).await, 1);
        commit!(world, |tx| deliveries::gave_up(&mut tx, &left[0].id, None, "over", at(60))).unwrap();
        assert!(!read!(world, |sql| deliveries::stands(sql, &left[0].id)));
    })
    .await;
}

#[tokio::test]
async fn what_a_host_may_have_is_known_and_what_is_over_is_not_said() {
    both(|world| async move {
        let (post, unsent) = (world.published(Audience::Friends).await, world.published(Audience::Friends).await);
        world.say(&world.utterance(Verb::Create, Some(&post), &[INBOX])).await;
        assert_eq!(read!(world, |sql| recipients::items_at_host(sql, OAK)), []);
        claim(&world).await;
        world.say(&world.utterance(Verb::Create, Some(&unsent), &[INBOX])).await;
        assert_eq!(read!(world, |sql| recipients::items_at_host(sql, OAK)), [(post.id.clone(), url(INBOX))]);
        assert_eq!(read!(world, |sql| recipients::items_at_host(sql, "elm.example")), []);

        let agree = Utterance { class: None, ..world.utterance(Verb::Agree, None, &[INBOX]) };
        world.say(&agree).await;
        assert_eq!(commit!(world, |tx| activities::cancel_agreement(&mut tx, OAK, at(90))).unwrap(), 1);
        assert_eq!(commit!(world, |tx| activities::cancel_agreement(&mut tx, OAK, at(90))).unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn what_waits_of_our_answers_to_a_comment_is_stopped_and_whether_one_may_have_arrived_is_told() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let comment = world.comment(world.oak_class(), &post, Audience::Friends).await;
        world.say(&world.utterance(Verb::AcceptReply, Some(&comment), &[INBOX])).await;

        assert!(!commit!(world, |tx| activities::unsay_approvals(&mut tx, &comment.id)).unwrap(), "it never left");
        assert_eq!(world.count("select count(*) as number from deliveries").await, 0);

        world.say(&world.utterance(Verb::AcceptReply, Some(&comment), &[INBOX])).await;
        let [arrived] = claim(&world).await.try_into().unwrap();
        commit!(world, |tx| deliveries::delivered(&mut tx, &arrived, 202, Style::Cavage, false, at(1_001))).unwrap();
        world.say(&world.utterance(Verb::RejectReply, Some(&comment), &[INBOX])).await;
        assert!(commit!(world, |tx| activities::unsay_approvals(&mut tx, &comment.id)).unwrap());
        assert_eq!(world.count("select count(*) as number from deliveries where delivered_at is null").await, 0);

        // Long after it has arrived, when its delivery was tidied away.
        commit!(world, |tx| recipients::settle(&mut tx, at(100_000), 9, at(100_000))).unwrap();
        assert_eq!(world.count("select count(*) as number from deliveries").await, 0);
        assert!(commit!(world, |tx| activities::unsay_approvals(&mut tx, &comment.id)).unwrap());
    })
    .await;
}
