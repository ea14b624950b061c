//! What we said to other servers, and what became of it.

use jiff::Timestamp;
use url::Url;

use super::ids::{ActivityId, BatchId, ClassId, DeliveryId, ItemId, RevisionId};

crate::words! {
    /// What an activity of ours does.
    Verb {
        Create = "create",
        Update = "update",
        Delete = "delete",
        /// "This comment may stand under our post."
        AcceptReply = "accept_reply",
        RejectReply = "reject_reply",
        /// "It may no longer."
        RevokeReply = "revoke_reply",
        Follow = "follow",
        AcceptFollow = "accept_follow",
        RejectFollow = "reject_follow",
        UndoFollow = "undo_follow",
        Like = "like",
        UndoLike = "undo_like",
        /// "We have removed it": our receipt for a partner's Delete.
        Receipt = "receipt",
        /// "An adult of ours has heard the safety words."
        Agree = "agree",
        /// "We would word the agreement like this."
        Propose = "propose",
        Decline = "decline",
        EndAgreement = "end_agreement",
        /// "We have new keys."
        Renew = "renew",
    }
}

impl Verb {
    /// Withdrawals jump the lane and never expire; so does what is said of the agreement itself.
    pub fn is_urgent(self) -> bool {
        match self {
            Self::Delete
            | Self::RevokeReply
            | Self::RejectFollow
            | Self::UndoFollow
            | Self::UndoLike
            | Self::Receipt
            | Self::Agree
            | Self::Propose
            | Self::Decline
            | Self::EndAgreement => true,
            Self::Create
            | Self::Update
            | Self::AcceptReply
            | Self::RejectReply
            | Self::Follow
            | Self::AcceptFollow
            | Self::Like
            | Self::Renew => false,
        }
    }
}

/// Something to say, ready to be written down beside the change that caused it.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    pub id: ActivityId,
    pub wire_id: Url,
    /// None when the school itself speaks.
    pub class: Option<ClassId>,
    pub item: Option<ItemId>,
    pub revision: Option<RevisionId>,
    pub batch: Option<BatchId>,
    pub verb: Verb,
    /// The exact bytes to send.
    pub body: String,
    /// Where to; each inbox once.
    pub inboxes: Vec<Url>,
    /// Not to be sent before.
    pub due_at: Timestamp,
}

/// Why a wording was never sent where a newer one went: what is written down beside it.
pub const REPLACED: &str = "a newer wording went in its place";
/// Why something was not tried again that had not arrived: what it said was taken back.
pub const TAKEN_BACK: &str = "taken back";

/// One activity on its way to one inbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub activity: ActivityId,
    pub class: Option<ClassId>,
    pub verb: Verb,
    pub body: String,
    pub inbox: Url,
    pub host: String,
    pub attempts: i64,
    /// Answers in a row that found fault with this letter alone.
    pub refusals: i64,
    pub created_at: Timestamp,
    pub last_tried_at: Option<Timestamp>,
}

/// How one school received, and gave back, one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub host: String,
    pub school: String,
    /// Whom to telephone there, as our admin wrote it down.
    pub contact: String,
    pub safeguarding_contact: String,
    /// When it last took the words, and when we had that wording.
    pub received_at: Option<Timestamp>,
    pub wording_at: Option<Timestamp>,
    /// When we first asked it to remove them, and when it had taken that letter.
    pub asked_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    /// When it said, signed, that they are gone.
    pub confirmed_at: Option<Timestamp>,
    /// Its software is known to say so.
    pub may_confirm: bool,
    /// Nothing goes to it just now: it, or all exchange, is paused.
    pub is_held: bool,
    /// It has refused our letter for good.
    pub is_refused: bool,
    /// When it is asked next.
    pub next_at: Option<Timestamp>,
    pub last_error: Option<String>,
}

/// How far one school is with removing what was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    Confirmed,
    /// It has our letter and will say when it is done.
    Taken,
    /// It has our letter, and its software is not known to say more.
    Asked,
    OnItsWay,
    /// Exchange with it is paused; our letter goes when that is over.
    Held,
    /// It does not answer; it is tried again.
    Silent,
    /// It answered that it will not take the letter.
    Refused,
}

impl Receipt {
    pub fn removal(&self) -> Removal {
        match (self.confirmed_at, self.answered_at, &self.last_error) {
            (Some(_), _, _) => Removal::Confirmed,
            (None, Some(_), _) if self.may_confirm => Removal::Taken,
            (None, Some(_), _) => Removal::Asked,
            (None, None, _) if self.is_refused => Removal::Refused,
            (None, None, _) if self.is_held => Removal::Held,
            (None, None, Some(_)) => Removal::Silent,
            (None, None, None) => Removal::OnItsWay,
        }
    }
}

impl Removal {
    /// Nothing more is to be waited for.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Confirmed | Self::Asked)
    }
}

/// Something of ours that was taken back, and that some school has not settled yet.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenRemoval {
    pub item: ItemId,
    pub asked_at: Timestamp,
    /// How many schools.
    pub schools: i64,
}

/// How far one school is with everything that it was asked to remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtHost {
    pub host: String,
    pub school: String,
    pub contact: String,
    /// How many things it was asked to remove, how many of these letters it has, and how many it has confirmed.
    pub asked: i64,
    pub taken: i64,
    pub confirmed: i64,
    pub may_confirm: bool,
}

impl AtHost {
    /// Nothing more is to be waited for.
    pub fn is_settled(&self) -> bool {
        self.confirmed == self.asked || (!self.may_confirm && self.taken == self.asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(answered: bool, confirmed: bool, failed: bool) -> Receipt {
        let at = |is: bool| is.then_some(Timestamp::UNIX_EPOCH);
        Receipt {
            host: "oak.example".to_owned(),
            school: "Oak Academy".to_owned(),
            contact: String::new(),
            safeguarding_contact: String::new(),
            received_at: at(true),
            wording_at: at(true),
            asked_at: at(true),
            answered_at: at(answered),
            confirmed_at: at(confirmed),
            may_confirm: true,
            is_held: false,
            is_refused: false,
            next_at: None,
            last_error: failed.then(|| "timed out".to_owned()),
        }
    }

    #[test]
    fn only_a_signed_word_confirms() {
        let other = |receipt| Receipt { may_confirm: false, ..receipt };
        let held = |receipt| Receipt { is_held: true, ..receipt };
        let refused = |receipt| Receipt { is_refused: true, ..receipt };

        assert_eq!(receipt(true, true, false).removal(), Removal::Confirmed);
        assert_eq!(receipt(true, false, false).removal(), Removal::Taken);
        assert_eq!(other(receipt(true, false, false)).removal(), Removal::Asked);
        assert_eq!(other(receipt(true, true, false)).removal(), Removal::Confirmed);
        assert_eq!(receipt(false, false, false).removal(), Removal::OnItsWay);
        assert_eq!(receipt(false, false, true).removal(), Removal::Silent);
        assert_eq!(held(receipt(false, false, true)).removal(), Removal::Held);
        assert_eq!(held(receipt(true, false, false)).removal(), Removal::Taken);
        assert_eq!(refused(held(receipt(false, false, true))).removal(), Removal::Refused);
    }
}
