//! What families ask to have removed.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::ids::{ClassId, RemovalRequestId, StaffId};
use crate::domain::requests::{Outcome, RemovalRequest};
use crate::error::Result;
use crate::values;

pub async fn insert(tx: &mut Tx, request: &RemovalRequest) -> Result<()> {
    tx.change(
        "insert into removal_requests (id, item_id, class_id, words, contact, asked_at, due_at, answer)
         values ($1, $2, $3, $4, $5, $6, $7, '')",
        values![
            &request.id,
            &request.item,
            &request.class,
            &request.words,
            &request.contact,
            request.asked_at,
            request.due_at
        ],
    )
    .await
}

pub async fn get(sql: &mut impl Sql, id: &RemovalRequestId) -> Result<RemovalRequest> {
    from(&sql.one("select * from removal_requests where id = $1", values![id]).await?)
}

/// What waits for an answer, the most urgent first. What is sealed is the safeguarding lead's alone.
pub async fn open(sql: &mut impl Sql, with_sealed: bool) -> Result<Vec<RemovalRequest>> {
    sql.all(
        "select r.* from removal_requests r join items i on i.id = r.item_id
         where r.settled_at is null and ($1 or i.sealed_at is null) order by r.due_at, r.id",
        values![with_sealed],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

pub async fn count_open(sql: &mut impl Sql, class: &ClassId) -> Result<i64> {
    sql.one(
        "select count(*) as number from removal_requests where class_id = $1 and settled_at is null",
        values![class],
    )
    .await?
    .get("number")
}

/// What was answered, newest first.
pub async fn settled(sql: &mut impl Sql, limit: u32) -> Result<Vec<RemovalRequest>> {
    sql.all(
        "select * from removal_requests where settled_at is not null order by settled_at desc, id desc limit $1",
        values![limit],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// Answers one. Errors: [`Error::Missing`](crate::error::Error::Missing) when it is answered already.
pub async fn settle(
    tx: &mut Tx,
    id: &RemovalRequestId,
    outcome: Outcome,
    answer: &str,
    by: &StaffId,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "update removal_requests set outcome = $2, answer = $3, settled_by = $4, settled_at = $5
         where id = $1 and settled_at is null",
        values![id, outcome.as_str(), answer, by, now],
    )
    .await
}

/// Forgets what families said whose answer was given before a moment.
pub async fn forget(tx: &mut Tx, settled_before: Timestamp) -> Result<u64> {
    tx.run(
        "update removal_requests set words = '', contact = '', answer = ''
         where settled_at < $1 and (words <> '' or contact <> '' or answer <> '')",
        values![settled_before],
    )
    .await
}

fn from(row: &Row) -> Result<RemovalRequest> {
    Ok(RemovalRequest {
        id: row.get("id")?,
        item: row.get("item_id")?,
        class: row.get("class_id")?,
        words: row.get("words")?,
        contact: row.get("contact")?,
        asked_at: row.get("asked_at")?,
        due_at: row.get("due_at")?,
        outcome: row.maybe_word("outcome")?,
        answer: row.get("answer")?,
        settled_by: row.get("settled_by")?,
        settled_at: row.get("settled_at")?,
    })
}
