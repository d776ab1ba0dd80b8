//! Random queries through one world's handle never return, count or change a row of another world, and give what the
//! same query gives when it is computed in Rust.
//!
//! The three worlds hold the same ids, and every text in a row names its world, so that a row of another world, or a
//! join into one, is seen at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

#[path = "../common/mod.rs"]
mod common;
mod conditions;
mod reads;
mod selects;
mod worlds;
mod writes;

use proptest::collection::vec;
use proptest::prelude::*;
use reads::{check_aggregates, check_relations, check_rows, check_sets};
use selects::asked;
use worlds::{Held, WORLDS, add_agents, everything, fill, worlds};
use writes::{change, check_change};

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_stay_in_their_world_and_are_right(worlds in worlds(), queries in vec(asked(), 2..6)) {
        let loom = fill(&worlds);
        for asked in &queries {
            let handle = loom.world(WORLDS[asked.world]).unwrap();
            let held = Held::of(&handle, &worlds[asked.world]);
            check_rows(&handle, asked, &held);
            check_aggregates(&handle, asked, &held);
            check_relations(&handle, asked, &held);
            if !held.sessions.is_empty() {
                check_sets(&handle, asked, &queries[0], &held);
            }
        }
    }

    #[test]
    fn writes_stay_in_their_world(worlds in worlds(), world in 0..3_usize, change in change()) {
        let loom = fill(&worlds);
        add_agents(&loom, &worlds);
        let handle = loom.world(WORLDS[world]).unwrap();
        let held = Held::of(&handle, &worlds[world]);
        let mut before = everything(&loom);
        check_change(&handle, WORLDS[world], &change, &held);
        let mut after = everything(&loom);
        before.remove(WORLDS[world]);
        after.remove(WORLDS[world]);
        prop_assert_eq!(before, after);
    }
}
