//! What holds a partner school until an admin has looked: it moved, or it shows other keys than the ones that were pinned.

use federation::inbox::TaskKind;
use federation::trust::Standing;
use jiff::Timestamp;

use crate::domain::audit::Event;
use crate::domain::ids::TaskId;
use crate::domain::partners::{HELD_BY_DATES, PartnerState, Task};
use crate::error::Result;
use crate::school::School;
use crate::store::{self, Tx};

/// What an admin must look at. A move or a new key of the school holds everything of that partner until then.
pub(super) async fn task(tx: &mut Tx, host: &str, kind: TaskKind, detail: String, now: Timestamp) -> Result<()> {
    let (word, holds) = match kind {
        TaskKind::Move => ("move", true),
        TaskKind::KeyChange => ("key_change", true),
        TaskKind::Flag => ("flag", false),
    };
    if holds {
        hold(tx, host, word, now).await?;
    }
    write_down(tx, host, word, detail, now).await
}

/// Asks an admin to look at something about a host.
pub(super) async fn write_down(tx: &mut Tx, host: &str, word: &str, detail: String, now: Timestamp) -> Result<()> {
    // Said twice it is the same thing to look at.
    let open = store::tasks::open(tx).await?;
    if open.iter().any(|task| task.kind == word && task.host == host && task.detail == detail) {
        return Ok(());
    }
    let task = Task { id: TaskId::fresh(now), kind: word.to_owned(), host: host.to_owned(), detail, created_at: now };
    store::tasks::insert(tx, &task).await?;
    store::audit::append(tx, Event::new(format!("host:{host}"), "task", format!("task:{}", task.id)).with(word), now)
        .await
}

async fn hold(tx: &mut Tx, host: &str, why: &str, now: Timestamp) -> Result<()> {
    if let Some(partner) = store::partners::by_host(tx, host).await?
        && partner.state == PartnerState::Trusted
        && partner.held_why.as_deref().is_none_or(|why| why == HELD_BY_DATES)
    {
        store::partners::set_held(tx, &partner.id, Some((now, why))).await?;
    }
    Ok(())
}

/// The list of its classes that this host shows is not proved by the key that was pinned, though its school shows that very
/// key: somebody may have its address and not its keys. Held until an admin has looked.
pub async fn list_unproved(school: &School, host: &str) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::partners::lock(&mut tx, host).await?;
    let partner = store::partners::by_host(&mut tx, host).await?;
    // The admin is told once.
    if !partner.is_some_and(|partner| partner.standing() == Standing::Trusted) {
        return Ok(());
    }
    hold(&mut tx, host, "class_list", now).await?;
    write_down(&mut tx, host, "class_list", String::new(), now).await?;
    tx.commit().await
}

/// The school behind this host speaks with another key than the one that was pinned: held until an admin has looked.
pub async fn key_changed(school: &School, host: &str, fingerprint: &str) -> Result<()> {
    let now = school.clock.now();
    let Some(partner) = store::partners::by_host(&mut school.db.read(), host).await? else { return Ok(()) };
    // It is shown with every letter, and the admin is told once.
    if partner.new_fingerprint.as_deref() == Some(fingerprint) && partner.held_at.is_some() {
        return Ok(());
    }
    let words = super::agreements::words_with(school, fingerprint).await?;
    let mut tx = school.db.begin().await?;
    hold(&mut tx, host, "key_change", now).await?;
    store::partners::shows_key(&mut tx, &partner.id, fingerprint, &words).await?;
    write_down(&mut tx, host, "key_change", fingerprint.to_owned(), now).await?;
    tx.commit().await
}
