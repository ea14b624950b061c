//! The school's week and its holidays.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use super::{Row, Sql, Tx};
use crate::domain::ids::HolidayId;
use crate::domain::timetable::{Holiday, Timetable, Week};
use crate::error::{Error, Result};
use crate::values;

/// How times of day are kept.
const CLOCK: &str = "%H:%M";

/// How many days after its end a holiday still counts: the weekend after it is part of the absence.
const JUST_OVER: i32 = 14;

/// The week, and the holidays that are not over on this day, or have just ended.
pub async fn get(sql: &mut impl Sql, today: Date) -> Result<Timetable> {
    let week = match sql.maybe("select * from school_weeks", values![]).await? {
        Some(row) => Week {
            days: Week::days_of(&row.get::<String>("days")?),
            opens: clock(&row, "opens")?,
            closes: clock(&row, "closes")?,
        },
        None => Week::default(),
    };
    let rows = sql
        .all(
            "select * from holidays where removed_at is null and last_day >= $1 order by first_day, id",
            values![today.checked_sub(JUST_OVER.days()).unwrap_or(today).to_string()],
        )
        .await?;
    Ok(Timetable { week, holidays: rows.iter().map(from).collect::<Result<_>>()? })
}

pub async fn set_week(tx: &mut Tx, week: &Week) -> Result<()> {
    let (opens, closes) = (week.opens.strftime(CLOCK).to_string(), week.closes.strftime(CLOCK).to_string());
    tx.change(
        "insert into school_weeks (id, days, opens, closes) values ('week', $1, $2, $3)
         on conflict (id) do update set days = excluded.days, opens = excluded.opens, closes = excluded.closes",
        values![week.digits(), opens, closes],
    )
    .await
}

pub async fn add_holiday(tx: &mut Tx, holiday: &Holiday) -> Result<()> {
    tx.change(
        "insert into holidays (id, name, first_day, last_day) values ($1, $2, $3, $4)",
        values![&holiday.id, &holiday.name, holiday.first.to_string(), holiday.last.to_string()],
    )
    .await
}

/// One that is there, or that was taken out a while ago.
pub async fn holiday(sql: &mut impl Sql, id: &HolidayId) -> Result<Holiday> {
    from(&sql.one("select * from holidays where id = $1", values![id]).await?)
}

/// Takes one out. Errors: [`Error::Missing`] when it is out already.
pub async fn remove_holiday(tx: &mut Tx, id: &HolidayId, now: Timestamp) -> Result<()> {
    tx.change("update holidays set removed_at = $2 where id = $1 and removed_at is null", values![id, now]).await
}

/// And puts it back. Errors: [`Error::Missing`] when it is there.
pub async fn put_holiday_back(tx: &mut Tx, id: &HolidayId) -> Result<()> {
    tx.change("update holidays set removed_at = null where id = $1 and removed_at is not null", values![id]).await
}

/// Forgets what was taken out before this moment, and what was over before this day.
pub async fn forget_holidays(tx: &mut Tx, removed_before: Timestamp, over_before: Date) -> Result<()> {
    tx.run(
        "delete from holidays where removed_at < $1 or last_day < $2",
        values![removed_before, over_before.to_string()],
    )
    .await?;
    Ok(())
}

fn from(row: &Row) -> Result<Holiday> {
    Ok(Holiday {
        id: row.get("id")?,
        name: row.get("name")?,
        first: day(&row.get::<String>("first_day")?)?,
        last: day(&row.get::<String>("last_day")?)?,
    })
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Internal(anyhow::anyhow!("\"{text}\" is kept as a day")))
}

fn clock(row: &Row, column: &'static str) -> Result<Time> {
    let text: String = row.get(column)?;
    Time::strptime(CLOCK, &text).map_err(|_| Error::Internal(anyhow::anyhow!("\"{text}\" is kept as a time of day")))
}
