//! Ids: made by us, random enough not to be guessed, never reused.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use uuid::{NoContext, Uuid};

/// A `UUIDv7` as text: sortable by time on both databases, with 74 bits of chance in it.
fn fresh(now: Timestamp) -> String {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos)).simple().to_string()
}

/// What a text must be to be an id: 32 lower-case hexadecimal digits.
fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// What all ids have in common.
pub trait Id: Sized {
    fn as_str(&self) -> &str;

    /// From our own database, where only ids were put.
    fn known(text: String) -> Self;
}

/// The text is no id of ours.
#[derive(Debug)]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn fresh(now: Timestamp) -> Self {
                Self(fresh(now))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if is_id(&text) { Ok(Self(text)) } else { Err("not an id") }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl Id for $name {
            fn as_str(&self) -> &str {
                &self.0
            }

            fn known(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

ids! {
    /// An adult of the school.
    StaffId
    /// A class or pupil group.
    ClassId
    PupilId
    CardId
    FamilyLinkId
    PosterId
    InvitationId
    /// A school we trust, or trusted.
    PartnerId
    /// One wording of an agreement.
    ProposalId
    RemoteClassId
    FollowId
    /// A post or a comment, ours or theirs.
    ItemId
    RevisionId
    PictureId
    DecisionId
    /// Decisions made with one tap.
    BatchId
    WorryId
    RemovalRequestId
    LikeId
    TaskId
    /// Something we said to other servers.
    ActivityId
    DeliveryId
    ErasureId
    /// Days without school, in a row.
    HolidayId
    /// One import of an old blog.
    ImportId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_nothing_else_does() {
        let id = ClassId::fresh(Timestamp::UNIX_EPOCH);

        assert_eq!(id.as_str().parse::<ClassId>().unwrap(), id);
        assert!("../etc/passwd".parse::<ClassId>().is_err());
        assert!(
            id.as_str().to_uppercase().parse::<ClassId>().is_err()
                || !id.as_str().contains(|c: char| c.is_alphabetic())
        );
    }
}
