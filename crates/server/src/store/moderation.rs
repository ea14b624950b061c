//! The gate as rows: showings, what waits in which tray, and every decision.

use std::ops::Range;

use jiff::Timestamp;

use super::{Row, Sql, Tx, items, revisions, searching};
use crate::domain::gone::Gone;
use crate::domain::ids::{
    BatchId, ClassId, DecisionId, ItemId, PartnerId, PupilId, RemoteClassId, RevisionId, StaffId,
};
use crate::domain::items::Item;
use crate::domain::moderation::{COUNTED, Decision, Showing, State, Tray};
use crate::domain::revisions::Words;
use crate::domain::screening::Flag;
use crate::error::Result;
use crate::values;

/// Writes a showing, new or changed.
pub async fn put(tx: &mut Tx, showing: &Showing) -> Result<()> {
    tx.change(
        "insert into showings (item_id, class_id, tray, kind, published_at, revision_id, state, waiting_since, approved_revision_id, approved_as,
            approved_at, shown_html, hidden_at, hidden_why, is_new, thread_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
            (select coalesce(article_id, id) from items where id = $1))
         on conflict (item_id, class_id) do update set published_at = excluded.published_at, revision_id = excluded.revision_id,
            state = excluded.state, waiting_since = excluded.waiting_since, is_new = excluded.is_new,
            approved_revision_id = excluded.approved_revision_id, approved_as = excluded.approved_as, approved_at = excluded.approved_at, shown_html = excluded.shown_html,
            hidden_at = excluded.hidden_at, hidden_why = excluded.hidden_why",
        values![
            &showing.item,
            &showing.class,
            showing.tray.as_str(),
            showing.kind.as_str(),
            showing.published_at,
            &showing.revision,
            showing.state.as_str(),
            showing.waiting_since,
            showing.approved_revision.as_ref(),
            showing.approved_as.map(crate::domain::moderation::ApprovedAs::as_str),
            showing.approved_at,
            showing.shown_html.as_deref(),
            showing.hidden_at,
            showing.hidden_why.map(crate::domain::moderation::HiddenWhy::as_str),
            showing.approved_revision.is_none()
        ],
    )
    .await?;
    if showing.hidden_at.is_some() {
        tx.gone(Gone::Hidden(showing.item.clone(), showing.class.clone()));
    }
    searching::index_for(tx, &showing.item, &showing.class).await
}

/// Where an item stands for a class. Errors: [`Error::Missing`](crate::error::Error::Missing).
pub async fn showing(sql: &mut impl Sql, item: &ItemId, class: &ClassId) -> Result<Showing> {
    from(&sql.one("select * from showings where item_id = $1 and class_id = $2", values![item, class]).await?)
}

/// The same, for changing it: on PostgreSQL the row is locked, so that the first decision wins.
pub async fn showing_to_change(tx: &mut Tx, item: &ItemId, class: &ClassId) -> Result<Showing> {
    if tx.is_postgres() {
        return from(
            &tx.one("select * from showings where item_id = $1 and class_id = $2 for update", values![item, class])
                .await?,
        );
    }
    showing(tx, item, class).await
}

pub async fn showings_of_item(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<Showing>> {
    sql.all("select * from showings where item_id = $1 order by class_id", values![item])
        .await?
        .iter()
        .map(from)
        .collect()
}

/// Something that waits, with all its card needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub showing: Showing,
    pub item: Item,
    pub hash: String,
    pub words: Words,
    pub flags: Vec<Flag>,
    /// Who wrote it: a pupil's or an adult's name, or what we call the partner class.
    pub author_name: String,
    pub school_name: Option<String>,
}

const WAITING: &str = "
    from showings s
    join items i on i.id = s.item_id
    left join remote_classes r on r.id = i.remote_class_id
    left join partner_schools p on p.id = r.partner_id
    where s.state = 'waiting' and i.gone_at is null and i.withdrawn_at is null and i.sealed_at is null
      and (i.remote_class_id is null
        or (p.state = 'trusted' and p.held_at is null and r.hidden_at is null and r.gone_at is null
            and not exists (select 1 from schools where federation_paused_at is not null)))";

/// How much of each partner school is held back: it arrived, and no gate shows it while that school is paused or held.
pub async fn held(sql: &mut impl Sql) -> Result<Vec<(PartnerId, i64)>> {
    sql.all(
        "select p.id, count(*) as number from partner_schools p
         join remote_classes r on r.partner_id = p.id
         join items i on i.remote_class_id = r.id
         join showings s on s.item_id = i.id
         where (p.state = 'paused' or p.held_at is not null) and r.gone_at is null
            and i.gone_at is null and i.withdrawn_at is null and i.sealed_at is null and s.state = 'waiting'
         group by p.id order by p.id",
        values![],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("id")?, row.get("number")?)))
    .collect()
}

/// In which order things wait: changes first, then by post, oldest first. An index has them like that.
const PLACE: &str = "s.is_new, s.thread_id, s.waiting_since, s.item_id";

/// Everything that a card needs, of those that `next` names.
const CARDS: &str = "
    select s.*, v.hash, v.title, v.summary, v.warning, v.signature, v.language, v.source, v.html, v.linked_html, v.plain, v.links, v.flags,
        i.id, i.wire_id, i.class_id as author_class, i.pupil_id, i.staff_id, i.remote_class_id, i.slug, i.parent_id, i.article_id,
        i.audience, i.url, i.published_at as item_published_at, i.created_at, i.version_at, i.withdrawn_at, i.gone_at, i.sealed_at,
        coalesce(r.name, r.sent_name, case when u.erased_at is null then u.name end, t.name) as author_name, p.name as school_name
    from next
    join showings s on s.item_id = next.next_id and s.class_id = $1
    join items i on i.id = s.item_id
    join revisions v on v.id = s.revision_id
    left join remote_classes r on r.id = i.remote_class_id
    left join partner_schools p on p.id = r.partner_id
    left join pupils u on u.id = i.pupil_id
    left join staff t on t.id = i.staff_id";

/// What waits in a tray of a class, from one place of the order to another.
pub async fn waiting(sql: &mut impl Sql, class: &ClassId, tray: Tray, places: Range<u32>) -> Result<Vec<Waiting>> {
    sql.fetch(
        super::database::ours(format!(
            // Which, first: the words of all that waits before them would be carried about to be left out.
            "with next as materialized (
                select s.item_id as next_id {WAITING} and s.class_id = $1 and s.tray = $2
                order by {PLACE} limit $3 offset $4)
             {CARDS} order by {PLACE}"
        )),
        values![class, tray.as_str(), places.end.saturating_sub(places.start), places.start],
    )
    .await?
    .iter()
    .map(waiting_from)
    .collect()
}

/// One item, if it waits in this tray.
pub async fn waiting_one(sql: &mut impl Sql, class: &ClassId, tray: Tray, item: &ItemId) -> Result<Option<Waiting>> {
    let rows = sql
        .fetch(
            super::database::ours(format!(
                "with next as materialized (
                    select s.item_id as next_id {WAITING} and s.class_id = $1 and s.tray = $2 and s.item_id = $3)
                 {CARDS}"
            )),
            values![class, tray.as_str(), item],
        )
        .await?;
    rows.first().map(waiting_from).transpose()
}

/// What waits after an item that waits, or before it if it is the last one.
pub async fn next_to(sql: &mut impl Sql, class: &ClassId, tray: Tray, item: &ItemId) -> Result<Option<ItemId>> {
    let Some(here) = sql
        .maybe(
            "select is_new, thread_id, waiting_since from showings
             where item_id = $1 and class_id = $2 and tray = $3 and state = 'waiting'",
            values![item, class, tray.as_str()],
        )
        .await?
    else {
        return Ok(None);
    };
    let (is_new, thread, since): (bool, String, i64) =
        (here.get("is_new")?, here.get("thread_id")?, here.get("waiting_since")?);
    let backwards = "s.is_new desc, s.thread_id desc, s.waiting_since desc, s.item_id desc";
    for (side, order) in [(">", PLACE), ("<", backwards)] {
        let found = sql
            .fetch(
                super::database::ours(format!(
                    "select s.item_id as id {WAITING} and s.class_id = $1 and s.tray = $2
                       and ({PLACE}) {side} ($3, $4, $5, $6) order by {order} limit 1"
                )),
                values![class, tray.as_str(), is_new, thread.as_str(), since, item],
            )
            .await?;
        if let Some(row) = found.first() {
            return Ok(Some(row.get("id")?));
        }
    }
    Ok(None)
}

/// How many wait in each tray of the classes at whose gate this adult works; [`COUNTED`] means that or more.
pub async fn counts(sql: &mut impl Sql, staff: &StaffId, now: Timestamp) -> Result<Vec<(ClassId, Tray, i64)>> {
    sql.fetch(
        super::database::ours(format!(
            "select n.class_id, n.tray, n.number from (select d.class_id, t.tray, (select count(*) from (
                select 1 {WAITING} and s.class_id = d.class_id and s.tray = t.tray limit {COUNTED}) c) as number
             from class_staff d
             cross join (select 'in' as tray union all select 'out' union all select 'ours') t
             where d.staff_id = $1 and (d.from_at is null or d.from_at <= $2) and (d.until_at is null or d.until_at > $2)) n
             where n.number > 0 order by n.class_id, n.tray"
        )),
        values![staff, now],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("class_id")?, row.word("tray")?, row.get("number")?)))
    .collect()
}

/// How much of each partner class waits at a class's gate, as far as one counts there.
pub async fn waiting_by_author(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<(RemoteClassId, i64)>> {
    sql.fetch(
        super::database::ours(format!(
            "select w.author, count(*) as number from (
                select i.remote_class_id as author {WAITING} and s.class_id = $1 and s.tray = 'in' limit {COUNTED}) w
             where w.author is not null group by w.author order by w.author"
        )),
        values![class],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("author")?, row.get("number")?)))
    .collect()
}

pub async fn insert_decision(tx: &mut Tx, decision: &Decision) -> Result<()> {
    tx.change(
        "insert into decisions (id, batch_id, item_id, class_id, revision_id, revision_hash, verdict, reason, staff_id, decided_at, before)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        values![
            &decision.id,
            &decision.batch,
            &decision.item,
            &decision.class,
            &decision.revision,
            &decision.revision_hash,
            decision.verdict.as_str(),
            &decision.reason,
            &decision.staff,
            decision.decided_at,
            &decision.before
        ],
    )
    .await
}

pub async fn batch(sql: &mut impl Sql, batch: &BatchId) -> Result<Vec<Decision>> {
    sql.all("select * from decisions where batch_id = $1 order by id", values![batch])
        .await?
        .iter()
        .map(decision_from)
        .collect()
}

pub async fn undo_batch(tx: &mut Tx, batch: &BatchId, now: Timestamp) -> Result<u64> {
    tx.run("update decisions set undone_at = $2 where batch_id = $1 and undone_at is null", values![batch, now]).await
}

/// One decision. Errors: [`Error::Missing`](crate::error::Error::Missing).
pub async fn decision(sql: &mut impl Sql, id: &DecisionId) -> Result<Decision> {
    decision_from(&sql.one("select * from decisions where id = $1", values![id]).await?)
}

/// The last decision that stands on an item for a class, with the name of whoever made it.
pub async fn last_decision(sql: &mut impl Sql, item: &ItemId, class: &ClassId) -> Result<Option<(Decision, String)>> {
    let row = sql
        .maybe(
            "select d.*, t.name as staff_name from decisions d join staff t on t.id = d.staff_id
             where d.item_id = $1 and d.class_id = $2 and d.undone_at is null order by d.decided_at desc, d.id desc limit 1",
            values![item, class],
        )
        .await?;
    row.map(|row| Ok((decision_from(&row)?, row.get("staff_name")?))).transpose()
}

/// A line of the history of a class's gate.
#[derive(Clone, Debug, PartialEq)]
pub struct PastDecision {
    pub decision: Decision,
    pub staff_name: String,
    pub title: String,
    pub plain: String,
    pub author_name: String,
}

/// The decisions of a class before a moment, newest first. Those of one moment stay together, so that the page before
/// the last one's moment misses none; it may be longer than the limit by one tap's decisions.
pub async fn history(sql: &mut impl Sql, class: &ClassId, before: Timestamp, limit: u32) -> Result<Vec<PastDecision>> {
    sql.all(
        "select d.*, t.name as staff_name, v.title, v.plain, coalesce(r.name, r.sent_name, case when u.erased_at is null then u.name end, w.name) as author_name
         from decisions d
         join staff t on t.id = d.staff_id
         join revisions v on v.id = d.revision_id
         join items i on i.id = d.item_id
         left join remote_classes r on r.id = i.remote_class_id
         left join pupils u on u.id = i.pupil_id
         left join staff w on w.id = i.staff_id
         where d.class_id = $1 and d.decided_at < $2 and i.sealed_at is null
           and d.decided_at >= (select coalesce(min(n.decided_at), 0) from (
             select l.decided_at from decisions l join items li on li.id = l.item_id
             where l.class_id = $1 and l.decided_at < $2 and li.sealed_at is null order by l.decided_at desc limit $3) n)
         order by d.decided_at desc, d.id desc",
        values![class, before, limit],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(PastDecision {
            decision: decision_from(row)?,
            staff_name: row.get("staff_name")?,
            title: row.get("title")?,
            plain: row.get("plain")?,
            author_name: row.get("author_name")?,
        })
    })
    .collect()
}

/// Allows a link in one revision for one class.
pub async fn allow_link(
    tx: &mut Tx,
    revision: &RevisionId,
    class: &ClassId,
    url: &str,
    staff: &StaffId,
    now: Timestamp,
) -> Result<()> {
    tx.run(
        "insert into allowed_links (revision_id, class_id, url, staff_id, allowed_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        values![revision, class, url, staff, now],
    )
    .await?;
    Ok(())
}

pub async fn allowed_links(sql: &mut impl Sql, revision: &RevisionId, class: &ClassId) -> Result<Vec<String>> {
    sql.all(
        "select url from allowed_links where revision_id = $1 and class_id = $2 order by url",
        values![revision, class],
    )
    .await?
    .iter()
    .map(|row| row.get("url"))
    .collect()
}

/// Where a pupil's own item stands, for their tray.
#[derive(Clone, Debug, PartialEq)]
pub struct Mine {
    pub showing: Showing,
    pub item: Item,
    pub words: Words,
    pub edited: bool,
}

const MINE: &str = "
    select s.*, v.title, v.summary, v.warning, v.signature, v.language, v.source, v.html, v.linked_html, v.plain, v.links,
        v.edited_by is not null as edited,
        i.id, i.wire_id, i.class_id as author_class, i.pupil_id, i.staff_id, i.remote_class_id, i.slug, i.parent_id, i.article_id,
        i.audience, i.url, i.published_at as item_published_at, i.created_at, i.version_at, i.withdrawn_at, i.gone_at, i.sealed_at
    from items i
    join showings s on s.item_id = i.id and s.class_id = i.class_id
    join revisions v on v.id = s.revision_id
    where i.pupil_id = $1 and i.withdrawn_at is null and i.sealed_at is null";

/// A pupil's own items, newest first, taken-back and sealed ones left out.
pub async fn of_pupil(sql: &mut impl Sql, pupil: &PupilId, limit: u32) -> Result<Vec<Mine>> {
    sql.fetch(
        super::database::ours(format!("{MINE} order by i.created_at desc, i.id desc limit $2")),
        values![pupil, limit],
    )
    .await?
    .iter()
    .map(mine_from)
    .collect()
}

/// One of a pupil's own items. Errors: [`Error::Missing`](crate::error::Error::Missing) for anybody else's, and for what
/// was taken back or sealed.
pub async fn one_of_pupil(sql: &mut impl Sql, pupil: &PupilId, item: &ItemId) -> Result<Mine> {
    mine_from(&sql.fetch_one(super::database::ours(format!("{MINE} and i.id = $2")), values![pupil, item]).await?)
}

fn mine_from(row: &Row) -> Result<Mine> {
    Ok(Mine {
        showing: from(row)?,
        item: items::from_joined(row)?,
        words: revisions::words_from(row)?,
        edited: row.get("edited")?,
    })
}

/// The drafts an adult has not published yet, newest first, with their titles.
pub async fn drafts_of_staff(sql: &mut impl Sql, staff: &StaffId, limit: u32) -> Result<Vec<(Item, String)>> {
    sql.all(
        "select i.*, v.title from items i join showings s on s.item_id = i.id and s.class_id = i.class_id join revisions v on v.id = s.revision_id
         where i.staff_id = $1 and s.state = $2 and i.withdrawn_at is null and i.sealed_at is null order by i.created_at desc, i.id desc limit $3",
        values![staff, State::Draft.as_str(), limit],
    )
    .await?
    .iter()
    .map(|row| Ok((items::from(row)?, row.get("title")?)))
    .collect()
}

fn waiting_from(row: &Row) -> Result<Waiting> {
    Ok(Waiting {
        showing: from(row)?,
        item: items::from_joined(row)?,
        hash: row.get("hash")?,
        words: revisions::words_from(row)?,
        flags: row.json("flags")?,
        author_name: row.get::<Option<String>>("author_name")?.unwrap_or_default(),
        school_name: row.get("school_name")?,
    })
}

pub(super) fn from(row: &Row) -> Result<Showing> {
    Ok(Showing {
        item: row.get("item_id")?,
        class: row.get("class_id")?,
        tray: row.word("tray")?,
        kind: row.word("kind")?,
        published_at: row.get("published_at")?,
        revision: row.get("revision_id")?,
        state: row.word("state")?,
        waiting_since: row.get("waiting_since")?,
        approved_revision: row.get("approved_revision_id")?,
        approved_as: row.maybe_word("approved_as")?,
        approved_at: row.get("approved_at")?,
        shown_html: row.get("shown_html")?,
        hidden_at: row.get("hidden_at")?,
        hidden_why: row.maybe_word("hidden_why")?,
    })
}

fn decision_from(row: &Row) -> Result<Decision> {
    Ok(Decision {
        id: row.get("id")?,
        batch: row.get("batch_id")?,
        item: row.get("item_id")?,
        class: row.get("class_id")?,
        revision: row.get("revision_id")?,
        revision_hash: row.get("revision_hash")?,
        verdict: row.word("verdict")?,
        reason: row.get("reason")?,
        staff: row.get("staff_id")?,
        decided_at: row.get("decided_at")?,
        before: row.get("before")?,
        undone_at: row.get("undone_at")?,
    })
}
