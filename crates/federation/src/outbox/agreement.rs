//! Agreeing with another school: the words that both sign, the Offer, what is said in answer, and the end.

use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_STREAMS, at, document, moment, plain_context, says};
use crate::vocabulary::{AGREEMENT, AgreementWords};

fn context() -> Value {
    json!([ACTIVITY_STREAMS, { "sg": "https://w3id.org/schoolgate#" }])
}

/// The agreement itself. It has a context of its own, for it is kept without the letter that it came in, and is still to be
/// signed.
pub fn agreement(words: &AgreementWords) -> Value {
    document([
        ("@context", says(context())),
        ("id", at(&words.id)),
        ("type", says(AGREEMENT)),
        ("attributedTo", at(&words.author)),
        ("updated", says(moment(words.updated))),
        ("sg:parties", says(vec![words.author.as_str(), words.other.as_str()])),
        ("sg:keys", says(json!({ words.author.as_str(): words.author_key, words.other.as_str(): words.other_key }))),
        (
            "sg:scope",
            says(json!({
                "sg:follow": words.may_follow,
                "sg:reply": words.may_reply,
                "sg:like": words.may_like,
                "sg:announce": false,
                "sg:media": words.may_show_pictures,
                "sg:classes": words.classes.to_list(),
            })),
        ),
        ("startTime", words.starts_at.map(moment)),
        ("endTime", words.ends_at.map(moment)),
        ("sg:safeguardingContact", says(words.safeguarding_contact.as_str())),
    ])
}

/// One of the two parties of a signed agreement.
fn party(agreement: &Value, place: usize) -> Option<Value> {
    agreement["sg:parties"].get(place).cloned()
}

/// Our school has opened an invitation of theirs. `proof` is the base64 of the HMAC that only whoever holds the invitation
/// can make; `agreement` is ours, signed.
pub fn offer(id: &Url, proof: &str, name: &str, agreement: Value) -> Value {
    document([
        ("@context", says(context())),
        ("id", at(id)),
        ("type", says("Offer")),
        ("actor", party(&agreement, 0)),
        ("to", party(&agreement, 1).map(|other| json!([other]))),
        ("summary", says(name)),
        ("sg:inviteProof", says(proof)),
        ("object", says(agreement)),
    ])
}

/// Our school words the agreement anew: all of it, signed. It holds when the other one has accepted it.
pub fn update_agreement(id: &Url, agreement: Value) -> Value {
    document([
        ("@context", says(context())),
        ("id", at(id)),
        ("type", says("Update")),
        ("actor", party(&agreement, 0)),
        ("to", party(&agreement, 1).map(|other| json!([other]))),
        ("object", says(agreement)),
    ])
}

/// An adult of ours has heard the safety words, or agrees to what they proposed. `letter` is the Offer or the Update, and
/// `result` the same agreement with our own proof.
pub fn accept_agreement(id: &Url, actor: &Url, to: &Url, letter: &Url, result: Value) -> Value {
    document([
        ("@context", says(context())),
        ("id", at(id)),
        ("type", says("Accept")),
        ("actor", at(actor)),
        ("to", says(vec![to.as_str()])),
        ("object", at(letter)),
        ("result", says(result)),
    ])
}

/// Our school does not agree to what they proposed, and says no reason.
pub fn reject_agreement(id: &Url, actor: &Url, to: &Url, letter: &Url) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("Reject")),
        ("actor", at(actor)),
        ("to", says(vec![to.as_str()])),
        ("object", at(letter)),
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
