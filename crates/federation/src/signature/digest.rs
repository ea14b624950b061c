//! The digest of a body, in the two headers that are about.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{Received, header};
use crate::{Error, Reason};

/// The SHA-256 that a body is said to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected(Vec<u8>);

impl Expected {
    pub(super) fn matches(&self, body: &[u8]) -> bool {
        self.0.ct_eq(Sha256::digest(body).as_slice()).into()
    }
}

/// `SHA-256=…`, the value of the older header `Digest` (RFC 3230).
pub(super) fn digest(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(Sha256::digest(body)))
}

/// `sha-256=:…:`, the value of `Content-Digest` (RFC 9530).
pub(super) fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

/// Reads `Digest`: exactly one, and SHA-256, for two that differ would be two letters.
pub(super) fn read_digest(received: &Received<'_>) -> Result<Expected, Error> {
    let value = header(received, "digest")?;
    let (name, encoded) = value.split_once('=').ok_or_else(unreadable)?;
    if !name.eq_ignore_ascii_case("sha-256") {
        return Err(unreadable());
    }
    expected(encoded)
}

/// Reads `Content-Digest`, by the same rule.
pub(super) fn read_content_digest(received: &Received<'_>) -> Result<Expected, Error> {
    let value = header(received, "content-digest")?;
    let encoded = value.strip_prefix("sha-256=:").and_then(|rest| rest.strip_suffix(':')).ok_or_else(unreadable)?;
    expected(encoded)
}

fn expected(encoded: &str) -> Result<Expected, Error> {
    let bytes = STANDARD.decode(encoded).map_err(|_| unreadable())?;
    if bytes.len() != 32 {
        return Err(unreadable());
    }
    Ok(Expected(bytes))
}

fn unreadable() -> Error {
    Error::Unproven(Reason::DigestUnreadable)
}
