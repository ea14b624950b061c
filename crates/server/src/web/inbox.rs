//! The inboxes: a letter is proved, read, judged and committed, and only then answered.
//!
//! 202 means that it is written down. It never tells what a teacher decided, nor that there is anything to decide.

use std::error::Error as _;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Request};
use axum::response::{IntoResponse, Response};
use federation::{Error as Fault, Reason, limits, vocabulary};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, StatusCode, Uri};
use http_body_util::LengthLimitError;

use super::activitypub::Refusal;
use super::error_page::Trouble;
use super::throttle::{Door, Throttle};
pub(super) use crate::fediverse::door::Named;
use crate::fediverse::door::{self, Knock};
use crate::fediverse::host::Letterbox;
use crate::fediverse::introductions::{self, Introduction};
use crate::school::School;

/// What gives every request the school's one letterbox.
pub(super) fn letterbox(school: &School) -> Extension<Arc<Letterbox>> {
    Extension(Arc::new(Letterbox::of(school)))
}

/// `POST /ap/inbox`, and every class's own inbox: all the same door.
pub(super) async fn receive(
    school: School,
    Extension(letterbox): Extension<Arc<Letterbox>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Response {
    let (mut head, body) = request.into_parts();
    if !is_activity(&head.headers) {
        return Trouble::Type.into_response();
    }
    let named = head.extensions.remove::<Named>();
    answer(async {
        // Whoever is not on the list is refused before a byte of the letter is read.
        let knock = door::knock(&school, &asked(&uri, &head.method, &head.headers), named).await?;
        let body = read(body, limits::LETTER_BYTES).await?;
        take(&school, &letterbox, knock, &body).await
    })
    .await
}

/// `POST /actor/inbox`: the same door, where a school that nobody knows may also prove that it holds an invitation. Of a
/// stranger's letter only as much is read as an Offer may have.
pub(super) async fn receive_at_school(
    school: School,
    Extension(letterbox): Extension<Arc<Letterbox>>,
    Extension(throttle): Extension<Arc<Throttle>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    if !is_activity(&head.headers) {
        return Trouble::Type.into_response();
    }
    let stranger = || Fault::Refused(Reason::NotTrusted);
    answer(async {
        let knock = match door::knock(&school, &asked(&uri, &head.method, &head.headers), None).await {
            Ok(knock) => Some(knock),
            Err(cause) if cause == stranger() => None,
            Err(other) => return Err(other),
        };
        let body = match knock {
            Some(_) => read(body, limits::LETTER_BYTES).await?,
            None => read(body, limits::OFFER_BYTES).await.map_err(|_| stranger())?,
        };
        let whole = door::Request { body: &body, ..asked(&uri, &head.method, &head.headers) };
        let may_try = |host: &str| throttle.try_door(&Door::Stranger(host)).is_ok();
        match (Box::pin(introductions::hear(&school, &whole, may_try)).await?, knock) {
            (Introduction::Made, _) => Ok(()),
            (Introduction::NotNeeded, Some(knock)) => take(&school, &letterbox, knock, &body).await,
            (Introduction::NotNeeded, None) => Err(stranger()),
        }
    })
    .await
}

/// The server that a letter's signature names, if it can be told at a glance.
pub(super) fn named_host(school: &School, request: &Request) -> Option<String> {
    door::named_host(school, &asked(request.uri(), request.method(), request.headers()))
}

/// What the door is asked before a byte of the letter is read.
fn asked<'a>(uri: &'a Uri, method: &'a Method, headers: &'a HeaderMap) -> door::Request<'a> {
    let path_and_query = uri.path_and_query().map_or("/", |path| path.as_str());
    door::Request { method, path_and_query, headers, body: b"" }
}

async fn take(school: &School, letterbox: &Letterbox, knock: Knock, body: &[u8]) -> Result<(), Fault> {
    let caller = Box::pin(knock.prove(school, body)).await?;
    Box::pin(letterbox.take(caller, vocabulary::parse(body)?)).await
}

async fn answer(taken: impl Future<Output = Result<(), Fault>>) -> Response {
    match taken.await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(cause) => Refusal(cause).into_response(),
    }
}

async fn read(body: Body, most: usize) -> Result<Bytes, Fault> {
    to_bytes(body, most).await.map_err(|cause| {
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
pub(super) fn is_activity(headers: &HeaderMap) -> bool {
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
