//! What an adult is told to look at, as numbers: on their first page, and once a day by e-mail if they wish. Never a word of it.

use jiff::{SignedDuration, Timestamp};

use super::classes::ClassBlog;

/// The hour for who never chose one.
pub const USUAL_HOUR: i8 = 8;
/// The hours that can be chosen.
pub const HOURS: std::ops::RangeInclusive<i8> = 6..=18;
/// How often a mail that the server would not take just now is tried on one day.
pub const TRIES: i64 = 8;

/// What an adult has chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// By the school's clocks; none for no mail.
    pub hour: Option<i8>,
    /// BCP 47.
    pub language: String,
}

/// What waits at the gate of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct AtTheGate {
    pub class: ClassBlog,
    pub coming_in: i64,
    pub going_out: i64,
    pub ours: i64,
    /// Classes that ask to follow.
    pub asking: i64,
}

impl AtTheGate {
    pub fn total(&self) -> i64 {
        self.coming_in + self.going_out + self.ours + self.asking
    }
}

/// What else there is to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToDo {
    /// Families that wait for an answer, and by when the first is to have it.
    pub families: Option<(usize, Timestamp)>,
    /// Worries, for the safeguarding lead.
    pub worries: i64,
    /// What was taken back and is not confirmed everywhere.
    pub removals: usize,
    /// Erasures that can still be called off, and until when the first can.
    pub erasures: Option<(usize, Timestamp)>,
    /// What only an admin can settle.
    pub tasks: usize,
    /// Partner schools that something has not reached, or that are held.
    pub schools: usize,
}

/// All that one adult is to look at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    pub gates: Vec<AtTheGate>,
    pub to_do: ToDo,
}

impl ToDo {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Notices {
    pub fn is_empty(&self) -> bool {
        self.gates.is_empty() && self.to_do.is_empty()
    }

    /// All that waits at all gates.
    pub fn waiting(&self) -> i64 {
        self.gates.iter().map(AtTheGate::total).sum()
    }
}

crate::words! {
    /// Why no mail can be sent.
    MailTrouble {
        /// Its server does not answer.
        Silent = "silent",
        /// No safe line to it.
        Unsafe = "unsafe",
        /// It does not know our user or password.
        SignIn = "sign-in",
        /// It would not take a mail.
        Refused = "refused",
    }
}

/// Since when mail cannot be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct MailDown {
    pub since: Timestamp,
    pub why: MailTrouble,
    pub tries: i64,
    /// Not before then.
    pub next_at: Timestamp,
}

/// How long to wait after so many tries in vain.
pub fn pause(tries: i64) -> SignedDuration {
    SignedDuration::from_mins(match tries {
        ..=1 => 5,
        2 => 10,
        3 => 20,
        4 => 40,
        _ => 60,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_of_nothing_and_one_thing_is_something() {
        assert!(Notices::default().is_empty());

        for to_do in [
            ToDo { families: Some((1, Timestamp::UNIX_EPOCH)), ..ToDo::default() },
            ToDo { worries: 1, ..ToDo::default() },
            ToDo { removals: 1, ..ToDo::default() },
            ToDo { erasures: Some((1, Timestamp::UNIX_EPOCH)), ..ToDo::default() },
            ToDo { tasks: 1, ..ToDo::default() },
            ToDo { schools: 1, ..ToDo::default() },
        ] {
            assert!(!Notices { to_do, ..Notices::default() }.is_empty());
        }
    }

    #[test]
    fn pauses_grow_up_to_an_hour() {
        assert_eq!([1, 2, 3, 4, 5, 99].map(|tries| pause(tries).as_mins()), [5, 10, 20, 40, 60, 60]);
    }
}
