//! What went to which school, and what is still on its way.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use federation::trust::Standing;
use jiff::Timestamp;
use serde::Deserialize;

use super::csv::Table;
use super::desk::{Choice, Moment, Pages, moment, option, time};
use super::forms::{Checked, Nothing};
use super::health;
use super::lists::{self, EXPORTED_AT_ONCE, Field, MOST_EXPORTED, Narrow, PAGE};
use super::page::{Page, Show};
use super::proofs::Admin;
use super::schools::{is_open, may_try, sentence};
use super::visit::Flash;
use crate::actions;
use crate::domain::deliveries::{REPLACED, TAKEN_BACK, Verb};
use crate::domain::ids::DeliveryId;
use crate::domain::partners::PartnerSchool;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::underway::{Listed, Outcome, Place, Search};

/// Of one school; when these are decided about, the next ones show.
const MOST_ASIDE: u32 = 20;

struct SchoolLine {
    name: String,
    host: String,
    url: String,
    /// Where what waits for it is tried at once.
    try_url: Option<String>,
    tone: &'static str,
    sentence: String,
}

struct DeliveryRow {
    what: String,
    to: String,
    tone: &'static str,
    state: &'static str,
    moment: Moment,
    detail: String,
    /// What an admin decides about one that was put aside: tried again, or given up.
    decide: Option<[String; 2]>,
}

#[derive(Template)]
#[template(path = "admin/deliveries.html")]
struct ShowDeliveries {
    page: Page,
    schools: Vec<SchoolLine>,
    /// What an admin is to decide about.
    aside: Vec<DeliveryRow>,
    narrow: Narrow,
    deliveries: Vec<DeliveryRow>,
    pages: Pages,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    host: String,
    /// How they stand: a word of [`Outcome`].
    how: String,
    /// Behind which one the list goes on: its moment and id.
    before: String,
}

impl Asked {
    fn search(&self) -> Search {
        Search { host: self.host.clone(), outcome: Outcome::parse(&self.how) }
    }

    fn place(&self) -> Option<Place> {
        let (millis, id) = self.before.split_once('-')?;
        Some((Timestamp::from_millisecond(millis.parse().ok()?).ok()?, id.parse().ok()?))
    }

    fn address(&self, path: &str, behind: Option<&Listed>) -> String {
        let before = behind.map(|last| format!("{}-{}", last.created_at.as_millisecond(), last.id)).unwrap_or_default();
        lists::address(path, &[("host", &self.host), ("how", &self.how), ("before", &before)])
    }
}

pub(super) async fn show(school: School, Admin(_): Admin, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    let now = school.clock.now();
    let waits = health::waiting(&school).await?;
    let partners = store::partners::all(&mut school.db.read()).await?;
    let is_all_paused = store::schools::is_paused(&mut school.db.read()).await?;
    let (mut schools, mut aside) = (Vec::new(), Vec::new());
    for partner in &partners {
        let peer = store::deliveries::peer(&mut school.db.read(), &partner.host).await?;
        let url = lists::address("/deliveries", &[("host", &partner.host)]);
        let waits = waits.get(&partner.host);
        let may_try = may_try(partner, waits, &peer);
        if waits.is_some_and(|waits| waits.parked > 0) {
            for parked in store::underway::parked(&mut school.db.read(), &partner.host, MOST_ASIDE).await? {
                let decide = ["again", "give-up"].map(|decision| format!("/deliveries/{}/{decision}", parked.id));
                let row = row(&page, now, parked, partner.name.clone(), false);
                aside.push(DeliveryRow { decide: Some(decide), ..row });
            }
        }
        schools.push(SchoolLine {
            name: partner.name.clone(),
            host: partner.host.clone(),
            url,
            try_url: may_try.then(|| format!("/schools/{}/try", partner.id)),
            tone: if may_try || is_open(partner) && waits.is_some_and(|waits| waits.parked > 0) {
                "worry"
            } else if is_open(partner) {
                "good"
            } else {
                "wait"
            },
            sentence: sentence(&page, now, partner, &page.say("deliveries-somebody"), waits, &peer),
        });
    }
    let place = asked.place();
    let limit = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut listed = store::underway::found(&mut school.db.read(), &asked.search(), place.as_ref(), limit).await?;
    let has_more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let pages = Pages {
        newer_url: place.map(|_| asked.address("/deliveries", None)),
        older_url: listed.last().filter(|_| has_more).map(|last| asked.address("/deliveries", Some(last))),
    };
    let deliveries = listed
        .into_iter()
        .map(|listed| {
            let (to, is_held) = receiver(&partners, &listed, is_all_paused);
            row(&page, now, listed, to, is_held)
        })
        .collect();
    let fields = vec![
        Field::choice("host", page.say("schools-school"), hosts(&page, &partners, &asked.host)),
        Field::choice("how", page.say("schools-state"), outcomes(&page, &asked.how)),
    ];
    let narrow = Narrow::new("/deliveries", fields, None, asked.address("/deliveries/list.csv", None));
    Ok(Show(ShowDeliveries { schools, aside, narrow, deliveries, pages, page: page.titled_by("deliveries-title") })
        .into_response())
}

/// What was found as a table for a spreadsheet, newest first.
pub(super) async fn export(
    school: School,
    Admin(_): Admin,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let now = school.clock.now();
    let partners = store::partners::all(&mut school.db.read()).await?;
    let is_all_paused = store::schools::is_paused(&mut school.db.read()).await?;
    let columns =
        ["at", "school", "host", "what", "class", "state", "tries", "arrived", "confirmed", "status", "answer"];
    let mut table = Table::new(&columns);
    let mut place = None;
    for _ in 0..MOST_EXPORTED / EXPORTED_AT_ONCE {
        let found =
            store::underway::found(&mut school.db.read(), &asked.search(), place.as_ref(), EXPORTED_AT_ONCE).await?;
        let Some(last) = found.last() else { break };
        place = Some((last.created_at, last.id.clone()));
        for listed in &found {
            let (to, is_held) = receiver(&partners, listed, is_all_paused);
            let moment = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
            table.push(&[
                &listed.created_at.to_string(),
                &to,
                &listed.host,
                &page.say(&what(listed)),
                listed.class_name.as_deref().unwrap_or_default(),
                &page.say(state(listed, is_held).0),
                &listed.attempts.to_string(),
                &moment(listed.delivered_at),
                &moment(listed.confirmed_at),
                &listed.last_status.map(|status| status.to_string()).unwrap_or_default(),
                listed.last_error.as_deref().unwrap_or_default(),
            ]);
        }
    }
    let name = format!("deliveries-{}", now.to_zoned(page.zone.clone()).date());
    Ok(table.named(&name))
}

/// Who is to have it, by name, and whether it is held now.
fn receiver(partners: &[PartnerSchool], listed: &Listed, is_all_paused: bool) -> (String, bool) {
    let partner = partners.iter().find(|partner| partner.host == listed.host);
    let is_held = is_all_paused || partner.is_none_or(|partner| is_held(partner, &listed.verb));
    (partner.map_or_else(|| listed.host.clone(), |partner| partner.name.clone()), is_held)
}

/// The schools to choose from; whichever is looked for is among them.
fn hosts(page: &Page, partners: &[PartnerSchool], chosen: &str) -> Vec<Choice> {
    let mut known = vec![option("", page.say("deliveries-every-school"), chosen)];
    known.extend(partners.iter().map(|partner| option(&partner.host, partner.name.clone(), chosen)));
    if !chosen.is_empty() && partners.iter().all(|partner| partner.host != chosen) {
        known.push(option(chosen, chosen.to_owned(), chosen));
    }
    known
}

fn outcomes(page: &Page, chosen: &str) -> Vec<Choice> {
    let outcome =
        |outcome: Outcome| option(outcome.as_str(), page.say(&format!("deliveries-{}", outcome.as_str())), chosen);
    std::iter::once(option("", page.say("list-any"), chosen)).chain(Outcome::ALL.map(outcome)).collect()
}

/// Whether this waits for an admin's decision about the school. One that we have parted from is still sent withdrawals.
fn is_held(partner: &PartnerSchool, verb: &str) -> bool {
    match partner.standing() {
        Standing::Trusted => false,
        Standing::Pending | Standing::Ended => !verb.parse::<Verb>().is_ok_and(Verb::is_urgent),
        Standing::Paused | Standing::Unknown => true,
    }
}

/// How a delivery stands: the key of a word, and its tone.
fn state(listed: &Listed, is_held: bool) -> (&'static str, &'static str) {
    match (listed.delivered_at, listed.given_up_at) {
        (Some(_), _) if listed.confirmed_at.is_some() => ("delivery-confirmed", "good"),
        (Some(_), _) => ("delivery-done", "good"),
        (None, Some(_)) if listed.last_error.as_deref() == Some(REPLACED) => ("delivery-replaced", ""),
        (None, Some(_)) if listed.last_error.as_deref() == Some(TAKEN_BACK) => ("delivery-overtaken", ""),
        (None, Some(_)) if listed.last_status.is_some_and(|status| (400..500).contains(&status)) => {
            ("delivery-refused", "worry")
        }
        (None, Some(_)) => ("delivery-given-up", "worry"),
        (None, None) if listed.parked_at.is_some() => ("delivery-parked", "worry"),
        (None, None) if is_held => ("delivery-held", "wait"),
        (None, None) if listed.attempts > 0 => ("delivery-trying", "worry"),
        (None, None) => ("delivery-waiting", "wait"),
    }
}

fn row(page: &Page, now: Timestamp, listed: Listed, to: String, is_held: bool) -> DeliveryRow {
    let (state, tone) = state(&listed, is_held);
    let what = page.say(&what(&listed));
    let is_waiting = listed.delivered_at.is_none() && listed.given_up_at.is_none() && listed.parked_at.is_none();
    let tries = (is_waiting && listed.attempts > 0 && !is_held).then(|| {
        page.with(
            "deliveries-tries",
            [("count", listed.attempts.to_string()), ("moment", time(page, now, listed.due_at))],
        )
    });
    let detail = tries.into_iter().chain(why(page, &listed)).collect::<Vec<_>>().join(" · ");
    let what = match listed.class_name {
        Some(class) => page.with("deliveries-what", [("what", what), ("class", class)]),
        None => what,
    };
    DeliveryRow { what, to, tone, state, moment: moment(page, now, listed.created_at), detail, decide: None }
}

/// What a delivery is about, by the key of its words: "a new post", "a changed comment".
fn what(listed: &Listed) -> String {
    match (listed.verb.as_str(), listed.kind.as_deref()) {
        (verb @ ("create" | "update" | "delete"), Some(kind @ ("article" | "comment"))) => {
            format!("verb-{verb}-{kind}")
        }
        (verb, _) => format!("verb-{verb}"),
    }
}

/// Why it has not arrived, in words, and what was answered for whoever mends a server.
fn why(page: &Page, listed: &Listed) -> Option<String> {
    let said = listed.last_error.as_deref().filter(|_| listed.delivered_at.is_none())?;
    if [REPLACED, TAKEN_BACK].contains(&said) {
        return None;
    }
    let key = match listed.last_status {
        None => "delivery-why-silent",
        Some(401 | 403) => "delivery-why-barred",
        Some(404 | 410) => "delivery-why-nobody",
        Some(413) => "delivery-why-big",
        Some(408 | 421 | 425 | 429) => "delivery-why-busy",
        Some(300..=499) => "delivery-why-refused",
        Some(500..=599) => "delivery-why-ill",
        Some(_) => "delivery-why-strange",
    };
    // What a machine says to a machine stands in braces or in tags, and helps nobody here.
    let answer = said.split(['{', '<']).next().unwrap_or_default().trim();
    Some(page.with(key, [("answer", answer.to_owned())]))
}

/// Tries a letter again that was put aside.
pub(super) async fn try_again(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(letter): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let letter: DeliveryId = letter.parse().map_err(|_| Error::Missing)?;
    actions::deliveries::try_again(&school, &adult, &letter).await?;
    flash.say("toast-letter-again", &[]).await?;
    Ok(Redirect::to("/deliveries"))
}

/// Gives up on one.
pub(super) async fn give_up(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(letter): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let letter: DeliveryId = letter.parse().map_err(|_| Error::Missing)?;
    actions::deliveries::give_up(&school, &adult, &letter).await?;
    flash.say("toast-letter-given-up", &[]).await?;
    Ok(Redirect::to("/deliveries"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_delivery_is_in_one_state() {
        let at = Timestamp::UNIX_EPOCH;
        let waiting = Listed {
            id: DeliveryId::fresh(at),
            host: "oak.example".to_owned(),
            verb: "create".to_owned(),
            kind: None,
            class_name: None,
            created_at: at,
            due_at: at,
            attempts: 0,
            last_status: None,
            last_error: None,
            delivered_at: None,
            confirmed_at: None,
            parked_at: None,
            given_up_at: None,
        };

        assert_eq!(state(&waiting, false).0, "delivery-waiting");
        assert_eq!(state(&waiting, true).0, "delivery-held");
        assert_eq!(state(&Listed { attempts: 2, ..waiting.clone() }, false).0, "delivery-trying");
        assert_eq!(
            state(&Listed { given_up_at: Some(at), last_status: Some(410), ..waiting.clone() }, true).0,
            "delivery-refused"
        );
        let replaced = Listed { given_up_at: Some(at), last_error: Some(REPLACED.to_owned()), ..waiting.clone() };
        assert_eq!(state(&replaced, false).0, "delivery-replaced");
        let overtaken = Listed { last_error: Some(TAKEN_BACK.to_owned()), ..replaced };
        assert_eq!(state(&overtaken, false), ("delivery-overtaken", ""));
        assert_eq!(state(&Listed { parked_at: Some(at), ..waiting.clone() }, true).0, "delivery-parked");
        assert_eq!(state(&Listed { delivered_at: Some(at), ..waiting }, true).0, "delivery-done");
    }
}
