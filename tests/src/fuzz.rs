//! Mangled input for everything that reads what strangers send: seeded, so that each round can be had again.
//!
//! No other toolchain is needed. A target is a rule about bytes; a round takes files of its corpus (`tests/fuzz/…`), mangles
//! them and looks whether the rule holds, without a panic and within 50 ms for each kilobyte.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use federation::fetch::{Client, Network, Settings};
use federation::ports::{Answering, Gatekeeper};
use federation::signature::{self, PublicKey, Received};
use federation::trust::Standing;
use federation::vocabulary;
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use schoolgate::domain::partners::exact_host;
use schoolgate::domain::writing;
use schoolgate::media;
use url::Url;

/// One kind of input, and what must be true of it.
pub struct Target {
    pub name: &'static str,
    rule: fn(&[u8]) -> Result<()>,
}

/// The key of nobody here.
const SOME_KEY: &str = "z6Mkkr7iopdwZUgE87YaypKXSuBTsT6C7TyaUABmnHMuqmTY";

pub const TARGETS: &[Target] = &[
    Target { name: "activity", rule: activity },
    Target { name: "signature", rule: a_signature },
    Target { name: "digest", rule: digest },
    Target { name: "content-type", rule: content_type },
    Target { name: "webfinger", rule: webfinger },
    Target { name: "address", rule: address },
    Target { name: "sanitiser", rule: sanitiser },
    Target { name: "picture", rule: picture },
];

/// Mangles the corpus of a target so many times, and returns how long the slowest took.
///
/// Errors: the bytes that broke the rule, as text, and the seed.
pub fn round(target: &Target, seed: u64, tries: u32) -> Result<Duration> {
    let corpus = corpus(target.name)?;
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut slowest = Duration::ZERO;
    for number in 0..tries {
        let input = mangled(&corpus, &mut chance);
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.rule)(&input)));
        let took = began.elapsed();
        let shown = || format!("{} with seed {seed}, try {number}: {}", target.name, input.escape_ascii());
        outcome.map_err(|_| anyhow!("a panic in {}", shown()))?.with_context(shown)?;
        ensure!(took <= allowed(target.name, input.len()), "{took:?} for {}", shown());
        slowest = slowest.max(took);
    }
    Ok(slowest)
}

/// 50 ms for each kilobyte begun; without optimisation much more. A picture is work by its pixels, not by its bytes.
fn allowed(target: &str, bytes: usize) -> Duration {
    let kilobytes = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX);
    let slack = if cfg!(debug_assertions) { 40 } else { 1 };
    let least = if target == "picture" { Duration::from_secs(2) } else { Duration::ZERO };
    (Duration::from_millis(50) * kilobytes * slack).max(least)
}

fn corpus(name: &str) -> Result<Vec<Vec<u8>>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    ensure!(!files.is_empty(), "{} is empty", folder.display());
    files.iter().map(|file| Ok(std::fs::read(file)?)).collect()
}

/// Numbers that look like chance, and are the same for the same seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 1).unwrap_or(0) % end.max(1)
    }
}

/// Words that mean something to some reader.
const WORDS: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"\0",
    b"\r\n",
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<!--",
    b"<svg>",
    b"<math>",
    b"<style>",
    b"javascript:",
    b"%00",
    b"..",
    b"//",
    b"@",
    b":",
    b"#",
    b"?",
    b"[",
    b"{",
    b"}",
    b"null",
    b"1e400",
    b"\xff",
    b"\xc0\x80",
    b"\xe2\x80\xae",
    b"id",
    b"type",
    b"sha-256=:",
    b"keyId=",
    b",",
    b";",
    b"=",
    b"((((((((",
    b"99999999999999999999",
    b"-1",
    b"xn--",
    b"\\u0000",
];

fn mangled(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(input.len() + 1);
        let end = (at + chance.below(16)).min(input.len());
        match chance.below(7) {
            0 => drop(input.drain(at..end)),
            1 => drop(input.splice(at..at, WORDS[chance.below(WORDS.len())].iter().copied())),
            2 => drop(input.splice(at..end, WORDS[chance.below(WORDS.len())].iter().copied())),
            3 => {
                let again = input[at..end].repeat(1 + chance.below(64));
                drop(input.splice(at..at, again));
            }
            4 => {
                let other = &corpus[chance.below(corpus.len())];
                let from = chance.below(other.len() + 1);
                let part = other[from..(from + chance.below(256)).min(other.len())].to_vec();
                drop(input.splice(at..end, part));
            }
            5 => input.truncate(at),
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
    }
    input
}

/// Reading a letter twice finds the same, and whatever is in it is on the server that it says.
fn activity(bytes: &[u8]) -> Result<()> {
    let read = vocabulary::parse(bytes);
    ensure!(read == vocabulary::parse(bytes), "read twice, it is two letters");
    if let Ok(letter) = read {
        ensure!(!vocabulary::authority(&letter.actor).is_empty(), "its actor is nowhere");
        ensure!(!letter.digest.is_empty(), "it has no digest");
    }
    let _ = vocabulary::parse_actor(bytes).map(|actor| actor.key(&actor.key_id));
    let _ = vocabulary::parse_key_document(bytes);
    let _ = vocabulary::parse_collection_page(bytes);
    if let (Ok(list), Ok(key)) = (vocabulary::parse_class_list(bytes), PublicKey::from_multibase(SOME_KEY)) {
        ensure!(list.check(&key).is_err(), "a list is proved by somebody's key");
    }
    Ok(())
}

/// A request with this header, and another that is right.
fn inspected(name: &'static str, bytes: &[u8]) -> Result<()> {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return Ok(()) };
    let mut headers = HeaderMap::new();
    headers.insert("host", HeaderValue::from_static("north.example"));
    headers.insert("date", HeaderValue::from_static("Mon, 23 Nov 2026 14:00:00 GMT"));
    headers.insert("digest", HeaderValue::from_static("SHA-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="));
    headers
        .insert("content-digest", HeaderValue::from_static("sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:"));
    headers.insert(
        "signature",
        HeaderValue::from_static(
            "keyId=\"https://south.example/a#k\",headers=\"(request-target) host date digest\",signature=\"AAAA\"",
        ),
    );
    headers.insert(name, value);
    if name == "signature-input" {
        headers.insert("signature", HeaderValue::from_static("sig1=:AAAA:"));
    }
    let received = Received {
        method: &Method::POST,
        path_and_query: "/ap/inbox",
        headers: &headers,
        body: b"{}",
        host: "north.example",
        scheme: "https",
    };
    if let Ok(claim) = signature::inspect(&received, Timestamp::constant(1_795_442_400, 0)) {
        ensure!(claim.key_host != "north.example", "a key of our own");
        ensure!(!claim.key_host.contains('*'), "a host with a star");
        ensure!(exact_host(&claim.key_host).is_some() || !claim.key_host.contains('.'), "a host that is none");
        let is_right = claim.check_digest(b"{}").is_ok();
        ensure!(!is_right || claim.check_digest(b"{} ").is_err(), "one digest of two bodies");
    }
    Ok(())
}

fn a_signature(bytes: &[u8]) -> Result<()> {
    inspected("signature", bytes)?;
    inspected("signature-input", bytes)
}

fn digest(bytes: &[u8]) -> Result<()> {
    inspected("digest", bytes)?;
    inspected("content-digest", bytes)
}

/// What is taken for `ActivityStreams` says so.
fn content_type(bytes: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(bytes);
    if vocabulary::is_activity_json(&text) {
        let lower = text.to_ascii_lowercase();
        ensure!(lower.starts_with("application/activity+json") || lower.starts_with("application/ld+json"), "{text}");
    }
    Ok(())
}

struct Nobody;

impl Gatekeeper for Nobody {
    fn standing<'a>(&'a self, host: &'a str) -> Answering<'a, Result<Standing, federation::Error>> {
        // Whatever is asked for is one exact host.
        assert!(exact_host(host).as_deref() == Some(host) || !host.contains('.'), "{host}");
        Box::pin(async { Ok(Standing::Unknown) })
    }
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime"));
static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    Client::new(Settings {
        network: Network::Public,
        user_agent: "fuzz".to_owned(),
        gatekeeper: Arc::new(Nobody),
        clock: Arc::new(|| Timestamp::constant(1_795_442_400, 0)),
        proxy: None,
        extra_ca_pem: None,
    })
    .expect("a client")
});

/// No handle leads anywhere but to the list, which is asked about one exact host.
fn webfinger(bytes: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let found = RUNTIME.block_on(CLIENT.handle(&text));
    ensure!(found.is_err(), "{text} was found");
    Ok(())
}

/// One spelling of a server: saying it again changes nothing, and the same host in capitals is the same.
fn address(bytes: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(bytes);
    if let Some(host) = exact_host(&text)
        && !host.contains("..")
    {
        ensure!(
            exact_host(&host).as_deref() == Some(&*host) || text.contains("http://"),
            "{host} again is something else"
        );
        ensure!(!host.contains(['/', '@', '*', ' ', '?', '#']), "{host}");
    }
    if let Ok(url) = text.parse::<Url>()
        && url.scheme() == "https"
        // A name with an empty part is none: nobody can look it up.
        && !url.host_str().unwrap_or_default().contains("..")
    {
        let authority = vocabulary::authority(&url);
        let again = format!("https://{authority}/").parse::<Url>().map(|url| vocabulary::authority(&url));
        ensure!(again.as_ref() == Ok(&authority) || authority.is_empty(), "{authority} again is {again:?}");
    }
    Ok(())
}

/// Clean is clean: nothing that runs is left, and cleaning again changes nothing.
fn sanitiser(bytes: &[u8]) -> Result<()> {
    let clean = writing::clean(&String::from_utf8_lossy(bytes));
    for html in [&clean.html, &clean.linked_html] {
        let again = writing::clean(html);
        ensure!(&again.linked_html == html, "cleaned again it is {:?}, not {html:?}", again.linked_html);
        let lower = html.to_ascii_lowercase();
        for bad in ["<script", "<style", "<svg", "<math", "<iframe", "<img", "<form", "<base", "<meta", "<link"] {
            ensure!(!lower.contains(bad), "{bad} in {html}");
        }
    }
    Ok(())
}

/// A picture is taken and made anew, or refused.
fn picture(bytes: &[u8]) -> Result<()> {
    if let Ok(prepared) = RUNTIME.block_on(media::prepare(bytes.to_vec())) {
        ensure!(prepared.bytes != bytes, "it was kept as it came");
    }
    Ok(())
}
