//! What another school says of our comments under its posts.

use jiff::Timestamp;
use url::Url;

use super::{Row, Sql, Tx};
use crate::domain::answers::{Abroad, Answer};
use crate::domain::ids::{ItemId, RemoteClassId};
use crate::error::Result;
use crate::values;

/// In the place of what was said before.
pub async fn put(tx: &mut Tx, item: &ItemId, answer: &Answer) -> Result<()> {
    tx.run(
        "insert into answers (item_id, is_shown, approval, answered_at) values ($1, $2, $3, $4)
         on conflict (item_id) do update set is_shown = excluded.is_shown, approval = excluded.approval,
            answered_at = excluded.answered_at",
        values![item, answer.is_shown, answer.approval.as_ref(), answer.answered_at],
    )
    .await?;
    Ok(())
}

/// A class ends an approval of its own. Which comment of ours it was of; none if it is no approval that we know.
pub async fn by_approval(
    sql: &mut impl Sql,
    approval: &Url,
    remote: &RemoteClassId,
) -> Result<Option<(ItemId, Timestamp)>> {
    let row = sql
        .maybe(
            "select a.item_id, a.answered_at from answers a join items i on i.id = a.item_id join items p on p.id = i.parent_id
             where a.approval = $1 and p.remote_class_id = $2",
            values![approval, remote],
        )
        .await?;
    row.map(|row| Ok((row.get("item_id")?, row.get("answered_at")?))).transpose()
}

/// Nothing is said of it any more.
pub async fn forget(tx: &mut Tx, item: &ItemId) -> Result<()> {
    tx.run("delete from answers where item_id = $1", values![item]).await?;
    Ok(())
}

/// Where another server reads that a comment of ours was approved, as long as it is.
pub async fn approval(sql: &mut impl Sql, item: &ItemId) -> Result<Option<Url>> {
    let row = sql.maybe("select approval from answers where item_id = $1", values![item]).await?;
    row.map(|row| row.get("approval")).transpose().map(Option::flatten)
}

/// Where a comment of ours stands at the school whose post it is under. None for everything else, and for a school whose
/// silence says nothing; an answer to another comment is not told of.
pub async fn abroad(sql: &mut impl Sql, item: &ItemId) -> Result<Option<Abroad>> {
    let row = sql
        .maybe(
            "select a.is_shown, a.approval, a.answered_at, p.confirmed_at, p.confirmed_there_at
             from items i join items above on above.id = i.parent_id join remote_classes r on r.id = above.remote_class_id
                join partner_schools p on p.id = r.partner_id left join answers a on a.item_id = i.id
             where i.id = $1 and i.remote_class_id is null and i.parent_id = i.article_id",
            values![item],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let has_agreed = |column: &str| Ok::<_, crate::error::Error>(row.get::<Option<Timestamp>>(column)?.is_some());
    // The two have an agreement, so both are of our make.
    let tells = has_agreed("confirmed_at")? && has_agreed("confirmed_there_at")?;
    Ok(Abroad::of(answer(&row)?.as_ref(), tells))
}

fn answer(row: &Row) -> Result<Option<Answer>> {
    let Some(answered_at) = row.get("answered_at")? else { return Ok(None) };
    Ok(Some(Answer { is_shown: row.get("is_shown")?, approval: row.get("approval")?, answered_at }))
}
