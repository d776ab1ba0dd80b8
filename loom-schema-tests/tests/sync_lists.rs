//! Lists in another table's file: which column an entry's row belongs to its file by.
#![allow(missing_docs, unreachable_pub, reason = "the tables stand here as a program has them")]

use loom_schema::prelude::*;

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "patterns/{id}.md")]
pub struct Pattern {
    pub id: Id<Pattern>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// With two references to the table of the file, the optional one first.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown(inside = Pattern, key = "steps"))]
pub struct Step {
    pub id: Id<Step>,
    pub then_id: Option<Id<Pattern>>,
    pub pattern_id: Id<Pattern>,
    #[loom(position)]
    pub number: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![Pattern, Step];

#[test]
fn an_entry_belongs_to_its_file_by_the_reference_that_is_never_null() -> Result<(), Box<dyn std::error::Error>>
{
    let folder = tempfile::tempdir()?;
    std::fs::create_dir(folder.path().join("patterns"))?;
    let file = |name: &str, text: &str| std::fs::write(folder.path().join("patterns").join(name), text);
    file("one.md", "---\nsteps:\n  - id: first\n  - id: last\n    then_id: two\n---\n")?;
    file("two.md", "---\n---\n")?;
    let loom = Loom::open(&SCHEMA, folder.path(), folder.path().join("loom.db"))?;
    let report = loom.sync()?;
    assert_eq!(report.errors(), 0, "{report}");
    let steps = loom
        .select::<Step>()
        .order_by(Step::NUMBER.asc())
        .columns((Step::ID, Step::PATTERN_ID, Step::THEN_ID))
        .all()?;
    let expected = [("first".into(), "one".into(), None), ("last".into(), "one".into(), Some("two".into()))];
    assert_eq!(steps, expected);

    let pages = loom_schema::docs::generate(&SCHEMA);
    let page = pages.iter().find(|page| page.path.ends_with("steps.md")).map(|page| page.content.as_str());
    let rows: Vec<&str> =
        page.unwrap_or_default().lines().filter(|line| line.contains("the row of the file")).collect();
    assert!(matches!(rows[..], [row] if row.contains("pattern_id")), "{rows:?}");
    Ok(())
}
