//! What partner schools list of their classes, and when we last read it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Row, Sql, Tx};
use crate::domain::class_lists::{ListState, ListedClass};
use crate::domain::ids::PartnerId;
use crate::domain::partners::PartnerSchool;
use crate::domain::timetable::Away;
use crate::error::Result;
use crate::values;

/// Since when a list must have been tried, so that it is not due.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    pub day: Timestamp,
    pub soon: Timestamp,
    pub begun: Timestamp,
    pub at_once: Timestamp,
}

/// Writes down what was read and proved, in place of what was listed before.
pub async fn put(
    tx: &mut Tx,
    partner: &PartnerId,
    made_at: Timestamp,
    classes: &[ListedClass],
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "insert into class_lists (partner_id, made_at, read_at, tried_at) values ($1, $2, $3, $3)
         on conflict (partner_id) do update set made_at = excluded.made_at, read_at = excluded.read_at, tried_at = excluded.tried_at",
        values![partner, made_at, now],
    )
    .await?;
    tx.run("delete from listed_classes where partner_id = $1", values![partner]).await?;
    for (class, position) in classes.iter().zip(0_i64..) {
        tx.change(
            "insert into listed_classes (actor, partner_id, position, name, handle) values ($1, $2, $3, $4, $5)",
            values![&class.actor, partner, position, &class.name, &class.handle],
        )
        .await?;
    }
    Ok(())
}

/// From when to when the school says that it is away, in place of what it said before.
pub async fn set_away(tx: &mut Tx, partner: &PartnerId, away: Option<Away>) -> Result<()> {
    let (from, until) = (away.map(|away| away.from.to_string()), away.map(|away| away.until.to_string()));
    tx.change(
        "update class_lists set away_from = $2, away_until = $3 where partner_id = $1",
        values![partner, from, until],
    )
    .await
}

/// The trusted schools that are away on this day, and when they are back.
pub async fn away_on(sql: &mut impl Sql, day: Date) -> Result<Vec<(PartnerId, Date)>> {
    let rows = sql
        .all(
            "select l.partner_id, l.away_until from class_lists l join partner_schools p on p.id = l.partner_id
             where p.state = 'trusted' and p.held_at is null and l.away_from <= $1 and l.away_until > $1
             order by l.partner_id",
            values![day.to_string()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let until: String = row.get("away_until")?;
            let until = until.parse().map_err(|_| anyhow::anyhow!("\"{until}\" is kept as a day"))?;
            Ok((row.get("partner_id")?, until))
        })
        .collect()
}

/// It could not be read; what was listed before stays.
pub async fn failed(tx: &mut Tx, partner: &PartnerId, now: Timestamp) -> Result<()> {
    tx.change(
        "insert into class_lists (partner_id, tried_at) values ($1, $2)
         on conflict (partner_id) do update set tried_at = excluded.tried_at",
        values![partner, now],
    )
    .await
}

/// None when nobody has tried yet.
pub async fn state(sql: &mut impl Sql, partner: &PartnerId) -> Result<Option<ListState>> {
    let row = sql.maybe("select * from class_lists where partner_id = $1", values![partner]).await?;
    row.map(|row| {
        Ok(ListState { made_at: row.get("made_at")?, read_at: row.get("read_at")?, tried_at: row.get("tried_at")? })
    })
    .transpose()
}

/// The clocks of partners: whose, the moment that its last list says it was made at, and when we read that.
pub async fn clocks(sql: &mut impl Sql) -> Result<Vec<(String, Timestamp, Timestamp)>> {
    sql.all(
        "select p.host, l.made_at, l.read_at from class_lists l join partner_schools p on p.id = l.partner_id
         where l.made_at is not null and l.read_at is not null order by l.read_at desc, p.host",
        values![],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("host")?, row.get("made_at")?, row.get("read_at")?)))
    .collect()
}

/// What a school listed last, in its own order.
pub async fn of_partner(sql: &mut impl Sql, partner: &PartnerId) -> Result<Vec<ListedClass>> {
    sql.all("select * from listed_classes where partner_id = $1 order by position", values![partner])
        .await?
        .iter()
        .map(from)
        .collect()
}

/// The trusted schools, of those with which there is an agreement, whose list is to be read: not tried since trust began or
/// since `day`; tried in vain, and not since `soon`; or, of a school that may not trust us yet because trust began after
/// `begun`, not since `at_once`.
pub async fn due(sql: &mut impl Sql, when: &Due) -> Result<Vec<PartnerSchool>> {
    sql.all(
        "select p.* from partner_schools p left join class_lists l on l.partner_id = p.id
         where p.state = 'trusted' and p.held_at is null and p.offer is not null
           and (l.tried_at is null or l.tried_at < p.state_since or l.tried_at < $1
             or (coalesce(l.read_at, 0) < l.tried_at and l.tried_at < $2)
             or (coalesce(l.read_at, 0) < p.state_since and p.state_since > $3 and l.tried_at < $4))
         order by p.id",
        values![when.day, when.soon, when.begun, when.at_once],
    )
    .await?
    .iter()
    .map(super::partners::from)
    .collect()
}

fn from(row: &Row) -> Result<ListedClass> {
    Ok(ListedClass { actor: row.get("actor")?, name: row.get("name")?, handle: row.get("handle")? })
}
