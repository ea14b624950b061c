//! Another class says no to our follow or to a comment of ours, at first or later; or a school to what we proposed.

use super::{Change, Letter, Outcome, accept::asked_follow, agreement};
use crate::{ports::Relation, vocabulary::Reference};

pub(super) fn receive(letter: &Letter<'_>, object: &Reference) -> Outcome {
    if let Some((known, about)) = agreement::answered(letter, object) {
        return agreement::declined(known, about);
    }
    if let Some(reply) = letter.reply_of_ours(object) {
        return Outcome::one(Change::ReplyAnswered { reply, is_shown: false, approval: None });
    }
    match asked_follow(letter, object) {
        Some((ours, Relation::Asked | Relation::Accepted)) => {
            Outcome::one(Change::FollowAnswered { ours, theirs: letter.actor().clone(), accepted: false })
        }
        Some((_, Relation::None | Relation::Refused)) | None => Outcome::ignored("there is no such follow"),
    }
}
