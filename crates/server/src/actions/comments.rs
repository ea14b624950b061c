//! Writing comments: under our own posts, and under those of our friends.

use crate::domain::articles::checked_comment;
use crate::domain::audit::Event;
use crate::domain::ids::{BatchId, ClassId, ItemId};
use crate::domain::items::{Audience, Item, ItemKind};
use crate::domain::moderation::{Showing, State, Tray, Verdict};
use crate::domain::revisions::Words;
use crate::domain::screening;
use crate::domain::writing;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

use super::articles::{Pen, Written};

/// Writes a comment under something the writer can see. A pupil's waits for their teacher; an adult's is published.
/// Errors: [`Error::Missing`] when it cannot be seen, [`Error::Invalid`] with what to mend.
pub async fn write(school: &School, pen: Pen<'_>, class: &ClassId, parent: &ItemId, text: &str) -> Result<Written> {
    let (viewer, may, name) = match pen {
        Pen::Child(child) => (child.viewer(), child.belongs_to(class), child.name.clone()),
        Pen::Adult(adult) => (adult.viewer(), adult.runs(class), adult.name.clone()),
    };
    if !may {
        return Err(Error::Forbidden);
    }
    let text = checked_comment(text)?;
    let now = school.clock.now();
    let above = store::visibility::item(&mut school.db.read(), &viewer, parent).await?;
    let article_id = above.article.clone().unwrap_or_else(|| above.item.clone());
    let article = store::items::get(&mut school.db.read(), &article_id).await?;
    // A partner's post is answered by a class that was shown it.
    if !article.is_ours() {
        store::visibility::article(&mut school.db.read(), &viewer, &article_id, class).await?;
    }
    // What a child of the class says right below a post that collects is a piece of the collection.
    if matches!(pen, Pen::Child(_)) && article_id == *parent && article.author.class() == Some(class) {
        let is_open = store::collections::is_open(&mut school.db.read(), &article_id).await?;
        if is_open == Some(false) {
            return Err(Error::invalid("body", "fault-collection-closed"));
        }
    }
    let class_name = store::classes::get(&mut school.db.read(), class).await?;
    let clean = writing::plain_text(&text);
    let flags = screening::screen(&clean.plain, !clean.links.is_empty(), false);
    let words = Words {
        title: String::new(),
        summary: String::new(),
        warning: String::new(),
        signature: format!("{name}, {}", class_name.name),
        language: class_name.language,
        source: text,
        html: clean.html,
        linked_html: clean.linked_html,
        plain: clean.plain,
        links: clean.links,
    };
    let id = ItemId::fresh(now);
    let item = Item {
        wire_id: school.urls.object(&id),
        kind: ItemKind::Comment,
        author: match pen {
            Pen::Child(child) => crate::domain::items::Author::Pupil { class: class.clone(), pupil: child.id.clone() },
            Pen::Adult(adult) => crate::domain::items::Author::Staff { class: class.clone(), staff: adult.id.clone() },
        },
        slug: None,
        parent: Some(parent.clone()),
        article: Some(article_id),
        // A comment reaches as far as the post above it; under a friend's post, to friends.
        audience: if article.is_ours() { article.audience } else { Audience::Friends },
        url: None,
        published_at: None,
        created_at: now,
        version_at: None,
        withdrawn_at: None,
        gone_at: None,
        sealed_at: None,
        id,
    };
    let tray = if article.is_ours() { Tray::Ours } else { Tray::Out };

    let mut tx = school.db.begin().await?;
    store::items::insert(&mut tx, &item).await?;
    let revision = super::articles::revise(&mut tx, school, &item, words, flags, &[], now).await?;
    let showing = Showing::new(&item, class.clone(), tray, revision.id.clone());
    let written = match pen {
        Pen::Child(_) => {
            store::moderation::put(&mut tx, &showing.waiting(now)).await?;
            store::audit::append(&mut tx, Event::new(pen.subject(), "hand_in", format!("item:{}", item.id)), now)
                .await?;
            Written::Waiting(item.id)
        }
        Pen::Adult(adult) => {
            store::moderation::put(&mut tx, &showing).await?;
            let batch = BatchId::fresh(now);
            let id = item.id.clone();
            super::moderation::apply(
                &mut tx,
                school,
                adult,
                &batch,
                item,
                &revision,
                showing,
                Verdict::Publish,
                "",
                now,
            )
            .await?;
            Written::Published(id, batch)
        }
    };
    tx.commit().await?;
    school.wake.notify_one();
    Ok(written)
}

/// A pupil's comment that was sent back, said in other words; it waits again.
pub async fn rewrite(school: &School, pen: Pen<'_>, id: &ItemId, text: &str) -> Result<Written> {
    let Pen::Child(child) = pen else { return Err(Error::Missing) };
    let text = checked_comment(text)?;
    let now = school.clock.now();
    let clean = writing::plain_text(&text);
    let flags = screening::screen(&clean.plain, !clean.links.is_empty(), false);

    let mut tx = school.db.begin().await?;
    let item = store::items::get(&mut tx, id).await?;
    let class = item.author.class().cloned().ok_or(Error::Missing)?;
    let own = matches!(&item.author, crate::domain::items::Author::Pupil { pupil, .. } if *pupil == child.id);
    if !own || item.kind != ItemKind::Comment || !item.is_live() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    let mut showing = store::moderation::showing_to_change(&mut tx, id, &class).await?;
    if !matches!(showing.state, State::Returned | State::Waiting) {
        return Err(Error::Conflict("this comment can no longer be changed".to_owned()));
    }
    let before = store::revisions::get(&mut tx, &showing.revision).await?;
    let words = Words {
        source: text,
        html: clean.html,
        linked_html: clean.linked_html,
        plain: clean.plain,
        links: clean.links,
        ..before.words
    };
    let revision = super::articles::revise(&mut tx, school, &item, words, flags, &[], now).await?;
    showing.revised(revision.id, false, now);
    store::moderation::put(&mut tx, &showing).await?;
    store::audit::append(&mut tx, Event::new(pen.subject(), "hand_in", format!("item:{id}")), now).await?;
    tx.commit().await?;
    Ok(Written::Waiting(item.id))
}
