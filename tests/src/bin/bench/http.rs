//! The least of an HTTP client that a load needs, so that what is measured is the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::http::Method;
use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    /// The beginning of the body, for a message.
    pub(crate) fn start(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(200).collect()
    }

    /// The value of the first field of this name on a page.
    pub(crate) fn value_of(&self, field: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let (_, rest) = text.split_once(&format!("name=\"{field}\" value=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.head.lines().filter_map(move |line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    pub(crate) async fn get(&mut self, path: &str, host: &str, cookie: Option<&str>) -> Result<Answer> {
        self.send(&get(path, host, cookie)).await
    }

    /// Sends a whole request and reads its whole answer.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let mut answer = Answer { status, head, body: Vec::new() };
        match answer.header("content-length").map(str::parse::<usize>) {
            Some(Ok(length)) => {
                while self.buffer.len() < head_end + length {
                    self.more().await?;
                }
                answer.body = self.buffer[head_end..head_end + length].to_vec();
            }
            Some(Err(_)) => bail!("an unreadable length"),
            None if status == 204 || status == 304 => {}
            None => bail!("an answer without a length: {}", answer.head),
        }
        Ok(answer)
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

/// A whole GET request.
pub(crate) fn get(path: &str, host: &str, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie.map_or_else(String::new, |cookie| format!("cookie: {cookie}\r\n"));
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{cookie}\r\n").into_bytes()
}

/// A whole POST request.
pub(crate) fn post(path: &str, host: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    request(&Method::POST, path, host, headers, body)
}

pub(crate) fn request(method: &Method, path: &str, host: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        request += &[name, ": ", value, "\r\n"].concat();
    }
    request.push_str("\r\n");
    let mut request = request.into_bytes();
    request.extend_from_slice(body);
    request
}

/// A whole form, as a page of ours sends it.
pub(crate) fn form_of(path: &str, host: &str, cookie: Option<&str>, fields: &str) -> Vec<u8> {
    let mut headers = vec![
        ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ("origin".to_owned(), format!("http://{host}")),
    ];
    headers.extend(cookie.map(|cookie| ("cookie".to_owned(), cookie.to_owned())));
    post(path, host, &headers, fields.as_bytes())
}

/// Holds up a card, and returns the cookies.
pub(crate) async fn sign_in_by_card(address: SocketAddr, host: &str, token: &str) -> Result<String> {
    form(address, host, &format!("/card/{token}"), "").await
}

/// Signs an adult in, and returns the cookies. `fields` are the encoded e-mail and password.
pub(crate) async fn sign_in(address: SocketAddr, host: &str, fields: &str) -> Result<String> {
    form(address, host, "/sign-in", fields).await
}

async fn form(address: SocketAddr, host: &str, path: &str, fields: &str) -> Result<String> {
    let mut connection = Connection::open(address).await?;
    let page = connection.get(path, host, None).await?;
    let token = page.value_of("csrf").context("a form without a token")?;
    let answer = connection.send(&form_of(path, host, None, &format!("csrf={token}&{fields}"))).await?;
    let cookies: Vec<&str> = answer.headers("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
    anyhow::ensure!(!cookies.is_empty(), "not signed in: {} {}", answer.status, answer.start());
    Ok(cookies.join("; "))
}

/// Takes every letter with 202 and counts it.
pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    taken: Arc<AtomicUsize>,
}

impl Sink {
    /// Each letter is answered after so long.
    pub(crate) async fn start(after: Duration) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let taken = Arc::new(AtomicUsize::new(0));
        let counter = taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let counter = counter.clone();
                tokio::spawn(async move { take(stream, &counter, after).await });
            }
        });
        Ok(Self { address, taken })
    }

    pub(crate) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }
}

#[expect(clippy::disallowed_methods, reason = "a server far away is slow")]
async fn take(mut stream: TcpStream, taken: &AtomicUsize, after: Duration) -> Result<()> {
    let mut buffer = Vec::with_capacity(16 * 1024);
    loop {
        let head_end = loop {
            if let Some(end) = buffer.windows(4).position(|four: &[u8]| four == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&buffer[..head_end]).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok())
            .unwrap_or(0);
        while buffer.len() < head_end + length {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        buffer.drain(..head_end + length);
        if !after.is_zero() {
            tokio::time::sleep(after).await;
        }
        stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await?;
        taken.fetch_add(1, Ordering::Relaxed);
    }
}
