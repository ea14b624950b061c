//! A revision: one exact wording of an item, and the hash that an approval names.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use super::ids::{ItemId, PictureId, RevisionId, StaffId};
use super::screening::Flag;

/// One wording, as kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    pub id: RevisionId,
    pub item: ItemId,
    pub number: i64,
    pub hash: String,
    pub words: Words,
    pub flags: Vec<Flag>,
    pub edited_by: Option<StaffId>,
    pub created_at: Timestamp,
}

/// Everything a reader would read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    pub title: String,
    pub summary: String,
    pub warning: String,
    /// "Sam, Maple class".
    pub signature: String,
    pub language: String,
    /// Markdown as typed; empty for a partner's.
    pub source: String,
    /// Cleaned, with every link as plain words.
    pub html: String,
    /// Cleaned, with its links. The same as `html` when there are none.
    pub linked_html: String,
    /// The bare text, for comparing and screening.
    pub plain: String,
    pub links: Vec<String>,
}

/// A picture of a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionPicture {
    pub position: i64,
    /// None while a partner's picture is not here (yet).
    pub picture: Option<PictureId>,
    pub alt: String,
    /// "Who is in this picture?"; ours only, for moderators.
    pub people: String,
    pub source_url: Option<Url>,
    pub source_digest: Option<String>,
    pub state: PictureState,
}

crate::words! {
    PictureState { Here = "here", Waiting = "waiting", Refused = "refused" }
}

/// What the hash covers beside the words.
pub struct Hashed<'a> {
    /// The actor the words are attributed to.
    pub author: &'a str,
    /// Wire id of what it answers.
    pub in_reply_to: Option<&'a str>,
    /// What identifies each picture (its bytes' digest, or where it is still to come from) and its description.
    pub pictures: &'a [(String, String)],
}

impl Words {
    /// The hash of what a reader would see: any change of author, words, order of pictures, description or link gives another.
    pub fn hash(&self, beside: &Hashed<'_>) -> String {
        let mut hasher = Sha256::new();
        // Each part is preceded by its length, so that no two different sets of parts read alike.
        let mut part = |text: &str| {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        };
        part(beside.author);
        part(beside.in_reply_to.unwrap_or(""));
        for text in [&self.title, &self.summary, &self.warning, &self.signature, &self.language, &self.linked_html] {
            part(text);
        }
        part(&self.links.len().to_string());
        for link in &self.links {
            part(link);
        }
        part(&beside.pictures.len().to_string());
        for (digest, alt) in beside.pictures {
            part(digest);
            part(alt);
        }
        format!("{:x}", hasher.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_gives_another_hash() {
        let words = Words { title: "Ships".into(), linked_html: "<p>Hello</p>".into(), ..Words::default() };
        let pictures = [("a".to_owned(), "A tug".to_owned())];
        let beside = Hashed { author: "https://a.example/1", in_reply_to: None, pictures: &pictures };
        let hash = words.hash(&beside);

        assert_eq!(hash, words.clone().hash(&beside));
        assert_ne!(hash, Words { title: "Ship".into(), summary: "s".into(), ..words.clone() }.hash(&beside));
        assert_ne!(hash, Words { links: vec!["https://x.example/".into()], ..words.clone() }.hash(&beside));
        assert_ne!(hash, words.hash(&Hashed { author: "https://b.example/1", ..beside }));
        let other = [("a".to_owned(), "A boat".to_owned())];
        assert_ne!(
            hash,
            words.hash(&Hashed {
                pictures: &other,
                ..Hashed { author: "https://a.example/1", in_reply_to: None, pictures: &[] }
            })
        );
    }
}
