//! What the pages of readers share: which class opens for whom, and posts as cards.

use super::desk::{Moment, Quote, day};
use super::page::{ClassLink, Page};
use crate::actions::articles::Pen;
use crate::domain::classes::{ClassBlog, ClassKind};
use crate::domain::pictures::ShownPicture;
use crate::domain::viewer::{Person, Viewer};
use crate::domain::writing::first_words;
use crate::error::{Error, Result};
use crate::media;
use crate::school::School;
use crate::store::visibility::{self, Before, Shown};
use crate::{store, tokens};

/// The class of an address, if this person may open its page. Visitors and other classes' families find it only once it
/// has shown something to the public; until then it is as missing as a class that never was.
pub(super) async fn open_class(school: &School, person: &Person, slug: &str) -> Result<ClassBlog> {
    let class = store::classes::by_slug(&mut school.db.read(), slug).await?;
    if class.closed_at.is_some() {
        return Err(Error::Missing);
    }
    let is_of_the_school = match person {
        Person::Adult(_) | Person::Child(_) => true,
        Person::Family(family) => *family == class.id,
        Person::Anonymous => false,
    };
    let sql = &mut school.db.read();
    if is_of_the_school
        || !visibility::cards_of_class(sql, &person.viewer(), &class.id, &Before::start(), 1).await?.is_empty()
    {
        return Ok(class);
    }
    Err(Error::Missing)
}

/// Whether this person belongs to the class, so that its friends are theirs: its pupils, its families, every adult.
pub(super) fn is_at_home(person: &Person, class: &ClassBlog) -> bool {
    match person {
        Person::Adult(_) => true,
        Person::Child(child) => child.belongs_to(&class.id),
        Person::Family(family) => *family == class.id,
        Person::Anonymous => false,
    }
}

/// Whoever writes. Errors: [`Error::Missing`] for those who only read.
pub(super) fn pen(person: &Person) -> Result<Pen<'_>> {
    match person {
        Person::Child(child) => Ok(Pen::Child(child)),
        Person::Adult(adult) => Ok(Pen::Adult(adult)),
        Person::Anonymous | Person::Family(_) => Err(Error::Missing),
    }
}

pub(super) fn may_write(person: &Person, class: &ClassBlog) -> bool {
    match person {
        Person::Child(child) => child.belongs_to(&class.id),
        Person::Adult(adult) => adult.runs(&class.id),
        Person::Anonymous | Person::Family(_) => false,
    }
}

/// Infant classes read larger letters and meet fewer things at a time.
pub(super) fn is_large(class: &ClassBlog) -> bool {
    class.kind == ClassKind::Class && class.year_order <= 2
}

/// The name under which a browser keeps unsent words: another one for each person and place, and it tells neither.
pub(super) fn autosave(school: &School, writer: Pen<'_>, place: &str) -> String {
    let mut name = tokens::hash_exactly(&format!("{}:autosave:{}:{place}", school.profile.secret, writer.subject()));
    name.truncate(20);
    name
}

/// A path on this server, from an address made in urls.rs.
pub(super) fn class_path(school: &School, class: &ClassBlog, rest: &str) -> String {
    format!("{}{rest}", school.urls.class_path(class.slug.as_str()))
}

/// Where a post is read: ours on its own page, a friend's as it was let in for this class.
pub(super) fn post_path(school: &School, class: &ClassBlog, shown: &Shown) -> String {
    match (&shown.author_class, &shown.slug) {
        (Some(_), Some(slug)) => class_path(school, class, &format!("/{slug}")),
        _ => class_path(school, class, &format!("/friends/{}", shown.item)),
    }
}

/// Where this reader reads a post, or the post above a comment.
pub(super) async fn read_at(school: &School, viewer: &Viewer, shown: &Shown) -> Result<String> {
    let post = match &shown.article {
        Some(article) => visibility::item(&mut school.db.read(), viewer, article).await?,
        None => shown.clone(),
    };
    let class = store::classes::get(&mut school.db.read(), &post.for_class).await?;
    let path = post_path(school, &class, &post);
    Ok(if shown.article.is_some() { format!("{path}#comment-{}", shown.item) } else { path })
}

/// Its title or first words, above a form about it.
pub(super) fn quote(page: &Page, shown: &Shown) -> Quote {
    let signature = match (shown.signature.is_empty(), shown.author_name.is_empty()) {
        (false, _) => shown.signature.clone(),
        (true, false) => shown.author_name.clone(),
        (true, true) => page.say("friend-unnamed"),
    };
    let text = if shown.title.is_empty() { first_words(&shown.plain, 240) } else { shown.title.clone() };
    Quote { signature, text, language: shown.language.clone() }
}

/// Who wrote it, as one of ours or as a friend of this class.
pub(super) fn author(school: &School, page: &Page, class: &ClassBlog, shown: &Shown) -> ClassLink {
    if shown.author_class.as_ref() == Some(&class.id) {
        return ClassLink::ours(school, class);
    }
    let name = if shown.author_name.is_empty() { page.say("friend-unnamed") } else { shown.author_name.clone() };
    let url = match shown.author_class {
        Some(_) => "/".to_owned(),
        None => class_path(school, class, "/friends"),
    };
    ClassLink {
        name,
        url,
        crest: shown.author_crest.clone(),
        colour: shown.author_colour,
        school: shown.school_name.clone(),
        language: page.language.to_owned(),
    }
}

/// A picture of a post.
#[derive(Clone)]
pub(super) struct Picture {
    pub(super) url: String,
    pub(super) alt: String,
    pub(super) language: String,
    pub(super) width: i64,
    pub(super) height: i64,
}

impl Picture {
    pub(super) fn whole(school: &School, shown: &ShownPicture, language: &str) -> Self {
        Self {
            url: school.urls.picture(&shown.id, shown.extension()).path().to_owned(),
            alt: shown.alt.clone(),
            language: language.to_owned(),
            width: shown.width,
            height: shown.height,
        }
    }

    /// Its small version, for a card.
    fn small(shown: &ShownPicture, language: &str) -> Self {
        let (width, height) = small_size(shown.width, shown.height);
        let url = format!("/m/small/{}.{}", shown.id, shown.extension());
        Self { url, alt: shown.alt.clone(), language: language.to_owned(), width, height }
    }
}

/// How large the small version of a picture is.
fn small_size(width: i64, height: i64) -> (i64, i64) {
    let longer = width.max(height).max(1);
    let small = i64::from(media::SMALL);
    if longer <= small {
        return (width, height);
    }
    ((width * small / longer).max(1), (height * small / longer).max(1))
}

/// A post as a card.
#[derive(Clone)]
pub(super) struct PostCard {
    pub(super) url: String,
    pub(super) title: String,
    pub(super) first_line: String,
    pub(super) byline: String,
    pub(super) language: String,
    pub(super) class: ClassLink,
    pub(super) picture: Option<Picture>,
    pub(super) moment: Moment,
}

/// A post as a card on a page of this class.
pub(super) fn card(school: &School, page: &Page, class: &ClassBlog, shown: &Shown) -> PostCard {
    let now = school.clock.now();
    // What came with a warning is not read out on a card.
    let first_line = match (shown.warning.is_empty(), shown.summary.is_empty()) {
        (false, _) => shown.warning.clone(),
        (true, false) => first_words(&shown.summary, 200),
        (true, true) => first_words(&shown.plain, 200),
    };
    PostCard {
        url: post_path(school, class, shown),
        title: shown.title.clone(),
        first_line,
        byline: shown.signature.clone(),
        language: shown.language.clone(),
        class: author(school, page, class, shown),
        picture: shown.pictures.first().map(|picture| Picture::small(picture, &shown.language)),
        moment: Moment { at: shown.published_at.to_string(), text: day(page, now, shown.published_at) },
    }
}

/// Names as a list: "Oak class", "Oak class and Elm class", "Oak class, Elm class and Ash class".
pub(super) fn listed(page: &Page, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => page.with("list-and", [("first", first.join(", ")), ("last", last.clone())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_keeps_its_shape() {
        assert_eq!(small_size(1600, 1200), (480, 360));
        assert_eq!(small_size(900, 1600), (270, 480));
        assert_eq!(small_size(300, 200), (300, 200));
        assert_eq!(small_size(1600, 1), (480, 1));
    }
}
