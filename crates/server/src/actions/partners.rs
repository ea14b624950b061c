//! Trusting a school, pausing it, ending it; and hiding a class of it at once.

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::ids::{PartnerId, RemoteClassId, TaskId};
use crate::domain::partners::{NewPartner, PartnerSchool, PartnerState, exact_host};
use crate::domain::viewer::Adult;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

use super::{admin, agreements, publishing};

/// Trusts a school by its exact host. `by` is `staff:…` or `school`; `asked_by` an adult's rights, where there is one.
pub async fn trust(school: &School, by: &str, new: NewPartner) -> Result<PartnerSchool> {
    let now = school.clock.now();
    let mut faults = Vec::new();
    let host = exact_host(&new.host).filter(|host| host != school.urls.host());
    if host.is_none() {
        faults.push(Fault { field: "host", key: "fault-host" });
    }
    let name = one_line(&new.name);
    if name.is_empty() {
        faults.push(Fault { field: "name", key: "fault-name-missing" });
    }
    let (true, Some(host)) = (faults.is_empty(), host) else { return Err(Error::Invalid(faults)) };
    let mut tx = school.db.begin().await?;
    if let Some(known) = store::partners::by_host(&mut tx, &host).await? {
        return Err(Error::Conflict(format!("{} is on the list already; it is {}", known.host, known.state)));
    }
    let partner = PartnerSchool {
        id: PartnerId::fresh(now),
        host,
        name,
        town: one_line(&new.town),
        country: one_line(&new.country),
        contact: one_line(&new.contact),
        safeguarding_contact: one_line(&new.safeguarding_contact),
        verified_how: one_line(&new.verified_how),
        agreed_on: one_line(&new.agreed_on),
        review_on: one_line(&new.review_on),
        state: PartnerState::Trusted,
        state_since: now,
        state_by: by.to_owned(),
        state_reason: String::new(),
        held_at: None,
        held_why: None,
        key_fingerprint: None,
        safety_words: None,
        new_fingerprint: None,
        new_words: None,
        agreement: None,
        terms: new.terms,
        last_heard_at: None,
        created_at: now,
    };
    store::partners::insert(&mut tx, &partner).await?;
    store::audit::append(&mut tx, Event::new(by, "trust", format!("partner:{}", partner.id)).with(&partner.host), now)
        .await?;
    tx.commit().await?;
    Ok(partner)
}

/// Lets a partner school go on, pauses, ends or blocks it. Pausing holds what comes and goes and destroys nothing; ending cancels what
/// waits to leave, but for withdrawals, and tells a school with which there is an agreement. Whoever is unblocked is ended. Errors: [`Error::Conflict`] when it is so already.
pub async fn set_state(school: &School, by: &str, id: &PartnerId, state: PartnerState, reason: &str) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let partner = store::partners::get(&mut tx, id).await?;
    if !partner.may_become(state) {
        return Err(Error::Conflict(format!(
            "{} is {} and cannot become {state} by this alone",
            partner.host, partner.state
        )));
    }
    store::partners::set_state(&mut tx, id, state, now, by, &one_line(reason)).await?;
    if state == PartnerState::Ended {
        store::activities::cancel_for_host(&mut tx, &partner.host, now).await?;
        store::activities::cancel_agreement(&mut tx, &partner.host, now).await?;
        if partner.state != PartnerState::Blocked {
            agreements::say_ended(&mut tx, school, &partner, now).await?;
        }
    }
    agreements::hold_outside_its_dates(&mut tx, id, now).await?;
    let action = match state {
        PartnerState::Trusted => "resume_partner",
        PartnerState::Paused => "pause_partner",
        PartnerState::Ended if partner.state == PartnerState::Blocked => "unblock_partner",
        PartnerState::Ended => "end_partner",
        PartnerState::Blocked => "block_partner",
        PartnerState::Invited | PartnerState::Asked => return Err(Error::Missing),
    };
    store::audit::append(&mut tx, Event::new(by, action, format!("partner:{id}")).with(&partner.host), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// An admin has looked at a partner that moved or has a new key, and lets it go on with that key.
pub async fn verify(school: &School, by: &Adult, id: &PartnerId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let partner = store::partners::get(&mut tx, id).await?;
    if partner.held_at.is_none() {
        return Err(Error::Conflict("this school is not held".to_owned()));
    }
    store::partners::set_held(&mut tx, id, None).await?;
    if let (Some(fingerprint), Some(words)) = (&partner.new_fingerprint, &partner.new_words) {
        store::partners::pin_key(&mut tx, id, fingerprint, words).await?;
        // Whatever was believed under the old key is asked for anew.
        store::keys::forget_host(&mut tx, &partner.host).await?;
    }
    agreements::hold_outside_its_dates(&mut tx, id, now).await?;
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "verify_partner", format!("partner:{id}")).with(&partner.host),
        now,
    )
    .await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// What we call a school, where it is, whom to call there, and when to look at the agreement again: what is shown of it is
/// our own record, whatever it says of itself.
pub async fn set_record(school: &School, by: &Adult, id: &PartnerId, new: NewPartner) -> Result<()> {
    admin(by)?;
    let name = one_line(&new.name);
    if name.is_empty() {
        return Err(Error::invalid("name", "fault-name-missing"));
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let partner = PartnerSchool {
        name,
        town: one_line(&new.town),
        country: one_line(&new.country),
        contact: one_line(&new.contact),
        safeguarding_contact: one_line(&new.safeguarding_contact),
        review_on: one_line(&new.review_on),
        ..store::partners::get(&mut tx, id).await?
    };
    store::partners::set_record(&mut tx, &partner).await?;
    let event = Event::new(by.subject(), "edit_partner", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await
}

/// Asks a school that we have parted from to remove everything of ours that it may have. Here it stays.
pub async fn ask_removal(school: &School, by: &str, id: &PartnerId) -> Result<usize> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let partner = store::partners::get(&mut tx, id).await?;
    if partner.state != PartnerState::Ended {
        return Err(Error::Conflict(format!("{} is {}", partner.host, partner.state)));
    }
    let items = store::recipients::items_at_host(&mut tx, &partner.host).await?;
    for (item, inbox) in &items {
        let item = store::items::get(&mut tx, item).await?;
        publishing::unsay_at(&mut tx, school, &item, vec![inbox.clone()], now).await?;
    }
    let event = Event::new(by, "ask_removal", format!("partner:{id}")).with(items.len().to_string());
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(items.len())
}

/// Hides everything from a partner class, on every surface, from the next request on.
pub async fn hide_class(school: &School, by: &Adult, id: &RemoteClassId) -> Result<()> {
    set_hidden(school, by, id, true).await
}

/// Shows a hidden class's approved items again.
pub async fn show_class(school: &School, by: &Adult, id: &RemoteClassId) -> Result<()> {
    set_hidden(school, by, id, false).await
}

async fn set_hidden(school: &School, by: &Adult, id: &RemoteClassId, hidden: bool) -> Result<()> {
    if !by.may_hide() {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let class = store::partners::class(&mut tx, id).await?;
    if class.hidden_at.is_some() == hidden {
        return Err(Error::Conflict("that is so already".to_owned()));
    }
    // Hiding is anyone's; showing again is for whoever hid it, or those who answer for the school.
    if !hidden && class.hidden_by.as_deref() != Some(&by.subject()) && !by.is_admin && !by.is_safeguarding {
        return Err(Error::Forbidden);
    }
    let subject = by.subject();
    store::partners::set_class_hidden(&mut tx, id, hidden.then_some((now, subject.as_str()))).await?;
    let action = if hidden { "hide_class" } else { "show_class" };
    store::audit::append(&mut tx, Event::new(subject, action, format!("remote_class:{id}")), now).await?;
    tx.commit().await
}

/// The name by which our pupils know a partner class.
pub async fn name_class(school: &School, by: &Adult, id: &RemoteClassId, name: &str) -> Result<()> {
    if !by.duties.iter().any(|duty| duty.role.runs()) {
        return Err(Error::Forbidden);
    }
    let name = one_line(name);
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Error::invalid("name", "fault-name-missing"));
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::partners::name_class(&mut tx, id, &name).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "name_class", format!("remote_class:{id}")), now).await?;
    tx.commit().await
}

/// A task of the admin's is done.
pub async fn task_done(school: &School, by: &Adult, id: &TaskId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::tasks::done(&mut tx, id, now, &by.subject()).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "task_done", format!("task:{id}")), now).await?;
    tx.commit().await
}
