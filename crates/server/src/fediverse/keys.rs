//! Whose key it is: fetched from its owner's own server, one at a time for each host, and seldom.
//!
//! Anybody can send a letter that names a key of a partner. So what was fetched is kept even when the letter turns out to
//! be false, and what could not be found is not looked for again for a while: no flood of letters makes us one.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use federation::ports::Caller;
use federation::signature::{Claim, PublicKey};
use federation::trust::Standing;
use federation::vocabulary::{ClassList, RemoteActor, authority};
use federation::{Error, Reason};
use jiff::Timestamp;
use url::Url;

use super::door::{REFETCH_AFTER, ours, unreachable};
use crate::actions;
use crate::school::School;
use crate::store::{self, keys::RemoteKey};
use crate::turns::{MINUTE, VAIN_LOOK_UPS};

/// Parsed keys that are kept; with more of them, all are parsed anew.
const PARSED: usize = 1000;

/// Keys in use, each parsed once and found by its whole text: a changed key is another one.
#[derive(Default)]
pub struct Parsed(Mutex<HashMap<String, PublicKey>>);

impl Parsed {
    fn of(&self, text: &str) -> Option<PublicKey> {
        if let Some(key) = self.lock().get(text) {
            return Some(key.clone());
        }
        let key = if text.starts_with('z') { PublicKey::from_multibase(text) } else { PublicKey::from_pem(text) };
        let key = key.ok()?;
        let mut parsed = self.lock();
        if parsed.len() >= PARSED {
            parsed.clear();
        }
        parsed.insert(text.to_owned(), key.clone());
        Some(key)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, PublicKey>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A key that was kept, ready for use.
pub(super) fn usable(school: &School, key: &RemoteKey) -> Option<(Url, PublicKey)> {
    Some((key.actor.as_deref()?.parse().ok()?, school.parsed.of(key.public_key.as_deref()?)?))
}

/// Every key of an actor that was kept, by its id.
pub(super) async fn of_actor(school: &School, actor: &Url) -> Result<Vec<(String, PublicKey)>, Error> {
    let kept = store::keys::of_actor(&mut school.db.read(), actor.as_str()).await.map_err(ours)?;
    Ok(kept.iter().filter_map(|key| Some((key.key_id.clone(), usable(school, key)?.1))).collect())
}

/// Fetches the key that a signature names from its own server, keeps it, and checks the signature with it.
///
/// Errors: [`Error::Unreachable`] if it may work later, and for whoever comes too often.
pub(super) async fn look_up(school: &School, claim: Claim) -> Result<Caller, Error> {
    let too_many = || unreachable(&claim.key_host, "too many of its keys are looked for just now");
    let mut turn = school.turns.of(&claim.key_host).await.ok_or_else(too_many)?;
    let now = school.clock.now();

    // Whoever had the turn before may have found it, or found that it is not there.
    let known = store::keys::theirs(&mut school.db.read(), &claim.key_id).await.map_err(ours)?;
    if let Some(known) = &known {
        if known.fetched_at.is_some_and(|at| now < at + REFETCH_AFTER)
            && let Some((actor, key)) = usable(school, known)
        {
            claim.verify(&key)?;
            return Ok(Caller { host: claim.key_host, actor, standing: Standing::Trusted, document: None });
        }
        if known.failed_at.is_some_and(|at| now < at + REFETCH_AFTER) {
            return Err(unreachable(&claim.key_host, "its key could not be found a moment ago"));
        }
    }
    let failed = store::keys::failed_since(&mut school.db.read(), &claim.key_host, now - MINUTE).await.map_err(ours)?;
    if turn.is_over(now) || usize::try_from(failed).unwrap_or(usize::MAX) >= VAIN_LOOK_UPS {
        return Err(too_many());
    }

    let proved = fetch(school, &claim).await;
    if proved.is_err() {
        turn.was_vain(now);
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
    if let Err(cause) = settle(school, &actor, Some((&claim.key_id, &key))).await {
        keep(school, &missing(claim, school.clock.now())).await?;
        return Err(cause);
    }
    // Kept before it is tried: it is the owner's word, whoever wrote this letter.
    keep(school, &RemoteKey::found(&claim.key_id, &actor.id, &key, school.clock.now())).await?;
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

async fn keep(school: &School, key: &RemoteKey) -> Result<(), Error> {
    let mut tx = school.db.begin().await.map_err(ours)?;
    store::keys::put_theirs(&mut tx, key).await.map_err(ours)?;
    tx.commit().await.map_err(ours)
}

/// What an actor's document says now holds for all keys of it that we keep: what it lists no more is forgotten, so that a
/// key that was given up opens nothing. `looked_for` is a key that is about to be kept beside those.
///
/// Errors: as [`confirm`], if anything in it is new; then nothing is changed.
pub(super) async fn settle(
    school: &School,
    actor: &RemoteActor,
    looked_for: Option<(&str, &PublicKey)>,
) -> Result<(), Error> {
    let kept = store::keys::of_actor(&mut school.db.read(), actor.id.as_str()).await.map_err(ours)?;
    let is_known = |id: &str, key: &PublicKey| {
        kept.iter().any(|known| known.key_id == id && known.usable().is_some_and(|known| known == *key))
    };
    let listed = |key: &RemoteKey| actor.key(&key.key_id).ok();
    let is_settled = |key: &RemoteKey| listed(key).is_some_and(|listed| is_known(&key.key_id, &listed));
    let mut new: Vec<PublicKey> = kept.iter().filter(|key| !is_settled(key)).filter_map(listed).collect();
    new.extend(looked_for.filter(|(id, key)| !is_known(id, key)).map(|(_, key)| key.clone()));
    let list = confirm(school, &actor.id, &new).await?;
    let is_new = |id: &str| looked_for.is_none_or(|(other, _)| id != other) && kept.iter().all(|key| key.key_id != id);
    let mut beside = list.map(|list| proved_beside(actor, &list)).unwrap_or_default();
    beside.retain(|(id, _)| is_new(id));
    if kept.iter().all(is_settled) && beside.is_empty() {
        return Ok(());
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await.map_err(ours)?;
    for (id, key) in &beside {
        store::keys::put_theirs(&mut tx, &RemoteKey::found(id, &actor.id, key, now)).await.map_err(ours)?;
    }
    for key in kept.iter().filter(|key| !is_settled(key)) {
        match listed(key) {
            Some(listed) => {
                let key = RemoteKey::found(&key.key_id, &actor.id, &listed, now);
                store::keys::put_theirs(&mut tx, &key).await.map_err(ours)?;
            }
            None => store::keys::forget(&mut tx, &key.key_id).await.map_err(ours)?,
        }
    }
    tx.commit().await.map_err(ours)
}

/// What an actor lists as its own beside the key that was looked for, and its school lists, too: kept with that one. Whoever signs
/// the next letter with it, because this software does or is refused, is not asked again, and is known when nothing may be
/// asked any more: after trust has ended, for a withdrawal.
fn proved_beside(actor: &RemoteActor, list: &ClassList) -> Vec<(String, PublicKey)> {
    let is_own = |id: &str| id.strip_prefix(actor.id.as_str()).is_some_and(|rest| rest.starts_with('#'));
    let listed = actor.keys().unwrap_or_default().into_iter();
    listed
        // Of two under one id, only the one counts that is found by it.
        .filter(|(id, key)| is_own(id) && actor.key(id).is_ok_and(|found| found == *key))
        .filter(|(_, key)| list.confirms(&actor.id, key))
        .map(|(id, key)| (id.to_owned(), key))
        .collect()
}

/// A new key of a class is believed only if its school, too, says that it is that class's: in its own list, read now and
/// proved by the key that was pinned. So whoever has the school's address and not its keys speaks for none of its classes.
/// Of a school with which there is no agreement, the owner's own document has to do.
///
/// Returns the list, if it had to be read. Errors: as [`actions::class_lists::read`], and [`Reason::KeyNotConfirmed`] if it does
/// not name the key.
async fn confirm(school: &School, actor: &Url, keys: &[PublicKey]) -> Result<Option<ClassList>, Error> {
    let partner = store::partners::by_host(&mut school.db.read(), &authority(actor)).await.map_err(ours)?;
    let Some(partner) = partner.filter(|_| !keys.is_empty()) else { return Ok(None) };
    match &partner.agreement {
        // The school's own key is pinned.
        Some(agreement) if agreement.actor != *actor => {}
        Some(_) | None => return Ok(None),
    }
    let list = actions::class_lists::read(school, &partner).await?;
    let is_confirmed = keys.iter().all(|key| list.confirms(actor, key));
    if is_confirmed { Ok(Some(list)) } else { Err(Error::Unproven(Reason::KeyNotConfirmed)) }
}

/// The school behind a host is known by the key of its own actor. The first one is pinned; another one holds the partner
/// until an admin has looked, for whoever buys a lapsed domain has another key.
pub(super) async fn pin(school: &School, host: &str, actor: &RemoteActor) -> Result<(), Error> {
    let Some(partner) = store::partners::by_host(&mut school.db.read(), host).await.map_err(ours)? else {
        return Ok(());
    };
    // The one that was met is the school, whatever it calls itself now.
    let is_met = partner.agreement.as_ref().is_some_and(|agreement| agreement.actor == actor.id);
    if (actor.kind != "Application" && !is_met) || authority(&actor.id) != host {
        return Ok(());
    }
    let fingerprint = actor.fingerprint()?;
    match partner.key_fingerprint {
        Some(pinned) if pinned == fingerprint => Ok(()),
        Some(_) => {
            actions::holds::key_changed(school, host, &fingerprint).await.map_err(ours)?;
            Err(Error::Unproven(Reason::KeyNotConfirmed))
        }
        None => actions::agreements::pin(school, &partner.id, &fingerprint).await.map_err(ours),
    }
}
