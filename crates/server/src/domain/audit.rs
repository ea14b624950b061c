//! The audit log: each line carries the hash of the one before, so that a missing or changed line shows.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// One line, as kept. Names nobody but by id, and holds no child's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub number: i64,
    pub at: Timestamp,
    /// `staff:…`, `pupil:…`, `family:…`, `host:…` or `school`.
    pub actor: String,
    pub action: String,
    /// `item:…`, `class:…`, `partner:…` and so on.
    pub subject: String,
    pub detail: String,
    /// Chance, so that nobody can guess an erased detail from its mark; gone with it.
    pub salt: String,
    /// What stands for the detail in the hash.
    pub mark: String,
    pub previous: String,
    pub hash: String,
}

/// Something that happened, to be written as the next line.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub actor: String,
    pub action: &'static str,
    pub subject: String,
    pub detail: String,
}

impl Event {
    pub fn new(actor: impl Into<String>, action: &'static str, subject: impl Into<String>) -> Self {
        Self { actor: actor.into(), action, subject: subject.into(), detail: String::new() }
    }

    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The line that follows the one with this number and hash. The salt is some chance for this line alone.
    pub fn line_after(self, number: i64, previous: String, at: Timestamp, salt: String) -> Line {
        let mut line = Line {
            number: number + 1,
            at,
            actor: self.actor,
            action: self.action.to_owned(),
            subject: self.subject,
            mark: mark_of(&salt, &self.detail),
            detail: self.detail,
            salt,
            previous,
            hash: String::new(),
        };
        line.hash = line.expected_hash();
        line
    }
}

impl Line {
    /// The hash this line must have.
    pub fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let number = self.number.to_string();
        let at = self.at.as_millisecond().to_string();
        for part in [&number, &at, &self.actor, &self.action, &self.subject, &self.mark, &self.previous] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        format!("{:x}", hasher.finalize())
    }

    /// Whether its detail was erased, and its mark alone stands for it.
    pub fn is_erased(&self) -> bool {
        self.salt.is_empty() && self.detail.is_empty()
    }

    /// Whether this line follows that one (or is the first) and is as it was written, but for a detail that was erased.
    pub fn follows(&self, before: Option<&Line>) -> bool {
        let (number, hash) = before.map_or((0, ""), |line| (line.number, line.hash.as_str()));
        self.number == number + 1
            && self.previous == hash
            && self.hash == self.expected_hash()
            && (self.is_erased() || self.mark == mark_of(&self.salt, &self.detail))
    }
}

fn mark_of(salt: &str, detail: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update((salt.len() as u64).to_be_bytes());
    hasher.update(salt.as_bytes());
    hasher.update(detail.as_bytes());
    format!("{:x}", hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_or_missing_line_breaks_the_chain() {
        let at = Timestamp::UNIX_EPOCH;
        let first = Event::new("staff:1", "let_in", "item:1").line_after(0, String::new(), at, "a".to_owned());
        let second = Event::new("staff:1", "turn_away", "item:2").line_after(1, first.hash.clone(), at, "b".to_owned());
        let third = Event::new("staff:2", "hide", "class:1").line_after(2, second.hash.clone(), at, "c".to_owned());

        assert!(first.follows(None) && second.follows(Some(&first)) && third.follows(Some(&second)));
        assert!(!third.follows(Some(&first)));
        let changed = Line { actor: "staff:9".to_owned(), ..second.clone() };
        assert!(!changed.follows(Some(&first)));
    }

    #[test]
    fn a_detail_can_be_erased_and_not_replaced() {
        let at = Timestamp::UNIX_EPOCH;
        let event = Event::new("staff:1", "let_in", "item:1").with("revision:ab");
        let line = event.clone().line_after(0, String::new(), at, "salt".to_owned());
        let other = event.line_after(0, String::new(), at, "pepper".to_owned());
        assert_ne!(line.mark, other.mark, "the same words have another mark each time");

        let erased = Line { detail: String::new(), salt: String::new(), ..line.clone() };

        assert!(line.follows(None) && erased.follows(None) && erased.is_erased());
        assert!(!Line { detail: "revision:cd".to_owned(), ..line.clone() }.follows(None));
        assert!(!Line { detail: String::new(), ..line.clone() }.follows(None));
        assert!(!Line { salt: String::new(), ..line.clone() }.follows(None));
        assert!(!Line { mark: other.mark, ..erased }.follows(None));
    }
}
