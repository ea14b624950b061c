//! Bringing an old blog in: what one import is, what of it comes in, and why the rest does not.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::ids::{ClassId, ImportId, StaffId};

/// One import of one blog into one class. Until it is finished the next run carries it on.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    pub id: ImportId,
    pub class: ClassId,
    /// Where the blog was, as its export says.
    pub site: String,
    /// The adult in whose name everything of it was let in.
    pub staff: StaffId,
    pub began_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
}

crate::words! {
    /// Why something of the old blog is left out.
    LeftOut {
        Draft = "draft",
        Private = "private",
        Password = "password",
        Trash = "trash",
        Scheduled = "scheduled",
        Page = "page",
        Waiting = "waiting",
        Spam = "spam",
        Pingback = "pingback",
        /// Without a date, nobody knows where it belongs.
        Undated = "undated",
        Empty = "empty",
        Long = "long",
        /// Something else about it that we do not know.
        Other = "other",
    }
}

/// Why a picture did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// No file of that name is in the folder.
    Missing,
    /// No folder of pictures was named.
    NoFolder,
    /// The sentence that says why the file cannot be taken.
    Refused(String),
}

/// A picture that did not come, and the post it is missing from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostPicture {
    pub post: String,
    pub address: String,
    pub why: NoPicture,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub posts: u64,
    pub comments: u64,
    pub pictures: u64,
    /// What an import before this one has brought in.
    pub known_posts: u64,
    pub known_comments: u64,
    pub posts_left_out: BTreeMap<LeftOut, u64>,
    pub comments_left_out: BTreeMap<LeftOut, u64>,
    /// The titles of published posts that could not be taken, and why.
    pub not_taken: Vec<(String, LeftOut)>,
    pub lost_pictures: Vec<LostPicture>,
    /// Pictures beyond those that one post may have.
    pub beyond: u64,
    pub without_alt: u64,
    /// Films, sounds and frames of other sites.
    pub films: u64,
    /// Categories and tags.
    pub labels: u64,
}

impl Report {
    pub fn leave_out_post(&mut self, why: LeftOut) {
        *self.posts_left_out.entry(why).or_default() += 1;
    }

    pub fn leave_out_comment(&mut self, why: LeftOut) {
        *self.comments_left_out.entry(why).or_default() += 1;
    }
}

/// What stands for something of an old blog in one class, so that it is known again: nothing can be read in it.
pub fn mark(class: &ClassId, guid: &str, comment: Option<u64>) -> String {
    let comment = comment.map(|id| id.to_string()).unwrap_or_default();
    let mut hasher = Sha256::new();
    for part in [class.as_str(), guid, &comment] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    format!("{:x}", hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_a_mark_of_its_own_in_each_class() {
        let [maple, oak] = [ClassId::fresh(Timestamp::UNIX_EPOCH), ClassId::fresh(Timestamp::UNIX_EPOCH)];

        assert_eq!(mark(&maple, "?p=1", None), mark(&maple, "?p=1", None));
        assert_ne!(mark(&maple, "?p=1", None), mark(&oak, "?p=1", None));
        assert_ne!(mark(&maple, "?p=1", None), mark(&maple, "?p=1", Some(1)));
        assert_ne!(mark(&maple, "?p=1", Some(1)), mark(&maple, "?p=11", None));
    }
}
