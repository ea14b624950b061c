//! SQLite in the school's own folder: one writer, readers beside it, and commits that share the wait for the disk.
//!
//! A statement takes microseconds, so it is asked on the thread that wants the answer: a thread for each connection
//! costs more in waking than in work. Only the disk is slow. Whoever has written gives up the turn and queues once more
//! to commit; those who were already waiting write meanwhile, and the first to be back commits for all of them.

mod log;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Context, anyhow};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ffi};
use tokio::sync::{Mutex as Turns, OwnedMutexGuard};

use self::log::Log;
use super::values::{Cell, Cells, Value};
use super::{inspection, migrations};
use crate::error::{Error, Result, Unavailable};

/// How long another program (a backup, the command line) may hold the database before we say so.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the one writer looks whether it is let go.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// Statements that a connection keeps ready.
const STATEMENTS: usize = 200;

/// One file. Cloning shares it.
#[derive(Clone)]
pub(super) struct Sqlite(Arc<Shared>);

struct Shared {
    path: PathBuf,
    node: Arc<str>,
    /// One, because several writers meet "locked".
    writer: Arc<Turns<Writer>>,
    /// Those at rest: as many as were ever needed at once, which is as many as there are threads. None once closed.
    readers: Mutex<Option<Vec<Connection>>>,
    log: Log,
    /// Words were erased of which the index may still know some: perhaps, too, by whoever had the file before.
    words_went: AtomicBool,
}

struct Writer {
    /// None once it is closed.
    connection: Option<Connection>,
    /// Those whose changes are committed together. None while no transaction is open.
    group: Option<Arc<Group>>,
}

/// What became of transactions that stand or fall together, once it is known.
type Group = OnceLock<std::result::Result<(), Undone>>;

/// Why a group was not committed.
#[derive(Clone)]
struct Undone {
    said: String,
    /// The disk takes nothing more.
    is_full: bool,
}

impl From<Undone> for Error {
    fn from(undone: Undone) -> Self {
        if undone.is_full { full() } else { Self::Internal(anyhow!("{}", undone.said)) }
    }
}

/// A transaction of the one writer, in its group's.
pub(super) struct Writing {
    shared: Arc<Shared>,
    /// None once its part is done.
    turn: Option<OwnedMutexGuard<Writer>>,
    is_first: bool,
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sqlite").field(&self.0.path).finish()
    }
}

impl Sqlite {
    /// Opens the file, makes it if there is none, and brings its schema up to date.
    pub(super) async fn open(path: &Path, node: Arc<str>) -> anyhow::Result<Self> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
            let named = || format!("the database {}", path.display());
            inspection::look(&path).with_context(named)?;
            let log = Log::default();
            let connection = open_writer(&path, &log).map_err(with_remedy).with_context(named)?;
            Ok(Self(Arc::new(Shared {
                path,
                node,
                writer: Arc::new(Turns::new(Writer { connection: Some(connection), group: None })),
                readers: Mutex::new(Some(Vec::new())),
                log,
                words_went: AtomicBool::new(true),
            })))
        })
        .await?
    }

    pub(super) fn node(&self) -> &str {
        &self.0.node
    }

    pub(super) fn path(&self) -> &Path {
        &self.0.path
    }

    /// Begins a transaction: waits for the writer's turn, and a while for another program that writes.
    pub(super) async fn begin(&self) -> Result<Writing> {
        let mut turn = self.0.writer.clone().lock_owned().await;
        let mut waited = Duration::ZERO;
        // The first of a group needs no savepoint: there is nothing else that its undoing could take along.
        let is_first = turn.group.is_none();
        while turn.group.is_none() {
            match turn.execute("begin immediate") {
                Ok(()) => turn.group = Some(Arc::default()),
                Err(Failed::Busy) if waited < PATIENCE => {
                    tokio::time::sleep(LOOK_AGAIN).await;
                    waited += LOOK_AGAIN;
                }
                Err(cause) => return Err(cause.into()),
            }
        }
        let writing = Writing { shared: self.0.clone(), turn: Some(turn), is_first };
        if !is_first {
            writing.writer()?.execute("savepoint action")?;
        }
        Ok(writing)
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

    /// The database as it stands now, whatever is written meanwhile.
    pub(super) fn snapshot(&self) -> Result<Still> {
        let connection = open_reader(&self.0.path).map_err(failed)?;
        // The first look decides what is seen.
        let began = connection.execute_batch("begin; select count(*) from sqlite_schema");
        began.map_err(failed)?;
        Ok(Still(connection))
    }

    /// Folds the log into the file and empties it. False when a reader, or another program, was in the way.
    pub(super) async fn empty_log(&self) -> Result<bool> {
        let mut turn = self.0.writer.clone().lock_owned().await;
        let shared = self.0.clone();
        let emptied = tokio::task::spawn_blocking(move || {
            // Nobody is in the middle of writing: they would have the turn.
            turn.end();
            if shared.words_went.load(Ordering::Relaxed) {
                forget_terms(turn.open()?).map_err(failed)?;
                shared.words_went.store(false, Ordering::Relaxed);
            }
            shared.log.empty(turn.open()?).map_err(failed)
        });
        emptied.await.map_err(|cause| Error::Internal(cause.into()))?
    }

    /// Until the disk has said that it did not keep what it was given.
    pub(super) async fn broken(&self) {
        self.0.log.broken().await;
    }

    /// Closes the file and removes it with its log.
    pub(super) async fn destroy(&self) -> anyhow::Result<()> {
        self.close().await;
        for ending in ["", "-wal", "-shm"] {
            let mut file = self.0.path.clone().into_os_string();
            file.push(ending);
            match std::fs::remove_file(&file) {
                Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
                    return Err(why).with_context(|| format!("removing {}", PathBuf::from(file).display()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits for what is under way and closes the file.
    pub(super) async fn close(&self) {
        let mut turn = self.0.writer.clone().lock_owned().await;
        let readers = lock(&self.0.readers).take();
        let closing = tokio::task::spawn_blocking(move || {
            turn.end();
            drop(readers);
            // The last to leave folds the log into the database.
            drop(turn.connection.take());
        });
        closing.await.ok();
    }
}

/// A reader that sees one moment.
pub struct Still(Connection);

impl Still {
    pub(super) fn fetch(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Cells>> {
        fetch(&self.0, sql, values).map_err(failed)
    }
}

impl Writing {
    pub(super) fn node(&self) -> &str {
        &self.shared.node
    }

    pub(super) fn fetch(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Cells>> {
        fetch(self.writer()?.open()?, sql, values).map_err(failed)
    }

    /// How many rows it changed.
    pub(super) fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let changed = bound(self.writer()?.open()?, sql, values).and_then(|mut statement| statement.raw_execute());
        Ok(changed.map_err(failed)? as u64)
    }

    /// Notes that words are erased here.
    pub(super) fn words_go(&self) {
        self.shared.words_went.store(true, Ordering::Relaxed);
    }

    /// Commits: answered when it is on the disk.
    pub(super) async fn commit(mut self) -> Result<()> {
        let writer = self.writer()?;
        if !self.is_first {
            writer.execute("release action")?;
        }
        let turn = self.turn.take().ok_or_else(closed)?;
        let group = turn.group.clone().ok_or_else(closed)?;
        drop(turn);
        // In a task of its own: whoever asked may go away, and others of the group still wait for it.
        tokio::spawn(end(self.shared.clone(), group)).await.map_err(|cause| Error::Internal(cause.into()))?
    }

    /// The writer inside its transaction. After a full disk or a read error there is none any more.
    fn writer(&self) -> Result<&Writer> {
        let writer = self.turn.as_deref().ok_or_else(closed)?;
        if writer.open()?.is_autocommit() {
            return Err(Error::Internal(anyhow!("the transaction was ended by an error before")));
        }
        Ok(writer)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(turn) = self.turn.as_deref_mut() else { return };
        let undone = match &turn.connection {
            Some(connection) if !connection.is_autocommit() => {
                connection.execute_batch(if self.is_first { "rollback" } else { "rollback to action; release action" })
            }
            _ => Ok(()),
        };
        if let Err(cause) = undone {
            tracing::error!(%cause, "a transaction could not be taken back");
        }
        if turn.connection.as_ref().is_none_or(Connection::is_autocommit) {
            turn.settle(Err(Undone { said: "the transaction was ended by an error".to_owned(), is_full: false }));
        }
    }
}

/// Commits a group, unless somebody else of it was here first.
async fn end(shared: Arc<Shared>, group: Arc<Group>) -> Result<()> {
    let mut turn = shared.writer.clone().lock_owned().await;
    if group.get().is_none() {
        let ending = tokio::task::spawn_blocking(move || {
            turn.end();
            if let Some(connection) = &turn.connection {
                shared.log.fold_if_long(connection);
            }
        });
        ending.await.map_err(|cause| Error::Internal(cause.into()))?;
    }
    match group.get() {
        Some(Ok(())) => Ok(()),
        Some(Err(undone)) => Err(undone.clone().into()),
        None => Err(closed()),
    }
}

impl Writer {
    fn open(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(closed)
    }

    fn execute(&self, sql: &str) -> std::result::Result<(), Failed> {
        let connection = self.connection.as_ref().ok_or(Failed::Closed)?;
        let done = connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
        done.map(|_| ()).map_err(Failed::from)
    }

    /// Commits the open group, and waits for the disk.
    fn end(&mut self) {
        if self.group.is_none() {
            return;
        }
        let outcome = self.execute("commit").map_err(|cause| Undone {
            is_full: matches!(&cause, Failed::Other(cause) if is_full(cause)),
            said: Error::from(cause).to_string(),
        });
        if let Some(connection) = &self.connection
            && !connection.is_autocommit()
            && let Err(cause) = connection.execute_batch("rollback")
        {
            tracing::error!(%cause, "a transaction could not be taken back");
        }
        self.settle(outcome);
    }

    /// Tells the group what became of it.
    fn settle(&mut self, outcome: std::result::Result<(), Undone>) {
        if let Some(group) = self.group.take() {
            group.set(outcome).ok();
        }
    }
}

/// Why a word of command was not obeyed.
enum Failed {
    /// Another program writes.
    Busy,
    Closed,
    Other(rusqlite::Error),
}

impl From<rusqlite::Error> for Failed {
    fn from(cause: rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Other(cause),
        }
    }
}

impl From<Failed> for Error {
    fn from(cause: Failed) -> Self {
        match cause {
            Failed::Busy => {
                Self::Internal(anyhow!("another program has held the database for {PATIENCE:?}").context(Unavailable))
            }
            Failed::Closed => closed(),
            Failed::Other(cause) => failed(cause),
        }
    }
}

fn open_writer(path: &Path, log: &Log) -> anyhow::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    log.watch(&mut connection)?;
    // A 202 means durable: NORMAL may lose the last commits when the power fails.
    connection.pragma_update(None, "synchronous", "full")?;
    // What a savepoint remembers needs no file.
    connection.pragma_update(None, "temp_store", "memory")?;
    // Deleted children's words must not stay behind in free pages.
    connection.pragma_update(None, "secure_delete", "on")?;
    common(&connection)?;
    migrate(&connection)?;
    // From here on nobody sleeps on a thread that others need.
    connection.busy_timeout(Duration::ZERO)?;
    Ok(connection)
}

/// Says what to do about a file that SQLite cannot read.
fn with_remedy(cause: anyhow::Error) -> anyhow::Error {
    let is_damaged = cause.downcast_ref::<rusqlite::Error>().is_some_and(|cause| {
        matches!(cause.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    });
    if is_damaged { cause.context(format!("it is damaged; {}", inspection::REMEDY)) } else { cause }
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
    // A plan is made once for a statement, not anew for each value that one of our partial indexes could depend on.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    connection.pragma_update(None, "trusted_schema", "off")?;
    connection.pragma_update(None, "cell_size_check", "on")
}

fn migrate(connection: &Connection) -> anyhow::Result<()> {
    let (tables, ours): (i64, i64) = connection.query_row(
        "select count(*), count(case when name = 'schema_migrations' then 1 end) from sqlite_schema where type = 'table'",
        (),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if tables > 0 && ours == 0 {
        anyhow::bail!("it holds another program's data; name another file with database = \"sqlite://…\"");
    }
    connection.execute_batch(migrations::TABLE)?;
    let mut taken = connection.prepare(migrations::TAKEN)?;
    let taken = taken.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    for step in migrations::pending(&taken)? {
        let transaction = connection.unchecked_transaction()?;
        for part in step.for_sqlite() {
            transaction.execute_batch(part).with_context(|| format!("step {}, {}", step.version, step.name))?;
        }
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
    let mut names: Option<Arc<[Box<str>]>> = None;
    let mut rows = statement.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next()? {
        // Copied only when there is a row: whoever is not on a list is refused for next to nothing.
        let names = names.get_or_insert_with(|| row.as_ref().column_names().map(Into::into).collect());
        let mut cells = Vec::with_capacity(names.len());
        for place in 0..names.len() {
            cells.push(match row.get_ref(place)? {
                ValueRef::Null => Cell::Nothing,
                ValueRef::Integer(number) => Cell::Number(number),
                // What came in was text, and looking is cheaper than mending.
                ValueRef::Text(text) => Cell::Text(match std::str::from_utf8(text) {
                    Ok(text) => text.to_owned(),
                    Err(_) => String::from_utf8_lossy(text).into_owned(),
                }),
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

/// Makes the index of words anew if it still knows one that is in no text. What is taken out of it is overwritten, but not where
/// it served to tell one page of the index from the next; that is rare, for there are hundreds of words on a page.
fn forget_terms(connection: &Connection) -> rusqlite::Result<()> {
    // The index's own table of pages; each term in it stands behind the mark of the index it belongs to.
    let is_left: bool = connection.query_row(
        "select exists (select 1 from (select substr(cast(term as text), 2) as word from findable_words_idx) p where p.word <> ''
            and coalesce((select substr(t.term, 1, length(p.word)) <> p.word from findable_terms t where t.term >= p.word
                order by t.term limit 1), true))",
        (),
        |row| row.get(0),
    )?;
    if is_left {
        connection.execute("insert into findable_words (findable_words) values ('rebuild')", ())?;
    }
    Ok(())
}

fn closed() -> Error {
    Error::Internal(anyhow!("the database is closed"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A broken rule of the schema (a name taken twice) is a conflict; everything else is ours to mend.
fn failed(cause: rusqlite::Error) -> Error {
    match cause.sqlite_error().map(|inner| inner.extended_code) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => super::database::taken(),
        _ if is_full(&cause) => full(),
        _ => Error::Internal(cause.into()),
    }
}

/// Whether there was no room for what was written.
fn is_full(cause: &rusqlite::Error) -> bool {
    matches!(cause.sqlite_error().map(|inner| inner.extended_code), Some(ffi::SQLITE_FULL | ffi::SQLITE_IOERR_SHMSIZE))
}

/// As the system itself says it of a file, so that nobody needs to know which of the two it was.
fn full() -> Error {
    let cause = std::io::Error::from(std::io::ErrorKind::StorageFull);
    Error::Internal(anyhow::Error::new(cause).context("the database"))
}
