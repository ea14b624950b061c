//! Looking for words: adults in what stands or waits in their classes, pupils in what they may read of their own.

use askama::Template;
use axum::extract::Query as InAddress;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::desk::{Moment, Pages, day};
use super::gate::base;
use super::gate_cards::anchor;
use super::page::{Page, Show};
use super::proofs::Someone;
use super::reading::{class_path, read_at};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, ItemId};
use crate::domain::items::ItemKind;
use crate::domain::moderation::{ApprovedAs, State};
use crate::domain::searching::{Piece, Query};
use crate::domain::viewer::{Adult, Child, Person, Viewer};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::searching::{Found, Wording};
use crate::store::visibility::{self, Shown};

const PAGE: usize = 20;

/// Something that was found, with the words that were looked for marked.
struct Hit {
    /// Where this reader may open it.
    url: Option<String>,
    title: Vec<Piece>,
    excerpt: Vec<Piece>,
    /// What is said of pictures, where the words stand in that.
    alts: Vec<Vec<Piece>>,
    language: String,
    /// Whose it is: who wrote it, and for which of our classes.
    who: String,
    class: String,
    moment: Moment,
    /// For adults: where it stands.
    state: Option<Stands>,
}

/// Where it stands, in words.
struct Stands {
    tone: &'static str,
    key: &'static str,
}

#[derive(Template)]
#[template(path = "searching/show.html")]
struct ShowSearch {
    page: Page,
    typed: String,
    /// Something was typed, and there is a word in it.
    has_words: bool,
    is_cut: bool,
    hits: Vec<Hit>,
    pages: Pages,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    before: String,
}

impl Asked {
    /// The same search at another place of its order.
    fn address(&self, before: Option<i64>) -> String {
        let mut address = url::form_urlencoded::Serializer::new(String::new());
        address.append_pair("q", &self.q);
        if let Some(before) = before {
            address.append_pair("before", &before.to_string());
        }
        format!("/search?{}", address.finish())
    }
}

pub(super) async fn show(
    school: School,
    Someone(person): Someone,
    page: Page,
    InAddress(asked): InAddress<Asked>,
) -> Result<Response> {
    let query = Query::parse(&asked.q);
    let before = asked.before.parse::<i64>().ok();
    let from = before.unwrap_or(i64::MAX);
    let mut found = match &person {
        Person::Adult(adult) => of_adult(&school, &page, adult, &query, from).await?,
        Person::Child(child) => of_child(&school, &page, child, &query, from).await?,
        Person::Family(_) | Person::Anonymous => return Err(Error::Missing),
    };
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let pages = Pages {
        newer_url: before.map(|_| asked.address(None)),
        older_url: found.last().filter(|_| has_more).map(|(number, _)| asked.address(Some(*number))),
    };
    Ok(Show(ShowSearch {
        page: page.titled_by("search-title"),
        has_words: !query.is_empty(),
        is_cut: query.is_cut(),
        hits: found.into_iter().map(|(_, hit)| hit).collect(),
        pages,
        typed: asked.q,
    })
    .into_response())
}

/// In the classes at whose gate they have a place; who answers for the school, in all.
async fn of_adult(school: &School, page: &Page, adult: &Adult, query: &Query, before: i64) -> Result<Vec<(i64, Hit)>> {
    let mut classes = store::classes::all(&mut school.db.read()).await?;
    classes.retain(|class| adult.is_admin || adult.sees_tray(&class.id));
    let ids: Vec<ClassId> = classes.iter().map(|class| class.id.clone()).collect();
    let sql = &mut school.db.read();
    let found = store::searching::found_by_adult(sql, &ids, query, before, one_more()).await?;
    let mut hits = Vec::with_capacity(found.len());
    for found in &found {
        let Some(class) = classes.iter().find(|class| class.id == found.showing.class) else { continue };
        hits.push((found.number, hit_of_adult(school, page, adult, class, query, found).await?));
    }
    Ok(hits)
}

/// What their own classes show them: their posts, their friends', and what was said under them.
async fn of_child(school: &School, page: &Page, child: &Child, query: &Query, before: i64) -> Result<Vec<(i64, Hit)>> {
    let classes = store::classes::of_pupil(&mut school.db.read(), &child.id).await?;
    let ids: Vec<ClassId> = classes.iter().map(|class| class.id.clone()).collect();
    let viewer = child.viewer();
    let found = visibility::found(&mut school.db.read(), &viewer, &ids, query, before, PAGE + 1).await?;
    let mut hits = Vec::with_capacity(found.len());
    for (number, shown) in &found {
        let class = classes.iter().find(|class| class.id == shown.for_class).map(|class| class.name.clone());
        hits.push((*number, hit_of_child(school, page, &viewer, class.unwrap_or_default(), query, shown).await?));
    }
    Ok(hits)
}

fn one_more() -> u32 {
    u32::try_from(PAGE + 1).unwrap_or(u32::MAX)
}

async fn hit_of_child(
    school: &School,
    page: &Page,
    viewer: &Viewer,
    class: String,
    query: &Query,
    shown: &Shown,
) -> Result<Hit> {
    let alts: Vec<&str> = shown.pictures.iter().map(|picture| picture.alt.as_str()).collect();
    let who = if shown.signature.is_empty() { shown.author_name.clone() } else { shown.signature.clone() };
    Ok(Hit {
        url: Some(read_at(school, viewer, shown).await?),
        title: title(page, query, shown.kind, &shown.title),
        excerpt: excerpt(query, &shown.warning, &shown.summary, &shown.plain),
        alts: marked_alts(query, &alts),
        language: shown.language.clone(),
        who,
        class,
        moment: Moment { at: shown.published_at.to_string(), text: day(page, school.clock.now(), shown.published_at) },
        state: None,
    })
}

async fn hit_of_adult(
    school: &School,
    page: &Page,
    adult: &Adult,
    class: &ClassBlog,
    query: &Query,
    found: &Found,
) -> Result<Hit> {
    let at = found.showing.published_at.unwrap_or(found.item.created_at);
    // The wording in which the words stand, the newest before the one that was let in.
    let touches = |wording: &&Wording| {
        [&wording.title, &wording.summary, &wording.warning, &wording.plain].iter().any(|text| query.touches(text))
            || wording.alts.iter().any(|alt| query.touches(alt))
    };
    let wording = found.wordings.iter().find(touches).or(found.wordings.first()).ok_or(Error::Missing)?;
    let alts: Vec<&str> = wording.alts.iter().map(String::as_str).collect();
    let who = match &found.school_name {
        Some(school) => format!("{}, {school}", found.author_name),
        None => found.author_name.clone(),
    };
    Ok(Hit {
        url: opens_at(school, adult, class, found).await?,
        title: title(page, query, found.item.kind, &wording.title),
        excerpt: excerpt(query, &wording.warning, &wording.summary, &wording.plain),
        alts: marked_alts(query, &alts),
        language: wording.language.clone(),
        who,
        class: class.name.clone(),
        moment: Moment { at: at.to_string(), text: day(page, school.clock.now(), at) },
        state: Some(stands(found)),
    })
}

/// A comment has no title of its own.
fn title(page: &Page, query: &Query, kind: ItemKind, title: &str) -> Vec<Piece> {
    match kind {
        ItemKind::Article => query.marked(title),
        ItemKind::Comment => vec![Piece { text: page.say("search-comment"), is_hit: false }],
    }
}

/// What came with a warning is not read out here, as on a card.
fn excerpt(query: &Query, warning: &str, summary: &str, plain: &str) -> Vec<Piece> {
    if !warning.is_empty() {
        return query.excerpt(warning);
    }
    if !query.touches(plain) && query.touches(summary) { query.excerpt(summary) } else { query.excerpt(plain) }
}

fn marked_alts(query: &Query, alts: &[&str]) -> Vec<Vec<Piece>> {
    alts.iter().filter(|alt| query.touches(alt)).map(|alt| query.excerpt(alt)).collect()
}

fn stands(found: &Found) -> Stands {
    let showing = &found.showing;
    let is_shown = showing.approved_revision.is_some();
    let (tone, key) = match (found.item.withdrawn_at, showing.hidden_at, showing.state) {
        (Some(_), ..) => ("", "search-taken-back"),
        (None, None, State::Waiting) if is_shown => ("wait", "search-changed"),
        (None, _, State::Waiting) => ("wait", "search-waiting"),
        (None, None, _) if is_shown && showing.approved_as == Some(ApprovedAs::StaffOnly) => ("", "search-staff-only"),
        (None, None, _) if is_shown => ("good", "search-on-page"),
        (None, None, State::Returned) => ("", "search-sent-back"),
        (None, None, State::Rejected) => ("", "search-turned-away"),
        (None, Some(_), _) | (None, None, State::Draft | State::Approved) => ("", "search-hidden"),
    };
    Stands { tone, key }
}

/// Where it is decided on while it waits, else where it is read; none for what this adult can open nowhere.
async fn opens_at(school: &School, adult: &Adult, class: &ClassBlog, found: &Found) -> Result<Option<String>> {
    let (item, showing) = (&found.item, &found.showing);
    if item.withdrawn_at.is_some() {
        return Ok((adult.is_admin || adult.runs(&class.id)).then(|| format!("/taken-back/{}", item.id)));
    }
    if showing.state == State::Waiting && adult.sees_tray(&class.id) {
        return Ok(Some(format!("{}?tray={}#{}", base(class), showing.tray, anchor(&item.id))));
    }
    if showing.approved_revision.is_none() || showing.hidden_at.is_some() {
        return Ok(None);
    }
    let article = item.article.as_ref().unwrap_or(&item.id);
    let Some(path) = article_path(school, &adult.viewer(), class, article).await? else { return Ok(None) };
    Ok(Some(if item.kind == ItemKind::Comment { format!("{path}#comment-{}", item.id) } else { path }))
}

/// Where a post is read by an adult of this class, while it is shown.
async fn article_path(school: &School, viewer: &Viewer, class: &ClassBlog, article: &ItemId) -> Result<Option<String>> {
    let sql = &mut school.db.read();
    if !visibility::is_shown(sql, viewer, article).await? {
        return Ok(None);
    }
    let item = store::items::get(sql, article).await?;
    Ok(match (item.author.class(), &item.slug) {
        (Some(author), Some(slug)) => {
            let author = store::classes::get(sql, author).await?;
            Some(class_path(school, &author, &format!("/{slug}")))
        }
        (Some(_), None) => None,
        (None, _) => Some(class_path(school, class, &format!("/friends/{article}"))),
    })
}
