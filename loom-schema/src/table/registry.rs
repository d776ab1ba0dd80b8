//! The schema: the list of tables that a program stands on.

use std::any::TypeId;

use crate::schema::{self, Layer, TableSchema, Verdict};
use crate::value::{Cell, CellError};

/// A listed table.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub table: &'static TableSchema,
    /// The struct. Whether a table is listed is asked of this, never of its name.
    pub type_id: TypeId,
    /// The constant `DDL`; behind a function, so that it is made when a program is built, and not when it is checked.
    pub ddl: fn() -> &'static str,
    /// Whether cells that did not come from the program (but from Markdown) decode into a row.
    pub check: fn(&mut Vec<Cell>) -> Result<(), CellError>,
}

/// The tables of a program, made by [`schema!`](crate::schema!).
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    tables: &'static [Entry],
}

impl Schema {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(tables: &'static [Entry]) -> Self {
        Self { tables }
    }

    /// The tables, in the order in which they were listed.
    pub fn tables(&self) -> impl ExactSizeIterator<Item = &'static TableSchema> + Clone + use<> {
        self.tables.iter().map(|entry| entry.table)
    }

    /// The tables of one layer, in the order in which they were listed.
    pub fn layer(&self, layer: Layer) -> impl Iterator<Item = &'static TableSchema> + Clone + use<> {
        self.tables().filter(move |table| table.layer() == layer)
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&'static TableSchema> {
        self.tables().find(|table| table.name() == name)
    }

    /// The DDL of every table, in the order in which they were listed; made by the compiler.
    pub fn ddl(&self) -> impl ExactSizeIterator<Item = &'static str> + Clone + use<> {
        self.tables.iter().map(|entry| (entry.ddl)())
    }

    /// The list itself.
    pub(crate) fn entries(&self) -> &'static [Entry] {
        self.tables
    }

    /// The tables, those first that others reference: rows can be inserted in this order.
    #[must_use]
    pub fn parents_first(&self) -> Vec<&'static TableSchema> {
        let mut ordered: Vec<&'static TableSchema> = Vec::new();
        let mut rest: Vec<_> = self.tables().collect();
        while !rest.is_empty() {
            let is_ready = |table: &&TableSchema| {
                table
                    .foreign_keys()
                    .all(|key| key.table == table.name() || ordered.iter().any(|t| t.name() == key.table))
            };
            // Nullable keys may form a cycle; then the order within it does not matter.
            let next = rest.iter().position(is_ready).unwrap_or(0);
            ordered.push(rest.remove(next));
        }
        ordered
    }

    /// The table that worlds are rows of: the one named `worlds`, if it is listed.
    #[must_use]
    pub fn world_table(&self) -> Option<&'static TableSchema> {
        self.table("worlds")
    }
}

/// Checks every rule about the whole: see [`schema::verify`]. `T` is the number of tables, `I` that of
/// [`count_indexes`].
#[doc(hidden)]
#[must_use]
pub const fn verify<const T: usize, const I: usize>(entries: &[Entry; T]) -> Verdict<T> {
    let mut tables = [entries[0].table; T];
    let mut t = 0;
    while t < T {
        tables[t] = entries[t].table;
        t += 1;
    }
    schema::verify::<T, I>(&tables)
}

/// How many indexes the tables have, automatic ones that do not exist included.
#[doc(hidden)]
#[must_use]
pub const fn count_indexes(entries: &[Entry]) -> usize {
    let (mut count, mut t) = (0, 0);
    while t < entries.len() {
        count += entries[t].table.indexes.len();
        t += 1;
    }
    count
}
