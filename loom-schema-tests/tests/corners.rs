//! What a review found, each kept from coming back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use common::{two_worlds, two_worlds_in};
use loom_schema::Error;
use loom_schema::prelude::*;
use loom_schema::query::count;
use tables::{NOTES, NewNote, NewRemark, NewWorld, Note, Remark, World};

mod tables {
    use loom_schema::prelude::*;

    #[derive(LoomTable, Debug, Clone, PartialEq)]
    #[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
    pub(super) struct World {
        pub(super) id: Id<World>,
        pub(super) created_at: Timestamp,
        pub(super) updated_at: Timestamp,
    }

    #[derive(LoomTable, Debug, Clone, PartialEq)]
    #[loom_table(
        world_scoped,
        layer = "L3",
        markdown = "worlds/{world_id}/notes/{id}.md",
        unique(name, world_id)
    )]
    pub(super) struct Note {
        pub(super) id: Id<Note>,
        pub(super) world_id: Id<World>,
        pub(super) name: String,
        pub(super) created_at: Timestamp,
        pub(super) updated_at: Timestamp,
    }

    #[derive(LoomTable, Debug, Clone, PartialEq)]
    #[loom_table(world_scoped, layer = "L3", derived)]
    pub(super) struct Remark {
        pub(super) id: Id<Remark>,
        pub(super) world_id: Id<World>,
        pub(super) note_id: Id<Note>,
        pub(super) n: u8,
        pub(super) created_at: Timestamp,
        pub(super) updated_at: Timestamp,
    }

    pub(super) static NOTES: Schema = schema![World, Note, Remark];
}

/// Two worlds, each with the note `a` and three remarks on it.
fn notes() -> Loom {
    let loom = Loom::in_memory(&NOTES).unwrap();
    for world in ["v", "w"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
        let handle = loom.world(world).unwrap();
        handle.insert(NewNote { name: "A".to_owned() }.set(Note::ID, "a")).unwrap();
        for n in 100..103 {
            handle.insert(NewRemark { note_id: Id::new("a"), n }.set(Remark::ID, format!("r{n}"))).unwrap();
        }
    }
    loom
}

#[test]
fn a_limit_of_each_counts_each_row_and_world_for_itself() {
    let loom = notes();
    let two = || Remark::query().order_by(Remark::N.desc()).limit(2).columns(Remark::N);
    let rows = loom.world("v").unwrap().select::<Note>().with_many_of(Remark::NOTE_ID, two()).all().unwrap();
    assert_eq!(rows[0].1, [102, 101], "a column named `n` is an ordinary column");
    let across = loom.across_worlds("a test");
    let rows = across.run(Note::query().with_many_of(Remark::NOTE_ID, two())).all().unwrap();
    assert!(rows.iter().all(|(_, remarks)| *remarks == [102, 101]));
}

#[test]
fn a_relation_that_would_count_over_all_rows_is_refused() {
    let loom = notes();
    let world = loom.world("v").unwrap();
    let grouped =
        world.select::<Note>().with_many_of(Remark::NOTE_ID, Remark::query().columns(count())).all();
    assert!(grouped.unwrap_err().to_string().contains("cannot be grouped"));
    let distinct = Remark::query().distinct().limit(1).columns(Remark::N);
    let distinct = world.select::<Note>().with_many_of(Remark::NOTE_ID, distinct).all();
    assert!(distinct.unwrap_err().to_string().contains("distinct and limited"));
}

#[test]
fn a_small_integer_keeps_its_range() {
    let loom = notes();
    let world = loom.world("v").unwrap();
    let error =
        world.update_many::<Remark>().all_rows().set(Remark::N, Remark::N.plus(200)).run().unwrap_err();
    assert_eq!(error.to_string(), "remarks.n, row v/one of all rows: is not from 0 to 255");
    assert_eq!(world.select::<Remark>().all().unwrap().len(), 3, "every row can still be read");
}

#[test]
fn the_world_may_be_said_in_a_key() {
    let loom = notes();
    let world = loom.world("v").unwrap();
    let new = || NewNote { name: "A".to_owned() };
    assert_eq!(world.upsert(new()).on((Note::NAME, Note::WORLD_ID)).do_nothing().unwrap(), None);
    assert_eq!(world.upsert(new()).on(Note::NAME).do_update().unwrap().id, "a");
}

#[test]
fn raw_sql_cannot_leave_a_transaction_or_a_setting_behind() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let left = loom.with_connection(|connection| connection.execute_batch("BEGIN"));
    assert!(matches!(left, Err(Error::LeftOpen)));
    let failed = loom.with_connection(|connection| connection.execute_batch("BEGIN; SELECT nonsense"));
    assert!(matches!(failed, Err(Error::Sqlite { .. })));
    loom.with_connection(|connection| connection.pragma_update(None, "foreign_keys", false)).unwrap();
    let world = loom.world("atlas").unwrap();
    world.transaction(|world| world.insert(common::session("a", 1)).map(drop)).unwrap();
    let stray = common::session("b", 1).set(loom_engine::tables::Session::PATTERN_ID, "nowhere");
    assert!(world.insert(stray).is_err());
    drop(loom);
    let again = Loom::open_database(&loom_engine::tables::LOOM, folder.path().join("loom.db")).unwrap();
    assert_eq!(again.world("atlas").unwrap().count::<loom_engine::tables::Session>().unwrap(), 1);
}

#[test]
fn after_a_rollback_of_sqlites_own_nothing_more_is_stored() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let result: Result<(), Error> = atlas.transaction(|atlas| {
        atlas.insert(common::session("a", 1))?;
        // What a full disk does.
        loom.with_connection(|connection| connection.execute_batch("ROLLBACK"))?;
        let later = atlas.transaction(|atlas| atlas.insert(common::session("later", 1)).map(drop));
        assert!(matches!(later, Err(Error::RolledBack)));
        assert!(matches!(atlas.insert(common::session("later", 1)), Err(Error::RolledBack)));
        Err(Error::RolledBack)
    });
    assert!(result.is_err());
    assert_eq!(atlas.count::<loom_engine::tables::Session>().unwrap(), 0);
}

#[test]
fn many_threads_may_open_a_new_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loom.db");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| drop(Loom::open_database(&NOTES, &path).unwrap()));
        }
    });
}

#[cfg(unix)]
#[test]
fn what_is_behind_a_symbolic_link_is_not_taken_for_deleted() {
    let root = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let notes = root.path().join("worlds/v/notes");
    std::fs::create_dir_all(&notes).unwrap();
    std::fs::write(root.path().join("worlds/v/WORLD.md"), "---\n---\n").unwrap();
    std::fs::write(notes.join("a.md"), "---\nname: A\n---\n").unwrap();
    let loom = Loom::in_memory(&NOTES).unwrap().with_root(root.path());
    assert!(loom.sync().unwrap().is_clean());
    std::fs::rename(&notes, elsewhere.path().join("notes")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("notes"), &notes).unwrap();
    let report = loom.sync().unwrap();
    assert_eq!(loom.world("v").unwrap().count::<Note>().unwrap(), 1, "{report}");
}

#[test]
fn an_emptied_folder_asks_before_it_empties_the_database() {
    let root = tempfile::tempdir().unwrap();
    let world = root.path().join("worlds/v");
    std::fs::create_dir_all(&world).unwrap();
    std::fs::write(world.join("WORLD.md"), "---\n---\n").unwrap();
    let loom = Loom::in_memory(&NOTES).unwrap().with_root(root.path());
    assert!(loom.sync().unwrap().is_clean());
    std::fs::remove_dir_all(&world).unwrap();
    assert!(matches!(loom.sync(), Err(Error::MassDelete { going: 1, of: 1 })));
    let options = loom_schema::SyncOptions { allow_mass_delete: true, ..Default::default() };
    assert!(loom.sync_with(options).unwrap().is_clean());
    assert_eq!(loom.count::<World>().unwrap(), 0);
}
