//! The audit log: each line carries the hash of the one before, so that a missing or changed line shows.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// One line, as kept. Names nobody but by id, and holds no child's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub number: i64,
    pub at: Timestamp,
    /// `staff:…`, `pupil:…`, `host:…` or `school`.
    pub actor: String,
    pub action: String,
    /// `item:…`, `class:…`, `partner:…` and so on.
    pub subject: String,
    pub detail: String,
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

    /// The line that follows the one with this number and hash.
    pub fn line_after(self, number: i64, previous: String, at: Timestamp) -> Line {
        let mut line = Line {
            number: number + 1,
            at,
            actor: self.actor,
            action: self.action.to_owned(),
            subject: self.subject,
            detail: self.detail,
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
        for part in [&number, &at, &self.actor, &self.action, &self.subject, &self.detail, &self.previous] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        format!("{:x}", hasher.finalize())
    }

    /// Whether this line follows that one (or is the first) and is as it was written.
    pub fn follows(&self, before: Option<&Line>) -> bool {
        let (number, hash) = before.map_or((0, ""), |line| (line.number, line.hash.as_str()));
        self.number == number + 1 && self.previous == hash && self.hash == self.expected_hash()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_or_missing_line_breaks_the_chain() {
        let at = Timestamp::UNIX_EPOCH;
        let first = Event::new("staff:1", "let_in", "item:1").line_after(0, String::new(), at);
        let second = Event::new("staff:1", "turn_away", "item:2").line_after(1, first.hash.clone(), at);
        let third = Event::new("staff:2", "hide", "class:1").line_after(2, second.hash.clone(), at);

        assert!(first.follows(None) && second.follows(Some(&first)) && third.follows(Some(&second)));
        assert!(!third.follows(Some(&first)));
        let changed = Line { actor: "staff:9".to_owned(), ..second.clone() };
        assert!(!changed.follows(Some(&first)));
    }
}
