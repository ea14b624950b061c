//! The server under test, in a process of its own, and what the kernel says it used.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use schoolgate::fediverse::courier;
use schoolgate::school::School;
use schoolgate::serve::{self, Site};
use tokio::net::TcpListener;

use crate::fill::{self, Bench};
use crate::http::Connection;

/// The kernel counts CPU time in these, on every Linux that Rust runs on.
const TICKS_PER_SECOND: u64 = 100;

/// A running server; it ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts the server on the school of this bench, and waits for its first 200.
    pub(crate) async fn start(bench: &Bench) -> Result<Self> {
        Self::start_all(std::slice::from_ref(bench)).await
    }

    /// Starts one server for all of these schools, which were made beside the first.
    pub(crate) async fn start_all(benches: &[Bench]) -> Result<Self> {
        let mut arguments = vec!["serve".to_owned()];
        arguments.extend(benches.iter().flat_map(Bench::place_arguments));
        Self::start_with(benches.first().context("no school")?, arguments).await
    }

    /// Starts what every answer costs at least: the same HTTP library that reads a request and says no, and no school.
    pub(crate) async fn start_bare(bench: &Bench) -> Result<Self> {
        Self::start_with(bench, vec!["bare".to_owned(), bench.address.to_string()]).await
    }

    async fn start_with(bench: &Bench, arguments: Vec<String>) -> Result<Self> {
        let began = Instant::now();
        let child = Command::new(std::env::current_exe()?)
            .args(arguments)
            .stdout(Stdio::null())
            .spawn()
            .context("starting the server")?;
        let mut server = Self { child, address: bench.address, started_in: Duration::ZERO };
        let mut looks = tokio::time::interval(Duration::from_millis(1));
        loop {
            looks.tick().await;
            if let Ok(mut connection) = Connection::open(bench.address).await
                && connection.get("/healthz", &bench.host, None).await.is_ok()
            {
                server.started_in = began.elapsed();
                return Ok(server);
            }
            anyhow::ensure!(began.elapsed() < Duration::from_secs(20), "the server does not answer");
        }
    }

    /// User and system time so far.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name of the program, in brackets, may hold spaces.
        let after = stat.rsplit_once(')').ok_or_else(|| anyhow!("an unreadable /proc"))?.1;
        let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
    }

    /// Resident memory in KiB.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or_else(|| anyhow!("no VmRSS"))?;
        line.trim().trim_end_matches(" kB").trim().parse().context("VmRSS")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The child's side: the schools, their couriers and one server, until it is ended.
pub(crate) async fn serve(arguments: &[String]) -> Result<()> {
    let (places, address) = fill::places_from(arguments)?;
    let mut schools = Vec::with_capacity(places.len());
    for place in places {
        schools.push(School::open(place).await?);
    }
    let listener = TcpListener::bind(address).await?;
    let couriers: Vec<_> = schools.iter().cloned().map(courier::start).collect();
    serve::run(listener, Site::new(&schools), std::future::pending()).await;
    for courier in couriers {
        courier.abort();
    }
    Ok(())
}

/// The child's side of the bare server: each request is read whole and refused, with an answer as long as ours.
pub(crate) async fn refuse_all(arguments: &[String]) -> Result<()> {
    let address: SocketAddr = arguments.first().context("the address")?.parse()?;
    let listener = TcpListener::bind(address).await?;
    let words = Bytes::from(vec![b'x'; 1_200]);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let words = words.clone();
        let service = service_fn(move |_| {
            let answer = Response::builder().status(403).body(Full::new(words.clone()));
            async move { answer }
        });
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
