//! The school itself: its name, and whether federation is paused.

use jiff::Timestamp;

use super::{Sql, Tx};
use crate::domain::schools::Profile;
use crate::error::Result;
use crate::values;

pub async fn found(tx: &mut Tx, school: &Profile) -> Result<()> {
    tx.change(
        "insert into schools (id, name, town, country, language, secret, founded_at) values ($1, $2, $3, $4, $5, $6, $7)",
        values![&school.id, &school.name, &school.town, &school.country, &school.language, &school.secret, school.founded_at],
    )
    .await
}

/// The school, once it has been founded.
pub async fn get(sql: &mut impl Sql) -> Result<Option<Profile>> {
    let Some(row) = sql.maybe("select * from schools limit 1", values![]).await? else { return Ok(None) };
    Ok(Some(Profile {
        id: row.get("id")?,
        name: row.get("name")?,
        town: row.get("town")?,
        country: row.get("country")?,
        language: row.get("language")?,
        secret: row.get("secret")?,
        founded_at: row.get("founded_at")?,
        federation_paused_at: row.get("federation_paused_at")?,
    }))
}

/// Whether an adult has stopped all federation.
pub async fn is_paused(sql: &mut impl Sql) -> Result<bool> {
    Ok(sql.maybe("select id from schools where federation_paused_at is not null", values![]).await?.is_some())
}

/// Stops or resumes all federation. Errors: [`Error::Missing`](crate::error::Error::Missing) when it was so already.
pub async fn pause(tx: &mut Tx, paused: Option<Timestamp>, by: &str) -> Result<()> {
    match paused {
        Some(at) => {
            tx.change(
                "update schools set federation_paused_at = $1, federation_paused_by = $2 where federation_paused_at is null",
                values![at, by],
            )
            .await
        }
        None => {
            tx.change(
                "update schools set federation_paused_at = null, federation_paused_by = null where federation_paused_at is not null",
                values![],
            )
            .await
        }
    }
}

/// The engine's own files are to be scrubbed of what was erased just now.
pub async fn ask_scrub(tx: &mut Tx, now: Timestamp) -> Result<()> {
    tx.change("update schools set scrub_asked_at = $1", values![now]).await
}

/// Since when that is to be done.
pub async fn scrub_asked(sql: &mut impl Sql) -> Result<Option<Timestamp>> {
    let row = sql.maybe("select scrub_asked_at from schools where scrub_asked_at is not null", values![]).await?;
    row.map(|row| row.get("scrub_asked_at")).transpose()
}

/// It is done for what was erased by then.
pub async fn scrubbed(tx: &mut Tx, asked_at: Timestamp) -> Result<()> {
    tx.run("update schools set scrub_asked_at = null where scrub_asked_at = $1", values![asked_at]).await?;
    Ok(())
}
