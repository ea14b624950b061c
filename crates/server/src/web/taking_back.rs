//! Taking something of ours back: a question first, and then who has confirmed that it is gone.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use jiff::Timestamp;

use super::desk::{Moment, day, moment};
use super::forms::{Checked, Nothing};
use super::page::{ClassLink, Page, Show};
use super::proofs::{Someone, Staff};
use super::reading::{class_path, pen};
use super::visit::Flash;
use crate::actions;
use crate::domain::deliveries;
use crate::domain::ids::ItemId;
use crate::domain::items::{Author, Item, ItemKind};
use crate::domain::viewer::Person;
use crate::domain::writing::first_words;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "articles/take_back.html")]
struct TakeBack {
    page: Page,
    class: ClassLink,
    title: String,
    language: String,
    action: String,
    back_url: String,
    /// It was out: other schools may have it.
    is_out: bool,
}

/// `GET /take-back/{item}`
pub(super) async fn ask(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let item = store::items::get(&mut school.db.read(), &id).await?;
    let class = item.author.class().cloned().ok_or(Error::Missing)?;
    if !item.is_live() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    let showing = store::moderation::showing(&mut school.db.read(), &id, &class).await?;
    let is_out = showing.approved_revision.is_some();
    let may = match (&person, &item.author) {
        (Person::Adult(adult), _) => adult.moderates(&class) || adult.is_safeguarding,
        (Person::Child(child), Author::Pupil { pupil, .. }) => *pupil == child.id && !is_out,
        (Person::Child(_) | Person::Family(_) | Person::Anonymous, _) => false,
    };
    if !may {
        return Err(Error::Missing);
    }
    let words =
        store::revisions::get(&mut school.db.read(), showing.approved_revision.as_ref().unwrap_or(&showing.revision))
            .await?
            .words;
    let class = store::classes::get(&mut school.db.read(), &class).await?;
    let back_url = match (&person, item.kind, &item.slug) {
        (Person::Child(_), _, _) => "/tray".to_owned(),
        (_, ItemKind::Article, Some(slug)) if is_out => class_path(&school, &class, &format!("/{slug}")),
        _ => class_path(&school, &class, ""),
    };
    Ok(Show(TakeBack {
        title: named(&page, &words.title, &words.plain),
        language: words.language,
        class: ClassLink::ours(&school, &class),
        action: format!("/take-back/{id}"),
        back_url,
        is_out,
        page: page.titled_by("post-take-back"),
    }))
}

/// `POST /take-back/{item}`
pub(super) async fn take(
    school: School,
    Someone(person): Someone,
    flash: Flash,
    Path(item): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    actions::articles::take_back(&school, pen(&person)?, &id).await?;
    flash.say("post-taken-back", &[]).await?;
    Ok(Redirect::to(&if matches!(person, Person::Child(_)) { "/tray".to_owned() } else { format!("/taken-back/{id}") }))
}

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
}

struct Receipt {
    school: String,
    domain: String,
    tone: &'static str,
    sentence: String,
    moment: Option<Moment>,
}

/// `GET /taken-back/{item}`
pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let item = store::items::get(&mut school.db.read(), &id).await?;
    let (Some(class), Some(withdrawn)) = (item.author.class(), item.withdrawn_at) else { return Err(Error::Missing) };
    if !adult.sees_tray(class) && !adult.is_admin && !adult.is_safeguarding {
        return Err(Error::Missing);
    }
    // Sealed to the safeguarding lead: nobody else reads its title.
    if item.sealed_at.is_some() && !adult.is_safeguarding {
        return Err(Error::Missing);
    }
    let class = store::classes::get(&mut school.db.read(), class).await?;
    let words = words_of(&school, &item).await?;
    let now = school.clock.now();
    let asked: Vec<deliveries::Receipt> = store::deliveries::receipts(&mut school.db.read(), &id)
        .await?
        .into_iter()
        .filter(|receipt| receipt.asked_at.is_some())
        .collect();
    let is_settled = |receipt| matches!(state(receipt), State::Confirmed | State::Taken);
    let receipts = asked.iter().map(|receipt| drawn(&page, now, receipt)).collect();
    Ok(Show(TakenBack {
        class: ClassLink::ours(&school, &class),
        title: named(&page, &words.0, &words.1),
        language: words.2,
        by: taken_by(&school, &page, &id).await?,
        moment: moment(&page, now, withdrawn),
        summary: summary(&page, now, &asked),
        keeps_asking: !asked.iter().all(is_settled),
        receipts,
        page: page.titled_by("taken-back-title"),
    }))
}

/// Title, words and language of its newest wording.
async fn words_of(school: &School, item: &Item) -> Result<(String, String, String)> {
    let newest = store::revisions::of_item(&mut school.db.read(), &item.id).await?.pop().ok_or(Error::Missing)?;
    Ok((newest.words.title, newest.words.plain, newest.words.language))
}

fn named(page: &Page, title: &str, plain: &str) -> String {
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
    Ok(named.unwrap_or_else(|| page.school.clone()))
}

/// How far one school is with removing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Confirmed,
    /// It has our letter and has not said that it is done.
    Taken,
    OnItsWay,
    /// Exchange with it is paused; our letter goes when that is over.
    Held,
    Silent,
}

fn state(receipt: &deliveries::Receipt) -> State {
    match (receipt.confirmed_at, receipt.answered_at, &receipt.last_error) {
        (Some(_), _, _) => State::Confirmed,
        (None, Some(_), _) => State::Taken,
        (None, None, _) if receipt.is_held => State::Held,
        (None, None, Some(_)) => State::Silent,
        (None, None, None) => State::OnItsWay,
    }
}

fn drawn(page: &Page, now: Timestamp, receipt: &deliveries::Receipt) -> Receipt {
    let since = receipt.asked_at.map(|at| day(page, now, at)).unwrap_or_default();
    let (tone, sentence, at) = match state(receipt) {
        State::Confirmed => ("good", page.say("receipt-confirmed"), receipt.confirmed_at),
        State::Taken => ("wait", page.say("receipt-taken"), receipt.answered_at),
        State::OnItsWay => ("wait", page.say("receipt-on-its-way"), receipt.asked_at),
        State::Held => ("wait", page.say("receipt-held"), receipt.asked_at),
        State::Silent => ("worry", page.with("receipt-silent", [("since", since)]), receipt.asked_at),
    };
    Receipt {
        school: receipt.school.clone(),
        domain: receipt.host.clone(),
        tone,
        sentence,
        moment: at.map(|at| moment(page, now, at)),
    }
}

/// All of it in one sentence; empty when nobody had it.
fn summary(page: &Page, now: Timestamp, receipts: &[deliveries::Receipt]) -> String {
    let count = |wanted: State| receipts.iter().filter(|receipt| state(receipt) == wanted).count();
    let mut parts = Vec::new();
    for (wanted, key) in [
        (State::Confirmed, "taken-back-confirmed"),
        (State::Taken, "taken-back-took"),
        (State::OnItsWay, "taken-back-on-its-way"),
        (State::Held, "taken-back-held"),
    ] {
        let number = count(wanted);
        if number > 0 {
            parts.push(page.with(key, [("count", number.to_string())]));
        }
    }
    let silent = receipts.iter().filter(|receipt| state(receipt) == State::Silent);
    if let Some(since) = silent.clone().filter_map(|receipt| receipt.asked_at).min() {
        parts.push(
            page.with("taken-back-silent", [("count", silent.count().to_string()), ("since", day(page, now, since))]),
        );
    }
    if parts.is_empty() {
        return String::new();
    }
    page.with("taken-back-summary", [("count", receipts.len().to_string()), ("parts", parts.join(", "))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(answered: bool, confirmed: bool, failed: bool) -> deliveries::Receipt {
        let at = |is: bool| is.then_some(Timestamp::UNIX_EPOCH);
        deliveries::Receipt {
            host: "oak.example".to_owned(),
            school: "Oak Academy".to_owned(),
            received_at: at(true),
            asked_at: at(true),
            answered_at: at(answered),
            confirmed_at: at(confirmed),
            is_held: false,
            last_error: failed.then(|| "timed out".to_owned()),
        }
    }

    #[test]
    fn only_a_signed_word_confirms() {
        assert_eq!(state(&receipt(true, true, false)), State::Confirmed);
        assert_eq!(state(&receipt(true, false, false)), State::Taken);
        assert_eq!(state(&receipt(false, false, false)), State::OnItsWay);
        assert_eq!(state(&receipt(false, false, true)), State::Silent);
        assert_eq!(state(&deliveries::Receipt { is_held: true, ..receipt(false, false, true) }), State::Held);
        assert_eq!(state(&deliveries::Receipt { is_held: true, ..receipt(true, false, false) }), State::Taken);
    }
}
