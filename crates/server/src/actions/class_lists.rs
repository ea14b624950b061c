//! Reading what a partner's own server lists of its classes: whom ours could follow, and whose keys are to be believed.
//!
//! Anybody can copy a school's own document, which is public, and serve it from a domain that lapsed. Nobody else can make
//! such a list today: the school proves it with the key that two adults compared.

use federation::signature::{self, KeyKind, PublicKey};
use federation::vocabulary::{self, ClassList};
use federation::{Error as Fault, Reason};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use url::Url;

use crate::domain::agreements::Agreement;
use crate::domain::articles::one_line;
use crate::domain::class_lists::ListedClass;
use crate::domain::ids::PartnerId;
use crate::domain::partners::PartnerSchool;
use crate::domain::timetable::Away;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::class_lists::Due;
use crate::store::{self, keys::RemoteKey};

/// How far the clock in a list's proof may be from ours, either way.
const CLOCK: SignedDuration = SignedDuration::from_hours(1);
/// A list is read once a day.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// One that could not be read is tried again.
const SOON: SignedDuration = SignedDuration::from_mins(10);
/// While trust is so young that the other school may not have heard of it yet, sooner than that.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(15);
/// A teacher who presses again within so long sees what was just read.
const AGAIN: SignedDuration = SignedDuration::from_secs(10);

/// Reads a partner's list anew, and writes it down. One at a time for each host.
///
/// Errors: [`Fault::Unreachable`] when it cannot be read now; [`Reason::KeyNotConfirmed`] when it is not proved by the key that
/// was pinned, and then the partner is held; [`Reason::Clock`] and [`Reason::Expired`] for a proof of another time.
pub async fn read(school: &School, partner: &PartnerSchool) -> Result<ClassList, Fault> {
    let host = &partner.host;
    let turn = school.list_turns.of(host).await;
    let mut turn = turn.ok_or_else(|| unreadable(host, "too many wait for its list of classes just now"))?;
    if turn.is_over(school.clock.now()) {
        return Err(unreadable(host, "its list of classes could not be read several times in this minute"));
    }
    let read = read_now(school, &partner.id).await;
    if read.is_err() {
        let now = school.clock.now();
        turn.was_vain(now);
        let failed = async {
            let mut tx = school.db.begin().await?;
            store::class_lists::failed(&mut tx, &partner.id, now).await?;
            tx.commit().await
        };
        failed.await.map_err(ours)?;
    }
    read
}

async fn read_now(school: &School, id: &PartnerId) -> Result<ClassList, Fault> {
    // Whoever had the turn before may have changed it.
    let partner = store::partners::get(&mut school.db.read(), id).await.map_err(ours)?;
    let none = || unreadable(&partner.host, "no list of its classes was agreed on");
    let agreement = partner.agreement.as_ref().ok_or_else(none)?;
    let keys = pinned(school, &partner, agreement).await?;
    let list = fetch(school, &partner.host, &agreement.actor).await?;
    let Some(proof) = keys.iter().find_map(|key| list.check(key).ok()) else {
        return Err(unproved(school, &partner, agreement).await?);
    };
    let now = school.clock.now();
    if proof.created < now - CLOCK || now + CLOCK < proof.created {
        return Err(Fault::Unproven(Reason::Clock { theirs: proof.created, ours: now }));
    }
    let known = store::class_lists::state(&mut school.db.read(), id).await.map_err(ours)?;
    if known.and_then(|known| known.made_at).is_some_and(|before| proof.created < before) {
        return Err(Fault::Unproven(Reason::Expired));
    }
    let classes: Vec<ListedClass> = list
        .classes
        .iter()
        .map(|class| ListedClass {
            actor: class.id.clone(),
            name: one_line(&class.name),
            handle: format!("{}@{}", one_line(&class.preferred_username), partner.host),
        })
        .collect();
    let keep = async {
        let mut tx = school.db.begin().await?;
        store::class_lists::put(&mut tx, id, proof.created, &classes, now).await?;
        let away = list.away.and_then(|(from, until)| Away::believed(from, until, school.today()));
        store::class_lists::set_away(&mut tx, id, away).await?;
        tx.commit().await
    };
    keep.await.map_err(ours)?;
    Ok(list)
}

async fn fetch(school: &School, host: &str, actor: &Url) -> Result<ClassList, Fault> {
    let address = list_of(actor);
    let signer = school.school_signer().await.map_err(ours)?;
    let read = async {
        let list = vocabulary::parse_class_list(&school.client.document(&address, &signer).await?)?;
        if list.id == address && list.school == *actor {
            Ok(list)
        } else {
            Err(Fault::Refused(Reason::UnexpectedAnswer("it is the list of somebody else")))
        }
    };
    // Whatever is wrong with it, it may be put right.
    read.await.map_err(|cause| {
        tracing::info!(host, %cause, "a partner's list of classes could not be read");
        unreadable(host, "its list of classes could not be read")
    })
}

/// Where a school keeps its list: beneath its own actor.
fn list_of(actor: &Url) -> Url {
    let mut address = actor.clone();
    address.set_path(&[actor.path(), "/classes"].concat());
    address
}

/// The keys by which a school proves, of those that two adults compared.
async fn pinned(school: &School, partner: &PartnerSchool, agreement: &Agreement) -> Result<Vec<PublicKey>, Fault> {
    let pinned = partner.key_fingerprint.as_deref();
    let kept = store::keys::of_actor(&mut school.db.read(), agreement.actor.as_str()).await.map_err(ours)?;
    let mut keys: Vec<PublicKey> = Vec::new();
    for key in kept.iter().filter_map(RemoteKey::usable) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let (proving, signing): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| key.kind() == KeyKind::Ed25519);
    if signing.iter().any(|main| Some(signature::fingerprint(main, &proving).as_str()) == pinned) {
        return Ok(proving);
    }
    // An admin has made sure of a new key since, and nobody has asked for it yet.
    let signer = school.school_signer().await.map_err(ours)?;
    let actor = school.client.actor(&agreement.actor, &signer).await.map_err(|cause| {
        tracing::info!(host = partner.host, %cause, "a partner's own document could not be read");
        unreadable(&partner.host, "its own document could not be read")
    })?;
    let fingerprint = actor.fingerprint()?;
    if Some(fingerprint.as_str()) != pinned {
        super::holds::key_changed(school, &partner.host, &fingerprint).await.map_err(ours)?;
        return Err(Fault::Unproven(Reason::KeyNotConfirmed));
    }
    let listed = actor.keys()?;
    let keep = async {
        let mut tx = school.db.begin().await?;
        for (id, key) in &listed {
            let found = RemoteKey::found(id, &actor.id, key, school.clock.now());
            store::keys::put_theirs(&mut tx, &found).await?;
        }
        tx.commit().await
    };
    keep.await.map_err(ours)?;
    Ok(listed.into_iter().map(|(_, key)| key).filter(|key| key.kind() == KeyKind::Ed25519).collect())
}

/// Holds a school whose list is proved by another key than was pinned, or not at all: for a new key, if it shows one, so that
/// two adults can compare the new words.
async fn unproved(school: &School, partner: &PartnerSchool, agreement: &Agreement) -> Result<Fault, Fault> {
    let signer = school.school_signer().await.map_err(ours)?;
    let shown = school.client.actor(&agreement.actor, &signer).await.and_then(|actor| actor.fingerprint());
    let held = match shown {
        Ok(shown) if partner.key_fingerprint.as_deref() != Some(&shown) => {
            super::holds::key_changed(school, &partner.host, &shown).await
        }
        Ok(_) | Err(_) => super::holds::list_unproved(school, &partner.host).await,
    };
    held.map_err(ours)?;
    Ok(Fault::Unproven(Reason::KeyNotConfirmed))
}

/// Reads what is due: every list once a day, and when trust begins. True when there was one.
pub async fn read_due(school: &School) -> Result<bool> {
    let now = school.clock.now();
    let when = Due { day: now - DAY, soon: now - SOON, begun: now - SOON, at_once: now - AT_ONCE };
    let due = store::class_lists::due(&mut school.db.read(), &when).await?;
    let any = !due.is_empty() && !store::schools::is_paused(&mut school.db.read()).await?;
    if any {
        read_all(school, due).await;
    }
    Ok(any)
}

/// A teacher wants to know what the partner schools list now.
pub async fn look_again(school: &School, by: &Adult) -> Result<()> {
    if !by.duties.iter().any(|duty| duty.role.runs()) {
        return Err(Error::Forbidden);
    }
    let since = school.clock.now() - AGAIN;
    let when = Due { day: since, soon: since, begun: Timestamp::MAX, at_once: since };
    let due = store::class_lists::due(&mut school.db.read(), &when).await?;
    read_all(school, due).await;
    Ok(())
}

/// What could not be read is no error for anybody: the page says so.
async fn read_all(school: &School, partners: Vec<PartnerSchool>) {
    let mut reading = JoinSet::new();
    for partner in partners {
        let school = school.clone();
        reading.spawn(async move {
            if let Err(cause) = read(&school, &partner).await {
                tracing::info!(host = partner.host, %cause, "a list of classes was not read");
            }
        });
    }
    while reading.join_next().await.is_some() {}
}

fn unreadable(host: &str, why: &str) -> Fault {
    Fault::Unreachable { host: host.to_owned(), why: why.to_owned(), retry_after: None }
}

/// Our own house failed, and the log says how.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives it away")]
fn ours(cause: Error) -> Fault {
    tracing::error!(%cause, "a list of classes could not be dealt with");
    Fault::Failed("please try again later".to_owned())
}
