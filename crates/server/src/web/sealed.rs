//! The safeguarding lead's cases: what was sealed, by whom, who could have seen it, and four ways on.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::Timestamp;
use serde::Deserialize;

use super::desk::{Moment, Pages, Quote, faults, moment, problem};
use super::forms::Checked;
use super::gate::stored_picture;
use super::page::{ClassLink, Page, Show};
use super::proofs::Safeguarding;
use super::visit::Flash;
use crate::actions;
use crate::domain::articles::one_line;
use crate::domain::ids::{PartnerId, WorryId};
use crate::domain::items::Author;
use crate::domain::moderation::{Worry, WorryOutcome};
use crate::domain::partners::PartnerState;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

/// Cases on the page; older closed ones are in the database and the audit log.
const MOST: u32 = 100;

/// What was kept of an item when it was sealed; see `actions/worries.rs`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Snapshot {
    from: String,
    seen_by_pupils: bool,
    answers: Option<String>,
    revisions: Vec<SnapshotRevision>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SnapshotRevision {
    title: String,
    text: String,
    links: Vec<String>,
    pictures: Vec<String>,
}

struct CasePicture {
    url: String,
    alt: String,
}

struct SealedCase {
    id: String,
    number: String,
    class: ClassLink,
    by_pupil: bool,
    sealed_by: String,
    moment: Moment,
    worry: String,
    signature: String,
    title: String,
    /// What it says, paragraph by paragraph.
    paragraphs: Vec<String>,
    links: Vec<String>,
    pictures: Vec<CasePicture>,
    thread: Vec<Quote>,
    earlier: usize,
    /// Whether any pupil could read it, and where.
    shown_to: Vec<String>,
    /// The adults at the class's gate.
    adults: Vec<String>,
    decide_url: String,
    export_url: String,
    may_pause_partner: bool,
    reason: String,
    error: Option<String>,
}

struct ClosedCase {
    number: String,
    class: ClassLink,
    outcome: String,
    reason: String,
    moment: Moment,
    export_url: String,
}

#[derive(Template)]
#[template(path = "gate/sealed.html")]
struct ShowSealed {
    page: Page,
    open: Vec<SealedCase>,
    closed: Vec<ClosedCase>,
    pages: Pages,
}

pub(super) async fn show(school: School, Safeguarding(_): Safeguarding, page: Page) -> Result<Response> {
    render(&school, page, None).await
}

/// What was wrong with a decision on one case.
struct Wrong {
    case: WorryId,
    reason: String,
    faults: Vec<Fault>,
}

async fn render(school: &School, page: Page, wrong: Option<Wrong>) -> Result<Response> {
    let now = school.clock.now();
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for worry in store::worries::all(&mut school.db.read(), MOST).await? {
        match worry.closed_at {
            Some(at) => closed.push(closed_case(school, &page, now, worry, at).await?),
            None => open.push(open_case(school, &page, now, worry, wrong.as_ref()).await?),
        }
    }
    let is_wrong = wrong.is_some();
    let shown = Show(ShowSealed { open, closed, pages: Pages::default(), page: page.titled_by("sealed-title") });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

/// A short name for a case, the same for ever.
fn number(id: &WorryId) -> String {
    id.as_str()[26..].to_uppercase()
}

fn snapshot(worry: &Worry) -> Result<Snapshot> {
    serde_json::from_str(&worry.snapshot).map_err(|cause| Error::Internal(cause.into()))
}

async fn open_case(
    school: &School,
    page: &Page,
    now: Timestamp,
    worry: Worry,
    wrong: Option<&Wrong>,
) -> Result<SealedCase> {
    let kept = snapshot(&worry)?;
    let wrong = wrong.filter(|wrong| wrong.case == worry.id);
    let class = store::classes::get(&mut school.db.read(), &worry.class).await?;
    let item = store::items::get(&mut school.db.read(), &worry.item).await?;
    let mut adults = Vec::new();
    for duty in store::people::duties_of_class(&mut school.db.read(), &class.id).await? {
        adults.push(store::people::staff(&mut school.db.read(), &duty.staff).await?.name);
    }
    let earlier = kept.revisions.len().saturating_sub(1);
    let last = kept.revisions.into_iter().next_back().unwrap_or_default();
    let pictures = last.pictures.into_iter().enumerate();
    Ok(SealedCase {
        number: number(&worry.id),
        class: ClassLink::ours(school, &class),
        by_pupil: worry.raised_by.starts_with("pupil:"),
        sealed_by: worry.raised_name,
        moment: moment(page, now, worry.raised_at),
        worry: worry.words,
        signature: kept.from,
        title: last.title,
        paragraphs: paragraphs(&last.text),
        links: last.links,
        pictures: pictures
            .map(|(place, alt)| CasePicture { url: format!("/gate/sealed/{}/pictures/{place}", worry.id), alt })
            .collect(),
        thread: kept
            .answers
            .into_iter()
            .map(|text| Quote { signature: String::new(), text, language: String::new() })
            .collect(),
        earlier,
        shown_to: if kept.seen_by_pupils {
            actions::worries::shown_to(&mut school.db.read(), &worry.item).await?
        } else {
            Vec::new()
        },
        adults,
        decide_url: format!("/gate/sealed/{}", worry.id),
        export_url: format!("/gate/sealed/{}/case", worry.id),
        may_pause_partner: matches!(item.author, Author::Partner(_)),
        reason: wrong.map(|wrong| wrong.reason.clone()).unwrap_or_default(),
        error: wrong.and_then(|wrong| problem(page, &wrong.faults, "reason")),
        id: worry.id.to_string(),
    })
}

async fn closed_case(school: &School, page: &Page, now: Timestamp, worry: Worry, at: Timestamp) -> Result<ClosedCase> {
    let class = store::classes::get(&mut school.db.read(), &worry.class).await?;
    let outcome = page.say(outcome_key(worry.outcome));
    Ok(ClosedCase {
        number: number(&worry.id),
        class: ClassLink::ours(school, &class),
        outcome,
        reason: worry.closing_reason.unwrap_or_default(),
        moment: moment(page, now, at),
        export_url: format!("/gate/sealed/{}/case", worry.id),
    })
}

#[derive(Deserialize)]
pub(super) struct Closing {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn decide(
    school: School,
    Safeguarding(adult): Safeguarding,
    page: Page,
    flash: Flash,
    Path(worry): Path<String>,
    Checked(closing): Checked<Closing>,
) -> Result<Response> {
    let case: WorryId = worry.parse().map_err(|_| Error::Missing)?;
    let (outcome, pauses, said) = match closing.decision.as_str() {
        "release" => (WorryOutcome::Released, false, "toast-case-released"),
        "keep" => (WorryOutcome::Kept, false, "toast-case-kept"),
        "pause-partner" => (WorryOutcome::Kept, true, "toast-case-paused"),
        _ => return Err(Error::Missing),
    };
    if pauses && !one_line(&closing.reason).is_empty() {
        let partner = partner_of(&school, &case).await?;
        match actions::partners::set_state(&school, &adult.subject(), &partner, PartnerState::Paused, &closing.reason)
            .await
        {
            // Paused already is paused.
            Ok(()) | Err(Error::Conflict(_)) => {}
            Err(other) => return Err(other),
        }
    }
    match faults(actions::worries::close(&school, &adult, &case, outcome, &closing.reason).await)? {
        Ok(()) => {
            flash.say(said, &[]).await?;
            Ok(Redirect::to("/gate/sealed").into_response())
        }
        Err(faults) => render(&school, page, Some(Wrong { case, reason: closing.reason, faults })).await,
    }
}

async fn partner_of(school: &School, case: &WorryId) -> Result<PartnerId> {
    let worry = store::worries::get(&mut school.db.read(), case).await?;
    match store::items::get(&mut school.db.read(), &worry.item).await?.author {
        Author::Partner(remote) => Ok(store::partners::class(&mut school.db.read(), &remote).await?.partner),
        Author::Pupil { .. } | Author::Staff { .. } => Err(Error::Missing),
    }
}

/// A picture of a sealed item, by its place.
pub(super) async fn picture(
    school: School,
    Safeguarding(_): Safeguarding,
    Path((worry, place)): Path<(String, usize)>,
) -> Result<Response> {
    let case: WorryId = worry.parse().map_err(|_| Error::Missing)?;
    let worry = store::worries::get(&mut school.db.read(), &case).await?;
    let revisions = store::revisions::of_item(&mut school.db.read(), &worry.item).await?;
    let last = revisions.last().ok_or(Error::Missing)?;
    let pictures = store::revisions::pictures(&mut school.db.read(), &last.id).await?;
    let position = pictures.get(place).ok_or(Error::Missing)?.position;
    stored_picture(&school, &last.id, position).await
}

/// A wording as it was kept.
struct KeptWording {
    title: String,
    paragraphs: Vec<String>,
    links: Vec<String>,
    pictures: Vec<String>,
}

#[derive(Template)]
#[template(path = "gate/case.html")]
struct ShowCase {
    page: Page,
    class: ClassLink,
    back_url: String,
    export_url: String,
    /// "sealed by Mr Hughes", "told by Sam".
    raised_by: String,
    raised_at: Moment,
    worry: String,
    from: String,
    answers: Option<String>,
    wordings: Vec<KeptWording>,
    shown_to: Vec<String>,
    /// How it ended, when, and why; none for an open case.
    closed: Option<(String, Moment, String)>,
}

/// The whole case to read and to print, with every wording that was kept.
pub(super) async fn case(
    school: School,
    Safeguarding(_): Safeguarding,
    page: Page,
    Path(worry): Path<String>,
) -> Result<impl IntoResponse> {
    let case: WorryId = worry.parse().map_err(|_| Error::Missing)?;
    let worry = store::worries::get(&mut school.db.read(), &case).await?;
    let now = school.clock.now();
    let kept = snapshot(&worry)?;
    let class = store::classes::get(&mut school.db.read(), &worry.class).await?;
    let shown_to = if kept.seen_by_pupils {
        actions::worries::shown_to(&mut school.db.read(), &worry.item).await?
    } else {
        Vec::new()
    };
    let closed = worry.closed_at.map(|at| {
        (page.say(outcome_key(worry.outcome)), moment(&page, now, at), worry.closing_reason.clone().unwrap_or_default())
    });
    let title = page.with("sealed-case", [("number", number(&worry.id))]);
    Ok(Show(ShowCase {
        class: ClassLink::ours(&school, &class),
        back_url: "/gate/sealed".to_owned(),
        export_url: format!("/gate/sealed/{}/case.json", worry.id),
        raised_by: page.with(raised_key(&worry.raised_by), [("name", worry.raised_name)]),
        raised_at: moment(&page, now, worry.raised_at),
        worry: worry.words,
        from: kept.from,
        answers: kept.answers,
        wordings: kept
            .revisions
            .into_iter()
            .map(|wording| KeptWording {
                title: wording.title,
                paragraphs: paragraphs(&wording.text),
                links: wording.links,
                pictures: wording.pictures,
            })
            .collect(),
        shown_to,
        closed,
        page: page.titled(title),
    }))
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(ToOwned::to_owned).filter(|line| !line.trim().is_empty()).collect()
}

fn raised_key(raised_by: &str) -> &'static str {
    if raised_by.starts_with("pupil:") { "sealed-told" } else { "sealed-by" }
}

fn outcome_key(outcome: Option<WorryOutcome>) -> &'static str {
    match outcome {
        Some(WorryOutcome::Released) => "sealed-outcome-released",
        Some(WorryOutcome::Kept) | None => "sealed-outcome-kept",
    }
}

/// The whole case as a file for another program: what was kept of the item, and what was done.
pub(super) async fn export(
    school: School,
    Safeguarding(_): Safeguarding,
    Path(worry): Path<String>,
) -> Result<Response> {
    let case: WorryId = worry.parse().map_err(|_| Error::Missing)?;
    let worry = store::worries::get(&mut school.db.read(), &case).await?;
    let class = store::classes::get(&mut school.db.read(), &worry.class).await?;
    let kept: serde_json::Value =
        serde_json::from_str(&worry.snapshot).map_err(|cause| Error::Internal(cause.into()))?;
    let document = serde_json::json!({
        "case": number(&worry.id),
        "school": school.profile.name,
        "class": class.name,
        "raised_at": worry.raised_at,
        "raised_by": worry.raised_name,
        "words": worry.words,
        "item": kept,
        "outcome": worry.outcome,
        "closing_reason": worry.closing_reason,
        "closed_at": worry.closed_at,
    });
    let text = serde_json::to_string_pretty(&document).map_err(|cause| Error::Internal(cause.into()))?;
    let name = format!("attachment; filename=\"case-{}.json\"", number(&worry.id));
    Ok(([(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)], text).into_response())
}
