//! Who was sent which wording, and who has given it back, whatever became of deliveries, followers and partners.

use federation::style::Style;
use jiff::Timestamp;
use schoolgate::domain::deliveries::{Delivery, Receipt, Removal, Utterance, Verb};
use schoolgate::domain::items::{Audience, Item};
use schoolgate::domain::partners::PartnerState;
use schoolgate::store::{activities, deliveries, recipients};

use crate::world::{OAK, World, at, both, seconds, url};
use crate::{commit, read};

const INBOX: &str = "https://oak.example/inbox";
const ELM: &str = "https://elm.example/inbox";

/// Claims whatever is due then.
async fn claim(world: &World, now: Timestamp) -> Vec<Delivery> {
    commit!(world, |tx| deliveries::claim(&mut tx, now, now + seconds(60), 10, 100, &[])).unwrap()
}

async fn taken(world: &World, delivery: &Delivery, now: Timestamp) {
    commit!(world, |tx| deliveries::delivered(&mut tx, delivery, 202, Style::Cavage, false, now)).unwrap();
}

/// A post that both schools took, and both were asked to remove; Oak has taken that letter, and Elm does not answer.
async fn taken_back(world: &World) -> (Item, Utterance) {
    world.partner("elm.example").await;
    let post = world.published(Audience::Friends).await;
    let wording = Some(world.newest(&post).await);
    world.say(&Utterance { revision: wording, ..world.utterance(Verb::Create, Some(&post), &[INBOX, ELM]) }).await;
    for delivery in claim(world, at(100)).await {
        taken(world, &delivery, at(101)).await;
    }
    let delete = world.utterance(Verb::Delete, Some(&post), &[INBOX, ELM]);
    world.say(&delete).await;
    for delivery in claim(world, at(200)).await {
        if delivery.host == OAK {
            taken(world, &delivery, at(201)).await;
        } else {
            commit!(world, |tx| deliveries::postponed(&mut tx, &delivery, None, "no answer", 0, at(900), at(201)))
                .unwrap();
        }
    }
    (post, delete)
}

fn removals(receipts: &[Receipt]) -> Vec<(&str, Removal)> {
    receipts.iter().map(|receipt| (receipt.host.as_str(), receipt.removal())).collect()
}

#[tokio::test]
async fn receipts_say_who_received_which_wording_and_who_has_given_it_back() {
    both(|world| async move {
        let (post, delete) = taken_back(&world).await;
        let wording = read!(world, |sql| schoolgate::store::revisions::of_item(sql, &post.id))[0].created_at;
        let before = read!(world, |sql| recipients::receipts(sql, &post.id));
        assert_eq!(removals(&before), [("elm.example", Removal::Silent), (OAK, Removal::Asked)]);

        commit!(world, |tx| activities::confirm(&mut tx, &delete.wire_id, OAK, at(202))).unwrap();

        let receipts = read!(world, |sql| recipients::receipts(sql, &post.id));
        let [elm, oak] = &receipts[..] else { panic!("{receipts:?}") };
        assert_eq!(
            (oak.school.as_str(), oak.received_at, oak.wording_at, oak.answered_at, oak.confirmed_at),
            ("School at oak.example", Some(at(101)), Some(wording), Some(at(201)), Some(at(202)))
        );
        assert_eq!((oak.contact.as_str(), oak.safeguarding_contact.as_str()), ("head", "lead"));
        assert_eq!((oak.last_error.as_deref(), oak.may_confirm, oak.removal()), (None, true, Removal::Confirmed));
        assert_eq!((elm.received_at, elm.answered_at, elm.may_confirm), (Some(at(101)), None, false));
        assert_eq!((elm.last_error.as_deref(), elm.next_at), (Some("no answer"), Some(at(900))));
        let other = world.published(Audience::Friends).await;
        assert_eq!(read!(world, |sql| recipients::receipts(sql, &other.id)), []);
    })
    .await;
}

#[tokio::test]
async fn the_answer_stays_when_deliveries_are_tidied_away_and_a_partner_has_ended() {
    both(|world| async move {
        let (post, delete) = taken_back(&world).await;
        let before = read!(world, |sql| recipients::receipts(sql, &post.id));

        world.oak_is(PartnerState::Ended).await;
        assert_eq!(commit!(world, |tx| recipients::settle(&mut tx, at(5_000), 2, at(6_000))).unwrap(), 2);
        assert_eq!(commit!(world, |tx| recipients::settle(&mut tx, at(5_000), 9, at(6_000))).unwrap(), 1);

        assert_eq!(world.count("select count(*) as number from deliveries").await, 1, "what is still tried stays");
        assert_eq!(read!(world, |sql| recipients::receipts(sql, &post.id)), before);
        assert_eq!(read!(world, |sql| recipients::inboxes_that_may_have(sql, &post.id)), [url(ELM), url(INBOX)]);
        assert!(read!(world, |sql| recipients::host_may_have(sql, &post.id, OAK)));
        assert_eq!(read!(world, |sql| recipients::items_at_host(sql, OAK)), [(post.id.clone(), url(INBOX))]);
        // A receipt that comes later still counts.
        commit!(world, |tx| activities::confirm(&mut tx, &delete.wire_id, OAK, at(7_000))).unwrap();
        let after = read!(world, |sql| recipients::receipts(sql, &post.id));
        assert_eq!(removals(&after), [("elm.example", Removal::Silent), (OAK, Removal::Confirmed)]);
    })
    .await;
}

#[tokio::test]
async fn what_was_cancelled_before_it_left_was_never_received() {
    both(|world| async move {
        let [sent, unsent] = [world.published(Audience::Friends).await, world.published(Audience::Friends).await];
        world.say(&world.utterance(Verb::Create, Some(&sent), &[INBOX])).await;
        for delivery in claim(&world, at(100)).await {
            commit!(world, |tx| deliveries::postponed(&mut tx, &delivery, None, "reset", 0, at(900), at(101))).unwrap();
        }
        world.say(&world.utterance(Verb::Create, Some(&unsent), &[INBOX])).await;
        commit!(world, |tx| activities::cancel_for_host(&mut tx, OAK, at(300))).unwrap();

        commit!(world, |tx| recipients::settle(&mut tx, at(5_000), 100, at(6_000))).unwrap();

        assert_eq!(world.count("select count(*) as number from deliveries").await, 0);
        assert!(!read!(world, |sql| recipients::host_may_have(sql, &unsent.id, OAK)));
        assert_eq!(read!(world, |sql| recipients::receipts(sql, &unsent.id)), []);
        // Its twin was tried: nobody knows whether it arrived.
        assert!(read!(world, |sql| recipients::host_may_have(sql, &sent.id, OAK)));
        assert_eq!(read!(world, |sql| recipients::inboxes_that_may_have(sql, &sent.id)), [url(INBOX)]);
    })
    .await;
}

#[tokio::test]
async fn a_removal_is_open_until_every_school_that_can_has_confirmed() {
    both(|world| async move {
        let (post, delete) = taken_back(&world).await;
        let open = async || {
            let open = read!(world, |sql| recipients::open_removals(sql));
            open.into_iter().map(|open| (open.item, open.schools)).collect::<Vec<_>>()
        };
        // Oak has the letter, and nothing says that its software sends receipts.
        assert_eq!(open().await, [(post.id.clone(), 1)]);

        let elm = claim(&world, at(900)).await;
        taken(&world, &elm[0], at(901)).await;
        assert_eq!(open().await, []);
        commit!(world, |tx| activities::confirm(&mut tx, &delete.wire_id, OAK, at(902))).unwrap();
        assert_eq!(open().await, []);

        // Now it is known that Oak's does: the next one is open until it has.
        let next = world.published(Audience::Friends).await;
        let delete = world.utterance(Verb::Delete, Some(&next), &[INBOX]);
        world.say(&delete).await;
        for delivery in claim(&world, at(1_000)).await {
            taken(&world, &delivery, at(1_001)).await;
        }
        assert_eq!(open().await, [(next.id.clone(), 1)]);
        let hosts = read!(world, |sql| recipients::by_host(sql));
        let [elm, oak] = &hosts[..] else { panic!("{hosts:?}") };
        assert_eq!((elm.asked, elm.taken, elm.confirmed, elm.is_settled()), (1, 1, 0, true), "it cannot say more");
        assert_eq!((oak.asked, oak.taken, oak.confirmed, oak.is_settled()), (2, 2, 1, false));
        assert_eq!((oak.school.as_str(), oak.contact.as_str()), ("School at oak.example", "head"));
        commit!(world, |tx| activities::confirm(&mut tx, &delete.wire_id, OAK, at(1_002))).unwrap();
        assert_eq!(open().await, []);
    })
    .await;
}
