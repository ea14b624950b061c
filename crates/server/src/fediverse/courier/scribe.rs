//! Writes down what became of letters. What comes while it writes is written together next, in one transaction.

use anyhow::anyhow;
use federation::style::Style;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};

use crate::actions;
use crate::domain::deliveries::Delivery;
use crate::domain::ids::DeliveryId;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};

/// Outcomes in one transaction, at most.
const TOGETHER: usize = 64;

/// Cloning shares it; it ends with the last of them, when everything is written.
#[derive(Clone)]
pub(super) struct Scribe(mpsc::Sender<Note>);

struct Note {
    outcome: Outcome,
    written: oneshot::Sender<bool>,
}

/// What became of a letter.
pub(super) enum Outcome {
    /// It was taken; with it the words of another, if one is named.
    Delivered {
        letter: Delivery,
        status: i64,
        style: Style,
        /// The same letter was refused with Ed25519 just before.
        refused: bool,
        along: Option<DeliveryId>,
    },
    /// It is tried again, and its host rests until then.
    Postponed {
        letter: Delivery,
        status: Option<i64>,
        error: String,
        refusals: i64,
        wait: SignedDuration,
    },
    /// It is tried again, and others go before it.
    PutOff {
        letter: Delivery,
        status: Option<i64>,
        error: String,
        refusals: i64,
        wait: SignedDuration,
    },
    /// An admin decides about it.
    Parked {
        letter: Delivery,
        status: Option<i64>,
        error: String,
    },
    GaveUp {
        letter: Delivery,
        status: Option<i64>,
        why: &'static str,
    },
    /// It went along with one that was not taken.
    WentInVain(DeliveryId),
    /// It was not taken for as long as it was worth delivering.
    Expired(Delivery),
    /// A newer wording goes in its place.
    Replaced(Delivery),
    /// They were not tried, and are due as before.
    Released(Vec<Delivery>),
}

impl Scribe {
    pub(super) fn of(school: &School) -> Self {
        let (notes, coming) = mpsc::channel(TOGETHER);
        tokio::spawn(write_all(school.clone(), coming));
        Self(notes)
    }

    /// Answered when it is on the disk. Errors: it could not be written, and its letter is due again when its lease ends.
    pub(super) async fn write(&self, outcome: Outcome) -> Result<()> {
        if matches!(&outcome, Outcome::Released(letters) if letters.is_empty()) {
            return Ok(());
        }
        let (written, answer) = oneshot::channel();
        let sent = self.0.send(Note { outcome, written }).await;
        match (sent, answer.await) {
            (Ok(()), Ok(true)) => Ok(()),
            _ => Err(Error::Internal(anyhow!("what became of a letter was not written down"))),
        }
    }
}

async fn write_all(school: School, mut coming: mpsc::Receiver<Note>) {
    let mut notes = Vec::new();
    while coming.recv_many(&mut notes, TOGETHER).await > 0 {
        let together = write(&school, &notes).await;
        for note in notes.drain(..) {
            let written = match &together {
                Ok(()) => Ok(()),
                // One that cannot be written takes no other along.
                Err(_) => write(&school, std::slice::from_ref(&note)).await,
            };
            if let Err(cause) = &written {
                tracing::error!(%cause, "what became of a letter could not be written down");
            }
            // Whoever waited for it may have gone away.
            let _ = note.written.send(written.is_ok());
        }
    }
}

async fn write(school: &School, notes: &[Note]) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    for note in notes {
        write_one(&mut tx, &note.outcome, now).await?;
    }
    tx.commit().await
}

async fn write_one(tx: &mut Tx, outcome: &Outcome, now: Timestamp) -> Result<()> {
    match outcome {
        Outcome::Delivered { letter, status, style, refused, along } => {
            store::deliveries::delivered(tx, letter, *status, *style, *refused, now).await?;
            match along {
                Some(along) => store::deliveries::went_along(tx, along, *status, now).await,
                None => Ok(()),
            }
        }
        Outcome::Postponed { letter, status, error, refusals, wait } => {
            store::deliveries::postponed(tx, letter, *status, error, *refusals, now + *wait, now).await
        }
        Outcome::PutOff { letter, status, error, refusals, wait } => {
            store::deliveries::put_off(tx, letter, *status, error, *refusals, now + *wait, now).await
        }
        Outcome::Parked { letter, status, error } => actions::deliveries::park(tx, letter, *status, error, now).await,
        Outcome::GaveUp { letter, status, why } => store::deliveries::gave_up(tx, &letter.id, *status, why, now).await,
        Outcome::WentInVain(id) => store::deliveries::went_in_vain(tx, id, now).await,
        Outcome::Expired(letter) => actions::deliveries::expire(tx, &letter.id, &letter.host, now).await,
        Outcome::Replaced(letter) => store::deliveries::replace(tx, &letter.id, now).await,
        Outcome::Released(letters) => store::deliveries::release(tx, letters).await,
    }
}
