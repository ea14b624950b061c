//! Who may say what: one table, and nothing else decides.

use crate::vocabulary::Verb;

/// Where we stand with another server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Never agreed on, or only invited so far.
    Unknown,
    Trusted,
    /// Trusted before and perhaps again: nothing new is shown, nothing is lost.
    Paused,
    /// Over, or blocked.
    Ended,
}

/// What becomes of a letter before anybody reads what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Answered with 403.
    Refuse,
    /// Kept unread until the pause is over.
    Hold,
    /// Given to [`crate::inbox::receive`].
    Judge,
    /// Accepted politely and forgotten.
    Ignore,
}

/// What a server of this standing may have done by this verb.
///
/// Taking something back is never held: removing is always safe, and it is what a paused school most needs to do.
pub fn verdict(standing: Standing, verb: &Verb) -> Verdict {
    use Standing::{Ended, Paused, Trusted, Unknown};
    use Verdict::{Hold, Ignore, Judge, Refuse};
    match (standing, verb) {
        (Unknown, _) => Refuse,

        // A school we have parted from may still take back what its children wrote.
        (Ended, Verb::Delete { .. }) => Judge,
        (Ended, _) => Refuse,

        (Trusted | Paused, Verb::Delete { .. } | Verb::Undo { .. } | Verb::Reject { .. }) => Judge,
        (Trusted | Paused, Verb::Announce { .. } | Verb::Offer | Verb::Other(_)) => Ignore,

        (
            Paused,
            Verb::Follow { .. }
            | Verb::Accept { .. }
            | Verb::Create(_)
            | Verb::Update(_)
            | Verb::UpdateActor(_)
            | Verb::Like { .. }
            | Verb::Move { .. }
            | Verb::Flag { .. },
        ) => Hold,
        (
            Trusted,
            Verb::Follow { .. }
            | Verb::Accept { .. }
            | Verb::Create(_)
            | Verb::Update(_)
            | Verb::UpdateActor(_)
            | Verb::Like { .. }
            | Verb::Move { .. }
            | Verb::Flag { .. },
        ) => Judge,
    }
}
