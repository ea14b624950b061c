//! Writing posts: drafts, handing in, publishing, editing, taking back.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::domain::articles::{Draft, DraftPicture};
use crate::domain::audit::Event;
use crate::domain::ids::{BatchId, ClassId, ItemId, RevisionId};
use crate::domain::items::{Audience, Author, Item, ItemKind};
use crate::domain::moderation::{Showing, State, Tray, Verdict};
use crate::domain::revisions::{Hashed, PictureState, Revision, RevisionPicture, Words};
use crate::domain::screening;
use crate::domain::viewer::{Adult, Child};
use crate::domain::writing;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};

/// Who holds the pen.
#[derive(Clone, Copy)]
pub enum Pen<'a> {
    Child(&'a Child),
    Adult(&'a Adult),
}

impl Pen<'_> {
    pub fn subject(&self) -> String {
        match self {
            Self::Child(child) => child.subject(),
            Self::Adult(adult) => adult.subject(),
        }
    }

    fn may_write_for(&self, class: &ClassId) -> bool {
        match self {
            Self::Child(child) => child.belongs_to(class),
            Self::Adult(adult) => adult.runs(class),
        }
    }

    fn author(&self, class: &ClassId) -> Author {
        match self {
            Self::Child(child) => Author::Pupil { class: class.clone(), pupil: child.id.clone() },
            Self::Adult(adult) => Author::Staff { class: class.clone(), staff: adult.id.clone() },
        }
    }
}

/// What is to become of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Kept as it is, for later.
    Keep,
    /// A pupil's goes to their teacher; an adult's is published.
    HandIn,
}

/// What happened to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Kept(ItemId),
    /// With the teacher.
    Waiting(ItemId),
    /// Out; it can be undone for ten seconds.
    Published(ItemId, BatchId),
}

/// Writes a new post. Errors: [`Error::Forbidden`] outside one's own classes, [`Error::Invalid`] with what to mend.
pub async fn write(school: &School, pen: Pen<'_>, class: &ClassId, draft: Draft, finish: Finish) -> Result<Written> {
    if !pen.may_write_for(class) {
        return Err(Error::Forbidden);
    }
    let draft = draft.checked(finish == Finish::HandIn)?;
    let now = school.clock.now();
    let (words, flags) = wording(school, pen, class, &draft).await?;
    let id = ItemId::fresh(now);

    let mut tx = school.db.begin().await?;
    let pictures = checked_pictures(&mut tx, pen, &draft.pictures, &HashSet::new()).await?;
    let item = Item {
        wire_id: school.urls.object(&id),
        kind: ItemKind::Article,
        author: pen.author(class),
        // Its address is made of the title that is approved, when it is.
        slug: None,
        parent: None,
        article: None,
        audience: audience(pen, &draft, None)?,
        url: None,
        published_at: None,
        created_at: now,
        version_at: None,
        withdrawn_at: None,
        gone_at: None,
        sealed_at: None,
        id,
    };
    store::items::insert(&mut tx, &item).await?;
    collect(&mut tx, pen, &item, draft.collects, now).await?;
    let revision = revise(&mut tx, school, &item, words, flags, &pictures, now).await?;
    let showing = Showing::new(&item, class.clone(), Tray::Ours, revision.id.clone());
    let written = settle(&mut tx, school, pen, item, &revision, showing, finish, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(written)
}

/// Another wording of one's own post. A pupil's waits again, and the approved one stays up; an adult's is published.
/// Errors: [`Error::Missing`] when it is not theirs to edit.
pub async fn edit(school: &School, pen: Pen<'_>, id: &ItemId, draft: Draft, finish: Finish) -> Result<Written> {
    let item = store::items::get(&mut school.db.read(), id).await?;
    let class = may_edit(pen, &item)?;
    let draft = draft.checked(finish == Finish::HandIn)?;
    let now = school.clock.now();
    let (words, flags) = wording(school, pen, &class, &draft).await?;

    let mut tx = school.db.begin().await?;
    let mut item = store::items::get(&mut tx, id).await?;
    may_edit(pen, &item)?;
    let mut showing = store::moderation::showing_to_change(&mut tx, id, &class).await?;
    if finish == Finish::Keep && showing.approved_revision.is_some() {
        // A kept draft of something that is out would lose track of what waits; the browser keeps unsent words.
        return Err(Error::Conflict("a post that is out can be changed and sent, not kept as a draft".to_owned()));
    }
    let current: HashSet<_> = store::revisions::pictures(&mut tx, &showing.revision)
        .await?
        .into_iter()
        .filter_map(|picture| picture.picture)
        .collect();
    let pictures = checked_pictures(&mut tx, pen, &draft.pictures, &current).await?;
    item.audience = audience(pen, &draft, Some(item.audience))?;
    store::items::update(&mut tx, &item).await?;
    collect(&mut tx, pen, &item, draft.collects, now).await?;
    let revision = revise(&mut tx, school, &item, words, flags, &pictures, now).await?;
    showing.revision = revision.id.clone();
    if showing.state != State::Draft || finish == Finish::HandIn {
        showing.state = State::Draft;
    }
    let written = settle(&mut tx, school, pen, item, &revision, showing, finish, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(written)
}

/// Takes one of our items back: hidden here at once, and everyone who received it is asked to remove it.
/// A pupil may take back what is not out yet. Errors: [`Error::Missing`].
pub async fn take_back(school: &School, pen: Pen<'_>, id: &ItemId) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let item = store::items::get(&mut tx, id).await?;
    let class = item.author.class().cloned().ok_or(Error::Missing)?;
    let may = match pen {
        Pen::Adult(adult) => adult.moderates(&class) || adult.is_safeguarding,
        Pen::Child(child) => {
            let own = matches!(&item.author, Author::Pupil { pupil, .. } if *pupil == child.id);
            own && store::moderation::showing(&mut tx, id, &class).await?.approved_revision.is_none()
        }
    };
    if !may {
        return Err(Error::Missing);
    }
    super::removals::take_back(&mut tx, school, &item, &pen.subject(), now)
        .await
        .map_err(super::schools::already("it has been taken back already"))?;
    store::audit::append(&mut tx, Event::new(pen.subject(), "take_back", format!("item:{id}")), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// The class for which this pen may edit this item.
fn may_edit(pen: Pen<'_>, item: &Item) -> Result<ClassId> {
    let class = item.author.class().ok_or(Error::Missing)?;
    let own = match (pen, &item.author) {
        (Pen::Child(child), Author::Pupil { pupil, .. }) => *pupil == child.id && child.belongs_to(class),
        (Pen::Adult(adult), Author::Staff { .. }) => adult.runs(class),
        _ => false,
    };
    if own && item.kind == ItemKind::Article && item.is_live() && item.sealed_at.is_none() {
        Ok(class.clone())
    } else {
        Err(Error::Missing)
    }
}

/// Kept, waiting or out, as the finish and the pen say.
#[expect(clippy::too_many_arguments, reason = "all of one transaction's state, used in two places")]
async fn settle(
    tx: &mut Tx,
    school: &School,
    pen: Pen<'_>,
    item: Item,
    revision: &Revision,
    mut showing: Showing,
    finish: Finish,
    now: Timestamp,
) -> Result<Written> {
    let subject = format!("item:{}", item.id);
    match (finish, pen) {
        (Finish::Keep, _) => {
            store::moderation::put(tx, &showing).await?;
            Ok(Written::Kept(item.id))
        }
        (Finish::HandIn, Pen::Child(_)) => {
            showing = showing.waiting(now);
            store::moderation::put(tx, &showing).await?;
            store::audit::append(tx, Event::new(pen.subject(), "hand_in", subject), now).await?;
            Ok(Written::Waiting(item.id))
        }
        (Finish::HandIn, Pen::Adult(adult)) => {
            store::moderation::put(tx, &showing).await?;
            let batch = BatchId::fresh(now);
            let id = item.id.clone();
            super::moderation::apply(tx, school, adult, &batch, item, revision, showing, Verdict::Publish, "", now)
                .await?;
            Ok(Written::Published(id, batch))
        }
    }
}

/// The words of a draft as a reader gets them, and what is noticed about them. Cleaning is slow, so it is done before any transaction.
async fn wording(
    school: &School,
    pen: Pen<'_>,
    class: &ClassId,
    draft: &Draft,
) -> Result<(Words, Vec<screening::Flag>)> {
    let class = store::classes::get(&mut school.db.read(), class).await?;
    let signature = match pen {
        Pen::Child(child) if draft.signature.is_empty() => format!("{}, {}", child.name, class.name),
        _ => draft.signature.clone(),
    };
    let clean = writing::markdown(&draft.markdown);
    let alts: Vec<&str> = draft.pictures.iter().map(|picture| picture.alt.as_str()).collect();
    let screened = format!("{}\n{}\n{}\n{}", draft.title, signature, clean.plain, alts.join("\n"));
    let flags = screening::screen(&screened, !clean.links.is_empty(), !draft.pictures.is_empty());
    let words = Words {
        title: draft.title.clone(),
        summary: writing::first_words(&clean.plain, 200),
        warning: String::new(),
        signature,
        language: class.language,
        source: draft.markdown.clone(),
        html: clean.html,
        linked_html: clean.linked_html,
        plain: clean.plain,
        links: clean.links,
    };
    Ok((words, flags))
}

/// Writes the next revision of one of our items.
pub(super) async fn revise(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    words: Words,
    flags: Vec<screening::Flag>,
    pictures: &[RevisionPicture],
    now: Timestamp,
) -> Result<Revision> {
    let mut hashed = Vec::with_capacity(pictures.len());
    for picture in pictures {
        if let Some(id) = &picture.picture {
            hashed.push((store::pictures::get(tx, id).await?.digest, picture.alt.clone()));
        }
    }
    let author = item.author.class().map(|class| school.urls.class_actor(class).to_string()).unwrap_or_default();
    let parent = match &item.parent {
        Some(parent) => Some(store::items::get(tx, parent).await?.wire_id),
        None => None,
    };
    let hash =
        words.hash(&Hashed { author: &author, in_reply_to: parent.as_ref().map(url::Url::as_str), pictures: &hashed });
    let revision = Revision {
        id: RevisionId::fresh(now),
        item: item.id.clone(),
        number: store::revisions::next_number(tx, &item.id).await?,
        hash,
        words,
        flags,
        edited_by: None,
        created_at: now,
    };
    store::revisions::insert(tx, &revision, pictures).await?;
    Ok(revision)
}

/// The pictures of a draft: each must be this person's own upload, or in the post already.
async fn checked_pictures(
    tx: &mut Tx,
    pen: Pen<'_>,
    pictures: &[DraftPicture],
    current: &HashSet<crate::domain::ids::PictureId>,
) -> Result<Vec<RevisionPicture>> {
    let mut checked = Vec::with_capacity(pictures.len());
    for (draft, position) in pictures.iter().zip(0..) {
        if !current.contains(&draft.picture) && store::pictures::get(tx, &draft.picture).await?.owner != pen.subject() {
            return Err(Error::Missing);
        }
        checked.push(RevisionPicture {
            position,
            picture: Some(draft.picture.clone()),
            alt: draft.alt.clone(),
            people: draft.people.clone(),
            source_url: None,
            source_digest: None,
            state: PictureState::Here,
        });
    }
    Ok(checked)
}

/// How far a post reaches: an adult chooses, a pupil's goes to friends. The public web is an admin's to open.
/// Begins or ends collecting pieces below a post; that is for adults.
async fn collect(tx: &mut Tx, pen: Pen<'_>, item: &Item, wanted: Option<bool>, now: Timestamp) -> Result<()> {
    let (Pen::Adult(adult), Some(wanted)) = (pen, wanted) else { return Ok(()) };
    if store::collections::set(tx, &item.id, wanted, now).await? {
        let action = if wanted { "collect" } else { "collect_no_more" };
        store::audit::append(tx, Event::new(adult.subject(), action, format!("item:{}", item.id)), now).await?;
    }
    Ok(())
}

fn audience(pen: Pen<'_>, draft: &Draft, before: Option<Audience>) -> Result<Audience> {
    match (pen, draft.audience) {
        (Pen::Child(_), _) => Ok(before.unwrap_or(Audience::Friends)),
        (Pen::Adult(adult), Some(Audience::Public)) if !adult.is_admin && before != Some(Audience::Public) => {
            Err(Error::invalid("audience", "fault-audience-public"))
        }
        (Pen::Adult(_), chosen) => Ok(chosen.or(before).unwrap_or(Audience::Friends)),
    }
}
