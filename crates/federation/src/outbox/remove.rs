//! Something is taken back, and the receipt for what others took back.

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{at, document, moment, plain_context, says, without_context};

/// What is taken back, by whom, and who had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteWords {
    /// The id of the Delete itself.
    pub id: Url,
    pub actor: Url,
    pub object: Url,
    /// `Article` or `Note`.
    pub former_type: String,
    pub deleted: Timestamp,
    /// The followers and whoever else was addressed.
    pub to: Vec<Url>,
}

/// Delete with a Tombstone.
pub fn delete(words: &DeleteWords) -> Value {
    let tombstone = tombstone(&words.object, &words.former_type, words.deleted);
    document([
        ("@context", plain_context()),
        ("id", at(&words.id)),
        ("type", says("Delete")),
        ("actor", at(&words.actor)),
        ("published", says(moment(words.deleted))),
        ("to", says(words.to.iter().map(Url::as_str).collect::<Vec<_>>())),
        ("cc", says(Vec::<Value>::new())),
        ("object", says(without_context(tombstone))),
    ])
}

/// What stands where something was: served with 410.
pub fn tombstone(id: &Url, former_type: &str, deleted: Timestamp) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("Tombstone")),
        ("formerType", says(former_type)),
        ("deleted", says(moment(deleted))),
    ])
}

/// Our receipt for a Delete of another server: what it took back is gone here. Servers that do not know receipts
/// ignore it.
pub fn accept_removal(id: &Url, actor: &Url, delete: &Url, to: &Url) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("Accept")),
        ("actor", at(actor)),
        ("object", at(delete)),
        ("to", says(vec![to.as_str()])),
    ])
}
