//! Following: the question, the two answers, and taking it back.

use serde_json::Value;
use url::Url;

use super::{at, document, plain_context, says, without_context};

/// One follow: who asked whom, and by which id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowWords {
    /// The id of the Follow.
    pub id: Url,
    /// Who follows.
    pub actor: Url,
    /// Who is followed.
    pub object: Url,
}

/// Our class asks to follow another.
pub fn follow(words: &FollowWords) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(&words.id)),
        ("type", says("Follow")),
        ("actor", at(&words.actor)),
        ("object", at(&words.object)),
        ("to", says(vec![words.object.as_str()])),
    ])
}

/// Our class says yes to theirs; `id` is that of the answer.
pub fn accept_follow(id: &Url, asked: &FollowWords) -> Value {
    around("Accept", id, &asked.object, &asked.actor, asked)
}

/// Our class says no to theirs, at first or later.
pub fn reject_follow(id: &Url, asked: &FollowWords) -> Value {
    around("Reject", id, &asked.object, &asked.actor, asked)
}

/// Our class follows no longer.
pub fn undo_follow(id: &Url, asked: &FollowWords) -> Value {
    around("Undo", id, &asked.actor, &asked.object, asked)
}

/// The whole Follow is embedded: ids get lost, and then who and whom still say which one it is.
fn around(kind: &str, id: &Url, actor: &Url, to: &Url, asked: &FollowWords) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says(kind)),
        ("actor", at(actor)),
        ("to", says(vec![to.as_str()])),
        ("object", says(without_context(follow(asked)))),
    ])
}
