//! `cargo run --release -p tests --bin fuzz -- TARGET SECONDS`: throws mangled things at one target, or at `all` of them
//! in turn, and stops at the first that panics, breaks its rule or takes too long. It prints the bytes and the seed.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tests::fuzz::{self, TARGETS};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wanted, seconds] = arguments.as_slice() else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        bail!("usage: fuzz TARGET SECONDS, where TARGET is all, {}", names.join(", "));
    };
    let patience = Duration::from_secs(seconds.parse().context("SECONDS is a number")?);
    let chosen: Vec<_> = TARGETS.iter().filter(|target| wanted == "all" || target.name == wanted.as_str()).collect();
    anyhow::ensure!(!chosen.is_empty(), "there is no target {wanted}");
    for target in chosen {
        let (began, mut seed, mut slowest) = (Instant::now(), 1_u64, Duration::ZERO);
        // Every round begins at a seed of its own, so that what was found can be found again.
        while began.elapsed() < patience {
            slowest = slowest.max(fuzz::round(target, seed, 200)?);
            seed += 1;
        }
        println!("{:<14} {:>9} tries, the slowest took {slowest:.1?}", target.name, (seed - 1) * 200);
    }
    Ok(())
}
