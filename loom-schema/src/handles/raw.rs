//! Leaving the typed API: raw SQL, and rows decoded from it.

use super::Loom;
use crate::error::Result;
use crate::table::LoomTable;

impl Loom {
    /// Runs raw SQL on this thread's connection. Types, worlds and layers are not checked here; values are bound by
    /// rusqlite as usual. A transaction that `work` begins, it must end; one that it leaves open is rolled back.
    ///
    /// What `work` changes on the connection (pragmas, temporary objects, attached databases, functions) lasts until it
    /// returns or panics, or until the end of the transaction that it is called in: then the connection to a file is
    /// closed. The only connection of a database in memory is brought back to its settings instead; collations, hooks,
    /// limits, modules of virtual tables, and functions that replace SQLite's own stay on it.
    ///
    /// Writes in `work` do not wait in the queue that [`transaction`](crate::query::Read::transaction) describes, only for
    /// SQLite's own lock. Call this within a `transaction` where others write as well.
    ///
    /// # Errors
    ///
    /// Whatever `work` returns; [`Error::LeftOpen`](crate::Error::LeftOpen); or if no connection can be opened.
    pub fn with_connection<R>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<R>,
    ) -> Result<R> {
        self.database().with_connection(work)
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
        self.database().query_raw(sql, params)
    }
}
