//! Worlds are rows of the table `worlds`, wherever the schema lists it and whatever else it lists.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(missing_docs, unreachable_pub, reason = "the tables stand here as a program has them")]

use loom_schema::prelude::*;

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Place {
    pub id: Id<Place>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static WITHOUT_SCOPED_TABLES: Schema = schema![Place, World];
static SCOPED_FIRST: Schema = schema![Note, Place, World];
static WITHOUT_WORLDS: Schema = schema![Place];

#[test]
fn a_world_is_found_in_every_schema_that_lists_worlds() {
    for schema in [&WITHOUT_SCOPED_TABLES, &SCOPED_FIRST] {
        let loom = Loom::in_memory(schema).unwrap();
        loom.insert(NewWorld {}.set(World::ID, "atlas")).unwrap();
        assert_eq!(schema.world_table().unwrap().name(), "worlds");
        assert_eq!(loom.world("atlas").unwrap().id(), "atlas");
        let error = loom.world("hearth").map(|world| world.id().to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "there is no world `hearth`; there are atlas");
    }
}

#[test]
fn a_schema_without_worlds_has_no_world() {
    let loom = Loom::in_memory(&WITHOUT_WORLDS).unwrap();
    assert!(WITHOUT_WORLDS.world_table().is_none());
    assert!(matches!(loom.world("atlas"), Err(loom_schema::Error::NoSuchWorld { .. })));
}
