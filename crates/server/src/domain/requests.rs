//! What families ask to have removed: a task for adults of the class, with a day by which it is answered.

use jiff::{SignedDuration, Timestamp};

use super::ids::{ClassId, ItemId, RemovalRequestId, StaffId};

/// A family is answered within this time.
pub const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Their words are forgotten so long after the answer.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(90 * 24);
/// So many may be open for one class; a link is shared by all its families, and may have got about.
pub const MOST_OPEN: i64 = 30;
/// In characters.
pub const LONGEST_WORDS: usize = 1000;
pub const LONGEST_CONTACT: usize = 200;

crate::words! {
    /// What became of it.
    Outcome {
        /// It is off every page.
        Removed = "removed",
        /// It stays, and the family is told why.
        Kept = "kept",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct RemovalRequest {
    pub id: RemovalRequestId,
    pub item: ItemId,
    /// Whose adults answer: the class that wrote it, or that let it in.
    pub class: ClassId,
    pub words: String,
    /// How the family can be reached; it need not say.
    pub contact: String,
    pub asked_at: Timestamp,
    pub due_at: Timestamp,
    pub outcome: Option<Outcome>,
    /// What was said about it.
    pub answer: String,
    pub settled_by: Option<StaffId>,
    pub settled_at: Option<Timestamp>,
}

impl RemovalRequest {
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.settled_at.is_none() && self.due_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_answered_within_a_week() {
        let asked_at = Timestamp::UNIX_EPOCH;
        let mut request = RemovalRequest {
            id: RemovalRequestId::fresh(asked_at),
            item: ItemId::fresh(asked_at),
            class: ClassId::fresh(asked_at),
            words: String::new(),
            contact: String::new(),
            asked_at,
            due_at: asked_at + ANSWERED_WITHIN,
            outcome: None,
            answer: String::new(),
            settled_by: None,
            settled_at: None,
        };
        let second = SignedDuration::from_secs(1);

        assert!(!request.is_late(request.due_at - second));
        assert!(request.is_late(request.due_at));
        request.settled_at = Some(request.due_at + second);
        assert!(!request.is_late(request.due_at + second));
    }
}
