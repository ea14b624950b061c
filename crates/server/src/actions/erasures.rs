//! Erasing a pupil, a class, or a post that was taken back: off every surface at once, everywhere, and for good within a day.

use jiff::{SignedDuration, Timestamp};

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::erasures::{Erasure, Reason, Subject};
use crate::domain::ids::{ClassId, ErasureId, ItemId, PupilId};
use crate::domain::partners::FollowState;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result, present};
use crate::school::School;
use crate::store::{self, Tx};

use super::{admin, publishing, removals};

/// Erases a pupil: every post and comment of theirs goes, with what stands under it, and whoever received any is asked to
/// delete it; no card and no session opens from now on. `name` is the name once more, typed.
///
/// Errors: [`Error::Forbidden`] for who is no admin, [`Error::Invalid`] for another name, [`Error::Conflict`] when it is under way.
pub async fn erase_pupil(
    school: &School,
    by: &Adult,
    pupil: &PupilId,
    name: &str,
    reason: Reason,
) -> Result<ErasureId> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let known = store::people::pupil(&mut tx, pupil).await?;
    same_name(&known.name, name)?;
    let erasure = asked(&mut tx, &by.subject(), Subject::Pupil(pupil.clone()), reason, now).await?;
    pupil_goes(&mut tx, school, pupil, &erasure, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(erasure.id)
}

async fn pupil_goes(tx: &mut Tx, school: &School, pupil: &PupilId, erasure: &Erasure, now: Timestamp) -> Result<()> {
    for item in store::items::of_pupil(tx, pupil).await? {
        removals::take_back_with_answers(tx, school, &item, &erasure.hand(), now).await?;
    }
    store::people::set_erased(tx, pupil, Some(now))
        .await
        .map_err(super::schools::already("this pupil is being erased already"))?;
    store::people::revoke_cards(tx, pupil, now).await?;
    store::picture_passwords::forget(tx, pupil, now).await?;
    store::sessions::end_all(tx, &erasure.subject.to_string()).await?;
    Ok(())
}

/// Erases a class: its posts go, its followers are told that it is gone, its actor answers so, and its pages and its
/// families' links are closed. Its pupils stay pupils of the school.
///
/// Errors: as for a pupil.
pub async fn erase_class(
    school: &School,
    by: &Adult,
    class: &ClassId,
    name: &str,
    reason: Reason,
) -> Result<ErasureId> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let known = store::classes::get(&mut tx, class).await?;
    same_name(&known.name, name)?;
    let erasure = asked(&mut tx, &by.subject(), Subject::Class(class.clone()), reason, now).await?;
    class_goes(&mut tx, school, class, &erasure, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(erasure.id)
}

async fn class_goes(tx: &mut Tx, school: &School, class: &ClassId, erasure: &Erasure, now: Timestamp) -> Result<()> {
    for item in store::items::of_class(tx, class).await? {
        removals::take_back_with_answers(tx, school, &item, &erasure.hand(), now).await?;
    }
    say_closed(tx, school, class, now).await?;
    for (follow, _) in store::follows::of_class(tx, class).await? {
        store::follows::set_state(tx, &follow.id, FollowState::Ended, now, Some(&erasure.asked_by)).await?;
    }
    store::classes::close(tx, class, now).await.map_err(super::schools::already("this class is closed already"))?;
    store::people::revoke_family_links(tx, class, now).await?;
    store::posters::revoke(tx, class, now).await?;
    store::sessions::end_all(tx, &format!("family:{class}")).await?;
    Ok(())
}

/// Begins an erasure once more, of which an older copy of the database knows nothing; its grace counts from when it was asked
/// for. False when there is nothing more to erase.
pub(super) async fn once_more(
    tx: &mut Tx,
    school: &School,
    subject: &Subject,
    asked_at: Timestamp,
    by: &str,
    now: Timestamp,
) -> Result<bool> {
    let is_here = match subject {
        Subject::Pupil(pupil) => store::people::pupil(tx, pupil).await.map(|known| !known.name.is_empty()),
        Subject::Class(class) => store::classes::get(tx, class).await.map(|known| known.closed_at.is_none()),
    };
    if !present(is_here)?.unwrap_or(false) {
        return Ok(false);
    }
    let erasure = asked(tx, by, subject.clone(), Reason::Other, asked_at).await?;
    match subject {
        Subject::Pupil(pupil) => pupil_goes(tx, school, pupil, &erasure, now).await?,
        Subject::Class(class) => class_goes(tx, school, class, &erasure, now).await?,
    }
    Ok(true)
}

/// Calls an erasure off once more, which an older copy of the database still means to finish. False when it does not.
pub(super) async fn call_off_once_more(tx: &mut Tx, subject: &Subject, by: &str, now: Timestamp) -> Result<bool> {
    let Some(erasure) = store::erasures::open_for(tx, subject).await? else { return Ok(false) };
    undo(tx, &erasure, by, now).await?;
    Ok(true)
}

/// Every class that follows ours, or is followed by it, hears that there is no such actor any more.
async fn say_closed(tx: &mut Tx, school: &School, class: &ClassId, now: Timestamp) -> Result<()> {
    let related = store::follows::related(tx, class).await?;
    let recipients: Vec<_> = related.iter().map(publishing::recipient).collect();
    let gone = publishing::Gone {
        class,
        object: school.urls.class_actor(class),
        former_type: federation::outbox::CLASS_ACTOR_TYPE,
        item: None,
    };
    // After what takes its posts back: from a class that is gone nothing more is heard.
    let now = now + SignedDuration::from_millis(1);
    publishing::say_gone(tx, school, gone, federation::delivery::inboxes(&recipients), now).await
}

/// The name must be typed, so that nobody is erased by a slip of the hand.
///
/// Errors: [`Error::Invalid`] for another name, [`Error::Missing`] where there is none any more.
pub fn same_name(known: &str, typed: &str) -> Result<()> {
    if known.is_empty() {
        return Err(Error::Missing);
    }
    if one_line(typed) == known { Ok(()) } else { Err(Error::invalid("name", "fault-erase-name")) }
}

async fn asked(tx: &mut Tx, by: &str, subject: Subject, reason: Reason, now: Timestamp) -> Result<Erasure> {
    let erasure = Erasure {
        id: ErasureId::fresh(now),
        counts: store::erasures::counts(tx, &subject).await?,
        reason,
        asked_by: by.to_owned(),
        asked_at: now,
        purge_at: now + removals::GRACE,
        called_off_at: None,
        done_at: None,
        subject,
    };
    store::erasures::insert(tx, &erasure).await?;
    let action = match &erasure.subject {
        Subject::Pupil(_) => "erase_pupil",
        Subject::Class(_) => "erase_class",
    };
    let event = Event::new(by, action, erasure.subject.to_string()).with(format!("why-{reason}"));
    store::audit::append(tx, event, now).await?;
    Ok(erasure)
}

/// Calls a pupil's erasure off: they are a pupil again, and what they wrote can be read here again. At partner schools it
/// stays gone, and they need a new card.
///
/// Errors: [`Error::Conflict`] when it is too late.
pub async fn call_off(school: &School, by: &Adult, id: &ErasureId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let erasure = store::erasures::get(&mut tx, id).await?;
    if !erasure.may_be_called_off(now) {
        return Err(Error::Conflict("it is too late to call this off".to_owned()));
    }
    undo(&mut tx, &erasure, &by.subject(), now).await?;
    tx.commit().await
}

async fn undo(tx: &mut Tx, erasure: &Erasure, by: &str, now: Timestamp) -> Result<()> {
    let Subject::Pupil(pupil) = &erasure.subject else { return Err(Error::Missing) };
    store::erasures::call_off(tx, &erasure.id, now).await?;
    removals::bring_back(tx, &erasure.hand()).await?;
    store::people::set_erased(tx, pupil, None).await?;
    let event = Event::new(by, "call_off_erasure", erasure.subject.to_string());
    store::audit::append(tx, event, now).await
}

/// Erases a post or comment that was taken back now, instead of within the day.
///
/// Errors: [`Error::Missing`] for what was not taken back, and while it is sealed to the safeguarding lead.
pub async fn erase_item(school: &School, by: &Adult, id: &ItemId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let item = store::items::get(&mut tx, id).await?;
    if item.withdrawn_at.is_none() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    store::audit::append(&mut tx, Event::new(by.subject(), "erase_item", format!("item:{id}")), now).await?;
    let pictures = removals::purge(&mut tx, id, now).await?;
    store::schools::ask_scrub(&mut tx, now).await?;
    tx.commit().await?;
    for picture in &pictures {
        removals::sweep(school, picture, now).await?;
    }
    // What costs little is done while they wait; the rest comes with the next round.
    school.db.scrub(false).await?;
    Ok(())
}

/// Erases what is due, but for what is sealed. Returns those of which nothing is left but in the engine's own files.
pub(super) async fn finish_due(school: &School, now: Timestamp) -> Result<Vec<Erasure>> {
    let due = store::erasures::due(&mut school.db.read(), now).await?;
    for erasure in &due {
        let items = match &erasure.subject {
            Subject::Pupil(pupil) => store::items::of_pupil(&mut school.db.read(), pupil).await?,
            Subject::Class(class) => store::items::of_class(&mut school.db.read(), class).await?,
        };
        for item in items.iter().filter(|item| item.sealed_at.is_none()) {
            let mut tx = school.db.begin().await?;
            let pictures = removals::purge(&mut tx, &item.id, now).await?;
            tx.commit().await?;
            for picture in &pictures {
                removals::sweep(school, picture, now).await?;
            }
        }
        let mut tx = school.db.begin().await?;
        match &erasure.subject {
            Subject::Pupil(pupil) => {
                store::people::forget_pupil(&mut tx, pupil).await?;
                store::worries::forget_raiser(&mut tx, &erasure.subject.to_string()).await?;
            }
            Subject::Class(class) => {
                store::people::forget_class(&mut tx, class).await?;
                store::imports::forget_class(&mut tx, class).await?;
                store::classes::forget(&mut tx, class).await?;
            }
        }
        tx.commit().await?;
        for upload in store::pictures::of_owner(&mut school.db.read(), &erasure.subject.to_string()).await? {
            removals::sweep(school, &upload, now).await?;
        }
    }
    Ok(due)
}

/// Nothing is left of these, nor of what was erased at once until `asked`.
pub(super) async fn done(
    school: &School,
    erasures: &[Erasure],
    asked: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let mut tx = school.db.begin().await?;
    if let Some(asked) = asked {
        store::schools::scrubbed(&mut tx, asked).await?;
    }
    for erasure in erasures {
        match store::erasures::set_done(&mut tx, &erasure.id, now).await {
            Ok(()) => {}
            // Another node was faster.
            Err(Error::Missing) => continue,
            Err(other) => return Err(other),
        }
        store::audit::append(&mut tx, Event::new("school", "erased", erasure.subject.to_string()), now).await?;
    }
    tx.commit().await
}
