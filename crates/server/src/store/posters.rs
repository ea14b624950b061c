//! The posters of classes.

use jiff::Timestamp;

use super::{Sql, Tx};
use crate::domain::gone::Gone;
use crate::domain::ids::{ClassId, PosterId, StaffId};
use crate::error::Result;
use crate::values;

pub async fn insert(
    tx: &mut Tx,
    id: &PosterId,
    class: &ClassId,
    token_hash: &str,
    by: &StaffId,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "insert into posters (id, class_id, token_hash, created_by, created_at) values ($1, $2, $3, $4, $5)",
        values![id, class, token_hash, by, now],
    )
    .await
}

/// From this moment no poster of this class opens anything. Returns how many did.
pub async fn revoke(tx: &mut Tx, class: &ClassId, now: Timestamp) -> Result<u64> {
    tx.gone(Gone::Posters(class.clone(), now));
    tx.run("update posters set revoked_at = $2 where class_id = $1 and revoked_at is null", values![class, now]).await
}

/// The same for those that were made before a moment.
pub async fn revoke_older(tx: &mut Tx, class: &ClassId, than: Timestamp) -> Result<u64> {
    let posters = "update posters set revoked_at = $2 where class_id = $1 and revoked_at is null and created_at < $2";
    tx.run(posters, values![class, than]).await
}

/// Nobody else tries pictures at the class's poster until the commit.
pub async fn hold(tx: &mut Tx, class: &ClassId) -> Result<()> {
    // On SQLite there is one writer anyway.
    if tx.is_postgres() {
        tx.all("select id from posters where class_id = $1 and revoked_at is null for update", values![class]).await?;
    }
    Ok(())
}

/// When the class's poster in force was made.
pub async fn since(sql: &mut impl Sql, class: &ClassId) -> Result<Option<Timestamp>> {
    let row =
        sql.maybe("select created_at from posters where class_id = $1 and revoked_at is null", values![class]).await?;
    row.map(|row| row.get("created_at")).transpose()
}

/// The class whose poster this is, unless it was closed.
pub async fn class_of(sql: &mut impl Sql, token_hash: &str) -> Result<Option<ClassId>> {
    let row = sql
        .maybe(
            "select p.class_id from posters p join classes c on c.id = p.class_id
             where p.token_hash = $1 and p.revoked_at is null and c.closed_at is null",
            values![token_hash],
        )
        .await?;
    row.map(|row| row.get("class_id")).transpose()
}
