//! The client against small servers on this computer, honest and hostile.

#![allow(clippy::unwrap_used)]

use std::sync::{LazyLock, Mutex};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::{
    delivery::{Fault, Meaning, meaning},
    ports::Answering,
    signature::{PrivateKey, Received, inspect},
};

const SOUTH: &str = "south.test";
static RSA: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate_rsa().unwrap());

fn now() -> Timestamp {
    "2026-11-23T14:00:00Z".parse().unwrap()
}

fn signer() -> Signer {
    Signer { key_id: "http://north.test/actor#main-key".to_owned(), key: RSA.clone() }
}

fn url(path: &str) -> Url {
    format!("http://{SOUTH}{path}").parse().unwrap()
}

/// Knows a few hosts, and remembers who was asked about.
struct List {
    known: HashMap<&'static str, Standing>,
    asked: Mutex<Vec<String>>,
}

impl Gatekeeper for List {
    fn standing<'a>(&'a self, host: &'a str) -> Answering<'a, Result<Standing, Error>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let standing = self.known.get(host).copied().unwrap_or(Standing::Unknown);
        Box::pin(async move { Ok(standing) })
    }
}

/// A request as the small server saw it.
#[derive(Clone)]
struct Seen {
    line: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A server that answers with raw bytes, and remembers what it was asked.
struct Small {
    client: Client,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Small {
    async fn answering(answer: impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static) -> Small {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), seen.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, log) = (answer.clone(), log.clone());
                tokio::spawn(async move {
                    let _ = serve(stream, &*answer, &log).await;
                });
            }
        });
        Small { client: client(address, Standing::Trusted), seen }
    }

    fn address(&self) -> SocketAddr {
        match &self.client.0.network {
            Network::Local { hosts } => hosts[SOUTH],
            Network::Public => panic!(),
        }
    }

    /// Answers each path with one answer, and all else with 404.
    async fn with(pages: Vec<(&'static str, Vec<u8>)>) -> Small {
        Small::answering(move |seen| {
            let path = seen.line.split(' ').nth(1).unwrap();
            let page = pages.iter().find(|(page, _)| *page == path);
            page.map_or_else(|| status("404 Not Found"), |(_, answer)| answer.clone())
        })
        .await
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    answer: &(impl Fn(&Seen) -> Vec<u8> + Send + Sync),
    log: &Mutex<Vec<Seen>>,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.lines();
    let line = lines.next().unwrap().to_owned();
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.append(name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap());
    }
    let length = headers.get("content-length").map_or(0, |length| length.to_str().unwrap().parse().unwrap());
    while bytes.len() < head + 4 + length {
        stream.read_buf(&mut bytes).await?;
    }
    let seen = Seen { line, headers, body: bytes[head + 4..].to_vec() };
    log.lock().unwrap().push(seen.clone());
    let answer = answer(&seen);
    if answer == DRIP {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\n\r\n").await?;
        let mut drops = tokio::time::interval(Duration::from_millis(10));
        loop {
            drops.tick().await;
            stream.write_all(b" ").await?;
        }
    }
    stream.write_all(&answer).await?;
    stream.shutdown().await
}

/// Stands for an answer that never ends.
const DRIP: &[u8] = b"drip";

fn client(address: SocketAddr, standing: Standing) -> Client {
    let hosts = HashMap::from([(SOUTH.to_owned(), address)]);
    client_of(
        Network::Local { hosts },
        Arc::new(List { known: HashMap::from([(SOUTH, standing)]), asked: Mutex::default() }),
    )
}

fn client_of(network: Network, gatekeeper: Arc<List>) -> Client {
    let user_agent = "schoolgate (+http://north.test)".to_owned();
    Client::new(Settings { network, user_agent, gatekeeper, clock: Arc::new(now), proxy: None, extra_ca_pem: None })
        .unwrap()
}

fn status(status: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn page(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn document(document: &Value) -> Vec<u8> {
    page(ACTIVITY_JSON, document.to_string().as_bytes())
}

fn redirect_to(location: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn actor(id: &str) -> Value {
    json!({
        "id": id,
        "type": "Person",
        "preferredUsername": "4b",
        "inbox": format!("{id}/inbox"),
        "publicKey": {
            "id": format!("{id}/main-key"),
            "owner": id,
            "publicKeyPem": RSA.public().unwrap().to_pem()
        }
    })
}

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> bool {
    match outcome {
        Err(Error::Refused(_)) => true,
        Err(_) => false,
        Ok(value) => panic!("{value:?}"),
    }
}

#[tokio::test]
async fn t27_nobody_unknown_is_ever_asked() {
    let south = Small::with(vec![("/o", document(&json!({})))]).await;
    assert!(south.client.document(&url("/o"), &signer()).await.is_ok());
    let asked_once = south.seen().len();

    let address = SocketAddr::from(([127, 0, 0, 1], 9));
    for standing in [Standing::Unknown, Standing::Ended] {
        let client = client(address, standing);
        let refused = Err(Error::Refused(Reason::NotTrusted));
        assert_eq!(client.document(&url("/o"), &signer()).await, refused);
        let answer = client.post(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await;
        assert_eq!((answer.status, answer.error), (None, Some(Reason::NotTrusted.to_string())));
        let withdrawn = client.withdraw(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await;
        assert_eq!(withdrawn.error == Some(Reason::NotTrusted.to_string()), standing == Standing::Unknown);
        assert!(client.picture(&url("/p.png"), &signer(), 10).await.is_err());
        assert!(client.key("http://south.test/k", &signer()).await.is_err());
        assert!(client.handle("4b@south.test").await.is_err());
    }
    assert_eq!(south.seen().len(), asked_once);
}

#[tokio::test]
async fn t14_the_gatekeeper_is_asked_by_the_whole_authority() {
    let list = Arc::new(List { known: HashMap::new(), asked: Mutex::default() });
    let client = client_of(Network::Public, list.clone());

    for address in ["https://South.Test./o", "https://south.test:443/o", "https://south.test:8443/o"] {
        let refused = client.unsigned_document(&address.parse().unwrap()).await;
        assert_eq!(refused, Err(Error::Refused(Reason::NotTrusted)));
    }

    assert_eq!(*list.asked.lock().unwrap(), ["south.test", "south.test", "south.test:8443"]);
}

#[tokio::test]
async fn t29_the_public_network_has_no_private_addresses() {
    let known = HashMap::from([("localhost", Standing::Trusted), ("localhost:8443", Standing::Trusted)]);
    let list = Arc::new(List { known, asked: Mutex::default() });
    let client = client_of(Network::Public, list);

    for address in ["https://localhost/", "https://localhost:8443/", "http://localhost/", "ftp://localhost/"] {
        let outcome = client.unsigned_document(&address.parse().unwrap()).await;
        assert!(matches!(outcome, Err(Error::Refused(Reason::AddressNotAllowed(_)))), "{address} {outcome:?}");
    }
    for address in ["https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://user@localhost/"] {
        assert!(is_refused(client.unsigned_document(&address.parse().unwrap()).await), "{address}");
    }
}

#[tokio::test]
async fn t26_what_is_sent_is_what_was_signed() {
    let south = Small::answering(|_| status("202 Accepted")).await;
    let body = br#"{"type":"Follow"}"#;

    for scheme in [Scheme::Cavage, Scheme::Message] {
        let answer = south.client.post(&url("/inbox?x=1"), body, &signer(), scheme).await;
        assert_eq!(answer.status, Some(202));
    }

    for seen in south.seen() {
        assert_eq!((seen.line.as_str(), seen.body.as_slice()), ("POST /inbox?x=1 HTTP/1.1", &body[..]));
        assert_eq!(
            (&seen.headers["host"], &seen.headers["content-type"]),
            (&HeaderValue::from_static(SOUTH), &HeaderValue::from_static(ACTIVITY_JSON))
        );
        assert!(seen.headers["user-agent"].to_str().unwrap().starts_with("schoolgate"));
        assert!(!seen.headers.contains_key("cookie") && !seen.headers.contains_key("referer"));
        let received = Received {
            method: &Method::POST,
            path_and_query: "/inbox?x=1",
            headers: &seen.headers,
            body: &seen.body,
            host: SOUTH,
            scheme: "http",
        };
        let claim = inspect(&received, now()).unwrap();
        claim.check_digest(&seen.body).unwrap();
        claim.verify(&RSA.public().unwrap()).unwrap();
    }
}

#[tokio::test]
async fn t26_after_a_401_the_other_scheme_is_tried_once() {
    let south = Small::answering(|seen| {
        if seen.headers.contains_key("signature-input") { document(&json!({})) } else { status("401 Unauthorized") }
    })
    .await;
    assert!(south.client.document(&url("/o"), &signer()).await.is_ok());
    assert_eq!(south.seen().len(), 2);

    let closed = Small::answering(|_| status("401 Unauthorized")).await;
    assert!(is_refused(closed.client.document(&url("/o"), &signer()).await));
    assert_eq!(closed.seen().len(), 2);
    assert!(is_refused(closed.client.unsigned_document(&url("/o")).await));
    assert_eq!(closed.seen().len(), 3);
}

#[tokio::test]
async fn t30_one_redirect_within_the_server_is_followed_and_signed_again() {
    let south = Small::with(vec![
        ("/one", redirect_to("/here")),
        ("/here", document(&json!({ "here": true }))),
        ("/two", redirect_to("/one")),
        ("/self", redirect_to("/self")),
        ("/west", redirect_to("http://west.test/o")),
        ("/port", redirect_to("http://south.test:8080/o")),
        ("/private", redirect_to("http://127.0.0.1/o")),
        ("/file", redirect_to("file:///etc/passwd")),
        ("/data", redirect_to("data:application/activity+json,{}")),
        ("/https", redirect_to("https://south.test/here")),
        ("/nowhere", status("302 Found")),
        ("/located", [&b"HTTP/1.1 200 OK\r\nLocation: http://west.test/\r\nContent-Type: application/activity+json\r\nContent-Length: 2\r\n\r\n{}"[..]].concat()),
    ])
    .await;

    assert_eq!(south.client.document(&url("/one"), &signer()).await.unwrap(), br#"{"here":true}"#);
    let signatures: Vec<_> = south.seen().iter().map(|seen| seen.headers["signature"].clone()).collect();
    assert_ne!(signatures[0], signatures[1]);
    assert!(south.client.document(&url("/located"), &signer()).await.is_ok());
    for path in ["/two", "/self", "/west", "/port", "/private", "/file", "/data", "/https", "/nowhere"] {
        assert!(is_refused(south.client.document(&url(path), &signer()).await), "{path}");
    }
}

#[test]
fn t30_a_redirect_stays_on_its_server_whoever_else_is_trusted() {
    let leads = |to: &str| redirect(&url("/o"), &HeaderMap::from_iter([(LOCATION, to.parse().unwrap())]));

    assert_eq!(leads("/here").unwrap(), url("/here"));
    for away in [
        "http://west.test/o",
        "//west.test/o",
        "http://south.test:8080/o",
        "https://south.test/o",
        "file:///etc/passwd",
    ] {
        assert!(is_refused(leads(away)), "{away}");
    }
}

#[tokio::test]
async fn t33_what_is_too_large_ends() {
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(limits::FETCHED_BYTES));
    // A gzip stream of two million spaces.
    let bomb = gzip_of_spaces();
    let gzipped = [
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/activity+json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len()).as_bytes(),
        &bomb,
    ]
    .concat();
    let south = Small::with(vec![
        ("/large", page(ACTIVITY_JSON, large.as_bytes())),
        ("/bomb", gzipped),
        ("/p.png", page("image/png", &[0; 100])),
        ("/p.html", page("text/html", &[0; 10])),
    ])
    .await;

    assert!(matches!(south.client.document(&url("/large"), &signer()).await, Err(Error::TooLarge(_))));
    assert!(matches!(south.client.document(&url("/bomb"), &signer()).await, Err(Error::TooLarge(_))));
    assert_eq!(south.client.picture(&url("/p.png"), &signer(), 100).await.unwrap().len(), 100);
    assert!(matches!(south.client.picture(&url("/p.png"), &signer(), 99).await, Err(Error::TooLarge(_))));
    assert!(is_refused(south.client.picture(&url("/p.html"), &signer(), 100).await));
}

#[tokio::test]
async fn t33_what_drips_ends() {
    let mut south = Small::with(vec![("/drip", DRIP.to_vec())]).await;
    Arc::get_mut(&mut south.client.0).unwrap().patience = Duration::from_millis(300);

    let dripped = south.client.document(&url("/drip"), &signer()).await;

    assert_eq!(dripped, Err(unreachable_host(&url("/drip"), "it took too long")));
    assert_eq!(south.seen().len(), 1);
}

/// Deflate with one long back reference after another: 1,100,000 spaces in about a kilobyte and a half.
fn gzip_of_spaces() -> Vec<u8> {
    // Fixed Huffman: a literal space, then copies of 258 from one byte back, as bits from the lowest on.
    let mut bits: Vec<bool> = vec![true, true, false];
    let huffman = |bits: &mut Vec<bool>, code: u16, length: u32| {
        bits.extend((0..length).rev().map(|at| code >> at & 1 == 1));
    };
    huffman(&mut bits, 0b0011_0000 + 0x20, 8);
    for _ in 0..4300 {
        huffman(&mut bits, 0b1100_0101, 8);
        huffman(&mut bits, 0, 5);
    }
    huffman(&mut bits, 0, 7);
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    bytes.extend(bits.chunks(8).map(|eight| eight.iter().rev().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit))));
    bytes
}

#[tokio::test]
async fn t35_only_activity_streams_and_only_what_calls_itself_so() {
    let here = "http://south.test/a/1";
    let body = actor(here).to_string();
    let south = Small::with(vec![
        ("/a/1", document(&actor(here))),
        ("/@4b", document(&actor(here))),
        ("/html", page("text/html", body.as_bytes())),
        ("/json", page("application/json", body.as_bytes())),
        ("/west", document(&actor("http://west.test/a/1"))),
        ("/other", document(&actor("http://south.test/liar"))),
        ("/liar", document(&actor(here))),
        ("/gone", status("410 Gone")),
        ("/tired", [&b"HTTP/1.1 503 No\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"[..]].concat()),
        ("/forbidden", status("403 Forbidden")),
    ])
    .await;
    let client = &south.client;

    assert_eq!(client.actor(&url("/a/1#main-key"), &signer()).await.unwrap().id, url("/a/1"));
    assert_eq!(client.actor(&url("/@4b"), &signer()).await.unwrap().id, url("/a/1"));
    for path in ["/html", "/json", "/west", "/other", "/forbidden"] {
        assert!(is_refused(client.actor(&url(path), &signer()).await), "{path}");
    }
    let gone = client.actor(&url("/gone"), &signer()).await;
    assert_eq!(gone, Err(Error::Gone { url: url("/gone"), for_good: true }));
    let missing = client.actor(&url("/missing"), &signer()).await;
    assert_eq!(missing, Err(Error::Gone { url: url("/missing"), for_good: false }));
    let Err(Error::Unreachable { retry_after, host, .. }) = client.actor(&url("/tired"), &signer()).await else {
        panic!()
    };
    assert_eq!((retry_after, host.as_str()), (Some(Duration::from_mins(2)), SOUTH));
}

#[tokio::test]
async fn t22_a_key_is_confirmed_by_its_owner() {
    let here = "http://south.test/a/1";
    let stub = |id: &str, owner: &str| {
        document(&json!({ "id": owner, "publicKey": { "id": id, "owner": owner, "publicKeyPem": "x" } }))
    };
    let south = Small::with(vec![
        ("/a/1", document(&actor(here))),
        ("/a/1/main-key", stub("http://south.test/a/1/main-key", here)),
        ("/old-key", stub("http://south.test/old-key", here)),
        ("/other-key", stub("http://south.test/a/1/main-key", here)),
        ("/west-key", stub("http://south.test/west-key", "http://west.test/a/1")),
    ])
    .await;

    for key_id in ["http://south.test/a/1/main-key", "http://south.test/a/1"] {
        let owner = south.client.key(key_id, &signer()).await.unwrap();
        assert_eq!(owner.id.as_str(), here);
    }
    for key_id in ["old-key", "other-key", "west-key", "a/1#main-key"] {
        let outcome = south.client.key(&format!("http://south.test/{key_id}"), &signer()).await;
        assert!(matches!(outcome, Err(Error::Unproven(_))), "{key_id} {outcome:?}");
    }
}

#[tokio::test]
async fn t31_a_handle_is_asked_about_at_its_own_host() {
    let answer = json!({
        "subject": "acct:4b@south.test",
        "links": [{ "rel": "self", "type": ACTIVITY_JSON, "href": "http://south.test/a/1" }]
    });
    let question = "/.well-known/webfinger?resource=acct%3A4b%40south.test";
    let south =
        Small::with(vec![(question, page("application/jrd+json; charset=utf-8", answer.to_string().as_bytes()))]).await;

    assert_eq!(south.client.handle("@4b@south.test").await.unwrap(), url("/a/1"));
    assert!(matches!(south.client.handle("4c@south.test").await, Err(Error::Gone { .. })));
    assert!(matches!(south.client.handle("4b@south.test/x").await, Err(Error::Malformed(_))));
    assert!(is_refused(south.client.handle("4b@west.test").await));
    assert_eq!(south.seen().len(), 2);
}

#[tokio::test]
async fn t96_every_answer_is_told_as_it_was() {
    let south = Small::with(vec![
        ("/ok", page("text/plain", b"thank you")),
        (
            "/busy",
            [&b"HTTP/1.1 429 No\r\nRetry-After: Mon, 23 Nov 2026 14:01:30 GMT\r\nContent-Length: 0\r\n\r\n"[..]]
                .concat(),
        ),
        ("/moved", redirect_to("/ok")),
        ("/garbage", b"\0\0\0\0".to_vec()),
        ("/reset", Vec::new()),
        ("/cut", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthank".to_vec()),
    ])
    .await;
    let post = async |path: &str| south.client.post(&url(path), b"{}", &signer(), Scheme::Cavage).await;

    let answer = post("/ok").await;
    assert_eq!((answer.status, answer.body_start.as_str()), (Some(200), "thank you"));
    assert_eq!(post("/busy").await.retry_after, Some(Duration::from_secs(90)));
    assert_eq!(post("/moved").await.status, Some(302));
    assert_eq!(post("/cut").await.status, Some(200));
    for path in ["/garbage", "/reset"] {
        let answer = post(path).await;
        assert_eq!(answer.status, None, "{path}");
        assert!(answer.error.is_some());
        assert_eq!(meaning(&answer, false, false), Meaning::TryAgain { after: None, fault: Fault::Server });
    }
    let nobody = client(SocketAddr::from(([127, 0, 0, 1], 9)), Standing::Trusted);
    assert_eq!(nobody.post(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await.status, None);
}

#[tokio::test]
async fn a_paused_school_can_still_be_asked_and_is_told_nothing() {
    let south = Small::with(vec![("/o", document(&json!({})))]).await;
    let paused = client(south.address(), Standing::Paused);

    assert!(paused.document(&url("/o"), &signer()).await.is_ok());
    for answer in [
        paused.post(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await,
        paused.withdraw(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await,
    ] {
        assert_eq!((answer.status, answer.error), (None, Some(Reason::NotTrusted.to_string())));
    }
    assert_eq!(south.seen().len(), 1);
}

#[tokio::test]
async fn a_school_we_have_parted_from_is_sent_withdrawals_and_nothing_else() {
    let south = Small::answering(|_| status("202 Accepted")).await;
    let ended = client(south.address(), Standing::Ended);

    assert_eq!(ended.withdraw(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await.status, Some(202));
    assert_eq!(ended.post(&url("/inbox"), b"{}", &signer(), Scheme::Cavage).await.status, None);
    assert!(is_refused(ended.document(&url("/o"), &signer()).await));
    assert_eq!(south.seen().len(), 1);
}
