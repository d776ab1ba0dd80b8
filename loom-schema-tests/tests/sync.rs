//! Markdown files into the database: what is read, what is refused, what stays.

mod folder;

use folder::Folder;
use loom_engine::tables::{
    Agent, AgentTelos, LOOM, NewPattern, NewSession, OperatorTelos, Pattern, PatternFamily, PatternStep,
    Session, SessionStatus, World, WorldStatus, WorldTelos,
};
use loom_schema::prelude::*;
use loom_schema::{Error, Severity, SyncOptions};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/loom-engine/.loom");

/// Every table as text, to compare databases with. Columns that tell the time of the sync are left out on demand.
fn changes(loom: &Loom) -> u64 {
    loom.with_connection(|connection| Ok(connection.total_changes())).unwrap()
}

#[test]
fn the_example_tree_loads_without_problems() {
    let loom = Loom::in_memory(&LOOM).unwrap().with_root(EXAMPLE);
    let report = loom.sync().unwrap();
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!(report.files, 85);
    let inserted: Vec<_> = report.tables.iter().map(|table| (table.table, table.inserted)).collect();
    insta::assert_debug_snapshot!(inserted);
    let scribe = loom.world("atlas").unwrap().get::<Agent>(&Id::new("scribe")).unwrap().unwrap();
    assert_eq!(scribe.profile.role, "field-book keeper");
    assert_eq!(scribe.modes.unwrap().len(), 3);
    assert!(loom.get::<OperatorTelos>(&Id::new("operator")).unwrap().is_some());
    let telos = loom.world("hearth").unwrap().select::<AgentTelos>().all().unwrap();
    assert!(telos.iter().all(|telos| telos.id.as_str() == telos.agent_id.as_str()));
}

#[test]
fn a_second_sync_writes_nothing() {
    let loom = Loom::in_memory(&LOOM).unwrap().with_root(EXAMPLE);
    loom.sync().unwrap();
    let before = changes(&loom);
    let report = loom.sync().unwrap();
    assert_eq!((report.changes(), changes(&loom) - before), (0, 0), "{report}");
}
