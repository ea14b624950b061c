//! `schoolgate key`: new keys for a class, or for the school itself.

use clap::Subcommand;

use super::accounts::TERMINAL;
use super::failure::{Failure, Outcome};
use super::terminal::say;
use crate::actions;
use crate::error::Error;
use crate::school::School;
use crate::store;

#[derive(Subcommand)]
pub(super) enum Command {
    /// New keys for a class; from then on its old ones open nothing
    Renew {
        /// The class, by its part of the address, as in maple-class
        class: String,
    },
    /// New keys for the school itself; partners hold everything until their admins have compared the new safety words with ours
    RenewSchool {
        /// Do it: nothing is exchanged until they have
        #[arg(long)]
        yes: bool,
    },
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Renew { class } => renew_class(school, &class).await,
        Command::RenewSchool { yes } => renew_school(school, yes).await,
    }
}

async fn renew_class(school: &School, slug: &str) -> Outcome {
    let class = match store::classes::by_slug(&mut school.db.read(), slug).await {
        Ok(class) => class,
        Err(Error::Missing) => {
            let why = format!("there is no class at /c/{slug}; `schoolgate class list` shows which there are");
            return Err(Failure::new(why));
        }
        Err(other) => return Err(other.into()),
    };
    let told = actions::keys::renew_class(school, TERMINAL, &class.id).await?;
    say(&format!("{} has new keys, and the old ones open nothing any more. Partner classes told: {told}.", class.name));
    Ok(())
}

async fn renew_school(school: &School, yes: bool) -> Outcome {
    if !yes {
        return Err(Failure::new(
            "with new keys for the school itself every partner school holds us: nothing comes or goes until its admin and ours \
             have read the new safety words to each other by phone; say --yes if that is what you want",
        ));
    }
    let partners = actions::keys::renew_school(school, TERMINAL).await?;
    say(&format!("{} has new keys. Ring each partner school and compare these words:", school.profile.name));
    for partner in partners {
        let words = partner.safety_words.as_deref().unwrap_or("no words: its key is not known yet");
        say(&format!("  {} ({}): {words}", partner.name, partner.host));
    }
    Ok(())
}
