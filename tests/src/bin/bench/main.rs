//! The benchmark: a server in a process of its own, loaded from this one, and a table of what it cost.
//!
//! `cargo run --release -p tests --bin bench` prints rates, percentiles and the server's own CPU time (user and system,
//! from `/proc`). `bench --quick` does a tenth of the work, `bench inbox` (or `start`, `refuse`, `fan-out`,
//! `ed25519`, `far`, `pages`, `burst`, `forty`, `growth`) only that. On PostgreSQL with `SCHOOLGATE_TEST_ENGINE=postgres`.

mod crowd;
mod fill;
mod growth;
mod http;
mod process;
mod refuse;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use federation::style::Style;

use fill::Bench;
use process::Server;

/// Connections that ask at once.
const CONNECTIONS: usize = 16;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, rest @ ..] = arguments.as_slice()
        && mode == "serve"
    {
        return process::serve(rest).await;
    }
    if let [mode, rest @ ..] = arguments.as_slice()
        && mode == "bare"
    {
        return process::refuse_all(rest).await;
    }
    let scale = if arguments.iter().any(|argument| argument == "--quick") { 10 } else { 1 };
    let engine = if fill::on_postgres() { "PostgreSQL" } else { "SQLite" };
    println!(
        "Schoolgate {} on {engine}, {} cores, server and load on the same machine\n",
        env!("CARGO_PKG_VERSION"),
        std::thread::available_parallelism()?
    );
    println!("{:<44} {:>12} {:>14} {:>9} {:>9}", "work", "rate", "server CPU", "p50", "p99");

    let parts: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|named| *named == part);
    if wanted("start") {
        start_and_rest().await?;
    }
    if wanted("inbox") {
        inbox(6000 / scale).await?;
    }
    if wanted("refuse") {
        Box::pin(refuse::run(scale)).await?;
    }
    if wanted("fan-out") {
        let (hosts, posts) = (400 / scale.min(4), 5);
        fan_out(&format!("fan-out: {posts} posts to {hosts} hosts, RSA"), Style::Cavage, hosts, posts, Duration::ZERO)
            .await?;
    }
    if wanted("ed25519") {
        let name = "fan-out between Schoolgates (Ed25519)";
        fan_out(name, Style::Ed25519, 400 / scale.min(4), 5, Duration::ZERO).await?;
    }
    if wanted("far") {
        let (hosts, posts, after) = (100, 100 / scale, Duration::from_millis(50));
        let name = format!("fan-out: {posts} posts to {hosts} hosts, RSA, after {} ms", after.as_millis());
        fan_out(&name, Style::Cavage, hosts, posts, after).await?;
    }
    if wanted("pages") {
        Box::pin(pages(20_000 / scale)).await?;
    }
    if wanted("burst") {
        Box::pin(crowd::burst()).await?;
    }
    if wanted("forty") {
        Box::pin(crowd::forty()).await?;
    }
    if wanted("growth") {
        let sizes: &[usize] = if scale == 1 { &[1_000, 10_000, 100_000, 1_000_000] } else { &[1_000, 20_000] };
        Box::pin(growth::run(sizes)).await?;
    }
    Ok(())
}

/// From the start of the process to the first 200, and what it holds when nothing happens.
async fn start_and_rest() -> Result<()> {
    let bench = Bench::new("start", 0).await?;
    bench.close().await;
    let mut starts = Vec::new();
    let mut resting = 0;
    for _ in 0..5 {
        let server = Server::start(&bench).await?;
        starts.push(server.started_in);
        http::Connection::open(server.address).await?.get("/about", &bench.host, None).await?;
        resting = server.resident()?;
    }
    starts.sort();
    row("start to the first 200 (median of 5)", "", None, Some((starts[2], starts[4])));
    println!("{:<44} {:>10} MB", "memory at rest, one school", resting / 1024);
    Ok(())
}

/// Replies from a partner class, each signed with RSA (cavage), each durable before it is answered.
async fn inbox(letters: usize) -> Result<()> {
    let bench = Bench::new("inbox", 1).await?;
    let requests = bench.signed_replies(letters).await?;
    bench.close().await;
    let server = Server::start(&bench).await?;
    let load = load(&server, requests, 202).await?;
    load.print("inbox: replies, RSA, durable");
    Ok(())
}

/// One post to many followers on hosts of their own, each delivery signed in this style; repeated for several posts.
/// Each host answers after so long.
async fn fan_out(name: &str, style: Style, hosts: usize, posts: usize, after: Duration) -> Result<()> {
    let sink = http::Sink::start(after).await?;
    let bench = Bench::with_sink("fanout", hosts, sink.address).await?;
    if style == Style::Ed25519 {
        bench.agree().await?;
    }
    for number in 0..posts {
        bench.publish(&format!("Post {number}")).await?;
    }
    bench.close().await;
    let server = Server::start(&bench).await?;
    let before = server.cpu()?;
    let began = Instant::now();
    let wanted = hosts * posts;
    let mut looks = tokio::time::interval(Duration::from_millis(5));
    while sink.taken() < wanted {
        anyhow::ensure!(
            began.elapsed() < Duration::from_mins(5),
            "only {} of {wanted} deliveries in 5 minutes",
            sink.taken()
        );
        looks.tick().await;
    }
    let took = began.elapsed();
    let load = Load { done: wanted, took, cpu: server.cpu()?.saturating_sub(before), times: Vec::new() };
    drop(server);
    anyhow::ensure!(bench.signed_in().await? == [style], "not everything was signed as it should have been");
    load.print(name);
    Ok(())
}

/// The class page as a pupil reads it, and the gate with 60 waiting as its teacher does.
async fn pages(requests: usize) -> Result<()> {
    let bench = Bench::new("pages", 1).await?;
    bench.fill_class().await?;
    let (pupil, teacher) = bench.sign_ins().await?;
    bench.close().await;
    let server = Server::start(&bench).await?;
    let pupil = http::sign_in_by_card(server.address, &bench.host, &pupil).await.context("signing the pupil in")?;
    let teacher = http::sign_in(server.address, &bench.host, &teacher).await.context("signing the teacher in")?;
    let class = format!("/c/{}", bench.class_slug);
    let gate = format!("/gate/{}?tray=in", bench.class_slug);
    for (name, path, cookie, count) in [
        ("class page, signed-in pupil", class.as_str(), &pupil, requests),
        ("gate page, 60 waiting", gate.as_str(), &teacher, requests / 10),
    ] {
        let request = http::get(path, &bench.host, Some(cookie));
        load(&server, vec![request; count], 200).await?.print(name);
    }
    println!("{:<44} {:>10} MB", "memory after the load", server.resident()? / 1024);
    Ok(())
}

/// What a load did.
struct Load {
    done: usize,
    took: Duration,
    cpu: Duration,
    times: Vec<Duration>,
}

/// Sends every request over a few connections, and holds every answer to this status.
async fn load(server: &Server, requests: Vec<Vec<u8>>, status: u16) -> Result<Load> {
    let mut lanes: Vec<Vec<Vec<u8>>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
    for (request, lane) in requests.into_iter().zip((0..CONNECTIONS).cycle()) {
        lanes[lane].push(request);
    }
    load_over(server, lanes, status).await
}

/// The same over one connection for each of these lanes.
async fn load_over(server: &Server, lanes: Vec<Vec<Vec<u8>>>, status: u16) -> Result<Load> {
    let done = lanes.iter().map(Vec::len).sum();
    let before = server.cpu()?;
    let began = Instant::now();
    let mut work = tokio::task::JoinSet::new();
    for lane in lanes {
        let address = server.address;
        work.spawn(async move {
            let mut connection = http::Connection::open(address).await?;
            let mut times = Vec::with_capacity(lane.len());
            for request in lane {
                let sent = Instant::now();
                let answer = connection.send(&request).await?;
                anyhow::ensure!(answer.status == status, "answered {}: {}", answer.status, answer.start());
                times.push(sent.elapsed());
            }
            Ok::<_, anyhow::Error>(times)
        });
    }
    let mut times = Vec::with_capacity(done);
    while let Some(lane) = work.join_next().await {
        times.extend(lane??);
    }
    let took = began.elapsed();
    times.sort();
    Ok(Load { done, took, cpu: server.cpu()?.saturating_sub(before), times })
}

impl Load {
    #[expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]
    fn print(&self, name: &str) {
        let rate = format!("{:.0}/s", self.done as f64 / self.took.as_secs_f64());
        let each = self.cpu / u32::try_from(self.done).unwrap_or(u32::MAX).max(1);
        let percentile = |hundredths: usize| self.times.get(self.times.len() * hundredths / 100).copied();
        row(name, &rate, Some(each), percentile(50).zip(percentile(99)));
    }
}

fn row(name: &str, rate: &str, cpu: Option<Duration>, percentiles: Option<(Duration, Duration)>) {
    let cpu = cpu.map_or_else(String::new, |each| format!("{} µs each", each.as_micros()));
    let millis = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let (p50, p99) = percentiles.map_or_else(Default::default, |(p50, p99)| (millis(p50), millis(p99)));
    println!("{name:<44} {rate:>12} {cpu:>14} {p50:>9} {p99:>9}");
}
