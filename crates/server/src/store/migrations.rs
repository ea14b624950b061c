//! Our migrations, in order. They run at start, each in a transaction; what a newer program wrote is refused.

use anyhow::{Result, anyhow, bail};
use sha2::{Digest as _, Sha256};

/// One step of the schema: prose with SQL in it.
pub(super) struct Migration {
    pub(super) version: i64,
    pub(super) name: &'static str,
    sql: &'static str,
    /// What only SQLite and only PostgreSQL needs besides.
    of_its_own: [&'static str; 2],
}

/// For a step that is the same on both engines.
const NOTHING: [&str; 2] = ["", ""];

const ALL: &[Migration] = &[
    Migration {
        version: 1,
        name: "people and classes",
        sql: include_str!("../../../../migrations/0001_people_and_classes.sql"),
        of_its_own: NOTHING,
    },
    Migration {
        version: 2,
        name: "partners",
        sql: include_str!("../../../../migrations/0002_partners.sql"),
        of_its_own: NOTHING,
    },
    Migration {
        version: 3,
        name: "items and the gate",
        sql: include_str!("../../../../migrations/0003_items_and_the_gate.sql"),
        // The index of words.
        of_its_own: [
            include_str!("../../../../migrations/sqlite/0003_items_and_the_gate.sql"),
            include_str!("../../../../migrations/postgres/0003_items_and_the_gate.sql"),
        ],
    },
    Migration {
        version: 4,
        name: "letters and deliveries",
        sql: include_str!("../../../../migrations/0004_letters_and_deliveries.sql"),
        of_its_own: NOTHING,
    },
    Migration {
        version: 5,
        name: "backups",
        sql: include_str!("../../../../migrations/0005_backups.sql"),
        of_its_own: NOTHING,
    },
    Migration {
        version: 6,
        name: "timetable and notices",
        sql: include_str!("../../../../migrations/0006_timetable_and_notices.sql"),
        of_its_own: NOTHING,
    },
];

/// Where each database keeps which steps it has taken.
pub(super) const TABLE: &str = "create table if not exists schema_migrations (
    version bigint primary key, name text not null, digest text not null)";
pub(super) const TAKEN: &str = "select version, digest from schema_migrations order by version";
pub(super) const TAKE: &str = "insert into schema_migrations (version, name, digest) values ($1, $2, $3)";

impl Migration {
    /// Its statements for SQLite, in order.
    pub(super) fn for_sqlite(&self) -> [&'static str; 2] {
        [self.sql, self.of_its_own[0]]
    }

    /// Its statements for PostgreSQL, in order.
    pub(super) fn for_postgres(&self) -> [&'static str; 2] {
        [self.sql, self.of_its_own[1]]
    }

    /// Tells a script that was changed after it ran. It is the same on both engines, so that what one holds goes into the other.
    pub(super) fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for part in std::iter::once(self.sql).chain(self.of_its_own) {
            digest.update(part);
        }
        format!("{:x}", digest.finalize())
    }
}

/// The whole schema as this program has it: the version and digest of each step.
pub(super) fn schema() -> Vec<(i64, String)> {
    ALL.iter().map(|step| (step.version, step.digest())).collect()
}

/// The steps that are still to be taken. Errors: a schema that this program did not write, and what to do.
pub(super) fn pending(taken: &[(i64, String)]) -> Result<&'static [Migration]> {
    for (place, (version, digest)) in taken.iter().enumerate() {
        let Some(ours) = ALL.get(place).filter(|ours| ours.version == *version) else {
            bail!(
                "this database was written by a newer Schoolgate (schema {version}); use that version, or restore the backup made before the upgrade"
            );
        };
        if ours.digest() != *digest {
            bail!("step {version} of this database's schema was another one; use the Schoolgate that made it");
        }
    }
    ALL.get(taken.len()..).ok_or_else(|| anyhow!("this database has more steps than there are"))
}

/// The tables that the steps make, and the one of the steps themselves.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    let made = |sql: &'static str| {
        sql.lines()
            .filter_map(|line| line.strip_prefix("create table "))
            .filter_map(|rest| rest.split_whitespace().next())
    };
    ALL.iter().flat_map(move |step| made(step.sql)).chain(["schema_migrations"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(steps: usize) -> Vec<(i64, String)> {
        ALL.iter().take(steps).map(|step| (step.version, step.digest())).collect()
    }

    #[test]
    fn what_was_taken_is_not_taken_again() {
        assert_eq!(pending(&[]).unwrap().len(), ALL.len());
        assert_eq!(pending(&taken(2)).unwrap()[0].version, 3);
        assert!(pending(&taken(ALL.len())).unwrap().is_empty());
    }

    #[test]
    fn the_tables_are_known_by_name() {
        let tables: Vec<_> = tables().collect();

        for name in ["schools", "pupils", "recipients", "audit_head", "schema_migrations"] {
            assert!(tables.contains(&name), "{name} in {tables:?}");
        }
        assert!(tables.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
    }

    #[test]
    fn another_history_is_refused() {
        let mut newer = taken(ALL.len());
        newer.push((9999, "from the future".to_owned()));
        assert!(pending(&newer).err().unwrap().to_string().contains("newer Schoolgate (schema 9999)"));

        let mut changed = taken(1);
        changed[0].1 = "0".to_owned();
        assert!(pending(&changed).err().unwrap().to_string().contains("step 1"));
    }
}
