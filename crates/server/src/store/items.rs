//! Items without their words: posts and comments, ours and partners'. Nothing here says who may see one.

use jiff::Timestamp;
use url::Url;

use super::{Row, Sql, Tx, searching};
use crate::domain::classes::Slug;
use crate::domain::gone::Gone;
use crate::domain::ids::{ClassId, ItemId, PupilId};
use crate::domain::items::{Author, Item};
use crate::error::{Error, Result};
use crate::values;

pub async fn insert(tx: &mut Tx, item: &Item) -> Result<()> {
    let (class, pupil, staff, remote) = match &item.author {
        Author::Pupil { class, pupil } => (Some(class), Some(pupil), None, None),
        Author::Staff { class, staff } => (Some(class), None, Some(staff), None),
        Author::Partner(remote) => (None, None, None, Some(remote)),
    };
    tx.change(
        "insert into items (id, kind, wire_id, class_id, pupil_id, staff_id, remote_class_id, slug, parent_id, article_id, audience,
            url, published_at, created_at, version_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        values![
            &item.id,
            item.kind.as_str(),
            &item.wire_id,
            class,
            pupil,
            staff,
            remote,
            item.slug.as_ref().map(Slug::as_str),
            item.parent.as_ref(),
            item.article.as_ref(),
            item.audience.as_str(),
            item.url.as_ref(),
            item.published_at,
            item.created_at,
            item.version_at
        ],
    )
    .await
}

pub async fn get(sql: &mut impl Sql, id: &ItemId) -> Result<Item> {
    from(&sql.one("select * from items where id = $1", values![id]).await?)
}

pub async fn by_wire_id(sql: &mut impl Sql, wire_id: &Url) -> Result<Option<Item>> {
    let row = sql.maybe("select * from items where wire_id = $1", values![wire_id]).await?;
    row.as_ref().map(from).transpose()
}

pub async fn slug_is_taken(sql: &mut impl Sql, class: &ClassId, slug: &Slug) -> Result<bool> {
    Ok(sql
        .maybe("select id from items where class_id = $1 and slug = $2", values![class, slug.as_str()])
        .await?
        .is_some())
}

/// Writes what may change of an item: its audience, its address and its moments.
pub async fn update(tx: &mut Tx, item: &Item) -> Result<()> {
    tx.change(
        "update items set audience = $2, slug = $3, url = $4, published_at = $5, version_at = $6 where id = $1",
        values![
            &item.id,
            item.audience.as_str(),
            item.slug.as_ref().map(Slug::as_str),
            item.url.as_ref(),
            item.published_at,
            item.version_at
        ],
    )
    .await
}

/// Takes one of ours back. Errors: [`Error::Missing`] when it was taken back already.
pub async fn withdraw(tx: &mut Tx, id: &ItemId, now: Timestamp, by: &str) -> Result<()> {
    let row = tx
        .one(
            "update items set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and class_id is not null and withdrawn_at is null
             returning class_id",
            values![id, now, by],
        )
        .await?;
    tx.gone(Gone::Item(id.clone(), row.get("class_id")?));
    searching::index(tx, id).await
}

/// Who took one of ours back, as `staff:…` or `pupil:…`. Errors: [`Error::Missing`] when it was not taken back.
pub async fn withdrawn_by(sql: &mut impl Sql, id: &ItemId) -> Result<String> {
    sql.one("select withdrawn_by from items where id = $1 and withdrawn_by is not null", values![id])
        .await?
        .get("withdrawn_by")
}

/// A partner's item that its owner removed: off every surface from this moment. Said twice, the first moment stands,
/// for its words are erased a day after that.
pub async fn set_gone(tx: &mut Tx, id: &ItemId, now: Timestamp) -> Result<()> {
    tx.change(
        "update items set gone_at = coalesce(gone_at, $2) where id = $1 and remote_class_id is not null",
        values![id, now],
    )
    .await?;
    searching::index(tx, id).await
}

pub async fn set_sealed(tx: &mut Tx, id: &ItemId, at: Option<Timestamp>) -> Result<()> {
    tx.change("update items set sealed_at = $2 where id = $1", values![id, at]).await?;
    tx.gone(Gone::Sealed(id.clone(), at.is_some().into()));
    searching::index(tx, id).await
}

/// Everything of a partner class that is still here.
pub async fn of_remote_class(sql: &mut impl Sql, remote: &crate::domain::ids::RemoteClassId) -> Result<Vec<Item>> {
    sql.all(
        "select * from items where remote_class_id = $1 and gone_at is null order by created_at, id",
        values![remote],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// Partners' items that are still here, and their addresses, in the order of their ids.
pub async fn theirs(sql: &mut impl Sql, after: Option<&ItemId>, limit: u32) -> Result<Vec<(ItemId, String)>> {
    sql.all(
        "select id, wire_id from items where remote_class_id is not null and gone_at is null and id > $1 order by id limit $2",
        values![after.map_or("", ItemId::as_str), limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("id")?, row.get("wire_id")?)))
    .collect()
}

/// Whether nothing else of this partner school was here before: worth a moderator's second look.
pub async fn is_first_of_partner(
    sql: &mut impl Sql,
    item: &ItemId,
    partner: &crate::domain::ids::PartnerId,
) -> Result<bool> {
    let other = sql
        .maybe(
            "select i.id from items i join remote_classes r on r.id = i.remote_class_id where r.partner_id = $1 and i.id <> $2 limit 1",
            values![partner, item],
        )
        .await?;
    Ok(other.is_none())
}

/// Its words are to be erased at that moment. Said twice, the first moment stands.
pub async fn set_purge(tx: &mut Tx, id: &ItemId, at: Timestamp) -> Result<()> {
    tx.change("update items set purge_at = coalesce(purge_at, $2) where id = $1", values![id, at]).await
}

/// Everything of this pupil whose words are still here.
pub async fn of_pupil(sql: &mut impl Sql, pupil: &PupilId) -> Result<Vec<Item>> {
    sql.all(
        "select i.* from items i where i.pupil_id = $1
           and exists (select 1 from revisions r where r.item_id = i.id and r.hash <> '') order by i.created_at, i.id",
        values![pupil],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// Everything that this class wrote and whose words are still here.
pub async fn of_class(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<Item>> {
    sql.all(
        "select i.* from items i where i.class_id = $1
           and exists (select 1 from revisions r where r.item_id = i.id and r.hash <> '') order by i.created_at, i.id",
        values![class],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// What stands under a post and is still there, ours and partners'.
pub async fn under(sql: &mut impl Sql, article: &ItemId) -> Result<Vec<Item>> {
    sql.all(
        "select * from items where article_id = $1 and withdrawn_at is null and gone_at is null order by created_at, id",
        values![article],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// A partner's item goes with the post of ours that it stood under, by that hand.
pub async fn set_gone_with(tx: &mut Tx, id: &ItemId, now: Timestamp, by: &str) -> Result<()> {
    tx.change(
        "update items set gone_at = $2, withdrawn_by = $3 where id = $1 and remote_class_id is not null and gone_at is null",
        values![id, now, by],
    )
    .await?;
    searching::index(tx, id).await
}

/// Brings back here what went by that hand and is still written down; at home only, for elsewhere it stays gone.
/// What its owner has removed meanwhile stays gone here too. Returns which.
pub async fn bring_back(tx: &mut Tx, by: &str) -> Result<Vec<ItemId>> {
    let rows = tx
        .all(
            "select i.id, i.class_id from items i where i.withdrawn_by = $1 and i.purge_at is not null
               and not exists (select 1 from tombstones t where t.wire_id = i.wire_id) order by i.id",
            values![by],
        )
        .await?;
    let mut back = Vec::new();
    for row in &rows {
        let id: ItemId = row.get("id")?;
        tx.change(
            "update items set withdrawn_at = null, withdrawn_by = null, gone_at = null, purge_at = null,
                audience = case when audience in ('friends', 'public') then 'school' else audience end
             where id = $1",
            values![&id],
        )
        .await?;
        if row.get::<Option<ClassId>>("class_id")?.is_some() {
            tx.gone(Gone::Back(id.clone()));
        }
        searching::index(tx, &id).await?;
        back.push(id);
    }
    Ok(back)
}

/// Items whose words are to be erased now. What is sealed waits for the safeguarding lead.
pub async fn to_purge(sql: &mut impl Sql, now: Timestamp, limit: u32) -> Result<Vec<ItemId>> {
    sql.all(
        "select i.id from items i where i.purge_at <= $1 and i.sealed_at is null order by i.purge_at, i.id limit $2",
        values![now, limit],
    )
    .await?
    .iter()
    .map(|row| row.get("id"))
    .collect()
}

pub(super) fn from(row: &Row) -> Result<Item> {
    read(row, "class_id", "published_at")
}

/// From a row in which `class_id` and `published_at` are a showing's, and the item's own stand beside them.
pub(super) fn from_joined(row: &Row) -> Result<Item> {
    read(row, "author_class", "item_published_at")
}

fn read(row: &Row, class: &str, published_at: &str) -> Result<Item> {
    let class: Option<ClassId> = row.get(class)?;
    let author = match (class, row.get("pupil_id")?, row.get("staff_id")?, row.get("remote_class_id")?) {
        (Some(class), Some(pupil), None, None) => Author::Pupil { class, pupil },
        (Some(class), None, Some(staff), None) => Author::Staff { class, staff },
        (None, None, None, Some(remote)) => Author::Partner(remote),
        _ => return Err(Error::Internal(anyhow::anyhow!("an item with no one author"))),
    };
    let slug: Option<String> = row.get("slug")?;
    Ok(Item {
        id: row.get("id")?,
        kind: row.word("kind")?,
        wire_id: row.get("wire_id")?,
        author,
        slug: slug.and_then(|slug| slug.parse().ok()),
        parent: row.get("parent_id")?,
        article: row.get("article_id")?,
        audience: row.word("audience")?,
        url: row.get("url")?,
        published_at: row.get(published_at)?,
        created_at: row.get("created_at")?,
        version_at: row.get("version_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
        gone_at: row.get("gone_at")?,
        sealed_at: row.get("sealed_at")?,
    })
}
