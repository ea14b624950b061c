//! What an export holds: posts, pages and files alike as entries, with what was said under them; and an overview of all of it.

use std::collections::HashMap;
use std::io::Read;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::export::{Export, Piece, Unreadable};
use super::uploads::place;
use crate::domain::articles::{LONGEST_ALT, one_line};
use crate::domain::imports::LeftOut;
use crate::domain::writing::{self, first_words};

/// An entry as it stands in the export: a post, a page, a file or one of many other things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub id: u64,
    pub guid: String,
    pub kind: String,
    pub status: String,
    pub has_password: bool,
    pub title: String,
    /// The last part of its page's address.
    pub name: String,
    /// Who wrote it, by the name that they signed in with.
    pub author: String,
    pub content: String,
    /// Of a picture: its caption.
    pub excerpt: String,
    pub date_utc: String,
    pub date_local: String,
    pub parent: u64,
    /// Of a file: where it was.
    pub address: String,
    pub alt: String,
    /// The picture that stands for it.
    pub thumbnail: u64,
    /// How many categories and tags it has.
    pub labels: u64,
    pub comments: Vec<Said>,
}

/// A comment. Its writer's addresses are never read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub id: u64,
    pub parent: u64,
    pub kind: String,
    pub approved: String,
    pub author: String,
    pub content: String,
    pub date_utc: String,
    pub date_local: String,
}

impl Entry {
    /// Whether it is a post or a page, whatever became of it; everything else is machinery.
    pub fn is_written(&self) -> bool {
        matches!(self.kind.as_str(), "post" | "page") && self.status != "auto-draft"
    }

    /// Why it is not one that anybody could read; none for a published post.
    pub fn left_out(&self) -> Option<LeftOut> {
        if self.kind != "post" {
            return Some(LeftOut::Page);
        }
        match self.status.as_str() {
            "publish" if self.has_password => Some(LeftOut::Password),
            "publish" => None,
            "draft" => Some(LeftOut::Draft),
            "pending" => Some(LeftOut::Waiting),
            "future" => Some(LeftOut::Scheduled),
            "private" => Some(LeftOut::Private),
            "trash" => Some(LeftOut::Trash),
            _ => Some(LeftOut::Other),
        }
    }

    pub fn published_at(&self, zone: &TimeZone) -> Option<Timestamp> {
        moment(&self.date_utc, &self.date_local, zone)
    }
}

impl Said {
    /// Why it is not one that anybody could read; none for an approved comment.
    pub fn left_out(&self) -> Option<LeftOut> {
        match (self.kind.as_str(), self.approved.as_str()) {
            ("pingback" | "trackback", _) => Some(LeftOut::Pingback),
            ("" | "comment", "1" | "approve" | "approved") => None,
            ("" | "comment", "0" | "hold") => Some(LeftOut::Waiting),
            ("" | "comment", "spam") => Some(LeftOut::Spam),
            ("" | "comment", "trash" | "post-trashed") => Some(LeftOut::Trash),
            _ => Some(LeftOut::Other),
        }
    }

    pub fn said_at(&self, zone: &TimeZone) -> Option<Timestamp> {
        moment(&self.date_utc, &self.date_local, zone)
    }
}

/// `2019-05-04 10:20:30`; what was never published has `0000-00-00 00:00:00`.
fn moment(utc: &str, local: &str, zone: &TimeZone) -> Option<Timestamp> {
    let read = |text: &str| DateTime::strptime("%Y-%m-%d %H:%M:%S", text.trim()).ok();
    match (read(utc), read(local)) {
        (Some(utc), _) => utc.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp()),
        (None, Some(local)) => local.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp()),
        (None, None) => None,
    }
}

/// A file of the blog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    pub address: String,
    pub alt: String,
    pub caption: String,
}

/// What must be known of the whole before its first post can be taken.
#[derive(Debug, Default)]
pub struct Overview {
    pub site: String,
    /// How many posts and pages there are, whatever became of them.
    pub written: u64,
    /// The names that readers saw, by those that people signed in with.
    authors: HashMap<String, String>,
    attachments: HashMap<u64, Attachment>,
    /// The files that were put up with each post, in their order.
    attached: HashMap<u64, Vec<u64>>,
    /// The files by where they lie.
    places: HashMap<String, u64>,
}

/// Files of one blog that are kept in mind.
const MOST_FILES: usize = 200_000;

impl Overview {
    /// Reads all of it once, so that a damaged file is refused before anything of it is taken.
    pub fn of(source: impl Read) -> Result<Self, Unreadable> {
        let mut export = Export::new(source);
        let mut overview = Self::default();
        while let Some(piece) = export.piece()? {
            match piece {
                Piece::Author { login, name } => {
                    overview.authors.insert(login, one_line(&name));
                }
                Piece::Entry(entry) if entry.kind == "attachment" && !entry.address.is_empty() => {
                    if overview.attachments.len() == MOST_FILES {
                        return Err(Unreadable::ManyFiles);
                    }
                    overview.attached.entry(entry.parent).or_default().push(entry.id);
                    if let Some(place) = place(&entry.address) {
                        overview.places.insert(place, entry.id);
                    }
                    let words = |text: &str| first_words(&writing::clean(text).plain, LONGEST_ALT - 1);
                    let (alt, caption) = (words(&entry.alt), words(&entry.excerpt));
                    overview.attachments.insert(entry.id, Attachment { address: entry.address, alt, caption });
                }
                Piece::Entry(entry) if entry.is_written() => overview.written += 1,
                Piece::Entry(_) => {}
            }
        }
        export.site().clone_into(&mut overview.site);
        Ok(overview)
    }

    /// The name that readers saw; empty when there is none.
    pub fn author(&self, login: &str) -> &str {
        self.authors.get(login).map_or("", String::as_str)
    }

    pub fn attachment(&self, id: u64) -> Option<&Attachment> {
        self.attachments.get(&id)
    }

    /// The file that was at this address, whichever size of it is named there.
    pub fn attachment_at(&self, address: &str) -> Option<&Attachment> {
        self.attachment(*self.places.get(&place(address)?)?)
    }

    pub fn attached(&self, post: u64) -> &[u64] {
        self.attached.get(&post).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_anybody_could_read_comes_in() {
        let entry = |kind: &str, status: &str, has_password| {
            let (kind, status) = (kind.to_owned(), status.to_owned());
            Entry { kind, status, has_password, ..Entry::default() }.left_out()
        };
        assert_eq!(entry("post", "publish", false), None);
        assert_eq!(entry("post", "publish", true), Some(LeftOut::Password));
        assert_eq!(entry("page", "publish", false), Some(LeftOut::Page));
        for (status, why) in [
            ("draft", LeftOut::Draft),
            ("pending", LeftOut::Waiting),
            ("private", LeftOut::Private),
            ("future", LeftOut::Scheduled),
            ("trash", LeftOut::Trash),
            ("acf-disabled", LeftOut::Other),
        ] {
            assert_eq!(entry("post", status, false), Some(why));
        }

        let said = |kind: &str, approved: &str| {
            Said { kind: kind.to_owned(), approved: approved.to_owned(), ..Said::default() }.left_out()
        };
        assert_eq!((said("", "1"), said("comment", "1")), (None, None));
        assert_eq!(said("pingback", "1"), Some(LeftOut::Pingback));
        assert_eq!(said("comment", "0"), Some(LeftOut::Waiting));
        assert_eq!(said("comment", "spam"), Some(LeftOut::Spam));
        assert_eq!(said("comment", "trash"), Some(LeftOut::Trash));
        assert_eq!(said("order_note", "1"), Some(LeftOut::Other));
    }

    #[test]
    fn a_date_is_in_utc_or_else_by_the_schools_clocks() {
        let leeds = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());

        let (utc, local, never) = ("2019-05-04 09:20:30", "2019-05-04 10:20:30", "0000-00-00 00:00:00");
        assert_eq!(moment(utc, local, &leeds), at("2019-05-04T09:20:30Z"));
        assert_eq!(moment(never, local, &leeds), at("2019-05-04T09:20:30Z"));
        assert_eq!(moment(never, never, &leeds), None);
        assert_eq!(moment("soon", "", &leeds), None);
    }
}
