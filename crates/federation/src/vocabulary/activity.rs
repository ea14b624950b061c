//! The envelope of a letter and its verb; the one normaliser of what arrives.

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::{
    actor::is_actor_type,
    authority, json,
    object::{self, Object},
    offer::{self, SignedAgreement},
    read,
};
use crate::{Error, limits};

/// A letter: who says it, to whom, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub id: Url,
    pub actor: Url,
    pub verb: Verb,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub published: Option<Timestamp>,
    /// SHA-256 of what it carries, in hexadecimal. `GoToSocial` uses one id for every edit of a post, so a letter is
    /// known again by id and digest together.
    pub digest: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    Follow {
        object: Url,
    },
    Accept {
        object: Reference,
        /// The agreement that is accepted, with the proof of whoever accepts it.
        result: Option<Box<SignedAgreement>>,
        /// Where the sender's server says that it approved a reply.
        approval: Option<Url>,
    },
    Reject {
        object: Reference,
    },
    Undo {
        object: Reference,
    },
    Create(Box<Object>),
    Update(Box<Object>),
    /// A school words the agreement with ours anew.
    UpdateAgreement(Box<SignedAgreement>),
    /// An actor says that it has changed; what it says is not believed but fetched.
    UpdateActor(Url),
    Delete {
        object: Url,
    },
    Like {
        object: Url,
    },
    Announce {
        object: Option<Url>,
    },
    Move {
        object: Url,
        target: Option<Url>,
    },
    Flag {
        objects: Vec<Url>,
        content: Option<String>,
    },
    /// A comment asks to stand under a post, before it is said to anybody else.
    ReplyRequest {
        /// What it answers.
        object: Url,
        instrument: Box<Object>,
    },
    Offer,
    /// Everything else, by name: accepted politely and forgotten.
    Other(String),
}

impl Verb {
    /// The name on the wire.
    pub fn name(&self) -> &str {
        match self {
            Verb::Follow { .. } => "Follow",
            Verb::Accept { .. } => "Accept",
            Verb::Reject { .. } => "Reject",
            Verb::Undo { .. } => "Undo",
            Verb::Create(_) => "Create",
            Verb::Update(_) | Verb::UpdateAgreement(_) | Verb::UpdateActor(_) => "Update",
            Verb::Delete { .. } => "Delete",
            Verb::Like { .. } => "Like",
            Verb::Announce { .. } => "Announce",
            Verb::Move { .. } => "Move",
            Verb::Flag { .. } => "Flag",
            Verb::ReplyRequest { .. } => "ReplyRequest",
            Verb::Offer => "Offer",
            Verb::Other(name) => name,
        }
    }
}

/// Something that a letter refers to: its bare id, or more if it is embedded and of the same server as the letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    pub id: Option<Url>,
    pub kind: Option<String>,
    pub actor: Option<Url>,
    pub object: Option<Url>,
}

/// Reads one letter.
///
/// Its meaning never depends on `@context`, and nothing is looked up. Errors: [`Error::Malformed`] for what no server
/// should send, [`Error::TooLarge`] for what is over a limit.
pub fn parse(bytes: &[u8]) -> Result<Activity, Error> {
    let document = json::object(bytes)?;
    let id = read::required_id(&document, "id")?;
    let actor = read::required_id(&document, "actor")?;
    let verb = verb(&document, &actor)?;
    Ok(Activity {
        id,
        actor,
        verb,
        to: read::recipients(&document, "to"),
        cc: read::recipients(&document, "cc"),
        published: read::moment(&document, "published"),
        digest: json::digest(&document),
    })
}

fn verb(document: &Map<String, Value>, actor: &Url) -> Result<Verb, Error> {
    let Some(Value::String(name)) = document.get("type") else {
        return Err(json::malformed("it has no single type"));
    };
    Ok(match name.as_str() {
        "Follow" => Verb::Follow { object: single(document)? },
        "Accept" => Verb::Accept {
            object: reference(document, actor)?,
            result: result(document)?,
            approval: read::address(document, "result").filter(|url| authority(url) == authority(actor)),
        },
        "Reject" => Verb::Reject { object: reference(document, actor)? },
        "Undo" => Verb::Undo { object: reference(document, actor)? },
        "Create" => match document.get("object") {
            Some(Value::Object(object)) if is_readable(object) => {
                Verb::Create(Box::new(object::from_document(object)?))
            }
            _ => Verb::Other("Create".to_owned()),
        },
        "Update" => update(document, actor)?,
        "Delete" => Verb::Delete { object: single(document)? },
        "Like" => Verb::Like { object: single(document)? },
        "Announce" => Verb::Announce { object: read::address(document, "object") },
        "Move" => Verb::Move { object: single(document)?, target: read::address(document, "target") },
        "Flag" => Verb::Flag {
            objects: read::one_or_many(document.get("object"))
                .filter_map(read::address_of)
                .take(limits::FLAG_OBJECTS)
                .collect(),
            content: read::text(document, "content", limits::FLAG_CHARACTERS),
        },
        "ReplyRequest" => match document.get("instrument") {
            Some(Value::Object(reply)) if is_readable(reply) => {
                Verb::ReplyRequest { object: single(document)?, instrument: Box::new(object::from_document(reply)?) }
            }
            // One that only names the comment would have to be looked up, and what is found may be another one by then.
            _ => Verb::Other("ReplyRequest".to_owned()),
        },
        "Offer" => Verb::Offer,
        other => Verb::Other(read::cut(other, limits::USERNAME_CHARACTERS)),
    })
}

/// Whether an embedded object is worth reading: some servers create things that have no owner at all, and those are
/// none of ours rather than broken.
fn is_readable(object: &Map<String, Value>) -> bool {
    matches!(read::kind(object), Some("Article" | "Note")) || object.contains_key("attributedTo")
}

fn update(document: &Map<String, Value>, actor: &Url) -> Result<Verb, Error> {
    Ok(match document.get("object") {
        Some(Value::Object(object)) if offer::is_agreement(object) => {
            Verb::UpdateAgreement(Box::new(offer::agreement(object)?))
        }
        Some(Value::Object(object)) if read::kind(object).is_some_and(is_actor_type) => {
            Verb::UpdateActor(read::required_id(object, "id")?)
        }
        Some(Value::Object(object)) if is_readable(object) => Verb::Update(Box::new(object::from_document(object)?)),
        Some(Value::String(id)) if read::identifier(id).as_ref() == Some(actor) => Verb::UpdateActor(actor.clone()),
        _ => Verb::Other("Update".to_owned()),
    })
}

/// What came of it, where that is an agreement.
fn result(document: &Map<String, Value>) -> Result<Option<Box<SignedAgreement>>, Error> {
    match document.get("result") {
        Some(Value::Object(result)) if offer::is_agreement(result) => Ok(Some(Box::new(offer::agreement(result)?))),
        _ => Ok(None),
    }
}

/// The one thing this is about: its address, or the `id` of what is embedded.
fn single(document: &Map<String, Value>) -> Result<Url, Error> {
    match document.get("object") {
        Some(Value::Object(object)) => read::required_id(object, "id"),
        _ => read::required_id(document, "object"),
    }
}

fn reference(document: &Map<String, Value>, actor: &Url) -> Result<Reference, Error> {
    let Some(Value::Object(object)) = document.get("object") else {
        return Ok(Reference { id: Some(read::required_id(document, "object")?), ..Reference::default() });
    };
    // An embedded thing may lack an id: Mastodon once sent such Follows.
    let id = object.get("id").and_then(Value::as_str).and_then(read::identifier);
    let reference = Reference {
        kind: read::kind(object).map(|name| read::cut(name, limits::USERNAME_CHARACTERS)),
        actor: read::address(object, "actor"),
        object: read::address(object, "object"),
        id,
    };
    Ok(if speaks_for(&reference, actor) { reference } else { Reference { id: reference.id, ..Reference::default() } })
}

/// Whether the embedded thing may be believed: it is of the sender's server, or is a request made *to* the sender,
/// which an Accept has to quote from the other side.
fn speaks_for(reference: &Reference, actor: &Url) -> bool {
    let of = |url: &Option<Url>, owner: &Url| url.as_ref().is_none_or(|url| authority(url) == authority(owner));
    let is_own = of(&reference.id, actor) && of(&reference.actor, actor);
    // Some servers answer with an id of their own making for the request, so who asked whom says it best.
    let asked_of_sender = reference.object.as_ref() == Some(actor)
        && reference.actor.as_ref().is_some_and(|asker| of(&reference.id, asker) || of(&reference.id, actor));
    is_own || asked_of_sender
}
