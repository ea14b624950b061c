//! Whether a database is whole, and set as it must be.

use schoolgate::domain::items::Audience;
use schoolgate::store::{Database, health, sessions};

use crate::world::{Engine, at, both};

#[tokio::test]
async fn a_whole_database_has_no_faults() {
    both(|world| async move {
        world.published(Audience::Class).await;
        assert_eq!(health::faults(&world.db).await.unwrap(), [] as [String; 0]);
        health::hangs_together(&world.db).await.unwrap();
        if matches!(world.engine, Engine::Sqlite) {
            assert_eq!(health::settings(&world.db).await.unwrap(), [] as [String; 0]);
        } else {
            // A throw-away PostgreSQL is told not to wait for the disk.
            let wrong = health::settings(&world.db).await.unwrap();
            assert!(wrong.iter().all(|sentence| sentence.contains(" is off: ")), "{wrong:?}");
        }
    })
    .await;
}

/// A database file of this content beside others, and what opening it says.
async fn said(files: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (ending, bytes) in files {
        std::fs::write(folder.path().join(format!("school.sqlite{ending}")), bytes).unwrap();
    }
    let url = format!("sqlite://{}", folder.path().join("school.sqlite").display());
    match Database::open(&url).await {
        Err(cause) => format!("{cause:#}"),
        Ok(db) => {
            let whole = health::hangs_together(&db).await;
            db.close().await;
            whole.map_or_else(|cause| format!("{cause:#}"), |()| "whole".to_owned())
        }
    }
}

#[tokio::test]
async fn t108_a_file_that_is_empty_foreign_cut_or_damaged_is_refused_by_name_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("school.sqlite");
    let db = Database::open(&format!("sqlite://{}", path.display())).await.unwrap();
    let commit = async |number: usize| {
        let mut tx = db.begin().await.unwrap();
        let id = format!("session {number}");
        sessions::insert(&mut tx, &id, "pupil:1", &"record".repeat(500), at(100)).await.unwrap();
        tx.commit().await.unwrap();
    };
    for number in 0..40 {
        commit(number).await;
    }
    let (main, log) = (std::fs::read(&path).unwrap(), std::fs::read(folder.path().join("school.sqlite-wal")).unwrap());
    db.close().await;
    let whole = std::fs::read(&path).unwrap();
    assert!(main.len() < whole.len() && !log.is_empty());
    let other = folder.path().join("other.sqlite");
    let others = {
        let db = Database::open(&format!("sqlite://{}", other.display())).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.run("alter table schema_migrations rename to recipes", Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
        std::fs::read(&other).unwrap()
    };
    let changed = |bytes: &[u8], from: usize, with: u8| {
        let mut bytes = bytes.to_vec();
        bytes[from..from + 64].fill(with);
        bytes
    };

    assert_eq!(said(&[("", &whole[..])]).await, "whole");
    assert_eq!(said(&[("", &main[..]), ("-wal", &log[..])]).await, "whole");
    for (files, word) in [
        (vec![("", &b""[..])], "the file is empty"),
        (vec![("", &b"PK\x03\x04"[..])], "is no database"),
        (vec![("", &[7_u8; 9000][..])], "is no database"),
        (vec![("", &others[..])], "another program's data"),
        (vec![("", &whole[..whole.len() / 2])], "cut off"),
        // The root of a table, and the pages that hold its rows.
        (vec![("", &changed(&whole, 4096 * 5, 0xff)[..])], "restore FILE --over"),
        (vec![("", &changed(&whole, whole.len() - 4096, 0xff)[..])], "restore FILE --over"),
        (vec![("", &main[..]), ("-wal", &changed(&log, log.len() / 3, 1)[..])], "log"),
        (vec![("", &main[..]), ("-wal", &changed(&log, 0, 1)[..])], "log"),
    ] {
        let said = said(&files).await;
        assert!(said.contains(word) && said.contains("school.sqlite"), "{word}: {said}");
    }
}
