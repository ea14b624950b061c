//! The audit log as an admin reads it, and the check of its chain.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::desk::{Moment, Pages, moment};
use super::forms::{Checked, Nothing};
use super::page::{Page, Show};
use super::proofs::Admin;
use crate::actions;
use crate::actions::audit::Checked as Chain;
use crate::domain::audit::Line;
use crate::error::Result;
use crate::school::School;
use crate::store;

const PAGE: usize = 50;

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
    /// Whose entries are shown; none for everybody's.
    only: Option<String>,
    chain: Option<ChainCheck>,
    pages: Pages,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    actor: String,
    before: String,
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
    let mut lines = store::audit::page_of(&mut school.db.read(), &asked.actor, before, limit).await?;
    let has_more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let address = |before: Option<i64>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !asked.actor.is_empty() {
            query.append_pair("actor", &asked.actor);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        format!("/audit?{}", query.finish())
    };
    let pages = Pages {
        newer_url: before.map(|_| address(None)),
        older_url: lines.last().filter(|_| has_more).map(|last| address(Some(last.number))),
    };
    let names = names(school).await?;
    let only = (!asked.actor.is_empty()).then(|| who(&page, &names, &asked.actor));
    let entries = lines.into_iter().map(|line| entry(&page, now, &names, line)).collect();
    Ok(Show(ShowAudit { entries, only, chain, pages, page: page.titled_by("audit-title") }).into_response())
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
        Some(("host", host)) => host.to_owned(),
        Some((kind, id)) => format!("{kind} {}", id.get(id.len().saturating_sub(6)..).unwrap_or(id)),
        None => page.say("audit-who-school"),
    }
}

fn entry(page: &Page, now: jiff::Timestamp, names: &HashMap<String, String>, line: Line) -> AuditEntry {
    // What an action is called stands in admin.ftl; one without a sentence is shown as it is.
    let key = format!("did-{}", line.action);
    let what = page.say(&key);
    let detail = line
        .detail
        .split(' ')
        .map(|word| match names.get(word) {
            Some(name) => name.clone(),
            None => shortened(word),
        })
        .collect::<Vec<_>>()
        .join(" ");
    AuditEntry {
        number: line.number,
        moment: moment(page, now, line.at),
        who: who(page, names, &line.actor),
        what: if what == key { line.action.replace('_', " ") } else { what },
        subject: if line.subject == line.actor { String::new() } else { who(page, names, &line.subject) },
        detail,
        hash: line.hash.chars().take(8).collect(),
        actor: line.actor,
    }
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
    fn long_marks_are_shortened_and_words_are_not() {
        assert_eq!(shortened(&format!("revision:{}", "ab".repeat(32))), "revision ababab");
        assert_eq!(shortened("admin=true"), "admin=true");
        assert_eq!(shortened("28"), "28");
    }
}
