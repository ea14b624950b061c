//! Where something is gone for good: taken back by us, or removed by its owner. It is off every surface with the row that says
//! so; its words and pictures are erased when the grace is over, not before: whoever tapped wrongly can be helped until then.
//!
//! `gone` and `bring_back` are the only two places where that is decided.

use jiff::{SignedDuration, Timestamp};

use crate::domain::audit::Event;
use crate::domain::ids::ItemId;
use crate::domain::items::{Author, Item};
use crate::domain::pictures::Picture;
use crate::error::Result;
use crate::school::School;
use crate::store::{self, Tx};

use super::publishing;

/// From going to being erased. Partners are promised a day; the rest of it is for a server that sleeps at night.
pub const GRACE: SignedDuration = SignedDuration::from_hours(20);

/// It is gone for good from this moment, whoever decided it.
async fn gone(tx: &mut Tx, item: &Item, now: Timestamp) -> Result<()> {
    store::items::set_purge(tx, &item.id, now + GRACE).await
}

/// Brings back, here and nowhere else, everything that went by one hand and is not erased yet. Tells how much it was.
pub(super) async fn bring_back(tx: &mut Tx, hand: &str) -> Result<usize> {
    Ok(store::items::bring_back(tx, hand).await?.len())
}

/// Takes one of ours back: hidden here, and whoever may have it is asked to remove it.
/// Errors: [`Error::Missing`](crate::error::Error::Missing) when it was taken back already.
pub(super) async fn take_back(tx: &mut Tx, school: &School, item: &Item, hand: &str, now: Timestamp) -> Result<()> {
    hide(tx, item, hand, now).await?;
    publishing::unsay(tx, school, item, now).await
}

/// Takes one of ours back and tells nobody: whoever calls this does.
pub(super) async fn hide(tx: &mut Tx, item: &Item, hand: &str, now: Timestamp) -> Result<()> {
    store::items::withdraw(tx, &item.id, now, hand).await?;
    gone(tx, item, now).await
}

/// The same with all that stands under it, which nobody can read any more and which may tell of it.
pub(super) async fn take_back_with_answers(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    hand: &str,
    now: Timestamp,
) -> Result<()> {
    for answer in store::items::under(tx, &item.id).await? {
        match &answer.author {
            Author::Pupil { .. } | Author::Staff { .. } => take_back(tx, school, &answer, hand, now).await?,
            Author::Partner(_) => {
                store::items::set_gone_with(tx, &answer.id, now, hand).await?;
                gone(tx, &answer, now).await?;
            }
        }
    }
    if store::items::get(tx, &item.id).await?.is_live() { take_back(tx, school, item, hand, now).await } else { Ok(()) }
}

/// A partner's item that its owner has removed.
pub(super) async fn removed_by_owner(tx: &mut Tx, item: &Item, now: Timestamp) -> Result<()> {
    store::items::set_gone(tx, &item.id, now).await?;
    gone(tx, item, now).await
}

/// Erases the words of an item. Its pictures are then to be swept, each by itself.
pub(super) async fn purge(tx: &mut Tx, item: &ItemId, now: Timestamp) -> Result<Vec<Picture>> {
    let pictures = store::pictures::of_item(tx, item).await?;
    store::revisions::purge(tx, item).await?;
    store::activities::purge(tx, item).await?;
    let subject = format!("item:{item}");
    store::audit::erase_details(tx, &subject).await?;
    store::audit::append(tx, Event::new("school", "purge", subject), now).await?;
    Ok(pictures)
}

/// Forgets a picture that is in no post any more; one that is used elsewhere stays. Its file goes in a later round, once
/// nobody can be about to name it again.
pub(super) async fn sweep(school: &School, picture: &Picture, now: Timestamp) -> Result<()> {
    let mut tx = school.db.begin().await?;
    store::pictures::delete(&mut tx, picture, now).await?;
    tx.commit().await
}
