//! What partner schools list of their classes.

use schoolgate::domain::agreements::Agreement;
use schoolgate::domain::class_lists::{ListState, ListedClass};
use schoolgate::domain::partners::PartnerState;
use schoolgate::domain::timetable::Away;
use schoolgate::store::class_lists::{self, Due};
use schoolgate::store::partners;

use crate::world::{OAK, at, both, url};
use crate::{commit, read};

fn listed(name: &str) -> ListedClass {
    ListedClass {
        actor: url(&format!("https://{OAK}/ap/a/{name}")),
        name: format!("Class {name}"),
        handle: format!("{name}@{OAK}"),
    }
}

#[tokio::test]
async fn a_list_replaces_the_one_before_and_stays_when_it_cannot_be_read() {
    both(|world| async move {
        let oak = &world.oak_school;
        assert_eq!(read!(world, |sql| class_lists::state(sql, oak)), None);

        commit!(world, |tx| class_lists::failed(&mut tx, oak, at(1))).unwrap();
        let state = read!(world, |sql| class_lists::state(sql, oak)).unwrap();
        assert_eq!(state, ListState { made_at: None, read_at: None, tried_at: at(1) });
        assert_eq!(read!(world, |sql| class_lists::clocks(sql)), []);
        assert!(state.is_unread());

        commit!(world, |tx| class_lists::put(&mut tx, oak, at(2), &[listed("b"), listed("a")], at(3))).unwrap();
        commit!(world, |tx| class_lists::put(&mut tx, oak, at(4), &[listed("c"), listed("b")], at(5))).unwrap();
        let state = read!(world, |sql| class_lists::state(sql, oak)).unwrap();
        assert_eq!(state, ListState { made_at: Some(at(4)), read_at: Some(at(5)), tried_at: at(5) });
        assert!(!state.is_unread());
        assert_eq!(read!(world, |sql| class_lists::clocks(sql)), [(OAK.to_owned(), at(4), at(5))]);

        commit!(world, |tx| class_lists::failed(&mut tx, oak, at(6))).unwrap();
        assert_eq!(read!(world, |sql| class_lists::of_partner(sql, oak)), [listed("c"), listed("b")]);
        let state = read!(world, |sql| class_lists::state(sql, oak)).unwrap();
        assert_eq!((state.read_at, state.tried_at, state.is_unread()), (Some(at(5)), at(6), true));
        let other = world.partner("ash.example").await;
        assert_eq!(read!(world, |sql| class_lists::of_partner(sql, &other)), []);
    })
    .await;
}

#[tokio::test]
async fn a_list_is_due_once_a_day_sooner_when_it_failed_and_at_once_when_trust_begins() {
    both(|world| async move {
        let oak = &world.oak_school;
        let when =
            |day, soon, begun, at_once| Due { day: at(day), soon: at(soon), begun: at(begun), at_once: at(at_once) };
        let is_due = async |when: Due| !read!(world, |sql| class_lists::due(sql, &when)).is_empty();
        let never = when(0, 0, 900, 0);
        commit!(world, |tx| partners::set_state(&mut tx, oak, PartnerState::Trusted, at(10), "staff:1", "")).unwrap();
        assert!(!is_due(never).await, "it was added by its address");
        let agreement = Agreement {
            id: url("https://oak.example/ap/x/1#agreement"),
            actor: url("https://oak.example/actor"),
            inbox: url("https://oak.example/actor/inbox"),
            offer: url("https://oak.example/ap/x/1"),
            confirmed_at: None,
            confirmed_by: None,
            confirmed_there_at: None,
        };
        commit!(world, |tx| partners::set_agreement(&mut tx, oak, &agreement)).unwrap();
        assert!(is_due(never).await, "nobody has tried yet");

        commit!(world, |tx| class_lists::put(&mut tx, oak, at(20), &[], at(20))).unwrap();
        assert!(!is_due(never).await);
        assert!(is_due(when(21, 0, 900, 0)).await, "a day has passed");
        assert!(!is_due(when(0, 99, 900, 99)).await, "it was read");
        commit!(world, |tx| class_lists::failed(&mut tx, oak, at(30))).unwrap();
        assert!(is_due(when(0, 31, 900, 0)).await && !is_due(when(0, 30, 900, 0)).await, "it could not be read");

        // Trust begins anew.
        commit!(world, |tx| partners::set_state(&mut tx, oak, PartnerState::Trusted, at(40), "staff:1", "")).unwrap();
        assert!(is_due(never).await);
        commit!(world, |tx| class_lists::failed(&mut tx, oak, at(50))).unwrap();
        assert!(!is_due(never).await);
        assert!(is_due(when(0, 0, 39, 51)).await && !is_due(when(0, 0, 40, 51)).await, "while trust is young");
        commit!(world, |tx| partners::set_held(&mut tx, oak, Some((at(60), "move")))).unwrap();
        assert!(!is_due(when(99, 99, 0, 99)).await, "it is held");
        commit!(world, |tx| partners::set_held(&mut tx, oak, None)).unwrap();
        commit!(world, |tx| partners::set_state(&mut tx, oak, PartnerState::Paused, at(70), "staff:1", "")).unwrap();
        assert!(!is_due(when(99, 99, 0, 99)).await, "it is paused");
    })
    .await;
}

#[tokio::test]
async fn a_trusted_school_is_away_between_two_days_and_as_it_said_last() {
    both(|world| async move {
        let oak = &world.oak_school;
        let away = |from: &str, until: &str| Some(Away { from: from.parse().unwrap(), until: until.parse().unwrap() });
        let on = async |day: &str| read!(world, |sql| class_lists::away_on(sql, day.parse().unwrap()));
        let state = async |state| {
            commit!(world, |tx| partners::set_state(&mut tx, oak, state, at(10), "staff:1", "")).unwrap();
        };
        state(PartnerState::Trusted).await;
        commit!(world, |tx| class_lists::put(&mut tx, oak, at(2), &[], at(3))).unwrap();
        commit!(world, |tx| class_lists::set_away(&mut tx, oak, away("2026-12-19", "2027-01-07"))).unwrap();

        assert_eq!(on("2026-12-18").await, []);
        for day in ["2026-12-19", "2027-01-06"] {
            assert_eq!(on(day).await, [(oak.clone(), "2027-01-07".parse().unwrap())], "{day}");
        }
        assert_eq!(on("2027-01-07").await, [], "back");
        commit!(world, |tx| class_lists::failed(&mut tx, oak, at(6))).unwrap();
        assert_eq!(on("2026-12-24").await.len(), 1, "a list that could not be read changes nothing");
        state(PartnerState::Paused).await;
        assert_eq!(on("2026-12-24").await, []);
        state(PartnerState::Trusted).await;
        commit!(world, |tx| class_lists::set_away(&mut tx, oak, None)).unwrap();
        assert_eq!(on("2026-12-24").await, []);
    })
    .await;
}
