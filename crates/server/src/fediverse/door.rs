//! The door: proves who sent a signed request, before anything in it is believed, and before anything is looked up
//! for a host that nobody here trusts.

use federation::ports::Caller;
use federation::signature::{self, Claim, Received};
use federation::trust::Standing;
use federation::{Error, Reason};
use http::{HeaderMap, Method};
use jiff::SignedDuration;

use super::keys;
use crate::school::School;
use crate::store;

/// A key that does not fit is fetched again only when it is at least this old.
pub(super) const REFETCH_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// A request as it came in.
pub struct Request<'a> {
    pub method: &'a Method,
    pub path_and_query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// Somebody whose signature is well-formed and whose host is on the list. Nothing is proved yet.
pub struct Knock {
    claim: Claim,
    standing: Standing,
}

/// Proves a request, or says with which status to refuse it.
pub async fn admit(school: &School, request: &Request<'_>) -> Result<Caller, Error> {
    knock(school, request, None).await?.prove(school, request.body).await
}

/// A server that a signature names, and how it stands.
#[derive(Clone)]
pub struct Named {
    pub host: String,
    pub standing: Standing,
}

/// Asks the list, from the head of a request alone: whoever is not on it is refused before a letter is read.
///
/// `named` if it has been asked already what the signature names.
pub async fn knock(school: &School, request: &Request<'_>, named: Option<Named>) -> Result<Knock, Error> {
    let received = received(school, request);
    let stranger = Err(Error::Refused(Reason::NotTrusted));
    let named = match named.is_none().then(|| signature::named_host(&received)).flatten() {
        Some(host) => Some(Named { standing: school.standing(&host).await.map_err(ours)?, host }),
        None => named,
    };
    if named.as_ref().is_some_and(|named| named.standing == Standing::Unknown) {
        return stranger;
    }
    let claim = signature::inspect(&received, school.clock.now())?;
    let standing = match named {
        Some(named) if named.host == claim.key_host => named.standing,
        Some(_) | None => school.standing(&claim.key_host).await.map_err(ours)?,
    };
    match standing {
        Standing::Unknown => stranger,
        Standing::Pending | Standing::Trusted | Standing::Paused | Standing::Ended => Ok(Knock { claim, standing }),
    }
}

/// The server that a signature names, if it can be told at a glance; nothing is proved by it.
pub fn named_host(school: &School, request: &Request<'_>) -> Option<String> {
    signature::named_host(&received(school, request))
}

fn received<'a>(school: &'a School, request: &Request<'a>) -> Received<'a> {
    Received {
        method: request.method,
        path_and_query: request.path_and_query,
        headers: request.headers,
        body: request.body,
        host: school.urls.host(),
        scheme: school.urls.scheme(),
    }
}

impl Knock {
    /// Proves that the owner of the key sent this very body.
    pub async fn prove(self, school: &School, body: &[u8]) -> Result<Caller, Error> {
        let host = self.claim.key_host.clone();
        let caller = self.prove_owner(school, body).await?;
        // The letter or its key may have been long on the way, and trust may have ended meanwhile.
        match school.standing(&host).await.map_err(ours)? {
            Standing::Unknown => Err(Error::Refused(Reason::NotTrusted)),
            standing @ (Standing::Pending | Standing::Trusted | Standing::Paused | Standing::Ended) => {
                Ok(Caller { standing, ..caller })
            }
        }
    }

    async fn prove_owner(self, school: &School, body: &[u8]) -> Result<Caller, Error> {
        let Self { claim, standing } = self;
        claim.check_digest(body)?;
        let known = store::keys::theirs(&mut school.db.read(), &claim.key_id).await.map_err(ours)?;
        if let Some((actor, key)) = known.as_ref().and_then(|key| keys::usable(school, key)) {
            let is_fresh =
                known.as_ref().and_then(|key| key.fetched_at).is_some_and(|at| school.clock.now() < at + REFETCH_AFTER);
            match claim.verify(&key) {
                Ok(()) => return Ok(Caller { host: claim.key_host, actor, standing, document: None }),
                Err(wrong) if is_fresh => return Err(wrong),
                // The key may have been changed since: its owner is asked once more.
                Err(_) => {}
            }
        }
        if standing != Standing::Trusted {
            return Err(unreachable(
                &claim.key_host,
                "its key is not known here, and nothing is fetched from it just now",
            ));
        }
        keys::look_up(school, claim).await
    }
}

pub(super) fn unreachable(host: &str, why: &str) -> Error {
    Error::Unreachable { host: host.to_owned(), why: why.to_owned(), retry_after: None }
}

/// Our own house failed, and the log says how.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives it away")]
pub fn ours(cause: crate::error::Error) -> Error {
    tracing::error!(%cause, "a request from another server could not be dealt with");
    if cause.is_unavailable() {
        // 503 and a while: it is to come again.
        let (host, why) = ("our own database".to_owned(), "please try again later".to_owned());
        return Error::Unreachable { host, why, retry_after: None };
    }
    Error::Failed("please try again later".to_owned())
}
