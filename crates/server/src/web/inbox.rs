//! The inboxes: a letter is proved, read, judged and committed, and only then answered.
//!
//! 202 means that it is written down. It never tells what a teacher decided, nor that there is anything to decide.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::OriginalUri;
use axum::response::{IntoResponse, Response};
use federation::vocabulary;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, StatusCode};

use super::activitypub::Refusal;
use super::error_page::Trouble;
use super::throttle::{Door, Throttle};
use crate::fediverse::door::{self, Request};
use crate::fediverse::host::Letterbox;
use crate::fediverse::introductions::{self, Introduction};
use crate::school::School;

/// What gives every request the school's one letterbox.
pub(super) fn letterbox(school: &School) -> Extension<Arc<Letterbox>> {
    Extension(Arc::new(Letterbox::of(school)))
}

/// `POST /actor/inbox`: the same door, where a school that nobody knows may also prove that it holds an invitation.
pub(super) async fn receive_at_school(
    school: School,
    letterbox: Extension<Arc<Letterbox>>,
    Extension(throttle): Extension<Arc<Throttle>>,
    method: Method,
    uri: OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_activity(&headers) {
        return Trouble::Type.into_response();
    }
    let path_and_query = uri.0.path_and_query().map_or("/", |path| path.as_str());
    let request = Request { method: &method, path_and_query, headers: &headers, body: &body };
    match introductions::hear(&school, &request, |host| throttle.try_door(&Door::Stranger(host)).is_ok()).await {
        Ok(Introduction::NotNeeded) => receive(school, letterbox, method, uri, headers, body).await,
        Ok(Introduction::Made) => StatusCode::ACCEPTED.into_response(),
        Err(cause) => Refusal(cause).into_response(),
    }
}

/// `POST /ap/inbox`, and every class's own inbox: all the same door.
pub(super) async fn receive(
    school: School,
    Extension(letterbox): Extension<Arc<Letterbox>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_activity(&headers) {
        return Trouble::Type.into_response();
    }
    let path_and_query = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request { method: &method, path_and_query, headers: &headers, body: &body };
    let taken = async {
        let caller = door::admit(&school, &request).await?;
        let activity = vocabulary::parse(&body)?;
        letterbox.take(caller, activity).await
    };
    match taken.await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(cause) => Refusal(cause).into_response(),
    }
}

/// `ActivityStreams` in its two spellings, and nothing else: JSON alone is what a form on a foreign page could send.
fn is_activity(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    match essence.as_str() {
        "application/activity+json" => true,
        "application/ld+json" => parts.any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case("profile")
                    && value
                        .trim()
                        .trim_matches('"')
                        .split(' ')
                        .any(|profile| profile == "https://www.w3.org/ns/activitystreams")
            })
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_only_activity_streams_is_a_letter() {
        let takes = |kind: &str| is_activity(&HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]));

        assert!(takes("application/activity+json"));
        assert!(takes("Application/Activity+JSON; charset=UTF-8"));
        assert!(takes("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""));
        for refused in [
            "application/ld+json",
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
        ] {
            assert!(!takes(refused), "{refused}");
        }
        assert!(!is_activity(&HeaderMap::new()));
    }
}
