//! The school's week and its holidays.

use jiff::civil::{Date, time};
use schoolgate::domain::ids::HolidayId;
use schoolgate::domain::timetable::{Holiday, Timetable, Week};
use schoolgate::error::Error;
use schoolgate::store::timetable;

use crate::world::{at, both};
use crate::{commit, read};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn holiday(name: &str, first: &str, last: &str) -> Holiday {
    Holiday { id: HolidayId::fresh(at(0)), name: name.to_owned(), first: day(first), last: day(last) }
}

#[tokio::test]
async fn a_week_is_as_usual_until_somebody_says_otherwise() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| timetable::get(sql, day("2026-12-01"))), Timetable::default());

        for opens in [7, 9] {
            let week = Week { days: Week::days_of("1346"), opens: time(opens, 45, 0, 0), closes: time(15, 5, 0, 0) };
            commit!(world, |tx| timetable::set_week(&mut tx, &week)).unwrap();
            assert_eq!(read!(world, |sql| timetable::get(sql, day("2026-12-01"))).week, week);
        }
    })
    .await;
}

#[tokio::test]
async fn holidays_come_in_their_order_until_a_fortnight_after_their_end() {
    both(|world| async move {
        let (winter, autumn) =
            (holiday("Winter", "2026-12-21", "2027-01-06"), holiday("Autumn", "2026-10-26", "2026-10-30"));
        for one in [&winter, &autumn] {
            commit!(world, |tx| timetable::add_holiday(&mut tx, one)).unwrap();
        }
        let on = async |text: &str| read!(world, |sql| timetable::get(sql, day(text))).holidays;

        assert_eq!(on("2026-11-13").await, [autumn.clone(), winter.clone()]);
        assert_eq!(on("2026-11-14").await, vec![winter]);
        assert_eq!(on("2027-01-21").await, []);
        assert_eq!(read!(world, |sql| timetable::holiday(sql, &autumn.id)), autumn);
    })
    .await;
}

#[tokio::test]
async fn a_holiday_is_taken_out_once_put_back_once_and_forgotten() {
    both(|world| async move {
        let winter = holiday("Winter", "2026-12-21", "2027-01-06");
        commit!(world, |tx| timetable::add_holiday(&mut tx, &winter)).unwrap();
        let shown = async || read!(world, |sql| timetable::get(sql, day("2026-12-01"))).holidays.len();

        commit!(world, |tx| timetable::remove_holiday(&mut tx, &winter.id, at(5))).unwrap();
        assert_eq!(shown().await, 0);
        let again = commit!(world, |tx| timetable::remove_holiday(&mut tx, &winter.id, at(6)));
        assert!(matches!(again, Err(Error::Missing)));
        commit!(world, |tx| timetable::put_holiday_back(&mut tx, &winter.id)).unwrap();
        assert_eq!(shown().await, 1);
        assert!(matches!(commit!(world, |tx| timetable::put_holiday_back(&mut tx, &winter.id)), Err(Error::Missing)));

        commit!(world, |tx| timetable::forget_holidays(&mut tx, at(9), day("2027-01-06"))).unwrap();
        assert_eq!(shown().await, 1, "it is neither out nor over");
        commit!(world, |tx| timetable::remove_holiday(&mut tx, &winter.id, at(5))).unwrap();
        commit!(world, |tx| timetable::forget_holidays(&mut tx, at(5), day("2027-01-06"))).unwrap();
        commit!(world, |tx| timetable::put_holiday_back(&mut tx, &winter.id)).unwrap();
        commit!(world, |tx| timetable::forget_holidays(&mut tx, at(9), day("2027-01-07"))).unwrap();
        assert!(matches!(timetable::holiday(&mut world.db.read(), &winter.id).await, Err(Error::Missing)));
    })
    .await;
}
