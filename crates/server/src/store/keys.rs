//! Keys: the ones our actors sign with, and the public ones of other servers.

use federation::signature::PublicKey;
use federation::vocabulary::authority;
use jiff::Timestamp;
use url::Url;

use super::{Row, Sql, Tx};
use crate::error::Result;
use crate::values;

/// What one of our actors signs with. `actor` is a class id, or `school`.
#[derive(Clone)]
pub struct ActorKeys {
    pub actor: String,
    pub rsa_pem: String,
    /// 32 bytes, base64.
    pub ed25519_seed: String,
    pub created_at: Timestamp,
}

/// A public key of another server, as its owner's document gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteKey {
    pub key_id: String,
    pub host: String,
    pub actor: Option<String>,
    /// PEM, or Multibase for Ed25519; none when the look-up failed.
    pub public_key: Option<String>,
    pub fetched_at: Option<Timestamp>,
    pub failed_at: Option<Timestamp>,
}

impl RemoteKey {
    /// As it stands in its owner's own document.
    pub fn found(key_id: &str, owner: &Url, key: &PublicKey, now: Timestamp) -> Self {
        Self {
            key_id: key_id.to_owned(),
            host: authority(owner),
            actor: Some(owner.to_string()),
            public_key: Some(key.to_multibase().unwrap_or_else(|| key.to_pem())),
            fetched_at: Some(now),
            failed_at: None,
        }
    }

    /// The key, ready for use; none while it was looked for in vain.
    pub fn usable(&self) -> Option<PublicKey> {
        let text = self.public_key.as_deref()?;
        let key = if text.starts_with('z') { PublicKey::from_multibase(text) } else { PublicKey::from_pem(text) };
        key.ok()
    }
}

pub async fn insert_ours(tx: &mut Tx, keys: &ActorKeys) -> Result<()> {
    tx.change(
        "insert into actor_keys (actor, rsa_pem, ed25519_seed, created_at) values ($1, $2, $3, $4)",
        values![&keys.actor, &keys.rsa_pem, &keys.ed25519_seed, keys.created_at],
    )
    .await
}

/// New keys in place of the old ones. Errors: [`Error::Missing`](crate::error::Error::Missing) for an actor that has none.
pub async fn replace_ours(tx: &mut Tx, keys: &ActorKeys) -> Result<()> {
    tx.change(
        "update actor_keys set rsa_pem = $2, ed25519_seed = $3, created_at = $4 where actor = $1",
        values![&keys.actor, &keys.rsa_pem, &keys.ed25519_seed, keys.created_at],
    )
    .await
}

/// Forgets the keys of closed classes that have nothing left to say.
pub async fn forget_closed(tx: &mut Tx) -> Result<u64> {
    tx.run(
        "delete from actor_keys where actor in (select id from classes where closed_at is not null)
           and not exists (select 1 from deliveries d join activities a on a.id = d.activity_id
                where a.class_id = actor_keys.actor and d.delivered_at is null and d.given_up_at is null)",
        values![],
    )
    .await
}

/// When the keys were made that one of our actors has now. No two pairs of one actor were made at the same moment.
pub async fn made_at(sql: &mut impl Sql, actor: &str) -> Result<Timestamp> {
    sql.one("select created_at from actor_keys where actor = $1", values![actor]).await?.get("created_at")
}

pub async fn ours(sql: &mut impl Sql, actor: &str) -> Result<ActorKeys> {
    let row = sql.one("select * from actor_keys where actor = $1", values![actor]).await?;
    Ok(ActorKeys {
        actor: row.get("actor")?,
        rsa_pem: row.get("rsa_pem")?,
        ed25519_seed: row.get("ed25519_seed")?,
        created_at: row.get("created_at")?,
    })
}

pub async fn theirs(sql: &mut impl Sql, key_id: &str) -> Result<Option<RemoteKey>> {
    sql.maybe("select * from remote_keys where key_id = $1", values![key_id]).await?.map(|row| remote(&row)).transpose()
}

/// Every key that we keep of this actor.
pub async fn of_actor(sql: &mut impl Sql, actor: &str) -> Result<Vec<RemoteKey>> {
    let rows = sql.all("select * from remote_keys where actor = $1", values![actor]).await?;
    rows.iter().map(remote).collect()
}

fn remote(row: &Row) -> Result<RemoteKey> {
    Ok(RemoteKey {
        key_id: row.get("key_id")?,
        host: row.get("host")?,
        actor: row.get("actor")?,
        public_key: row.get("public_key")?,
        fetched_at: row.get("fetched_at")?,
        failed_at: row.get("failed_at")?,
    })
}

/// Keeps a key that was fetched, or that a look-up failed.
pub async fn put_theirs(tx: &mut Tx, key: &RemoteKey) -> Result<()> {
    tx.change(
        "insert into remote_keys (key_id, host, actor, public_key, fetched_at, failed_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (key_id) do update set actor = coalesce(excluded.actor, remote_keys.actor),
            public_key = coalesce(excluded.public_key, remote_keys.public_key),
            fetched_at = coalesce(excluded.fetched_at, remote_keys.fetched_at), failed_at = excluded.failed_at",
        values![&key.key_id, &key.host, key.actor.as_deref(), key.public_key.as_deref(), key.fetched_at, key.failed_at],
    )
    .await
}

/// Forgets a key that its owner lists no more.
pub async fn forget(tx: &mut Tx, key_id: &str) -> Result<()> {
    tx.run("delete from remote_keys where key_id = $1", values![key_id]).await?;
    Ok(())
}

/// Forgets every key of this server: the school behind it has another key than when they were found.
pub async fn forget_host(tx: &mut Tx, host: &str) -> Result<()> {
    tx.run("delete from remote_keys where host = $1", values![host]).await?;
    Ok(())
}

/// How many look-ups at this host have failed since a moment.
pub async fn failed_since(sql: &mut impl Sql, host: &str, since: Timestamp) -> Result<i64> {
    sql.one("select count(*) as number from remote_keys where host = $1 and failed_at > $2", values![host, since])
        .await?
        .get("number")
}

/// Forgets failed look-ups that no longer count, so that guessed key ids do not pile up.
pub async fn forget_failed(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run("delete from remote_keys where public_key is null and failed_at < $1", values![before]).await
}
