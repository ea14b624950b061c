//! What we say: one file per utterance, each a pure function from plain words to a document.
//!
//! Nothing here knows a person. Every key that may ever leave is listed in the test of its file, so a new one is a
//! decision; `bto` and `bcc` are never among them.

mod actor;
mod agreement;
mod approval;
mod classes;
mod collection;
mod create;
mod discovery;
mod follow;
mod like;
mod object;
mod remove;

use jiff::{Timestamp, Unit};
use serde_json::{Map, Value};
use url::Url;

pub use actor::{CLASS_ACTOR_TYPE, ClassActor, Keys, SchoolActor, actor, school_actor, school_actor_minimal};
pub use agreement::{accept_agreement, agreement, offer, reject_agreement, undo_agreement, update_agreement};
pub use approval::{ReplyAnswerWords, accept_reply, reject_reply, reply_authorization, revoke_reply};
pub use classes::{ClassListWords, ListedClassWords, class_list};
pub use collection::{RepliesWords, collection, held, ordered_collection_page, replies, replies_page};
pub use create::{create, reworded, update, update_actor};
pub use discovery::{NodeInfo, WebFingerWords, nodeinfo, nodeinfo_links, webfinger};
pub use follow::{FollowWords, accept_follow, answered, follow, reject_follow, undo_follow};
pub use like::{LikeWords, like, undo_like};
pub use object::{ArticleWords, Audience, HashtagWords, MentionWords, NoteWords, PictureWords, article, note};
pub use remove::{DeleteWords, accept_removal, delete, tombstone};

/// The media type of everything here that is a document of `ActivityStreams`.
pub const ACTIVITY_JSON: &str = "application/activity+json";
/// The media type of [`webfinger`].
pub const JRD_JSON: &str = "application/jrd+json";

const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// A document from pairs, without those that have nothing to say.
fn document<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let present = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(present.collect::<Map<_, _>>())
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside entries that may be empty")]
fn says(value: impl Into<Value>) -> Option<Value> {
    Some(value.into())
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside entries that may be empty")]
fn at(url: &Url) -> Option<Value> {
    Some(url.as_str().into())
}

/// An activity alone needs no other words than those of `ActivityStreams`; always an array, as some servers expect.
#[expect(clippy::unnecessary_wraps, reason = "it stands beside entries that may be empty")]
fn plain_context() -> Option<Value> {
    Some(Value::from(vec![ACTIVITY_STREAMS]))
}

/// A moment on the wire, to the millisecond: two edits in one second keep their order.
fn moment(moment: Timestamp) -> Value {
    moment.round(Unit::Millisecond).unwrap_or(moment).to_string().into()
}

/// Takes the `@context` off a document that goes into another.
fn without_context(mut document: Value) -> Value {
    if let Value::Object(map) = &mut document {
        map.shift_remove("@context");
    }
    document
}

#[cfg(test)]
mod tests;
