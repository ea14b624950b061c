//! A throw-away PostgreSQL for tests.
//!
//! ```no_run
//! let url = pgtest::server().fresh_database();
//! // An empty database of one's own: connect with any client, leave it lying there afterwards.
//! ```
//!
//! The first who asks starts the server, whichever process that is; all others of this source tree find it running,
//! because a test runner may give each test a process of its own. It answers on a socket in a folder of its own only:
//! no port to collide on, nobody else to let in. It stays until `pgtest stop` (`tests/run` does that), since no test
//! can know whether it is the last.
//!
//! | variable | what |
//! |---|---|
//! | `PGTEST_FOLDER` | where the server lives, instead of a folder for this source tree in the system's temporary one |
//! | `PGTEST_URL` | a server that is there already, such as `postgres://me@localhost/postgres`: nothing is started, nothing cleared |
//!
//! It forgets everything on a crash and syncs nothing, which is why it is fast; do not keep anything in it.

mod binaries;
mod cluster;

use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::UNIX_EPOCH;

use binaries::Binaries;
pub use cluster::{Own, stop};

/// A running PostgreSQL.
#[derive(Debug)]
pub struct Server {
    binaries: Binaries,
    /// The address of a database that is always there, from which others are made.
    url: String,
    /// Whether it is our own throw-away server, so that what dead tests left there may be cleared away.
    ours: bool,
}

/// The server of this process, started or found at the first call.
///
/// # Panics
/// If there is no PostgreSQL, saying what to install, or if it does not start, with the end of its log.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match Server::find_or_start() {
        Ok(server) => server,
        Err(why) => panic!("no PostgreSQL for the tests: {why}"),
    })
}

impl Server {
    fn find_or_start() -> Result<Server, String> {
        let binaries = Binaries::find()?;
        if let Ok(url) = std::env::var("PGTEST_URL") {
            return Ok(Server { binaries, url, ours: false });
        }

        let url = cluster::ready(&binaries)?;
        Ok(Server { binaries, url, ours: true })
    }

    /// The address of the server's first database, for an administrator's look: nothing of a test is in there.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of a new, empty database. It is cleared away some time after this process has ended.
    ///
    /// # Panics
    /// If the server refuses, with its words.
    pub fn fresh_database(&self) -> String {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        self.clear_away_the_dead();
        self.create(&format!("test_{}_{}_{number}", process::id(), birth()))
    }

    /// As [`Server::fresh_database`], but it stays when this process ends: for a server that another process starts.
    pub fn lasting_database(&self) -> String {
        self.create(&format!("lasting_{}_{}", process::id(), birth()))
    }

    fn create(&self, name: &str) -> String {
        match self.binaries.query(&self.url, &format!("create database {name} template template0")) {
            Ok(_) => with_database(&self.url, name),
            Err(why) => panic!("PostgreSQL did not make a database: {why}"),
        }
    }

    /// Each database is 8 MB, and a run makes hundreds. Whoever makes one clears away two whose makers have ended; so
    /// there are never many more than there are tests at once, and no test waits long.
    fn clear_away_the_dead(&self) {
        if !self.ours {
            return;
        }
        let Ok(names) = self.binaries.query(&self.url, "select datname from pg_database where datname like 'test\\_%'")
        else {
            return;
        };
        for name in names.lines().filter(|name| maker(name).is_some_and(|maker| !is_alive(maker))).take(2) {
            // Somebody may have been quicker, or a program that the test started may still be closing: another time.
            let _ = self.binaries.query(&self.url, &format!("drop database if exists {name}"));
        }
    }
}

/// Who made a database, read from its name.
fn maker(name: &str) -> Option<u32> {
    name.strip_prefix("test_")?.split('_').next()?.parse().ok()
}

fn is_alive(process: u32) -> bool {
    std::path::Path::new(&format!("/proc/{process}")).exists()
}

/// When this process started, in nanoseconds: process numbers come round again, and a database with this one's may be there.
fn birth() -> u128 {
    std::fs::metadata(format!("/proc/{}", process::id()))
        .and_then(|folder| folder.created().or_else(|_| folder.modified()))
        .ok()
        .and_then(|moment| moment.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos())
}

/// The same server's other database: `postgres://me@host/this?options` with another `this`.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').map_or((url, ""), |(address, options)| (address, options));
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let host = rest.split('/').next().unwrap_or_default();
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{scheme}://{host}/{name}{mark}{options}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_another_database_keeps_the_server_and_the_options() {
        for (url, expected) in [
            ("postgres://me@localhost/postgres", "postgres://me@localhost/test"),
            ("postgres://me:pass@localhost:5433", "postgres://me:pass@localhost:5433/test"),
            ("postgres://me@localhost/postgres?host=/tmp/a/b", "postgres://me@localhost/test?host=/tmp/a/b"),
            ("postgresql:///postgres?host=/tmp", "postgresql:///test?host=/tmp"),
        ] {
            assert_eq!(with_database(url, "test"), expected);
        }
    }

    #[test]
    fn each_database_is_empty_and_knows_nothing_of_the_others() {
        let server = server();
        let tables = "select count(*) from information_schema.tables where table_schema = 'public'";

        let [one, other] = [(); 2].map(|()| server.fresh_database());
        server.binaries.query(&one, "create table children (name text)").unwrap();

        assert_eq!(server.binaries.query(&one, tables).unwrap().trim(), "1");
        assert_eq!(server.binaries.query(&other, tables).unwrap().trim(), "0");
    }

    #[test]
    fn a_database_whose_maker_has_ended_is_cleared_away_and_a_living_ones_stays() {
        let server = server();
        let mine = server.fresh_database();
        let mut child = process::Command::new("true").spawn().unwrap();
        let number = child.id();
        child.wait().unwrap();
        let orphan = server.create(&format!("test_{number}_{}_0", birth()));

        // Two at a time, and there may be others' before ours: as often as there are databases is enough.
        for _ in 0..server.binaries.query(server.url(), "select 1 from pg_database").unwrap().lines().count() {
            server.clear_away_the_dead();
        }

        assert!(server.binaries.query(&orphan, "select 1").is_err());
        assert!(server.binaries.query(&mine, "select 1").is_ok());
    }

    #[test]
    fn names_sort_as_people_sort_them() {
        let server = server();
        // Older ones know no order but the system's, which may have none.
        if server.binaries.version < 15 {
            return;
        }

        let sorted = server
            .binaries
            .query(server.url(), "select n from (values ('b'), ('A'), ('a'), ('B')) as t (n) order by n");

        assert_eq!(sorted.unwrap().split_whitespace().collect::<String>(), "aAbB");
    }

    #[test]
    fn only_the_databases_of_tests_have_a_maker() {
        assert_eq!(maker("test_17_99_0"), Some(17));
        assert_eq!(maker("lasting_17_99"), None);
        assert_eq!(maker("postgres"), None);
        assert_eq!(maker("test_x"), None);
    }

    #[test]
    fn a_process_is_alive_until_it_has_ended() {
        let mut child = process::Command::new("true").spawn().unwrap();
        let number = child.id();
        child.wait().unwrap();

        assert!(!is_alive(number));
        assert!(is_alive(process::id()));
    }
}
