//! A post or a comment arrives.

use url::Url;

use super::{Arrival, Change, Letter, Outcome};
use crate::{
    Error,
    ports::Directory,
    vocabulary::{Object, ObjectKind, is_public},
};

/// Of interest is what a class that one of ours follows has posted, and what answers something we know.
pub(super) fn receive(letter: &Letter<'_>, object: &Object) -> Result<Outcome, Error> {
    letter.owns(object)?;
    if let Some(why) = unwanted(object) {
        return Ok(Outcome::ignored(why));
    }
    if let Some(known) = letter.ours.object(&object.id) {
        // Whether removed or edited meanwhile: a Create that comes late changes nothing.
        let why = if known.tombstone { "it was removed before" } else { "it is known already" };
        return Ok(Outcome::ignored(why));
    }
    let followers = letter.ours.followers_of(letter.actor());
    let answers = match &object.in_reply_to {
        None => None,
        Some(parent) => match letter.ours.object(parent) {
            Some(parent) if parent.tombstone => return Ok(Outcome::ignored("what it answers is gone")),
            Some(parent) => Some(parent),
            None => return Ok(Outcome::ignored("what it answers is not known here")),
        },
    };
    if answers.is_none() && followers.is_empty() {
        return Ok(Outcome::ignored("nobody here follows its author"));
    }
    if is_direct(letter, object) {
        return Ok(Outcome::ignored("direct messages are not taken"));
    }
    let answered = answers.filter(|known| known.ours).map(|known| known.owner);
    Ok(Outcome::one(Change::Arrived(Box::new(arrival(letter, object, answered)))))
}

/// Why an object is never shown, whoever sends it.
pub(super) fn unwanted(object: &Object) -> Option<&'static str> {
    match &object.kind {
        ObjectKind::Article | ObjectKind::Note if object.quotes => Some("quotes are not shown"),
        ObjectKind::Article | ObjectKind::Note => None,
        ObjectKind::Other(kind) if kind == "Question" => Some("polls are not shown"),
        ObjectKind::Other(_) => Some("neither a post nor a comment"),
    }
}

/// Addressed to persons alone, us among them or nobody at all: neither everybody nor anybody's followers may read it,
/// so it is not for a class to see.
pub(super) fn is_direct(letter: &Letter<'_>, object: &Object) -> bool {
    let mut recipients = object.to.iter().chain(&object.cc);
    recipients.all(|recipient| {
        recipient.parse().is_ok_and(|url: Url| letter.ours.is_ours(&url) || object.mentions.contains(&url))
    })
}

pub(super) fn arrival(letter: &Letter<'_>, object: &Object, answered: Option<Url>) -> Arrival {
    Arrival {
        object: object.clone(),
        actor: letter.actor().clone(),
        public: object.to.iter().chain(&object.cc).any(|recipient| is_public(recipient)),
        ours_mentioned: ours_mentioned(letter.ours, object, answered),
    }
}

fn ours_mentioned(ours: &dyn Directory, object: &Object, answered: Option<Url>) -> Vec<Url> {
    let addressed = object.to.iter().chain(&object.cc).filter_map(|recipient| recipient.parse().ok());
    let mut mentioned: Vec<Url> = Vec::new();
    for url in answered.into_iter().chain(addressed).chain(object.mentions.iter().cloned()) {
        if ours.is_ours(&url) && !mentioned.contains(&url) {
            mentioned.push(url);
        }
    }
    mentioned
}
