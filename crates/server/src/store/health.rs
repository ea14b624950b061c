//! Whether a database is whole, and set as it must be.

use super::{Database, Sql};
use crate::error::Result;
use crate::values;

/// What is wrong in the database, each fault in its engine's words; nothing when it is whole. Reads all of it. PostgreSQL checks
/// each page as it reads it, and keeps its rules itself.
pub async fn faults(db: &Database) -> Result<Vec<String>> {
    if db.is_shared() {
        return Ok(Vec::new());
    }
    let sql = &mut db.read();
    let mut faults = Vec::new();
    for row in sql.all("pragma integrity_check(20)", values![]).await? {
        let said: String = row.get("integrity_check")?;
        if said != "ok" {
            faults.push(said);
        }
    }
    for row in sql.all("pragma foreign_key_check", values![]).await?.iter().take(20) {
        faults.push(format!("a row of {} refers to one that is not there", row.get::<String>("table")?));
    }
    Ok(faults)
}

/// The same in less time: whether its pages hang together. Errors: a sentence that names the file and what to do.
pub async fn hangs_together(db: &Database) -> anyhow::Result<()> {
    let Some(path) = db.file() else { return Ok(()) };
    let said = db.read().one("pragma quick_check(1)", values![]).await;
    let fault = match said.map(|row| row.get::<String>("quick_check")) {
        Ok(Ok(said)) if said == "ok" => return Ok(()),
        Ok(Ok(said)) => said.lines().last().unwrap_or_default().to_owned(),
        Ok(Err(cause)) | Err(cause) => cause.to_string(),
    };
    anyhow::bail!("the database {} is damaged ({fault}); {}", path.display(), super::inspection::REMEDY)
}

/// What the database is set to that could lose or leave something, as sentences.
pub async fn settings(db: &Database) -> Result<Vec<String>> {
    if db.is_shared() {
        return db.dangers().await;
    }
    let mode: String = db.read().one("pragma journal_mode", values![]).await?.get("journal_mode")?;
    Ok(if mode == "wal" { Vec::new() } else { vec![format!("journal_mode is {mode}, and must be wal")] })
}
