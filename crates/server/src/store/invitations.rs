//! Invitations: made, used once, or revoked.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::ids::InvitationId;
use crate::domain::invitations::Invitation;
use crate::error::Result;
use crate::values;

pub async fn insert(tx: &mut Tx, invitation: &Invitation) -> Result<()> {
    tx.change(
        "insert into invitations (id, host, note, secret, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        values![
            &invitation.id,
            invitation.host.as_deref(),
            &invitation.note,
            &invitation.secret,
            &invitation.created_by,
            invitation.created_at,
            invitation.expires_at
        ],
    )
    .await
}

/// Those that can still be used, the newest first.
pub async fn open(sql: &mut impl Sql, now: Timestamp) -> Result<Vec<Invitation>> {
    sql.all(
        "select * from invitations where used_at is null and revoked_at is null and expires_at > $1 order by created_at desc, id limit 200",
        values![now],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// Uses one up. False when somebody else was quicker, or it is not open any more.
pub async fn take(tx: &mut Tx, id: &InvitationId, host: &str, now: Timestamp) -> Result<bool> {
    let taken = tx
        .run(
            "update invitations set used_at = $2, used_by = $3, secret = '' where id = $1 and used_at is null and revoked_at is null and expires_at > $2",
            values![id, now, host],
        )
        .await?;
    Ok(taken == 1)
}

/// Errors: [`Error::Missing`](crate::error::Error::Missing) when it was used or revoked before.
pub async fn revoke(tx: &mut Tx, id: &InvitationId, now: Timestamp) -> Result<()> {
    tx.change(
        "update invitations set revoked_at = $2, secret = '' where id = $1 and used_at is null and revoked_at is null",
        values![id, now],
    )
    .await
}

fn from(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.get("id")?,
        host: row.get("host")?,
        note: row.get("note")?,
        secret: row.get("secret")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
        used_by: row.get("used_by")?,
        revoked_at: row.get("revoked_at")?,
    })
}
