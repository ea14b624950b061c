//! The lanes: what is due to which host, and how it went.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::deliveries::Delivery;
use crate::domain::ids::DeliveryId;
use crate::error::Result;
use crate::values;

/// What we know about reaching a host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peer {
    pub host: String,
    pub failures: i64,
    /// Not to be tried before.
    pub open_until: Option<Timestamp>,
    /// The signature scheme that worked last.
    pub scheme: Option<String>,
    pub last_ok_at: Option<Timestamp>,
    pub last_failed_at: Option<Timestamp>,
    pub last_error: Option<String>,
}

/// Claims the first due deliveries of each host that may be tried now: withdrawals first, then in order.
/// What is claimed is ours until `leased_until`; after a crash it is due again then.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    leased_until: Timestamp,
    per_host: i64,
    limit: u32,
) -> Result<Vec<Delivery>> {
    let lock = if tx.is_postgres() {
        // One node at a time looks for work, and sees every lease of those before it: a host has one lane, not one a node.
        tx.run("select pg_advisory_xact_lock(7236)", values![]).await?;
        // What an undo is just taking back is left to it.
        " for update of d skip locked"
    } else {
        ""
    };
    let rows = tx
        .fetch(
            super::database::ours(format!(
                "with lanes as materialized (
                    select d.id, row_number() over (partition by d.host order by case when d.urgent then 0 else 1 end, d.created_at, d.id) as place
                    from deliveries d
                    join partner_schools p on p.host = d.host
                    left join peers e on e.host = d.host
                    where d.delivered_at is null and d.given_up_at is null and d.due_at <= $1
                      and (e.open_until is null or e.open_until <= $1)
                      and (p.state = 'trusted' and p.held_at is null or (p.state in ('invited', 'asked', 'ended') or p.held_why = 'dates') and d.urgent)
                      and not exists (select 1 from schools where federation_paused_at is not null)
                      and d.host not in (select b.host from deliveries b where b.leased_until > $1)
                 )
                 select d.id, d.activity_id, d.inbox, d.host, d.attempts, d.created_at, a.class_id, a.verb, a.body
                 from deliveries d join lanes l on l.id = d.id join activities a on a.id = d.activity_id
                 where l.place <= $2 order by l.place, d.created_at, d.id limit $3{lock}"
            )),
            values![now, per_host, limit],
        )
        .await?;
    let claimed: Vec<Delivery> = rows.iter().map(from).collect::<Result<_>>()?;
    for delivery in &claimed {
        tx.change("update deliveries set leased_until = $2 where id = $1", values![&delivery.id, leased_until]).await?;
    }
    Ok(claimed)
}

/// When the next delivery can be claimed, whoever it is to: not before its host has rested and its lane is free, and
/// never while its partner or all federation is stopped.
pub async fn next_due(sql: &mut impl Sql) -> Result<Option<Timestamp>> {
    let row = sql
        .maybe(
            "with waits as (
                select d.due_at, coalesce(e.open_until, 0) as open_until, coalesce(b.leased_until, 0) as leased_until
                from (select host, urgent, min(due_at) as due_at from deliveries
                    where delivered_at is null and given_up_at is null group by host, urgent) d
                join partner_schools p on p.host = d.host
                left join peers e on e.host = d.host
                left join (select host, max(leased_until) as leased_until from deliveries where leased_until is not null group by host) b
                    on b.host = d.host
                where (p.state = 'trusted' and p.held_at is null or (p.state in ('invited', 'asked', 'ended') or p.held_why = 'dates') and d.urgent)
                  and not exists (select 1 from schools where federation_paused_at is not null)
             )
             select min(case
                when due_at >= open_until and due_at >= leased_until then due_at
                when open_until >= leased_until then open_until
                else leased_until end) as due_at
             from waits",
            values![],
        )
        .await?;
    row.map_or(Ok(None), |row| row.get("due_at"))
}

/// It was taken: done with, and its host's lane is open.
pub async fn delivered(tx: &mut Tx, delivery: &Delivery, status: i64, scheme: &str, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set delivered_at = $2, last_tried_at = $2, last_status = $3, last_error = null, attempts = attempts + 1, leased_until = null
         where id = $1",
        values![&delivery.id, now, status],
    )
    .await?;
    tx.change(
        "insert into peers (host, failures, scheme, last_ok_at) values ($1, 0, $2, $3)
         on conflict (host) do update set failures = 0, open_until = null, scheme = excluded.scheme, last_ok_at = excluded.last_ok_at, last_error = null",
        values![&delivery.host, scheme, now],
    )
    .await
}

/// It was not taken and is tried again; the host rests until then.
pub async fn postponed(
    tx: &mut Tx,
    delivery: &Delivery,
    status: Option<i64>,
    error: &str,
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "update deliveries set due_at = $2, last_tried_at = $3, last_status = $4, last_error = $5, attempts = attempts + 1, leased_until = null
         where id = $1",
        values![&delivery.id, until, now, status, error],
    )
    .await?;
    tx.change(
        "insert into peers (host, failures, open_until, last_failed_at, last_error) values ($1, 1, $2, $3, $4)
         on conflict (host) do update set failures = peers.failures + 1, open_until = excluded.open_until,
            last_failed_at = excluded.last_failed_at, last_error = excluded.last_error",
        values![&delivery.host, until, now, error],
    )
    .await
}

/// It will never be taken; an admin can read why.
pub async fn gave_up(tx: &mut Tx, id: &DeliveryId, status: Option<i64>, error: &str, now: Timestamp) -> Result<()> {
    tx.change(
        "update deliveries set given_up_at = $2, last_tried_at = $2, last_status = $3, last_error = $4, attempts = attempts + 1, leased_until = null
         where id = $1",
        values![id, now, status, error],
    )
    .await
}

/// Whether it is still to be sent: it may have been taken back or cancelled since it was claimed.
pub async fn stands(sql: &mut impl Sql, id: &DeliveryId) -> Result<bool> {
    Ok(sql.maybe("select id from deliveries where id = $1 and given_up_at is null", values![id]).await?.is_some())
}

/// Gives back what was claimed and not tried.
pub async fn release(tx: &mut Tx, claimed: &[Delivery]) -> Result<()> {
    for delivery in claimed {
        tx.run("update deliveries set leased_until = null where id = $1", values![&delivery.id]).await?;
    }
    Ok(())
}

pub async fn peer(sql: &mut impl Sql, host: &str) -> Result<Peer> {
    let row = sql.maybe("select * from peers where host = $1", values![host]).await?;
    row.as_ref().map_or_else(|| Ok(Peer { host: host.to_owned(), ..Peer::default() }), peer_from)
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
        tx.run("update deliveries set due_at = $2 where host = $1 and delivered_at is null and given_up_at is null and due_at > $2 and attempts > 0", values![host, now]).await?;
    }
    Ok(rested > 0)
}

/// What still waits for each host: host, how many, since when.
pub async fn backlog(sql: &mut impl Sql) -> Result<Vec<(String, i64, Timestamp)>> {
    sql.all(
        "select host, count(*) as number, min(created_at) as since from deliveries
         where delivered_at is null and given_up_at is null group by host order by host",
        values![],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("host")?, row.get("number")?, row.get("since")?)))
    .collect()
}

/// One delivery as an admin reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub host: String,
    pub verb: String,
    pub class_name: Option<String>,
    pub created_at: Timestamp,
    pub due_at: Timestamp,
    pub attempts: i64,
    pub last_status: Option<i64>,
    pub last_error: Option<String>,
    pub delivered_at: Option<Timestamp>,
    pub confirmed_at: Option<Timestamp>,
    pub given_up_at: Option<Timestamp>,
}

/// Deliveries made before a moment, newest first, of one host if named. Those of one moment stay together, so that the
/// page before the last one's moment misses none; it may be longer than the limit by one activity's deliveries.
pub async fn page(sql: &mut impl Sql, host: Option<&str>, before: Timestamp, limit: u32) -> Result<Vec<Listed>> {
    sql.all(
        "select d.*, a.verb, c.name as class_name from deliveries d join activities a on a.id = d.activity_id left join classes c on c.id = a.class_id
         where d.created_at < $1 and ($2 = '' or d.host = $2)
           and d.created_at >= (select coalesce(min(n.created_at), 0) from (
             select l.created_at from deliveries l where l.created_at < $1 and ($2 = '' or l.host = $2) order by l.created_at desc limit $3) n)
         order by d.created_at desc, d.id desc",
        values![before, host.unwrap_or(""), limit],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Listed {
            host: row.get("host")?,
            verb: row.get("verb")?,
            class_name: row.get("class_name")?,
            created_at: row.get("created_at")?,
            due_at: row.get("due_at")?,
            attempts: row.get("attempts")?,
            last_status: row.get("last_status")?,
            last_error: row.get("last_error")?,
            delivered_at: row.get("delivered_at")?,
            confirmed_at: row.get("confirmed_at")?,
            given_up_at: row.get("given_up_at")?,
        })
    })
    .collect()
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
        created_at: row.get("created_at")?,
    })
}

fn peer_from(row: &Row) -> Result<Peer> {
    Ok(Peer {
        host: row.get("host")?,
        failures: row.get("failures")?,
        open_until: row.get("open_until")?,
        scheme: row.get("scheme")?,
        last_ok_at: row.get("last_ok_at")?,
        last_failed_at: row.get("last_failed_at")?,
        last_error: row.get("last_error")?,
    })
}
