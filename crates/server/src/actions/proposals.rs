//! Wording an agreement anew: what one school proposes holds when the other has agreed to it, and both have signed the same
//! words. What is narrower than was agreed holds at once with whoever asks for it.

use federation::outbox;
use federation::signature::{Signer, add_proof};
use federation::vocabulary::{AgreementWords, SignedAgreement};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::agreements::hold_outside_its_dates;
use super::{admin, publishing};
use crate::domain::agreements::{Agreement, TakingPart, Terms};
use crate::domain::audit::Event;
use crate::domain::deliveries::Verb;
use crate::domain::ids::{PartnerId, ProposalId, TaskId};
use crate::domain::partners::{HELD_BY_DATES, PartnerSchool, PartnerState, Task};
use crate::domain::proposals::{Proposal, ProposalState, Side, Wordings, worded_now};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Sql, Tx};

/// The kinds of what an admin is told about.
const ASKED: &str = "terms_asked";
const DECLINED: &str = "terms_declined";

/// All wordings of the agreement with this school.
pub async fn wordings(sql: &mut impl Sql, partner: &PartnerSchool) -> Result<Vec<Proposal>> {
    match &partner.agreement {
        Some(agreement) => store::proposals::of_agreement(sql, &partner.id, &agreement.id).await,
        None => Ok(Vec::new()),
    }
}

/// Whether what was agreed can be worded anew now: with a school that is trusted, and not held for anything but its dates.
pub fn may_change(partner: &PartnerSchool) -> bool {
    partner.agreement.is_some()
        && partner.state == PartnerState::Trusted
        && partner.held_why.as_deref().is_none_or(|why| why == HELD_BY_DATES)
}

/// What names both schools and their keys in an agreement.
pub(super) struct Parties<'a> {
    pub id: &'a Url,
    pub other: &'a Url,
    pub own_key: String,
    pub other_key: String,
}

/// Our wording of an agreement, signed by our school.
pub(super) fn worded(
    school: &School,
    prover: &Signer,
    parties: Parties<'_>,
    terms: &Terms,
    updated: Timestamp,
) -> Result<Value> {
    let classes = match &terms.classes {
        TakingPart::All => TakingPart::All,
        TakingPart::Only(classes) => {
            TakingPart::Only(classes.iter().map(|class| school.urls.class_actor(class)).collect())
        }
    };
    let agreement = outbox::agreement(&AgreementWords {
        id: parties.id.clone(),
        author: school.urls.school_actor(),
        other: parties.other.clone(),
        author_key: parties.own_key,
        other_key: parties.other_key,
        may_follow: terms.may_follow,
        may_reply: terms.may_reply,
        may_like: terms.may_like,
        may_show_pictures: terms.may_show_pictures,
        classes,
        starts_at: terms.starts_at,
        ends_at: terms.ends_at,
        safeguarding_contact: String::new(),
        updated,
    });
    signed(prover, agreement, updated)
}

/// The same agreement with our proof.
pub(super) fn signed(prover: &Signer, mut agreement: Value, now: Timestamp) -> Result<Value> {
    add_proof(&mut agreement, &prover.key_id, &prover.key, now).map_err(anyhow::Error::new)?;
    Ok(agreement)
}

/// What their wording means here: `classes` are ours, of which it says nothing.
pub(super) fn terms_of(words: &AgreementWords, classes: TakingPart<crate::domain::ids::ClassId>) -> Terms {
    Terms {
        may_follow: words.may_follow,
        may_reply: words.may_reply,
        may_like: words.may_like,
        may_show_pictures: words.may_show_pictures,
        classes,
        their_classes: words.classes.clone(),
        starts_at: words.starts_at,
        ends_at: words.ends_at,
    }
}

/// Our admin would word the agreement like this. Whatever is narrower holds from now on, the rest when they agree.
///
/// Errors: [`Error::Invalid`] for dates that end before they begin, or more classes than can be named;
/// [`Error::Conflict`] for a school with which nothing can be agreed on now.
pub async fn propose(school: &School, by: &Adult, id: &PartnerId, terms: Terms) -> Result<()> {
    admin(by)?;
    super::agreements::check(&terms)?;
    let now = school.clock.now();
    let prover = school.prover(None).await?;
    let own_key = super::agreements::fingerprint(school).await?;
    let mut tx = school.db.begin().await?;
    let (partner, agreement) = locked(&mut tx, id).await?;
    let all = wordings(&mut tx, &partner).await?;
    let agreed = Wordings::of(&all).agreed.ok_or(Error::Missing)?;
    // What they say of their own classes is theirs to change.
    let terms = Terms { their_classes: agreed.terms.their_classes, ..terms };
    let worded_at = worded_now(&all, now);
    let other_key = partner.key_fingerprint.clone().unwrap_or_default();
    let parties = Parties { id: &agreement.id, other: &agreement.actor, own_key, other_key };
    let copy = worded(school, &prover, parties, &terms, worded_at)?;
    store::proposals::replace_open(&mut tx, id, Side::Ours, now).await?;
    let said = copy.clone();
    let update = |letter: &Url| outbox::update_agreement(letter, said);
    let letter = publishing::tell(&mut tx, school, None, Verb::Propose, &agreement.inbox, update, now).await?;
    let proposal = Proposal {
        id: ProposalId::fresh(now),
        partner: id.clone(),
        agreement: agreement.id,
        letter,
        side: Side::Ours,
        terms,
        worded_at,
        our_copy: Some(copy.to_string()),
        their_copy: None,
        state: ProposalState::Asked,
        state_since: now,
    };
    store::proposals::insert(&mut tx, &proposal).await?;
    settle(&mut tx, id, now).await?;
    let event = Event::new(by.subject(), "propose_terms", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Our admin agrees to what they propose: to this very wording, and none that came since. What we had proposed is replaced.
pub async fn agree(school: &School, by: &Adult, id: &PartnerId, proposal: &ProposalId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let prover = school.prover(None).await?;
    let mut tx = school.db.begin().await?;
    let (partner, agreement) = locked(&mut tx, id).await?;
    let theirs = asked(&mut tx, &partner, proposal).await?;
    let copy = signed(&prover, document(theirs.their_copy.as_deref())?, now)?;
    store::proposals::keep_copies(&mut tx, &theirs.id, Some(&copy.to_string()), None).await?;
    store::proposals::set_state(&mut tx, &theirs.id, ProposalState::Agreed, now).await?;
    store::proposals::replace_open(&mut tx, id, Side::Ours, now).await?;
    settle(&mut tx, id, now).await?;
    store::tasks::done_for_host(&mut tx, &partner.host, ASKED, now, &by.subject()).await?;
    let own = school.urls.school_actor();
    let accept = |letter: &Url| outbox::accept_agreement(letter, &own, &agreement.actor, &theirs.letter, copy);
    publishing::tell(&mut tx, school, None, Verb::Agree, &agreement.inbox, accept, now).await?;
    let event = Event::new(by.subject(), "agree_terms", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Our admin does not agree to what they propose. They are told, and not why.
pub async fn decline(school: &School, by: &Adult, id: &PartnerId, proposal: &ProposalId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let (partner, agreement) = locked(&mut tx, id).await?;
    let theirs = asked(&mut tx, &partner, proposal).await?;
    store::proposals::set_state(&mut tx, &theirs.id, ProposalState::Declined, now).await?;
    store::tasks::done_for_host(&mut tx, &partner.host, ASKED, now, &by.subject()).await?;
    let own = school.urls.school_actor();
    let reject = |letter: &Url| outbox::reject_agreement(letter, &own, &agreement.actor, &theirs.letter);
    publishing::tell(&mut tx, school, None, Verb::Decline, &agreement.inbox, reject, now).await?;
    let event = Event::new(by.subject(), "decline_terms", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// They have declined what we proposed, and our admin holds to what was agreed: what was narrower since is so no more.
/// Nothing is sent, for they never agreed to anything else.
pub async fn take_back(school: &School, by: &Adult, id: &PartnerId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::partners::lock(&mut tx, id.as_str()).await?;
    let partner = store::partners::get(&mut tx, id).await?;
    let ours = Wordings::of(&wordings(&mut tx, &partner).await?).ours;
    // One that they may still agree to cannot be taken back alone: both have signed it then.
    let Some(ours) = ours.filter(|ours| ours.state == ProposalState::Declined) else {
        return Err(Error::Conflict("nothing of ours was declined".to_owned()));
    };
    store::proposals::set_state(&mut tx, &ours.id, ProposalState::TakenBack, now).await?;
    settle(&mut tx, id, now).await?;
    store::tasks::done_for_host(&mut tx, &partner.host, DECLINED, now, &by.subject()).await?;
    let event = Event::new(by.subject(), "take_back_terms", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Their school words the agreement anew; it was proved and judged before.
pub(super) async fn proposed_there(
    tx: &mut Tx,
    host: &str,
    letter: &Url,
    agreement: &SignedAgreement,
    now: Timestamp,
) -> Result<()> {
    store::partners::lock(tx, host).await?;
    let Some(partner) = store::partners::by_host(tx, host).await? else { return Ok(()) };
    let all = wordings(tx, &partner).await?;
    let Some(agreed) = Wordings::of(&all).agreed else { return Ok(()) };
    // Another one may have been taken since this was judged.
    if agreement.words.updated <= newest(&all) {
        return Ok(());
    }
    store::proposals::replace_open(tx, &partner.id, Side::Theirs, now).await?;
    let proposal = Proposal {
        id: ProposalId::fresh(now),
        partner: partner.id.clone(),
        agreement: agreement.words.id.clone(),
        letter: letter.clone(),
        side: Side::Theirs,
        terms: terms_of(&agreement.words, agreed.terms.classes),
        worded_at: agreement.words.updated,
        our_copy: None,
        their_copy: Some(agreement.document.to_string()),
        state: ProposalState::Asked,
        state_since: now,
    };
    store::proposals::insert(tx, &proposal).await?;
    tell_admin(tx, host, ASKED, now).await?;
    heard(tx, &partner, "propose_terms", now).await
}

/// They agree to what we proposed. What they had proposed is replaced by that.
pub(super) async fn accepted_there(tx: &mut Tx, host: &str, letter: &Url, copy: &str, now: Timestamp) -> Result<()> {
    let Some((partner, ours)) = ours(tx, host, letter).await? else { return Ok(()) };
    // One that we have replaced since was on its way to them: both have signed it, and it holds beside what we ask for now.
    if !matches!(ours.state, ProposalState::Asked | ProposalState::Replaced) {
        return Ok(());
    }
    store::proposals::keep_copies(tx, &ours.id, None, Some(copy)).await?;
    store::proposals::set_state(tx, &ours.id, ProposalState::Agreed, now).await?;
    store::proposals::replace_open(tx, &partner.id, Side::Theirs, now).await?;
    settle(tx, &partner.id, now).await?;
    store::tasks::done_for_host(tx, host, ASKED, now, "school").await?;
    heard(tx, &partner, "agree_terms", now).await
}

/// They do not. What was narrower stays so until our admin takes it back.
pub(super) async fn declined_there(tx: &mut Tx, host: &str, letter: &Url, now: Timestamp) -> Result<()> {
    let Some((partner, ours)) = ours(tx, host, letter).await? else { return Ok(()) };
    if ours.state != ProposalState::Asked {
        return Ok(());
    }
    store::proposals::set_state(tx, &ours.id, ProposalState::Declined, now).await?;
    tell_admin(tx, host, DECLINED, now).await?;
    heard(tx, &partner, "decline_terms", now).await
}

/// Writes down what holds now: what was agreed, and of what we ask for whatever is narrower.
pub(super) async fn settle(tx: &mut Tx, id: &PartnerId, now: Timestamp) -> Result<()> {
    let partner = store::partners::get(tx, id).await?;
    if let Some(terms) = Wordings::of(&wordings(tx, &partner).await?).terms() {
        store::partners::set_terms(tx, id, &terms).await?;
        hold_outside_its_dates(tx, id, now).await?;
    }
    Ok(())
}

/// When the newest wording was made that a new one of theirs may not go behind: what was agreed, and all of theirs.
pub fn newest(all: &[Proposal]) -> Timestamp {
    let counts = |proposal: &&Proposal| proposal.side == Side::Theirs || proposal.state == ProposalState::Agreed;
    all.iter().filter(counts).map(|proposal| proposal.worded_at).max().unwrap_or(Timestamp::MIN)
}

/// Reads an agreement that was kept as it was signed.
pub fn document(copy: Option<&str>) -> Result<Value> {
    let copy = copy.ok_or(Error::Missing)?;
    serde_json::from_str(copy).map_err(|cause| Error::Internal(anyhow::Error::new(cause)))
}

async fn locked(tx: &mut Tx, id: &PartnerId) -> Result<(PartnerSchool, Agreement)> {
    store::partners::lock(tx, id.as_str()).await?;
    let partner = store::partners::get(tx, id).await?;
    match partner.agreement.clone().filter(|_| may_change(&partner)) {
        Some(agreement) => Ok((partner, agreement)),
        None => Err(Error::Conflict(format!("{} is {}", partner.host, partner.state))),
    }
}

/// What they ask for, if it is still this.
async fn asked(tx: &mut Tx, partner: &PartnerSchool, id: &ProposalId) -> Result<Proposal> {
    let theirs = Wordings::of(&wordings(tx, partner).await?).theirs;
    theirs
        .filter(|theirs| theirs.id == *id)
        .ok_or_else(|| Error::Conflict("they ask for something else now".to_owned()))
}

async fn ours(tx: &mut Tx, host: &str, letter: &Url) -> Result<Option<(PartnerSchool, Proposal)>> {
    store::partners::lock(tx, host).await?;
    let Some(partner) = store::partners::by_host(tx, host).await? else { return Ok(None) };
    let all = wordings(tx, &partner).await?;
    let ours = all.into_iter().find(|proposal| proposal.side == Side::Ours && proposal.letter == *letter);
    Ok(ours.map(|ours| (partner, ours)))
}

/// Once for each school: the page tells the rest.
async fn tell_admin(tx: &mut Tx, host: &str, kind: &str, now: Timestamp) -> Result<()> {
    store::tasks::done_for_host(tx, host, kind, now, "school").await?;
    let task = Task {
        id: TaskId::fresh(now),
        kind: kind.to_owned(),
        host: host.to_owned(),
        detail: String::new(),
        created_at: now,
    };
    store::tasks::insert(tx, &task).await
}

async fn heard(tx: &mut Tx, partner: &PartnerSchool, what: &'static str, now: Timestamp) -> Result<()> {
    let event = Event::new(format!("host:{}", partner.host), what, format!("partner:{}", partner.id));
    store::audit::append(tx, event, now).await
}
