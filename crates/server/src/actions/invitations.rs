//! Meeting another school: an invitation, the Offer that answers it, and the four words that two adults compare.

use federation::signature::Scheme;
use federation::vocabulary::{AgreementOffer, RemoteActor};
use federation::{limits, outbox};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::agreements::{fingerprint, fingerprint_of, words_for};
use super::{admin, proposals, publishing};
use crate::domain::agreements::{Agreement, TakingPart, Terms};
use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::deliveries::Verb;
use crate::domain::ids::{ActivityId, InvitationId, PartnerId, ProposalId};
use crate::domain::invitations::{INVITATION_DAYS, Invitation, LONGEST_INVITATION_DAYS, pasted, proof_of, secret_of};
use crate::domain::partners::{NewPartner, PartnerSchool, PartnerState, exact_host};
use crate::domain::proposals::{Proposal, ProposalState, Side};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::keys::RemoteKey;
use crate::store::{self, Tx};
use crate::tokens;

/// What an admin types to invite a school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewInvitation {
    /// The only host that may use it; empty for whoever gets it.
    pub host: String,
    pub note: String,
    /// How many days it can be used; empty for the usual number.
    pub days: String,
}

/// Makes an invitation. Its link is given out here, once: only what is derived from its code is kept.
pub async fn invite(school: &School, by: &Adult, new: NewInvitation) -> Result<(Invitation, Url)> {
    admin(by)?;
    let now = school.clock.now();
    let host = match new.host.trim() {
        "" => None,
        typed => {
            let host = exact_host(typed).filter(|host| host != school.urls.host());
            Some(host.ok_or_else(|| Error::invalid("invited_host", "fault-host"))?)
        }
    };
    let days = match new.days.trim() {
        "" => INVITATION_DAYS,
        typed => typed
            .parse()
            .ok()
            .filter(|days| (1..=LONGEST_INVITATION_DAYS).contains(days))
            .ok_or_else(|| Error::invalid("days", "fault-invitation-days"))?,
    };
    let (code, secret) = tokens::fresh();
    let invitation = Invitation {
        id: InvitationId::fresh(now),
        host,
        note: one_line(&new.note),
        secret,
        created_by: by.subject(),
        created_at: now,
        expires_at: now + SignedDuration::from_hours(24 * days),
        used_at: None,
        used_by: None,
        revoked_at: None,
    };
    let mut tx = school.db.begin().await?;
    store::invitations::insert(&mut tx, &invitation).await?;
    let event = Event::new(by.subject(), "invite_school", format!("invitation:{}", invitation.id));
    store::audit::append(&mut tx, event.with(invitation.host.clone().unwrap_or_default()), now).await?;
    tx.commit().await?;
    Ok((invitation, school.urls.invitation(&code)))
}

/// Nobody can use this invitation any more.
pub async fn revoke(school: &School, by: &Adult, id: &InvitationId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::invitations::revoke(&mut tx, id, now).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "revoke_invitation", format!("invitation:{id}")), now)
        .await?;
    tx.commit().await
}

/// Opens another school's invitation: looks at who invites, and answers with a signed Offer. Nothing is written down unless
/// the other side took it.
///
/// Errors: [`Error::Invalid`] with what is wrong with the invitation, or how it was received.
pub async fn open(school: &School, by: &Adult, text: &str, new: NewPartner) -> Result<PartnerSchool> {
    admin(by)?;
    let fault = |key| Error::invalid("invitation", key);
    let found = pasted(text).ok_or_else(|| fault("fault-invitation-text"))?;
    if found.host == school.urls.host() {
        return Err(fault("fault-invitation-own"));
    }
    let known = store::partners::by_host(&mut school.db.read(), &found.host).await?;
    match known.as_ref().map(|known| known.state) {
        None | Some(PartnerState::Ended) => {}
        Some(PartnerState::Blocked) => return Err(fault("fault-invitation-blocked")),
        Some(PartnerState::Invited | PartnerState::Asked | PartnerState::Trusted | PartnerState::Paused) => {
            return Err(fault("fault-invitation-known"));
        }
    }
    let unreachable = |cause| {
        tracing::info!(%cause, host = found.host, "a school that invited us could not be met");
        fault("fault-invitation-unreachable")
    };
    let actor = school.client.introduction(&found.school).await.map_err(unreachable)?;
    let own = fingerprint(school).await?;
    let theirs = fingerprint_of(&actor).ok_or_else(|| fault("fault-invitation-unreachable"))?;
    let now = school.clock.now();
    let id = school.urls.activity(&ActivityId::fresh(now));
    let mut agreement = id.clone();
    agreement.set_fragment(Some("agreement"));
    let parties =
        proposals::Parties { id: &agreement, other: &actor.id, own_key: own.clone(), other_key: theirs.clone() };
    let copy = proposals::worded(school, &school.prover(None).await?, parties, &new.terms, now)?;
    let proof = proof_of(&secret_of(&found.code), &id);
    let offer = outbox::offer(&id, &proof, &school.profile.name, copy.clone()).to_string();
    if offer.len() > limits::OFFER_BYTES {
        return Err(Error::invalid("class", "fault-terms-classes"));
    }
    let signer = school.school_signer().await?;
    let answer = school.client.introduce(&actor.inbox, offer.as_bytes(), &signer, Scheme::Cavage).await;
    match answer.status {
        Some(200..=299) => {}
        Some(400..=499) => return Err(fault("fault-invitation-refused")),
        _ => return Err(fault("fault-invitation-unreachable")),
    }
    let words = words_for(&own, &theirs).await?;
    let first = First { agreement, letter: id, side: Side::Ours, worded_at: now, copy: copy.to_string() };
    let met = Met { host: found.host, actor: &actor, fingerprint: theirs, words, first };
    let mut tx = school.db.begin().await?;
    let partner = meet(&mut tx, PartnerState::Invited, &by.subject(), new, met, now).await?;
    let event = Event::new(by.subject(), "open_invitation", format!("partner:{}", partner.id));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await?;
    Ok(partner)
}

/// An Offer whose proof, sender and signature have been checked.
pub struct Offered<'a> {
    pub host: String,
    pub offer: &'a AgreementOffer,
    pub actor: &'a RemoteActor,
    /// The invitation that it proved to hold.
    pub invitation: &'a InvitationId,
}

/// A school has answered an invitation of ours: from now on its admin and ours can compare the words.
///
/// Errors: [`Error::Missing`] when the invitation was used or revoked while the Offer was being checked.
pub async fn offered(school: &School, offered: Offered<'_>) -> Result<()> {
    let now = school.clock.now();
    let own = fingerprint(school).await?;
    let theirs = fingerprint_of(offered.actor).ok_or(Error::Missing)?;
    let words = words_for(&own, &theirs).await?;
    let offer = offered.offer;
    let name = one_line(&offer.name);
    let new = NewPartner {
        name: if name.is_empty() { offered.host.clone() } else { name },
        safeguarding_contact: one_line(&offer.agreement.words.safeguarding_contact),
        terms: proposals::terms_of(&offer.agreement.words, TakingPart::All),
        ..NewPartner::default()
    };
    let mut tx = school.db.begin().await?;
    if !store::invitations::take(&mut tx, offered.invitation, &offered.host, now).await? {
        return Err(Error::Missing);
    }
    let by = format!("host:{}", offered.host);
    let first = First::of(offer);
    let met = Met { host: offered.host, actor: offered.actor, fingerprint: theirs, words, first };
    let partner = meet(&mut tx, PartnerState::Asked, &by, new, met, now).await?;
    let event = Event::new(by, "answer_invitation", format!("partner:{}", partner.id));
    store::audit::append(&mut tx, event.with(format!("invitation:{}", offered.invitation)), now).await?;
    tx.commit().await
}

/// The same school sends its Offer once more, signed with the key that was pinned at the first: our answer was lost.
pub async fn offered_again(school: &School, host: &str, offer: &AgreementOffer) -> Result<()> {
    let mut tx = school.db.begin().await?;
    store::partners::lock(&mut tx, host).await?;
    let partner = store::partners::by_host(&mut tx, host).await?.ok_or(Error::Missing)?;
    let agreement = partner.agreement.filter(|agreement| agreement.actor == offer.actor).ok_or(Error::Missing)?;
    let first = First::of(offer);
    // What was confirmed named an Offer that the other side does not know; it is said again.
    let agreement = Agreement {
        offer: first.letter.clone(),
        id: first.agreement.clone(),
        confirmed_at: None,
        confirmed_by: None,
        confirmed_there_at: None,
        ..agreement
    };
    let now = school.clock.now();
    let terms = proposals::terms_of(&offer.agreement.words, TakingPart::All);
    store::partners::set_agreement(&mut tx, &partner.id, &agreement).await?;
    store::partners::set_terms(&mut tx, &partner.id, &terms).await?;
    store::proposals::replace_open(&mut tx, &partner.id, Side::Theirs, now).await?;
    store::proposals::insert(&mut tx, &first.proposal(&partner.id, terms, now)).await?;
    store::activities::cancel_agreement(&mut tx, host, now).await?;
    tx.commit().await
}

/// The first wording of an agreement: the one in its Offer.
struct First {
    agreement: Url,
    letter: Url,
    side: Side,
    worded_at: Timestamp,
    /// As whoever offers it has signed it.
    copy: String,
}

impl First {
    fn of(offer: &AgreementOffer) -> Self {
        Self {
            agreement: offer.agreement.words.id.clone(),
            letter: offer.id.clone(),
            side: Side::Theirs,
            worded_at: offer.agreement.words.updated,
            copy: offer.agreement.document.to_string(),
        }
    }

    fn proposal(self, partner: &PartnerId, terms: Terms, now: Timestamp) -> Proposal {
        let (ours, theirs) = match self.side {
            Side::Ours => (Some(self.copy), None),
            Side::Theirs => (None, Some(self.copy)),
        };
        Proposal {
            id: ProposalId::fresh(now),
            partner: partner.clone(),
            agreement: self.agreement,
            letter: self.letter,
            side: self.side,
            terms,
            worded_at: self.worded_at,
            our_copy: ours,
            their_copy: theirs,
            state: ProposalState::Asked,
            state_since: now,
        }
    }
}

/// A school that has just been met, and by what.
struct Met<'a> {
    host: String,
    actor: &'a RemoteActor,
    fingerprint: String,
    words: String,
    first: First,
}

/// Writes down who was met, with its key pinned. A school that we parted from begins anew, under what is agreed now.
async fn meet(
    tx: &mut Tx,
    state: PartnerState,
    by: &str,
    new: NewPartner,
    met: Met<'_>,
    now: Timestamp,
) -> Result<PartnerSchool> {
    let agreement = Agreement {
        actor: met.actor.id.clone(),
        inbox: met.actor.inbox.clone(),
        offer: met.first.letter.clone(),
        id: met.first.agreement.clone(),
        confirmed_at: None,
        confirmed_by: None,
        confirmed_there_at: None,
    };
    store::partners::lock(tx, &met.host).await?;
    let known = store::partners::by_host(tx, &met.host).await?;
    let partner = PartnerSchool {
        id: known.as_ref().map_or_else(|| PartnerId::fresh(now), |known| known.id.clone()),
        name: Some(one_line(&new.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| met.host.clone()),
        host: met.host,
        town: one_line(&new.town),
        country: one_line(&new.country),
        contact: one_line(&new.contact),
        safeguarding_contact: one_line(&new.safeguarding_contact),
        verified_how: one_line(&new.verified_how),
        agreed_on: String::new(),
        review_on: one_line(&new.review_on),
        state,
        state_since: now,
        state_by: by.to_owned(),
        state_reason: String::new(),
        held_at: None,
        held_why: None,
        key_fingerprint: Some(met.fingerprint.clone()),
        safety_words: Some(met.words.clone()),
        new_fingerprint: None,
        new_words: None,
        agreement: Some(agreement.clone()),
        terms: new.terms,
        last_heard_at: None,
        created_at: now,
    };
    match known.map(|known| known.state) {
        None => store::partners::insert(tx, &partner).await?,
        Some(PartnerState::Ended) => {
            store::partners::set_state(tx, &partner.id, state, now, by, "").await?;
            store::partners::set_held(tx, &partner.id, None).await?;
            store::partners::set_agreement(tx, &partner.id, &agreement).await?;
            store::partners::set_terms(tx, &partner.id, &partner.terms).await?;
            store::partners::set_record(tx, &partner).await?;
            store::partners::pin_key(tx, &partner.id, &met.fingerprint, &met.words).await?;
        }
        Some(
            PartnerState::Invited
            | PartnerState::Asked
            | PartnerState::Trusted
            | PartnerState::Paused
            | PartnerState::Blocked,
        ) => return Err(Error::Missing),
    }
    for side in [Side::Ours, Side::Theirs] {
        store::proposals::replace_open(tx, &partner.id, side, now).await?;
    }
    store::proposals::insert(tx, &met.first.proposal(&partner.id, partner.terms.clone(), now)).await?;
    // Whatever was believed of this host belongs to whom it belonged before.
    store::keys::forget_host(tx, &partner.host).await?;
    for (key_id, key) in met.actor.keys().map_err(anyhow::Error::new)? {
        let key = RemoteKey {
            key_id: key_id.to_owned(),
            host: partner.host.clone(),
            actor: Some(met.actor.id.to_string()),
            public_key: Some(key.to_multibase().unwrap_or_else(|| key.to_pem())),
            fetched_at: Some(now),
            failed_at: None,
        };
        store::keys::put_theirs(tx, &key).await?;
    }
    Ok(partner)
}

/// One of our adults has heard the four words by phone, and they are the same. The other school is told; when both have,
/// it is trusted.
pub async fn confirm(school: &School, by: &Adult, id: &PartnerId) -> Result<PartnerState> {
    admin(by)?;
    let now = school.clock.now();
    let prover = school.prover(None).await?;
    let mut tx = school.db.begin().await?;
    store::partners::lock(&mut tx, id.as_str()).await?;
    let mut partner = store::partners::get(&mut tx, id).await?;
    let agreement = open_agreement(&partner)?;
    if agreement.confirmed_at.is_some() {
        return Err(Error::Conflict("this is confirmed already".to_owned()));
    }
    let agreement = Agreement { confirmed_at: Some(now), confirmed_by: Some(by.subject()), ..agreement };
    store::partners::set_agreement(&mut tx, id, &agreement).await?;
    let event = Event::new(by.subject(), "confirm_words", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    // What they shall be able to show later: the very agreement that was offered, signed by us.
    let offered = offered_in(&mut tx, &partner, &agreement).await?;
    let copy = match &offered.our_copy {
        Some(copy) => proposals::document(Some(copy))?,
        None => proposals::signed(&prover, proposals::document(offered.their_copy.as_deref())?, now)?,
    };
    store::proposals::keep_copies(&mut tx, &offered.id, Some(&copy.to_string()), None).await?;
    let own = school.urls.school_actor();
    let accept = |id: &Url| outbox::accept_agreement(id, &own, &agreement.actor, &agreement.offer, copy);
    publishing::tell(&mut tx, school, None, Verb::Agree, &agreement.inbox, accept, now).await?;
    partner.agreement = Some(agreement);
    let state = begin_if_both(&mut tx, &partner, &by.subject(), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(state)
}

/// The words were not the same: somebody stands between, or this is not that school. It is blocked, and told nothing.
pub async fn differ(school: &School, by: &Adult, id: &PartnerId) -> Result<()> {
    admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::partners::lock(&mut tx, id.as_str()).await?;
    let partner = store::partners::get(&mut tx, id).await?;
    if !partner.may_become(PartnerState::Blocked) {
        return Err(Error::Conflict(format!("{} is {}", partner.host, partner.state)));
    }
    store::partners::set_state(&mut tx, id, PartnerState::Blocked, now, &by.subject(), "").await?;
    store::activities::cancel_agreement(&mut tx, &partner.host, now).await?;
    let event = Event::new(by.subject(), "words_differ", format!("partner:{id}"));
    store::audit::append(&mut tx, event.with(&partner.host), now).await?;
    tx.commit().await
}

/// Their server says that an adult of theirs has heard the words; `copy` is what was offered, signed by them.
pub(super) async fn confirmed_there(tx: &mut Tx, host: &str, offer: &Url, copy: &str, now: Timestamp) -> Result<()> {
    store::partners::lock(tx, host).await?;
    let Some(mut partner) = store::partners::by_host(tx, host).await? else { return Ok(()) };
    let Ok(agreement) = open_agreement(&partner) else { return Ok(()) };
    if agreement.offer != *offer || agreement.confirmed_there_at.is_some() {
        return Ok(());
    }
    let offered = offered_in(tx, &partner, &agreement).await?;
    store::proposals::keep_copies(tx, &offered.id, None, Some(copy)).await?;
    let agreement = Agreement { confirmed_there_at: Some(now), ..agreement };
    store::partners::set_agreement(tx, &partner.id, &agreement).await?;
    let by = format!("host:{host}");
    store::audit::append(tx, Event::new(&by, "confirm_words", format!("partner:{}", partner.id)), now).await?;
    partner.agreement = Some(agreement);
    begin_if_both(tx, &partner, &by, now).await?;
    Ok(())
}

/// Trust begins when both schools have confirmed, and not before.
async fn begin_if_both(tx: &mut Tx, partner: &PartnerSchool, by: &str, now: Timestamp) -> Result<PartnerState> {
    if !partner.agreement.as_ref().is_some_and(Agreement::is_confirmed_by_both) {
        return Ok(partner.state);
    }
    store::partners::set_state(tx, &partner.id, PartnerState::Trusted, now, by, "").await?;
    store::partners::set_agreed_on(tx, &partner.id, &now.strftime("%Y-%m-%d").to_string()).await?;
    if let Some(agreement) = &partner.agreement {
        let offered = offered_in(tx, partner, agreement).await?;
        store::proposals::set_state(tx, &offered.id, ProposalState::Agreed, now).await?;
    }
    proposals::settle(tx, &partner.id, now).await?;
    let event = Event::new(by, "trust", format!("partner:{}", partner.id));
    store::audit::append(tx, event.with(&partner.host), now).await?;
    Ok(PartnerState::Trusted)
}

fn open_agreement(partner: &PartnerSchool) -> Result<Agreement> {
    match partner.state {
        PartnerState::Invited | PartnerState::Asked => partner.agreement.clone().ok_or(Error::Missing),
        PartnerState::Trusted | PartnerState::Paused | PartnerState::Ended | PartnerState::Blocked => {
            Err(Error::Conflict(format!("{} is {} already", partner.host, partner.state)))
        }
    }
}

/// The wording in the Offer that brought the two schools together.
async fn offered_in(tx: &mut Tx, partner: &PartnerSchool, agreement: &Agreement) -> Result<Proposal> {
    let all = store::proposals::of_agreement(tx, &partner.id, &agreement.id).await?;
    all.into_iter().find(|proposal| proposal.letter == agreement.offer).ok_or(Error::Missing)
}
