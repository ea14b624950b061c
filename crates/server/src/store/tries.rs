//! How often a door was tried, for all nodes together.

use jiff::{SignedDuration, Timestamp};

use super::{Sql, Tx};
use crate::error::Result;
use crate::values;

/// So many tries at once, and then one in so long.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    pub burst: i32,
    pub every: SignedDuration,
}

/// Counts a try at a door. Answers how long to wait when there were too many; such a one is not counted.
pub async fn count(tx: &mut Tx, door: &str, quota: Quota, now: Timestamp) -> Result<Option<SignedDuration>> {
    let room = quota.every * (quota.burst - 1);
    let latest = now + room;
    let counted = tx
        .run(
            "insert into tries (door, full_at) values ($1, $2)
             on conflict (door) do update set full_at = case when tries.full_at < $3 then $2 else tries.full_at + $4 end
             where tries.full_at <= $5",
            values![door, now + quota.every, now, millis(quota.every), latest],
        )
        .await?;
    if counted > 0 {
        return Ok(None);
    }
    let full_at: Timestamp =
        tx.one("select full_at from tries where door = $1", values![door]).await?.get("full_at")?;
    Ok(Some(full_at.duration_since(latest)))
}

/// Whether any try at a door counts still.
pub async fn is_counted(sql: &mut impl Sql, door: &str, now: Timestamp) -> Result<bool> {
    Ok(sql.maybe("select door from tries where door = $1 and full_at > $2", values![door, now]).await?.is_some())
}

/// Forgets the doors whose tries have all been given back.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> Result<()> {
    tx.run("delete from tries where full_at < $1", values![now]).await?;
    Ok(())
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
