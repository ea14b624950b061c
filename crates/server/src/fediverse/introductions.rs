//! The one letter that is read from a school nobody here knows: an Offer that proves to hold an invitation of ours.
//!
//! Its proof is checked before anything is looked up for its host. Whatever is wrong with it is answered like any letter
//! of a stranger, so that nobody learns which invitations there are.

use federation::signature::{self, PublicKey, Received};
use federation::vocabulary::{self, AgreementOffer, authority};
use federation::{Error, Reason};

use super::door::{Request, ours};
use crate::actions::agreements;
use crate::actions::invitations::{self, Offered};
use crate::domain::ids::InvitationId;
use crate::domain::partners::PartnerState;
use crate::school::School;
use crate::store;

/// What becomes of a letter at the school's own inbox.
pub enum Introduction {
    /// It is from a school that is known well enough for the door.
    NotNeeded,
    /// Written down: the admins can compare the words.
    Made,
}

/// Looks at a letter to the school itself. `may_try` is asked with the host before anything is compared.
///
/// Errors: [`Reason::NotTrusted`] for everything that is not a good Offer; [`Error::Unreachable`] when the offering school
/// itself could not be asked for its key, so that it can try again.
pub async fn hear(
    school: &School,
    request: &Request<'_>,
    may_try: impl FnOnce(&str) -> bool,
) -> Result<Introduction, Error> {
    let claim = signature::inspect(
        &Received {
            method: request.method,
            path_and_query: request.path_and_query,
            headers: request.headers,
            body: request.body,
            host: school.urls.host(),
            scheme: school.urls.scheme(),
        },
        school.clock.now(),
    )?;
    let stranger = Error::Refused(Reason::NotTrusted);
    let host = claim.key_host.clone();
    let known = store::partners::by_host(&mut school.db.read(), &host).await.map_err(ours)?;
    let state = known.as_ref().map(|known| known.state);
    match state {
        Some(PartnerState::Trusted | PartnerState::Paused) => return Ok(Introduction::NotNeeded),
        // No invitation changes that.
        Some(PartnerState::Blocked) => return Err(stranger),
        None | Some(PartnerState::Invited | PartnerState::Asked | PartnerState::Ended) => {}
    }
    let Ok(offer) = vocabulary::parse_offer(request.body) else {
        // Whatever else a school may say that we are agreeing with, or have parted from.
        return if known.is_some() { Ok(Introduction::NotNeeded) } else { Err(stranger) };
    };
    if authority(&offer.actor) != host || offer.agreement.words.other != school.urls.school_actor() || !may_try(&host) {
        return Err(stranger);
    }
    let Ok(()) = claim.check_digest(request.body) else { return Err(stranger) };
    if state == Some(PartnerState::Asked) {
        return again(school, &claim, &host, &offer).await;
    }
    // Our own Offer is with them already.
    if state == Some(PartnerState::Invited) {
        return Err(stranger);
    }
    let Some(invitation) = proved(school, &host, &offer).await? else { return Err(stranger) };

    let actor = match school.client.introduction(&offer.actor).await {
        Ok(actor) if actor.key_id == claim.key_id => actor,
        Err(cause) if cause.is_temporary() => return Err(cause),
        Ok(_) | Err(_) => return Err(stranger),
    };
    let own = agreements::fingerprint(school).await.map_err(ours)?;
    let words = &offer.agreement.words;
    let is_meant =
        words.other_key == own && agreements::fingerprint_of(&actor).is_some_and(|key| key == words.author_key);
    let is_signed = PublicKey::from_pem(&actor.public_key_pem).and_then(|key| claim.verify(&key)).is_ok();
    // What it offers has to be something that it can be shown to have offered.
    let keys = actor.keys()?;
    let is_proved = offer.agreement.is_proved(keys.iter().map(|(id, key)| (*id, key)));
    if !is_meant || !is_signed || !is_proved {
        return Err(stranger);
    }
    match invitations::offered(school, Offered { host, offer: &offer, actor: &actor, invitation: &invitation }).await {
        Ok(()) => Ok(Introduction::Made),
        Err(crate::error::Error::Missing) => Err(stranger),
        Err(other) => Err(ours(other)),
    }
}

/// The invitation that this Offer proves to hold.
async fn proved(school: &School, host: &str, offer: &AgreementOffer) -> Result<Option<InvitationId>, Error> {
    let now = school.clock.now();
    let open = store::invitations::open(&mut school.db.read(), now).await.map_err(ours)?;
    let held = open.into_iter().find(|invitation| invitation.is_proved(host, &offer.id, &offer.proof, now));
    Ok(held.map(|invitation| invitation.id))
}

/// The same school again, by the key that is pinned: our answer to its first Offer was lost.
async fn again(
    school: &School,
    claim: &signature::Claim,
    host: &str,
    offer: &AgreementOffer,
) -> Result<Introduction, Error> {
    let stranger = Error::Refused(Reason::NotTrusted);
    let key = store::keys::theirs(&mut school.db.read(), &claim.key_id).await.map_err(ours)?;
    let Some((actor, key)) = key.as_ref().and_then(|key| super::keys::usable(school, key)) else {
        return Err(stranger);
    };
    let kept = super::keys::of_actor(school, &actor).await?;
    let is_proved = offer.agreement.is_proved(kept.iter().map(|(id, key)| (id.as_str(), key)));
    if actor != offer.actor || claim.verify(&key).is_err() || !is_proved {
        return Err(stranger);
    }
    match invitations::offered_again(school, host, offer).await {
        Ok(()) => Ok(Introduction::Made),
        Err(crate::error::Error::Missing) => Err(stranger),
        Err(other) => Err(ours(other)),
    }
}
