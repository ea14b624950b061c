//! PostgreSQL away, busy or read only: what may be asked again is told from what is wrong, and it mends by itself.

use schoolgate::error::{Error, Result};
use schoolgate::store::{Database, Sql as _, sessions};

use crate::world::{Engine, address, at};

/// A school on PostgreSQL, whose address has these options.
async fn open(url: &str, options: &str) -> Database {
    Database::open(&format!("{url}&{options}")).await.unwrap()
}

/// An administrator's connection, which stays writable.
async fn administrator(url: &str) -> Database {
    open(url, "options[default_transaction_read_only]=off").await
}

async fn done(db: &Database, statement: &'static str) {
    let mut tx = db.begin().await.unwrap();
    tx.run(statement, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
}

const CUT: &str = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

async fn write(db: &Database, id: &str) -> Result<()> {
    let mut tx = db.begin().await?;
    sessions::insert(&mut tx, id, "pupil:1", "record", at(100)).await?;
    tx.commit().await
}

async fn is_there(db: &Database, id: &str) -> bool {
    sessions::load(&mut db.read(), id, at(0)).await.unwrap().is_some()
}

fn passes<T>(outcome: Result<T>) -> bool {
    outcome.is_err_and(|cause| cause.is_unavailable())
}

#[tokio::test]
async fn t113_a_connection_that_is_lost_between_two_questions_is_not_noticed() {
    let (_folder, url) = address(Engine::Postgres);
    let (db, admin) = (open(&url, "").await, administrator(&url).await);
    write(&db, "before").await.unwrap();

    done(&admin, CUT).await;

    assert!(is_there(&db, "before").await);
    done(&admin, CUT).await;
    write(&db, "after").await.unwrap();
    assert!(is_there(&db, "after").await);
}

#[tokio::test]
async fn t113_a_transaction_that_is_cut_off_never_happened_and_the_next_one_does() {
    let (_folder, url) = address(Engine::Postgres);
    let (db, admin) = (open(&url, "").await, administrator(&url).await);
    let mut tx = db.begin().await.unwrap();
    sessions::insert(&mut tx, "half", "pupil:1", "record", at(100)).await.unwrap();

    done(&admin, CUT).await;

    assert!(passes(sessions::insert(&mut tx, "rest", "pupil:1", "record", at(100)).await));
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    sessions::insert(&mut tx, "other half", "pupil:1", "record", at(100)).await.unwrap();
    done(&admin, CUT).await;
    assert!(passes(tx.commit().await));
    assert!(!is_there(&db, "half").await && !is_there(&db, "other half").await);
    write(&db, "half").await.unwrap();
}

#[tokio::test]
async fn t113_of_two_that_wait_for_each_other_one_is_told_to_come_again() {
    let (_folder, url) = address(Engine::Postgres);
    let db = open(&url, "").await;
    for id in ["one", "two"] {
        write(&db, id).await.unwrap();
    }
    let touch = "update sessions set record = record where id = $1";
    let (mut left, mut right) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    left.run(touch, vec!["one".into()]).await.unwrap();
    right.run(touch, vec!["two".into()]).await.unwrap();

    let (first, second) = tokio::join!(async move { (left.run(touch, vec!["two".into()]).await, left) }, async move {
        let outcome = right.run(touch, vec!["one".into()]).await;
        // What gave way is let go, as it is when its action ends.
        let kept = if outcome.is_ok() { Some(right) } else { None };
        (outcome, kept)
    });

    let outcomes = [first.0, second.0];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(outcomes.into_iter().any(passes));
}

#[tokio::test]
async fn t113_what_takes_too_long_is_ended_and_said_to_be_so() {
    let (_folder, url) = address(Engine::Postgres);
    let db = open(&url, "options[statement_timeout]=200").await;

    let slow = db.read().all("select cast(pg_sleep(20) as text) as slept", Vec::new()).await;

    assert!(passes(slow));
    let quick = db.read().one("select cast(pg_sleep(0.01) as text) as slept", Vec::new()).await;
    assert!(quick.is_ok());
    // What a while will not mend is ours to mend.
    let wrong = db.read().one("select nothing from nowhere", Vec::new()).await;
    assert!(matches!(&wrong, Err(Error::Internal(_))) && !passes(wrong));
}

#[tokio::test]
async fn t113_every_connection_has_its_limits_and_our_isolation_whatever_is_usual() {
    let (_folder, url) = address(Engine::Postgres);
    let admin = administrator(&url).await;
    done(
        &admin,
        "do $$ begin
            execute format('alter database %I set default_transaction_isolation = ''serializable''', current_database());
            execute format('alter database %I set synchronous_commit = off', current_database());
         end $$",
    )
    .await;

    let db = open(&url, "options[lock_timeout]=777").await;

    for (setting, value) in [
        ("statement_timeout", "30s"),
        ("lock_timeout", "777ms"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("transaction_isolation", "read committed"),
        ("synchronous_commit", "on"),
        ("application_name", "schoolgate"),
    ] {
        let row = db.read().one("select current_setting($1) as said", vec![setting.into()]).await.unwrap();
        assert_eq!(row.get::<String>("said").unwrap(), value, "{setting}");
    }
}

#[tokio::test]
async fn t113_a_server_that_takes_nothing_is_read_from_and_taken_up_again() {
    let (_folder, url) = address(Engine::Postgres);
    let (db, admin) = (open(&url, "").await, administrator(&url).await);
    write(&db, "before").await.unwrap();
    let name = "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$";
    done(&admin, name).await;
    done(&admin, CUT).await;

    assert!(is_there(&db, "before").await);
    assert!(passes(write(&db, "meanwhile").await));
    let why = format!("{:#}", Database::open(&url).await.unwrap_err());
    assert!(why.contains("takes nothing") && why.contains("give the address of the one that does"), "{why}");

    let back = "do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$";
    done(&admin, back).await;
    done(&admin, CUT).await;
    write(&db, "after").await.unwrap();
    assert!(is_there(&db, "after").await && !is_there(&db, "meanwhile").await);
}

#[tokio::test]
async fn t113_with_too_few_connections_some_wait_and_are_told_so_and_none_is_lost() {
    let (_folder, url) = address(Engine::Postgres);
    let admin = administrator(&url).await;
    done(
        &admin,
        "do $$ begin
            execute format('create role %I login connection limit 2', current_database() || '_few');
            execute format('alter database %I owner to %I', current_database(), current_database() || '_few');
            execute format('grant all on schema public to %I', current_database() || '_few');
            execute format('grant all on all tables in schema public to %I', current_database() || '_few');
         end $$",
    )
    .await;
    let name = admin.read().one("select cast(current_database() as text) as name", Vec::new()).await.unwrap();
    let name: String = name.get("name").unwrap();
    let few = url.replace("postgres://postgres@", &format!("postgres://{name}_few@"));
    let db = open(&few, "").await;
    let (one, two) = (db.begin().await.unwrap(), db.begin().await.unwrap());

    assert!(passes(write(&db, "third").await));

    drop(one);
    write(&db, "third").await.unwrap();
    drop(two);
    assert!(is_there(&db, "third").await);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_not_repeated() {
    let why = Database::open("postgres://school:hunter2@[/x").await.unwrap_err();

    let said = format!("{why:#} {why:?}");
    assert!(said.contains("cannot be read") && !said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_server_that_forgets_is_named_with_what_to_set() {
    let (_folder, url) = address(Engine::Postgres);
    let db = open(&url, "").await;

    // The tests' own server forgets on purpose.
    let dangers = db.dangers().await.unwrap();

    if pgtest::server().url().contains("socket") {
        assert!(dangers.iter().any(|danger| danger.contains("fsync = on")), "{dangers:?}");
    }
    assert!(dangers.iter().all(|danger| !danger.contains("data_sync_retry")), "{dangers:?}");
}
