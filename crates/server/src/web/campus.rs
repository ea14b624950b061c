//! The campus: every class and group as a book on the desk, and what their friends wrote last.

use std::collections::HashSet;

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::desk::{Moment, day};
use super::page::{ClassLink, Page, Show};
use super::proofs::Someone;
use super::reading::{PostCard, card, class_path, is_at_home};
use super::reminders::{self, Reminder};
use crate::domain::classes::{ClassBlog, ClassKind};
use crate::domain::viewer::Person;
use crate::domain::writing::first_words;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::visibility::{self, Before, Shown};

/// As many of the friends' posts as lie beside the books.
const FRIENDS: u32 = 5;

#[derive(Template)]
#[template(path = "campus/show.html")]
struct ShowCampus {
    page: Page,
    classes: Vec<CampusClass>,
    groups: Vec<CampusClass>,
    friends: Vec<PostCard>,
    friends_url: Option<String>,
    /// What an admin is reminded of.
    reminders: Vec<Reminder>,
}

struct CampusClass {
    class: ClassLink,
    about: String,
    latest: Option<LatestPost>,
}

struct LatestPost {
    title: String,
    language: String,
    moment: Moment,
}

/// What a visitor sees of a school that shows nothing to the public.
#[derive(Template)]
#[template(path = "campus/door.html")]
struct FrontDoor {
    page: Page,
}

pub(super) async fn show(school: School, Someone(person): Someone, page: Page) -> Result<Response> {
    let all = store::classes::all(&mut school.db.read()).await?;
    let newest = visibility::newest_of(&mut school.db.read(), &person.viewer(), &all).await?;
    let seen: Vec<(&ClassBlog, Option<Shown>)> =
        all.iter().zip(newest).filter(|(class, newest)| newest.is_some() || knows(&person, class)).collect();
    if seen.is_empty() && person == Person::Anonymous {
        let title = page.school.clone();
        return Ok(Show(FrontDoor { page: page.titled(title) }).into_response());
    }
    let (friends, friends_url) = friends(&school, &person, &page, &all).await?;
    let of_kind = |kind| {
        seen.iter()
            .filter(|(class, _)| class.kind == kind)
            .map(|(class, newest)| book(&school, &page, class, newest.as_ref()))
            .collect()
    };
    let (classes, groups) = (of_kind(ClassKind::Class), of_kind(ClassKind::Group));
    let reminders = reminders::of(&school, &person, &page).await?;
    let page = page.titled_by("nav-campus");
    Ok(Show(ShowCampus { page, classes, groups, friends, friends_url, reminders }).into_response())
}

/// Whether this person knows that there is such a class, posts or not.
fn knows(person: &Person, class: &ClassBlog) -> bool {
    match person {
        Person::Adult(_) | Person::Child(_) => true,
        Person::Family(family) => *family == class.id,
        Person::Anonymous => false,
    }
}

fn book(school: &School, page: &Page, class: &ClassBlog, newest: Option<&Shown>) -> CampusClass {
    let latest = newest.map(|shown| LatestPost {
        title: shown.title.clone(),
        language: shown.language.clone(),
        moment: Moment { at: shown.published_at.to_string(), text: day(page, school.clock.now(), shown.published_at) },
    });
    CampusClass { class: ClassLink::ours(school, class), about: first_words(&class.about, 90), latest }
}

/// The newest of what was let in for the classes this person is at home in, and where the rest is.
async fn friends(
    school: &School,
    person: &Person,
    page: &Page,
    all: &[ClassBlog],
) -> Result<(Vec<PostCard>, Option<String>)> {
    // Adults with a place at some gate read what their own classes' friends wrote; the others, everybody's.
    let own = |class: &&ClassBlog| match person {
        Person::Adult(adult) if !adult.duties.is_empty() => adult.sees_tray(&class.id),
        Person::Adult(_) | Person::Child(_) | Person::Family(_) | Person::Anonymous => is_at_home(person, class),
    };
    let mut posts: Vec<(&ClassBlog, Shown)> = Vec::new();
    for class in all.iter().filter(own) {
        let shown =
            visibility::friends_of_class(&mut school.db.read(), &person.viewer(), &class.id, &Before::start(), FRIENDS)
                .await?;
        posts.extend(shown.into_iter().map(|shown| (class, shown)));
    }
    posts.sort_by(|(_, one), (_, other)| {
        other.published_at.cmp(&one.published_at).then_with(|| other.item.cmp(&one.item))
    });
    let mut once = HashSet::new();
    posts.retain(|(_, shown)| once.insert(shown.item.clone()));
    let url = posts.first().map(|(class, _)| class_path(school, class, "/friends"));
    Ok((posts.iter().take(FRIENDS as usize).map(|(class, shown)| card(school, page, class, shown)).collect(), url))
}
