//! Our class likes a post of another, or takes that back.

use serde_json::Value;
use url::Url;

use super::{at, document, plain_context, says, without_context};

/// One like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikeWords {
    /// The id of the Like.
    pub id: Url,
    pub actor: Url,
    pub object: Url,
    /// Whose post it is; nobody else is told.
    pub owner: Url,
}

pub fn like(words: &LikeWords) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(&words.id)),
        ("type", says("Like")),
        ("actor", at(&words.actor)),
        ("object", at(&words.object)),
        ("to", says(vec![words.owner.as_str()])),
    ])
}

/// `id` is that of the Undo.
pub fn undo_like(id: &Url, words: &LikeWords) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("Undo")),
        ("actor", at(&words.actor)),
        ("to", says(vec![words.owner.as_str()])),
        ("object", says(without_context(like(words)))),
    ])
}
