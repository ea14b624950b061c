//! What the pages of staff share: moments in plain words, quotes, choices, and finding the class of an address.

use jiff::Timestamp;
use jiff::civil::Weekday;

use super::page::{ClassLink, Page};
use crate::domain::classes::ClassBlog;
use crate::domain::partners::RemoteClass;
use crate::domain::viewer::Adult;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

/// A moment, for a machine and for a reader.
#[derive(Clone)]
pub(super) struct Moment {
    /// RFC 3339.
    pub(super) at: String,
    /// "today, 10:32" or "Tuesday 5 May, 10:32".
    pub(super) text: String,
}

/// Newer and older pages; both empty when all fits on one.
#[derive(Clone, Default)]
pub(super) struct Pages {
    pub(super) newer_url: Option<String>,
    pub(super) older_url: Option<String>,
}

/// What was written before, quoted above an answer.
#[derive(Clone)]
pub(super) struct Quote {
    pub(super) signature: String,
    pub(super) text: String,
    pub(super) language: String,
}

/// One of several views of a list.
#[derive(Clone)]
pub(super) struct Filter {
    pub(super) label: String,
    pub(super) url: String,
    pub(super) current: bool,
}

/// A value to choose.
#[derive(Clone)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) chosen: bool,
    pub(super) allowed: bool,
}

/// A value of a list, by its words.
pub(super) fn option(value: &str, label: String, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label, hint: String::new(), chosen: value == chosen, allowed: true }
}

/// How far back a moment lies, as people say it.
#[derive(Debug, PartialEq)]
enum Distance {
    Tomorrow,
    Today,
    Yesterday,
    ThisWeek,
    ThisYear,
    Long,
}

fn distance(days: i32, same_year: bool) -> Distance {
    match days {
        -1 => Distance::Tomorrow,
        0 => Distance::Today,
        1 => Distance::Yesterday,
        2..=6 => Distance::ThisWeek,
        _ if same_year => Distance::ThisYear,
        _ => Distance::Long,
    }
}

/// A moment that stays true however much later it is read, as on paper: "5 May 2025, 10:32".
pub(super) fn lasting(page: &Page, at: Timestamp) -> Moment {
    let day = lasting_day(page, at);
    let time = at.to_zoned(page.zone.clone()).strftime("%H:%M").to_string();
    Moment { at: at.to_string(), text: page.with("when-at", [("day", day), ("time", time)]) }
}

/// The day of it: "5 May 2025".
pub(super) fn lasting_day(page: &Page, at: Timestamp) -> String {
    let local = at.to_zoned(page.zone.clone());
    let month = page.say(&format!("when-month-{}", local.month()));
    page.with(
        "when-date-year",
        [("day", local.day().to_string()), ("month", month), ("year", local.year().to_string())],
    )
}

/// A moment with its time of day: "today, 10:32", "Tuesday, 10:32", "5 May, 10:32", "5 May 2025".
pub(super) fn moment(page: &Page, now: Timestamp, at: Timestamp) -> Moment {
    Moment { at: at.to_string(), text: words(page, now, at, true) }
}

/// Its day only: "today", "Tuesday", "5 May".
pub(super) fn day(page: &Page, now: Timestamp, at: Timestamp) -> String {
    words(page, now, at, false)
}

/// The time of day: "14:10"; with its day when that is not today.
pub(super) fn time(page: &Page, now: Timestamp, at: Timestamp) -> String {
    let (local, today) = (at.to_zoned(page.zone.clone()), now.to_zoned(page.zone.clone()));
    if local.date() == today.date() { local.strftime("%H:%M").to_string() } else { words(page, now, at, true) }
}

fn words(page: &Page, now: Timestamp, at: Timestamp, with_time: bool) -> String {
    let (local, today) = (at.to_zoned(page.zone.clone()), now.to_zoned(page.zone.clone()));
    let days = today.date().since(local.date()).map_or(i32::MAX, |span| span.get_days());
    let weekday = match local.weekday() {
        Weekday::Monday => "when-monday",
        Weekday::Tuesday => "when-tuesday",
        Weekday::Wednesday => "when-wednesday",
        Weekday::Thursday => "when-thursday",
        Weekday::Friday => "when-friday",
        Weekday::Saturday => "when-saturday",
        Weekday::Sunday => "when-sunday",
    };
    let date = |key| {
        let month = page.say(&format!("when-month-{}", local.month()));
        page.with(key, [("day", local.day().to_string()), ("month", month), ("year", local.year().to_string())])
    };
    let said = match distance(days, local.year() == today.year()) {
        Distance::Tomorrow => page.say("when-tomorrow"),
        Distance::Today => page.say("when-today"),
        Distance::Yesterday => page.say("when-yesterday"),
        Distance::ThisWeek => page.say(weekday),
        Distance::ThisYear => date("when-date"),
        Distance::Long => return date("when-date-year"),
    };
    if with_time { page.with("when-at", [("day", said), ("time", local.strftime("%H:%M").to_string())]) } else { said }
}

/// A partner class as our adults know it. `school` is the name of its school.
pub(super) fn theirs(class: &RemoteClass, school: Option<String>) -> ClassLink {
    ClassLink {
        name: class.shown_name().to_owned(),
        url: class.url.to_string(),
        crest: class.crest.clone(),
        colour: class.colour,
        school,
        language: String::new(),
    }
}

/// The class of an address, for an adult with some place at its gate. Errors: [`Error::Missing`] for everybody else.
pub(super) async fn gate_class(school: &School, adult: &Adult, slug: &str) -> Result<ClassBlog> {
    let class = store::classes::by_slug(&mut school.db.read(), slug).await?;
    if adult.sees_tray(&class.id) { Ok(class) } else { Err(Error::Missing) }
}

/// The class of an address, for whoever runs it. Errors: [`Error::Missing`] for everybody else.
pub(super) async fn run_class(school: &School, adult: &Adult, slug: &str) -> Result<ClassBlog> {
    let class = store::classes::by_slug(&mut school.db.read(), slug).await?;
    if adult.runs(&class.id) { Ok(class) } else { Err(Error::Missing) }
}

/// What is wrong with this field, in words.
pub(super) fn problem(page: &Page, faults: &[Fault], field: &str) -> Option<String> {
    faults.iter().find(|fault| fault.field == field).map(|fault| page.say(fault.key))
}

/// An answer that is text after all: the faults of a form, or the error as it was.
pub(super) fn faults<T>(result: Result<T>) -> Result<Result<T, Vec<Fault>>> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Error::Invalid(faults)) => Ok(Err(faults)),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_a_day_the_shorter_its_name() {
        assert_eq!(distance(-1, false), Distance::Tomorrow);
        assert_eq!(distance(0, true), Distance::Today);
        assert_eq!(distance(1, false), Distance::Yesterday);
        assert_eq!(distance(6, true), Distance::ThisWeek);
        assert_eq!(distance(7, true), Distance::ThisYear);
        assert_eq!(distance(-3, true), Distance::ThisYear);
        assert_eq!(distance(400, false), Distance::Long);
    }
}
