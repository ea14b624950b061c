//! Requests that two readers could read differently, and requests that never end: said to nginx with the program behind it,
//! and to the program alone.

use std::time::Duration;

use tests::traces::Trace;

use super::raw::{Line, statuses};
use super::schools::School;
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t12_requests_that_can_be_read_in_two_ways_are_refused_and_the_connection_ends,
    t12_a_head_that_is_too_large_is_refused,
    t12_a_body_that_never_comes_is_not_waited_for_long,
    t12_empty_frames_without_end_stop_nothing,
];

/// What is asked for behind the back of a request that is read in two ways.
const SMUGGLED: &str = "GET /robots.txt HTTP/1.1\r\nHost: maple.example\r\n\r\n";

/// Asks the same of nginx and of the program. What is said is all that was answered until the end.
async fn both(world: &World, school: &School, bytes: &str, why: &str) -> [String; 2] {
    let mut said = Vec::new();
    for mut line in [Line::to_front(world, school, "http/1.1").await, Line::to_program(school).await] {
        line.say(bytes).await;
        said.push(line.hear_all().await.unwrap_or_else(|| panic!("{why}: the connection stays open")));
    }
    said.try_into().unwrap()
}

/// The school is as it was, and answers.
async fn unharmed(world: &World, school: &mut School, before: &Trace, why: &str) {
    assert_eq!(&school.trace().await, before, "{why}");
    assert!(school.is_alive(), "{why}");
    let answer = world.client().get(school.urls.to("/healthz")).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{why}");
}

async fn t12_requests_that_can_be_read_in_two_ways_are_refused_and_the_connection_ends(world: &mut World) {
    let mut maple = world.school("maple").await;
    let before = maple.trace().await;
    let post = "POST /ap/inbox HTTP/1.1\r\nHost: maple.example\r\nContent-Type: application/activity+json\r\n";
    let get = "GET /robots.txt HTTP/1.1\r\n";

    for (why, request) in [
        ("a length and chunks", format!("{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
        ("chunks and a length", format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")),
        ("two lengths", format!("{post}Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello")),
        ("two lengths in one", format!("{post}Content-Length: 5, 0\r\n\r\nhello")),
        ("a length with a sign", format!("{post}Content-Length: +5\r\n\r\nhello")),
        ("a length below nothing", format!("{post}Content-Length: -5\r\n\r\nhello")),
        ("a length beyond numbers", format!("{post}Content-Length: 99999999999999999999999\r\n\r\nhello")),
        ("chunks that are not last", format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")),
        ("chunks of another name", format!("{post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")),
        ("a chunk without a size", format!("{post}Transfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n0\r\n\r\n")),
        (
            "a chunk beyond numbers",
            format!("{post}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        ),
        ("a folded line", format!("{get}Host: maple.example\r\nX-Folded: a\r\n b\r\n\r\n")),
        ("a folded host", format!("{get}Host: oak.example\r\n maple.example\r\n\r\n")),
        ("a space before the colon", format!("{post}Content-Length : 5\r\n\r\nhello")),
        ("no host", format!("{get}\r\n")),
        ("two hosts", format!("{get}Host: maple.example\r\nHost: oak.example\r\n\r\n")),
        ("one host twice", format!("{get}Host: maple.example\r\nHost: maple.example\r\n\r\n")),
        ("an empty host", format!("{get}Host:\r\n\r\n")),
        ("a nul within", format!("{get}Host: maple.example\r\nX-Nul: a\0b\r\n\r\n")),
        ("no version", "GET /robots.txt HTTP/9.9\r\nHost: maple.example\r\n\r\n".to_owned()),
        ("a line feed alone in a value", format!("{get}Host: maple.example\r\nX-Bare: a\rb\r\n\r\n")),
    ] {
        let said = both(world, &maple, &format!("{request}{SMUGGLED}"), why).await;
        for (who, said) in ["nginx", "the program"].iter().zip(&said) {
            let found = statuses(said);
            assert!(found.len() <= 1, "{why}, {who}: {said}");
            assert!(found.iter().all(|status| (400..=505).contains(status) && *status != 404), "{why}, {who}: {said}");
            assert!(!said.contains("User-agent"), "{why}, {who}: {said}");
        }
        unharmed(world, &mut maple, &before, why).await;
    }

    // Its twin: what can be read in one way only is answered, and so is what comes behind it.
    let last = SMUGGLED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    for request in [
        format!("{post}Content-Length: 5\r\n\r\nhello"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        format!("{get}Host: maple.example\r\n\r\n"),
    ] {
        for said in both(world, &maple, &format!("{request}{last}"), &request).await {
            assert_eq!(statuses(&said).last(), Some(&200), "{said}");
            assert_eq!(statuses(&said).len(), 2, "{said}");
        }
    }
    let old = both(world, &maple, "GET /robots.txt HTTP/1.0\r\nHost: maple.example\r\n\r\n", "an old version").await;
    assert!(old.iter().all(|said| statuses(said) == [200]), "{old:?}");
    // As a proxy would be asked, for somebody else: the program answers for its own school or not at all.
    let elsewhere = both(
        world,
        &maple,
        "GET https://oak.example/robots.txt HTTP/1.1\r\nHost: maple.example\r\nConnection: close\r\n\r\n",
        "a whole address",
    )
    .await;
    assert_eq!(statuses(&elsewhere[1]), [400], "{elsewhere:?}");
    unharmed(world, &mut maple, &before, "all of it").await;
}

async fn t12_a_head_that_is_too_large_is_refused(world: &mut World) {
    let mut maple = world.school("maple").await;
    let before = maple.trace().await;
    let get = "GET /robots.txt HTTP/1.1\r\nHost: maple.example\r\nConnection: close\r\n";
    let many = |number: usize| (0..number).map(|number| format!("x-{number}: y\r\n")).collect::<Vec<_>>().concat();
    let memory = maple.memory();

    for (why, bomb) in [
        ("many headers", many(5000)),
        ("a long one", format!("x: {}\r\n", "y".repeat(256 * 1024))),
        ("a long name", format!("{}: y\r\n", "x".repeat(256 * 1024))),
        ("without an end", format!("x: {}", "y".repeat(1024 * 1024))),
    ] {
        for said in both(world, &maple, &format!("{get}{bomb}\r\n"), why).await {
            let found = statuses(&said);
            assert!(found.is_empty() || found == [400] || found == [431] || found == [414], "{why}: {said}");
        }
        unharmed(world, &mut maple, &before, why).await;
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: maple.example\r\n\r\n", "x".repeat(256 * 1024));
    for said in both(world, &maple, &long, "a long address").await {
        assert!(statuses(&said).iter().all(|status| [400, 414, 431].contains(status)), "{said}");
    }
    assert!(maple.memory() < memory + 4 * 1024 * 1024, "{memory} -> {}", maple.memory());
    // Its twin has as much as is allowed.
    for said in both(world, &maple, &format!("{get}{}\r\n", many(60)), "some headers").await {
        assert_eq!(statuses(&said), [200], "{said}");
    }
}

async fn t12_a_body_that_never_comes_is_not_waited_for_long(world: &mut World) {
    let mut maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    maple.trust(&oak.host).await;
    let call = maple.letter(&oak.signer(), &oak.letter("Follow", maple.actor().as_str()));
    let before = maple.trace().await;
    let head = format!("{}content-length: {}\r\nexpect: 100-continue\r\n", call.head(), call.body.len());

    let waits = async |mut line: Line| {
        line.say(format!("{head}\r\n")).await;
        let began = std::time::Instant::now();
        let said = line.hear_for(Duration::from_mins(1)).await;
        (said.map(|said| statuses(&said)), began.elapsed())
    };
    let (front, program) = (Line::to_front(world, &maple, "http/1.1").await, Line::to_program(&maple).await);
    let ended: [_; 2] = tokio::join!(waits(front), waits(program)).into();

    for (found, took) in ended {
        let found = found.expect("the connection ends");
        assert!(took < Duration::from_secs(45), "{took:?}");
        assert!(!found.contains(&202), "{found:?}");
    }
    unharmed(world, &mut maple, &before, "a body that never comes").await;
    // Its twin says the body.
    let mut line = Line::to_front(world, &maple, "http/1.1").await;
    line.say(format!("{head}\r\n")).await;
    assert_eq!(line.hear().await.unwrap().0, 100);
    line.say(&call.body).await;
    assert_eq!(line.hear().await.unwrap().0, 202);
}

/// A frame of HTTP/2 (RFC 9113, section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// The head of a request, every field as it is (RFC 7541, section 6.2.2).
fn fields(fields: &[(&str, &str)]) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    fields.iter().flat_map(|(name, value)| [vec![0], text(name), text(value)].concat()).collect()
}

async fn t12_empty_frames_without_end_stop_nothing(world: &mut World) {
    let mut maple = world.school("maple").await;
    let before = maple.trace().await;
    let head = |method: &str, path: &str| {
        fields(&[
            (":method", method),
            (":scheme", "https"),
            (":authority", "maple.example"),
            (":path", path),
            ("content-type", "application/activity+json"),
        ])
    };
    let start = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), frame(4, 0, 0, &[])].concat();
    let memory = maple.memory();

    for is_front in [true, false] {
        let mut line =
            if is_front { Line::to_front(world, &maple, "h2").await } else { Line::to_program(&maple).await };
        line.say([start.clone(), frame(1, 4, 1, &head("POST", "/ap/inbox"))].concat()).await;
        let some: Vec<u8> = (0..1000).flat_map(|_| frame(0, 0, 1, &[])).collect();
        let mut rounds = 0;
        while rounds < 200 && line.say(&some).await {
            rounds += 1;
        }
        unharmed(world, &mut maple, &before, "empty frames").await;
        // Headers that go on and on, of a request that never is.
        let mut line =
            if is_front { Line::to_front(world, &maple, "h2").await } else { Line::to_program(&maple).await };
        line.say([start.clone(), frame(1, 0, 1, &head("GET", "/robots.txt"))].concat()).await;
        let more = frame(9, 0, 1, &fields(&[("x", &"y".repeat(100))]).repeat(100));
        let mut rounds = 0;
        while rounds < 1000 && line.say(&more).await {
            rounds += 1;
        }
        // nginx reads on and keeps nothing of it; the program hangs up.
        assert!(is_front || rounds < 1000, "ten megabytes of headers were taken");
        unharmed(world, &mut maple, &before, "headers without end").await;
    }
    assert!(maple.memory() < memory + 8 * 1024 * 1024, "{memory} -> {}", maple.memory());
    // Its twin is a request as it should be.
    let answer = world.client_builder().http2_prior_knowledge().build().unwrap();
    let answer = answer.get(maple.urls.to("/robots.txt")).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, http::Version::HTTP_2));
}
