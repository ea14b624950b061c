//! What two schools ask of each other, for admins: the differences in plain words, the answers, and what both have signed.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::agreements::{base, found, last_day};
use super::desk::{day, moment};
use super::forms::{Checked, Nothing};
use super::page::Page;
use super::proofs::Admin;
use super::visit::Flash;
use crate::actions::proposals;
use crate::domain::agreements::{Difference, TakingPart, Terms};
use crate::domain::ids::{PartnerId, ProposalId};
use crate::domain::partners::{PartnerSchool, PartnerState};
use crate::domain::proposals::{Proposal, ProposalState, Wordings};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

/// What one of the two asks for.
pub(super) struct Asked {
    pub(super) said: String,
    pub(super) differences: Vec<String>,
    /// Where its answers go.
    pub(super) base: String,
}

/// What is asked for, and what was signed.
pub(super) struct Changes {
    pub(super) theirs: Option<Asked>,
    pub(super) ours: Option<Asked>,
    pub(super) may_take_back: bool,
    /// When both had signed what holds.
    pub(super) signed: Option<String>,
}

/// Says terms in words: it knows what the classes of both schools are called.
pub(super) struct Telling<'a> {
    page: &'a Page,
    now: Timestamp,
    ours: HashMap<String, String>,
    theirs: HashMap<String, String>,
}

impl<'a> Telling<'a> {
    pub(super) async fn about(school: &School, page: &'a Page, partner: &PartnerSchool) -> Result<Self> {
        let ours = store::classes::all(&mut school.db.read()).await?;
        let theirs = store::partners::classes_of(&mut school.db.read(), &partner.id).await?;
        Ok(Self {
            page,
            now: school.clock.now(),
            ours: ours.into_iter().map(|class| (class.id.to_string(), class.name)).collect(),
            theirs: theirs.into_iter().map(|class| (class.actor.to_string(), class.shown_name().to_owned())).collect(),
        })
    }

    /// Everything that holds by these terms.
    pub(super) fn terms(&self, terms: &Terms) -> Vec<String> {
        let nothing = Terms {
            may_follow: !terms.may_follow,
            may_reply: !terms.may_reply,
            may_like: !terms.may_like,
            may_show_pictures: !terms.may_show_pictures,
            ..terms.clone()
        };
        let mut said: Vec<String> =
            nothing.differences(terms).into_iter().map(|difference| self.holds(difference, terms)).collect();
        let rest = [Difference::OurClasses, Difference::TheirClasses, Difference::FirstDay, Difference::LastDay];
        said.extend(rest.into_iter().map(|difference| self.holds(difference, terms)));
        said
    }

    pub(super) fn theirs(&self, terms: &Terms) -> String {
        self.holds(Difference::TheirClasses, terms)
    }

    /// What is asked for on either side, measured by what both agreed on.
    pub(super) fn changes(&self, partner: &PartnerSchool, wordings: &Wordings) -> Changes {
        let agreed = wordings.agreed.as_ref();
        let asked = |proposal: &Proposal, key: &str| Asked {
            said: self.page.with(
                key,
                [("school", partner.name.clone()), ("moment", moment(self.page, self.now, proposal.state_since).text)],
            ),
            differences: agreed.map(|agreed| self.differences(&agreed.terms, &proposal.terms)).unwrap_or_default(),
            base: format!("{}/proposals/{}", base(&partner.id), proposal.id),
        };
        // Of a school that is paused everything waits until it goes on.
        let theirs = wordings.theirs.as_ref().filter(|_| agreed.is_some() && proposals::may_change(partner));
        let ours = wordings
            .ours
            .as_ref()
            .filter(|_| agreed.is_some() && matches!(partner.state, PartnerState::Trusted | PartnerState::Paused));
        let is_declined = ours.is_some_and(|ours| ours.state == ProposalState::Declined);
        Changes {
            theirs: theirs.map(|theirs| asked(theirs, "proposal-theirs")),
            ours: ours.map(|ours| asked(ours, if is_declined { "proposal-declined" } else { "proposal-ours" })),
            may_take_back: is_declined,
            signed: agreed.filter(|agreed| agreed.our_copy.is_some() && agreed.their_copy.is_some()).map(|agreed| {
                self.page.with("agreement-signed", [("day", day(self.page, self.now, agreed.state_since))])
            }),
        }
    }

    fn differences(&self, from: &Terms, to: &Terms) -> Vec<String> {
        let said = |difference| {
            let until = self.page.with("terms-until-now", [("before", self.before(difference, from))]);
            format!("{} {until}", self.holds(difference, to))
        };
        from.differences(to).into_iter().map(said).collect()
    }

    /// One thing as it is by these terms, in a sentence.
    fn holds(&self, difference: Difference, terms: &Terms) -> String {
        let say = |may: bool, yes: &str, no: &str| self.page.say(if may { yes } else { no });
        match difference {
            Difference::Follow(_) => say(terms.may_follow, "terms-says-follow-may", "terms-says-follow-not"),
            Difference::Reply(_) => say(terms.may_reply, "terms-says-reply-may", "terms-says-reply-not"),
            Difference::Like(_) => say(terms.may_like, "terms-says-like-may", "terms-says-like-not"),
            Difference::Pictures(_) => {
                say(terms.may_show_pictures, "terms-says-pictures-may", "terms-says-pictures-not")
            }
            Difference::OurClasses => self.with("terms-says-ours", self.before(difference, terms)),
            Difference::TheirClasses => self.with("terms-says-theirs", self.before(difference, terms)),
            Difference::FirstDay => self.with("terms-says-starts", self.before(difference, terms)),
            Difference::LastDay => self.with("terms-says-ends", self.before(difference, terms)),
        }
    }

    /// The same in a word.
    fn before(&self, difference: Difference, terms: &Terms) -> String {
        let may = |may: bool| self.page.say(if may { "terms-yes" } else { "terms-no" });
        let on =
            |at: Option<Timestamp>| at.map_or_else(|| self.page.say("terms-no-day"), |at| day(self.page, self.now, at));
        match difference {
            Difference::Follow(_) => may(terms.may_follow),
            Difference::Reply(_) => may(terms.may_reply),
            Difference::Like(_) => may(terms.may_like),
            Difference::Pictures(_) => may(terms.may_show_pictures),
            Difference::OurClasses => self.named(&terms.classes, &self.ours),
            Difference::TheirClasses => self.named(&terms.their_classes, &self.theirs),
            Difference::FirstDay => on(terms.starts_at),
            Difference::LastDay => on(terms.ends_at.map(|at| last_day(at, &self.page.zone))),
        }
    }

    fn with(&self, key: &str, what: String) -> String {
        self.page.with(key, [("what", what)])
    }

    fn named<C: ToString>(&self, classes: &TakingPart<C>, names: &HashMap<String, String>) -> String {
        match classes {
            TakingPart::All => self.page.say("terms-all-classes"),
            TakingPart::Only(classes) if classes.is_empty() => self.page.say("terms-no-class"),
            TakingPart::Only(classes) => classes
                .iter()
                .map(ToString::to_string)
                .map(|class| names.get(&class).cloned().unwrap_or(class))
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}

/// Our admin agrees to what they ask for.
pub(super) async fn agree(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path((partner, proposal)): Path<(String, String)>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let (partner, proposal) = named(&school, &partner, &proposal).await?;
    proposals::agree(&school, &adult, &partner.id, &proposal).await?;
    flash.say("toast-terms-agreed", &[("name", partner.name)]).await?;
    Ok(Redirect::to(&base(&partner.id)))
}

pub(super) async fn decline(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path((partner, proposal)): Path<(String, String)>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let (partner, proposal) = named(&school, &partner, &proposal).await?;
    proposals::decline(&school, &adult, &partner.id, &proposal).await?;
    flash.say("toast-terms-declined", &[("name", partner.name)]).await?;
    Ok(Redirect::to(&base(&partner.id)))
}

/// What we had asked for was declined, and what was agreed holds again.
pub(super) async fn take_back(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let partner = found(&school, &partner).await?;
    proposals::take_back(&school, &adult, &partner.id).await?;
    flash.say("toast-terms-taken-back", &[("name", partner.name)]).await?;
    Ok(Redirect::to(&base(&partner.id)))
}

async fn named(school: &School, partner: &str, proposal: &str) -> Result<(PartnerSchool, ProposalId)> {
    let id: ProposalId = proposal.parse().map_err(|_| Error::Missing)?;
    let partner: PartnerId = partner.parse().map_err(|_| Error::Missing)?;
    Ok((store::partners::get(&mut school.db.read(), &partner).await?, id))
}

/// `GET /schools/{partner}/signed`: every wording that both have signed, the newest first, each in both copies, and the keys
/// to check them with.
pub(super) async fn signed(school: School, Admin(_): Admin, Path(partner): Path<String>) -> Result<Response> {
    let partner = found(&school, &partner).await?;
    let agreement = partner.agreement.clone().ok_or(Error::Missing)?;
    let mut wordings = Vec::new();
    for proposal in proposals::wordings(&mut school.db.read(), &partner).await? {
        let copies = (proposal.our_copy.as_deref(), proposal.their_copy.as_deref());
        if let (ProposalState::Agreed, (Some(ours), Some(theirs))) = (proposal.state, copies) {
            let copies = [proposals::document(Some(ours))?, proposals::document(Some(theirs))?];
            wordings.push(json!({ "agreedAt": proposal.state_since.to_string(), "copies": copies }));
        }
    }
    if wordings.is_empty() {
        return Err(Error::Missing);
    }
    let mut keys = Map::new();
    if let Some((id, multibase)) = school.public_keys(None).await?.ed25519 {
        keys.insert(id, Value::from(multibase));
    }
    for key in store::keys::of_actor(&mut school.db.read(), agreement.actor.as_str()).await? {
        if let Some(multibase) = key.public_key.filter(|key| key.starts_with('z')) {
            keys.insert(key.key_id, Value::from(multibase));
        }
    }
    let body = json!({ "agreement": agreement.id, "wordings": wordings, "keys": keys });
    let host: String =
        partner.host.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"agreement-{host}.json\"")),
    ];
    Ok((headers, format!("{body:#}\n")).into_response())
}
