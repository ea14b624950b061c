//! Another class says yes: to our follow, to a comment of ours under its post, or that it has removed what we took back; or a
//! school does, to an agreement.

use url::Url;

use super::{Change, Letter, Outcome, agreement};
use crate::{
    Error,
    ports::Relation,
    vocabulary::{Reference, SignedAgreement, authority},
};

pub(super) fn receive(
    letter: &Letter<'_>,
    object: &Reference,
    result: Option<&SignedAgreement>,
    approval: Option<&Url>,
) -> Result<Outcome, Error> {
    if let Some(id) = &object.id
        && letter.ours.asked_removal(id)
    {
        return Ok(Outcome::one(Change::RemovalConfirmed { activity: id.clone(), by_host: authority(letter.actor()) }));
    }
    if let Some((known, about)) = agreement::answered(letter, object) {
        return agreement::accepted(known, about, result);
    }
    if let Some(reply) = letter.reply_of_ours(object) {
        return Ok(Outcome::one(Change::ReplyAnswered { reply, is_shown: true, approval: approval.cloned() }));
    }
    Ok(match asked_follow(letter, object) {
        Some((ours, Relation::Asked)) => {
            Outcome::one(Change::FollowAnswered { ours, theirs: letter.actor().clone(), accepted: true })
        }
        Some((_, Relation::Accepted)) => Outcome::ignored("this follow is accepted already"),
        Some((_, Relation::None | Relation::Refused)) | None => Outcome::ignored("nobody here asked for this"),
    })
}

/// Which of our actors the answered follow is of, and how far it has come.
///
/// Actor and object say it best, for ids get lost; a bare id has to be one of ours that tells.
pub(super) fn asked_follow(letter: &Letter<'_>, object: &Reference) -> Option<(Url, Relation)> {
    let ours = match (&object.actor, &object.object) {
        (Some(actor), Some(followed)) if followed == letter.actor() && letter.ours.is_ours(actor) => actor.clone(),
        (Some(_), _) | (_, Some(_)) => return None,
        (None, None) => letter.ours.follow_by_id(object.id.as_ref()?)?,
    };
    let relation = letter.ours.follows(&ours, letter.actor());
    Some((ours, relation))
}
