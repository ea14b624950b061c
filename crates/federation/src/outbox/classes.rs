//! The school's own list of its classes and their keys, for one partner: what it does not list speaks for nobody here.

use jiff::civil::Date;
use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_STREAMS, CLASS_ACTOR_TYPE, at, document, says};

/// The list, before the school has proved it (see [`crate::signature::add_proof`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassListWords {
    pub id: Url,
    /// The school's own actor.
    pub school: Url,
    pub classes: Vec<ListedClassWords>,
    /// From its first day without school to its first one with: now, or soon.
    pub away: Option<(Date, Date)>,
}

/// One class on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedClassWords {
    pub id: Url,
    pub name: String,
    /// The part of the handle before `@`.
    pub handle: String,
    /// The fingerprint of each of its keys.
    pub keys: Vec<String>,
}

/// The classes that take part in what was agreed with whoever asks.
pub fn class_list(words: &ClassListWords) -> Value {
    let items: Vec<Value> = words
        .classes
        .iter()
        .map(|class| {
            document([
                ("id", at(&class.id)),
                ("type", says(CLASS_ACTOR_TYPE)),
                ("name", says(class.name.as_str())),
                ("preferredUsername", says(class.handle.as_str())),
                ("sg:keys", says(class.keys.clone())),
            ])
        })
        .collect();
    document([
        (
            "@context",
            says(json!([
                ACTIVITY_STREAMS,
                "https://w3id.org/security/data-integrity/v2",
                { "sg": "https://w3id.org/schoolgate#" }
            ])),
        ),
        ("id", at(&words.id)),
        ("type", says("Collection")),
        ("attributedTo", at(&words.school)),
        ("sg:awayFrom", words.away.map(|(from, _)| Value::from(from.to_string()))),
        ("sg:awayUntil", words.away.map(|(_, until)| Value::from(until.to_string()))),
        ("totalItems", says(items.len())),
        ("items", says(items)),
    ])
}
