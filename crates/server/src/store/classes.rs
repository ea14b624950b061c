//! Class blogs.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::classes::{ClassBlog, Slug};
use crate::domain::erasures::Subject;
use crate::domain::gone::{Gone, Shut};
use crate::domain::ids::{ClassId, PupilId};
use crate::domain::writing_help::WritingHelp;
use crate::error::{Error, Result};
use crate::values;

/// Errors: [`Error::Conflict`] when another class has that slug.
pub async fn insert(tx: &mut Tx, class: &ClassBlog) -> Result<()> {
    tx.change(
        "insert into classes (id, slug, name, kind, crest, colour, about, language, year_order, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            &class.id,
            class.slug.as_str(),
            &class.name,
            class.kind.as_str(),
            &class.crest,
            i64::from(class.colour),
            &class.about,
            &class.language,
            class.year_order,
            class.created_at
        ],
    )
    .await
}

/// How it is called and looks; its address stays.
pub async fn update(tx: &mut Tx, class: &ClassBlog) -> Result<()> {
    tx.change(
        "update classes set name = $2, crest = $3, colour = $4, about = $5, year_order = $6 where id = $1",
        values![&class.id, &class.name, &class.crest, i64::from(class.colour), &class.about, class.year_order],
    )
    .await
}

/// What its teacher lays beside the words of who writes.
pub async fn writing_help(sql: &mut impl Sql, id: &ClassId) -> Result<WritingHelp> {
    let row = sql.one("select starters, word_bank from classes where id = $1", values![id]).await?;
    let (starters, words): (String, String) = (row.get("starters")?, row.get("word_bank")?);
    Ok(WritingHelp::kept(&starters, &words))
}

pub async fn set_writing_help(tx: &mut Tx, id: &ClassId, help: &WritingHelp) -> Result<()> {
    tx.change(
        "update classes set starters = $2, word_bank = $3 where id = $1",
        values![id, help.starters.join("\n"), help.words.join("\n")],
    )
    .await
}

/// From this moment it has no pages, and other servers are told that it is gone. Errors: [`Error::Missing`] when it is so already.
pub async fn close(tx: &mut Tx, id: &ClassId, now: Timestamp) -> Result<()> {
    tx.change("update classes set closed_at = $2 where id = $1 and closed_at is null", values![id, now]).await?;
    tx.gone(Gone::Erased(Subject::Class(id.clone()), Shut::Shut));
    Ok(())
}

/// Forgets what a closed class said of itself, and to who wrote for it.
pub async fn forget(tx: &mut Tx, id: &ClassId) -> Result<()> {
    let forgotten =
        "update classes set about = '', starters = '', word_bank = '' where id = $1 and closed_at is not null";
    tx.change(forgotten, values![id]).await
}

pub async fn get(sql: &mut impl Sql, id: &ClassId) -> Result<ClassBlog> {
    from(&sql.one("select * from classes where id = $1", values![id]).await?)
}

pub async fn by_slug(sql: &mut impl Sql, slug: &str) -> Result<ClassBlog> {
    from(&sql.one("select * from classes where slug = $1", values![slug]).await?)
}

/// Every open class and group, in year order.
pub async fn all(sql: &mut impl Sql) -> Result<Vec<ClassBlog>> {
    sql.all("select * from classes where closed_at is null order by kind, year_order, name", values![])
        .await?
        .iter()
        .map(from)
        .collect()
}

pub async fn of_pupil(sql: &mut impl Sql, pupil: &PupilId) -> Result<Vec<ClassBlog>> {
    sql.all(
        "select c.* from classes c join class_pupils m on m.class_id = c.id
         where m.pupil_id = $1 and c.closed_at is null order by c.kind, c.year_order, c.name",
        values![pupil],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

fn from(row: &Row) -> Result<ClassBlog> {
    let slug: String = row.get("slug")?;
    Ok(ClassBlog {
        id: row.get("id")?,
        slug: slug.parse::<Slug>().map_err(|_| Error::Internal(anyhow::anyhow!("class with slug {slug:?}")))?,
        name: row.get("name")?,
        kind: row.word("kind")?,
        crest: row.get("crest")?,
        colour: u8::try_from(row.get::<i64>("colour")?).unwrap_or(1),
        about: row.get("about")?,
        language: row.get("language")?,
        year_order: row.get("year_order")?,
        created_at: row.get("created_at")?,
        closed_at: row.get("closed_at")?,
    })
}
