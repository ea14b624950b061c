//! How often a door may be tried: counted for each account and each card, never for an address on the network, behind
//! which a whole school sits.
//!
//! Accounts are counted in the database, for all nodes together: a password can be guessed. A card's token cannot, and
//! strangers are many: each node counts those by itself, so that nobody fills the database with tries. A pupil's pictures have a
//! count of their own (`domain/picture_passwords.rs`).

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::actions;
use crate::domain::people;
use crate::error::Result;
use crate::school::School;
use crate::tokens;

/// So many tries at once, and then one in so many seconds.
const BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();
const EVERY: Duration = Duration::from_secs(30);

/// Beyond this many keys the ones that have recovered are forgotten.
const MANY: usize = 10_000;

/// The counters of one school.
pub(super) struct Throttle {
    limiter: DefaultKeyedRateLimiter<String>,
}

/// Whose password is tried.
pub(super) enum Account<'a> {
    /// An address as typed, whether or not somebody has it: the answer must not tell.
    Typed(&'a str),
    /// The same, from a browser where that account has come in before: others' tries are not counted against it.
    Known { device: &'a str, account: &'a str },
}

impl Account<'_> {
    /// Counts a try. How long to wait, when there have been too many.
    pub(super) async fn wait(&self, school: &School) -> Result<Option<Duration>> {
        actions::tries::count(school, &self.key()).await
    }

    /// The counter's key. An address is counted under the account it would be found by.
    fn key(&self) -> String {
        match self {
            Self::Typed(typed) => format!("account:{}", account(typed)),
            Self::Known { device, account: typed } => {
                tokens::hash_exactly(&format!("device:{device}:{}", account(typed)))
            }
        }
    }
}

/// What each node counts by itself.
pub(super) enum Door<'a> {
    /// A card or a family link.
    Token(&'a str),
    /// A school that nobody knows, with an Offer.
    Stranger(&'a str),
}

impl Door<'_> {
    fn key(&self) -> String {
        match self {
            Self::Stranger(host) => format!("stranger:{}", tokens::hash_exactly(host)),
            Self::Token(token) => format!("token:{}", tokens::hash_of(token)),
        }
    }
}

fn account(typed: &str) -> String {
    tokens::hash_exactly(&people::email(typed).unwrap_or_else(|| typed.trim().to_lowercase()))
}

impl Default for Throttle {
    fn default() -> Self {
        let quota = Quota::with_period(EVERY).unwrap_or_else(|| Quota::per_minute(BURST)).allow_burst(BURST);
        Self { limiter: RateLimiter::keyed(quota) }
    }
}

impl Throttle {
    /// Counts a try. Errors: how long to wait.
    pub(super) fn try_door(&self, door: &Door<'_>) -> std::result::Result<(), Duration> {
        if self.limiter.len() > MANY {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&door.key()).map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::tests::at;

    #[tokio::test]
    async fn t79_an_account_is_slowed_down_on_every_node_and_its_neighbour_is_not() {
        let maple = at("https://maple.example").await;

        for _ in 0..10 {
            assert_eq!(Account::Typed("kaur@maple.example").wait(&maple.school).await.unwrap(), None);
        }

        let wait = Account::Typed(" KAUR@maple.example ").wait(&maple.school).await.unwrap().unwrap();
        assert!(wait > Duration::from_secs(25) && wait <= Duration::from_secs(30), "{wait:?}");
        let others =
            [Account::Typed("patel@maple.example"), Account::Known { device: "hers", account: "kaur@maple.example" }];
        for other in others {
            assert_eq!(other.wait(&maple.school).await.unwrap(), None);
        }
        maple.school.clock.advance(jiff::SignedDuration::from_secs(30));
        assert_eq!(Account::Typed("kaur@maple.example").wait(&maple.school).await.unwrap(), None);
    }

    #[test]
    fn t79_a_token_is_slowed_down_and_its_neighbour_is_not() {
        let throttle = Throttle::default();

        for _ in 0..10 {
            throttle.try_door(&Door::Token("card")).unwrap();
        }

        throttle.try_door(&Door::Token("card")).unwrap_err();
        throttle.try_door(&Door::Token("another card")).unwrap();
    }

    #[test]
    fn t79_a_whole_class_comes_in_at_nine() {
        let throttle = Throttle::default();

        for child in 0..30 {
            for _ in 0..3 {
                throttle.try_door(&Door::Token(&format!("card{child}"))).unwrap();
            }
        }
    }

    #[test]
    fn a_card_is_counted_however_it_was_typed_and_no_key_names_anyone() {
        assert_eq!(Door::Token("ab-cd").key(), Door::Token("ABCD").key());
        assert!(!Account::Typed("kaur@maple.example").key().contains("kaur"));
    }
}
