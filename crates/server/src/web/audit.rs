//! The audit log as an admin reads it: searched, leafed through, taken away as a table, and its chain checked.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::csv::Table;
use super::desk::{Choice, Moment, Pages, moment, option};
use super::forms::{Checked, Nothing};
use super::lists::{self, EXPORTED_AT_ONCE, Field, MOST_EXPORTED, Narrow, PAGE};
use super::page::{Page, Show};
use super::proofs::Admin;
use crate::actions;
use crate::actions::audit::Checked as Chain;
use crate::domain::audit::Line;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::audit::Search;

struct AuditEntry {
    number: i64,
    moment: Moment,
    actor: String,
    who: String,
    what: String,
    subject: String,
    detail: String,
    hash: String,
}

struct ChainCheck {
    whole: bool,
    count: i64,
    broken_at: i64,
    moment: Moment,
}

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct ShowAudit {
    page: Page,
    entries: Vec<AuditEntry>,
    narrow: Narrow,
    chain: Option<ChainCheck>,
    pages: Pages,
}

/// What is looked for, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    actor: String,
    action: String,
    /// Days, the last one included.
    from: String,
    to: String,
    before: String,
}

impl Asked {
    fn search(&self, zone: &TimeZone) -> Search {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        let morning = |date: Date| date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
        Search {
            actor: self.actor.clone(),
            action: self.action.clone(),
            from: day(&self.from).and_then(morning),
            until: day(&self.to).and_then(|date| date.tomorrow().ok()).and_then(morning),
        }
    }

    /// The same search at another address, before another entry.
    fn address(&self, path: &str, before: Option<i64>) -> String {
        let before = before.map(|before| before.to_string()).unwrap_or_default();
        let asked = [("actor", &self.actor), ("action", &self.action), ("from", &self.from), ("to", &self.to)];
        let asked: Vec<_> =
            asked.iter().map(|(name, value)| (*name, value.as_str())).chain([("before", before.as_str())]).collect();
        lists::address(path, &asked)
    }
}

pub(super) async fn show(school: School, Admin(_): Admin, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    render(&school, page, asked, None).await
}

/// Reads the whole log and says whether each line follows the one before.
pub(super) async fn verify(school: School, Admin(_): Admin, page: Page, _: Checked<Nothing>) -> Result<Response> {
    let found = actions::audit::verify(&school.db, |_| {}).await?;
    let now = school.clock.now();
    let (whole, count, broken_at) = match found {
        Chain::Whole(count) => (true, count, 0),
        Chain::Broken { number } => (false, 0, number),
    };
    let chain = ChainCheck { whole, count, broken_at, moment: moment(&page, now, now) };
    render(&school, page, Asked::default(), Some(chain)).await
}

async fn render(school: &School, page: Page, asked: Asked, chain: Option<ChainCheck>) -> Result<Response> {
    let now = school.clock.now();
    let before = asked.before.parse::<i64>().ok();
    let limit = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let search = asked.search(&school.time_zone);
    let mut lines = store::audit::found(&mut school.db.read(), &search, before, limit).await?;
    let has_more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let pages = Pages {
        newer_url: before.map(|_| asked.address("/audit", None)),
        older_url: lines.last().filter(|_| has_more).map(|last| asked.address("/audit", Some(last.number))),
    };
    let names = names(school).await?;
    let fields = vec![
        Field::choice("actor", page.say("audit-actor"), actors(&page, &names, &asked.actor)),
        Field::choice("action", page.say("audit-action"), actions(school, &page, &asked.action).await?),
        Field::day("from", page.say("audit-from"), &asked.from),
        Field::day("to", page.say("audit-to"), &asked.to),
    ];
    Ok(Show(ShowAudit {
        narrow: Narrow::new("/audit", fields, None, asked.address("/audit/log.csv", None)),
        entries: lines.into_iter().map(|line| entry(&page, now, &names, line)).collect(),
        chain,
        pages,
        page: page.titled_by("audit-title"),
    })
    .into_response())
}

/// Whoever can have done something, by name; whoever is looked for is among them.
fn actors(page: &Page, names: &HashMap<String, String>, chosen: &str) -> Vec<Choice> {
    let mut known: Vec<Choice> = names
        .iter()
        .filter(|(id, _)| (id.starts_with("staff:") || id.starts_with("host:")) && *id != chosen)
        .map(|(id, name)| option(id, name.clone(), chosen))
        .collect();
    known.push(option("school", page.say("audit-who-school"), chosen));
    if !chosen.is_empty() && chosen != "school" {
        known.push(option(chosen, who(page, names, chosen), chosen));
    }
    known.sort_by_key(|choice| choice.label.to_lowercase());
    known.insert(0, option("", page.say("audit-everybody"), chosen));
    known
}

async fn actions(school: &School, page: &Page, chosen: &str) -> Result<Vec<Choice>> {
    let mut known: Vec<Choice> = store::audit::actions(&mut school.db.read())
        .await?
        .iter()
        .map(|action| option(action, what(page, action), chosen))
        .collect();
    known.sort_by_key(|choice| choice.label.to_lowercase());
    known.insert(0, option("", page.say("audit-everything"), chosen));
    Ok(known)
}

/// What was found as a table for a spreadsheet, newest first, with everything that the chain is made of.
pub(super) async fn export(
    school: School,
    Admin(_): Admin,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let search = asked.search(&school.time_zone);
    let names = names(&school).await?;
    let columns = ["number", "at", "actor", "who", "action", "subject", "detail", "salt", "mark", "previous", "hash"];
    let mut table = Table::new(&columns);
    let mut before = None;
    for _ in 0..MOST_EXPORTED / EXPORTED_AT_ONCE {
        let lines = store::audit::found(&mut school.db.read(), &search, before, EXPORTED_AT_ONCE).await?;
        let Some(last) = lines.last() else { break };
        before = Some(last.number);
        for line in &lines {
            let (number, at, who) = (line.number.to_string(), line.at.to_string(), who(&page, &names, &line.actor));
            let Line { actor, action, subject, detail, salt, mark, previous, hash, .. } = line;
            table.push(&[&number, &at, actor, &who, action, subject, detail, salt, mark, previous, hash]);
        }
    }
    Ok(table.named("audit-log"))
}

/// The names behind the ids of the log: staff, classes and partners. Pupils are not named there.
async fn names(school: &School) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for staff in store::people::all_staff(&mut school.db.read()).await? {
        names.insert(format!("staff:{}", staff.id), staff.name);
    }
    for class in store::classes::all(&mut school.db.read()).await? {
        names.insert(format!("class:{}", class.id), class.name);
    }
    for partner in store::partners::all(&mut school.db.read()).await? {
        for class in store::partners::classes_of(&mut school.db.read(), &partner.id).await? {
            names.insert(format!("remote_class:{}", class.id), class.shown_name().to_owned());
        }
        names.insert(format!("host:{}", partner.host), partner.name.clone());
        names.insert(format!("partner:{}", partner.id), partner.name);
    }
    Ok(names)
}

fn who(page: &Page, names: &HashMap<String, String>, subject: &str) -> String {
    if let Some(name) = names.get(subject) {
        return name.clone();
    }
    match subject.split_once(':') {
        Some(("pupil", _)) => page.say("audit-who-pupil"),
        Some(("family", _)) => page.say("audit-who-family"),
        Some(("host", host)) => host.to_owned(),
        Some((kind, id)) => format!("{kind} {}", id.get(id.len().saturating_sub(6)..).unwrap_or(id)),
        None => page.say("audit-who-school"),
    }
}

fn entry(page: &Page, now: jiff::Timestamp, names: &HashMap<String, String>, line: Line) -> AuditEntry {
    let detail = line.detail.split(' ').filter_map(|word| detail(page, names, word)).collect::<Vec<_>>().join(" ");
    AuditEntry {
        number: line.number,
        moment: moment(page, now, line.at),
        who: who(page, names, &line.actor),
        what: what(page, &line.action),
        subject: if line.subject == line.actor { String::new() } else { who(page, names, &line.subject) },
        detail,
        hash: line.hash.chars().take(8).collect(),
        actor: line.actor,
    }
}

/// What an action is called. It stands in admin.ftl; one without a sentence is shown as it is.
fn what(page: &Page, action: &str) -> String {
    say_or(page, &format!("did-{action}"), || action.replace('_', " "))
}

/// A word of a detail as a reader takes it; none for one that says nothing.
fn detail(page: &Page, names: &HashMap<String, String>, word: &str) -> Option<String> {
    if let Some(name) = names.get(word) {
        return Some(name.clone());
    }
    if word.ends_with("=false") {
        return None;
    }
    Some(say_or(page, &format!("detail-{}", word.trim_end_matches("=true")), || shortened(word)))
}

fn say_or(page: &Page, key: &str, otherwise: impl FnOnce() -> String) -> String {
    let said = page.say(key);
    if said == key { otherwise() } else { said }
}

/// A hash or an id, short enough to compare by eye.
fn shortened(word: &str) -> String {
    match word.split_once(':') {
        Some((kind, value)) if value.len() >= 32 && value.is_ascii() => format!("{kind} {}", &value[value.len() - 6..]),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_names_days_from_their_morning_to_their_end() {
        let asked = Asked { from: "2026-05-04".to_owned(), to: "2026-05-04".to_owned(), ..Asked::default() };

        let search = asked.search(&TimeZone::UTC);

        assert_eq!(search.from, Some("2026-05-04T00:00:00Z".parse().unwrap()));
        assert_eq!(search.until, Some("2026-05-05T00:00:00Z".parse().unwrap()));
        assert_eq!(asked.address("/audit", Some(7)), "/audit?from=2026-05-04&to=2026-05-04&before=7");
    }

    #[test]
    fn long_marks_are_shortened_and_words_are_not() {
        assert_eq!(shortened(&format!("revision:{}", "ab".repeat(32))), "revision ababab");
        assert_eq!(shortened("admin=true"), "admin=true");
        assert_eq!(shortened("28"), "28");
    }
}
