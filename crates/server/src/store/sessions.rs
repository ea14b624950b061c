//! Who is signed in, as rows: one person's sessions can all end at once.

use jiff::Timestamp;

use super::{Sql, Tx};
use crate::error::Result;
use crate::values;

/// Writes a new session.
pub async fn insert(tx: &mut Tx, id: &str, subject: &str, record: &str, expires_at: Timestamp) -> Result<()> {
    tx.change(
        "insert into sessions (id, subject, record, expires_at) values ($1, $2, $3, $4)",
        values![id, subject, record, expires_at],
    )
    .await
}

/// Writes a session that is still there at `now`. One that was ended meanwhile stays ended, whoever was faster.
pub async fn update(
    tx: &mut Tx,
    id: &str,
    subject: &str,
    record: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    tx.run(
        "update sessions set subject = $2, record = $3, expires_at = $4 where id = $1 and expires_at > $5",
        values![id, subject, record, expires_at, now],
    )
    .await?;
    Ok(())
}

/// The record of a session that has not expired.
pub async fn load(sql: &mut impl Sql, id: &str, now: Timestamp) -> Result<Option<String>> {
    let row = sql.maybe("select record from sessions where id = $1 and expires_at > $2", values![id, now]).await?;
    row.map(|row| row.get("record")).transpose()
}

pub async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    tx.run("delete from sessions where id = $1", values![id]).await?;
    Ok(())
}

/// Ends every session of one person: password changed, card lost, account disabled.
pub async fn end_all(tx: &mut Tx, subject: &str) -> Result<u64> {
    tx.run("delete from sessions where subject = $1", values![subject]).await
}

pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run("delete from sessions where expires_at <= $1", values![now]).await
}
