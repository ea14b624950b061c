//! Sealed items and their cases, for the safeguarding lead.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::ids::{ItemId, StaffId, WorryId};
use crate::domain::moderation::{Worry, WorryOutcome};
use crate::error::Result;
use crate::values;

pub async fn insert(tx: &mut Tx, worry: &Worry) -> Result<()> {
    tx.change(
        "insert into worries (id, item_id, class_id, raised_by, raised_name, words, snapshot, raised_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        values![
            &worry.id,
            &worry.item,
            &worry.class,
            &worry.raised_by,
            &worry.raised_name,
            &worry.words,
            &worry.snapshot,
            worry.raised_at
        ],
    )
    .await
}

pub async fn get(sql: &mut impl Sql, id: &WorryId) -> Result<Worry> {
    from(&sql.one("select * from worries where id = $1", values![id]).await?)
}

/// Open cases first, newest first.
pub async fn all(sql: &mut impl Sql, limit: u32) -> Result<Vec<Worry>> {
    sql.all(
        "select * from worries order by case when closed_at is null then 0 else 1 end, raised_at desc, id desc limit $1",
        values![limit],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

pub async fn count_open(sql: &mut impl Sql) -> Result<i64> {
    sql.one("select count(*) as number from worries where closed_at is null", values![]).await?.get("number")
}

/// Whether another case keeps this item sealed.
pub async fn others_open(sql: &mut impl Sql, item: &ItemId, but: &WorryId) -> Result<bool> {
    Ok(sql
        .maybe("select id from worries where item_id = $1 and id <> $2 and closed_at is null", values![item, but])
        .await?
        .is_some())
}

/// Closes a case. Errors: [`Error::Missing`](crate::error::Error::Missing) when it is closed already.
pub async fn close(
    tx: &mut Tx,
    id: &WorryId,
    outcome: WorryOutcome,
    reason: &str,
    by: &StaffId,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "update worries set outcome = $2, closing_reason = $3, closed_by = $4, closed_at = $5 where id = $1 and closed_at is null",
        values![id, outcome.as_str(), reason, by, now],
    )
    .await
}

/// Forgets who raised the cases that were released, and what they said. An open or kept case is the safeguarding lead's.
pub async fn forget_raiser(tx: &mut Tx, subject: &str) -> Result<()> {
    tx.run(
        "update worries set raised_name = '', words = '' where raised_by = $1 and outcome = 'released'",
        values![subject],
    )
    .await?;
    Ok(())
}

fn from(row: &Row) -> Result<Worry> {
    Ok(Worry {
        id: row.get("id")?,
        item: row.get("item_id")?,
        class: row.get("class_id")?,
        raised_by: row.get("raised_by")?,
        raised_name: row.get("raised_name")?,
        words: row.get("words")?,
        snapshot: row.get("snapshot")?,
        raised_at: row.get("raised_at")?,
        outcome: row.maybe_word("outcome")?,
        closing_reason: row.get("closing_reason")?,
        closed_at: row.get("closed_at")?,
    })
}
