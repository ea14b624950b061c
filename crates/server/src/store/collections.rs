//! Posts under which a class collects short pieces.

use jiff::Timestamp;

use super::{Sql, Tx};
use crate::domain::ids::{ClassId, ItemId};
use crate::error::Result;
use crate::values;

/// Opens a collection under a post, again perhaps, or closes the one that is there. Says whether that changed anything.
pub async fn set(tx: &mut Tx, item: &ItemId, is_open: bool, now: Timestamp) -> Result<bool> {
    let changed = if is_open {
        tx.run(
            "insert into collections (item_id, opened_at) values ($1, $2)
             on conflict (item_id) do update set closed_at = null where collections.closed_at is not null",
            values![item, now],
        )
        .await?
    } else {
        tx.run("update collections set closed_at = $2 where item_id = $1 and closed_at is null", values![item, now])
            .await?
    };
    Ok(changed > 0)
}

/// Whether pieces can be added to the collection under a post. None where nothing is collected.
pub async fn is_open(sql: &mut impl Sql, item: &ItemId) -> Result<Option<bool>> {
    let found = sql.maybe("select closed_at from collections where item_id = $1", values![item]).await?;
    found.map(|row| Ok(row.get::<Option<Timestamp>>("closed_at")?.is_none())).transpose()
}

/// The posts of a class under which pieces can be added, the newest collection first. Who may see them, is another question.
pub async fn open_of_class(sql: &mut impl Sql, class: &ClassId, limit: u32) -> Result<Vec<ItemId>> {
    sql.all(
        "select c.item_id from collections c join items i on i.id = c.item_id
         where c.closed_at is null and i.class_id = $1 and i.withdrawn_at is null and i.published_at is not null
         order by c.opened_at desc, c.item_id limit $2",
        values![class, limit],
    )
    .await?
    .iter()
    .map(|row| row.get("item_id"))
    .collect()
}
