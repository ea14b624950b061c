//! `schoolgate duty`: which adult does what for which class.

use clap::Subcommand;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::accounts::{self, TERMINAL};
use super::failure::{Failure, Outcome};
use super::terminal::say;
use crate::actions;
use crate::domain::people::{ClassRole, Duty};
use crate::school::School;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Give an adult a place in a class
    Set {
        /// The class's part of the address, as in maple-class
        class: String,
        email: String,
        /// teacher, moderator, cover or coach
        #[arg(long, default_value = "teacher")]
        role: String,
        /// First day, as in 2026-09-01
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Last day
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// End it
    End {
        /// The class's part of the address, as in maple-class
        class: String,
        email: String,
    },
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Set { class, email, role, from, until } => {
            let role: ClassRole = role.parse().map_err(|_| {
                Failure::new(format!("\"{role}\" is not a duty; choose teacher, moderator, cover or coach"))
            })?;
            let from = from.map(|day| beginning(&day)).transpose()?.map(|(first, _)| first);
            let until = until.map(|day| beginning(&day)).transpose()?.map(|(_, after)| after);
            if role == ClassRole::Cover && until.is_none() {
                return Err(Failure::new("cover needs a last day: --until 2026-09-30"));
            }
            let class = accounts::class(school, &class).await?;
            let staff = accounts::staff(school, &email).await?;
            actions::people::set_duty(school, TERMINAL, Duty { class: class.id, staff: staff.id, role, from, until })
                .await?;
            say(&format!("{} is {role} of {}.", staff.name, class.name));
        }
        Command::End { class, email } => {
            let class = accounts::class(school, &class).await?;
            let staff = accounts::staff(school, &email).await?;
            actions::people::end_duty(school, TERMINAL, &class.id, &staff.id)
                .await
                .map_err(|_| Failure::new(format!("{} does nothing for {}", staff.name, class.name)))?;
            say(&format!("{} no longer has a place in {}.", staff.name, class.name));
        }
    }
    Ok(())
}

/// The first moment of a day, and the first after it, where the server stands.
fn beginning(day: &str) -> Outcome<(Timestamp, Timestamp)> {
    let wrong = |_| Failure::new(format!("\"{day}\" is not a day; write it as in 2026-09-01"));
    let date: Date = day.parse().map_err(wrong)?;
    let next = date.tomorrow().map_err(wrong)?;
    let zone = TimeZone::system();
    let moment = |date: Date| date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).map_err(wrong);
    Ok((moment(date)?, moment(next)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_and_nothing_else() {
        let (first, after) = beginning("2026-09-01").unwrap();

        assert!(after > first);
        assert!(beginning("tomorrow").is_err());
    }
}
