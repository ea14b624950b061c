//! SQLite's log of what was committed, and when it is folded into the database file.
//!
//! SQLite would fold it by itself after a commit, and tell nobody when the disk did not keep what was folded. That is not to be
//! gone on from: the system may have thrown those pages away, a second sync says that all is well, and the log, which still has
//! them, is written over. So it is done here, and whoever serves is told to stop; the next start folds the whole log once more.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::{Connection, ffi};
use tokio::sync::watch;

/// Pages, as many as SQLite itself lets a log grow to.
const LONG: i32 = 1000;

#[derive(Clone, Default)]
pub(super) struct Log {
    /// How long it was after the last commit.
    pages: Arc<AtomicI32>,
    is_broken: watch::Sender<bool>,
}

impl Log {
    /// Takes the folding over from SQLite, on the connection that writes.
    pub(super) fn watch(&self, connection: &mut Connection) -> rusqlite::Result<()> {
        let pages = self.pages.clone();
        // It also stands in the place where SQLite would fold by itself.
        connection.wal_hook(Some(move |_: &mut Wal, length| {
            pages.store(length, Ordering::Relaxed);
            Ok(())
        }))
    }

    /// After a commit. Whoever reads is not disturbed.
    pub(super) fn fold_if_long(&self, connection: &Connection) {
        if self.pages.load(Ordering::Relaxed) >= LONG && !*self.is_broken.borrow() {
            // What could not be folded stays in the log, and the next commit tries it again.
            let _ = self.told(connection.query_row("pragma wal_checkpoint(passive)", (), |_| Ok(())), connection);
        }
    }

    /// Folds all of it, and leaves nothing of it on the disk. False when a reader, or another program, was in the way.
    pub(super) fn empty(&self, connection: &Connection) -> rusqlite::Result<bool> {
        if *self.is_broken.borrow() {
            return Ok(false);
        }
        let was_busy = connection.query_row("pragma wal_checkpoint(truncate)", (), |row| row.get::<_, i64>(0));
        Ok(self.told(was_busy, connection)? == 0)
    }

    /// Until the disk has not kept what it was given.
    pub(super) async fn broken(&self) {
        // It ends with this value, which is lent here.
        let _ = self.is_broken.subscribe().wait_for(|is_broken| *is_broken).await;
    }

    fn told<T>(&self, outcome: rusqlite::Result<T>, connection: &Connection) -> rusqlite::Result<T> {
        if let Err(cause) = &outcome
            && is_unkept(cause)
        {
            tracing::error!(%cause, "the disk did not keep what was written to the database");
            // The log is what is left of it.
            if let Err(cause) = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true) {
                tracing::error!(%cause, "the database could not be told to leave its log alone");
            }
            self.is_broken.send_replace(true);
        }
        outcome
    }
}

/// Whether a sync of the database file failed. A failed write is none: it is tried again, and told at once.
fn is_unkept(cause: &rusqlite::Error) -> bool {
    let code = cause.sqlite_error().map(|inner| inner.extended_code);
    matches!(code, Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn t107_only_a_sync_that_failed_breaks_a_log() {
        let connection = Connection::open_in_memory().unwrap();
        for (code, breaks) in [
            (ffi::SQLITE_BUSY, false),
            (ffi::SQLITE_FULL, false),
            (ffi::SQLITE_IOERR_WRITE, false),
            (ffi::SQLITE_IOERR_FSYNC, true),
            (ffi::SQLITE_IOERR_DIR_FSYNC, true),
        ] {
            let log = Log::default();

            assert!(log.told(Err::<(), _>(failure(code)), &connection).is_err());

            assert_eq!(*log.is_broken.borrow(), breaks, "{code}");
        }
    }

    #[test]
    fn a_long_log_is_folded_and_a_short_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = Connection::open(folder.path().join("school.sqlite")).unwrap();
        connection.pragma_update(None, "journal_mode", "wal").unwrap();
        let log = Log::default();
        log.watch(&mut connection).unwrap();
        connection.execute_batch("create table words (word text not null)").unwrap();
        let write = |pages: usize| {
            connection.execute("insert into words values (?1)", ["x".repeat(pages * 4096)]).unwrap();
            log.fold_if_long(&connection);
        };
        // Only what was folded is in the file itself.
        let size = || std::fs::metadata(folder.path().join("school.sqlite")).unwrap().len();

        write(10);
        let short = size();
        write(1000);

        assert!(short < 10 * 4096, "{short}");
        assert!(size() > 1000 * 4096, "{}", size());
    }
}
