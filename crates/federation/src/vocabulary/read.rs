//! Tolerant reading of single properties: what another server may write in several ways becomes one.

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::{Host, Url};

use super::{PUBLIC, authority, is_public, json::malformed};
use crate::{Error, limits};

type Document = Map<String, Value>;

/// An address that names something: absolute http or https with a host name, no user in it, of bounded length.
pub(super) fn identifier(text: &str) -> Option<Url> {
    if text.len() > limits::ADDRESS_BYTES {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let named = matches!(url.host(), Some(Host::Domain(_)));
    let plain = url.username().is_empty() && url.password().is_none();
    (named && plain && matches!(url.scheme(), "http" | "https")).then_some(url)
}

/// A property that must be exactly one address; neither an array nor an embedded object will do.
pub(super) fn required_id(document: &Document, key: &'static str) -> Result<Url, Error> {
    match document.get(key) {
        Some(Value::String(text)) => {
            identifier(text).ok_or_else(|| Error::Malformed(format!("its {key} is not a usable address")))
        }
        Some(_) => Err(Error::Malformed(format!("its {key} is not one address"))),
        None => Err(Error::Malformed(format!("it has no {key}"))),
    }
}

/// The address a value stands for: itself, the `id` of an embedded thing, or the `href` of a Link.
pub(super) fn address_of(value: &Value) -> Option<Url> {
    match value {
        Value::String(text) => identifier(text),
        Value::Object(map) => ["id", "href"].into_iter().find_map(|key| identifier(map.get(key)?.as_str()?)),
        _ => None,
    }
}

/// One address, bare or embedded; of an array the first that is one.
pub(super) fn address(document: &Document, key: &str) -> Option<Url> {
    one_or_many(document.get(key)).find_map(address_of)
}

/// One address on the same server as `origin`; any other is as if it were not there.
pub(super) fn own_address(document: &Document, key: &str, origin: &Url) -> Option<Url> {
    address(document, key).filter(|url| authority(url) == authority(origin))
}

/// The values of a property that may be one or many, none of them null.
pub(super) fn one_or_many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let values: &[Value] = match value {
        Some(Value::Array(values)) => values,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    values.iter().filter(|value| !value.is_null())
}

/// The type of a thing; of several the first.
pub(super) fn kind(document: &Document) -> Option<&str> {
    one_or_many(document.get("type")).find_map(Value::as_str)
}

/// A text that is cut after so many characters; empty ones are none.
pub(super) fn text(document: &Document, key: &str, characters: usize) -> Option<String> {
    let text = document.get(key)?.as_str()?;
    Some(cut(text, characters)).filter(|text| !text.trim().is_empty())
}

/// A text in any language, from `key` or else from the first entry of `keyMap`, and the language where it is said.
pub(super) fn text_and_language<'a>(document: &'a Document, key: &str) -> (Option<&'a str>, Option<String>) {
    let map = document.get(&format!("{key}Map")).and_then(Value::as_object);
    let plain = document.get(key).and_then(Value::as_str);
    let entry = map.and_then(|map| {
        let mut entries = map.iter().filter_map(|(language, text)| Some((language, text.as_str()?)));
        match plain {
            // Only the very same text says which language this one is in.
            Some(plain) => entries.find(|(_, text)| *text == plain),
            None => entries.next(),
        }
    });
    let language = entry.map(|(language, _)| language.clone()).filter(|tag| is_language(tag));
    (plain.or(entry.map(|(_, text)| text)), language)
}

fn is_language(tag: &str) -> bool {
    !tag.is_empty()
        && tag.len() <= limits::LANGUAGE_BYTES
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && tag != "und"
}

pub(super) fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

/// A moment; garbage is none, so that the caller uses the time of arrival.
pub(super) fn moment(document: &Document, key: &str) -> Option<Timestamp> {
    document.get(key)?.as_str()?.parse().ok()
}

/// Whole numbers from 1 to 100,000: the size of a picture.
pub(super) fn size(document: &Document, key: &str) -> Option<u32> {
    let size = document.get(key)?.as_u64()?;
    u32::try_from(size).ok().filter(|size| (1..=100_000).contains(size))
}

/// Recipients, everybody in its full spelling, each once, cut at the limit. What is not an address is left out.
pub(super) fn recipients(document: &Document, key: &str) -> Vec<String> {
    let mut recipients: Vec<String> = Vec::new();
    for value in one_or_many(document.get(key)) {
        let recipient = match value {
            Value::String(text) if is_public(text) => PUBLIC.to_owned(),
            value => match address_of(value) {
                Some(url) => url.to_string(),
                None => continue,
            },
        };
        if recipients.len() < limits::RECIPIENTS && !recipients.contains(&recipient) {
            recipients.push(recipient);
        }
    }
    recipients
}

/// The embedded things among one or many.
pub(super) fn embedded<'a>(document: &'a Document, key: &str, most: usize) -> impl Iterator<Item = &'a Document> {
    one_or_many(document.get(key)).filter_map(Value::as_object).take(most)
}

/// The owner of a thing: exactly one address.
pub(super) fn owner(document: &Document) -> Result<Url, Error> {
    match document.get("attributedTo") {
        Some(Value::String(text)) => identifier(text).ok_or_else(|| malformed("its owner is not a usable address")),
        Some(Value::Array(_)) => Err(malformed("it has a list of owners")),
        Some(_) => Err(malformed("its owner is not one address")),
        None => Err(malformed("it has no owner")),
    }
}
