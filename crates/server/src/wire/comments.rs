//! A comment of ours as a Note: the class speaks, and the child's signature is part of the text.

use federation::outbox;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::addressing;
use crate::domain::classes::ClassBlog;
use crate::domain::items::Item;
use crate::domain::revisions::Words;
use crate::domain::writing;
use crate::urls::Urls;

/// What a comment answers.
pub struct Answered<'a> {
    /// Wire id of the post or comment.
    pub object: &'a Url,
    /// The partner class that is spoken to; none when it is one of ours.
    pub class: Option<(&'a Url, &'a str)>,
    /// The page on which the comment is to be read here.
    pub page: Url,
    /// Where the school that is answered says that it let the comment in.
    pub approval: Option<Url>,
}

/// The comment with these words, or none when it stays at home.
pub fn comment(
    urls: &Urls,
    class: &ClassBlog,
    item: &Item,
    words: &Words,
    answered: &Answered<'_>,
    published: Timestamp,
    updated: Option<Timestamp>,
) -> Option<Value> {
    let signature = if words.signature.is_empty() {
        String::new()
    } else {
        format!("<p>– {}</p>", writing::escape(&words.signature))
    };
    Some(outbox::note(&outbox::NoteWords {
        id: item.wire_id.clone(),
        attributed_to: urls.class_actor(&class.id),
        followers: urls.class_part(&class.id, "followers"),
        audience: addressing(item.audience)?,
        in_reply_to: Some(answered.object.clone()),
        answered: answered
            .class
            .map(|(actor, handle)| outbox::MentionWords { actor: actor.clone(), handle: handle.to_owned() }),
        context: None,
        content: format!("{}{signature}", words.linked_html),
        language: (!words.language.is_empty()).then(|| words.language.clone()),
        page: answered.page.clone(),
        published,
        updated,
        pictures: Vec::new(),
        replies: None,
        approval: answered.approval.clone(),
    }))
}
