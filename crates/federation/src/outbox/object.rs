//! What a class publishes: articles, and notes that answer.

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_STREAMS, at, document, moment, says};
use crate::vocabulary::PUBLIC;

/// Whom a document is addressed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The followers that a teacher accepted.
    Followers,
    /// Everybody: approved by the school for this.
    Public,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureWords {
    pub url: Url,
    pub media_type: String,
    pub alt: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// The multibase of the SHA-256 multihash of the bytes, `zQm…`.
    pub digest: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashtagWords {
    /// Without `#`.
    pub name: String,
    pub href: Url,
}

/// A class that is spoken to; never one outside the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionWords {
    pub actor: Url,
    /// Such as `4b@north.example`, without a leading `@`.
    pub handle: String,
}

/// A post of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleWords {
    pub id: Url,
    pub attributed_to: Url,
    pub followers: Url,
    pub audience: Audience,
    /// Plain text.
    pub name: String,
    /// Safe HTML.
    pub summary: Option<String>,
    /// Safe HTML.
    pub content: String,
    pub language: Option<String>,
    /// Where people read it.
    pub page: Url,
    pub published: Timestamp,
    pub updated: Option<Timestamp>,
    pub sensitive: bool,
    /// Every picture of the content, the first one leading.
    pub pictures: Vec<PictureWords>,
    pub hashtags: Vec<HashtagWords>,
    pub context: Option<Url>,
    pub replies: Option<Url>,
}

/// A comment of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteWords {
    pub id: Url,
    pub attributed_to: Url,
    pub followers: Url,
    pub audience: Audience,
    pub in_reply_to: Option<Url>,
    /// The class that is answered.
    pub answered: Option<MentionWords>,
    pub context: Option<Url>,
    /// Safe HTML.
    pub content: String,
    pub language: Option<String>,
    pub page: Url,
    pub published: Timestamp,
    pub updated: Option<Timestamp>,
    pub pictures: Vec<PictureWords>,
    pub replies: Option<Url>,
    /// The other school's document that says it approved this reply.
    pub approval: Option<Url>,
}

/// A post in full, as it is fetched and as it goes into a Create or Update.
pub fn article(words: &ArticleWords) -> Value {
    let (to, cc) = addressing(words.audience, &words.followers, None);
    document([
        ("@context", says(context())),
        ("id", at(&words.id)),
        ("type", says("Article")),
        ("attributedTo", at(&words.attributed_to)),
        ("name", says(words.name.as_str())),
        ("summary", words.summary.as_deref().and_then(says)),
        ("content", says(words.content.as_str())),
        ("contentMap", in_language(words.language.as_deref(), &words.content)),
        ("mediaType", says("text/html")),
        ("url", at(&words.page)),
        ("published", says(moment(words.published))),
        ("updated", words.updated.map(moment)),
        ("to", says(to)),
        ("cc", says(cc)),
        ("sensitive", says(words.sensitive)),
        ("image", words.pictures.first().map(picture)),
        ("attachment", says(words.pictures.iter().map(picture).collect::<Vec<_>>())),
        ("tag", says(words.hashtags.iter().map(hashtag).collect::<Vec<_>>())),
        ("context", words.context.as_ref().and_then(at)),
        ("replies", words.replies.as_ref().and_then(at)),
        ("preview", says(preview(words))),
        ("interactionPolicy", says(interaction_policy(&words.attributed_to, &words.followers))),
    ])
}

/// A comment in full.
pub fn note(words: &NoteWords) -> Value {
    let answered = words.answered.as_ref();
    let (to, cc) = addressing(words.audience, &words.followers, answered.map(|answered| &answered.actor));
    document([
        ("@context", says(context())),
        ("id", at(&words.id)),
        ("type", says("Note")),
        ("attributedTo", at(&words.attributed_to)),
        ("inReplyTo", words.in_reply_to.as_ref().and_then(at)),
        ("context", words.context.as_ref().and_then(at)),
        ("content", says(words.content.as_str())),
        ("contentMap", in_language(words.language.as_deref(), &words.content)),
        ("url", at(&words.page)),
        ("published", says(moment(words.published))),
        ("updated", words.updated.map(moment)),
        ("to", says(to)),
        ("cc", says(cc)),
        ("sensitive", says(false)),
        ("attachment", says(words.pictures.iter().map(picture).collect::<Vec<_>>())),
        ("tag", says(answered.map(mention).into_iter().collect::<Vec<_>>())),
        ("replies", words.replies.as_ref().and_then(at)),
        ("interactionPolicy", says(interaction_policy(&words.attributed_to, &words.followers))),
        ("replyAuthorization", words.approval.as_ref().and_then(at)),
        // GoToSocial up to 0.20 reads only this older name.
        ("approvedBy", words.approval.as_ref().and_then(at)),
    ])
}

/// The followers stand in `to`: GoToSocial takes what has them only in `cc` for a direct message.
fn addressing<'a>(audience: Audience, followers: &'a Url, answered: Option<&'a Url>) -> (Vec<&'a str>, Vec<&'a str>) {
    let answered = answered.map(Url::as_str).into_iter();
    match audience {
        Audience::Followers => (answered.chain([followers.as_str()]).collect(), vec![]),
        Audience::Public => (vec![PUBLIC], [followers.as_str()].into_iter().chain(answered).collect()),
    }
}

fn in_language(language: Option<&str>, content: &str) -> Option<Value> {
    language.map(|language| json!({ language: content }))
}

pub(super) fn picture(words: &PictureWords) -> Value {
    document([
        ("type", says("Image")),
        ("mediaType", says(words.media_type.as_str())),
        ("url", at(&words.url)),
        ("name", words.alt.as_deref().and_then(says)),
        ("width", words.width.and_then(says)),
        ("height", words.height.and_then(says)),
        ("digestMultibase", words.digest.as_deref().and_then(says)),
    ])
}

fn hashtag(words: &HashtagWords) -> Value {
    json!({ "type": "Hashtag", "name": format!("#{}", words.name), "href": words.href })
}

fn mention(words: &MentionWords) -> Value {
    json!({ "type": "Mention", "href": words.actor, "name": format!("@{}", words.handle) })
}

/// For servers that show only notes (FEP-b2b8).
fn preview(words: &ArticleWords) -> Value {
    let title = words.name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let content = format!("<p><strong>{title}</strong></p>{}", words.summary.as_deref().unwrap_or_default());
    json!({
        "type": "Note",
        "attributedTo": words.attributed_to,
        "content": content,
        "published": moment(words.published)
    })
}

/// Who may do what with it, as far as the other server asks: followers may like it and ask to answer it.
///
/// Both generations of names: `GoToSocial` up to 0.19 reads only `always` and `approvalRequired`.
fn interaction_policy(owner: &Url, followers: &Url) -> Value {
    let rule = |automatic: Vec<&Url>, manual: Vec<&Url>| {
        json!({
            "automaticApproval": automatic,
            "manualApproval": manual,
            "always": automatic,
            "approvalRequired": manual
        })
    };
    json!({
        "canReply": rule(vec![owner], vec![followers]),
        "canLike": rule(vec![followers], vec![]),
        "canAnnounce": rule(vec![owner], vec![]),
        "canQuote": rule(vec![owner], vec![])
    })
}

fn context() -> Value {
    json!([
        ACTIVITY_STREAMS,
        {
            "gts": "https://gotosocial.org/ns#",
            "Hashtag": "as:Hashtag",
            "sensitive": "as:sensitive",
            "digestMultibase": "https://www.w3.org/ns/credentials/v2#digestMultibase",
            "interactionPolicy": { "@id": "gts:interactionPolicy", "@type": "@id" },
            "canReply": { "@id": "gts:canReply", "@type": "@id" },
            "canLike": { "@id": "gts:canLike", "@type": "@id" },
            "canAnnounce": { "@id": "gts:canAnnounce", "@type": "@id" },
            "canQuote": { "@id": "gts:canQuote", "@type": "@id" },
            "automaticApproval": { "@id": "gts:automaticApproval", "@type": "@id" },
            "manualApproval": { "@id": "gts:manualApproval", "@type": "@id" },
            "always": { "@id": "gts:always", "@type": "@id" },
            "approvalRequired": { "@id": "gts:approvalRequired", "@type": "@id" },
            "approvedBy": { "@id": "gts:approvedBy", "@type": "@id" },
            "replyAuthorization": { "@id": "gts:replyAuthorization", "@type": "@id" }
        }
    ])
}
