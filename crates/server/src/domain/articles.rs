//! What a person types to make a post or a comment, checked before anything else sees it.

use super::ids::PictureId;
use super::items::Audience;
use crate::error::{Error, Fault, Result};

/// Longest title, in characters (FEP-b2b8 advises about 150).
pub const LONGEST_TITLE: usize = 150;
/// Longest post, in characters of Markdown.
pub const LONGEST_ARTICLE: usize = 50_000;
/// Longest comment, in characters.
pub const LONGEST_COMMENT: usize = 2_000;
/// Longest description of a picture, in characters.
pub const LONGEST_ALT: usize = 1_000;
/// Most pictures in one post.
pub const MOST_PICTURES: usize = 6;

/// A post as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub title: String,
    pub markdown: String,
    pub pictures: Vec<DraftPicture>,
    pub audience: Option<Audience>,
    /// "by Sam and Ama"; a pupil's own name when empty.
    pub signature: String,
    /// Whether the class adds short pieces below it; none leaves that as it is.
    pub collects: Option<bool>,
}

/// A picture of a draft: already stored, and described.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftPicture {
    pub picture: PictureId,
    pub alt: String,
    /// The answer to "who is in this picture?", for the moderator only.
    pub people: String,
}

impl Draft {
    /// The draft, trimmed, or everything that is to be mended in it. `finished` asks for what a post must have
    /// before anyone else reads it; a pupil may save less.
    pub fn checked(mut self, finished: bool) -> Result<Self> {
        self.title = one_line(&self.title);
        self.signature = one_line(&self.signature);
        self.markdown = String::from(self.markdown.replace("\r\n", "\n").trim_end());
        let mut faults = Vec::new();
        if finished && self.title.is_empty() {
            faults.push(Fault { field: "title", key: "fault-title-missing" });
        }
        if self.title.chars().count() > LONGEST_TITLE {
            faults.push(Fault { field: "title", key: "fault-title-long" });
        }
        if self.markdown.chars().count() > LONGEST_ARTICLE {
            faults.push(Fault { field: "body", key: "fault-body-long" });
        }
        if finished && self.markdown.trim().is_empty() && self.pictures.is_empty() {
            faults.push(Fault { field: "body", key: "fault-body-missing" });
        }
        if self.pictures.len() > MOST_PICTURES {
            faults.push(Fault { field: "pictures", key: "fault-pictures-many" });
        }
        for picture in &mut self.pictures {
            picture.alt = one_line(&picture.alt);
            picture.people = one_line(&picture.people);
        }
        if finished && self.pictures.iter().any(|picture| picture.alt.is_empty()) {
            faults.push(Fault { field: "pictures", key: "fault-alt-missing" });
        }
        if self.pictures.iter().any(|picture| picture.alt.chars().count() > LONGEST_ALT) {
            faults.push(Fault { field: "pictures", key: "fault-alt-long" });
        }
        if self.signature.chars().count() > 80 {
            faults.push(Fault { field: "signature", key: "fault-signature-long" });
        }
        if faults.is_empty() { Ok(self) } else { Err(Error::Invalid(faults)) }
    }
}

/// A comment as typed, trimmed, or what is to be mended in it.
pub fn checked_comment(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Error::invalid("body", "fault-comment-missing"));
    }
    if text.chars().count() > LONGEST_COMMENT {
        return Err(Error::invalid("body", "fault-comment-long"));
    }
    Ok(text)
}

/// White space folded, control characters left out.
pub fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_post_needs_a_title_and_words() {
        let Err(Error::Invalid(faults)) = Draft::default().checked(true) else { panic!("taken") };
        assert_eq!(faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), ["title", "body"]);

        assert!(Draft::default().checked(false).is_ok());
        let draft =
            Draft { title: " Our\u{7} trip ".to_owned(), markdown: "We saw ships.".to_owned(), ..Draft::default() };
        assert_eq!(draft.checked(true).unwrap().title, "Our trip");
    }

    #[test]
    fn a_comment_has_words_and_an_end() {
        assert!(checked_comment(" \n ").is_err());
        assert!(checked_comment(&"a".repeat(LONGEST_COMMENT + 1)).is_err());
        assert_eq!(checked_comment(" Hello! ").unwrap(), "Hello!");
    }
}
