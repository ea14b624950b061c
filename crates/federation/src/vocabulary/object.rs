//! Posts and comments as they travel: articles and notes, and everything else by name only.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use url::Url;

use super::{authority, json, read};
use crate::{Error, limits};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    Article,
    Note,
    /// Polls, videos, pages and whatever will be invented: never shown.
    Other(String),
}

impl ObjectKind {
    pub fn as_str(&self) -> &str {
        match self {
            ObjectKind::Article => "Article",
            ObjectKind::Note => "Note",
            ObjectKind::Other(name) => name,
        }
    }
}

/// A post or a comment. Texts are as the other server wrote them, cut at the limits and not made safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub id: Url,
    pub kind: ObjectKind,
    pub attributed_to: Url,
    pub in_reply_to: Option<Url>,
    pub context: Option<Url>,
    /// Plain text.
    pub name: Option<String>,
    /// HTML; the content warning of a note.
    pub summary: Option<String>,
    /// HTML.
    pub content: String,
    pub language: Option<String>,
    pub sensitive: bool,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// Where people read it; only if it is on the server of `id`.
    pub url: Option<Url>,
    pub pictures: Vec<Picture>,
    /// Without `#`.
    pub hashtags: Vec<String>,
    pub mentions: Vec<Url>,
    /// Whether it carries something we never show: a quote of somebody else's words.
    pub quotes: bool,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    /// SHA-256 over the words and pictures as they came, as a multihash (`zQm…`): what an approval of them names.
    pub digest: String,
}

/// A picture of an object; always on the server of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub url: Url,
    pub media_type: Option<String>,
    pub alt: Option<String>,
    /// `digestMultibase`: a multihash that binds the very bytes.
    pub digest: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// When it counts as published: what it says, but neither in the future nor before there was a fediverse.
pub fn clamp(published: Option<Timestamp>, now: Timestamp) -> Timestamp {
    /// 2008-05-17, the first post on identi.ca's Laconica.
    const EARLIEST: Timestamp = Timestamp::constant(1_210_982_400, 0);
    published.filter(|moment| (EARLIEST..=now).contains(moment)).unwrap_or(now)
}

/// A fetched post or comment. The caller compares its `id` with the address it asked.
pub fn parse_object(bytes: &[u8]) -> Result<Object, Error> {
    from_document(&json::object(bytes)?)
}

pub(super) fn from_document(document: &Map<String, Value>) -> Result<Object, Error> {
    let id = read::required_id(document, "id")?;
    let kind = match read::kind(document) {
        Some("Article") => ObjectKind::Article,
        Some("Note") => ObjectKind::Note,
        Some(other) => ObjectKind::Other(read::cut(other, limits::USERNAME_CHARACTERS)),
        None => return Err(json::malformed("its object has no type")),
    };
    let (content, language) = read::text_and_language(document, "content");
    let content = content.unwrap_or_default();
    if content.len() > limits::CONTENT_BYTES {
        return Err(Error::TooLarge("the text is longer than 256 KiB"));
    }
    let (name, _) = read::text_and_language(document, "name");
    let (summary, _) = read::text_and_language(document, "summary");

    Ok(Object {
        attributed_to: read::owner(document)?,
        in_reply_to: read::address(document, "inReplyTo"),
        context: read::address(document, "context"),
        name: filled(name, limits::NAME_CHARACTERS),
        summary: filled(summary, limits::SUMMARY_CHARACTERS),
        content: content.to_owned(),
        language,
        sensitive: document.get("sensitive").and_then(Value::as_bool).unwrap_or(false),
        published: read::moment(document, "published"),
        updated: read::moment(document, "updated"),
        url: page(document, &id),
        pictures: pictures(document, &id),
        hashtags: hashtags(document),
        mentions: mentions(document),
        quotes: ["quote", "quoteUrl", "quoteUri", "_misskey_quote"].iter().any(|key| document.contains_key(*key)),
        to: read::recipients(document, "to"),
        cc: read::recipients(document, "cc"),
        digest: digest(document)?,
        kind,
        id,
    })
}

/// Over what a reader would see, in the one way of writing it (RFC 8785); see `FEDERATION.md`.
fn digest(document: &Map<String, Value>) -> Result<String, Error> {
    let only = |document: &Map<String, Value>, keys: &[&str]| -> Map<String, Value> {
        keys.iter().filter_map(|key| Some(((*key).to_owned(), document.get(*key)?.clone()))).collect()
    };
    let mut shown = only(
        document,
        &["type", "attributedTo", "inReplyTo", "name", "summary", "content", "contentMap", "sensitive", "tag"],
    );
    let pictures = read::embedded(document, "attachment", limits::ATTACHMENTS)
        .map(|part| Value::Object(only(part, &["url", "mediaType", "name", "digestMultibase"])));
    shown.insert("attachment".to_owned(), pictures.collect());
    let text = serde_json_canonicalizer::to_vec(&shown).map_err(|_| json::malformed("it cannot be written again"))?;
    let hash = Sha256::digest(text);
    // 0x12 for SHA-256, and 0x20 for its 32 bytes; `z` for base58.
    Ok(format!("z{}", bs58::encode([&[0x12, 0x20], hash.as_slice()].concat()).into_string()))
}

fn filled(text: Option<&str>, characters: usize) -> Option<String> {
    text.map(|text| read::cut(text, characters)).filter(|text| !text.trim().is_empty())
}

/// `url` may be an address, a Link, or a list of either, as `PeerTube` writes it; a page is preferred to a video.
fn page(document: &Map<String, Value>, id: &Url) -> Option<Url> {
    let is_page = |value: &&Value| match value.get("mediaType").and_then(Value::as_str) {
        Some(media_type) => media_type.starts_with("text/html"),
        None => true,
    };
    read::one_or_many(document.get("url"))
        .filter(is_page)
        .find_map(read::address_of)
        .filter(|url| authority(url) == authority(id))
}

fn pictures(document: &Map<String, Value>, id: &Url) -> Vec<Picture> {
    let mut pictures: Vec<Picture> = Vec::new();
    for part in read::embedded(document, "attachment", limits::ATTACHMENTS).chain(read::embedded(document, "image", 1))
    {
        if let Some(picture) = picture(part, id)
            && !pictures.iter().any(|known| known.url == picture.url)
        {
            pictures.push(picture);
        }
    }
    pictures
}

/// Mastodon and GoToSocial send pictures as `Document` or `Image`; whether it is one, the decoder decides later.
fn picture(part: &Map<String, Value>, id: &Url) -> Option<Picture> {
    let media_type = part.get("mediaType").and_then(Value::as_str);
    let is_picture = match (read::kind(part), media_type) {
        (Some("Image" | "Document"), Some(media_type)) => media_type.starts_with("image/"),
        (Some("Image"), None) => true,
        _ => false,
    };
    if !is_picture {
        return None;
    }
    let url = read::one_or_many(part.get("url"))
        .chain(part.get("href"))
        .find_map(read::address_of)
        .filter(|url| authority(url) == authority(id))?;
    Some(Picture {
        url,
        media_type: media_type.map(|text| read::cut(text, 100)),
        // WordPress and Mastodon use `name`, Plume `content`, older GoToSocial `summary`.
        alt: ["name", "summary", "content"].iter().find_map(|key| read::text(part, key, limits::ALT_CHARACTERS)),
        digest: read::text(part, "digestMultibase", 200),
        width: read::size(part, "width"),
        height: read::size(part, "height"),
    })
}

fn hashtags(document: &Map<String, Value>) -> Vec<String> {
    let mut hashtags: Vec<String> = Vec::new();
    for tag in read::embedded(document, "tag", limits::TAGS) {
        let is_hashtag = matches!(read::kind(tag), Some("Hashtag" | "as:Hashtag"));
        let Some(name) = read::text(tag, "name", limits::USERNAME_CHARACTERS).filter(|_| is_hashtag) else { continue };
        let name = name.trim().trim_start_matches('#').to_owned();
        if !name.is_empty() && !hashtags.contains(&name) {
            hashtags.push(name);
        }
    }
    hashtags
}

fn mentions(document: &Map<String, Value>) -> Vec<Url> {
    read::embedded(document, "tag", limits::TAGS)
        .filter(|tag| matches!(read::kind(tag), Some("Mention" | "as:Mention")))
        .filter_map(|tag| read::address(tag, "href"))
        .collect()
}
