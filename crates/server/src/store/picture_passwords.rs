//! The pictures by which pupils are known, and the tries that were wrong.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::gone::Gone;
use crate::domain::ids::{ClassId, PupilId};
use crate::domain::picture_passwords::{Length, PicturePassword};
use crate::error::Result;
use crate::values;

/// Gives a pupil pictures in the place of any they had; what was wrong with those is forgotten.
pub async fn put(tx: &mut Tx, pupil: &PupilId, mark: &str, length: Length, now: Timestamp) -> Result<()> {
    forget(tx, pupil, now).await?;
    tx.change(
        "insert into picture_passwords (pupil_id, mark, length, created_at) values ($1, $2, $3, $4)",
        values![pupil, mark, length.as_str(), now],
    )
    .await
}

/// From this moment no pictures open anything for this pupil.
pub async fn forget(tx: &mut Tx, pupil: &PupilId, now: Timestamp) -> Result<()> {
    tx.gone(Gone::Pictures(pupil.clone(), now));
    tx.run("delete from picture_tries where pupil_id = $1", values![pupil]).await?;
    tx.run("delete from picture_passwords where pupil_id = $1", values![pupil]).await?;
    Ok(())
}

/// The same for those that were given before a moment. Returns how many there were.
pub async fn forget_older(tx: &mut Tx, pupil: &PupilId, than: Timestamp) -> Result<u64> {
    tx.run("delete from picture_passwords where pupil_id = $1 and created_at < $2", values![pupil, than]).await
}

/// The pictures of a pupil who has not left.
pub async fn get(sql: &mut impl Sql, pupil: &PupilId) -> Result<Option<PicturePassword>> {
    let row = sql
        .maybe(
            "select w.*, (select cast(coalesce(sum(t.wrong), 0) as bigint) from picture_tries t where t.pupil_id = w.pupil_id) as wrong
             from picture_passwords w join pupils p on p.id = w.pupil_id where w.pupil_id = $1 and p.left_at is null",
            values![pupil],
        )
        .await?;
    row.as_ref().map(from).transpose()
}

/// The same, and nobody else tries them until the commit.
pub async fn to_try(tx: &mut Tx, pupil: &PupilId) -> Result<Option<PicturePassword>> {
    if tx.is_postgres() {
        tx.all("select pupil_id from picture_passwords where pupil_id = $1 for update", values![pupil]).await?;
    }
    get(tx, pupil).await
}

/// The pictures of a class's pupils, those who have left aside.
pub async fn of_class(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<(PupilId, PicturePassword)>> {
    sql.all(
        "select w.*, (select cast(coalesce(sum(t.wrong), 0) as bigint) from picture_tries t where t.pupil_id = w.pupil_id) as wrong
         from class_pupils m join picture_passwords w on w.pupil_id = m.pupil_id join pupils p on p.id = w.pupil_id
         where m.class_id = $1 and p.left_at is null order by w.pupil_id",
        values![class],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("pupil_id")?, from(row)?)))
    .collect()
}

/// Counts a wrong try from this browser.
pub async fn wrong(tx: &mut Tx, pupil: &PupilId, device: &str, now: Timestamp) -> Result<()> {
    tx.change("update picture_passwords set wrong_at = $2 where pupil_id = $1", values![pupil, now]).await?;
    tx.change(
        "insert into picture_tries (pupil_id, device, wrong) values ($1, $2, 1)
         on conflict (pupil_id, device) do update set wrong = picture_tries.wrong + 1",
        values![pupil, device],
    )
    .await
}

/// They were right: what was wrong in this browser before is taken back, and nothing of what was wrong elsewhere.
pub async fn right(tx: &mut Tx, pupil: &PupilId, device: &str, now: Timestamp) -> Result<()> {
    tx.change(
        "insert into picture_tries (pupil_id, device, wrong, right_at) values ($1, $2, 0, $3)
         on conflict (pupil_id, device) do update set wrong = 0, right_at = excluded.right_at",
        values![pupil, device, now],
    )
    .await?;
    tx.change("update picture_passwords set last_used_at = $2 where pupil_id = $1", values![pupil, now]).await
}

/// Whether somebody of this class has come in from this browser.
pub async fn is_known(sql: &mut impl Sql, class: &ClassId, device: &str) -> Result<bool> {
    let row = sql
        .maybe(
            "select t.device from picture_tries t join class_pupils m on m.pupil_id = t.pupil_id
             where m.class_id = $1 and t.device = $2 and t.right_at is not null limit 1",
            values![class, device],
        )
        .await?;
    Ok(row.is_some())
}

/// Wrong tries for a class's pupils, from browsers that are not known to it.
pub async fn wrong_of_strangers(sql: &mut impl Sql, class: &ClassId) -> Result<i64> {
    sql.one(
        "select cast(coalesce(sum(t.wrong), 0) as bigint) as wrong
         from picture_tries t join class_pupils m on m.pupil_id = t.pupil_id
         where m.class_id = $1 and t.device not in (select k.device from picture_tries k
            join class_pupils n on n.pupil_id = k.pupil_id where n.class_id = $1 and k.right_at is not null)",
        values![class],
    )
    .await?
    .get("wrong")
}

/// What was wrong for the pupils of a class is forgotten: their pictures rest no more. Browsers that are known stay so.
pub async fn wake_class(tx: &mut Tx, class: &ClassId) -> Result<()> {
    tx.run(
        "update picture_tries set wrong = 0 where pupil_id in (select pupil_id from class_pupils where class_id = $1)",
        values![class],
    )
    .await?;
    Ok(())
}

fn from(row: &Row) -> Result<PicturePassword> {
    Ok(PicturePassword {
        mark: row.get("mark")?,
        length: row.word("length")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        wrong: row.get("wrong")?,
        wrong_at: row.get("wrong_at")?,
    })
}
