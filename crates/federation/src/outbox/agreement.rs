//! Agreeing with another school: the Offer, the word that an adult has compared the safety words, and the end.

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_STREAMS, at, document, moment, plain_context, says};

/// What one school offers another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four things that two schools agree on or do not")]
pub struct OfferWords {
    pub id: Url,
    pub actor: Url,
    pub other: Url,
    pub agreement: Url,
    /// Base64 of the HMAC that only whoever holds the invitation can make.
    pub proof: String,
    /// Fingerprints of the keys as the offering school knows them.
    pub own_key: String,
    pub other_key: String,
    pub name: String,
    pub may_follow: bool,
    pub may_reply: bool,
    pub may_like: bool,
    pub may_show_pictures: bool,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub safeguarding_contact: String,
}

/// Our school has opened an invitation of theirs.
pub fn offer(words: &OfferWords) -> Value {
    let agreement = document([
        ("id", at(&words.agreement)),
        ("type", says("sg:FederationAgreement")),
        ("sg:parties", says(vec![words.actor.as_str(), words.other.as_str()])),
        ("sg:keys", says(json!({ words.actor.as_str(): words.own_key, words.other.as_str(): words.other_key }))),
        (
            "sg:scope",
            says(json!({
                "sg:follow": words.may_follow,
                "sg:reply": words.may_reply,
                "sg:like": words.may_like,
                "sg:announce": false,
                "sg:media": words.may_show_pictures,
            })),
        ),
        ("startTime", words.starts_at.map(moment)),
        ("endTime", words.ends_at.map(moment)),
        ("sg:safeguardingContact", says(words.safeguarding_contact.as_str())),
    ]);
    document([
        ("@context", says(json!([ACTIVITY_STREAMS, { "sg": "https://w3id.org/schoolgate#" }]))),
        ("id", at(&words.id)),
        ("type", says("Offer")),
        ("actor", at(&words.actor)),
        ("to", says(vec![words.other.as_str()])),
        ("summary", says(words.name.as_str())),
        ("sg:inviteProof", says(words.proof.as_str())),
        ("object", says(agreement)),
    ])
}

/// An adult of ours has heard the safety words. Said by both schools, about the one Offer.
pub fn accept_agreement(id: &Url, actor: &Url, to: &Url, offer: &Url) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("Accept")),
        ("actor", at(actor)),
        ("to", says(vec![to.as_str()])),
        ("object", at(offer)),
    ])
}

/// Our school ends the agreement. The Accept is embedded without an id: which one it was is said by the Offer.
pub fn undo_agreement(id: &Url, actor: &Url, to: &Url, offer: &Url) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("Undo")),
        ("actor", at(actor)),
        ("to", says(vec![to.as_str()])),
        ("object", says(json!({ "type": "Accept", "actor": actor, "object": offer }))),
    ])
}
