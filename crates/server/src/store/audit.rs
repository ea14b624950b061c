//! The audit log: append-only, each line chained to the one before.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::audit::{Event, Line};
use crate::error::Result;
use crate::{tokens, values};

/// Letters of chance in each line: enough that no detail can be guessed from its mark.
const SALT: usize = 16;

/// Writes the next line, in the transaction of the action itself.
pub async fn append(tx: &mut Tx, event: Event, now: Timestamp) -> Result<()> {
    // On PostgreSQL the head is locked, so that two nodes cannot write the same number.
    let head = if tx.is_postgres() {
        tx.one("select number, hash from audit_head where one = 1 for update", values![]).await?
    } else {
        tx.one("select number, hash from audit_head where one = 1", values![]).await?
    };
    let line = event.line_after(head.get("number")?, head.get("hash")?, now, tokens::random(SALT));
    tx.change(
        "insert into audit (number, at, actor, action, subject, detail, salt, mark, previous, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            line.number,
            line.at,
            &line.actor,
            &line.action,
            &line.subject,
            &line.detail,
            &line.salt,
            &line.mark,
            &line.previous,
            &line.hash
        ],
    )
    .await?;
    tx.change("update audit_head set number = $1, hash = $2 where one = 1", values![line.number, &line.hash]).await
}

/// Erases the details of every line about a subject; that it happened, when and by whom stays, and the chain holds.
pub async fn erase_details(tx: &mut Tx, subject: &str) -> Result<u64> {
    tx.run("update audit set detail = '', salt = '' where subject = $1 and detail <> ''", values![subject]).await
}

/// What is looked for in the log: nothing given means everything.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Such as `staff:…` or `host:…`.
    pub actor: String,
    pub action: String,
    pub from: Option<Timestamp>,
    /// The first moment that is too late.
    pub until: Option<Timestamp>,
}

/// The lines before a number that fit, newest first.
pub async fn found(sql: &mut impl Sql, search: &Search, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        "select * from audit where number < $1 and ($2 = '' or actor = $2) and ($3 = '' or action = $3) and at >= $4 and at < $5
         order by number desc limit $6",
        values![
            before.unwrap_or(i64::MAX),
            &search.actor,
            &search.action,
            search.from.unwrap_or(Timestamp::MIN),
            search.until.unwrap_or(Timestamp::MAX),
            limit
        ],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// Every kind of action that is in the log.
pub async fn actions(sql: &mut impl Sql) -> Result<Vec<String>> {
    sql.all("select distinct action from audit order by action", values![])
        .await?
        .iter()
        .map(|row| row.get("action"))
        .collect()
}

/// Lines after a number, oldest first, for checking the chain.
pub async fn after(sql: &mut impl Sql, number: i64, limit: u32) -> Result<Vec<Line>> {
    sql.all("select * from audit where number > $1 order by number limit $2", values![number, limit])
        .await?
        .iter()
        .map(from)
        .collect()
}

/// Number and hash of the last line, as the log itself remembers them.
pub async fn head(sql: &mut impl Sql) -> Result<(i64, String)> {
    let row = sql.one("select number, hash from audit_head where one = 1", values![]).await?;
    Ok((row.get("number")?, row.get("hash")?))
}

fn from(row: &Row) -> Result<Line> {
    Ok(Line {
        number: row.get("number")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        detail: row.get("detail")?,
        salt: row.get("salt")?,
        mark: row.get("mark")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}
