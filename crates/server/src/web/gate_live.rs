//! What waits at a gate, told to a page that stays open: how much, never what. Server-sent events (WHATWG HTML, section 9.2).
//!
//! Whoever listens is looked at anew each time, as for a page; that does not count as using the session.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::Path;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::json;

use super::desk::gate_class;
use super::gate::waiting_at;
use super::page::{Words, counted, waiting_words};
use super::proofs::Staff;
use super::sessions;
use super::visit::Visit;
use crate::domain::viewer::Person;
use crate::error::Result;
use crate::listeners::Place;
use crate::school::School;
use crate::store;

/// As often as this it is looked whether another number waits.
const LOOK: Duration = Duration::from_secs(2);
/// After so many looks the same number is told again: a connection on which nothing moves would be taken for dead, and a page
/// that has decided meanwhile does not go by what it heard before.
const AGAIN: u32 = 10;
/// After so many looks the browser asks anew.
const LOOKS: u32 = 300;
const KIND: &str = "text/event-stream";

struct Listening {
    school: School,
    visit: Visit,
    place: Place,
    slug: String,
    /// What was told last, and at which look.
    told: Option<((i64, i64), u32)>,
    looks: u32,
}

/// `event: waiting`, `data: {"here": 3, "words": "3 waiting", "all": "12"}`: at once, when it has changed, and now and then. Ends with the
/// session, with the right to see this gate, and with the server; a browser then asks again, and is told as on any page.
pub(super) async fn listen(
    school: School,
    Staff(adult): Staff,
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    gate_class(&school, &adult, &slug).await?;
    // A link to it, followed, would be a page that never ends.
    if !headers.get_all(ACCEPT).iter().any(|accepted| accepted.to_str().is_ok_and(|kinds| kinds.contains(KIND))) {
        return Ok(StatusCode::NOT_ACCEPTABLE.into_response());
    }
    let Some(place) = school.listeners.place(adult.id.to_string()) else {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    };
    let listening = Listening { school, visit, place, slug, told: None, looks: 0 };
    // nginx would keep it until there is a page full of it.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((unbuffered, Sse::new(stream::unfold(listening, next))).into_response())
}

async fn next(mut listening: Listening) -> Option<(Result<Event, Infallible>, Listening)> {
    while listening.looks < LOOKS {
        if listening.looks > 0 {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = listening.place.ended() => return None,
            }
        }
        listening.looks += 1;
        // Whatever is wrong, the page says it when it is asked for again.
        let numbers = listening.look().await.ok()??;
        if listening.told.is_some_and(|(told, at)| told == numbers && listening.looks < at + AGAIN) {
            continue;
        }
        listening.told = Some((numbers, listening.looks));
        let event = event(listening.visit.words(), numbers);
        return Some((Ok(event), listening));
    }
    None
}

impl Listening {
    /// How much waits at this gate, and in all. None for whoever may not see it any more.
    async fn look(&self) -> Result<Option<(i64, i64)>> {
        let (school, session) = (&self.school, self.visit.session());
        if session.load().await.is_err() {
            return Ok(None);
        }
        let Person::Adult(adult) = sessions::who(school, session).await? else { return Ok(None) };
        let class = gate_class(school, &adult, &self.slug).await?;
        let trays = store::moderation::counts(&mut school.db.read(), &adult.id, school.clock.now()).await?;
        let here = waiting_at(school, &adult, &class, &trays).await?;
        let all = super::page::waiting(school, &adult, &trays).await?;
        Ok(Some((here, all.unwrap_or(here))))
    }
}

fn event(words: Words, (here, all): (i64, i64)) -> Event {
    let data = json!({ "here": here, "words": waiting_words(words, here), "all": counted(all) });
    Event::default().event("waiting").data(data.to_string())
}
