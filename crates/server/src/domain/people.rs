//! The people of a school: adults who sign in with a password, pupils who hold up a card.

use jiff::{SignedDuration, Timestamp};

use super::ids::{CardId, ClassId, PupilId, StaffId};

/// How long a class's link for families works: a school year, and the weeks in which the next one is handed out.
pub const FAMILY_LINK_LASTS: SignedDuration = SignedDuration::from_hours(24 * 400);

/// An adult. What they may do follows from these moments and from their classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    pub id: StaffId,
    pub email: String,
    /// As pupils know them: "Mrs Kaur".
    pub name: String,
    pub admin_since: Option<Timestamp>,
    pub safeguarding_since: Option<Timestamp>,
    pub created_at: Timestamp,
    pub disabled_at: Option<Timestamp>,
}

crate::words! {
    /// What an adult does for a class.
    ClassRole {
        /// Runs the class blog.
        Teacher = "teacher",
        /// Decides beside the teacher.
        Moderator = "moderator",
        /// Only decides, and only within their dates.
        Cover = "cover",
        /// Sits beside a colleague: sees the queue, decides nothing.
        Coach = "coach",
    }
}

impl ClassRole {
    /// May let in, send back and turn away.
    pub fn decides(self) -> bool {
        match self {
            Self::Teacher | Self::Moderator | Self::Cover => true,
            Self::Coach => false,
        }
    }

    /// May write for the class, follow other classes and change its pupils.
    pub fn runs(self) -> bool {
        match self {
            Self::Teacher | Self::Moderator => true,
            Self::Cover | Self::Coach => false,
        }
    }
}

/// One adult's place in one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    pub class: ClassId,
    pub staff: StaffId,
    pub role: ClassRole,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl Duty {
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// A child: a first name and the classes they belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Pupil {
    pub id: PupilId,
    pub name: String,
    pub created_at: Timestamp,
    pub left_at: Option<Timestamp>,
}

/// A pupil's card as it can be listed: the token itself is shown once and never kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: CardId,
    pub pupil: PupilId,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// An e-mail address as people are found by it: trimmed and in lower case.
/// None unless it has one `@` with something on both sides.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.split_once('@')?;
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let hosted = (host.contains('.') || host == "localhost") && !host.contains('@');
    (plain && hosted && !name.is_empty() && text.len() <= 254).then_some(text)
}

/// The shortest password that is taken.
pub const SHORTEST_PASSWORD: usize = 10;
/// The longest, in bytes: hashing a megabyte is an attack.
pub const LONGEST_PASSWORD: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_whatever_its_case() {
        assert_eq!(email(" Kaur@Maple.example "), Some("kaur@maple.example".to_owned()));
        for bad in ["kaur", "@maple.example", "a@b@c.d", "a b@c.d", "a@"] {
            assert_eq!(email(bad), None, "{bad}");
        }
    }

    #[test]
    fn cover_holds_within_its_dates_only() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let now = at(0);
        let duty = Duty {
            class: ClassId::fresh(now),
            staff: StaffId::fresh(now),
            role: ClassRole::Cover,
            from: Some(at(10)),
            until: Some(at(20)),
        };

        assert!(!duty.holds_at(at(9)));
        assert!(duty.holds_at(at(10)));
        assert!(!duty.holds_at(at(20)));
    }
}
