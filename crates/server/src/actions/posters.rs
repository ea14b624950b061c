//! The poster on a class's wall: making it, and whom it names.

use crate::domain::audit::Event;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, PosterId};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::{store, tokens};

/// A new poster for a class, given as its token. The old one is dead at once, with every session that it opened, and the
/// pictures of all its pupils are awake: whoever tried them had the old one.
pub async fn make(school: &School, by: &Adult, class: &ClassId) -> Result<String> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let (token, hash) = tokens::fresh();
    let mut tx = school.db.begin().await?;
    store::posters::revoke(&mut tx, class, now).await?;
    store::posters::insert(&mut tx, &PosterId::fresh(now), class, &hash, &by.id, now).await?;
    store::picture_passwords::wake_class(&mut tx, class).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "new_poster", format!("class:{class}")), now).await?;
    tx.commit().await?;
    Ok(token)
}

/// No poster of this class opens anything from the next request on.
pub async fn revoke(school: &School, by: &Adult, class: &ClassId) -> Result<()> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::posters::revoke(&mut tx, class, now).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "revoke_poster", format!("class:{class}")), now).await?;
    tx.commit().await
}

/// The class whose poster this is. Errors: [`Error::Missing`] for any that opens nothing.
pub async fn class_of(school: &School, token: &str) -> Result<ClassBlog> {
    let class =
        store::posters::class_of(&mut school.db.read(), &tokens::hash_of(token)).await?.ok_or(Error::Missing)?;
    store::classes::get(&mut school.db.read(), &class).await
}
