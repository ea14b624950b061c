//! The database: SQLite in the school's own folder, or PostgreSQL shared by several nodes.

use std::borrow::Cow;
use std::future::Future;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, anyhow};
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::{PgArguments, PgPool, PgPoolOptions, Postgres};
use sqlx::sqlite::{
    Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Acquire, Arguments, AssertSqlSafe, SqlSafeStr, SqlStr, Transaction};

use super::values::{Row, Value};
use crate::error::{Error, Result};

/// Our migrations, in order. They run at start, each in a transaction; a newer schema than ours is refused.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "people and classes", include_str!("../../../../migrations/0001_people_and_classes.sql")),
    (2, "partners", include_str!("../../../../migrations/0002_partners.sql")),
    (3, "items and the gate", include_str!("../../../../migrations/0003_items_and_the_gate.sql")),
    (4, "letters and deliveries", include_str!("../../../../migrations/0004_letters_and_deliveries.sql")),
];

/// One school's database. Cloning shares it.
#[derive(Clone, Debug)]
pub enum Database {
    /// One writer, because a pool of writers meets "locked"; several readers beside it.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`], it never happened.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Reads outside a transaction.
pub struct Reader<'a>(&'a Database);

/// What a statement can be asked of: a transaction, or the database itself for reading.
///
/// Statements are literals; one that is put together from our own parts goes through [`ours`] and the `fetch` forms.
pub trait Sql: Send {
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
        if let Some(path) = url.strip_prefix("sqlite://") {
            return Self::open_sqlite(Path::new(path)).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        Err(anyhow!("the database address must begin with sqlite:// or postgres://"))
    }

    async fn open_sqlite(path: &Path) -> anyhow::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
        }
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A 202 means durable: NORMAL may lose the last commits when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(200)
            .pragma("trusted_schema", "off")
            .pragma("cell_size_check", "on")
            // Deleted children's words must not stay behind in free pages.
            .pragma("secure_delete", "on");
        let context = || format!("opening the database {}", path.display());
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .with_context(context)?;
        migrate(&mut *write.acquire().await.with_context(context)?).await.with_context(context)?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .idle_timeout(Duration::from_mins(1))
            .connect_lazy_with(options.read_only(true).create_if_missing(false));
        Ok(Self::Sqlite { read, write })
    }

    async fn open_postgres(url: &str) -> anyhow::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .connect(url)
            .await
            .context(
                "connecting to PostgreSQL; check that it runs and that the address, name and password are right",
            )?;
        migrate(&mut *pool.acquire().await?).await.context("preparing the PostgreSQL database")?;
        Ok(Self::Postgres(pool))
    }

    /// Begins a transaction that may write. On SQLite it waits for the one writer.
    pub async fn begin(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { write, .. } => write.begin_with("begin immediate").await.map(Tx::Sqlite).map_err(failed),
            Self::Postgres(pool) => pool.begin().await.map(Tx::Postgres).map_err(failed),
        }
    }

    /// For reading what is committed.
    pub fn read(&self) -> Reader<'_> {
        Reader(self)
    }

    /// Waits for what is under way and closes the files.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it all happen at once.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
        .map_err(failed)
    }

    /// Runs a statement that changes rows, and tells how many.
    pub async fn run(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        let sql = sql.into_sql_str();
        #[cfg(test)]
        super::plans::asked(&sql);
        match self {
            Self::Sqlite(tx) => {
                sqlx::query_with(sql, sqlite(values)?).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            Self::Postgres(tx) => {
                sqlx::query_with(sql, postgres(values)?).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
        .map_err(failed)
    }

    /// Runs a statement that must change exactly one row. Errors: [`Error::Missing`].
    pub async fn change(&mut self, sql: &'static str, values: Vec<Value>) -> Result<()> {
        if self.run(sql, values).await? == 1 { Ok(()) } else { Err(Error::Missing) }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

impl Sql for Tx {
    async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<Row>> {
        #[cfg(test)]
        super::plans::asked(&sql);
        match self {
            Self::Sqlite(tx) => {
                let rows = sqlx::query_with(sql, sqlite(values)?).fetch_all(&mut **tx).await.map_err(failed)?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(tx) => {
                let rows = sqlx::query_with(sql, postgres(values)?).fetch_all(&mut **tx).await.map_err(failed)?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}

impl Sql for Reader<'_> {
    async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<Row>> {
        #[cfg(test)]
        super::plans::asked(&sql);
        match self.0 {
            Database::Sqlite { read, .. } => {
                let rows = sqlx::query_with(sql, sqlite(values)?).fetch_all(read).await.map_err(failed)?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Database::Postgres(pool) => {
                let rows = sqlx::query_with(sql, postgres(values)?).fetch_all(pool).await.map_err(failed)?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}

/// A statement put together from our own parts; never from anything a person typed.
pub(super) fn ours(sql: String) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}

fn sqlite(values: Vec<Value>) -> Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Number(number) => arguments.add(number),
            Value::Truth(truth) => arguments.add(truth),
        }
        .map_err(|cause| Error::Internal(anyhow!(cause)))?;
    }
    Ok(arguments)
}

fn postgres(values: Vec<Value>) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Number(number) => arguments.add(number),
            Value::Truth(truth) => arguments.add(truth),
        }
        .map_err(|cause| Error::Internal(anyhow!(cause)))?;
    }
    Ok(arguments)
}

/// A broken rule of the schema (a name taken twice) is a conflict; everything else is ours to mend.
fn failed(cause: sqlx::Error) -> Error {
    if let sqlx::Error::Database(inner) = &cause
        && inner.is_unique_violation()
    {
        return Error::Conflict("that is already taken".to_owned());
    }
    Error::Internal(cause.into())
}

/// Brings the schema up to date, and refuses one that a newer version has written.
async fn migrate<'c, C>(connection: C) -> anyhow::Result<()>
where
    C: Acquire<'c>,
    <C::Connection as std::ops::Deref>::Target: Migrate,
{
    let migrations: Vec<_> = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            Migration::new(*version, Cow::Borrowed(name), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    let migrator = Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT };
    match migrator.run(connection).await {
        Err(MigrateError::VersionMissing(version)) => Err(anyhow!(
            "this database was written by a newer Schoolgate (schema {version}); use that version, or restore the backup made before the upgrade"
        )),
        other => other.context("bringing the schema up to date"),
    }
}
