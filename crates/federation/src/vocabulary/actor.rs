//! Actors of other servers, and their keys.

use serde_json::{Map, Value};
use url::Url;

use super::{authority, json, read};
use crate::{
    Error, Reason, limits,
    signature::{self, PublicKey},
};

/// An actor as its own server describes it. Names and texts are unmoderated and not made safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteActor {
    pub id: Url,
    /// `Person`, `Organization`, `Group`, `Service` or `Application`.
    pub kind: String,
    pub preferred_username: String,
    pub name: Option<String>,
    pub inbox: Url,
    pub shared_inbox: Option<Url>,
    pub outbox: Option<Url>,
    pub followers: Option<Url>,
    pub url: Option<Url>,
    pub summary: Option<String>,
    pub icon: Option<Url>,
    /// As written in its document, with or without a fragment.
    pub key_id: String,
    pub public_key_pem: String,
    pub ed25519: Vec<AssertionKey>,
    /// Whether it says that it understands RFC 9421.
    pub implements_rfc9421: bool,
    pub also_known_as: Vec<Url>,
    pub moved_to: Option<Url>,
}

/// An Ed25519 key from `assertionMethod`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssertionKey {
    pub id: String,
    pub multibase: String,
}

/// What stands at the address of a key where that is not its actor: `GoToSocial`'s `/main-key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDocument {
    pub key_id: String,
    pub owner: Url,
}

impl RemoteActor {
    /// The key that this actor lists under `key_id`.
    ///
    /// A key id that is the actor's own id names its main key. Errors: [`Reason::KeyNotConfirmed`] if it lists no
    /// such key, [`Reason::KeyUnusable`] if we refuse it.
    pub fn key(&self, key_id: &str) -> Result<PublicKey, Error> {
        if key_id == self.key_id || key_id == self.id.as_str() {
            return PublicKey::from_pem(&self.public_key_pem);
        }
        match self.ed25519.iter().find(|key| key.id == key_id) {
            Some(key) => PublicKey::from_multibase(&key.multibase),
            None => Err(Error::Unproven(Reason::KeyNotConfirmed)),
        }
    }

    /// Every key that it lists and we can use, by its id; the one that it signs letters with comes first.
    ///
    /// Errors: [`Reason::KeyUnusable`] if that one cannot be used.
    pub fn keys(&self) -> Result<Vec<(&str, PublicKey)>, Error> {
        let main = (self.key_id.as_str(), PublicKey::from_pem(&self.public_key_pem)?);
        let others = self.ed25519.iter().filter_map(|key| {
            let usable = PublicKey::from_multibase(&key.multibase).ok()?;
            Some((key.id.as_str(), usable))
        });
        Ok(std::iter::once(main).chain(others).collect())
    }

    /// One fingerprint for all its keys.
    pub fn fingerprint(&self) -> Result<String, Error> {
        let keys: Vec<PublicKey> = self.keys()?.into_iter().map(|(_, key)| key).collect();
        let (main, others) = keys.split_first().ok_or(Error::Unproven(Reason::KeyUnusable))?;
        Ok(signature::fingerprint(main, others))
    }
}

pub(super) fn is_actor_type(kind: &str) -> bool {
    matches!(kind, "Person" | "Organization" | "Group" | "Service" | "Application")
}

/// Reads an actor. The caller compares its `id` with the address it asked.
///
/// The inbox and the keys must be on the server of the actor, and the key must say that the actor owns it.
pub fn parse_actor(bytes: &[u8]) -> Result<RemoteActor, Error> {
    let document = json::object(bytes)?;
    let id = read::required_id(&document, "id")?;
    let Some(kind) = read::kind(&document).filter(|kind| is_actor_type(kind)) else {
        return Err(json::malformed("it is not an actor"));
    };
    let inbox = read::required_id(&document, "inbox")?;
    if authority(&inbox) != authority(&id) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    let (key_id, public_key_pem) = public_key(&document, &id)?;
    let endpoints = document.get("endpoints").and_then(Value::as_object);

    Ok(RemoteActor {
        kind: kind.to_owned(),
        preferred_username: read::text(&document, "preferredUsername", limits::USERNAME_CHARACTERS)
            .ok_or_else(|| json::malformed("it has no preferredUsername"))?,
        name: read::text(&document, "name", limits::NAME_CHARACTERS),
        shared_inbox: endpoints.and_then(|endpoints| read::own_address(endpoints, "sharedInbox", &id)),
        outbox: read::own_address(&document, "outbox", &id),
        followers: read::own_address(&document, "followers", &id),
        url: read::own_address(&document, "url", &id),
        summary: read::text(&document, "summary", limits::SUMMARY_CHARACTERS),
        icon: read::embedded(&document, "icon", 1).find_map(|icon| read::own_address(icon, "url", &id)),
        ed25519: assertion_keys(&document, &id),
        implements_rfc9421: implements_rfc9421(&document),
        also_known_as: read::one_or_many(document.get("alsoKnownAs"))
            .filter_map(read::address_of)
            .take(limits::KEYS)
            .collect(),
        moved_to: read::address(&document, "movedTo"),
        inbox,
        key_id,
        public_key_pem,
        id,
    })
}

fn public_key(document: &Map<String, Value>, id: &Url) -> Result<(String, String), Error> {
    let key =
        read::embedded(document, "publicKey", limits::KEYS).next().ok_or_else(|| json::malformed("it has no key"))?;
    if &read::required_id(key, "owner")? != id {
        return Err(Error::Unproven(Reason::KeyNotConfirmed));
    }
    let key_id = own_key_id(key, id).ok_or(Error::Unproven(Reason::KeyNotConfirmed))?;
    let pem = key.get("publicKeyPem").and_then(Value::as_str).ok_or_else(|| json::malformed("its key is not PEM"))?;
    if pem.len() > limits::KEY_PEM_BYTES {
        return Err(Error::TooLarge("the key is longer than 8 KiB"));
    }
    Ok((key_id, pem.to_owned()))
}

fn own_key_id(key: &Map<String, Value>, id: &Url) -> Option<String> {
    let text = key.get("id")?.as_str()?;
    let url = read::identifier(text)?;
    (authority(&url) == authority(id)).then(|| text.to_owned())
}

fn assertion_keys(document: &Map<String, Value>, id: &Url) -> Vec<AssertionKey> {
    read::embedded(document, "assertionMethod", limits::KEYS)
        .filter(|key| read::kind(key) == Some("Multikey"))
        .filter(|key| read::address(key, "controller").as_ref() == Some(id))
        .filter_map(|key| {
            Some(AssertionKey { id: own_key_id(key, id)?, multibase: read::text(key, "publicKeyMultibase", 200)? })
        })
        .collect()
}

fn implements_rfc9421(document: &Map<String, Value>) -> bool {
    let Some(Value::Object(generator)) = document.get("generator") else { return false };
    read::one_or_many(generator.get("implements"))
        .filter_map(read::address_of)
        .any(|link| link.host_str() == Some("datatracker.ietf.org") && link.path().ends_with("/rfc9421"))
}

/// Reads what stands at the address of a key: the key alone, or a stub of its owner that holds the key.
///
/// It says only whom to ask next: the owner's own document has to list the key. Errors: [`Reason::OtherOrigin`] if
/// the owner is on another server than the key.
pub fn parse_key_document(bytes: &[u8]) -> Result<KeyDocument, Error> {
    let document = json::object(bytes)?;
    let key = match document.get("publicKey") {
        Some(Value::Object(key)) => key,
        _ => &document,
    };
    let key_id = read::required_id(key, "id")?;
    let owner = read::address(key, "owner")
        .or_else(|| read::address(key, "controller"))
        .ok_or_else(|| json::malformed("it is not a key"))?;
    if authority(&key_id) != authority(&owner) {
        return Err(Error::Unproven(Reason::OtherOrigin));
    }
    Ok(KeyDocument { key_id: key.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(), owner })
}
