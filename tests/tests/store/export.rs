//! Carrying all that a database holds into another one, of whichever engine.

use schoolgate::domain::items::Audience;
use schoolgate::store::export::{self, Kind, Table};
use schoolgate::store::{Database, comforts, health, items, revisions, schools};

use crate::world::{Engine, World, address, both};
use crate::{commit, read};

/// Every table of a database with its rows.
async fn everything(db: &Database) -> Vec<(Table, Vec<export::Values>)> {
    let mut snapshot = db.snapshot().await.unwrap();
    let mut all = Vec::new();
    for table in export::tables(&mut snapshot).await.unwrap() {
        let mut rows: Vec<export::Values> = Vec::new();
        loop {
            let after = rows.last().map(|last| export::key(&table, last));
            let page = export::page(&mut snapshot, &table, after.as_deref(), 2).await.unwrap();
            if page.is_empty() {
                break;
            }
            rows.extend(page);
        }
        assert_eq!(rows.len() as u64, export::count(&mut snapshot, &table).await.unwrap());
        // The engines sort letters differently.
        rows.sort_by_key(|row| format!("{row:?}"));
        all.push((table, rows));
    }
    all
}

async fn furnished(world: &World) {
    let post = world.published(Audience::Friends).await;
    let answer = world.answered(world.oak_class(), &post, Audience::Friends).await;
    world.answered(world.sam_of_maple(), &answer, Audience::Class).await;
    commit!(world, |tx| comforts::set_language(&mut tx, &world.sam, "cy")).unwrap();
    world.picture("a quote \" and a snowman ☃, and\na line").await;
}

#[tokio::test]
async fn what_one_engine_holds_is_the_same_in_the_other_row_for_row() {
    both(|world| async move {
        furnished(&world).await;
        let other = match world.engine {
            Engine::Sqlite => Engine::Postgres,
            Engine::Postgres => Engine::Sqlite,
        };
        let before = everything(&world.db).await;

        for engine in [world.engine, other] {
            let (_folder, url) = address(engine);
            let target = Database::open(&url).await.unwrap();
            let tables: Vec<Table> = before.iter().map(|(table, _)| table.clone()).collect();
            let mut tx = target.begin().await.unwrap();
            export::open_up(&mut tx, &tables).await.unwrap();
            for (table, rows) in before.iter().rev() {
                export::insert(&mut tx, table, rows.clone()).await.unwrap();
            }
            export::close_up(&mut tx).await.unwrap();
            tx.commit().await.unwrap();

            assert_eq!(everything(&target).await, before);
            assert_eq!(health::faults(&target).await.unwrap(), [] as [String; 0]);
            // The rules hold again: nothing comes in that refers to nothing.
            let mut tx = target.begin().await.unwrap();
            let stray = tx.run("delete from classes", Vec::new()).await;
            let refused = match stray {
                Err(_) => {
                    drop(tx);
                    true
                }
                Ok(_) => tx.commit().await.is_err(),
            };
            assert!(refused, "a class that has posts cannot go");
            target.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_noticed_before_anything_is_kept() {
    both(|world| async move {
        furnished(&world).await;
        let before = everything(&world.db).await;
        let tables: Vec<Table> = before.iter().map(|(table, _)| table.clone()).collect();
        let (_folder, url) = address(world.engine);
        let target = Database::open(&url).await.unwrap();

        let mut tx = target.begin().await.unwrap();
        export::open_up(&mut tx, &tables).await.unwrap();
        for (table, rows) in before.iter().filter(|(table, _)| table.name != "classes") {
            export::insert(&mut tx, table, rows.clone()).await.unwrap();
        }
        assert!(export::close_up(&mut tx).await.is_err());
        drop(tx);

        assert_eq!(schools::get(&mut target.read()).await.unwrap(), None);
        target.close().await;
    })
    .await;
}

#[tokio::test]
async fn both_engines_tell_of_the_same_tables() {
    both(|world| async move {
        let tables = export::tables(&mut world.db.snapshot().await.unwrap()).await.unwrap();

        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        assert!(["items", "actor_keys", "audit", "tombstones"].iter().all(|name| names.contains(name)), "{names:?}");
        assert!(!names.contains(&"schema_migrations"));
        let letters = tables.iter().find(|table| table.name == "letters").unwrap();
        assert_eq!(letters.key, [0, 1]);
        assert_eq!(letters.columns[3].kind, Kind::Number);
        assert_eq!(
            export::schema().len(),
            usize::try_from(world.count("select count(*) as number from schema_migrations").await).unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_sees_one_moment_while_others_write() {
    both(|world| async move {
        let first = world.published(Audience::Class).await;
        let mut snapshot = world.db.snapshot().await.unwrap();
        let second = world.published(Audience::Class).await;

        assert!(items::get(&mut snapshot, &first.id).await.is_ok());
        assert!(items::get(&mut snapshot, &second.id).await.is_err());
        assert_eq!(revisions::of_item(&mut snapshot, &second.id).await.unwrap(), []);
        assert!(read!(world, |sql| items::get(sql, &second.id)).is_live());
    })
    .await;
}
