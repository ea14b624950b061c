//! What a request left behind: every table, every file, and the last line of the audit.

use std::collections::BTreeMap;
use std::path::Path;

use schoolgate::store::{Database, Sql};

use crate::schools::TestSchool;

/// A school's whole state, as far as numbers tell it. Two that are equal mean that nothing was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    rows: BTreeMap<String, i64>,
    sums: Vec<(&'static str, i64)>,
    files: Vec<String>,
}

/// What changes without a row coming or going.
const SUMS: &[&str] = &[
    "select count(*) as number from showings where waiting_since is not null",
    "select count(*) as number from showings where approved_revision_id is not null",
    "select cast(coalesce(sum(version_at), 0) as bigint) as number from items",
    "select count(*) as number from items where gone_at is not null",
    "select count(*) as number from follows where state = 'accepted'",
    "select count(*) as number from follows where state = 'asked'",
    "select cast(coalesce(sum(last_heard_at), 0) as bigint) as number from partner_schools",
    "select count(*) as number from partner_schools where held_at is not null",
    "select cast(coalesce(sum(failed_at), 0) as bigint) as number from remote_keys",
    "select cast(coalesce(sum(fetched_at), 0) as bigint) as number from remote_keys",
    "select cast(coalesce(sum(fetched_at), 0) as bigint) as number from remote_classes",
];

impl Trace {
    pub async fn of(school: &TestSchool) -> Self {
        let is_postgres = school.place.database.starts_with("postgres");
        Self::within(&school.school.db, is_postgres, school.pictures()).await
    }

    /// Of a school by its database and its pictures alone, whoever runs it.
    pub async fn within(db: &Database, is_postgres: bool, media: &Path) -> Self {
        let mut rows = BTreeMap::new();
        let tables = if is_postgres {
            "select table_name::text as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'"
        } else {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        };
        let names = db.read().all(tables, Vec::new()).await.expect("the tables");
        for name in names {
            let name: String = name.get("name").expect("a name");
            // A handful of words for the life of a test.
            let count: &'static str = Box::leak(format!("select count(*) as number from {name}").into_boxed_str());
            rows.insert(name, number(db, count).await);
        }
        let mut sums = Vec::new();
        for sum in SUMS {
            sums.push((*sum, number(db, sum).await));
        }
        let mut files = Vec::new();
        listing(media, &mut files);
        files.sort();
        Self { rows, sums, files }
    }
}

async fn number(db: &Database, count: &'static str) -> i64 {
    let row = db.read().one(count, Vec::new()).await.expect(count);
    row.get("number").expect("a number")
}

fn listing(folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            listing(&entry.path(), files);
        } else {
            files.push(entry.path().display().to_string());
        }
    }
}
