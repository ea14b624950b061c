//! Tokens that open something: shown once, kept only as a hash.

use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// Crockford's base 32 in lower case: no i, l, o or u, so that a card can be read out or typed.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many letters a token has: 26 of five bits each, 130 bits of chance.
const LENGTH: usize = 26;

/// A new token and the hash to keep of it.
pub fn fresh() -> (String, String) {
    let token = random(LENGTH);
    let hash = hash_of(&token);
    (token, hash)
}

/// This many letters of chance, five bits each.
pub fn random(length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

/// The hash under which a token is kept, however it was typed: capitals, spaces, hyphens, o for 0 and l for 1.
pub fn hash_of(token: &str) -> String {
    let plain: String = token
        .chars()
        .filter(|letter| !matches!(letter, '-' | ' '))
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    hash_exactly(&plain)
}

/// The hash of a secret that nobody types.
pub(crate) fn hash_exactly(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// A mark that only who has the key can make. What is marked begins with a word for what it is.
pub(crate) fn mark(key: &str, text: &str) -> String {
    // Any length of key will do for HMAC; if it ever did not, an empty mark is like no other.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_tokens_are_alike_and_each_is_found_by_its_hash() {
        let (one, kept) = fresh();
        let (other, _) = fresh();

        assert_ne!(one, other);
        assert_eq!(one.len(), LENGTH);
        assert!(one.bytes().all(|letter| LETTERS.contains(&letter)));
        assert_eq!(hash_of(&one), kept);
        assert!(!kept.contains(&one));
    }

    #[test]
    fn a_mark_belongs_to_its_key_and_its_text() {
        assert_eq!(mark("key", "text"), mark("key", "text"));
        assert_ne!(mark("key", "text"), mark("kez", "text"));
        assert_ne!(mark("key", "text"), mark("key", "tex"));
    }

    #[test]
    fn a_token_may_be_typed_as_it_is_read() {
        assert_eq!(hash_of("0a1b-c2d3"), hash_of("OAlB C2D3"));
        assert_ne!(hash_of("0a1bc2d3"), hash_of("0a1bc2d4"));
    }
}
