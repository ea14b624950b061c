//! Being one of the processes that serve a school: coming, staying, and leaving what one had claimed to the others.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Database};

/// A node says this often that it is alive.
const BEAT: Duration = Duration::from_secs(3);
/// After so long without a word it is dead: what it was carrying is carried by others.
const ALIVE: SignedDuration = SignedDuration::from_secs(12);

/// Before anything is claimed. Where nobody else can be serving the school, what a dead process had claimed is free at once.
pub async fn arrive(school: &School) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    if !school.db.is_shared() {
        store::nodes::alone(&mut tx).await?;
    }
    store::nodes::beat(&mut tx, now + ALIVE).await?;
    tx.commit().await
}

/// That no server is at work on a database.
///
/// Errors: [`Error::Conflict`] when one is, or was a few seconds ago. A file is held by whoever has it in their hands
/// ([`Database::hold`]); there a dead node's word counts for nothing.
pub async fn nobody_serves(db: &Database, now: Timestamp) -> Result<()> {
    if db.is_shared() && store::nodes::others(&mut db.read(), db.node(), now).await? > 0 {
        let why = "a schoolgate serves this school, or did a few seconds ago; stop it first";
        return Err(Error::Conflict(why.to_owned()));
    }
    Ok(())
}

/// Says every few seconds that this node is alive, and takes over from those that are not, until its task is aborted.
pub async fn stay(school: School) {
    let mut beats = tokio::time::interval(BEAT);
    beats.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        match look_around(&school).await {
            Ok(0) => {}
            Ok(letters) => {
                tracing::warn!(letters, "another node has died; what it was carrying is carried by the rest");
                school.wake.notify_one();
            }
            Err(cause) => tracing::warn!(%cause, "this node could not say that it is alive"),
        }
    }
}

/// One beat. How many letters came free.
pub async fn look_around(school: &School) -> Result<u64> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::nodes::beat(&mut tx, now + ALIVE).await?;
    let released = store::nodes::bury(&mut tx, now).await?;
    store::nodes::run_out(&mut tx, now).await?;
    tx.commit().await?;
    Ok(released)
}

/// At a calm end.
pub async fn leave(school: &School) -> Result<()> {
    let mut tx = school.db.begin().await?;
    store::nodes::leave(&mut tx).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}
