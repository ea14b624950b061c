//! A short round of each fuzz target, with every run; longer ones with `cargo run --release -p tests --bin fuzz -- all 60`.

#![allow(clippy::unwrap_used)]

use tests::fuzz::{TARGETS, round};

#[test]
fn t13_no_mangled_input_brings_a_reader_down() {
    for target in TARGETS {
        // Pictures are work even when they are small.
        let tries = if target.name == "picture" { 200 } else { 2_000 };
        for seed in [1, 2026] {
            round(target, seed, tries).unwrap_or_else(|cause| panic!("{cause:#}"));
        }
    }
}
