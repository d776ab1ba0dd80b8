//! A sync of a row that the program has edited: the file wins, and the operator is told what was lost.
#![allow(missing_docs, reason = "the fields' names say it all")]

mod folder;

use folder::Folder;
use loom_engine::tables::{Pattern, PatternStep, Session, SessionStatus};
use loom_schema::prelude::*;
use loom_schema::{Severity, SyncReport};

/// The warnings of a sync without errors.
fn warnings(report: &SyncReport) -> Vec<String> {
    assert!(report.problems.iter().all(|problem| problem.severity == Severity::Warning), "{report}");
    report.problems.iter().map(ToString::to_string).collect()
}

const KICKOFF: &str = "worlds/atlas/sessions/kickoff.md";

#[test]
fn what_the_program_wrote_is_replaced_with_a_warning() {
    let folder = Folder::small();
    folder.load();
    let atlas = folder.loom.world("atlas").unwrap();
    let kickoff = Id::new("kickoff");
    let update = atlas.update::<Session>(&kickoff).set(Session::STATUS, SessionStatus::Closed);
    update.set(Session::TOKENS_IN, 99).set(Session::MODEL_USED, "large").run().unwrap();

    let report = folder.sync();
    assert_eq!(
        warnings(&report),
        [
            "worlds/atlas/sessions/kickoff.md:2:9: warning: sessions, row atlas/kickoff: what the program wrote is replaced \
          by what the file holds: `status` was `closed`, is `active` again; `model_used` was `large`, is `null` again; \
          `tokens_in` was `99`, is `12` again\n   2 | status: active\n     |         ^^^^^^\n  \
          = help: write a value into the file to keep it"
        ]
    );
    assert!(report.is_clean());
    assert_eq!(report.table("sessions").unwrap().updated, 1);
    let row = atlas.get::<Session>(&kickoff).unwrap().unwrap();
    assert_eq!((row.status, row.tokens_in, row.model_used), (SessionStatus::Active, 12, None));

    // The row is as the file says again, and nothing is left to be told.
    assert_eq!(folder.clean().changes(), 0);
}

#[test]
fn times_that_the_library_fills_in_are_no_edits() {
    let folder = Folder::small();
    let text = "---\nstatus: active\ntokens_in: 1\ncreated_at: 1970-01-02\nupdated_at: 1970-01-02\n---\n";
    folder.write(KICKOFF, text);
    folder.load();
    let atlas = folder.loom.world("atlas").unwrap();
    // An update to the same values: only `updated_at` has moved.
    atlas.update::<Session>(&Id::new("kickoff")).set(Session::TOKENS_IN, 1).run().unwrap();
    assert_ne!(folder.value("SELECT updated_at FROM sessions"), "86400");
    folder.load();
    assert_eq!(folder.value("SELECT updated_at FROM sessions"), "86400");
    // With an edit, the times are not among what was lost.
    atlas.update::<Session>(&Id::new("kickoff")).set(Session::TOKENS_IN, 2).run().unwrap();
    let told = warnings(&folder.sync());
    assert!(told.len() == 1 && told[0].contains("`tokens_in` was `2`, is `1` again\n"), "{told:?}");
    assert!(!told[0].contains("updated_at` was"), "{told:?}");
}

#[test]
fn each_row_of_a_list_has_its_own_warning() {
    let folder = Folder::small();
    folder.load();
    let loom = &folder.loom;
    loom.update::<Pattern>(&Id::new("dialectic")).set(Pattern::PURPOSE, "Other").run().unwrap();
    loom.update::<PatternStep>(&Id::new("dialectic-2")).set(PatternStep::NAME, "Synthesis").run().unwrap();
    let told = warnings(&folder.sync());
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains(":6:12: warning: pattern_steps, row dialectic-2: "), "{told:?}");
    assert!(told[0].contains("`name` was `Synthesis`, is `Antithesis` again\n"), "{told:?}");
    assert!(
        told[1].contains("warning: patterns, row dialectic: ")
            && told[1].contains("`purpose` was `Other`, is `` again")
    );
    folder.load();
}

#[test]
fn long_values_are_shown_where_they_differ() {
    let folder = Folder::small();
    let text = "word ".repeat(500);
    folder.write("worlds/hearth/WORLD.md", format!("---\nname: Hearth\n---\n\n{text}end.\n"));
    folder.load();
    folder.sql("UPDATE worlds SET purpose = purpose || ' And more, which nobody needs to see in a message.' WHERE id = 'hearth'");
    let told = warnings(&folder.sync());
    assert!(
        told[0]
            .contains("`purpose` was `… word end. And more, which nobody needs …`, is `… word end.` again"),
        "{told:?}"
    );
}

#[test]
fn a_file_that_has_changed_as_well_tells_nothing() {
    let folder = Folder::small();
    folder.load();
    folder.sql("UPDATE sessions SET status = 'failed'");
    folder.write(KICKOFF, "---\nstatus: closed\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT status FROM sessions"), "closed");
}

#[test]
fn what_a_file_does_not_decide_is_no_edit() {
    let folder = Folder::small();
    folder.load();
    // A bad file keeps its row, the program's values included.
    folder.sql("UPDATE sessions SET status = 'failed'");
    folder.write(KICKOFF, "---\nstatus: dream\n---\n");
    let report = folder.sync();
    assert_eq!((report.errors(), report.warnings()), (1, 0), "{report}");
    assert_eq!(folder.value("SELECT status FROM sessions"), "failed");
    // The file that the row was read from is back: now its values replace the program's.
    folder.write(KICKOFF, "---\nstatus: active\npattern_id: dialectic\ntokens_in: 12\n---\n\nHello.\n");
    let told = warnings(&folder.sync());
    assert!(told.len() == 1 && told[0].contains("`status` was `failed`, is `active` again"), "{told:?}");
    assert_eq!(folder.value("SELECT status FROM sessions"), "active");
    // A row of its own is left alone.
    folder.sql("INSERT INTO sessions (id, world_id, status) VALUES ('own', 'atlas', 'failed')");
    folder.sql("UPDATE sessions SET status = 'closed' WHERE id = 'own'");
    folder.load();
}

/// A topic.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "topics/{id}.md")]
pub struct Topic {
    pub id: Id<Topic>,
    #[loom(default = false)]
    pub open: bool,
    pub since: Option<Timestamp>,
    #[loom(derived, default = 0)]
    pub uses: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A note, which may be about a topic.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(on_delete = "set null")]
    pub topic_id: Option<Id<Topic>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static TOPICS: Schema = schema![Topic, Note];

#[test]
fn a_reference_that_the_sync_itself_cleared_is_no_edit() {
    let folder = Folder::of(&TOPICS);
    folder.write("topics/tide.md", "---\n---\n");
    folder.write("topics/wind.md", "---\n---\n");
    folder.write("notes/a.md", "---\ntopic_id: tide\n---\n");
    folder.load();
    folder.rename("topics/tide.md", "tide.txt");
    assert_eq!(folder.sync().errors(), 1);
    assert_eq!(folder.value("SELECT topic_id FROM notes"), "NULL");
    folder.rename("tide.txt", "topics/tide.md");
    folder.load();
    assert_eq!(folder.value("SELECT topic_id FROM notes"), "tide");
    // What the program clears is one.
    folder.sql("UPDATE notes SET topic_id = NULL");
    assert!(warnings(&folder.sync())[0].contains("notes, row a: "));
}

#[test]
fn values_are_shown_as_in_a_file() {
    let folder = Folder::of(&TOPICS);
    folder.write("topics/tide.md", "---\nsince: 2026-03-14\n---\n");
    folder.load();
    folder.sql("UPDATE topics SET open = 1, since = 0, uses = 9");
    let told = warnings(&folder.sync());
    let values = "`open` was `true`, is `false` again; `since` was `1970-01-01T00:00:00Z`, is `2026-03-14T00:00:00Z` again\n";
    assert!(told[0].contains(values), "{told:?}");
    assert_eq!(folder.value("SELECT uses FROM topics"), "9", "derived: not the file's");
}

#[test]
fn values_that_another_version_of_the_program_read_are_no_edits() {
    let folder = Folder::small();
    folder.load();
    // As if another version had read the status in another way.
    folder.sql("UPDATE sessions SET status = 'failed'");
    folder.sql("UPDATE loom_files SET schema = 'another'");
    folder.load();
    assert_eq!(folder.value("SELECT status FROM sessions"), "active");
}
