//! Pictures: what we know of each stored file, and which ones are still to be fetched.

use jiff::Timestamp;
use url::Url;

use super::{Row, Sql, Tx};
use crate::domain::ids::{ItemId, PictureId, RemoteClassId, RevisionId};
use crate::domain::pictures::Picture;
use crate::error::Result;
use crate::values;

/// A partner's picture that is still to be fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    pub revision: RevisionId,
    pub position: i64,
    pub source: Url,
    pub source_digest: Option<String>,
    pub remote_class: RemoteClassId,
    pub failures: i64,
}

/// Says that somebody is about to put this file there. Committed before they do, so that nobody takes it away meanwhile.
pub async fn expect_file(tx: &mut Tx, sha256: &str, now: Timestamp) -> Result<()> {
    tx.change(
        "insert into picture_files (sha256, put_at, unused_since) values ($1, $2, $2)
         on conflict (sha256) do update set put_at = excluded.put_at",
        values![sha256, now],
    )
    .await
}

/// Writes down a picture whose file is there.
pub async fn insert(tx: &mut Tx, picture: &Picture) -> Result<()> {
    // First, since it waits for whoever is just forgetting its last twin.
    tx.change("update picture_files set unused_since = null where sha256 = $1", values![&picture.sha256]).await?;
    tx.change(
        "insert into pictures (id, sha256, digest, media_type, width, height, size, owner, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            &picture.id,
            &picture.sha256,
            &picture.digest,
            &picture.media_type,
            picture.width,
            picture.height,
            picture.size,
            &picture.owner,
            picture.created_at
        ],
    )
    .await
}

pub async fn get(sql: &mut impl Sql, id: &PictureId) -> Result<Picture> {
    from(&sql.one("select * from pictures where id = $1", values![id]).await?)
}

/// Pictures still to be fetched, from schools that are trusted now.
const AWAITED: &str = "
    from revision_pictures rp
    join revisions v on v.id = rp.revision_id
    join items i on i.id = v.item_id
    join remote_classes r on r.id = i.remote_class_id
    join partner_schools p on p.id = r.partner_id
    where rp.state = 'waiting' and i.gone_at is null and p.state = 'trusted' and p.held_at is null
      and not exists (select 1 from schools where federation_paused_at is not null)";

/// When the next picture is to be fetched.
pub async fn next_due(sql: &mut impl Sql) -> Result<Option<Timestamp>> {
    let row =
        sql.fetch_one(super::database::ours(format!("select min(rp.due_at) as due_at {AWAITED}")), values![]).await?;
    row.get("due_at")
}

/// The pictures that are due to be fetched now, from schools that are trusted now; each is not due again for a minute.
pub async fn claim_due(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<Awaited>> {
    let lock = if tx.is_postgres() { " for update of rp skip locked" } else { "" };
    let rows = tx
        .fetch(
            super::database::ours(format!(
                "select rp.revision_id, rp.position, rp.source_url, rp.source_digest, rp.failures, i.remote_class_id
                 {AWAITED} and rp.due_at <= $1
                 order by rp.due_at limit $2{lock}"
            )),
            values![now, limit],
        )
        .await?;
    let due: Vec<Awaited> = rows
        .iter()
        .map(|row| {
            Ok(Awaited {
                revision: row.get("revision_id")?,
                position: row.get("position")?,
                source: row.get("source_url")?,
                source_digest: row.get("source_digest")?,
                remote_class: row.get("remote_class_id")?,
                failures: row.get("failures")?,
            })
        })
        .collect::<Result<_>>()?;
    for awaited in &due {
        tx.run(
            "update revision_pictures set due_at = $3 where revision_id = $1 and position = $2",
            values![&awaited.revision, awaited.position, now + jiff::SignedDuration::from_secs(60)],
        )
        .await?;
    }
    Ok(due)
}

/// The fetch failed; it is tried again at that time.
pub async fn fetch_failed(tx: &mut Tx, awaited: &Awaited, due_at: Timestamp) -> Result<()> {
    tx.run(
        "update revision_pictures set failures = failures + 1, due_at = $3 where revision_id = $1 and position = $2 and state = 'waiting'",
        values![&awaited.revision, awaited.position, due_at],
    )
    .await?;
    Ok(())
}

/// Pictures in no revision, made before that moment: uploads nobody used, and what was purged.
pub async fn orphans(sql: &mut impl Sql, before: Timestamp, limit: u32) -> Result<Vec<Picture>> {
    sql.all(
        "select p.* from pictures p where p.created_at < $1
           and not exists (select 1 from revision_pictures rp where rp.picture_id = p.id) limit $2",
        values![before, limit],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// The pictures of an item, in any of its wordings.
pub async fn of_item(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<Picture>> {
    sql.all(
        "select p.* from pictures p where p.id in
            (select rp.picture_id from revisions v join revision_pictures rp on rp.revision_id = v.id where v.item_id = $1)
         order by p.id",
        values![item],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

/// What somebody has uploaded, as `pupil:…`.
pub async fn of_owner(sql: &mut impl Sql, owner: &str) -> Result<Vec<Picture>> {
    sql.all("select * from pictures where owner = $1 order by id", values![owner]).await?.iter().map(from).collect()
}

/// Forgets a picture that is in no revision by now. Its file is unused from then on, unless another picture has it.
pub async fn delete(tx: &mut Tx, picture: &Picture, now: Timestamp) -> Result<()> {
    // Whoever else has this file waits here, so that of two who forget its last two pictures one sees that it is the last.
    tx.run("update picture_files set unused_since = $2 where sha256 = $1", values![&picture.sha256, now]).await?;
    tx.run(
        "delete from pictures where id = $1 and not exists (select 1 from revision_pictures rp where rp.picture_id = $1)",
        values![&picture.id],
    )
    .await?;
    tx.run(
        "update picture_files set unused_since = null
         where sha256 = $1 and exists (select 1 from pictures p where p.sha256 = $1)",
        values![&picture.sha256],
    )
    .await?;
    Ok(())
}

/// Files that no picture has, and that were last put there before that moment.
pub async fn unused_files(sql: &mut impl Sql, put_before: Timestamp, limit: u32) -> Result<Vec<String>> {
    let sql = sql.all(
        "select sha256 from picture_files where unused_since is not null and put_at < $1 order by unused_since limit $2",
        values![put_before, limit],
    );
    sql.await?.iter().map(|row| row.get("sha256")).collect()
}

/// Whether a file may be taken away. If so, its row is held until the commit, and whoever comes to put it there waits.
pub async fn forget_file(tx: &mut Tx, sha256: &str, put_before: Timestamp) -> Result<bool> {
    let forgotten = tx
        .run(
            "delete from picture_files where sha256 = $1 and unused_since is not null and put_at < $2",
            values![sha256, put_before],
        )
        .await?;
    Ok(forgotten > 0)
}

/// The names of pictures' files, in their order, after one of them.
pub async fn names(sql: &mut impl Sql, after: &str, limit: u32) -> Result<Vec<String>> {
    sql.all("select distinct sha256 from pictures where sha256 > $1 order by sha256 limit $2", values![after, limit])
        .await?
        .iter()
        .map(|row| row.get("sha256"))
        .collect()
}

/// Whether a picture with this file is known.
pub async fn is_named(sql: &mut impl Sql, sha256: &str) -> Result<bool> {
    Ok(sql.maybe("select id from pictures where sha256 = $1 limit 1", values![sha256]).await?.is_some())
}

pub(super) fn from(row: &Row) -> Result<Picture> {
    Ok(Picture {
        id: row.get("id")?,
        sha256: row.get("sha256")?,
        digest: row.get("digest")?,
        media_type: row.get("media_type")?,
        width: row.get("width")?,
        height: row.get("height")?,
        size: row.get("size")?,
        owner: row.get("owner")?,
        created_at: row.get("created_at")?,
    })
}
