//! Letters that were acted on, and what stays deleted.

use schoolgate::store::letters;

use crate::world::{OAK, at, both, url};
use crate::{commit, read};

#[tokio::test]
async fn the_same_letter_is_remembered_once_and_an_edit_under_its_id_is_another() {
    both(|world| async move {
        let id = url("https://oak.example/ap/x/1");
        assert!(!read!(world, |sql| letters::is_known(sql, &id, "digest")));

        assert!(commit!(world, |tx| letters::remember(&mut tx, &id, "digest", OAK, at(0))).unwrap());
        assert!(!commit!(world, |tx| letters::remember(&mut tx, &id, "digest", OAK, at(1))).unwrap());
        assert!(commit!(world, |tx| letters::remember(&mut tx, &id, "edited", OAK, at(2))).unwrap());

        assert!(read!(world, |sql| letters::is_known(sql, &id, "digest")));
        assert_eq!(commit!(world, |tx| letters::forget(&mut tx, at(2))).unwrap(), 1);
        assert!(!read!(world, |sql| letters::is_known(sql, &id, "digest")));
        assert!(read!(world, |sql| letters::is_known(sql, &id, "edited")));
    })
    .await;
}

#[tokio::test]
async fn of_two_that_bring_the_same_letter_at_once_one_acts_on_it() {
    both(|world| async move {
        let couriers: Vec<_> = (0..4)
            .map(|_| {
                let world = world.clone();
                tokio::spawn(async move {
                    let id = url("https://oak.example/ap/x/1");
                    commit!(world, |tx| letters::remember(&mut tx, &id, "digest", OAK, at(0))).unwrap()
                })
            })
            .collect();
        let mut acted = 0;
        for courier in couriers {
            acted += i32::from(courier.await.unwrap());
        }
        assert_eq!(acted, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_buried_stays_buried() {
    both(|world| async move {
        let id = url("https://oak.example/ap/o/1");
        assert!(!read!(world, |sql| letters::is_buried(sql, &id)));

        for _ in 0..2 {
            commit!(world, |tx| letters::bury(&mut tx, &id, OAK, at(0))).unwrap();
        }

        assert!(read!(world, |sql| letters::is_buried(sql, &id)));
        let other = url("https://oak.example/ap/o/2");
        assert!(!read!(world, |sql| letters::is_buried(sql, &other)));

        // As a ledger says it, which keeps no address.
        let hash = schoolgate::domain::gone::hash(other.as_str());
        for _ in 0..2 {
            commit!(world, |tx| letters::bury_by_hash(&mut tx, &hash, at(0))).unwrap();
        }
        assert!(read!(world, |sql| letters::is_buried(sql, &other)));
        assert!(!read!(world, |sql| letters::is_buried(sql, &url("https://oak.example/ap/o/3"))));
    })
    .await;
}
