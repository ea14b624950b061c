//! A crawler: everything a reader can get from a school by following addresses, byte for byte.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;

use federation::signature::{self, Scheme, Signer};
use http::Method;
use jiff::Timestamp;
use schoolgate::school::School;
use url::Url;

use crate::people::{Answer, Browser};

/// What was found: each address with its answer, tokens and dates taken out.
pub type Site = BTreeMap<String, String>;

/// Follows every address of the school's own that a browser comes upon, from these on.
pub async fn pages(browser: &Browser, school: &School, from: &[&str]) -> Site {
    let mut site = Site::new();
    let mut next: VecDeque<String> = from.iter().map(|path| (*path).to_owned()).collect();
    let mut seen: BTreeSet<String> = next.iter().cloned().collect();
    while let Some(path) = next.pop_front() {
        assert!(site.len() < 2000, "the crawl does not end");
        let answer = browser.get(&path).await;
        for link in links(&answer, school) {
            if seen.insert(link.clone()) {
                next.push_back(link);
            }
        }
        site.insert(path, normalised(&answer));
    }
    site
}

/// The addresses on a page that lead to this school, without what a form would send.
fn links(answer: &Answer, school: &School) -> Vec<String> {
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("text/html") && !kind.contains("xml") {
        return Vec::new();
    }
    let Ok(base) = answer.url.parse::<Url>() else { return Vec::new() };
    let text = answer.text();
    let mut found = Vec::new();
    for start in ["href=\"", "src=\""] {
        for part in text.split(start).skip(1) {
            let address = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
            let Ok(mut url) = base.join(&address) else { continue };
            url.set_fragment(None);
            // Ending the session would end the crawl.
            if school.urls.is_ours(&url) && !url.path().starts_with("/sign-out") && !url.path().starts_with("/static/")
            {
                found.push(url[url::Position::BeforePath..].to_owned());
            }
        }
    }
    found
}

/// The answer with everything that differs from one time to the next left out, and nothing else.
fn normalised(answer: &Answer) -> String {
    let mut text = format!("{}\n", answer.status);
    for (name, value) in &answer.headers {
        if !["date", "x-request-id", "set-cookie"].contains(&name.as_str()) {
            text += &[name.as_str(), ": ", value.to_str().unwrap_or("?"), "\n"].concat();
        }
    }
    let body = without(&answer.text(), "name=\"csrf\" value=\"", '"');
    text.push_str(&without(&without(&body, "oops__id\">", '/'), "request:", '"'));
    text
}

/// A text without what stands between each occurrence of these words and the next such sign: a form's token, or the
/// name of the request on error pages and in problem documents.
fn without(text: &str, words: &str, sign: char) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(words) {
        let value = at + words.len();
        kept.push_str(&rest[..value]);
        rest = &rest[value..];
        rest = &rest[rest.find(sign).unwrap_or(0)..];
    }
    kept.push_str(rest);
    kept
}

/// What was found without the names that chance gave: two servers of the same history have the same.
///
/// `names` are the server's own words for what differs, such as its port, with what to say instead. Pages whose addresses
/// differ in an id only are counted together.
pub fn anonymous(site: &Site, names: &[(String, String)]) -> Site {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let plain = |text: &str| {
        let of_no_server = names.iter().fold(text.to_owned(), |text, (name, instead)| text.replace(name, instead));
        let keyless = without(&without(&of_no_server, "BEGIN PUBLIC KEY-----", '-'), "Multibase\":\"z6Mk", '"');
        // A partner class has a colour by its address until somebody gives it another.
        let keyless = without(&without(&keyless, "data-colour=\"", '"'), "data-autosave=\"", '"');
        // A tag is made of the bytes, with the ids in them; a time is said in words.
        let untagged = without(&without(&keyless, "\netag: ", '\n'), "\ncontent-length: ", '\n');
        without_chance(&without(&untagged, "<time ", '/'))
    };
    for (path, text) in site {
        found.entry(plain(path)).or_default().push(plain(text));
    }
    let joined = found.into_iter().map(|(path, mut texts)| {
        texts.sort();
        (path, texts.join("\n----\n"))
    });
    joined.collect()
}

/// A text in which every id, and every moment in milliseconds or in full, is one word.
fn without_chance(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (word, instead) =
            match rest.bytes().take_while(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()).count() {
                32 if rest.bytes().take(32).all(|byte| byte.is_ascii_hexdigit()) => (32, "an-id"),
                13 if rest.bytes().take(13).all(|byte| byte.is_ascii_digit()) => (13, "a-moment"),
                4 if moment(rest) > 0 => (moment(rest), "a-moment"),
                0 => (first.len_utf8(), ""),
                other => (other, ""),
            };
        plain.push_str(if instead.is_empty() { &rest[..word] } else { instead });
        rest = &rest[word..];
    }
    plain
}

/// How long the moment is that a text begins with, as in `2026-11-23T14:00:00Z`; 0 for anything else.
fn moment(text: &str) -> usize {
    let end = text.find('Z').map_or(0, |end| end + 1);
    if end <= 40 && text[..end].parse::<Timestamp>().is_ok() { end } else { 0 }
}

/// Another school's server, which signs what it asks.
pub struct Server {
    client: reqwest::Client,
    signer: Signer,
    base: Url,
}

impl Server {
    /// The server of `of`, asking at the school behind `address`.
    pub async fn of(of: &School, at: &School, address: SocketAddr) -> Self {
        let base = at.urls.home();
        let client = reqwest::Client::builder()
            .resolve(base.host_str().unwrap_or_default(), address)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self { client, signer: of.school_signer().await.expect("a signer"), base }
    }

    pub async fn get(&self, path: &str, now: Timestamp) -> Answer {
        let url = self.base.join(path).expect("an address");
        let headers =
            signature::sign(&self.signer, Scheme::Cavage, &Method::GET, &url, None, now).expect("a signature");
        let response = self
            .client
            .get(url)
            .headers(headers)
            .header("accept", "application/activity+json")
            .send()
            .await
            .expect("an answer");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            url: response.url().to_string(),
            bytes: response.bytes().await.expect("a whole answer").to_vec(),
        }
    }

    /// Follows every address on the wire that the school gives, from its class's actor on.
    pub async fn wire(&self, school: &School, from: &[String], now: Timestamp) -> Site {
        let mut site = Site::new();
        let mut next: VecDeque<String> = from.iter().cloned().collect();
        let mut seen: BTreeSet<String> = next.iter().cloned().collect();
        while let Some(path) = next.pop_front() {
            assert!(site.len() < 2000, "the crawl does not end");
            let answer = self.get(&path, now).await;
            if let Ok(document) = serde_json::from_slice::<serde_json::Value>(&answer.bytes) {
                let mut found = Vec::new();
                addresses(&document, school, &mut found);
                for link in found {
                    if seen.insert(link.clone()) {
                        next.push_back(link);
                    }
                }
            }
            site.insert(path, normalised(&answer));
        }
        site
    }
}

/// Every address of the school in a document.
fn addresses(value: &serde_json::Value, school: &School, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => {
            if let Ok(mut url) = text.parse::<Url>()
                && school.urls.is_ours(&url)
            {
                url.set_fragment(None);
                found.push(url[url::Position::BeforePath..].to_owned());
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| addresses(value, school, found)),
        serde_json::Value::Object(entries) => entries.values().for_each(|value| addresses(value, school, found)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// What differs between two crawls, in words.
pub fn differences(before: &Site, after: &Site) -> Vec<String> {
    let mut found = Vec::new();
    for path in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        match (before.get(path), after.get(path)) {
            (Some(before), Some(after)) if before == after => {}
            (Some(before), Some(after)) => {
                let at = before
                    .bytes()
                    .zip(after.bytes())
                    .position(|(before, after)| before != after)
                    .unwrap_or(before.len().min(after.len()));
                let around = |text: &str| text.chars().skip(at.saturating_sub(60)).take(140).collect::<String>();
                found.push(format!("{path} differs:\n  before: {:?}\n  after:  {:?}", around(before), around(after)));
            }
            (Some(_), None) => found.push(format!("{path} is no longer found")),
            (None, Some(_)) => found.push(format!("{path} is newly found")),
            (None, None) => {}
        }
    }
    found
}
