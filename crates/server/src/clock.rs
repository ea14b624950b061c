//! What time it is: the one place that asks the computer's clock, so that tests may set their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The time as a school sees it. A set clock moves only when it is told to.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Milliseconds added to the computer's clock.
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// The computer's own clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// Now, to the millisecond: what the database can keep.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now().as_millisecond() + self.offset.load(Ordering::Relaxed);
        Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Lets time pass at once, as tests and the demo's seeding need it.
    pub fn advance(&self, by: SignedDuration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset.fetch_add(millis, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_clock_moves_when_told_to() {
        let clock = Clock::system();
        let before = clock.now();

        clock.advance(SignedDuration::from_hours(24));

        assert!(clock.now() >= before + SignedDuration::from_hours(24));
    }
}
