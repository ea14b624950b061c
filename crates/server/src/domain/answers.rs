//! What another school says of a comment of ours under its post: that it is shown there, or that it is not. Never why.

use jiff::Timestamp;
use url::Url;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub is_shown: bool,
    /// Where its server says so, for other servers to read.
    pub approval: Option<Url>,
    pub answered_at: Timestamp,
}

/// Where a comment of ours stands at the school that it was sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abroad {
    Waiting,
    Shown,
    NotShown,
}

impl Abroad {
    /// `tells` if that school's server says so by itself. Of any other, silence says nothing.
    pub fn of(answer: Option<&Answer>, tells: bool) -> Option<Self> {
        match answer {
            Some(answer) if answer.is_shown => Some(Self::Shown),
            Some(_) => Some(Self::NotShown),
            None if tells => Some(Self::Waiting),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_means_waiting_only_where_somebody_would_speak() {
        let answer = |is_shown| Answer { is_shown, approval: None, answered_at: Timestamp::UNIX_EPOCH };

        for tells in [false, true] {
            assert_eq!(Abroad::of(Some(&answer(true)), tells), Some(Abroad::Shown));
            assert_eq!(Abroad::of(Some(&answer(false)), tells), Some(Abroad::NotShown));
        }
        assert_eq!(Abroad::of(None, true), Some(Abroad::Waiting));
        assert_eq!(Abroad::of(None, false), None);
    }
}
