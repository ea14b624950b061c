//! A class blog: the class or pupil group that writes, and that other servers know as one actor.

use std::str::FromStr;

use jiff::Timestamp;

use super::ids::ClassId;

crate::words! {
    /// A class of the school, or a group of pupils from several classes.
    ClassKind { Class = "class", Group = "group" }
}

/// A blog of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassBlog {
    pub id: ClassId,
    pub slug: Slug,
    pub name: String,
    pub kind: ClassKind,
    /// Two letters, or the name of one of our drawings.
    pub crest: String,
    /// 1 to 12.
    pub colour: u8,
    /// "We are 28 children aged 7 and 8 in Leeds."
    pub about: String,
    pub language: String,
    pub year_order: i64,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// The part of an address that names a class or a post: lower-case letters, digits and single hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slug(String);

impl Slug {
    /// At most this many characters.
    pub const LONGEST: usize = 60;

    /// Names that our own pages use.
    const TAKEN: &[&str] = &["new", "friends", "feed", "write", "edit", "admin", "gate"];

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The slug nearest to a title; a title without any Latin letter or digit gives `post`.
    pub fn from_title(title: &str) -> Self {
        let mut slug = String::new();
        for character in title.chars() {
            let plain = unaccented(character.to_ascii_lowercase());
            if plain.is_ascii_alphanumeric() {
                slug.push(plain);
            } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(plain, '\'' | '’') {
                slug.push('-');
            }
            if slug.len() >= Self::LONGEST {
                break;
            }
        }
        let slug = slug.trim_matches('-');
        let slug = if slug.is_empty() { "post" } else { slug };
        if Self::TAKEN.contains(&slug) { Self(format!("{slug}-1")) } else { Self(slug.to_owned()) }
    }

    /// The same slug with a number behind it, for the second post of that name.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        Self(format!("{}-{number}", self.0))
    }
}

/// `é` reads as `e` in an address; letters we have no twin for are left out.
fn unaccented(character: char) -> char {
    match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Î' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ü' => 'u',
        'ŵ' | 'Ŵ' => 'w',
        'ŷ' | 'Ŷ' => 'y',
        'ç' | 'Ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

/// Not a slug; the key of the sentence that says what one is.
#[derive(Debug, PartialEq, Eq)]
pub struct NotASlug;

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let whole = !text.is_empty() && text.len() <= Self::LONGEST + 6;
        let tidy = !text.starts_with('-') && !text.ends_with('-') && !text.contains("--");
        if plain && whole && tidy && !Self::TAKEN.contains(&text) { Ok(Self(text.to_owned())) } else { Err(NotASlug) }
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_slug_that_reads_aloud() {
        assert_eq!(Slug::from_title("Our trip to the harbour!").as_str(), "our-trip-to-the-harbour");
        assert_eq!(Slug::from_title("  Café — été  ").as_str(), "cafe-ete");
        assert_eq!(Slug::from_title("Sam's snail").as_str(), "sams-snail");
        assert_eq!(Slug::from_title("مدرستنا").as_str(), "post");
        assert_eq!(Slug::from_title("New").as_str(), "new-1");
    }

    #[test]
    fn what_is_no_slug_is_refused() {
        assert!("maple-4".parse::<Slug>().is_ok());
        for bad in ["", "Maple", "a--b", "-a", "a-", "../x", "new", "a b"] {
            assert_eq!(bad.parse::<Slug>(), Err(NotASlug), "{bad}");
        }
    }
}
