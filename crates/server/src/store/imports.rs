//! Old blogs that were brought in, and what of each.

use jiff::Timestamp;

use super::{Row, Sql, Tx, items};
use crate::domain::ids::{ClassId, ImportId, ItemId};
use crate::domain::imports::Import;
use crate::domain::items::{Item, ItemKind};
use crate::error::Result;
use crate::values;

/// False when the same blog is being brought into that class already.
pub async fn insert(tx: &mut Tx, import: &Import) -> Result<bool> {
    let inserted = tx
        .run(
            "insert into imports (id, class_id, site, staff_id, began_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            values![&import.id, &import.class, &import.site, &import.staff, import.began_at],
        )
        .await?;
    Ok(inserted > 0)
}

pub async fn get(sql: &mut impl Sql, id: &ImportId) -> Result<Import> {
    from(&sql.one("select * from imports where id = $1", values![id]).await?)
}

/// Every import, newest first.
pub async fn all(sql: &mut impl Sql) -> Result<Vec<Import>> {
    sql.all("select * from imports order by began_at desc, id desc", values![]).await?.iter().map(from).collect()
}

/// The import of this blog into this class that was begun and not finished.
pub async fn unfinished(sql: &mut impl Sql, class: &ClassId, site: &str) -> Result<Option<Import>> {
    sql.maybe(
        "select * from imports where class_id = $1 and site = $2 and finished_at is null and undone_at is null",
        values![class, site],
    )
    .await?
    .as_ref()
    .map(from)
    .transpose()
}

/// An import to bring something in with, while nobody else does. Errors: [`Error::Missing`](crate::error::Error::Missing)
/// when it was taken away meanwhile.
pub async fn hold(tx: &mut Tx, id: &ImportId) -> Result<()> {
    if tx.is_postgres() {
        tx.one("select id from imports where id = $1 and undone_at is null for update", values![id]).await?;
    } else {
        tx.one("select id from imports where id = $1 and undone_at is null", values![id]).await?;
    }
    Ok(())
}

pub async fn set_finished(tx: &mut Tx, id: &ImportId, now: Timestamp) -> Result<()> {
    tx.change("update imports set finished_at = $2 where id = $1 and undone_at is null", values![id, now]).await
}

/// Errors: [`Error::Missing`](crate::error::Error::Missing) when it was taken away already.
pub async fn set_undone(tx: &mut Tx, id: &ImportId, now: Timestamp) -> Result<()> {
    tx.change("update imports set undone_at = $2 where id = $1 and undone_at is null", values![id, now]).await
}

/// What came in under this mark, whatever has become of it since.
pub async fn known(sql: &mut impl Sql, mark: &str) -> Result<Option<ItemId>> {
    let row = sql.maybe("select item_id from imported where mark = $1", values![mark]).await?;
    row.map(|row| row.get("item_id")).transpose()
}

pub async fn remember(tx: &mut Tx, mark: &str, item: &ItemId, import: &ImportId) -> Result<()> {
    tx.change("insert into imported (mark, item_id, import_id) values ($1, $2, $3)", values![mark, item, import]).await
}

/// Some of what an import brought in and that is still there, posts first.
pub async fn standing(sql: &mut impl Sql, id: &ImportId, limit: u32) -> Result<Vec<Item>> {
    sql.all(
        "select i.* from imported m join items i on i.id = m.item_id
         where m.import_id = $1 and i.withdrawn_at is null and i.gone_at is null order by i.kind, i.id limit $2",
        values![id, limit],
    )
    .await?
    .iter()
    .map(items::from)
    .collect()
}

/// How many posts and comments an import brought in that are still there.
pub async fn counts(sql: &mut impl Sql, id: &ImportId) -> Result<(i64, i64)> {
    let row = sql
        .one(
            "select count(case when i.kind = $2 then 1 end) as posts, count(case when i.kind = $3 then 1 end) as comments
             from imported m join items i on i.id = m.item_id
             where m.import_id = $1 and i.withdrawn_at is null and i.gone_at is null",
            values![id, ItemKind::Article.as_str(), ItemKind::Comment.as_str()],
        )
        .await?;
    Ok((row.get("posts")?, row.get("comments")?))
}

/// It may come in again.
pub async fn forget(tx: &mut Tx, item: &ItemId) -> Result<()> {
    tx.run("delete from imported where item_id = $1", values![item]).await?;
    Ok(())
}

/// Forgets what a class that is erased had brought in, and from where.
pub async fn forget_class(tx: &mut Tx, class: &ClassId) -> Result<()> {
    tx.run("delete from imported where import_id in (select id from imports where class_id = $1)", values![class])
        .await?;
    tx.run("delete from imports where class_id = $1", values![class]).await?;
    Ok(())
}

fn from(row: &Row) -> Result<Import> {
    Ok(Import {
        id: row.get("id")?,
        class: row.get("class_id")?,
        site: row.get("site")?,
        staff: row.get("staff_id")?,
        began_at: row.get("began_at")?,
        finished_at: row.get("finished_at")?,
        undone_at: row.get("undone_at")?,
    })
}
