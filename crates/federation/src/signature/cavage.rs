//! The older style, draft-cavage-http-signatures-12, which most of the fediverse speaks.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, Method};
use jiff::Timestamp;
use url::Url;

use super::{
    Claim, KeyKind, Received, Scheme, Signer, base_headers, check_clock, check_expiry, date, digest, header, key_host,
    keys::Algorithm, moment, needs_digest, path_and_query, put, signature_header, unreadable,
};
use crate::{Error, Reason, limits};

pub(super) fn sign(
    signer: &Signer,
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
    now: Timestamp,
) -> Result<HeaderMap, Error> {
    let mut headers = base_headers(url, now)?;
    let mut covered = vec!["(request-target)", "host", "date"];
    if let Some(body) = body {
        put(&mut headers, HeaderName::from_static("digest"), &digest::digest(body))?;
        covered.push("digest");
    }
    let target = path_and_query(url);
    let base = base(&covered, method, &target, &Params::default(), |name| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.ok_or_else(|| Error::Failed("what should be signed is not there".to_owned()))
    })?;
    let signature = STANDARD.encode(signer.key.sign(base.as_bytes())?);
    // WordPress takes hs2019 for another hash with larger keys; the older name is understood by all.
    let algorithm = match signer.key.kind() {
        KeyKind::Rsa => "rsa-sha256",
        KeyKind::Ed25519 => "hs2019",
    };
    let value = format!(
        "keyId=\"{}\",algorithm=\"{algorithm}\",headers=\"{}\",signature=\"{signature}\"",
        signer.key_id,
        covered.join(" "),
    );
    put(&mut headers, HeaderName::from_static("signature"), &value)?;
    Ok(headers)
}

/// The parameters of a `Signature` header.
#[derive(Debug, Default, PartialEq, Eq)]
struct Params {
    key_id: Option<String>,
    algorithm: Option<String>,
    headers: Option<String>,
    signature: Option<String>,
    created: Option<i64>,
    expires: Option<i64>,
}

pub(super) fn inspect(received: &Received<'_>, now: Timestamp) -> Result<Claim, Error> {
    let params = parse(signature_header(received, "signature")?)?;
    let key_id = params.key_id.clone().ok_or_else(|| unreadable("it has no key id"))?;
    let key_host = key_host(&key_id, received)?;
    let algorithm = algorithm(params.algorithm.as_deref())?;
    let encoded = params.signature.as_deref().ok_or_else(|| unreadable("the signature itself is missing"))?;
    let signature = STANDARD.decode(encoded).map_err(|_| unreadable("it is not base64"))?;

    let covered = covered(&params)?;
    let covers = |name: &str| covered.contains(&name);
    if !covers("(request-target)") {
        return Err(Error::Unproven(Reason::NotCovered("(request-target)")));
    }
    if !covers("host") {
        return Err(Error::Unproven(Reason::NotCovered("host")));
    }
    let signed_at = signed_at(received, &params, &covered, now)?;
    let digest = match (covers("digest"), covers("content-digest")) {
        (true, _) => Some(digest::read_digest(received)?),
        (false, true) => Some(digest::read_content_digest(received)?),
        (false, false) if needs_digest(received) => return Err(Error::Unproven(Reason::NotCovered("digest"))),
        (false, false) => None,
    };

    let path = received.path_and_query.split('?').next().unwrap_or_default();
    let mut targets = vec![received.path_and_query];
    if path != received.path_and_query {
        targets.push(path);
    }
    // Each covered header is there exactly once, or this request is refused.
    let value = |name: &str| header(received, name);
    let bases = targets
        .into_iter()
        .map(|target| base(&covered, received.method, target, &params, value).map(String::into_bytes))
        .collect::<Result<_, Error>>()?;
    Ok(Claim {
        key_id,
        key_host,
        scheme: Scheme::Cavage,
        signed_at,
        skew: signed_at.as_second() - now.as_second(),
        algorithm,
        bases,
        signature,
        digest,
    })
}

/// `hs2019` means what the key is good for; for RSA that is SHA-256 with everybody who sends it.
fn algorithm(name: Option<&str>) -> Result<Algorithm, Error> {
    match name {
        None | Some("hs2019") => Ok(Algorithm::OfTheKey),
        Some("rsa-sha256") => Ok(Algorithm::RsaSha256),
        Some("rsa-sha512") => Ok(Algorithm::RsaSha512),
        Some("ed25519") => Ok(Algorithm::Ed25519),
        Some(_) => Err(Error::Unproven(Reason::Algorithm)),
    }
}

fn covered(params: &Params) -> Result<Vec<&str>, Error> {
    let list = params.headers.as_deref().ok_or(Error::Unproven(Reason::NotCovered("(request-target)")))?;
    let covered: Vec<&str> = list.split(' ').collect();
    if covered.len() > limits::COVERED {
        return Err(unreadable("it covers too much"));
    }
    for (index, name) in covered.iter().enumerate() {
        if covered[..index].contains(name) {
            return Err(Error::Unproven(Reason::CoveredTwice((*name).to_owned())));
        }
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) || name.is_empty() {
            return Err(unreadable("a covered name is not in lower case"));
        }
    }
    Ok(covered)
}

/// When it was signed: by `date`, by `(created)`, or by both, and each of them near our clock.
fn signed_at(received: &Received<'_>, params: &Params, covered: &[&str], now: Timestamp) -> Result<Timestamp, Error> {
    let mut signed_at = None;
    if covered.contains(&"date") {
        let date = date(header(received, "date")?)?;
        check_clock(date, now)?;
        signed_at = Some(date);
    }
    if covered.contains(&"(created)") || covered.contains(&"(expires)") {
        // The draft forbids them with the algorithms that are older than they are.
        if params.algorithm.as_deref().is_some_and(|name| name != "hs2019") {
            return Err(Error::Unproven(Reason::Algorithm));
        }
    }
    if covered.contains(&"(created)") {
        let created = moment(params.created.ok_or_else(|| unreadable("created is missing"))?)?;
        check_clock(created, now)?;
        signed_at = Some(created);
    }
    let signed_at = signed_at.ok_or(Error::Unproven(Reason::NotCovered("date")))?;
    if covered.contains(&"(expires)") && params.expires.is_none() {
        return Err(unreadable("expires is missing"));
    }
    if let Some(expires) = params.expires {
        check_expiry(moment(expires)?, signed_at, now)?;
    }
    Ok(signed_at)
}

/// The text that is signed. Errors: whatever `value` says of a header that is not there.
fn base<'a>(
    covered: &[&str],
    method: &Method,
    target: &str,
    params: &Params,
    value: impl Fn(&str) -> Result<&'a str, Error>,
) -> Result<String, Error> {
    let moment = |moment: Option<i64>| moment.ok_or_else(|| unreadable("a moment is missing"));
    let mut text = String::with_capacity(256);
    for name in covered {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(name);
        text.push_str(": ");
        match *name {
            "(request-target)" => {
                text.push_str(&method.as_str().to_ascii_lowercase());
                text.push(' ');
                text.push_str(target);
            }
            "(created)" => text.push_str(&moment(params.created)?.to_string()),
            "(expires)" => text.push_str(&moment(params.expires)?.to_string()),
            name => text.push_str(value(name)?),
        }
    }
    Ok(text)
}

/// The text that the draft's own examples sign: they have no key id that is an address, and a key that is too short.
#[cfg(test)]
pub(super) fn golden_base(header_value: &str, method: &Method, target: &str, headers: &HeaderMap) -> String {
    let params = parse(header_value).expect("parameters");
    let covered = covered(&params).expect("a list");
    base(&covered, method, target, &params, |name| Ok(headers[name].to_str().expect("plain text"))).expect("all of it")
}

/// Reads `name="value",name=number,…`; every name once.
fn parse(text: &str) -> Result<Params, Error> {
    let broken = || unreadable("its parameters are broken");
    let mut params = Params::default();
    let mut rest = text.trim();
    if rest.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("signature ")) {
        rest = rest[10..].trim_start();
    }
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or_else(broken)?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or_else(broken)?,
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        set(&mut params, name.trim(), value)?;
        rest = after.trim_start();
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(',').ok_or_else(broken)?.trim_start();
        if rest.is_empty() {
            return Err(broken());
        }
    }
    Ok(params)
}

fn set(params: &mut Params, name: &str, value: &str) -> Result<(), Error> {
    let text = || value.to_owned();
    let was_set = match name {
        "keyId" => params.key_id.replace(text()).is_some(),
        "algorithm" => params.algorithm.replace(text()).is_some(),
        "headers" => params.headers.replace(text()).is_some(),
        "signature" => params.signature.replace(text()).is_some(),
        "created" => params.created.replace(number(value)?).is_some(),
        "expires" => params.expires.replace(number(value)?).is_some(),
        _ => false,
    };
    if was_set { Err(unreadable("a parameter is given twice")) } else { Ok(()) }
}

fn number(value: &str) -> Result<i64, Error> {
    value.trim().parse().map_err(|_| unreadable("a moment is not a number"))
}
