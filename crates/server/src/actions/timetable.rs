//! An admin says when there is school.

use jiff::{SignedDuration, ToSpan};

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::ids::HolidayId;
use crate::domain::timetable::{Holiday, Week};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

use super::admin;

/// How long one that was taken out can be put back.
const REMOVED: SignedDuration = SignedDuration::from_hours(24);
/// How many days one that is over is kept: the school is away until its first day after it.
const OVER: i32 = 60;

/// Says when there is school in a usual week. Errors: [`Error::Invalid`].
pub async fn set_week(school: &School, by: &Adult, week: &Week) -> Result<()> {
    admin(by)?;
    week.check().map_err(Error::Invalid)?;
    let hours = format!("{} {}-{}", week.digits(), week.opens.strftime("%H:%M"), week.closes.strftime("%H:%M"));
    let mut tx = school.db.begin().await?;
    store::timetable::set_week(&mut tx, week).await?;
    let event = Event::new(by.subject(), "set_school_week", "school").with(hours);
    store::audit::append(&mut tx, event, school.clock.now()).await?;
    tx.commit().await
}

/// Writes a holiday down. Errors: [`Error::Invalid`].
pub async fn add_holiday(school: &School, by: &Adult, new: Holiday) -> Result<()> {
    admin(by)?;
    let (now, today) = (school.clock.now(), school.today());
    let new = Holiday { name: one_line(&new.name), ..new };
    let mut tx = school.db.begin().await?;
    let over = today.checked_sub(OVER.days()).unwrap_or(today);
    store::timetable::forget_holidays(&mut tx, now - REMOVED, over).await?;
    let known = store::timetable::get(&mut tx, today).await?;
    known.check(&new, today).map_err(Error::Invalid)?;
    store::timetable::add_holiday(&mut tx, &new).await?;
    let event = Event::new(by.subject(), "add_holiday", format!("holiday:{}", new.id));
    store::audit::append(&mut tx, event.with(format!("{} {}", new.first, new.last)), now).await?;
    tx.commit().await
}

/// Takes a holiday out; for a day it can be put back. Errors: [`Error::Missing`].
pub async fn remove_holiday(school: &School, by: &Adult, id: &HolidayId) -> Result<Holiday> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let holiday = store::timetable::holiday(&mut tx, id).await?;
    store::timetable::remove_holiday(&mut tx, id, now).await?;
    let event = Event::new(by.subject(), "remove_holiday", format!("holiday:{id}"));
    store::audit::append(&mut tx, event.with(format!("{} {}", holiday.first, holiday.last)), now).await?;
    tx.commit().await?;
    Ok(holiday)
}

/// Puts it back. Errors: [`Error::Missing`]; [`Error::Invalid`] when another one has come in between.
pub async fn put_holiday_back(school: &School, by: &Adult, id: &HolidayId) -> Result<()> {
    admin(by)?;
    let (now, today) = (school.clock.now(), school.today());
    let mut tx = school.db.begin().await?;
    let holiday = store::timetable::holiday(&mut tx, id).await?;
    let known = store::timetable::get(&mut tx, today).await?;
    known.check(&holiday, today).map_err(Error::Invalid)?;
    store::timetable::put_holiday_back(&mut tx, id).await?;
    let event = Event::new(by.subject(), "add_holiday", format!("holiday:{id}"));
    store::audit::append(&mut tx, event.with(format!("{} {}", holiday.first, holiday.last)), now).await?;
    tx.commit().await
}
