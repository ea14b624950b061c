//! Letters of strangers, turned away before the house is woken: no session, no route, no line in the log for each.
//!
//! It answers only what the door would answer in the same words; whatever is less plain goes on to the door.

use std::sync::Mutex;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use federation::trust::Standing;
use federation::{Error as Fault, Reason};
use http::header::CONTENT_ENCODING;
use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};

use super::error_page::problem;
use super::inbox::Named;
use super::routes::{LETTER, length};
use super::{headers, inbox, visit};
use crate::domain::ids::ClassId;
use crate::school::School;
use crate::tokens;

/// The log is told of strangers this often at most: a flood must not fill the disk.
const TELL_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Who stands before the house of a school.
pub(super) struct Strangers {
    school: School,
    count: Mutex<Count>,
}

/// How many were turned away since the log was told.
#[derive(Default)]
struct Count {
    letters: u64,
    told_at: Option<Timestamp>,
}

impl Strangers {
    pub(super) fn of(school: &School) -> Self {
        Self { school: school.clone(), count: Mutex::default() }
    }

    /// The answer to a letter whose signature names a server that is not on the list. Every other request goes on, with
    /// what is known by now: the list is asked once.
    pub(super) async fn turn_away(&self, mut request: Request<Body>) -> Result<Request<Body>, Response> {
        let host = if is_plain_letter(&request) { inbox::named_host(&self.school, &request) } else { None };
        let Some(host) = host else { return Ok(request) };
        match self.school.standing(&host).await {
            Ok(Standing::Unknown) => return Err(self.refuse()),
            Ok(standing) => drop(request.extensions_mut().insert(Named { host, standing })),
            // The door finds the same trouble, and says it.
            Err(_) => {}
        }
        Ok(request)
    }

    fn refuse(&self) -> Response {
        self.count();
        let id = tokens::random(visit::ID_LENGTH);
        let mut response = problem(StatusCode::FORBIDDEN, &Fault::Refused(Reason::NotTrusted).to_string(), &id);
        headers::put(response.headers_mut(), self.school.urls.is_secure(), false);
        visit::name(&mut response, &id);
        response
    }

    fn count(&self) {
        let now = self.school.clock.now();
        let Ok(mut count) = self.count.lock() else { return };
        count.letters += 1;
        if count.told_at.is_none_or(|told_at| now >= told_at + TELL_EVERY) {
            tracing::info!(letters = count.letters, "strangers' letters were refused");
            *count = Count { letters: 0, told_at: Some(now) };
        }
    }
}

/// A letter to an inbox with nothing about it that the site would refuse first, and not to the school's own: a stranger
/// may hold an invitation.
fn is_plain_letter(request: &Request<Body>) -> bool {
    let path = request.uri().path();
    let is_inbox = path == "/ap/inbox"
        || path
            .strip_prefix("/ap/a/")
            .and_then(|rest| rest.strip_suffix("/inbox"))
            .is_some_and(|class| class.parse::<ClassId>().is_ok());
    is_inbox
        && request.method() == Method::POST
        && request.uri().query().is_none()
        && !request.headers().contains_key(CONTENT_ENCODING)
        && inbox::is_activity(request.headers())
        && length(request.headers()).is_none_or(|length| length <= LETTER)
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use http::header::{CONTENT_TYPE, HOST};
    use tower::ServiceExt;

    use super::*;
    use crate::web::House;
    use crate::web::tests::{Maple, at};

    fn letter(maple: &Maple, path: &str, key_id: &str) -> Request<Body> {
        Request::post(path)
            .header(HOST, maple.school.urls.host())
            .header(CONTENT_TYPE, "application/activity+json")
            .header("signature", format!("keyId=\"{key_id}\",headers=\"\",signature=\"\""))
            .body(Body::from("{}"))
            .unwrap()
    }

    /// Everything of an answer but the name of its request.
    async fn told(answer: Response) -> (StatusCode, Vec<(String, String)>, String) {
        let (head, body) = answer.into_parts();
        let id = head.headers["x-request-id"].to_str().unwrap().to_owned();
        let mut headers: Vec<(String, String)> = head
            .headers
            .iter()
            .filter(|(name, _)| *name != "x-request-id")
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort();
        let body = String::from_utf8(to_bytes(body, 10_000).await.unwrap().to_vec()).unwrap();
        assert!(body.contains(&id), "{body}");
        (head.status, headers, body.replace(&id, "…"))
    }

    #[tokio::test]
    async fn t14_a_stranger_is_told_the_same_before_the_house_as_in_it() {
        let maple = at("https://maple.example").await;
        let house = House::of(&maple.school);
        let key = "https://stranger.example/actor#main-key";

        for path in ["/ap/inbox", "/ap/a/0198c5a0c5a07000800000000000000a/inbox"] {
            let outside = house.strangers.turn_away(letter(&maple, path, key)).await.expect_err("an answer");
            let inside = house.rooms.clone().oneshot(letter(&maple, path, key)).await.unwrap();
            assert_eq!(told(outside).await, told(inside).await);
        }
    }

    #[tokio::test]
    async fn only_what_is_plainly_a_strangers_letter_is_turned_away_outside() {
        let maple = at("https://maple.example").await;
        let strangers = Strangers::of(&maple.school);
        let key = "https://stranger.example/actor#main-key";
        let usual = || letter(&maple, "/ap/inbox", key);
        let is_refused = async |request: Request<Body>| strangers.turn_away(request).await.is_err();
        let with = |name: &'static str, value: &str| {
            let mut request = usual();
            request.headers_mut().insert(name, value.parse().unwrap());
            request
        };

        assert!(is_refused(usual()).await);
        assert!(is_refused(with("content-length", "1048576")).await);
        assert!(!is_refused(with("content-length", "1048577")).await);
        assert!(!is_refused(with("content-type", "application/json")).await);
        assert!(!is_refused(with("content-encoding", "gzip")).await);
        assert!(!is_refused(with("signature", "nonsense")).await);
        assert!(!is_refused(letter(&maple, "/ap/inbox?%00", key)).await);
        assert!(!is_refused(letter(&maple, "/actor/inbox", key)).await);
        assert!(!is_refused(letter(&maple, "/ap/a/x/inbox", key)).await);
        assert!(!is_refused(letter(&maple, "/ap/inbox", "https://maple.example/actor#main-key")).await);
    }
}
