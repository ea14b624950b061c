//! Who is signed in, and how that ends.

use schoolgate::store::sessions;

use crate::world::{World, at, both};
use crate::{commit, read};

async fn record(world: &World, id: &str, second: i64) -> Option<String> {
    read!(world, |sql| sessions::load(sql, id, at(second)))
}

#[tokio::test]
async fn a_session_is_there_until_it_expires() {
    both(|world| async move {
        commit!(world, |tx| sessions::insert(&mut tx, "a", "pupil:1", "first", at(100))).unwrap();
        commit!(world, |tx| sessions::update(&mut tx, "a", "pupil:1", "second", at(200), at(99))).unwrap();

        assert_eq!(record(&world, "a", 199).await.as_deref(), Some("second"));
        assert_eq!(record(&world, "a", 200).await, None);
        assert_eq!(record(&world, "b", 0).await, None);
        assert_eq!(commit!(world, |tx| sessions::delete_expired(&mut tx, at(199))).unwrap(), 0);
        assert_eq!(commit!(world, |tx| sessions::delete_expired(&mut tx, at(200))).unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_that_has_ended_is_not_written_again() {
    both(|world| async move {
        commit!(world, |tx| sessions::insert(&mut tx, "a", "pupil:1", "first", at(100))).unwrap();

        commit!(world, |tx| sessions::update(&mut tx, "a", "pupil:1", "late", at(300), at(100))).unwrap();
        assert_eq!(record(&world, "a", 99).await.as_deref(), Some("first"), "it had expired by then");
        commit!(world, |tx| sessions::delete(&mut tx, "a")).unwrap();
        commit!(world, |tx| sessions::update(&mut tx, "a", "pupil:1", "late", at(300), at(50))).unwrap();
        assert_eq!(record(&world, "a", 0).await, None);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_signed_out_while_a_request_is_under_way_stays_out() {
    both(|world| async move {
        commit!(world, |tx| sessions::insert(&mut tx, "a", "pupil:1", "first", at(100))).unwrap();
        // The request has read its session; then the card is revoked, and its writing meets that.
        assert!(record(&world, "a", 0).await.is_some());
        let mut revoking = world.db.begin().await.unwrap();
        sessions::end_all(&mut revoking, "pupil:1").await.unwrap();
        let late = tokio::task::spawn_local({
            let world = world.clone();
            async move { commit!(world, |tx| sessions::update(&mut tx, "a", "pupil:1", "late", at(300), at(50))).unwrap() }
        });
        tokio::task::yield_now().await;

        revoking.commit().await.unwrap();

        late.await.unwrap();
        assert_eq!(record(&world, "a", 0).await, None);
    })
    .await;
}

#[tokio::test]
async fn all_sessions_of_one_person_end_at_once_and_nobody_elses() {
    both(|world| async move {
        for (id, subject) in [("a", "pupil:1"), ("b", "pupil:1"), ("c", "pupil:2"), ("d", "pupil:2")] {
            commit!(world, |tx| sessions::insert(&mut tx, id, subject, "record", at(100))).unwrap();
        }

        assert_eq!(commit!(world, |tx| sessions::end_all(&mut tx, "pupil:1")).unwrap(), 2);
        commit!(world, |tx| sessions::delete(&mut tx, "d")).unwrap();
        commit!(world, |tx| sessions::delete(&mut tx, "d")).unwrap();

        let mut left = Vec::new();
        for id in ["a", "b", "c", "d"] {
            left.push(record(&world, id, 0).await.is_some());
        }
        assert_eq!(left, [false, false, true, false]);
    })
    .await;
}
