//! Browsers that have come in before: whoever keeps trying a teacher's address elsewhere does not slow the teacher down.
//!
//! The cookie names nobody. It holds a word of chance, and for each account that came in from there the word signed for
//! that account.

use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

use super::csrf;
use crate::domain::people;
use crate::school::School;
use crate::tokens;

/// Accounts remembered of one browser: a staff room shares a few. The one that came in longest ago goes first.
const ACCOUNTS: usize = 8;
/// How long a browser is remembered, in seconds: from one September to the next.
const AGE: u64 = 400 * 24 * 3600;
/// Letters of chance in its word.
const WORD: usize = 20;

/// A browser's cookie, as it came: nothing of it is believed until it is asked about an account.
pub(super) struct Device {
    word: String,
    proofs: Vec<String>,
}

impl Device {
    /// None when the browser has no such cookie, or one that is not of this form.
    pub(super) fn of(school: &School, headers: &HeaderMap) -> Option<Self> {
        let name = name(school);
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let value = cookies
            .flat_map(|cookies| cookies.split(';'))
            .find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))?;
        let mut parts = value.split('.').map(str::to_owned);
        let word = parts.next().filter(|word| word.len() == WORD)?;
        Some(Self { word, proofs: parts.take(ACCOUNTS).collect() })
    }

    /// The word of this browser, if this account has come in from it before.
    pub(super) fn known_for(&self, school: &School, email: &str) -> Option<&str> {
        let proof = proof(school, &self.word, email);
        self.proofs.iter().any(|given| csrf::same(&proof, given)).then_some(self.word.as_str())
    }
}

/// Remembers that this account came in from this browser.
pub(super) fn remember(school: &School, known: Option<Device>, email: &str) -> Option<(http::HeaderName, HeaderValue)> {
    let mut device = known.unwrap_or_else(|| Device { word: tokens::random(WORD), proofs: Vec::new() });
    let proof = proof(school, &device.word, email);
    device.proofs.retain(|given| *given != proof);
    device.proofs.push(proof);
    let superfluous = device.proofs.len().saturating_sub(ACCOUNTS);
    let kept = device.proofs[superfluous..].join(".");
    let secure = if school.urls.is_secure() { "; Secure" } else { "" };
    let cookie = format!(
        "{}={}.{kept}; Path=/sign-in; Max-Age={AGE}; HttpOnly; SameSite=Lax{secure}",
        name(school),
        device.word
    );
    Some((SET_COOKIE, HeaderValue::from_str(&cookie).ok()?))
}

fn name(school: &School) -> &'static str {
    if school.urls.is_secure() { "__Secure-schoolgate-device" } else { "schoolgate-device" }
}

fn proof(school: &School, word: &str, email: &str) -> String {
    let account = people::email(email).unwrap_or_default();
    csrf::sign(&school.profile.secret, &format!("device:{word}:{account}"))
}
