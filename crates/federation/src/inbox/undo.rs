//! Another class takes back a follow or a like, or its school the agreement.

use super::{Change, Letter, Outcome};
use crate::{Error, Reason, ports::Relation, vocabulary::Reference};

pub(super) fn receive(letter: &Letter<'_>, object: &Reference) -> Result<Outcome, Error> {
    if object.id.as_ref().is_some_and(|id| !letter.is_of_sender(id)) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    if object.actor.as_ref().is_some_and(|actor| actor != letter.actor()) {
        return Err(Error::Refused(Reason::NotOwner));
    }
    let theirs = letter.actor().clone();
    let Some(about) = &object.object else {
        return Ok(by_id(letter, object));
    };
    Ok(match object.kind.as_deref() {
        Some("Follow") if letter.ours.is_ours(about) => match letter.ours.followed_by(about, &theirs) {
            Relation::Asked | Relation::Accepted => {
                Outcome::one(Change::FollowWithdrawn { ours: about.clone(), theirs })
            }
            Relation::None | Relation::Refused => Outcome::ignored("there is no such follow"),
        },
        Some("Accept") if letter.ours.agreement(&theirs).is_some_and(|known| known.offer == *about) => {
            Outcome::one(Change::AgreementEnded { offer: about.clone() })
        }
        Some("Like") => Outcome::one(Change::Unliked { object: about.clone(), actor: theirs }),
        _ => Outcome::ignored("not something that can be undone here"),
    })
}

/// Only the id is there: our house may remember what it was.
fn by_id(letter: &Letter<'_>, object: &Reference) -> Outcome {
    let theirs = letter.actor().clone();
    let Some(id) = &object.id else {
        return Outcome::ignored("nothing is named that could be undone");
    };
    if let Some(ours) = letter.ours.follower_by_id(id, &theirs) {
        return Outcome::one(Change::FollowWithdrawn { ours, theirs });
    }
    match letter.ours.like_by_id(id, &theirs) {
        Some(object) => Outcome::one(Change::Unliked { object, actor: theirs }),
        None => Outcome::ignored("nothing of that id is known"),
    }
}
