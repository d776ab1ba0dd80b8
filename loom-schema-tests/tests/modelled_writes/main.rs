//! Random writes in two worlds, against a model: what they return, what is there afterwards, in transactions that are
//! kept or rolled back. The seeds are fixed, so that a failure comes again.
//!
//! `LOOM_WRITES=1000000 cargo test --release -p loom-schema-tests --test modelled_writes` runs longer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod changes;
mod edits;
mod inserts;
mod model;
mod other_rows;
#[path = "../values/random.rs"]
#[allow(dead_code, reason = "shared with the tests of values")]
mod random;
mod tables;
mod writes;

use loom_schema::prelude::*;
use loom_schema::{Error, WorldHandle};

use model::Model;
use random::Random;
use tables::{NewWorld, SCHEMA, World};
use writes::Written;

struct Run<'l> {
    loom: &'l Loom,
    worlds: [&'l WorldHandle<'l>; 2],
    random: Random,
    model: Model,
    /// The last writes, for a failure's message.
    log: Vec<String>,
    kept: usize,
    refused: usize,
}

impl Run<'_> {
    fn steps(&mut self, steps: usize, depth: usize) {
        for _ in 0..steps {
            if depth < 3 && self.random.below(12) == 0 {
                self.transaction(depth);
            } else {
                self.write();
            }
        }
    }

    fn transaction(&mut self, depth: usize) {
        let before = self.model.clone();
        let (steps, rolls_back) = (self.random.below(6), self.random.below(2) > 0);
        self.log.push(format!("{depth} begin"));
        let loom = self.loom;
        let result = loom.transaction(|_| {
            self.steps(steps, depth + 1);
            if rolls_back { Err(Error::NoRoot) } else { Ok(()) }
        });
        assert_eq!(result.is_err(), rolls_back);
        self.log.push(format!("{depth} end, rolled back: {rolls_back}"));
        if rolls_back {
            self.model = before;
        }
        self.compare();
    }

    fn write(&mut self) {
        let Written { what, found, expected, may_collide } =
            writes::random(self.loom, self.worlds, &self.model, &mut self.random);
        self.log.push(what);
        match (found, expected) {
            (Ok(found), Ok((model, expected))) => {
                assert_eq!(found, expected, "{:#?}", self.last());
                self.model = model;
                self.kept += 1;
            }
            (Err(error), Err(_)) => {
                self.refused += 1;
                let text = error.to_string();
                assert!(text.len() < 300 && !text.contains("UPDATE"), "{text}");
            }
            (Err(error), Ok(_)) if may_collide => {
                assert!(
                    error.to_string().contains("another row has the same")
                        || error.to_string().contains("such a row already"),
                    "{error}"
                );
            }
            (found, expected) => panic!("{found:?} where {expected:?} was expected\n{:#?}", self.last()),
        }
        self.compare();
    }

    fn last(&self) -> &[String] {
        &self.log[self.log.len().saturating_sub(10)..]
    }

    fn compare(&self) {
        assert_eq!(writes::read(self.loom, self.worlds), self.model, "{:#?}", self.last());
    }
}

fn run(seed: u64, writes: usize) {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    for world in ["v", "w"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
    }
    let worlds = ["v", "w"].map(|world| loom.world(world).unwrap());
    let mut run = Run {
        loom: &loom,
        worlds: [&worlds[0], &worlds[1]],
        random: Random::new(seed),
        model: Model::default(),
        log: Vec::new(),
        kept: 0,
        refused: 0,
    };
    while run.kept + run.refused < writes {
        run.steps(100, 0);
        run.log.clear();
        let broken =
            |connection: &rusqlite::Connection| connection.prepare("PRAGMA foreign_key_check")?.exists([]);
        assert!(!loom.with_connection(broken).unwrap());
    }
    assert!(run.kept > writes / 4 && run.refused > writes / 10, "{} kept, {} refused", run.kept, run.refused);
}

#[test]
fn random_writes_leave_what_the_model_holds() {
    let writes = std::env::var("LOOM_WRITES").ok().map_or(1_500, |writes| writes.parse().unwrap());
    for seed in 1..=2 {
        run(seed, writes / 2);
    }
}
