//! A post or comment is worded anew, or an actor says that it has changed.

use url::Url;

use super::{Change, Letter, Outcome, create};
use crate::{Error, Reason, vocabulary::Object};

/// Only what is known can be revised, and only by something strictly newer: then the order of arrival is no matter.
/// What an Update brings waits like a Create, and what is unknown never becomes visible through one.
pub(super) fn receive(letter: &Letter<'_>, object: &Object) -> Result<Outcome, Error> {
    letter.owns(object)?;
    if let Some(why) = create::unwanted(object) {
        return Ok(Outcome::ignored(why));
    }
    let Some(known) = letter.ours.object(&object.id) else {
        return Ok(Outcome::ignored("what it changes is not known here"));
    };
    if known.tombstone {
        return Ok(Outcome::ignored("it was removed before"));
    }
    if &known.owner != letter.actor() {
        return Err(Error::Refused(Reason::NotOwner));
    }
    if known.in_reply_to != object.in_reply_to {
        return Ok(Outcome::ignored("it cannot come to answer something else"));
    }
    if create::is_direct(letter, object) {
        return Ok(Outcome::ignored("direct messages are not taken"));
    }
    // A sender that says no time means now; otherwise its edits would be lost.
    let updated = object.updated.unwrap_or(letter.now);
    if known.updated.is_some_and(|known| updated <= known) {
        return Ok(Outcome::ignored("a newer wording is known"));
    }
    let answered = object
        .in_reply_to
        .as_ref()
        .and_then(|parent| letter.ours.object(parent))
        .filter(|parent| parent.ours)
        .map(|parent| parent.owner);
    let mut revision = create::arrival(letter, object, answered);
    revision.object.updated = Some(updated.min(letter.now));
    Ok(Outcome::one(Change::Revised(Box::new(revision))))
}

pub(super) fn receive_actor(letter: &Letter<'_>, actor: &Url) -> Result<Outcome, Error> {
    if actor != letter.actor() {
        return Err(Error::Refused(Reason::NotOwner));
    }
    Ok(Outcome::one(Change::ActorChanged { actor: actor.clone() }))
}
