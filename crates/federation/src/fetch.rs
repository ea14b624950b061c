//! The only HTTP client: it asks who may be spoken to before it does anything, and believes no address it is given.

#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    error::Error as StdError,
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER},
};
use jiff::Timestamp;
use reqwest::{
    Response,
    dns::{Addrs, Name, Resolve, Resolving},
};
use url::{Host, Url};

use crate::{
    Error, Reason, addresses,
    delivery::Silence,
    handles::Handle,
    limits,
    outbox::ACTIVITY_JSON,
    ports::Gatekeeper,
    signature::{self, KeyKind, Scheme, Signer},
    trust::Standing,
    vocabulary::{self, RemoteActor, authority, is_activity_json},
};

/// Both names of `ActivityStreams`. WordPress answers with a web page when anything else is in the list.
const ACCEPT_ACTIVITY: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
const ACCEPT_JRD: &str = "application/jrd+json, application/json";
const ACCEPT_PICTURE: &str = "image/webp, image/png, image/jpeg, image/gif";

const TOO_LONG: &str = "it took too long";
const NO_CONNECTION: &str = "no secure connection could be made";

/// Says what time it is: signatures carry it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where names lead.
#[derive(Debug, Clone)]
pub enum Network {
    /// The internet: https only, and no address of a private network.
    Public,
    /// One computer, for the demonstration and for tests: plain http, and only to these authorities.
    Local { hosts: HashMap<String, SocketAddr> },
}

/// What a [`Client`] is made of.
#[derive(Clone)]
pub struct Settings {
    pub network: Network,
    /// `GoToSocial` answers nobody without one.
    pub user_agent: String,
    pub gatekeeper: Arc<dyn Gatekeeper>,
    pub clock: Clock,
    /// The way out, where a school's network has only one.
    pub proxy: Option<Url>,
    /// Further certificate authorities, in PEM: some districts look into TLS.
    pub extra_ca_pem: Option<Vec<u8>>,
}

/// Asks other servers and delivers to them; cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    network: Network,
    gatekeeper: Arc<dyn Gatekeeper>,
    clock: Clock,
    has_proxy: bool,
    /// How long one question may take altogether, and one letter until its answer.
    patience: Duration,
    delivery_patience: Duration,
}

/// What came back from a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// `None` if there was no answer at all.
    pub status: Option<u16>,
    pub retry_after: Option<Duration>,
    /// Why there was none, as far as it can be told.
    pub silence: Option<Silence>,
    /// The same in a few words.
    pub error: Option<String>,
    /// The beginning of the body, for the administrator.
    pub body_start: String,
}

/// What a request is for: on that depends who may be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Ask,
    Deliver,
    /// Delivering what takes something back, or is about the agreement itself.
    Withdraw,
    /// Making a school's acquaintance: a named admin asked for it, or it has proved that it holds an invitation of ours.
    Introduce,
}

/// One request before it is signed.
struct Request<'a> {
    purpose: Purpose,
    method: Method,
    url: &'a Url,
    accept: &'static str,
    body: Option<Bytes>,
    signer: Option<(&'a Signer, Scheme)>,
}

impl Client {
    /// Errors: [`Error::Failed`] if the proxy or the certificates cannot be used.
    #[expect(clippy::disallowed_methods, reason = "this is the file that makes the client")]
    pub fn new(settings: Settings) -> Result<Client, Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(&settings.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .http1_only()
            .connect_timeout(limits::CONNECT_TIME)
            .timeout(limits::DELIVERY_TIME)
            .pool_max_idle_per_host(2)
            .pool_idle_timeout(Duration::from_secs(30));
        let proxy_host = settings.proxy.as_ref().and_then(|proxy| proxy.host_str()).map(str::to_owned);
        builder = match &settings.network {
            Network::Public => builder.https_only(true).dns_resolver(PublicResolver { proxy_host }),
            // Nothing here speaks TLS, so the certificates of this computer are no matter.
            Network::Local { .. } => builder.tls_certs_only([]),
        };
        if let Some(proxy) = &settings.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy.as_str()).map_err(|error| unusable(&error))?);
        }
        if let Some(pem) = &settings.extra_ca_pem {
            let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| unusable(&error))?;
            builder = builder.tls_certs_merge(certificates);
        }
        Ok(Client(Arc::new(Inner {
            http: builder.build().map_err(|error| unusable(&error))?,
            network: settings.network,
            gatekeeper: settings.gatekeeper,
            clock: settings.clock,
            has_proxy: settings.proxy.is_some(),
            patience: limits::FETCH_TIME,
            delivery_patience: limits::DELIVERY_TIME,
        })))
    }

    /// A document of `ActivityStreams`, asked for with a signature; at most 1 MiB, within 10 seconds.
    ///
    /// Errors: [`Error::Refused`] before anything is sent if its server is not trusted; [`Error::Gone`] on 404 and
    /// 410; [`Error::Unreachable`] if it may work later. The caller compares the `id` with the address.
    pub async fn document(&self, url: &Url, signer: &Signer) -> Result<Vec<u8>, Error> {
        Ok(self.activity_document(url, Some(signer)).await?.1)
    }

    /// The same without a signature, for what every server tells everybody.
    pub async fn unsigned_document(&self, url: &Url) -> Result<Vec<u8>, Error> {
        Ok(self.activity_document(url, None).await?.1)
    }

    /// An actor, which must be what its address says; where its `id` is another address of the same server, it is
    /// asked for there.
    pub async fn actor(&self, url: &Url, signer: &Signer) -> Result<RemoteActor, Error> {
        let (found_at, bytes) = self.activity_document(url, Some(signer)).await?;
        let actor = vocabulary::parse_actor(&bytes)?;
        if actor.id == found_at {
            return Ok(actor);
        }
        if authority(&actor.id) != authority(&found_at) {
            return Err(Error::Refused(Reason::OtherOrigin));
        }
        let (found_at, bytes) = self.activity_document(&actor.id, Some(signer)).await?;
        let actor = vocabulary::parse_actor(&bytes)?;
        if actor.id == found_at { Ok(actor) } else { Err(unexpected("it calls itself something else")) }
    }

    /// The actor whose key this is, confirmed by the actor's own document.
    ///
    /// Errors: [`Reason::KeyNotConfirmed`] if that document does not list the key.
    pub async fn key(&self, key_id: &str, signer: &Signer) -> Result<RemoteActor, Error> {
        let url = Url::parse(key_id).map_err(|_| Error::Unproven(Reason::KeyId))?;
        let (found_at, bytes) = self.activity_document(&url, Some(signer)).await?;
        let actor = match vocabulary::parse_actor(&bytes) {
            Ok(actor) if actor.id == found_at => actor,
            // GoToSocial serves a stub with the key alone; whom that names has to say so itself.
            Ok(_) | Err(_) => {
                let document = vocabulary::parse_key_document(&bytes)?;
                if document.key_id != key_id {
                    return Err(Error::Unproven(Reason::KeyNotConfirmed));
                }
                if authority(&document.owner) != authority(&url) {
                    return Err(Error::Unproven(Reason::OtherOrigin));
                }
                self.actor(&document.owner, signer).await?
            }
        };
        actor.key(key_id)?;
        Ok(actor)
    }

    /// The actor of a school that is not on the list yet: the one question, beside [`Client::introduce`], that does not ask
    /// who may be spoken to. The caller answers for it: an admin has named this host, or it has just proved that it holds an
    /// invitation. Every rule about addresses holds; it is asked for without a signature, and must be what its address says.
    pub async fn introduction(&self, actor: &Url) -> Result<RemoteActor, Error> {
        within(self.0.patience, actor, async {
            let (found_at, response) = self.get_for(Purpose::Introduce, actor, ACCEPT_ACTIVITY, None).await?;
            if !has_type(&response, is_activity_json) {
                return Err(unexpected("it is not ActivityStreams"));
            }
            let bytes = read(response, limits::OFFER_BYTES, "the actor of a school is longer than 8 KiB").await?;
            let found = vocabulary::parse_actor(&bytes)?;
            if found.id == found_at { Ok(found) } else { Err(unexpected("it calls itself something else")) }
        })
        .await
    }

    /// Delivers our Offer to a school whose invitation an admin has opened.
    pub async fn introduce(&self, inbox: &Url, body: &[u8], signer: &Signer, scheme: Scheme) -> Answer {
        self.deliver(Purpose::Introduce, inbox, body, signer, scheme).await
    }

    /// The bytes of a picture, at most `cap` of them; what they are is for a decoder to find out.
    pub async fn picture(&self, url: &Url, signer: &Signer, cap: usize) -> Result<Bytes, Error> {
        within(self.0.patience, url, async {
            let (_, response) = self.get(url, ACCEPT_PICTURE, Some(signer)).await?;
            if !has_type(&response, |kind| kind.starts_with("image/")) {
                return Err(unexpected("it is not a picture"));
            }
            read(response, cap, "the picture is larger than we take").await
        })
        .await
    }

    /// The actor behind a handle such as `4b@north.example`.
    pub async fn handle(&self, handle: &str) -> Result<Url, Error> {
        let handle = Handle::parse(handle)?;
        let scheme = match self.0.network {
            Network::Public => "https",
            Network::Local { .. } => "http",
        };
        let url = handle.question(scheme)?;
        let bytes = within(self.0.patience, &url, async {
            let (_, response) = self.get(&url, ACCEPT_JRD, None).await?;
            let is_jrd = |kind: &str| {
                let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                matches!(essence.as_str(), "application/jrd+json" | "application/json")
            };
            if !has_type(&response, is_jrd) {
                return Err(unexpected("it is not WebFinger"));
            }
            read(response, limits::FETCHED_BYTES, "the answer is longer than 1 MiB").await
        })
        .await?;
        handle.answer(&bytes)
    }

    /// Delivers one letter, byte by byte as given, within 15 seconds. What the answer means is for
    /// [`crate::delivery::meaning`].
    pub async fn post(&self, inbox: &Url, body: &[u8], signer: &Signer, scheme: Scheme) -> Answer {
        self.deliver(Purpose::Deliver, inbox, body, signer, scheme).await
    }

    /// The same for a letter that takes something back: a school that we have parted from is told, too.
    pub async fn withdraw(&self, inbox: &Url, body: &[u8], signer: &Signer, scheme: Scheme) -> Answer {
        self.deliver(Purpose::Withdraw, inbox, body, signer, scheme).await
    }

    async fn deliver(&self, purpose: Purpose, inbox: &Url, body: &[u8], signer: &Signer, scheme: Scheme) -> Answer {
        let request = Request {
            purpose,
            method: Method::POST,
            url: inbox,
            accept: ACCEPT_ACTIVITY,
            body: Some(Bytes::copy_from_slice(body)),
            signer: Some((signer, scheme)),
        };
        let mut response = match within(self.0.delivery_patience, inbox, self.send(request)).await {
            Ok(response) => response,
            Err(error) => {
                let silence = Some(silence(&error));
                return Answer { silence, error: Some(error.to_string()), ..Answer::default() };
            }
        };
        let mut start = Vec::new();
        // The status says it all; a body that breaks off, or never ends, changes nothing.
        let reading = async {
            while let Ok(Some(chunk)) = response.chunk().await
                && start.len() < limits::ANSWER_BYTES
            {
                start.extend_from_slice(&chunk);
            }
        };
        let _ = tokio::time::timeout(limits::ANSWER_TIME, reading).await;
        start.truncate(limits::ANSWER_BYTES);
        Answer {
            status: Some(response.status().as_u16()),
            retry_after: self.retry_after(response.headers()),
            silence: None,
            error: None,
            body_start: String::from_utf8_lossy(&start).into_owned(),
        }
    }

    async fn activity_document(&self, url: &Url, signer: Option<&Signer>) -> Result<(Url, Vec<u8>), Error> {
        within(self.0.patience, url, async {
            let (found_at, response) = self.get(url, ACCEPT_ACTIVITY, signer).await?;
            if !has_type(&response, is_activity_json) {
                return Err(unexpected("it is not ActivityStreams"));
            }
            let bytes = read(response, limits::FETCHED_BYTES, "the document is longer than 1 MiB").await?;
            Ok((found_at, bytes.to_vec()))
        })
        .await
    }

    /// Asks, signed the other way once more if the first was not understood, and follows at most one redirect.
    async fn get(&self, url: &Url, accept: &'static str, signer: Option<&Signer>) -> Result<(Url, Response), Error> {
        self.get_for(Purpose::Ask, url, accept, signer).await
    }

    async fn get_for(
        &self,
        purpose: Purpose,
        url: &Url,
        accept: &'static str,
        signer: Option<&Signer>,
    ) -> Result<(Url, Response), Error> {
        let mut url = url.clone();
        url.set_fragment(None);
        let mut scheme = Scheme::Cavage;
        let mut redirected = false;
        loop {
            let signer = signer.map(|signer| (signer, scheme));
            let request = Request { purpose, method: Method::GET, url: &url, accept, body: None, signer };
            let response = self.send(request).await?;
            let status = response.status();
            let not_understood = matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED);
            if not_understood && signer.is_some() && scheme == Scheme::Cavage {
                scheme = Scheme::Message;
            } else if status.is_redirection() && !redirected {
                redirected = true;
                url = redirect(&url, response.headers())?;
            } else if status == StatusCode::OK {
                return Ok((url, response));
            } else {
                return Err(self.refusal(&url, &response));
            }
        }
    }

    /// Sends one request, to a server that we may speak to, at an address that we may use.
    async fn send(&self, request: Request<'_>) -> Result<Response, Error> {
        let url = request.url;
        let target = self.target(url, request.purpose).await?;
        let mut headers = self.signed(&request).await?;
        headers.insert(ACCEPT, HeaderValue::from_static(request.accept));
        let mut outgoing = self.0.http.request(request.method, target);
        if let Some(body) = request.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
            outgoing = outgoing.body(body);
        }
        outgoing.headers(headers).send().await.map_err(|error| failure(url, &error))
    }

    /// Where the connection goes. Every rule is checked before the first name is looked up.
    async fn target(&self, url: &Url, purpose: Purpose) -> Result<Url, Error> {
        let not_allowed = |why| Error::Refused(Reason::AddressNotAllowed(why));
        let Some(Host::Domain(name)) = url.host() else {
            return Err(not_allowed("it has no host name"));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(not_allowed("it names a user"));
        }
        let host = authority(url);
        let may = match self.0.gatekeeper.standing(&host).await? {
            Standing::Trusted => true,
            // A pause holds what leaves, and destroys nothing: it waits.
            Standing::Paused => purpose == Purpose::Ask,
            Standing::Ended | Standing::Pending => matches!(purpose, Purpose::Withdraw | Purpose::Introduce),
            Standing::Unknown => purpose == Purpose::Introduce,
        };
        if !may {
            return Err(Error::Refused(Reason::NotTrusted));
        }
        match &self.0.network {
            Network::Public => {
                if url.scheme() != "https" {
                    return Err(not_allowed("it is not https"));
                }
                if self.0.has_proxy {
                    // The proxy connects by name, where our resolver cannot see it.
                    check_name(name).await?;
                }
                Ok(url.clone())
            }
            Network::Local { hosts } => {
                if url.scheme() != "http" {
                    return Err(not_allowed("only http is spoken on this computer"));
                }
                let address = hosts.get(&host).ok_or_else(|| not_allowed("it is not on this computer"))?;
                let mut target = url.clone();
                let placed = target.set_ip_host(address.ip()).and_then(|()| target.set_port(Some(address.port())));
                placed.map_err(|()| not_allowed("it cannot be reached on this computer"))?;
                Ok(target)
            }
        }
    }

    /// The signed headers of a request. RSA is computed where it holds nobody up.
    async fn signed(&self, request: &Request<'_>) -> Result<HeaderMap, Error> {
        let Some((signer, scheme)) = request.signer else {
            let mut headers = HeaderMap::new();
            let host = HeaderValue::from_str(&authority(request.url))
                .map_err(|_| Error::Failed("a header could not be written".to_owned()))?;
            headers.insert(http::header::HOST, host);
            return Ok(headers);
        };
        let now = (self.0.clock)();
        let (method, url, body) = (request.method.clone(), request.url.clone(), request.body.clone());
        match signer.key.kind() {
            KeyKind::Ed25519 => signature::sign(signer, scheme, &method, &url, body.as_deref(), now),
            KeyKind::Rsa => {
                let signer = signer.clone();
                tokio::task::spawn_blocking(move || {
                    signature::sign(&signer, scheme, &method, &url, body.as_deref(), now)
                })
                .await
                .map_err(|_| Error::Failed("signing was interrupted".to_owned()))?
            }
        }
    }

    /// What an answer other than 200 means for somebody who asked.
    fn refusal(&self, url: &Url, response: &Response) -> Error {
        match response.status().as_u16() {
            404 => Error::Gone { url: url.clone(), for_good: false },
            410 => Error::Gone { url: url.clone(), for_good: true },
            status @ (408 | 421 | 425 | 429 | 500..) => Error::Unreachable {
                host: authority(url),
                why: format!("it answered {status}"),
                retry_after: self.retry_after(response.headers()),
            },
            300..=399 => unexpected("it leads on and on"),
            _ => unexpected("it does not let us read it"),
        }
    }

    /// `Retry-After`, in seconds or as a date.
    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()?;
        let seconds = date.as_second().saturating_sub((self.0.clock)().as_second());
        u64::try_from(seconds).ok().map(Duration::from_secs)
    }
}

/// A client that can reach nobody, for where one has to be given and must not be used.
#[expect(clippy::disallowed_methods, reason = "this is the file that makes the client")]
pub(crate) fn trusting_nobody() -> Result<reqwest::Client, Error> {
    // Made once: it takes milliseconds, and one is given with every letter.
    static NOBODY: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(client) = NOBODY.get() {
        return Ok(client.clone());
    }
    let builder = reqwest::Client::builder().no_proxy().https_only(true).tls_certs_only([]);
    let client = builder.build().map_err(|error| unusable(&error))?;
    Ok(NOBODY.get_or_init(|| client).clone())
}

/// The one hop that is allowed: on the same server, and never less protected.
fn redirect(url: &Url, headers: &HeaderMap) -> Result<Url, Error> {
    let location = headers.get(LOCATION).and_then(|location| location.to_str().ok());
    let mut next = location
        .filter(|location| location.len() <= limits::ADDRESS_BYTES)
        .and_then(|location| url.join(location).ok())
        .ok_or_else(|| unexpected("it leads nowhere"))?;
    next.set_fragment(None);
    if next.scheme() != url.scheme() || authority(&next) != authority(url) {
        return Err(unexpected("it leads to another server"));
    }
    Ok(next)
}

fn has_type(response: &Response, accepted: impl Fn(&str) -> bool) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(accepted)
}

/// The whole body, counted after decompression.
async fn read(mut response: Response, cap: usize, too_large: &'static str) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(response.url(), &error))? {
        if body.len() + chunk.len() > cap {
            return Err(Error::TooLarge(too_large));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// One deadline for everything, however slowly it drips.
async fn within<T>(limit: Duration, url: &Url, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(unreachable_host(url, TOO_LONG)))
}

fn unexpected(why: &'static str) -> Error {
    Error::Refused(Reason::UnexpectedAnswer(why))
}

fn unusable(error: &reqwest::Error) -> Error {
    Error::Failed(format!("the settings for outgoing requests cannot be used, {error}"))
}

fn unreachable_host(url: &Url, why: &str) -> Error {
    Error::Unreachable { host: authority(url), why: why.to_owned(), retry_after: None }
}

fn failure(url: &Url, error: &reqwest::Error) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<PrivateAddress>() {
            return Error::Refused(Reason::AddressNotAllowed("its name leads into a private network"));
        }
        cause = error.source();
    }
    let why = if error.is_connect() {
        NO_CONNECTION
    } else if error.is_timeout() {
        TOO_LONG
    } else {
        "the connection broke off"
    };
    unreachable_host(url, why)
}

/// Which kind of silence an error is.
fn silence(error: &Error) -> Silence {
    match error {
        Error::Refused(_) => Silence::NotAllowed,
        Error::Unreachable { why, .. } if why == NO_CONNECTION => Silence::NoConnection,
        Error::Unreachable { why, .. } if why == TOO_LONG => Silence::TooLong,
        _ => Silence::BrokeOff,
    }
}

/// Looks names up, and gives out no address that is not of the internet; connections go to what it gave out and
/// nowhere else, so an answer that changes later changes nothing.
struct PublicResolver {
    /// The way out may well be on the school's own network.
    proxy_host: Option<String>,
}

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let is_proxy = self.proxy_host.as_deref() == Some(name.as_str());
        Box::pin(async move {
            let addresses: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if !is_proxy {
                all_public(&addresses)?;
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Refuses a name that leads into a private network; a name that cannot be looked up here is for the proxy to know.
async fn check_name(name: &str) -> Result<(), Error> {
    let Ok(addresses) = tokio::net::lookup_host((name, 0)).await else { return Ok(()) };
    let addresses: Vec<SocketAddr> = addresses.collect();
    all_public(&addresses)
        .map_err(|_| Error::Refused(Reason::AddressNotAllowed("its name leads into a private network")))
}

/// One private address among public ones is reason enough.
fn all_public(addresses: &[SocketAddr]) -> Result<(), PrivateAddress> {
    match addresses.iter().map(SocketAddr::ip).find(|address| !addresses::is_public(*address)) {
        Some(address) => Err(PrivateAddress(address)),
        None => Ok(()),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0} is not an address of the internet")]
struct PrivateAddress(IpAddr);
