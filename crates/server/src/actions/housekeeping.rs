//! What is done every few minutes, whoever is there: erasing what is gone for good, forgetting what no longer counts.

use std::time::Duration;

use federation::limits;
use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;

use crate::domain::agreements::Terms;
use crate::domain::requests::REMEMBERED;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

use super::agreements::hold_outside_its_dates;
use super::pictures::thumbnail;
use super::{deliveries, erasures, removals};

/// How long a letter is remembered: longer than any server retries.
const LETTERS: SignedDuration = SignedDuration::from_hours(24 * 120);
// Longer, too, than a signature is accepted: from as far ahead of our clock as is taken, until it is too old.
const _: () = assert!(
    LETTERS.as_secs().unsigned_abs() > 2 * (limits::SIGNATURE_PAST.as_secs() + limits::SIGNATURE_FUTURE.as_secs())
);
/// Uploads in no post are kept this long.
const ORPHANS: SignedDuration = SignedDuration::from_hours(24);
/// Whoever puts a file away has written its row long before this has passed, whatever the clocks of two machines say.
const SETTLED: SignedDuration = SignedDuration::from_hours(1);
/// Deliveries that are done with are kept this long; how they ended stays with the recipients.
const DELIVERIES: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long the place of pictures may take to remove one.
const PATIENCE: Duration = Duration::from_secs(5);
/// A failed look-up of a key counts this long.
const FAILED_KEYS: SignedDuration = SignedDuration::from_hours(1);

/// One round. Each step is its own short transaction, so that nobody waits behind it.
pub async fn tidy(school: &School) -> Result<()> {
    let now = school.clock.now();
    let mut is_purged = false;
    for item in store::items::to_purge(&mut school.db.read(), now, 100).await? {
        let mut tx = school.db.begin().await?;
        let pictures = removals::purge(&mut tx, &item, now).await?;
        tx.commit().await?;
        for picture in &pictures {
            removals::sweep(school, picture, now).await?;
        }
        is_purged = true;
    }
    let erased = erasures::finish_due(school, now).await?;
    for picture in store::pictures::orphans(&mut school.db.read(), now - ORPHANS, 100).await? {
        removals::sweep(school, &picture, now).await?;
    }
    for file in store::pictures::unused_files(&mut school.db.read(), now - SETTLED, 100).await? {
        if let Err(cause) = take_away(school, &file, now - SETTLED).await {
            // A store that is away keeps nothing else from being tidied.
            tracing::warn!(%cause, "a picture's file could not be taken away; it is tried again in a while");
            break;
        }
    }
    let mut tx = school.db.begin().await?;
    store::recipients::settle(&mut tx, now - DELIVERIES, 500, now).await?;
    store::keys::forget_closed(&mut tx).await?;
    tx.commit().await?;
    for partner in store::partners::all(&mut school.db.read()).await? {
        if partner.terms != Terms::default() {
            let mut tx = school.db.begin().await?;
            hold_outside_its_dates(&mut tx, &partner.id, now).await?;
            tx.commit().await?;
        }
    }
    deliveries::expire_old(school, now).await?;
    let mut tx = school.db.begin().await?;
    store::sessions::delete_expired(&mut tx, now).await?;
    store::letters::forget(&mut tx, now - LETTERS).await?;
    store::keys::forget_failed(&mut tx, now - FAILED_KEYS).await?;
    store::tries::forget(&mut tx, now).await?;
    store::requests::forget(&mut tx, now - REMEMBERED).await?;
    tx.commit().await?;
    // Last, when nothing more is written. SQLite's log is emptied in each round: what a crash kept from being emptied goes too.
    let asked = store::schools::scrub_asked(&mut school.db.read()).await?;
    let is_thorough = asked.is_some() || !erased.is_empty();
    if is_purged || is_thorough || !school.db.is_shared() {
        let is_clean = school.db.scrub(is_thorough).await?;
        if is_clean && is_thorough {
            erasures::done(school, &erased, asked, now).await?;
        }
    }
    Ok(())
}

/// Removes a file and its small version. When that fails its row is still there, and it is tried again in a while.
async fn take_away(school: &School, sha256: &str, put_before: Timestamp) -> Result<()> {
    let mut tx = school.db.begin().await?;
    if !store::pictures::forget_file(&mut tx, sha256, put_before).await? {
        return Ok(());
    }
    let gone = async {
        school.shelf.delete(&thumbnail(sha256)).await?;
        school.shelf.delete(sha256).await
    };
    // Others may be waiting to write.
    timeout(PATIENCE, gone).await.map_err(|_| Error::Internal(anyhow::anyhow!("its store does not answer")))??;
    tx.commit().await
}
