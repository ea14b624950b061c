//! The door: proves who sent a signed request, before anything in it is believed, and before anything is looked up
//! for a host that nobody here trusts.

use federation::ports::Caller;
use federation::signature::{self, Claim, PublicKey, Received};
use federation::trust::Standing;
use federation::vocabulary::{RemoteActor, authority};
use federation::{Error, Reason};
use http::{HeaderMap, Method};
use jiff::SignedDuration;
use url::Url;

use crate::actions;
use crate::school::School;
use crate::store::{self, keys::RemoteKey};

/// At most this many look-ups of unknown keys may fail at one host in a minute; after that nothing is fetched for a while.
const FAILED_LOOK_UPS: i64 = 5;
/// A key that does not fit is fetched again only when it is at least this old.
const REFETCH_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// A request as it came in.
pub struct Request<'a> {
    pub method: &'a Method,
    pub path_and_query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// Proves a request, or says with which status to refuse it.
pub async fn admit(school: &School, request: &Request<'_>) -> Result<Caller, Error> {
    let now = school.clock.now();
    let claim = signature::inspect(
        &Received {
            method: request.method,
            path_and_query: request.path_and_query,
            headers: request.headers,
            body: request.body,
            host: school.urls.host(),
            scheme: school.urls.scheme(),
        },
        now,
    )?;
    let standing = school.standing(&claim.key_host).await.map_err(ours)?;
    if standing == Standing::Unknown {
        return Err(Error::Refused(Reason::NotTrusted));
    }
    claim.check_digest(request.body)?;
    let known = store::keys::theirs(&mut school.db.read(), &claim.key_id).await.map_err(ours)?;
    let fresh_enough = known.as_ref().and_then(|key| key.fetched_at).is_some_and(|at| now < at + REFETCH_AFTER);
    if let Some((actor, key)) = known.as_ref().and_then(usable) {
        match claim.verify(&key) {
            Ok(()) => return Ok(Caller { host: claim.key_host, actor, standing, document: None }),
            Err(wrong) if fresh_enough => return Err(wrong),
            // The key may have been changed since: its owner is asked once more.
            Err(_) => {}
        }
    }
    if standing != Standing::Trusted {
        return Err(unreachable(&claim.key_host, "its key is not known here, and nothing is fetched from it just now"));
    }
    let actor = look_up(school, &claim).await?;
    Ok(Caller { host: claim.key_host, actor: actor.id.clone(), standing, document: Some(actor) })
}

/// A key that was kept, ready for use.
pub(super) fn usable(key: &RemoteKey) -> Option<(Url, PublicKey)> {
    let text = key.public_key.as_deref()?;
    let public = if text.starts_with('z') { PublicKey::from_multibase(text) } else { PublicKey::from_pem(text) };
    Some((key.actor.as_deref()?.parse().ok()?, public.ok()?))
}

/// Fetches the key that a signature names from its own server, checks the signature with it, and keeps it.
async fn look_up(school: &School, claim: &Claim) -> Result<RemoteActor, Error> {
    let now = school.clock.now();
    let minute_ago = now - SignedDuration::from_secs(60);
    if store::keys::failed_since(&mut school.db.read(), &claim.key_host, minute_ago).await.map_err(ours)?
        >= FAILED_LOOK_UPS
    {
        return Err(unreachable(&claim.key_host, "too many of its keys could not be found just now"));
    }
    let signer = school.school_signer().await.map_err(ours)?;
    let found = match school.client.key(&claim.key_id, &signer).await {
        Ok(actor) => actor.key(&claim.key_id).map(|key| (actor, key)),
        Err(cause) => Err(cause),
    };
    let (actor, key) = match found {
        Ok(found) => found,
        Err(cause) => {
            keep(school, claim, None).await?;
            return Err(if cause.is_temporary() { cause } else { Error::Unproven(Reason::KeyNotConfirmed) });
        }
    };
    claim.verify(&key)?;
    pin(school, &claim.key_host, &actor).await?;
    keep(school, claim, Some((&actor, &key))).await?;
    Ok(actor)
}

async fn keep(school: &School, claim: &Claim, found: Option<(&RemoteActor, &PublicKey)>) -> Result<(), Error> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await.map_err(ours)?;
    let key = RemoteKey {
        key_id: claim.key_id.clone(),
        host: claim.key_host.clone(),
        actor: found.map(|(actor, _)| actor.id.to_string()),
        public_key: found.map(|(_, key)| key.to_multibase().unwrap_or_else(|| key.to_pem())),
        fetched_at: found.map(|_| now),
        failed_at: found.is_none().then_some(now),
    };
    store::keys::put_theirs(&mut tx, &key).await.map_err(ours)?;
    tx.commit().await.map_err(ours)
}

/// The school behind a host is known by the key of its own actor. The first one is pinned; another one holds the partner
/// until an admin has looked, for whoever buys a lapsed domain has another key.
async fn pin(school: &School, host: &str, actor: &RemoteActor) -> Result<(), Error> {
    if actor.kind != "Application" || authority(&actor.id) != host {
        return Ok(());
    }
    let fingerprint = PublicKey::from_pem(&actor.public_key_pem)?.fingerprint();
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

fn unreachable(host: &str, why: &str) -> Error {
    Error::Unreachable { host: host.to_owned(), why: why.to_owned(), retry_after: None }
}

/// Our own house failed, and the log says how.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives it away")]
pub fn ours(cause: crate::error::Error) -> Error {
    tracing::error!(%cause, "a request from another server could not be dealt with");
    Error::Failed("please try again later".to_owned())
}
