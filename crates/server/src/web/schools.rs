//! Partner schools, for admins: who is trusted and how it goes, adding one, pausing one or everything.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use federation::trust::Standing;
use jiff::Timestamp;
use serde::Deserialize;

use super::csv::Table;
use super::desk::{Moment, Pages, day, faults, moment, option, problem};
use super::forms::{Checked, Nothing};
use super::health;
use super::lists::{self, Field, Narrow};
use super::map::Map;
use super::page::{Page, Show, own_path};
use super::proofs::{Admin, Staff};
use super::reminders::Reminder;
use super::visit::Flash;
use crate::actions;
use crate::domain::articles::one_line;
use crate::domain::ids::{PartnerId, TaskId};
use crate::domain::partners::{HELD_BY_DATES, NewPartner, PartnerSchool, PartnerState};
use crate::domain::searching::Query as Typed;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

#[expect(clippy::struct_excessive_bools, reason = "which buttons make sense now")]
struct SchoolRow {
    name: String,
    host: String,
    country: String,
    contact: String,
    verified: String,
    state: &'static str,
    tone: &'static str,
    sentence: String,
    /// What waits on both sides of a pause, in words.
    held: Option<String>,
    base: String,
    may_open: bool,
    may_pause: bool,
    may_resume: bool,
    may_end: bool,
    may_verify: bool,
    /// Something has not arrived there, and can be tried at once.
    may_try: bool,
    /// Something was put aside that an admin is to decide about.
    has_aside: bool,
}

struct TaskRow {
    host: String,
    what: String,
    detail: String,
    moment: Moment,
    done_url: String,
}

/// What an admin typed to add a school.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AddSchool {
    domain: String,
    name: String,
    country: String,
    contact: String,
    safeguarding: String,
    verified: String,
    #[serde(skip)]
    domain_error: Option<String>,
    #[serde(skip)]
    name_error: Option<String>,
    #[serde(skip)]
    verified_error: Option<String>,
}

#[derive(Template)]
#[template(path = "partners/schools.html")]
struct ShowPartnerSchools {
    page: Page,
    narrow: Narrow,
    /// The search as it stands behind the address of each form, so that it still stands there afterwards.
    query: String,
    schools: Vec<SchoolRow>,
    pages: Pages,
    tasks: Vec<TaskRow>,
    /// What is to be looked at again, in words.
    reviews: Vec<Reminder>,
    map: Option<Map>,
    all_paused: Option<String>,
    may_add: bool,
    form_open: bool,
    form: AddSchool,
}

/// Which schools are looked for, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    state: String,
    page: String,
}

impl Asked {
    fn address(&self, path: &str, page: &str) -> String {
        lists::address(path, &[("q", &self.q), ("state", &self.state), ("page", page)])
    }

    /// Where the same of the list is to be seen again.
    fn back(&self) -> Redirect {
        Redirect::to(&self.address("/schools", &self.page))
    }

    fn fields(&self, page: &Page) -> Vec<Field> {
        let mut states = vec![option("", page.say("list-any"), &self.state)];
        states.extend(STATES.map(|key| {
            let word = key.trim_start_matches("school-");
            option(word, page.say(key), &self.state)
        }));
        vec![
            Field::words("q", page.say("schools-search"), &self.q),
            Field::choice("state", page.say("schools-state"), states),
        ]
    }

    fn finds(&self, partner: &PartnerSchool) -> bool {
        let is_so = self.state.is_empty() || state(partner).0.trim_start_matches("school-") == self.state;
        is_so && lists::says(&Typed::parse(&self.q), &[&partner.name, &partner.host, &partner.country])
    }
}

/// How a school can stand: the keys of the words.
const STATES: [&str; 7] = [
    "school-trusted",
    "school-held",
    "school-paused",
    "school-invited",
    "school-asked",
    "school-ended",
    "school-blocked",
];

pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    render(&school, &adult, page, &asked, None).await
}

/// The schools that were found as a table for a spreadsheet.
pub(super) async fn export(
    school: School,
    Admin(_): Admin,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let columns =
        ["name", "host", "country", "state", "since", "reason", "contact", "safeguarding", "verified", "agreed on"];
    let mut table = Table::new(&columns);
    for partner in store::partners::all(&mut school.db.read()).await?.iter().filter(|partner| asked.finds(partner)) {
        table.push(&[
            &partner.name,
            &partner.host,
            &partner.country,
            &page.say(state(partner).0),
            &partner.state_since.to_string(),
            &partner.state_reason,
            &partner.contact,
            &partner.safeguarding_contact,
            &partner.verified_how,
            &partner.agreed_on,
        ]);
    }
    Ok(table.named("schools"))
}

/// For admins, and for the safeguarding lead, who may stop everything.
async fn render(
    school: &School,
    adult: &Adult,
    page: Page,
    asked: &Asked,
    wrong: Option<AddSchool>,
) -> Result<Response> {
    if !adult.is_admin && !adult.is_safeguarding {
        return Err(Error::Missing);
    }
    let now = school.clock.now();
    let names = super::agreements::staff_names(school).await?;
    let waits = health::waiting(school).await?;
    let held: HashMap<PartnerId, i64> = store::moderation::held(&mut school.db.read()).await?.into_iter().collect();
    let partners = store::partners::all(&mut school.db.read()).await?;
    let open_tasks = if adult.is_admin { actions::notices::tasks(school, &partners).await? } else { Vec::new() };
    let count = partners.len();
    let found = partners.into_iter().filter(|partner| asked.finds(partner)).collect();
    let (found, pages) = lists::leaf(found, &asked.page, |page| asked.address("/schools", page));
    let mut schools = Vec::with_capacity(found.len());
    for partner in found {
        let by = match partner.state_by.strip_prefix("host:") {
            Some(host) => host.to_owned(),
            None => names.get(&partner.state_by).cloned().unwrap_or_else(|| page.say("audit-who-school")),
        };
        let peer = store::deliveries::peer(&mut school.db.read(), &partner.host).await?;
        let (state, tone) = state(&partner);
        let waits = waits.get(&partner.host);
        let sentence = sentence(&page, now, &partner, &by, waits, &peer);
        schools.push(SchoolRow {
            held: held_back(&page, &partner, held.get(&partner.id).copied(), waits.map(health::number)),
            may_try: adult.is_admin && may_try(&partner, waits, &peer),
            has_aside: adult.is_admin && waits.is_some_and(|waits| waits.parked > 0),
            base: format!("/schools/{}", partner.id),
            may_open: adult.is_admin,
            may_pause: adult.is_admin && partner.may_become(PartnerState::Paused),
            may_resume: adult.is_admin && partner.may_become(PartnerState::Trusted),
            may_end: adult.is_admin
                && partner.state != PartnerState::Blocked
                && partner.may_become(PartnerState::Ended),
            may_verify: adult.is_admin && may_verify(&partner),
            name: partner.name,
            host: partner.host,
            country: partner.country,
            contact: partner.contact,
            verified: partner.verified_how,
            state,
            tone,
            sentence,
        });
    }
    let tasks = open_tasks
        .into_iter()
        .map(|task| TaskRow {
            what: page.say(&format!("task-{}", task.kind)),
            moment: moment(&page, now, task.created_at),
            done_url: format!("/schools/tasks/{}", task.id),
            host: task.host,
            detail: task.detail,
        })
        .collect();
    let profile = store::schools::get(&mut school.db.read()).await?;
    let all_paused = profile
        .and_then(|profile| profile.federation_paused_at)
        .map(|at| page.with("schools-paused-since", [("moment", moment(&page, now, at).text)]));
    let is_wrong = wrong.is_some();
    let form_open = is_wrong || count == 0;
    let form = wrong.unwrap_or_default();
    let reviews = if adult.is_admin { super::reminders::of_schools(school, &page).await? } else { Vec::new() };
    let narrow = Narrow::new("/schools", asked.fields(&page), Some(count), asked.address("/schools/list.csv", ""));
    let page = page.titled_by("schools-title");
    let shown = Show(ShowPartnerSchools {
        page,
        narrow,
        query: asked.address("", &asked.page),
        pages,
        schools,
        tasks,
        reviews,
        map: super::map::of(school, None).await?,
        all_paused,
        may_add: adult.is_admin,
        form_open,
        form,
    });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

pub(super) fn state(partner: &PartnerSchool) -> (&'static str, &'static str) {
    match (partner.state, partner.held_at) {
        (PartnerState::Invited, _) => ("school-invited", "wait"),
        (PartnerState::Asked, _) => ("school-asked", "wait"),
        (PartnerState::Blocked, _) => ("school-blocked", "worry"),
        (PartnerState::Trusted, None) => ("school-trusted", "good"),
        (PartnerState::Trusted, Some(_)) => ("school-held", "worry"),
        (PartnerState::Paused, _) => ("school-paused", "wait"),
        (PartnerState::Ended, _) => ("school-ended", ""),
    }
}

/// Whether it is held until an admin has made sure that it is still that school.
pub(super) fn may_verify(partner: &PartnerSchool) -> bool {
    partner.held_why.as_deref().is_some_and(|why| why != HELD_BY_DATES)
}

/// How it goes with a school, in one or two plain sentences.
pub(super) fn sentence(
    page: &Page,
    now: Timestamp,
    partner: &PartnerSchool,
    by: &str,
    waiting: Option<&store::underway::Waiting>,
    peer: &store::deliveries::Peer,
) -> String {
    let said = |key: &str| {
        let sentence = page.with(key, [("name", by.to_owned()), ("moment", day(page, now, partner.state_since))]);
        if partner.state_reason.is_empty() {
            sentence
        } else {
            format!("{sentence} {}", page.with("school-why", [("reason", partner.state_reason.clone())]))
        }
    };
    match (partner.state, &partner.held_why) {
        (PartnerState::Invited, _) => return page.say("school-is-invited"),
        (PartnerState::Asked, _) => return page.say("school-is-asked"),
        (PartnerState::Blocked, _) => return said("school-is-blocked"),
        (PartnerState::Ended, _) => {
            // What is taken back still goes to it.
            let behind = health::sentence(page, now, partner, waiting, peer);
            return std::iter::once(said("school-is-ended")).chain(behind).collect::<Vec<_>>().join(" ");
        }
        (PartnerState::Paused, _) => return said("school-is-paused"),
        (PartnerState::Trusted, Some(why)) => {
            return match why.as_str() {
                "move" => page.say("school-held-move"),
                HELD_BY_DATES => page.say("school-held-dates"),
                "key_change" => page.say("school-held-key"),
                "class_list" => page.say("school-held-list"),
                _ => page.say("school-held-other"),
            };
        }
        (PartnerState::Trusted, None) => {}
    }
    if let Some(sentence) = health::sentence(page, now, partner, waiting, peer) {
        return sentence;
    }
    match partner.last_heard_at.max(peer.last_ok_at) {
        Some(at) => page.with("school-well", [("moment", moment(page, now, at).text)]),
        None => page.say("school-never"),
    }
}

/// What a pause holds, so that it is seen: theirs that arrived, and ours that waits to leave.
pub(super) fn held_back(
    page: &Page,
    partner: &PartnerSchool,
    theirs: Option<i64>,
    ours: Option<i64>,
) -> Option<String> {
    let is_current = matches!(partner.state, PartnerState::Trusted | PartnerState::Paused);
    if partner.standing() != Standing::Paused || !is_current {
        return None;
    }
    let counts = [("theirs", theirs.unwrap_or(0).to_string()), ("ours", ours.unwrap_or(0).to_string())];
    Some(page.with("school-holds", counts))
}

pub(super) async fn add(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Query(asked): Query<Asked>,
    Checked(mut form): Checked<AddSchool>,
) -> Result<Response> {
    let new = NewPartner {
        host: form.domain.clone(),
        name: form.name.clone(),
        country: form.country.clone(),
        contact: form.contact.clone(),
        safeguarding_contact: form.safeguarding.clone(),
        verified_how: form.verified.clone(),
        agreed_on: school.clock.now().strftime("%Y-%m-%d").to_string(),
        ..NewPartner::default()
    };
    if one_line(&form.verified).is_empty() {
        form.verified_error = Some(page.say("schools-verified-missing"));
        return render(&school, &adult, page, &asked, Some(form)).await;
    }
    match faults(actions::partners::trust(&school, &adult.subject(), new).await) {
        Ok(Ok(partner)) => {
            flash.say("toast-school-trusted", &[("name", partner.name)]).await?;
            Ok(Redirect::to("/schools").into_response())
        }
        Ok(Err(faults)) => {
            form.domain_error = problem(&page, &faults, "host");
            form.name_error = problem(&page, &faults, "name");
            render(&school, &adult, page, &asked, Some(form)).await
        }
        Err(Error::Conflict(_)) => {
            form.domain_error = Some(page.say("schools-domain-known"));
            render(&school, &adult, page, &asked, Some(form)).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Deserialize)]
pub(super) struct NewState {
    #[serde(default)]
    state: String,
    #[serde(default)]
    reason: String,
}

/// Pauses a school, ends it, or lets it go on.
pub(super) async fn set_state(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    Query(asked): Query<Asked>,
    Checked(form): Checked<NewState>,
) -> Result<Redirect> {
    let partner: PartnerId = partner.parse().map_err(|_| Error::Missing)?;
    let state: PartnerState = form.state.parse().map_err(|_| Error::Missing)?;
    if state != PartnerState::Trusted && one_line(&form.reason).is_empty() {
        flash.say("fault-reason-missing", &[]).await?;
        return Ok(asked.back());
    }
    actions::partners::set_state(&school, &adult.subject(), &partner, state, &form.reason).await?;
    let name = store::partners::get(&mut school.db.read(), &partner).await?.name;
    let said = match state {
        PartnerState::Trusted => "toast-school-goes-on",
        PartnerState::Paused => "toast-school-paused",
        PartnerState::Ended => "toast-school-ended",
        PartnerState::Blocked => "toast-school-blocked",
        PartnerState::Invited | PartnerState::Asked => return Err(Error::Missing),
    };
    flash.say(said, &[("name", name)]).await?;
    Ok(asked.back())
}

/// An admin has made sure that a held school is still who it was.
pub(super) async fn verify(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    Query(asked): Query<Asked>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let partner: PartnerId = partner.parse().map_err(|_| Error::Missing)?;
    actions::partners::verify(&school, &adult, &partner).await?;
    let name = store::partners::get(&mut school.db.read(), &partner).await?.name;
    flash.say("toast-school-goes-on", &[("name", name)]).await?;
    Ok(asked.back())
}

/// Tries at once what waits for a school.
pub(super) async fn try_now(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    Checked(form): Checked<Back>,
) -> Result<Redirect> {
    let partner: PartnerId = partner.parse().map_err(|_| Error::Missing)?;
    actions::deliveries::try_now(&school, &adult, &partner).await?;
    let name = store::partners::get(&mut school.db.read(), &partner).await?.name;
    flash.say("toast-trying", &[("name", name)]).await?;
    Ok(Redirect::to(own_path(&form.back).unwrap_or("/deliveries")))
}

/// Where the button was.
#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

pub(super) async fn task_done(
    school: School,
    Admin(adult): Admin,
    Path(task): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let task: TaskId = task.parse().map_err(|_| Error::Missing)?;
    actions::partners::task_done(&school, &adult, &task).await?;
    Ok(Redirect::to("/schools"))
}

pub(super) async fn pause_all(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    actions::schools::pause_federation(&school, &adult).await?;
    flash.say("toast-all-paused", &[]).await?;
    Ok(Redirect::to("/schools"))
}

pub(super) async fn resume_all(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    actions::schools::resume_federation(&school, &adult).await?;
    flash.say("toast-all-resumed", &[]).await?;
    Ok(Redirect::to("/schools"))
}

/// Whether letters go to a school now; for the page of deliveries.
pub(super) fn is_open(partner: &PartnerSchool) -> bool {
    partner.standing() == Standing::Trusted
}

/// Whether something waits for it that trying now may bring there: one that we have parted from still hears what is taken back.
pub(super) fn may_try(
    partner: &PartnerSchool,
    waiting: Option<&store::underway::Waiting>,
    peer: &store::deliveries::Peer,
) -> bool {
    matches!(partner.standing(), Standing::Trusted | Standing::Ended) && actions::deliveries::is_behind(waiting, peer)
}
