//! `schoolgate audit verify`: whether the record of who did what is whole.

use clap::Subcommand;

use super::failure::{Failure, Outcome};
use super::terminal::{progress, say};
use crate::actions::audit::{Checked, verify};
use crate::school::School;
use crate::store;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Read the whole record and check that no line was changed, added or removed
    Verify,
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    let Command::Verify = command;
    let (lines, _) = store::audit::head(&mut school.db.read()).await?;
    let checked = verify(&school.db, |line| {
        let percent = line.saturating_mul(100).checked_div(lines).unwrap_or(100);
        progress(&format!("Reading the record of {}: {line} of {lines} lines, {percent} %", school.profile.name));
    })
    .await;
    progress("");
    match checked? {
        Checked::Whole(lines) => {
            say(&format!(
                "The record of {} is whole: {lines} lines, each following the one before.",
                school.profile.name
            ));
            Ok(())
        }
        Checked::Broken { number } => Err(Failure::new(format!(
            "the record of {} is broken at line {number}: it was changed or removed by something other than this program; keep the database as it is and compare it with a backup",
            school.profile.name
        ))),
    }
}
