//! What two schools agreed on.

pub use federation::vocabulary::TakingPart;
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
    /// The id of what was offered: the same for every wording of it.
    pub id: Url,
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
    /// The classes of ours that take part.
    pub classes: TakingPart<ClassId>,
    /// The classes of theirs that do, by their actors.
    pub their_classes: TakingPart<Url>,
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
            classes: TakingPart::All,
            their_classes: TakingPart::All,
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

/// One thing in which two terms differ; for what may be or not, whether it may be then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    Follow(bool),
    Reply(bool),
    Like(bool),
    Pictures(bool),
    OurClasses,
    TheirClasses,
    FirstDay,
    LastDay,
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
        self.classes.includes(class)
    }

    /// Whether this class of theirs, by its actor, takes part.
    pub fn takes_part_there(&self, class: &Url) -> bool {
        self.their_classes.includes(class)
    }

    /// What both of these allow.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self {
            may_follow: self.may_follow && other.may_follow,
            may_reply: self.may_reply && other.may_reply,
            may_like: self.may_like && other.may_like,
            may_show_pictures: self.may_show_pictures && other.may_show_pictures,
            classes: self.classes.meet(&other.classes),
            their_classes: self.their_classes.meet(&other.their_classes),
            starts_at: self.starts_at.max(other.starts_at),
            // None is no end at all, and later than any.
            ends_at: [self.ends_at, other.ends_at].into_iter().flatten().min(),
        }
    }

    /// What would be different by other terms, in the order in which they are shown.
    pub fn differences(&self, then: &Self) -> Vec<Difference> {
        [
            (self.may_follow != then.may_follow, Difference::Follow(then.may_follow)),
            (self.may_reply != then.may_reply, Difference::Reply(then.may_reply)),
            (self.may_like != then.may_like, Difference::Like(then.may_like)),
            (self.may_show_pictures != then.may_show_pictures, Difference::Pictures(then.may_show_pictures)),
            (self.classes != then.classes, Difference::OurClasses),
            (self.their_classes != then.their_classes, Difference::TheirClasses),
            (self.starts_at != then.starts_at, Difference::FirstDay),
            (self.ends_at != then.ends_at, Difference::LastDay),
        ]
        .into_iter()
        .filter_map(|(is_other, difference)| is_other.then_some(difference))
        .collect()
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
            classes: TakingPart::Only(vec![maple.clone()]),
            starts_at: Some(now),
            ends_at: Some(now + day),
            ..Terms::default()
        };

        assert!(terms.in_force(now) && !terms.in_force(now - day) && !terms.in_force(now + day));
        assert!(terms.allow(Exchange::Follow, &maple) && terms.allow(Exchange::Reply, &maple));
        assert!(!terms.allow(Exchange::Like, &maple) && !terms.allow(Exchange::Follow, &oak));
        assert!(Terms::default().allow(Exchange::Like, &oak) && Terms::default().in_force(now));
    }

    #[test]
    fn what_is_narrower_holds_and_what_is_wider_does_not() {
        let now = Timestamp::UNIX_EPOCH;
        let day = jiff::SignedDuration::from_hours(24);
        let maple = ClassId::fresh(now);
        let theirs: Url = "https://oak.example/ap/a/1".parse().unwrap();
        let agreed = Terms { may_like: false, ends_at: Some(now + day), ..Terms::default() };
        let proposed = Terms {
            may_show_pictures: false,
            classes: TakingPart::Only(vec![maple.clone()]),
            their_classes: TakingPart::Only(Vec::new()),
            starts_at: Some(now),
            ends_at: Some(now + day * 2),
            ..Terms::default()
        };

        let holds = agreed.meet(&proposed);

        assert!(holds.may_follow && !holds.may_like && !holds.may_show_pictures);
        assert_eq!((holds.starts_at, holds.ends_at), (Some(now), Some(now + day)));
        assert!(holds.takes_part(&maple) && !holds.takes_part_there(&theirs));
        assert_eq!(proposed.meet(&agreed), holds);
        assert_eq!(agreed.meet(&agreed), agreed);
        assert_eq!(
            agreed.differences(&proposed),
            [
                Difference::Like(true),
                Difference::Pictures(false),
                Difference::OurClasses,
                Difference::TheirClasses,
                Difference::FirstDay,
                Difference::LastDay,
            ]
        );
        assert_eq!(agreed.differences(&agreed), []);
    }
}
