//! The listener: connections in, each request to the school its Host names, and a calm end.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::header::{CONNECTION, EXPECT, HOST};
use http::{HeaderValue, Request, StatusCode, Version};
use http_body_util::BodyExt;
use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep};

use crate::listeners::Listeners;
use crate::school::School;
use crate::web::{self, House};

/// Connections at one time; a proxy in front needs far fewer.
const CONNECTIONS: usize = 1024;
/// From the first byte of a request's head to its last.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// A request's head, all of it.
const HEAD_SIZE: usize = 32 * 1024;
const HEADERS: usize = 100;
/// A connection on which nothing moves this long is closed: longer than any handler takes without reading or writing.
const SILENCE: Duration = Duration::from_mins(2);
/// The rest of a body that nobody wants: as much of it as a letter may have is read, for as long as a head may take.
const REST_SIZE: u64 = 1024 * 1024;
const REST_TIMEOUT: Duration = Duration::from_secs(10);
/// How long requests under way may take to end when the server stops.
const DRAIN: Duration = Duration::from_secs(20);

/// The schools of this server, by the authority their visitors ask for.
#[derive(Clone)]
pub struct Site {
    schools: Arc<HashMap<String, House>>,
    listeners: Arc<[Listeners]>,
}

impl Site {
    pub fn new(schools: &[School]) -> Self {
        let listeners = schools.iter().map(|school| school.listeners.clone()).collect();
        let schools = schools.iter().map(|school| (school.urls.host().to_owned(), House::of(school))).collect();
        Self { schools: Arc::new(schools), listeners }
    }

    /// Answers one request, whichever school it is for.
    pub async fn answer(&self, request: Request<Body>) -> Response {
        let Some(authority) = authority(&request) else {
            let mut answer = web::of_no_school(StatusCode::BAD_REQUEST, "A request must name exactly one host.\n");
            // Whoever speaks like this is not listened to further: what follows may be a part of it.
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            return answer;
        };
        let Some(house) = self.schools.get(&authority) else {
            return web::of_no_school(StatusCode::MISDIRECTED_REQUEST, "There is no school of this name here.\n");
        };
        house.answer(request).await
    }
}

/// The one authority this request names, in lower case; none when it names none, two, or two different ones.
fn authority<B>(request: &Request<B>) -> Option<String> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let header = match (hosts.next(), hosts.next()) {
        (Some(host), None) => Some(host.to_str().ok()?.to_ascii_lowercase()),
        (None, _) => None,
        (Some(_), Some(_)) => return None,
    };
    // HTTP/2 names it in the address; so does HTTP/1 when asked as a proxy would be.
    let address = request.uri().authority().map(|authority| authority.as_str().to_ascii_lowercase());
    match (header, address) {
        (Some(header), Some(address)) => (header == address).then_some(header),
        (header, address) => header.or(address).filter(|authority| !authority.is_empty()),
    }
}

/// Serves until `stop`, then lets what is under way end; another SIGTERM or SIGINT ends it at once.
pub async fn run(listener: TcpListener, site: Site, stop: impl Future<Output = ()>) {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_SIZE)
        .max_headers(HEADERS);
    server
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(HEAD_SIZE).unwrap_or(u32::MAX))
        .max_concurrent_streams(100)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(20));
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = room.clone().acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(cause) => {
                // Out of file handles, most likely: some come back in a moment.
                tracing::warn!(%cause, "a connection could not be accepted");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Answers are written whole; waiting for more to send helps nobody.
        let _ = stream.set_nodelay(true);
        let site = site.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let site = site.clone();
            async move { Ok::<_, Infallible>(site.answer(heard_out(request)).await) }
        });
        let connection = server.serve_connection(TokioIo::new(Patient::new(stream)), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(cause) = connection.await {
                tracing::debug!(%cause, "a connection ended badly");
            }
        });
    }
    drop(listener);
    for listeners in &*site.listeners {
        listeners.end();
    }
    tracing::info!(connections = graceful.count(), "stopping");
    tokio::select! {
        () = graceful.shutdown() => {}
        () = sleep(DRAIN) => tracing::warn!("stopped while requests were under way"),
        () = signalled() => tracing::warn!("stopped at once"),
    }
}

/// Until the process is asked to stop, by SIGTERM or SIGINT.
pub async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// A request whose body is taken from the wire even when it was refused unread. A proxy that still sends would find the
/// connection broken, and tell the sender 502 instead of our answer: to try again.
fn heard_out(request: Request<Incoming>) -> Request<Body> {
    // HTTP/2 ends the one stream; and who asks first whether to send has been answered.
    if request.version() != Version::HTTP_11 || request.headers().contains_key(EXPECT) {
        return request.map(Body::new);
    }
    request.map(|body| Body::new(HeardOut(Some(body))))
}

/// A body that, left alone, is read on for a while and thrown away.
struct HeardOut(Option<Incoming>);

impl hyper::body::Body for HeardOut {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        self.0.as_mut().map_or(Poll::Ready(None), |body| Pin::new(body).poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(hyper::body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map(hyper::body::Body::size_hint).unwrap_or_default()
    }
}

impl Drop for HeardOut {
    fn drop(&mut self) {
        let Some(mut body) = self.0.take().filter(|body| !hyper::body::Body::is_end_stream(body)) else { return };
        let size = hyper::body::Body::size_hint(&body);
        // Whoever has said that there is more is not worth it, and what came with the head is taken by hyper itself.
        if size.lower() > REST_SIZE || size.upper().is_some_and(|upper| upper <= HEAD_SIZE as u64) {
            return;
        }
        tokio::spawn(tokio::time::timeout(REST_TIMEOUT, async move {
            let mut left = REST_SIZE;
            while let Some(Ok(frame)) = body.frame().await {
                let size = frame.data_ref().map_or(0, |data| data.len() as u64);
                let Some(less) = left.checked_sub(size) else { return };
                left = less;
            }
        }));
    }
}

/// A connection that does not wait for ever: neither for a first byte (before it, hyper has no clock running) nor for
/// a reader who takes nothing.
struct Patient {
    stream: TcpStream,
    moved_at: Instant,
    /// Looks, when it ends, whether something has moved since: setting it anew at every movement costs more.
    silence: Pin<Box<Sleep>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Self {
        Self { stream, moved_at: Instant::now(), silence: Box::pin(sleep(SILENCE)) }
    }

    /// Passes on what happened; when nothing did for too long, that is an error.
    fn moved<T>(&mut self, context: &mut Context<'_>, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.moved_at = Instant::now();
            return poll;
        }
        loop {
            ready!(self.silence.as_mut().poll(context));
            let until = self.moved_at + SILENCE;
            if until <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.silence.as_mut().reset(until);
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.moved(context, poll)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.moved(context, poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.moved(context, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::web::tests::at;

    fn asked(uri: &str, hosts: &[&str]) -> Option<String> {
        let mut request = Request::get(uri);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        authority(&request.body(()).unwrap())
    }

    #[test]
    fn t12_a_request_names_exactly_one_host() {
        assert_eq!(asked("/", &["Maple.example"]), Some("maple.example".to_owned()));
        assert_eq!(asked("/", &["localhost:8081"]), Some("localhost:8081".to_owned()));
        assert_eq!(asked("http://maple.example/", &[]), Some("maple.example".to_owned()));
        assert_eq!(asked("http://maple.example/", &["maple.example"]), Some("maple.example".to_owned()));
        assert_eq!(asked("http://maple.example/", &["oak.example"]), None);
        assert_eq!(asked("/", &["maple.example", "maple.example"]), None);
        assert_eq!(asked("/", &[""]), None);
        assert_eq!(asked("/", &[]), None);
    }

    #[tokio::test]
    async fn the_server_answers_its_own_school_on_a_port_and_stops_calmly() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let maple = at(&format!("http://{address}")).await;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(run(listener, Site::new(std::slice::from_ref(&maple.school)), async move {
            let _ = stopped.await;
        }));
        let ask = async |host: &str, path: &str, extra: &str| {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{extra}Connection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        };
        let host = address.to_string();

        assert!(ask(&host, "/healthz", "").await.starts_with("HTTP/1.1 200 "));
        assert!(ask(&host, "/robots.txt", "").await.ends_with("User-agent: *\nDisallow: /\n"));
        assert!(ask("oak.example", "/healthz", "").await.starts_with("HTTP/1.1 421 "));
        let style = ask(&host, "/static/schoolgate.css", "Accept-Encoding: gzip\r\n").await;
        assert!(
            style.to_lowercase().contains("content-encoding: gzip")
                && style.to_lowercase().contains("vary: accept-encoding")
        );
        let page = ask(&host, "/about", "Accept-Encoding: gzip\r\n").await;
        assert!(
            page.contains("Maple Primary") && !page.to_lowercase().contains("content-encoding"),
            "a page is never compressed"
        );

        stop.send(()).unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(5), server).await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
