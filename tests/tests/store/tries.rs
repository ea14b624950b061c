//! How often a door was tried.

use jiff::SignedDuration;
use schoolgate::store::Database;
use schoolgate::store::tries::{self, Quota};

use crate::world::{at, both, seconds};
use crate::{commit, read};

const QUOTA: Quota = Quota { burst: 3, every: SignedDuration::from_secs(30) };

async fn wait(db: &Database, door: &str, second: i64) -> Option<SignedDuration> {
    let mut tx = db.begin().await.unwrap();
    let wait = tries::count(&mut tx, door, QUOTA, at(second)).await.unwrap();
    tx.commit().await.unwrap();
    wait
}

#[tokio::test]
async fn t79_so_many_at_once_on_all_nodes_together_and_then_one_in_a_while() {
    both(|world| async move {
        let other = Database::open(&world.url).await.unwrap();

        assert_eq!(wait(&world.db, "kaur", 0).await, None);
        assert_eq!(wait(&other, "kaur", 0).await, None);
        assert_eq!(wait(&world.db, "kaur", 1).await, None);

        assert_eq!(wait(&other, "kaur", 2).await, Some(seconds(28)));
        assert_eq!(wait(&world.db, "kaur", 29).await, Some(seconds(1)), "a refused try is not counted");
        assert_eq!(wait(&world.db, "patel", 2).await, None);
        assert!(read!(world, |sql| tries::is_counted(sql, "kaur", at(29))));
        assert!(!read!(world, |sql| tries::is_counted(sql, "lee", at(29))));
        assert_eq!(wait(&world.db, "kaur", 30).await, None);
        assert_eq!(wait(&world.db, "kaur", 31).await, Some(seconds(29)));
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_door_is_forgotten_when_all_its_tries_are_given_back() {
    both(|world| async move {
        for _ in 0..3 {
            wait(&world.db, "kaur", 0).await;
        }

        commit!(world, |tx| tries::forget(&mut tx, at(90))).unwrap();
        assert_eq!(world.count("select count(*) as number from tries").await, 1);
        commit!(world, |tx| tries::forget(&mut tx, at(91))).unwrap();

        assert_eq!(world.count("select count(*) as number from tries").await, 0);
        assert!(!read!(world, |sql| tries::is_counted(sql, "kaur", at(91))));
        for second in [91, 91, 91] {
            assert_eq!(wait(&world.db, "kaur", second).await, None);
        }
        assert!(wait(&world.db, "kaur", 91).await.is_some());
    })
    .await;
}
