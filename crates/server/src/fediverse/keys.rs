//! Whose key it is: fetched from its owner's own server, one at a time for each host, and seldom.
//!
//! Anybody can send a letter that names a key of a partner. So what was fetched is kept even when the letter turns out to
//! be false, and what could not be found is not looked for again for a while: no flood of letters makes us one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use federation::ports::Caller;
use federation::signature::{Claim, PublicKey};
use federation::trust::Standing;
use federation::vocabulary::{RemoteActor, authority};
use federation::{Error, Reason};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::door::{REFETCH_AFTER, ours, unreachable};
use crate::actions;
use crate::school::School;
use crate::store::{self, keys::RemoteKey};

/// At most this many look-ups at one host may prove nothing in a minute; after that nothing is fetched for a while.
const VAIN_LOOK_UPS: usize = 5;
/// Letters that wait while a key of their host is fetched; others are asked to come again.
const WAITING: usize = 32;
const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// One look-up at a time for each host, and when the last ones that proved nothing were.
#[derive(Default)]
pub struct Turns(Mutex<HashMap<String, Arc<Turn>>>);

type Turn = tokio::sync::Mutex<Vec<Timestamp>>;

impl Turns {
    /// The turn of a host that is on the list. None when too many wait for it already.
    fn of(&self, host: &str) -> Option<Arc<Turn>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = turns.entry(host.to_owned()).or_default();
        // The map holds one, and everybody who waits another.
        (Arc::strong_count(turn) <= WAITING).then(|| Arc::clone(turn))
    }
}

/// A key that was kept, ready for use.
pub(super) fn usable(key: &RemoteKey) -> Option<(Url, PublicKey)> {
    let text = key.public_key.as_deref()?;
    let public = if text.starts_with('z') { PublicKey::from_multibase(text) } else { PublicKey::from_pem(text) };
    Some((key.actor.as_deref()?.parse().ok()?, public.ok()?))
}

/// Every key of an actor that was kept, by its id.
pub(super) async fn of_actor(school: &School, actor: &Url) -> Result<Vec<(String, PublicKey)>, Error> {
    let kept = store::keys::of_actor(&mut school.db.read(), actor.as_str()).await.map_err(ours)?;
    Ok(kept.iter().filter_map(|key| Some((key.key_id.clone(), usable(key)?.1))).collect())
}

/// Fetches the key that a signature names from its own server, keeps it, and checks the signature with it.
///
/// Errors: [`Error::Unreachable`] if it may work later, and for whoever comes too often.
pub(super) async fn look_up(school: &School, claim: Claim) -> Result<Caller, Error> {
    let too_many = || unreachable(&claim.key_host, "too many of its keys are looked for just now");
    let turn = school.turns.of(&claim.key_host).ok_or_else(too_many)?;
    let mut vain = turn.lock().await;
    let now = school.clock.now();

    // Whoever had the turn before may have found it, or found that it is not there.
    let known = store::keys::theirs(&mut school.db.read(), &claim.key_id).await.map_err(ours)?;
    if let Some(known) = &known {
        if known.fetched_at.is_some_and(|at| now < at + REFETCH_AFTER)
            && let Some((actor, key)) = usable(known)
        {
            claim.verify(&key)?;
            return Ok(Caller { host: claim.key_host, actor, standing: Standing::Trusted, document: None });
        }
        if known.failed_at.is_some_and(|at| now < at + REFETCH_AFTER) {
            return Err(unreachable(&claim.key_host, "its key could not be found a moment ago"));
        }
    }
    vain.retain(|at| now < *at + MINUTE);
    let failed = store::keys::failed_since(&mut school.db.read(), &claim.key_host, now - MINUTE).await.map_err(ours)?;
    if vain.len() >= VAIN_LOOK_UPS || usize::try_from(failed).unwrap_or(usize::MAX) >= VAIN_LOOK_UPS {
        return Err(too_many());
    }

    let proved = fetch(school, &claim).await;
    if proved.is_err() {
        vain.push(now);
    }
    let actor = proved?;
    Ok(Caller { host: claim.key_host, actor: actor.id.clone(), standing: Standing::Trusted, document: Some(actor) })
}

async fn fetch(school: &School, claim: &Claim) -> Result<RemoteActor, Error> {
    let signer = school.school_signer().await.map_err(ours)?;
    let found = match school.client.key(&claim.key_id, &signer).await {
        Ok(actor) => actor.key(&claim.key_id).map(|key| (actor, key)),
        Err(cause) => Err(cause),
    };
    let (actor, key) = match found {
        Ok(found) => found,
        Err(cause) => {
            keep(school, &missing(claim, school.clock.now())).await?;
            return Err(if cause.is_temporary() { cause } else { Error::Unproven(Reason::KeyNotConfirmed) });
        }
    };
    pin(school, &claim.key_host, &actor).await?;
    settle(school, &actor).await?;
    // Kept before it is tried: it is the owner's word, whoever wrote this letter.
    keep(school, &found_key(&claim.key_id, &actor, &key, school.clock.now())).await?;
    claim.verify(&key)?;
    Ok(actor)
}

fn missing(claim: &Claim, now: Timestamp) -> RemoteKey {
    RemoteKey {
        key_id: claim.key_id.clone(),
        host: claim.key_host.clone(),
        actor: None,
        public_key: None,
        fetched_at: None,
        failed_at: Some(now),
    }
}

fn found_key(key_id: &str, actor: &RemoteActor, key: &PublicKey, now: Timestamp) -> RemoteKey {
    RemoteKey {
        key_id: key_id.to_owned(),
        host: authority(&actor.id),
        actor: Some(actor.id.to_string()),
        public_key: Some(key.to_multibase().unwrap_or_else(|| key.to_pem())),
        fetched_at: Some(now),
        failed_at: None,
    }
}

async fn keep(school: &School, key: &RemoteKey) -> Result<(), Error> {
    let mut tx = school.db.begin().await.map_err(ours)?;
    store::keys::put_theirs(&mut tx, key).await.map_err(ours)?;
    tx.commit().await.map_err(ours)
}

/// What an actor's document says now holds for all keys of it that we keep: what it lists no more is forgotten, so that a
/// key that was given up opens nothing.
pub(super) async fn settle(school: &School, actor: &RemoteActor) -> Result<(), Error> {
    let kept = store::keys::of_actor(&mut school.db.read(), actor.id.as_str()).await.map_err(ours)?;
    let is_settled = |key: &RemoteKey| {
        actor.key(&key.key_id).is_ok_and(|listed| usable(key).is_some_and(|(_, known)| known == listed))
    };
    if kept.iter().all(is_settled) {
        return Ok(());
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await.map_err(ours)?;
    for key in kept.iter().filter(|key| !is_settled(key)) {
        match actor.key(&key.key_id) {
            Ok(listed) => {
                let key = found_key(&key.key_id, actor, &listed, now);
                store::keys::put_theirs(&mut tx, &key).await.map_err(ours)?;
            }
            Err(_) => store::keys::forget(&mut tx, &key.key_id).await.map_err(ours)?,
        }
    }
    tx.commit().await.map_err(ours)
}

/// The school behind a host is known by the key of its own actor. The first one is pinned; another one holds the partner
/// until an admin has looked, for whoever buys a lapsed domain has another key.
pub(super) async fn pin(school: &School, host: &str, actor: &RemoteActor) -> Result<(), Error> {
    if actor.kind != "Application" || authority(&actor.id) != host {
        return Ok(());
    }
    let fingerprint = actor.fingerprint()?;
    let Some(partner) = store::partners::by_host(&mut school.db.read(), host).await.map_err(ours)? else {
        return Ok(());
    };
    match partner.key_fingerprint {
        Some(pinned) if pinned == fingerprint => Ok(()),
        Some(_) => {
            actions::arrivals::key_changed(school, host, &fingerprint).await.map_err(ours)?;
            Err(Error::Unproven(Reason::KeyNotConfirmed))
        }
        None => actions::agreements::pin(school, &partner.id, &fingerprint).await.map_err(ours),
    }
}
