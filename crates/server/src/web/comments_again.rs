//! Saying a comment again in other words, after it came back.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use super::comments::{Comment, CommentForm, sentence};
use super::forms::Checked;
use super::page::{Page, Show};
use super::proofs::Pupil;
use super::pupils::{Returned, returned};
use super::reading::{PostCard, autosave, card, is_large};
use super::visit::Flash;
use crate::actions;
use crate::actions::articles::Pen;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::ItemId;
use crate::domain::items::ItemKind;
use crate::domain::moderation::State;
use crate::domain::viewer::Child;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::moderation::Mine;
use crate::store::visibility;

#[derive(Template)]
#[template(path = "comments/write.html")]
struct WriteComment {
    page: Page,
    large: bool,
    /// What it answers, as long as that can still be seen.
    post: Option<PostCard>,
    back: (String, String),
    returned: Option<Returned>,
    comment: CommentForm,
    take_back_url: String,
}

/// `GET /comment/{item}/again`
pub(super) async fn show(
    school: School,
    Pupil(child): Pupil,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let mine = mine(&school, &child, &item).await?;
    let text = mine.words.source.clone();
    rewriting(&school, page, &child, mine, text, None).await.map(Show)
}

/// `POST /comment/{item}/again`
pub(super) async fn send(
    school: School,
    Pupil(child): Pupil,
    page: Page,
    flash: Flash,
    Path(item): Path<String>,
    Checked(sent): Checked<Comment>,
) -> Result<Response> {
    let mine = mine(&school, &child, &item).await?;
    match actions::comments::rewrite(&school, Pen::Child(&child), &mine.item.id, &sent.text).await {
        Err(Error::Invalid(faults)) => {
            Ok(Show(rewriting(&school, page, &child, mine, sent.text, Some(sentence(&faults))).await?).to_mend())
        }
        Err(other) => Err(other),
        Ok(_) => {
            flash.say("write-with-teacher", &[]).await?;
            Ok(Redirect::to("/tray").into_response())
        }
    }
}

/// A pupil's own comment that can still be said in other words.
async fn mine(school: &School, child: &Child, item: &str) -> Result<Mine> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let mine = store::moderation::one_of_pupil(&mut school.db.read(), &child.id, &id).await?;
    let is_open = matches!(mine.showing.state, State::Returned | State::Waiting) && mine.item.is_live();
    if mine.item.kind == ItemKind::Comment && is_open { Ok(mine) } else { Err(Error::Missing) }
}

async fn rewriting(
    school: &School,
    page: Page,
    child: &Child,
    mine: Mine,
    text: String,
    error: Option<&'static str>,
) -> Result<WriteComment> {
    let class = store::classes::get(&mut school.db.read(), &mine.showing.class).await?;
    let post = match &mine.item.article {
        Some(article) => above(school, &page, child, &class, article).await?,
        None => None,
    };
    let id = mine.item.id.to_string();
    let comment = CommentForm {
        action: format!("/comment/{id}/again"),
        answers: None,
        text,
        language: class.language.clone(),
        error: error.map(|key| page.say(key)),
        signature: mine.words.signature.clone(),
        classes: Vec::new(),
        through_teacher: true,
        is_piece: false,
        autosave: autosave(school, Pen::Child(child), &id),
    };
    let returned = returned(school, &page, &mine).await?;
    let page = page.titled_by("comment-mend-title");
    let back = ("/tray".to_owned(), page.say("nav-tray"));
    Ok(WriteComment {
        large: is_large(&class),
        post,
        back,
        returned,
        comment,
        take_back_url: format!("/take-back/{id}"),
        page,
    })
}

/// The post that a comment answers, if this pupil can see it now.
async fn above(
    school: &School,
    page: &Page,
    child: &Child,
    class: &ClassBlog,
    article: &ItemId,
) -> Result<Option<PostCard>> {
    match visibility::item(&mut school.db.read(), &child.viewer(), article).await {
        Ok(shown) => {
            let class = match &shown.author_class {
                Some(author) => store::classes::get(&mut school.db.read(), author).await?,
                None => class.clone(),
            };
            Ok(Some(card(school, page, &class, &shown)))
        }
        Err(Error::Missing) => Ok(None),
        Err(other) => Err(other),
    }
}
