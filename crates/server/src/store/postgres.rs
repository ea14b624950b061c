//! PostgreSQL, shared by several nodes: how we speak to it, what we ask of it, and what its refusals mean.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgListener, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::{Arguments, Connection as _, Row as _, SqlStr, Transaction};

use super::migrations;
use super::values::Value;
use super::wake::Wake;
use super::wordy::WORDY;
use crate::error::{Error, Result, Unavailable};

/// Held while a node brings the schema up to date, so that two that start at once do not both do it.
const MIGRATING: i64 = 7235;
/// So many connections for each node and school.
const CONNECTIONS: u32 = 16;
/// How long a request waits for a connection, and for a server that is being restarted.
const PATIENCE: Duration = Duration::from_millis(2500);
/// So often, since whoever has set out to make a new connection does not notice one that is given back meanwhile.
const PATIENTLY: u32 = 4;
/// What each connection holds to, unless the database's address says otherwise (`?options[statement_timeout]=60000`).
/// The isolation is the one that our locks were thought out for, whatever the server's usual one is.
const SETTINGS: &[(&str, &str)] = &[
    ("statement_timeout", "30000"),
    ("lock_timeout", "10000"),
    ("idle_in_transaction_session_timeout", "60000"),
    ("default_transaction_isolation", "read committed"),
];
/// Where nodes tell each other that there is something to do.
const CHANNEL: &str = "schoolgate";
/// How often, and after how long, it is looked again whether somebody reads an older state.
const LOOKS: u32 = 100;
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// How long the listener waits before it looks for the server again.
const AGAIN: Duration = Duration::from_secs(2);

/// A connection to the server that this school is on. Cloning shares it.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pool: PgPool,
    /// Who we are among those that share it.
    pub(super) node: Arc<str>,
}

/// A transaction on it.
pub(super) struct Change {
    tx: Transaction<'static, Postgres>,
    pub(super) node: Arc<str>,
}

/// The database as it stood at one moment.
pub struct Frozen(Transaction<'static, Postgres>);

impl Server {
    /// Connects, looks whether the server keeps what it is given, and brings the schema up to date.
    pub(super) async fn open(url: &str, node: Arc<str>) -> anyhow::Result<Self> {
        // An address that cannot be read is not repeated: there is a password in it.
        let plain: PgConnectOptions =
            url.parse().map_err(|_| anyhow!("the address of the PostgreSQL database cannot be read; write it as in postgres://schoolgate:password@localhost/schoolgate"))?;
        let said = plain.get_options().unwrap_or_default().to_owned();
        let ours = SETTINGS.iter().filter(|(name, _)| !said.contains(name)).copied();
        let options = plain.application_name("schoolgate").options(ours);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // Whoever was told that it is done may rely on it, whatever is usual on this server.
                    let durable = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
                    sqlx::query(durable).execute(connection).await.map(|_| ())
                })
            })
            .connect_with(options)
            .await
            .map_err(|cause| {
                let passes = passes(&cause);
                let cause = anyhow::Error::new(cause).context(
                    "connecting to PostgreSQL; check that it runs and that the address, name and password are right",
                );
                if passes { cause.context(Unavailable) } else { cause }
            })?;
        let mut connection = pool.acquire().await?;
        writable(&mut connection).await?;
        migrate(&mut connection).await.context("preparing the PostgreSQL database")?;
        drop(connection);
        Ok(Self { pool, node })
    }

    /// What about the server endangers what it is given, each in a sentence.
    pub(super) async fn dangers(&self) -> Result<Vec<String>> {
        let mut dangers = Vec::new();
        for (setting, wanted, sentence) in [
            ("fsync", "on", "its fsync is off: a power cut may destroy all of it; set fsync = on"),
            (
                "full_page_writes",
                "on",
                "its full_page_writes is off: a power cut may destroy pages; set full_page_writes = on",
            ),
            (
                "data_sync_retry",
                "off",
                "its data_sync_retry is on: after a disk error it may say that lost words are safe; set data_sync_retry = off",
            ),
        ] {
            let row = sqlx::query("select current_setting($1) as said").bind(setting).fetch_one(&self.pool).await;
            if row.map_err(failed)?.try_get::<String, _>("said").map_err(failed)? != wanted {
                dangers.push(sentence.to_owned());
            }
        }
        Ok(dangers)
    }

    pub(super) async fn begin(&self) -> Result<Change> {
        let tx = patiently(|| self.pool.begin()).await.map_err(failed)?;
        Ok(Change { tx, node: self.node.clone() })
    }

    /// Everything as it stands now, for one who reads all of it and may take long.
    pub(super) async fn freeze(&self) -> Result<Frozen> {
        let begin = "begin isolation level repeatable read read only";
        let mut tx = patiently(|| self.pool.begin_with(begin)).await.map_err(failed)?;
        // Its first look decides what is seen.
        let look = "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; select 1";
        sqlx::raw_sql(look).execute(&mut *tx).await.map_err(failed)?;
        Ok(Frozen(tx))
    }

    /// A single reading statement. It changes nothing, so one that a restart cut off is asked again.
    pub(super) async fn fetch(&self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<PgRow>> {
        match self.ask(&sql, &values).await {
            Err(cause) if is_cut_off(&cause) => self.ask(&sql, &values).await.map_err(failed),
            other => other.map_err(failed),
        }
    }

    async fn ask(&self, sql: &SqlStr, values: &[Value]) -> std::result::Result<Vec<PgRow>, sqlx::Error> {
        let mut connection = patiently(|| self.pool.acquire()).await?;
        sqlx::query_with(sql.clone(), arguments(values)?).fetch_all(&mut *connection).await
    }

    /// Passes on what wakes one node to all others of this school, for as long as it runs. What is missed while the server is
    /// away is found by looking, as it would be without this.
    pub(super) async fn exchange(&self, wake: &Wake) {
        tokio::join!(self.tell(wake), self.listen(wake));
    }

    async fn tell(&self, wake: &Wake) {
        loop {
            wake.for_others().await;
            let told =
                sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(&*self.node).execute(&self.pool).await;
            if let Err(cause) = told {
                tracing::debug!(%cause, "the other nodes were not told");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }

    async fn listen(&self, wake: &Wake) {
        loop {
            let cause = self.listen_until_it_fails(wake).await;
            tracing::warn!(%cause, "the other nodes cannot be heard; what they do is found by looking meanwhile");
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn listen_until_it_fails(&self, wake: &Wake) -> sqlx::Error {
        // A connection of its own: one of the pool's would be missing there for good.
        let options = (*self.pool.connect_options()).clone();
        let listening = async {
            let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(PATIENCE).connect_with(options).await?;
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.listen(CHANNEL).await?;
            // Something may have been said before we listened.
            wake.here();
            loop {
                match listener.try_recv().await? {
                    Some(said) if said.payload() == &*self.node => {}
                    // None: the connection was lost and is there again, and something may have been said meanwhile.
                    Some(_) | None => wake.here(),
                }
            }
        };
        let outcome: std::result::Result<std::convert::Infallible, sqlx::Error> = listening.await;
        match outcome {
            Err(cause) => cause,
        }
    }

    /// As [`Database::scrub`](super::Database::scrub).
    pub(super) async fn scrub(&self, thoroughly: bool) -> Result<bool> {
        let mut connection = self.pool.acquire().await.map_err(failed)?;
        // Whoever reads for long is not waited for, lest everybody wait behind us; writing a table anew may take its time.
        let patience = "set lock_timeout = '5s'; set statement_timeout = 0";
        sqlx::raw_sql(patience).execute(&mut *connection).await.map_err(failed)?;
        let mut is_done = !thoroughly || nobody_looks_back(&mut connection).await?;
        for (table, _) in WORDY {
            let how = if thoroughly { "vacuum (full)" } else { "vacuum" };
            let vacuum = sqlx::query(super::database::ours(format!("{how} {table}"))).execute(&mut *connection).await;
            if let Err(cause) = vacuum {
                tracing::warn!(%cause, table, "a table could not be cleaned; it is tried again");
                is_done = false;
            }
        }
        sqlx::raw_sql("reset lock_timeout; reset statement_timeout").execute(&mut *connection).await.map_err(failed)?;
        Ok(is_done)
    }

    /// Removes every table of ours.
    pub(super) async fn destroy(&self) -> anyhow::Result<()> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("drop view if exists shown").execute(&mut *tx).await?;
        for table in migrations::tables() {
            let drop = super::database::ours(format!("drop table if exists {table} cascade"));
            sqlx::query(drop).execute(&mut *tx).await?;
        }
        tx.commit().await.context("removing the tables")
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
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

impl Change {
    pub(super) async fn commit(self) -> Result<()> {
        self.tx.commit().await.map_err(failed)
    }

    /// How many rows it changed.
    pub(super) async fn run(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<u64> {
        let arguments = arguments(&values).map_err(failed)?;
        let done = sqlx::query_with(sql, arguments).execute(&mut *self.tx).await.map_err(failed)?;
        Ok(done.rows_affected())
    }

    pub(super) async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<PgRow>> {
        let arguments = arguments(&values).map_err(failed)?;
        sqlx::query_with(sql, arguments).fetch_all(&mut *self.tx).await.map_err(failed)
    }
}

impl Frozen {
    pub(super) async fn fetch(&mut self, sql: SqlStr, values: Vec<Value>) -> Result<Vec<PgRow>> {
        let arguments = arguments(&values).map_err(failed)?;
        sqlx::query_with(sql, arguments).fetch_all(&mut *self.0).await.map_err(failed)
    }
}

/// Asks for a connection until there is one, for a while.
async fn patiently<T, F: Future<Output = std::result::Result<T, sqlx::Error>>>(
    mut ask: impl FnMut() -> F,
) -> std::result::Result<T, sqlx::Error> {
    for _ in 1..PATIENTLY {
        match ask().await {
            Err(sqlx::Error::PoolTimedOut) => {}
            other => return other,
        }
    }
    ask().await
}

fn arguments(values: &[Value]) -> std::result::Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Number(number) => arguments.add(number),
            Value::Truth(truth) => arguments.add(truth),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// A broken rule of the schema (a name taken twice) is a conflict. What a while will mend is told from what is ours to mend.
pub(super) fn failed(cause: sqlx::Error) -> Error {
    match &cause {
        sqlx::Error::Database(inner) if inner.is_unique_violation() => super::database::taken(),
        // `disk_full`, said as the system itself says it of a file.
        sqlx::Error::Database(inner) if inner.code().as_deref() == Some("53100") => {
            let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
            Error::Internal(anyhow::Error::new(full).context("the database"))
        }
        _ if passes(&cause) => Error::Internal(anyhow::Error::new(cause).context(Unavailable)),
        _ => Error::Internal(cause.into()),
    }
}

/// Whether it may go well another time: the server is away, full, busy or a copy that takes nothing. Nothing was done, or (at
/// a commit) nobody knows; so only the person who asked can say whether to ask again.
fn passes(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(inner) => inner.code().is_some_and(|code| {
            // Connections, resources, an operator's hand, the system below; and by name: two that wait for each other or
            // saw different things, a lock or a statement that took too long, a read-only copy.
            ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class))
                || matches!(&*code, "40001" | "40P01" | "55P03" | "25006" | "25P03")
        }),
        _ => false,
    }
}

/// Whether the server said that nothing of a transaction was done.
pub(super) fn is_rolled_back(cause: &Error) -> bool {
    let Error::Internal(cause) = cause else { return true };
    cause.chain().filter_map(|cause| cause.downcast_ref::<sqlx::Error>()).any(|cause| match cause {
        // Integrity, and a transaction that the server itself ended.
        sqlx::Error::Database(inner) => {
            inner.code().is_some_and(|code| code.starts_with("23") || code.starts_with("40"))
        }
        _ => false,
    })
}

/// Whether a reading statement may be asked again at once: its connection was lost under it, or the server chose it to give
/// way to another.
fn is_cut_off(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(inner) => {
            inner.code().is_some_and(|code| matches!(&*code, "57P01" | "57P02" | "40001" | "40P01"))
        }
        _ => false,
    }
}

async fn writable(connection: &mut PgConnection) -> anyhow::Result<()> {
    let row = sqlx::query("select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as is_copy");
    if row.fetch_one(connection).await?.try_get("is_copy")? {
        bail!(
            "this PostgreSQL takes nothing (it is a copy, or set to read only); give the address of the one that does"
        );
    }
    Ok(())
}

async fn migrate(connection: &mut PgConnection) -> anyhow::Result<()> {
    let mut tx = connection.begin().await?;
    // A large school's step may take its time, and so may another node's.
    sqlx::raw_sql("set local statement_timeout = 0; set local lock_timeout = 0").execute(&mut *tx).await?;
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
        for part in step.for_postgres() {
            sqlx::raw_sql(part).execute(&mut *tx).await.with_context(context)?;
        }
        let take = sqlx::query(migrations::TAKE).bind(step.version).bind(step.name).bind(step.digest());
        take.execute(&mut *tx).await?;
    }
    if !pending.is_empty() {
        // PostgreSQL keeps samples of each column to plan by: of what people wrote it must keep none.
        for (table, column) in
            WORDY.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (table, column)))
        {
            let unsampled = format!("alter table {table} alter column {column} set statistics 0");
            let unsampled = sqlx::query(super::database::ours(unsampled)).execute(&mut *tx).await;
            unsampled.with_context(|| format!("{table}.{column}"))?;
        }
    }
    tx.commit().await.context("bringing the schema up to date")
}
