//! Random queries over values that may be missing, through a world's handle and across worlds: each is what Rust
//! computes of the same rows.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the tables are made for one test, and documented by their names"
)]
#![allow(clippy::cast_possible_truncation, reason = "the random numbers are small")]

mod checks;
mod conditions;
mod tables;

use checks::check;
use tables::{Random, WORLDS, filled};

/// So many databases, each with so many rounds of queries.
fn run(seed: u64, databases: u64, rounds: u64) {
    let mut queries = 0;
    for database in 0..databases {
        let mut random = Random(seed.wrapping_add(database << 32));
        let (loom, worlds, all) = filled(&mut random);
        for _ in 0..rounds {
            let world = random.below(4) as usize;
            queries += match worlds.get(world) {
                Some(seen) => check(&loom.world(WORLDS[world]).unwrap(), seen, true, &mut random),
                None => check(&loom.across_worlds("a test"), &all, false, &mut random),
            };
        }
    }
    assert!(queries > databases * rounds);
}

/// For longer: `MODEL_DATABASES=20000 MODEL_SEED=1 cargo test --release -p loom-schema-tests --test model`.
#[test]
fn random_queries_return_what_rust_computes() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    run(number("MODEL_SEED").unwrap_or(6), number("MODEL_DATABASES").unwrap_or(24), 25);
}
