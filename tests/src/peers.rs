//! Another server that is no school of ours: it answers as a test tells it, and signs what a test likes.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use federation::outbox::ACTIVITY_JSON;
use federation::signature::{self, PrivateKey, Scheme, Signer};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::people::Answer;
use crate::schools::TestSchool;

/// Making one takes a while, and which one it is matters to nobody.
static KEYS: LazyLock<[PrivateKey; 2]> =
    LazyLock::new(|| [(); 2].map(|()| PrivateKey::generate_rsa().expect("an RSA key")));

/// Making one takes a while. It keeps no connection, so that each request has its own.
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().pool_max_idle_per_host(0);
    client.build().expect("a client")
});

/// Ids are never the same twice.
static NUMBER: AtomicUsize = AtomicUsize::new(1);

/// A server with one actor and one key.
pub struct Peer {
    /// Its authority, as in `wild.localhost:4711`.
    pub host: String,
    pub key: PrivateKey,
    scheme: &'static str,
    state: Arc<State>,
    work: Vec<JoinHandle<()>>,
}

/// A connection, whatever it runs over.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// What a server does on a connection after it was asked for something, instead of answering.
pub type Script = Arc<dyn Fn(Box<dyn Wire>) -> Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>> + Send + Sync>;

#[derive(Default)]
struct State {
    pages: Mutex<HashMap<String, Page>>,
    scripts: Mutex<HashMap<String, Script>>,
    /// Words in a letter, and what it answers to that.
    refused: Mutex<Vec<(String, u16)>>,
    /// The same for words in its head.
    refused_heads: Mutex<Vec<(String, u16)>>,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
}

/// What this server was asked.
#[derive(Clone, Debug)]
pub struct Seen {
    /// As in `GET /a/1`.
    pub line: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// What it answers.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    pub kind: String,
    pub location: Option<String>,
    pub body: Vec<u8>,
    /// How long it thinks first.
    pub after: Duration,
}

impl Page {
    pub fn of(document: &Value) -> Self {
        Self {
            status: 200,
            kind: ACTIVITY_JSON.to_owned(),
            location: None,
            body: document.to_string().into_bytes(),
            after: Duration::ZERO,
        }
    }

    pub fn status(status: u16) -> Self {
        Self { status, body: Vec::new(), ..Self::of(&Value::Null) }
    }
}

impl Peer {
    pub(crate) fn at(name: &str, listener: TcpListener) -> Self {
        let port = listener.local_addr().expect("an address").port();
        Self::listening(format!("{name}.localhost:{port}"), vec![listener], None)
    }

    /// At this authority and on these sockets; over TLS if it has a certificate.
    pub fn listening(host: String, listeners: Vec<TcpListener>, tls: Option<&TlsAcceptor>) -> Self {
        let state = Arc::new(State::default());
        let scheme = if tls.is_some() { "https" } else { "http" };
        let listen = |listener: TcpListener| {
            let (known, tls) = (Arc::clone(&state), tls.cloned());
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    known.connections.fetch_add(1, Ordering::SeqCst);
                    let (known, tls) = (Arc::clone(&known), tls.clone());
                    tokio::spawn(async move { welcome(stream, tls, &known).await.ok() });
                }
            })
        };
        let work = listeners.into_iter().map(listen).collect();
        let peer = Self { host, key: KEYS[0].clone(), scheme, state, work };
        peer.answers("/a/1", Page::of(&peer.document(&peer.key)));
        peer
    }

    /// Another key than its own.
    pub fn other_key() -> PrivateKey {
        KEYS[1].clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.host)
    }

    pub fn actor(&self) -> String {
        self.url("/a/1")
    }

    pub fn key_id(&self) -> String {
        self.url("/a/1#main-key")
    }

    /// What its actor says of itself, with this key.
    pub fn document(&self, key: &PrivateKey) -> Value {
        self.document_at("/a/1", "#main-key", key)
    }

    /// The same for an actor at another address.
    pub fn document_at(&self, path: &str, fragment: &str, key: &PrivateKey) -> Value {
        let id = self.url(path);
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": id,
            "type": "Organization",
            "preferredUsername": path.rsplit('/').next(),
            "name": "Their class",
            "inbox": self.url("/inbox"),
            "followers": format!("{id}/followers"),
            "publicKey": {
                "id": format!("{id}{fragment}"),
                "owner": id,
                "publicKeyPem": key.public().expect("a public key").to_pem()
            }
        })
    }

    /// From now on this is what it answers there.
    pub fn answers(&self, path: &str, page: Page) {
        self.state.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), page);
    }

    /// From now on this is what it does there, whatever else it would answer.
    pub fn plays(&self, path: &str, script: Script) {
        self.state.scripts.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), script);
    }

    /// From now on a letter with these words is answered with this status.
    pub fn refuses(&self, words: &str, status: u16) {
        self.state.refused.lock().unwrap_or_else(PoisonError::into_inner).push((words.to_owned(), status));
    }

    /// From now on a letter with these words in its head, such as those of its signature, is answered with this status.
    pub fn refuses_heads(&self, words: &str, status: u16) {
        self.state.refused_heads.lock().unwrap_or_else(PoisonError::into_inner).push((words.to_owned(), status));
    }

    /// It refuses no letter for its words any more.
    pub fn forgives(&self) {
        self.state.refused.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.state.refused_heads.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often it was asked for this, as in `GET /a/1`.
    pub fn times(&self, line: &str) -> usize {
        self.seen().iter().filter(|seen| seen.line == line).count()
    }

    /// How often anybody connected, whether or not they said anything.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// A letter of its actor, under an id that was never used.
    pub fn letter(&self, verb: &str, object: impl Into<Value>) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.url(&format!("/x/{}", NUMBER.fetch_add(1, Ordering::Relaxed))),
            "type": verb,
            "actor": self.actor(),
            "object": object.into(),
            "to": [self.url("/a/1/followers")]
        })
    }

    /// A post of its actor for its followers.
    pub fn article(&self, title: &str) -> Value {
        json!({
            "id": self.url(&format!("/o/{}", NUMBER.fetch_add(1, Ordering::Relaxed))),
            "type": "Article",
            "attributedTo": self.actor(),
            "name": title,
            "content": format!("<p>{title}</p>"),
            "published": "2026-01-01T00:00:00Z",
            "to": [self.url("/a/1/followers")]
        })
    }

    /// A comment of its actor on something.
    pub fn comment(&self, parent: &str, text: &str) -> Value {
        let mut note = self.article(text);
        note["type"] = json!("Note");
        note["inReplyTo"] = json!(parent);
        note.as_object_mut().expect("an object").remove("name");
        note
    }

    pub fn signer(&self) -> Signer {
        Signer { key_id: self.key_id(), key: self.key.clone() }
    }

    /// A letter on its way to a school's inbox, signed as it should be.
    pub fn sends(&self, at: &TestSchool, letter: &Value) -> Call {
        Call::signed(&self.signer(), Scheme::Cavage, at, &Method::POST, "/ap/inbox", letter.to_string().as_bytes())
    }

    /// A question to a school, signed as it should be.
    pub fn asks(&self, at: &TestSchool, method: &Method, path: &str) -> Call {
        Call::signed(&self.signer(), Scheme::Cavage, at, method, path, b"")
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        for work in &self.work {
            work.abort();
        }
    }
}

async fn welcome(stream: TcpStream, tls: Option<TlsAcceptor>, state: &State) -> std::io::Result<()> {
    match tls {
        Some(tls) => answer(Box::new(tls.accept(stream).await?), state).await,
        None => answer(Box::new(stream), state).await,
    }
}

async fn answer(mut stream: Box<dyn Wire>, state: &State) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let line = lines.next().and_then(|line| line.rsplit_once(' ')).map(|(line, _)| line.to_owned()).unwrap_or_default();
    let headers: HeaderMap = lines
        .filter_map(|line| line.split_once(": "))
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?)))
        .collect();
    let length = headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let is_letter = line.starts_with("POST ");
    let letter = String::from_utf8_lossy(&bytes[head + 4..]).into_owned();
    let refused = |list: &Mutex<Vec<(String, u16)>>, said: &str| {
        let list = list.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().find(|(words, _)| is_letter && said.contains(words)).map(|(_, status)| *status)
    };
    let refused = refused(&state.refused, &letter).or_else(|| refused(&state.refused_heads, &text));
    let seen = Seen { line, headers, body: letter.into_bytes() };
    state.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    let script = state.scripts.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
    if let Some(script) = script {
        return script(stream).await;
    }
    let page = state.pages.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
    let page = page.unwrap_or_else(|| Page::status(if is_letter { 202 } else { 404 }));
    let page = refused.map_or(page, Page::status);
    #[expect(clippy::disallowed_methods, reason = "a slow server is slow")]
    tokio::time::sleep(page.after).await;
    let location = page.location.map(|location| format!("Location: {location}\r\n")).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {} So\r\nContent-Type: {}\r\n{location}Content-Length: {}\r\nConnection: close\r\n\r\n",
        page.status,
        page.kind,
        page.body.len()
    );
    stream.write_all(&[head.as_bytes(), &page.body].concat()).await?;
    stream.shutdown().await
}

/// A request that can be spoiled before it is sent.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Call {
    pub fn signed(signer: &Signer, scheme: Scheme, at: &TestSchool, method: &Method, path: &str, body: &[u8]) -> Self {
        let url = at.school.urls.to("/").join(path).expect("an address");
        Self::signed_to(signer, scheme, &url, method, body, at.school.clock.now())
    }

    /// The same to any address, at this time.
    pub fn signed_to(signer: &Signer, scheme: Scheme, url: &Url, method: &Method, body: &[u8], now: Timestamp) -> Self {
        let given = (!body.is_empty()).then_some(body);
        let mut headers = signature::sign(signer, scheme, method, url, given, now).expect("a signature");
        let kind = if given.is_some() { http::header::CONTENT_TYPE } else { http::header::ACCEPT };
        headers.insert(kind, HeaderValue::from_static(ACTIVITY_JSON));
        let path = url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
        Self { method: method.clone(), path, headers, body: body.to_vec() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().expect("a header"));
        self
    }

    /// One more of the same name.
    #[must_use]
    pub fn and(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value.parse().expect("a header"));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// Replaces something within a header.
    #[must_use]
    pub fn edit(self, name: &'static str, from: &str, to: &str) -> Self {
        let value = self.headers[name].to_str().expect("plain text").to_owned();
        assert!(value.contains(from), "{value} has no {from}");
        self.with(name, &value.replacen(from, to, 1))
    }

    /// Its head as it goes over the wire, without the empty line and without a length.
    pub fn head(&self) -> String {
        let mut lines = vec![format!("{} {} HTTP/1.1", self.method, self.path)];
        for (name, value) in &self.headers {
            lines.push(format!("{name}: {}", value.to_str().expect("plain text")));
        }
        lines.push(String::new());
        lines.join("\r\n")
    }

    pub async fn send(&self, at: &TestSchool) -> Answer {
        self.send_to(at.address).await
    }

    pub async fn send_to(&self, address: SocketAddr) -> Answer {
        self.send_by(&CLIENT, &format!("http://{address}")).await
    }

    /// By a client that finds its own way to this server.
    pub async fn send_by(&self, client: &reqwest::Client, server: &str) -> Answer {
        let response = client
            .request(self.method.clone(), format!("{server}{}", self.path))
            .headers(self.headers.clone())
            .body(self.body.clone())
            .send()
            .await
            .expect("an answer");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            url: self.path.clone(),
            bytes: response.bytes().await.expect("a whole answer").to_vec(),
        }
    }
}

/// Says these very bytes to a school, and reads what it says until it hangs up or is silent for a moment.
pub async fn say(at: &TestSchool, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(at.address).await.expect("a connection");
    // It may hang up before everything was said.
    let _ = stream.write_all(bytes).await;
    let mut said = Vec::new();
    let _ = tokio::time::timeout(Duration::from_millis(700), stream.read_to_end(&mut said)).await;
    String::from_utf8_lossy(&said).into_owned()
}
