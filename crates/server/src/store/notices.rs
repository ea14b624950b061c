//! What adults want told by e-mail, how far each day's mail has come, and whether mail can be sent at all.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Row, Sql, Tx};
use crate::domain::ids::StaffId;
use crate::domain::notices::{MailDown, MailTrouble, Wish};
use crate::error::Result;
use crate::values;

/// What this adult chose; none for who never did.
pub async fn wish(sql: &mut impl Sql, staff: &StaffId) -> Result<Option<Wish>> {
    let row = sql.maybe("select * from wishes where staff_id = $1", values![staff]).await?;
    row.as_ref().map(wish_from).transpose()
}

pub async fn set_wish(tx: &mut Tx, staff: &StaffId, wish: &Wish) -> Result<()> {
    tx.change(
        "insert into wishes (staff_id, hour, language) values ($1, $2, $3)
         on conflict (staff_id) do update set hour = excluded.hour, language = excluded.language",
        values![staff, wish.hour.map(i64::from), &wish.language],
    )
    .await
}

/// Whoever may still be written to on this day, with their address and what they chose: nobody whose mail of the day is done, on
/// its way or resting.
pub async fn open(sql: &mut impl Sql, day: Date, now: Timestamp) -> Result<Vec<(StaffId, String, Option<Wish>)>> {
    sql.all(
        "select s.id, s.email, w.staff_id as chose, w.hour, w.language from staff s
         left join wishes w on w.staff_id = s.id left join digests d on d.staff_id = s.id
         where s.disabled_at is null and (w.staff_id is null or w.hour is not null)
           and (d.day is null or d.day < $1 or (d.day = $1 and d.done_at is null and d.next_at <= $2))
         order by s.id",
        values![day.to_string(), now],
    )
    .await?
    .iter()
    .map(|row| {
        let chose: Option<String> = row.get("chose")?;
        let wish = chose.is_some().then(|| wish_from(row)).transpose()?;
        Ok((row.get("id")?, row.get("email")?, wish))
    })
    .collect()
}

/// Takes up an adult's mail of this day until then. How often it was tried, this time included; none when somebody else has it,
/// or it is done.
pub async fn claim(tx: &mut Tx, staff: &StaffId, day: Date, now: Timestamp, until: Timestamp) -> Result<Option<i64>> {
    let claimed = tx
        .run(
            "insert into digests (staff_id, day, tries, next_at) values ($1, $2, 1, $4)
             on conflict (staff_id) do update set day = excluded.day, next_at = excluded.next_at, done_at = null,
                 tries = case when digests.day = excluded.day then digests.tries + 1 else 1 end
             where digests.day < excluded.day
                or (digests.day = excluded.day and digests.done_at is null and digests.next_at <= $3)",
            values![staff, day.to_string(), now, until],
        )
        .await?;
    if claimed == 0 {
        return Ok(None);
    }
    let row = tx.one("select tries from digests where staff_id = $1", values![staff]).await?;
    row.get("tries").map(Some)
}

/// It is sent, or there was nothing to tell, or it is given up. `refused` when its server takes no mail for this address.
pub async fn done(tx: &mut Tx, staff: &StaffId, day: Date, now: Timestamp, refused: bool) -> Result<()> {
    tx.run(
        "update digests set done_at = $3, refused_at = $4 where staff_id = $1 and day = $2",
        values![staff, day.to_string(), now, refused.then_some(now)],
    )
    .await?;
    Ok(())
}

/// It was tried in vain, and rests until then.
pub async fn rest(tx: &mut Tx, staff: &StaffId, day: Date, until: Timestamp) -> Result<()> {
    tx.run(
        "update digests set next_at = $3 where staff_id = $1 and day = $2 and done_at is null",
        values![staff, day.to_string(), until],
    )
    .await?;
    Ok(())
}

/// Whose address was refused with their last mail: their names.
pub async fn refused(sql: &mut impl Sql) -> Result<Vec<String>> {
    sql.all(
        "select s.name from digests d join staff s on s.id = d.staff_id
         where d.refused_at is not null and s.disabled_at is null order by s.name, s.id",
        values![],
    )
    .await?
    .iter()
    .map(|row| row.get("name"))
    .collect()
}

/// None while mail can be sent.
pub async fn down(sql: &mut impl Sql) -> Result<Option<MailDown>> {
    let row = sql.maybe("select * from mail_down", values![]).await?;
    row.map(|row| {
        Ok(MailDown {
            since: row.get("since")?,
            why: row.word("why")?,
            tries: row.get("tries")?,
            next_at: row.get("next_at")?,
        })
    })
    .transpose()
}

/// One more try in vain. Since when it is so stays as it is.
pub async fn failed(tx: &mut Tx, why: MailTrouble, now: Timestamp, next_at: Timestamp) -> Result<()> {
    tx.change(
        "insert into mail_down (id, since, why, tries, next_at) values ('mail', $1, $2, 1, $3)
         on conflict (id) do update set why = excluded.why, tries = mail_down.tries + 1, next_at = excluded.next_at",
        values![now, why.as_str(), next_at],
    )
    .await
}

/// Mail can be sent.
pub async fn well(tx: &mut Tx) -> Result<()> {
    tx.run("delete from mail_down", values![]).await?;
    Ok(())
}

fn wish_from(row: &Row) -> Result<Wish> {
    let hour: Option<i64> = row.get("hour")?;
    Ok(Wish { hour: hour.and_then(|hour| i8::try_from(hour).ok()), language: row.get("language")? })
}
