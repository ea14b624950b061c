//! What every answer tells the browser not to do.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::school::School;

/// Everything from ourselves, nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// On every answer, whatever it is.
static ALWAYS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // Not `no-referrer`: with it browsers send `Origin: null` even to ourselves, and forms could not be told apart.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, noarchive"),
];

/// Marks an answer that is the same for everyone and may be kept.
#[derive(Clone, Copy)]
pub(super) struct Keep;

/// For a file that came from somebody: nothing in it may do anything at all.
const SANDBOX: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Marks an answer that is somebody's file and no page of ours.
#[derive(Clone, Copy)]
pub(super) struct Sandbox;

/// Adds them.
pub(super) async fn add(State(school): State<School>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let may_be_kept = response.extensions_mut().remove::<Keep>().is_some();
    let is_file = response.extensions_mut().remove::<Sandbox>().is_some();
    put(response.headers_mut(), school.urls.is_secure(), may_be_kept);
    if is_file {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    }
    response
}

/// What is answered in no school's name: a sentence, and as little to keep or to find as everywhere.
pub fn of_no_school(status: StatusCode, sentence: &'static str) -> Response {
    let mut response = (status, sentence).into_response();
    put(response.headers_mut(), false, false);
    response
}

/// Adds them; the rest of what an answer says is kept or not.
pub(super) fn put(headers: &mut HeaderMap, is_secure: bool, may_be_kept: bool) {
    // Once, and not again and again while it fills.
    headers.reserve(ALWAYS.len() + 8);
    for (name, value) in &ALWAYS {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    if is_secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !may_be_kept {
        // Nobody's page in a shared computer's cache, not even behind the back button.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        headers.insert(VARY, HeaderValue::from_static("Cookie, Accept, Signature, Signature-Input"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t85_nothing_from_elsewhere_and_nothing_inline() {
        let mut headers = HeaderMap::new();
        put(&mut headers, true, false);

        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';"));
        assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'));
        assert!(policy.contains("frame-ancestors 'none'"));
        assert_eq!(headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[CACHE_CONTROL], "private, no-store");
        assert_eq!(headers["x-robots-tag"], "noindex, noarchive");
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY));
        assert!(!headers.contains_key("access-control-allow-origin"));
    }

    #[test]
    fn t56_a_page_cannot_ask_to_be_kept_and_http_promises_no_https() {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=600"));
        put(&mut headers, false, false);

        assert_eq!(headers[CACHE_CONTROL], "private, no-store");
        assert_eq!(headers[VARY], "Cookie, Accept, Signature, Signature-Input");
        assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }
}
