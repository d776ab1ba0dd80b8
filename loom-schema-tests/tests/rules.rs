//! Every rule has a compile-fail case of its name, whose output names the rule.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The cases, as `(area/name without extension, path)`.
fn files(extension: &str) -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/fail");
    let mut found = Vec::new();
    for area in entries(&root) {
        for file in entries(&area) {
            if file.extension().is_some_and(|found| found == extension) {
                let name = file.strip_prefix(&root).unwrap().with_extension("");
                found.push((name.to_str().unwrap().replace('\\', "/"), file));
            }
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_rule_has_a_case_that_shows_its_message() {
    let cases = files("stderr");
    let mut missing = Vec::new();
    for rule in loom_schema::rules::RULES {
        let own = cases.iter().find(|(name, _)| name.ends_with(&format!("/{}", rule.name)));
        let shown = own
            .is_some_and(|(_, path)| fs::read_to_string(path).unwrap().contains(&format!("({})", rule.name)));
        if !shown {
            missing.push(rule.name);
        }
    }
    assert!(
        missing.is_empty(),
        "no tests/ui/fail/<area>/<rule>.rs with a .stderr that shows `(<rule>)`: {missing:?}"
    );
}

#[test]
fn every_output_belongs_to_a_case_and_every_case_has_one() {
    let names = |extension| files(extension).into_iter().map(|(name, _)| name).collect::<BTreeSet<String>>();
    let (cases, outputs) = (names("rs"), names("stderr"));
    let alone: Vec<&String> = cases.symmetric_difference(&outputs).collect();
    assert!(alone.is_empty(), "a case without its output, or an output without its case: {alone:?}");
}

#[test]
fn every_name_in_parentheses_is_a_rule() {
    for (case, path) in files("stderr") {
        let text = fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| line.starts_with("error")) {
            let Some(name) = line.strip_suffix(')').and_then(|line| line.rsplit_once(" (")) else { continue };
            assert!(loom_schema::rules::rule(name.1).is_some(), "{case}: {line}");
        }
    }
}

/// Our own messages say what to do; none of them shows what the macros keep to themselves.
#[test]
fn every_message_of_ours_ends_with_help() {
    for (case, path) in files("stderr") {
        // An attack names what the macros keep to themselves, and reads of it.
        let attacks = fs::read_to_string(path.with_extension("rs")).unwrap().contains("__private");
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("error")) {
            assert!(attacks || !(line.contains("_loom") || line.contains("__private")), "{case}: {line}");
            let ours = line.starts_with("error: `") || line.ends_with("_)") || line.contains("panicked: ");
            let next = lines.get(at + 1).map_or("", |next| next.trim_start());
            assert!(!ours || next.starts_with("help: "), "{case}: {line}");
        }
        assert!(!text.contains("/rustlib/src/"), "{case} shows the standard library's source");
    }
}
