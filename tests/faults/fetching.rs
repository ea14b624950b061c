//! Answers of a partner's server that are meant to hurt: too slow, too long, packed, leading elsewhere, or of another kind.
//!
//! A letter whose key has to be fetched makes a school ask; its answer comes when the school has had enough.

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use federation::signature::Signer;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use tests::peers::{Page, Peer, Script, Wire};
use tests::people::Answer;
use tokio::io::AsyncWriteExt;

use super::schools::School;
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t30_t32_no_redirect_leads_away_and_no_signature_goes_along,
    t33_what_drips_is_given_up_after_ten_seconds,
    t33_what_is_too_long_is_given_up_at_a_mebibyte,
    t34_documents_that_lead_to_each_other_are_not_followed_for_long,
    t35_only_what_an_address_says_of_itself_is_believed,
];

const ACTIVITY: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\n";
const MEBIBYTE: u64 = 1024 * 1024;

/// A letter that is signed with a key at this address of the peer.
async fn asks_for(world: &World, maple: &School, peer: &Peer, path: &str) -> (Answer, Duration) {
    let signer = Signer { key_id: peer.url(&format!("{path}#main-key")), key: peer.key.clone() };
    let mut letter = peer.letter("Follow", maple.actor().as_str());
    letter["actor"] = peer.url(path).into();
    let began = Instant::now();
    let answer = maple.hears(world, &maple.letter(&signer, &letter)).await;
    (answer, began.elapsed())
}

/// A script from what is said first, and then again and again until nobody listens.
fn endless(first: Vec<u8>, again: Vec<u8>, pause: Duration) -> Script {
    Arc::new(move |mut stream: Box<dyn Wire>| {
        let (first, again) = (first.clone(), again.clone());
        Box::pin(async move {
            stream.write_all(&first).await?;
            let mut beats = tokio::time::interval(pause.max(Duration::from_micros(1)));
            loop {
                if !pause.is_zero() {
                    beats.tick().await;
                }
                stream.write_all(&again).await?;
                stream.flush().await?;
            }
        })
    })
}

async fn t33_what_drips_is_given_up_after_ten_seconds(world: &mut World) {
    let maple = world.school("maple").await;
    let mut peers = Vec::new();
    for (number, (why, first, again)) in [
        ("a byte a time", format!("{ACTIVITY}Content-Length: 900000\r\n\r\n{{").into_bytes(), b" ".to_vec()),
        ("a header a time", ACTIVITY.as_bytes().to_vec(), b"X-More: and more\r\n".to_vec()),
        (
            "a chunk a time",
            format!("{ACTIVITY}Transfer-Encoding: chunked\r\n\r\n").into_bytes(),
            b"1\r\n \r\n".to_vec(),
        ),
        ("nothing at all", Vec::new(), Vec::new()),
    ]
    .into_iter()
    .enumerate()
    {
        let peer = world.peer(&format!("slow-{number}.example")).await;
        maple.trust(&peer.host).await;
        peer.plays("/a/1", endless(first, again, Duration::from_millis(200)));
        peers.push((why, peer));
    }
    let memory = maple.memory();

    let all = peers.iter().map(|(why, peer)| {
        let (world, maple) = (&*world, &maple);
        async move {
            let (answer, took) = asks_for(world, maple, peer, "/a/1").await;
            assert_eq!(answer.status, 503, "{why}: {}", answer.text());
            assert!((8..20).contains(&took.as_secs()), "{why}: {took:?}");
        }
    });
    let others = async {
        // Meanwhile everybody else is answered at once.
        for _ in 0..20 {
            let began = Instant::now();
            assert_eq!(world.client().get(maple.urls.to("/about")).send().await.unwrap().status(), 200);
            assert!(began.elapsed() < Duration::from_secs(5));
        }
    };
    tokio::join!(futures(all.collect()), others);

    assert!(maple.memory() < memory + 8 * MEBIBYTE, "{memory} -> {}", maple.memory());
    // Its twin is slow, and ends in time.
    let peer = world.peer("twin.example").await;
    maple.trust(&peer.host).await;
    peer.answers("/a/1", Page { after: Duration::from_secs(2), ..Page::of(&peer.document(&peer.key)) });
    let (answer, took) = asks_for(world, &maple, &peer, "/a/1").await;
    assert_eq!((answer.status, took.as_secs()), (202, 2), "{}", answer.text());
}

/// All of them at once.
async fn futures(work: Vec<impl Future<Output = ()>>) {
    let mut work: Vec<_> = work.into_iter().map(Box::pin).collect();
    std::future::poll_fn(|context| {
        work.retain_mut(|one| one.as_mut().poll(context).is_pending());
        if work.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

/// Packed a thousand to one.
fn bomb(start: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(start.as_bytes()).unwrap();
    for _ in 0..200 {
        packed.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    packed.finish().unwrap()
}

async fn t33_what_is_too_long_is_given_up_at_a_mebibyte(world: &mut World) {
    let maple = world.school("maple").await;
    let packed = bomb("{\"a\":\"");
    let packed_head = format!("{ACTIVITY}Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
    let chunk = [format!("{:x}\r\n", 64 * 1024).into_bytes(), vec![b' '; 64 * 1024], b"\r\n".to_vec()].concat();
    let long = "y".repeat(16 * 1024);
    // Once for nothing: what a first letter needs stays.
    let first = world.peer("first.example").await;
    maple.trust(&first.host).await;
    assert_eq!(asks_for(world, &maple, &first, "/a/1").await.0.status, 202);
    let memory = maple.memory();

    for (number, (why, start, again)) in [
        ("chunks without end", format!("{ACTIVITY}Transfer-Encoding: chunked\r\n\r\n").into_bytes(), chunk),
        ("a body without end", format!("{ACTIVITY}\r\n").into_bytes(), vec![b' '; 64 * 1024]),
        (
            "two gigabytes said",
            format!("{ACTIVITY}Content-Length: 2147483648\r\n\r\n").into_bytes(),
            vec![b' '; 64 * 1024],
        ),
        ("packed", [packed_head.into_bytes(), packed].concat(), b"\r\n".to_vec()),
        ("headers without end", ACTIVITY.as_bytes().to_vec(), format!("X-{long}: {long}\r\n").into_bytes()),
        (
            "trailers without end",
            format!("{ACTIVITY}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n").into_bytes(),
            format!("X-More: {long}\r\n").into_bytes(),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let peer = world.peer(&format!("long-{number}.example")).await;
        maple.trust(&peer.host).await;
        peer.plays("/a/1", endless(start, again, Duration::ZERO));

        let (answer, took) = asks_for(world, &maple, &peer, "/a/1").await;

        assert!([401, 403, 503].contains(&answer.status), "{why}: {} {}", answer.status, answer.text());
        assert!(took < Duration::from_secs(20), "{why}: {took:?}");
        assert!(maple.memory() < memory + 16 * MEBIBYTE, "{why}: {memory} -> {}", maple.memory());
        assert_eq!(peer.times("GET /a/1"), 1, "{why}: asked once");
    }
    // Its twin is packed, too, and of an honest length.
    let peer = world.peer("twin.example").await;
    maple.trust(&peer.host).await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(peer.document(&peer.key).to_string().as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let head = format!("{ACTIVITY}Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
    let whole = [head.into_bytes(), packed].concat();
    peer.plays(
        "/a/1",
        Arc::new(move |mut stream| {
            let whole = whole.clone();
            Box::pin(async move {
                stream.write_all(&whole).await?;
                stream.shutdown().await
            })
        }),
    );
    let (answer, _) = asks_for(world, &maple, &peer, "/a/1").await;
    assert_eq!(answer.status, 202, "{}", answer.text());
}

async fn t30_t32_no_redirect_leads_away_and_no_signature_goes_along(world: &mut World) {
    let maple = world.school("maple").await;
    let (west, wild) = (world.peer("west.example").await, world.peer("wild.example").await);
    maple.trust(&west.host).await;
    let to = |status: u16, location: String| Page { location: Some(location), ..Page::status(status) };

    for (number, status) in [301, 302, 303, 307, 308].into_iter().enumerate() {
        let oak = world.peer(&format!("oak-{number}.example")).await;
        maple.trust(&oak.host).await;
        let page = format!("/partners/{}", maple.slug());
        let teacher = maple.teacher(world).await;
        let ask = async |path: &str| {
            teacher.post(&page, &format!("{page}/follow"), &[("address", &oak.url(path))]).await.status
        };
        oak.answers("/self", to(status, oak.url("/self")));
        for hop in 0..20 {
            oak.answers(&format!("/hop/{hop}"), to(status, oak.url(&format!("/hop/{}", hop + 1))));
        }
        for (case, location) in [
            wild.url("/a/1"),
            west.url("/a/1"),
            format!("http://{}/a/1", oak.host),
            format!("https://{}:8443/a/1", oak.host),
            "https://10.0.0.5/a/1".to_owned(),
            "https://127.0.0.1/a/1".to_owned(),
            format!("https://user@{}/a/1", oak.host),
            "file:///etc/passwd".to_owned(),
            "data:application/activity+json,{}".to_owned(),
            "//wild.example/a/1".to_owned(),
            oak.url("/self"),
            oak.url("/hop/1"),
        ]
        .into_iter()
        .enumerate()
        {
            let path = format!("/leads/{case}");
            oak.answers(&path, to(status, location.clone()));
            assert_eq!(ask(&path).await, 422, "{status} to {location}");
        }
        assert_eq!(oak.times("GET /hop/2"), 0, "one hop at most");
        // An address beside a document leads nowhere.
        oak.answers(
            "/a/7",
            Page { location: Some(wild.url("/a/7")), ..Page::of(&oak.document_at("/a/7", "#main-key", &oak.key)) },
        );
        assert_eq!(ask("/a/7").await, 200);
        // Its twin leads to another place of the same server.
        oak.answers("/a/8", Page::of(&oak.document_at("/a/8", "#main-key", &oak.key)));
        oak.answers("/leads/home", to(status, oak.url("/a/8")));
        assert_eq!(ask("/leads/home").await, 200, "{status} within the server");
        assert!(oak.seen().iter().all(|seen| !seen.headers.contains_key("cookie")));
    }
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));
    assert_eq!((west.connections(), world.dns.times(&west.host)), (0, 0), "nor to one that is trusted");
}

async fn t34_documents_that_lead_to_each_other_are_not_followed_for_long(world: &mut World) {
    let maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    maple.trust(&oak.host).await;
    // A key names an owner, who is somewhere else, whose key has another owner.
    for number in 0..30 {
        let (path, next) = (format!("/a/{}", number + 100), format!("/a/{}", number + 101));
        let mut document = oak.document_at(&path, "#main-key", &oak.key);
        document["id"] = json!(oak.url(&next));
        document["publicKey"]["owner"] = json!(oak.url(&next));
        oak.answers(&path, Page::of(&document));
    }

    let (answer, took) = asks_for(world, &maple, &oak, "/a/100").await;

    assert!([401, 403].contains(&answer.status), "{}", answer.text());
    assert!(took < Duration::from_secs(30) && oak.connections() <= 5, "{took:?}, {} connections", oak.connections());
    // Its twin ends at the first.
    assert_eq!(asks_for(world, &maple, &oak, "/a/1").await.0.status, 202);
}

async fn t35_only_what_an_address_says_of_itself_is_believed(world: &mut World) {
    let maple = world.school("maple").await;
    let west = world.peer("west.example").await;
    maple.trust(&west.host).await;

    for (number, why) in [
        "html",
        "json",
        "a picture",
        "no type",
        "another's id",
        "our id",
        "a tombstone",
        "missing",
        "gone",
        "an owner elsewhere",
    ]
    .into_iter()
    .enumerate()
    {
        let oak = world.peer(&format!("oak-{number}.example")).await;
        maple.trust(&oak.host).await;
        let good = oak.document(&oak.key);
        let of_kind = |kind: &str| Page { kind: kind.to_owned(), ..Page::of(&good) };
        let with = |property: &str, value: String| {
            let mut document = good.clone();
            document[property] = value.into();
            Page::of(&document)
        };
        let page = match number {
            0 => of_kind("text/html"),
            1 => of_kind("application/json"),
            2 => of_kind("image/png"),
            3 => of_kind(""),
            4 => with("id", west.actor()),
            5 => with("id", maple.actor().to_string()),
            6 => Page::of(&json!({ "id": oak.actor(), "type": "Tombstone" })),
            7 => Page::status(404),
            8 => Page::status(410),
            _ => {
                let mut document = good.clone();
                document["publicKey"]["owner"] = west.actor().into();
                Page::of(&document)
            }
        };
        oak.answers("/a/1", page);

        let (answer, _) = asks_for(world, &maple, &oak, "/a/1").await;

        assert!([401, 403].contains(&answer.status), "{why}: {} {}", answer.status, answer.text());
        // Its twin, another class of the same server, is what it says.
        oak.answers("/a/2", Page::of(&oak.document_at("/a/2", "#main-key", &oak.key)));
        assert_eq!(asks_for(world, &maple, &oak, "/a/2").await.0.status, 202, "{why}");
    }
    assert_eq!((west.connections(), world.dns.times(&west.host)), (0, 0));
}
