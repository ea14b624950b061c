//! What was decided at a class's gate, by whom and why; and a way to take something off again.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;

use super::desk::{Filter, Moment, Pages, gate_class, moment};
use super::gate::base;
use super::page::{ClassLink, Page, Show};
use super::proofs::Staff;
use crate::domain::moderation::{REASONS, Verdict};
use crate::domain::writing::first_words;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::moderation::PastDecision;

const PAGE: usize = 40;

struct DecisionRow {
    moment: Moment,
    who: String,
    key: String,
    tone: &'static str,
    from: String,
    excerpt: String,
    language: &'static str,
    why: String,
    /// The item, while it is on a page because of this decision.
    on_show: Option<String>,
}

#[derive(Template)]
#[template(path = "gate/history.html")]
struct ShowHistory {
    page: Page,
    class: ClassLink,
    back_url: String,
    hide_url: String,
    filters: Vec<Filter>,
    decisions: Vec<DecisionRow>,
    pages: Pages,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    before: String,
}

/// Whether a verdict belongs into this view.
fn fits(show: &str, verdict: Verdict) -> bool {
    match show {
        "in" => verdict.approves().is_some(),
        "back" => verdict == Verdict::SendBack,
        "away" => verdict == Verdict::TurnAway,
        _ => true,
    }
}

fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::LetIn | Verdict::LetInWithoutPictures | Verdict::LetOutChanged | Verdict::Publish => "good",
        Verdict::StaffOnly | Verdict::SendBack => "wait",
        Verdict::TurnAway => "",
    }
}

pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let class = gate_class(&school, &adult, &slug).await?;
    let now = school.clock.now();
    let base = base(&class);
    let may_decide = adult.moderates(&class.id);
    let mut before =
        asked.before.parse().ok().and_then(|millis| Timestamp::from_millisecond(millis).ok()).unwrap_or(Timestamp::MAX);
    // Views are narrowed here, so a few more lines are read than shown.
    let mut found: Vec<PastDecision> = Vec::new();
    let mut has_more = true;
    while has_more && found.len() <= PAGE {
        let lines = store::moderation::history(&mut school.db.read(), &class.id, before, 200).await?;
        has_more = lines.len() == 200;
        before = lines.last().map_or(before, |line| line.decision.decided_at);
        found.extend(lines.into_iter().filter(|line| fits(&asked.show, line.decision.verdict)));
    }
    let is_cut = found.len() > PAGE;
    found.truncate(PAGE);
    let filter = |show: &str, key: &str| Filter {
        label: page.say(key),
        url: if show.is_empty() { format!("{base}/history") } else { format!("{base}/history?show={show}") },
        current: asked.show == show,
    };
    let filters = vec![
        filter("", "history-filter-all"),
        filter("in", "history-filter-in"),
        filter("back", "history-filter-back"),
        filter("away", "history-filter-away"),
    ];
    let older_url = found
        .last()
        .filter(|_| is_cut)
        .map(|last| format!("{base}/history?show={}&before={}", asked.show, last.decision.decided_at.as_millisecond()));
    let newer_url = (!asked.before.is_empty()).then(|| format!("{base}/history?show={}", asked.show));
    let mut decisions = Vec::with_capacity(found.len());
    for line in found {
        let on_show = if may_decide && line.decision.verdict.approves().is_some() && line.decision.undone_at.is_none() {
            let showing = store::moderation::showing(&mut school.db.read(), &line.decision.item, &class.id).await?;
            let stands =
                showing.approved_revision.as_ref() == Some(&line.decision.revision) && showing.hidden_at.is_none();
            stands.then(|| line.decision.item.to_string())
        } else {
            None
        };
        decisions.push(row(&page, now, line, on_show));
    }
    let class = ClassLink::ours(&school, &class);
    let page = page.titled_by("history-title");
    let hide_url = format!("{base}/hide");
    Ok(Show(ShowHistory {
        page,
        class,
        back_url: base,
        hide_url,
        filters,
        decisions,
        pages: Pages { newer_url, older_url },
    })
    .into_response())
}

fn row(page: &Page, now: Timestamp, line: PastDecision, on_show: Option<String>) -> DecisionRow {
    let decision = line.decision;
    let is_undone = decision.undone_at.is_some();
    let words = if line.title.is_empty() { &line.plain } else { &line.title };
    DecisionRow {
        moment: moment(page, now, decision.decided_at),
        who: line.staff_name,
        key: if is_undone { "decision-undone".to_owned() } else { format!("decision-{}", decision.verdict) },
        tone: if is_undone { "" } else { tone(decision.verdict) },
        from: line.author_name,
        excerpt: first_words(words, 140),
        language: "",
        why: if REASONS.contains(&decision.reason.as_str()) { page.say(&decision.reason) } else { decision.reason },
        on_show,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_view_has_its_verdicts() {
        assert!(fits("in", Verdict::StaffOnly) && fits("in", Verdict::Publish) && !fits("in", Verdict::SendBack));
        assert!(fits("back", Verdict::SendBack) && !fits("away", Verdict::SendBack));
        assert!(Verdict::ALL.iter().all(|verdict| fits("", *verdict) && fits("nonsense", *verdict)));
    }
}
