//! The oracle: after any edits, a sync of what changed gives what a sync into an empty database gives.
#![allow(missing_docs, reason = "the fields' names say it all")]
#![allow(clippy::unwrap_used, reason = "helpers of tests, where a panic is a failed test")]

mod edits;
#[path = "../folder/mod.rs"]
mod folder;
mod mutations;

use std::collections::{BTreeMap, BTreeSet};

use edits::{Edit, Model, WORLDS, edit, note, own_row, topic, update};
use folder::Folder;
use loom_schema::prelude::*;
use loom_schema::{Severity, SyncOptions, SyncReport};
use proptest::prelude::*;

/// A world.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A tree of topics: the file name is unique, but not the id.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "topics/{slug}.md")]
pub struct Topic {
    pub id: Id<Topic>,
    #[loom(unique)]
    pub slug: String,
    pub parent_id: Option<Id<Topic>>,
    #[loom(default = 0, check = "rank >= 0")]
    pub rank: i64,
    #[loom(unique)]
    pub color: Option<String>,
    #[loom(derived, default = 7)]
    pub uses: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// An entry of a topic's list.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown(inside = Topic, key = "points"))]
pub struct Point {
    pub id: Id<Point>,
    #[loom(on_delete = "cascade")]
    pub topic_id: Id<Topic>,
    #[loom(position)]
    pub order: i64,
    #[loom(on_delete = "set null")]
    pub about: Option<Id<Topic>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A note in a world.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub topic_id: Option<Id<Topic>>,
    pub next: Option<Id<Note>>,
    #[loom(unique)]
    pub code: i64,
    #[loom(body)]
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A comment on a note.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/comments/{id}.md", deletable)]
pub struct Comment {
    pub id: Id<Comment>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub note_id: Id<Note>,
    #[loom(on_delete = "restrict")]
    pub topic_id: Option<Id<Topic>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, Topic, Point, Note, Comment];

/// Table and key.
type RowKey = (String, String);
/// The values by column, and the file.
type RowValues = (BTreeMap<String, String>, String);
type Rows = BTreeMap<RowKey, RowValues>;

/// Every row by table and key: its values but for the times, and its file.
fn rows(loom: &Loom) -> Rows {
    let mut rows = Rows::new();
    for table in loom.schema().tables() {
        loom.with_connection(|connection| {
            let mut select = connection.prepare(&format!("SELECT * FROM \"{}\"", table.name()))?;
            let names: Vec<String> = select.column_names().map(str::to_owned).collect();
            let mut found = select.query([])?;
            while let Some(row) = found.next()? {
                let mut values = BTreeMap::new();
                for (at, name) in names.iter().enumerate() {
                    if !["created_at", "updated_at", "last_synced_at"].contains(&name.as_str()) {
                        values.insert(name.clone(), format!("{:?}", row.get_ref(at)?));
                    }
                }
                let key: Vec<_> = table.primary_key().iter().map(|name| values[*name].clone()).collect();
                let path: Option<String> = row.get("md_path")?;
                let path = path.unwrap_or_default();
                rows.insert((table.name().to_owned(), key.join("/")), (values, path));
            }
            Ok(())
        })
        .unwrap();
    }
    rows
}

fn manifest(loom: &Loom) -> Vec<(String, String)> {
    loom.with_connection(|connection| {
        let mut select = connection.prepare("SELECT path, status FROM loom_files ORDER BY path")?;
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    })
    .unwrap()
}

fn bad(report: &SyncReport) -> BTreeSet<&str> {
    let errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.path.as_str()).collect()
}

/// What an incremental sync may have more than a rebuild: the last good row of a file that is bad now, a row that
/// references one, and a row that is gone but still referenced by one.
fn compare(folder: &Folder, report: &SyncReport) -> Result<(), TestCaseError> {
    let fresh = Loom::in_memory(folder.loom.schema()).unwrap().with_root(folder.path());
    let rebuilt = fresh.sync().unwrap();
    let (found, wanted) = (rows(&folder.loom), rows(&fresh));
    for (key, row) in &wanted {
        prop_assert_eq!(found.get(key), Some(row), "{:?}\n{}\n\nrebuilt: {}", key, report, rebuilt);
    }
    let reported = report.problems.iter().map(|problem| problem.path.as_str());
    let excused: BTreeSet<&str> = reported.chain(bad(&rebuilt)).collect();
    for (key, (_, path)) in found.iter().filter(|(key, _)| !wanted.contains_key(*key)) {
        prop_assert!(excused.contains(path.as_str()), "{:?} of {} is left over\n{}", key, path, report);
    }
    prop_assert!(bad(report).is_subset(&bad(&rebuilt)), "{report}\n\nrebuilt: {rebuilt}");
    prop_assert!(!rebuilt.is_clean() || found == wanted);
    Ok(())
}

/// The program's own rows that went without being rewritten by a file or going with a row they hang on.
fn lost(before: &Rows, after: &Rows) -> Vec<RowKey> {
    let is_lost = |((table, key), (values, path)): &(&RowKey, &RowValues)| {
        let owner = match table.as_str() {
            "points" => Some(("topics", values["topic_id"].clone())),
            "comments" => Some(("notes", format!("{}/{}", values["world_id"], values["note_id"]))),
            _ => None,
        };
        let goes_along = owner.is_some_and(|(table, key)| !after.contains_key(&(table.to_owned(), key)));
        path.is_empty() && !after.contains_key(&(table.clone(), key.clone())) && !goes_along
    };
    before.iter().filter(is_lost).map(|(key, _)| key.clone()).collect()
}

/// The text in one of the values of [`rows`].
fn text(value: &str) -> String {
    let bytes = value.split(|c: char| !c.is_ascii_digit()).filter_map(|byte| byte.parse().ok()).collect();
    String::from_utf8(bytes).unwrap()
}

/// The warnings about values that the program wrote.
fn overwritten(report: &SyncReport) -> Vec<&str> {
    let messages = report.problems.iter().map(|problem| problem.message.as_str());
    messages.filter(|message| message.contains("what the program wrote")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sync_equals_a_rebuild(
        start in prop::collection::vec(prop_oneof![topic(), note()], 0..8),
        rounds in prop::collection::vec(prop::collection::vec(edit(), 1..5), 1..6),
    ) {
        let folder = Folder::of(&SCHEMA);
        let mut model = Model::default();
        for world in WORLDS {
            model.edit(&Edit::Write(format!("worlds/{world}/WORLD.md"), "---\n---\n".to_owned()));
        }
        for edits in [start].iter().chain(&rounds) {
            edits.iter().for_each(|edit| model.edit(edit));
            model.save(&folder);
            let options = SyncOptions { allow_mass_delete: true, ..SyncOptions::default() };
            let report = folder.sync_with(options).unwrap();
            compare(&folder, &report)?;
            prop_assert_eq!(overwritten(&report), Vec::<&str>::new(), "the program wrote nothing");

            let before = (rows(&folder.loom), manifest(&folder.loom));
            let again = folder.sync_with(options).unwrap();
            prop_assert_eq!(again.changes(), 0, "the second sync wrote: {}\n\nfirst: {}", again, report);
            prop_assert_eq!((rows(&folder.loom), manifest(&folder.loom)), before);
            prop_assert_eq!(bad(&again), bad(&report));
        }
    }

    #[test]
    fn rows_of_the_program_survive_and_break_nothing(
        start in prop::collection::vec(prop_oneof![topic(), note()], 0..8),
        rounds in prop::collection::vec(
            (prop::collection::vec(own_row(), 0..4), prop::collection::vec(edit(), 1..5)), 1..6
        ),
    ) {
        let folder = Folder::of(&SCHEMA);
        let mut model = Model::default();
        for world in WORLDS {
            model.edit(&Edit::Write(format!("worlds/{world}/WORLD.md"), "---\n---\n".to_owned()));
        }
        for (own, edits) in [(Vec::new(), start)].iter().chain(&rounds) {
            for row in own {
                let _ = folder.loom.with_connection(|connection| connection.execute(row, []));
            }
            edits.iter().for_each(|edit| model.edit(edit));
            model.save(&folder);
            let before = rows(&folder.loom);
            let options = SyncOptions { allow_mass_delete: true, ..SyncOptions::default() };
            let report = folder.sync_with(options).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let after = rows(&folder.loom);
            prop_assert_eq!(lost(&before, &after), Vec::new(), "{}", report);
            let again = folder.sync_with(options).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(again.changes(), 0, "the second sync wrote: {}\n\nfirst: {}", again, report);
            prop_assert_eq!(rows(&folder.loom), after);
        }
    }

    #[test]
    fn what_the_program_wrote_is_not_replaced_without_a_word(
        start in prop::collection::vec(prop_oneof![topic(), note()], 4..12),
        rounds in prop::collection::vec(
            (prop::collection::vec(update(), 1..4), prop::collection::vec(edit(), 0..2)), 1..5
        ),
    ) {
        let folder = Folder::of(&SCHEMA);
        let mut model = Model::default();
        for world in WORLDS {
            model.edit(&Edit::Write(format!("worlds/{world}/WORLD.md"), "---\n---\n".to_owned()));
        }
        let options = SyncOptions { allow_mass_delete: true, ..SyncOptions::default() };
        for (updates, edits) in [(Vec::new(), start)].iter().chain(&rounds) {
            let before = rows(&folder.loom);
            for update in updates {
                let _ = folder.loom.with_connection(|connection| connection.execute(update, []));
            }
            let edited = rows(&folder.loom);
            let texts: BTreeMap<_, _> = before.values().map(|(_, path)| (path, model.text(path))).collect();
            edits.iter().for_each(|edit| model.edit(edit));
            model.save(&folder);
            let report = folder.sync_with(options).unwrap();
            compare(&folder, &report)?;

            let after = rows(&folder.loom);
            let told = overwritten(&report);
            for (key, (values, path)) in &before {
                let is_restored = after.get(key).is_some_and(|(after, _)| after == values);
                if edited[key].0 != *values && is_restored && model.text(path) == texts[path] {
                    let row = values.get("world_id").into_iter().chain([&values["id"]]).map(|value| text(value));
                    let row = format!("{}, row {}: ", key.0, row.collect::<Vec<_>>().join("/"));
                    let is_told = told.iter().any(|told| told.starts_with(&row));
                    prop_assert!(is_told, "{row}restored from {path} without a word\n{report}");
                }
            }
            let again = folder.sync_with(options).unwrap();
            prop_assert_eq!((again.changes(), overwritten(&again)), (0, Vec::new()));
        }
    }
}
