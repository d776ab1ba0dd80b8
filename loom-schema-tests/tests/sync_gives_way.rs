//! A row that gives way to another with its key takes nothing along that has a file of its own.
#![allow(missing_docs, reason = "the fields' names say it all")]

mod folder;

use folder::Folder;
use loom_schema::prelude::*;

/// A world.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The charter of a world, which has one.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", deletable, markdown = "worlds/{world_id}/CHARTER.md")]
pub struct Charter {
    pub id: Id<Charter>,
    #[loom(unique)]
    pub world_id: Id<World>,
    #[loom(unique)]
    pub seal: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// An item of a charter.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", deletable, markdown = "worlds/{world_id}/items/{id}.md")]
pub struct Item {
    pub id: Id<Item>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub charter_id: Id<Charter>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A part of an item.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", deletable, markdown = "worlds/{world_id}/subs/{id}.md")]
pub struct Sub {
    pub id: Id<Sub>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub item_id: Id<Item>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What somebody said about an item.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", deletable, derived)]
pub struct Vote {
    pub id: Id<Vote>,
    pub world_id: Id<World>,
    #[loom(on_delete = "restrict")]
    pub item_id: Id<Item>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static CHARTERS: Schema = schema![World, Charter, Item, Sub, Vote];

#[test]
fn a_row_that_gives_way_takes_nothing_along_that_has_a_file() {
    let folder = Folder::of(&CHARTERS);
    let charter = |id: &str| {
        folder.write("worlds/atlas/CHARTER.md", format!("---\nid: {id}\nseal: wax\n---\n"));
    };
    let item = |id: &str, charter: &str| {
        folder.write(&format!("worlds/atlas/items/{id}.md"), format!("---\ncharter_id: {charter}\n---\n"));
    };
    let sub = |id: &str, item: &str| {
        folder.write(&format!("worlds/atlas/subs/{id}.md"), format!("---\nitem_id: {item}\n---\n"));
    };
    folder.write("worlds/atlas/WORLD.md", "---\n---\n");
    charter("one");
    item("stays", "one");
    item("goes", "one");
    sub("stays", "stays");
    sub("goes", "goes");
    folder.load();
    folder.sql("INSERT INTO votes (id, world_id, item_id) VALUES ('own', 'atlas', 'stays')");

    charter("two");
    item("stays", "two");
    folder.remove("worlds/atlas/items/goes.md");
    folder.remove("worlds/atlas/subs/goes.md");
    let report = folder.clean();
    let counts = |table: &str| {
        let rows = report.table(table).unwrap();
        (rows.inserted, rows.updated, rows.unchanged, rows.deleted)
    };
    assert_eq!(counts("charters"), (1, 0, 0, 1));
    assert_eq!(counts("items"), (0, 1, 0, 1));
    assert_eq!(counts("subs"), (0, 0, 1, 1));
    assert_eq!(folder.value("SELECT group_concat(world_id || id || seal) FROM charters"), "atlastwowax");
    assert_eq!(folder.value("SELECT group_concat(id || charter_id) FROM items"), "staystwo");
    assert_eq!(folder.value("SELECT group_concat(id || item_id) FROM subs"), "staysstays");
    assert_eq!(folder.value("SELECT group_concat(id || item_id) FROM votes"), "ownstays");
    assert_eq!(folder.value("SELECT count(*) FROM pragma_foreign_key_check"), "0");
    assert_eq!(folder.clean().changes(), 0);

    // What still references the row goes with it, or, with its file there, is told.
    charter("three");
    let report = folder.sync();
    assert_eq!(report.errors(), 2, "{report}");
    assert_eq!(folder.value("SELECT group_concat(id) FROM charters"), "two", "the program's vote needs it");
    folder.sql("DELETE FROM votes");
    let report = folder.sync();
    assert_eq!(folder.value("SELECT group_concat(id) FROM charters"), "three");
    assert_eq!(folder.value("SELECT (SELECT count(*) FROM items) + (SELECT count(*) FROM subs)"), "0");
    assert_eq!(report.errors(), 2, "{report}");
    item("stays", "three");
    folder.load();
    assert_eq!(folder.value("SELECT group_concat(id || item_id) FROM subs"), "staysstays");
}
