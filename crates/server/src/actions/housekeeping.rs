//! What is done every few minutes, whoever is there: purging what was removed, forgetting what no longer counts.

use jiff::SignedDuration;

use crate::error::Result;
use crate::school::School;
use crate::store;

use super::pictures::thumbnail;

/// How long a letter is remembered: longer than any server retries.
const LETTERS: SignedDuration = SignedDuration::from_hours(24 * 120);
/// Uploads in no post are kept this long.
const ORPHANS: SignedDuration = SignedDuration::from_hours(24);
/// A failed look-up of a key counts this long.
const FAILED_KEYS: SignedDuration = SignedDuration::from_hours(1);

/// One round. Each step is its own short transaction, so that nobody waits behind it.
pub async fn tidy(school: &School) -> Result<()> {
    let now = school.clock.now();
    for item in store::items::to_purge(&mut school.db.read(), now, 100).await? {
        let mut tx = school.db.begin().await?;
        store::revisions::purge(&mut tx, &item).await?;
        store::activities::purge(&mut tx, &item).await?;
        tx.commit().await?;
    }
    for picture in store::pictures::orphans(&mut school.db.read(), now - ORPHANS, 100).await? {
        let mut tx = school.db.begin().await?;
        let last = store::pictures::delete(&mut tx, &picture).await?;
        tx.commit().await?;
        if last {
            school.shelf.delete(&picture.sha256).await?;
            school.shelf.delete(&thumbnail(&picture.sha256)).await?;
        }
    }
    let mut tx = school.db.begin().await?;
    store::sessions::delete_expired(&mut tx, now).await?;
    store::letters::forget(&mut tx, now - LETTERS).await?;
    store::keys::forget_failed(&mut tx, now - FAILED_KEYS).await?;
    tx.commit().await
}
