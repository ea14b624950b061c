//! What may happen: one function for each thing a person or a letter can cause, each committing once.

pub mod agreements;
pub mod approvals;
pub mod arrivals;
pub mod articles;
pub mod audit;
pub mod class_lists;
pub mod classes;
pub mod closing;
pub mod comforts;
pub mod comments;
pub mod comparing;
pub mod deliveries;
pub mod erasures;
pub mod follows;
pub mod holds;
pub mod housekeeping;
mod imported_pictures;
pub mod imports;
pub mod invitations;
pub mod keys;
pub mod ledger;
pub mod likes;
pub mod moderation;
pub mod moving;
pub mod nodes;
pub mod notices;
pub mod partners;
pub mod people;
pub mod picture_passwords;
pub mod pictures;
pub mod posters;
pub mod proposals;
pub mod publishing;
pub mod removals;
pub mod requests;
pub mod schools;
pub mod timetable;
pub mod tries;
pub mod worries;

use crate::domain::viewer::Adult;
use crate::error::{Error, Result};

/// What only an admin may do. Errors: [`Error::Forbidden`].
fn admin(by: &Adult) -> Result<()> {
    if by.is_admin { Ok(()) } else { Err(Error::Forbidden) }
}
