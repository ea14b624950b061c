//! The audit log: one chain, however many write at once.

use schoolgate::domain::audit::Event;
use schoolgate::store::audit::{self, Search};

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn two_who_write_at_once_make_one_chain() {
    both(|world| async move {
        let writers: Vec<_> = (0..8)
            .map(|number| {
                let world = world.clone();
                tokio::spawn(async move {
                    let event = Event::new(format!("staff:{number}"), "let_in", "item:1").with("why");
                    commit!(world, |tx| audit::append(&mut tx, event, at(number))).unwrap();
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }

        let lines = read!(world, |sql| audit::after(sql, 0, 100));
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
        let mut before = None;
        for line in &lines {
            assert!(line.follows(before), "{line:?}");
            before = Some(line);
        }
        assert_eq!(read!(world, |sql| audit::head(sql)), (8, lines[7].hash.clone()));
        assert_eq!(read!(world, |sql| audit::after(sql, 5, 2)), lines[5..7]);
        let everything = Search::default();
        let newest: Vec<_> =
            read!(world, |sql| audit::found(sql, &everything, None, 3)).into_iter().map(|line| line.number).collect();
        assert_eq!(newest, [8, 7, 6]);
        assert_eq!(read!(world, |sql| audit::found(sql, &everything, Some(2), 3)), lines[..1]);
    })
    .await;
}

#[tokio::test]
async fn what_did_not_happen_leaves_no_line() {
    both(|world| async move {
        let mut tx = world.db.begin().await.unwrap();
        audit::append(&mut tx, Event::new("staff:1", "let_in", "item:1"), at(0)).await.unwrap();
        drop(tx);

        commit!(world, |tx| audit::append(&mut tx, Event::new("staff:2", "hide", "item:1"), at(1))).unwrap();

        let lines = read!(world, |sql| audit::after(sql, 0, 100));
        assert_eq!((lines.len(), lines[0].actor.as_str(), lines[0].follows(None)), (1, "staff:2", true));
    })
    .await;
}

#[tokio::test]
async fn a_detail_is_erased_and_the_chain_holds() {
    both(|world| async move {
        for (subject, second) in [("item:1", 1), ("item:2", 2), ("item:1", 3)] {
            let event = Event::new("staff:1", "let_in", subject).with("canary");
            commit!(world, |tx| audit::append(&mut tx, event, at(second))).unwrap();
        }

        assert_eq!(commit!(world, |tx| audit::erase_details(&mut tx, "item:1")).unwrap(), 2);
        assert_eq!(commit!(world, |tx| audit::erase_details(&mut tx, "item:1")).unwrap(), 0);

        let lines = read!(world, |sql| audit::after(sql, 0, 100));
        let details: Vec<_> = lines.iter().map(|line| (line.detail.as_str(), line.is_erased())).collect();
        assert_eq!(details, [("", true), ("canary", false), ("", true)]);
        let mut before = None;
        for line in &lines {
            assert!(line.follows(before), "{line:?}");
            before = Some(line);
        }
    })
    .await;
}

#[tokio::test]
async fn lines_are_found_by_who_what_and_when() {
    both(|world| async move {
        for (actor, action, number) in
            [("staff:1", "let_in", 1), ("staff:2", "hide", 2), ("staff:1", "hide", 3), ("staff:1", "let_in", 4)]
        {
            commit!(world, |tx| audit::append(&mut tx, Event::new(actor, action, "item:1"), at(number))).unwrap();
        }

        let numbers = async |search: Search, before: Option<i64>| {
            let lines = read!(world, |sql| audit::found(sql, &search, before, 10));
            lines.into_iter().map(|line| line.number).collect::<Vec<_>>()
        };
        let by = |actor: &str| Search { actor: actor.to_owned(), ..Search::default() };
        assert_eq!(numbers(by("staff:1"), None).await, [4, 3, 1]);
        assert_eq!(numbers(by("staff:1"), Some(3)).await, [1]);
        assert_eq!(numbers(by(""), None).await, [4, 3, 2, 1]);
        let hidden = Search { action: "hide".to_owned(), ..Search::default() };
        assert_eq!(numbers(hidden.clone(), None).await, [3, 2]);
        let then = Search { from: Some(at(2)), until: Some(at(3)), ..Search::default() };
        assert_eq!(numbers(then, None).await, [2]);
        assert_eq!(numbers(Search { from: Some(at(3)), ..hidden }, None).await, [3]);
        assert_eq!(read!(world, |sql| audit::actions(sql)), ["hide", "let_in"]);
    })
    .await;
}
