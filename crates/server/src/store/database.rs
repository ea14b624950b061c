//! The database: SQLite in the school's own folder, or PostgreSQL shared by several nodes.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, anyhow};
use sqlx::postgres::{PgArguments, PgConnection, PgPool, PgPoolOptions, Postgres};
use sqlx::{Arguments, AssertSqlSafe, Connection as _, Row as _, SqlSafeStr, SqlStr, Transaction};

use super::migrations;
use super::sqlite::{Sqlite, Writing};
use super::values::{Row, Value};
use crate::error::{Error, Result};

/// Held while a node brings the schema up to date, so that two that start at once do not both do it.
const MIGRATING: i64 = 7235;

/// How often, and after how long, it is looked again whether somebody reads an older state.
const LOOKS: u32 = 100;
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// The tables that hold somebody's words or name, and the columns with them, or with what was made of them.
const WORDY: &[(&str, &[&str])] = &[
    ("items", &["slug", "url"]),
    (
        "revisions",
        &[
            "hash",
            "title",
            "summary",
            "warning",
            "signature",
            "source",
            "html",
            "linked_html",
            "plain",
            "links",
            "flags",
        ],
    ),
    ("revision_pictures", &["alt", "people", "source_url"]),
    ("showings", &["shown_html"]),
    ("decisions", &["reason", "before", "revision_hash"]),
    ("allowed_links", &["url"]),
    ("worries", &["raised_name", "words", "snapshot", "closing_reason"]),
    ("pictures", &[]),
    ("pupils", &["name"]),
    ("class_pupils", &[]),
    ("cards", &[]),
    ("family_links", &[]),
    ("sessions", &["record"]),
    ("classes", &["about"]),
    ("activities", &["body"]),
    ("deliveries", &["last_error"]),
    ("peers", &["last_error"]),
    ("audit", &["detail"]),
];

/// One school's database. Cloning shares it.
#[derive(Clone, Debug)]
pub enum Database {
    Sqlite(Sqlite),
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`], it never happened.
pub enum Tx {
    Sqlite(Writing),
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
            return Sqlite::open(Path::new(path)).await.map(Self::Sqlite);
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        Err(anyhow!("the database address must begin with sqlite:// or postgres://"))
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
            Self::Sqlite(file) => file.begin().await.map(Tx::Sqlite),
            Self::Postgres(pool) => pool.begin().await.map(Tx::Postgres).map_err(failed),
        }
    }

    /// Sees to it that what was deleted is not left behind in the engine's own files. SQLite overwrites it in the database
    /// itself, and the log, which still holds it, is emptied here. PostgreSQL forgets the dead rows; `thoroughly` writes the
    /// tables anew, for it leaves the bytes of dead rows in their pages. Its own log is reused by and by.
    ///
    /// False when somebody was in the way: then it is to be done again.
    pub async fn scrub(&self, thoroughly: bool) -> Result<bool> {
        match self {
            Self::Sqlite(file) => file.empty_log().await,
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await.map_err(failed)?;
                // Whoever reads for long is not waited for, lest everybody wait behind us.
                sqlx::query("set lock_timeout = '5s'").execute(&mut *connection).await.map_err(failed)?;
                let mut is_done = !thoroughly || nobody_looks_back(&mut connection).await?;
                for (table, _) in WORDY {
                    let how = if thoroughly { "vacuum (full)" } else { "vacuum" };
                    let vacuum = sqlx::query(ours(format!("{how} {table}"))).execute(&mut *connection).await;
                    if let Err(cause) = vacuum {
                        tracing::warn!(%cause, table, "a table could not be cleaned; it is tried again");
                        is_done = false;
                    }
                }
                sqlx::query("reset lock_timeout").execute(&mut *connection).await.map_err(failed)?;
                Ok(is_done)
            }
        }
    }

    /// For reading what is committed.
    pub fn read(&self) -> Reader<'_> {
        Reader(self)
    }

    /// Removes it for good: the file with its log, or every table of ours.
    pub async fn destroy(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(file) => file.destroy().await,
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query("drop view if exists shown").execute(&mut *tx).await?;
                for table in migrations::tables() {
                    sqlx::query(ours(format!("drop table if exists {table} cascade"))).execute(&mut *tx).await?;
                }
                tx.commit().await.context("removing the tables")
            }
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Waits for what is under way and closes the files.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(file) => file.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it all happen at once, durably.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(writing) => writing.commit().await,
            Self::Postgres(tx) => tx.commit().await.map_err(failed),
        }
    }

    /// Runs a statement that changes rows, and tells how many.
    pub async fn run(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        #[cfg(test)]
        super::plans::asked(sql);
        match self {
            Self::Sqlite(writing) => writing.run(sql, &values),
            Self::Postgres(tx) => {
                let done = sqlx::query_with(sql, postgres(values)?).execute(&mut **tx).await.map_err(failed)?;
                Ok(done.rows_affected())
            }
        }
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
        super::plans::asked(sql.as_str());
        match self {
            Self::Sqlite(writing) => Ok(writing.fetch(sql.as_str(), &values)?.into_iter().map(Row::Sqlite).collect()),
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
        super::plans::asked(sql.as_str());
        match self.0 {
            Database::Sqlite(file) => Ok(file.fetch(sql.as_str(), &values)?.into_iter().map(Row::Sqlite).collect()),
            Database::Postgres(pool) => {
                let rows = sqlx::query_with(sql, postgres(values)?).fetch_all(pool).await.map_err(failed)?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}

/// Waits a while until nobody looks at how things stood before this moment: for them PostgreSQL would keep dead rows.
async fn nobody_looks_back(connection: &mut PgConnection) -> Result<bool> {
    let now: String =
        sqlx::query_scalar("select pg_current_xact_id()::text").fetch_one(&mut *connection).await.map_err(failed)?;
    for _ in 0..LOOKS {
        let looking: i64 = sqlx::query_scalar(
            // Whoever does so now, and whoever might yet: a long transaction in another database makes new ones look back too.
            "select (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                and backend_xmin is not null and age(backend_xmin) >= age($1::text::xid8::xid))
                + case when pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 then 0 else 1 end",
        )
        .bind(&now)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
        if looking == 0 {
            return Ok(true);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(false)
}

/// A statement put together from our own parts; never from anything a person typed.
pub(super) fn ours(sql: String) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
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
    match &cause {
        sqlx::Error::Database(inner) if inner.is_unique_violation() => taken(),
        _ => Error::Internal(cause.into()),
    }
}

pub(super) fn taken() -> Error {
    Error::Conflict("that is already taken".to_owned())
}

async fn migrate(connection: &mut PgConnection) -> anyhow::Result<()> {
    let mut tx = connection.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)").bind(MIGRATING).execute(&mut *tx).await?;
    sqlx::query(migrations::TABLE).execute(&mut *tx).await?;
    let rows = sqlx::query(migrations::TAKEN).fetch_all(&mut *tx).await?;
    let taken = rows
        .iter()
        .map(|row| Ok((row.try_get("version")?, row.try_get("digest")?)))
        .collect::<Result<Vec<_>, sqlx::Error>>()?;
    let pending = migrations::pending(&taken)?;
    for step in pending {
        let context = || format!("step {}, {}", step.version, step.name);
        sqlx::raw_sql(step.sql).execute(&mut *tx).await.with_context(context)?;
        let take = sqlx::query(migrations::TAKE).bind(step.version).bind(step.name).bind(step.digest());
        take.execute(&mut *tx).await?;
    }
    if !pending.is_empty() {
        // PostgreSQL keeps samples of each column to plan by: of what people wrote it must keep none.
        for (table, column) in
            WORDY.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (table, column)))
        {
            let unsampled = ours(format!("alter table {table} alter column {column} set statistics 0"));
            sqlx::query(unsampled).execute(&mut *tx).await.with_context(|| format!("{table}.{column}"))?;
        }
    }
    tx.commit().await.context("bringing the schema up to date")
}
