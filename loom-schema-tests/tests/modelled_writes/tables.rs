//! Two worlds' tables with every kind of reference, and small so that rows meet often.

use loom_schema::prelude::*;

#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub(crate) struct World {
    pub(crate) id: Id<World>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Shared by the worlds; items lose the reference to one that is deleted.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub(crate) struct Sort {
    pub(crate) id: Id<Sort>,
    #[loom(unique)]
    pub(crate) code: String,
    #[loom(default = 0)]
    pub(crate) weight: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub(crate) struct Item {
    pub(crate) id: Id<Item>,
    pub(crate) world_id: Id<World>,
    #[loom(on_delete = "set null")]
    pub(crate) sort_id: Option<Id<Sort>>,
    #[loom(unique)]
    pub(crate) slug: String,
    #[loom(default = 0)]
    pub(crate) amount: i64,
    #[loom(default = 0)]
    pub(crate) small: i8,
    pub(crate) note: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Goes with its item, and with the part that it is a part of.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived, unique(item_id, place))]
pub(crate) struct Part {
    pub(crate) id: Id<Part>,
    pub(crate) world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub(crate) item_id: Id<Item>,
    #[loom(on_delete = "cascade")]
    pub(crate) parent_id: Option<Id<Part>>,
    pub(crate) place: i64,
    #[loom(default = 0, check = "qty >= 0")]
    pub(crate) qty: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Keeps its part from being deleted.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub(crate) struct Pin {
    pub(crate) id: Id<Pin>,
    pub(crate) world_id: Id<World>,
    #[loom(on_delete = "restrict")]
    pub(crate) part_id: Id<Part>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

pub(crate) static SCHEMA: Schema = schema![World, Sort, Item, Part, Pin];
