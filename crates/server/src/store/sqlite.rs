//! SQLite in the school's own folder: one writer, readers beside it, and a disk that is waited for together.
//!
//! A statement takes microseconds, so it is asked on the thread that wants the answer: a thread for each connection
//! costs more in waking than in work. Only the disk is slow. A commit goes to the log at once and is answered when the
//! log is on the disk; whoever commits meanwhile shares that wait.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, anyhow};
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ffi};
use tokio::sync::{Mutex as Turns, OwnedMutexGuard};

use super::migrations;
use super::values::{Cell, Cells, Value};
use crate::error::{Error, Result};

/// How long another program (a backup, the command line) may hold the database before we say so.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the one writer looks whether it is let go.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// After so many commits the log is folded into the database, beside the work.
const COMMITS_A_LOG: u64 = 200;
/// Statements that a connection keeps ready.
const STATEMENTS: usize = 200;

/// One file. Cloning shares it.
#[derive(Clone)]
pub struct Sqlite(Arc<Shared>);

struct Shared {
    path: PathBuf,
    /// One, because several writers meet "locked". None once it is closed.
    writer: Arc<Turns<Option<Connection>>>,
    /// Those at rest: as many as were ever needed at once, which is as many as there are threads. None once closed.
    readers: Mutex<Option<Vec<Connection>>>,
    log: Log,
}

/// The write-ahead log, as far as it must be on the disk.
struct Log {
    path: PathBuf,
    /// How many commits were written to it.
    written: AtomicU64,
    /// How many of them are on the disk; none once the disk has failed. Whoever holds it waits for the disk on
    /// everybody's behalf.
    kept: Turns<Option<u64>>,
    is_folding: AtomicBool,
}

/// A transaction of the one writer.
pub struct Writing {
    shared: Arc<Shared>,
    /// None once it is committed.
    connection: Option<OwnedMutexGuard<Option<Connection>>>,
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sqlite").field(&self.0.path).finish()
    }
}

impl Sqlite {
    /// Opens the file, makes it if there is none, and brings its schema up to date.
    pub(super) async fn open(path: &Path) -> anyhow::Result<Self> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
            let writer = open_writer(&path).with_context(|| format!("opening the database {}", path.display()))?;
            // The names of the new files, too, must outlast a power cut.
            File::open(folder).and_then(|folder| folder.sync_all()).context("writing the folder to the disk")?;
            let mut log = path.clone().into_os_string();
            log.push("-wal");
            Ok(Self(Arc::new(Shared {
                path,
                writer: Arc::new(Turns::new(Some(writer))),
                readers: Mutex::new(Some(Vec::new())),
                log: Log {
                    path: log.into(),
                    written: AtomicU64::new(0),
                    kept: Turns::new(Some(0)),
                    is_folding: AtomicBool::new(false),
                },
            })))
        })
        .await?
    }

    /// Begins a transaction: waits for the writer's turn, and a while for another program that writes.
    pub(super) async fn begin(&self) -> Result<Writing> {
        let guard = self.0.writer.clone().lock_owned().await;
        let mut waited = Duration::ZERO;
        loop {
            let began =
                open(guard.as_ref())?.prepare_cached("begin immediate").and_then(|mut begin| begin.raw_execute());
            match began {
                Ok(_) => return Ok(Writing { shared: self.0.clone(), connection: Some(guard) }),
                Err(cause) if is_busy(&cause) && waited < PATIENCE => {
                    tokio::time::sleep(LOOK_AGAIN).await;
                    waited += LOOK_AGAIN;
                }
                Err(cause) => return Err(failed(cause)),
            }
        }
    }

    /// Reads what is committed.
    pub(super) fn fetch(&self, sql: &str, values: &[Value]) -> Result<Vec<Cells>> {
        let connection = match lock(&self.0.readers).as_mut().ok_or_else(closed)?.pop() {
            Some(connection) => connection,
            None => open_reader(&self.0.path).map_err(failed)?,
        };
        let answer = fetch(&connection, sql, values);
        if let Some(readers) = lock(&self.0.readers).as_mut() {
            readers.push(connection);
        }
        answer.map_err(failed)
    }

    /// Waits for what is under way and closes the file.
    pub(super) async fn close(&self) {
        let writer = self.0.writer.lock().await.take();
        let readers = lock(&self.0.readers).take();
        drop(readers);
        // The last to leave folds the log into the database.
        tokio::task::spawn_blocking(move || drop(writer)).await.ok();
    }
}

impl Writing {
    pub(super) fn fetch(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Cells>> {
        fetch(self.connection()?, sql, values).map_err(failed)
    }

    /// How many rows it changed.
    pub(super) fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let changed = bound(self.connection()?, sql, values).and_then(|mut statement| statement.raw_execute());
        Ok(changed.map_err(failed)? as u64)
    }

    /// Commits, and waits until that is on the disk.
    pub(super) async fn commit(mut self) -> Result<()> {
        self.run("commit", &[])?;
        // Counted before the writer's turn ends, so that whoever waits for the disk knows what it waits for.
        let number = self.shared.log.written.fetch_add(1, Ordering::AcqRel) + 1;
        self.connection = None;
        keep(&self.shared, number).await?;
        if number.is_multiple_of(COMMITS_A_LOG) {
            fold(self.shared.clone());
        }
        Ok(())
    }

    fn connection(&self) -> Result<&Connection> {
        open(self.connection.as_deref().and_then(Option::as_ref))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.as_deref().and_then(Option::as_ref)
            && !connection.is_autocommit()
            && let Err(cause) = connection.execute_batch("rollback")
        {
            tracing::error!(%cause, "a transaction could not be taken back");
        }
    }
}

/// Waits until this many commits are on the disk, all that were written meanwhile with them.
async fn keep(shared: &Arc<Shared>, number: u64) -> Result<()> {
    let mut kept = shared.log.kept.lock().await;
    if kept.ok_or_else(lost)? >= number {
        return Ok(());
    }
    let written = shared.log.written.load(Ordering::Acquire);
    let path = shared.log.path.clone();
    let done = tokio::task::spawn_blocking(move || File::open(path).and_then(|log| log.sync_data()));
    let done = done.await.unwrap_or_else(|cause| Err(std::io::Error::other(cause)));
    *kept = done.as_ref().ok().map(|()| written);
    if let Err(cause) = done {
        // What the disk refused once it may only pretend to take the next time: nothing more is written until
        // somebody has looked and started us again.
        tracing::error!(%cause, "the disk does not keep what is written; writing has stopped");
        shared.writer.lock().await.take();
        return Err(lost());
    }
    Ok(())
}

fn lost() -> Error {
    Error::Internal(anyhow!("the disk does not keep what is written"))
}

/// Folds the log into the database, beside whoever reads and writes.
fn fold(shared: Arc<Shared>) {
    if shared.log.is_folding.swap(true, Ordering::AcqRel) {
        return;
    }
    tokio::task::spawn_blocking(move || {
        let folded = Connection::open_with_flags(&shared.path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|connection| connection.query_row("pragma wal_checkpoint(passive)", (), |_| Ok(())));
        if let Err(cause) = folded {
            tracing::warn!(%cause, "the database's log could not be folded; it is tried again");
        }
        shared.log.is_folding.store(false, Ordering::Release);
    });
}

fn open_writer(path: &Path) -> anyhow::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // `keep` brings each commit to the disk; only what happens between two logs is left to SQLite.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    // Deleted children's words must not stay behind in free pages.
    connection.pragma_update(None, "secure_delete", "on")?;
    common(&connection)?;
    migrate(&connection)?;
    // From here on nobody sleeps on a thread that others need.
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    common(&connection)?;
    Ok(connection)
}

fn common(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "foreign_keys", "on")?;
    connection.pragma_update(None, "trusted_schema", "off")?;
    connection.pragma_update(None, "cell_size_check", "on")
}

fn migrate(connection: &Connection) -> anyhow::Result<()> {
    connection.execute_batch(migrations::TABLE)?;
    let mut taken = connection.prepare(migrations::TAKEN)?;
    let taken = taken.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    for step in migrations::pending(&taken)? {
        let transaction = connection.unchecked_transaction()?;
        transaction.execute_batch(step.sql).with_context(|| format!("step {}, {}", step.version, step.name))?;
        transaction.execute(migrations::TAKE, (step.version, step.name, step.digest()))?;
        transaction.commit()?;
    }
    Ok(())
}

/// A statement with its values in the places that `$1`, `$2`, … name: SQLite numbers them as it meets them.
fn bound<'c>(connection: &'c Connection, sql: &str, values: &[Value]) -> rusqlite::Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql)?;
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?));
        match value.ok_or(rusqlite::Error::InvalidParameterCount(place, values.len()))? {
            Value::Text(text) => statement.raw_bind_parameter(place, text)?,
            Value::Number(number) => statement.raw_bind_parameter(place, number)?,
            Value::Truth(truth) => statement.raw_bind_parameter(place, truth)?,
        }
    }
    Ok(statement)
}

fn fetch(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<Cells>> {
    let mut statement = bound(connection, sql, values)?;
    let names: Arc<[Box<str>]> = statement.column_names().map(Into::into).collect();
    let mut rows = statement.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next()? {
        let mut cells = Vec::with_capacity(names.len());
        for place in 0..names.len() {
            cells.push(match row.get_ref(place)? {
                ValueRef::Null => Cell::Nothing,
                ValueRef::Integer(number) => Cell::Number(number),
                ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                // No column of ours holds anything else.
                ValueRef::Real(_) | ValueRef::Blob(_) => {
                    return Err(rusqlite::Error::InvalidColumnType(
                        place,
                        names[place].to_string(),
                        row.get_ref(place)?.data_type(),
                    ));
                }
            });
        }
        answer.push(Cells { names: names.clone(), cells });
    }
    Ok(answer)
}

fn open(connection: Option<&Connection>) -> Result<&Connection> {
    connection.ok_or_else(closed)
}

fn closed() -> Error {
    Error::Internal(anyhow!("the database is closed"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_busy(cause: &rusqlite::Error) -> bool {
    matches!(cause.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// A broken rule of the schema (a name taken twice) is a conflict; everything else is ours to mend.
fn failed(cause: rusqlite::Error) -> Error {
    match cause.sqlite_error().map(|inner| inner.extended_code) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => super::database::taken(),
        _ => Error::Internal(cause.into()),
    }
}
