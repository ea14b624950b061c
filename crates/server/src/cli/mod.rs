//! The command line: what an administrator may ask of the program, one file per noun.

mod accounts;
mod audit;
mod backup;
mod classes;
mod demo;
mod doctor;
mod duties;
mod failure;
mod imports;
mod init;
mod keys;
mod migrate_database;
mod open;
mod partners;
mod pupils;
mod restore;
mod schools;
mod serve;
mod staff;
mod terminal;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use failure::{Failure, Outcome};
use open::Where;

/// Class blogs that federate between trusted schools, with a gate in front of the pupils.
#[derive(Parser)]
#[command(name = "schoolgate", version, max_term_width = 100)]
struct Line {
    /// The configuration file [default: schoolgate.toml here, or else /etc/schoolgate/schoolgate.toml]
    #[arg(long, global = true, value_name = "PATH", env = "SCHOOLGATE_CONFIG")]
    config: Option<PathBuf>,
    /// Which school, by its host name; only needed when there are several
    #[arg(long, global = true, value_name = "HOST")]
    school: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve,
    /// Try it: three schools on this computer, full of school life
    Demo(demo::Arguments),
    /// Make a school and its first admin
    Init(init::Arguments),
    /// Make a backup, or check one
    Backup(backup::Arguments),
    /// Put a backup back
    Restore(restore::Arguments),
    /// Look at everything this stands on, and say what to do
    Doctor(doctor::Arguments),
    /// Adults: add, list, new password, shut out, let in
    #[command(subcommand)]
    Staff(staff::Command),
    /// Class blogs and pupil groups: add, list
    #[command(subcommand)]
    Class(classes::Command),
    /// Pupils and their cards
    #[command(subcommand)]
    Pupil(pupils::Command),
    /// Who teaches, moderates, covers or coaches which class
    #[command(subcommand)]
    Duty(duties::Command),
    /// Partner schools: trust, list, pause, resume, end
    #[command(subcommand)]
    Partner(partners::Command),
    /// A whole school: erase
    #[command(subcommand)]
    School(schools::Command),
    /// The keys that a class, or the school, signs with: renew
    #[command(subcommand)]
    Key(keys::Command),
    /// An old class blog: bring in from WordPress, list, take away again
    #[command(subcommand)]
    Import(imports::Command),
    /// The record of who did what
    #[command(subcommand)]
    Audit(audit::Command),
    /// Move a school's database from SQLite to PostgreSQL, or back, while no server runs on it
    MigrateDatabase(migrate_database::Arguments),
}

/// Runs the program. 0: done; 2: a setting is wrong or something is missing, and the sentence says what to do; 1: anything else.
pub fn main() -> ExitCode {
    let began = Instant::now();
    let line = Line::parse();
    let outcome = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let outcome = runtime.block_on(run(line, began));
            // Hashing or painting that nobody waits for any more does not keep the program.
            runtime.shutdown_background();
            outcome
        }
        Err(cause) => Err(Failure::new(format!("this computer gives no threads: {cause}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::complain(&format!("schoolgate: {failure}"));
            ExitCode::from(failure.code())
        }
    }
}

async fn run(line: Line, began: Instant) -> Outcome {
    if let Command::Demo(arguments) = line.command {
        // The table is what the demo says; the log is for when something is odd.
        start_log(&std::env::var("SCHOOLGATE_LOG").unwrap_or_else(|_| "warn".to_owned()), false)?;
        return Box::pin(demo::run(arguments, began)).await;
    }
    if let Command::MigrateDatabase(arguments) = &line.command {
        return migrate_database::run(arguments).await;
    }
    let host = match &line.command {
        Command::School(command) => Some(command.host().to_owned()),
        _ => line.school,
    };
    let place = Where::new(line.config, host)?;
    match line.command {
        Command::Demo(_) | Command::MigrateDatabase(_) => Ok(()),
        Command::Serve => {
            let config = place.config()?;
            start_log(&config.log, config.log_json)?;
            serve::run(&config).await
        }
        Command::Init(arguments) => init::run(&place, arguments).await,
        Command::Backup(arguments) => backup::run(&place, arguments).await,
        Command::Restore(arguments) => restore::run(&place, arguments).await,
        Command::Doctor(arguments) => doctor::run(&place, arguments).await,
        Command::Staff(command) => staff::run(&place.open().await?, command).await,
        Command::Class(command) => classes::run(&place.open().await?, command).await,
        Command::Pupil(command) => pupils::run(&place.open().await?, command).await,
        Command::Duty(command) => duties::run(&place.open().await?, command).await,
        Command::Partner(command) => partners::run(&place.open().await?, command).await,
        Command::School(command) => schools::run(&place, command).await,
        Command::Key(command) => keys::run(&place.open().await?, command).await,
        Command::Import(command) => Box::pin(imports::run(&place.open().await?, command)).await,
        Command::Audit(command) => audit::run(&place.open().await?, command).await,
    }
}

/// Logs go to stderr, as text or as JSON lines; never a child's words, a token or a signature.
fn start_log(what: &str, json: bool) -> Outcome {
    let filter = EnvFilter::try_new(what).map_err(|_| {
        Failure::setup(format!("\"{what}\" is nothing to log by; write log = \"info\" or \"schoolgate=debug\""))
    })?;
    // Told on the same stderr that its disk is full, the program would panic in the middle of an answer.
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let started =
        if json { builder.json().try_init() } else { builder.with_ansi(std::io::stderr().is_terminal()).try_init() };
    started.map_err(|cause| Failure::new(format!("the log cannot be started: {cause}")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Line::command().debug_assert();
    }
}
