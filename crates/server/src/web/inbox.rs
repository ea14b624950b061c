//! The inboxes: a letter is proved, read, judged and committed, and only then answered.
//!
//! 202 means that it is written down. It never tells what a teacher decided, nor that there is anything to decide.

use std::error::Error as _;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Request};
use axum::response::{IntoResponse, Response};
use federation::{Error as Fault, limits, vocabulary};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use http_body_util::LengthLimitError;

use super::activitypub::Refusal;
use super::error_page::Trouble;
use crate::fediverse::door;
use crate::fediverse::host::Letterbox;
use crate::school::School;

/// What gives every request the school's one letterbox.
pub(super) fn letterbox(school: &School) -> Extension<Arc<Letterbox>> {
    Extension(Arc::new(Letterbox::of(school)))
}

/// `POST /ap/inbox`, and every actor's own inbox: all the same door.
pub(super) async fn receive(
    school: School,
    Extension(letterbox): Extension<Arc<Letterbox>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    if !is_activity(&head.headers) {
        return Trouble::Type.into_response();
    }
    let path_and_query = uri.path_and_query().map_or("/", |path| path.as_str());
    let asked = door::Request { method: &head.method, path_and_query, headers: &head.headers, body: b"" };
    let taken = async {
        // Whoever is not on the list is refused before a byte of the letter is read.
        let knock = door::knock(&school, &asked).await?;
        let body = read(body).await?;
        let caller = knock.prove(&school, &body).await?;
        let activity = vocabulary::parse(&body)?;
        letterbox.take(caller, activity).await
    };
    match taken.await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(cause) => Refusal(cause).into_response(),
    }
}

async fn read(body: Body) -> Result<Bytes, Fault> {
    to_bytes(body, limits::LETTER_BYTES).await.map_err(|cause| {
        let mut inner = cause.source();
        while let Some(cause) = inner {
            if cause.is::<LengthLimitError>() {
                return Fault::TooLarge("a letter has at most 1 MiB");
            }
            inner = cause.source();
        }
        Fault::Malformed("it broke off".to_owned())
    })
}

/// `ActivityStreams` in its two spellings, said once, and nothing else: JSON alone is what a form on a foreign page could
/// send.
fn is_activity(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(CONTENT_TYPE).iter();
    match (kinds.next().and_then(|kind| kind.to_str().ok()), kinds.next()) {
        (Some(kind), None) => vocabulary::is_activity_json(kind),
        (_, Some(_)) | (None, None) => false,
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
        let mut twice = HeaderMap::new();
        twice.append(CONTENT_TYPE, "application/activity+json".parse().unwrap());
        assert!(is_activity(&twice));
        twice.append(CONTENT_TYPE, "application/activity+json".parse().unwrap());
        assert!(!is_activity(&twice));
    }
}
