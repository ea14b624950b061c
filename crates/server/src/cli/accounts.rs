//! Finding people and classes by what is typed: an e-mail address, a part of a class's address, a name.

use super::failure::{Failure, Outcome};
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::domain::people::{self, Pupil, Staff};
use crate::domain::viewer::Adult;
use crate::error::Error;
use crate::school::School;
use crate::store;

/// How the audit log names whoever sits at the server's own terminal.
pub(super) const TERMINAL: &str = "school";

/// The adult with this e-mail address.
pub(super) async fn staff(school: &School, email: &str) -> Outcome<Staff> {
    let address = people::email(email).ok_or_else(|| Failure::new(format!("\"{email}\" is not an e-mail address")))?;
    let every = store::people::all_staff(&mut school.db.read()).await?;
    every.into_iter().find(|staff| staff.email == address).ok_or_else(|| {
        Failure::new(format!("nobody here has the address {address}; `schoolgate staff list` shows who is there"))
    })
}

/// The class at this address.
pub(super) async fn class(school: &School, slug: &str) -> Outcome<ClassBlog> {
    store::classes::by_slug(&mut school.db.read(), slug).await.map_err(|cause| match cause {
        Error::Missing => Failure::new(format!("there is no class at /c/{slug}; `schoolgate class list` shows them")),
        other => other.into(),
    })
}

/// The pupils of this name in a class.
pub(super) async fn pupils(school: &School, class: &ClassBlog, name: Option<&str>) -> Outcome<Vec<Pupil>> {
    let every = store::people::pupils_of_class(&mut school.db.read(), &class.id).await?;
    let Some(name) = name else { return Ok(every) };
    let found: Vec<Pupil> = every.into_iter().filter(|pupil| pupil.name.eq_ignore_ascii_case(name)).collect();
    if found.is_empty() { Err(Failure::new(format!("there is no {name} in {}", class.name))) } else { Ok(found) }
}

/// The admin in whose name something is done that only an adult may do; the log keeps that name.
pub(super) async fn admin(school: &School, email: Option<&str>) -> Outcome<Adult> {
    if let Some(email) = email {
        let found = staff(school, email).await?;
        let adult = actions::people::adult(school, &found.id)
            .await
            .map_err(|_| Failure::new(format!("{} is shut out", found.email)))?;
        return if adult.is_admin { Ok(adult) } else { Err(Failure::new(format!("{} is no admin", found.email))) };
    }
    let every = store::people::all_staff(&mut school.db.read()).await?;
    let admins: Vec<Staff> =
        every.into_iter().filter(|staff| staff.admin_since.is_some() && staff.disabled_at.is_none()).collect();
    match admins.as_slice() {
        [only] => Ok(actions::people::adult(school, &only.id).await?),
        [] => Err(Failure::new("this school has no admin; add one with `schoolgate staff add --admin`")),
        several => {
            let addresses: Vec<&str> = several.iter().map(|staff| staff.email.as_str()).collect();
            Err(Failure::new(format!("say in whose name with --by: {}", addresses.join(", "))))
        }
    }
}
