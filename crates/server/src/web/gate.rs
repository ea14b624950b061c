//! The gate: what waits for a class, in three trays with one number.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::CONTENT_TYPE;
use serde::Deserialize;

use super::desk::{Pages, gate_class};
use super::gate_cards::{Group, groups};
use super::page::{ClassLink, Page, Show};
use super::proofs::Staff;
use super::reminders::{Reminder, of_families};
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, RevisionId};
use crate::domain::moderation::{REASONS, Tray};
use crate::domain::partners::{Direction, FollowState};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

/// Cards on one page.
const PAGE: u32 = 60;
/// How deep a tray can be leafed through; what is deeper comes up as the first are decided.
const DEEPEST: u32 = 1200;

/// A tray as a tab.
struct TrayTab {
    name: &'static str,
    url: String,
    count: i64,
    current: bool,
}

/// A class as a tab.
struct GateClass {
    name: String,
    url: String,
    waiting: i64,
    current: bool,
}

#[derive(Template)]
#[template(path = "gate/show.html")]
struct ShowGate {
    page: Page,
    class: ClassLink,
    /// The address of its partner classes.
    partners: String,
    /// The address of this gate.
    base: String,
    tray: &'static str,
    total: i64,
    trays: Vec<TrayTab>,
    classes: Vec<GateClass>,
    groups: Vec<Group>,
    pages: Pages,
    /// What does not come in just now, and why.
    paused: Vec<String>,
    /// Classes that ask to follow this one.
    asking: i64,
    /// Families that wait for their answer.
    families: Option<Reminder>,
    partners_url: Option<String>,
    may_decide: bool,
    reasons: &'static [&'static str],
}

/// A class with all its trays.
struct Gate {
    class: ClassLink,
    url: String,
    total: i64,
    trays: Vec<TrayTab>,
    /// Classes that ask to follow this one, and where they are answered.
    asking: i64,
    partners: String,
}

#[derive(Template)]
#[template(path = "gate/all.html")]
struct AllGates {
    page: Page,
    total: i64,
    gates: Vec<Gate>,
}

/// How many wait in each tray of one class.
#[derive(Clone, Copy, Default)]
struct Counts {
    coming_in: i64,
    going_out: i64,
    ours: i64,
}

impl Counts {
    fn of(counts: &[(ClassId, Tray, i64)], class: &ClassId) -> Self {
        let mut found = Self::default();
        for (_, tray, number) in counts.iter().filter(|(counted, _, _)| counted == class) {
            *found.tray_mut(*tray) = *number;
        }
        found
    }

    fn tray_mut(&mut self, tray: Tray) -> &mut i64 {
        match tray {
            Tray::In => &mut self.coming_in,
            Tray::Out => &mut self.going_out,
            Tray::Ours => &mut self.ours,
        }
    }

    fn tray(mut self, tray: Tray) -> i64 {
        *self.tray_mut(tray)
    }

    fn total(self) -> i64 {
        self.coming_in + self.going_out + self.ours
    }

    /// Where to look first: the first tray in which something waits.
    fn first(self) -> Tray {
        Tray::ALL.iter().copied().find(|tray| self.tray(*tray) > 0).unwrap_or(Tray::In)
    }

    fn tabs(self, base: &str, current: Option<Tray>) -> Vec<TrayTab> {
        let tab = |tray: &Tray| TrayTab {
            name: tray.as_str(),
            url: format!("{base}?tray={tray}"),
            count: self.tray(*tray),
            current: current == Some(*tray),
        };
        Tray::ALL.iter().map(tab).collect()
    }
}

/// The classes at whose gate this adult works, with their numbers; the only one's gate at once.
pub(super) async fn index(school: School, Staff(adult): Staff, page: Page) -> Result<Response> {
    let classes = own_classes(&school, &adult).await?;
    if let [only] = classes.as_slice() {
        return Ok(Redirect::to(&base(only)).into_response());
    }
    let mut gates = Vec::with_capacity(classes.len());
    for class in &classes {
        let counts = Counts::of(&page.viewer.trays, &class.id);
        let asking = asking(&school, &adult, class).await?;
        gates.push(Gate {
            class: ClassLink::ours(&school, class),
            url: base(class),
            total: counts.total() + asking,
            trays: counts.tabs(&base(class), None),
            asking,
            partners: format!("/partners/{}", class.slug),
        });
    }
    let page = page.titled_by("nav-gate");
    Ok(Show(AllGates { page, total: gates.iter().map(|gate| gate.total).sum(), gates }).into_response())
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    tray: String,
    #[serde(default)]
    from: String,
}

/// One class's gate.
pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let class = gate_class(&school, &adult, &slug).await?;
    let base = base(&class);
    let counts = Counts::of(&page.viewer.trays, &class.id);
    let tray = asked.tray.parse::<Tray>().unwrap_or_else(|_| counts.first());
    let from = asked.from.parse::<u32>().unwrap_or(0).min(DEEPEST);
    let places = from..from + PAGE + 1;
    let mut waiting = store::moderation::waiting(&mut school.db.read(), &class.id, tray, places).await?;
    let has_more = waiting.len() > PAGE as usize;
    waiting.truncate(PAGE as usize);
    let address =
        |from: u32| if from == 0 { format!("{base}?tray={tray}") } else { format!("{base}?tray={tray}&from={from}") };
    let pages = Pages {
        newer_url: (from > 0).then(|| address(from.saturating_sub(PAGE))),
        older_url: has_more.then(|| address(from + PAGE)),
    };
    let groups = groups(&school, &page, &class, tray, waiting).await?;
    let classes = own_classes(&school, &adult).await?;
    let mut tabs = Vec::with_capacity(classes.len());
    for other in &classes {
        tabs.push(GateClass {
            name: other.name.clone(),
            url: self::base(other),
            waiting: waiting_at(&school, &adult, other, &page.viewer.trays).await?,
            current: other.id == class.id,
        });
    }
    let runs = adult.runs(&class.id);
    let asking = asking(&school, &adult, &class).await?;
    let total = counts.total() + asking;
    let title = page.waiting(total);
    let shown = ShowGate {
        class: ClassLink::ours(&school, &class),
        partners: format!("/partners/{}", class.slug),
        tray: tray.as_str(),
        total,
        trays: counts.tabs(&base, Some(tray)),
        classes: tabs,
        groups,
        pages,
        paused: paused(&school, &page, &class).await?,
        asking,
        families: of_families(&school, &adult, &page).await?,
        partners_url: runs.then(|| format!("/partners/{}", class.slug)),
        may_decide: adult.moderates(&class.id),
        reasons: REASONS,
        base,
        page: page.titled(title),
    };
    Ok(Show(shown).into_response())
}

/// All that waits at one class's gate.
pub(super) async fn waiting_at(
    school: &School,
    adult: &Adult,
    class: &ClassBlog,
    trays: &[(ClassId, Tray, i64)],
) -> Result<i64> {
    Ok(Counts::of(trays, &class.id).total() + asking(school, adult, class).await?)
}

/// Classes that ask to follow this one, for who can answer them. They are part of the one number.
async fn asking(school: &School, adult: &Adult, class: &ClassBlog) -> Result<i64> {
    if adult.runs(&class.id) { store::follows::waiting(&mut school.db.read(), &class.id).await } else { Ok(0) }
}

/// The address of a class's gate.
pub(super) fn base(class: &ClassBlog) -> String {
    format!("/gate/{}", class.slug)
}

/// The classes at whose gate this adult works, in year order.
pub(super) async fn own_classes(school: &School, adult: &Adult) -> Result<Vec<ClassBlog>> {
    let mut classes = store::classes::all(&mut school.db.read()).await?;
    classes.retain(|class| adult.sees_tray(&class.id));
    Ok(classes)
}

/// What keeps things from coming in, in words: a pause of everything, or of a school whose class is followed.
async fn paused(school: &School, page: &Page, class: &ClassBlog) -> Result<Vec<String>> {
    if store::schools::is_paused(&mut school.db.read()).await? {
        return Ok(vec![page.say("gate-paused-all")]);
    }
    let mut said = Vec::new();
    for (follow, remote) in store::follows::of_class(&mut school.db.read(), &class.id).await? {
        if follow.direction != Direction::Out || follow.state != FollowState::Accepted {
            continue;
        }
        let partner = store::partners::get(&mut school.db.read(), &remote.partner).await?;
        if partner.standing() == federation::trust::Standing::Paused {
            said.push(page.with("gate-paused-school", [("school", partner.name)]));
        }
    }
    said.dedup();
    Ok(said)
}

/// A picture of something that waits or was decided on at this gate; from quarantine, for this gate's adults only.
pub(super) async fn picture(
    school: School,
    Staff(adult): Staff,
    Path((slug, revision, position)): Path<(String, String, i64)>,
) -> Result<Response> {
    let class = gate_class(&school, &adult, &slug).await?;
    let revision: RevisionId = revision.parse().map_err(|_| Error::Missing)?;
    let revision = store::revisions::get(&mut school.db.read(), &revision).await?;
    let showing = store::moderation::showing(&mut school.db.read(), &revision.item, &class.id).await?;
    let item = store::items::get(&mut school.db.read(), &revision.item).await?;
    let is_of_the_gate = showing.revision == revision.id || showing.approved_revision.as_ref() == Some(&revision.id);
    if !is_of_the_gate || !item.is_live() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    stored_picture(&school, &revision.id, position).await
}

/// The bytes of one picture of a revision, as they were made anew here.
pub(super) async fn stored_picture(school: &School, revision: &RevisionId, position: i64) -> Result<Response> {
    let pictures = store::revisions::pictures(&mut school.db.read(), revision).await?;
    let id = pictures
        .into_iter()
        .find(|picture| picture.position == position)
        .and_then(|picture| picture.picture)
        .ok_or(Error::Missing)?;
    let picture = store::pictures::get(&mut school.db.read(), &id).await?;
    let kind = match picture.media_type.as_str() {
        "image/png" => "image/png",
        "image/webp" => "image/webp",
        _ => "image/jpeg",
    };
    let bytes = actions::pictures::bytes(school, &picture.sha256).await?;
    Ok(([(CONTENT_TYPE, kind)], bytes).into_response())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_first_tray_in_which_something_waits_is_shown_first() {
        let (maple, oak) = (ClassId::fresh(Timestamp::UNIX_EPOCH), ClassId::fresh(Timestamp::UNIX_EPOCH));
        let counts = vec![(maple.clone(), Tray::Out, 3), (maple.clone(), Tray::Ours, 2), (oak.clone(), Tray::In, 9)];

        let found = Counts::of(&counts, &maple);

        assert_eq!((found.total(), found.first()), (5, Tray::Out));
        assert_eq!(Counts::default().first(), Tray::In);
        assert_eq!(found.tabs("/gate/maple", Some(Tray::Ours))[2].url, "/gate/maple?tray=ours");
    }
}
