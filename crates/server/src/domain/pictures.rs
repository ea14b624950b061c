//! Pictures as we keep them: re-encoded, described, with nothing of the original left.

use jiff::Timestamp;

use super::ids::PictureId;

/// A stored picture. Its file is named by its hash.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub id: PictureId,
    pub sha256: String,
    /// Multibase, for the wire.
    pub digest: String,
    pub media_type: String,
    pub width: i64,
    pub height: i64,
    pub size: i64,
    /// `pupil:…`, `staff:…` or `remote:…`
    pub owner: String,
    pub created_at: Timestamp,
}

impl Picture {
    pub fn extension(&self) -> &'static str {
        extension(&self.media_type)
    }
}

/// A picture of words that may be read.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownPicture {
    pub id: PictureId,
    pub alt: String,
    pub media_type: String,
    pub width: i64,
    pub height: i64,
    pub digest: String,
}

impl ShownPicture {
    pub fn extension(&self) -> &'static str {
        extension(&self.media_type)
    }
}

/// The ending of a picture's address.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "jpg",
    }
}
