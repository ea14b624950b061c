//! The audit log: append-only, each line chained to the one before.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::audit::{Event, Line};
use crate::error::Result;
use crate::values;

/// Writes the next line, in the transaction of the action itself.
pub async fn append(tx: &mut Tx, event: Event, now: Timestamp) -> Result<()> {
    // On PostgreSQL the head is locked, so that two nodes cannot write the same number.
    let head = if tx.is_postgres() {
        tx.one("select number, hash from audit_head where one = 1 for update", values![]).await?
    } else {
        tx.one("select number, hash from audit_head where one = 1", values![]).await?
    };
    let line = event.line_after(head.get("number")?, head.get("hash")?, now);
    tx.change(
        "insert into audit (number, at, actor, action, subject, detail, previous, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![line.number, line.at, &line.actor, &line.action, &line.subject, &line.detail, &line.previous, &line.hash],
    )
    .await?;
    tx.change("update audit_head set number = $1, hash = $2 where one = 1", values![line.number, &line.hash]).await
}

/// Lines before a number, newest first.
pub async fn page(sql: &mut impl Sql, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        "select * from audit where number < $1 order by number desc limit $2",
        values![before.unwrap_or(i64::MAX), limit],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// The same of one actor only, such as `staff:…` or `host:…`; of everybody when it is empty.
pub async fn page_of(sql: &mut impl Sql, actor: &str, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        "select * from audit where number < $1 and ($2 = '' or actor = $2) order by number desc limit $3",
        values![before.unwrap_or(i64::MAX), actor, limit],
    )
    .await?
    .iter()
    .map(from)
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
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}
