//! Many at once: a lesson's comments of fifty schools while pupils read, and forty schools in one process.

use anyhow::{Context, Result, ensure};

use crate::fill::Bench;
use crate::http;
use crate::process::Server;
use crate::{load, load_over};

/// Schools whose classes comment in the same minute, and how many pupils a class has.
const SCHOOLS: usize = 50;
const PUPILS: usize = 28;
/// Pupils who read meanwhile, and how often each turns a page.
const READERS: usize = 8;
const PAGES: usize = 40;

/// Every school sends the comments of a class, one after the other, all schools at once; pupils of ours read meanwhile.
pub(crate) async fn burst() -> Result<()> {
    let bench = Bench::new("burst", SCHOOLS).await?;
    bench.fill_class().await?;
    let (card, _) = bench.sign_ins().await?;
    let before = bench.comments_arrived().await?;
    let letters = bench.replies_of_all(PUPILS).await?;
    bench.close().await;
    let server = Server::start(&bench).await?;
    let pupil = http::sign_in_by_card(server.address, &bench.host, &card).await.context("signing the pupil in")?;
    let page = http::get(&format!("/c/{}", bench.class_slug), &bench.host, Some(&pupil));
    let readers = || (0..READERS).map(|_| vec![page.clone(); PAGES]).collect::<Vec<_>>();

    load_over(&server, readers(), 200).await?.print("class page before the burst");
    let (written, read) = tokio::try_join!(load_over(&server, letters, 202), load_over(&server, readers(), 200))?;
    written.print(&format!("burst: {SCHOOLS} schools, {PUPILS} comments each"));
    read.print("class page in the burst");
    drop(server);

    let arrived = bench.comments_arrived().await? - before;
    ensure!(arrived == i64::try_from(SCHOOLS * PUPILS)?, "{arrived} comments are there");
    println!("{:<44} {arrived:>10} of {}", "comments written down", SCHOOLS * PUPILS);
    Ok(())
}

/// The schools of a trust, each with a database of its own.
pub(crate) async fn forty() -> Result<()> {
    const SCHOOLS: usize = 40;
    let mut benches = vec![Bench::new("school0", 0).await?];
    while benches.len() < SCHOOLS {
        let next = Bench::beside(&benches[0], &format!("school{}", benches.len())).await?;
        benches.push(next);
    }
    for bench in &benches {
        for number in 0..5 {
            bench.publish(&format!("Post number {number}")).await?;
        }
        bench.close().await;
    }
    let server = Server::start_all(&benches).await?;
    println!("{:<44} {:>10} MB", format!("memory at rest, {SCHOOLS} schools"), server.resident()? / 1024);

    let about: Vec<_> = (0..25).flat_map(|_| &benches).map(|bench| http::get("/about", &bench.host, None)).collect();
    load(&server, about, 200).await?.print(&format!("a page of {SCHOOLS} schools in turn"));
    println!("{:<44} {:>10} MB", "memory after the load", server.resident()? / 1024);
    Ok(())
}
