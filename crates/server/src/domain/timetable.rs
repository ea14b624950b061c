//! When there is school: the days of the week, the hours, the holidays; and what follows from them: when a school may be
//! written to, and until when it is away.

use jiff::civil::{self, Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::ids::HolidayId;
use crate::error::Fault;

/// So many holidays can be written down that are not over yet.
pub const MOST_HOLIDAYS: usize = 40;
/// One of them lasts so many days at most.
pub const LONGEST_HOLIDAY: i32 = 100;
/// And begins at most so many days ahead.
pub const FARTHEST_HOLIDAY: i32 = 800;
/// Letters of its name.
const LONGEST_NAME: usize = 60;
/// A school is away when so many days fall out on which there would have been school.
const AWAY: usize = 3;
/// Partners are told so many days before, since they ask once a day.
const TOLD_BEFORE: i32 = 7;
/// Who says that it is away for longer than this is not believed.
const FARTHEST_AWAY: i32 = 120;
/// How far ahead is looked for the next day of school.
const HORIZON: i32 = 500;

/// The seven days in the order of a week.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Days without school, in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Holiday {
    pub id: HolidayId,
    /// For our own adults.
    pub name: String,
    pub first: Date,
    pub last: Date,
}

/// When there is school in a usual week.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// From Monday on.
    pub days: [bool; 7],
    pub opens: civil::Time,
    pub closes: civil::Time,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timetable {
    pub week: Week,
    /// Those that are not over or have just ended, by their first day.
    pub holidays: Vec<Holiday>,
}

/// From the first day without school to the first day with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    pub from: Date,
    /// Back on this day.
    pub until: Date,
}

impl Default for Week {
    fn default() -> Self {
        Self {
            days: [true, true, true, true, true, false, false],
            opens: civil::time(8, 0, 0, 0),
            closes: civil::time(16, 0, 0, 0),
        }
    }
}

impl Week {
    /// Errors: what is to be mended.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        if !self.days.contains(&true) {
            faults.push(Fault { field: "days", key: "fault-week-empty" });
        }
        if self.closes <= self.opens {
            faults.push(Fault { field: "closes", key: "fault-hours-order" });
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn has(&self, day: Date) -> bool {
        usize::try_from(day.weekday().to_monday_zero_offset()).is_ok_and(|place| self.days[place])
    }

    /// The days as they are kept: `1` for Monday and so on.
    pub fn digits(&self) -> String {
        ('1'..='7').zip(self.days).filter(|(_, is_on)| *is_on).map(|(digit, _)| digit).collect()
    }

    /// The other way round.
    pub fn days_of(digits: &str) -> [bool; 7] {
        let mut days = [false; 7];
        for (day, digit) in days.iter_mut().zip('1'..='7') {
            *day = digits.contains(digit);
        }
        days
    }
}

impl Holiday {
    fn has(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    fn meets(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

impl Timetable {
    pub fn is_school_day(&self, day: Date) -> bool {
        self.week.has(day) && !self.holidays.iter().any(|holiday| holiday.has(day))
    }

    /// Whether there is school at this moment, by the clocks of this zone.
    pub fn is_open(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let local = now.to_zoned(zone.clone());
        self.is_school_day(local.date()) && (self.week.opens..self.week.closes).contains(&local.time())
    }

    /// The first moment of this hour within school hours: an hour before school is when it opens, one after school the last
    /// whole hour of it.
    fn moment_of(&self, hour: i8) -> civil::Time {
        let asked = civil::Time::new(hour.clamp(0, 23), 0, 0, 0).unwrap_or_default();
        if asked < self.week.closes {
            return asked.max(self.week.opens);
        }
        let whole = civil::Time::new(self.week.closes.hour(), 0, 0, 0).unwrap_or_default();
        let last = if whole < self.week.closes { whole } else { whole.saturating_sub(1.hour()) };
        last.max(self.week.opens)
    }

    /// Whether what is told at this hour may be told now: not before the hour, on a day of school, in its hours.
    pub fn is_time_for(&self, hour: i8, now: Timestamp, zone: &TimeZone) -> bool {
        self.is_open(now, zone) && self.moment_of(hour) <= now.to_zoned(zone.clone()).time()
    }

    /// When that is next, after this moment. None when there is no school in sight.
    pub fn next_time_for(&self, hour: i8, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = after.to_zoned(zone.clone()).date();
        (0..HORIZON)
            .filter_map(|days| today.checked_add(days.days()).ok())
            .filter(|day| self.is_school_day(*day))
            // Where the clocks leave out that hour, it is the one after.
            .filter_map(|day| Some(day.to_datetime(self.moment_of(hour)).to_zoned(zone.clone()).ok()?.timestamp()))
            .find(|moment| *moment > after)
    }

    /// The days in a row without school around this one, when it is one and they are a real absence.
    fn around(&self, day: Date) -> Option<Away> {
        if self.is_school_day(day) {
            return None;
        }
        let walk = |step: i32| {
            (1..HORIZON)
                .filter_map(|days| day.checked_add((days * step).days()).ok())
                .find(|other| self.is_school_day(*other))
        };
        let (before, until) = (walk(-1)?, walk(1)?);
        let from = before.tomorrow().ok()?;
        let missed = from.series(1.day()).take_while(|day| *day < until).filter(|day| self.week.has(*day)).count();
        (missed >= AWAY).then_some(Away { from, until })
    }

    /// What partners are told today: that the school is away, or soon will be.
    pub fn told(&self, today: Date) -> Option<Away> {
        (0..=TOLD_BEFORE).filter_map(|days| today.checked_add(days.days()).ok()).find_map(|day| self.around(day))
    }

    /// Whether one more holiday can be written down. Errors: what is to be mended.
    pub fn check(&self, new: &Holiday, today: Date) -> Result<(), Vec<Fault>> {
        let length = new.name.chars().count();
        let fault = |field, key| Err(vec![Fault { field, key }]);
        if length == 0 || length > LONGEST_NAME {
            return fault("name", "fault-name-missing");
        }
        if new.last < new.first {
            return fault("last", "fault-holiday-order");
        }
        if new.last < today {
            return fault("last", "fault-holiday-over");
        }
        if days_between(new.first, new.last) >= LONGEST_HOLIDAY {
            return fault("last", "fault-holiday-long");
        }
        if days_between(today, new.first) > FARTHEST_HOLIDAY {
            return fault("first", "fault-holiday-far");
        }
        if self.holidays.iter().any(|known| known.id != new.id && known.meets(new)) {
            return fault("first", "fault-holiday-overlaps");
        }
        if self.holidays.iter().filter(|known| known.last >= today).count() >= MOST_HOLIDAYS {
            return fault("name", "fault-holiday-many");
        }
        Ok(())
    }
}

impl Away {
    /// What another school says of itself, as far as it is believed today: it is not over, and ends within four months.
    pub fn believed(from: Date, until: Date, today: Date) -> Option<Self> {
        let is_sensible = from < until && today < until && days_between(today, until) <= FARTHEST_AWAY;
        is_sensible.then_some(Self { from, until })
    }

    /// Whether it is so on this day.
    pub fn is_on(self, day: Date) -> bool {
        (self.from..self.until).contains(&day)
    }
}

fn days_between(one: Date, other: Date) -> i32 {
    one.until(other).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holiday(first: &str, last: &str) -> Holiday {
        Holiday {
            id: HolidayId::fresh(Timestamp::UNIX_EPOCH),
            name: "Winter".to_owned(),
            first: date(first),
            last: date(last),
        }
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn with(holidays: &[(&str, &str)]) -> Timetable {
        let holidays = holidays.iter().map(|(first, last)| holiday(first, last)).collect();
        Timetable { holidays, ..Timetable::default() }
    }

    #[test]
    fn there_is_school_on_weekdays_outside_of_holidays() {
        let table = with(&[("2026-12-21", "2027-01-03"), ("2028-02-28", "2028-02-29")]);
        let is = |text: &str| table.is_school_day(date(text));

        assert!(is("2026-12-18") && !is("2026-12-19"), "a Friday, a Saturday");
        assert!(!is("2026-12-21") && !is("2027-01-01"), "its first day, and one within");
        assert!(is("2027-01-04"), "the Monday after");
        assert!(!is("2028-02-29") && is("2028-03-01"), "a leap day is a day like others");
    }

    #[test]
    fn school_hours_are_those_of_the_schools_own_clocks() {
        let table = Timetable::default();
        let is = |text: &str| table.is_open(at(text), &london());

        assert!(!is("2026-01-12T07:59:59Z") && is("2026-01-12T08:00:00Z"), "winter");
        assert!(is("2026-06-12T07:00:00Z") && !is("2026-06-12T15:00:00Z"), "summer, and not when it closes");
        assert!(!is("2026-01-10T10:00:00Z"), "a Saturday");
    }

    #[test]
    fn what_is_told_at_an_hour_is_told_in_school_hours_only() {
        let mut table = with(&[("2026-12-21", "2027-01-01")]);
        table.week.closes = civil::time(15, 30, 0, 0);
        table.week.opens = civil::time(8, 15, 0, 0);
        let next = |hour: i8, text: &str| table.next_time_for(hour, at(text), &london()).unwrap().to_string();
        let is = |hour: i8, text: &str| table.is_time_for(hour, at(text), &london());

        assert_eq!(next(9, "2026-01-12T07:00:00Z"), "2026-01-12T09:00:00Z");
        assert_eq!(next(9, "2026-01-12T09:00:00Z"), "2026-01-13T09:00:00Z", "it is after, not at");
        assert_eq!(next(6, "2026-01-12T07:00:00Z"), "2026-01-12T08:15:00Z", "before school: when it opens");
        assert_eq!(next(20, "2026-01-12T07:00:00Z"), "2026-01-12T15:00:00Z", "after school: its last whole hour");
        assert_eq!(next(9, "2026-01-16T12:00:00Z"), "2026-01-19T09:00:00Z", "over a weekend");
        assert_eq!(next(9, "2026-12-18T12:00:00Z"), "2027-01-04T09:00:00Z", "over a holiday and its weekends");
        assert!(!is(9, "2026-01-12T08:59:59Z") && is(9, "2026-01-12T09:00:00Z") && is(9, "2026-01-12T15:29:00Z"));
        assert!(!is(9, "2026-01-12T15:30:00Z") && !is(9, "2026-01-17T09:00:00Z"));
    }

    #[test]
    fn an_hour_is_found_on_the_days_on_which_the_clocks_change() {
        let mut table = Timetable::default();
        table.week.days = [true; 7];
        let next = |hour: i8, text: &str| table.next_time_for(hour, at(text), &london()).unwrap().to_string();

        assert_eq!(next(8, "2026-03-28T12:00:00Z"), "2026-03-29T07:00:00Z", "they went forward in the night");
        assert_eq!(next(8, "2026-10-24T12:00:00Z"), "2026-10-25T08:00:00Z", "and back");
        table.week.opens = civil::time(0, 0, 0, 0);
        let night = |hour: i8, text: &str| table.next_time_for(hour, at(text), &london()).unwrap().to_string();
        assert_eq!(night(1, "2026-03-29T00:30:00Z"), "2026-03-29T01:00:00Z", "there is no one o'clock: it is two");
    }

    #[test]
    fn a_school_is_away_from_its_last_day_to_its_first() {
        // A Wednesday to a Wednesday.
        let table = with(&[("2026-12-23", "2027-01-06")]);
        let away = Away { from: date("2026-12-23"), until: date("2027-01-07") };

        assert_eq!(table.told(date("2026-12-23")), Some(away));
        assert_eq!(table.told(date("2027-01-06")), Some(away));
        assert_eq!(table.told(date("2027-01-07")), None, "back");
        assert_eq!(table.told(date("2026-12-16")), Some(away), "a week before");
        assert_eq!(table.told(date("2026-12-15")), None);
        assert!(!away.is_on(date("2026-12-22")) && away.is_on(date("2027-01-06")));
        assert!(!away.is_on(date("2027-01-07")));
    }

    #[test]
    fn weekends_that_touch_a_holiday_belong_to_it_and_short_ones_are_no_absence() {
        let table = with(&[("2026-02-16", "2026-02-20"), ("2026-05-04", "2026-05-05"), ("2026-05-28", "2026-06-01")]);

        let half_term = Some(Away { from: date("2026-02-14"), until: date("2026-02-23") });
        assert_eq!(table.told(date("2026-02-18")), half_term);
        assert_eq!(table.told(date("2026-05-04")), None, "two days of school");
        let long_weekend = Some(Away { from: date("2026-05-28"), until: date("2026-06-02") });
        assert_eq!(table.told(date("2026-05-30")), long_weekend, "three days of school");
    }

    #[test]
    fn the_weekend_after_a_holiday_is_part_of_the_absence() {
        // It ended on a Friday.
        let table = with(&[("2026-12-21", "2027-01-01")]);

        let away = table.told(date("2027-01-02")).unwrap();

        assert_eq!((away.from, away.until), (date("2026-12-19"), date("2027-01-04")));
    }

    #[test]
    fn what_a_partner_says_is_believed_within_reason() {
        let today = date("2026-12-20");
        let believed = |from: &str, until: &str| Away::believed(date(from), date(until), today).is_some();

        assert!(believed("2026-12-19", "2027-01-07") && believed("2026-12-24", "2027-01-07"));
        assert!(
            !believed("2027-01-07", "2027-01-07") && !believed("2027-01-08", "2027-01-07"),
            "it ends before it begins"
        );
        assert!(!believed("2026-12-01", "2026-12-20"), "it is over");
        assert!(believed("2026-12-19", "2027-04-19") && !believed("2026-12-19", "2027-04-20"), "120 days and one");
    }

    #[test]
    fn a_holiday_is_refused_for_what_is_wrong_with_it() {
        let (today, table) = (date("2026-12-01"), with(&[("2026-12-21", "2027-01-03")]));
        let fault = |first: &str, last: &str| {
            table.check(&holiday(first, last), today).err().map_or("", |faults| faults[0].key)
        };

        assert_eq!(fault("2027-02-15", "2027-02-19"), "");
        assert_eq!(fault("2027-02-15", "2027-02-15"), "", "one day");
        assert_eq!(fault("2026-11-20", "2026-12-02"), "", "it has begun");
        assert_eq!(fault("2027-02-15", "2027-02-14"), "fault-holiday-order");
        assert_eq!(fault("2026-11-20", "2026-11-30"), "fault-holiday-over");
        assert_eq!(fault("2027-01-03", "2027-01-04"), "fault-holiday-overlaps");
        assert_eq!(fault("2027-06-01", "2027-09-08"), "", "a hundred days");
        assert_eq!(fault("2027-06-01", "2027-09-09"), "fault-holiday-long");
        assert_eq!(fault("2029-03-01", "2029-03-02"), "fault-holiday-far");
        let unnamed = Holiday { name: String::new(), ..holiday("2027-02-15", "2027-02-19") };
        assert_eq!(table.check(&unnamed, today).unwrap_err()[0].key, "fault-name-missing");
        let full = Timetable { holidays: vec![holiday("2026-12-21", "2027-01-03"); MOST_HOLIDAYS], ..table };
        assert_eq!(full.check(&holiday("2027-02-15", "2027-02-19"), today).unwrap_err()[0].key, "fault-holiday-many");
    }

    #[test]
    fn a_week_has_a_day_and_hours_in_their_order() {
        let week = Week::default();
        assert!(week.check().is_ok());
        assert_eq!((week.digits(), Week::days_of("12345")), ("12345".to_owned(), week.days));

        let wrong = Week { days: [false; 7], closes: week.opens, ..week };
        let keys: Vec<_> = wrong.check().unwrap_err().into_iter().map(|fault| fault.key).collect();
        assert_eq!(keys, ["fault-week-empty", "fault-hours-order"]);
    }
}
