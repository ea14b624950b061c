//! Who we are: a class, and the school's own actor that asks on everybody's behalf.

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_STREAMS, PictureWords, at, document, moment, object::picture, says};

/// Neither one child nor a group that repeats what its members say. Every known server follows an `Organization`.
pub const CLASS_ACTOR_TYPE: &str = "Organization";

/// The public keys of one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Such as `https://north.example/ap/a/k7m2#main-key`.
    pub rsa_id: String,
    pub rsa_pem: String,
    /// Id and multibase of the Ed25519 key, where there is one.
    pub ed25519: Option<(String, String)>,
}

/// A class or pupil group. Its id never changes; its names may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassActor {
    pub id: Url,
    /// The part of the handle before `@`.
    pub handle: String,
    /// Our canonical authority.
    pub host: String,
    pub name: String,
    /// Safe HTML.
    pub summary: Option<String>,
    /// Where people read the blog.
    pub page: Url,
    pub published: Option<Timestamp>,
    pub inbox: Url,
    pub outbox: Url,
    pub followers: Url,
    pub following: Url,
    pub featured: Url,
    pub shared_inbox: Url,
    pub icon: Option<PictureWords>,
    pub keys: Keys,
    /// The school's own actor.
    pub school: Url,
    pub also_known_as: Vec<Url>,
    pub moved_to: Option<Url>,
}

/// The school's own actor: it signs what we ask of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolActor {
    pub id: Url,
    /// Our domain: Mastodon expects the name of such an actor to be the host.
    pub handle: String,
    pub name: String,
    pub page: Url,
    pub inbox: Url,
    pub outbox: Url,
    /// The list of its classes and their keys.
    pub classes: Url,
    pub shared_inbox: Url,
    pub keys: Keys,
}

/// A class, for those who may know it.
pub fn actor(class: &ClassActor) -> Value {
    document([
        ("@context", says(class_context())),
        ("id", at(&class.id)),
        ("type", says(CLASS_ACTOR_TYPE)),
        ("preferredUsername", says(class.handle.as_str())),
        ("webfinger", says(format!("{}@{}", class.handle, class.host))),
        ("name", says(class.name.as_str())),
        ("summary", class.summary.as_deref().and_then(says)),
        ("url", at(&class.page)),
        ("published", class.published.map(moment)),
        ("inbox", at(&class.inbox)),
        ("outbox", at(&class.outbox)),
        ("followers", at(&class.followers)),
        ("following", at(&class.following)),
        ("featured", at(&class.featured)),
        ("endpoints", says(json!({ "sharedInbox": class.shared_inbox }))),
        ("manuallyApprovesFollowers", says(true)),
        ("discoverable", says(false)),
        ("indexable", says(false)),
        ("hidesToPublicFromUnauthedWeb", says(true)),
        ("hidesCcPublicFromUnauthedWeb", says(true)),
        ("alsoKnownAs", says(class.also_known_as.iter().map(Url::as_str).collect::<Vec<_>>())),
        ("movedTo", class.moved_to.as_ref().and_then(at)),
        ("icon", class.icon.as_ref().map(picture)),
        ("publicKey", says(public_key(&class.keys, &class.id))),
        ("assertionMethod", assertion_method(&class.keys, &class.id)),
        ("generator", says(generator(&class.school))),
    ])
}

/// The school's own actor, for those we know.
pub fn school_actor(school: &SchoolActor) -> Value {
    document([
        ("@context", says(school_context())),
        ("id", at(&school.id)),
        ("type", says("Application")),
        ("preferredUsername", says(school.handle.as_str())),
        ("name", says(school.name.as_str())),
        ("inbox", at(&school.inbox)),
        ("outbox", at(&school.outbox)),
        ("sg:classes", at(&school.classes)),
        ("endpoints", says(json!({ "sharedInbox": school.shared_inbox }))),
        ("manuallyApprovesFollowers", says(true)),
        ("url", at(&school.page)),
        ("publicKey", says(public_key(&school.keys, &school.id))),
        ("assertionMethod", assertion_method(&school.keys, &school.id)),
        ("generator", says(generator(&school.id))),
    ])
}

/// The school's own actor, for everybody: what is needed to check our signatures and what every actor must have, and nothing else.
///
/// Without it two strict servers could never learn each other's keys.
pub fn school_actor_minimal(school: &SchoolActor) -> Value {
    document([
        ("@context", says(school_context())),
        ("id", at(&school.id)),
        ("type", says("Application")),
        ("preferredUsername", says(school.handle.as_str())),
        ("inbox", at(&school.inbox)),
        ("outbox", at(&school.outbox)),
        ("publicKey", says(public_key(&school.keys, &school.id))),
        ("assertionMethod", assertion_method(&school.keys, &school.id)),
    ])
}

fn public_key(keys: &Keys, owner: &Url) -> Value {
    json!({ "id": keys.rsa_id, "owner": owner, "publicKeyPem": keys.rsa_pem })
}

fn assertion_method(keys: &Keys, controller: &Url) -> Option<Value> {
    let (id, multibase) = keys.ed25519.as_ref()?;
    says(json!([{ "id": id, "type": "Multikey", "controller": controller, "publicKeyMultibase": multibase }]))
}

/// What we understand, for those who ask before they sign or send something newer (FEP-844e).
fn generator(school: &Url) -> Value {
    json!({
        "type": "Application",
        "id": school,
        "implements": [
            { "type": "Link", "href": "https://datatracker.ietf.org/doc/html/rfc9421", "name": "RFC-9421" }
        ]
    })
}

fn school_context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        "https://w3id.org/security/v1",
        "https://www.w3.org/ns/cid/v1",
        {
            "sg": "https://w3id.org/schoolgate#",
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "implements": { "@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list" }
        }
    ])
}

fn class_context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        "https://w3id.org/security/v1",
        "https://www.w3.org/ns/cid/v1",
        "https://purl.archive.org/socialweb/webfinger",
        {
            "toot": "http://joinmastodon.org/ns#",
            "gts": "https://gotosocial.org/ns#",
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "alsoKnownAs": { "@id": "as:alsoKnownAs", "@type": "@id" },
            "movedTo": { "@id": "as:movedTo", "@type": "@id" },
            "featured": { "@id": "toot:featured", "@type": "@id" },
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "hidesToPublicFromUnauthedWeb": "gts:hidesToPublicFromUnauthedWeb",
            "hidesCcPublicFromUnauthedWeb": "gts:hidesCcPublicFromUnauthedWeb",
            "implements": { "@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list" }
        }
    ])
}
