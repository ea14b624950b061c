//! The classes that a partner's server lists: those that ours could follow.

use jiff::Timestamp;
use url::Url;

/// A class on a partner's list. Nobody here needs to have heard of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedClass {
    pub actor: Url,
    /// What its server calls it; adults only.
    pub name: String,
    /// `4b@south.example`
    pub handle: String,
}

/// How a list was last read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListState {
    /// When the school made what we read, by its proof.
    pub made_at: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
    pub tried_at: Timestamp,
}

impl ListState {
    /// Whether the last try was in vain.
    pub fn is_unread(&self) -> bool {
        self.read_at.is_none_or(|read| read < self.tried_at)
    }
}
