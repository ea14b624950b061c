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
            | Self::RejectFollow
            | Self::UndoFollow
            | Self::UndoLike
            | Self::Receipt
            | Self::Agree
            | Self::Propose
            | Self::Decline
            | Self::EndAgreement => true,
            Self::Create | Self::Update | Self::Follow | Self::AcceptFollow | Self::Like | Self::Renew => false,
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
    /// When it last took the words.
    pub received_at: Option<Timestamp>,
    /// When we asked it to remove them, and when it took that letter.
    pub asked_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    /// When it said, signed, that they are gone.
    pub confirmed_at: Option<Timestamp>,
    /// Nothing goes to it just now: it, or all exchange, is paused.
    pub is_held: bool,
    pub last_error: Option<String>,
}
