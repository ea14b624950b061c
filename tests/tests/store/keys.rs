//! Keys: ours once, theirs as last seen.

use federation::style::Style;
use schoolgate::domain::deliveries::Verb;
use schoolgate::error::Error;
use schoolgate::store::keys::{self, ActorKeys, RemoteKey};
use schoolgate::store::{classes, deliveries};

use crate::world::{OAK, at, both};
use crate::{commit, read};

const KEY: &str = "https://oak.example/ap/a/oak#main-key";

#[tokio::test]
async fn our_actors_have_one_pair_of_keys() {
    both(|world| async move {
        let made = ActorKeys {
            actor: "school".to_owned(),
            rsa_pem: "pem".to_owned(),
            ed25519_seed: "seed".to_owned(),
            created_at: at(5),
        };
        commit!(world, |tx| keys::insert_ours(&mut tx, &made)).unwrap();

        let kept = read!(world, |sql| keys::ours(sql, "school"));
        assert_eq!(
            (kept.rsa_pem, kept.ed25519_seed, kept.created_at),
            (made.rsa_pem.clone(), made.ed25519_seed.clone(), at(5))
        );
        assert!(matches!(keys::ours(&mut world.db.read(), "elsewhere").await, Err(Error::Missing)));
        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(keys::insert_ours(&mut tx, &made).await, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn new_keys_take_the_place_of_the_old_ones() {
    both(|world| async move {
        let made = ActorKeys {
            actor: "school".to_owned(),
            rsa_pem: "pem".to_owned(),
            ed25519_seed: "seed".to_owned(),
            created_at: at(5),
        };
        let renewed = ActorKeys {
            rsa_pem: "new".to_owned(),
            ed25519_seed: "other".to_owned(),
            created_at: at(6),
            ..made.clone()
        };
        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(keys::replace_ours(&mut tx, &renewed).await, Err(Error::Missing)));
        drop(tx);
        commit!(world, |tx| keys::insert_ours(&mut tx, &made)).unwrap();
        assert_eq!(read!(world, |sql| keys::made_at(sql, "school")), at(5));

        commit!(world, |tx| keys::replace_ours(&mut tx, &renewed)).unwrap();

        let kept = read!(world, |sql| keys::ours(sql, "school"));
        assert_eq!((kept.rsa_pem.as_str(), kept.ed25519_seed.as_str(), kept.created_at), ("new", "other", at(6)));
        assert_eq!(read!(world, |sql| keys::made_at(sql, "school")), at(6));
        assert!(matches!(keys::made_at(&mut world.db.read(), "elsewhere").await, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn every_key_of_a_server_is_forgotten_at_once() {
    both(|world| async move {
        let elsewhere = RemoteKey {
            key_id: "https://elm.example/a#main-key".to_owned(),
            host: "elm.example".to_owned(),
            ..fetched("x", 1)
        };
        commit!(world, |tx| keys::put_theirs(&mut tx, &fetched("theirs", 1))).unwrap();
        commit!(world, |tx| keys::put_theirs(&mut tx, &failed("https://oak.example/x", 1))).unwrap();
        commit!(world, |tx| keys::put_theirs(&mut tx, &elsewhere)).unwrap();

        commit!(world, |tx| keys::forget_host(&mut tx, OAK)).unwrap();

        assert_eq!(read!(world, |sql| keys::theirs(sql, KEY)), None);
        assert_eq!(read!(world, |sql| keys::failed_since(sql, OAK, at(0))), 0);
        assert_eq!(read!(world, |sql| keys::theirs(sql, &elsewhere.key_id)), Some(elsewhere));
    })
    .await;
}

fn fetched(key: &str, second: i64) -> RemoteKey {
    RemoteKey {
        key_id: KEY.to_owned(),
        host: OAK.to_owned(),
        actor: Some("https://oak.example/ap/a/oak".to_owned()),
        public_key: Some(key.to_owned()),
        fetched_at: Some(at(second)),
        failed_at: None,
    }
}

fn failed(key_id: &str, second: i64) -> RemoteKey {
    RemoteKey {
        key_id: key_id.to_owned(),
        host: OAK.to_owned(),
        actor: None,
        public_key: None,
        fetched_at: None,
        failed_at: Some(at(second)),
    }
}

#[tokio::test]
async fn a_failed_look_up_leaves_the_key_we_have() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| keys::theirs(sql, KEY)), None);
        commit!(world, |tx| keys::put_theirs(&mut tx, &fetched("old", 1))).unwrap();

        commit!(world, |tx| keys::put_theirs(&mut tx, &failed(KEY, 2))).unwrap();
        let kept = read!(world, |sql| keys::theirs(sql, KEY)).unwrap();
        assert_eq!(kept, RemoteKey { failed_at: Some(at(2)), ..fetched("old", 1) });

        commit!(world, |tx| keys::put_theirs(&mut tx, &fetched("new", 3))).unwrap();
        assert_eq!(read!(world, |sql| keys::theirs(sql, KEY)), Some(fetched("new", 3)));
    })
    .await;
}

#[tokio::test]
async fn failed_look_ups_are_counted_and_forgotten() {
    both(|world| async move {
        commit!(world, |tx| keys::put_theirs(&mut tx, &fetched("good", 1))).unwrap();
        commit!(world, |tx| keys::put_theirs(&mut tx, &failed(KEY, 30))).unwrap();
        for (key, second) in [("https://oak.example/x", 10), ("https://oak.example/y", 20)] {
            commit!(world, |tx| keys::put_theirs(&mut tx, &failed(key, second))).unwrap();
        }

        assert_eq!(read!(world, |sql| keys::failed_since(sql, OAK, at(10))), 2);
        assert_eq!(read!(world, |sql| keys::failed_since(sql, "elm.example", at(0))), 0);
        assert_eq!(commit!(world, |tx| keys::forget_failed(&mut tx, at(20))).unwrap(), 1);
        assert_eq!(commit!(world, |tx| keys::forget_failed(&mut tx, at(99))).unwrap(), 1);
        assert!(read!(world, |sql| keys::theirs(sql, KEY)).is_some(), "a key that was good once stays");
    })
    .await;
}

#[tokio::test]
async fn a_key_that_its_actor_gave_up_is_forgotten() {
    both(|world| async move {
        let other = RemoteKey { actor: Some("https://oak.example/other".to_owned()), ..fetched("theirs", 1) };
        commit!(world, |tx| keys::put_theirs(&mut tx, &fetched("ours", 1))).unwrap();
        let other = RemoteKey { key_id: "https://oak.example/other#main-key".to_owned(), ..other };
        commit!(world, |tx| keys::put_theirs(&mut tx, &other)).unwrap();
        let actor = fetched("ours", 1).actor.unwrap();
        assert_eq!(read!(world, |sql| keys::of_actor(sql, &actor)), [fetched("ours", 1)]);

        commit!(world, |tx| keys::forget(&mut tx, KEY)).unwrap();

        assert_eq!(read!(world, |sql| keys::of_actor(sql, &actor)), []);
        assert_eq!(read!(world, |sql| keys::of_actor(sql, "https://oak.example/other")), [other]);
    })
    .await;
}

#[tokio::test]
async fn the_keys_of_a_closed_class_go_when_it_has_nothing_left_to_say() {
    both(|world| async move {
        for actor in [world.maple.as_str(), world.willow.as_str()] {
            let made = ActorKeys {
                actor: actor.to_owned(),
                rsa_pem: "pem".to_owned(),
                ed25519_seed: "seed".to_owned(),
                created_at: at(5),
            };
            commit!(world, |tx| keys::insert_ours(&mut tx, &made)).unwrap();
        }
        world.say(&world.utterance(Verb::Delete, None, &["https://oak.example/inbox"])).await;
        commit!(world, |tx| classes::close(&mut tx, &world.maple, at(10))).unwrap();
        assert_eq!(commit!(world, |tx| keys::forget_closed(&mut tx)).unwrap(), 0, "its Delete is still to be signed");

        let claimed = commit!(world, |tx| deliveries::claim(&mut tx, at(100), at(160), 1, 1, &[])).unwrap();
        commit!(world, |tx| deliveries::delivered(&mut tx, &claimed[0], 202, Style::Cavage, false, at(101))).unwrap();

        assert_eq!(commit!(world, |tx| keys::forget_closed(&mut tx)).unwrap(), 1);
        assert!(matches!(keys::ours(&mut world.db.read(), world.maple.as_str()).await, Err(Error::Missing)));
        assert!(keys::ours(&mut world.db.read(), world.willow.as_str()).await.is_ok());
    })
    .await;
}
