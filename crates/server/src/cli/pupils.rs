//! `schoolgate pupil`: pupils and the cards they sign in with.

use clap::Subcommand;

use super::accounts;
use super::failure::{Failure, Outcome};
use super::terminal::{say, table};
use crate::actions;
use crate::school::School;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add pupils to a class by first name
    Add {
        /// The class's part of the address, as in maple-class
        class: String,
        #[arg(required = true)]
        names: Vec<String>,
        /// The admin in whose name it is done
        #[arg(long, value_name = "EMAIL")]
        by: Option<String>,
    },
    /// Make new cards; older cards of those pupils are dead at once
    Card {
        /// The class's part of the address, as in maple-class
        class: String,
        /// One pupil; without a name, the whole class
        name: Option<String>,
        /// The admin in whose name it is done
        #[arg(long, value_name = "EMAIL")]
        by: Option<String>,
    },
    /// List the pupils of a class
    List {
        /// The class's part of the address, as in maple-class
        class: String,
    },
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Add { class, names, by } => {
            let class = accounts::class(school, &class).await?;
            let by = accounts::admin(school, by.as_deref()).await?;
            let added = actions::people::add_pupils(school, &by, &class.id, &names).await?;
            say(&format!(
                "{} more in {}. `schoolgate pupil card {}` makes their cards.",
                added.len(),
                class.name,
                class.slug
            ));
        }
        Command::Card { class, name, by } => {
            let class = accounts::class(school, &class).await?;
            let by = accounts::admin(school, by.as_deref()).await?;
            let pupils = accounts::pupils(school, &class, name.as_deref()).await?;
            if name.is_some() && pupils.len() > 1 {
                return Err(Failure::new(format!(
                    "there are {} of that name in {}; make the card on the class's page",
                    pupils.len(),
                    class.name
                )));
            }
            let mut rows = Vec::new();
            for pupil in pupils {
                let token = actions::people::new_card(school, &by, &class.id, &pupil.id).await?;
                rows.push(vec![pupil.name, school.urls.to(&format!("/card/{token}")).to_string()]);
            }
            say(&table(&["name", "card (whoever has it is that pupil)"], &rows));
        }
        Command::List { class } => {
            let class = accounts::class(school, &class).await?;
            let rows: Vec<Vec<String>> =
                accounts::pupils(school, &class, None).await?.into_iter().map(|pupil| vec![pupil.name]).collect();
            say(&table(&[class.name.as_str()], &rows));
        }
    }
    Ok(())
}
