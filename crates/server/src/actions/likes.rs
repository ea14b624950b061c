//! "Our class likes this": said by an adult of the class, told to the class that wrote it.

use federation::outbox::{self, LikeWords};

use crate::domain::agreements::Exchange;
use crate::domain::audit::Event;
use crate::domain::deliveries::Verb;
use crate::domain::ids::{ClassId, ItemId, LikeId};
use crate::domain::items::Author;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

use super::publishing;

/// Likes something that the class was shown. A second like changes nothing.
pub async fn like(school: &School, by: &Adult, class: &ClassId, item: &ItemId) -> Result<()> {
    if !by.runs(class) {
        return Err(Error::Forbidden);
    }
    let shown = store::visibility::item(&mut school.db.read(), &by.viewer(), item).await?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    if store::likes::standing(&mut tx, item, class).await?.is_some() {
        return Ok(());
    }
    let stored = store::items::get(&mut tx, item).await?;
    let actor = school.urls.class_actor(class);
    let wire_id = match &stored.author {
        Author::Partner(remote) => {
            let remote = store::partners::class(&mut tx, remote).await?;
            let partner = store::partners::get(&mut tx, &remote.partner).await?;
            if !partner.terms.allow(Exchange::Like, class) {
                return Err(Error::Forbidden);
            }
            let words = |id: &url::Url| LikeWords {
                id: id.clone(),
                actor: actor.clone(),
                object: shown.wire_id.clone(),
                owner: remote.actor.clone(),
            };
            publishing::tell(
                &mut tx,
                school,
                Some(class),
                Verb::Like,
                publishing::inbox_of(&remote),
                |id| outbox::like(&words(id)),
                now,
            )
            .await?
        }
        Author::Pupil { .. } | Author::Staff { .. } => super::follows::fresh_activity(school, now),
    };
    store::likes::ours(&mut tx, &LikeId::fresh(now), item, class, &wire_id, now).await?;
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "like", format!("item:{item}")).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Takes a like back.
pub async fn unlike(school: &School, by: &Adult, class: &ClassId, item: &ItemId) -> Result<()> {
    if !by.runs(class) {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let liked = store::likes::standing(&mut tx, item, class).await?.ok_or(Error::Missing)?;
    store::likes::take_back(&mut tx, item, class, now).await?;
    let stored = store::items::get(&mut tx, item).await?;
    // An Undo would overtake a like that still waits, and then the like would stand.
    if let Author::Partner(remote) = &stored.author
        && !store::activities::unsay_letter(&mut tx, &liked).await?
    {
        let remote = store::partners::class(&mut tx, remote).await?;
        let words = LikeWords {
            id: liked,
            actor: school.urls.class_actor(class),
            object: stored.wire_id.clone(),
            owner: remote.actor.clone(),
        };
        publishing::tell(
            &mut tx,
            school,
            Some(class),
            Verb::UndoLike,
            publishing::inbox_of(&remote),
            |id| outbox::undo_like(id, &words),
            now,
        )
        .await?;
    }
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "unlike", format!("item:{item}")).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}
