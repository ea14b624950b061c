//! Taking something of ours back: a question first. What came of it is in `taken_back.rs`.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

use super::forms::{Checked, Nothing};
use super::page::{ClassLink, Page, Show};
use super::proofs::Someone;
use super::reading::{class_path, pen};
use super::taken_back::named;
use super::visit::Flash;
use crate::actions;
use crate::domain::ids::ItemId;
use crate::domain::items::{Author, ItemKind};
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "articles/take_back.html")]
struct TakeBack {
    page: Page,
    class: ClassLink,
    title: String,
    language: String,
    action: String,
    back_url: String,
    /// It was out: other schools may have it.
    is_out: bool,
}

/// `GET /take-back/{item}`
pub(super) async fn ask(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let item = store::items::get(&mut school.db.read(), &id).await?;
    let class = item.author.class().cloned().ok_or(Error::Missing)?;
    if !item.is_live() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    let showing = store::moderation::showing(&mut school.db.read(), &id, &class).await?;
    let is_out = showing.approved_revision.is_some();
    let may = match (&person, &item.author) {
        (Person::Adult(adult), _) => adult.moderates(&class) || adult.is_safeguarding,
        (Person::Child(child), Author::Pupil { pupil, .. }) => *pupil == child.id && !is_out,
        (Person::Child(_) | Person::Family(_) | Person::Anonymous, _) => false,
    };
    if !may {
        return Err(Error::Missing);
    }
    let words =
        store::revisions::get(&mut school.db.read(), showing.approved_revision.as_ref().unwrap_or(&showing.revision))
            .await?
            .words;
    let class = store::classes::get(&mut school.db.read(), &class).await?;
    let back_url = match (&person, item.kind, &item.slug) {
        (Person::Child(_), _, _) => "/tray".to_owned(),
        (_, ItemKind::Article, Some(slug)) if is_out => class_path(&school, &class, &format!("/{slug}")),
        _ => class_path(&school, &class, ""),
    };
    Ok(Show(TakeBack {
        title: named(&page, &words.title, &words.plain),
        language: words.language,
        class: ClassLink::ours(&school, &class),
        action: format!("/take-back/{id}"),
        back_url,
        is_out,
        page: page.titled_by("post-take-back"),
    }))
}

/// `POST /take-back/{item}`
pub(super) async fn take(
    school: School,
    Someone(person): Someone,
    flash: Flash,
    Path(item): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    actions::articles::take_back(&school, pen(&person)?, &id).await?;
    flash.say("post-taken-back", &[]).await?;
    Ok(Redirect::to(&if matches!(person, Person::Child(_)) { "/tray".to_owned() } else { format!("/taken-back/{id}") }))
}
