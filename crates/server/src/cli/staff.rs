//! `schoolgate staff`: adults and their accounts.

use clap::Subcommand;

use super::accounts::{self, TERMINAL};
use super::failure::{Failure, Outcome};
use super::terminal::{new_password, say, show_password, table};
use crate::actions;
use crate::actions::people::NewStaff;
use crate::domain::viewer::Adult;
use crate::school::School;
use crate::store;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Add an adult; the password is read, asked for, or made and shown once
    Add {
        email: String,
        /// As pupils know them: "Mrs Kaur"
        #[arg(long)]
        name: String,
        /// May trust other schools and look after staff and classes
        #[arg(long)]
        admin: bool,
        /// Receives what is sealed with "I'm worried"
        #[arg(long)]
        safeguarding: bool,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// List everybody
    List,
    /// Set a new password; every session of that adult ends
    Password {
        email: String,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Shut an adult out at once
    Disable {
        email: String,
        /// The admin in whose name it is done
        #[arg(long, value_name = "EMAIL")]
        by: Option<String>,
    },
    /// Let an adult in again
    Enable {
        email: String,
        /// The admin in whose name it is done
        #[arg(long, value_name = "EMAIL")]
        by: Option<String>,
    },
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Add { email, name, admin, safeguarding, password_stdin } => {
            let new = new_password(password_stdin, &name)?;
            let asked = NewStaff {
                name: name.clone(),
                email: email.clone(),
                password: new.password.clone(),
                admin,
                safeguarding,
            };
            actions::people::add_staff(school, TERMINAL, asked).await?;
            say(&format!("{name} can sign in at {} with {email}.", school.urls.to("/sign-in")));
            show_password(&new);
        }
        Command::List => list(school).await?,
        Command::Password { email, password_stdin } => {
            let staff = accounts::staff(school, &email).await?;
            let new = new_password(password_stdin, &staff.name)?;
            actions::people::set_password(school, TERMINAL, &staff.id, &new.password).await?;
            say(&format!("{} has a new password and is signed out everywhere.", staff.name));
            show_password(&new);
        }
        Command::Disable { email, by } => set_disabled(school, &email, by.as_deref(), true).await?,
        Command::Enable { email, by } => set_disabled(school, &email, by.as_deref(), false).await?,
    }
    Ok(())
}

async fn set_disabled(school: &School, email: &str, by: Option<&str>, disabled: bool) -> Outcome {
    let staff = accounts::staff(school, email).await?;
    let by: Adult = accounts::admin(school, by).await?;
    if by.id == staff.id {
        return Err(Failure::new("nobody can shut themselves out; add another admin first, or name one with --by"));
    }
    actions::people::set_disabled(school, &by, &staff.id, disabled).await?;
    say(&if disabled {
        format!("{} is shut out, from now on.", staff.name)
    } else {
        format!("{} can sign in again.", staff.name)
    });
    Ok(())
}

async fn list(school: &School) -> Outcome {
    let classes = store::classes::all(&mut school.db.read()).await?;
    let mut rows = Vec::new();
    for staff in store::people::all_staff(&mut school.db.read()).await? {
        let mut does: Vec<String> = Vec::new();
        does.extend(staff.admin_since.map(|_| "admin".to_owned()));
        does.extend(staff.safeguarding_since.map(|_| "safeguarding lead".to_owned()));
        for duty in store::people::duties(&mut school.db.read(), &staff.id).await? {
            if let Some(class) = classes.iter().find(|class| class.id == duty.class) {
                does.push(format!("{} of {}", duty.role, class.slug));
            }
        }
        does.extend(staff.disabled_at.map(|_| "shut out".to_owned()));
        rows.push(vec![staff.name, staff.email, does.join(", ")]);
    }
    say(&table(&["name", "e-mail", "does"], &rows));
    Ok(())
}
