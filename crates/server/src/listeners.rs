//! Who has a page open that tells what is new: a few of each person, so many in all, and every one hears that the server ends.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// Pages that one person may have open. The next one works, and tells nothing by itself.
pub const OF_ONE: usize = 4;
/// In all. Each is a connection that stays.
const OF_ALL: usize = 256;

/// Cloning shares it.
#[derive(Clone, Default)]
pub struct Listeners(Arc<Inner>);

#[derive(Default)]
struct Inner {
    places: Mutex<HashMap<String, usize>>,
    ending: watch::Sender<bool>,
}

/// Somebody's place, until it is dropped.
pub struct Place {
    listeners: Listeners,
    who: String,
}

impl Listeners {
    /// None when this one, or all together, have as many as there may be.
    pub fn place(&self, who: String) -> Option<Place> {
        let mut places = self.places();
        if places.values().sum::<usize>() >= OF_ALL || places.get(&who).is_some_and(|taken| *taken >= OF_ONE) {
            return None;
        }
        *places.entry(who.clone()).or_default() += 1;
        Some(Place { listeners: self.clone(), who })
    }

    /// The server ends: nobody is to wait for more.
    pub fn end(&self) {
        self.0.ending.send_replace(true);
    }

    /// Until the server ends.
    pub async fn ended(&self) {
        // The sender is ours and lives as long as we do.
        let _ = self.0.ending.subscribe().wait_for(|ending| *ending).await;
    }

    fn places(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Until the server ends.
    pub async fn ended(&self) {
        self.listeners.ended().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.listeners.places();
        if let Some(taken) = places.get_mut(&self.who) {
            *taken -= 1;
            if *taken == 0 {
                places.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_few_places_and_all_together_so_many() {
        let listeners = Listeners::default();
        let place = |who: &str| listeners.place(who.to_owned());

        let mut hers: Vec<Place> = (0..OF_ONE).filter_map(|_| place("Ms Hill")).collect();
        assert_eq!(hers.len(), OF_ONE);
        assert!(place("Ms Hill").is_none());
        let his = place("Mr Vale");
        assert!(his.is_some());
        hers.pop();
        assert!(place("Ms Hill").is_some());

        let others: Vec<Place> = (0..OF_ALL).filter_map(|number| listeners.place(number.to_string())).collect();
        assert_eq!(others.len() + hers.len() + 1, OF_ALL);
        drop((hers, his, others));
        assert!(listeners.places().is_empty(), "nothing is kept of whoever has gone");
    }

    #[tokio::test]
    async fn everybody_hears_that_the_server_ends_early_or_late() {
        let listeners = Listeners::default();
        let waits = listeners.clone();
        let early = tokio::spawn(async move { waits.ended().await });

        listeners.end();

        early.await.unwrap();
        listeners.ended().await;
    }
}
