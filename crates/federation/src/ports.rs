//! What we ask of the house we live in: it has the memory, we have the rules.

use std::{future::Future, pin::Pin};

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use crate::{
    Error,
    signature::PublicKey,
    trust::Standing,
    vocabulary::{ObjectKind, RemoteActor},
};

/// An answer that may take a while; boxed, so that the traits can be used as objects.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What our house knows about the things one letter mentions; gathered before the letter is judged.
pub trait Directory {
    /// Our own canonical authority, such as `north.example`.
    fn host(&self) -> &str;

    /// Whether this is one of our actors, a class or the school, and not one that is hidden.
    fn is_ours(&self, actor: &Url) -> bool;

    /// How far our actor has come with following theirs.
    fn follows(&self, ours: &Url, theirs: &Url) -> Relation;

    /// How far their actor has come with following ours.
    fn followed_by(&self, ours: &Url, theirs: &Url) -> Relation;

    /// Our actors that follow this one, accepted by it.
    fn followers_of(&self, theirs: &Url) -> Vec<Url>;

    /// The actor of ours whose Follow has this id. Some servers answer with the bare id alone.
    fn follow_by_id(&self, _follow: &Url) -> Option<Url> {
        None
    }

    /// The actor of ours that their actor asked to follow by this id.
    fn follower_by_id(&self, _follow: &Url, _theirs: &Url) -> Option<Url> {
        None
    }

    /// What their actor liked by this id.
    fn like_by_id(&self, _like: &Url, _theirs: &Url) -> Option<Url> {
        None
    }

    /// What we know of a post or comment, ours or theirs.
    fn object(&self, id: &Url) -> Option<Known>;

    /// Whether this is the id of a Delete that we have sent.
    fn asked_removal(&self, activity: &Url) -> bool;

    /// What our school and this actor, if it is a school's own, have agreed on and put forward.
    fn agreement(&self, _theirs: &Url) -> Option<&KnownAgreement> {
        None
    }
}

/// What is known of the agreement with another school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAgreement {
    pub id: Url,
    /// Our own school.
    pub us: Url,
    /// The Offer by which the two came to know each other.
    pub offer: Url,
    /// The pinned fingerprints of both.
    pub our_key: String,
    pub their_key: String,
    /// When the newest wording that they may not go behind was made.
    pub newest: Timestamp,
    /// What they may still answer: the letter it came in, and the agreement as it was signed.
    pub wordings: Vec<(Url, Value)>,
    /// The keys that their proofs are checked with, by their ids.
    pub keys: Vec<(String, PublicKey)>,
}

/// One direction of one follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    None,
    Asked,
    Accepted,
    Refused,
}

/// What is known of an object, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub owner: Url,
    pub ours: bool,
    pub kind: ObjectKind,
    pub updated: Option<Timestamp>,
    pub tombstone: bool,
    pub in_reply_to: Option<Url>,
}

/// Whoever was proved to have sent a letter.
#[derive(Debug, Clone)]
pub struct Caller {
    pub host: String,
    /// Whose key it was.
    pub actor: Url,
    pub standing: Standing,
    /// What its own server says of it, when that was just fetched.
    pub document: Option<RemoteActor>,
}

/// Who may be spoken to at all; asked before any name is looked up.
pub trait Gatekeeper: Send + Sync {
    /// Where we stand with this authority, such as `south.example` or `localhost:8081`.
    fn standing<'a>(&'a self, host: &'a str) -> Answering<'a, Result<Standing, Error>>;
}
