//! Places at a class's gate: giving one, with its days, and ending it.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use serde::Deserialize;

use super::desk::day;
use super::forms::Checked;
use super::page::Page;
use super::proofs::Admin;
use super::staff::{Asked, Beside, render, staff_id};
use super::visit::Flash;
use crate::actions;
use crate::domain::ids::{ClassId, StaffId};
use crate::domain::people::{ClassRole, Duty};
use crate::error::{Error, Fault, Result};
use crate::school::School;

pub(super) fn role_key(role: ClassRole) -> &'static str {
    match role {
        ClassRole::Teacher => "staff-right-teacher",
        ClassRole::Moderator => "staff-right-moderator",
        ClassRole::Cover => "staff-right-cover",
        ClassRole::Coach => "staff-right-coach",
    }
}

/// "Cover of Oak class until 12 May".
pub(super) fn duty_words(page: &Page, now: Timestamp, duty: &Duty, class: &str) -> String {
    let values = [("right", page.say(role_key(duty.role))), ("class", class.to_owned())];
    match (duty.from.filter(|from| *from > now), duty.until) {
        (_, Some(until)) if until <= now => page.with("staff-over", values),
        (Some(from), _) => {
            page.with("staff-begins", [values[0].clone(), values[1].clone(), ("moment", day(page, now, from))])
        }
        // It ends with the last day, so that day is what is said.
        (None, Some(until)) => page.with(
            "staff-until",
            [values[0].clone(), values[1].clone(), ("moment", day(page, now, until - Span::new().hours(1)))],
        ),
        (None, None) => page.with("staff-of", values),
    }
}

/// From the first day's morning to the end of the last. None for a day that is none.
fn term(zone: &TimeZone, from: &str, to: &str) -> Result<(Option<Timestamp>, Option<Timestamp>), &'static str> {
    let parsed = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some).map_err(|_| "staff-dates-missing"),
    };
    let (from, to) = (parsed(from)?, parsed(to)?);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err("staff-dates-wrong");
    }
    let morning =
        |date: Date| date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).map_err(|_| "staff-dates-missing");
    let after = |date: Date| date.checked_add(1.day()).map_err(|_| "staff-dates-missing").and_then(morning);
    Ok((from.map(morning).transpose()?, to.map(after).transpose()?))
}

/// A place at a class's gate as typed, or what is to be mended in it.
pub(super) fn duty_of(
    zone: &TimeZone,
    role: ClassRole,
    class: &str,
    staff: StaffId,
    from: &str,
    to: &str,
) -> Result<Duty, Fault> {
    let class: ClassId = class.parse().map_err(|_| Fault { field: "class", key: "staff-class-missing" })?;
    let (from, until) = term(zone, from, to).map_err(|key| Fault { field: "dates", key })?;
    let needs_dates = matches!(role, ClassRole::Cover | ClassRole::Coach);
    if needs_dates && until.is_none() {
        return Err(Fault { field: "dates", key: "staff-dates-missing" });
    }
    Ok(Duty { class, staff, role, from, until })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DutyForm {
    pub(super) class: String,
    pub(super) role: String,
    pub(super) from: String,
    pub(super) to: String,
}

pub(super) async fn set_duty(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Path(staff): Path<String>,
    Query(asked): Query<Asked>,
    Checked(form): Checked<DutyForm>,
) -> Result<Response> {
    let staff = staff_id(&staff)?;
    let role: ClassRole = form.role.parse().map_err(|_| Error::Missing)?;
    match duty_of(&school.time_zone, role, &form.class, staff.clone(), &form.from, &form.to) {
        Ok(duty) => {
            actions::people::set_duty(&school, &adult.subject(), duty).await?;
            flash.say("toast-duty-set", &[]).await?;
            Ok(asked.back().into_response())
        }
        Err(fault) => render(&school, &adult, page, &asked, Beside::duty(staff, form, fault)).await,
    }
}

pub(super) async fn end_duty(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(staff): Path<String>,
    Query(asked): Query<Asked>,
    Checked(form): Checked<DutyForm>,
) -> Result<Redirect> {
    let class: ClassId = form.class.parse().map_err(|_| Error::Missing)?;
    actions::people::end_duty(&school, &adult.subject(), &class, &staff_id(&staff)?).await?;
    flash.say("toast-duty-ended", &[]).await?;
    Ok(asked.back())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_begins_in_the_morning_and_ends_after_its_last_day() {
        let (from, until) = term(&TimeZone::UTC, "2026-05-04", "2026-05-08").unwrap();

        assert_eq!((until.unwrap() - from.unwrap()).get_seconds(), 5 * 24 * 3600);
        assert_eq!(term(&TimeZone::UTC, "", ""), Ok((None, None)));
        assert_eq!(term(&TimeZone::UTC, "2026-05-08", "2026-05-04"), Err("staff-dates-wrong"));
        assert_eq!(term(&TimeZone::UTC, "next week", ""), Err("staff-dates-missing"));
    }

    #[test]
    fn cover_needs_its_days_and_every_duty_a_class() {
        let staff = StaffId::fresh(Timestamp::UNIX_EPOCH);
        let class = ClassId::fresh(Timestamp::UNIX_EPOCH);

        assert_eq!(duty_of(&TimeZone::UTC, ClassRole::Teacher, "", staff.clone(), "", "").unwrap_err().field, "class");
        assert_eq!(
            duty_of(&TimeZone::UTC, ClassRole::Cover, class.as_str(), staff.clone(), "2026-05-04", "")
                .unwrap_err()
                .field,
            "dates"
        );
        assert!(duty_of(&TimeZone::UTC, ClassRole::Teacher, class.as_str(), staff, "", "").is_ok());
    }
}
