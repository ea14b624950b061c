//! When there is school: its week, its hours, its holidays. And when partner schools are away, as they say themselves.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::Deserialize;

use super::desk::{Choice, faults, problem};
use super::forms::{Checked, Nothing};
use super::page::{Page, Show};
use super::proofs::Admin;
use super::visit::Flash;
use crate::actions;
use crate::domain::ids::{HolidayId, PartnerId};
use crate::domain::timetable::{Holiday, Week};
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

/// How long the button to put a holiday back is there, in seconds.
const UNDO: u32 = 20;
/// The keys of the days, from Monday on.
const DAYS: [&str; 7] =
    ["when-monday", "when-tuesday", "when-wednesday", "when-thursday", "when-friday", "when-saturday", "when-sunday"];

struct HolidayRow {
    name: String,
    /// "from 21 December until 3 January", both within.
    span: String,
    remove_url: String,
}

/// A week as typed; a day that is not ticked does not come.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WeekForm {
    day1: String,
    day2: String,
    day3: String,
    day4: String,
    day5: String,
    day6: String,
    day7: String,
    opens: String,
    closes: String,
}

/// A holiday as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct HolidayForm {
    name: String,
    first: String,
    last: String,
}

#[derive(Template)]
#[template(path = "admin/timetable.html")]
struct ShowTimetable {
    page: Page,
    days: Vec<Choice>,
    opens: String,
    closes: String,
    zone: String,
    days_error: Option<String>,
    opens_error: Option<String>,
    closes_error: Option<String>,
    holidays: Vec<HolidayRow>,
    /// What partners are told now.
    told: Option<String>,
    form: HolidayForm,
    name_error: Option<String>,
    first_error: Option<String>,
    last_error: Option<String>,
}

/// What was typed, and what is to be mended in it.
#[derive(Default)]
struct Typed {
    week: Option<WeekForm>,
    holiday: HolidayForm,
    faults: Vec<Fault>,
}

impl WeekForm {
    fn of(week: &Week) -> Self {
        let [day1, day2, day3, day4, day5, day6, day7] =
            week.days.map(|is_on| if is_on { "on" } else { "" }.to_owned());
        let clock = |time: Time| time.strftime("%H:%M").to_string();
        Self { day1, day2, day3, day4, day5, day6, day7, opens: clock(week.opens), closes: clock(week.closes) }
    }

    fn days(&self) -> [bool; 7] {
        [&self.day1, &self.day2, &self.day3, &self.day4, &self.day5, &self.day6, &self.day7].map(|day| !day.is_empty())
    }

    fn read(&self) -> std::result::Result<Week, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut clock = |field, text: &str| {
            let time = Time::strptime("%H:%M", text.trim());
            time.unwrap_or_else(|_| {
                faults.push(Fault { field, key: "fault-clock" });
                Time::default()
            })
        };
        let (opens, closes) = (clock("opens", &self.opens), clock("closes", &self.closes));
        if faults.is_empty() { Ok(Week { days: self.days(), opens, closes }) } else { Err(faults) }
    }
}

impl HolidayForm {
    fn read(&self, now: Timestamp) -> std::result::Result<Holiday, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut day = |field, text: &str| {
            text.trim().parse::<Date>().unwrap_or_else(|_| {
                faults.push(Fault { field, key: "fault-day" });
                Date::default()
            })
        };
        let (first, last) = (day("first", &self.first), day("last", &self.last));
        let holiday = Holiday { id: HolidayId::fresh(now), name: self.name.clone(), first, last };
        if faults.is_empty() { Ok(holiday) } else { Err(faults) }
    }
}

/// `GET /timetable`
pub(super) async fn show(school: School, Admin(_): Admin, page: Page) -> Result<Response> {
    render(&school, page, Typed::default()).await
}

async fn render(school: &School, page: Page, typed: Typed) -> Result<Response> {
    let today = school.today();
    let timetable = store::timetable::get(&mut school.db.read(), today).await?;
    let week = typed.week.unwrap_or_else(|| WeekForm::of(&timetable.week));
    let days = (1..).zip(DAYS).zip(week.days()).map(|((number, key), chosen)| Choice {
        value: format!("day{number}"),
        label: page.say(key),
        hint: String::new(),
        chosen,
        allowed: true,
    });
    let span = |first: Date, last: Date| {
        page.with("holiday-span", [("first", calendar(&page, first, today)), ("last", calendar(&page, last, today))])
    };
    let holidays = timetable.holidays.iter().filter(|holiday| holiday.last >= today).map(|holiday| HolidayRow {
        name: holiday.name.clone(),
        span: span(holiday.first, holiday.last),
        remove_url: format!("/timetable/holidays/{}/remove", holiday.id),
    });
    let told = timetable.told(today).map(|away| {
        let values = [("from", calendar(&page, away.from, today)), ("until", calendar(&page, away.until, today))];
        page.with(if away.is_on(today) { "timetable-away" } else { "timetable-away-soon" }, values)
    });
    let is_wrong = !typed.faults.is_empty();
    let error = |field| problem(&page, &typed.faults, field);
    let shown = Show(ShowTimetable {
        days: days.collect(),
        opens: week.opens.clone(),
        closes: week.closes.clone(),
        zone: school.time_zone.iana_name().unwrap_or_default().to_owned(),
        days_error: error("days"),
        opens_error: error("opens"),
        closes_error: error("closes"),
        name_error: error("name"),
        first_error: error("first"),
        last_error: error("last"),
        holidays: holidays.collect(),
        told,
        form: typed.holiday,
        page: page.titled_by("timetable-title"),
    });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

/// A day of the calendar: "7 January", with its year when it is another one.
fn calendar(page: &Page, day: Date, today: Date) -> String {
    let month = page.say(&format!("when-month-{}", day.month()));
    let values = [("day", day.day().to_string()), ("month", month), ("year", day.year().to_string())];
    // Across the turn of the year everybody knows which January is meant.
    let is_near = day.year() == today.year() || today.until(day).is_ok_and(|span| (0..180).contains(&span.get_days()));
    page.with(if is_near { "when-date" } else { "when-date-year" }, values)
}

pub(super) async fn set_week(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Checked(form): Checked<WeekForm>,
) -> Result<Response> {
    let done = match form.read() {
        Ok(week) => faults(actions::timetable::set_week(&school, &adult, &week).await)?,
        Err(faults) => Err(faults),
    };
    if let Err(faults) = done {
        return render(&school, page, Typed { week: Some(form), faults, ..Typed::default() }).await;
    }
    flash.say("toast-week-kept", &[]).await?;
    Ok(Redirect::to("/timetable").into_response())
}

pub(super) async fn add_holiday(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Checked(form): Checked<HolidayForm>,
) -> Result<Response> {
    let done = match form.read(school.clock.now()) {
        Ok(new) => faults(actions::timetable::add_holiday(&school, &adult, new).await)?,
        Err(faults) => Err(faults),
    };
    if let Err(faults) = done {
        return render(&school, page, Typed { holiday: form, faults, ..Typed::default() }).await;
    }
    flash.say("toast-holiday-added", &[]).await?;
    Ok(Redirect::to("/timetable").into_response())
}

pub(super) async fn remove_holiday(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(holiday): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let id: HolidayId = holiday.parse().map_err(|_| Error::Missing)?;
    let removed = actions::timetable::remove_holiday(&school, &adult, &id).await?;
    let back = format!("/timetable/holidays/{id}/back");
    flash.say_with_undo("toast-holiday-removed", &[("name", removed.name)], back, UNDO).await?;
    Ok(Redirect::to("/timetable"))
}

pub(super) async fn put_holiday_back(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(holiday): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let id: HolidayId = holiday.parse().map_err(|_| Error::Missing)?;
    match faults(actions::timetable::put_holiday_back(&school, &adult, &id).await)? {
        Ok(()) => flash.say("toast-holiday-back", &[]).await?,
        // Another one was written down in its place meanwhile.
        Err(faults) => flash.say(faults.first().map_or("fault-holiday-overlaps", |fault| fault.key), &[]).await?,
    }
    Ok(Redirect::to("/timetable"))
}

/// The partner schools that are away today, each with "Away until 7 January" for a class of it.
pub(super) struct Absences {
    until: HashMap<PartnerId, Date>,
    today: Date,
}

impl Absences {
    pub(super) async fn today(school: &School) -> Result<Self> {
        let today = school.today();
        let away = store::class_lists::away_on(&mut school.db.read(), today).await?;
        Ok(Self { until: away.into_iter().collect(), today })
    }

    /// "Oak class is away until 7 January"; none while its school is there.
    pub(super) fn sentence(&self, page: &Page, partner: &PartnerId, name: &str) -> Option<String> {
        let until = calendar(page, *self.until.get(partner)?, self.today);
        Some(page.with("class-away", [("name", name.to_owned()), ("until", until)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_as_it_was_ticked_and_shown_again() {
        let week = Week { days: [true, true, false, true, true, false, false], ..Week::default() };

        assert_eq!(WeekForm::of(&week).read(), Ok(week));
        let wrong = WeekForm { opens: "eight".to_owned(), ..WeekForm::of(&Week::default()) };
        assert_eq!(wrong.read().unwrap_err(), [Fault { field: "opens", key: "fault-clock" }]);
    }

    #[test]
    fn a_day_that_is_none_is_told_beside_its_field() {
        let form = HolidayForm { name: "x".to_owned(), first: "2026-02-30".to_owned(), last: "2026-03-01".to_owned() };

        assert_eq!(form.read(Timestamp::UNIX_EPOCH).unwrap_err(), [Fault { field: "first", key: "fault-day" }]);
    }
}
