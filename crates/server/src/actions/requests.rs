//! What families ask to have removed: asking, and the answer of an adult.

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::ids::{ClassId, ItemId, RemovalRequestId};
use crate::domain::items::{Author, Item};
use crate::domain::requests::{ANSWERED_WITHIN, LONGEST_CONTACT, LONGEST_WORDS, MOST_OPEN, Outcome, RemovalRequest};
use crate::domain::viewer::{Adult, Viewer};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};

use super::{moderation, removals};

/// A family of a class asks for something that it can see.
///
/// Errors: [`Error::Missing`] for what it cannot, [`Error::Invalid`] for words that are too long or too many at once.
pub async fn ask(school: &School, family: &ClassId, item: &ItemId, words: &str, contact: &str) -> Result<()> {
    let shown = store::visibility::item(&mut school.db.read(), &Viewer::Family(family.clone()), item).await?;
    let (words, contact) = (words.replace("\r\n", "\n").trim().to_owned(), one_line(contact));
    if words.chars().count() > LONGEST_WORDS {
        return Err(Error::invalid("words", "fault-request-words"));
    }
    if contact.chars().count() > LONGEST_CONTACT {
        return Err(Error::invalid("contact", "fault-request-contact"));
    }
    let now = school.clock.now();
    let class = shown.author_class.unwrap_or(shown.for_class);
    let request = RemovalRequest {
        id: RemovalRequestId::fresh(now),
        item: item.clone(),
        class,
        words,
        contact,
        asked_at: now,
        due_at: now + ANSWERED_WITHIN,
        outcome: None,
        answer: String::new(),
        settled_by: None,
        settled_at: None,
    };

    let mut tx = school.db.begin().await?;
    if store::requests::count_open(&mut tx, &request.class).await? >= MOST_OPEN {
        return Err(Error::invalid("words", "fault-request-many"));
    }
    store::requests::insert(&mut tx, &request).await?;
    let event = Event::new(format!("family:{family}"), "family_asked", format!("item:{item}"));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await
}

/// Whether this adult answers the families of a class.
pub fn may_answer(by: &Adult, class: &ClassId) -> bool {
    by.moderates(class) || by.is_safeguarding
}

/// Those that this adult answers, or answers for.
pub fn concerning(adult: &Adult, requests: Vec<RemovalRequest>) -> impl Iterator<Item = RemovalRequest> {
    requests.into_iter().filter(|request| adult.is_admin || may_answer(adult, &request.class))
}

/// Those of them that wait. Of what is sealed nobody but the safeguarding lead reads a word.
pub async fn open_for(school: &School, adult: &Adult) -> Result<Vec<RemovalRequest>> {
    let open = store::requests::open(&mut school.db.read(), adult.is_safeguarding).await?;
    Ok(concerning(adult, open).collect())
}

/// Answers a family: what it asked about is taken off every page, here and wherever it went, or it stays for a reason.
///
/// Errors: [`Error::Forbidden`] for adults of other classes, [`Error::Missing`] when it is sealed, [`Error::Invalid`] without
/// a reason, [`Error::Conflict`] when it is answered already.
pub async fn settle(
    school: &School,
    by: &Adult,
    id: &RemovalRequestId,
    outcome: Outcome,
    answer: &str,
) -> Result<RemovalRequest> {
    let answer: String = one_line(answer).chars().take(LONGEST_WORDS).collect();
    if outcome == Outcome::Kept && answer.is_empty() {
        return Err(Error::invalid("answer", "fault-reason-missing"));
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let request = store::requests::get(&mut tx, id).await?;
    if !may_answer(by, &request.class) {
        return Err(Error::Forbidden);
    }
    let item = store::items::get(&mut tx, &request.item).await?;
    if item.sealed_at.is_some() && !by.is_safeguarding {
        return Err(Error::Missing);
    }
    store::requests::settle(&mut tx, id, outcome, &answer, &by.id, now)
        .await
        .map_err(super::schools::already("the family has been answered already"))?;
    if outcome == Outcome::Removed {
        take_off(&mut tx, school, by, &request.class, &item).await?;
    }
    let event = Event::new(by.subject(), "family_answered", format!("item:{}", request.item)).with(outcome.as_str());
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(request)
}

/// Ours is taken back, a friend's is hidden for this class; unless somebody was faster.
async fn take_off(tx: &mut Tx, school: &School, by: &Adult, class: &ClassId, item: &Item) -> Result<()> {
    let now = school.clock.now();
    let subject = format!("item:{}", item.id);
    match &item.author {
        Author::Pupil { .. } | Author::Staff { .. } if item.is_live() => {
            removals::take_back(tx, school, item, &by.subject(), now).await?;
            store::audit::append(tx, Event::new(by.subject(), "take_back", subject), now).await
        }
        Author::Partner(_) if item.is_live() => {
            match moderation::hide_for(tx, school, by, class, &item.id, now).await {
                Err(Error::Conflict(_)) => Ok(()),
                hidden => hidden,
            }
        }
        Author::Pupil { .. } | Author::Staff { .. } | Author::Partner(_) => Ok(()),
    }
}
