//! The house: every module imports from the layers below its own. CONTRIBUTING.md shows the same lists.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the library, from the top.
const LIBRARY: [&str; 15] = [
    "cli", "docs", "open", "sync", "handles", "query", "store", "table", "sql", "value", "schema",
    "markdown", "rules", "error", "text",
];

/// The rooms of the macros, from the top.
const MACROS: [&str; 10] =
    ["derive", "schema", "emit", "rules", "json", "sql", "model", "attributes", "errors", "catalogue"];

/// What stands outside of the layers, with the reason: each names everything.
const OUTSIDE: [&str; 4] = ["lib.rs", "prelude.rs", "private.rs", "tests.rs"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The paths that a file names: those of its `use` lines, groups taken apart, and those within its code.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (at, _) in code.match_indices("crate::") {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &code[at + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            named.push((number + 1, name));
        }
    }
    named
}

/// Each arrow that runs up, as `file:line: from -> to`.
fn backward(crate_folder: &str, layers: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(crate_folder).join("src");
    let layer = |name: &str| layers.iter().position(|layer| *layer == name);
    let mut arrows = Vec::new();
    for path in sources(&root) {
        let relative = path.strip_prefix(&root).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if OUTSIDE.contains(&first) {
            continue;
        }
        let Some(own) = layer(room) else {
            arrows.push(format!("{}: `{room}` has no layer", relative.display()));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for (line, name) in named(&text) {
            if layer(&name).is_some_and(|other| other < own) {
                arrows.push(format!("{}:{line}: {room} -> {name}", relative.display()));
            }
        }
    }
    arrows
}

#[test]
fn arrows_of_the_library_point_down() {
    let arrows = backward("loom-schema", &LIBRARY);
    assert!(arrows.is_empty(), "{}", arrows.join("\n"));
}

#[test]
fn arrows_of_the_macros_point_down() {
    let arrows = backward("loom-schema-macros", &MACROS);
    assert!(arrows.is_empty(), "{}", arrows.join("\n"));
}

#[test]
fn an_arrow_that_runs_up_would_be_found() {
    let text = "use crate::query::Query;\n// crate::cli\nlet a = crate::store::Database; $crate::sync";
    assert_eq!(named(text), [(1, "query".to_owned()), (3, "store".to_owned())]);
}

#[test]
fn contributing_lists_the_same_layers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../CONTRIBUTING.md");
    let text = fs::read_to_string(path).unwrap();
    let (library, macros) = text.split_once("The macros, ").unwrap();
    for (text, layers) in [(library, &LIBRARY[..]), (macros, &MACROS[..])] {
        let places: Vec<usize> = layers
            .iter()
            .map(|layer| {
                text.find(&format!("| `{layer}` |")).unwrap_or_else(|| panic!("no row for `{layer}`"))
            })
            .collect();
        assert!(places.is_sorted(), "{layers:?}: not in this order");
    }
}
