//! Checking the audit log from its first line to its last.

use crate::domain::audit::Line;
use crate::error::Result;
use crate::store::{self, Database};

/// What a check of the whole chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every line follows the one before; how many there are.
    Whole(i64),
    /// The first line that is missing or was changed.
    Broken { number: i64 },
}

/// Reads every line, a thousand at a time, and tells `progress` how far it is.
pub async fn verify(db: &Database, mut progress: impl FnMut(i64)) -> Result<Checked> {
    let mut last: Option<Line> = None;
    loop {
        let from = last.as_ref().map_or(0, |line| line.number);
        let lines = store::audit::after(&mut db.read(), from, 1000).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if !line.follows(last.as_ref()) {
                return Ok(Checked::Broken { number: from.max(last.as_ref().map_or(0, |line| line.number)) + 1 });
            }
            last = Some(line);
        }
        progress(last.as_ref().map_or(0, |line| line.number));
    }
    let (number, hash) = store::audit::head(&mut db.read()).await?;
    let (seen, seen_hash) = last.map_or((0, String::new()), |line| (line.number, line.hash));
    if (number, &hash) == (seen, &seen_hash) {
        Ok(Checked::Whole(seen))
    } else {
        Ok(Checked::Broken { number: seen + 1 })
    }
}
