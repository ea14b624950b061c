//! Proof that a form came from our own page: a token tied to the session, and the origin the browser names.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use http::HeaderMap;
use http::header::ORIGIN;
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::urls::Urls;

/// How many hours a form of the sign-in page stays good: it may lie open from the first lesson to the last.
const HOURS: i64 = 12;

/// The token of whoever has this session.
pub(super) fn of_session(secret: &str, session: &str) -> String {
    sign(secret, &format!("session:{session}"))
}

/// The token of forms for people who are not signed in.
pub(super) fn of_nobody(secret: &str, now: Timestamp) -> String {
    of_hour(secret, hour(now))
}

/// Whether the token was made by [`of_nobody`] within the last hours.
pub(super) fn is_nobodys(secret: &str, now: Timestamp, token: &str) -> bool {
    let now = hour(now);
    (0..HOURS).any(|ago| same(&of_hour(secret, now - ago), token))
}

/// Compares in a time that tells nothing.
pub(super) fn same(ours: &str, theirs: &str) -> bool {
    ours.as_bytes().ct_eq(theirs.as_bytes()).into()
}

fn hour(now: Timestamp) -> i64 {
    now.as_second().div_euclid(3600)
}

fn of_hour(secret: &str, hour: i64) -> String {
    sign(secret, &format!("hour:{hour}"))
}

/// A text signed with the school's secret. Whatever is signed begins with a word for what it is.
pub(super) fn sign(secret: &str, text: &str) -> String {
    // Any length of key will do for HMAC; if it ever did not, an empty token matches no form.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Whether the browser says that this request was made by one of our own pages. One that names neither its origin
/// nor its site is old or not a browser; the token alone decides then.
pub(super) fn is_from_our_page(urls: &Urls, headers: &HeaderMap) -> bool {
    if let Some(origin) = headers.get(ORIGIN) {
        let ours = format!("{}://{}", urls.scheme(), urls.host());
        return origin.as_bytes() == ours.as_bytes();
    }
    match headers.get("sec-fetch-site") {
        Some(site) => matches!(site.as_bytes(), b"same-origin" | b"none"),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_own_session_and_school_only() {
        let token = of_session("secret", "one");

        assert!(same(&token, &of_session("secret", "one")));
        assert!(!same(&token, &of_session("secret", "two")));
        assert!(!same(&token, &of_session("other", "one")));
        assert!(!same(&token, ""));
    }

    #[test]
    fn a_form_for_nobody_is_good_for_half_a_day() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let token = of_nobody("secret", at(7_200));

        assert!(is_nobodys("secret", at(7_200), &token));
        assert!(is_nobodys("secret", at(7_200 + 11 * 3600), &token));
        assert!(!is_nobodys("secret", at(7_200 + 13 * 3600), &token));
        assert!(!is_nobodys("secret", at(0), &token), "not before it was made");
        assert!(!is_nobodys("secret", at(7_200), &of_session("secret", "x")));
    }

    #[test]
    fn t78_a_foreign_origin_is_refused() {
        let urls = Urls::new("https://maple.example".parse().unwrap());
        let says = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            is_from_our_page(&urls, &headers)
        };

        assert!(says("origin", "https://maple.example"));
        assert!(says("sec-fetch-site", "same-origin"));
        assert!(is_from_our_page(&urls, &HeaderMap::new()));
        for origin in [
            "null",
            "http://maple.example",
            "https://maple.example:8443",
            "https://oak.example",
            "https://maple.example.oak.example",
        ] {
            assert!(!says("origin", origin), "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!says("sec-fetch-site", site), "{site}");
        }
    }
}
