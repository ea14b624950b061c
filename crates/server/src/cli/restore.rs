//! `schoolgate restore`: puts a backup back, and says what comes next.

use std::path::PathBuf;

use clap::Args;

use super::backup::{Opening, said};
use super::failure::{Failure, Outcome};
use super::open::{self, Where};
use super::terminal::{Bars, complain, say};
use crate::backup::{self, Asked};

#[derive(Args)]
pub(super) struct Arguments {
    /// The backup
    file: PathBuf,
    /// Put it in the place of the school that is here
    #[arg(long)]
    over: bool,
    /// A newer ledger (HOST.gone) that was saved from the old machine; may be said several times
    #[arg(long, value_name = "FILE")]
    ledger: Vec<PathBuf>,
    #[command(flatten)]
    opening: Opening,
}

pub(super) async fn run(place: &Where, arguments: Arguments) -> Outcome {
    let config = place.config()?;
    let school = config.school(place.host()).map_err(|cause| Failure::setup_from(&cause))?;
    let bars = Bars::new();
    let asked = Asked {
        file: arguments.file,
        key: arguments.opening.key()?,
        place: open::place(&config, school)?,
        is_over: arguments.over,
        ledgers: arguments.ledger,
    };
    let restored = backup::restore(asked, &|what, done, all| bars.show(what, done, all)).await;
    bars.end();
    let restored = restored?;
    say(&format!("Put back: {}.", said(&restored.head, &restored.contents)));
    let again = restored.again;
    say(&format!(
        "The ledger of what is gone has {} lines. Gone again: {} things of ours, {} of partners; shut again: {}.",
        restored.lines, again.ours, again.theirs, again.shut
    ));
    if let Some(aside) = &restored.aside {
        say(&format!(
            "The database that was here lies in {}. Delete it when all is well; children's words are in it.",
            aside.display()
        ));
    }
    if !restored.contents.missing.is_empty() {
        complain(&format!("schoolgate: {} files of pictures are not in this backup", restored.contents.missing.len()));
    }
    let home = open::base("https", &restored.head.host)?;
    say(&format!(
        "Next: 1. `schoolgate doctor`. 2. `schoolgate serve`. 3. Sign in at {home} - everybody has to, with the passwords of that day.\n\
         4. Look at the gate: what came in after the backup was made is asked of the partner schools again.",
    ));
    Ok(())
}
