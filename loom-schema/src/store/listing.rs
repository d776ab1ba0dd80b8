//! Which structs are tables of a schema.

use std::any::TypeId;

use crate::error::{Error, Result};
use crate::table::Schema;

/// The structs that a schema lists. A handle serves these and no others: a struct whose table merely has the name of a
/// listed one is another table.
#[derive(Debug)]
pub(super) struct Listing(Vec<TypeId>);

impl Listing {
    /// The tables of `schema`.
    ///
    /// # Errors
    ///
    /// [`Error::NotListed`] if a column's type names a struct whose table has the name of a listed one, but is not it.
    /// `schema![…]` refuses most of these; it cannot tell apart two structs of one name within one module, as two
    /// functions may declare them.
    pub(super) fn of(schema: &'static Schema) -> Result<Self> {
        let entries = schema.entries();
        for column in schema.tables().flat_map(|table| table.columns) {
            if let Some(target) = column.value.target
                && let Some(listed) = entries.iter().find(|entry| entry.table.name() == target.table)
                && listed.type_id != target.type_id
            {
                return Err(Error::NotListed { table: target.table });
            }
        }
        let mut ids: Vec<TypeId> = entries.iter().map(|entry| entry.type_id).collect();
        ids.sort_unstable();
        Ok(Self(ids))
    }

    /// Whether the schema lists this struct.
    pub(super) fn contains(&self, table: TypeId) -> bool {
        self.0.binary_search(&table).is_ok()
    }
}
