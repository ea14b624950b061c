//! A school's database moved to another one, on whichever engine: everything or nothing, and compared row for row.

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::store::copying::{self, Sum};
use crate::store::{self, Database, export};

/// One table that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub table: String,
    pub rows: u64,
}

/// How far it is, for a person who waits.
pub enum Progress {
    /// So many rows are to be written, and read again.
    Begins(u64),
    Table(String),
    Rows(u64),
    Compares(String),
}

/// Moves everything into an empty database, in one transaction there. The one it comes from stays as it is.
///
/// Errors: [`Error::Conflict`] with a sentence when one of them is in use, or the other is not empty; anything else has left the
/// other one empty, too.
pub async fn move_database(
    from: &Database,
    to: &Database,
    now: Timestamp,
    mut tell: impl FnMut(Progress),
) -> Result<Vec<Moved>> {
    for database in [from, to] {
        super::nodes::nobody_serves(database, now).await?;
    }
    if store::schools::get(&mut from.read()).await?.is_none() {
        return Err(Error::Conflict("there is no school in the database that is to be moved".to_owned()));
    }
    // All of it is of one moment, whatever is written meanwhile.
    let mut source = from.snapshot().await?;
    let tables = export::tables(&mut source).await?;
    // Both were brought up to date by this program when they were opened.
    if tables != export::tables(&mut to.snapshot().await?).await? {
        return Err(Error::Conflict(
            "the two databases have different tables; something else is in one of them".to_owned(),
        ));
    }
    let mut target = to.begin().await?;
    let mut all = 0;
    for table in &tables {
        all += export::count(&mut source, table).await?;
        // A new database has the head of an audit log that has no lines.
        if table.name != "audit_head" && export::count(&mut target, table).await? > 0 {
            return Err(Error::Conflict(
                "there is something in the database that is to be moved to; give it an empty one".to_owned(),
            ));
        }
    }
    tell(Progress::Begins(all));

    export::open_up(&mut target, &tables).await?;
    let mut sums: Vec<Sum> = Vec::with_capacity(tables.len());
    for table in &tables {
        tell(Progress::Table(table.name.clone()));
        sums.push(copying::copy(&mut source, &mut target, table, |rows| tell(Progress::Rows(rows))).await?);
    }
    export::close_up(&mut target).await?;
    for (table, sum) in tables.iter().zip(&sums) {
        tell(Progress::Compares(table.name.clone()));
        let there = copying::sum(&mut target, table, |rows| tell(Progress::Rows(rows))).await?;
        if there != *sum {
            return Err(Error::Internal(anyhow::anyhow!(
                "the rows of {} are not what they were: {} were read, {} are there; nothing was moved",
                table.name,
                sum.rows,
                there.rows
            )));
        }
    }
    target.commit().await?;
    drop(source);
    Ok(tables.into_iter().zip(sums).map(|(table, sum)| Moved { table: table.name, rows: sum.rows }).collect())
}
