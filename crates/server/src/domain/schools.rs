//! The school itself.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil};

/// The school as founded.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub id: String,
    pub name: String,
    pub town: String,
    pub country: String,
    pub language: String,
    /// Signs form tokens and keys the marks of pupils' pictures; base64.
    pub secret: String,
    pub founded_at: Timestamp,
    pub federation_paused_at: Option<Timestamp>,
}

/// When the school day is over: nobody stays signed in on a tablet that goes back into its trolley.
#[derive(Clone, Debug)]
pub struct SchoolDay {
    pub ends: civil::Time,
    pub zone: TimeZone,
}

impl SchoolDay {
    /// The first end of a day after this moment.
    pub fn end_after(&self, moment: Timestamp) -> Timestamp {
        let today = moment.to_zoned(self.zone.clone()).date();
        let tomorrow = today.checked_add(1.day()).unwrap_or(today);
        let at = |day: civil::Date| day.to_datetime(self.ends).to_zoned(self.zone.clone()).ok();
        let ends = [today, tomorrow].into_iter().filter_map(at).map(|end| end.timestamp());
        // Where a calendar has no such hour, today ends at once.
        ends.into_iter().find(|end| *end > moment).unwrap_or(moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_by_the_schools_own_clock_in_summer_and_winter() {
        let day = SchoolDay { ends: civil::time(18, 0, 0, 0), zone: TimeZone::get("Europe/London").unwrap() };
        let after = |text: &str| day.end_after(text.parse().unwrap()).to_string();

        assert_eq!(after("2026-01-12T09:00:00Z"), "2026-01-12T18:00:00Z");
        assert_eq!(after("2026-06-12T09:00:00Z"), "2026-06-12T17:00:00Z");
        assert_eq!(after("2026-06-12T17:00:00Z"), "2026-06-13T17:00:00Z");
        assert_eq!(after("2026-03-28T18:30:00Z"), "2026-03-29T17:00:00Z", "the clocks go forward in between");
    }
}
