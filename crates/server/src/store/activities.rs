//! What we said to other servers, byte for byte, with one delivery for each inbox.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{Sql, Tx};
use crate::domain::deliveries::{TAKEN_BACK, Utterance};
use crate::domain::ids::{ActivityId, BatchId, ClassId, DeliveryId, ItemId, RemoteClassId, RevisionId};
use crate::error::Result;
use crate::values;

/// Writes down what is to be said, and to whom: in the transaction of what caused it.
/// Only to hosts that are trusted or paused at this moment, for a pause holds what leaves; a withdrawal also to one that
/// was.
pub async fn say(tx: &mut Tx, utterance: &Utterance, now: Timestamp) -> Result<()> {
    let urgent = utterance.verb.is_urgent();
    let mut inboxes = Vec::new();
    for inbox in &utterance.inboxes {
        let host = federation::vocabulary::authority(inbox);
        let known = tx.maybe("select state from partner_schools where host = $1", values![&host]).await?;
        let state: Option<String> = known.map(|row| row.get("state")).transpose()?;
        if matches!(state.as_deref(), Some("trusted" | "paused")) || (urgent && state.is_some()) {
            inboxes.push((inbox, host));
        }
    }
    if inboxes.is_empty() {
        return Ok(());
    }
    tx.change(
        "insert into activities (id, wire_id, class_id, item_id, revision_id, batch_id, verb, body, urgent, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            &utterance.id,
            &utterance.wire_id,
            utterance.class.as_ref(),
            utterance.item.as_ref(),
            utterance.revision.as_ref(),
            utterance.batch.as_ref(),
            utterance.verb.as_str(),
            &utterance.body,
            urgent,
            now
        ],
    )
    .await?;
    for (inbox, host) in inboxes {
        let (created_at, due_at) =
            if urgent { (now, utterance.due_at) } else { turn(tx, &host, now, utterance.due_at).await? };
        tx.run(
            "insert into deliveries (id, activity_id, inbox, host, urgent, created_at, due_at, attempts) values ($1, $2, $3, $4, $5, $6, $7, 0)
             on conflict (activity_id, inbox) do nothing",
            values![&DeliveryId::fresh(now), &utterance.id, inbox, &host, urgent, created_at, due_at],
        )
        .await?;
        super::recipients::write(tx, utterance, inbox, &host, now).await?;
    }
    Ok(())
}

/// A letter's place in its lane, and when it is due: behind what waits there from before our clock was put back.
async fn turn(tx: &mut Tx, host: &str, now: Timestamp, due_at: Timestamp) -> Result<(Timestamp, Timestamp)> {
    let before = tx
        .one(
            "select max(created_at) as created_at, max(due_at) as due_at from deliveries
             where host = $1 and delivered_at is null and given_up_at is null and urgent = false and created_at > $2",
            values![host, now],
        )
        .await?;
    let after = before.get::<Option<Timestamp>>("created_at")?.map(|last| last + SignedDuration::from_millis(1));
    Ok((after.unwrap_or(now), before.get::<Option<Timestamp>>("due_at")?.map_or(due_at, |last| last.max(due_at))))
}

/// Takes back what a batch of decisions was going to say, as long as none of it was tried.
/// False when something has left already.
pub async fn unsay_batch(tx: &mut Tx, batch: &BatchId) -> Result<bool> {
    if tx.is_postgres() {
        // Another node may be claiming one of them right now: wait for it, and see its lease below.
        tx.all(
            "select d.id from deliveries d join activities a on a.id = d.activity_id where a.batch_id = $1 order by d.id for update of d",
            values![batch],
        )
        .await?;
    }
    let left = tx
        .maybe(
            "select d.id from deliveries d join activities a on a.id = d.activity_id
             where a.batch_id = $1 and (d.attempts > 0 or d.leased_until is not null)",
            values![batch],
        )
        .await?;
    if left.is_some() {
        return Ok(false);
    }
    tx.run(
        "delete from deliveries where activity_id in (select id from activities where batch_id = $1)",
        values![batch],
    )
    .await?;
    super::recipients::forget_batch(tx, batch).await?;
    tx.run("delete from activities where batch_id = $1", values![batch]).await?;
    Ok(true)
}

/// Stops what was not tried yet of an item's Creates and Updates: it is being taken back.
pub async fn unsay_item(tx: &mut Tx, item: &ItemId) -> Result<()> {
    tx.run(
        "delete from deliveries where delivered_at is null and attempts = 0 and leased_until is null
           and activity_id in (select id from activities where item_id = $1 and verb in ('create', 'update'))",
        values![item],
    )
    .await?;
    super::recipients::forget_unsent(tx, item).await?;
    // What was tried and may have arrived is not tried again either.
    tx.run(
        "update deliveries set given_up_at = created_at, last_error = $2 where delivered_at is null and given_up_at is null
           and activity_id in (select id from activities where item_id = $1 and verb in ('create', 'update'))",
        values![item, TAKEN_BACK],
    )
    .await?;
    Ok(())
}

/// Stops what waits of one letter of ours, because what it said is being taken back. True if it has never left: then nobody
/// needs to be told.
pub async fn unsay_letter(tx: &mut Tx, wire_id: &Url) -> Result<bool> {
    let removed = tx
        .run(
            "delete from deliveries where delivered_at is null and attempts = 0 and leased_until is null
               and activity_id in (select id from activities where wire_id = $1)",
            values![wire_id],
        )
        .await?;
    tx.run(
        "update deliveries set given_up_at = created_at, last_error = $2 where delivered_at is null and given_up_at is null
           and activity_id in (select id from activities where wire_id = $1)",
        values![wire_id, TAKEN_BACK],
    )
    .await?;
    Ok(removed > 0)
}

/// Stops what waits of our answers to a comment. True if one of them, an approval, may have arrived.
pub async fn unsay_approvals(tx: &mut Tx, item: &ItemId) -> Result<bool> {
    let unsent = tx
        .all(
            "select a.id from activities a join deliveries d on d.activity_id = a.id
             where a.item_id = $1 and a.verb in ('accept_reply', 'reject_reply')
               and d.delivered_at is null and d.attempts = 0 and d.leased_until is null",
            values![item],
        )
        .await?;
    for row in &unsent {
        let id: ActivityId = row.get("id")?;
        // Unless another node has just claimed it.
        tx.run("delete from deliveries where activity_id = $1 and attempts = 0 and leased_until is null", values![&id])
            .await?;
        tx.run(
            "delete from activities where id = $1 and not exists (select 1 from deliveries where activity_id = $1)",
            values![&id],
        )
        .await?;
    }
    tx.run(
        "update deliveries set given_up_at = created_at, last_error = $2 where delivered_at is null and given_up_at is null
           and activity_id in (select id from activities where item_id = $1 and verb in ('accept_reply', 'reject_reply'))",
        values![item, TAKEN_BACK],
    )
    .await?;
    // Its delivery may have been tidied away long ago.
    let left = tx
        .maybe("select id from activities where item_id = $1 and verb = 'accept_reply' limit 1", values![item])
        .await?;
    Ok(left.is_some())
}

/// What a class has answered to follows from this host, and what has not arrived there yet: the id of each letter, and the letter.
pub async fn waiting_answers(sql: &mut impl Sql, class: &ClassId, host: &str) -> Result<Vec<(Url, String)>> {
    sql.all(
        "select a.wire_id, a.body from deliveries d join activities a on a.id = d.activity_id
         where d.host = $2 and d.delivered_at is null and d.given_up_at is null
           and a.class_id = $1 and a.verb in ('accept_follow', 'reject_follow') order by d.created_at, d.id",
        values![class, host],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("wire_id")?, row.get("body")?)))
    .collect()
}

/// Whether an item was ever said to anybody.
pub async fn was_created(sql: &mut impl Sql, item: &ItemId) -> Result<bool> {
    Ok(sql
        .maybe("select id from activities where item_id = $1 and verb = 'create' limit 1", values![item])
        .await?
        .is_some())
}

/// When an item was last said, by a clock that may have been another one since.
pub async fn last_said_at(sql: &mut impl Sql, item: &ItemId) -> Result<Option<Timestamp>> {
    sql.one(
        "select max(created_at) as last_said_at from activities where item_id = $1 and verb in ('create', 'update')",
        values![item],
    )
    .await?
    .get("last_said_at")
}

/// The revision last written down for sending.
pub async fn last_said(sql: &mut impl Sql, item: &ItemId) -> Result<Option<RevisionId>> {
    let row = sql
        .maybe(
            "select revision_id from activities where item_id = $1 and verb in ('create', 'update') order by created_at desc, id desc limit 1",
            values![item],
        )
        .await?;
    row.map(|row| row.get("revision_id")).transpose()
}

/// Whether one of our Deletes has this id: of an item, or of a class. What it removed may be forgotten here.
pub async fn is_delete(sql: &mut impl Sql, wire_id: &Url) -> Result<bool> {
    let row = sql.maybe("select id from activities where wire_id = $1 and verb = 'delete'", values![wire_id]).await?;
    Ok(row.is_some())
}

/// The other side told us that what this Delete named is gone there.
pub async fn confirm(tx: &mut Tx, delete: &Url, host: &str, now: Timestamp) -> Result<u64> {
    super::recipients::confirm(tx, delete, host, now).await?;
    tx.run(
        "update deliveries set confirmed_at = $3, delivered_at = coalesce(delivered_at, $3)
         where host = $2 and confirmed_at is null and activity_id in (select id from activities where wire_id = $1 and verb = 'delete')",
        values![delete, host, now],
    )
    .await
}

/// The item that an activity with this id was about, and the activity as it was sent.
pub async fn about(sql: &mut impl Sql, wire_id: &Url) -> Result<Option<(ItemId, String)>> {
    let row = sql
        .maybe("select item_id, body from activities where wire_id = $1 and item_id is not null", values![wire_id])
        .await?;
    row.map(|row| Ok((row.get("item_id")?, row.get("body")?))).transpose()
}

/// Forgets the words of activities about a purged item; that they were sent, and to whom, stays.
pub async fn purge(tx: &mut Tx, item: &ItemId) -> Result<()> {
    tx.run("update activities set body = '' where item_id = $1 and verb in ('create', 'update')", values![item])
        .await?;
    // What a server answered may repeat what it was sent.
    tx.run(
        "update deliveries set last_error = null where last_error is not null
           and activity_id in (select id from activities where item_id = $1 and verb in ('create', 'update'))",
        values![item],
    )
    .await?;
    tx.run(
        "update peers set last_error = null where last_error is not null and host in (select host from recipients where item_id = $1)",
        values![item],
    )
    .await?;
    Ok(())
}

/// Cancels what still waits for a host that is trusted no more; withdrawals stay.
pub async fn cancel_for_host(tx: &mut Tx, host: &str, now: Timestamp) -> Result<u64> {
    tx.run(
        "update deliveries set given_up_at = $2, last_error = 'trust ended' where host = $1 and delivered_at is null and given_up_at is null and urgent = false",
        values![host, now],
    )
    .await
}

/// Cancels what still waits of a class's posts, and of what is said under them, for a class that follows it no more. An inbox
/// that several classes share is left to those that still follow. What answers that class under something of its own stays.
pub async fn cancel_for_follower(tx: &mut Tx, class: &ClassId, remote: &RemoteClassId, now: Timestamp) -> Result<u64> {
    tx.run(
        "update deliveries set given_up_at = $3, last_error = 'it follows the class no more' where delivered_at is null and given_up_at is null
            and inbox in (select coalesce(shared_inbox, inbox) from remote_classes where id = $2)
            and inbox not in (select coalesce(r.shared_inbox, r.inbox) from follows f join remote_classes r on r.id = f.remote_class_id
                where f.class_id = $1 and f.direction = 'in' and f.state = 'accepted' and r.id <> $2)
            and exists (select 1 from activities a join items i on i.id = a.item_id left join items u on u.id = i.article_id
                where a.id = deliveries.activity_id and a.class_id = $1 and a.verb in ('create', 'update')
                    and (u.id is null or u.class_id is not null))",
        values![class, remote, now],
    )
    .await
}

/// The same for what would only begin or end an agreement that is over.
pub async fn cancel_agreement(tx: &mut Tx, host: &str, now: Timestamp) -> Result<u64> {
    tx.run(
        "update deliveries set given_up_at = $2, last_error = 'trust ended' where host = $1 and delivered_at is null and given_up_at is null
            and activity_id in (select id from activities where verb in ('agree', 'propose', 'decline', 'end_agreement') and class_id is null)",
        values![host, now],
    )
    .await
}
