//! The lives of a database: each restore from a backup begins another one.

use jiff::Timestamp;

use super::{Sql, Tx};
use crate::error::Result;
use crate::values;

/// Begins another life, with a backup of that moment.
pub async fn begin(tx: &mut Tx, id: &str, taken_at: Timestamp, now: Timestamp) -> Result<()> {
    tx.change("insert into epochs (id, began_at, taken_at) values ($1, $2, $3)", values![id, now, taken_at]).await
}

/// The life it is in: none while it was never restored.
pub async fn current(sql: &mut impl Sql) -> Result<Option<String>> {
    let row = sql.maybe("select id from epochs order by began_at desc, id desc limit 1", values![]).await?;
    row.map(|row| row.get("id")).transpose()
}
