//! What is done every few minutes, whoever is there: purging what was removed, forgetting what no longer counts.

use federation::limits;
use jiff::{SignedDuration, Timestamp};

use crate::domain::agreements::Terms;
use crate::error::Result;
use crate::school::School;
use crate::store;

use super::agreements::hold_outside_its_dates;
use super::deliveries;
use super::pictures::thumbnail;

/// How long a letter is remembered: longer than any server retries.
const LETTERS: SignedDuration = SignedDuration::from_hours(24 * 120);
// Longer, too, than a signature is accepted: from as far ahead of our clock as is taken, until it is too old.
const _: () = assert!(
    LETTERS.as_secs().unsigned_abs() > 2 * (limits::SIGNATURE_PAST.as_secs() + limits::SIGNATURE_FUTURE.as_secs())
);
/// Uploads in no post are kept this long.
const ORPHANS: SignedDuration = SignedDuration::from_hours(24);
/// Whoever puts a file away has written its row long before this has passed.
const SETTLED: SignedDuration = SignedDuration::from_hours(1);
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
        let is_last = store::pictures::delete(&mut tx, &picture).await?;
        // A file is put away before its row is written. One that somebody has just put there again will be named by a row
        // that we cannot see yet: then both stay for another round.
        if is_last && !forget_file(school, &picture.sha256, now - SETTLED).await? {
            continue;
        }
        tx.commit().await?;
    }
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
    tx.commit().await
}

/// Removes a picture and its small version, if nobody has put them there since.
async fn forget_file(school: &School, sha256: &str, since: Timestamp) -> Result<bool> {
    Ok(school.shelf.delete_older(sha256, since).await? && school.shelf.delete_older(&thumbnail(sha256), since).await?)
}
