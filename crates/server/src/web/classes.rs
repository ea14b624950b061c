//! A class's own page, and the page of what its friends wrote.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use serde::Deserialize;

use super::class_settings::change_url;
use super::desk::Pages;
use super::page::{ClassLink, Page, Show};
use super::proofs::Someone;
use super::reading::{PostCard, card, class_path, is_at_home, is_large, may_write, open_class, post_path};
use super::timetable::Absences;
use crate::domain::classes::ClassBlog;
use crate::domain::items::ItemKind;
use crate::domain::partners::RemoteClass;
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::visibility::{self, Before, Shown};

/// How many posts stand on a page: a wide one, and rows of two or three; for infants fewer.
const PAGE: usize = 13;
const INFANT_PAGE: usize = 5;

/// What is collected at the same time; older ones are found among the posts.
const MOST_COLLECTING: u32 = 3;

/// The rules that every class begins with.
const RULES: [&str; 4] = ["class-rule-kind", "class-rule-names", "class-rule-pictures", "class-rule-tell"];

#[derive(Template)]
#[template(path = "classes/show.html")]
struct ShowClass {
    page: Page,
    large: bool,
    class: ClassLink,
    introduction: String,
    posts: Vec<PostCard>,
    pages: Pages,
    friends: Vec<ClassLink>,
    /// Friends who are away, in words.
    away: Vec<String>,
    /// None for who is not at home here: they are told nothing of friends.
    friends_url: Option<String>,
    rules: Vec<String>,
    write_url: Option<String>,
    /// Posts below which the viewer can add a piece, by title and address.
    collecting: Vec<(String, String)>,
    /// Without its ending.
    feed_url: String,
    staff: Option<StaffBar>,
    /// The viewer's own posts that are not out yet; adults only.
    drafts: Vec<Draft>,
}

struct StaffBar {
    waiting: i64,
    gate_url: String,
    history_url: String,
    partners_url: Option<String>,
    pupils_url: Option<String>,
    change_url: Option<String>,
}

struct Draft {
    title: String,
    url: String,
}

#[derive(Deserialize)]
pub(super) struct Paging {
    #[serde(default)]
    before: String,
}

pub(super) async fn show(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<impl IntoResponse> {
    let class = open_class(&school, &person, &slug).await?;
    let before = Before::parse(&paging.before);
    let shown =
        visibility::cards_of_class(&mut school.db.read(), &person.viewer(), &class.id, &before, fetched(&page)).await?;
    let here = class_path(&school, &class, "");
    let (posts, pages) = paged(&school, &page, &class, shown, &here, &before);
    let is_home = is_at_home(&person, &class);
    let (friends, away) = if is_home { friends_of(&school, &page, &class).await? } else { (Vec::new(), Vec::new()) };
    Ok(Show(ShowClass {
        large: is_large(&class),
        introduction: class.about.clone(),
        posts,
        pages,
        friends,
        away,
        friends_url: is_home.then(|| format!("{here}/friends")),
        rules: RULES.iter().map(|rule| page.say(rule)).collect(),
        write_url: may_write(&person, &class).then(|| format!("{here}/write")),
        collecting: collecting(&school, &person, &class).await?,
        feed_url: format!("{here}/feed"),
        staff: staff_bar(&page, &person, &class),
        drafts: drafts(&school, &page, &person, &class).await?,
        class: ClassLink::ours(&school, &class),
        page: page.titled(&class.name),
    }))
}

#[derive(Template)]
#[template(path = "classes/friends.html")]
struct ShowFriends {
    page: Page,
    large: bool,
    class: ClassLink,
    friends: Vec<ClassLink>,
    away: Vec<String>,
    posts: Vec<PostCard>,
    pages: Pages,
}

pub(super) async fn friends(
    school: School,
    Someone(person): Someone,
    page: Page,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<impl IntoResponse> {
    let class = home_class(&school, &person, &slug).await?;
    let before = Before::parse(&paging.before);
    let shown =
        visibility::friends_of_class(&mut school.db.read(), &person.viewer(), &class.id, &before, fetched(&page))
            .await?;
    let here = class_path(&school, &class, "/friends");
    let (posts, pages) = paged(&school, &page, &class, shown, &here, &before);
    let (friends, away) = friends_of(&school, &page, &class).await?;
    let page = page.titled_by("friends-title");
    Ok(Show(ShowFriends {
        page,
        large: is_large(&class),
        class: ClassLink::ours(&school, &class),
        friends,
        away,
        posts,
        pages,
    }))
}

/// The class of an address, for who is at home in it. Errors: [`Error::Missing`] for everybody else.
pub(super) async fn home_class(school: &School, person: &Person, slug: &str) -> Result<ClassBlog> {
    let class = open_class(school, person, slug).await?;
    if is_at_home(person, &class) { Ok(class) } else { Err(Error::Missing) }
}

fn on_a_page(page: &Page) -> usize {
    if page.viewer.is_infant { INFANT_PAGE } else { PAGE }
}

/// One more than is shown tells whether there is an older page.
fn fetched(page: &Page) -> u32 {
    u32::try_from(on_a_page(page) + 1).unwrap_or(u32::MAX)
}

fn paged(
    school: &School,
    page: &Page,
    class: &ClassBlog,
    mut shown: Vec<Shown>,
    here: &str,
    before: &Before,
) -> (Vec<PostCard>, Pages) {
    let is_more = shown.len() > on_a_page(page);
    shown.truncate(on_a_page(page));
    let older = shown.last().filter(|_| is_more).map(|last| format!("{here}?before={}", Before::after(last)));
    let newer = (*before != Before::start()).then(|| here.to_owned());
    (shown.iter().map(|shown| card(school, page, class, shown)).collect(), Pages { newer_url: newer, older_url: older })
}

/// A class's friends, and which of them are away, in words.
async fn friends_of(school: &School, page: &Page, class: &ClassBlog) -> Result<(Vec<ClassLink>, Vec<String>)> {
    let friends = store::follows::friends(&mut school.db.read(), &class.id).await?;
    let absences = Absences::today(school).await?;
    let away = friends.iter().filter_map(|(remote, _)| absences.sentence(page, &remote.partner, remote.shown_name()));
    let away = away.collect();
    let link = |(remote, its_school): (RemoteClass, String)| ClassLink {
        name: remote.shown_name().to_owned(),
        url: class_path(school, class, "/friends"),
        crest: remote.crest.clone(),
        colour: remote.colour,
        school: Some(its_school),
        language: school.profile.language.clone(),
    };
    Ok((friends.into_iter().map(link).collect(), away))
}

fn staff_bar(page: &Page, person: &Person, class: &ClassBlog) -> Option<StaffBar> {
    let Person::Adult(adult) = person else { return None };
    if !adult.sees_tray(&class.id) {
        return None;
    }
    let trays = &page.viewer.trays;
    let gate_url = format!("/gate/{}", class.slug);
    Some(StaffBar {
        waiting: trays.iter().filter(|(of, _, _)| *of == class.id).map(|(_, _, number)| number).sum(),
        history_url: format!("{gate_url}/history"),
        gate_url,
        partners_url: adult.runs(&class.id).then(|| format!("/partners/{}", class.slug)),
        pupils_url: adult.runs(&class.id).then(|| format!("/people/{}", class.slug)),
        change_url: adult.runs(&class.id).then(|| change_url(class)),
    })
}

/// What the class collects just now, for its own pupils and adults.
async fn collecting(school: &School, person: &Person, class: &ClassBlog) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    if !may_write(person, class) {
        return Ok(found);
    }
    for item in store::collections::open_of_class(&mut school.db.read(), &class.id, MOST_COLLECTING).await? {
        match visibility::item(&mut school.db.read(), &person.viewer(), &item).await {
            Ok(shown) => found.push((shown.title.clone(), post_path(school, class, &shown))),
            Err(Error::Missing) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

async fn drafts(school: &School, page: &Page, person: &Person, class: &ClassBlog) -> Result<Vec<Draft>> {
    let Person::Adult(adult) = person else { return Ok(Vec::new()) };
    let drafts = store::moderation::drafts_of_staff(&mut school.db.read(), &adult.id, 50).await?;
    Ok(drafts
        .into_iter()
        .filter(|(item, _)| {
            item.kind == ItemKind::Article && item.author.class() == Some(&class.id) && adult.runs(&class.id)
        })
        .map(|(item, title)| Draft {
            title: if title.is_empty() { page.say("write-untitled") } else { title },
            url: format!("/edit/{}", item.id),
        })
        .collect())
}
