//! What was agreed on with another school, for admins: a page for each, and its terms.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::candidates::Listed;
use super::desk::{Choice, faults, moment, problem};
use super::forms::{Checked, Nothing};
use super::health;
use super::map::Map;
use super::page::{Page, Show};
use super::proofs::Admin;
use super::proposals::{Changes, Telling};
use super::schools;
use super::visit::Flash;
use crate::actions;
use crate::actions::proposals;
use crate::domain::agreements::{TakingPart, Terms};
use crate::domain::ids::{ClassId, PartnerId};
use crate::domain::partners::{NewPartner, PartnerSchool, PartnerState};
use crate::domain::proposals::Wordings;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

pub(super) fn base(partner: &PartnerId) -> String {
    format!("/schools/{partner}")
}

/// What an admin types about what may flow.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TermsForm {
    follow: String,
    reply: String,
    like: String,
    pictures: String,
    class: Vec<String>,
    starts_on: String,
    ends_on: String,
}

impl TermsForm {
    fn of(terms: &Terms, zone: &TimeZone) -> Self {
        let yes = |is_on: bool| if is_on { "yes".to_owned() } else { String::new() };
        let date = |at: Timestamp| at.to_zoned(zone.clone()).date().to_string();
        Self {
            follow: yes(terms.may_follow),
            reply: yes(terms.may_reply),
            like: yes(terms.may_like),
            pictures: yes(terms.may_show_pictures),
            class: match &terms.classes {
                TakingPart::All => Vec::new(),
                TakingPart::Only(classes) => classes.iter().map(ToString::to_string).collect(),
            },
            starts_on: terms.starts_at.map(date).unwrap_or_default(),
            ends_on: terms.ends_at.map(|at| date(last_day(at, zone))).unwrap_or_default(),
        }
    }

    /// What they say of their own classes stays as it was. Errors: the dates that are none.
    fn read(&self, zone: &TimeZone, before: &Terms) -> std::result::Result<Terms, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut date = |field, text: &str, days: i64| {
            let morning = morning(text, days, zone);
            if morning.is_none() && !text.trim().is_empty() {
                faults.push(Fault { field, key: "fault-date" });
            }
            morning
        };
        let starts_at = date("starts_on", &self.starts_on, 0);
        let ends_at = date("ends_on", &self.ends_on, 1);
        let classes: Vec<ClassId> = self.class.iter().filter_map(|class| class.parse().ok()).collect();
        let terms = Terms {
            may_follow: !self.follow.is_empty(),
            may_reply: !self.reply.is_empty(),
            may_like: !self.like.is_empty(),
            may_show_pictures: !self.pictures.is_empty(),
            classes: if classes.is_empty() { TakingPart::All } else { TakingPart::Only(classes) },
            their_classes: before.their_classes.clone(),
            starts_at,
            ends_at,
        };
        if faults.is_empty() { Ok(terms) } else { Err(faults) }
    }
}

/// When the day begins that is so many days after this one.
fn morning(text: &str, days: i64, zone: &TimeZone) -> Option<Timestamp> {
    let date: Date = text.trim().parse().ok()?;
    Some(date.checked_add(days.days()).ok()?.to_zoned(zone.clone()).ok()?.timestamp())
}

/// The last day is one that still counts.
pub(super) fn last_day(ends_at: Timestamp, zone: &TimeZone) -> Timestamp {
    ends_at.to_zoned(zone.clone()).checked_sub(1.day()).map_or(ends_at, |day| day.timestamp())
}

/// What an admin types about a school: our own record of it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordForm {
    name: String,
    town: String,
    country: String,
    contact: String,
    safeguarding: String,
    review_on: String,
}

impl RecordForm {
    fn of(partner: &PartnerSchool) -> Self {
        Self {
            name: partner.name.clone(),
            town: partner.town.clone(),
            country: partner.country.clone(),
            contact: partner.contact.clone(),
            safeguarding: partner.safeguarding_contact.clone(),
            review_on: partner.review_on.clone(),
        }
    }

    fn read(&self, zone: &TimeZone) -> std::result::Result<NewPartner, Vec<Fault>> {
        if !self.review_on.trim().is_empty() && morning(&self.review_on, 0, zone).is_none() {
            return Err(vec![Fault { field: "review_on", key: "fault-date" }]);
        }
        Ok(NewPartner {
            name: self.name.clone(),
            town: self.town.clone(),
            country: self.country.clone(),
            contact: self.contact.clone(),
            safeguarding_contact: self.safeguarding.clone(),
            review_on: self.review_on.clone(),
            ..NewPartner::default()
        })
    }
}

/// The four words, and how far both sides have come with them.
struct WordsShown {
    words: Vec<String>,
    /// Who of ours has confirmed, and when; none while that is still to be done.
    here: Option<String>,
    there: Option<String>,
    may_confirm: bool,
}

#[derive(Template)]
#[template(path = "agreements/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "which buttons make sense now")]
struct ShowAgreement {
    page: Page,
    name: String,
    host: String,
    base: String,
    state: &'static str,
    tone: &'static str,
    sentence: String,
    /// Something has not arrived there, and can be tried at once.
    may_try: bool,
    /// Something was put aside that an admin is to decide about.
    has_aside: bool,
    held: Option<String>,
    is_by_address: bool,
    map: Option<Map>,
    listed: Option<Listed>,
    /// While two admins are agreeing.
    agreeing: Option<WordsShown>,
    /// The words that both had when they agreed, for who wants to compare them again.
    words: Vec<String>,
    /// The words for a key that it shows now and did not before.
    new_words: Vec<String>,
    may_verify: bool,
    may_block: bool,
    may_unblock: bool,
    may_ask_removal: bool,
    /// Whether an admin can word what was agreed anew now.
    may_change: bool,
    /// What holds, in words, where it cannot be changed.
    terms: Vec<String>,
    their_classes: String,
    changes: Changes,
    form: TermsForm,
    record: RecordForm,
    name_error: Option<String>,
    classes: Vec<Choice>,
    classes_error: Option<String>,
    starts_error: Option<String>,
    ends_error: Option<String>,
    review_error: Option<String>,
}

pub(super) async fn show(school: School, Admin(_): Admin, page: Page, Path(partner): Path<String>) -> Result<Response> {
    let partner = found(&school, &partner).await?;
    render_one(&school, page, partner, Typed::default()).await
}

pub(super) async fn found(school: &School, id: &str) -> Result<PartnerSchool> {
    let id: PartnerId = id.parse().map_err(|_| Error::Missing)?;
    store::partners::get(&mut school.db.read(), &id).await
}

/// What was typed into one of the page's forms, and what is to be mended in it.
#[derive(Default)]
struct Typed {
    terms: Option<TermsForm>,
    record: Option<RecordForm>,
    faults: Vec<Fault>,
}

async fn render_one(school: &School, page: Page, partner: PartnerSchool, typed: Typed) -> Result<Response> {
    let now = school.clock.now();
    let faults = typed.faults.as_slice();
    let wordings = Wordings::of(&proposals::wordings(&mut school.db.read(), &partner).await?);
    let told = Telling::about(school, &page, &partner).await?;
    let form = typed.terms.unwrap_or_else(|| {
        let asked = wordings.ours.as_ref().map_or(&partner.terms, |ours| &ours.terms);
        TermsForm::of(asked, &school.time_zone)
    });
    let names = staff_names(school).await?;
    let (state, tone) = schools::state(&partner);
    let by = names.get(&partner.state_by).cloned().unwrap_or_else(|| partner.host.clone());
    let peer = store::deliveries::peer(&mut school.db.read(), &partner.host).await?;
    let split = |words: &Option<String>| -> Vec<String> {
        words.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    };
    let theirs = store::moderation::held(&mut school.db.read()).await?;
    let theirs = theirs.into_iter().find(|(id, _)| *id == partner.id).map(|(_, number)| number);
    let mut waits = health::waiting(school).await?;
    let waits = waits.remove(&partner.host);
    let is_open = matches!(partner.state, PartnerState::Invited | PartnerState::Asked);
    let agreeing = partner.agreement.as_ref().filter(|_| is_open).map(|agreement| WordsShown {
        words: split(&partner.safety_words),
        here: agreement.confirmed_at.map(|at| {
            let who = agreement.confirmed_by.as_ref().and_then(|by| names.get(by)).cloned().unwrap_or_default();
            page.with("words-here", [("name", who), ("moment", moment(&page, now, at).text)])
        }),
        there: agreement.confirmed_there_at.map(|at| {
            page.with("words-there", [("school", partner.name.clone()), ("moment", moment(&page, now, at).text)])
        }),
        may_confirm: agreement.confirmed_at.is_none(),
    });
    let classes = store::classes::all(&mut school.db.read())
        .await?
        .into_iter()
        .filter(|class| class.closed_at.is_none())
        .map(|class| Choice {
            chosen: form.class.contains(&class.id.to_string()),
            value: class.id.to_string(),
            label: class.name,
            hint: String::new(),
            allowed: true,
        })
        .collect();
    let shown = Show(ShowAgreement {
        base: base(&partner.id),
        state,
        tone,
        sentence: schools::sentence(&page, now, &partner, &by, waits.as_ref(), &peer),
        may_try: schools::may_try(&partner, waits.as_ref(), &peer),
        has_aside: waits.as_ref().is_some_and(|waits| waits.parked > 0),
        held: schools::held_back(&page, &partner, theirs, waits.as_ref().map(health::number)),
        map: super::map::of(school, Some(&partner.id)).await?.filter(|map| !map.lines.is_empty()),
        is_by_address: partner.agreement.is_none(),
        listed: Listed::of(school, &page, &partner).await?,
        words: if is_open { Vec::new() } else { split(&partner.safety_words) },
        new_words: if partner.held_at.is_some() { split(&partner.new_words) } else { Vec::new() },
        may_verify: schools::may_verify(&partner),
        may_block: partner.may_become(PartnerState::Blocked),
        may_unblock: partner.state == PartnerState::Blocked,
        may_ask_removal: partner.state == PartnerState::Ended,
        may_change: partner.agreement.is_none() || proposals::may_change(&partner),
        terms: told.terms(&partner.terms),
        their_classes: told.theirs(&partner.terms),
        changes: told.changes(&partner, &wordings),
        record: typed.record.unwrap_or_else(|| RecordForm::of(&partner)),
        name_error: problem(&page, faults, "name"),
        classes_error: problem(&page, faults, "class"),
        agreeing,
        classes,
        form,
        starts_error: problem(&page, faults, "starts_on"),
        ends_error: problem(&page, faults, "ends_on"),
        review_error: problem(&page, faults, "review_on"),
        page: page.titled(partner.name.clone()),
        name: partner.name,
        host: partner.host,
    });
    Ok(if faults.is_empty() { shown.into_response() } else { shown.to_mend() })
}

/// What may flow: with a school that was added by its address our own rule, with others a proposal to them.
pub(super) async fn set_terms(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Path(partner): Path<String>,
    Checked(form): Checked<TermsForm>,
) -> Result<Response> {
    let partner = found(&school, &partner).await?;
    let is_proposal = partner.agreement.is_some();
    let done = match form.read(&school.time_zone, &partner.terms) {
        Ok(terms) if is_proposal => faults(proposals::propose(&school, &adult, &partner.id, terms).await)?,
        Ok(terms) => faults(actions::agreements::set_terms(&school, &adult, &partner.id, terms).await)?,
        Err(faults) => Err(faults),
    };
    match done {
        Ok(()) => {
            let said = if is_proposal { "toast-terms-proposed" } else { "toast-terms-kept" };
            flash.say(said, &[("name", partner.name)]).await?;
            Ok(Redirect::to(&base(&partner.id)).into_response())
        }
        Err(faults) => {
            render_one(&school, page, partner, Typed { terms: Some(form), faults, ..Typed::default() }).await
        }
    }
}

/// What we call a school, where it is, and whom to call there.
pub(super) async fn set_record(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Path(partner): Path<String>,
    Checked(form): Checked<RecordForm>,
) -> Result<Response> {
    let partner = found(&school, &partner).await?;
    let done = match form.read(&school.time_zone) {
        Ok(new) => faults(actions::partners::set_record(&school, &adult, &partner.id, new).await)?,
        Err(faults) => Err(faults),
    };
    match done {
        Ok(()) => {
            flash.say("toast-record-kept", &[]).await?;
            Ok(Redirect::to(&base(&partner.id)).into_response())
        }
        Err(faults) => {
            render_one(&school, page, partner, Typed { record: Some(form), faults, ..Typed::default() }).await
        }
    }
}

/// Asks a school that we have parted from to delete what it has of ours.
pub(super) async fn ask_removal(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let partner = found(&school, &partner).await?;
    let count = actions::partners::ask_removal(&school, &adult.subject(), &partner.id).await?;
    flash.say("toast-removal-asked", &[("name", partner.name), ("count", count.to_string())]).await?;
    Ok(Redirect::to(&base(&partner.id)))
}

/// The names of staff by `staff:…`.
pub(super) async fn staff_names(school: &School) -> Result<HashMap<String, String>> {
    let staff = store::people::all_staff(&mut school.db.read()).await?;
    Ok(staff.into_iter().map(|staff| (format!("staff:{}", staff.id), staff.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_whole_days_and_the_last_one_counts() {
        let form = TermsForm {
            starts_on: "2026-12-01".to_owned(),
            ends_on: "2027-07-31".to_owned(),
            reply: "yes".to_owned(),
            ..TermsForm::default()
        };

        let terms = form.read(&TimeZone::UTC, &Terms::default()).unwrap();

        assert_eq!(terms.starts_at, Some("2026-12-01T00:00:00Z".parse().unwrap()));
        assert_eq!(terms.ends_at, Some("2027-08-01T00:00:00Z".parse().unwrap()));
        assert!(terms.may_reply && !terms.may_follow);
        assert_eq!(TermsForm::of(&terms, &TimeZone::UTC).ends_on, "2027-07-31");
        let wrong = TermsForm { ends_on: "soon".to_owned(), ..form }.read(&TimeZone::UTC, &Terms::default());
        assert_eq!(wrong.unwrap_err().first().map(|fault| fault.field), Some("ends_on"));
    }
}
