//! Another class asks to follow one of ours.

use url::Url;

use super::{Change, Letter, Outcome};

/// A follow is a question and stays one: a teacher answers it.
pub(super) fn receive(letter: &Letter<'_>, object: &Url) -> Outcome {
    if !letter.ours.is_ours(object) {
        return Outcome::ignored("there is no such class here");
    }
    Outcome::one(Change::FollowAsked {
        ours: object.clone(),
        theirs: letter.actor().clone(),
        follow_id: letter.activity.id.clone(),
    })
}
