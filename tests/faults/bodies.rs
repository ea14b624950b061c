//! Letters that are larger than any letter: refused before they are held in memory.

use federation::limits;
use federation::signature::Scheme;
use http::Method;
use tests::peers::Call;

use super::raw::{Line, statuses};
use super::schools::School;
use super::verbs::befriend;
use super::world::{World, now};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t1_a_letter_that_is_too_large_is_refused_without_being_held,
    t2_no_depth_of_nesting_ends_the_released_program,
];

const MEBIBYTE: usize = 1024 * 1024;

/// Says the head of a letter with other headers, and then as much as is listened to of a body. The statuses of the answers.
async fn say(world: &World, maple: &School, front: bool, head: &str, body: &[u8], times: usize) -> Vec<u16> {
    let mut line = if front { Line::to_front(world, maple, "http/1.1").await } else { Line::to_program(maple).await };
    let mut said = 0;
    let mut listens = line.say(head).await;
    while listens && said < times {
        listens = line.say(body).await;
        said += 1;
    }
    statuses(&line.hear_all().await.unwrap_or_default())
}

fn unsigned(call: &Call) -> Call {
    call.clone().without("signature").without("digest")
}

async fn t1_a_letter_that_is_too_large_is_refused_without_being_held(world: &mut World) {
    let maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    let call = maple.letter(&oak.signer(), &oak.letter("Create", oak.article("Large")));
    let chunk = [format!("{:x}\r\n", 64 * 1024).into_bytes(), vec![b' '; 64 * 1024], b"\r\n".to_vec()].concat();
    let plain = vec![b' '; 64 * 1024];
    let close = "connection: close\r\n";
    // What a letter of the largest size needs is had first: it is kept for the next.
    let mut largest = oak.letter("Create", oak.article("Large"));
    largest["object"]["source"] = "y".repeat(MEBIBYTE - 2000).into();
    assert_eq!(maple.hears_from(world, &oak, &largest).await.status, 202);

    for front in [false, true] {
        let (memory, before) = (maple.memory(), maple.trace().await);
        let length = |length: usize| format!("content-length: {length}\r\n{close}\r\n");
        for (why, head, body, times, expected) in [
            ("a byte too long", call.head() + &length(MEBIBYTE + 1), &plain, 17, 413),
            ("a gigabyte said", call.head() + &length(1024 * MEBIBYTE), &plain, 2000, 413),
            ("chunks", format!("{}transfer-encoding: chunked\r\n{close}\r\n", call.head()), &chunk, 1000, 413),
            ("gzip", format!("{}content-encoding: gzip\r\n{}", call.head(), length(100)), &plain, 1, 415),
            ("br", format!("{}content-encoding: br\r\n{}", call.head(), length(100)), &plain, 1, 415),
            ("zstd", format!("{}content-encoding: zstd\r\n{}", call.head(), length(100)), &plain, 1, 415),
            ("unsigned", unsigned(&call).head() + &length(100 * MEBIBYTE), &plain, 1600, 401),
            ("unsigned, of a letter's size", unsigned(&call).head() + &length(MEBIBYTE), &plain, 16, 401),
            ("of fewer bytes than follow", call.head() + &length(10), &plain, 100, 401),
        ] {
            let found = say(world, &maple, front, &head, body, times).await;
            // Whoever goes on talking may not hear the answer before the connection breaks.
            assert!(
                found.iter().all(|status| *status == expected || (*status == 400 || *status == 413)),
                "{why}: {found:?}"
            );
            if times < 20 {
                assert_eq!(found.first(), Some(&expected), "{why}");
            }
            assert_eq!(maple.trace().await, before, "{why}");
        }
        let grown = maple.memory().saturating_sub(memory);
        assert!(grown < 4 * MEBIBYTE as u64, "nginx {front}: {grown} bytes more");
    }
    // Its twin is as large as a letter may be, and no larger.
    assert_eq!(maple.hears(world, &call).await.status, 202);
}

async fn t2_no_depth_of_nesting_ends_the_released_program(world: &mut World) {
    let mut maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    let nested = |open: &str, close: &str, depth: usize| {
        let letter = oak.letter("Create", oak.article("Deep")).to_string();
        let deep = format!("{{\"deep\":{}1{},", open.repeat(depth), close.repeat(depth));
        letter.replacen('{', &deep, 1)
    };
    let send = async |letter: &str| {
        let inbox = maple.urls.shared_inbox();
        let call = Call::signed_to(&oak.signer(), Scheme::Cavage, &inbox, &Method::POST, letter.as_bytes(), now());
        maple.hears(world, &call).await.status
    };
    let before = maple.trace().await;

    for depth in [128, 200, 10_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            assert_eq!(send(&nested(open, close, depth)).await, 400, "{depth} times {open}");
        }
    }

    assert_eq!(maple.trace().await, before);
    // Its twin is as deep as may be read.
    assert_eq!(send(&nested("[", "]", limits::JSON_DEPTH - 2)).await, 202);
    assert!(maple.is_alive());
}
