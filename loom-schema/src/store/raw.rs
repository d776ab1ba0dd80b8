//! Leaving the typed API: raw SQL, and rows decoded from it.

use super::handles::Loom;
use crate::error::{Error, Result};
use crate::table::LoomTable;
use crate::value::{Cells, Value};

impl Loom {
    /// Runs raw SQL on this thread's connection. Types, worlds and layers are not checked here; values are bound by
    /// rusqlite as usual. A transaction that `work` begins, it must end; one that it leaves open is rolled back.
    ///
    /// # Errors
    ///
    /// Whatever `work` returns, or if no connection can be opened.
    pub fn with_connection<R>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<R>,
    ) -> Result<R> {
        let lease = self.lease()?;
        let result = work(&lease).map_err(|error| Error::sqlite("raw SQL", error));
        lease.settle(&result)?;
        result
    }

    /// Runs a raw `SELECT` and decodes its rows by the decoder of `T`: every field of the struct is a column of that name,
    /// in any order, and further columns are left aside. Worlds and layers are not checked here.
    ///
    /// ```
    /// # use loom_schema::prelude::*;
    /// # #[derive(LoomTable, Debug)]
    /// # #[loom_table(global, layer = "L3", derived)]
    /// # pub struct World {
    /// #     pub id: Id<World>,
    /// #     pub name: String,
    /// #     pub created_at: Timestamp,
    /// #     pub updated_at: Timestamp,
    /// # }
    /// # static LOOM: Schema = schema![World];
    /// # fn main() -> loom_schema::Result<()> {
    /// # let loom = Loom::in_memory(&LOOM)?;
    /// loom.insert(NewWorld { name: "Atlas".into() })?;
    /// let worlds: Vec<World> = loom.query_raw("SELECT * FROM worlds WHERE name GLOB ?1", ["At*"])?;
    /// assert_eq!(worlds[0].name, "Atlas");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the database refuses, a column is missing, or a value is not of its field's type.
    pub fn query_raw<T: LoomTable>(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<T>> {
        let failed = |error| Error::sqlite("raw SQL", error);
        let lease = self.lease()?;
        let mut statement = lease.prepare(sql).map_err(failed)?;
        let fields = T::TABLE.fields().iter();
        let places: Vec<usize> = fields
            .map(|field| statement.column_index(field.name))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let mut rows = statement.query(params).map_err(failed)?;
        let mut decoded = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let row = T::decode(&mut Placed { row, places: &places }).map_err(|error| Error::Value {
                table: T::TABLE.name(),
                column: T::TABLE.columns.get(error.position).map_or("?", |column| column.name).to_owned(),
                row: name::<T>(row),
                message: error.message,
            })?;
            decoded.push(row);
        }
        Ok(decoded)
    }
}

/// `world/id`, or `id`.
fn name<T: LoomTable>(row: &rusqlite::Row<'_>) -> Option<String> {
    let id: String = row.get("id").ok()?;
    let world: Option<String> = row.get("world_id").ok().filter(|_| T::TABLE.is_world_scoped());
    Some(world.map_or_else(|| id.clone(), |world| format!("{world}/{id}")))
}

/// A row whose columns stand elsewhere than the fields do.
struct Placed<'r> {
    row: &'r rusqlite::Row<'r>,
    places: &'r [usize],
}

impl Cells for Placed<'_> {
    fn take(&mut self, position: usize) -> Value<'_> {
        self.places.get(position).map_or(Value::Null, |place| Value::of(self.row, *place))
    }
}
