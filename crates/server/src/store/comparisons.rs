//! Comparing with partners what each has of the other, after one of the two was restored.

use jiff::Timestamp;
use url::Url;

use super::{Sql, Tx};
use crate::domain::ids::{ClassId, ItemId};
use crate::error::Result;
use crate::values;

/// The two are to compare in this life of one of them. Asked again in the same life, nothing changes.
pub async fn ask(tx: &mut Tx, host: &str, epoch: &str, now: Timestamp) -> Result<bool> {
    let asked = tx
        .run(
            "insert into comparisons (host, epoch, asked_at, due_at) values ($1, $2, $3, $3)
             on conflict (host) do update set epoch = excluded.epoch, asked_at = excluded.asked_at, due_at = excluded.due_at where comparisons.epoch <> excluded.epoch",
            values![host, epoch, now],
        )
        .await?;
    Ok(asked > 0)
}

/// Whether that is known already.
pub async fn knows(sql: &mut impl Sql, host: &str, epoch: &str) -> Result<bool> {
    let known = sql.maybe("select host from comparisons where host = $1 and epoch = $2", values![host, epoch]).await?;
    Ok(known.is_some())
}

/// With which trusted partners we are to compare now, and since when.
pub async fn due(sql: &mut impl Sql, now: Timestamp) -> Result<Vec<(String, Timestamp)>> {
    sql.all(
        "select c.host, c.asked_at from comparisons c join partner_schools p on p.host = c.host
         where c.due_at <= $1 and p.state = 'trusted' and p.held_at is null
           and not exists (select 1 from schools where federation_paused_at is not null) order by c.due_at, c.host",
        values![now],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("host")?, row.get("asked_at")?)))
    .collect()
}

/// It is done, unless another life has begun meanwhile; or it is to be tried again.
pub async fn settle(tx: &mut Tx, host: &str, again_at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    tx.change(
        "update comparisons set due_at = $2, compared_at = case when $3 then $4 else compared_at end where host = $1",
        values![host, again_at, again_at.is_none(), now],
    )
    .await
}

/// What we have of a class of this host, by its addresses, in their order, each with the moment of the newest wording that came.
pub async fn held(
    sql: &mut impl Sql,
    host: &str,
    actor: &Url,
    after: &str,
    limit: u32,
) -> Result<Vec<(Url, Timestamp)>> {
    sql.all(
        "select i.wire_id, coalesce(i.version_at, i.created_at) as version_at
         from items i join remote_classes r on r.id = i.remote_class_id join partner_schools p on p.id = r.partner_id
         where p.host = $1 and r.actor = $2 and i.gone_at is null and i.wire_id > $3 order by i.wire_id limit $4",
        values![host, actor, after, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("wire_id")?, row.get("version_at")?)))
    .collect()
}

/// What a class of ours has said to a host and not taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub item: ItemId,
    pub address: Url,
    /// Where it went.
    pub inbox: Url,
    /// The moment of the wording that was sent last, as the other side keeps it.
    pub version: Timestamp,
    /// When anything was sent last. What was lost there and said again has this moment.
    pub said_at: Timestamp,
}

pub async fn said(sql: &mut impl Sql, host: &str, class: &ClassId) -> Result<Vec<Said>> {
    sql.all(
        "select i.id, i.wire_id, min(r.inbox) as inbox, max(r.written_at) as said_at,
            coalesce(max(case when r.verb = 'update' then r.written_at end), i.published_at, min(r.written_at)) as version_at
         from items i join recipients r on r.item_id = i.id
         left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
         where i.class_id = $2 and i.withdrawn_at is null and r.host = $1 and r.verb <> 'delete'
           and (d.id is null or d.delivered_at is not null or d.attempts > 0 or d.leased_until is not null)
         group by i.id, i.wire_id, i.published_at order by i.wire_id",
        values![host, class],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Said {
            item: row.get("id")?,
            address: row.get("wire_id")?,
            inbox: row.get("inbox")?,
            version: row.get("version_at")?,
            said_at: row.get("said_at")?,
        })
    })
    .collect()
}
