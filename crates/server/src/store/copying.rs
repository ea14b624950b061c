//! A whole database as it is: its tables in the order of their references, read in batches, written as they were, and
//! summed up so that two databases can be compared row for row.

use std::collections::BTreeMap;

use anyhow::anyhow;
use sha2::{Digest as _, Sha256};

use super::database::ours;
use super::{Row, Sql, Tx, Value};
use crate::error::{Error, Result};
use crate::values;

/// Rows that are in memory at one time.
const BATCH: usize = 500;
/// Values in one statement: SQLite takes 32,766.
const VALUES: usize = 30_000;

/// A table as its database describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
    /// The columns of its primary key, in order.
    key: Vec<String>,
    /// Other tables that its rows name.
    after: Vec<String>,
    /// Its rows name rows of its own.
    names_itself: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Truth,
}

/// How many rows there are, and a sum over all that is in them, which does not depend on their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub rows: u64,
    digest: [u64; 4],
}

/// What each database keeps of its own making, and gets when it is opened.
const OWN: &str = "schema_migrations";

/// All tables, each after those that its rows name.
pub async fn tables(tx: &mut Tx) -> Result<Vec<Table>> {
    let mut found = BTreeMap::new();
    for name in names(tx).await?.into_iter().filter(|name| name != OWN) {
        let table = describe(tx, &name).await?;
        found.insert(name, table);
    }
    let mut ordered: Vec<Table> = Vec::with_capacity(found.len());
    while !found.is_empty() {
        let is_free = |table: &Table| table.after.iter().all(|other| ordered.iter().any(|known| known.name == *other));
        let Some(name) = found.values().find(|table| is_free(table)).map(|table| table.name.clone()) else {
            return Err(Error::Internal(anyhow!("these tables name each other in a circle: {:?}", found.keys())));
        };
        ordered.extend(found.remove(&name));
    }
    Ok(ordered)
}

async fn names(tx: &mut Tx) -> Result<Vec<String>> {
    let all = if tx.is_postgres() {
        "select cast(table_name as text) as name from information_schema.tables
         where table_schema = current_schema() and table_type = 'BASE TABLE'"
    } else {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'"
    };
    tx.all(all, values![]).await?.iter().map(|row| row.get("name")).collect()
}

async fn describe(tx: &mut Tx, name: &str) -> Result<Table> {
    let (columns, key, references) = if tx.is_postgres() {
        (
            "select cast(column_name as text) as name, cast(data_type as text) as kind from information_schema.columns
             where table_schema = current_schema() and table_name = $1 order by ordinal_position",
            "select cast(a.attname as text) as name
             from pg_index i
             join lateral unnest(i.indkey) with ordinality as k (number, place) on true
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
             where i.indisprimary and i.indrelid = cast($1 as regclass) order by k.place",
            "select distinct cast(o.relname as text) as name from pg_constraint c join pg_class o on o.oid = c.confrelid
             where c.contype = 'f' and c.conrelid = cast($1 as regclass)",
        )
    } else {
        (
            "select name, type as kind from pragma_table_info($1) order by cid",
            "select name from pragma_table_info($1) where pk > 0 order by pk",
            "select distinct \"table\" as name from pragma_foreign_key_list($1)",
        )
    };
    let columns = tx.all(columns, values![name]).await?;
    let columns: Vec<(String, Kind)> =
        columns.iter().map(|row| Ok((row.get("name")?, kind(&row.get::<String>("kind")?)?))).collect::<Result<_>>()?;
    let column = |row: &Row| row.get::<String>("name");
    let key: Vec<String> = tx.all(key, values![name]).await?.iter().map(column).collect::<Result<_>>()?;
    if key.is_empty() {
        return Err(Error::Internal(anyhow!("the table {name} has no primary key")));
    }
    let mut after: Vec<String> = tx.all(references, values![name]).await?.iter().map(column).collect::<Result<_>>()?;
    let names_itself = after.iter().any(|other| other == name);
    after.retain(|other| other != name);
    Ok(Table { name: name.to_owned(), columns, key, after, names_itself })
}

fn kind(declared: &str) -> Result<Kind> {
    // SQLite writes the usual ones in capitals.
    match &*declared.to_ascii_lowercase() {
        "text" => Ok(Kind::Text),
        "bigint" => Ok(Kind::Number),
        "boolean" => Ok(Kind::Truth),
        _ => Err(Error::Internal(anyhow!("a column of {declared} cannot be copied"))),
    }
}

/// How many rows a table has.
pub async fn count(tx: &mut Tx, table: &Table) -> Result<u64> {
    let row = tx.fetch_one(ours(format!("select count(*) as number from {}", table.name)), values![]).await?;
    Ok(u64::try_from(row.get::<i64>("number")?).unwrap_or(0))
}

/// From here on nothing that others write is seen, so that all tables are of one moment.
pub async fn freeze(tx: &mut Tx) -> Result<()> {
    // SQLite's one writer is alone anyway.
    if tx.is_postgres() {
        tx.run("set transaction isolation level repeatable read", values![]).await?;
        tx.run("set local statement_timeout = 0", values![]).await?;
        tx.run("set local idle_in_transaction_session_timeout = 0", values![]).await?;
    }
    Ok(())
}

/// Makes room: rows that name others of their own table may come in any order until [`settle`], and what a new database has
/// from its making goes.
pub async fn make_room(tx: &mut Tx, tables: &[Table]) -> Result<()> {
    if tx.is_postgres() {
        tx.run("set local statement_timeout = 0", values![]).await?;
        tx.run("set local idle_in_transaction_session_timeout = 0", values![]).await?;
        defer(tx, tables, "deferrable initially deferred").await?;
    } else {
        tx.all("pragma defer_foreign_keys = on", values![]).await?;
    }
    for table in tables.iter().rev() {
        tx.fetch(ours(format!("delete from {}", table.name)), values![]).await?;
    }
    Ok(())
}

/// Every reference is checked, and again at once from now on.
pub async fn settle(tx: &mut Tx, tables: &[Table]) -> Result<()> {
    if tx.is_postgres() {
        tx.run("set constraints all immediate", values![]).await?;
        return defer(tx, tables, "not deferrable").await;
    }
    // The commit would say it, too; here the table can be named.
    if let Some(row) = tx.maybe("select distinct \"table\" as name from pragma_foreign_key_check", values![]).await? {
        return Err(Error::Internal(anyhow!("rows of {} name others that are not there", row.get::<String>("name")?)));
    }
    Ok(())
}

async fn defer(tx: &mut Tx, tables: &[Table], how: &str) -> Result<()> {
    for table in tables.iter().filter(|table| table.names_itself) {
        let own = "select cast(conname as text) as name from pg_constraint
                   where contype = 'f' and conrelid = cast($1 as regclass) and confrelid = conrelid";
        for row in tx.all(own, values![&table.name]).await? {
            let name: String = row.get("name")?;
            tx.fetch(ours(format!("alter table {} alter constraint \"{name}\" {how}", table.name)), values![]).await?;
        }
    }
    Ok(())
}

/// Reads a table from one end to the other. Each batch is handed on, and all of it is summed up.
async fn read(tx: &mut Tx, table: &Table, mut each: impl AsyncFnMut(Vec<Vec<Value>>) -> Result<()>) -> Result<Sum> {
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let (columns, key) = (columns.join(", "), table.key.join(", "));
    let places: Vec<String> = (1..=table.key.len()).map(|place| format!("${place}")).collect();
    let first = format!("select {columns} from {} order by {key} limit {BATCH}", table.name);
    let next = format!(
        "select {columns} from {} where ({key}) > ({}) order by {key} limit {BATCH}",
        table.name,
        places.join(", ")
    );
    let mut sum = Sum::default();
    let mut last: Option<Vec<Value>> = None;
    loop {
        let rows = match last.take() {
            None => tx.fetch(ours(first.clone()), values![]).await?,
            Some(key) => tx.fetch(ours(next.clone()), key).await?,
        };
        let is_last = rows.len() < BATCH;
        let batch: Vec<Vec<Value>> = rows.iter().map(|row| row_of(table, row)).collect::<Result<_>>()?;
        for row in &batch {
            sum.add(row);
        }
        if let Some(row) = batch.last() {
            let of = |name: &String| {
                let place = table.columns.iter().position(|(column, _)| column == name);
                place.and_then(|place| row.get(place)).cloned()
            };
            last = table.key.iter().map(of).collect();
            each(batch).await?;
        }
        if is_last {
            return Ok(sum);
        }
    }
}

/// Sums a table up; tells how many rows it has read.
pub async fn sum(tx: &mut Tx, table: &Table, mut read_so_far: impl FnMut(u64)) -> Result<Sum> {
    read(tx, table, async |batch| {
        read_so_far(batch.len() as u64);
        Ok(())
    })
    .await
}

/// Copies a table's rows as they are, and sums them up as they were read; tells how many it has written.
pub async fn copy(from: &mut Tx, to: &mut Tx, table: &Table, mut written: impl FnMut(u64)) -> Result<Sum> {
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let width = columns.len();
    let begin = format!("insert into {} ({}) values ", table.name, columns.join(", "));
    read(from, table, async |batch| {
        for rows in batch.chunks((VALUES / width).max(1)) {
            let row = |number: usize| {
                let places: Vec<String> = (1..=width).map(|place| format!("${}", number * width + place)).collect();
                format!("({})", places.join(", "))
            };
            let places: Vec<String> = (0..rows.len()).map(row).collect();
            to.fetch(ours(format!("{begin}{}", places.join(", "))), rows.concat()).await?;
            written(rows.len() as u64);
        }
        Ok(())
    })
    .await
}

fn row_of(table: &Table, row: &Row) -> Result<Vec<Value>> {
    let value = |(name, kind): &(String, Kind)| {
        Ok(match kind {
            Kind::Text => Value::Text(row.get(name)?),
            Kind::Number => Value::Number(row.get(name)?),
            Kind::Truth => Value::Truth(row.get(name)?),
        })
    };
    table.columns.iter().map(value).collect()
}

impl Sum {
    /// No two rows of a table are alike, so that a sum of their digests cannot hide one behind another.
    fn add(&mut self, row: &[Value]) {
        let mut digest = Sha256::new();
        for value in row {
            match value {
                Value::Text(Some(text)) => {
                    digest.update([1]);
                    digest.update((text.len() as u64).to_le_bytes());
                    digest.update(text);
                }
                Value::Number(Some(number)) => {
                    digest.update([2]);
                    digest.update(number.to_le_bytes());
                }
                Value::Truth(truth) => digest.update([3, u8::from(*truth)]),
                Value::Text(None) | Value::Number(None) => digest.update([0]),
            }
        }
        let digest = digest.finalize();
        for (sum, part) in self.digest.iter_mut().zip(digest.chunks_exact(8)) {
            let part = part.try_into().map(u64::from_le_bytes).unwrap_or_default();
            *sum = sum.wrapping_add(part);
        }
        self.rows += 1;
    }
}
