//! Several processes on one school: who is alive, and what the dead were carrying.

use std::sync::Arc;

use schoolgate::domain::deliveries::{Delivery, Verb};
use schoolgate::store::deliveries;
use schoolgate::store::{Database, Wake, nodes};

use crate::world::{Engine, World, at, both, seconds};
use crate::{commit, read};

/// Later than everything that was said is due.
const LATER: i64 = 1_000;

async fn claim(db: &Database, second: i64) -> Vec<Delivery> {
    let mut tx = db.begin().await.unwrap();
    let claimed = deliveries::claim(&mut tx, at(second), at(second) + seconds(300), 10, 100, &[]).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn beat(db: &Database, second: i64) -> u64 {
    let mut tx = db.begin().await.unwrap();
    nodes::beat(&mut tx, at(second) + seconds(12)).await.unwrap();
    let released = nodes::bury(&mut tx, at(second)).await.unwrap();
    tx.commit().await.unwrap();
    released
}

/// A school with a letter to send, and another node that has it open.
async fn two_nodes(world: &World) -> Database {
    world.say(&world.utterance(Verb::Create, None, &["https://oak.example/inbox"])).await;
    Database::open(&world.url).await.unwrap()
}

#[tokio::test]
async fn what_a_dead_node_was_carrying_is_carried_by_the_rest_and_what_a_living_one_carries_is_not() {
    both(|world| async move {
        let other = two_nodes(&world).await;
        beat(&world.db, LATER).await;
        assert_eq!(claim(&world.db, LATER).await.len(), 1);

        assert_eq!(beat(&other, LATER + 12).await, 0, "it may still say that it is alive");
        assert_eq!(claim(&other, LATER + 12).await.len(), 0);
        assert_eq!(read!(world, |sql| nodes::others(sql, other.node(), at(LATER + 12))), 1);

        assert_eq!(beat(&other, LATER + 13).await, 1);
        assert_eq!(read!(world, |sql| nodes::others(sql, other.node(), at(LATER + 13))), 0);
        let claimed = claim(&other, LATER + 13).await;
        assert_eq!((claimed.len(), claimed[0].attempts), (1, 1), "it may have been sent");
        // Its twin has said in time that it is alive.
        beat(&other, LATER + 24).await;
        assert_eq!(beat(&world.db, LATER + 30).await, 0);
        assert_eq!(claim(&world.db, LATER + 30).await.len(), 0);
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_leaves_what_it_had_to_the_others() {
    both(|world| async move {
        let other = two_nodes(&world).await;
        beat(&world.db, LATER).await;
        assert_eq!(claim(&world.db, LATER).await.len(), 1);
        beat(&other, LATER).await;

        let mut tx = other.begin().await.unwrap();
        nodes::leave(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(claim(&other, LATER + 1).await.len(), 0, "that was not what the other one had");
        commit!(world, |tx| nodes::leave(&mut tx)).unwrap();

        assert_eq!(claim(&other, LATER + 1).await[0].attempts, 1, "it may have been sent");
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_is_alone_takes_over_at_once() {
    both(|world| async move {
        let other = two_nodes(&world).await;
        beat(&world.db, LATER).await;
        assert_eq!(claim(&world.db, LATER).await.len(), 1);

        let mut tx = other.begin().await.unwrap();
        assert_eq!(nodes::alone(&mut tx).await.unwrap(), 1);
        tx.commit().await.unwrap();

        assert_eq!(claim(&other, LATER + 1).await[0].attempts, 1, "it may have been sent");
        assert_eq!(read!(world, |sql| nodes::others(sql, other.node(), at(LATER))), 0);
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_claimed_for_a_time_that_is_over_is_in_nobodys_hands_and_may_have_been_sent() {
    both(|world| async move {
        world.say(&world.utterance(Verb::Create, None, &["https://oak.example/inbox"])).await;
        let run_out = async |second: i64| commit!(world, |tx| nodes::run_out(&mut tx, at(second))).unwrap();
        assert_eq!(claim(&world.db, LATER).await[0].attempts, 0);

        run_out(LATER + 300).await;
        assert_eq!(claim(&world.db, LATER + 299).await.len(), 0, "it is not over yet");
        run_out(LATER + 301).await;
        assert_eq!(claim(&world.db, LATER + 301).await[0].attempts, 1);

        // Claimed anew before anybody has looked.
        assert_eq!(claim(&world.db, LATER + 900).await[0].attempts, 2);
        assert_eq!(claim(&world.db, LATER + 1800).await[0].attempts, 3);
    })
    .await;
}

#[tokio::test]
async fn one_process_at_a_time_has_a_file_in_its_hands() {
    both(|world| async move {
        let other = Database::open(&world.url).await.unwrap();

        let held = world.db.hold().unwrap();

        match world.engine {
            Engine::Postgres => assert!(held.is_none() && other.hold().unwrap().is_none()),
            Engine::Sqlite => {
                let why = other.hold().err().unwrap().to_string();
                assert!(why.contains("another schoolgate has") && why.contains("school.sqlite"), "{why}");
                drop(held);
                assert!(other.hold().unwrap().is_some());
            }
        }
        other.close().await;
    })
    .await;
}

/// The next time this bell is rung.
async fn rung(wake: &Wake) {
    tokio::time::timeout(std::time::Duration::from_secs(20), wake.notified()).await.expect("nobody rang");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_wakes_one_node_wakes_the_others_and_does_so_again_after_a_lost_connection() {
    both(|world| async move {
        if !world.db.is_shared() {
            return;
        }
        let other = Database::open(&world.url).await.unwrap();
        let (ours, theirs) = (Arc::new(Wake::default()), Arc::new(Wake::default()));
        let work = [(world.db.clone(), ours.clone()), (other.clone(), theirs.clone())]
            .map(|(db, wake)| tokio::spawn(async move { db.exchange(&wake).await }));
        // Each rings once when it begins to listen.
        rung(&ours).await;
        rung(&theirs).await;

        ours.notify_one();
        rung(&ours).await;
        rung(&theirs).await;

        let mut tx = world.db.begin().await.unwrap();
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'LISTEN%'";
        assert!(tx.run(cut, Vec::new()).await.unwrap() > 0);
        drop(tx);
        // They listen again, and look whether they have missed something.
        rung(&ours).await;
        rung(&theirs).await;
        theirs.notify_one();
        rung(&theirs).await;
        rung(&ours).await;
        for work in work {
            work.abort();
        }
        other.close().await;
    })
    .await;
}
