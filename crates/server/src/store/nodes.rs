//! The processes that serve this school: who is alive, and what the dead had in their hands. What somebody claimed and did not
//! give back may have been sent: it counts as tried.

use jiff::Timestamp;

use super::{Sql, Tx};
use crate::error::Result;
use crate::values;

/// This node is alive, and says so again before that moment.
pub async fn beat(tx: &mut Tx, alive_until: Timestamp) -> Result<()> {
    let node = tx.node().to_owned();
    tx.change(
        "insert into nodes (id, alive_until) values ($1, $2) on conflict (id) do update set alive_until = excluded.alive_until",
        values![node, alive_until],
    )
    .await
}

/// Others that have not said for too long that they are alive: what they were carrying is anybody's again. How many letters.
pub async fn bury(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let node = tx.node().to_owned();
    let released = tx
        .run(
            "update deliveries set leased_until = null, leased_by = null, attempts = attempts + 1
             where leased_until is not null and leased_by in (select id from nodes where alive_until < $1 and id <> $2)",
            values![now, &node],
        )
        .await?;
    tx.run("delete from nodes where alive_until < $1 and id <> $2", values![now, node]).await?;
    Ok(released)
}

/// What was claimed for a time that is over is in nobody's hands any more, though nobody gave it back.
pub async fn run_out(tx: &mut Tx, now: Timestamp) -> Result<()> {
    tx.run(
        "update deliveries set leased_until = null, leased_by = null, attempts = attempts + 1
         where leased_until is not null and leased_until < $1",
        values![now],
    )
    .await?;
    Ok(())
}

/// This node ends: what it had claimed is anybody's.
pub async fn leave(tx: &mut Tx) -> Result<()> {
    let node = tx.node().to_owned();
    tx.run(
        "update deliveries set leased_until = null, leased_by = null, attempts = attempts + 1
         where leased_until is not null and leased_by = $1",
        values![&node],
    )
    .await?;
    tx.run("delete from nodes where id = $1", values![node]).await?;
    Ok(())
}

/// Nobody else serves this school, so whatever is claimed was claimed by a process that is dead. How many letters.
pub async fn alone(tx: &mut Tx) -> Result<u64> {
    tx.run("delete from nodes", values![]).await?;
    tx.run(
        "update deliveries set leased_until = null, leased_by = null, attempts = attempts + 1 where leased_until is not null",
        values![],
    )
    .await
}

/// How many others are alive.
pub async fn others(sql: &mut impl Sql, node: &str, now: Timestamp) -> Result<i64> {
    sql.one("select count(*) as number from nodes where alive_until >= $1 and id <> $2", values![now, node])
        .await?
        .get("number")
}
