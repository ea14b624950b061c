//! Erasing a pupil or a class, for admins: a page that says what will go, and the list of what is being erased.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::{Choice, Moment, faults, moment, option, problem};
use super::forms::{Checked, Nothing};
use super::page::{Page, Show};
use super::proofs::Admin;
use super::visit::Flash;
use crate::actions;
use crate::domain::erasures::{Counts, Reason, Subject};
use crate::domain::ids::{ErasureId, ItemId, PupilId};
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

/// What an admin typed and chose.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    name: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "people/erase.html")]
struct Erase {
    page: Page,
    /// Whose name is to be typed.
    name: String,
    /// The sentence above: what happens, and whether it can be called off.
    lead: String,
    action: String,
    /// What the line for the name is called: it asks for the name itself.
    name_label: String,
    counts: Vec<String>,
    /// What stays with the safeguarding lead, in words.
    cases: Option<String>,
    reasons: Vec<Choice>,
    typed: String,
    name_error: Option<String>,
    reason_error: Option<String>,
}

struct Row {
    what: String,
    by: String,
    reason: String,
    moment: Moment,
    tone: &'static str,
    state: String,
    counts: String,
    call_off_url: Option<String>,
}

struct LeftRow {
    name: String,
    url: String,
}

#[derive(Template)]
#[template(path = "people/erasures.html")]
struct ShowErasures {
    page: Page,
    erasures: Vec<Row>,
    left: Vec<LeftRow>,
}

/// `GET /erasures`
pub(super) async fn all(school: School, Admin(_): Admin, page: Page) -> Result<impl IntoResponse> {
    let now = school.clock.now();
    let names = super::agreements::staff_names(&school).await?;
    let mut erasures = Vec::new();
    for erasure in store::erasures::all(&mut school.db.read(), 100).await? {
        let may_call_off = erasure.may_be_called_off(now);
        let what = match &erasure.subject {
            // The name is told here alone, and only while it may be needed to call this off.
            Subject::Pupil(pupil) if may_call_off => {
                store::people::name_while_erased(&mut school.db.read(), pupil).await?
            }
            Subject::Pupil(_) => page.say("audit-who-pupil"),
            Subject::Class(class) => store::classes::get(&mut school.db.read(), class).await?.name,
        };
        let (tone, key, at) = match (erasure.called_off_at, erasure.done_at) {
            (Some(at), _) => ("", "erasure-called-off", at),
            (None, Some(at)) => ("good", "erasure-done", at),
            (None, None) if may_call_off => ("wait", "erasure-until", erasure.purge_at),
            (None, None) if erasure.purge_at <= now => ("wait", "erasure-now", now),
            (None, None) => ("wait", "erasure-under-way", erasure.purge_at),
        };
        let state = page.with(key, [("moment", moment(&page, now, at).text)]);
        erasures.push(Row {
            what,
            by: names.get(&erasure.asked_by).cloned().unwrap_or_else(|| page.say("audit-who-school")),
            reason: page.say(&format!("erase-reason-{}", erasure.reason)),
            moment: moment(&page, now, erasure.asked_at),
            tone,
            state,
            counts: counted(&page, &erasure.counts).join(" · "),
            call_off_url: may_call_off.then(|| format!("/erasures/{}/call-off", erasure.id)),
        });
    }
    let left = store::people::left(&mut school.db.read())
        .await?
        .into_iter()
        .map(|pupil| LeftRow { url: pupil_url(&pupil.id), name: pupil.name })
        .collect();
    Ok(Show(ShowErasures { erasures, left, page: page.titled_by("erasures-title") }))
}

pub(super) fn pupil_url(pupil: &PupilId) -> String {
    format!("/erasures/pupil/{pupil}")
}

/// `GET /erasures/pupil/{pupil}`
pub(super) async fn ask_pupil(
    school: School,
    Admin(_): Admin,
    page: Page,
    Path(pupil): Path<String>,
) -> Result<Response> {
    let about = About::pupil(&school, &pupil).await?;
    about.page(&school, page, Asked::default(), &[]).await
}

/// `POST /erasures/pupil/{pupil}`
pub(super) async fn erase_pupil(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Path(pupil): Path<String>,
    Checked(asked): Checked<Asked>,
) -> Result<Response> {
    let about = About::pupil(&school, &pupil).await?;
    let Subject::Pupil(id) = &about.subject else { return Err(Error::Missing) };
    let Ok(reason) = asked.reason.parse::<Reason>() else { return about.unreasoned(&school, page, asked).await };
    match faults(actions::erasures::erase_pupil(&school, &adult, id, &asked.name, reason).await)? {
        Ok(_) => {
            flash.say("toast-pupil-erased", &[]).await?;
            Ok(Redirect::to("/erasures").into_response())
        }
        Err(faults) => about.page(&school, page, asked, &faults).await,
    }
}

/// `GET /erasures/class/{class}`
pub(super) async fn ask_class(
    school: School,
    Admin(_): Admin,
    page: Page,
    Path(class): Path<String>,
) -> Result<Response> {
    let about = About::class(&school, &class).await?;
    about.page(&school, page, Asked::default(), &[]).await
}

/// `POST /erasures/class/{class}`
pub(super) async fn erase_class(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Path(class): Path<String>,
    Checked(asked): Checked<Asked>,
) -> Result<Response> {
    let about = About::class(&school, &class).await?;
    let Subject::Class(id) = &about.subject else { return Err(Error::Missing) };
    let Ok(reason) = asked.reason.parse::<Reason>() else { return about.unreasoned(&school, page, asked).await };
    match faults(actions::erasures::erase_class(&school, &adult, id, &asked.name, reason).await)? {
        Ok(_) => {
            flash.say("toast-class-erased", &[]).await?;
            Ok(Redirect::to("/erasures").into_response())
        }
        Err(faults) => about.page(&school, page, asked, &faults).await,
    }
}

/// `POST /erasures/{erasure}/call-off`
pub(super) async fn call_off(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(erasure): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let id: ErasureId = erasure.parse().map_err(|_| Error::Missing)?;
    match actions::erasures::call_off(&school, &adult, &id).await {
        Ok(()) => flash.say("toast-erasure-called-off", &[]).await?,
        Err(Error::Conflict(_)) => flash.say("toast-erasure-too-late", &[]).await?,
        Err(other) => return Err(other),
    }
    Ok(Redirect::to("/erasures"))
}

/// `POST /taken-back/{item}/erase`: now, and not within the day.
pub(super) async fn erase_item(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(item): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    actions::erasures::erase_item(&school, &adult, &id).await?;
    flash.say("toast-item-erased", &[]).await?;
    Ok(Redirect::to(&format!("/taken-back/{id}")))
}

/// Whom or what the page asks about.
struct About {
    subject: Subject,
    name: String,
    lead: &'static str,
    action: String,
    title: &'static str,
}

impl About {
    /// Errors: [`Error::Missing`] for nobody, and for who is being erased.
    async fn pupil(school: &School, id: &str) -> Result<Self> {
        let id: PupilId = id.parse().map_err(|_| Error::Missing)?;
        let name = store::people::pupil(&mut school.db.read(), &id).await?.name;
        if name.is_empty() {
            return Err(Error::Missing);
        }
        let action = pupil_url(&id);
        Ok(Self { subject: Subject::Pupil(id), name, lead: "erase-pupil-lead", action, title: "erase-pupil-title" })
    }

    async fn class(school: &School, slug: &str) -> Result<Self> {
        let class = store::classes::by_slug(&mut school.db.read(), slug).await?;
        if class.closed_at.is_some() {
            return Err(Error::Missing);
        }
        Ok(Self {
            subject: Subject::Class(class.id),
            name: class.name,
            lead: "erase-class-lead",
            action: format!("/erasures/class/{slug}"),
            title: "erase-class-title",
        })
    }

    async fn unreasoned(&self, school: &School, page: Page, asked: Asked) -> Result<Response> {
        let mut all = vec![Fault { field: "reason", key: "fault-erase-reason" }];
        // Both are said at once: whoever mends one is not sent back for the other.
        if let Err(more) = faults(actions::erasures::same_name(&self.name, &asked.name))? {
            all.extend(more);
        }
        self.page(school, page, asked, &all).await
    }

    async fn page(&self, school: &School, page: Page, asked: Asked, faults: &[Fault]) -> Result<Response> {
        let counts = store::erasures::counts(&mut school.db.read(), &self.subject).await?;
        let shown = Show(Erase {
            name: self.name.clone(),
            lead: page.with(self.lead, [("name", self.name.clone())]),
            action: self.action.clone(),
            name_label: page.with("erase-name", [("name", self.name.clone())]),
            cases: (counts.cases > 0).then(|| page.with("erase-cases", [("count", counts.cases.to_string())])),
            counts: counted(&page, &counts),
            reasons: Reason::ALL
                .iter()
                .map(|reason| option(reason.as_str(), page.say(&format!("erase-reason-{reason}")), &asked.reason))
                .collect(),
            name_error: problem(&page, faults, "name"),
            reason_error: problem(&page, faults, "reason"),
            typed: asked.name,
            page: page.titled_by(self.title),
        });
        Ok(if faults.is_empty() { shown.into_response() } else { shown.to_mend() })
    }
}

/// What goes, a line for each kind; nothing is said of what there is none of.
fn counted(page: &Page, counts: &Counts) -> Vec<String> {
    [
        ("erase-posts", counts.posts),
        ("erase-comments", counts.comments),
        ("erase-answers", counts.answers),
        ("erase-pictures", counts.pictures),
        ("erase-cards", counts.cards),
        ("erase-sessions", counts.sessions),
        ("erase-schools", counts.schools),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(key, number)| page.with(key, [("count", number.to_string())]))
    .collect()
}
