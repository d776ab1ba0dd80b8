//! Markdown files into the database: what is read, what is refused, what stays.

mod folder;

use folder::Folder;
use loom_engine::tables::{Agent, AgentTelos, LOOM, OperatorTelos};
use loom_schema::prelude::*;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/loom-engine/.loom");

/// Rows that the connection wrote so far.
#[allow(clippy::unwrap_used, reason = "a helper of tests")]
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
    assert!(loom.sync().unwrap().is_clean());
    let before = changes(&loom);
    let report = loom.sync().unwrap();
    assert_eq!((report.changes(), changes(&loom) - before), (0, 0), "{report}");
}

/// A folder with one of each mistake that operators make; the snapshot is what they read.
#[test]
fn mistakes_are_told_where_they_are() {
    let folder = Folder::small();
    let session = |name: &str, text: &str| folder.write(&format!("worlds/atlas/sessions/{name}.md"), text);
    session("01-enum", "---\nstatus: actve\n---\n");
    session("02-reference", "---\nstatus: active\npattern_id: dialektik\n---\n");
    session("03-number", "---\nstatus: active\ntokens_in: \"12\"\ntokens_out: many\n---\n");
    session("04-check", "---\nstatus: active\ntokens_in: -5\n---\n");
    session("05-time", "---\nstatus: active\nclosed_at: yesterday\n---\n");
    session("06-null", "---\nstatus:\n---\n");
    session("07-missing", "---\nstaus: active\n---\n");
    session("08-elsewhere", "---\nstatus: active\nworld_id: hearth\nid: 8\n---\n");
    session("09-unclosed", "---\nstatus: active\n\nHello.\n");
    session("10-no-front-matter", "# Hello\n");
    session("11-empty", "");
    session("12-yaml", "---\nstatus: active\nmodel_used: a: b\n---\n");
    session("13-twice", "---\nstatus: active\nstatus: closed\n---\n");
    session("14-list", "---\nstatus: [active]\n---\n");
    folder.write("worlds/atlas/sessions/15-bytes.md", b"---\nstatus: active\n---\nGr\xfc\xdfe\n");
    folder.write("worlds/atlas/session/16.md", "---\nstatus: active\n---\n");
    folder.write("worlds/nowhere/sessions/17.md", "---\nstatus: active\n---\n");
    folder.write("README.md", "Read me.\n");
    let agent = |name: &str, text: &str| folder.write(&format!("worlds/hearth/agents/{name}/AGENT.md"), text);
    agent("no-section", "---\nname: A\n---\n");
    agent("no-block", "---\nname: A\n---\n\n## Profile\n\nA scribe.\n");
    agent(
        "two-blocks",
        "---\nname: A\n---\n\n## PROFILE\n\n```yaml\nrole: a\n```\n\n```yaml\nrole: b\n```\n",
    );
    agent("two-sections", "---\nname: A\n---\n\n## PROFILE\n\n## Profile\n");
    agent("wrong-block", "---\nname: A\n---\n\n## PROFILE\n\n```yaml\nrole: a\nsummary: [b]\n```\n");
    folder.write("worlds/hearth/agents/ghost/TELOS.md", "---\nconstraints: none\n---\n");
    folder.write("patterns/steps.md", "---\nname: A\nfamily: dream\nsteps: one, two\n---\n");
    folder.write(
        "patterns/entries.md",
        "---\nname: A\nfamily: decision\nsteps:\n  - Thesis\n  - {name: B}\n  - {name: C, agent_id: c, order: 99999999999999999999}\n---\n",
    );
    folder.write(
        "patterns/one.md",
        "---\nname: A\nfamily: decision\nsteps:\n  - {id: s, name: A, agent_id: a}\n---\n",
    );
    folder.write(
        "patterns/two.md",
        "---\nname: A\nfamily: decision\nsteps:\n  - {id: s, name: A, agent_id: a}\n---\n",
    );
    folder.write("worlds/hearth/decisions/waits.md", "---\nsession_id: broken\ntype: x\ncontent: {}\n---\n");
    folder.write("worlds/hearth/sessions/broken.md", "---\n- status\n---\n");
    folder.write("TELOS.md", "---\nid: me\nvalues: [one]\npurpose: x\n---\n");
    folder.write("worlds/hearth/TELOS.md", "---\npurpose: Letters\nidentity: {voice: warm}\n---\n");
    insta::assert_snapshot!(folder.sync().to_string());
}
