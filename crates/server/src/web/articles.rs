//! One post, ours or a friend's: its pictures, what was said about it, and what this reader may do with it.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde::Deserialize;

use super::classes::home_class;
use super::comments::{self, Bubble, CommentForm, TalkGroup};
use super::desk::{Moment, day, moment};
use super::health;
use super::likes::{self, LikeButton};
use super::page::{ClassLink, Page, Show};
use super::proofs::Someone;
use super::reading::{Picture, author, class_path, is_large, open_class};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::ItemId;
use crate::domain::items::{Author, Item};
use crate::domain::moderation::ApprovedAs;
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::visibility::{self, Shown};

#[derive(Template)]
#[template(path = "articles/show.html")]
pub(super) struct ShowArticle {
    page: Page,
    large: bool,
    class: ClassLink,
    /// Where the reader came from, when the post is a friend's.
    back: Option<(String, String)>,
    title: String,
    language: String,
    byline: String,
    warning: String,
    body_html: String,
    pictures: Vec<Picture>,
    moment: Moment,
    edited: Option<Moment>,
    /// For adults: how far it reaches.
    audience: Option<String>,
    /// For those who run the class: whom it has not reached yet, in words.
    unreached: Vec<String>,
    likes: String,
    like: Vec<LikeButton>,
    /// What the class has collected below its post; none where nothing is collected.
    pieces: Option<Vec<Bubble>>,
    is_collecting: bool,
    /// Nothing has been said but pieces, and the reader can add one.
    adds_first: bool,
    talk: Vec<TalkGroup>,
    comment: Option<CommentForm>,
    edit_url: Option<String>,
    take_back_url: Option<String>,
    /// For a friend's post: the gate's address that takes it off the page, and the item.
    hide: Option<(String, String)>,
    tell_url: Option<String>,
    removal_url: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Answering {
    /// The comment that is to be answered.
    #[serde(default)]
    answer: String,
    /// A comment of one's own whose publication was undone.
    #[serde(default)]
    again: String,
}

impl Answering {
    /// What stands in the comment form to begin with.
    async fn typed(&self, school: &School, person: &Person) -> Result<comments::Typed> {
        if let Some(undone) = comments::Typed::undone(school, person, &self.again).await? {
            return Ok(undone);
        }
        Ok(comments::Typed::answering(self.answer.parse().ok()))
    }
}

/// `GET /c/{class}/{slug}`
pub(super) async fn show(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path((class, slug)): Path<(String, String)>,
    Query(answering): Query<Answering>,
) -> Result<impl IntoResponse> {
    let class = store::classes::by_slug(&mut school.db.read(), &class).await?;
    let shown = visibility::article_by_slug(&mut school.db.read(), &person.viewer(), &class.id, &slug).await?;
    let class = open_class(&school, &person, class.slug.as_str()).await?;
    let typed = answering.typed(&school, &person).await?;
    build(&school, page, &person, &class, shown, typed).await.map(Show)
}

/// `GET /c/{class}/friends/{item}`
pub(super) async fn show_friend(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path((class, item)): Path<(String, String)>,
    Query(answering): Query<Answering>,
) -> Result<impl IntoResponse> {
    let class = home_class(&school, &person, &class).await?;
    let shown = friend(&school, &person, &class, &item).await?;
    let typed = answering.typed(&school, &person).await?;
    build(&school, page, &person, &class, shown, typed).await.map(Show)
}

/// A friend's post, as it was let in for this class.
async fn friend(school: &School, person: &Person, class: &ClassBlog, item: &str) -> Result<Shown> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let shown = visibility::article(&mut school.db.read(), &person.viewer(), &id, &class.id).await?;
    if shown.remote_class.is_some() { Ok(shown) } else { Err(Error::Missing) }
}

/// The page of a post, with whatever was typed into its comment form.
pub(super) async fn build(
    school: &School,
    page: Page,
    person: &Person,
    class: &ClassBlog,
    shown: Shown,
    typed: comments::Typed,
) -> Result<ShowArticle> {
    let now = school.clock.now();
    let author = author(school, &page, class, &shown);
    let is_friends = shown.remote_class.is_some();
    let item = store::items::get(&mut school.db.read(), &shown.item).await?;
    let collection = match shown.author_class {
        Some(_) => store::collections::is_open(&mut school.db.read(), &shown.item).await?,
        None => None,
    };
    let form = comments::form(school, &page, person, class, &shown, collection, typed).await?;
    let mut talk = comments::talk(school, &page, person, class, &shown, form.is_some()).await?;
    let pieces = collection.map(|_| pieces(&mut talk));
    let may = may(person, class, &shown, &item);
    let likes = match person {
        Person::Anonymous => String::new(),
        Person::Family(_) | Person::Child(_) | Person::Adult(_) => likes::line(school, &page, &shown.item).await?,
    };
    let unreached = match person {
        Person::Adult(adult) if !is_friends && adult.runs(&class.id) => {
            health::unreached(school, &page, &shown.item).await?
        }
        Person::Anonymous | Person::Family(_) | Person::Child(_) | Person::Adult(_) => Vec::new(),
    };
    let edited = changed_at(&shown).map(|at| moment(&page, now, at));
    Ok(ShowArticle {
        large: is_large(class),
        back: is_friends.then(|| (class_path(school, class, "/friends"), page.say("friends-title"))),
        class: author,
        byline: shown.signature.clone(),
        pictures: shown.pictures.iter().map(|picture| Picture::whole(school, picture, &shown.language)).collect(),
        moment: Moment { at: shown.published_at.to_string(), text: day(&page, now, shown.published_at) },
        edited,
        audience: audience(&page, person, &shown),
        unreached,
        likes,
        like: likes::buttons(school, &page, person, class, &shown).await?,
        pieces,
        is_collecting: collection == Some(true),
        adds_first: talk.is_empty() && form.as_ref().is_some_and(|form| form.is_piece),
        talk,
        comment: form,
        edit_url: may.edit.then(|| format!("/edit/{}", shown.item)),
        take_back_url: may.take_back.then(|| format!("/take-back/{}", shown.item)),
        hide: may.hide.then(|| (format!("/gate/{}/hide", class.slug), shown.item.to_string())),
        tell_url: matches!(person, Person::Child(_)).then(|| format!("/tell/{}", shown.item)),
        removal_url: matches!(person, Person::Family(_)).then(|| format!("/ask-removal/{}", shown.item)),
        page: page.titled(&shown.title),
        title: shown.title,
        language: shown.language,
        warning: shown.warning,
        body_html: shown.html,
    })
}

/// Takes out of the talk what the class itself said right below its post.
fn pieces(talk: &mut Vec<TalkGroup>) -> Vec<Bubble> {
    let mut pieces = Vec::new();
    for group in talk.iter_mut().filter(|group| group.is_authors) {
        let (below, answers) = std::mem::take(&mut group.comments).into_iter().partition(|said| said.answers.is_none());
        pieces = below;
        group.comments = answers;
    }
    talk.retain(|group| !group.comments.is_empty());
    pieces
}

/// What this reader may do with a post that they see.
#[derive(Default)]
struct May {
    edit: bool,
    take_back: bool,
    hide: bool,
}

fn may(person: &Person, class: &ClassBlog, shown: &Shown, item: &Item) -> May {
    match (person, &item.author) {
        (Person::Child(child), Author::Pupil { class, pupil }) => {
            May { edit: *pupil == child.id && child.belongs_to(class), ..May::default() }
        }
        (Person::Adult(adult), Author::Partner(_)) => {
            May { hide: shown.for_class == class.id && adult.moderates(&class.id), ..May::default() }
        }
        (Person::Adult(adult), Author::Pupil { class, .. } | Author::Staff { class, .. }) => May {
            edit: matches!(item.author, Author::Staff { .. }) && adult.runs(class),
            take_back: adult.moderates(class) || adult.is_safeguarding,
            hide: false,
        },
        (Person::Anonymous | Person::Family(_) | Person::Child(_), _) => May::default(),
    }
}

/// When it was changed after it was out.
fn changed_at(shown: &Shown) -> Option<Timestamp> {
    (shown.revision_number > 1 && shown.approved_at > shown.published_at).then_some(shown.approved_at)
}

fn audience(page: &Page, person: &Person, shown: &Shown) -> Option<String> {
    if !matches!(person, Person::Adult(_)) {
        return None;
    }
    if shown.approved_as == ApprovedAs::StaffOnly {
        return Some(page.say("post-staff-only"));
    }
    shown.author_class.as_ref().map(|_| page.say(&format!("audience-{}", shown.audience)))
}
