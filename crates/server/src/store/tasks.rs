//! What waits for an admin: a partner that moved, a new key, a report from another school.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::ids::TaskId;
use crate::domain::partners::Task;
use crate::error::Result;
use crate::values;

pub async fn insert(tx: &mut Tx, task: &Task) -> Result<()> {
    tx.change(
        "insert into tasks (id, kind, host, detail, created_at) values ($1, $2, $3, $4, $5)",
        values![&task.id, &task.kind, &task.host, &task.detail, task.created_at],
    )
    .await
}

pub async fn open(sql: &mut impl Sql) -> Result<Vec<Task>> {
    sql.all("select * from tasks where done_at is null order by created_at, id limit 200", values![])
        .await?
        .iter()
        .map(from)
        .collect()
}

pub async fn done(tx: &mut Tx, id: &TaskId, now: Timestamp, by: &str) -> Result<()> {
    tx.change("update tasks set done_at = $2, done_by = $3 where id = $1 and done_at is null", values![id, now, by])
        .await
}

/// Settles all of one kind about one host, if there are any.
pub async fn done_for_host(tx: &mut Tx, host: &str, kind: &str, now: Timestamp, by: &str) -> Result<()> {
    tx.run(
        "update tasks set done_at = $3, done_by = $4 where host = $1 and kind = $2 and done_at is null",
        values![host, kind, now, by],
    )
    .await?;
    Ok(())
}

fn from(row: &Row) -> Result<Task> {
    Ok(Task {
        id: row.get("id")?,
        kind: row.get("kind")?,
        host: row.get("host")?,
        detail: row.get("detail")?,
        created_at: row.get("created_at")?,
    })
}
