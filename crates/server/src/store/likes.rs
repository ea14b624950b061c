//! "Oak class liked this": one row a class and item, no count, no person.

use jiff::Timestamp;
use url::Url;

use super::{Sql, Tx};
use crate::domain::ids::{ClassId, ItemId, LikeId, RemoteClassId};
use crate::error::Result;
use crate::values;

/// A partner class likes an item of ours. A second like of the same class takes the place of its first, and one under
/// the id of another's like changes nothing.
pub async fn from_partner(
    tx: &mut Tx,
    id: &LikeId,
    item: &ItemId,
    remote: &RemoteClassId,
    wire_id: &Url,
    now: Timestamp,
) -> Result<()> {
    tx.run(
        "update likes set undone_at = $3 where item_id = $1 and remote_class_id = $2 and undone_at is null",
        values![item, remote, now],
    )
    .await?;
    tx.run(
        "insert into likes (id, item_id, remote_class_id, wire_id, created_at) values ($1, $2, $3, $4, $5)
         on conflict (wire_id) do update set undone_at = null
            where likes.remote_class_id = excluded.remote_class_id and likes.item_id = excluded.item_id",
        values![id, item, remote, wire_id, now],
    )
    .await?;
    Ok(())
}

/// A partner class likes it no more; nothing happens if it did not.
pub async fn undone_by_partner(tx: &mut Tx, item: &ItemId, remote: &RemoteClassId, now: Timestamp) -> Result<()> {
    tx.run(
        "update likes set undone_at = $3 where item_id = $1 and remote_class_id = $2 and undone_at is null",
        values![item, remote, now],
    )
    .await?;
    Ok(())
}

/// Wire id of what a partner class liked by this activity.
pub async fn object_of(sql: &mut impl Sql, wire_id: &Url) -> Result<Option<Url>> {
    let row = sql
        .maybe(
            "select i.wire_id from likes l join items i on i.id = l.item_id where l.wire_id = $1 and l.remote_class_id is not null",
            values![wire_id],
        )
        .await?;
    row.map(|row| row.get("wire_id")).transpose()
}

/// One of our classes likes an item. Errors: conflict when it does so already.
pub async fn ours(
    tx: &mut Tx,
    id: &LikeId,
    item: &ItemId,
    class: &ClassId,
    wire_id: &Url,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "insert into likes (id, item_id, class_id, wire_id, created_at) values ($1, $2, $3, $4, $5)",
        values![id, item, class, wire_id, now],
    )
    .await
}

/// The wire id of our class's like that stands.
pub async fn standing(sql: &mut impl Sql, item: &ItemId, class: &ClassId) -> Result<Option<Url>> {
    let row = sql
        .maybe(
            "select wire_id from likes where item_id = $1 and class_id = $2 and undone_at is null",
            values![item, class],
        )
        .await?;
    row.map(|row| row.get("wire_id")).transpose()
}

pub async fn take_back(tx: &mut Tx, item: &ItemId, class: &ClassId, now: Timestamp) -> Result<()> {
    tx.change(
        "update likes set undone_at = $3 where item_id = $1 and class_id = $2 and undone_at is null",
        values![item, class, now],
    )
    .await
}

/// The names of the classes that liked an item: ours, and accepted partner classes by the name we gave them.
pub async fn names(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<String>> {
    sql.all(
        "select distinct coalesce(c.name, r.name) as name from likes l
         left join classes c on c.id = l.class_id
         left join remote_classes r on r.id = l.remote_class_id
         left join partner_schools p on p.id = r.partner_id
         left join items i on i.id = l.item_id
         where l.item_id = $1 and l.undone_at is null
           and (l.class_id is not null
             or (p.state = 'trusted' and p.held_at is null and r.hidden_at is null and r.gone_at is null and r.name is not null
               and not exists (select 1 from schools where federation_paused_at is not null)
               and exists (select 1 from follows f where f.remote_class_id = r.id and f.class_id = i.class_id
                 and f.direction = 'in' and f.state = 'accepted')))
         order by 1",
        values![item],
    )
    .await?
    .iter()
    .map(|row| row.get("name"))
    .collect()
}
