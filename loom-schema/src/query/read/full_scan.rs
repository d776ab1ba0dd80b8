//! Whether SQLite reads more than it has to.

use crate::error::{Error, Result};
use crate::query::read::run;
use crate::query::read::select::Select;
use crate::query::read::shape::Shape;
use crate::table::LoomTable;

impl<T: LoomTable, S: Shape<T>> Select<'_, T, S> {
    /// For tests: an error if the query, as SQLite plans it now, reads a whole table that has rows, although it asks for
    /// some of them only, so that an index could serve. A query without a filter reads everything on purpose.
    ///
    /// # Errors
    ///
    /// [`Error::FullScan`] with the table and the plan; or if the database refuses.
    pub fn uses_indexes(&self) -> Result<()> {
        let statement = run::render(self.context.world.is_some(), &self.query)?;
        let plan = self.explain()?;
        for line in &plan {
            // `SCAN _t0`, and not `SCAN 2-ROW VALUES CLAUSE`, `SCAN json_each` or the like.
            let Some(alias) = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else {
                continue;
            };
            let Some(table) = statement.rendered.table_of(alias).map(|table| table.schema().name()) else {
                continue;
            };
            let on_purpose = alias == "_t0" && self.query.body.filter.is_empty();
            if !on_purpose && has_rows(self.context, table)? {
                return Err(Error::FullScan { table: table.to_owned(), plan });
            }
        }
        Ok(())
    }
}

fn has_rows(context: crate::query::Context<'_>, table: &str) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{table}\")");
    context.database.with_connection(|connection| connection.query_row(&sql, [], |row| row.get(0)))
}
