//! Strict JSON: no key twice, no bottomless nesting, no U+0000, nothing after the end.
//!
//! Two readers of one letter must never see two different letters, and databases disagree about U+0000.

use std::fmt;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

use crate::{Error, limits};

/// A JSON object, under every rule of this file.
pub(crate) fn object(bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    if bytes.len() > limits::LETTER_BYTES {
        return Err(Error::TooLarge("the document is longer than 1 MiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("it is not UTF-8"))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { depth: limits::JSON_DEPTH }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| Error::Malformed(format!("its JSON is broken, {error}")))?;
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(malformed("it is not a JSON object")),
    }
}

pub(super) fn malformed(why: &str) -> Error {
    Error::Malformed(why.to_owned())
}

/// The SHA-256 of what a document carries, in hexadecimal: independent of the order of keys, of white space, of the
/// context, and of proofs, which some servers make afresh for each delivery.
pub(super) fn digest(document: &Map<String, Value>) -> String {
    let mut canonical = Vec::new();
    let carried = document.iter().filter(|(key, _)| !matches!(key.as_str(), "@context" | "signature" | "proof"));
    write_sorted(carried, &mut canonical);
    format!("{:x}", Sha256::digest(canonical))
}

fn write_sorted<'a>(entries: impl Iterator<Item = (&'a String, &'a Value)>, out: &mut Vec<u8>) {
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(|(key, _)| key.as_str());
    out.push(b'{');
    for (key, value) in entries {
        write_plain(key, out);
        out.push(b':');
        write_value(value, out);
        out.push(b',');
    }
    out.push(b'}');
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => write_sorted(map.iter(), out),
        Value::Array(items) => {
            out.push(b'[');
            for item in items {
                write_value(item, out);
                out.push(b',');
            }
            out.push(b']');
        }
        plain => write_plain(plain, out),
    }
}

fn write_plain(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    // A text or a number can always be written, and memory takes everything.
    serde_json::to_writer(out, value).ok();
}

/// Reads one value and counts how much deeper it may go.
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: de::Error>(&self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Strict { depth }),
            None => Err(E::custom("nested too deeply")),
        }
    }
}

fn text<E: de::Error>(text: String) -> Result<String, E> {
    if text.contains('\0') { Err(E::custom("U+0000 in a text")) } else { Ok(text) }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number out of range"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        text(value.to_owned()).map(Value::String)
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        text(value).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.deeper()?)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let key = text::<A::Error>(key)?;
            let value = entries.next_value_seed(self.deeper()?)?;
            if map.contains_key(&key) {
                return Err(de::Error::custom("a key is given twice"));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn t2_nesting_has_an_end() {
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));

        assert!(object(nested(limits::JSON_DEPTH).as_bytes()).is_ok());
        for depth in [limits::JSON_DEPTH + 2, 127, 128, 200, 100_000] {
            assert!(matches!(object(nested(depth).as_bytes()), Err(Error::Malformed(_))), "{depth}");
        }
    }

    #[test]
    fn t3_a_key_given_twice_is_refused_at_any_depth() {
        assert!(object(br#"{"a":{"b":1,"c":2},"d":[{"b":1}]}"#).is_ok());
        for twice in [
            r#"{"a":1,"a":1}"#,
            r#"{"id":1,"\u0069d":2}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":[[{"b":1,"c":3,"b":2}]]}"#,
        ] {
            assert!(matches!(object(twice.as_bytes()), Err(Error::Malformed(_))), "{twice}");
        }
    }

    #[test]
    fn t7_what_is_not_json_is_refused() {
        assert!(object(r#"{"a":"ä","b":"\ud83d\ude00"}"#.as_bytes()).is_ok());
        let bad: [&[u8]; 13] = [
            b"",
            b"null",
            b"[]",
            b"{\"a\":\"\xff\"}",
            br#"{"a":"\ud800"}"#,
            br#"{"a":"\u0000"}"#,
            br#"{"\u0000":1}"#,
            b"{\"a\":\"\x00\"}",
            b"\xef\xbb\xbf{}",
            b"{} {}",
            br#"{"a":NaN}"#,
            br#"{"a":1e400}"#,
            br#"{"a":1,}"#,
        ];
        for bytes in bad {
            assert!(matches!(object(bytes), Err(Error::Malformed(_))), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn t1_a_letter_over_the_limit_is_too_large() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(limits::LETTER_BYTES));

        assert!(matches!(object(long.as_bytes()), Err(Error::TooLarge(_))));
        assert!(object(&long.as_bytes()[..8]).is_err());
    }

    #[test]
    fn the_digest_sees_what_is_carried_and_nothing_else() {
        let one = object(br#"{"@context":"x","b":[1,{"d":1,"c":2}],"a":"1","proof":{"created":"now"}}"#).unwrap();
        let same = object(br#"{ "a":"1", "b":[1,{"c":2,"d":1}] }"#).unwrap();
        let other = object(br#"{"a":"1","b":[1,{"c":2,"d":2}]}"#).unwrap();

        assert_eq!(digest(&one), digest(&same));
        assert_ne!(digest(&one), digest(&other));
    }
}
