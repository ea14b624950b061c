//! `schoolgate class`: class blogs and pupil groups.

use clap::Subcommand;

use super::accounts::{self, TERMINAL};
use super::failure::Outcome;
use super::terminal::{say, table};
use crate::actions;
use crate::actions::classes::NewClass;
use crate::domain::classes::ClassKind;
use crate::domain::partners::Direction;
use crate::school::School;
use crate::store;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a class blog
    Add {
        /// "Maple class"
        name: String,
        /// Its part of the address [default: made from the name]
        #[arg(long)]
        slug: Option<String>,
        /// A pupil group, such as a choir, with members from several classes
        #[arg(long)]
        group: bool,
        /// Two letters, or a drawing: owl, oak, fox, boat, star, fish, snail, kite, sun, leaf, bee, whale, mountain, drum, book, rocket
        #[arg(long, default_value = "book")]
        crest: String,
        /// 1 to 12
        #[arg(long, default_value_t = 1)]
        colour: u8,
        /// "We are 28 children aged 7 and 8 in Leeds."
        #[arg(long, default_value = "")]
        about: String,
        /// Its place on the campus page: 1 for the youngest
        #[arg(long, default_value_t = 0)]
        year: i64,
        /// The teacher who runs it, by e-mail address
        #[arg(long, value_name = "EMAIL")]
        teacher: Option<String>,
    },
    /// List every class and group
    List,
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Add { name, slug, group, crest, colour, about, year, teacher } => {
            let teacher = match teacher {
                Some(email) => Some(accounts::staff(school, &email).await?.id),
                None => None,
            };
            let has_teacher = teacher.is_some();
            let kind = if group { ClassKind::Group } else { ClassKind::Class };
            let new = NewClass {
                name,
                slug: slug.unwrap_or_default(),
                kind,
                crest,
                colour,
                about,
                year_order: year,
                teacher,
            };
            let class = actions::classes::add(school, TERMINAL, new).await?;
            say(&format!("{} is at {}.", class.name, school.urls.class_page(class.slug.as_str())));
            if !has_teacher {
                say(&format!("Nobody runs it yet: `schoolgate duty set {} EMAIL` gives it a teacher.", class.slug));
            }
        }
        Command::List => list(school).await?,
    }
    Ok(())
}

async fn list(school: &School) -> Outcome {
    let mut rows = Vec::new();
    for class in store::classes::all(&mut school.db.read()).await? {
        let pupils = store::people::pupils_of_class(&mut school.db.read(), &class.id).await?.len();
        let followers = store::follows::count_accepted(&mut school.db.read(), &class.id, Direction::In).await?;
        let following = store::follows::count_accepted(&mut school.db.read(), &class.id, Direction::Out).await?;
        let address = format!("/c/{}", class.slug);
        let kind = if class.closed_at.is_some() { "closed".to_owned() } else { class.kind.to_string() };
        rows.push(vec![class.name, address, kind, pupils.to_string(), followers.to_string(), following.to_string()]);
    }
    say(&table(&["name", "address", "kind", "pupils", "followers", "follows"], &rows));
    Ok(())
}
