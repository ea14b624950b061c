//! Finding items by their words: what stands in the index, and what an adult finds with it. What children find is asked
//! where everything is asked that they may see, in visibility.rs.
//!
//! The index is written in the transaction of whatever it is made of, so that it is never behind. Only how words are looked
//! up differs from engine to engine.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::database::ours;
use super::{Sql, Tx, items};
use crate::domain::ids::{ClassId, ItemId, RevisionId};
use crate::domain::items::Item;
use crate::domain::moderation::{ApprovedAs, Showing, State};
use crate::domain::searching::{Query, words};
use crate::error::Result;
use crate::values;

/// Who looks, as far as the index tells them apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Eyes {
    Adults,
    Children,
}

impl Eyes {
    /// The word by which everything is found that these may find of a class. No word of a text begins like it.
    fn mark(self, class: &ClassId) -> String {
        match self {
            Self::Adults => format!("=a{class}"),
            Self::Children => format!("=c{class}"),
        }
    }
}

/// Bits of a row's number that are chance, below the moment.
const CHANCE: u32 = 20;

/// Writes down by what this item can be found now, for each class that it came to. Nothing is written where nothing changed.
pub(super) async fn index(tx: &mut Tx, item: &ItemId) -> Result<()> {
    write(tx, item, None).await
}

/// The same for this class alone, where nothing has changed for any other.
pub(super) async fn index_for(tx: &mut Tx, item: &ItemId, class: &ClassId) -> Result<()> {
    write(tx, item, Some(class)).await
}

async fn write(tx: &mut Tx, item: &ItemId, only: Option<&ClassId>) -> Result<()> {
    let mut missing = wanted(tx, item, only).await?;
    for row in tx.all("select number, class_id, words from findable where item_id = $1", values![item]).await? {
        let class: ClassId = row.get("class_id")?;
        if only.is_some_and(|only| *only != class) {
            continue;
        }
        let number: i64 = row.get("number")?;
        let known = (class, number >> CHANCE, row.get("words")?);
        if let Some(place) = missing.iter().position(|wanted| *wanted == known) {
            missing.swap_remove(place);
        } else {
            tx.run("delete from findable where number = $1", values![number]).await?;
        }
    }
    for (class, at, words) in missing {
        // Two of one moment may meet; then chance decides once more.
        while tx
            .run(
                "insert into findable (number, item_id, class_id, words) values ($1, $2, $3, $4) on conflict do nothing",
                values![(at << CHANCE) | i64::from(rand::random::<u32>() >> (32 - CHANCE)), item, &class, words.as_str()],
            )
            .await?
            == 0
        {}
    }
    Ok(())
}

/// The rows there should be: class, moment and words.
async fn wanted(tx: &mut Tx, item: &ItemId, only: Option<&ClassId>) -> Result<Vec<(ClassId, i64, String)>> {
    let showings = tx
        .all(
            "select s.class_id, s.revision_id, s.state, s.approved_revision_id, s.approved_as, s.hidden_at, i.withdrawn_at,
                coalesce(s.published_at, i.created_at) as at
             from showings s join items i on i.id = s.item_id
             where s.item_id = $1 and i.gone_at is null and i.sealed_at is null
               and (i.withdrawn_by is null or i.withdrawn_by not like 'erasure:%')",
            values![item],
        )
        .await?;
    let mut known: HashMap<(RevisionId, Extent), BTreeSet<String>> = HashMap::new();
    let mut wanted = Vec::new();
    for row in &showings {
        let class: ClassId = row.get("class_id")?;
        if only.is_some_and(|only| *only != class) {
            continue;
        }
        let at: i64 = row.get::<i64>("at")?.max(0);
        let newest = (row.word::<State>("state")? != State::Draft).then_some(row.get("revision_id")?);
        let approved: Option<RevisionId> = row.get("approved_revision_id")?;
        let is_off = row.get::<Option<Timestamp>>("hidden_at")?.is_some()
            || row.get::<Option<Timestamp>>("withdrawn_at")?.is_some();
        let for_children = match row.maybe_word::<ApprovedAs>("approved_as")? {
            Some(ApprovedAs::Whole) if !is_off => Some(Extent::Shown),
            Some(ApprovedAs::WithoutPictures) if !is_off => Some(Extent::Words),
            Some(ApprovedAs::Whole | ApprovedAs::WithoutPictures | ApprovedAs::StaffOnly) | None => None,
        };
        let adults = newest.into_iter().chain(approved.clone()).map(|revision| (revision, Extent::All)).collect();
        let children = approved.into_iter().zip(for_children).collect();
        let adults = gathered(tx, &mut known, adults).await?;
        let children = gathered(tx, &mut known, children).await?;
        let (to_all, to_adults) = (Eyes::Children.mark(&class), Eyes::Adults.mark(&class));
        if adults == children && !adults.is_empty() {
            wanted.push((class, at, line(&[&to_adults, &to_all], &adults)));
            continue;
        }
        for (mark, words) in [(to_adults, adults), (to_all, children)] {
            if !words.is_empty() {
                wanted.push((class.clone(), at, line(&[&mark], &words)));
            }
        }
    }
    Ok(wanted)
}

/// How much of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Extent {
    /// Its words, and what its pictures are said to show, also of those that are not here.
    All,
    /// The same, of pictures that are shown.
    Shown,
    Words,
}

async fn gathered(
    tx: &mut Tx,
    known: &mut HashMap<(RevisionId, Extent), BTreeSet<String>>,
    revisions: Vec<(RevisionId, Extent)>,
) -> Result<BTreeSet<String>> {
    let mut gathered = BTreeSet::new();
    for (revision, extent) in revisions {
        if let Some(found) = known.get(&(revision.clone(), extent)) {
            gathered.extend(found.iter().cloned());
            continue;
        }
        let found = words_of(tx, &revision, extent).await?;
        gathered.extend(found.iter().cloned());
        known.insert((revision, extent), found);
    }
    Ok(gathered)
}

async fn words_of(tx: &mut Tx, revision: &RevisionId, extent: Extent) -> Result<BTreeSet<String>> {
    let row = tx.one("select title, summary, warning, plain from revisions where id = $1", values![revision]).await?;
    let mut texts: Vec<String> =
        ["title", "summary", "warning", "plain"].iter().map(|column| row.get(column)).collect::<Result<_>>()?;
    let alts = tx.all(ALTS, values![revision]).await?;
    for row in alts.iter().filter(|_| extent != Extent::Words) {
        if extent == Extent::All || row.get::<String>("state")? == "here" {
            texts.push(row.get("alt")?);
        }
    }
    Ok(words(texts.iter().map(String::as_str)))
}

const ALTS: &str = "select alt, state from revision_pictures where revision_id = $1 order by position";

fn line(marks: &[&str], words: &BTreeSet<String>) -> String {
    let words = marks.iter().copied().chain(words.iter().map(String::as_str));
    words.collect::<Vec<_>>().join(" ")
}

/// Where words are looked up, as `f`: what stands behind `from`, what holds of it, and in which order it comes. `$1` is what
/// [`matched`] says, `$2` the number before which it is.
pub(super) fn found(is_postgres: bool) -> (&'static str, &'static str) {
    if is_postgres {
        // Which, first: read in the order of the numbers, every text would be looked into.
        (
            "(select number, item_id, class_id from findable
                where array_to_tsvector(string_to_array(words, ' ')) @@ cast($1 as tsquery) and number < $2 offset 0) f",
            "order by f.number desc",
        )
    } else {
        (
            "findable_words cross join findable f on findable_words match $1 and findable_words.rowid < $2
                and f.number = findable_words.rowid",
            "order by findable_words.rowid desc",
        )
    }
}

/// What is looked for, in the engine's own language. None when nothing can be found.
pub(super) fn matched(is_postgres: bool, eyes: Eyes, classes: &[ClassId], query: &Query) -> Option<String> {
    if classes.is_empty() || query.is_empty() {
        return None;
    }
    // Nothing but letters, digits and our own mark is in a word, so that it cannot end its quotes.
    let (quote, and, or) = if is_postgres { ('\'', " & ", " | ") } else { ('"', " AND ", " OR ") };
    let marks = classes.iter().map(|class| format!("{quote}{}{quote}", eyes.mark(class))).collect::<Vec<_>>().join(or);
    let (whole, beginning) = query.words();
    let any = if is_postgres { ":*" } else { " *" };
    let words = whole
        .iter()
        .map(|word| format!("{quote}{word}{quote}"))
        .chain(beginning.map(|beginning| format!("{quote}{beginning}{quote}{any}")));
    Some(std::iter::once(format!("({marks})")).chain(words).collect::<Vec<_>>().join(and))
}

/// One wording of what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    pub title: String,
    pub summary: String,
    pub warning: String,
    pub plain: String,
    pub language: String,
    /// What its pictures are said to show.
    pub alts: Vec<String>,
}

/// Something that an adult found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its place in the order; what follows has smaller ones.
    pub number: i64,
    pub showing: Showing,
    pub item: Item,
    /// The newest wording, then the one that was let in if that is another.
    pub wordings: Vec<Wording>,
    /// Who wrote it: a pupil's or an adult's name, or what we call the partner class.
    pub author_name: String,
    pub school_name: Option<String>,
}

/// What stands, waits, was sent back or taken back in these classes and has all these words, newest first. As at the gate,
/// what came from a school that is stopped now is left out, and so is everything sealed, erased or removed by its owner.
pub async fn found_by_adult(
    sql: &mut impl Sql,
    classes: &[ClassId],
    query: &Query,
    before: i64,
    limit: u32,
) -> Result<Vec<Found>> {
    let is_postgres = sql.is_postgres();
    let Some(matched) = matched(is_postgres, Eyes::Adults, classes, query) else { return Ok(Vec::new()) };
    let (found, order) = found(is_postgres);
    let rows = sql
        .fetch(
            ours(format!(
                "select f.number as place, s.*,
                    i.id, i.wire_id, i.class_id as author_class, i.pupil_id, i.staff_id, i.remote_class_id, i.slug, i.parent_id, i.article_id,
                    i.audience, i.url, i.published_at as item_published_at, i.created_at, i.version_at, i.withdrawn_at, i.gone_at, i.sealed_at,
                    coalesce(r.name, r.sent_name, case when u.erased_at is null then u.name end, t.name) as author_name, p.name as school_name
                 from {found}
                 join showings s on s.item_id = f.item_id and s.class_id = f.class_id
                 join items i on i.id = f.item_id
                 left join remote_classes r on r.id = i.remote_class_id
                 left join partner_schools p on p.id = r.partner_id
                 left join pupils u on u.id = i.pupil_id
                 left join staff t on t.id = i.staff_id
                 where i.gone_at is null and i.sealed_at is null
                   and (i.remote_class_id is null
                     or (p.state = 'trusted' and p.held_at is null and r.hidden_at is null and r.gone_at is null
                         and not exists (select 1 from schools where federation_paused_at is not null)))
                 {order} limit $3"
            )),
            values![matched, before, limit],
        )
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let showing = super::moderation::from(row)?;
        let mut wordings = Vec::new();
        let newest = (showing.state != State::Draft).then_some(&showing.revision);
        let approved = showing.approved_revision.as_ref().filter(|approved| Some(*approved) != newest);
        for revision in newest.into_iter().chain(approved) {
            wordings.push(wording(sql, revision).await?);
        }
        all.push(Found {
            number: row.get("place")?,
            item: items::from_joined(row)?,
            author_name: row.get::<Option<String>>("author_name")?.unwrap_or_default(),
            school_name: row.get("school_name")?,
            showing,
            wordings,
        });
    }
    Ok(all)
}

async fn wording(sql: &mut impl Sql, revision: &RevisionId) -> Result<Wording> {
    let row = sql
        .one("select title, summary, warning, plain, language from revisions where id = $1", values![revision])
        .await?;
    let alts = sql.all(ALTS, values![revision]).await?;
    Ok(Wording {
        title: row.get("title")?,
        summary: row.get("summary")?,
        warning: row.get("warning")?,
        plain: row.get("plain")?,
        language: row.get("language")?,
        alts: alts.iter().map(|row| row.get("alt")).collect::<Result<_>>()?,
    })
}
