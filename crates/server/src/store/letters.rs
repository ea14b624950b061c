//! Letters already acted on, and what was deleted for good.

use jiff::Timestamp;
use url::Url;

use super::{Sql, Tx};
use crate::domain::gone::{self, Gone};
use crate::error::Result;
use crate::values;

/// Remembers a letter. False when it was acted on before: then nothing more is to be done.
pub async fn remember(tx: &mut Tx, wire_id: &Url, digest: &str, host: &str, now: Timestamp) -> Result<bool> {
    let new = tx
        .run(
            "insert into letters (wire_id, digest, host, received_at) values ($1, $2, $3, $4) on conflict do nothing",
            values![wire_id, digest, host, now],
        )
        .await?;
    Ok(new == 1)
}

/// Whether this very letter was acted on before.
pub async fn is_known(sql: &mut impl Sql, wire_id: &Url, digest: &str) -> Result<bool> {
    Ok(sql
        .maybe("select host from letters where wire_id = $1 and digest = $2", values![wire_id, digest])
        .await?
        .is_some())
}

/// Forgets letters too old to be accepted again.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run("delete from letters where received_at < $1", values![before]).await
}

/// What is buried stays deleted, even when its Create arrives late.
pub async fn bury(tx: &mut Tx, wire_id: &Url, host: &str, now: Timestamp) -> Result<()> {
    tx.run(
        "insert into tombstones (wire_id, host, buried_at) values ($1, $2, $3) on conflict do nothing",
        values![wire_id, host, now],
    )
    .await?;
    tx.gone(Gone::theirs(wire_id));
    Ok(())
}

/// The same for something that only the hash of its address is known of.
pub async fn bury_by_hash(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<()> {
    tx.run(
        "insert into tombstones (wire_id, host, buried_at) values ($1, '', $2) on conflict do nothing",
        values![hashed(hash), now],
    )
    .await?;
    Ok(())
}

pub async fn is_buried(sql: &mut impl Sql, wire_id: &Url) -> Result<bool> {
    let hash = hashed(&gone::hash(wire_id.as_str()));
    Ok(sql.maybe("select host from tombstones where wire_id in ($1, $2)", values![wire_id, hash]).await?.is_some())
}

/// How a hash stands among the addresses; no address begins like this.
fn hashed(hash: &str) -> String {
    format!("sha256:{hash}")
}
