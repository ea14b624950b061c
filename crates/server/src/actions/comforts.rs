//! A pupil makes reading easier for themselves.
//!
//! No line of the audit log says so: how a child reads best is nobody else's business, and nobody has to answer for it.

use crate::domain::comforts::Choice;
use crate::domain::viewer::Child;
use crate::error::Result;
use crate::school::School;
use crate::store;

/// Changes one thing about how pages look to this pupil, from now on and everywhere.
pub async fn choose(school: &School, child: &Child, choice: Choice) -> Result<()> {
    let mut tx = school.db.begin().await?;
    let before = store::comforts::get(&mut tx, &child.id).await?;
    let after = before.clone().with(choice);
    if after == before {
        return Ok(());
    }
    store::comforts::put(&mut tx, &child.id, &after).await?;
    tx.commit().await
}

/// The language in which this pupil reads our pages, from now on and everywhere. BCP 47.
pub async fn choose_language(school: &School, child: &Child, language: &str) -> Result<()> {
    let mut tx = school.db.begin().await?;
    store::comforts::set_language(&mut tx, &child.id, language).await?;
    tx.commit().await
}
