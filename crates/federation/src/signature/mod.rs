//! Who sent a letter: signatures in both styles that are about, made and checked.
//!
//! Checking has three steps, so that nothing is looked up for a request that could not be right anyway:
//! [`inspect`] looks at the form alone, [`Claim::check_digest`] at the body, and [`Claim::verify`] at the signature,
//! once the key is there.

mod cavage;
mod digest;
mod keys;
mod message;
mod proof;
#[cfg(test)]
mod tests;

use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{DATE, HOST},
};
use jiff::Timestamp;
use url::Url;

pub use keys::{KeyKind, PrivateKey, PublicKey, fingerprint};
pub use proof::{ProofClaim, add_proof, check_proof, claimed_proof};

use crate::{Error, Reason, limits, vocabulary::authority};

/// The two styles of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// The draft that most of the fediverse speaks (draft-cavage-http-signatures-12).
    Cavage,
    /// HTTP Message Signatures (RFC 9421).
    Message,
}

/// Who signs what we send; cheap to clone.
#[derive(Debug, Clone)]
pub struct Signer {
    pub key_id: String,
    pub key: PrivateKey,
}

/// A request as it came in, before anybody believed it.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    pub method: &'a Method,
    /// As it stood in the request line.
    pub path_and_query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    /// Our canonical authority.
    pub host: &'a str,
    /// `https`, or `http` on one computer.
    pub scheme: &'a str,
}

/// What a well-formed signature claims; nothing of it is proved yet.
#[derive(Debug, Clone)]
pub struct Claim {
    /// As written, with or without a fragment.
    pub key_id: String,
    /// The authority that the key is said to be of.
    pub key_host: String,
    pub scheme: Scheme,
    /// When it was signed, by the sender's clock.
    pub signed_at: Timestamp,
    /// How far the sender's clock is ahead of ours, in seconds; negative if it is behind or the letter took long.
    pub skew: i64,
    algorithm: keys::Algorithm,
    /// What may have been signed: with and without the query.
    bases: Vec<Vec<u8>>,
    signature: Vec<u8>,
    digest: Option<digest::Expected>,
}

/// The headers that sign a request in this style: `Host`, `Date`, a digest of the body, and the signature.
///
/// `body` is what will be sent, byte by byte. With RSA this takes a millisecond of computing.
pub fn sign(
    signer: &Signer,
    scheme: Scheme,
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
    now: Timestamp,
) -> Result<HeaderMap, Error> {
    match scheme {
        Scheme::Cavage => cavage::sign(signer, method, url, body, now),
        Scheme::Message => message::sign(signer, method, url, body, now),
    }
}

/// Checks the form of a signed request by every rule that needs neither a key nor a look-up.
///
/// Errors: [`Error::Unproven`] with the rule that is broken; a wrong date names both clocks.
pub fn inspect(received: &Received<'_>, now: Timestamp) -> Result<Claim, Error> {
    for name in ["signature", "signature-input", "host", "date", "digest", "content-digest"] {
        match received.headers.get_all(name).iter().count() {
            0 | 1 => {}
            _ if name.starts_with("signature") => return Err(Error::Unproven(Reason::ManySignatures)),
            _ => return Err(Error::Unproven(Reason::HeaderRepeated(name.to_owned()))),
        }
    }
    if !received.headers.contains_key("signature") {
        return Err(Error::Unproven(Reason::NoSignature));
    }
    if spoken_host(header(received, "host")?, received.scheme) != received.host {
        return Err(Error::Unproven(Reason::OtherHost));
    }
    if received.headers.contains_key("signature-input") {
        message::inspect(received, now)
    } else {
        cavage::inspect(received, now)
    }
}

impl Claim {
    /// Whether the signed digest is that of the body. Right away for requests that need none.
    pub fn check_digest(&self, body: &[u8]) -> Result<(), Error> {
        match &self.digest {
            Some(expected) if !expected.matches(body) => Err(Error::Unproven(Reason::DigestMismatch)),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether this key made the signature. The target is tried as it came and without its query, for both are about.
    ///
    /// That the key is of the sender is for the caller to know.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Error> {
        let mut outcome = Err(Error::Unproven(Reason::SignatureMismatch));
        for base in &self.bases {
            outcome = key.verify(self.algorithm, base, &self.signature);
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }
}

/// The one value of a header that must be there.
fn header<'a>(received: &Received<'a>, name: &str) -> Result<&'a str, Error> {
    let mut values = received.headers.get_all(name).iter();
    let value = values.next().ok_or_else(|| Error::Unproven(Reason::HeaderMissing(name.to_owned())))?;
    if values.next().is_some() {
        return Err(Error::Unproven(Reason::HeaderRepeated(name.to_owned())));
    }
    let value =
        value.to_str().map_err(|_| Error::Unproven(Reason::SignatureUnreadable("a header is not plain text")))?;
    Ok(value.trim())
}

/// A signature header, which must not be longer than any honest one.
fn signature_header<'a>(received: &Received<'a>, name: &str) -> Result<&'a str, Error> {
    let value = header(received, name)?;
    if value.len() > limits::HEADER_BYTES {
        return Err(unreadable("it is too long"));
    }
    Ok(value)
}

/// A `Host` header as an authority: lower case, no trailing dot, no default port.
fn spoken_host(host: &str, scheme: &str) -> String {
    let host = host.to_ascii_lowercase();
    let default = if scheme == "http" { ":80" } else { ":443" };
    let host = host.strip_suffix(default).unwrap_or(&host);
    match host.rsplit_once(':') {
        Some((name, port)) => format!("{}:{port}", name.trim_end_matches('.')),
        None => host.trim_end_matches('.').to_owned(),
    }
}

/// Whether the request must say what its body is.
fn needs_digest(received: &Received<'_>) -> bool {
    !received.body.is_empty() || !matches!(*received.method, Method::GET | Method::HEAD)
}

/// The server that a signature seems to name, found without reading the rest: whoever is not on the list need not be read
/// any further. Whom it really names is for [`inspect`] to say.
pub fn named_host(received: &Received<'_>) -> Option<String> {
    let headers = received.headers;
    let text = headers.get("signature-input").or_else(|| headers.get("signature"))?.to_str().ok()?;
    let (_, rest) = text.split_once("keyId=\"").or_else(|| text.split_once("keyid=\""))?;
    key_host(rest.split_once('"')?.0, received).ok()
}

/// The server that a key id is of. Errors: [`Reason::KeyId`] unless it is a web address of another server.
fn key_host(key_id: &str, received: &Received<'_>) -> Result<String, Error> {
    let unusable = || Error::Unproven(Reason::KeyId);
    if key_id.len() > limits::ADDRESS_BYTES {
        return Err(unusable());
    }
    let url = Url::parse(key_id).map_err(|_| unusable())?;
    let named = matches!(url.host(), Some(url::Host::Domain(_)));
    let plain = url.username().is_empty() && url.password().is_none();
    // Over http anybody on the way could say what the key is.
    let protected = url.scheme() == "https" || (url.scheme() == "http" && received.scheme == "http");
    if !named || !plain || !protected {
        return Err(unusable());
    }
    let host = authority(&url);
    // A parser of addresses takes more for a name than any server has, a star among it.
    if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte)) {
        return Err(unusable());
    }
    if host == received.host {
        return Err(Error::Unproven(Reason::OursClaimed));
    }
    Ok(host)
}

/// Whether a moment of the sender's clock is near enough to ours.
fn check_clock(theirs: Timestamp, now: Timestamp) -> Result<(), Error> {
    let ahead = theirs.as_second().saturating_sub(now.as_second());
    let past = limits::SIGNATURE_PAST.as_secs().cast_signed();
    let future = limits::SIGNATURE_FUTURE.as_secs().cast_signed();
    if (-past..=future).contains(&ahead) {
        return Ok(());
    }
    // In whole seconds, as the other clock is told.
    let ours = Timestamp::from_second(now.as_second()).unwrap_or(now);
    Err(Error::Unproven(Reason::Clock { theirs, ours }))
}

fn check_expiry(expires: Timestamp, signed_at: Timestamp, now: Timestamp) -> Result<(), Error> {
    if expires <= now || expires <= signed_at {
        return Err(Error::Unproven(Reason::Expired));
    }
    let life = expires.as_second() - signed_at.as_second();
    if life > limits::SIGNATURE_LIFE.as_secs().cast_signed() {
        return Err(Error::Unproven(Reason::TooLongValid));
    }
    Ok(())
}

fn moment(seconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_second(seconds).map_err(|_| Error::Unproven(Reason::DateUnreadable))
}

fn date(text: &str) -> Result<Timestamp, Error> {
    let unreadable = || Error::Unproven(Reason::DateUnreadable);
    let date = httpdate::parse_http_date(text).map_err(|_| unreadable())?;
    Timestamp::try_from(date).map_err(|_| unreadable())
}

fn unreadable(why: &'static str) -> Error {
    Error::Unproven(Reason::SignatureUnreadable(why))
}

/// What both styles begin with when they sign: where to, and when.
fn base_headers(url: &Url, now: Timestamp) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    put(&mut headers, HOST, &authority(url))?;
    put(&mut headers, DATE, &httpdate::fmt_http_date(now.into()))?;
    Ok(headers)
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), Error> {
    let value = HeaderValue::from_str(value).map_err(|_| Error::Failed("a header could not be written".to_owned()))?;
    headers.insert(name, value);
    Ok(())
}

fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}
