//! Revisions: every wording an item ever had, until it is purged.

use jiff::Timestamp;
use url::Url;

use super::values::json;
use super::{Row, Sql, Tx, items};
use crate::domain::gone::Gone;
use crate::domain::ids::{ClassId, ItemId, PictureId, RevisionId, StaffId};
use crate::domain::items::Item;
use crate::domain::revisions::{Revision, RevisionPicture, Words};
use crate::error::Result;
use crate::values;

pub async fn insert(tx: &mut Tx, revision: &Revision, pictures: &[RevisionPicture]) -> Result<()> {
    let words = &revision.words;
    tx.change(
        "insert into revisions (id, item_id, number, hash, title, summary, warning, signature, language, source, html, linked_html, plain,
            links, flags, edited_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        values![
            &revision.id,
            &revision.item,
            revision.number,
            &revision.hash,
            &words.title,
            &words.summary,
            &words.warning,
            &words.signature,
            &words.language,
            &words.source,
            &words.html,
            &words.linked_html,
            &words.plain,
            json(&words.links)?,
            json(&revision.flags)?,
            revision.edited_by.as_ref(),
            revision.created_at
        ],
    )
    .await?;
    for picture in pictures {
        tx.change(
            "insert into revision_pictures (revision_id, position, picture_id, alt, people, source_url, source_digest, state, failures, due_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)",
            values![
                &revision.id,
                picture.position,
                picture.picture.as_ref(),
                &picture.alt,
                &picture.people,
                picture.source_url.as_ref(),
                picture.source_digest.as_deref(),
                picture.state.as_str(),
                revision.created_at
            ],
        )
        .await?;
    }
    Ok(())
}

pub async fn get(sql: &mut impl Sql, id: &RevisionId) -> Result<Revision> {
    from(&sql.one("select * from revisions where id = $1", values![id]).await?)
}

/// The number the next revision of an item gets.
pub async fn next_number(sql: &mut impl Sql, item: &ItemId) -> Result<i64> {
    sql.one("select coalesce(max(number), 0) + 1 as number from revisions where item_id = $1", values![item])
        .await?
        .get("number")
}

/// Every revision of an item, oldest first.
pub async fn of_item(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<Revision>> {
    sql.all("select * from revisions where item_id = $1 order by number", values![item])
        .await?
        .iter()
        .map(from)
        .collect()
}

pub async fn pictures(sql: &mut impl Sql, id: &RevisionId) -> Result<Vec<RevisionPicture>> {
    sql.all("select * from revision_pictures where revision_id = $1 order by position", values![id])
        .await?
        .iter()
        .map(picture_from)
        .collect()
}

/// What stands above an answer, for an adult at the gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Above {
    pub item: Item,
    pub words: Words,
    /// False while it waits itself.
    pub is_approved: bool,
    pub is_hidden: bool,
}

/// An item as a moderator of this class reads it above an answer: approved if it ever was, as it waits if not.
/// Errors: [`Error::Missing`](crate::error::Error::Missing) when it is sealed, removed or taken back, or was never this class's to see.
pub async fn above(sql: &mut impl Sql, item: &ItemId, class: &ClassId) -> Result<Above> {
    let row = sql
        .one(
            "select s.class_id, s.approved_revision_id, s.hidden_at, v.title, v.summary, v.warning, v.signature, v.language, v.source, v.html,
                v.linked_html, v.plain, v.links, i.id, i.kind, i.wire_id, i.class_id as author_class, i.pupil_id, i.staff_id, i.remote_class_id,
                i.slug, i.parent_id, i.article_id, i.audience, i.url, i.published_at as item_published_at, i.created_at, i.version_at,
                i.withdrawn_at, i.gone_at, i.sealed_at
             from items i
             join showings s on s.item_id = i.id
             join revisions v on v.id = coalesce(s.approved_revision_id, s.revision_id)
             where i.id = $1 and (s.class_id = $2 or s.class_id = i.class_id) and (s.state <> 'draft' or s.approved_revision_id is not null)
               and i.gone_at is null and i.withdrawn_at is null and i.sealed_at is null
             order by case when s.class_id = $2 then 0 else 1 end limit 1",
            values![item, class],
        )
        .await?;
    Ok(Above {
        item: items::from_joined(&row)?,
        words: words_from(&row)?,
        is_approved: row.get::<Option<String>>("approved_revision_id")?.is_some(),
        is_hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
    })
}

/// Another hash, because a picture of it came or was refused. Whoever looked before sees "changed since you looked".
pub async fn rehash(tx: &mut Tx, id: &RevisionId, hash: &str) -> Result<()> {
    tx.change("update revisions set hash = $2 where id = $1", values![id, hash]).await
}

/// Remembers the adult who changed a pupil's words.
pub async fn set_editor(tx: &mut Tx, id: &RevisionId, editor: &StaffId) -> Result<()> {
    tx.change("update revisions set edited_by = $2 where id = $1", values![id, editor]).await
}

/// A picture of a revision that was fetched, or finally refused.
pub async fn settle_picture(tx: &mut Tx, id: &RevisionId, position: i64, picture: Option<&PictureId>) -> Result<()> {
    let state = if picture.is_some() { "here" } else { "refused" };
    tx.change(
        "update revision_pictures set picture_id = $3, state = $4, due_at = null where revision_id = $1 and position = $2 and state = 'waiting'",
        values![id, position, picture, state],
    )
    .await
}

/// Notes the hash of a partner's wording as it came, which our approval of it names.
pub async fn note_wire_digest(tx: &mut Tx, revision: &RevisionId, digest: &str) -> Result<()> {
    tx.change("update revisions set wire_digest = $2 where id = $1", values![revision, digest]).await
}

/// Notes the letter that asked for a partner's wording to be approved; the answer names it.
pub async fn note_asked_by(tx: &mut Tx, revision: &RevisionId, letter: &Url) -> Result<()> {
    tx.change("update revisions set asked_by = $2 where id = $1", values![revision, letter]).await
}

/// Both of these, where they were noted.
pub async fn wire_marks(sql: &mut impl Sql, revision: &RevisionId) -> Result<(Option<String>, Option<Url>)> {
    let row = sql.one("select wire_digest, asked_by from revisions where id = $1", values![revision]).await?;
    Ok((row.get("wire_digest")?, row.get("asked_by")?))
}

/// Forgets every word of an item, also in what was decided and worried about it, its address, which was made of its title,
/// and which pictures it had; that it was there, and when, stays.
pub async fn purge(tx: &mut Tx, item: &ItemId) -> Result<()> {
    tx.run("update items set slug = null, url = null, purge_at = null where id = $1", values![item]).await?;
    tx.run("update decisions set reason = '', before = '', revision_hash = '' where item_id = $1", values![item])
        .await?;
    // A case that is open or kept is the safeguarding lead's; then the item is sealed and does not come here.
    tx.run("update worries set words = '', snapshot = '{}', closing_reason = '' where item_id = $1", values![item])
        .await?;
    tx.run("update removal_requests set words = '', contact = '', answer = '' where item_id = $1", values![item])
        .await?;
    // The case about an answer quotes what it answers.
    tx.run(
        "update worries set snapshot = '{}' where outcome = 'released' and item_id in (select id from items
            where parent_id = $1 and article_id = coalesce((select a.article_id from items a where a.id = $1), $1))",
        values![item],
    )
    .await?;
    tx.run(
        "update revisions set hash = '', title = '', summary = '', warning = '', signature = '', source = '', html = '', linked_html = '',
            plain = '', links = '[]', flags = '[]', wire_digest = null where item_id = $1",
        values![item],
    )
    .await?;
    tx.run("update showings set shown_html = null where item_id = $1", values![item]).await?;
    tx.run("delete from findable where item_id = $1", values![item]).await?;
    tx.run(
        "delete from revision_pictures where revision_id in (select id from revisions where item_id = $1)",
        values![item],
    )
    .await?;
    tx.run(
        "delete from allowed_links where revision_id in (select id from revisions where item_id = $1)",
        values![item],
    )
    .await?;
    tx.gone(Gone::Words(item.clone()));
    Ok(())
}

pub(super) fn words_from(row: &Row) -> Result<Words> {
    Ok(Words {
        title: row.get("title")?,
        summary: row.get("summary")?,
        warning: row.get("warning")?,
        signature: row.get("signature")?,
        language: row.get("language")?,
        source: row.get("source")?,
        html: row.get("html")?,
        linked_html: row.get("linked_html")?,
        plain: row.get("plain")?,
        links: row.json("links")?,
    })
}

fn from(row: &Row) -> Result<Revision> {
    Ok(Revision {
        id: row.get("id")?,
        item: row.get("item_id")?,
        number: row.get("number")?,
        hash: row.get("hash")?,
        words: words_from(row)?,
        flags: row.json("flags")?,
        edited_by: row.get("edited_by")?,
        created_at: row.get("created_at")?,
    })
}

fn picture_from(row: &Row) -> Result<RevisionPicture> {
    Ok(RevisionPicture {
        position: row.get("position")?,
        picture: row.get("picture_id")?,
        alt: row.get("alt")?,
        people: row.get("people")?,
        source_url: row.get("source_url")?,
        source_digest: row.get("source_digest")?,
        state: row.word("state")?,
    })
}
