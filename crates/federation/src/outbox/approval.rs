//! What a comment of another school under our post is told: that it may stand there, that it is not shown, that it is no more.

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_STREAMS, at, document, moment, says};

const GOTOSOCIAL: &str = "https://gotosocial.org/ns";

/// One answer to one comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyAnswerWords {
    /// The id of the answer itself.
    pub id: Url,
    /// The class whose post it is.
    pub actor: Url,
    /// The post.
    pub target: Url,
    /// The comment, and the class that wrote it; nobody else is told.
    pub reply: Url,
    pub author: Url,
    /// The `ReplyRequest` that is answered; none for a comment that came as a plain Create.
    pub request: Option<Url>,
}

/// It may stand there, and `authorization` is the document that says so.
pub fn accept_reply(words: &ReplyAnswerWords, authorization: &Url) -> Value {
    answer("Accept", words, Some(authorization))
}

/// It is not shown. Why is nobody's business.
pub fn reject_reply(words: &ReplyAnswerWords) -> Value {
    answer("Reject", words, None)
}

/// `GoToSocial` takes no request for a comment that it sent as a plain Create: of that it wants the bare address.
fn answer(kind: &str, words: &ReplyAnswerWords, result: Option<&Url>) -> Value {
    let object = match &words.request {
        Some(request) => json!({
            "type": "ReplyRequest",
            "id": request,
            "actor": words.author,
            "object": words.target,
            "instrument": words.reply
        }),
        None => words.reply.as_str().into(),
    };
    document([
        ("@context", says(vec![ACTIVITY_STREAMS, GOTOSOCIAL])),
        ("id", at(&words.id)),
        ("type", says(kind)),
        ("actor", at(&words.actor)),
        ("object", Some(object)),
        ("target", at(&words.target)),
        ("result", result.and_then(at)),
        ("to", says(vec![words.author.as_str()])),
    ])
}

/// What stands at the address of an approval as long as it stands. `digest` is of the wording that was approved.
pub fn reply_authorization(
    id: &Url,
    actor: &Url,
    reply: &Url,
    target: &Url,
    digest: Option<&str>,
    approved: Timestamp,
) -> Value {
    document([
        ("@context", says(json!([ACTIVITY_STREAMS, GOTOSOCIAL, { "sg": "https://w3id.org/schoolgate#" }]))),
        ("id", at(id)),
        ("type", says("ReplyAuthorization")),
        ("attributedTo", at(actor)),
        ("interactingObject", at(reply)),
        ("interactionTarget", at(target)),
        ("sg:approvedDigest", digest.and_then(says)),
        ("published", says(moment(approved))),
    ])
}

/// The approval is no more: by its address alone (FEP-044f).
pub fn revoke_reply(id: &Url, actor: &Url, authorization: &Url, author: &Url) -> Value {
    document([
        ("@context", says(vec![ACTIVITY_STREAMS])),
        ("id", at(id)),
        ("type", says("Delete")),
        ("actor", at(actor)),
        ("object", at(authorization)),
        ("to", says(vec![author.as_str()])),
    ])
}
