//! A post or comment is published, or worded anew.

use serde_json::Value;
use url::Url;

use super::{at, document, says, without_context};

/// Create of a whole object made by [`super::article`] or [`super::note`]; speaker and addressing are the object's.
///
/// The activity's id must differ from the object's: `GoToSocial` drops letters where they are one.
pub fn create(id: &Url, object: Value) -> Value {
    let published = object.get("published").cloned();
    around("Create", id, object, published)
}

/// Update with a whole object, whose `updated` must be newer than before.
pub fn update(id: &Url, object: Value) -> Value {
    let updated = object.get("updated").cloned();
    around("Update", id, object, updated)
}

/// A Create that carries the object of a later Update, so that words that were changed before they left are not sent.
/// None if either is not what we write ourselves.
pub fn reworded(create: &str, update: &str) -> Option<String> {
    let mut create: Value = serde_json::from_str(create).ok()?;
    let mut update: Value = serde_json::from_str(update).ok()?;
    let (words, newer) = (create.as_object_mut()?, update.as_object_mut()?);
    for part in ["@context", "to", "cc", "object"] {
        match newer.remove(part) {
            Some(value) => words.insert(part.to_owned(), value),
            None => words.remove(part),
        };
    }
    words.get("object")?.is_object().then(|| create.to_string())
}

/// Update of one of our actors, which says of itself what changed: its keys, above all. It is for nobody to read.
pub fn update_actor(id: &Url, actor: Value) -> Value {
    document([
        ("@context", actor.get("@context").cloned()),
        ("id", at(id)),
        ("type", says("Update")),
        ("actor", actor.get("id").cloned()),
        ("object", says(without_context(actor))),
    ])
}

fn around(kind: &str, id: &Url, object: Value, published: Option<Value>) -> Value {
    document([
        ("@context", object.get("@context").cloned()),
        ("id", at(id)),
        ("type", says(kind)),
        ("actor", object.get("attributedTo").cloned()),
        ("published", published),
        ("to", object.get("to").cloned()),
        ("cc", object.get("cc").cloned()),
        ("object", says(without_context(object))),
    ])
}
