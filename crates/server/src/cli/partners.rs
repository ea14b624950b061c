//! `schoolgate partner`: which schools we exchange with.

use clap::{Args, Subcommand};

use super::accounts::TERMINAL;
use super::failure::{Failure, Outcome};
use super::terminal::{say, table};
use crate::actions;
use crate::domain::partners::{NewPartner, PartnerState, exact_host};
use crate::school::School;
use crate::store;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Trust a school by its address, such as one with other software; replies on its side are shown without our approval.
    /// Schools with Schoolgate are better invited, on the page of partner schools: its classes may ask to follow ours, and ours theirs
    Add(NewArguments),
    /// List every partner school and how it stands
    List,
    /// Hold everything from and to a school; nothing is lost
    Pause(Change),
    /// Go on with a paused school, or begin anew with one that was ended
    Resume(Change),
    /// End it: nothing in, nothing out; what was let in comes off every page
    End(Change),
    /// Refuse a school like any stranger; `end` takes that back
    Block(Change),
}

#[derive(Args)]
pub(super) struct NewArguments {
    /// The exact host name, as in blogs.oak.sch.uk
    host: String,
    /// "Oak Academy"
    #[arg(long)]
    name: String,
    #[arg(long, default_value = "")]
    town: String,
    #[arg(long, default_value = "")]
    country: String,
    /// Whom to call there
    #[arg(long, default_value = "")]
    contact: String,
    /// Their safeguarding lead
    #[arg(long, default_value = "")]
    safeguarding_contact: String,
    /// How it was made sure that this is that school
    #[arg(long, default_value = "")]
    verified_how: String,
    /// Day of the agreement
    #[arg(long, default_value = "")]
    agreed_on: String,
    /// Day to look at it again
    #[arg(long, default_value = "")]
    review_on: String,
}

#[derive(Args)]
pub(super) struct Change {
    /// The exact host name, as in blogs.oak.sch.uk
    host: String,
    /// Why; it stays in the record
    #[arg(long, default_value = "")]
    reason: String,
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Add(new) => {
            let asked = NewPartner {
                host: new.host,
                name: new.name,
                town: new.town,
                country: new.country,
                contact: new.contact,
                safeguarding_contact: new.safeguarding_contact,
                verified_how: new.verified_how,
                agreed_on: new.agreed_on,
                review_on: new.review_on,
                ..NewPartner::default()
            };
            let partner = actions::partners::trust(school, TERMINAL, asked).await?;
            say(&format!(
                "{} trusts {} ({}). Their admin has to trust {} too.",
                school.profile.name,
                partner.name,
                partner.host,
                school.urls.host()
            ));
        }
        Command::List => list(school).await?,
        Command::Pause(change) => {
            set(school, change, PartnerState::Paused, "is paused: nothing comes or goes, and nothing is lost").await?;
        }
        Command::Resume(change) => {
            set(school, change, PartnerState::Trusted, "is trusted; what waited goes on").await?;
        }
        Command::Block(change) => {
            set(school, change, PartnerState::Blocked, "is blocked: it is refused like any stranger").await?;
        }
        Command::End(change) => {
            set(
                school,
                change,
                PartnerState::Ended,
                "is ended: nothing comes or goes, and its posts are off every page",
            )
            .await?;
        }
    }
    Ok(())
}

async fn set(school: &School, change: Change, state: PartnerState, outcome: &str) -> Outcome {
    let host =
        exact_host(&change.host).ok_or_else(|| Failure::new(format!("\"{}\" is not a host name", change.host)))?;
    let partner = store::partners::by_host(&mut school.db.read(), &host)
        .await?
        .ok_or_else(|| Failure::new(format!("{host} is not on the list; `schoolgate partner list` shows who is")))?;
    actions::partners::set_state(school, TERMINAL, &partner.id, state, &change.reason).await?;
    say(&format!("{} {outcome}.", partner.name));
    Ok(())
}

async fn list(school: &School) -> Outcome {
    let mut rows = Vec::new();
    for partner in store::partners::all(&mut school.db.read()).await? {
        let state = match &partner.held_why {
            Some(why) => format!("{}, held: {why}", partner.state),
            None => partner.state.to_string(),
        };
        let heard = partner
            .last_heard_at
            .map_or_else(|| "never".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
        rows.push(vec![partner.name, partner.host, state, heard]);
    }
    say(&table(&["name", "host", "state", "last heard"], &rows));
    Ok(())
}
