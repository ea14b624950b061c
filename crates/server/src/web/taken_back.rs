//! What was taken back: who has confirmed that it is gone, whom to telephone, the report to print, and what is still open.

use askama::Template;
use axum::extract::Path;
use axum::response::IntoResponse;
use jiff::Timestamp;

use super::desk::{Moment, day, lasting, lasting_day, moment};
use super::page::{ClassLink, Page, Show};
use super::proofs::{Admin, Staff};
use crate::domain::deliveries::{self, Removal};
use crate::domain::ids::ItemId;
use crate::domain::items::{Item, ItemKind};
use crate::domain::viewer::Adult;
use crate::domain::writing::first_words;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "articles/taken_back.html")]
struct TakenBack {
    page: Page,
    class: ClassLink,
    title: String,
    language: String,
    by: String,
    moment: Moment,
    /// "6 schools: 5 have confirmed, 1 has not answered since Monday."
    summary: String,
    keeps_asking: bool,
    receipts: Vec<Receipt>,
    /// The schools to telephone.
    calls: Vec<Call>,
    report_url: String,
    /// How it stands here: what nobody reads any more goes by itself within the day.
    here: &'static str,
    /// Where an admin erases it now and not within the day.
    erase_url: Option<String>,
}

struct Receipt {
    school: String,
    domain: String,
    tone: &'static str,
    sentence: String,
    moment: Option<Moment>,
    /// Which wording it had, by the day it was written.
    wording: String,
}

/// Whom to telephone at a school, and why.
struct Call {
    school: String,
    contact: String,
    safeguarding: String,
}

/// `GET /taken-back/{item}`
pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let found = Found::of(&school, &adult, &item).await?;
    let now = school.clock.now();
    let (title, language, is_erased) = found.title(&school, &page).await?;
    Ok(Show(TakenBack {
        title,
        language,
        by: taken_by(&school, &page, &found.item.id).await?,
        moment: moment(&page, now, found.withdrawn),
        summary: summary(&page, &Telling::Near(now), &found.asked),
        keeps_asking: found.asked.iter().any(|receipt| !receipt.removal().is_settled()),
        receipts: found.asked.iter().map(|receipt| drawn(&page, &Telling::Near(now), receipt)).collect(),
        calls: calls(&found.asked),
        report_url: format!("/taken-back/{}/report", found.item.id),
        here: match (is_erased, found.item.sealed_at) {
            (true, _) => "taken-back-erased-more",
            (false, None) => "taken-back-here",
            (false, Some(_)) => "taken-back-sealed",
        },
        erase_url: (adult.is_admin && !is_erased && found.item.sealed_at.is_none())
            .then(|| format!("/taken-back/{}/erase", found.item.id)),
        class: found.class,
        page: page.titled_by("taken-back-title"),
    }))
}

#[derive(Template)]
#[template(path = "articles/removal_report.html")]
struct RemovalReport {
    page: Page,
    class: ClassLink,
    /// "A post", "A comment": the report holds no word of it.
    kind: &'static str,
    /// What the two sides call it.
    address: String,
    by: String,
    moment: Moment,
    made: Moment,
    made_by: String,
    /// Whose clock its times are read from.
    zone: String,
    summary: String,
    receipts: Vec<Receipt>,
    calls: Vec<Call>,
    back_url: String,
}

/// `GET /taken-back/{item}/report`: to print and to file.
pub(super) async fn report(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let found = Found::of(&school, &adult, &item).await?;
    let now = school.clock.now();
    Ok(Show(RemovalReport {
        kind: match found.item.kind {
            ItemKind::Article => "report-post",
            ItemKind::Comment => "report-comment",
        },
        address: found.item.wire_id.to_string(),
        by: taken_by(&school, &page, &found.item.id).await?,
        moment: lasting(&page, found.withdrawn),
        made: lasting(&page, now),
        made_by: adult.name,
        zone: page.zone.iana_name().unwrap_or("UTC").trim_start_matches("Etc/").replace('_', " "),
        summary: summary(&page, &Telling::Lasting(now), &found.asked),
        receipts: found.asked.iter().map(|receipt| drawn(&page, &Telling::Lasting(now), receipt)).collect(),
        calls: calls(&found.asked),
        back_url: format!("/taken-back/{}", found.item.id),
        class: found.class,
        page: page.titled_by("report-title"),
    }))
}

struct OpenRow {
    url: String,
    title: String,
    language: String,
    class: ClassLink,
    moment: Moment,
    summary: String,
}

#[derive(Template)]
#[template(path = "articles/all_taken_back.html")]
struct AllTakenBack {
    page: Page,
    open: Vec<OpenRow>,
}

/// `GET /taken-back`: what some school has not confirmed yet.
pub(super) async fn all(school: School, Admin(adult): Admin, page: Page) -> Result<impl IntoResponse> {
    let now = school.clock.now();
    let mut open = Vec::new();
    for removal in store::recipients::open_removals(&mut school.db.read()).await? {
        // What a school was asked to remove when we parted from it may still stand here, or be sealed: neither is listed.
        let found = match Found::of(&school, &adult, removal.item.as_str()).await {
            Ok(found) => found,
            Err(Error::Missing) => continue,
            Err(other) => return Err(other),
        };
        let (title, language, _) = found.title(&school, &page).await?;
        open.push(OpenRow {
            url: format!("/taken-back/{}", found.item.id),
            title,
            language,
            moment: moment(&page, now, found.withdrawn),
            summary: summary(&page, &Telling::Near(now), &found.asked),
            class: found.class,
        });
    }
    Ok(Show(AllTakenBack { open, page: page.titled_by("taken-back-all") }))
}

/// Something of ours that was taken back, with every school that was asked to remove it.
struct Found {
    item: Item,
    class: ClassLink,
    withdrawn: Timestamp,
    asked: Vec<deliveries::Receipt>,
}

impl Found {
    /// Errors: [`Error::Missing`] for what was not taken back, and for who may not know of it.
    async fn of(school: &School, adult: &Adult, item: &str) -> Result<Self> {
        let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
        let item = store::items::get(&mut school.db.read(), &id).await?;
        let (Some(class), Some(withdrawn)) = (item.author.class(), item.withdrawn_at) else {
            return Err(Error::Missing);
        };
        if !adult.sees_tray(class) && !adult.is_admin && !adult.is_safeguarding {
            return Err(Error::Missing);
        }
        // Sealed to the safeguarding lead: nobody else reads its title.
        if item.sealed_at.is_some() && !adult.is_safeguarding {
            return Err(Error::Missing);
        }
        let class = store::classes::get(&mut school.db.read(), class).await?;
        let mut asked = store::recipients::receipts(&mut school.db.read(), &id).await?;
        asked.retain(|receipt| receipt.asked_at.is_some());
        Ok(Self { class: ClassLink::ours(school, &class), item, withdrawn, asked })
    }

    /// What it was called, in which language, and whether that is erased.
    async fn title(&self, school: &School, page: &Page) -> Result<(String, String, bool)> {
        let all = store::revisions::of_item(&mut school.db.read(), &self.item.id).await?;
        let newest = all.into_iter().next_back().ok_or(Error::Missing)?;
        if newest.hash.is_empty() {
            return Ok((page.say("taken-back-erased"), page.language.to_owned(), true));
        }
        Ok((named(page, &newest.words.title, &newest.words.plain), newest.words.language, false))
    }
}

pub(super) fn named(page: &Page, title: &str, plain: &str) -> String {
    match (title.is_empty(), plain.is_empty()) {
        (false, _) => title.to_owned(),
        (true, false) => first_words(plain, 120),
        (true, true) => page.say("write-untitled"),
    }
}

async fn taken_by(school: &School, page: &Page, id: &ItemId) -> Result<String> {
    let by = store::items::withdrawn_by(&mut school.db.read(), id).await?;
    let named = match by.split_once(':') {
        Some(("staff", id)) => match id.parse() {
            Ok(id) => Some(store::people::staff(&mut school.db.read(), &id).await?.name),
            Err(_) => None,
        },
        Some(("pupil", id)) => match id.parse() {
            Ok(id) => Some(store::people::pupil(&mut school.db.read(), &id).await?.name),
            Err(_) => None,
        },
        _ => None,
    };
    Ok(named.filter(|name| !name.is_empty()).unwrap_or_else(|| page.school.clone()))
}

/// How times are told, as it is now: on a page "yesterday", in a report the date, for a year later "yesterday" says nothing.
enum Telling {
    Near(Timestamp),
    Lasting(Timestamp),
}

impl Telling {
    fn now(&self) -> Timestamp {
        match self {
            Self::Near(now) | Self::Lasting(now) => *now,
        }
    }

    fn moment(&self, page: &Page, at: Timestamp) -> Moment {
        match self {
            Self::Near(now) => moment(page, *now, at),
            Self::Lasting(_) => lasting(page, at),
        }
    }

    fn day(&self, page: &Page, at: Timestamp) -> String {
        match self {
            Self::Near(now) => day(page, *now, at),
            Self::Lasting(_) => lasting_day(page, at),
        }
    }
}

fn drawn(page: &Page, telling: &Telling, receipt: &deliveries::Receipt) -> Receipt {
    let since = receipt.asked_at.map(|at| telling.day(page, at)).unwrap_or_default();
    let (tone, sentence, at) = match receipt.removal() {
        Removal::Confirmed => ("good", page.say("receipt-confirmed"), receipt.confirmed_at),
        Removal::Taken => ("wait", page.say("receipt-taken"), receipt.answered_at),
        Removal::Asked => ("wait", page.say("receipt-asked"), receipt.answered_at),
        Removal::OnItsWay => ("wait", page.say("receipt-on-its-way"), receipt.asked_at),
        Removal::Held => ("wait", page.with("receipt-held", [("since", since)]), receipt.asked_at),
        Removal::Refused => ("worry", page.with("receipt-refused", [("since", since)]), receipt.asked_at),
        Removal::Silent => {
            // What is due is tried within moments.
            match receipt.next_at.filter(|next| *next > telling.now()) {
                Some(next) => {
                    let next = telling.moment(page, next).text;
                    ("worry", page.with("receipt-silent", [("since", since), ("next", next)]), receipt.asked_at)
                }
                None => ("worry", page.with("receipt-silent-now", [("since", since)]), receipt.asked_at),
            }
        }
    };
    Receipt {
        school: receipt.school.clone(),
        domain: receipt.host.clone(),
        tone,
        sentence,
        moment: at.map(|at| telling.moment(page, at)),
        wording: receipt.wording_at.map_or_else(
            || page.say("receipt-wording-unknown"),
            |at| page.with("receipt-wording", [("moment", telling.moment(page, at).text)]),
        ),
    }
}

/// Whom to telephone at the schools that have not confirmed.
fn calls(receipts: &[deliveries::Receipt]) -> Vec<Call> {
    receipts
        .iter()
        .filter(|receipt| receipt.removal() != Removal::Confirmed)
        .map(|receipt| Call {
            school: receipt.school.clone(),
            contact: receipt.contact.clone(),
            safeguarding: receipt.safeguarding_contact.clone(),
        })
        .collect()
}

/// All of it in one sentence; empty when nobody had it.
fn summary(page: &Page, telling: &Telling, receipts: &[deliveries::Receipt]) -> String {
    if receipts.is_empty() {
        return String::new();
    }
    let count = |wanted: Removal| receipts.iter().filter(|receipt| receipt.removal() == wanted).count();
    let mut parts = Vec::new();
    for (wanted, key) in [
        (Removal::Confirmed, "taken-back-confirmed"),
        (Removal::Taken, "taken-back-took"),
        (Removal::Asked, "taken-back-asked"),
        (Removal::OnItsWay, "taken-back-on-its-way"),
        (Removal::Held, "taken-back-held"),
        (Removal::Refused, "taken-back-refused"),
    ] {
        let number = count(wanted);
        // How many have confirmed is always said: it is what is asked for.
        if number > 0 || wanted == Removal::Confirmed {
            let values = [("count", number.to_string()), ("all", receipts.len().to_string())];
            parts.push(page.with(key, values));
        }
    }
    let silent = receipts.iter().filter(|receipt| receipt.removal() == Removal::Silent);
    if let Some(since) = silent.clone().filter_map(|receipt| receipt.asked_at).min() {
        parts.push(
            page.with(
                "taken-back-silent",
                [("count", silent.count().to_string()), ("since", telling.day(page, since))],
            ),
        );
    }
    page.with("taken-back-summary", [("count", receipts.len().to_string()), ("parts", parts.join(", "))])
}
