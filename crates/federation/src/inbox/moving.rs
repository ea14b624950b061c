//! An actor says that it has moved elsewhere: a person looks into that, nothing follows by itself.

use url::Url;

use super::{Change, Letter, Outcome, TaskKind};
use crate::{Error, Reason, vocabulary::authority};

pub(super) fn receive(letter: &Letter<'_>, object: &Url, target: Option<&Url>) -> Result<Outcome, Error> {
    if object != letter.actor() {
        return Err(Error::Refused(Reason::NotOwner));
    }
    let Some(target) = target else {
        return Ok(Outcome::ignored("it does not say where to"));
    };
    Ok(Outcome::one(Change::Task {
        kind: TaskKind::Move,
        actor: letter.actor().clone(),
        detail: format!("from {} to {}: {object} is said to be {target} now", authority(object), authority(target)),
    }))
}
