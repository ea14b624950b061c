//! What arrives: one file per verb, each a pure function from a letter to what should change.
//!
//! Whoever calls this has proved that `from` signed the letter and that its server may speak here
//! ([`crate::trust`]). Nothing here looks anything up, and nothing arrives visible: what a letter brings waits for an
//! adult, whatever the outcome says.

mod accept;
mod agreement;
mod create;
mod delete;
mod flag;
mod follow;
mod like;
mod moving;
mod reject;
mod reply_request;
#[cfg(test)]
mod tests;
mod undo;
mod update;

use jiff::Timestamp;
use url::Url;

use crate::{
    Error, Reason,
    ports::Directory,
    vocabulary::{Activity, Object, Reference, SignedAgreement, Verb, authority},
};

/// What should change, to be committed at once by our house.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub changes: Vec<Change>,
}

impl Outcome {
    pub fn one(change: Change) -> Outcome {
        Outcome { changes: vec![change] }
    }

    /// Nothing to do, and why: for the log, never for the sender.
    pub fn ignored(why: &'static str) -> Outcome {
        Outcome::one(Change::Ignored(why))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Their class asks to follow ours; a teacher answers. Sent again when it is already known: if it was accepted,
    /// our Accept may have been lost and is owed once more.
    FollowAsked {
        ours: Url,
        theirs: Url,
        follow_id: Url,
    },
    /// Their class has answered ours; `accepted: false` also ends a follow that was accepted.
    FollowAnswered {
        ours: Url,
        theirs: Url,
        accepted: bool,
    },
    /// Their class follows ours no longer.
    FollowWithdrawn {
        ours: Url,
        theirs: Url,
    },
    /// A post or comment, new to us.
    Arrived(Box<Arrival>),
    /// A newer wording of one that we know.
    Revised(Box<Arrival>),
    /// A comment that is known, or has just arrived, asks by this letter to stand under a post of ours.
    ReplyAsked {
        object: Url,
        request: Url,
    },
    /// Whether their class shows a comment of ours under its own post, and where its server says so.
    ReplyAnswered {
        reply: Url,
        is_shown: bool,
        approval: Option<Url>,
    },
    /// Gone at once and for good; kept as a tombstone even if it was never known. It may also be an approval of theirs.
    Removed {
        object: Url,
        actor: Url,
    },
    ActorRemoved {
        actor: Url,
    },
    /// To be fetched afresh; what the letter said about it is not believed.
    ActorChanged {
        actor: Url,
    },
    Liked {
        object: Url,
        actor: Url,
        like_id: Url,
    },
    Unliked {
        object: Url,
        actor: Url,
    },
    /// Another server has confirmed that it removed what we took back.
    RemovalConfirmed {
        activity: Url,
        by_host: String,
    },
    /// An adult of theirs has heard the safety words and says that they are the same.
    AgreementConfirmed {
        offer: Url,
        /// The agreement with their proof.
        copy: String,
    },
    /// Their school words the agreement anew, and waits for an adult of ours.
    AgreementProposed {
        letter: Url,
        agreement: Box<SignedAgreement>,
    },
    /// They agree to what we proposed by this letter.
    AgreementAccepted {
        letter: Url,
        copy: String,
    },
    /// They do not.
    AgreementDeclined {
        letter: Url,
    },
    /// Their school ends the agreement, or never begins it.
    AgreementEnded {
        offer: Url,
    },
    /// Something for a person to look at.
    Task {
        kind: TaskKind,
        actor: Url,
        detail: String,
    },
    Ignored(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskKind {
    Move,
    Flag,
    KeyChange,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub object: Object,
    pub actor: Url,
    /// Whether its author addressed it to everybody. It never widens who sees it here.
    pub public: bool,
    /// Our actors that it is addressed to, mentions, or answers.
    pub ours_mentioned: Vec<Url>,
}

/// Judges one letter, signed by `from`.
///
/// Errors: [`Error::Unproven`] if somebody else signed it than says it, [`Error::Refused`] if it speaks of things
/// that are not its own. Everything merely unwanted is an [`Change::Ignored`].
pub fn receive(activity: &Activity, from: &Url, ours: &dyn Directory, now: Timestamp) -> Result<Outcome, Error> {
    if &activity.actor != from {
        // Forwarded letters end here too: whoever wrote it is free to send it.
        return Err(Error::Unproven(Reason::OtherSigner));
    }
    let host = authority(&activity.actor);
    if host == ours.host() {
        return Err(Error::Refused(Reason::OursClaimed));
    }
    if authority(&activity.id) != host {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    let letter = Letter { activity, ours, now };
    match &activity.verb {
        Verb::Follow { object } => Ok(follow::receive(&letter, object)),
        Verb::Accept { object, result, approval } => {
            accept::receive(&letter, object, result.as_deref(), approval.as_ref())
        }
        Verb::Reject { object } => Ok(reject::receive(&letter, object)),
        Verb::Undo { object } => undo::receive(&letter, object),
        Verb::Create(object) => create::receive(&letter, object),
        Verb::Update(object) => update::receive(&letter, object),
        Verb::UpdateAgreement(words) => agreement::proposed(&letter, words),
        Verb::UpdateActor(actor) => update::receive_actor(&letter, actor),
        Verb::Delete { object } => delete::receive(&letter, object),
        Verb::Like { object } => Ok(like::receive(&letter, object)),
        Verb::Move { object, target } => moving::receive(&letter, object, target.as_ref()),
        Verb::Flag { objects, content } => Ok(flag::receive(&letter, objects, content.as_deref())),
        Verb::Announce { .. } => Ok(Outcome::ignored("boosts are not shown")),
        Verb::ReplyRequest { object, instrument } => reply_request::receive(&letter, object, instrument),
        Verb::Offer => Ok(Outcome::ignored("offers are not taken")),
        Verb::Other(_) => Ok(Outcome::ignored("not a verb we know")),
    }
}

/// A letter whose sender is proved, beside those it may concern.
struct Letter<'a> {
    activity: &'a Activity,
    ours: &'a dyn Directory,
    now: Timestamp,
}

impl Letter<'_> {
    fn actor(&self) -> &Url {
        &self.activity.actor
    }

    fn is_of_sender(&self, url: &Url) -> bool {
        authority(url) == authority(self.actor())
    }

    /// A comment of ours under something that the sender wrote: only that class says whether it is shown there.
    fn reply_of_ours(&self, object: &Reference) -> Option<Url> {
        let reply = object.id.as_ref()?;
        let known = self.ours.object(reply).filter(|known| known.ours && !known.tombstone)?;
        let answered = self.ours.object(&known.in_reply_to?)?;
        (&answered.owner == self.actor()).then(|| reply.clone())
    }

    /// The rule of one origin: what is created or changed is of the actor's own server and its very own.
    fn owns(&self, object: &Object) -> Result<(), Error> {
        if authority(&object.id) == self.ours.host() {
            return Err(Error::Refused(Reason::OursClaimed));
        }
        if !self.is_of_sender(&object.id) {
            return Err(Error::Refused(Reason::OtherOrigin));
        }
        if &object.attributed_to != self.actor() {
            return Err(Error::Refused(Reason::NotOwner));
        }
        Ok(())
    }
}
