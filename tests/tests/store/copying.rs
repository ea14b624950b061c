//! A database copied to the other engine, as it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use schoolgate::domain::deliveries::Verb;
use schoolgate::domain::items::Audience;
use schoolgate::store::copying::{self, Sum};
use schoolgate::store::export::{self, Table};
use schoolgate::store::{Database, Sql, nodes, tries};

use crate::commit;
use crate::world::{Engine, World, address, at, both, here, seconds};

#[tokio::test]
async fn t112_every_table_of_the_migrations_is_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    // In folders of their own is what only one engine has: indexes.
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let text: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let names = text.split("create table ").skip(1).map(|rest| rest.split(' ').next().unwrap().to_owned());
    let written: BTreeSet<String> = names.collect();
    assert!(written.len() > 25, "{written:?}");
    both(move |world| {
        let written = written.clone();
        async move {
            let tables = export::tables(&mut world.db.snapshot().await.unwrap()).await.unwrap();

            let found: BTreeSet<String> = tables.into_iter().map(|table| table.name).collect();
            assert_eq!(found, written);
        }
    })
    .await;
}

/// A little of everything, awkward words among it.
async fn fill(world: &World) {
    let picture = world.picture("tug").await;
    let post = world.published(Audience::Friends).await;
    world.revise(&post, "Snails' \"race\" \\ % _ \u{1f40c} e\u{301} ß ı ﷽\r\n\ttab", &[here(0, &picture)]).await;
    world.say(&world.utterance(Verb::Create, Some(&post), &["https://oak.example/inbox"])).await;
    // More than are in memory at one time, and each names one that comes after it by its id.
    let mut tx = world.db.begin().await.unwrap();
    let item = "insert into items (id, kind, wire_id, parent_id, audience, created_at) values ($1, 'comment', $1, $2, 'class', 0)";
    for number in (0..1_203).rev() {
        let parent = (number < 1_202).then(|| format!("item {:04}", number + 1));
        tx.run(item, vec![format!("item {number:04}").into(), parent.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
    commit!(world, |tx| tries::count(
        &mut tx,
        "kaur",
        tries::Quota { burst: 3, every: seconds(30) },
        at(i64::from(i32::MAX) * 100)
    ))
    .unwrap();
}

async fn sums(sql: &mut impl Sql, tables: &[Table]) -> Vec<Sum> {
    let mut sums = Vec::new();
    for table in tables {
        let mut read = 0;
        let sum = copying::sum(sql, table, |rows| read += rows).await.unwrap();
        assert_eq!((read, sum.rows), (sum.rows, export::count(sql, table).await.unwrap()), "{}", table.name);
        sums.push(sum);
    }
    sums
}

#[tokio::test]
async fn t112_what_was_copied_to_the_other_engine_sums_up_to_the_same_and_a_changed_letter_does_not() {
    both(|world| async move {
        fill(&world).await;
        let (_folder, url) = address(match world.engine {
            Engine::Sqlite => Engine::Postgres,
            Engine::Postgres => Engine::Sqlite,
        });
        let other = Database::open(&url).await.unwrap();
        let (mut from, mut to) = (world.db.snapshot().await.unwrap(), other.begin().await.unwrap());
        let tables = export::tables(&mut from).await.unwrap();

        export::open_up(&mut to, &tables).await.unwrap();
        let mut read = Vec::new();
        for table in &tables {
            let mut written = 0;
            let sum = copying::copy(&mut from, &mut to, table, |rows| written += rows).await.unwrap();
            assert_eq!(written, sum.rows);
            read.push(sum);
        }
        export::close_up(&mut to).await.unwrap();
        to.commit().await.unwrap();

        let mut to = other.begin().await.unwrap();
        assert_eq!(sums(&mut to, &tables).await, read);
        assert_eq!(sums(&mut from, &tables).await, read);
        let place = |name: &str| tables.iter().position(|table| table.name == name).unwrap();
        assert!(read[place("items")].rows > 1_200);
        to.run("update revisions set title = 'Snails' || substr(title, 7) where title like 'snails%'", Vec::new())
            .await
            .unwrap();
        let nothing = to.run("update pupils set name = 'Sam' where name = 'Sam'", Vec::new()).await.unwrap();
        assert_eq!((nothing, sums(&mut to, &tables).await), (1, read.clone()));
        to.run("update pupils set name = 'Sam ' where name = 'Sam'", Vec::new()).await.unwrap();
        let changed = sums(&mut to, &tables).await;
        let differs: Vec<&str> = tables
            .iter()
            .zip(changed.iter().zip(&read))
            .filter(|(_, (one, other))| one != other)
            .map(|(table, _)| table.name.as_str())
            .collect();
        assert_eq!(differs, ["pupils"]);
        drop((from, to));
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn t112_a_row_that_names_what_is_not_there_is_not_settled() {
    both(|world| async move {
        let tables = export::tables(&mut world.db.snapshot().await.unwrap()).await.unwrap();
        let mut tx = world.db.begin().await.unwrap();
        // Nothing else may be in the way of emptying it.
        export::open_up(&mut tx, &tables).await.unwrap();
        let item = "insert into items (id, kind, wire_id, parent_id, audience, created_at) values ($1, 'comment', $1, $2, 'class', 0)";

        tx.run(item, vec!["answer".into(), "question".into()]).await.unwrap();
        assert!(export::close_up(&mut tx).await.is_err());
        drop(tx);

        // Its twin, whose question comes after it.
        let mut tx = world.db.begin().await.unwrap();
        export::open_up(&mut tx, &tables).await.unwrap();
        tx.run(item, vec!["answer".into(), "question".into()]).await.unwrap();
        tx.run(item, vec!["question".into(), None::<String>.into()]).await.unwrap();
        export::close_up(&mut tx).await.unwrap();
        drop(tx);
        commit!(world, |tx| nodes::alone(&mut tx)).unwrap();
    })
    .await;
}
