//! Opening, closing and upgrading a school's database.

use schoolgate::domain::items::Audience;
use schoolgate::error::Error;
use schoolgate::store::{Database, Sql as _, items, schools, sessions};

use crate::world::{Engine, at, both};
use crate::{commit, read};

#[tokio::test]
async fn opening_a_second_time_changes_nothing() {
    both(|world| async move {
        let post = world.published(Audience::Class).await;
        let before = world.count("select count(*) as number from schema_migrations").await;

        let again = Database::open(&world.url).await.unwrap();

        assert_eq!(items::get(&mut again.read(), &post.id).await.unwrap(), post);
        assert_eq!(world.count("select count(*) as number from schema_migrations").await, before);
        assert_eq!(read!(world, |sql| schools::get(sql)).unwrap().name, "Maple Primary");
        again.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_in_our_words() {
    both(|world| async move {
        // As a newer program would have left it.
        let newer = "insert into schema_migrations (version, name, digest)
            select 9999, 'from the future', digest from schema_migrations where version = 1";
        let mut tx = world.db.begin().await.unwrap();
        tx.run(newer, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();

        let why = format!("{:#}", Database::open(&world.url).await.unwrap_err());

        assert!(why.contains("was written by a newer Schoolgate (schema 9999)"), "{why}");
        assert!(why.contains("restore the backup"), "{why}");
    })
    .await;
}

#[tokio::test]
async fn an_address_of_no_known_kind_is_refused() {
    let why = Database::open("mysql://localhost/school").await.unwrap_err().to_string();

    assert_eq!(why, "the database address must begin with sqlite:// or postgres://");
}

#[tokio::test]
async fn a_database_whose_disk_keeps_everything_is_not_broken() {
    both(|world| async move {
        world.published(Audience::Class).await;
        assert!(world.db.scrub(false).await.unwrap(), "its log was folded into it");

        let broken = tokio::time::timeout(std::time::Duration::from_millis(1), world.db.broken()).await;

        assert!(broken.is_err(), "nothing has failed");
        // `t107_a_database_file_that_does_not_sync…` in tests/faults has one that is.
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_never_happened() {
    both(|world| async move {
        let mut tx = world.db.begin().await.unwrap();
        sessions::insert(&mut tx, "a", "pupil:1", "record", at(100)).await.unwrap();
        assert!(sessions::load(&mut tx, "a", at(0)).await.unwrap().is_some());
        drop(tx);

        assert_eq!(read!(world, |sql| sessions::load(sql, "a", at(0))), None);
        commit!(world, |tx| sessions::insert(&mut tx, "a", "pupil:1", "record", at(100))).unwrap();
        assert!(read!(world, |sql| sessions::load(sql, "a", at(0))).is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_that_meet_are_kept_or_dropped_each_by_itself() {
    both(|world| async move {
        let mut work = tokio::task::JoinSet::new();
        for number in 0..60 {
            let db = world.db.clone();
            work.spawn(async move {
                let mut tx = db.begin().await.unwrap();
                sessions::insert(&mut tx, &format!("session {number}"), "pupil:1", "record", at(100)).await.unwrap();
                if number % 3 == 0 { drop(tx) } else { tx.commit().await.unwrap() }
            });
        }
        work.join_all().await;

        assert_eq!(world.count("select count(*) as number from sessions where id like 'session %'").await, 40);
        assert_eq!(world.count("select count(*) as number from sessions where id = 'session 3'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_exactly_one_row_is_told_from_none() {
    both(|world| async move {
        let statement = "update pupils set left_at = $2 where name = $1";
        let values = |name: &str| vec![name.into(), at(0).into()];
        let mut tx = world.db.begin().await.unwrap();
        assert_eq!(tx.run(statement, values("Nobody")).await.unwrap(), 0);
        assert!(matches!(tx.change(statement, values("Nobody")).await, Err(Error::Missing)));
        tx.change(statement, values("Sam")).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(world.count("select count(*) as number from pupils where left_at is not null").await, 1);
    })
    .await;
}

#[tokio::test]
async fn one_program_waits_for_another_that_writes() {
    both(|world| async move {
        let other = Database::open(&world.url).await.unwrap();
        let mut theirs = other.begin().await.unwrap();
        sessions::insert(&mut theirs, "theirs", "pupil:1", "record", at(100)).await.unwrap();
        let db = world.db.clone();
        let ours = tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            sessions::insert(&mut tx, "ours", "pupil:1", "record", at(100)).await.unwrap();
            tx.commit().await.unwrap();
        });
        tokio::task::yield_now().await;

        theirs.commit().await.unwrap();
        ours.await.unwrap();

        assert!(read!(world, |sql| sessions::load(sql, "ours", at(0))).is_some());
        assert!(read!(world, |sql| sessions::load(sql, "theirs", at(0))).is_some());
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn readers_see_what_is_committed_while_somebody_writes() {
    both(|world| async move {
        let mut writing = world.db.begin().await.unwrap();
        sessions::insert(&mut writing, "a", "pupil:1", "record", at(100)).await.unwrap();

        assert_eq!(read!(world, |sql| sessions::load(sql, "a", at(0))), None);

        writing.commit().await.unwrap();
        assert!(read!(world, |sql| sessions::load(sql, "a", at(0))).is_some());
    })
    .await;
}

#[tokio::test]
async fn sqlite_is_set_to_lose_nothing_and_to_leave_nothing_behind() {
    both(|world| async move {
        let mut tx = world.db.begin().await.unwrap();
        match world.engine {
            Engine::Postgres => assert!(tx.is_postgres()),
            Engine::Sqlite => {
                let mut settings = Vec::new();
                for (pragma, name) in [
                    ("pragma synchronous", "synchronous"),
                    ("pragma foreign_keys", "foreign_keys"),
                    ("pragma secure_delete", "secure_delete"),
                    ("pragma trusted_schema", "trusted_schema"),
                    ("pragma cell_size_check", "cell_size_check"),
                ] {
                    settings.push((name, tx.one(pragma, Vec::new()).await.unwrap().get::<i64>(name).unwrap()));
                }
                let expected = [
                    ("synchronous", 2),
                    ("foreign_keys", 1),
                    ("secure_delete", 1),
                    ("trusted_schema", 0),
                    ("cell_size_check", 1),
                ];
                assert_eq!(settings, expected);
                let mode: String =
                    tx.one("pragma journal_mode", Vec::new()).await.unwrap().get("journal_mode").unwrap();
                assert_eq!(mode, "wal");
                let reader = world.db.read().one("pragma query_only", Vec::new()).await.unwrap();
                assert!(reader.get::<i64>("query_only").is_ok());
            }
        }
    })
    .await;
}
