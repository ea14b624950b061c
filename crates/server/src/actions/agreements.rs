//! Keeping to what two schools agreed on: its terms and dates, the keys they know each other by, and its end.

use federation::vocabulary::RemoteActor;
use federation::{limits, outbox};
use jiff::Timestamp;
use url::Url;

use super::{admin, publishing};
use crate::domain::agreements::{TakingPart, Terms};
use crate::domain::audit::Event;
use crate::domain::deliveries::Verb;
use crate::domain::ids::PartnerId;
use crate::domain::invitations::safety_words;
use crate::domain::partners::{HELD_BY_DATES, PartnerSchool, PartnerState};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};

/// What an admin lets a school do that was added by its address: our own rule, for there is nobody to agree with.
///
/// Errors: [`Error::Conflict`] for a school with which there is an agreement, see [`super::proposals::propose`].
pub async fn set_terms(school: &School, by: &Adult, id: &PartnerId, terms: Terms) -> Result<()> {
    admin(by)?;
    check(&terms)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::partners::lock(&mut tx, id.as_str()).await?;
    let partner = store::partners::get(&mut tx, id).await?;
    if partner.agreement.is_some() {
        return Err(Error::Conflict(format!("there is an agreement with {}", partner.host)));
    }
    store::partners::set_terms(&mut tx, id, &terms).await?;
    hold_outside_its_dates(&mut tx, id, now).await?;
    let event = Event::new(by.subject(), "set_terms", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Errors: [`Error::Invalid`] with what nobody can agree on.
pub(super) fn check(terms: &Terms) -> Result<()> {
    if let (Some(start), Some(end)) = (terms.starts_at, terms.ends_at)
        && end <= start
    {
        return Err(Error::invalid("ends_on", "fault-terms-dates"));
    }
    match &terms.classes {
        TakingPart::Only(classes) if classes.len() > limits::AGREED_CLASSES => {
            Err(Error::invalid("class", "fault-terms-classes"))
        }
        TakingPart::Only(_) | TakingPart::All => Ok(()),
    }
}

/// Before its first day and after its last a trusted school is held: nothing of it is shown, and nothing goes to it. The
/// door asks the clock at every letter; this is for the pages, which ask rows.
pub(super) async fn hold_outside_its_dates(tx: &mut Tx, id: &PartnerId, now: Timestamp) -> Result<()> {
    let partner = store::partners::get(tx, id).await?;
    let is_held = partner.held_why.as_deref() == Some(HELD_BY_DATES);
    let should_be = partner.state == PartnerState::Trusted && !partner.terms.in_force(now);
    if should_be && partner.held_at.is_none() {
        store::partners::set_held(tx, id, Some((now, HELD_BY_DATES))).await?;
    } else if is_held && !should_be {
        store::partners::set_held(tx, id, None).await?;
    }
    Ok(())
}

/// Their school ends the agreement, or does not begin it.
pub(super) async fn ended_there(tx: &mut Tx, host: &str, offer: &Url, now: Timestamp) -> Result<()> {
    store::partners::lock(tx, host).await?;
    let Some(partner) = store::partners::by_host(tx, host).await? else { return Ok(()) };
    let is_ours = partner.agreement.as_ref().is_some_and(|agreement| agreement.offer == *offer);
    if !is_ours || !partner.may_become(PartnerState::Ended) || partner.state == PartnerState::Blocked {
        return Ok(());
    }
    let by = format!("host:{host}");
    store::partners::set_state(tx, &partner.id, PartnerState::Ended, now, &by, "").await?;
    store::activities::cancel_for_host(tx, host, now).await?;
    store::activities::cancel_agreement(tx, host, now).await?;
    store::audit::append(tx, Event::new(by, "end_partner", format!("partner:{}", partner.id)), now).await
}

/// Tells a school with which there is an agreement that it has ended.
pub(super) async fn say_ended(tx: &mut Tx, school: &School, partner: &PartnerSchool, now: Timestamp) -> Result<()> {
    let Some(agreement) = &partner.agreement else { return Ok(()) };
    let own = school.urls.school_actor();
    publishing::tell(
        tx,
        school,
        None,
        Verb::EndAgreement,
        &agreement.inbox,
        |id| outbox::undo_agreement(id, &own, &agreement.actor, &agreement.offer),
        now,
    )
    .await?;
    Ok(())
}
/// Pins the key of a school that was added by its address, when it first speaks.
pub async fn pin(school: &School, id: &PartnerId, fingerprint: &str) -> Result<()> {
    let words = words_with(school, fingerprint).await?;
    let mut tx = school.db.begin().await?;
    store::partners::pin_key(&mut tx, id, fingerprint, &words).await?;
    tx.commit().await
}

/// The words that an admin compares for a key, ours and theirs.
pub(super) async fn words_with(school: &School, fingerprint: &str) -> Result<String> {
    words_for(&self::fingerprint(school).await?, fingerprint).await
}

pub(super) async fn words_for(one: &str, other: &str) -> Result<String> {
    let (one, other) = (one.to_owned(), other.to_owned());
    tokio::task::spawn_blocking(move || safety_words(&one, &other))
        .await
        .map_err(|cause| Error::Internal(cause.into()))?
        .map_err(|cause| Error::Internal(anyhow::anyhow!("making safety words: {cause}")))
}

/// The fingerprint of our own school's keys.
pub async fn fingerprint(school: &School) -> Result<String> {
    Ok(school.keys(None).await?.fingerprint.clone())
}

/// The fingerprint of the keys of a school's own actor; none for an actor that is no school, or whose key cannot be used.
pub fn fingerprint_of(actor: &RemoteActor) -> Option<String> {
    (actor.kind == "Application").then(|| actor.fingerprint().ok())?
}
