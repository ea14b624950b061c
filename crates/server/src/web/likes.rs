//! "Oak class liked this": a line under a post, and the button of the adults who say it for their class.

use axum::extract::Path;
use axum::response::Redirect;
use serde::Deserialize;

use super::forms::Checked;
use super::page::{Page, own_path};
use super::proofs::Teacher;
use super::reading::listed;
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, ItemId};
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::visibility::Shown;

/// Says, or takes back, that a class likes something.
pub(super) struct LikeButton {
    pub(super) label: String,
    pub(super) url: String,
    pub(super) class: String,
    pub(super) is_on: bool,
}

/// Who liked it, as a sentence; empty when nobody did.
pub(super) async fn line(school: &School, page: &Page, item: &ItemId) -> Result<String> {
    let names = store::likes::names(&mut school.db.read(), item).await?;
    if names.is_empty() {
        return Ok(String::new());
    }
    Ok(page.with("post-liked", [("names", listed(page, &names))]))
}

/// For a friend's post the class it was let in for; for one of ours, the other classes that this adult runs.
pub(super) async fn buttons(
    school: &School,
    page: &Page,
    person: &Person,
    class: &ClassBlog,
    shown: &Shown,
) -> Result<Vec<LikeButton>> {
    let Person::Adult(adult) = person else { return Ok(Vec::new()) };
    let classes = match &shown.author_class {
        None => vec![class.clone()],
        Some(_) if adult.duties.is_empty() => Vec::new(),
        Some(author) => {
            store::classes::all(&mut school.db.read()).await?.into_iter().filter(|class| class.id != *author).collect()
        }
    };
    let mut buttons = Vec::new();
    for class in classes.into_iter().filter(|class| adult.runs(&class.id)) {
        let is_on = store::likes::standing(&mut school.db.read(), &shown.item, &class.id).await?.is_some();
        let (key, verb) = if is_on { ("post-unlike", "unlike") } else { ("post-like", "like") };
        let label = page.with(key, [("class", class.name.clone())]);
        buttons.push(LikeButton { label, url: format!("/{verb}/{}", shown.item), class: class.id.to_string(), is_on });
    }
    Ok(buttons)
}

#[derive(Deserialize)]
pub(super) struct Liking {
    #[serde(default)]
    class: String,
    #[serde(default)]
    back: String,
}

impl Liking {
    fn class(&self) -> Result<ClassId> {
        self.class.parse().map_err(|_| Error::Missing)
    }

    fn back(&self) -> Redirect {
        Redirect::to(own_path(&self.back).unwrap_or("/"))
    }
}

/// `POST /like/{item}`
pub(super) async fn like(
    school: School,
    Teacher(adult): Teacher,
    Path(item): Path<String>,
    Checked(liking): Checked<Liking>,
) -> Result<Redirect> {
    let item: ItemId = item.parse().map_err(|_| Error::Missing)?;
    actions::likes::like(&school, &adult, &liking.class()?, &item).await?;
    Ok(liking.back())
}

/// `POST /unlike/{item}`
pub(super) async fn unlike(
    school: School,
    Teacher(adult): Teacher,
    Path(item): Path<String>,
    Checked(liking): Checked<Liking>,
) -> Result<Redirect> {
    let item: ItemId = item.parse().map_err(|_| Error::Missing)?;
    actions::likes::unlike(&school, &adult, &liking.class()?, &item).await?;
    Ok(liking.back())
}
