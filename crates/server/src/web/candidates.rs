//! The classes that ours could follow, school by school: what each partner's own server lists, as its server calls them.

use std::collections::HashMap;

use federation::trust::Standing;
use url::Url;

use super::desk::day;
use super::page::Page;
use crate::domain::agreements::Exchange;
use crate::domain::class_lists::ListedClass;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::PartnerId;
use crate::domain::partners::{PartnerSchool, PartnerState};
use crate::error::Result;
use crate::school::School;
use crate::store;

/// With more classes than this, a teacher can look for one.
const MANY: usize = 12;

/// Everything that is on offer.
pub(super) struct Offers {
    pub(super) schools: Vec<Offer>,
    /// What is looked for among them.
    pub(super) find: String,
    pub(super) may_find: bool,
    /// Some school keeps a list that can be looked at again.
    pub(super) may_look: bool,
}

/// One school's classes.
pub(super) struct Offer {
    pub(super) school: String,
    /// Why there are none, or that these may be of another day.
    pub(super) remark: Option<String>,
    pub(super) classes: Vec<Candidate>,
}

/// A class that could be followed.
pub(super) struct Candidate {
    /// Unmoderated, for adults only.
    pub(super) name: String,
    pub(super) address: String,
    pub(super) actor: String,
    /// How it stands when it was asked already, as the key of a sentence.
    pub(super) state: Option<&'static str>,
}

/// What the class of this page could follow. `above` are the classes that stand on it already, and
/// whether they were only asked so far.
pub(super) async fn offers(
    school: &School,
    page: &Page,
    class: &ClassBlog,
    partners: &HashMap<PartnerId, PartnerSchool>,
    above: &[(&Url, bool)],
    find: &str,
) -> Result<Offers> {
    let mut trusted: Vec<&PartnerSchool> = partners
        .values()
        .filter(|partner| partner.standing() == Standing::Trusted && partner.terms.allow(Exchange::Follow, &class.id))
        .collect();
    trusted.sort_by(|one, other| (&one.name, &one.host).cmp(&(&other.name, &other.host)));
    let mut offers = Offers {
        schools: Vec::new(),
        find: find.trim().to_owned(),
        may_find: false,
        may_look: trusted.iter().any(|partner| partner.agreement.is_some()),
    };
    let wanted = offers.find.to_lowercase();
    let mut number = 0;
    for partner in trusted {
        let (listed, mut remark) = if partner.agreement.is_some() {
            listed(school, page, partner).await?
        } else {
            (known(school, partner).await?, Some(page.say("partner-no-list")))
        };
        let mut classes: Vec<Candidate> = listed.into_iter().filter_map(|class| candidate(class, above)).collect();
        number += classes.len();
        if classes.is_empty() && remark.is_none() {
            remark = Some(page.say("partner-could-none"));
        }
        if !wanted.is_empty() {
            let is_meant = |text: &str| text.to_lowercase().contains(&wanted);
            classes.retain(|class| is_meant(&class.name) || is_meant(&class.address));
            if classes.is_empty() && remark.is_none() {
                remark = Some(page.say("partner-find-none"));
            }
        }
        offers.schools.push(Offer { school: partner.name.clone(), remark, classes });
    }
    offers.may_find = number > MANY || !wanted.is_empty();
    Ok(offers)
}

/// What a partner lists, for its page.
pub(super) struct Listed {
    pub(super) classes: Vec<ListedClass>,
    pub(super) remark: Option<String>,
}

impl Listed {
    /// None for a school that keeps no list, or whose list is nothing to us now.
    pub(super) async fn of(school: &School, page: &Page, partner: &PartnerSchool) -> Result<Option<Self>> {
        if partner.agreement.is_none() || !matches!(partner.state, PartnerState::Trusted | PartnerState::Paused) {
            return Ok(None);
        }
        let (classes, remark) = listed(school, page, partner).await?;
        let remark = remark.or_else(|| classes.is_empty().then(|| page.say("listed-none")));
        Ok(Some(Self { classes, remark }))
    }
}

/// What a partner's server lists, and how old that is if it could not be read again.
async fn listed(school: &School, page: &Page, partner: &PartnerSchool) -> Result<(Vec<ListedClass>, Option<String>)> {
    let sql = &mut school.db.read();
    let listed = store::class_lists::of_partner(sql, &partner.id).await?;
    let Some(state) = store::class_lists::state(sql, &partner.id).await? else {
        return Ok((listed, Some(page.say("partner-list-not-yet"))));
    };
    let remark = state.is_unread().then(|| match state.read_at {
        Some(at) => {
            let moment = day(page, school.clock.now(), at);
            page.with("partner-list-unread", [("school", partner.name.clone()), ("moment", moment)])
        }
        None => page.with("partner-list-never", [("school", partner.name.clone())]),
    });
    Ok((listed, remark))
}

/// The classes that we know of a school without a list: those that somebody here has followed, or that asked.
async fn known(school: &School, partner: &PartnerSchool) -> Result<Vec<ListedClass>> {
    let classes = store::partners::classes_of(&mut school.db.read(), &partner.id).await?;
    let live = classes.into_iter().filter(|class| class.gone_at.is_none());
    Ok(live
        .map(|class| ListedClass { name: class.shown_name().to_owned(), actor: class.actor, handle: class.handle })
        .collect())
}

/// None for a class that stands above already with all that can be done about it.
fn candidate(class: ListedClass, above: &[(&Url, bool)]) -> Option<Candidate> {
    let state = match above.iter().find(|(actor, _)| **actor == class.actor) {
        Some((_, true)) => Some("partner-asked"),
        Some((_, false)) => return None,
        None => None,
    };
    Some(Candidate { name: class.name, address: class.handle, actor: class.actor.to_string(), state })
}
