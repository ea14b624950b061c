//! What families ask to have removed.

use schoolgate::domain::ids::RemovalRequestId;
use schoolgate::domain::items::{Audience, Item};
use schoolgate::domain::requests::{ANSWERED_WITHIN, Outcome, RemovalRequest};
use schoolgate::error::Error;
use schoolgate::store::{items, requests, revisions};

use crate::world::{World, at, both};
use crate::{commit, read};

async fn ask(world: &World, item: &Item, second: i64) -> RemovalRequest {
    let request = RemovalRequest {
        id: RemovalRequestId::fresh(at(second)),
        item: item.id.clone(),
        class: world.maple.clone(),
        words: "Our child is in it".to_owned(),
        contact: "0113 496 0000".to_owned(),
        asked_at: at(second),
        due_at: at(second) + ANSWERED_WITHIN,
        outcome: None,
        answer: String::new(),
        settled_by: None,
        settled_at: None,
    };
    commit!(world, |tx| requests::insert(&mut tx, &request)).unwrap();
    request
}

#[tokio::test]
async fn a_family_waits_until_it_is_answered_once() {
    both(|world| async move {
        let post = world.published(Audience::Class).await;
        let [first, second] = [ask(&world, &post, 1).await, ask(&world, &post, 2).await];
        assert_eq!(read!(world, |sql| requests::open(sql, false)), [first.clone(), second.clone()]);
        assert_eq!(read!(world, |sql| requests::count_open(sql, &world.maple)), 2);
        assert_eq!(read!(world, |sql| requests::count_open(sql, &world.willow)), 0);

        let settle = async |outcome, second| {
            commit!(world, |tx| requests::settle(
                &mut tx,
                &first.id,
                outcome,
                "it is a drawing",
                &world.kaur,
                at(second)
            ))
        };
        settle(Outcome::Kept, 10).await.unwrap();

        assert!(matches!(settle(Outcome::Removed, 11).await, Err(Error::Missing)));
        let settled = RemovalRequest {
            outcome: Some(Outcome::Kept),
            answer: "it is a drawing".to_owned(),
            settled_by: Some(world.kaur.clone()),
            settled_at: Some(at(10)),
            ..first.clone()
        };
        assert_eq!(read!(world, |sql| requests::get(sql, &first.id)), settled);
        assert_eq!(read!(world, |sql| requests::settled(sql, 5)), [settled]);
        assert_eq!(read!(world, |sql| requests::open(sql, false)), std::slice::from_ref(&second));
        commit!(world, |tx| items::set_sealed(&mut tx, &post.id, Some(at(11)))).unwrap();
        assert_eq!(read!(world, |sql| requests::open(sql, false)), []);
        assert_eq!(read!(world, |sql| requests::open(sql, true)), [second]);
    })
    .await;
}

#[tokio::test]
async fn what_a_family_said_is_forgotten_after_the_answer_and_with_the_item() {
    both(|world| async move {
        let [post, other] = [world.published(Audience::Class).await, world.published(Audience::Class).await];
        let [answered, open, erased] =
            [ask(&world, &post, 1).await, ask(&world, &post, 2).await, ask(&world, &other, 3).await];
        commit!(world, |tx| requests::settle(&mut tx, &answered.id, Outcome::Kept, "a", &world.kaur, at(10))).unwrap();

        assert_eq!(commit!(world, |tx| requests::forget(&mut tx, at(10))).unwrap(), 0);
        assert_eq!(commit!(world, |tx| requests::forget(&mut tx, at(11))).unwrap(), 1);
        assert_eq!(commit!(world, |tx| requests::forget(&mut tx, at(11))).unwrap(), 0);
        commit!(world, |tx| revisions::purge(&mut tx, &other.id)).unwrap();

        let words = async |request: &RemovalRequest| {
            let now = read!(world, |sql| requests::get(sql, &request.id));
            (now.words, now.contact, now.answer)
        };
        let nothing = (String::new(), String::new(), String::new());
        assert_eq!((words(&answered).await, words(&erased).await), (nothing.clone(), nothing));
        assert_eq!(words(&open).await, (open.words.clone(), open.contact.clone(), String::new()));
    })
    .await;
}
