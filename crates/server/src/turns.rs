//! One look-up at a time for each other server, and no more than a few that prove nothing: no flood of letters makes us one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OwnedMutexGuard;

/// At most this many look-ups at one host may prove nothing in a minute; after that nothing is fetched for a while.
pub const VAIN_LOOK_UPS: usize = 5;
pub const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// So many may wait for the turn of a host; others are asked to come again.
const WAITING: usize = 32;

/// Who looks at which host now, and when the last look-ups that proved nothing were.
#[derive(Default)]
pub struct Turns(Mutex<HashMap<String, Arc<Vain>>>);

type Vain = tokio::sync::Mutex<Vec<Timestamp>>;

impl Turns {
    /// Waits for the turn of a host that is on the list. None when too many wait for it already.
    pub async fn of(&self, host: &str) -> Option<Turn> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = turns.entry(host.to_owned()).or_default();
            // The map holds one, and everybody who waits another.
            if Arc::strong_count(turn) > WAITING {
                return None;
            }
            Arc::clone(turn)
        };
        Some(Turn(turn.lock_owned().await))
    }
}

/// The turn of one host: nobody else looks at it meanwhile.
pub struct Turn(OwnedMutexGuard<Vec<Timestamp>>);

impl Turn {
    /// Whether as many look-ups as are allowed have proved nothing within the last minute.
    pub fn is_over(&mut self, now: Timestamp) -> bool {
        self.0.retain(|at| now < *at + MINUTE);
        self.0.len() >= VAIN_LOOK_UPS
    }

    pub fn was_vain(&mut self, now: Timestamp) {
        self.0.push(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn five_vain_look_ups_in_a_minute_are_enough_for_one_host() {
        let turns = Turns::default();
        let now = Timestamp::UNIX_EPOCH;

        let mut oak = turns.of("oak.example").await.unwrap();
        for second in 0..5 {
            assert!(!oak.is_over(now));
            oak.was_vain(now + SignedDuration::from_secs(second));
        }

        assert!(oak.is_over(now + SignedDuration::from_secs(59)));
        assert!(!oak.is_over(now + SignedDuration::from_secs(60)), "the first one counts no more");
        assert!(!turns.of("elm.example").await.unwrap().is_over(now), "another host has a turn of its own");
    }
}
