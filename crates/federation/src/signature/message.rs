//! The newer style, HTTP Message Signatures (RFC 9421), as far as one signature of one request needs it.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, Method};
use jiff::Timestamp;
use url::Url;

use super::{
    Claim, KeyKind, Received, Scheme, Signer, base_headers, check_clock, check_expiry, date, digest, header, key_host,
    keys::Algorithm, moment, needs_digest, put, signature_header, unreadable,
};
use crate::{Error, Reason, limits, vocabulary::authority};

const LABEL: &str = "sig1";

pub(super) fn sign(
    signer: &Signer,
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
    now: Timestamp,
) -> Result<HeaderMap, Error> {
    let mut headers = base_headers(url, now)?;
    // Exactly what Mastodon demands, and nothing a proxy might touch.
    let mut covered = vec!["@method", "@target-uri"];
    let mut lines = vec![format!("\"@method\": {method}"), format!("\"@target-uri\": {}", target_uri(url))];
    if let Some(body) = body {
        let value = digest::content_digest(body);
        lines.push(format!("\"content-digest\": {value}"));
        put(&mut headers, HeaderName::from_static("content-digest"), &value)?;
        covered.push("content-digest");
    }
    let algorithm = match signer.key.kind() {
        KeyKind::Rsa => "rsa-v1_5-sha256",
        KeyKind::Ed25519 => "ed25519",
    };
    let covered: Vec<String> = covered.iter().map(|name| format!("\"{name}\"")).collect();
    let input =
        format!("({});created={};keyid=\"{}\";alg=\"{algorithm}\"", covered.join(" "), now.as_second(), signer.key_id);
    lines.push(format!("\"@signature-params\": {input}"));
    let signature = STANDARD.encode(signer.key.sign(lines.join("\n").as_bytes())?);
    put(&mut headers, HeaderName::from_static("signature-input"), &format!("{LABEL}={input}"))?;
    put(&mut headers, HeaderName::from_static("signature"), &format!("{LABEL}=:{signature}:"))?;
    Ok(headers)
}

fn target_uri(url: &Url) -> String {
    format!("{}://{}{}", url.scheme(), authority(url), super::path_and_query(url))
}

/// The one member of `Signature-Input`.
struct Input {
    label: String,
    covered: Vec<String>,
    /// As it was sent, from the first parenthesis: this very text is signed.
    params_text: String,
    created: Option<i64>,
    expires: Option<i64>,
    key_id: Option<String>,
    algorithm: Option<String>,
}

pub(super) fn inspect(received: &Received<'_>, now: Timestamp) -> Result<Claim, Error> {
    let input = parse_input(signature_header(received, "signature-input")?)?;
    let signature = parse_signature(signature_header(received, "signature")?, &input.label)?;
    let key_id = input.key_id.clone().ok_or_else(|| unreadable("it has no key id"))?;
    let key_host = key_host(&key_id, received)?;
    let algorithm = algorithm(input.algorithm.as_deref())?;
    check_covered(received, &input)?;
    let signed_at = signed_at(received, &input, now)?;
    let digest = if input.covers("content-digest") { Some(digest::read_content_digest(received)?) } else { None };

    let path = received.path_and_query.split('?').next().unwrap_or_default();
    let mut targets = vec![received.path_and_query];
    if path != received.path_and_query {
        targets.push(path);
    }
    let bases =
        targets.into_iter().map(|target| base(received, &input, target)).collect::<Result<Vec<Vec<u8>>, Error>>()?;
    Ok(Claim {
        key_id,
        key_host,
        scheme: Scheme::Message,
        signed_at,
        skew: signed_at.as_second() - now.as_second(),
        algorithm,
        bases,
        signature,
        digest,
    })
}

impl Input {
    fn covers(&self, name: &str) -> bool {
        self.covered.iter().any(|covered| covered == name)
    }
}

fn algorithm(name: Option<&str>) -> Result<Algorithm, Error> {
    match name {
        None => Ok(Algorithm::OfTheKey),
        Some("rsa-v1_5-sha256") => Ok(Algorithm::RsaSha256),
        Some("ed25519") => Ok(Algorithm::Ed25519),
        Some(_) => Err(Error::Unproven(Reason::Algorithm)),
    }
}

/// The method, the whole target with its host, and the body: whichever names the signer chose for them.
fn check_covered(received: &Received<'_>, input: &Input) -> Result<(), Error> {
    let not_covered = |what| Err(Error::Unproven(Reason::NotCovered(what)));
    if !input.covers("@method") {
        return not_covered("@method");
    }
    let whole = input.covers("@target-uri");
    if !whole && !input.covers("@authority") && !input.covers("host") {
        return not_covered("@authority");
    }
    let has_query = received.path_and_query.contains('?');
    let path = input.covers("@path") && (input.covers("@query") || !has_query);
    if !whole && !path && !input.covers("@request-target") {
        return not_covered("@target-uri");
    }
    if needs_digest(received) && !input.covers("content-digest") {
        return not_covered("content-digest");
    }
    Ok(())
}

fn signed_at(received: &Received<'_>, input: &Input, now: Timestamp) -> Result<Timestamp, Error> {
    let mut signed_at = None;
    if input.covers("date") {
        let date = date(header(received, "date")?)?;
        check_clock(date, now)?;
        signed_at = Some(date);
    }
    if let Some(created) = input.created {
        let created = moment(created)?;
        check_clock(created, now)?;
        signed_at = Some(created);
    }
    let signed_at = signed_at.ok_or(Error::Unproven(Reason::NotCovered("created")))?;
    if let Some(expires) = input.expires {
        check_expiry(moment(expires)?, signed_at, now)?;
    }
    Ok(signed_at)
}

/// The signature base (RFC 9421, 2.5), with our own name for this server.
fn base(received: &Received<'_>, input: &Input, target: &str) -> Result<Vec<u8>, Error> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut lines = Vec::with_capacity(input.covered.len() + 1);
    for name in &input.covered {
        let value = match name.as_str() {
            "@method" => received.method.as_str().to_owned(),
            "@authority" => received.host.to_owned(),
            "@scheme" => received.scheme.to_owned(),
            "@target-uri" => format!("{}://{}{target}", received.scheme, received.host),
            "@request-target" => target.to_owned(),
            "@path" => path.to_owned(),
            "@query" => format!("?{query}"),
            derived if derived.starts_with('@') => return Err(unreadable("it covers something unknown")),
            name => header(received, name)?.to_owned(),
        };
        lines.push(format!("\"{name}\": {value}"));
    }
    lines.push(format!("\"@signature-params\": {}", input.params_text));
    Ok(lines.join("\n").into_bytes())
}

/// Reads `label=("a" "b");created=1;keyid="…"`: one member, and no parameters on components.
fn parse_input(text: &str) -> Result<Input, Error> {
    let mut reader = Reader { rest: text.trim() };
    let label = reader.key()?.to_owned();
    reader.expect("=")?;
    let params_text = reader.rest.to_owned();
    reader.expect("(")?;
    let mut covered: Vec<String> = Vec::new();
    loop {
        reader.spaces();
        if reader.accept(")") {
            break;
        }
        let name = reader.string()?;
        if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_whitespace()) {
            return Err(unreadable("a covered name is not in lower case"));
        }
        if covered.contains(&name) {
            return Err(Error::Unproven(Reason::CoveredTwice(name)));
        }
        if !reader.rest.starts_with([' ', ')']) {
            return Err(unreadable("a covered name has parameters"));
        }
        covered.push(name);
        if covered.len() > limits::COVERED {
            return Err(unreadable("it covers too much"));
        }
    }
    let mut input = Input { label, covered, params_text, created: None, expires: None, key_id: None, algorithm: None };
    let mut seen: Vec<&str> = Vec::new();
    while reader.accept(";") {
        reader.spaces();
        let name = reader.key()?;
        if seen.contains(&name) {
            return Err(unreadable("a parameter is given twice"));
        }
        seen.push(name);
        reader.expect("=")?;
        match name {
            "created" => input.created = Some(reader.integer()?),
            "expires" => input.expires = Some(reader.integer()?),
            "keyid" => input.key_id = Some(reader.string()?),
            "alg" => input.algorithm = Some(reader.string()?),
            "nonce" | "tag" => drop(reader.string()?),
            _ => return Err(unreadable("it has an unknown parameter")),
        }
    }
    reader.end()?;
    Ok(input)
}

/// Reads `label=:base64:`.
fn parse_signature(text: &str, label: &str) -> Result<Vec<u8>, Error> {
    let mut reader = Reader { rest: text.trim() };
    if reader.key()? != label {
        return Err(unreadable("its two headers have different labels"));
    }
    reader.expect("=")?;
    reader.expect(":")?;
    let (encoded, rest) = reader.rest.split_once(':').ok_or_else(|| unreadable("it is not closed"))?;
    reader.rest = rest;
    reader.end()?;
    STANDARD.decode(encoded).map_err(|_| unreadable("it is not base64"))
}

/// As much of structured fields (RFC 8941) as these two headers use.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn accept(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), Error> {
        if self.accept(token) { Ok(()) } else { Err(unreadable("its parameters are broken")) }
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    fn take(&mut self, allowed: impl Fn(char) -> bool) -> Result<&'a str, Error> {
        let end = self.rest.find(|character| !allowed(character)).unwrap_or(self.rest.len());
        if end == 0 {
            return Err(unreadable("its parameters are broken"));
        }
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(taken)
    }

    fn key(&mut self) -> Result<&'a str, Error> {
        self.take(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || "_-.*".contains(one))
    }

    fn integer(&mut self) -> Result<i64, Error> {
        let digits = self.take(|one| one.is_ascii_digit() || one == '-')?;
        digits.parse().map_err(|_| unreadable("a moment is not a number"))
    }

    fn string(&mut self) -> Result<String, Error> {
        self.expect("\"")?;
        let (text, rest) = self.rest.split_once('"').ok_or_else(|| unreadable("it is not closed"))?;
        if text.contains('\\') {
            return Err(unreadable("it has an escape where none is needed"));
        }
        self.rest = rest;
        Ok(text.to_owned())
    }

    /// Nothing may follow: a second member would be a second signature.
    fn end(&mut self) -> Result<(), Error> {
        match self.rest.trim_start().chars().next() {
            None => Ok(()),
            Some(',') => Err(Error::Unproven(Reason::ManySignatures)),
            Some(_) => Err(unreadable("its parameters are broken")),
        }
    }
}

/// Checks a signature of the RFC's own examples, which name their key in a way no server does.
#[cfg(test)]
pub(super) fn verify_golden(
    received: &Received<'_>,
    input: &str,
    signature: &str,
    key: &super::PublicKey,
) -> Result<(), Error> {
    let input = parse_input(input)?;
    let signature = parse_signature(signature, &input.label)?;
    key.verify(Algorithm::Ed25519, &base(received, &input, received.path_and_query)?, &signature)
}
