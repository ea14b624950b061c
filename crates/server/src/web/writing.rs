//! Writing a post and changing one: the page, what is wrong with what was typed, and where it goes.

use askama::Template;
use axum::extract::Path;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::{Choice, faults};
use super::forms::{Checked, CheckedUpload};
use super::page::{ClassLink, Page, Show};
use super::proofs::Someone;
use super::pupils::{Returned, returned};
use super::reading::{autosave, class_path, is_large, may_write, pen};
use super::visit::Flash;
use super::writing_form::{Answer, Button, Problems, Slot, Typed};
use crate::actions;
use crate::actions::articles::{Finish, Pen, Written};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ItemId, PictureId};
use crate::domain::items::{Audience, Author, Item, ItemKind};
use crate::domain::moderation::{Showing, UNDO_SECONDS};
use crate::domain::pictures::Picture as Stored;
use crate::domain::viewer::Person;
use crate::domain::writing;
use crate::domain::writing_help::WritingHelp;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

use super::reading::Picture;

#[derive(Template)]
#[template(path = "articles/write.html")]
#[expect(clippy::struct_excessive_bools, reason = "what the form shows and holds")]
struct WriteArticle {
    page: Page,
    large: bool,
    class: ClassLink,
    action: String,
    editing: bool,
    /// A draft can be kept; what is out already can only be changed and sent.
    may_keep: bool,
    title: String,
    signature: String,
    body: String,
    problems: Problems,
    language: String,
    slots: Vec<PictureSlot>,
    /// An adult's choice; none for a pupil, whose words go through the teacher.
    audiences: Option<Vec<Choice>>,
    collects: bool,
    returned: Option<Returned>,
    /// How it will look, when that was asked for.
    looked: Option<String>,
    take_back_url: Option<String>,
    autosave: String,
    /// A pupil's; empty for an adult.
    help: WritingHelp,
}

struct PictureSlot {
    number: usize,
    picture: Option<Picture>,
    kept: String,
    alt: String,
    who: &'static str,
    error: Option<String>,
}

/// What is being written: a new post of a class, or another wording of one that is there.
struct Work<'a> {
    person: &'a Person,
    class: ClassBlog,
    item: Option<(Item, Showing)>,
}

impl Work<'_> {
    fn action(&self, school: &School) -> String {
        match &self.item {
            Some((item, _)) => format!("/edit/{}", item.id),
            None => class_path(school, &self.class, "/write"),
        }
    }

    fn may_keep(&self) -> bool {
        self.item.as_ref().is_none_or(|(_, showing)| showing.approved_revision.is_none())
    }

    fn audience(&self) -> Option<Audience> {
        self.item.as_ref().map(|(item, _)| item.audience)
    }
}

/// `GET /c/{class}/write`
pub(super) async fn new(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path(slug): Path<String>,
) -> Result<impl IntoResponse> {
    let work = Work { class: own_class(&school, &person, &slug).await?, person: &person, item: None };
    draw(&school, page, &work, Typed::default(), Problems::default(), None).await.map(Show)
}

/// `POST /c/{class}/write`
pub(super) async fn create(
    school: School,
    Someone(person): Someone,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    upload: CheckedUpload<Vec<(String, String)>>,
) -> Result<Response> {
    let work = Work { class: own_class(&school, &person, &slug).await?, person: &person, item: None };
    send(&school, page, &flash, &work, upload).await
}

/// `GET /edit/{item}`
pub(super) async fn edit(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let work = own_post(&school, &person, &item).await?;
    let typed = match &work.item {
        Some((_, showing)) => as_it_stands(&school, &page, &work, showing).await?,
        None => Typed::default(),
    };
    draw(&school, page, &work, typed, Problems::default(), None).await.map(Show)
}

/// `POST /edit/{item}`
pub(super) async fn change(
    school: School,
    Someone(person): Someone,
    page: Page,
    flash: Flash,
    Path(item): Path<String>,
    upload: CheckedUpload<Vec<(String, String)>>,
) -> Result<Response> {
    let work = own_post(&school, &person, &item).await?;
    send(&school, page, &flash, &work, upload).await
}

#[derive(Deserialize)]
pub(super) struct Look {
    #[serde(default)]
    body: String,
}

/// `POST /preview`: the words as a reader would get them.
pub(super) async fn preview(_: School, Checked(look): Checked<Look>) -> Html<String> {
    Html(writing::markdown(&look.body).html)
}

/// The class of an address, for whoever writes for it. Errors: [`Error::Missing`] for everybody else.
async fn own_class(school: &School, person: &Person, slug: &str) -> Result<ClassBlog> {
    let class = store::classes::by_slug(&mut school.db.read(), slug).await?;
    if class.closed_at.is_none() && may_write(person, &class) { Ok(class) } else { Err(Error::Missing) }
}

/// A post that this person may change: their own, or, for adults, one that an adult of the class wrote.
async fn own_post<'a>(school: &School, person: &'a Person, item: &str) -> Result<Work<'a>> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let item = store::items::get(&mut school.db.read(), &id).await?;
    let class = item.author.class().cloned().ok_or(Error::Missing)?;
    let class = store::classes::get(&mut school.db.read(), &class).await?;
    let is_own = match (person, &item.author) {
        (Person::Child(child), Author::Pupil { pupil, .. }) => *pupil == child.id,
        (Person::Adult(_), Author::Staff { .. }) => true,
        _ => false,
    };
    if !is_own
        || !may_write(person, &class)
        || item.kind != ItemKind::Article
        || !item.is_live()
        || item.sealed_at.is_some()
    {
        return Err(Error::Missing);
    }
    let showing = store::moderation::showing(&mut school.db.read(), &id, &class.id).await?;
    Ok(Work { person, class, item: Some((item, showing)) })
}

/// The newest wording, as it would be typed.
async fn as_it_stands(school: &School, page: &Page, work: &Work<'_>, showing: &Showing) -> Result<Typed> {
    let revision = store::revisions::get(&mut school.db.read(), &showing.revision).await?;
    let pictures = store::revisions::pictures(&mut school.db.read(), &showing.revision).await?;
    let mut typed = Typed {
        title: revision.words.title,
        signature: revision.words.signature,
        body: revision.words.source,
        audience: work.audience(),
        collects: match &work.item {
            Some((item, _)) => store::collections::is_open(&mut school.db.read(), &item.id).await? == Some(true),
            None => false,
        },
        ..Typed::default()
    };
    // A pupil's own name is put there when the field is empty.
    if matches!(work.person, Person::Child(child) if typed.signature == format!("{}, {}", child.name, work.class.name))
    {
        typed.signature.clear();
    }
    for (slot, picture) in typed.slots.iter_mut().zip(pictures) {
        *slot = Slot {
            kept: picture.picture,
            alt: picture.alt,
            who: Answer::of_words(page, &picture.people),
            ..Slot::default()
        };
    }
    Ok(typed)
}

/// Takes what was typed: looks at it, keeps it, or hands it in.
async fn send(
    school: &School,
    page: Page,
    flash: &Flash,
    work: &Work<'_>,
    upload: CheckedUpload<Vec<(String, String)>>,
) -> Result<Response> {
    let writer = pen(work.person)?;
    let mut typed = Typed::read(&upload.form);
    for file in upload.files {
        let Some(slot) = typed.slot_of_file(&file.field) else { continue };
        let Some(bytes) = file.bytes else {
            slot.refused = Some("fault-picture-large");
            continue;
        };
        match actions::pictures::upload(school, writer, bytes.to_vec()).await {
            Ok(picture) => slot.kept = Some(picture),
            Err(Error::Invalid(faults)) => slot.refused = faults.first().map(|fault| fault.key),
            Err(other) => return Err(other),
        }
    }
    // Whoever names a picture that is not theirs has no picture.
    for slot in &mut typed.slots {
        if let Some(id) = &slot.kept
            && usable(school, work, id).await?.is_none()
        {
            slot.kept = None;
        }
    }
    if typed.button == Button::Look {
        let looked = writing::markdown(&typed.body).html;
        let problems = typed.problems(&page, false);
        return Ok(Show(draw(school, page, work, typed, problems, Some(looked)).await?).into_response());
    }
    let finish = if typed.button == Button::Keep { Finish::Keep } else { Finish::HandIn };
    let problems = typed.problems(&page, finish == Finish::HandIn);
    if !problems.is_empty() {
        return Ok(Show(draw(school, page, work, typed, problems, None).await?).to_mend());
    }
    let draft = typed.draft(&page, matches!(work.person, Person::Adult(_)));
    let written = match &work.item {
        Some((item, _)) => actions::articles::edit(school, writer, &item.id, draft, finish).await,
        None => actions::articles::write(school, writer, &work.class.id, draft, finish).await,
    };
    match faults(written)? {
        Ok(written) => done(school, flash, work, written).await.map(IntoResponse::into_response),
        Err(faults) => {
            let problems = Problems::of(&page, &faults);
            Ok(Show(draw(school, page, work, typed, problems, None).await?).to_mend())
        }
    }
}

/// Where the writer goes next, and what is said there.
async fn done(school: &School, flash: &Flash, work: &Work<'_>, written: Written) -> Result<Redirect> {
    match written {
        Written::Kept(item) => {
            flash.say("write-kept", &[]).await?;
            let next =
                if matches!(work.person, Person::Child(_)) { "/tray".to_owned() } else { format!("/edit/{item}") };
            Ok(Redirect::to(&next))
        }
        Written::Waiting(_) => {
            flash.say("write-with-teacher", &[]).await?;
            Ok(Redirect::to("/tray"))
        }
        Written::Published(_, batch) => {
            let undo = format!("/gate/undo/{batch}?class={}&tray=ours", work.class.slug);
            flash.say_with_undo("write-published", &[], undo, u32::try_from(UNDO_SECONDS).unwrap_or(0)).await?;
            Ok(Redirect::to(&class_path(school, &work.class, "")))
        }
    }
}

/// A picture that this person may put into this post: their own upload, or one that is in it.
async fn usable(school: &School, work: &Work<'_>, id: &PictureId) -> Result<Option<Stored>> {
    let picture = match store::pictures::get(&mut school.db.read(), id).await {
        Ok(picture) => picture,
        Err(Error::Missing) => return Ok(None),
        Err(other) => return Err(other),
    };
    if picture.owner == pen(work.person)?.subject() {
        return Ok(Some(picture));
    }
    let Some((_, showing)) = &work.item else { return Ok(None) };
    let current = store::revisions::pictures(&mut school.db.read(), &showing.revision).await?;
    Ok(current.iter().any(|kept| kept.picture.as_ref() == Some(id)).then_some(picture))
}

async fn draw(
    school: &School,
    page: Page,
    work: &Work<'_>,
    typed: Typed,
    problems: Problems,
    looked: Option<String>,
) -> Result<WriteArticle> {
    let writer = pen(work.person)?;
    let place = work.item.as_ref().map_or_else(|| format!("write:{}", work.class.id), |(item, _)| item.id.to_string());
    let mut slots = Vec::with_capacity(typed.slots.len());
    for ((number, slot), error) in (1..).zip(&typed.slots).zip(&problems.slots) {
        let stored = match &slot.kept {
            Some(id) => usable(school, work, id).await?,
            None => None,
        };
        slots.push(PictureSlot {
            number,
            kept: stored.as_ref().map(|stored| stored.id.to_string()).unwrap_or_default(),
            picture: stored.map(|stored| own_picture(school, writer, &stored, &slot.alt, &work.class.language)),
            alt: slot.alt.clone(),
            who: slot.who.as_str(),
            error: error.clone(),
        });
    }
    if page.viewer.is_infant {
        // One empty place at a time; the next is there when this one is filled and kept.
        let mut has_room = false;
        slots.retain(|slot| slot.picture.is_some() || slot.error.is_some() || !std::mem::replace(&mut has_room, true));
    }
    let returned = match (&work.item, work.person) {
        (Some((item, _)), Person::Child(child)) => {
            let mine = store::moderation::one_of_pupil(&mut school.db.read(), &child.id, &item.id).await?;
            returned(school, &page, &mine).await?
        }
        _ => None,
    };
    let help = match work.person {
        Person::Child(_) => store::classes::writing_help(&mut school.db.read(), &work.class.id).await?,
        Person::Adult(_) | Person::Anonymous | Person::Family(_) => WritingHelp::default(),
    };
    let take_back_url =
        work.item.as_ref().filter(|_| work.may_keep()).map(|(item, _)| format!("/take-back/{}", item.id));
    Ok(WriteArticle {
        large: is_large(&work.class),
        class: ClassLink::ours(school, &work.class),
        action: work.action(school),
        editing: work.item.is_some(),
        may_keep: work.may_keep(),
        title: typed.title,
        signature: typed.signature,
        body: typed.body,
        problems,
        language: work.class.language.clone(),
        slots,
        audiences: audiences(&page, work, typed.audience),
        collects: typed.collects,
        returned,
        looked,
        take_back_url,
        autosave: autosave(school, writer, &place),
        help,
        page: page.titled_by(if work.item.is_some() { "write-title-edit" } else { "write-title-new" }),
    })
}

/// A picture beside its words while they are being written.
fn own_picture(school: &School, writer: Pen<'_>, stored: &Stored, alt: &str, language: &str) -> Picture {
    let url = if stored.owner == writer.subject() {
        format!("/my/pictures/{}.{}", stored.id, stored.extension())
    } else {
        // A colleague's: to be seen once it is out.
        school.urls.picture(&stored.id, stored.extension()).path().to_owned()
    };
    Picture { url, alt: alt.to_owned(), language: language.to_owned(), width: stored.width, height: stored.height }
}

/// How far it may reach: an adult's choice, and the public web only an admin's.
fn audiences(page: &Page, work: &Work<'_>, chosen: Option<Audience>) -> Option<Vec<Choice>> {
    let Person::Adult(adult) = work.person else { return None };
    let chosen = chosen.or(work.audience()).unwrap_or(Audience::Friends);
    let choice = |audience: Audience| Choice {
        value: audience.as_str().to_owned(),
        label: page.say(&format!("audience-{audience}")),
        hint: page.say(&format!("audience-{audience}-hint")),
        chosen: audience == chosen,
        allowed: audience != Audience::Public || adult.is_admin || work.audience() == Some(Audience::Public),
    };
    Some(Audience::ALL.iter().copied().map(choice).collect())
}
