//! Another class likes a post of ours.

use url::Url;

use super::{Change, Letter, Outcome};
use crate::ports::Relation;

/// Only likes of our own things count, and only from classes that the owner's teacher has accepted.
pub(super) fn receive(letter: &Letter<'_>, object: &Url) -> Outcome {
    let Some(known) = letter.ours.object(object).filter(|known| known.ours && !known.tombstone) else {
        return Outcome::ignored("what it likes is not ours");
    };
    match letter.ours.followed_by(&known.owner, letter.actor()) {
        Relation::Accepted => Outcome::one(Change::Liked {
            object: object.clone(),
            actor: letter.actor().clone(),
            like_id: letter.activity.id.clone(),
        }),
        Relation::None | Relation::Asked | Relation::Refused => {
            Outcome::ignored("its class is not accepted as a follower")
        }
    }
}
