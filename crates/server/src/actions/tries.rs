//! How often an account's door may be tried, on all nodes together.

use std::time::Duration;

use jiff::SignedDuration;

use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::tries::Quota;

/// So many tries at once, and then one in so long.
pub const ACCOUNT: Quota = Quota { burst: 10, every: SignedDuration::from_secs(30) };

/// Counts a try. How long to wait, when there have been too many.
pub async fn count(school: &School, door: &str) -> Result<Option<Duration>> {
    let mut tx = school.db.begin().await?;
    let wait = store::tries::count(&mut tx, door, ACCOUNT, school.clock.now()).await?;
    tx.commit().await?;
    Ok(wait.map(|wait| Duration::try_from(wait).unwrap_or_default()))
}
