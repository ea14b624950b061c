//! All that a database holds, table by table, in a form that both engines share: what a backup is made of, and what a move
//! from one engine to the other carries.
//!
//! The tables are asked of the database itself, so that none can be forgotten here. Our columns hold texts, numbers and
//! truths, and nothing else.

use anyhow::anyhow;
use serde::{Deserialize, Serialize};

use super::database::ours;
use super::{Row, Snapshot, Sql, Tx, Value, migrations};
use crate::error::{Error, Result};
use crate::values;

/// Each database's own; never copied.
const SCHEMA: &str = "schema_migrations";
/// Values in one statement: SQLite takes 32,766.
const AT_ONCE: usize = 30_000;

/// A table as both engines have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Which columns make the primary key, by their places.
    pub key: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Number,
    Truth,
}

/// A row, its values in the order of the columns.
pub type Values = Vec<Value>;

/// The steps that made this program's schema, each with its digest. What one schema holds fits into no other.
pub fn schema() -> Vec<(i64, String)> {
    migrations::schema()
}

/// Every table there is, by name.
pub async fn tables(from: &mut Snapshot) -> Result<Vec<Table>> {
    let question = if from.is_postgres() {
        "select cast(c.table_name as text) as table_name, cast(c.column_name as text) as column_name,
            cast(c.data_type as text) as kind, cast(coalesce(k.ordinal_position, 0) as bigint) as place
         from information_schema.tables t
         join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
         left join information_schema.table_constraints p
            on p.table_schema = t.table_schema and p.table_name = t.table_name and p.constraint_type = 'PRIMARY KEY'
         left join information_schema.key_column_usage k
            on k.constraint_schema = p.constraint_schema and k.constraint_name = p.constraint_name
            and k.table_name = p.table_name and k.column_name = c.column_name
         where t.table_schema = current_schema() and t.table_type = 'BASE TABLE'
         order by c.table_name, c.ordinal_position"
    } else {
        // What an index is kept in is no table of ours.
        "select l.name as table_name, c.name as column_name, c.type as kind, c.pk as place
         from pragma_table_list l join pragma_table_info(l.name) c
         where l.schema = 'main' and l.type = 'table' and l.name not like 'sqlite%' order by l.name, c.cid"
    };
    let mut tables: Vec<(Table, Vec<(i64, usize)>)> = Vec::new();
    for row in from.all(question, values![]).await? {
        let name: String = row.get("table_name")?;
        if name == SCHEMA {
            continue;
        }
        let column = Column { name: row.get("column_name")?, kind: kind(&row)? };
        if tables.last().is_none_or(|(table, _)| table.name != name) {
            tables.push((Table { name, columns: Vec::new(), key: Vec::new() }, Vec::new()));
        }
        if let Some((table, key)) = tables.last_mut() {
            let place: i64 = row.get("place")?;
            if place > 0 {
                key.push((place, table.columns.len()));
            }
            table.columns.push(column);
        }
    }
    let mut tables: Vec<Table> = tables
        .into_iter()
        .map(|(mut table, mut key)| {
            key.sort_unstable();
            table.key = key.into_iter().map(|(_, column)| column).collect();
            table
        })
        .collect();
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    match tables.iter().find(|table| table.key.is_empty()) {
        Some(table) => Err(Error::Internal(anyhow!("the table {} has no primary key", table.name))),
        None => Ok(tables),
    }
}

fn kind(row: &Row) -> Result<Kind> {
    let kind: String = row.get("kind")?;
    match kind.to_ascii_lowercase().as_str() {
        "text" => Ok(Kind::Text),
        "bigint" => Ok(Kind::Number),
        "boolean" => Ok(Kind::Truth),
        other => Err(Error::Internal(anyhow!("no column of ours is of the type {other}"))),
    }
}

/// How many rows a table has.
pub async fn count(sql: &mut impl Sql, table: &Table) -> Result<u64> {
    let count = ours(format!("select count(*) as number from {}", quoted(&table.name)));
    let row = sql.fetch_one(count, values![]).await?;
    Ok(u64::try_from(row.get::<i64>("number")?).unwrap_or(0))
}

/// The rows that follow the one with this key, in the order of their keys.
pub async fn page(sql: &mut impl Sql, table: &Table, after: Option<&[Value]>, limit: usize) -> Result<Vec<Values>> {
    let key: Vec<String> = table.key.iter().map(|place| quoted(&table.columns[*place].name)).collect();
    let (key, after) = (key.join(", "), after.unwrap_or_default());
    let beyond = if after.is_empty() { String::new() } else { format!("where ({key}) > ({})", places(1, after.len())) };
    let statement =
        format!("select {} from {} {beyond} order by {key} limit {limit}", names(table), quoted(&table.name));
    let rows = sql.fetch(ours(statement), after.to_vec()).await?;
    rows.iter().map(|row| table.columns.iter().map(|column| value(row, column)).collect()).collect()
}

/// The key of a row, for [`page`].
pub fn key(table: &Table, row: &[Value]) -> Values {
    table.key.iter().filter_map(|place| row.get(*place).cloned()).collect()
}

fn value(row: &Row, column: &Column) -> Result<Value> {
    Ok(match column.kind {
        Kind::Text => Value::Text(row.get(&column.name)?),
        Kind::Number => Value::Number(row.get(&column.name)?),
        Kind::Truth => Value::Truth(row.get(&column.name)?),
    })
}

/// Empties these tables and lets rows come in any order: what they refer to may come later.
pub async fn open_up(tx: &mut Tx, tables: &[Table]) -> Result<()> {
    if tx.is_postgres() {
        // It takes as long as there are rows, and waits for whoever hands them over.
        tx.run("set local statement_timeout = 0", values![]).await?;
        tx.run("set local idle_in_transaction_session_timeout = 0", values![]).await?;
        for (table, rule) in rules(tx).await? {
            let statement = format!("alter table {table} alter constraint {rule} deferrable initially deferred");
            tx.fetch(ours(statement), values![]).await?;
        }
    } else {
        tx.all("pragma defer_foreign_keys = on", values![]).await?;
    }
    for table in tables {
        tx.fetch(ours(format!("delete from {}", quoted(&table.name))), values![]).await?;
    }
    Ok(())
}

/// Puts rows into a table, as [`page`] gave them.
pub async fn insert(tx: &mut Tx, table: &Table, rows: Vec<Values>) -> Result<()> {
    let width = table.columns.len();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<Values> = rows.by_ref().take((AT_ONCE / width).max(1)).collect();
        if some.iter().any(|row| row.len() != width) {
            return Err(Error::Internal(anyhow!(
                "a row of {} has not as many values as there are columns",
                table.name
            )));
        }
        let places: Vec<String> = (0..some.len()).map(|row| format!("({})", places(row * width + 1, width))).collect();
        let statement = format!("insert into {} ({}) values {}", quoted(&table.name), names(table), places.join(", "));
        tx.fetch(ours(statement), some.into_iter().flatten().collect()).await?;
    }
    Ok(())
}

/// Checks that what rows refer to has come, and lets nothing in any more that refers to nothing.
pub async fn close_up(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        tx.all("set constraints all immediate", values![]).await?;
        for (table, rule) in rules(tx).await? {
            let statement = format!("alter table {table} alter constraint {rule} not deferrable");
            tx.fetch(ours(statement), values![]).await?;
        }
        return Ok(());
    }
    match tx.maybe("pragma foreign_key_check", values![]).await? {
        Some(row) => Err(Error::Internal(anyhow!(
            "a row of {} refers to one that is not there",
            row.get::<String>("table").unwrap_or_default()
        ))),
        None => Ok(()),
    }
}

/// The rules of PostgreSQL by which rows refer to others, and their tables.
async fn rules(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let rows = tx
        .all(
            "select quote_ident(c.relname) as table_name, quote_ident(r.conname) as rule
             from pg_constraint r join pg_class c on c.oid = r.conrelid join pg_namespace n on n.oid = r.connamespace
             where r.contype = 'f' and n.nspname = current_schema() order by 1, 2",
            values![],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("table_name")?, row.get("rule")?))).collect()
}

fn names(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    names.join(", ")
}

fn places(first: usize, number: usize) -> String {
    let places: Vec<String> = (first..first + number).map(|place| format!("${place}")).collect();
    places.join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
