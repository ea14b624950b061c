//! "I'm worried" and "tell an adult": an item is sealed to the safeguarding lead, off every surface, until the case is closed.

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::ids::{ClassId, ItemId, WorryId};
use crate::domain::items::Author;
use crate::domain::moderation::{Worry, WorryOutcome};
use crate::domain::viewer::{Adult, Child};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Sql, Tx};

/// A moderator's two taps. Errors: [`Error::Forbidden`] for other classes' adults, [`Error::Missing`] when it is not there.
pub async fn raise(school: &School, by: &Adult, class: &ClassId, item: &ItemId, words: &str) -> Result<WorryId> {
    if !by.sees_tray(class) && !by.is_safeguarding {
        return Err(Error::Forbidden);
    }
    let mut tx = school.db.begin().await?;
    store::moderation::showing(&mut tx, item, class).await?;
    seal(school, tx, class, item, &by.subject(), &by.name, words).await
}

/// A pupil tells an adult about something they can see.
pub async fn tell(school: &School, by: &Child, item: &ItemId, words: &str) -> Result<WorryId> {
    let shown = store::visibility::item(&mut school.db.read(), &by.viewer(), item).await?;
    let tx = school.db.begin().await?;
    seal(school, tx, &shown.for_class, item, &by.subject(), &by.name, words).await
}

async fn seal(
    school: &School,
    mut tx: Tx,
    class: &ClassId,
    item: &ItemId,
    subject: &str,
    name: &str,
    words: &str,
) -> Result<WorryId> {
    let now = school.clock.now();
    let snapshot = snapshot(&mut tx, item).await?;
    let worry = Worry {
        id: WorryId::fresh(now),
        item: item.clone(),
        class: class.clone(),
        raised_by: subject.to_owned(),
        raised_name: name.to_owned(),
        words: one_line(words).chars().take(1000).collect(),
        snapshot,
        raised_at: now,
        outcome: None,
        closing_reason: None,
        closed_at: None,
    };
    store::worries::insert(&mut tx, &worry).await?;
    store::items::set_sealed(&mut tx, item, Some(now)).await?;
    store::audit::append(
        &mut tx,
        Event::new(subject, "seal", format!("item:{item}")).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(worry.id)
}

/// Everything about the item as it was, with its thread, for the case.
async fn snapshot(tx: &mut Tx, item: &ItemId) -> Result<String> {
    let item = store::items::get(tx, item).await?;
    let from = match &item.author {
        Author::Pupil { class, pupil } => {
            let pupil = store::people::pupil(tx, pupil).await?;
            format!("{}, {}", pupil.name, store::classes::get(tx, class).await?.name)
        }
        Author::Staff { staff, .. } => store::people::staff(tx, staff).await?.name,
        Author::Partner(remote) => {
            let remote = store::partners::class(tx, remote).await?;
            format!("{} ({})", remote.shown_name(), remote.handle)
        }
    };
    let mut revisions = Vec::new();
    for revision in store::revisions::of_item(tx, &item.id).await? {
        let pictures: Vec<String> =
            store::revisions::pictures(tx, &revision.id).await?.into_iter().map(|picture| picture.alt).collect();
        revisions.push(serde_json::json!({
            "number": revision.number,
            "at": revision.created_at,
            "hash": revision.hash,
            "title": revision.words.title,
            "text": revision.words.plain,
            "links": revision.words.links,
            "pictures": pictures,
        }));
    }
    let above = match &item.parent {
        Some(parent) => {
            let showing = store::moderation::showings_of_item(tx, parent).await?;
            match showing.first() {
                Some(showing) => Some(store::revisions::get(tx, &showing.revision).await?.words.plain),
                None => None,
            }
        }
        None => None,
    };
    let showings = store::moderation::showings_of_item(tx, &item.id).await?;
    let approved = showings.iter().any(|showing| showing.approved_revision.is_some() && showing.hidden_at.is_none());
    let snapshot = serde_json::json!({
        "from": from,
        "kind": item.kind.as_str(),
        "id": item.wire_id,
        "arrived": item.created_at,
        "seen_by_pupils": approved,
        "answers": above,
        "revisions": revisions,
    });
    Ok(snapshot.to_string())
}

/// The safeguarding lead closes a case: released, the item stands where it stood before; kept, it stays sealed.
pub async fn close(school: &School, by: &Adult, worry: &WorryId, outcome: WorryOutcome, reason: &str) -> Result<()> {
    if !by.is_safeguarding {
        return Err(Error::Forbidden);
    }
    let reason = one_line(reason);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "fault-reason-missing"));
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let case = store::worries::get(&mut tx, worry).await?;
    store::worries::close(&mut tx, worry, outcome, &reason, &by.id, now)
        .await
        .map_err(super::schools::already("this case is closed already"))?;
    if outcome == WorryOutcome::Released && !store::worries::others_open(&mut tx, &case.item, worry).await? {
        store::items::set_sealed(&mut tx, &case.item, None).await?;
    }
    let action = match outcome {
        WorryOutcome::Released => "release",
        WorryOutcome::Kept => "keep_sealed",
    };
    store::audit::append(&mut tx, Event::new(by.subject(), action, format!("item:{}", case.item)), now).await?;
    tx.commit().await
}

/// How many adults and pupils could have seen an item: for the case card, from the classes it was shown to.
pub async fn shown_to(sql: &mut impl Sql, item: &ItemId) -> Result<Vec<String>> {
    let mut classes = Vec::new();
    for showing in store::moderation::showings_of_item(sql, item).await? {
        if showing.approved_revision.is_some() {
            classes.push(store::classes::get(sql, &showing.class).await?.name);
        }
    }
    Ok(classes)
}
