//! What strangers cost: the server's time for a letter it refuses, and honest requests beside a flood of them.
//!
//! Held to: under 30 µs of server CPU for each, no look-up, and an honest p99 within twice its idle value.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::time::{MissedTickBehavior, interval};

use crate::fill::Bench;
use crate::http::{self, Connection};
use crate::process::Server;
use crate::{load, row};

/// Refused letters in a second.
const FLOOD: u32 = 2_000;
/// How often each question is asked when the time of its answer is looked at.
const SAMPLES: usize = 500;
/// Honest requests in a second: what thirty busy children make.
const HONEST: u32 = 100;

pub(crate) async fn run(scale: usize) -> Result<()> {
    let bench = Bench::new("refuse", 1).await?;
    bench.fill_class().await?;
    let (card, _) = bench.sign_ins().await?;
    let letter = bench.stranger()?;
    let questions = bench.questions().await?;
    let unsigned = http::post("/ap/inbox", &bench.host, &[kind()], b"{}");
    bench.close().await;
    let bare = Server::start_bare(&bench).await?;
    load(&bare, vec![letter.clone(); 60_000 / scale], 403).await?.print("for comparison: the bare HTTP library's no");
    drop(bare);
    let server = Server::start(&bench).await?;
    let cookie = http::sign_in_by_card(server.address, &bench.host, &card).await.context("signing the pupil in")?;

    // Warm, and then counted.
    load(&server, vec![letter.clone(); 2_000], 403).await?;
    load(&server, vec![letter.clone(); 60_000 / scale], 403).await?.print("refused: a stranger's letter");
    load(&server, vec![unsigned; 60_000 / scale], 401).await?.print("refused: an unsigned letter");

    for (whose, status, pair) in questions {
        alike(server.address, whose, status, pair).await?;
    }

    let class = http::get(&format!("/c/{}", bench.class_slug), &bench.host, Some(&cookie));
    let seconds = u64::try_from(20 / scale.min(4))?;
    let idle = honest(server.address, &class, seconds).await?;
    print("honest pages, nobody else there", &idle);
    let before = server.cpu()?;
    let flooding = tokio::spawn(flood(server.address, letter, seconds + 1));
    let beside = honest(server.address, &class, seconds).await?;
    let refused = flooding.await??;
    print(&format!("honest pages beside {} refused a second", refused / (seconds + 1)), &beside);
    let cpu = server.cpu()?.saturating_sub(before);
    println!("{:<44} {:>10} %", "server CPU during the flood", cpu.as_millis() / u128::from((seconds + 1) * 10));
    let factor = percentile(&beside, 99).as_secs_f64() / percentile(&idle, 99).as_secs_f64();
    println!("{:<44} {factor:>11.1} ×", "p99 beside the flood, against idle");
    Ok(())
}

fn kind() -> (String, String) {
    ("content-type".to_owned(), "application/activity+json".to_owned())
}

/// Asks about what is here and about what is not, in turn, so that whatever else the computer does meets both alike; prints
/// how long the answers took. That they are the same bytes is for the tests.
async fn alike(address: SocketAddr, whose: &str, status: u16, pair: [Vec<u8>; 2]) -> Result<()> {
    let mut connection = Connection::open(address).await?;
    let mut times: [Vec<Duration>; 2] = Default::default();
    for _ in 0..SAMPLES {
        for (request, times) in pair.iter().zip(&mut times) {
            let sent = Instant::now();
            let answer = connection.send(request).await?;
            anyhow::ensure!(answer.status == status, "answered {}: {}", answer.status, answer.start());
            times.push(sent.elapsed());
        }
    }
    for (what, times) in ["what is here", "what is not"].iter().zip(&mut times) {
        times.sort();
        let micros = |hundredths| percentile(times, hundredths).as_micros();
        let name = format!("{whose}: {what}");
        println!("{name:<44} {:>9} µs, quartiles {} and {} µs", micros(50), micros(25), micros(75));
    }
    Ok(())
}

/// Asks for the same page at a steady pace over a few connections, as people do; sorted times.
async fn honest(address: SocketAddr, page: &[u8], seconds: u64) -> Result<Vec<Duration>> {
    let mut work = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let page = page.to_vec();
        work.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut beat = interval(Duration::from_secs(1) * 4 / HONEST);
            let mut times = Vec::new();
            for _ in 0..seconds * u64::from(HONEST) / 4 {
                beat.tick().await;
                let sent = Instant::now();
                let answer = connection.send(&page).await?;
                anyhow::ensure!(answer.status == 200, "answered {}", answer.status);
                times.push(sent.elapsed());
            }
            Ok::<_, anyhow::Error>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(some) = work.join_next().await {
        times.extend(some??);
    }
    times.sort();
    Ok(times)
}

/// Sends the same letter at a steady pace over sixteen connections; how many were refused.
async fn flood(address: SocketAddr, letter: Vec<u8>, seconds: u64) -> Result<u64> {
    let mut work = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let letter = letter.clone();
        work.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut beat = interval(Duration::from_secs(1) * 16 / FLOOD);
            beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let end = Instant::now() + Duration::from_secs(seconds);
            let mut refused = 0;
            while Instant::now() < end {
                beat.tick().await;
                let answer = connection.send(&letter).await?;
                anyhow::ensure!(answer.status == 403, "answered {}", answer.status);
                refused += 1;
            }
            Ok::<_, anyhow::Error>(refused)
        });
    }
    let mut refused = 0;
    while let Some(some) = work.join_next().await {
        refused += some??;
    }
    Ok(refused)
}

fn percentile(times: &[Duration], hundredths: usize) -> Duration {
    times.get(times.len() * hundredths / 100).copied().unwrap_or_default()
}

fn print(name: &str, times: &[Duration]) {
    row(name, "", None, Some((percentile(times, 50), percentile(times, 99))));
}
