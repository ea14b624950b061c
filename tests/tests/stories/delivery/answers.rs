//! Every answer that a server can give to a letter, over real sockets, and what is written down after it.

use std::sync::Arc;

use jiff::SignedDuration;
use tests::peers::{Page, Script};
use tokio::io::AsyncWriteExt;

use super::{Crowd, fate};

/// Answers with these bytes and hangs up.
fn says(bytes: &'static str) -> Script {
    Arc::new(move |mut wire| {
        Box::pin(async move {
            wire.write_all(bytes.as_bytes()).await?;
            wire.shutdown().await
        })
    })
}

/// Answers with these bytes and says nothing more, for as long as the other side listens.
fn stalls_after(bytes: &'static str) -> Script {
    Arc::new(move |mut wire| {
        Box::pin(async move {
            wire.write_all(bytes.as_bytes()).await?;
            tokio::io::copy(&mut wire, &mut tokio::io::sink()).await.map(|_| ())
        })
    })
}

/// What is expected after one round.
#[derive(Clone, Copy)]
struct Expected {
    fate: &'static str,
    status: Option<i64>,
    /// Requests that it took.
    asked: usize,
    /// How long the letter waits, in minutes: at least and at most.
    waits: Option<(i64, i64)>,
    /// Whether all that is for the server waits.
    rests: bool,
}

const DELIVERED: Expected = Expected { fate: "delivered", status: None, asked: 1, waits: None, rests: false };
/// Again in about half a minute, and so long the server is left alone.
const SOON: Expected = Expected { fate: "again", status: None, asked: 1, waits: Some((0, 1)), rests: true };
const A_DAY: Expected = Expected { waits: Some((1439, 1441)), rests: false, ..SOON };

fn status(status: u16, expected: Expected) -> (String, Answer, Expected) {
    let expected = Expected { status: Some(status.into()), ..expected };
    (status.to_string(), Answer::Page(Page::status(status)), expected)
}

fn never(number: u16, why: &'static str) -> (String, Answer, Expected) {
    status(number, Expected { fate: why, ..DELIVERED })
}

enum Answer {
    Page(Page),
    Script(Script),
}

fn script(name: &str, script: Script, expected: Expected) -> (String, Answer, Expected) {
    (name.to_owned(), Answer::Script(script), expected)
}

fn cases() -> Vec<(String, Answer, Expected)> {
    let (moved, refused) = ("never: the inbox has moved", "never: the other server refused the letter");
    let no_inbox = "never: the inbox does not take letters";
    let named = |minutes| Expected { waits: Some(minutes), status: Some(429), ..SOON };
    let ok = Expected { status: Some(200), ..DELIVERED };
    vec![
        status(200, DELIVERED),
        status(202, DELIVERED),
        status(204, DELIVERED),
        never(301, moved),
        never(307, moved),
        status(400, Expected { asked: 2, ..SOON }),
        status(401, Expected { asked: 2, ..SOON }),
        never(402, refused),
        status(403, SOON),
        status(404, A_DAY),
        never(405, no_inbox),
        status(408, SOON),
        never(409, refused),
        status(410, A_DAY),
        never(413, "never: the letter is too large for the other server"),
        never(415, no_inbox),
        never(418, refused),
        status(421, SOON),
        never(422, refused),
        status(425, SOON),
        status(429, SOON),
        never(451, refused),
        status(500, SOON),
        status(501, SOON),
        status(502, SOON),
        status(503, SOON),
        status(504, SOON),
        script(
            "429 in an hour",
            says("HTTP/1.1 429 So\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"),
            named((59, 61)),
        ),
        script(
            "429 in a year",
            says("HTTP/1.1 429 So\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n"),
            named((359, 361)),
        ),
        script("an end before the answer", says(""), SOON),
        script("an end within the head", says("HTTP/1.1 20"), SOON),
        script("garbage", says("\u{1}\u{2}what you say\r\n\r\n"), SOON),
        script("an end within the body", says("HTTP/1.1 200 So\r\nContent-Length: 100\r\n\r\nten of it."), ok),
        script("an end after the answer", says("HTTP/1.1 200 So\r\nContent-Length: 2\r\n\r\nok"), ok),
        script(
            "a body that never ends",
            stalls_after("HTTP/1.1 202 So\r\nContent-Length: 100\r\n\r\nten of it."),
            Expected { status: Some(202), ..DELIVERED },
        ),
        script("silence", stalls_after(""), SOON),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn t96_every_answer_has_the_outcome_that_is_written_down() {
    let cases = cases();
    let crowd = Crowd::of(cases.len()).await;
    let before: Vec<usize> = crowd.peers.iter().map(|peer| peer.times("POST /inbox")).collect();
    for (peer, (_, answer, _)) in crowd.peers.iter().zip(&cases) {
        match answer {
            Answer::Page(page) => peer.answers("/inbox", page.clone()),
            Answer::Script(script) => peer.plays("/inbox", Arc::clone(script)),
        }
    }
    crowd.maple.publish("Ships", "Nine ships.").await;

    assert!(crowd.round().await);

    let now = crowd.maple.school.clock.now();
    for ((peer, (name, _, expected)), before) in crowd.peers.iter().zip(&cases).zip(before) {
        let said = crowd.said_to(peer).await.remove(0);
        let fate = fate(&said);
        assert!(fate.starts_with(expected.fate), "{name}: {fate}");
        assert_eq!((said.last_status, said.attempts), (expected.status, 1), "{name}: {fate}");
        assert_eq!(peer.times("POST /inbox") - before, expected.asked, "{name}");
        let peer = schoolgate::store::deliveries::peer(&mut crowd.maple.school.db.read(), &peer.host).await.unwrap();
        assert_eq!(peer.open_until.is_some(), expected.rests, "{name}: {peer:?}");
        if let Some((least, most)) = expected.waits {
            let wait = said.due_at.duration_since(now) + SignedDuration::from_secs(20);
            assert!(wait >= SignedDuration::from_mins(least), "{name} is tried after {wait}");
            assert!(wait <= SignedDuration::from_mins(most), "{name} is tried after {wait}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t96_whom_nobody_finds_any_more_is_asked_for_a_week_and_then_an_admin_decides() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let taken_back = maple.publish("Taken back", "Once here.").await;
    assert!(crowd.round().await);
    peer.answers("/inbox", Page::status(410));
    maple.publish("Ships", "Nine ships.").await;
    maple.take_back(&taken_back).await;

    for days in [0, 1, 2, 4] {
        assert!(crowd.fates(peer).await.iter().all(|fate| !fate.starts_with("parked")), "after {days} days");
        maple.school.clock.advance(SignedDuration::from_hours(24 * days + 1));
        assert!(crowd.round().await);
    }

    assert_eq!(crowd.fates(peer).await, ["delivered", "parked: 410", "again: 410"], "a withdrawal never ends");
    // And it comes back.
    peer.answers("/inbox", Page::status(202));
    maple.school.clock.advance(SignedDuration::from_hours(25));
    assert!(crowd.round().await);
    assert_eq!(crowd.fates(peer).await, ["delivered", "parked: 410", "delivered"]);
}
