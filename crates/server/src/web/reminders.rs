//! What adults are reminded of: a family that waits for its answer; and admins of an agreement that ends, or is to be looked at
//! again, of what only they can settle, and of mail that does not leave.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::agreements::{base, last_day};
use super::desk::{day, moment};
use super::page::Page;
use crate::actions;
use crate::domain::notices::MailTrouble;
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

/// For adults: of what waits for them besides their gates, which stand on every page; for admins of schools and mail, too.
pub(super) async fn of(school: &School, person: &Person, page: &Page) -> Result<Vec<Reminder>> {
    let Person::Adult(adult) = person else { return Ok(Vec::new()) };
    let now = school.clock.now();
    let to_do = actions::notices::to_do(school, adult).await?;
    let said = |key: &str, count: usize, url: &str| {
        (count > 0).then(|| Reminder { text: page.with(key, [("count", count.to_string())]), url: url.to_owned() })
    };
    let families = to_do.families.map(|(number, due)| families(page, now, number, due));
    let removals = said("taken-back-reminder", to_do.removals, "/taken-back");
    let erasures = to_do.erasures.map(|(number, first)| Reminder {
        text: page.with("erasure-reminder", [("count", number.to_string()), ("moment", moment(page, now, first).text)]),
        url: "/erasures".to_owned(),
    });
    let tasks = said("tasks-reminder", to_do.tasks, "/schools");
    let behind = said("schools-reminder", to_do.schools, "/schools");
    let mut reminders: Vec<Reminder> = [families, removals, erasures, tasks, behind].into_iter().flatten().collect();
    if adult.is_admin {
        reminders.extend(mail_down(school, page).await?.map(|text| Reminder { text, url: "/notices".to_owned() }));
        reminders.extend(of_schools(school, page).await?);
    }
    Ok(reminders)
}

/// That mail cannot be sent, since when and why; none while it can.
pub(super) async fn mail_down(school: &School, page: &Page) -> Result<Option<String>> {
    let down = store::notices::down(&mut school.db.read()).await?.filter(|_| school.mailer.is_some());
    Ok(down.map(|down| {
        let why = page.say(match down.why {
            MailTrouble::Silent => "mail-why-silent",
            MailTrouble::Unsafe => "mail-why-unsafe",
            MailTrouble::SignIn => "mail-why-sign-in",
            MailTrouble::Refused => "mail-why-refused",
        });
        page.with("mail-down", [("day", day(page, school.clock.now(), down.since)), ("why", why)])
    }))
}

fn families(page: &Page, now: Timestamp, number: usize, due: Timestamp) -> Reminder {
    Reminder {
        text: page.with("requests-reminder", [("count", number.to_string()), ("day", day(page, now, due))]),
        url: "/requests".to_owned(),
    }
}

/// What families have asked for and this adult answers.
pub(super) async fn of_families(school: &School, adult: &Adult, page: &Page) -> Result<Option<Reminder>> {
    let open = actions::requests::open_for(school, adult).await?;
    Ok(open.first().map(|first| families(page, school.clock.now(), open.len(), first.due_at)))
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
