//! The database: SQLite in the school's own folder, or PostgreSQL shared by several nodes.
//!
//! What waits for PostgreSQL is boxed here: nested in every future that asks anything, it would be carried about by SQLite's, too,
//! and be deeper than the compiler looks.

use std::fs::{File, TryLockError};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use super::ledger::Ledger;
use super::postgres::{Change, Frozen, Server};
use super::sqlite::{Sqlite, Still, Writing};
use super::values::{Row, Value};
use super::wake::Wake;
use crate::domain::gone::Gone;
use crate::error::{Error, Result};

/// One school's database. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Database {
    engine: Engine,
    /// Where what goes for good is written down beside the database. Only a school at work has one.
    ledger: Option<Ledger>,
}

#[derive(Clone, Debug)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Server),
}

/// A transaction. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    work: Work,
    ledger: Option<Ledger>,
    gone: Vec<Gone>,
}

enum Work {
    Sqlite(Writing),
    Postgres(Change),
}

/// The lock file beside a database, which the system lets go when its process ends, however it ends.
pub struct Held {
    path: PathBuf,
    _lock: File,
}

impl Held {
    fn of(database: &Path) -> anyhow::Result<Self> {
        // Beside it: closing the database's own file for a second time would drop SQLite's locks on it.
        let path = database.with_extension("lock");
        let file = File::create(&path).with_context(|| format!("making the lock {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _lock: file }),
            Err(TryLockError::WouldBlock) => Err(anyhow!(
                "another schoolgate has the database {} in its hands; stop that one first",
                database.display()
            )),
            Err(TryLockError::Error(cause)) => Err(cause).with_context(|| format!("locking {}", path.display())),
        }
    }
}

/// The database as it stood at one moment, whatever is written meanwhile.
pub enum Snapshot {
    Sqlite(Still),
    Postgres(Frozen),
}

/// Reads outside a transaction.
pub struct Reader<'a>(&'a Database);

/// What a statement can be asked of: a transaction, or the database itself for reading.
///
/// Statements are literals; one that is put together from our own parts goes through [`ours`] and the `fetch` forms.
pub trait Sql: Send {
    /// Whether PostgreSQL is asked: where words are looked up, each engine has its own question.
    fn is_postgres(&self) -> bool;

    /// All rows of the answer.
    fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>>> + Send;

    /// The one row there must be. Errors: [`Error::Missing`].
    fn fetch_one(&mut self, sql: SqlStr, values: Vec<Value>) -> impl Future<Output = Result<Row>> + Send {
        async move { self.fetch(sql, values).await?.into_iter().next().ok_or(Error::Missing) }
    }

    fn all(&mut self, sql: &'static str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>>> + Send {
        self.fetch(sql.into_sql_str(), values)
    }

    fn one(&mut self, sql: &'static str, values: Vec<Value>) -> impl Future<Output = Result<Row>> + Send {
        self.fetch_one(sql.into_sql_str(), values)
    }

    /// The first row, if there is one.
    fn maybe(&mut self, sql: &'static str, values: Vec<Value>) -> impl Future<Output = Result<Option<Row>>> + Send {
        async move { Ok(self.all(sql, values).await?.into_iter().next()) }
    }
}

impl Database {
    /// Opens `sqlite:///path/to/file.sqlite` or `postgres://…`, and brings its schema up to date.
    ///
    /// Errors: a sentence that names the database and what to do.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        // Each opening is a node of its own: what one claims is never taken for another's.
        let node: Arc<str> = format!("{:016x}", rand::random::<u64>()).into();
        if let Some(path) = url.strip_prefix("sqlite://") {
            let file = Sqlite::open(Path::new(path), node).await?;
            return Ok(Self { engine: Engine::Sqlite(file), ledger: None });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let server = Server::open(url, node).await?;
            return Ok(Self { engine: Engine::Postgres(server), ledger: None });
        }
        Err(anyhow!("the database address must begin with sqlite:// or postgres://"))
    }

    /// Begins a transaction that may write. On SQLite it waits for the one writer.
    pub async fn begin(&self) -> Result<Tx> {
        let work = match &self.engine {
            Engine::Sqlite(file) => Work::Sqlite(file.begin().await?),
            Engine::Postgres(server) => Work::Postgres(Box::pin(server.begin()).await?),
        };
        Ok(Tx { work, ledger: self.ledger.clone(), gone: Vec::new() })
    }

    /// All of it as it stands now. Writers go on meanwhile.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        match &self.engine {
            Engine::Sqlite(file) => file.snapshot().map(Snapshot::Sqlite),
            Engine::Postgres(server) => server.freeze().await.map(Snapshot::Postgres),
        }
    }

    /// The same database, which from now on writes down in this ledger what goes for good.
    #[must_use]
    pub fn with_ledger(self, ledger: Ledger) -> Self {
        Self { ledger: Some(ledger), ..self }
    }

    pub fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// Its file, where it has one.
    pub fn file(&self) -> Option<&Path> {
        match &self.engine {
            Engine::Sqlite(file) => Some(file.path()),
            Engine::Postgres(_) => None,
        }
    }

    /// What we are called among those that serve the same school.
    pub fn node(&self) -> &str {
        match &self.engine {
            Engine::Sqlite(file) => file.node(),
            Engine::Postgres(server) => &server.node,
        }
    }

    /// Whether other processes may serve the same school.
    pub fn is_shared(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Keeps other programs from serving this database, or moving it, for as long as the answer lives. Nothing where several
    /// may. Errors: a sentence that says who has it.
    pub fn hold(&self) -> anyhow::Result<Option<Held>> {
        match &self.engine {
            Engine::Sqlite(file) => Held::of(file.path()).map(Some),
            Engine::Postgres(_) => Ok(None),
        }
    }

    /// Passes on what wakes this node to the others and back, for as long as it runs. Alone, there is nobody to tell.
    pub async fn exchange(&self, wake: &Wake) {
        match &self.engine {
            Engine::Sqlite(_) => std::future::pending().await,
            Engine::Postgres(server) => server.exchange(wake).await,
        }
    }

    /// What about the server endangers what it is given, each in a sentence. Of SQLite we see to that ourselves.
    pub async fn dangers(&self) -> Result<Vec<String>> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(Vec::new()),
            Engine::Postgres(server) => server.dangers().await,
        }
    }

    /// Sees to it that what was deleted is not left behind in the engine's own files. SQLite overwrites it in the database
    /// itself, and the log, which still holds it, is emptied here. PostgreSQL forgets the dead rows; `thoroughly` writes the
    /// tables anew, for it leaves the bytes of dead rows in their pages. Its own log is reused by and by.
    ///
    /// False when somebody was in the way: then it is to be done again.
    pub async fn scrub(&self, thoroughly: bool) -> Result<bool> {
        match &self.engine {
            Engine::Sqlite(file) => file.empty_log().await,
            Engine::Postgres(server) => server.scrub(thoroughly).await,
        }
    }

    /// Until the disk has said that it did not keep what it was given. PostgreSQL stops by itself then.
    pub async fn broken(&self) {
        match &self.engine {
            Engine::Sqlite(file) => file.broken().await,
            Engine::Postgres(_) => std::future::pending().await,
        }
    }

    /// For reading what is committed.
    pub fn read(&self) -> Reader<'_> {
        Reader(self)
    }

    /// Removes it for good: the file with its log and its lock, or every table of ours; and its ledger.
    pub async fn destroy(&self, held: Option<Held>) -> anyhow::Result<()> {
        match &self.engine {
            Engine::Sqlite(file) => file.destroy().await?,
            Engine::Postgres(server) => server.destroy().await?,
        }
        if let Some(held) = held {
            std::fs::remove_file(&held.path).with_context(|| format!("removing {}", held.path.display()))?;
        }
        self.ledger.as_ref().map_or(Ok(()), Ledger::destroy)
    }

    /// Waits for what is under way and closes the files.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(file) => file.close().await,
            Engine::Postgres(server) => server.close().await,
        }
        if let Some(ledger) = &self.ledger {
            ledger.close();
        }
    }
}

impl Tx {
    /// Makes it all happen at once, durably. What goes for good stands in the ledger before; if it cannot be written there,
    /// nothing happens, and if it does not happen, that is written there too.
    pub async fn commit(mut self) -> Result<()> {
        let gone = std::mem::take(&mut self.gone);
        if let Work::Sqlite(writing) = &self.work
            && gone.iter().any(|gone| matches!(gone, Gone::Words(_)))
        {
            writing.words_go();
        }
        let Some(ledger) = self.ledger.clone().filter(|_| !gone.is_empty()) else { return self.work.commit().await };
        // Whoever writes to the ledger next waits until this is committed: its lines stand in the order of the commits.
        super::ledger::reached(&mut self, &ledger, 0).await?;
        let position = ledger.write(gone.clone()).await?;
        let is_shared = matches!(self.work, Work::Postgres(_));
        let done = match super::ledger::reached(&mut self, &ledger, position).await {
            Ok(()) => self.work.commit().await,
            Err(cause) => Err(cause),
        };
        // A server that went away may have done it; then the ledger is right, and the database learns it from there.
        if let Err(cause) = &done
            && (!is_shared || super::postgres::is_rolled_back(cause))
            && let Err(cause) = ledger.write(gone.into_iter().map(|gone| Gone::Not(Box::new(gone))).collect()).await
        {
            tracing::error!(%cause, "the ledger tells of something that failed; it will be done at the next start");
        }
        done
    }

    /// The same transaction, of which nothing is written into the ledger: it does what stands there already.
    #[must_use]
    pub fn unrecorded(self) -> Self {
        Self { ledger: None, ..self }
    }

    /// Notes something that goes with this transaction, and must stay gone when an older copy of the database is put back.
    pub(super) fn gone(&mut self, gone: Gone) {
        self.gone.push(gone);
    }

    /// Runs a statement that changes rows, and tells how many.
    pub async fn run(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        #[cfg(test)]
        super::plans::asked(sql);
        match &mut self.work {
            Work::Sqlite(writing) => writing.run(sql, &values),
            Work::Postgres(change) => Box::pin(change.run(sql.into_sql_str(), values)).await,
        }
    }

    /// Runs a statement that must change exactly one row. Errors: [`Error::Missing`].
    pub async fn change(&mut self, sql: &'static str, values: Vec<Value>) -> Result<()> {
        if self.run(sql, values).await? == 1 { Ok(()) } else { Err(Error::Missing) }
    }

    /// As [`Database::node`].
    pub fn node(&self) -> &str {
        match &self.work {
            Work::Sqlite(writing) => writing.node(),
            Work::Postgres(change) => &change.node,
        }
    }
}

impl Work {
    async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(writing) => writing.commit().await,
            Self::Postgres(change) => Box::pin(change.commit()).await,
        }
    }
}

impl Sql for Tx {
    fn is_postgres(&self) -> bool {
        matches!(self.work, Work::Postgres(_))
    }

    async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<Row>> {
        #[cfg(test)]
        super::plans::asked(sql.as_str());
        match &mut self.work {
            Work::Sqlite(writing) => Ok(writing.fetch(sql.as_str(), &values)?.into_iter().map(Row::Sqlite).collect()),
            Work::Postgres(change) => {
                Ok(Box::pin(change.fetch(sql, values)).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}

impl Sql for Reader<'_> {
    fn is_postgres(&self) -> bool {
        self.0.is_shared()
    }

    async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<Row>> {
        #[cfg(test)]
        super::plans::asked(sql.as_str());
        match &self.0.engine {
            Engine::Sqlite(file) => Ok(file.fetch(sql.as_str(), &values)?.into_iter().map(Row::Sqlite).collect()),
            Engine::Postgres(server) => {
                Ok(Box::pin(server.fetch(sql, values)).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}

impl Sql for Snapshot {
    fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(still) => Ok(still.fetch(sql.as_str(), &values)?.into_iter().map(Row::Sqlite).collect()),
            Self::Postgres(frozen) => Ok(frozen.fetch(sql, values).await?.into_iter().map(Row::Postgres).collect()),
        }
    }
}

/// A statement put together from our own parts; never from anything a person typed.
pub(super) fn ours(sql: String) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}

pub(super) fn taken() -> Error {
    Error::Conflict("that is already taken".to_owned())
}
