//! One server for many processes, one database for each test.
#![allow(clippy::unwrap_used)]

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Output};

/// The program, with a server of its own: this test stops it, and others must not notice.
fn pgtest(folder: &Path, word: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pgtest"))
        .arg(word)
        .env("PGTEST_FOLDER", folder)
        .env_remove("PGTEST_URL")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap().trim().to_owned()
}

#[test]
fn processes_share_one_server_and_each_gets_a_database_of_its_own() {
    let folder = tempfile::tempdir().unwrap();

    // Both at once, on a cold folder: one of them starts the server, the other waits for it.
    let databases = std::thread::scope(|scope| {
        let both = [(); 2].map(|()| scope.spawn(|| said(&pgtest(folder.path(), "database"))));
        both.map(|one| one.join().unwrap())
    });

    assert_ne!(databases[0], databases[1]);
    let server_of = |url: &str| url.split_once("?host=").unwrap().1.to_owned();
    assert_eq!(server_of(&databases[0]), server_of(&databases[1]));
    said(&pgtest(folder.path(), "stop"));
}

#[test]
fn a_stopped_server_leaves_nothing_and_the_next_who_asks_gets_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = said(&pgtest(folder.path(), "start"));

    said(&pgtest(folder.path(), "stop"));
    assert!(!folder.path().join("data").exists());

    assert_eq!(said(&pgtest(folder.path(), "start")), first);
    said(&pgtest(folder.path(), "stop"));
}

#[test]
fn what_a_dead_server_left_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    said(&pgtest(folder.path(), "start"));
    let number = std::fs::read_to_string(folder.path().join("data/postmaster.pid")).unwrap();
    let number = number.lines().next().unwrap();
    assert!(Command::new("kill").args(["-9", number]).status().unwrap().success());
    // It ends some moments after that.
    while UnixStream::connect(folder.path().join("socket/.s.PGSQL.5432")).is_ok() {
        std::thread::yield_now();
    }

    said(&pgtest(folder.path(), "database"));

    said(&pgtest(folder.path(), "stop"));
}

#[test]
fn a_wrong_word_is_told_the_right_ones() {
    let folder = tempfile::tempdir().unwrap();

    let output = pgtest(folder.path(), "strat");

    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "usage: pgtest start | database | stop\n");
}
