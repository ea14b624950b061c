//! What is said when something cannot be done: a page for people, one line of JSON for servers, and nothing of our insides.

use std::any::Any;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::page::{Page, Show};
use super::visit::Visit;
use crate::domain::viewer::Person;
use crate::error::{Error, Unavailable};

/// What can be the matter with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is not there, or not for these eyes; nobody can tell which.
    Missing,
    /// A card that opens nothing: revoked, replaced, or never one of ours; nobody can tell which.
    Card,
    /// A device that knows no poster, or one that opens nothing: replaced, or never one of ours; nobody can tell which.
    Poster,
    /// It is there, and this adult may not.
    Forbidden,
    /// Whoever sent this was signed out in the meantime.
    SignedOut,
    /// The form's token is not, or no longer, the sender's.
    Token,
    /// Sent from a page that is not ours.
    Origin,
    /// A form that no page of ours sends.
    Form,
    /// Not the kind of thing that is taken here.
    Type,
    Method,
    TooLarge,
    TooOften,
    Conflict,
    Slow,
    /// The database is away or busy.
    Away,
    /// The disk takes nothing more.
    Full,
    Internal,
}

impl Trouble {
    pub fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::Card | Self::Poster => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::SignedOut | Self::Token | Self::Origin => StatusCode::FORBIDDEN,
            Self::Form => StatusCode::BAD_REQUEST,
            Self::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Slow | Self::Away => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// In errors.ftl: `error-…-what` and `error-…-do`.
    fn key(self) -> &'static str {
        match self {
            Self::Missing => "not-found",
            Self::Card => "card-gone",
            Self::Poster => "poster-gone",
            Self::Forbidden => "forbidden",
            Self::SignedOut => "sign-in",
            Self::Token | Self::Origin => "form-expired",
            Self::Form | Self::Type => "bad-form",
            Self::Method => "method",
            Self::TooLarge => "too-large",
            Self::TooOften => "too-often",
            Self::Conflict => "conflict",
            Self::Slow | Self::Away => "away",
            Self::Full => "full",
            Self::Internal => "trouble",
        }
    }

    /// The same for servers, in one plain sentence.
    pub(super) fn plain(self) -> &'static str {
        match self {
            Self::Missing => "There is nothing here.",
            Self::Poster => "This poster does not work any more.",
            Self::Card => "This card does not work any more.",
            Self::Forbidden => "This is not for you.",
            Self::SignedOut => "Sign in first.",
            Self::Token => "This form is too old; load its page again.",
            Self::Origin => "This form was sent from another site.",
            Self::Form => "This form cannot be read.",
            Self::Type => "This kind of content is not taken here.",
            Self::Method => "This cannot be done here.",
            Self::TooLarge => "This is too big.",
            Self::TooOften => "Too many tries; wait a little.",
            Self::Conflict => "Somebody was faster; look at how it is now.",
            Self::Slow => "This took too long; try again in a moment.",
            Self::Away => "The server needs a moment; try again in a while.",
            Self::Full => "The disk here is full; try again later.",
            Self::Internal => "Something went wrong on our side.",
        }
    }

    /// From the status of an answer that axum gave by itself.
    fn of_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            // An address or a query that cannot be read names nothing that is there.
            StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Self::Missing,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Type,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Form,
            StatusCode::SERVICE_UNAVAILABLE => Self::Away,
            status if status.is_server_error() => Self::Internal,
            _ => return None,
        })
    }
}

/// Travels with the answer to [`render`], which knows who asked.
#[derive(Clone)]
struct Failed {
    trouble: Trouble,
    /// What to do, said by whoever found the trouble.
    sentence: Option<String>,
    cause: Option<Arc<anyhow::Error>>,
}

impl Failed {
    fn of(trouble: Trouble) -> Self {
        Self { trouble, sentence: None, cause: None }
    }
}

/// Marks an answer that a server reads, not a person.
#[derive(Clone, Copy)]
pub(super) struct ForServers;

/// A sentence of the occasion; [`render`] adds the name of the request.
#[derive(Clone)]
struct Told(String);

/// A refusal for another server, in words of its own.
pub(super) fn told(status: StatusCode, sentence: String) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Told(sentence));
    response
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = (self.trouble.status(), self.trouble.plain()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        Failed::of(self).into_response()
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match self {
            Self::Missing => Failed::of(Trouble::Missing),
            Self::Forbidden => Failed::of(Trouble::Forbidden),
            // A form shows its own faults; what comes here was sent past the form.
            Self::Invalid(_) => Failed::of(Trouble::Form),
            Self::Conflict(why) => Failed { sentence: Some(why), ..Failed::of(Trouble::Conflict) },
            Self::Internal(cause) if cause.downcast_ref::<Unavailable>().is_some() => return unavailable(cause),
            Self::Internal(cause) => {
                let trouble = if is_of_full_disk(&cause) { Trouble::Full } else { Trouble::Internal };
                Failed { cause: Some(Arc::new(cause)), ..Failed::of(trouble) }
            }
        }
        .into_response()
    }
}

/// How soon whoever found the database away may come again, in seconds.
const COME_AGAIN: HeaderValue = HeaderValue::from_static("10");

fn unavailable(cause: anyhow::Error) -> Response {
    let failed = Failed { cause: Some(Arc::new(cause)), ..Failed::of(Trouble::Away) };
    let mut response = failed.into_response();
    response.headers_mut().insert(RETRY_AFTER, COME_AGAIN);
    response
}

/// Whether the disk took nothing more, of pictures or of the database.
fn is_of_full_disk(cause: &anyhow::Error) -> bool {
    let mut causes = cause.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.any(|cause| cause.kind() == std::io::ErrorKind::StorageFull)
}

/// What is answered when a handler panics.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives it away")]
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let cause = anyhow::anyhow!("panic: {}", said.unwrap_or("without a word"));
    Failed { cause: Some(Arc::new(cause)), ..Failed::of(Trouble::Internal) }.into_response()
}

/// Turns a failure into the page of the person who asked, and logs it once if it is ours.
pub(super) async fn render(request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let mut response = next.run(request).await;
    let is_for_server = response.extensions_mut().remove::<ForServers>().is_some();
    if let Some(Told(sentence)) = response.extensions_mut().remove() {
        let id = visit.as_ref().map_or("", |visit| visit.request_id());
        let mut answer = problem(response.status(), &sentence, id);
        // What was said beside it stays, such as Retry-After.
        for (name, value) in response.headers() {
            if name != http::header::CONTENT_LENGTH {
                answer.headers_mut().append(name, value.clone());
            }
        }
        return answer;
    }
    let Some(mut failed) = response.extensions_mut().remove::<Failed>().or_else(|| of_axum(&response, is_for_server))
    else {
        return response;
    };
    let Some(visit) = visit else { return response };
    if let Some(cause) = &failed.cause {
        tracing::error!(cause = %format!("{cause:#}"), "a request failed");
    }
    if is_for_server {
        return problem(failed.trouble.status(), failed.trouble.plain(), visit.request_id());
    }
    let person = visit.person().await.unwrap_or(&Person::Anonymous);
    if failed.trouble == Trouble::Forbidden && !matches!(person, Person::Adult(_)) {
        failed = Failed::of(Trouble::Missing);
    }
    let mut answer = page(&visit, &failed, person).await;
    *answer.status_mut() = failed.trouble.status();
    // What was said with the failure stays, such as Allow and Retry-After.
    for (name, value) in response.headers() {
        if !answer.headers().contains_key(name) && name != http::header::CONTENT_LENGTH {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

/// Axum refuses some requests by itself, in English and in plain text.
fn of_axum(response: &Response, is_for_server: bool) -> Option<Failed> {
    let is_plain = response.headers().get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if is_for_server || !is_plain || !(response.status().is_client_error() || response.status().is_server_error()) {
        return None;
    }
    Trouble::of_status(response.status()).map(Failed::of)
}

#[derive(Template)]
#[template(path = "errors/page.html")]
struct ErrorPage {
    page: Page,
    what: String,
    todo: String,
    ask: String,
    request_id: String,
    link: Option<(String, String)>,
}

async fn page(visit: &Visit, failed: &Failed, person: &Person) -> Response {
    // The database may be what failed: then a page that asks it nothing.
    let page = Page::of_visit(visit, false).await.unwrap_or_else(|_| Page::bare(visit));
    let key = failed.trouble.key();
    let what = page.say(&format!("error-{key}-what"));
    let todo = failed.sentence.clone().unwrap_or_else(|| page.say(&format!("error-{key}-do")));
    let ask = page.say(match (failed.trouble, person) {
        (Trouble::Card | Trouble::Poster, _) => "error-card-gone-ask",
        (_, Person::Child(_)) => "error-ask-teacher",
        (_, Person::Adult(_) | Person::Family(_) | Person::Anonymous) => "error-ask-admin",
    });
    let link = (failed.trouble == Trouble::SignedOut).then(|| ("/sign-in".to_owned(), page.say("nav-sign-in")));
    // It says nothing of the address: what is there and what never was are answered with the same bytes.
    let mut page = page.titled(&what);
    page.here = String::new();
    Show(ErrorPage { page, what, todo, ask, request_id: visit.request_id().to_owned(), link }).into_response()
}

/// RFC 9457.
#[derive(Serialize)]
struct Problem<'a> {
    detail: &'a str,
    instance: String,
    status: u16,
    title: &'static str,
    r#type: &'static str,
}

/// It, in one line, as an answer.
pub(super) fn problem(status: StatusCode, sentence: &str, request_id: &str) -> Response {
    let body = serde_json::to_vec(&Problem {
        detail: sentence,
        instance: format!("request:{request_id}"),
        status: status.as_u16(),
        title: status.canonical_reason().unwrap_or_default(),
        r#type: "about:blank",
    });
    // Words and a number can always be written.
    let mut response = Response::new(Body::from(body.unwrap_or_default()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_insides_stay_inside() {
        let response = Error::Internal(anyhow::anyhow!("select * from pupils")).into_response();

        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.extensions().get::<Failed>().unwrap().trouble, Trouble::Internal);
    }

    #[test]
    fn t106_a_full_disk_is_told_from_other_trouble() {
        let answer = |kind: std::io::ErrorKind| {
            let cause = anyhow::Error::new(std::io::Error::from(kind)).context("writing a picture");
            Error::Internal(cause).into_response().status()
        };

        assert_eq!(answer(std::io::ErrorKind::StorageFull), StatusCode::INSUFFICIENT_STORAGE);
        assert_eq!(answer(std::io::ErrorKind::PermissionDenied), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn a_server_reads_one_line() {
        let response = problem(StatusCode::NOT_FOUND, Trouble::Missing.plain(), "abc");

        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        let text = std::str::from_utf8(&body).unwrap();
        let said: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(said["status"], 404);
        assert_eq!(said["instance"], "request:abc");
        assert!(!text.contains('\n'));
    }

    #[test]
    fn what_axum_refuses_by_itself_gets_our_page() {
        let plain = (StatusCode::BAD_REQUEST, "Invalid URL: Cannot parse").into_response();
        let page = (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "text/html")], "ours").into_response();

        assert_eq!(of_axum(&plain, false).unwrap().trouble, Trouble::Missing);
        assert!(of_axum(&plain, true).is_none());
        assert!(of_axum(&page, false).is_none());
    }
}
