//! One request: which school was asked, who asks (looked up once, however many want to know), and what is told them next.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, REFERER};
use http::request::Parts;
use http::{HeaderValue, Method};
use tokio::sync::OnceCell;
use tower_sessions::Session;
use tracing::Instrument;

use super::error_page::Trouble;
use super::page::{Toast, Words, own_path};
use super::{csrf, languages, sessions};
use crate::domain::viewer::Person;
use crate::error::Result;
use crate::school::School;
use crate::tokens;

/// What is known of the request under way. Cloning shares it.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    school: School,
    session: Session,
    person: OnceCell<Person>,
    method: Method,
    path: String,
    here: String,
    words: Words,
    request_id: String,
}

/// Letters in the name of a request.
pub(super) const ID_LENGTH: usize = 12;

/// The name of a request, in the log and on error pages.
#[derive(Clone)]
pub(super) struct RequestId(pub(super) String);

impl Visit {
    pub fn school(&self) -> &School {
        &self.0.school
    }

    /// Who sits at the browser, as they stand now: rights are read anew for every request.
    pub async fn person(&self) -> Result<&Person> {
        self.0.person.get_or_try_init(|| sessions::who(&self.0.school, &self.0.session)).await
    }

    pub(super) fn session(&self) -> &Session {
        &self.0.session
    }

    pub(super) fn path(&self) -> &str {
        &self.0.path
    }

    /// The page that is looked at, with its query: of a form that was sent, the page it stands on.
    pub(super) fn here(&self) -> &str {
        &self.0.here
    }

    /// In the language that this pupil chose, else in that which was chosen in this browser, else in the school's.
    pub(super) fn words(&self) -> Words {
        match self.0.person.get() {
            Some(Person::Child(child)) => child.comfort.language.as_deref().map_or(self.0.words, Words::in_language),
            Some(Person::Anonymous | Person::Family(_) | Person::Adult(_)) | None => self.0.words,
        }
    }

    pub(super) fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The token for this person's forms.
    pub(super) async fn csrf(&self) -> Result<String> {
        let secret = &self.0.school.profile.secret;
        Ok(match (self.person().await?, self.0.session.id()) {
            (Person::Family(_) | Person::Child(_) | Person::Adult(_), Some(session)) => {
                csrf::of_session(secret, &session.to_string())
            }
            _ => csrf::of_nobody(secret, self.0.school.clock.now()),
        })
    }

    /// Whether a form's token is this person's.
    pub(super) async fn is_own_token(&self, token: &str) -> Result<bool> {
        let secret = &self.0.school.profile.secret;
        Ok(match self.person().await? {
            Person::Anonymous => csrf::is_nobodys(secret, self.0.school.clock.now(), token),
            Person::Family(_) | Person::Child(_) | Person::Adult(_) => csrf::same(&self.csrf().await?, token),
        })
    }

    /// The toast left by the page before. It is shown once, and only on a page that is looked at.
    pub(super) async fn take_toast(&self) -> Result<Option<Toast>> {
        if self.0.method != Method::GET {
            return Ok(None);
        }
        sessions::take_toast(&self.0.session, self.0.school.clock.now()).await
    }
}

impl FromRequestParts<School> for Visit {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &School) -> Result<Self, Trouble> {
        parts.extensions.get::<Self>().cloned().ok_or(Trouble::Internal)
    }
}

/// A word for the next page: "Let in. Undo". Nothing is kept for visitors, who have no session.
pub struct Flash(Visit);

impl Flash {
    /// Says the sentence of this key on the next page.
    pub async fn say(&self, key: &str, values: &[(&str, String)]) -> Result<()> {
        self.keep(key, values, None, 0).await
    }

    /// The same with a way back: a POST to `undo_url`, offered for so many seconds from now.
    pub async fn say_with_undo(
        &self,
        key: &str,
        values: &[(&str, String)],
        undo_url: String,
        seconds: u32,
    ) -> Result<()> {
        self.keep(key, values, Some(undo_url), seconds).await
    }

    /// The language that this person reads.
    pub(super) fn words(&self) -> Words {
        self.0.words()
    }

    async fn keep(&self, key: &str, values: &[(&str, String)], undo_url: Option<String>, seconds: u32) -> Result<()> {
        let school = self.0.school();
        if *self.0.person().await? == Person::Anonymous {
            return Ok(());
        }
        let text = self.words().with(key, values);
        sessions::put_toast(self.0.session(), Toast { text, undo_url, seconds }, school.clock.now()).await
    }
}

impl FromRequestParts<School> for Flash {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> Result<Self, Trouble> {
        Visit::from_request_parts(parts, school).await.map(Self)
    }
}

/// Begins the visit, inside the session's layer.
pub(super) async fn begin(State(school): State<School>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let request_id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
    if let Some(session) = session {
        let visit = Visit(Arc::new(Inner {
            here: here(&school, &request),
            words: languages::chosen(&school, request.headers()).unwrap_or_else(|| Words::of(&school)),
            school,
            session,
            person: OnceCell::new(),
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            request_id,
        }));
        request.extensions_mut().insert(visit);
    }
    next.run(request).await
}

fn here(school: &School, request: &Request) -> String {
    let asked = request.uri().path_and_query().map(|asked| asked.as_str().to_owned());
    let sent_from = || {
        let referrer = request.headers().get(REFERER)?.to_str().ok()?;
        let referrer = referrer.strip_prefix(&school.urls.home().origin().ascii_serialization())?;
        Some(referrer.split('#').next().unwrap_or_default().to_owned())
    };
    let here = if request.method() == Method::GET { asked } else { sent_from() };
    here.filter(|here| own_path(here).is_some()).unwrap_or_else(|| "/".to_owned())
}

/// One line in the log for each request: the route as it is declared, never the address, which may hold a token.
///
/// Which route it is comes to be known further in, and is told by [`on_route`].
pub(super) async fn trace(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = tokens::random(ID_LENGTH);
    let span = tracing::info_span!("request", id = %id, method = %request.method(), route = tracing::field::Empty);
    request.extensions_mut().insert(RequestId(id.clone()));

    let mut response = next.run(request).instrument(span.clone()).await;
    // The session's layer fails without a word.
    if response.status().is_server_error() && !response.headers().contains_key(CONTENT_TYPE) {
        *response.body_mut() = Body::from(Trouble::Internal.plain());
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    name(&mut response, &id);
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), millis, "answered"));
    response
}

/// Says the name of a request in its answer.
pub(super) fn name(response: &mut Response, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert("x-request-id", value);
    }
}

/// Tells the log which route the request under way is for.
pub(super) fn on_route(path: &str) {
    tracing::Span::current().record("route", path);
}
