//! Doing once more what the ledger says, after an older copy of the database was put back: the dead stay dead.
//!
//! Whatever is said twice does no harm: an item that is gone already stays so, and a partner that has removed something
//! removes nothing more.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::domain::audit::Event;
use crate::domain::erasures::Subject;
use crate::domain::gone::{self, Gone, Shut};
use crate::domain::ids::{ClassId, ItemId, PartnerId, PupilId, RemoteClassId, StaffId};
use crate::domain::items::Item;
use crate::domain::moderation::{HiddenWhy, State};
use crate::domain::partners::PartnerState;
use crate::error::{Result, present};
use crate::school::School;
use crate::store::ledger::Line;
use crate::store::{self, Tx};

use super::{erasures, publishing, removals};

/// Whose hand it is in the log and in the rows.
const BY: &str = "restore";
/// Items that were made and removed after the last thing that the database knows of are told to partners all the same; so
/// long before, to be sure.
const MARGIN: SignedDuration = SignedDuration::from_hours(1);
/// Rows looked at in one go.
const PAGE: u32 = 1000;

/// What had to be done once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// Items of ours that were up again, or of which the database knows nothing any more.
    pub ours: u64,
    /// Items of partners that were up again.
    pub theirs: u64,
    /// Partners, adults, pupils, cards, posters, seals and hidden things that stood open again.
    pub shut: u64,
}

/// Whether other nodes are at work that write into another ledger than this one. Then none of them would hold everything, and
/// what one opened again another would shut.
pub async fn is_another(school: &School) -> Result<bool> {
    let Some(ledger) = school.db.ledger().filter(|_| school.db.is_shared()) else { return Ok(false) };
    let sql = &mut school.db.read();
    Ok(store::nodes::others(sql, school.db.node(), school.clock.now()).await? > 0
        && store::ledger::is_strange(sql, ledger).await?)
}

/// Makes the database as its ledger says, if it is behind. To be done before anybody is answered.
pub async fn catch_up(school: &School) -> Result<Again> {
    let Some(ledger) = school.db.ledger().cloned() else { return Ok(Again::default()) };
    let (_, length) = ledger.reach()?;
    if store::ledger::position(&mut school.db.read(), &ledger).await? >= length {
        return Ok(Again::default());
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?.unrecorded();
    // Another node may be between its line and its commit.
    store::ledger::hold(&mut tx, &ledger).await?;
    let (_, length) = ledger.reach()?;
    if store::ledger::position(&mut tx, &ledger).await? >= length {
        return Ok(Again::default());
    }
    let lines = ledger.lines()?;
    let newest = store::audit::found(&mut tx, &store::audit::Search::default(), None, 1).await?;
    let known = newest.first().map_or(Timestamp::MIN, |line| line.at);
    let mut again = Again::default();
    let wishes = Wishes::of(&lines);
    ours(&mut tx, school, &wishes, known, now, &mut again).await?;
    erased(&mut tx, school, &wishes, now, &mut again).await?;
    theirs(&mut tx, &wishes, now, &mut again).await?;
    shut(&mut tx, &wishes, now, &mut again).await?;
    people(&mut tx, &wishes, now, &mut again).await?;
    if again != Again::default() {
        let detail = format!("ours:{} theirs:{} shut:{}", again.ours, again.theirs, again.shut);
        store::audit::append(&mut tx, Event::new("school", "gone_again", "school").with(detail), now).await?;
        store::deliveries::may_have_left(&mut tx).await?;
        super::comparing::begin_epoch(&mut tx, known, now).await?;
    }
    store::ledger::caught_up(&mut tx, &ledger, length).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(again)
}

/// What a ledger wants, the last word about each thing.
#[derive(Default)]
struct Wishes {
    items: Vec<(Timestamp, ItemId, ClassId)>,
    words: HashSet<ItemId>,
    erased: Vec<(Timestamp, Subject, Shut)>,
    theirs: HashSet<String>,
    classes: HashMap<RemoteClassId, Shut>,
    hidden: HashMap<(ItemId, ClassId), Timestamp>,
    sealed: HashMap<ItemId, Shut>,
    partners: HashMap<PartnerId, PartnerState>,
    staff: HashMap<StaffId, Shut>,
    pupils: HashMap<PupilId, Shut>,
    cards: HashMap<PupilId, Timestamp>,
    family_links: HashMap<ClassId, Timestamp>,
    posters: HashMap<ClassId, Timestamp>,
    pictures: HashMap<PupilId, Timestamp>,
}

impl Wishes {
    fn of(lines: &[Line]) -> Self {
        let mut happened: Vec<Line> = Vec::with_capacity(lines.len());
        for (at, gone) in lines {
            match gone {
                Gone::Not(gone) => {
                    if let Some(place) = happened.iter().rposition(|(_, known)| *known == **gone) {
                        happened.remove(place);
                    }
                }
                gone => happened.push((*at, gone.clone())),
            }
        }
        let mut wishes = Self::default();
        for (at, gone) in happened {
            match gone {
                Gone::Item(item, class) => wishes.items.push((at, item, class)),
                Gone::Back(item) => wishes.items.retain(|(_, known, _)| *known != item),
                Gone::Words(item) => drop(wishes.words.insert(item)),
                Gone::Erased(subject, shut) => {
                    wishes.erased.retain(|(_, known, _)| *known != subject);
                    wishes.erased.push((at, subject, shut));
                }
                Gone::Theirs(hash) => drop(wishes.theirs.insert(hash)),
                Gone::Class(class, shut) => drop(wishes.classes.insert(class, shut)),
                Gone::Hidden(item, class) => drop(wishes.hidden.insert((item, class), at)),
                Gone::Sealed(item, shut) => drop(wishes.sealed.insert(item, shut)),
                Gone::Partner(partner, state) => drop(wishes.partners.insert(partner, state)),
                Gone::Staff(staff, shut) => drop(wishes.staff.insert(staff, shut)),
                Gone::Pupil(pupil, shut) => drop(wishes.pupils.insert(pupil, shut)),
                Gone::Cards(pupil, until) => drop(wishes.cards.insert(pupil, until)),
                Gone::FamilyLinks(class, until) => drop(wishes.family_links.insert(class, until)),
                Gone::Posters(class, until) => drop(wishes.posters.insert(class, until)),
                Gone::Pictures(pupil, until) => drop(wishes.pictures.insert(pupil, until)),
                Gone::Not(_) => {}
            }
        }
        wishes
    }
}

/// Our own items: taken back again, and every partner is asked to remove them. Who has them can no longer be told, so all
/// are asked that we ever met.
async fn ours(
    tx: &mut Tx,
    school: &School,
    wishes: &Wishes,
    known: Timestamp,
    now: Timestamp,
    again: &mut Again,
) -> Result<()> {
    let inboxes = store::partners::all_inboxes(tx).await?;
    for (at, item, class) in &wishes.items {
        let found = present(store::items::get(tx, item).await)?;
        match &found {
            Some(found) if found.withdrawn_at.is_some() => continue,
            Some(found) => {
                removals::hide(tx, found, BY, now).await?;
                store::activities::unsay_item(tx, item).await?;
            }
            // Erased before the copy was made, and told then.
            None if *at < known - MARGIN => continue,
            None => {}
        }
        again.ours += 1;
        tell(tx, school, item, class, found.as_ref(), &inboxes, now).await?;
    }
    for item in &wishes.words {
        if present(store::items::get(tx, item).await)?.is_some() {
            store::revisions::purge(tx, item).await?;
            store::activities::purge(tx, item).await?;
        }
    }
    Ok(())
}

/// Erasures are begun once more, or called off, whichever was last. Their items were told above.
async fn erased(tx: &mut Tx, school: &School, wishes: &Wishes, now: Timestamp, again: &mut Again) -> Result<()> {
    for (at, subject, shut) in &wishes.erased {
        let is_done = match shut {
            Shut::Shut => erasures::once_more(tx, school, subject, *at, BY, now).await?,
            Shut::Open => erasures::call_off_once_more(tx, subject, BY, now).await?,
        };
        again.shut += u64::from(is_done);
    }
    Ok(())
}

/// Asks all of these to remove an item, which may not be in the database any more.
pub(super) async fn tell(
    tx: &mut Tx,
    school: &School,
    item: &ItemId,
    class: &ClassId,
    known: Option<&Item>,
    inboxes: &[Url],
    now: Timestamp,
) -> Result<()> {
    if let Some(known) = known {
        return publishing::unsay_at(tx, school, known, inboxes.to_vec(), now).await;
    }
    // A class that was made after the copy has no keys here, so nobody would believe its letter.
    if present(store::classes::get(tx, class).await)?.is_none() {
        return Ok(());
    }
    // Whether it was a post or a comment nobody here knows any more; who has it does.
    let gone = publishing::Gone { class, object: school.urls.object(item), former_type: "Article", item: None };
    publishing::say_gone(tx, school, gone, inboxes.to_vec(), now).await
}

/// Partners' items that their owners removed, or whose class is no more: gone again, with their pictures, and not to be
/// let in once more.
async fn theirs(tx: &mut Tx, wishes: &Wishes, now: Timestamp, again: &mut Again) -> Result<()> {
    for hash in &wishes.theirs {
        store::letters::bury_by_hash(tx, hash, now).await?;
    }
    let mut last: Option<ItemId> = None;
    while !wishes.theirs.is_empty() {
        let page = store::items::theirs(tx, last.as_ref(), PAGE).await?;
        let Some((end, _)) = page.last() else { break };
        last = Some(end.clone());
        for (item, _) in page.iter().filter(|(_, address)| wishes.theirs.contains(&gone::hash(address))) {
            let item = store::items::get(tx, item).await?;
            removals::removed_by_owner(tx, &item, now).await?;
            again.theirs += 1;
        }
    }
    Ok(())
}

/// What was hidden, sealed, paused or ended stands so again.
async fn shut(tx: &mut Tx, wishes: &Wishes, now: Timestamp, again: &mut Again) -> Result<()> {
    for class in wishes.classes.iter().filter(|(_, shut)| **shut == Shut::Shut).map(|(class, _)| class) {
        if let Some(known) = present(store::partners::class(tx, class).await)?
            && known.hidden_at.is_none()
            && known.gone_at.is_none()
        {
            store::partners::set_class_hidden(tx, class, Some((now, BY))).await?;
            again.shut += 1;
        }
    }
    for ((item, class), at) in &wishes.hidden {
        let Some(mut showing) = present(store::moderation::showing_to_change(tx, item, class).await)? else { continue };
        if showing.hidden_at.is_some() || showing.approved_at.is_none_or(|approved| approved > *at) {
            continue;
        }
        showing.hidden_at = Some(now);
        showing.hidden_why = Some(HiddenWhy::Moderator);
        showing.state = State::Waiting;
        showing.waiting_since = Some(now);
        store::moderation::put(tx, &showing).await?;
        again.shut += 1;
    }
    for item in wishes.sealed.iter().filter(|(_, shut)| **shut == Shut::Shut).map(|(item, _)| item) {
        if present(store::items::get(tx, item).await)?.is_some_and(|known| known.sealed_at.is_none()) {
            store::items::set_sealed(tx, item, Some(now)).await?;
            again.shut += 1;
        }
    }
    for (partner, state) in &wishes.partners {
        let Some(known) = present(store::partners::get(tx, partner).await)? else { continue };
        if known.state == PartnerState::Trusted && *state != PartnerState::Trusted {
            let why = "as it was when an older copy of the database was put back";
            store::partners::set_state(tx, partner, *state, now, BY, why).await?;
            again.shut += 1;
        }
    }
    Ok(())
}

/// Who was shut out stays out, and what opened nothing any more opens nothing again.
async fn people(tx: &mut Tx, wishes: &Wishes, now: Timestamp, again: &mut Again) -> Result<()> {
    for staff in wishes.staff.iter().filter(|(_, shut)| **shut == Shut::Shut).map(|(staff, _)| staff) {
        if present(store::people::staff(tx, staff).await)?.is_some_and(|known| known.disabled_at.is_none()) {
            store::people::set_disabled(tx, staff, Some(now)).await?;
            again.shut += 1;
        }
    }
    for pupil in wishes.pupils.iter().filter(|(_, shut)| **shut == Shut::Shut).map(|(pupil, _)| pupil) {
        if present(store::people::pupil(tx, pupil).await)?.is_some_and(|known| known.left_at.is_none()) {
            store::people::set_left(tx, pupil, Some(now)).await?;
            again.shut += 1;
        }
    }
    for (pupil, at) in &wishes.cards {
        again.shut += store::people::revoke_older_cards(tx, pupil, *at).await?;
    }
    for (class, at) in &wishes.family_links {
        again.shut += store::people::revoke_older_family_links(tx, class, *at).await?;
    }
    for (class, until) in &wishes.posters {
        again.shut += store::posters::revoke_older(tx, class, *until).await?;
    }
    for (pupil, until) in &wishes.pictures {
        again.shut += store::picture_passwords::forget_older(tx, pupil, *until).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_wished_for_no_more_and_what_was_done_before_or_after_it_is() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let (item, pupil) = (ItemId::fresh(at(0)), PupilId::fresh(at(0)));
        let gone = Gone::Item(item, ClassId::fresh(at(0)));
        let not = |gone: &Gone| Gone::Not(Box::new(gone.clone()));
        let items = |lines: &[Gone]| {
            let lines: Vec<Line> = lines.iter().map(|gone| (at(1), gone.clone())).collect();
            Wishes::of(&lines).items.len()
        };

        assert_eq!(items(std::slice::from_ref(&gone)), 1);
        assert_eq!(items(&[gone.clone(), not(&gone)]), 0);
        assert_eq!(items(&[gone.clone(), not(&gone), gone.clone()]), 1);
        assert_eq!(items(&[gone.clone(), gone.clone(), not(&gone)]), 1);
        let [shut, open] = [Shut::Shut, Shut::Open].map(|shut| Gone::Pupil(pupil.clone(), shut));
        let lines = [&shut, &open, &shut, &not(&shut)].map(|gone| (at(1), gone.clone()));
        assert_eq!(Wishes::of(&lines).pupils[&pupil], Shut::Open);
    }
}
