//! What waits at a gate as cards: grouped by post and by class, each with what stands above it and what was noticed.

use std::collections::HashMap;

use jiff::Timestamp;

use super::desk::{Moment, Quote, moment, theirs};
use super::difference::{DiffPart, difference, whole};
use super::page::{ClassLink, Page};
use crate::actions::moderation::fits_a_batch;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ItemId, RemoteClassId, RevisionId};
use crate::domain::items::{Author, ItemKind};
use crate::domain::moderation::{HiddenWhy, LARGEST_BATCH, Tray};
use crate::domain::revisions::PictureState;
use crate::domain::screening::Flag;
use crate::domain::writing::first_words;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;
use crate::store::moderation::Waiting;

/// Items that belong together: about one post (or none), from one class.
pub(super) struct Group {
    pub(super) from: ClassLink,
    /// The post they answer; none when the items are posts themselves.
    pub(super) about: Option<About>,
    pub(super) cards: Vec<Card>,
    /// What may be let in together: on screen, of words only, nothing noticed.
    pub(super) bulk: Vec<String>,
    /// Hides everything from this partner class at once.
    pub(super) hide_url: Option<String>,
}

/// The post above a group.
pub(super) struct About {
    pub(super) url: Option<String>,
    pub(super) title: String,
    pub(super) first_line: String,
    pub(super) language: String,
    /// Key of a sentence: it waits too, or is off the page.
    pub(super) note: Option<&'static str>,
}

pub(super) struct Card {
    pub(super) anchor: String,
    /// The item and the hash of the revision on the screen: what a decision names.
    pub(super) choice: String,
    /// Key of gate.ftl.
    pub(super) kind: &'static str,
    pub(super) title: Option<String>,
    pub(super) signature: String,
    /// Who really wrote it, when the signature does not say.
    pub(super) by: Option<String>,
    pub(super) language: String,
    pub(super) html: String,
    pub(super) parent: Option<Quote>,
    pub(super) warning: Option<String>,
    pub(super) flags: Vec<Label>,
    pub(super) pictures: Vec<CardPicture>,
    /// Some are still on their way: it can only be let in without them.
    pub(super) pictures_coming: bool,
    pub(super) links: Vec<CardLink>,
    /// For an edit: the approved words against the new ones, shown instead of the body.
    pub(super) difference: Vec<DiffPart>,
    pub(super) moment: Moment,
    /// Our own pupil's: it can be sent back, and let out changed.
    pub(super) is_ours: bool,
    pub(super) is_post: bool,
}

pub(super) struct Label {
    pub(super) key: &'static str,
    pub(super) icon: &'static str,
}

pub(super) struct CardPicture {
    /// None while it is on its way, or when it was refused.
    pub(super) url: Option<String>,
    pub(super) is_coming: bool,
    pub(super) alt: String,
    pub(super) people: String,
    pub(super) language: String,
    pub(super) width: i64,
    pub(super) height: i64,
}

pub(super) struct CardLink {
    pub(super) address: String,
    pub(super) is_allowed: bool,
}

/// The place of an item on the page: the chance in its id, which is short and its own.
pub(super) fn anchor(item: &ItemId) -> String {
    format!("i-{}", &item.as_str()[20..])
}

/// What a decision names: the item, and the hash that was on the screen.
pub(super) fn choice(waiting: &Waiting) -> String {
    format!("{}:{}", waiting.item.id, waiting.hash)
}

/// Groups what waits, in the order it came.
pub(super) async fn groups(
    school: &School,
    page: &Page,
    class: &ClassBlog,
    tray: Tray,
    waiting: Vec<Waiting>,
) -> Result<Vec<Group>> {
    let mut desk =
        Desk { school, page, class, now: school.clock.now(), remotes: HashMap::new(), quotes: HashMap::new() };
    let places = together(&waiting);
    let mut groups: Vec<Group> = Vec::new();
    for (waiting, place) in waiting.into_iter().zip(places) {
        if place == groups.len() {
            groups.push(desk.group(&waiting).await?);
        }
        let group = &mut groups[place];
        if tray == Tray::In && fits_a_batch(&waiting) && group.bulk.len() < LARGEST_BATCH {
            group.bulk.push(choice(&waiting));
        }
        group.cards.push(desk.card(&waiting).await?);
    }
    Ok(groups)
}

/// For each item the number of its group: one for each post and class.
fn together(waiting: &[Waiting]) -> Vec<usize> {
    let mut keys: Vec<(Option<&ItemId>, Option<&RemoteClassId>)> = Vec::new();
    waiting
        .iter()
        .map(|waiting| {
            let remote = match &waiting.item.author {
                Author::Partner(remote) => Some(remote),
                Author::Pupil { .. } | Author::Staff { .. } => None,
            };
            let key = (waiting.item.article.as_ref(), remote);
            keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                keys.len() - 1
            })
        })
        .collect()
}

struct Desk<'a> {
    school: &'a School,
    page: &'a Page,
    class: &'a ClassBlog,
    now: Timestamp,
    remotes: HashMap<RemoteClassId, ClassLink>,
    quotes: HashMap<ItemId, Option<Quote>>,
}

impl Desk<'_> {
    async fn group(&mut self, waiting: &Waiting) -> Result<Group> {
        let (from, hide_url) = match &waiting.item.author {
            Author::Partner(remote) => {
                (self.remote(remote, waiting).await?, Some(format!("/partners/{}/{remote}/hide", self.class.slug)))
            }
            Author::Pupil { .. } | Author::Staff { .. } => (ClassLink::ours(self.school, self.class), None),
        };
        let about = match &waiting.item.article {
            Some(article) => self.about(article).await?,
            None => None,
        };
        Ok(Group { from, about, cards: Vec::new(), bulk: Vec::new(), hide_url })
    }

    async fn remote(&mut self, id: &RemoteClassId, waiting: &Waiting) -> Result<ClassLink> {
        if let Some(known) = self.remotes.get(id) {
            return Ok(known.clone());
        }
        let link = theirs(&store::partners::class(&mut self.school.db.read(), id).await?, waiting.school_name.clone());
        self.remotes.insert(id.clone(), link.clone());
        Ok(link)
    }

    /// The revision of an item that a moderator reads above an answer: the approved one, or the one that waits.
    async fn above(&self, id: &ItemId) -> Result<Option<(store::revisions::Above, Option<&'static str>)>> {
        let above = match store::revisions::above(&mut self.school.db.read(), id, &self.class.id).await {
            Ok(above) => above,
            Err(Error::Missing) => return Ok(None),
            Err(other) => return Err(other),
        };
        let note = if !above.is_approved {
            Some("gate-about-waiting")
        } else if above.is_hidden {
            Some("gate-about-hidden")
        } else {
            None
        };
        Ok(Some((above, note)))
    }

    async fn about(&self, article: &ItemId) -> Result<Option<About>> {
        let Some((above, note)) = self.above(article).await? else { return Ok(None) };
        let url = match (&above.item.author, &above.item.slug) {
            (Author::Pupil { class, .. } | Author::Staff { class, .. }, Some(slug)) if note.is_none() => {
                let class = store::classes::get(&mut self.school.db.read(), class).await?;
                Some(self.school.urls.article_page(class.slug.as_str(), slug.as_str()).path().to_owned())
            }
            _ => None,
        };
        let first_line = first_words(&above.words.plain, 160);
        Ok(Some(About { url, title: above.words.title, first_line, language: above.words.language, note }))
    }

    /// The comment that an answer answers.
    async fn quote(&mut self, parent: &ItemId) -> Result<Option<Quote>> {
        if let Some(known) = self.quotes.get(parent) {
            return Ok(known.clone());
        }
        let quote = self.above(parent).await?.map(|(above, _)| Quote {
            signature: above.words.signature,
            text: first_words(&above.words.plain, 240),
            language: above.words.language,
        });
        self.quotes.insert(parent.clone(), quote.clone());
        Ok(quote)
    }

    async fn card(&mut self, waiting: &Waiting) -> Result<Card> {
        let (item, words, showing) = (&waiting.item, &waiting.words, &waiting.showing);
        let is_post = item.kind == ItemKind::Article;
        let parent = match &item.parent {
            Some(parent) if Some(parent) != item.article.as_ref() => self.quote(parent).await?,
            _ => None,
        };
        let edited = showing.approved_revision.as_ref().filter(|approved| **approved != showing.revision);
        let difference = match edited {
            Some(approved) => {
                let before = store::revisions::get(&mut self.school.db.read(), approved).await?.words;
                difference(&whole(&before.title, &before.plain), &whole(&words.title, &words.plain))
            }
            None => Vec::new(),
        };
        let pictures = if is_post { self.pictures(&showing.revision, &words.language).await? } else { Vec::new() };
        let signature = if words.signature.is_empty() { waiting.author_name.clone() } else { words.signature.clone() };
        let by = (item.is_ours() && !signature.contains(&waiting.author_name)).then(|| waiting.author_name.clone());
        Ok(Card {
            anchor: anchor(&item.id),
            choice: choice(waiting),
            kind: kind(waiting),
            title: is_post.then(|| words.title.clone()),
            signature,
            by,
            language: words.language.clone(),
            html: words.html.clone(),
            parent,
            warning: Some(words.warning.clone()).filter(|warning| !warning.is_empty()),
            flags: waiting.flags.iter().map(|flag| label(*flag)).collect(),
            pictures_coming: pictures.iter().any(|picture| picture.is_coming),
            pictures,
            links: self.links(&showing.revision, &words.links).await?,
            difference,
            moment: moment(self.page, self.now, showing.waiting_since.unwrap_or(item.created_at)),
            is_ours: item.is_ours(),
            is_post,
        })
    }

    async fn pictures(&self, revision: &RevisionId, language: &str) -> Result<Vec<CardPicture>> {
        let mut shown = Vec::new();
        for picture in store::revisions::pictures(&mut self.school.db.read(), revision).await? {
            let stored = match &picture.picture {
                Some(id) => Some(store::pictures::get(&mut self.school.db.read(), id).await?),
                None => None,
            };
            shown.push(CardPicture {
                url: stored
                    .as_ref()
                    .map(|_| format!("/gate/{}/pictures/{revision}/{}", self.class.slug, picture.position)),
                is_coming: picture.state == PictureState::Waiting,
                alt: picture.alt,
                people: picture.people,
                language: language.to_owned(),
                width: stored.as_ref().map_or(4, |stored| stored.width),
                height: stored.as_ref().map_or(3, |stored| stored.height),
            });
        }
        Ok(shown)
    }

    async fn links(&self, revision: &RevisionId, links: &[String]) -> Result<Vec<CardLink>> {
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let allowed = store::moderation::allowed_links(&mut self.school.db.read(), revision, &self.class.id).await?;
        Ok(links.iter().map(|link| CardLink { address: link.clone(), is_allowed: allowed.contains(link) }).collect())
    }
}

fn kind(waiting: &Waiting) -> &'static str {
    let (item, showing) = (&waiting.item, &waiting.showing);
    match (&showing.approved_revision, showing.hidden_why) {
        (Some(_), Some(HiddenWhy::Moderator)) => "gate-kind-hidden",
        (Some(_), Some(HiddenWhy::Edit)) => "gate-kind-edit-hidden",
        (Some(_), None) => "gate-kind-edit",
        (None, _) if item.kind == ItemKind::Article => "gate-kind-post",
        (None, _) if item.parent == item.article => "gate-kind-comment",
        (None, _) => "gate-kind-answer",
    }
}

fn label(flag: Flag) -> Label {
    let (key, icon) = match flag {
        Flag::Link => ("flag-link", "link"),
        Flag::Phone => ("flag-phone", "phone"),
        Flag::Postcode => ("flag-postcode", "map-pin"),
        Flag::Email => ("flag-email", "mail"),
        Flag::Handle => ("flag-handle", "at-sign"),
        Flag::Surname => ("flag-surname", "user"),
        Flag::Meeting => ("flag-where-live", "map-pin"),
        Flag::Unkind => ("flag-words", "message-circle"),
        Flag::FirstFromPartner => ("flag-first", "star"),
        Flag::Picture => ("flag-picture", "image"),
    };
    Label { key, icon }
}
