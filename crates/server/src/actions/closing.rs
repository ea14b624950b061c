//! A school that stops for good: everything of it is taken back everywhere, its partners are told, and when they have
//! answered nothing of it is left on this server.

use crate::domain::deliveries::AtHost;
use crate::domain::erasures::Reason;
use crate::domain::partners::PartnerState;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

use super::{admin, erasures, nodes, partners};

/// Erases every class and ends with every partner; what takes something back still goes to them. Begun twice, it goes on.
///
/// Errors: as for erasing a class; [`Error::Conflict`] while all exchange is paused, for then nobody would be told.
pub async fn begin(school: &School, by: &Adult, name: &str) -> Result<()> {
    admin(by)?;
    erasures::same_name(&school.profile.name, name)?;
    if store::schools::is_paused(&mut school.db.read()).await? {
        return Err(Error::Conflict("all exchange is paused, so no partner would be told: resume it first".to_owned()));
    }
    for class in store::classes::all(&mut school.db.read()).await? {
        erasures::erase_class(school, by, &class.id, &class.name, Reason::Other).await?;
    }
    for partner in store::partners::all(&mut school.db.read()).await? {
        // Whoever is blocked is told nothing.
        if partner.state != PartnerState::Blocked && partner.may_become(PartnerState::Ended) {
            let why = "the school has closed";
            partners::set_state(school, &by.subject(), &partner.id, PartnerState::Ended, why).await?;
        }
    }
    Ok(())
}

/// Whether it was begun, and how far each partner is.
pub async fn standing(school: &School) -> Result<(bool, Vec<AtHost>)> {
    let sql = &mut school.db.read();
    let is_begun = store::classes::all(sql).await?.is_empty();
    Ok((is_begun, store::recipients::by_host(sql).await?))
}

/// Removes the database, its log, the pictures and the keys, which are in the database. Nothing brings them back.
///
/// Errors: a sentence when a server has the school open.
pub async fn remove(school: &School) -> anyhow::Result<()> {
    let held = school.db.hold()?;
    nodes::nobody_serves(&school.db, school.clock.now()).await?;
    school.shelf.destroy().await?;
    school.db.destroy(held).await
}
