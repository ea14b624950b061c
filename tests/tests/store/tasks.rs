//! What waits for an admin.

use schoolgate::domain::ids::TaskId;
use schoolgate::domain::partners::Task;
use schoolgate::error::Error;
use schoolgate::store::tasks;

use crate::world::{OAK, at, both};
use crate::{commit, read};

#[tokio::test]
async fn a_task_is_open_until_it_is_done_once() {
    both(|world| async move {
        let task = |second| Task {
            id: TaskId::fresh(at(second)),
            kind: "move".to_owned(),
            host: OAK.to_owned(),
            detail: "to elm.example".to_owned(),
            created_at: at(second),
        };
        let [first, second] = [task(1), task(2)];
        for task in [&second, &first] {
            commit!(world, |tx| tasks::insert(&mut tx, task)).unwrap();
        }
        assert_eq!(read!(world, |sql| tasks::open(sql)), [first.clone(), second.clone()]);

        commit!(world, |tx| tasks::done(&mut tx, &first.id, at(5), "staff:1")).unwrap();

        assert_eq!(read!(world, |sql| tasks::open(sql)), [second]);
        let third = Task { kind: "flag".to_owned(), ..task(3) };
        commit!(world, |tx| tasks::insert(&mut tx, &third)).unwrap();
        commit!(world, |tx| tasks::done_for_host(&mut tx, OAK, "flag", at(6), "school")).unwrap();
        commit!(world, |tx| tasks::done_for_host(&mut tx, OAK, "flag", at(7), "school")).unwrap();
        assert_eq!(read!(world, |sql| tasks::open(sql)).len(), 1, "of one kind alone");
        let again = commit!(world, |tx| tasks::done(&mut tx, &first.id, at(6), "staff:1"));
        assert!(matches!(again, Err(Error::Missing)));
    })
    .await;
}
