//! A database that fails in the middle of a change, at the row with a given number, whichever table it is in; or at its end.
//!
//! Triggers count the rows, so the program under test is the one that schools run.

use std::collections::BTreeMap;

use schoolgate::store::export::{self, Table, Values};
use schoolgate::store::{Database, Sql};
use schoolgate::values;

/// What counts, in a table of its own, and what is wrong with a change as a whole, which is seen when it is committed.
const COUNT: &str = "trouble";
const DEBTS: &str = "trouble_debts";
/// More rows than any change has.
const NEVER: i64 = 1_000_000;

/// Trouble in waiting. Of everything else the school's database is as it was.
pub struct Trouble {
    db: Database,
    /// All tables but the one that counts.
    tables: Vec<Table>,
}

impl Trouble {
    /// Puts the counting into a school's database.
    pub async fn of(db: &Database) -> Self {
        let is_postgres = db.is_shared();
        let mut statements = vec![
            format!("create table {COUNT} (id bigint primary key, rows_left bigint not null)"),
            format!("insert into {COUNT} values (1, {NEVER})"),
            format!("create table {DEBTS} (id bigint references {COUNT} (id) deferrable initially deferred)"),
        ];
        if is_postgres {
            statements.push(format!(
                "create function trouble() returns trigger language plpgsql as $body$ begin
                    update {COUNT} set rows_left = rows_left - 1;
                    if (select rows_left from {COUNT}) < 0 then insert into {DEBTS} values (2); end if;
                    if (select rows_left from {COUNT}) = 0 then raise exception 'trouble' using errcode = 'io_error'; end if;
                    if tg_op = 'DELETE' then return old; end if;
                    return new; end $body$"
            ));
        }
        let mut snapshot = db.snapshot().await.expect("a snapshot");
        let tables = export::tables(&mut snapshot).await.expect("the tables");
        drop(snapshot);
        for table in tables.iter().map(|table| &table.name) {
            for verb in ["insert", "update", "delete"] {
                statements.push(if is_postgres {
                    format!(
                        "create trigger trouble_{verb} before {verb} on {table} for each row execute function trouble()"
                    )
                } else {
                    format!(
                        "create trigger trouble_{table}_{verb} before {verb} on {table} begin
                            update {COUNT} set rows_left = rows_left - 1;
                            insert into {DEBTS} select 2 where (select rows_left from {COUNT}) < 0;
                            select raise(abort, 'trouble') where (select rows_left from {COUNT}) = 0; end"
                    )
                });
            }
        }
        let mut tx = db.begin().await.expect("a transaction");
        for statement in statements {
            // A test's own few statements may stay in memory for ever.
            tx.run(statement.leak(), values![]).await.expect("trouble in waiting");
        }
        tx.commit().await.expect("trouble in waiting");
        Self { db: db.clone(), tables }
    }

    /// From now on the row with this number, counted from one, cannot be written.
    pub async fn strike_at(&self, row: i64) {
        let mut tx = self.db.begin().await.expect("a transaction");
        tx.run("update trouble set rows_left = $1", values![row]).await.expect("the count");
        tx.commit().await.expect("the count");
    }

    /// From now on rows are written, and no change can be committed.
    pub async fn strike_at_the_end(&self) {
        self.strike_at(0).await;
    }

    /// Whether everything is written again, and whether the row that was to fail was never reached.
    pub async fn end(&self) -> bool {
        let row = self.db.read().one("select rows_left from trouble", values![]).await.expect("the count");
        self.strike_at(NEVER).await;
        row.get::<i64>("rows_left").expect("a number") > 0
    }

    /// Everything that stands in the database, table by table.
    pub async fn everything(&self) -> BTreeMap<String, Vec<Values>> {
        let mut snapshot = self.db.snapshot().await.expect("a snapshot");
        let mut all = BTreeMap::new();
        for table in &self.tables {
            let rows = export::page(&mut snapshot, table, None, 10_000).await.expect("the rows");
            all.insert(table.name.clone(), rows);
        }
        all
    }
}
