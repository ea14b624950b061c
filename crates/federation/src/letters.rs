//! The recorded letters of `tests/letters`, as requests that can be checked and read.

#![allow(clippy::unwrap_used)]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use crate::signature::Received;

/// One recorded request.
pub(crate) struct Recorded {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) answer: Value,
}

macro_rules! letter {
    ($path:literal) => {
        crate::letters::Recorded::read(include_str!(concat!("../../../../tests/letters/", $path)))
    };
}
pub(crate) use letter;

impl Recorded {
    pub(crate) fn read(text: &str) -> Recorded {
        let letter: Value = serde_json::from_str(text).unwrap();
        let (method, path) = if let Some(line) = letter["request"].as_str() {
            let mut words = line.split(' ');
            (words.next().unwrap(), words.next().unwrap())
        } else {
            let path = letter["path"].as_str().or_else(|| letter["url"].as_str()).unwrap();
            (letter["method"].as_str().unwrap(), path.strip_prefix("http://wp.localhost").unwrap_or(path))
        };
        let mut headers = HeaderMap::new();
        for (name, value) in letter["headers"].as_object().unwrap() {
            let name: HeaderName = name.parse().unwrap();
            headers.insert(name, HeaderValue::from_str(value.as_str().unwrap()).unwrap());
        }
        Recorded {
            method: method.parse().unwrap(),
            path: path.to_owned(),
            headers,
            body: if letter["body"].is_null() { Vec::new() } else { sent(&letter["body"]).into_bytes() },
            answer: letter["response"]["body"].clone(),
        }
    }

    pub(crate) fn received<'a>(&'a self, host: &'a str) -> Received<'a> {
        Received {
            method: &self.method,
            path_and_query: &self.path,
            headers: &self.headers,
            body: &self.body,
            host,
            scheme: "http",
        }
    }
}

/// JSON as Go writes it, and so as `GoToSocial` sent it: sorted, without spaces, and harmless within HTML.
fn sent(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            let entries: Vec<_> = entries
                .into_iter()
                .map(|(key, value)| format!("{}:{}", sent(&Value::from(key.as_str())), sent(value)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sent).collect::<Vec<_>>().join(",")),
        plain => plain.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"),
    }
}
