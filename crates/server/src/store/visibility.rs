//! What may be seen, by whom: every read of content for a reader goes through [`visible_to`].
//!
//! The view `shown` holds what may be shown to somebody at all (an approved revision, not hidden, not sealed, not taken
//! back, its school trusted). Here is added who that somebody is. A page cannot forget to ask: there is no other way to
//! read words for a reader.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use url::Url;

use super::database::ours;
use super::searching::{self, Eyes};
use super::{Row, Sql, Value};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, ItemId, PictureId, RemoteClassId, RevisionId};
use crate::domain::items::{Audience, ItemKind};
use crate::domain::moderation::{ApprovedAs, Tray};
use crate::domain::pictures::{Picture, ShownPicture};
use crate::domain::searching::Query;
use crate::domain::viewer::Viewer;
use crate::error::{Error, Result};

/// The one question: which rows of `shown` (as `v`) this viewer may see. `$1` is the viewer's own key.
fn visible_to(viewer: &Viewer) -> (&'static str, Value) {
    match viewer {
        Viewer::Visitor => ("(v.audience = 'public' and v.approved_as <> 'staff_only' and $1 = '')", "".into()),
        // A family sees its class's page and nothing of other classes, unless it is public.
        Viewer::Family(class) => (
            "(v.approved_as <> 'staff_only' and (v.audience = 'public' or v.for_class = $1 or v.article_class = $1))",
            class.into(),
        ),
        // What is for one class only, and what partner classes sent, is for that class's own pupils.
        Viewer::Pupil(pupil) => (
            "(v.approved_as <> 'staff_only' and (v.audience <> 'class'
                or exists (select 1 from class_pupils m where m.pupil_id = $1 and m.class_id = v.for_class)))",
            pupil.into(),
        ),
        Viewer::Staff(staff) => ("($1 <> '')", staff.into()),
        // A partner's server sees what its classes were sent: ours, for friends; and its own comments listed under our posts.
        // What another school wrote is never passed on. While it or all federation is stopped it sees nothing.
        Viewer::Partner(host) => (
            "(v.approved_as = 'whole'
              and exists (select 1 from partner_schools me where me.host = $1 and me.state = 'trusted' and me.held_at is null)
              and not exists (select 1 from schools where federation_paused_at is not null)
              and (
                (v.author_class is not null and v.audience in ('friends', 'public') and (
                    exists (select 1 from follows f join remote_classes fr on fr.id = f.remote_class_id join partner_schools fp on fp.id = fr.partner_id
                        where f.class_id = v.author_class and f.direction = 'in' and f.state = 'accepted' and fr.gone_at is null and fp.host = $1)
                    or exists (select 1 from remote_classes ar join partner_schools ap on ap.id = ar.partner_id
                        where ar.id = v.article_remote_class and ap.host = $1)))
                or (v.article_class is not null and exists (select 1 from remote_classes wr join partner_schools wp on wp.id = wr.partner_id
                    where wr.id = v.remote_class_id and wp.host = $1))))",
            host.as_str().into(),
        ),
    }
}

/// Words that this viewer may read.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub item: ItemId,
    pub kind: ItemKind,
    pub wire_id: Url,
    pub for_class: ClassId,
    /// Ours: the class that speaks.
    pub author_class: Option<ClassId>,
    /// Theirs.
    pub remote_class: Option<RemoteClassId>,
    pub author_name: String,
    pub author_crest: String,
    pub author_colour: u8,
    pub school_name: Option<String>,
    pub tray: Tray,
    pub parent: Option<ItemId>,
    pub article: Option<ItemId>,
    pub slug: Option<String>,
    pub audience: Audience,
    pub url: Option<Url>,
    pub published_at: Timestamp,
    pub approved_at: Timestamp,
    pub revision: RevisionId,
    pub revision_number: i64,
    pub approved_as: ApprovedAs,
    pub title: String,
    pub summary: String,
    pub warning: String,
    pub signature: String,
    pub language: String,
    pub source: String,
    /// What to show: links are words, except those a moderator allowed.
    pub html: String,
    pub linked_html: String,
    pub plain: String,
    pub pictures: Vec<ShownPicture>,
}

/// How much of the words is read.
#[derive(Clone, Copy)]
enum Extent {
    Whole,
    /// What stands on a card: a post may be a hundred times as long.
    Card,
}

/// The beginning of every question for words; how far the viewer sees follows.
fn shown(extent: Extent) -> String {
    let words = match extent {
        Extent::Whole => "w.source, coalesce(v.shown_html, w.html) as html, w.linked_html, w.plain",
        Extent::Card => "'' as source, '' as html, '' as linked_html, substr(w.plain, 1, 600) as plain",
    };
    format!(
        "select v.item_id, v.kind, v.wire_id, v.for_class, v.author_class, v.remote_class_id, v.tray, v.parent_id, v.article_id, v.slug, v.audience,
            v.url, v.published_at, v.approved_at, v.revision_id, v.approved_as,
            w.number, w.title, w.summary, w.warning, w.signature, w.language, {words},
            coalesce(c.name, r.name, '') as author_name, coalesce(c.crest, r.crest) as author_crest, coalesce(c.colour, r.colour) as author_colour,
            p.name as school_name
         from shown v
         join revisions w on w.id = v.revision_id
         left join classes c on c.id = v.author_class
         left join remote_classes r on r.id = v.remote_class_id
         left join partner_schools p on p.id = r.partner_id
         where "
    )
}

/// Where a page of posts goes on: the last one's moment and id.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub published_at: Timestamp,
    pub item: String,
}

impl Before {
    /// Before everything: the first page.
    pub fn start() -> Self {
        Self { published_at: Timestamp::MAX, item: "~".to_owned() }
    }

    /// From the text of a "next" link; anything else is the first page.
    pub fn parse(text: &str) -> Self {
        let parsed = text.split_once('-').and_then(|(millis, item)| {
            let published_at = Timestamp::from_millisecond(millis.parse().ok()?).ok()?;
            Some(Self { published_at, item: item.parse::<ItemId>().ok()?.to_string() })
        });
        parsed.unwrap_or_else(Self::start)
    }

    /// The text of a "next" link behind this post.
    pub fn after(shown: &Shown) -> String {
        format!("{}-{}", shown.published_at.as_millisecond(), shown.item)
    }
}

/// The posts of one of our classes, newest first.
pub async fn articles_of_class(
    sql: &mut impl Sql,
    viewer: &Viewer,
    class: &ClassId,
    before: &Before,
    limit: u32,
) -> Result<Vec<Shown>> {
    articles(sql, viewer, class, Tray::Ours, Extent::Whole, before, limit).await
}

/// The same with no more of their words than stands on a card.
pub async fn cards_of_class(
    sql: &mut impl Sql,
    viewer: &Viewer,
    class: &ClassId,
    before: &Before,
    limit: u32,
) -> Result<Vec<Shown>> {
    articles(sql, viewer, class, Tray::Ours, Extent::Card, before, limit).await
}

/// The posts of partner classes that were let in for this class, newest first, as cards.
pub async fn friends_of_class(
    sql: &mut impl Sql,
    viewer: &Viewer,
    class: &ClassId,
    before: &Before,
    limit: u32,
) -> Result<Vec<Shown>> {
    articles(sql, viewer, class, Tray::In, Extent::Card, before, limit).await
}

async fn articles(
    sql: &mut impl Sql,
    viewer: &Viewer,
    class: &ClassId,
    tray: Tray,
    extent: Extent,
    before: &Before,
    limit: u32,
) -> Result<Vec<Shown>> {
    let (shown, (visible, key)) = (shown(extent), visible_to(viewer));
    let rows = sql
        .fetch(
            ours(format!(
                "{shown} {visible} and v.for_class = $2 and v.kind = 'article' and v.tray = $3
                   and v.published_at <= $4 and (v.published_at < $4 or v.item_id < $5)
                 order by v.published_at desc, v.item_id desc limit $6"
            )),
            vec![
                key,
                class.into(),
                tray.as_str().into(),
                before.published_at.into(),
                before.item.as_str().into(),
                limit.into(),
            ],
        )
        .await?;
    with_pictures(sql, rows).await
}

/// A post of ours by its page's address. Errors: [`Error::Missing`], whether it is not there or not for these eyes.
pub async fn article_by_slug(sql: &mut impl Sql, viewer: &Viewer, class: &ClassId, slug: &str) -> Result<Shown> {
    let (shown, (visible, key)) = (shown(Extent::Whole), visible_to(viewer));
    let rows = sql
        .fetch(
            ours(format!(
                "{shown} {visible} and v.for_class = $2 and v.kind = 'article' and v.author_class = $2 and v.slug = $3"
            )),
            vec![key, class.into(), slug.into()],
        )
        .await?;
    with_pictures(sql, rows).await?.pop().ok_or(Error::Missing)
}

/// A post by its id, as it is shown for one class. Errors: [`Error::Missing`].
pub async fn article(sql: &mut impl Sql, viewer: &Viewer, item: &ItemId, class: &ClassId) -> Result<Shown> {
    let (shown, (visible, key)) = (shown(Extent::Whole), visible_to(viewer));
    let rows = sql
        .fetch(
            ours(format!("{shown} {visible} and v.item_id = $2 and v.for_class = $3 and v.kind = 'article'")),
            vec![key, item.into(), class.into()],
        )
        .await?;
    with_pictures(sql, rows).await?.pop().ok_or(Error::Missing)
}

/// An item by its id, whatever class it is shown for; a comment only with everything above it. Errors: [`Error::Missing`].
pub async fn item(sql: &mut impl Sql, viewer: &Viewer, item: &ItemId) -> Result<Shown> {
    let (shown, (visible, key)) = (shown(Extent::Whole), visible_to(viewer));
    let rows = sql
        .fetch(
            ours(format!("{shown} {visible} and v.item_id = $2 order by v.for_class limit 1")),
            vec![key, item.into()],
        )
        .await?;
    let shown = with_pictures(sql, rows).await?.pop().ok_or(Error::Missing)?;
    if shown.kind == ItemKind::Article {
        return Ok(shown);
    }
    let article = shown.article.as_ref().ok_or(Error::Missing)?;
    if matches!(viewer, Viewer::Partner(_)) && !super::items::get(sql, article).await?.is_ours() {
        return if answers_only_what_is_seen(sql, viewer, &shown).await? { Ok(shown) } else { Err(Error::Missing) };
    }
    let above = comments(sql, viewer, article).await?;
    above.into_iter().find(|comment| comment.item == *item).ok_or(Error::Missing)
}

/// Whether everything of ours above a comment of ours can be seen by the partner whose post it stands under.
/// The post, and what its own pupils wrote there, it has itself.
async fn answers_only_what_is_seen(sql: &mut impl Sql, viewer: &Viewer, comment: &Shown) -> Result<bool> {
    let mut above = comment.parent.clone();
    while let Some(id) = above {
        let parent = super::items::get(sql, &id).await?;
        if parent.is_ours() && !is_shown(sql, viewer, &id).await? {
            return Ok(false);
        }
        above = parent.parent;
    }
    Ok(true)
}

/// Whether this viewer can see it, for whichever class.
pub async fn is_shown(sql: &mut impl Sql, viewer: &Viewer, item: &ItemId) -> Result<bool> {
    let (visible, key) = visible_to(viewer);
    let rows = sql
        .fetch(
            ours(format!("select v.item_id from shown v where {visible} and v.item_id = $2 limit 1")),
            vec![key, item.into()],
        )
        .await?;
    Ok(!rows.is_empty())
}

/// The comments under a post that this viewer can see, oldest first. Hiding a parent hides its children,
/// and nothing is under a post that cannot be seen.
pub async fn comments(sql: &mut impl Sql, viewer: &Viewer, article: &ItemId) -> Result<Vec<Shown>> {
    if !is_shown(sql, viewer, article).await? {
        return Ok(Vec::new());
    }
    let (shown, (visible, key)) = (shown(Extent::Whole), visible_to(viewer));
    let rows = sql
        .fetch(
            ours(format!("{shown} {visible} and v.article_id = $2 and v.kind = 'comment' order by v.published_at, v.item_id limit 2000")),
            vec![key, article.into()],
        )
        .await?;
    let mut seen = HashSet::from([article.clone()]);
    let mut comments: Vec<Shown> = Vec::with_capacity(rows.len());
    let mut rest: Vec<Shown> = rows.iter().map(from).collect::<Result<_>>()?;
    loop {
        let before = comments.len();
        let mut orphans = Vec::new();
        for shown in rest {
            if shown.parent.as_ref().is_some_and(|parent| !seen.contains(parent)) {
                orphans.push(shown);
            } else if seen.insert(shown.item.clone()) {
                // The same comment may be shown for two classes; it stands under the post once.
                comments.push(shown);
            }
        }
        // Another school's clock may be slow, so that an answer seems older than what it answers: look again.
        if comments.len() == before {
            return Ok(comments);
        }
        rest = orphans;
    }
}

/// What this viewer can see of these classes and has all these words, newest first, each with its place in the order; what
/// follows has smaller ones. A comment is found only with everything above it, as it is read.
pub async fn found(
    sql: &mut impl Sql,
    viewer: &Viewer,
    classes: &[ClassId],
    query: &Query,
    before: i64,
    limit: usize,
) -> Result<Vec<(i64, Shown)>> {
    let is_postgres = sql.is_postgres();
    let Some(matched) = searching::matched(is_postgres, Eyes::Children, classes, query) else { return Ok(Vec::new()) };
    let ((places, order), (visible, key)) = (searching::found(is_postgres), visible_to(viewer));
    let statement = format!(
        "select f.number as place, v.item_id, v.for_class, v.article_id
         from {places} join shown v on v.item_id = f.item_id and v.for_class = f.class_id
         where {} {order} limit $4",
        // The viewer's key is the third value here.
        visible.replace("$1", "$3")
    );
    let (mut all, mut seen, mut before) = (Vec::new(), HashSet::new(), before);
    loop {
        let values = vec![matched.as_str().into(), before.into(), key.clone(), limit.into()];
        let rows = sql.fetch(ours(statement.clone()), values).await?;
        let mut talks: HashMap<ItemId, Vec<Shown>> = HashMap::new();
        for row in &rows {
            before = row.get("place")?;
            let (item, class): (ItemId, ClassId) = (row.get("item_id")?, row.get("for_class")?);
            if !seen.insert(item.clone()) {
                continue;
            }
            let shown = match row.get::<Option<ItemId>>("article_id")? {
                None => match article(sql, viewer, &item, &class).await {
                    Ok(shown) => Some(shown),
                    // It went just now.
                    Err(Error::Missing) => None,
                    Err(cause) => return Err(cause),
                },
                Some(above) => {
                    if !talks.contains_key(&above) {
                        talks.insert(above.clone(), comments(sql, viewer, &above).await?);
                    }
                    talks.get(&above).into_iter().flatten().find(|comment| comment.item == item).cloned()
                }
            };
            all.extend(shown.map(|shown| (before, shown)));
            if all.len() == limit {
                return Ok(all);
            }
        }
        if rows.len() < limit {
            return Ok(all);
        }
    }
}

/// The newest post of each class that this viewer can see, as a card: for the campus.
pub async fn newest_of(sql: &mut impl Sql, viewer: &Viewer, classes: &[ClassBlog]) -> Result<Vec<Option<Shown>>> {
    let mut newest = Vec::with_capacity(classes.len());
    for class in classes {
        newest.push(cards_of_class(sql, viewer, &class.id, &Before::start(), 1).await?.pop());
    }
    Ok(newest)
}

/// A stored picture, if it is part of words that this viewer may read. Errors: [`Error::Missing`].
pub async fn picture(sql: &mut impl Sql, viewer: &Viewer, id: &PictureId) -> Result<Picture> {
    let (visible, key) = visible_to(viewer);
    let row = sql
        .fetch_one(
            ours(format!(
                "select p.* from shown v
                 join revision_pictures rp on rp.revision_id = v.revision_id
                 join pictures p on p.id = rp.picture_id
                 where {visible} and v.kind = 'article' and v.approved_as <> 'without_pictures'
                   and rp.picture_id = $2 and rp.state = 'here' limit 1"
            )),
            vec![key, id.into()],
        )
        .await?;
    super::pictures::from(&row)
}

/// How many posts of a class this viewer can see: for the outbox's `totalItems`.
pub async fn count_articles(sql: &mut impl Sql, viewer: &Viewer, class: &ClassId) -> Result<i64> {
    let (visible, key) = visible_to(viewer);
    sql.fetch_one(
        ours(format!("select count(*) as number from shown v where {visible} and v.for_class = $2 and v.kind = 'article' and v.tray = 'ours'")),
        vec![key, class.into()],
    )
    .await?
    .get("number")
}

/// Adds the pictures of posts. Comments have none, and a post let in without pictures has none either.
async fn with_pictures(sql: &mut impl Sql, rows: Vec<Row>) -> Result<Vec<Shown>> {
    let mut all: Vec<Shown> = rows.iter().map(from).collect::<Result<_>>()?;
    let has_pictures =
        |shown: &Shown| shown.kind == ItemKind::Article && shown.approved_as != ApprovedAs::WithoutPictures;
    let revisions: Vec<Value> =
        all.iter().filter(|shown| has_pictures(shown)).map(|shown| Value::from(&shown.revision)).collect();
    if revisions.is_empty() {
        return Ok(all);
    }
    let places: Vec<String> = (1..=revisions.len()).map(|place| format!("${place}")).collect();
    let pictures = sql
        .fetch(
            ours(format!(
                "select rp.revision_id, p.id, p.media_type, p.width, p.height, p.digest, rp.alt
                 from revision_pictures rp join pictures p on p.id = rp.picture_id
                 where rp.revision_id in ({}) and rp.state = 'here' order by rp.position",
                places.join(", ")
            )),
            revisions,
        )
        .await?;
    for row in &pictures {
        let revision: RevisionId = row.get("revision_id")?;
        let picture = ShownPicture {
            id: row.get("id")?,
            alt: row.get("alt")?,
            media_type: row.get("media_type")?,
            width: row.get("width")?,
            height: row.get("height")?,
            digest: row.get("digest")?,
        };
        for shown in all.iter_mut().filter(|shown| has_pictures(shown) && shown.revision == revision) {
            shown.pictures.push(picture.clone());
        }
    }
    Ok(all)
}

fn from(row: &Row) -> Result<Shown> {
    Ok(Shown {
        item: row.get("item_id")?,
        kind: row.word("kind")?,
        wire_id: row.get("wire_id")?,
        for_class: row.get("for_class")?,
        author_class: row.get("author_class")?,
        remote_class: row.get("remote_class_id")?,
        author_name: row.get("author_name")?,
        author_crest: row.get("author_crest")?,
        author_colour: u8::try_from(row.get::<i64>("author_colour")?).unwrap_or(1),
        school_name: row.get("school_name")?,
        tray: row.word("tray")?,
        parent: row.get("parent_id")?,
        article: row.get("article_id")?,
        slug: row.get("slug")?,
        audience: row.word("audience")?,
        url: row.get("url")?,
        published_at: row.get("published_at")?,
        approved_at: row.get("approved_at")?,
        revision: row.get("revision_id")?,
        revision_number: row.get("number")?,
        approved_as: row.word("approved_as")?,
        title: row.get("title")?,
        summary: row.get("summary")?,
        warning: row.get("warning")?,
        signature: row.get("signature")?,
        language: row.get("language")?,
        source: row.get("source")?,
        html: row.get("html")?,
        linked_html: row.get("linked_html")?,
        plain: row.get("plain")?,
        pictures: Vec::new(),
    })
}
