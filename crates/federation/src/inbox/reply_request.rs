//! A comment asks to stand under a post of ours, before it is said to anybody else.

use url::Url;

use super::{Change, Letter, Outcome, create};
use crate::{Error, vocabulary::Object};

/// It waits like any other comment; what is kept beside it is which letter the answer is to name.
pub(super) fn receive(letter: &Letter<'_>, post: &Url, reply: &Object) -> Result<Outcome, Error> {
    letter.owns(reply)?;
    if reply.in_reply_to.as_ref() != Some(post) {
        return Ok(Outcome::ignored("it asks about another post than it answers"));
    }
    match letter.ours.object(post) {
        Some(known) if known.ours && !known.tombstone => {}
        Some(_) | None => return Ok(Outcome::ignored("what it answers is not ours")),
    }
    let asked = Change::ReplyAsked { object: reply.id.clone(), request: letter.activity.id.clone() };
    match letter.ours.object(&reply.id) {
        Some(known) if known.tombstone => Ok(Outcome::ignored("it was removed before")),
        // Asked again even if known: our first answer may have been lost.
        Some(known) if &known.owner == letter.actor() => Ok(Outcome::one(asked)),
        Some(_) => Ok(Outcome::ignored("it is somebody else's")),
        None => {
            let mut outcome = create::receive(letter, reply)?;
            if matches!(outcome.changes.as_slice(), [Change::Arrived(_)]) {
                outcome.changes.push(asked);
            }
            Ok(outcome)
        }
    }
}
