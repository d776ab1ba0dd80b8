//! What the README shows is what there is. Its first table is compiled and run as a doctest of `loom-schema`, too; the
//! queries, which need more tables than a reader wants to see, only here.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

#[allow(dead_code, unreachable_pub, missing_docs, reason = "it stands here as it stands in the README")]
#[rustfmt::skip]
#[path = "readme/session.rs"]
mod session;

#[allow(dead_code, unreachable_pub, missing_docs, reason = "it stands here as it stands in the README")]
#[rustfmt::skip]
#[path = "readme/queries.rs"]
mod queries;

use loom_schema::rules::RULES;
use loom_schema::{Loom, LoomTable};

const README: &str = include_str!("../../README.md");

#[test]
fn the_table_and_its_ddl() {
    assert!(README.contains(&format!("```rust\n{}```", include_str!("readme/session.rs"))));
    let ddl = <session::Session as LoomTable>::DDL;
    assert!(README.contains(&format!("```sql\n{ddl}```")), "the README should show\n{ddl}");
}

#[test]
fn the_queries_run() {
    let shown = include_str!("readme/queries.rs").split("// README\n").nth(1).unwrap();
    assert!(README.contains(&format!("```rs\n{shown}```")));
    queries::main().unwrap();
}

#[test]
fn the_error_for_a_missing_world() {
    let error = include_str!("ui/fail/scope/missing_world_id.stderr");
    assert!(README.contains(error.trim_end()), "the README should show\n{error}");
}

#[test]
fn every_rule_in_its_order() {
    let rows: Vec<String> =
        RULES.iter().map(|rule| format!("| `{}` | {} |", rule.name, rule.refuses)).collect();
    assert!(README.contains(&rows.join("\n")), "the README should show\n{}", rows.join("\n"));
}

#[test]
fn the_diagnostic_of_a_wrong_file() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("worlds/atlas");
    std::fs::create_dir_all(folder.join("sessions")).unwrap();
    std::fs::write(folder.join("WORLD.md"), "---\nname: Atlas\n---\n").unwrap();
    std::fs::write(folder.join("sessions/kickoff.md"), "---\nstatus: actve\n---\nKick-off\n").unwrap();
    let report = Loom::in_memory(&session::LOOM).unwrap().with_root(root.path()).sync().unwrap();
    let [problem] = &report.problems[..] else { panic!("{report}") };
    assert!(README.contains(&format!("```text\n{problem}\n```")), "the README should show\n{problem}");
}
