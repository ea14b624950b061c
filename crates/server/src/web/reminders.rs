//! What adults are reminded of: a family that waits for its answer; and admins of an agreement that ends, or is to be looked at
//! again, and of what was taken back and is not confirmed.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::agreements::{base, last_day};
use super::desk::{day, moment};
use super::page::Page;
use crate::domain::partners::{PartnerSchool, PartnerState};
use crate::domain::viewer::{Adult, Person};
use crate::error::Result;
use crate::school::School;
use crate::store;

/// So many days before.
const AHEAD: i64 = 30;

pub(super) struct Reminder {
    pub(super) text: String,
    pub(super) url: String,
}

/// For adults: of families that wait for their answer; for admins of everything.
pub(super) async fn of(school: &School, person: &Person, page: &Page) -> Result<Vec<Reminder>> {
    let Person::Adult(adult) = person else { return Ok(Vec::new()) };
    let families = of_families(school, adult, page).await?;
    if !adult.is_admin {
        return Ok(families.into_iter().collect());
    }
    let partners = store::partners::all(&mut school.db.read()).await?;
    let now = school.clock.now();
    let open = store::recipients::open_removals(&mut school.db.read()).await?.len();
    let open = (open > 0).then(|| Reminder {
        text: page.with("taken-back-reminder", [("count", open.to_string())]),
        url: "/taken-back".to_owned(),
    });
    let erasures = store::erasures::all(&mut school.db.read(), 100).await?;
    let ends: Vec<Timestamp> =
        erasures.iter().filter(|erasure| erasure.may_be_called_off(now)).map(|erasure| erasure.purge_at).collect();
    let pending = ends.iter().min().map(|first| Reminder {
        text: page
            .with("erasure-reminder", [("count", ends.len().to_string()), ("moment", moment(page, now, *first).text)]),
        url: "/erasures".to_owned(),
    });
    Ok(families
        .into_iter()
        .chain(open)
        .chain(pending)
        .chain(partners.iter().flat_map(|partner| about(page, now, partner)))
        .collect())
}

/// What families have asked for and this adult answers.
pub(super) async fn of_families(school: &School, adult: &Adult, page: &Page) -> Result<Option<Reminder>> {
    let waiting = super::requests::waiting_for(school, adult).await?;
    Ok(waiting.map(|(number, due)| Reminder {
        text: page
            .with("requests-reminder", [("count", number.to_string()), ("day", day(page, school.clock.now(), due))]),
        url: "/requests".to_owned(),
    }))
}

/// What there is to be reminded of about the schools alone, for the page that lists them.
pub(super) async fn of_schools(school: &School, page: &Page) -> Result<Vec<Reminder>> {
    let partners = store::partners::all(&mut school.db.read()).await?;
    let now = school.clock.now();
    Ok(partners.iter().flat_map(|partner| about(page, now, partner)).collect())
}

/// What there is to be reminded of about one school.
fn about(page: &Page, now: Timestamp, partner: &PartnerSchool) -> Vec<Reminder> {
    if !matches!(partner.state, PartnerState::Trusted | PartnerState::Paused) {
        return Vec::new();
    }
    let today = now.to_zoned(page.zone.clone()).date();
    let soon = today.checked_add(AHEAD.days()).unwrap_or(today);
    let said = |key: &str, at: Timestamp| Reminder {
        text: page.with(key, [("school", partner.name.clone()), ("day", day(page, now, at))]),
        url: base(&partner.id),
    };
    let begins = |date: Date| date.to_zoned(page.zone.clone()).map_or(now, |zoned| zoned.timestamp());
    let review = partner
        .review_on
        .parse::<Date>()
        .ok()
        .filter(|due| *due <= soon)
        .map(|due| said(if due <= today { "school-review-due" } else { "school-review-soon" }, begins(due)));
    let ends = partner.terms.ends_at.map(|at| last_day(at, &page.zone)).and_then(|last| {
        let date = last.to_zoned(page.zone.clone()).date();
        (date <= soon).then(|| said(if date < today { "school-ends-over" } else { "school-ends-soon" }, last))
    });
    review.into_iter().chain(ends).collect()
}
