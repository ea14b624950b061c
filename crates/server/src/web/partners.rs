//! A class's partner classes, as its teacher sees them: who asks, whom we follow, who follows us.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use federation::trust::Standing;
use serde::Deserialize;

use super::candidates::{self, Offers};
use super::desk::{Moment, moment, problem, run_class, theirs};
use super::page::{ClassLink, Page, Show};
use super::proofs::{Staff, Teacher};
use super::timetable::Absences;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{FollowId, PartnerId, RemoteClassId};
use crate::domain::partners::{Direction, Follow, FollowState, PartnerSchool, RemoteClass};
use crate::domain::viewer::Adult;
use crate::error::{Fault, Result};
use crate::school::School;
use crate::store;

struct Asking {
    class: ClassLink,
    address: String,
    moment: Moment,
    follow: String,
    /// The name our pupils will know them by, as far as it was typed.
    name: String,
    name_error: Option<String>,
}

struct Partner {
    class: ClassLink,
    address: String,
    /// What their server calls them, when our pupils know them by another name.
    sent_name: Option<String>,
    state: &'static str,
    tone: &'static str,
    heard: String,
    /// That its school is away, in words.
    away: Option<String>,
    waiting: i64,
    /// Ids for the buttons that make sense now.
    follow_back: Option<String>,
    unfollow: Option<String>,
    end: Option<String>,
    hide_url: Option<String>,
    show_url: Option<String>,
}

#[derive(Template)]
#[template(path = "partners/classes.html")]
struct ShowPartnerClasses {
    page: Page,
    class: ClassLink,
    base: String,
    gate_url: String,
    no_schools: bool,
    asking: Vec<Asking>,
    partners: Vec<Partner>,
    offers: Offers,
    address: String,
    address_error: Option<String>,
}

#[derive(Template)]
#[template(path = "partners/all.html")]
struct AllPartners {
    page: Page,
    classes: Vec<(ClassLink, String)>,
}

/// What was typed into one of the page's forms, and what is to be mended in it.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) address: String,
    pub(super) follow: Option<FollowId>,
    pub(super) name: String,
    /// Only classes with these words in their names, among those that could be followed.
    pub(super) find: String,
    pub(super) faults: Vec<Fault>,
}

#[derive(Deserialize)]
pub(super) struct Find {
    #[serde(default)]
    find: String,
}

/// Where the navigation leads: admins to the schools, teachers to the partner classes of their own.
pub(super) async fn index(school: School, Staff(adult): Staff, page: Page) -> Result<Response> {
    if adult.is_admin || adult.is_safeguarding {
        return Ok(Redirect::to("/schools").into_response());
    }
    let mut classes = store::classes::all(&mut school.db.read()).await?;
    classes.retain(|class| adult.runs(&class.id));
    if let [only] = classes.as_slice() {
        return Ok(Redirect::to(&base(only)).into_response());
    }
    let classes = classes.iter().map(|class| (ClassLink::ours(&school, class), base(class))).collect();
    Ok(Show(AllPartners { page: page.titled_by("partner-title"), classes }).into_response())
}

pub(super) async fn show(
    school: School,
    Teacher(adult): Teacher,
    page: Page,
    Path(slug): Path<String>,
    Query(Find { find }): Query<Find>,
) -> Result<Response> {
    let class = run_class(&school, &adult, &slug).await?;
    render(&school, &adult, page, &class, Typed { find, ..Typed::default() }).await
}

pub(super) fn base(class: &ClassBlog) -> String {
    format!("/partners/{}", class.slug)
}

/// The follows between our class and one of theirs.
#[derive(Default)]
struct Between {
    out: Option<Follow>,
    coming: Option<Follow>,
}

/// The page; with something to mend it says so.
pub(super) async fn render(
    school: &School,
    adult: &Adult,
    page: Page,
    class: &ClassBlog,
    typed: Typed,
) -> Result<Response> {
    let now = school.clock.now();
    let schools: HashMap<PartnerId, PartnerSchool> = store::partners::all(&mut school.db.read())
        .await?
        .into_iter()
        .map(|partner| (partner.id.clone(), partner))
        .collect();
    let mut remotes: Vec<(RemoteClass, Between)> = Vec::new();
    for (follow, remote) in store::follows::of_class(&mut school.db.read(), &class.id).await? {
        let place = remotes.iter().position(|(known, _)| known.id == remote.id).unwrap_or_else(|| {
            remotes.push((remote, Between::default()));
            remotes.len() - 1
        });
        match follow.direction {
            Direction::Out => remotes[place].1.out = Some(follow),
            Direction::In => remotes[place].1.coming = Some(follow),
        }
    }
    let waiting = waiting_by_class(school, class).await?;
    let absences = Absences::today(school).await?;
    let (mut asking, mut partners) = (Vec::new(), Vec::new());
    for (remote, between) in &remotes {
        let Some(partner) = schools.get(&remote.partner) else { continue };
        let link = theirs(remote, Some(partner.name.clone()));
        let asks = between.coming.as_ref().filter(|follow| follow.state == FollowState::Asked);
        if let (Some(follow), Standing::Trusted) = (asks, partner.standing()) {
            let is_typed = typed.follow.as_ref() == Some(&follow.id);
            asking.push(Asking {
                class: link.clone(),
                address: remote.handle.clone(),
                moment: moment(&page, now, follow.asked_at),
                follow: follow.id.to_string(),
                name: if is_typed { typed.name.clone() } else { remote.shown_name().to_owned() },
                name_error: problem(&page, &typed.faults, "name").filter(|_| is_typed),
            });
        }
        let Some((state, tone)) = standing(remote, partner, between) else { continue };
        let heard = match partner.last_heard_at {
            Some(at) => page.with("partner-heard", [("moment", moment(&page, now, at).text)]),
            None => page.say("partner-never-heard"),
        };
        let may_show = remote.hidden_by.as_deref() == Some(&adult.subject()) || adult.is_admin || adult.is_safeguarding;
        let accepted = |follow: &Option<Follow>| {
            follow.as_ref().filter(|follow| follow.state == FollowState::Accepted).map(|follow| follow.id.to_string())
        };
        let is_asked_or_followed = between
            .out
            .as_ref()
            .is_some_and(|follow| matches!(follow.state, FollowState::Asked | FollowState::Accepted));
        partners.push(Partner {
            address: remote.handle.clone(),
            sent_name: Some(remote.sent_name.clone()).filter(|sent| sent != remote.shown_name()),
            state,
            tone,
            heard,
            away: absences.sentence(&page, &remote.partner, remote.shown_name()),
            waiting: waiting.get(&remote.id).copied().unwrap_or(0),
            follow_back: (!is_asked_or_followed && partner.standing() == Standing::Trusted)
                .then(|| remote.id.to_string()),
            unfollow: between.out.as_ref().filter(|_| is_asked_or_followed).map(|follow| follow.id.to_string()),
            end: accepted(&between.coming),
            hide_url: remote.hidden_at.is_none().then(|| format!("{}/{}/hide", base(class), remote.id)),
            show_url: (remote.hidden_at.is_some() && may_show).then(|| format!("{}/{}/show", base(class), remote.id)),
            class: link,
        });
    }
    let mut above = Vec::new();
    for (remote, between) in &remotes {
        let Some(partner) = schools.get(&remote.partner) else { continue };
        if standing(remote, partner, between).is_some() {
            let is_asked = between.out.as_ref().is_some_and(|follow| follow.state == FollowState::Asked);
            above.push((&remote.actor, is_asked));
        }
    }
    let offers = candidates::offers(school, &page, class, &schools, &above, &typed.find).await?;
    let is_wrong = !typed.faults.is_empty();
    let shown = Show(ShowPartnerClasses {
        class: ClassLink::ours(school, class),
        base: base(class),
        gate_url: super::gate::base(class),
        no_schools: !schools.values().any(|partner| matches!(partner.standing(), Standing::Trusted | Standing::Paused)),
        asking,
        partners,
        offers,
        address_error: problem(&page, &typed.faults, "address"),
        address: typed.address,
        page: page.titled_by("partner-title"),
    });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

/// How it stands between us, as the key of a sentence and its tone; none when there is nothing between us.
fn standing(remote: &RemoteClass, partner: &PartnerSchool, between: &Between) -> Option<(&'static str, &'static str)> {
    let state = |follow: &Option<Follow>| follow.as_ref().map(|follow| follow.state);
    if remote.hidden_at.is_some() {
        return Some(("partner-hidden", "worry"));
    }
    let said = match (state(&between.out), state(&between.coming)) {
        (Some(FollowState::Accepted), Some(FollowState::Accepted)) => ("partner-both", "good"),
        (Some(FollowState::Accepted), _) => ("partner-we-follow", "good"),
        (Some(FollowState::Asked), _) => ("partner-asked", "wait"),
        (_, Some(FollowState::Accepted)) => ("partner-they-follow", "good"),
        (Some(FollowState::Refused), _) => ("partner-said-no", ""),
        (Some(FollowState::Ended) | None, _) => return None,
    };
    Some(match partner.standing() {
        Standing::Trusted => said,
        Standing::Paused => ("partner-paused", "wait"),
        Standing::Ended | Standing::Pending | Standing::Unknown => ("partner-ended", ""),
    })
}

/// How many items of each partner class wait at this class's gate.
async fn waiting_by_class(school: &School, class: &ClassBlog) -> Result<HashMap<RemoteClassId, i64>> {
    Ok(store::moderation::waiting_by_author(&mut school.db.read(), &class.id).await?.into_iter().collect())
}
