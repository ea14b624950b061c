//! What is on its way, as people read it: how schools are doing, what has not arrived, and every delivery for an admin.

use jiff::Timestamp;

use super::{Row, Sql};
use crate::domain::deliveries::{REPLACED, TAKEN_BACK};
use crate::domain::ids::{DeliveryId, ItemId};
use crate::error::Result;
use crate::values;

/// What still waits for each host: host, how many, since when.
pub async fn backlog(sql: &mut impl Sql) -> Result<Vec<(String, i64, Timestamp)>> {
    sql.all(
        "select host, count(*) as number, min(created_at) as since from deliveries
         where delivered_at is null and given_up_at is null and parked_at is null group by host order by host",
        values![],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("host")?, row.get("number")?, row.get("since")?)))
    .collect()
}

/// What a host has not received yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    pub host: String,
    pub posts: i64,
    pub comments: i64,
    pub changes: i64,
    pub withdrawals: i64,
    pub others: i64,
    /// Those of all these that were tried.
    pub tried: i64,
    /// The oldest of them. None if all that is left is put aside.
    pub since: Option<Timestamp>,
    /// When the first of those that were tried is due again.
    pub next_at: Option<Timestamp>,
    /// Put aside until an admin has decided; not among the others.
    pub parked: i64,
}

/// What waits for each host, by kind: what has not arrived, and what was put aside.
pub async fn waiting(sql: &mut impl Sql) -> Result<Vec<Waiting>> {
    sql.all(
        "select w.host, count(case when w.kind = 'post' then 1 end) as posts, count(case when w.kind = 'comment' then 1 end) as comments,
            count(case when w.kind = 'change' then 1 end) as changes, count(case when w.kind = 'withdrawal' then 1 end) as withdrawals,
            count(case when w.kind = 'other' then 1 end) as others, count(case when w.kind = 'parked' then 1 end) as parked,
            count(case when w.kind <> 'parked' and w.attempts > 0 then 1 end) as tried,
            min(case when w.kind <> 'parked' then w.created_at end) as since,
            min(case when w.kind <> 'parked' and w.attempts > 0 then w.due_at end) as next_at
         from (select d.host, d.attempts, d.created_at, d.due_at, case
                when d.parked_at is not null then 'parked'
                when a.verb = 'create' and i.kind = 'article' then 'post'
                when a.verb = 'create' and i.kind = 'comment' then 'comment'
                when a.verb = 'update' then 'change'
                when a.verb = 'delete' then 'withdrawal'
                else 'other' end as kind
            from deliveries d join activities a on a.id = d.activity_id left join items i on i.id = a.item_id
            where d.delivered_at is null and d.given_up_at is null) w
         group by w.host order by w.host",
        values![],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Waiting {
            host: row.get("host")?,
            posts: row.get("posts")?,
            comments: row.get("comments")?,
            changes: row.get("changes")?,
            withdrawals: row.get("withdrawals")?,
            others: row.get("others")?,
            tried: row.get("tried")?,
            since: row.get("since")?,
            next_at: row.get("next_at")?,
            parked: row.get("parked")?,
        })
    })
    .collect()
}

/// A school that was sent an item and has not taken it, or its last change.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreached {
    pub school: String,
    /// It has the item, in an older wording.
    pub has_older: bool,
    pub since: Timestamp,
    /// It will not be tried again unless an admin says so.
    pub is_over: bool,
}

/// The schools that an item, as it is now, has not reached although it was tried.
pub async fn unreached(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<Unreached>> {
    sql.all(
        "select coalesce(min(p.name), d.host) as school, min(d.created_at) as since,
            max(case when exists (select 1 from deliveries o join activities b on b.id = o.activity_id
                where b.item_id = $1 and o.host = d.host and o.delivered_at is not null) then cast(1 as bigint) else 0 end) as has_older,
            min(case when d.given_up_at is null and d.parked_at is null then cast(0 as bigint) else 1 end) as is_over
         from deliveries d join activities a on a.id = d.activity_id left join partner_schools p on p.host = d.host
         where a.item_id = $1 and a.verb in ('create', 'update') and d.delivered_at is null and d.attempts > 0
           and (d.given_up_at is null or d.given_up_at = d.last_tried_at)
           and not exists (select 1 from deliveries o join activities b on b.id = o.activity_id
                where b.item_id = $1 and b.verb in ('create', 'update') and o.inbox = d.inbox and o.delivered_at is not null
                  and o.created_at > d.created_at)
         group by d.host order by 1",
        values![item],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Unreached {
            school: row.get("school")?,
            has_older: row.get::<i64>("has_older")? != 0,
            since: row.get("since")?,
            is_over: row.get::<i64>("is_over")? != 0,
        })
    })
    .collect()
}

/// One delivery as an admin reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub id: DeliveryId,
    pub host: String,
    pub verb: String,
    /// `article` or `comment`, where it is about one.
    pub kind: Option<String>,
    pub class_name: Option<String>,
    pub created_at: Timestamp,
    pub due_at: Timestamp,
    pub attempts: i64,
    pub last_status: Option<i64>,
    pub last_error: Option<String>,
    pub delivered_at: Option<Timestamp>,
    pub confirmed_at: Option<Timestamp>,
    pub parked_at: Option<Timestamp>,
    pub given_up_at: Option<Timestamp>,
}

/// How deliveries may stand that somebody looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Still on its way.
    Waiting,
    /// Put aside, refused or given up. What was only overtaken by something newer is none of these.
    Trouble,
    Arrived,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Trouble, Self::Arrived];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Trouble => "trouble",
            Self::Arrived => "arrived",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// Which deliveries are looked for; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// Empty for every host.
    pub host: String,
    pub outcome: Option<Outcome>,
}

/// The delivery behind which a list goes on: its moment and its id.
pub type Place = (Timestamp, DeliveryId);

macro_rules! listed_where {
    ($narrow:literal) => {
        concat!(
            "select d.*, a.verb, i.kind, c.name as class_name from deliveries d join activities a on a.id = d.activity_id
                left join classes c on c.id = a.class_id left join items i on i.id = a.item_id
             where (d.created_at, d.id) < ($1, $2) and ",
            $narrow,
            " order by d.created_at desc, d.id desc limit $3"
        )
    };
}

/// What was found, newest first, behind a place in the list or from its beginning.
pub async fn found(sql: &mut impl Sql, search: &Search, behind: Option<&Place>, limit: u32) -> Result<Vec<Listed>> {
    let (moment, id) = behind.map_or((Timestamp::MAX, "~"), |(moment, id)| (*moment, id.as_str()));
    // Little waits and little goes wrong: both are looked up first. `|| ''` keeps an engine from reading all of a host instead.
    let rows = match (search.outcome, search.host.as_str()) {
        (None, "") => sql.all(listed_where!("true"), values![moment, id, limit]).await?,
        (None, host) => sql.all(listed_where!("d.host = $4"), values![moment, id, limit, host]).await?,
        (Some(Outcome::Arrived), "") => {
            sql.all(listed_where!("d.delivered_at is not null"), values![moment, id, limit]).await?
        }
        (Some(Outcome::Arrived), host) => {
            sql.all(listed_where!("d.host = $4 and d.delivered_at is not null"), values![moment, id, limit, host])
                .await?
        }
        (Some(Outcome::Waiting), host) => {
            let statement = listed_where!(
                "($4 = '' or d.host || '' = $4)
                 and d.id in (select l.id from deliveries l where l.delivered_at is null and l.given_up_at is null and l.parked_at is null)"
            );
            sql.all(statement, values![moment, id, limit, host]).await?
        }
        (Some(Outcome::Trouble), host) => {
            let statement = listed_where!(
                "d.id in (select g.id from (select l.id from deliveries l
                        where (l.created_at, l.id) < ($1, $2) and l.given_up_at is not null and ($4 = '' or l.host || '' = $4)
                          and l.delivered_at is null and coalesce(l.last_error, '') not in ($5, $6)
                        order by l.created_at desc, l.id desc limit $3) g
                    union all select l.id from deliveries l where l.parked_at is not null and ($4 = '' or l.host || '' = $4)
                        and l.delivered_at is null and l.given_up_at is null)"
            );
            sql.all(statement, values![moment, id, limit, host, REPLACED, TAKEN_BACK]).await?
        }
    };
    rows.iter().map(listed).collect()
}

/// What was put aside for a host, the oldest first.
pub async fn parked(sql: &mut impl Sql, host: &str, limit: u32) -> Result<Vec<Listed>> {
    sql.all(
        "select d.*, a.verb, i.kind, c.name as class_name from deliveries d join activities a on a.id = d.activity_id
            left join classes c on c.id = a.class_id left join items i on i.id = a.item_id
         where d.host = $1 and d.parked_at is not null and d.delivered_at is null and d.given_up_at is null
         order by d.parked_at, d.id limit $2",
        values![host, limit],
    )
    .await?
    .iter()
    .map(listed)
    .collect()
}

fn listed(row: &Row) -> Result<Listed> {
    Ok(Listed {
        id: row.get("id")?,
        host: row.get("host")?,
        verb: row.get("verb")?,
        kind: row.get("kind")?,
        class_name: row.get("class_name")?,
        created_at: row.get("created_at")?,
        due_at: row.get("due_at")?,
        attempts: row.get("attempts")?,
        last_status: row.get("last_status")?,
        last_error: row.get("last_error")?,
        delivered_at: row.get("delivered_at")?,
        confirmed_at: row.get("confirmed_at")?,
        parked_at: row.get("parked_at")?,
        given_up_at: row.get("given_up_at")?,
    })
}
