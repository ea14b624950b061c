//! What was said under a post, as bubbles grouped by class, and saying something.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::articles;
use super::desk::{Choice, Moment, moment};
use super::forms::Checked;
use super::page::{ClassLink, Page, Show};
use super::proofs::Someone;
use super::reading::{author, autosave, class_path, is_at_home, may_write, open_class, pen, post_path};
use super::visit::Flash;
use crate::actions;
use crate::actions::articles::{Pen, Written};
use crate::domain::answers::Abroad;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, ItemId};
use crate::domain::items::{Author, ItemKind};
use crate::domain::moderation::UNDO_SECONDS;
use crate::domain::viewer::Person;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;
use crate::store::visibility::{self, Shown};

/// The comments of one class under a post.
pub(super) struct TalkGroup {
    pub(super) class: ClassLink,
    /// Whether the class wrote the post, too.
    pub(super) is_authors: bool,
    pub(super) comments: Vec<Bubble>,
}

pub(super) struct Bubble {
    pub(super) id: String,
    pub(super) signature: String,
    pub(super) language: String,
    pub(super) body_html: String,
    pub(super) moment: Moment,
    /// Whom it answers; none when it answers the post itself.
    pub(super) answers: Option<String>,
    pub(super) answer_url: Option<String>,
    pub(super) tell_url: Option<String>,
    pub(super) removal_url: Option<String>,
    /// A partner's, for who decides here: the gate's address and the item.
    pub(super) hide: Option<(String, String)>,
    /// Ours, for who decides for the class that wrote it.
    pub(super) take_back_url: Option<String>,
    /// Ours under another school's post, for our adults.
    pub(super) abroad: Option<AbroadLine>,
}

/// What another school says of a comment of ours.
pub(super) struct AbroadLine {
    pub(super) icon: &'static str,
    pub(super) words: String,
}

/// The class is the one that was written to.
pub(super) fn abroad_line(page: &Page, stands: Abroad, class: &str) -> AbroadLine {
    let (icon, key) = match stands {
        Abroad::Waiting => ("hourglass", "abroad-waiting"),
        Abroad::Shown => ("check", "abroad-shown"),
        Abroad::NotShown => ("eye-off", "abroad-not-shown"),
    };
    AbroadLine { icon, words: page.with(key, [("class", class.to_owned())]) }
}

pub(super) struct CommentForm {
    pub(super) action: String,
    /// Whom it answers.
    pub(super) answers: Option<String>,
    pub(super) text: String,
    pub(super) language: String,
    pub(super) error: Option<String>,
    /// "Sam, Maple class"; only "Sam" while the class is still to be chosen.
    pub(super) signature: String,
    /// For which of one's classes; empty when there is no choice.
    pub(super) classes: Vec<Choice>,
    pub(super) through_teacher: bool,
    /// What is written here is a piece of a collection.
    pub(super) is_piece: bool,
    pub(super) autosave: String,
}

/// What was typed into a comment form, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    answers: Option<ItemId>,
    text: String,
    class: Option<ClassId>,
    error: Option<&'static str>,
}

impl Typed {
    /// Nothing yet, in answer to this comment.
    pub(super) fn answering(comment: Option<ItemId>) -> Self {
        Self { answers: comment, ..Self::default() }
    }

    /// The words of an adult's own comment that was undone; none for anything else.
    pub(super) async fn undone(school: &School, person: &Person, item: &str) -> Result<Option<Self>> {
        let (Person::Adult(adult), Ok(id)) = (person, item.parse::<ItemId>()) else { return Ok(None) };
        let item = match store::items::get(&mut school.db.read(), &id).await {
            Ok(item) => item,
            Err(Error::Missing) => return Ok(None),
            Err(other) => return Err(other),
        };
        let Author::Staff { class, staff } = &item.author else { return Ok(None) };
        if *staff != adult.id || item.kind != ItemKind::Comment || item.published_at.is_some() || !item.is_live() {
            return Ok(None);
        }
        let showing = store::moderation::showing(&mut school.db.read(), &id, class).await?;
        let words = store::revisions::get(&mut school.db.read(), &showing.revision).await?.words;
        let answers = item.parent.filter(|parent| Some(parent) != item.article.as_ref());
        Ok(Some(Self { answers, text: words.source, class: Some(class.clone()), error: None }))
    }
}

/// Everything under a post that this person may read: classes in the order in which they spoke first.
pub(super) async fn talk(
    school: &School,
    page: &Page,
    person: &Person,
    class: &ClassBlog,
    post: &Shown,
    may_answer: bool,
) -> Result<Vec<TalkGroup>> {
    let now = school.clock.now();
    let shown = visibility::comments(&mut school.db.read(), &person.viewer(), &post.item).await?;
    let all = if shown.is_empty() { Vec::new() } else { store::classes::all(&mut school.db.read()).await? };
    let ours: HashMap<ClassId, ClassBlog> = all.into_iter().map(|class| (class.id.clone(), class)).collect();
    let speakers: HashMap<ItemId, String> =
        shown.iter().map(|comment| (comment.item.clone(), speaks(page, comment))).collect();
    let here = post_path(school, class, post);
    let mut groups: Vec<(String, TalkGroup)> = Vec::new();
    for comment in shown {
        let (key, from) = match (&comment.author_class, &comment.remote_class) {
            (Some(id), _) => (id.to_string(), ours.get(id).map(|class| ClassLink::ours(school, class))),
            (None, Some(remote)) => (remote.to_string(), None),
            (None, None) => continue,
        };
        let from = from.unwrap_or_else(|| speaker(school, page, person, class, &comment));
        let author_class = comment.author_class.clone();
        let bubble = Bubble {
            id: comment.item.to_string(),
            moment: moment(page, now, comment.published_at),
            answers: comment
                .parent
                .as_ref()
                .filter(|parent| **parent != post.item)
                .and_then(|parent| speakers.get(parent).cloned()),
            answer_url: may_answer.then(|| format!("{here}?answer={}#write", comment.item)),
            tell_url: matches!(person, Person::Child(_)).then(|| format!("/tell/{}", comment.item)),
            removal_url: matches!(person, Person::Family(_)).then(|| format!("/ask-removal/{}", comment.item)),
            hide: hide(person, class, &comment),
            take_back_url: take_back(person, &comment),
            abroad: abroad(school, page, person, post, &comment).await?,
            signature: comment.signature,
            language: comment.language,
            body_html: comment.html,
        };
        if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == key) {
            group.comments.push(bubble);
        } else {
            let is_authors = author_class.is_some() && author_class == post.author_class;
            groups.push((key, TalkGroup { class: from, is_authors, comments: vec![bubble] }));
        }
    }
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}

/// The class that a comment came from. The way to it leads to its posts, for who may read those.
fn speaker(school: &School, page: &Page, person: &Person, class: &ClassBlog, comment: &Shown) -> ClassLink {
    let mut link = author(school, page, class, comment);
    if !is_at_home(person, class) {
        link.url = class_path(school, class, "");
    }
    link
}

fn hide(person: &Person, class: &ClassBlog, comment: &Shown) -> Option<(String, String)> {
    let Person::Adult(adult) = person else { return None };
    let may = comment.remote_class.is_some() && comment.for_class == class.id && adult.moderates(&class.id);
    may.then(|| (format!("/gate/{}/hide", class.slug), comment.item.to_string()))
}

fn take_back(person: &Person, comment: &Shown) -> Option<String> {
    let (Person::Adult(adult), Some(author)) = (person, &comment.author_class) else { return None };
    (adult.moderates(author) || adult.is_safeguarding).then(|| format!("/take-back/{}", comment.item))
}

/// For every adult here; a pupil finds it in their own tray.
async fn abroad(
    school: &School,
    page: &Page,
    person: &Person,
    post: &Shown,
    comment: &Shown,
) -> Result<Option<AbroadLine>> {
    if post.remote_class.is_none() || comment.author_class.is_none() || !matches!(person, Person::Adult(_)) {
        return Ok(None);
    }
    let stands = store::answers::abroad(&mut school.db.read(), &comment.item).await?;
    Ok(stands.map(|stands| abroad_line(page, stands, &post.author_name)))
}

/// Whom an answer answers: somebody by first name, or, when only the class is known, the class.
fn speaks(page: &Page, comment: &Shown) -> String {
    match (first_name(&comment.signature), comment.author_name.as_str()) {
        ("", "") => page.say("friend-unnamed"),
        ("", class) => class.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// "Sam" of "Sam, Maple class".
fn first_name(signature: &str) -> &str {
    signature.split(',').next().unwrap_or_default().trim()
}

/// The form under a post, for who may write there.
pub(super) async fn form(
    school: &School,
    page: &Page,
    person: &Person,
    class: &ClassBlog,
    post: &Shown,
    collection: Option<bool>,
    typed: Typed,
) -> Result<Option<CommentForm>> {
    let Ok(writer) = pen(person) else { return Ok(None) };
    let classes = classes_to_speak_for(school, person, class, post).await?;
    let Some(first) = classes.first() else { return Ok(None) };
    let chosen = classes.iter().find(|class| Some(&class.id) == typed.class.as_ref()).unwrap_or(first);
    let answered = match &typed.answers {
        Some(id) => visibility::comments(&mut school.db.read(), &person.viewer(), &post.item)
            .await?
            .into_iter()
            .find(|comment| comment.item == *id),
        None => None,
    };
    // Pieces come from the children of the class, as long as they are collected.
    let is_piece = answered.is_none() && matches!(writer, Pen::Child(child) if child.belongs_to(&class.id));
    // Whoever was too late finds their words again.
    if is_piece && collection == Some(false) && typed.error.is_none() {
        return Ok(None);
    }
    let (name, through_teacher) = match writer {
        Pen::Child(child) => (&child.name, true),
        Pen::Adult(adult) => (&adult.name, false),
    };
    let choices = |class: &ClassBlog| Choice {
        value: class.id.to_string(),
        label: class.name.clone(),
        hint: String::new(),
        chosen: class.id == chosen.id,
        allowed: true,
    };
    let target = answered.as_ref().map_or(&post.item, |comment| &comment.item);
    Ok(Some(CommentForm {
        action: class_path(school, class, &format!("/comment/{target}")),
        answers: answered.as_ref().map(|comment| speaks(page, comment)),
        text: typed.text,
        language: chosen.language.clone(),
        error: typed.error.map(|key| page.say(key)),
        signature: if classes.len() > 1 { name.clone() } else { format!("{name}, {}", chosen.name) },
        autosave: autosave(school, writer, target.as_str()),
        classes: if classes.len() > 1 { classes.iter().map(choices).collect() } else { Vec::new() },
        through_teacher,
        is_piece: is_piece && collection.is_some(),
    }))
}

/// A friend's post is answered by the class it was let in for; one of ours by any class of the writer's, this one first.
async fn classes_to_speak_for(
    school: &School,
    person: &Person,
    class: &ClassBlog,
    post: &Shown,
) -> Result<Vec<ClassBlog>> {
    if post.remote_class.is_some() {
        return Ok(if may_write(person, class) { vec![class.clone()] } else { Vec::new() });
    }
    let mut all = store::classes::all(&mut school.db.read()).await?;
    all.retain(|class| may_write(person, class));
    all.sort_by_key(|other| other.id != class.id);
    Ok(all)
}

#[derive(Deserialize)]
pub(super) struct Comment {
    #[serde(default)]
    pub(super) text: String,
    /// For which class it is said.
    #[serde(default)]
    class: String,
}

/// `POST /c/{class}/comment/{item}`: under a post, or in answer to a comment.
pub(super) async fn write(
    school: School,
    Someone(person): Someone,
    page: Page,
    flash: Flash,
    Path((slug, item)): Path<(String, String)>,
    Checked(sent): Checked<Comment>,
) -> Result<Response> {
    let writer = pen(&person)?;
    let target: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let class = open_class(&school, &person, &slug).await?;
    let post = post_of(&school, &person, &class, &target).await?;
    let classes = classes_to_speak_for(&school, &person, &class, &post).await?;
    let wanted: Option<ClassId> = sent.class.parse().ok();
    let speaks_for = classes
        .iter()
        .find(|class| Some(&class.id) == wanted.as_ref())
        .or_else(|| classes.first())
        .ok_or(Error::Missing)?;
    let written = match actions::comments::write(&school, writer, &speaks_for.id, &target, &sent.text).await {
        Err(Error::Invalid(faults)) => {
            let answers = (target != post.item).then_some(target);
            let typed = Typed { answers, text: sent.text, class: wanted, error: Some(sentence(&faults)) };
            return Ok(Show(articles::build(&school, page, &person, &class, post, typed).await?).to_mend());
        }
        other => other?,
    };
    let here = post_path(&school, &class, &post);
    match written {
        Written::Published(id, batch) => {
            let undo = format!("/gate/undo/{batch}?class={}&tray=ours", speaks_for.slug);
            flash.say_with_undo("comment-published", &[], undo, u32::try_from(UNDO_SECONDS).unwrap_or(0)).await?;
            Ok(Redirect::to(&format!("{here}#comment-{id}")).into_response())
        }
        Written::Kept(_) | Written::Waiting(_) => {
            flash.say("write-with-teacher", &[]).await?;
            Ok(Redirect::to(&here).into_response())
        }
    }
}

/// The post above an item, as it is read on a page of this class.
async fn post_of(school: &School, person: &Person, class: &ClassBlog, item: &ItemId) -> Result<Shown> {
    let shown = visibility::item(&mut school.db.read(), &person.viewer(), item).await?;
    let article = shown.article.as_ref().unwrap_or(&shown.item);
    visibility::article(&mut school.db.read(), &person.viewer(), article, &class.id).await
}

pub(super) fn sentence(faults: &[Fault]) -> &'static str {
    match faults.first().map(|fault| fault.key) {
        Some("fault-comment-long") => "comment-too-long",
        Some("fault-collection-closed") => "fault-collection-closed",
        _ => "comment-empty",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_to_somebody_by_first_name() {
        assert_eq!(first_name("Ama, Oak class"), "Ama");
        assert_eq!(first_name("Mrs Kaur"), "Mrs Kaur");
        assert_eq!(first_name(""), "");
    }

    #[test]
    fn what_is_wrong_with_a_comment_is_said_plainly() {
        assert_eq!(sentence(&[Fault { field: "body", key: "fault-comment-long" }]), "comment-too-long");
        assert_eq!(sentence(&[]), "comment-empty");
    }
}
