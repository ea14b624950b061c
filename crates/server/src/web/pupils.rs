//! A pupil's own tray, and telling an adult.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::comments::{AbroadLine, abroad_line};
use super::desk::{Moment, Quote, moment};
use super::difference::{DiffPart, difference};
use super::forms::Checked;
use super::page::{Page, Show};
use super::proofs::Pupil;
use super::reading::{class_path, is_large, post_path, quote, read_at};
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, ItemId};
use crate::domain::items::ItemKind;
use crate::domain::moderation::{State, Verdict};
use crate::domain::viewer::Child;
use crate::domain::writing::first_words;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::moderation::Mine;
use crate::store::visibility::{self, Shown};

/// As many of a pupil's items as their tray shows.
const TRAY: u32 = 60;
/// How many things lie under each sticker of an infant's tray: the newest.
const INFANT_STICKER: usize = 3;

/// "Try again: Mrs K says…"
pub(super) struct Returned {
    pub(super) by: String,
    pub(super) reason: String,
    /// It was sent back to be mended; otherwise it stays as it is.
    pub(super) to_mend: bool,
}

/// What the teacher said when an item came back; none unless it did.
pub(super) async fn returned(school: &School, page: &Page, mine: &Mine) -> Result<Option<Returned>> {
    if !matches!(mine.showing.state, State::Returned | State::Rejected) {
        return Ok(None);
    }
    let decision = store::moderation::last_decision(&mut school.db.read(), &mine.item.id, &mine.showing.class).await?;
    Ok(decision.map(|(decision, by)| Returned {
        by,
        reason: said(page, &decision.reason, mine.showing.state),
        to_mend: mine.showing.state == State::Returned,
    }))
}

/// A reason as its pupil reads it: one of our sentences by its key, or the teacher's own words.
fn said(page: &Page, reason: &str, state: State) -> String {
    match (reason, state) {
        ("", State::Rejected) => page.say("tray-turned-away"),
        ("", _) => page.say("reason-more"),
        (key, _) if key.starts_with("reason-") => page.say(key),
        (words, _) => words.to_owned(),
    }
}

#[derive(Template)]
#[template(path = "pupils/tray.html")]
struct ShowTray {
    page: Page,
    large: bool,
    name: String,
    write: Vec<WriteLink>,
    writing: Vec<TrayItem>,
    with_teacher: Vec<TrayItem>,
    out: Vec<TrayItem>,
    /// What a teacher turned away.
    staying: Vec<TrayItem>,
}

struct WriteLink {
    url: String,
    /// The class's name, when there are several to choose from.
    class: String,
}

struct TrayItem {
    is_comment: bool,
    title: String,
    language: String,
    /// None for what can be neither read on a page nor changed.
    url: Option<String>,
    about: Option<String>,
    /// What the school that a comment was sent to says of it.
    abroad: Option<AbroadLine>,
    moment: Moment,
    returned: Option<Returned>,
    /// It can be gone on with.
    may_mend: bool,
    /// What a teacher left out before it went out, and who did.
    changed: Vec<DiffPart>,
    changed_by: String,
    /// What the teacher wrote about it; may be empty.
    changed_why: String,
}

pub(super) async fn tray(school: School, Pupil(child): Pupil, page: Page) -> Result<impl IntoResponse> {
    let classes = store::classes::of_pupil(&mut school.db.read(), &child.id).await?;
    let write = classes
        .iter()
        .map(|class| WriteLink {
            url: class_path(&school, class, "/write"),
            class: if classes.len() > 1 { class.name.clone() } else { String::new() },
        })
        .collect();
    let mut tray = Tray { school: &school, page: &page, child: &child, classes: HashMap::new(), posts: HashMap::new() };
    let (mut writing, mut with_teacher, mut out, mut staying) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for mine in store::moderation::of_pupil(&mut school.db.read(), &child.id, TRAY).await? {
        let item = tray.item(&mine).await?;
        match mine.showing.state {
            State::Draft | State::Returned => writing.push(item),
            State::Rejected => staying.push(item),
            State::Waiting => with_teacher.push(item),
            State::Approved => out.push(item),
        }
    }
    if page.viewer.is_infant {
        // What came back to be mended is never left out.
        for things in [&mut with_teacher, &mut out, &mut staying] {
            things.truncate(INFANT_STICKER);
        }
    }
    let large = classes.first().is_some_and(is_large);
    let name = child.name.clone();
    Ok(Show(ShowTray { page: page.titled_by("nav-tray"), large, name, write, writing, with_teacher, out, staying }))
}

struct Tray<'a> {
    school: &'a School,
    page: &'a Page,
    child: &'a Child,
    classes: HashMap<ClassId, ClassBlog>,
    /// Posts that comments are about, as far as this pupil can see them.
    posts: HashMap<ItemId, Option<Shown>>,
}

impl Tray<'_> {
    async fn item(&mut self, mine: &Mine) -> Result<TrayItem> {
        let (showing, words) = (&mine.showing, &mine.words);
        let is_comment = mine.item.kind == ItemKind::Comment;
        let class = self.class(&showing.class).await?;
        let post = match &mine.item.article {
            Some(article) => self.post(article).await?,
            None => None,
        };
        let is_open = match showing.state {
            State::Draft | State::Returned | State::Waiting => true,
            State::Rejected => !is_comment,
            State::Approved => false,
        };
        let url = match (is_open, is_comment, &post, &mine.item.slug) {
            (true, true, _, _) => Some(format!("/comment/{}/again", mine.item.id)),
            (true, false, _, _) => Some(format!("/edit/{}", mine.item.id)),
            (false, true, Some(post), _) if showing.hidden_at.is_none() => {
                let of = match &post.author_class {
                    Some(author) => self.class(author).await?,
                    None => class.clone(),
                };
                Some(format!("{}#comment-{}", post_path(self.school, &of, post), mine.item.id))
            }
            (false, false, _, Some(slug)) if showing.approved_revision.is_some() && showing.hidden_at.is_none() => {
                Some(class_path(self.school, &class, &format!("/{slug}")))
            }
            _ => None,
        };
        let (changed, changed_by, changed_why) = self.changed(mine).await?;
        let title = match (words.title.is_empty(), is_comment) {
            (false, false) => words.title.clone(),
            (true, false) => self.page.say("write-untitled"),
            (_, true) => first_words(&words.plain, 60),
        };
        Ok(TrayItem {
            is_comment,
            title,
            language: words.language.clone(),
            url,
            about: post.as_ref().map(|post| post.title.clone()),
            abroad: match (showing.state, post) {
                (State::Approved, Some(post)) if is_comment => self.abroad(&mine.item.id, &post).await?,
                _ => None,
            },
            moment: moment(
                self.page,
                self.school.clock.now(),
                showing.approved_at.or(showing.waiting_since).unwrap_or(mine.item.created_at),
            ),
            returned: returned(self.school, self.page, mine).await?,
            may_mend: is_open && showing.state != State::Waiting,
            changed,
            changed_by,
            changed_why,
        })
    }

    async fn abroad(&self, comment: &ItemId, post: &Shown) -> Result<Option<AbroadLine>> {
        if post.remote_class.is_none() {
            return Ok(None);
        }
        let stands = store::answers::abroad(&mut self.school.db.read(), comment).await?;
        Ok(stands.map(|stands| abroad_line(self.page, stands, &post.author_name)))
    }

    async fn class(&mut self, id: &ClassId) -> Result<ClassBlog> {
        if let Some(known) = self.classes.get(id) {
            return Ok(known.clone());
        }
        let class = store::classes::get(&mut self.school.db.read(), id).await?;
        self.classes.insert(id.clone(), class.clone());
        Ok(class)
    }

    async fn post(&mut self, id: &ItemId) -> Result<Option<Shown>> {
        if let Some(known) = self.posts.get(id) {
            return Ok(known.clone());
        }
        let shown = match visibility::item(&mut self.school.db.read(), &self.child.viewer(), id).await {
            Ok(shown) => Some(shown),
            Err(Error::Missing) => None,
            Err(other) => return Err(other),
        };
        self.posts.insert(id.clone(), shown.clone());
        Ok(shown)
    }

    /// What a teacher changed before it went out, against the wording that was handed in; who it was, and why.
    async fn changed(&self, mine: &Mine) -> Result<(Vec<DiffPart>, String, String)> {
        let nothing = (Vec::new(), String::new(), String::new());
        if !mine.edited {
            return Ok(nothing);
        }
        let sql = &mut self.school.db.read();
        let Some((decision, by)) = store::moderation::last_decision(sql, &mine.item.id, &mine.showing.class).await?
        else {
            return Ok(nothing);
        };
        let all = store::revisions::of_item(sql, &mine.item.id).await?;
        let before = all.iter().rev().find(|revision| revision.edited_by.is_none());
        match before {
            Some(before) if decision.verdict == Verdict::LetOutChanged => {
                Ok((difference(&before.words.plain, &mine.words.plain), by, decision.reason))
            }
            _ => Ok(nothing),
        }
    }
}

#[derive(Template)]
#[template(path = "pupils/tell.html")]
struct TellAdult {
    page: Page,
    large: bool,
    action: String,
    about: Option<Quote>,
    /// Who will read it; none when nobody is named.
    adult: Option<String>,
    back_url: String,
    told: bool,
}

/// `GET /tell/{item}`
pub(super) async fn tell(
    school: School,
    Pupil(child): Pupil,
    page: Page,
    Path(item): Path<String>,
) -> Result<impl IntoResponse> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let shown = visibility::item(&mut school.db.read(), &child.viewer(), &id).await?;
    let about = quote(&page, &shown);
    let back_url = read_at(&school, &child.viewer(), &shown).await?;
    tell_page(&school, page, &child, format!("/tell/{id}"), Some(about), back_url, false).await
}

#[derive(Deserialize)]
pub(super) struct Words {
    #[serde(default)]
    words: String,
}

/// `POST /tell/{item}`
pub(super) async fn told(
    school: School,
    Pupil(child): Pupil,
    Path(item): Path<String>,
    Checked(sent): Checked<Words>,
) -> Result<Redirect> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    actions::worries::tell(&school, &child, &id, &sent.words).await?;
    Ok(Redirect::to("/told"))
}

/// `GET /told`: thanks. What was told about is gone from every page by now.
pub(super) async fn thanks(school: School, Pupil(child): Pupil, page: Page) -> Result<impl IntoResponse> {
    let back_url = home(&school, &child).await?;
    tell_page(&school, page, &child, String::new(), None, back_url, true).await
}

async fn tell_page(
    school: &School,
    page: Page,
    child: &Child,
    action: String,
    about: Option<Quote>,
    back_url: String,
    told: bool,
) -> Result<Show<TellAdult>> {
    let leads = store::people::all_staff(&mut school.db.read()).await?;
    let adult = leads
        .into_iter()
        .find(|staff| staff.safeguarding_since.is_some() && staff.disabled_at.is_none())
        .map(|staff| staff.name);
    let classes = store::classes::of_pupil(&mut school.db.read(), &child.id).await?;
    let page = page.titled_by(if told { "tell-thanks" } else { "tell-title" });
    Ok(Show(TellAdult { large: classes.first().is_some_and(is_large), page, action, about, adult, back_url, told }))
}

/// The page of a pupil's own class.
async fn home(school: &School, child: &Child) -> Result<String> {
    let classes = store::classes::of_pupil(&mut school.db.read(), &child.id).await?;
    Ok(classes.first().map_or_else(|| "/".to_owned(), |class| class_path(school, class, "")))
}
