//! Bringing an old blog in as an archive: let in by one adult, kept at home, said to nobody.

use std::collections::HashMap;
use std::io::Read;

use jiff::Timestamp;

use crate::domain::articles::{LONGEST_ARTICLE, LONGEST_COMMENT, one_line};
use crate::domain::audit::Event;
use crate::domain::classes::{ClassBlog, Slug};
use crate::domain::ids::{BatchId, ImportId, ItemId};
use crate::domain::imports::{Import, LeftOut, Report, mark};
use crate::domain::items::{Audience, Author, Item, ItemKind};
use crate::domain::revisions::{PictureState, RevisionPicture, Words};
use crate::domain::screening;
use crate::domain::viewer::Adult;
use crate::domain::writing::{self, Clean};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};
use crate::wordpress::{self, Entry, Export, Overview, Piece, Said, Uploads};

use super::imported_pictures::{Found, pictures};
use super::{moderation, removals};

/// Longest name of somebody who wrote, in characters.
const LONGEST_NAME: usize = 80;
/// How much of an import is taken away between two looks.
const SOME: u32 = 50;

/// What is brought in, and how.
pub struct Archive<'a> {
    pub class: &'a ClassBlog,
    pub audience: Audience,
    pub overview: &'a Overview,
    /// The pictures, if there is a copy of them.
    pub uploads: Option<&'a Uploads>,
}

/// Looks at an export and says what would come in, without changing anything.
///
/// Errors: as for [`run`].
pub async fn rehearse(
    school: &School,
    by: &Adult,
    archive: &Archive<'_>,
    export: impl Read,
    progress: impl FnMut(u64),
) -> Result<Report> {
    allowed(by, archive)?;
    Run { school, by, archive, import: None, report: Report::default() }.all(export, progress).await
}

/// Brings in what is not here yet: each post with its comments in one transaction. Begun once more after it broke off, it
/// goes on where it was. Tells `progress` after each post or page how many there were.
///
/// Errors: [`Error::Forbidden`] for who is neither an admin nor may write for the class; [`Error::Conflict`] for an audience beyond
/// the school, a class that is closed, and a file that changed since its overview.
pub async fn run(
    school: &School,
    by: &Adult,
    archive: &Archive<'_>,
    export: impl Read,
    progress: impl FnMut(u64),
) -> Result<(ImportId, Report)> {
    allowed(by, archive)?;
    let import = begun(school, by, archive).await?;
    let run = Run { school, by, archive, import: Some((import.clone(), batch(school))), report: Report::default() };
    let report = run.all(export, progress).await?;

    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::imports::hold(&mut tx, &import.id).await?;
    store::imports::set_finished(&mut tx, &import.id, now).await?;
    let counts = format!(
        "import:{} posts:{} comments:{} pictures:{}",
        import.id, report.posts, report.comments, report.pictures
    );
    let event = Event::new(by.subject(), "import", format!("class:{}", archive.class.id)).with(counts);
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    Ok((import.id, report))
}

fn batch(school: &School) -> BatchId {
    BatchId::fresh(school.clock.now())
}

fn allowed(by: &Adult, archive: &Archive<'_>) -> Result<()> {
    if !by.is_admin && !by.runs(&archive.class.id) {
        return Err(Error::Forbidden);
    }
    if archive.class.closed_at.is_some() {
        return Err(Error::Conflict("this class is closed; an old blog can be brought into an open one".to_owned()));
    }
    match archive.audience {
        Audience::Class | Audience::School => Ok(()),
        Audience::Friends | Audience::Public => Err(Error::Conflict(
            "an old blog stays at home: its audience is class or school; whoever wants to show one post further edits that post afterwards"
                .to_owned(),
        )),
    }
}

/// The import that was begun and not finished, or a new one.
async fn begun(school: &School, by: &Adult, archive: &Archive<'_>) -> Result<Import> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let site = &archive.overview.site;
    let import = Import {
        id: ImportId::fresh(now),
        class: archive.class.id.clone(),
        site: site.clone(),
        staff: by.id.clone(),
        began_at: now,
        finished_at: None,
        undone_at: None,
    };
    if !store::imports::insert(&mut tx, &import).await? {
        return store::imports::unfinished(&mut tx, &import.class, site).await?.ok_or(Error::Missing);
    }
    let event = Event::new(by.subject(), "import_begun", format!("class:{}", import.class))
        .with(format!("import:{}", import.id));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    Ok(import)
}

/// One run through an export.
struct Run<'a> {
    school: &'a School,
    by: &'a Adult,
    archive: &'a Archive<'a>,
    /// None when nothing is to be changed.
    import: Option<(Import, BatchId)>,
    report: Report,
}

/// A post, ready to be written down.
struct Post {
    mark: String,
    slug: Slug,
    words: Words,
    pictures: Vec<Found>,
    published_at: Timestamp,
}

/// A comment, ready to be written down.
struct Comment {
    id: u64,
    mark: String,
    words: Words,
    published_at: Timestamp,
}

/// Something that is here already, or is to come in.
enum Known<T> {
    Here(ItemId),
    New(T),
}

impl Run<'_> {
    async fn all(mut self, export: impl Read, mut progress: impl FnMut(u64)) -> Result<Report> {
        let changed = |why| Error::Conflict(format!("the export was changed while it was read: {why}"));
        let mut export = Export::new(export);
        let mut done = 0;
        while let Some(piece) = export.piece().map_err(changed)? {
            let Piece::Entry(entry) = piece else { continue };
            if entry.is_written() {
                self.entry(*entry).await?;
                done += 1;
                progress(done);
            }
        }
        Ok(self.report)
    }

    async fn entry(&mut self, entry: Entry) -> Result<()> {
        if let Some(why) = entry.left_out() {
            self.report.leave_out_post(why);
            return Ok(());
        }
        let guid = if entry.guid.is_empty() { format!("post {}", entry.id) } else { entry.guid.clone() };
        let mark = mark(&self.archive.class.id, &guid, None);
        let post = match store::imports::known(&mut self.school.db.read(), &mark).await? {
            Some(item) => {
                self.report.known_posts += 1;
                // What was taken back since stays away, with all that was said under it.
                if !store::items::get(&mut self.school.db.read(), &item).await?.is_live() {
                    return Ok(());
                }
                Known::Here(item)
            }
            None => match self.post(mark, &entry).await? {
                Some(post) => Known::New(post),
                None => return Ok(()),
            },
        };
        let published_at = match &post {
            Known::New(post) => post.published_at,
            Known::Here(item) => {
                let item = store::items::get(&mut self.school.db.read(), item).await?;
                item.published_at.unwrap_or(item.created_at)
            }
        };
        let comments = self.comments(&guid, &entry.comments, published_at).await?;
        let (mut posts, mut pictures) = (0, 0);
        if let Known::New(post) = &post {
            posts = 1;
            pictures = post.pictures.len() as u64;
            self.report.labels += entry.labels;
            self.report.without_alt += post.pictures.iter().filter(|found| found.alt.is_empty()).count() as u64;
        }
        let new = comments.iter().filter(|(_, known)| matches!(known, Known::New(_))).count() as u64;
        if (posts, new) != (0, 0) && self.import.is_some() {
            self.write(post, comments, &entry.comments).await?;
        }
        self.report.posts += posts;
        self.report.pictures += pictures;
        self.report.comments += new;
        Ok(())
    }

    /// Everything about a post that takes time, before any transaction. None for what cannot be taken, which the report says.
    async fn post(&mut self, mark: String, entry: &Entry) -> Result<Option<Post>> {
        let now = self.school.clock.now();
        let mut title = wordpress::title(&entry.title);
        let Some(published_at) = entry.published_at(&self.school.time_zone) else {
            self.report.not_taken.push((title, LeftOut::Undated));
            return Ok(None);
        };
        let content = entry.content.clone();
        // Whatever the converter meets in it takes nothing else down.
        let body = tokio::task::spawn_blocking(move || wordpress::body(&content)).await.ok().flatten();
        let Some(body) = body.filter(|body| body.markdown.chars().count() <= LONGEST_ARTICLE) else {
            self.report.not_taken.push((title, LeftOut::Long));
            return Ok(None);
        };
        let clean = writing::markdown(&body.markdown);
        if title.is_empty() {
            title = writing::first_words(&clean.plain, 60);
        }
        if title.is_empty() {
            title = published_at.to_zoned(self.school.time_zone.clone()).strftime("%Y-%m-%d").to_string();
        }
        let keeps = self.import.is_some().then_some(self.school);
        let pictures = pictures(keeps, self.archive, entry, &title, &body.images, &mut self.report).await?;
        if clean.plain.is_empty() && pictures.is_empty() {
            self.report.not_taken.push((title, LeftOut::Empty));
            return Ok(None);
        }
        self.report.films += body.films;
        // Its own name of old, unless that is in letters that an address would spell out.
        let named = if entry.name.is_empty() || entry.name.contains('%') { &title } else { &entry.name };
        Ok(Some(Post {
            mark,
            slug: Slug::from_title(named),
            words: Words {
                summary: writing::first_words(&clean.plain, 200),
                signature: shown_name(self.archive.overview.author(&entry.author)),
                ..self.words(title, body.markdown, clean)
            },
            pictures,
            published_at: published_at.min(now),
        }))
    }

    /// The approved comments under a post, in their order.
    async fn comments(
        &mut self,
        guid: &str,
        said: &[Said],
        posted_at: Timestamp,
    ) -> Result<Vec<(u64, Known<Comment>)>> {
        let now = self.school.clock.now();
        let mut comments = Vec::with_capacity(said.len());
        for said in said {
            if let Some(why) = said.left_out() {
                self.report.leave_out_comment(why);
                continue;
            }
            let mark = mark(&self.archive.class.id, guid, Some(said.id));
            if let Some(item) = store::imports::known(&mut self.school.db.read(), &mark).await? {
                self.report.known_comments += 1;
                comments.push((said.id, Known::Here(item)));
                continue;
            }
            let text = wordpress::comment(&said.content);
            let why = match text.chars().count() {
                _ if said.id == 0 => Some(LeftOut::Other),
                0 => Some(LeftOut::Empty),
                length if length > LONGEST_COMMENT => Some(LeftOut::Long),
                _ => None,
            };
            if let Some(why) = why {
                self.report.leave_out_comment(why);
                continue;
            }
            let clean = writing::plain_text(&text);
            let words = Words { signature: shown_name(&said.author), ..self.words(String::new(), text, clean) };
            let published_at = said.said_at(&self.school.time_zone).unwrap_or(posted_at).min(now);
            comments.push((said.id, Known::New(Comment { id: said.id, mark, words, published_at })));
        }
        // An answer is written after what it answers.
        comments.sort_by_key(|(id, _)| *id);
        comments.dedup_by_key(|(id, _)| *id);
        Ok(comments)
    }

    fn words(&self, title: String, source: String, clean: Clean) -> Words {
        Words {
            title,
            language: self.archive.class.language.clone(),
            source,
            html: clean.html,
            linked_html: clean.linked_html,
            plain: clean.plain,
            links: clean.links,
            ..Words::default()
        }
    }

    /// One post with what was said under it: all of it, or nothing.
    async fn write(&self, post: Known<Post>, comments: Vec<(u64, Known<Comment>)>, said: &[Said]) -> Result<()> {
        let Some((import, _)) = &self.import else { return Ok(()) };
        let mut tx = self.school.db.begin().await?;
        store::imports::hold(&mut tx, &import.id)
            .await
            .map_err(|_| Error::Conflict("this import was taken away while it was under way".to_owned()))?;
        let (article, audience) = match post {
            Known::Here(item) => {
                let audience = store::items::get(&mut tx, &item).await?.audience;
                // Shown further by now, or not: what was said elsewhere stays at home.
                (item, if audience == Audience::Class { audience } else { Audience::School })
            }
            Known::New(post) => (self.write_post(&mut tx, post).await?, self.archive.audience),
        };
        let parents: HashMap<u64, u64> = said.iter().map(|said| (said.id, said.parent)).collect();
        let mut here: HashMap<u64, ItemId> = HashMap::new();
        for (id, comment) in comments {
            let item = match comment {
                Known::Here(item) => item,
                Known::New(comment) => {
                    let parent = answered(comment.id, &parents, &here).unwrap_or(&article).clone();
                    self.write_comment(&mut tx, comment, &article, parent, audience).await?
                }
            };
            here.insert(id, item);
        }
        tx.commit().await
    }

    /// Nobody else has brought it in since it was looked for.
    async fn is_new(&self, tx: &mut Tx, mark: &str) -> Result<()> {
        match store::imports::known(tx, mark).await? {
            None => Ok(()),
            Some(_) => Err(Error::Conflict(
                "somebody else is bringing the same blog in; run this again when that is finished".to_owned(),
            )),
        }
    }

    async fn write_post(&self, tx: &mut Tx, post: Post) -> Result<ItemId> {
        self.is_new(tx, &post.mark).await?;
        let now = self.school.clock.now();
        let class = &self.archive.class.id;
        let mut pictures = Vec::with_capacity(post.pictures.len());
        for (found, position) in post.pictures.into_iter().zip(0..) {
            let picture = super::pictures::picture(&found.prepared, self.by.subject(), now);
            store::pictures::insert(tx, &picture).await?;
            pictures.push(RevisionPicture {
                position,
                picture: Some(picture.id),
                alt: found.alt,
                people: String::new(),
                source_url: None,
                source_digest: None,
                state: PictureState::Here,
            });
        }
        let id = ItemId::fresh(now);
        let slug = match moderation::free_slug(tx, class, post.slug.as_str()).await {
            // A thousand posts of one name: the next have a part of their number in it.
            Err(Error::Conflict(_)) => {
                Slug::from_title(&format!("{} {id}", &post.slug.as_str()[..post.slug.as_str().len().min(40)]))
            }
            slug => slug?,
        };
        let item =
            Item { slug: Some(slug), ..self.item(id, ItemKind::Article, self.archive.audience, post.published_at) };
        self.put(tx, &item, &post.mark, post.words, &pictures).await?;
        Ok(item.id)
    }

    async fn write_comment(
        &self,
        tx: &mut Tx,
        comment: Comment,
        article: &ItemId,
        parent: ItemId,
        audience: Audience,
    ) -> Result<ItemId> {
        self.is_new(tx, &comment.mark).await?;
        let id = ItemId::fresh(self.school.clock.now());
        let item = Item {
            parent: Some(parent),
            article: Some(article.clone()),
            ..self.item(id, ItemKind::Comment, audience, comment.published_at)
        };
        self.put(tx, &item, &comment.mark, comment.words, &[]).await?;
        Ok(item.id)
    }

    fn item(&self, id: ItemId, kind: ItemKind, audience: Audience, published_at: Timestamp) -> Item {
        Item {
            wire_id: self.school.urls.object(&id),
            kind,
            // Nobody here wrote it; whoever let it in answers for it.
            author: Author::Staff { class: self.archive.class.id.clone(), staff: self.by.id.clone() },
            slug: None,
            parent: None,
            article: None,
            audience,
            url: None,
            published_at: Some(published_at),
            created_at: self.school.clock.now(),
            version_at: None,
            withdrawn_at: None,
            gone_at: None,
            sealed_at: None,
            id,
        }
    }

    async fn put(
        &self,
        tx: &mut Tx,
        item: &Item,
        mark: &str,
        words: Words,
        pictures: &[RevisionPicture],
    ) -> Result<()> {
        let Some((import, batch)) = &self.import else { return Ok(()) };
        let now = self.school.clock.now();
        let alts: Vec<&str> = pictures.iter().map(|picture| picture.alt.as_str()).collect();
        let screened = format!("{}\n{}\n{}\n{}", words.title, words.signature, words.plain, alts.join("\n"));
        let flags = screening::screen(&screened, !words.links.is_empty(), !pictures.is_empty());
        store::items::insert(tx, item).await?;
        let revision = super::articles::revise(tx, self.school, item, words, flags, pictures, now).await?;
        moderation::keep_at_home(tx, self.by, batch, item, &revision, now).await?;
        store::imports::remember(tx, mark, &item.id, &import.id).await
    }
}

/// What a comment answers: the nearest one above it that came in; none when that is the post.
fn answered<'a>(comment: u64, parents: &HashMap<u64, u64>, here: &'a HashMap<u64, ItemId>) -> Option<&'a ItemId> {
    let mut above = comment;
    loop {
        // Numbers only ever grow, so that this comes to an end.
        above = *parents.get(&above).filter(|parent| **parent != 0 && **parent < above)?;
        if let Some(item) = here.get(&above) {
            return Some(item);
        }
    }
}

/// A name as readers saw it. An e-mail address is none.
fn shown_name(name: &str) -> String {
    let name = one_line(&writing::clean(name).plain);
    if name.contains('@') { String::new() } else { name.chars().take(LONGEST_NAME).collect() }
}

/// Takes everything of an import away again that is still there, with all that was said under its posts since; whoever may have
/// received any of it is asked to remove it. What was taken back one by one before stays away from later imports, too.
/// Returns how many posts and comments it was.
///
/// Errors: [`Error::Forbidden`] as for [`run`], [`Error::Conflict`] when it was taken away already.
pub async fn undo(school: &School, by: &Adult, id: &ImportId, mut progress: impl FnMut(u64)) -> Result<(u64, u64)> {
    let import = store::imports::get(&mut school.db.read(), id).await?;
    if !by.is_admin && !by.runs(&import.class) {
        return Err(Error::Forbidden);
    }
    if import.undone_at.is_some() {
        return Err(Error::Conflict("this import was taken away already".to_owned()));
    }
    let (mut posts, mut comments) = (0, 0);
    loop {
        let some = store::imports::standing(&mut school.db.read(), id, SOME).await?;
        if some.is_empty() {
            break;
        }
        for item in some {
            let now = school.clock.now();
            let mut tx = school.db.begin().await?;
            // It may have gone with the post above it, or by another hand.
            let item = store::items::get(&mut tx, &item.id).await?;
            if !item.is_live() {
                continue;
            }
            let answers = match item.kind {
                ItemKind::Article => store::items::under(&mut tx, &item.id).await?,
                ItemKind::Comment => Vec::new(),
            };
            match item.kind {
                ItemKind::Article => {
                    removals::take_back_with_answers(&mut tx, school, &item, &by.subject(), now).await?;
                    posts += 1;
                }
                ItemKind::Comment => {
                    removals::take_back(&mut tx, school, &item, &by.subject(), now).await?;
                    comments += 1;
                }
            }
            comments += answers.len() as u64;
            for gone in answers.iter().chain([&item]) {
                store::imports::forget(&mut tx, &gone.id).await?;
            }
            tx.commit().await?;
            progress(posts + comments);
        }
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::imports::set_undone(&mut tx, id, now).await?;
    let event = Event::new(by.subject(), "import_undone", format!("class:{}", import.class))
        .with(format!("import:{id} posts:{posts} comments:{comments}"));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok((posts, comments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_what_stayed_out_stands_under_the_next_one_above() {
        let item = ItemId::fresh(Timestamp::UNIX_EPOCH);
        let here = HashMap::from([(1, item.clone())]);
        let parents = HashMap::from([(1, 0), (2, 1), (3, 2), (4, 0), (5, 6), (6, 5), (7, 7)]);

        assert_eq!(answered(2, &parents, &here), Some(&item));
        assert_eq!(answered(3, &parents, &here), Some(&item));
        for post in [1, 4, 5, 6, 7, 8] {
            assert_eq!(answered(post, &parents, &here), None, "{post}");
        }
    }

    #[test]
    fn a_name_is_shown_and_an_address_is_not() {
        assert_eq!(shown_name(" Gran &amp; <b>Grandad</b>\n"), "Gran & Grandad");
        assert_eq!(shown_name("gran@mail.example"), "");
        assert_eq!(shown_name(&"a".repeat(200)).len(), LONGEST_NAME);
    }
}
