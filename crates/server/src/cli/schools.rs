//! `schoolgate school`: erasing a whole school.

use std::time::Duration;

use clap::{Args, Subcommand};
use tokio::time::{Instant, sleep};

use super::accounts;
use super::failure::{Failure, Outcome};
use super::open::Where;
use super::terminal::{ask, progress, say, table};
use crate::actions;
use crate::domain::deliveries::AtHost;
use crate::fediverse::courier;

/// How often it is looked who has confirmed.
const LOOK: Duration = Duration::from_secs(5);

#[derive(Subcommand)]
pub(super) enum Command {
    /// Erase a school: take everything back everywhere, wait for the partners' receipts, and then remove it from this server
    Erase(Arguments),
}

#[derive(Args)]
pub(super) struct Arguments {
    /// The host name of the school, as in blogs.maple.sch.uk
    host: String,
    /// The name of the school once more, to make sure
    #[arg(long)]
    name: Option<String>,
    /// The admin in whose name it is done
    #[arg(long, value_name = "EMAIL")]
    by: Option<String>,
    /// So many hours to wait for receipts; they come to the running server
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    wait: u64,
    /// The second step, with the server stopped: remove the database, the pictures and the keys
    #[arg(long)]
    remove: bool,
    /// Remove it although a partner has not confirmed; ring that school
    #[arg(long, requires = "remove")]
    unconfirmed: bool,
}

impl Command {
    pub(super) fn host(&self) -> &str {
        match self {
            Self::Erase(arguments) => &arguments.host,
        }
    }
}

pub(super) async fn run(place: &Where, command: Command) -> Outcome {
    let Command::Erase(arguments) = command;
    let school = place.open().await?;
    let name = ask(arguments.name.clone(), "Name of the school, to make sure", "--name")?;
    if name != school.profile.name {
        return Err(Failure::new(format!("\"{name}\" is not the name of {}", arguments.host)));
    }
    if !arguments.remove {
        let by = accounts::admin(&school, arguments.by.as_deref()).await?;
        actions::closing::begin(&school, &by, &name).await?;
        let until = Instant::now() + Duration::from_secs(arguments.wait.saturating_mul(3600));
        loop {
            courier::round(&school).await?;
            let (_, hosts) = actions::closing::standing(&school).await?;
            let settled = hosts.iter().filter(|host| host.is_settled()).count();
            if settled == hosts.len() || Instant::now() >= until {
                break;
            }
            progress(&format!("{settled} of {} schools are done", hosts.len()));
            sleep(LOOK).await;
        }
    }
    let (is_begun, hosts) = actions::closing::standing(&school).await?;
    if !is_begun {
        return Err(Failure::new("its partners were not told yet: run this without --remove first"));
    }
    report(&hosts);
    let open = hosts.iter().filter(|host| !host.is_settled()).count();
    if !arguments.remove {
        say(&format!(
            "Everything of {name} is off its pages, and its partners are told; {open} of {} have still to answer. \
             Stop the server, then remove the rest with --remove{}.",
            hosts.len(),
            if open > 0 { " --unconfirmed" } else { "" }
        ));
        return Ok(());
    }
    if open > 0 && !arguments.unconfirmed {
        return Err(Failure::new(format!(
            "{open} of {} schools have not answered: wait for them with the server running, or ring them and say --unconfirmed",
            hosts.len()
        )));
    }
    actions::closing::remove(&school).await?;
    say(&format!(
        "{name} is gone from this server. Keep this report, take {} out of the configuration, and throw its backups away.",
        arguments.host
    ));
    Ok(())
}

/// Every school that was asked to remove something, and how far it is.
fn report(hosts: &[AtHost]) {
    let rows: Vec<Vec<String>> = hosts
        .iter()
        .map(|host| {
            let state = match (host.is_settled(), host.may_confirm) {
                (true, true) => "confirmed",
                (true, false) => "asked, cannot confirm",
                (false, _) => "has not answered: ring them",
            };
            vec![
                host.school.clone(),
                host.host.clone(),
                host.asked.to_string(),
                host.confirmed.to_string(),
                state.to_owned(),
                host.contact.clone(),
            ]
        })
        .collect();
    say(&table(&["school", "host", "asked", "confirmed", "state", "contact"], &rows));
}
