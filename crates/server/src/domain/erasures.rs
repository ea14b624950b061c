//! Erasing a pupil or a class: what an admin asks for, and what it will take with it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{ClassId, ErasureId, PupilId};

crate::words! {
    /// Why. Chosen, not written: whatever is written could name somebody.
    Reason { Family = "family", Left = "left", Authority = "authority", Mistake = "mistake", Other = "other" }
}

/// Whom or what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Pupil(PupilId),
    Class(ClassId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pupil(id) => write!(f, "pupil:{id}"),
            Self::Class(id) => write!(f, "class:{id}"),
        }
    }
}

impl FromStr for Subject {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("pupil", id)) => id.parse().map(Self::Pupil).map_err(|_| "not a pupil"),
            Some(("class", id)) => id.parse().map(Self::Class).map_err(|_| "not a class"),
            _ => Err("nothing that can be erased"),
        }
    }
}

/// What goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub posts: i64,
    pub comments: i64,
    /// What others wrote under these posts.
    pub answers: i64,
    pub pictures: i64,
    pub cards: i64,
    pub sessions: i64,
    /// Partner schools that will be asked to delete.
    pub schools: i64,
    /// Cases of the safeguarding lead that are open or kept: these stay, for nobody else's eyes.
    pub cases: i64,
}

/// One that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Erasure {
    pub id: ErasureId,
    pub subject: Subject,
    pub reason: Reason,
    /// `staff:…` or `school`.
    pub asked_by: String,
    pub asked_at: Timestamp,
    pub purge_at: Timestamp,
    pub counts: Counts,
    pub called_off_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
}

impl Erasure {
    /// A class cannot be brought back: its partners were told that it is gone.
    pub fn may_be_called_off(&self, now: Timestamp) -> bool {
        matches!(self.subject, Subject::Pupil(_))
            && self.called_off_at.is_none()
            && self.done_at.is_none()
            && now < self.purge_at
    }

    /// As whose doing everything is marked that goes with it.
    pub fn hand(&self) -> String {
        format!("erasure:{}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_pupils_erasure_can_be_called_off_until_it_is_due_and_a_classs_never() {
        let now = Timestamp::UNIX_EPOCH;
        let due = now + SignedDuration::from_hours(20);
        let pupil = Erasure {
            id: ErasureId::fresh(now),
            subject: Subject::Pupil(PupilId::fresh(now)),
            reason: Reason::Family,
            asked_by: "staff:1".to_owned(),
            asked_at: now,
            purge_at: due,
            counts: Counts::default(),
            called_off_at: None,
            done_at: None,
        };
        let class = Erasure { subject: Subject::Class(ClassId::fresh(now)), ..pupil.clone() };

        assert!(pupil.may_be_called_off(now) && !pupil.may_be_called_off(due));
        assert!(!Erasure { called_off_at: Some(now), ..pupil.clone() }.may_be_called_off(now));
        assert!(!class.may_be_called_off(now));
        assert_eq!(pupil.subject.to_string().parse(), Ok(pupil.subject));
        assert!("staff:1".parse::<Subject>().is_err());
    }
}
