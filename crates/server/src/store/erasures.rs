//! What is being erased, and what it takes with it.

use jiff::Timestamp;

use super::values::json;
use super::{Row, Sql, Tx};
use crate::domain::erasures::{Counts, Erasure, Subject};
use crate::domain::ids::ErasureId;
use crate::error::{Error, Result};
use crate::values;

pub async fn insert(tx: &mut Tx, erasure: &Erasure) -> Result<()> {
    tx.change(
        "insert into erasures (id, subject, reason, asked_by, asked_at, purge_at, counts) values ($1, $2, $3, $4, $5, $6, $7)",
        values![
            &erasure.id,
            erasure.subject.to_string(),
            erasure.reason.as_str(),
            &erasure.asked_by,
            erasure.asked_at,
            erasure.purge_at,
            json(&erasure.counts)?
        ],
    )
    .await
}

pub async fn get(sql: &mut impl Sql, id: &ErasureId) -> Result<Erasure> {
    from(&sql.one("select * from erasures where id = $1", values![id]).await?)
}

/// The newest first.
pub async fn all(sql: &mut impl Sql, limit: u32) -> Result<Vec<Erasure>> {
    sql.all("select * from erasures order by asked_at desc, id desc limit $1", values![limit])
        .await?
        .iter()
        .map(from)
        .collect()
}

/// Those whose last trace is to go now.
pub async fn due(sql: &mut impl Sql, now: Timestamp) -> Result<Vec<Erasure>> {
    sql.all(
        "select * from erasures where purge_at <= $1 and called_off_at is null and done_at is null order by asked_at, id",
        values![now],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// The one that is under way for this subject.
pub async fn open_for(sql: &mut impl Sql, subject: &Subject) -> Result<Option<Erasure>> {
    sql.maybe(
        "select * from erasures where subject = $1 and called_off_at is null and done_at is null",
        values![subject.to_string()],
    )
    .await?
    .as_ref()
    .map(from)
    .transpose()
}

/// Errors: [`Error::Missing`] when it was called off, or done, already.
pub async fn call_off(tx: &mut Tx, id: &ErasureId, now: Timestamp) -> Result<()> {
    tx.change(
        "update erasures set called_off_at = $2 where id = $1 and called_off_at is null and done_at is null",
        values![id, now],
    )
    .await
}

pub async fn set_done(tx: &mut Tx, id: &ErasureId, now: Timestamp) -> Result<()> {
    tx.change("update erasures set done_at = $2 where id = $1 and done_at is null", values![id, now]).await
}

/// What opens something for a pupil, and for a class.
const PUPILS_KEYS: &str = "select count(*) from (select id from cards where pupil_id = $1 and revoked_at is null
    union all select pupil_id from picture_passwords where pupil_id = $1) k";
const CLASSS_KEYS: &str = "select count(*) from (select id from family_links where class_id = $1 and revoked_at is null
    union all select id from posters where class_id = $1 and revoked_at is null) k";

/// What would go with it now.
pub async fn counts(sql: &mut impl Sql, subject: &Subject) -> Result<Counts> {
    let (whose, id, cards, session) = match subject {
        Subject::Pupil(id) => ("pupil_id", id.to_string(), PUPILS_KEYS, format!("pupil:{id}")),
        Subject::Class(id) => ("class_id", id.to_string(), CLASSS_KEYS, format!("family:{id}")),
    };
    let written = "exists (select 1 from revisions r where r.item_id = i.id and r.hash <> '')";
    let row = sql
        .fetch_one(
            super::database::ours(format!(
                "select
                    (select count(*) from items i where i.{whose} = $1 and i.kind = 'article' and {written}) as posts,
                    (select count(*) from items i where i.{whose} = $1 and i.kind = 'comment' and {written}) as comments,
                    (select count(*) from items i join items u on u.article_id = i.id where i.{whose} = $1
                        and u.withdrawn_at is null and u.gone_at is null and (u.{whose} is null or u.{whose} <> $1)) as answers,
                    (select count(distinct rp.picture_id) from items i join revisions v on v.item_id = i.id
                        join revision_pictures rp on rp.revision_id = v.id where i.{whose} = $1) as pictures,
                    ({cards}) as cards,
                    (select count(*) from sessions where subject = $2) as sessions,
                    (select count(distinct r.host) from items i join recipients r on r.item_id = i.id
                        left join deliveries d on d.activity_id = r.activity_id and d.inbox = r.inbox
                        where i.{whose} = $1 and r.verb <> 'delete'
                          and (d.id is null or d.delivered_at is not null or d.attempts > 0 or d.leased_until is not null)) as schools,
                    (select count(*) from items i join worries w on w.item_id = i.id
                        where i.{whose} = $1 and (w.closed_at is null or w.outcome = 'kept')) as cases"
            )),
            values![id, session],
        )
        .await?;
    Ok(Counts {
        posts: row.get("posts")?,
        comments: row.get("comments")?,
        answers: row.get("answers")?,
        pictures: row.get("pictures")?,
        cards: row.get("cards")?,
        sessions: row.get("sessions")?,
        schools: row.get("schools")?,
        cases: row.get("cases")?,
    })
}

fn from(row: &Row) -> Result<Erasure> {
    let subject: String = row.get("subject")?;
    Ok(Erasure {
        id: row.get("id")?,
        subject: subject.parse().map_err(|why: &str| Error::Internal(anyhow::anyhow!("{subject:?}: {why}")))?,
        reason: row.word("reason")?,
        asked_by: row.get("asked_by")?,
        asked_at: row.get("asked_at")?,
        purge_at: row.get("purge_at")?,
        counts: row.json("counts")?,
        called_off_at: row.get("called_off_at")?,
        done_at: row.get("done_at")?,
    })
}
