//! The school itself.

use jiff::Timestamp;

/// The school as founded.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub id: String,
    pub name: String,
    pub town: String,
    pub country: String,
    pub language: String,
    /// Signs form tokens; base64.
    pub secret: String,
    pub founded_at: Timestamp,
    pub federation_paused_at: Option<Timestamp>,
}
