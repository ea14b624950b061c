//! Recipients: who was sent which wording of ours, who was asked to remove it, and who has. They outlive deliveries, followers
//! and partners.

use jiff::Timestamp;
use url::Url;

use super::{Sql, Tx};
use crate::domain::deliveries::{AtHost, OpenRemoval, Receipt, Utterance, Verb};
use crate::domain::ids::{BatchId, ItemId};
use crate::error::Result;
use crate::values;

/// Writes down that an item's wording, or its removal, is said to an inbox. Of what else is said nothing is kept.
pub(super) async fn write(tx: &mut Tx, utterance: &Utterance, inbox: &Url, host: &str, now: Timestamp) -> Result<()> {
    let Some(item) = &utterance.item else { return Ok(()) };
    if !matches!(utterance.verb, Verb::Create | Verb::Update | Verb::Delete) {
        return Ok(());
    }
    tx.run(
        "insert into recipients (activity_id, inbox, host, item_id, revision_id, verb, written_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (activity_id, inbox) do nothing",
        values![&utterance.id, inbox, host, item, utterance.revision.as_ref(), utterance.verb.as_str(), now],
    )
    .await?;
    Ok(())
}

/// Nothing of this batch has left.
pub(super) async fn forget_batch(tx: &mut Tx, batch: &BatchId) -> Result<()> {
    tx.run(
        "delete from recipients where activity_id in (select id from activities where batch_id = $1)",
        values![batch],
    )
    .await?;
    Ok(())
}

/// What was never tried, and whose delivery is gone, never left.
pub(super) async fn forget_unsent(tx: &mut Tx, item: &ItemId) -> Result<()> {
    tx.run(
        "delete from recipients where item_id = $1 and verb <> 'delete' and settled_at is null
           and not exists (select 1 from deliveries d where d.activity_id = recipients.activity_id and d.inbox = recipients.inbox)",
        values![item],
    )
    .await?;
    Ok(())
}

/// That host told us, signed, that what this Delete named is gone there.
pub(super) async fn confirm(tx: &mut Tx, delete: &Url, host: &str, now: Timestamp) -> Result<()> {
    tx.run(
        "update recipients set confirmed_at = $3 where host = $2 and verb = 'delete' and confirmed_at is null
           and activity_id = (select id from activities where wire_id = $1)",
        values![delete, host, now],
    )
    .await?;
    Ok(())
}

/// Every inbox that has, or may have, received an item.
pub async fn inboxes_that_may_have(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<Url>> {
    sql.all(
        "select distinct r.inbox from recipients r left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
         where r.item_id = $1 and r.verb <> 'delete'
           and (d.id is null or d.delivered_at is not null or d.attempts > 0 or d.leased_until is not null)
         order by r.inbox",
        values![item],
    )
    .await?
    .iter()
    .map(|row| row.get("inbox"))
    .collect()
}

/// Whether a host has, or may have, received an item.
pub async fn host_may_have(sql: &mut impl Sql, item: &ItemId, host: &str) -> Result<bool> {
    let row = sql
        .maybe(
            "select r.item_id from recipients r left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
             where r.item_id = $1 and r.host = $2
               and (d.id is null or d.delivered_at is not null or d.attempts > 0 or d.leased_until is not null) limit 1",
            values![item, host],
        )
        .await?;
    Ok(row.is_some())
}

/// Our items that a host was sent and may still have, each with the inbox it went to.
pub async fn items_at_host(sql: &mut impl Sql, host: &str) -> Result<Vec<(ItemId, Url)>> {
    sql.all(
        "select r.item_id, min(r.inbox) as inbox from recipients r join items i on i.id = r.item_id
         left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
         where r.host = $1 and r.verb <> 'delete' and i.withdrawn_at is null and i.class_id is not null
           and (d.id is null or d.delivered_at is not null or d.attempts > 0 or d.leased_until is not null)
         group by r.item_id order by r.item_id",
        values![host],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("item_id")?, row.get("inbox")?)))
    .collect()
}

/// Which schools received an item, which wording, and which have given it back.
pub async fn receipts(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<Receipt>> {
    sql.all(
        "select r.host, coalesce(min(p.name), r.host) as school, coalesce(min(p.contact), '') as contact,
            coalesce(min(p.safeguarding_contact), '') as safeguarding_contact,
            max(case when r.verb <> 'delete' then coalesce(r.taken_at, d.delivered_at) end) as received_at,
            max(case when r.verb <> 'delete' and coalesce(r.taken_at, d.delivered_at) is not null then v.created_at end) as wording_at,
            min(case when r.verb = 'delete' then r.written_at end) as asked_at,
            case when max(case when r.verb = 'delete' and coalesce(r.taken_at, d.delivered_at) is null then 1 else 0 end) = 0
                then max(case when r.verb = 'delete' then coalesce(r.taken_at, d.delivered_at) end) end as answered_at,
            max(r.confirmed_at) as confirmed_at,
            max(case when p.agreement is not null
                or exists (select 1 from recipients c where c.host = r.host and c.confirmed_at is not null) then cast(1 as bigint) else 0 end) as may_confirm,
            max(case when p.state in ('paused', 'blocked') or p.state = 'trusted' and p.held_at is not null
                or exists (select 1 from schools where federation_paused_at is not null) then cast(1 as bigint) else 0 end) as is_held,
            max(case when r.verb = 'delete' and r.taken_at is null and d.delivered_at is null
                and (d.given_up_at is not null or r.settled_at is not null) then cast(1 as bigint) else 0 end) as is_refused,
            min(case when r.verb = 'delete' and d.delivered_at is null and d.given_up_at is null then
                case when e.open_until > d.due_at then e.open_until else d.due_at end end) as next_at,
            max(case when r.verb = 'delete' and d.delivered_at is null then d.last_error end) as last_error
         from recipients r
         left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
         left join revisions v on v.id = r.revision_id
         left join partner_schools p on p.host = r.host
         left join peers e on e.host = r.host
         where r.item_id = $1
         group by r.host order by 2, 1",
        values![item],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Receipt {
            host: row.get("host")?,
            school: row.get("school")?,
            contact: row.get("contact")?,
            safeguarding_contact: row.get("safeguarding_contact")?,
            received_at: row.get("received_at")?,
            wording_at: row.get("wording_at")?,
            asked_at: row.get("asked_at")?,
            answered_at: row.get("answered_at")?,
            confirmed_at: row.get("confirmed_at")?,
            may_confirm: row.get::<i64>("may_confirm")? != 0,
            is_held: row.get::<i64>("is_held")? != 0,
            is_refused: row.get::<i64>("is_refused")? != 0,
            next_at: row.get("next_at")?,
            last_error: row.get("last_error")?,
        })
    })
    .collect()
}

/// What was taken back and is not settled with every school yet, oldest first: not reached, or not confirmed by one that can.
pub async fn open_removals(sql: &mut impl Sql) -> Result<Vec<OpenRemoval>> {
    sql.all(
        // What is open first, from the index that holds nothing else.
        "with open as materialized (select item_id, host, written_at, taken_at, activity_id, inbox from recipients
            where verb = 'delete' and confirmed_at is null)
         select r.item_id, min(r.written_at) as asked_at, count(distinct r.host) as schools
         from open r
         left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
         left join partner_schools p on p.host = r.host
         where not exists (select 1 from recipients o where o.item_id = r.item_id and o.verb = 'delete' and o.host = r.host and o.confirmed_at is not null)
           and (coalesce(r.taken_at, d.delivered_at) is null or p.agreement is not null
                or exists (select 1 from recipients c where c.host = r.host and c.confirmed_at is not null))
         group by r.item_id order by 2, 1",
        values![],
    )
    .await?
    .iter()
    .map(|row| Ok(OpenRemoval { item: row.get("item_id")?, asked_at: row.get("asked_at")?, schools: row.get("schools")? }))
    .collect()
}

/// How far each school is with everything that it was asked to remove.
pub async fn by_host(sql: &mut impl Sql) -> Result<Vec<AtHost>> {
    sql.all(
        "select a.host, coalesce(min(p.name), a.host) as school, coalesce(min(p.contact), '') as contact, count(*) as asked,
            cast(sum(a.taken) as bigint) as taken, cast(sum(a.confirmed) as bigint) as confirmed,
            max(case when p.agreement is not null or a.confirmed = 1 then cast(1 as bigint) else 0 end) as may_confirm
         from (select r.host, r.item_id, max(case when r.confirmed_at is not null then 1 else 0 end) as confirmed,
                max(case when coalesce(r.confirmed_at, r.taken_at, d.delivered_at) is not null then 1 else 0 end) as taken
            from recipients r left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
            where r.verb = 'delete' group by r.host, r.item_id) a
         left join partner_schools p on p.host = a.host
         group by a.host order by 2, 1",
        values![],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(AtHost {
            host: row.get("host")?,
            school: row.get("school")?,
            contact: row.get("contact")?,
            asked: row.get("asked")?,
            taken: row.get("taken")?,
            confirmed: row.get("confirmed")?,
            may_confirm: row.get::<i64>("may_confirm")? != 0,
        })
    })
    .collect()
}

/// Tidies deliveries away that are done with and were written before that moment; how those of items ended stays here.
/// Tells how many it were.
pub async fn settle(tx: &mut Tx, before: Timestamp, limit: u32, now: Timestamp) -> Result<u64> {
    let done = tx
        .all(
            "select id from deliveries where created_at < $1 and (delivered_at is not null or given_up_at is not null)
             order by created_at, id limit $2",
            values![before, limit],
        )
        .await?;
    for row in &done {
        let id: String = row.get("id")?;
        tx.run(
            "update recipients set settled_at = $2,
                taken_at = (select d.delivered_at from deliveries d where d.id = $1)
             where (activity_id, inbox) in (select d.activity_id, d.inbox from deliveries d
                where d.id = $1 and (d.delivered_at is not null or d.attempts > 0 or d.urgent))",
            values![&id, now],
        )
        .await?;
        tx.run(
            "delete from recipients where settled_at is null
               and (activity_id, inbox) in (select d.activity_id, d.inbox from deliveries d where d.id = $1)",
            values![&id],
        )
        .await?;
        tx.run("delete from deliveries where id = $1", values![&id]).await?;
    }
    Ok(done.len() as u64)
}
