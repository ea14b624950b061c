//! Something is taken back: at once, and for good.

use url::Url;

use super::{Change, Letter, Outcome};
use crate::{Error, Reason, vocabulary::authority};

/// What is not known is remembered as gone, so that a Create that comes late cannot bring it back.
pub(super) fn receive(letter: &Letter<'_>, object: &Url) -> Result<Outcome, Error> {
    if authority(object) == letter.ours.host() {
        return Err(Error::Refused(Reason::OursClaimed));
    }
    if !letter.is_of_sender(object) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    let actor = letter.actor().clone();
    if object == &actor {
        return Ok(Outcome::one(Change::ActorRemoved { actor }));
    }
    match letter.ours.object(object) {
        // What is gone already is gone once more: whoever asks again, after a restore perhaps, wants to hear that it is. Nobody
        // may remember whose it was.
        Some(known) if known.ours || known.owner != actor && !known.tombstone => Err(Error::Refused(Reason::NotOwner)),
        Some(_) | None => Ok(Outcome::one(Change::Removed { object: object.clone(), actor })),
    }
}
