//! One school of the demo, and what its people do there: everything through the actions that a page calls, too.

use std::collections::HashMap;

use anyhow::{Context, bail, ensure};
use url::Url;

use super::words::Text;
use crate::actions;
use crate::actions::articles::{Finish, Pen, Written};
use crate::actions::moderation::Choice;
use crate::domain::articles::{Draft, DraftPicture};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ItemId, PupilId, StaffId};
use crate::domain::items::Audience;
use crate::domain::moderation::{LARGEST_BATCH, Tray, Verdict};
use crate::domain::viewer::{Adult, Child};
use crate::school::School;
use crate::store;
use crate::store::moderation::Waiting;

/// A school with everybody in it, found by the names the story uses.
pub(super) struct House {
    pub(super) school: School,
    pub(super) staff: HashMap<&'static str, StaffId>,
    pub(super) classes: HashMap<&'static str, ClassBlog>,
    pub(super) pupils: HashMap<(&'static str, &'static str), PupilId>,
}

/// Whoever writes: an adult by e-mail address, or a pupil by class and name.
#[derive(Clone, Copy)]
pub(super) enum Writer {
    Adult(&'static str),
    Pupil(&'static str),
}

impl House {
    pub(super) async fn adult(&self, email: &str) -> anyhow::Result<Adult> {
        let id = self.staff.get(email).with_context(|| format!("nobody has the address {email}"))?;
        Ok(actions::people::adult(&self.school, id).await?)
    }

    pub(super) async fn child(&self, class: &'static str, name: &'static str) -> anyhow::Result<Child> {
        let id = self.pupils.get(&(class, name)).with_context(|| format!("there is no {name} in {class}"))?;
        Ok(actions::people::child(&self.school, id).await?)
    }

    pub(super) fn class(&self, slug: &str) -> anyhow::Result<&ClassBlog> {
        self.classes.get(slug).with_context(|| format!("there is no class {slug}"))
    }

    /// The address by which another school asks for a class.
    pub(super) fn handle(&self, slug: &str) -> String {
        format!("{slug}@{}", self.school.urls.host())
    }

    pub(super) async fn wire_id(&self, item: &ItemId) -> anyhow::Result<Url> {
        Ok(store::items::get(&mut self.school.db.read(), item).await?.wire_id)
    }

    /// Writes a post with its picture; an adult's is out, a pupil's waits for their teacher.
    pub(super) async fn write(
        &self,
        writer: Writer,
        class: &'static str,
        text: &Text,
        picture: Option<Vec<u8>>,
        audience: Option<Audience>,
        finish: Finish,
    ) -> anyhow::Result<ItemId> {
        let blog = &self.class(class)?.id;
        let (adult, child);
        let pen = match writer {
            Writer::Adult(email) => {
                adult = self.adult(email).await?;
                Pen::Adult(&adult)
            }
            Writer::Pupil(name) => {
                child = self.child(class, name).await?;
                Pen::Child(&child)
            }
        };
        let mut pictures = Vec::new();
        if let (Some(bytes), Some((_, alt))) = (picture, &text.picture) {
            let picture = actions::pictures::upload(&self.school, pen, bytes).await?;
            pictures.push(DraftPicture { picture, alt: (*alt).to_owned(), people: "nobody".to_owned() });
        }
        let draft = Draft { pictures, audience, ..draft(text) };
        let written = actions::articles::write(&self.school, pen, blog, draft, finish).await?;
        Ok(item_of(written))
    }

    /// An adult puts another wording of their post out.
    pub(super) async fn edit(&self, email: &str, item: &ItemId, text: &Text) -> anyhow::Result<()> {
        let adult = self.adult(email).await?;
        actions::articles::edit(&self.school, Pen::Adult(&adult), item, draft(text), Finish::HandIn).await?;
        Ok(())
    }

    /// A pupil comments; it waits for their teacher.
    pub(super) async fn comment(
        &self,
        class: &'static str,
        name: &'static str,
        under: &ItemId,
        text: &str,
    ) -> anyhow::Result<ItemId> {
        let child = self.child(class, name).await?;
        let written =
            actions::comments::write(&self.school, Pen::Child(&child), &self.class(class)?.id, under, text).await?;
        Ok(item_of(written))
    }

    /// What waits in a tray of a class, pictures and all.
    pub(super) async fn waiting(&self, class: &str, tray: Tray) -> anyhow::Result<Vec<Waiting>> {
        Ok(store::moderation::waiting(&mut self.school.db.read(), &self.class(class)?.id, tray, 0..500).await?)
    }

    /// A moderator decides on waiting items of a class.
    pub(super) async fn decide(
        &self,
        email: &str,
        class: &str,
        tray: Tray,
        items: &[ItemId],
        verdict: Verdict,
        reason: &str,
    ) -> anyhow::Result<()> {
        let adult = self.adult(email).await?;
        let blog = self.class(class)?;
        let waiting = self.waiting(class, tray).await?;
        let choices: Vec<Choice> = waiting
            .into_iter()
            .filter(|waiting| items.contains(&waiting.item.id))
            .map(|waiting| Choice { item: waiting.item.id, hash: waiting.hash })
            .collect();
        ensure!(choices.len() == items.len(), "{} of {} items wait for {}", choices.len(), items.len(), blog.name);
        for choices in choices.chunks(LARGEST_BATCH) {
            let decided = actions::moderation::decide(&self.school, &adult, &blog.id, choices, verdict, reason).await?;
            if !decided.missed.is_empty() {
                bail!("a decision for {} was not taken: {:?}", blog.name, decided.missed);
            }
        }
        Ok(())
    }

    /// A moderator lets our own pupils' words out.
    pub(super) async fn let_out(&self, email: &str, class: &str, tray: Tray, items: &[ItemId]) -> anyhow::Result<()> {
        self.decide(email, class, tray, items, Verdict::LetIn, "").await
    }
}

fn draft(text: &Text) -> Draft {
    Draft {
        title: text.title.to_owned(),
        markdown: text.body.to_owned(),
        signature: text.signature.to_owned(),
        ..Draft::default()
    }
}

fn item_of(written: Written) -> ItemId {
    match written {
        Written::Kept(item) | Written::Waiting(item) | Written::Published(item, _) => item,
    }
}
