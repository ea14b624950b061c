//! What two schools agreed on.

use jiff::Timestamp;
use url::Url;

use super::ids::ClassId;

/// How far two schools have come with agreeing. None for one that was added by its address.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Their school's own actor.
    pub actor: Url,
    /// Where its letters go.
    pub inbox: Url,
    /// The id of the Offer, whoever made it.
    pub offer: Url,
    /// When one of our adults heard the words, and who.
    pub confirmed_at: Option<Timestamp>,
    pub confirmed_by: Option<String>,
    /// When their server told us, signed, that one of theirs has.
    pub confirmed_there_at: Option<Timestamp>,
}

impl Agreement {
    /// Only then does anything flow.
    pub fn is_confirmed_by_both(&self) -> bool {
        self.confirmed_at.is_some() && self.confirmed_there_at.is_some()
    }
}

/// What was agreed on.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "four things that two schools agree on or do not")]
pub struct Terms {
    pub may_follow: bool,
    pub may_reply: bool,
    pub may_like: bool,
    pub may_show_pictures: bool,
    /// The classes of ours that take part; all of them when it is empty.
    pub classes: Vec<ClassId>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            may_follow: true,
            may_reply: true,
            may_like: true,
            may_show_pictures: true,
            classes: Vec::new(),
            starts_at: None,
            ends_at: None,
        }
    }
}

/// Something that one class does with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    Follow,
    Reply,
    Like,
}

impl Terms {
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.starts_at.is_none_or(|start| start <= now) && self.ends_at.is_none_or(|end| now < end)
    }

    /// Whether this was agreed on between this class of ours and theirs, whichever of the two begins.
    pub fn allow(&self, exchange: Exchange, class: &ClassId) -> bool {
        let may = match exchange {
            Exchange::Follow => self.may_follow,
            Exchange::Reply => self.may_reply,
            Exchange::Like => self.may_like,
        };
        may && self.takes_part(class)
    }

    pub fn takes_part(&self, class: &ClassId) -> bool {
        self.classes.is_empty() || self.classes.contains(class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_hold_between_their_dates_and_for_their_classes() {
        let now = Timestamp::UNIX_EPOCH;
        let day = jiff::SignedDuration::from_hours(24);
        let (maple, oak) = (ClassId::fresh(now), ClassId::fresh(now + day));
        let terms = Terms {
            may_like: false,
            classes: vec![maple.clone()],
            starts_at: Some(now),
            ends_at: Some(now + day),
            ..Terms::default()
        };

        assert!(terms.in_force(now) && !terms.in_force(now - day) && !terms.in_force(now + day));
        assert!(terms.allow(Exchange::Follow, &maple) && terms.allow(Exchange::Reply, &maple));
        assert!(!terms.allow(Exchange::Like, &maple) && !terms.allow(Exchange::Follow, &oak));
        assert!(Terms::default().allow(Exchange::Like, &oak) && Terms::default().in_force(now));
    }
}
