//! Which class follows which, both ways.

use jiff::Timestamp;
use url::Url;

use super::partners::class_from;
use super::{Row, Sql, Tx};
use crate::domain::ids::{ClassId, FollowId, RemoteClassId};
use crate::domain::partners::{Direction, Follow, FollowState, RemoteClass};
use crate::error::Result;
use crate::values;

/// Writes a follow down, or begins an old one anew.
pub async fn put(tx: &mut Tx, follow: &Follow) -> Result<()> {
    tx.change(
        "insert into follows (id, class_id, remote_class_id, direction, state, wire_id, asked_at, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (class_id, remote_class_id, direction) do update set state = excluded.state, wire_id = excluded.wire_id,
            asked_at = excluded.asked_at, decided_at = excluded.decided_at, decided_by = null",
        values![
            &follow.id,
            &follow.class,
            &follow.remote,
            follow.direction.as_str(),
            follow.state.as_str(),
            &follow.wire_id,
            follow.asked_at,
            follow.decided_at
        ],
    )
    .await
}

pub async fn find(
    sql: &mut impl Sql,
    class: &ClassId,
    remote: &RemoteClassId,
    direction: Direction,
) -> Result<Option<Follow>> {
    let row = sql
        .maybe(
            "select * from follows where class_id = $1 and remote_class_id = $2 and direction = $3",
            values![class, remote, direction.as_str()],
        )
        .await?;
    row.as_ref().map(from).transpose()
}

pub async fn get(sql: &mut impl Sql, id: &FollowId) -> Result<Follow> {
    from(&sql.one("select * from follows where id = $1", values![id]).await?)
}

/// The follow that was asked for by this activity, in either direction.
pub async fn by_wire_id(sql: &mut impl Sql, wire_id: &Url) -> Result<Option<Follow>> {
    let row = sql.maybe("select * from follows where wire_id = $1", values![wire_id]).await?;
    row.as_ref().map(from).transpose()
}

pub async fn set_state(tx: &mut Tx, id: &FollowId, state: FollowState, now: Timestamp, by: Option<&str>) -> Result<()> {
    tx.change(
        "update follows set state = $2, decided_at = $3, decided_by = $4 where id = $1",
        values![id, state.as_str(), now, by],
    )
    .await
}

/// All follows of one class, newest first, with the class at the other end.
pub async fn of_class(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<(Follow, RemoteClass)>> {
    let rows = sql
        .all(
            "select f.id as follow_id, f.class_id, f.remote_class_id, f.direction, f.state, f.wire_id, f.asked_at, f.decided_at, r.*
             from follows f join remote_classes r on r.id = f.remote_class_id where f.class_id = $1 order by f.asked_at desc, f.id desc",
            values![class],
        )
        .await?;
    rows.iter().map(|row| Ok((joined_from(row)?, class_from(row)?))).collect()
}

/// How many classes wait for this class's teacher to accept them.
pub async fn waiting(sql: &mut impl Sql, class: &ClassId) -> Result<i64> {
    sql.one(
        "select count(*) as number from follows f join remote_classes r on r.id = f.remote_class_id join partner_schools p on p.id = r.partner_id
         where f.class_id = $1 and f.direction = 'in' and f.state = 'asked' and p.state = 'trusted' and p.held_at is null",
        values![class],
    )
    .await?
    .get("number")
}

/// The accepted followers of a class whose school is trusted, or was before a pause: who hears what the class says, some of
/// them when the pause is over.
pub async fn followers(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<RemoteClass>> {
    sql.all(
        "select r.* from follows f join remote_classes r on r.id = f.remote_class_id join partner_schools p on p.id = r.partner_id
         where f.class_id = $1 and f.direction = 'in' and f.state = 'accepted' and r.gone_at is null
           and p.state in ('trusted', 'paused')
         order by r.id",
        values![class],
    )
    .await?
    .iter()
    .map(class_from)
    .collect()
}

/// Every partner class that follows ours, is followed by it, or has been asked, while its school is trusted or paused.
pub async fn related(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<RemoteClass>> {
    sql.all(
        "select r.* from remote_classes r join partner_schools p on p.id = r.partner_id
         where r.gone_at is null and p.state in ('trusted', 'paused')
           and exists (select 1 from follows f where f.class_id = $1 and f.remote_class_id = r.id and f.state in ('asked', 'accepted'))
         order by r.id",
        values![class],
    )
    .await?
    .iter()
    .map(class_from)
    .collect()
}

/// The classes that ours is friends with, by the names our adults gave them, and their schools'. A class that nobody here
/// has named yet, whose school is not trusted just now, or that is hidden is nobody's friend.
pub async fn friends(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<(RemoteClass, String)>> {
    sql.all(
        "select r.*, p.name as school_name from remote_classes r join partner_schools p on p.id = r.partner_id
         where r.name is not null and r.hidden_at is null and r.gone_at is null and p.state = 'trusted' and p.held_at is null
           and not exists (select 1 from schools where federation_paused_at is not null)
           and exists (select 1 from follows f where f.class_id = $1 and f.remote_class_id = r.id and f.state = 'accepted')
         order by r.name, r.id",
        values![class],
    )
    .await?
    .iter()
    .map(|row| Ok((class_from(row)?, row.get("school_name")?)))
    .collect()
}

/// How many accepted followers or followed classes there are: all that the wire is told.
pub async fn count_accepted(sql: &mut impl Sql, class: &ClassId, direction: Direction) -> Result<i64> {
    sql.one(
        "select count(*) as number from follows where class_id = $1 and direction = $2 and state = 'accepted'",
        values![class, direction.as_str()],
    )
    .await?
    .get("number")
}

/// Our classes that follow this partner class and were accepted.
pub async fn following_classes(sql: &mut impl Sql, remote: &RemoteClassId) -> Result<Vec<ClassId>> {
    sql.all(
        "select class_id from follows where remote_class_id = $1 and direction = 'out' and state = 'accepted' order by class_id",
        values![remote],
    )
    .await?
    .iter()
    .map(|row| row.get("class_id"))
    .collect()
}

/// Ends everything between our classes and this one, as when its actor was deleted.
pub async fn end_all(tx: &mut Tx, remote: &RemoteClassId, now: Timestamp) -> Result<()> {
    tx.run(
        "update follows set state = 'ended', decided_at = $2 where remote_class_id = $1 and state <> 'ended'",
        values![remote, now],
    )
    .await?;
    Ok(())
}

/// The state of a follow between two actors, for judging a letter.
pub async fn state_between(
    sql: &mut impl Sql,
    class: &ClassId,
    remote_actor: &Url,
    direction: Direction,
) -> Result<Option<FollowState>> {
    let row = sql
        .maybe(
            "select f.state from follows f join remote_classes r on r.id = f.remote_class_id
             where f.class_id = $1 and r.actor = $2 and f.direction = $3",
            values![class, remote_actor, direction.as_str()],
        )
        .await?;
    row.map(|row| row.word("state")).transpose()
}

fn from(row: &Row) -> Result<Follow> {
    follow_from(row, "id")
}

fn joined_from(row: &Row) -> Result<Follow> {
    follow_from(row, "follow_id")
}

fn follow_from(row: &Row, id: &str) -> Result<Follow> {
    Ok(Follow {
        id: row.get(id)?,
        class: row.get("class_id")?,
        remote: row.get("remote_class_id")?,
        direction: row.word("direction")?,
        state: row.word("state")?,
        wire_id: row.get("wire_id")?,
        asked_at: row.get("asked_at")?,
        decided_at: row.get("decided_at")?,
    })
}
