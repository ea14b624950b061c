//! Items: posts and comments, ours and partners', with what is the same for all of them.

use jiff::Timestamp;
use url::Url;

use super::classes::Slug;
use super::ids::{ClassId, ItemId, PupilId, RemoteClassId, StaffId};

crate::words! {
    ItemKind { Article = "article", Comment = "comment" }
}

crate::words! {
    /// How far an item may reach at most. For what came from a partner: how far it may reach here.
    Audience { Class = "class", School = "school", Friends = "friends", Public = "public" }
}

/// Who wrote it. A pupil's words leave the server as their class's.
#[derive(Clone, Debug, PartialEq)]
pub enum Author {
    Pupil { class: ClassId, pupil: PupilId },
    Staff { class: ClassId, staff: StaffId },
    Partner(RemoteClassId),
}

impl Author {
    /// The class of ours that speaks; none for a partner's item.
    pub fn class(&self) -> Option<&ClassId> {
        match self {
            Self::Pupil { class, .. } | Self::Staff { class, .. } => Some(class),
            Self::Partner(_) => None,
        }
    }
}

/// A post or a comment, without its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: ItemId,
    pub kind: ItemKind,
    /// Its id on the wire.
    pub wire_id: Url,
    pub author: Author,
    /// Ours: the post's part of its page's address.
    pub slug: Option<Slug>,
    /// A comment: what it answers, and the post at the top.
    pub parent: Option<ItemId>,
    pub article: Option<ItemId>,
    pub audience: Audience,
    /// Theirs: where people read it.
    pub url: Option<Url>,
    pub published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub version_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
    pub gone_at: Option<Timestamp>,
    pub sealed_at: Option<Timestamp>,
}

impl Item {
    pub fn is_ours(&self) -> bool {
        self.author.class().is_some()
    }

    /// Still there to be decided on, edited or taken back.
    pub fn is_live(&self) -> bool {
        self.withdrawn_at.is_none() && self.gone_at.is_none()
    }
}
