//! The generated documentation: what it says, that it stays Markdown whatever a doc comment holds, and what writing
//! and checking do to a folder.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test, in helpers too")]

mod common;

use std::fs;
use std::path::Path;

use common::nasty::NASTY;
use loom_engine::tables::LOOM;
use loom_schema::Schema;
use loom_schema::docs::{DocFile, MARKER, StaleReason, check, generate, write};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A page without its hash, which changes with every letter.
fn page(schema: &Schema, path: &str) -> String {
    let page = generate(schema).into_iter().find(|file| file.path == path).unwrap().content;
    let lines = page.split_inclusive('\n').enumerate();
    lines.filter(|(at, line)| *at > 2 || !line.contains("content")).map(|(_, line)| line).collect()
}

#[test]
fn the_index() {
    insta::assert_snapshot!(page(&LOOM, "README.md"));
}

#[test]
fn a_world_scoped_table() {
    insta::assert_snapshot!(page(&LOOM, "tables/sessions.md"));
}

#[test]
fn a_table_with_sections() {
    insta::assert_snapshot!(page(&LOOM, "tables/agents.md"));
}

#[test]
fn a_list_inside_another_tables_file() {
    insta::assert_snapshot!(page(&LOOM, "tables/pattern_steps.md"));
    let parent = page(&LOOM, "tables/patterns.md");
    assert!(parent.contains("\nsteps:\n  - id: some-pattern-step-id  # optional\n"), "{parent}");
}

#[test]
fn a_singleton() {
    let page = page(&LOOM, "tables/operator_telos.md");
    assert!(page.contains("| Rows | only one, whose id is `operator` (`singleton`);"), "{page}");
    assert!(page.contains("| Truth | the Markdown file `TELOS.md` |"), "{page}");
    assert!(page.contains("\nid: operator  # optional\n"), "{page}");
}

#[test]
fn every_kind_of_column_and_every_character() {
    insta::assert_snapshot!(page(&NASTY, "tables/notes.md"));
}

#[test]
fn the_metadata_as_json() {
    let text = page(&NASTY, "schema.json");
    insta::assert_snapshot!(text);
    assert!(text.ends_with("}\n"));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let names: Vec<_> = value["tables"].as_array().unwrap().iter().map(|table| &table["name"]).collect();
    assert_eq!(names, ["worlds", "notes", "tallies"]);
    let tables = value["tables"].as_array().unwrap();
    for (table, ddl) in tables.iter().zip(NASTY.ddl()) {
        assert_eq!(table["ddl"], ddl);
    }
}

#[test]
fn a_derived_table_has_no_markdown() {
    let page = page(&NASTY, "tables/tallies.md");
    assert!(
        page.contains("## Markdown\n\nNone: the rows are rebuilt from other tables, or are a cache.\n"),
        "{page}"
    );
    assert!(page.contains("*No doc comment.*"), "{page}");
}

/// The rows of every table, as the texts of their cells.
fn rows(markdown: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.last_mut().unwrap().push(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(&text);
                }
            }
            Event::End(TagEnd::Table) => rows.push(Vec::new()),
            _ => {}
        }
    }
    rows
}

#[test]
fn cells_say_what_the_schema_says() {
    let rows = rows(&page(&NASTY, "tables/notes.md"));
    let cell = |column: &str, at: usize| {
        let row = rows.iter().find(|row| row.len() == 8 && row[0] == column);
        row.unwrap_or_else(|| panic!("no row of eight cells for {column}"))[at].clone()
    };
    assert_eq!(cell("title", 4), "'it''s `a` | b \\| c↵<b>'");
    assert_eq!(cell("title", 7), "A | pipe, a | b in code, and an escaped | one.");
    assert_eq!(cell("order", 5), "\"order\" > 0 OR 'a' || 'b' = 'ab'");
    assert_eq!(cell("state", 5), "a | b, no, x: y # z");
    assert_eq!(cell("extra", 6), "section A | B");
    assert_eq!(cell("picture", 6), "nowhere: bytes cannot be written in Markdown");
    assert_eq!(cell("id", 6), "front matter key id, or else made from the path");
}

#[test]
fn pages_keep_their_structure() {
    for schema in [&NASTY, &LOOM] {
        for DocFile { path, content } in generate(schema) {
            if !path.ends_with(".md") {
                continue;
            }
            let (start, rest) = content.split_once(" -->\n\n").unwrap();
            assert!(start.starts_with(&format!("{MARKER}\n<!-- content hash: ")), "{path}");
            assert!(rest.starts_with("# "), "{path}");
            assert!(content.ends_with('\n') && !content.contains('\r'), "{path}");
            let headings: Vec<_> = Parser::new_ext(&content, Options::ENABLE_TABLES)
                .into_offset_iter()
                .filter(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))
                .map(|(_, range)| content[range].trim_end().to_owned())
                .filter(|heading| !heading.starts_with("###"))
                .skip(1)
                .collect();
            let expected = if path == "README.md" {
                continue;
            } else {
                ["## Columns", "## Keys", "## Indexes", "## Markdown", "## Neighbours", "## DDL"]
            };
            assert_eq!(headings, expected, "{path}");
        }
    }
}

#[test]
fn samples_are_files_that_a_sync_takes() {
    let folder = tempfile::tempdir().unwrap();
    for table in ["worlds", "notes"] {
        let page = page(&NASTY, &format!("tables/{table}.md"));
        let path = page.split("A sample, `").nth(1).unwrap().split('`').next().unwrap();
        let fence = if table == "notes" { "````" } else { "```" };
        let text = page.split(&format!("{fence}markdown\n")).nth(1).unwrap();
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.split(&format!("{fence}\n")).next().unwrap()).unwrap();
    }
    let report = loom_schema::Loom::in_memory(&NASTY).unwrap().with_root(folder.path()).sync().unwrap();
    assert_eq!((report.changes(), report.problems.as_slice()), (2, [].as_slice()), "{report}");
}

#[test]
fn links_lead_to_pages() {
    let files = generate(&LOOM);
    for file in &files {
        let folder = Path::new(&file.path).parent().unwrap();
        for event in Parser::new_ext(&file.content, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            let to = match dest_url.strip_prefix("../") {
                Some(rest) => rest.to_owned(),
                None => folder.join(&*dest_url).to_str().unwrap().replace('\\', "/"),
            };
            assert!(files.iter().any(|other| other.path == to), "{}: {dest_url}", file.path);
        }
    }
}

#[test]
fn mermaid_names_are_names() {
    let page = page(&NASTY, "tables/notes.md");
    let diagram = page.split("```mermaid\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(diagram.contains("        TEXT pk_ FK \"pk\"\n"), "{diagram}");
    assert!(diagram.contains("    \"notes\" |o..o{ \"notes\" : \"pk\"\n"), "{diagram}");
}

#[test]
fn the_same_schema_gives_the_same_files() {
    assert_eq!(generate(&LOOM), generate(&LOOM));
}

#[test]
fn the_examples_docs_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/loom-engine/docs");
    let stale = check(&LOOM, folder).unwrap();
    let stale: Vec<_> = stale.iter().map(ToString::to_string).collect();
    assert!(stale.is_empty(), "run the example's `docs` command:\n{}", stale.join("\n"));
}

#[test]
fn what_is_current_is_not_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("not/yet/there");
    let first = write(&NASTY, &docs).unwrap();
    assert_eq!(first.written.len(), generate(&NASTY).len());
    assert_eq!(check(&NASTY, &docs).unwrap(), []);

    let second = write(&NASTY, &docs).unwrap();
    assert_eq!((second.written.len(), second.removed.len()), (0, 0));
    assert_eq!(second.unchanged, first.written.len());

    // A checkout may change the line ends.
    let index = docs.join("README.md");
    let crlf = fs::read_to_string(&index).unwrap().replace('\n', "\r\n");
    fs::write(&index, &crlf).unwrap();
    assert_eq!(check(&NASTY, &docs).unwrap(), []);
    write(&NASTY, &docs).unwrap();
    assert_eq!(fs::read_to_string(&index).unwrap(), crlf);
}

#[test]
fn what_is_stale_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path();
    write(&NASTY, docs).unwrap();
    fs::remove_file(docs.join("README.md")).unwrap();
    let page = docs.join("tables/notes.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replace("## Keys", "## Locks")).unwrap();
    let line = text.lines().position(|line| line == "## Keys").unwrap() + 1;
    let json = docs.join("schema.json");
    fs::write(&json, fs::read_to_string(&json).unwrap().trim_end()).unwrap();
    fs::write(docs.join("tables/gone.md"), format!("{MARKER}\n\n# gone\n")).unwrap();

    let stale = check(&NASTY, docs).unwrap();
    let shown: Vec<_> = stale.iter().map(ToString::to_string).collect();
    assert_eq!(shown[0], "README.md: missing");
    let edited = "; edited by hand: copy what you want to keep, then delete the file";
    assert_eq!(shown[1], format!("tables/notes.md:{line}: expected `## Keys`, found `## Locks`{edited}"));
    assert!(shown[2].ends_with(&format!(": expected ``, found the end of the file{edited}")), "{}", shown[2]);
    assert_eq!(shown[3], format!("tables/gone.md: superfluous, there is no such table{edited}"));
    assert_eq!(stale[3].reason, StaleReason::Superfluous);
    assert!(docs.join("tables/gone.md").exists(), "check changes nothing");

    for path in ["tables/notes.md", "tables/gone.md", "schema.json"] {
        fs::remove_file(docs.join(path)).unwrap();
    }
    let written = write(&NASTY, docs).unwrap();
    assert_eq!(written.written, ["README.md", "tables/notes.md", "schema.json"]);
    assert_eq!(check(&NASTY, docs).unwrap(), []);
}

#[test]
fn other_peoples_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path();
    fs::create_dir_all(docs.join("tables/deeper.md")).unwrap();
    let mention = format!("# About\n\n{MARKER}\n");
    for path in ["tables/about.md", "notes.md", "tables/deeper.md/x.md"] {
        fs::write(docs.join(path), &mention).unwrap();
    }
    write(&NASTY, docs).unwrap();
    assert_eq!(check(&NASTY, docs).unwrap(), []);
    for path in ["tables/about.md", "notes.md", "tables/deeper.md/x.md"] {
        assert_eq!(fs::read_to_string(docs.join(path)).unwrap(), mention);
    }
}

#[test]
fn a_file_that_is_in_the_way_stops_everything() {
    for path in ["README.md", "tables/notes.md", "schema.json"] {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(path);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        fs::write(&own, "mine\n").unwrap();
        let message = write(&NASTY, folder.path()).unwrap_err().to_string();
        assert!(message.contains("was not generated by loom-schema"), "{message}");
        assert_eq!(fs::read_to_string(&own).unwrap(), "mine\n");
        let others = generate(&NASTY).into_iter().filter(|file| file.path != path);
        assert!(others.into_iter().all(|file| !folder.path().join(file.path).exists()));
    }
}

#[allow(dead_code, reason = "only its documentation is of interest")]
mod with_nul {
    use loom_schema::prelude::*;

    #[doc = "One\0 and two."]
    #[derive(LoomTable)]
    #[loom_table(global, layer = "L3", derived)]
    #[allow(dead_code, reason = "only its documentation is looked at")]
    pub(super) struct Tally {
        #[doc = "Any\0 text."]
        pub(super) id: Id<Tally>,
        pub(super) created_at: Timestamp,
        pub(super) updated_at: Timestamp,
    }

    pub(super) static TALLIES: Schema = schema![Tally];
}

#[test]
fn a_nul_in_a_doc_comment_does_not_reach_the_pages() {
    let page = page(&with_nul::TALLIES, "tables/tallies.md");
    assert!(page.contains("One and two.") && page.contains("Any text.") && !page.contains('\0'), "{page}");
}
