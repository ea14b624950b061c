//! Erasing a pupil, a class, or a post that was taken back: off every surface at once, everywhere, and for good within a day.

use jiff::{SignedDuration, Timestamp};

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::deliveries::{Utterance, Verb};
use crate::domain::erasures::{Erasure, Reason, Subject};
use crate::domain::ids::{ActivityId, ClassId, ErasureId, ItemId, PupilId};
use crate::domain::partners::FollowState;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};

use super::{publishing, removals};

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
    if !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let known = store::people::pupil(&mut tx, pupil).await?;
    same_name(&known.name, name)?;
    let erasure = asked(&mut tx, by, Subject::Pupil(pupil.clone()), reason, now).await?;
    for item in store::items::of_pupil(&mut tx, pupil).await? {
        removals::take_back_with_answers(&mut tx, school, &item, &erasure.hand(), now).await?;
    }
    store::people::set_erased(&mut tx, pupil, Some(now))
        .await
        .map_err(super::schools::already("this pupil is being erased already"))?;
    store::people::revoke_cards(&mut tx, pupil, now).await?;
    store::sessions::end_all(&mut tx, &erasure.subject.to_string()).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(erasure.id)
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
    if !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let known = store::classes::get(&mut tx, class).await?;
    same_name(&known.name, name)?;
    let erasure = asked(&mut tx, by, Subject::Class(class.clone()), reason, now).await?;
    for item in store::items::of_class(&mut tx, class).await? {
        removals::take_back_with_answers(&mut tx, school, &item, &erasure.hand(), now).await?;
    }
    say_closed(&mut tx, school, class, now).await?;
    for (follow, _) in store::follows::of_class(&mut tx, class).await? {
        store::follows::set_state(&mut tx, &follow.id, FollowState::Ended, now, Some(&by.subject())).await?;
    }
    store::classes::close(&mut tx, class, now)
        .await
        .map_err(super::schools::already("this class is closed already"))?;
    store::people::revoke_family_links(&mut tx, class, now).await?;
    store::sessions::end_all(&mut tx, &format!("family:{class}")).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(erasure.id)
}

/// Every class that follows ours, or is followed by it, hears that there is no such actor any more.
async fn say_closed(tx: &mut Tx, school: &School, class: &ClassId, now: Timestamp) -> Result<()> {
    let related = store::follows::related(tx, class).await?;
    let recipients: Vec<_> = related.iter().map(publishing::recipient).collect();
    let id = ActivityId::fresh(now);
    let wire_id = school.urls.activity(&id);
    let actor = school.urls.class_actor(class);
    let body = federation::outbox::delete(&federation::outbox::DeleteWords {
        id: wire_id.clone(),
        actor: actor.clone(),
        object: actor,
        former_type: federation::outbox::CLASS_ACTOR_TYPE.to_owned(),
        deleted: now,
        to: vec![school.urls.class_part(class, "followers")],
    });
    let utterance = Utterance {
        id,
        wire_id,
        class: Some(class.clone()),
        item: None,
        revision: None,
        batch: None,
        verb: Verb::Delete,
        body: body.to_string(),
        inboxes: federation::delivery::inboxes(&recipients),
        due_at: now,
    };
    // After what takes its posts back: from a class that is gone nothing more is heard.
    store::activities::say(tx, &utterance, now + SignedDuration::from_millis(1)).await
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

async fn asked(tx: &mut Tx, by: &Adult, subject: Subject, reason: Reason, now: Timestamp) -> Result<Erasure> {
    let erasure = Erasure {
        id: ErasureId::fresh(now),
        counts: store::erasures::counts(tx, &subject).await?,
        reason,
        asked_by: by.subject(),
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
    let event = Event::new(by.subject(), action, erasure.subject.to_string()).with(format!("why-{reason}"));
    store::audit::append(tx, event, now).await?;
    Ok(erasure)
}

/// Calls a pupil's erasure off: they are a pupil again, and what they wrote can be read here again. At partner schools it
/// stays gone, and they need a new card.
///
/// Errors: [`Error::Conflict`] when it is too late.
pub async fn call_off(school: &School, by: &Adult, id: &ErasureId) -> Result<()> {
    if !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let erasure = store::erasures::get(&mut tx, id).await?;
    let Subject::Pupil(pupil) = &erasure.subject else { return Err(Error::Missing) };
    if !erasure.may_be_called_off(now) {
        return Err(Error::Conflict("it is too late to call this off".to_owned()));
    }
    store::erasures::call_off(&mut tx, id, now).await?;
    removals::bring_back(&mut tx, &erasure.hand()).await?;
    store::people::set_erased(&mut tx, pupil, None).await?;
    let event = Event::new(by.subject(), "call_off_erasure", erasure.subject.to_string());
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await
}

/// Erases a post or comment that was taken back now, instead of within the day.
///
/// Errors: [`Error::Missing`] for what was not taken back, and while it is sealed to the safeguarding lead.
pub async fn erase_item(school: &School, by: &Adult, id: &ItemId) -> Result<()> {
    if !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let item = store::items::get(&mut tx, id).await?;
    if item.withdrawn_at.is_none() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    store::audit::append(&mut tx, Event::new(by.subject(), "erase_item", format!("item:{id}")), now).await?;
    let pictures = removals::purge(&mut tx, id, now).await?;
    tx.commit().await?;
    for picture in &pictures {
        removals::sweep(school, picture, now).await?;
    }
    // What is left in the log of the database, when somebody was in the way, goes with the next round.
    school.db.scrub(true).await?;
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

/// Nothing is left of these.
pub(super) async fn done(school: &School, erasures: &[Erasure], now: Timestamp) -> Result<()> {
    let mut tx = school.db.begin().await?;
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
