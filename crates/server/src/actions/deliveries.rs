//! What an admin decides about letters on their way, and what an admin must be told of them.

use jiff::{SignedDuration, Timestamp};

use crate::domain::audit::Event;
use crate::domain::deliveries::Delivery;
use crate::domain::ids::{DeliveryId, PartnerId};
use crate::domain::viewer::Adult;
use crate::error::Result;
use crate::school::School;
use crate::store::deliveries::Peer;
use crate::store::underway::Waiting;
use crate::store::{self, Tx};

use super::{admin, holds};

/// Puts a letter aside that its host refuses while it takes others, and asks an admin to look.
pub async fn park(tx: &mut Tx, letter: &Delivery, status: Option<i64>, error: &str, now: Timestamp) -> Result<()> {
    store::deliveries::park(tx, &letter.id, status, error, now).await?;
    holds::write_down(tx, &letter.host, "letter_parked", String::new(), now).await
}

/// Ends the delivery of a letter that was not taken in time, and tells an admin.
pub async fn expire(tx: &mut Tx, letter: &DeliveryId, host: &str, now: Timestamp) -> Result<()> {
    store::deliveries::gave_up(tx, letter, None, "it was not taken for 90 days", now).await?;
    holds::write_down(tx, host, "letters_expired", String::new(), now).await
}

/// Ends what has outlived its time while its host answered nothing, not even to what goes before it.
pub(super) async fn expire_old(school: &School, now: Timestamp) -> Result<()> {
    let Some(age) = federation::delivery::expires(false).and_then(|age| SignedDuration::try_from(age).ok()) else {
        return Ok(());
    };
    let mut tx = school.db.begin().await?;
    for (letter, host) in store::deliveries::outlived(&mut tx, now - age, 500).await? {
        expire(&mut tx, &letter, &host, now).await?;
    }
    tx.commit().await
}

/// Whether something was tried at a host and has not arrived.
pub fn is_behind(waiting: Option<&Waiting>, peer: &Peer) -> bool {
    waiting.is_some_and(|waiting| waiting.since.is_some() && (waiting.tried > 0 || peer.failures > 0))
}

/// Lets all that waits for a school be tried now. Errors: [`Forbidden`](crate::error::Error::Forbidden) for anybody but an admin.
pub async fn try_now(school: &School, by: &Adult, partner: &PartnerId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let partner = store::partners::get(&mut tx, partner).await?;
    store::deliveries::try_now(&mut tx, &partner.host, now).await?;
    let event = Event::new(by.subject(), "try_now", format!("partner:{}", partner.id));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Tries a letter again that was put aside. Errors: [`Missing`](crate::error::Error::Missing) if it is not, or not any more.
pub async fn try_again(school: &School, by: &Adult, letter: &DeliveryId) -> Result<()> {
    decide(school, by, letter, true).await
}

/// Gives up on a letter that was put aside.
pub async fn give_up(school: &School, by: &Adult, letter: &DeliveryId) -> Result<()> {
    decide(school, by, letter, false).await
}

async fn decide(school: &School, by: &Adult, letter: &DeliveryId, again: bool) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let (host, left) = store::deliveries::unpark(&mut tx, letter, again, now).await?;
    if left == 0 {
        store::tasks::done_for_host(&mut tx, &host, "letter_parked", now, &by.subject()).await?;
    }
    let action = if again { "try_letter_again" } else { "give_letter_up" };
    let event = Event::new(by.subject(), action, format!("delivery:{letter}")).with(format!("host:{host}"));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}
