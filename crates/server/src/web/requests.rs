//! A family asks for something to be removed, and an adult of the class answers within a week.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::agreements::staff_names;
use super::desk::{Moment, Quote, day, faults, moment, problem};
use super::forms::Checked;
use super::page::{ClassLink, Page, Show};
use super::proofs::{Family, Staff};
use super::reading::{class_path, quote, read_at};
use super::taken_back::named;
use super::visit::Flash;
use crate::actions;
use crate::actions::requests::{concerning, may_answer, open_for};
use crate::domain::ids::{ItemId, RemovalRequestId};
use crate::domain::requests::{Outcome, RemovalRequest};
use crate::domain::viewer::{Adult, Viewer};
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;
use crate::store::visibility;

/// Answers that are shown below what waits.
const SETTLED: u32 = 30;

#[derive(Template)]
#[template(path = "requests/ask.html")]
struct AskRemoval {
    page: Page,
    action: String,
    about: Quote,
    asked: Asked,
    words_error: Option<String>,
    contact_error: Option<String>,
    back_url: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    words: String,
    contact: String,
}

/// `GET /ask-removal/{item}`
pub(super) async fn ask(
    school: School,
    Family(class): Family,
    page: Page,
    Path(item): Path<String>,
) -> Result<Response> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    form(&school, page, &Viewer::Family(class), &id, Asked::default(), &[]).await
}

/// `POST /ask-removal/{item}`
pub(super) async fn asked(
    school: School,
    Family(class): Family,
    page: Page,
    Path(item): Path<String>,
    Checked(asked): Checked<Asked>,
) -> Result<Response> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    match faults(actions::requests::ask(&school, &class, &id, &asked.words, &asked.contact).await)? {
        Ok(()) => Ok(Redirect::to("/asked").into_response()),
        Err(faults) => form(&school, page, &Viewer::Family(class), &id, asked, &faults).await,
    }
}

async fn form(
    school: &School,
    page: Page,
    viewer: &Viewer,
    item: &ItemId,
    asked: Asked,
    faults: &[Fault],
) -> Result<Response> {
    let shown = visibility::item(&mut school.db.read(), viewer, item).await?;
    let form = Show(AskRemoval {
        action: format!("/ask-removal/{item}"),
        about: quote(&page, &shown),
        asked,
        words_error: problem(&page, faults, "words"),
        contact_error: problem(&page, faults, "contact"),
        back_url: read_at(school, viewer, &shown).await?,
        page: page.titled_by("ask-removal-title"),
    });
    Ok(if faults.is_empty() { form.into_response() } else { form.to_mend() })
}

#[derive(Template)]
#[template(path = "requests/thanks.html")]
struct Thanks {
    page: Page,
    back_url: String,
}

/// `GET /asked`
pub(super) async fn thanks(school: School, Family(class): Family, page: Page) -> Result<impl IntoResponse> {
    let class = store::classes::get(&mut school.db.read(), &class).await?;
    Ok(Show(Thanks { back_url: class_path(&school, &class, ""), page: page.titled_by("ask-removal-thanks") }))
}

#[derive(Template)]
#[template(path = "requests/all.html")]
struct ShowRequests {
    page: Page,
    open: Vec<Open>,
    settled: Vec<Settled>,
}

struct Open {
    id: String,
    class: ClassLink,
    about: Quote,
    /// None when it is off every page already.
    url: Option<String>,
    words: String,
    contact: String,
    asked: Moment,
    due: String,
    is_late: bool,
    /// An admin sees that it waits; the class's own adults answer.
    action: Option<String>,
}

struct Settled {
    moment: Moment,
    class: ClassLink,
    by: String,
    outcome: String,
    answer: String,
}

/// `GET /requests`
pub(super) async fn all(school: School, Staff(adult): Staff, page: Page) -> Result<impl IntoResponse> {
    let mut open = Vec::new();
    for request in open_for(&school, &adult).await? {
        open.push(waiting(&school, &page, &adult, request).await?);
    }
    let names = staff_names(&school).await?;
    let mut settled = Vec::new();
    for request in concerning(&adult, store::requests::settled(&mut school.db.read(), SETTLED).await?) {
        let (Some(at), Some(by), Some(outcome)) = (request.settled_at, request.settled_by, request.outcome) else {
            continue;
        };
        let class = store::classes::get(&mut school.db.read(), &request.class).await?;
        settled.push(Settled {
            moment: moment(&page, school.clock.now(), at),
            class: ClassLink::ours(&school, &class),
            by: names.get(&format!("staff:{by}")).cloned().unwrap_or_else(|| page.say("audit-who-school")),
            outcome: page.say(match outcome {
                Outcome::Removed => "requests-removed",
                Outcome::Kept => "requests-kept",
            }),
            answer: request.answer,
        });
    }
    Ok(Show(ShowRequests { open, settled, page: page.titled_by("requests-title") }))
}

async fn waiting(school: &School, page: &Page, adult: &Adult, request: RemovalRequest) -> Result<Open> {
    let now = school.clock.now();
    let class = store::classes::get(&mut school.db.read(), &request.class).await?;
    let viewer = adult.viewer();
    let (about, url) = match visibility::item(&mut school.db.read(), &viewer, &request.item).await {
        Ok(shown) => (quote(page, &shown), Some(read_at(school, &viewer, &shown).await?)),
        Err(Error::Missing) => (off_the_page(school, page, &request).await?, None),
        Err(other) => return Err(other),
    };
    Ok(Open {
        id: request.id.to_string(),
        class: ClassLink::ours(school, &class),
        about,
        url,
        asked: moment(page, now, request.asked_at),
        due: day(page, now, request.due_at),
        is_late: request.is_late(now),
        action: may_answer(adult, &request.class).then(|| format!("/requests/{}", request.id)),
        words: request.words,
        contact: request.contact,
    })
}

/// What it was, for whoever answers: the words that stood there, as long as they are kept.
async fn off_the_page(school: &School, page: &Page, request: &RemovalRequest) -> Result<Quote> {
    let sql = &mut school.db.read();
    let showing = store::moderation::showing(sql, &request.item, &request.class).await?;
    let words =
        store::revisions::get(sql, showing.approved_revision.as_ref().unwrap_or(&showing.revision)).await?.words;
    Ok(Quote { signature: String::new(), text: named(page, &words.title, &words.plain), language: words.language })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    outcome: String,
    answer: String,
}

/// `POST /requests/{request}`
pub(super) async fn settle(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(request): Path<String>,
    Checked(sent): Checked<Answer>,
) -> Result<Redirect> {
    let id: RemovalRequestId = request.parse().map_err(|_| Error::Missing)?;
    let outcome: Outcome = sent.outcome.parse().map_err(|_| Error::invalid("outcome", "fault-decision"))?;
    let said = match faults(actions::requests::settle(&school, &adult, &id, outcome, &sent.answer).await)? {
        Ok(_) => match outcome {
            Outcome::Removed => "toast-request-removed",
            Outcome::Kept => "toast-request-kept",
        },
        Err(_) => "toast-request-why",
    };
    flash.say(said, &[]).await?;
    Ok(Redirect::to("/requests"))
}
