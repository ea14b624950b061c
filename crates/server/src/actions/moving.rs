//! A school's database moved to another one, on whichever engine: everything or nothing, and compared row for row.

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::store::copying::{self, Sum, Table};
use crate::store::{self, Database};

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
    let (mut source, mut target) = (from.begin().await?, to.begin().await?);
    copying::freeze(&mut source).await?;
    let tables = copying::tables(&mut source).await?;
    same_schema(&tables, &copying::tables(&mut target).await?)?;
    let mut all = 0;
    for table in &tables {
        all += copying::count(&mut source, table).await?;
        // A new database has the head of an audit log that has no lines.
        if table.name != "audit_head" && copying::count(&mut target, table).await? > 0 {
            return Err(Error::Conflict(
                "there is something in the database that is to be moved to; give it an empty one".to_owned(),
            ));
        }
    }
    tell(Progress::Begins(all));

    copying::make_room(&mut target, &tables).await?;
    let mut sums: Vec<Sum> = Vec::with_capacity(tables.len());
    for table in &tables {
        tell(Progress::Table(table.name.clone()));
        sums.push(copying::copy(&mut source, &mut target, table, |rows| tell(Progress::Rows(rows))).await?);
    }
    copying::settle(&mut target, &tables).await?;
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

/// Both were brought up to date by this program when they were opened.
fn same_schema(ours: &[Table], theirs: &[Table]) -> Result<()> {
    let shape = |tables: &[Table]| {
        let mut shape: Vec<_> = tables.iter().map(|table| (table.name.clone(), table.columns.clone())).collect();
        shape.sort_by(|one, other| one.0.cmp(&other.0));
        shape
    };
    if shape(ours) == shape(theirs) {
        return Ok(());
    }
    Err(Error::Conflict("the two databases have different tables; something else is in one of them".to_owned()))
}
