//! A table with a column of every type, in two worlds.

use loom_schema::prelude::*;
use loom_schema::{Cell, CellError, Cells, ColumnType, NotNull, Value, WorldHandle, query};
use serde::{Deserialize, Serialize};

#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub(crate) struct World {
    pub(crate) id: Id<World>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", derived, deletable)]
pub(crate) struct Sample {
    pub(crate) id: Id<Sample>,
    pub(crate) world_id: Id<World>,
    #[loom(default = "")]
    pub(crate) text: String,
    pub(crate) maybe_text: Option<String>,
    #[loom(default = 0)]
    pub(crate) big: i64,
    #[loom(default = 0)]
    pub(crate) i8: i8,
    #[loom(default = 0)]
    pub(crate) i16: i16,
    #[loom(default = 0)]
    pub(crate) i32: i32,
    #[loom(default = 0)]
    pub(crate) u8: u8,
    #[loom(default = 0)]
    pub(crate) u16: u16,
    #[loom(default = 0)]
    pub(crate) u32: u32,
    pub(crate) maybe_big: Option<i64>,
    pub(crate) maybe_i8: Option<i8>,
    pub(crate) maybe_u32: Option<u32>,
    #[loom(default = 0.0)]
    pub(crate) real: f64,
    pub(crate) maybe_real: Option<f64>,
    #[loom(default = false)]
    pub(crate) flag: bool,
    pub(crate) blob: Option<Vec<u8>>,
    pub(crate) at: Option<Timestamp>,
    pub(crate) kind: Option<Kind>,
    pub(crate) json: Option<Json<serde_json::Value>>,
    pub(crate) score: Option<Json<Score>>,
    pub(crate) hidden: Option<Json<Hidden>>,
    pub(crate) even: Option<Even>,
    #[loom(no_foreign_key, no_index)]
    pub(crate) other: Option<Id<Sample>>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    #[loom(rename = "it's \"quoted\"")]
    Quoted,
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Score {
    pub(crate) value: f64,
    #[serde(default)]
    pub(crate) maybe: Option<f64>,
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Hidden {
    #[serde(skip_serializing)]
    pub(crate) secret: String,
}

/// A column type of the program's own, which writes what it does not read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Even(pub(crate) i64);

impl ColumnType for Even {
    const TYPE: loom_schema::schema::ValueType = <i64 as ColumnType>::TYPE;
    type Nullable = Option<Self>;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        Self::from_value(cells.take(position)).map_err(|error| CellError { position, ..error })
    }

    fn write(self) -> Result<Cell, CellError> {
        self.0.write()
    }
}

impl NotNull for Even {
    fn from_value(value: Value<'_>) -> Result<Self, CellError> {
        let number = i64::from_value(value)?;
        if number % 2 == 0 { Ok(Self(number)) } else { Err(CellError::of(format!("{number} is odd"))) }
    }
}

pub(crate) static SAMPLES: Schema = schema![World, Sample];

/// An empty database with the worlds `v` and `w`.
pub(crate) fn samples() -> Loom {
    let loom = Loom::in_memory(&SAMPLES).unwrap();
    for world in ["v", "w"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
    }
    loom
}

/// A row to insert.
pub(crate) fn sample(id: &str) -> query::Draft<Sample> {
    NewSample {}.set(Sample::ID, id)
}

/// All rows of the handle's world, by id.
pub(crate) fn rows(world: &WorldHandle<'_>) -> Vec<Sample> {
    world.select::<Sample>().order_by(Sample::ID.asc()).all().unwrap()
}

/// The rows `bad` and `good` in world `v`, of which the first cannot be read.
pub(crate) fn unreadable() -> Loom {
    let loom = samples();
    let world = loom.world("v").unwrap();
    world.insert(sample("bad").set(Sample::BIG, 1)).unwrap();
    world.insert(sample("good").set(Sample::BIG, 2)).unwrap();
    raw(&loom, "UPDATE samples SET score = '[]' WHERE id = 'bad'");
    loom
}

/// Every row of world `v` as text, whether it can be read or not.
pub(crate) fn stored(loom: &Loom) -> Vec<String> {
    let read = |connection: &rusqlite::Connection| {
        let sql = "SELECT id || ' ' || big || ' ' || coalesce(score, '') FROM samples ORDER BY id";
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    loom.with_connection(read).unwrap()
}

/// Runs SQL past the typed API.
pub(crate) fn raw(loom: &Loom, sql: &str) {
    loom.with_connection(|connection| connection.execute_batch(sql)).unwrap();
}
