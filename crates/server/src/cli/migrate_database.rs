//! `schoolgate migrate-database`: a school's database from SQLite to PostgreSQL, or back.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;

use super::failure::{Failure, Outcome};
use super::terminal::{say, table};
use crate::actions::moving::{Progress, move_database};
use crate::clock::Clock;
use crate::store::Database;

#[derive(Args)]
pub(super) struct Arguments {
    #[arg(
        long,
        value_name = "URL",
        help = "The database that the school is in: sqlite:///path or postgres://user@host/name. It stays as it is"
    )]
    from: String,
    /// An empty database for it. A password may be left out and said in the variable PGPASSWORD instead
    #[arg(long, value_name = "URL")]
    to: String,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let Arguments { from, to } = arguments;
    if from == to {
        return Err(Failure::setup("the two databases are the same one; name an empty one with --to"));
    }
    // Opening would make an empty one.
    if let Some(path) = from.strip_prefix("sqlite://")
        && !Path::new(path).exists()
    {
        return Err(Failure::setup(format!("there is no database {path}; look at what the configuration says")));
    }
    let source = open(from).await?;
    let target = open(to).await?;
    let _held = [hold(&source)?, hold(&target)?];
    let bar = ProgressBar::no_length();
    bar.enable_steady_tick(Duration::from_millis(200));
    if let Ok(style) = ProgressStyle::with_template("{msg:<28} {bar:40} {pos} of {len} rows, {eta} left") {
        bar.set_style(style);
    }
    let moved = move_database(&source, &target, Clock::system().now(), |progress| match progress {
        // Each is written, and read again.
        Progress::Begins(rows) => bar.set_length(rows.saturating_mul(2)),
        Progress::Table(name) => bar.set_message(format!("moving {name}")),
        Progress::Compares(name) => bar.set_message(format!("comparing {name}")),
        Progress::Rows(rows) => bar.inc(rows),
    })
    .await;
    bar.finish_and_clear();
    let moved = moved?;
    source.close().await;
    target.close().await;

    let rows: Vec<Vec<String>> = moved.iter().map(|moved| vec![moved.table.clone(), moved.rows.to_string()]).collect();
    say(&table(&["table", "rows"], &rows));
    let all: u64 = moved.iter().map(|moved| moved.rows).sum();
    say(&format!(
        "\nMoved {all} rows of {} tables; each was compared with what it was. Now say in the configuration, below the school's host:\n\n    database = \"{}\"\n\nand start `schoolgate serve`. Keep the old database until you have looked at the school; nothing in it was changed.\nPictures stay where they are.",
        moved.len(),
        without_password(to)
    ));
    Ok(())
}

async fn open(url: &str) -> Outcome<Database> {
    Database::open(url).await.map_err(|cause| Failure::setup(format!("{}: {cause:#}", without_password(url))))
}

fn hold(database: &Database) -> Outcome<Option<crate::store::Held>> {
    database.hold().map_err(|cause| Failure::setup_from(&cause))
}

/// What may stand on a screen.
fn without_password(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut address) if address.password().is_some() => {
            let hidden = address.set_password(Some("PASSWORD"));
            if hidden.is_ok() { address.to_string() } else { "the database".to_owned() }
        }
        Ok(_) => url.to_owned(),
        Err(_) => "the database".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("sqlite:///srv/maple.sqlite"), "sqlite:///srv/maple.sqlite");
        assert_eq!(without_password("postgres://school@db/x"), "postgres://school@db/x");
        assert_eq!(without_password("postgres://school:hunter2@db/x"), "postgres://school:PASSWORD@db/x");
        assert_eq!(without_password("postgres://school:hunter2@[/x"), "the database");
    }
}
