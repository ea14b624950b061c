//! `schoolgate init`: makes a school and its first admin.

use std::io::Write;
use std::path::Path;

use clap::Args;

use super::failure::{Failure, Outcome};
use super::open::Where;
use super::terminal::{ask, ask_or_nothing, new_password, say, show_password};
use crate::actions;
use crate::actions::schools::NewSchool;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::partners::exact_host;
use crate::error::Error;
use crate::store::{self, Database};

#[derive(Args)]
pub(super) struct Arguments {
    /// The school's name, as in "Maple Primary"
    #[arg(long)]
    name: Option<String>,
    #[arg(long)]
    town: Option<String>,
    #[arg(long)]
    country: Option<String>,
    /// The language of its pages: en, cy, fr or ar
    #[arg(long, default_value = "en")]
    language: String,
    /// The first admin's name, as in "Mr Ellis"
    #[arg(long)]
    admin_name: Option<String>,
    /// The first admin's e-mail address
    #[arg(long)]
    admin_email: Option<String>,
    /// Read the admin's password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

/// Languages that have all their words.
const LANGUAGES: &[&str] = &["en", "cy", "fr", "ar"];

pub(super) async fn run(place: &Where, arguments: Arguments) -> Outcome {
    if !LANGUAGES.contains(&arguments.language.as_str()) {
        return Err(Failure::setup(format!(
            "there are no pages in \"{}\"; choose one of {}",
            arguments.language,
            LANGUAGES.join(", ")
        )));
    }
    let config = configuration(place)?;
    let school = config.school(place.host()).map_err(|cause| Failure::setup_from(&cause))?;
    let db = Database::open(&config.database_url(school)).await.map_err(|cause| Failure::setup_from(&cause))?;
    // Said before anything is asked.
    if let Some(there) = store::schools::get(&mut db.read()).await? {
        return Err(Failure::setup(format!("{} is in this database already; `schoolgate serve` runs it", there.name)));
    }

    let name = ask(arguments.name, "The school's name", "--name")?;
    let town = ask_or_nothing(arguments.town, "Town")?;
    let country = ask_or_nothing(arguments.country, "Country")?;
    let admin_name = ask(arguments.admin_name, "The first admin's name, as in Mr Ellis", "--admin-name")?;
    let admin_email = ask(arguments.admin_email, "The first admin's e-mail address", "--admin-email")?;
    let new = new_password(arguments.password_stdin, &admin_name)?;
    let asked = NewSchool {
        name: name.clone(),
        town,
        country,
        language: arguments.language,
        admin_name,
        admin_email: admin_email.clone(),
        admin_password: new.password.clone(),
    };
    actions::schools::found(&db, &Clock::system(), asked).await.map_err(|cause| match cause {
        Error::Conflict(why) => Failure::setup(why),
        other => other.into(),
    })?;
    db.close().await;

    say(&format!(
        "{name} is founded. Run it with `schoolgate serve`; {admin_email} signs in at {}.",
        super::open::base("https", &school.host)?
    ));
    show_password(&new);
    Ok(())
}

/// The configuration; where there is none yet, one is written for this school.
fn configuration(place: &Where) -> Outcome<Config> {
    // Settings may come from the environment alone, as in a container.
    if place.file().exists() || std::env::var_os("SCHOOLGATE_HOST").is_some() {
        return place.config();
    }
    let host = ask(
        place.host().map(str::to_owned),
        "The host name of the school's blogs, as in blogs.maple.sch.uk",
        "--school",
    )?;
    let host = exact_host(&host)
        .ok_or_else(|| Failure::setup(format!("\"{host}\" is not a host name; write it as in blogs.maple.sch.uk")))?;
    write_configuration(place.file(), &host)?;
    say(&format!("Wrote {}; deploy/schoolgate.toml of the source explains every setting.", place.file().display()));
    place.config()
}

fn write_configuration(file: &Path, host: &str) -> Outcome {
    let failed = |cause: std::io::Error| Failure::setup(format!("{} cannot be written: {cause}", file.display()));
    // Never over a file that is there.
    let mut file = std::fs::File::create_new(file).map_err(failed)?;
    file.write_all(format!("[[school]]\nhost = \"{host}\"\n").as_bytes()).map_err(failed)
}
