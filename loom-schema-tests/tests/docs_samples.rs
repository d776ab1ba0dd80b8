//! The sample file of a page is one that a sync takes.
#![allow(missing_docs, unreachable_pub, reason = "the tables stand here as a program has them")]

use std::collections::BTreeMap;

use loom_schema::prelude::*;

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = "{}")]
    pub counts: Json<BTreeMap<String, i64>>,
    #[loom(default = "[1, \"a: b # c\"]")]
    pub pair: Json<(i64, String)>,
    #[loom(default = "null")]
    pub least: Json<Option<i64>>,
    #[loom(default = "delete \u{7f}, and \u{85}")]
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![Note];

#[test]
fn a_sample_holds_defaults_that_its_table_takes() -> Result<(), Box<dyn std::error::Error>> {
    let pages = loom_schema::docs::generate(&SCHEMA);
    let page = pages.iter().find(|page| page.path == "tables/notes.md").ok_or("no page")?;
    let sample = page.content.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next());
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("notes"))?;
    std::fs::write(folder.path().join("notes/one.md"), sample.ok_or("no sample")?)?;
    let loom = Loom::open(&SCHEMA, folder.path(), folder.path().join("loom.db"))?;
    let report = loom.sync()?;
    assert_eq!(report.errors(), 0, "{report}");
    let note = loom.get::<Note>(&"one".into())?.ok_or("no row")?;
    assert_eq!((note.counts.0, note.pair.0), (BTreeMap::new(), (1, "a: b # c".to_owned())));
    assert_eq!((note.least.0, note.text.as_str()), (None, "delete \u{7f}, and \u{85}"));
    Ok(())
}
