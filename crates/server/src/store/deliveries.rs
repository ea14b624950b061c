//! The lanes: what is due to which host, and how it went.

use federation::style::{Habits, Style};
use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::deliveries::{Delivery, REPLACED};
use crate::domain::ids::DeliveryId;
use crate::error::Result;
use crate::values;

/// A wording that another delivery to the same inbox carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Newer {
    pub id: DeliveryId,
    /// The Update, as it is to be sent.
    pub body: String,
    pub was_delivered: bool,
}

/// What we know about reaching a host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peer {
    pub host: String,
    pub failures: i64,
    /// Not to be tried before.
    pub open_until: Option<Timestamp>,
    /// What tells how to sign what goes there.
    pub habits: Habits,
    pub last_ok_at: Option<Timestamp>,
    pub last_failed_at: Option<Timestamp>,
    pub last_error: Option<String>,
}

/// What is still on its way, and not put aside.
const OPEN: &str = "d.delivered_at is null and d.given_up_at is null and d.parked_at is null";

/// The hosts that something may go to now: when the first of it is due, when the host has rested, and until when somebody
/// carries its letters. An ended school, and one that is only asked so far, has withdrawals alone.
fn lanes() -> String {
    format!(
        "with lanes as (
            select p.host, u.urgent, coalesce(e.open_until, 0) as open_until,
                (select min(d.due_at) from deliveries d where d.host = p.host and d.urgent = u.urgent and {OPEN}) as due_at,
                coalesce((select max(b.leased_until) from deliveries b where b.host = p.host and b.leased_until is not null), 0) as leased_until
            from partner_schools p
            cross join (select true as urgent union all select false) u
            left join peers e on e.host = p.host
            where (p.state = 'trusted' and p.held_at is null or (p.state in ('invited', 'asked', 'ended') or p.held_why = 'dates') and u.urgent)
              and not exists (select 1 from schools where federation_paused_at is not null)
         )"
    )
}

/// Claims the first due deliveries of some hosts that may be tried now, those that have waited longest first: of each host
/// withdrawals, then the rest in order. What is claimed is ours until `leased_until`; after a crash it is due again then, or when
/// our death is noticed.
/// A host in `busy` is left out: its lane is at work here.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    leased_until: Timestamp,
    per_host: u32,
    hosts: usize,
    busy: &[String],
) -> Result<Vec<Delivery>> {
    if tx.is_postgres() {
        // One node at a time looks for work, and sees every lease of those before it: a host has one lane, not one a node.
        tx.run("select pg_advisory_xact_lock(7236)", values![]).await?;
    }
    let question = format!(
        "{} select host, min(due_at) as due_at, max(case when urgent then cast(0 as bigint) else 1 end) as others from lanes
         where due_at <= $1 and open_until <= $1 and leased_until <= $1 group by host order by 2, host",
        lanes()
    );
    let mut claimed = Vec::new();
    let mut places = hosts;
    for row in tx.fetch(super::database::ours(question), values![now]).await? {
        let host: String = row.get("host")?;
        if places == 0 {
            break;
        }
        if busy.contains(&host) {
            continue;
        }
        let has_others = row.get::<i64>("others")? != 0;
        let letters = claim_of(tx, &host, has_others, now, leased_until, per_host).await?;
        places -= usize::from(!letters.is_empty());
        claimed.extend(letters);
    }
    Ok(claimed)
}

/// Claims what comes next in a lane that somebody already holds by a lease; nothing if its host may be sent nothing now.
pub async fn claim_next(
    tx: &mut Tx,
    host: &str,
    now: Timestamp,
    leased_until: Timestamp,
    limit: u32,
) -> Result<Vec<Delivery>> {
    let question = format!(
        "{} select max(case when urgent then cast(0 as bigint) else 1 end) as others from lanes
         where host = $2 and due_at <= $1 and open_until <= $1",
        lanes()
    );
    let row = tx.fetch_one(super::database::ours(question), values![now, host]).await?;
    match row.get::<Option<i64>>("others")? {
        Some(others) => claim_of(tx, host, others != 0, now, leased_until, limit).await,
        None => Ok(Vec::new()),
    }
}

async fn claim_of(
    tx: &mut Tx,
    host: &str,
    has_others: bool,
    now: Timestamp,
    leased_until: Timestamp,
    limit: u32,
) -> Result<Vec<Delivery>> {
    // What an undo is just taking back is left to it.
    let lock = if tx.is_postgres() { " for update of d skip locked" } else { "" };
    let question = format!(
        "select d.id, d.activity_id, d.inbox, d.host, d.attempts + case when d.leased_until is null then 0 else 1 end as attempts,
            d.refusals, d.created_at, d.last_tried_at, a.class_id, a.verb, a.body
         from deliveries d join activities a on a.id = d.activity_id
         where d.host = $1 and {OPEN} and d.due_at <= $2 and (d.urgent or $3) and (d.leased_until is null or d.leased_until <= $2)
         order by d.urgent desc, d.created_at, d.id limit $4{lock}"
    );
    let rows = tx.fetch(super::database::ours(question), values![host, now, has_others, limit]).await?;
    let claimed: Vec<Delivery> = rows.iter().map(from).collect::<Result<_>>()?;
    let node = tx.node().to_owned();
    for delivery in &claimed {
        // What somebody had before and did not give back counts as tried.
        tx.change(
            "update deliveries set leased_until = $2, leased_by = $3, attempts = $4 where id = $1",
            values![&delivery.id, leased_until, &node, delivery.attempts],
        )
        .await?;
    }
    Ok(claimed)
}

/// When the next delivery can be claimed, whoever it is to: not before its host has rested and its lane is free, and
/// never while its partner or all federation is stopped.
pub async fn next_due(sql: &mut impl Sql) -> Result<Option<Timestamp>> {
    let question = format!(
        "{} select min(case
            when due_at >= open_until and due_at >= leased_until then due_at
            when open_until >= leased_until then open_until
            else leased_until end) as due_at
         from lanes where due_at is not null",
        lanes()
    );
    sql.fetch_one(super::database::ours(question), values![]).await?.get("due_at")
}

/// A newer wording of the same item that this inbox was sent, or may be sent now: instead of this one.
pub async fn newest(sql: &mut impl Sql, delivery: &DeliveryId, now: Timestamp) -> Result<Option<Newer>> {
    let row = sql
        .maybe(
            "select n.id, n.delivered_at, u.body from deliveries d join activities a on a.id = d.activity_id
             join activities u on u.item_id = a.item_id and u.verb = 'update'
             join deliveries n on n.activity_id = u.id and n.inbox = d.inbox
             where d.id = $1 and a.verb in ('create', 'update') and n.id <> d.id
               and n.given_up_at is null and n.parked_at is null and (n.delivered_at is not null or n.due_at <= $2)
               and (n.created_at > d.created_at or n.created_at = d.created_at and n.id > d.id)
             order by n.created_at desc, n.id desc limit 1",
            values![delivery, now],
        )
        .await?;
    row.map(|row| {
        let delivered_at: Option<Timestamp> = row.get("delivered_at")?;
        Ok(Newer { id: row.get("id")?, body: row.get("body")?, was_delivered: delivered_at.is_some() })
    })
    .transpose()
}

/// Keeps one for whoever sends its words with another. False if it was taken back meanwhile.
pub async fn lease(tx: &mut Tx, id: &DeliveryId, leased_until: Timestamp) -> Result<bool> {
    let node = tx.node().to_owned();
    let kept = tx
        .run(
            "update deliveries set leased_until = $2, leased_by = $3 where id = $1 and delivered_at is null and given_up_at is null",
            values![id, leased_until, node],
        )
        .await?;
    Ok(kept == 1)
}

/// It was taken, signed like this: done with, and its host's lane is open. `refused` says that the same letter was refused with
/// Ed25519 just before.
pub async fn delivered(
    tx: &mut Tx,
    delivery: &Delivery,
    status: i64,
    style: Style,
    refused: bool,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "update deliveries set delivered_at = $2, last_tried_at = $2, last_status = $3, last_error = null, attempts = attempts + 1, refusals = 0, leased_until = null, leased_by = null
         where id = $1",
        values![&delivery.id, now, status],
    )
    .await?;
    tx.change(
        "insert into peers (host, failures, style, last_ok_at, refused_ed25519_at) values ($1, 0, $2, $3, $4)
         on conflict (host) do update set failures = 0, open_until = null, style = excluded.style, last_ok_at = excluded.last_ok_at, last_error = null,
            refused_ed25519_at = case when excluded.style = 'ed25519' then null
                else coalesce(excluded.refused_ed25519_at, peers.refused_ed25519_at) end",
        values![&delivery.host, word(style), now, refused.then_some(now)],
    )
    .await
}

/// It went with another: its words were sent in that one's place.
pub async fn went_along(tx: &mut Tx, id: &DeliveryId, status: i64, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set delivered_at = $2, last_tried_at = $2, last_status = $3, last_error = null, attempts = attempts + 1, leased_until = null, leased_by = null
         where id = $1",
        values![id, now, status],
    )
    .await
}

/// Its words were sent with another, and that one was not taken, or nobody knows: it is due as before.
pub async fn went_in_vain(tx: &mut Tx, id: &DeliveryId, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set last_tried_at = $2, attempts = attempts + 1, leased_until = null, leased_by = null where id = $1",
        values![id, now],
    )
    .await
}

/// It was not taken and is tried again; the host rests until then. `refusals` counts answers that may be about this letter.
pub async fn postponed(
    tx: &mut Tx,
    delivery: &Delivery,
    status: Option<i64>,
    error: &str,
    refusals: i64,
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    put_off(tx, delivery, status, error, refusals, until, now).await?;
    tx.change(
        "insert into peers (host, failures, open_until, last_failed_at, last_error) values ($1, 1, $2, $3, $4)
         on conflict (host) do update set failures = peers.failures + 1, open_until = excluded.open_until,
            last_failed_at = excluded.last_failed_at, last_error = excluded.last_error",
        values![&delivery.host, until, now, error],
    )
    .await
}

/// It was not taken and is tried again then; others to the same host go before.
pub async fn put_off(
    tx: &mut Tx,
    delivery: &Delivery,
    status: Option<i64>,
    error: &str,
    refusals: i64,
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "update deliveries set due_at = $2, last_tried_at = $3, last_status = $4, last_error = $5, refusals = $6, attempts = attempts + 1,
            leased_until = null, leased_by = null
         where id = $1",
        values![&delivery.id, until, now, status, error, refusals],
    )
    .await
}

/// It is put aside until an admin has decided.
pub async fn park(tx: &mut Tx, id: &DeliveryId, status: Option<i64>, error: &str, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set parked_at = $2, last_tried_at = $2, last_status = $3, last_error = $4, attempts = attempts + 1, leased_until = null, leased_by = null
         where id = $1",
        values![id, now, status, error],
    )
    .await
}

/// It will never be taken; an admin can read why.
pub async fn gave_up(tx: &mut Tx, id: &DeliveryId, status: Option<i64>, error: &str, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set given_up_at = $2, last_tried_at = $2, last_status = $3, last_error = $4, attempts = attempts + 1, leased_until = null, leased_by = null
         where id = $1",
        values![id, now, status, error],
    )
    .await
}

/// It is not sent, because a newer wording goes in its place.
pub async fn replace(tx: &mut Tx, id: &DeliveryId, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set given_up_at = $2, last_error = $3, leased_until = null, leased_by = null where id = $1",
        values![id, now, REPLACED],
    )
    .await
}

/// What is no withdrawal, was written before a moment and waits for a host that does not answer; nobody is carrying it.
pub async fn outlived(sql: &mut impl Sql, before: Timestamp, limit: u32) -> Result<Vec<(DeliveryId, String)>> {
    sql.all(
        // Host by host: what waits for one stands together.
        "select d.id, d.host from peers e cross join partner_schools p cross join deliveries d
         where p.host = e.host and d.host = e.host and e.failures > 0 and e.open_until is not null and p.state = 'trusted' and p.held_at is null
           and d.delivered_at is null and d.given_up_at is null and d.parked_at is null and d.urgent = false and d.created_at < $1
           and d.leased_until is null
         order by d.created_at, d.id limit $2",
        values![before, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("id")?, row.get("host")?)))
    .collect()
}

/// Whether it is still to be sent: it may have been taken back or cancelled since it was claimed.
pub async fn stands(sql: &mut impl Sql, id: &DeliveryId) -> Result<bool> {
    Ok(sql
        .maybe("select id from deliveries where id = $1 and given_up_at is null and delivered_at is null", values![id])
        .await?
        .is_some())
}

/// Gives back what was claimed and not tried.
pub async fn release(tx: &mut Tx, claimed: &[Delivery]) -> Result<()> {
    for delivery in claimed {
        tx.run("update deliveries set leased_until = null, leased_by = null where id = $1", values![&delivery.id])
            .await?;
    }
    Ok(())
}

/// What we know of a host, whether or not anything went there yet.
pub async fn peer(sql: &mut impl Sql, host: &str) -> Result<Peer> {
    let row = sql
        .one(
            "select e.*, p.confirmed_at, p.confirmed_there_at from (select 1 as one) u
             left join peers e on e.host = $1 left join partner_schools p on p.host = $1",
            values![host],
        )
        .await?;
    let moment = |column: &str| row.get::<Option<Timestamp>>(column);
    Ok(Peer {
        host: host.to_owned(),
        failures: row.get::<Option<i64>>("failures")?.unwrap_or_default(),
        open_until: moment("open_until")?,
        habits: Habits {
            has_agreement: moment("confirmed_at")?.is_some() && moment("confirmed_there_at")?.is_some(),
            took: row.get::<Option<String>>("style")?.as_deref().and_then(style),
            refused_ed25519_at: moment("refused_ed25519_at")?,
        },
        last_ok_at: moment("last_ok_at")?,
        last_failed_at: moment("last_failed_at")?,
        last_error: row.get("last_error")?,
    })
}

fn word(style: Style) -> &'static str {
    match style {
        Style::Cavage => "cavage",
        Style::Message => "message",
        Style::Ed25519 => "ed25519",
    }
}

fn style(word: &str) -> Option<Style> {
    [Style::Cavage, Style::Message, Style::Ed25519].into_iter().find(|style| self::word(*style) == word)
}

/// A verified letter from that host: it is reachable, so its lane opens at once. Tells whether it was shut.
pub async fn reopen(tx: &mut Tx, host: &str, now: Timestamp) -> Result<bool> {
    let rested = tx
        .run(
            "update peers set failures = 0, open_until = null where host = $1 and open_until is not null",
            values![host],
        )
        .await?;
    if rested > 0 {
        hurry(tx, host, FEW, now).await?;
    }
    Ok(rested > 0)
}

/// Counts a try of whatever was never tried: this database is a copy that was put back, and what it knows as waiting may
/// have arrived since.
pub async fn may_have_left(tx: &mut Tx) -> Result<()> {
    tx.run(
        "update deliveries set attempts = 1
         where attempts = 0 and delivered_at is null and given_up_at is null and parked_at is null",
        values![],
    )
    .await?;
    Ok(())
}

/// So many answers in a row that found fault with a letter do not yet mean that another try is idle.
const FEW: i64 = 2;

/// What was tried before is due now, if its host has found fault with it no more often than that.
async fn hurry(tx: &mut Tx, host: &str, refusals: i64, now: Timestamp) -> Result<()> {
    tx.run(
        "update deliveries set due_at = $2 where host = $1 and delivered_at is null and given_up_at is null and parked_at is null
           and due_at > $2 and attempts > 0 and refusals <= $3",
        values![host, now, refusals],
    )
    .await?;
    Ok(())
}

/// An admin wants it tried now: its host rests no longer, and what was tried before is due.
pub async fn try_now(tx: &mut Tx, host: &str, now: Timestamp) -> Result<()> {
    tx.run("update peers set open_until = null where host = $1", values![host]).await?;
    hurry(tx, host, i64::MAX, now).await
}

/// What was put aside is due again, or given up. Tells its host, and how many of that host are still aside.
pub async fn unpark(tx: &mut Tx, id: &DeliveryId, again: bool, now: Timestamp) -> Result<(String, i64)> {
    let statement = if again {
        "update deliveries set parked_at = null, due_at = $2, refusals = 0
         where id = $1 and parked_at is not null and given_up_at is null and delivered_at is null"
    } else {
        "update deliveries set parked_at = null, given_up_at = $2
         where id = $1 and parked_at is not null and given_up_at is null and delivered_at is null"
    };
    tx.change(statement, values![id, now]).await?;
    let row = tx
        .one(
            "select d.host, (select count(*) from deliveries o where o.host = d.host and o.parked_at is not null and o.delivered_at is null and o.given_up_at is null) as aside
             from deliveries d where d.id = $1",
            values![id],
        )
        .await?;
    Ok((row.get("host")?, row.get("aside")?))
}

fn from(row: &Row) -> Result<Delivery> {
    Ok(Delivery {
        id: row.get("id")?,
        activity: row.get("activity_id")?,
        class: row.get("class_id")?,
        verb: row.word("verb")?,
        body: row.get("body")?,
        inbox: row.get("inbox")?,
        host: row.get("host")?,
        attempts: row.get("attempts")?,
        refusals: row.get("refusals")?,
        created_at: row.get("created_at")?,
        last_tried_at: row.get("last_tried_at")?,
    })
}
