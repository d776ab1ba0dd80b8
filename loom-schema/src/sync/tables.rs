//! What the sync asks of the schema, worked out once: tables and columns by their positions.

use std::fmt;

use crate::schema::{OnDelete, TableSchema, Truth};
use crate::table::{Entry, Schema};
use crate::value::Cell;

/// The tables, in the order of the schema. Everything in the sync names a table by its position here.
pub(super) struct Tables(Vec<Table>);

/// One table.
pub(super) struct Table {
    pub(super) entry: &'static Entry,
    pub(super) schema: &'static TableSchema,
    /// Position of `id`.
    pub(super) id: usize,
    /// Position of `world_id`, in a world-scoped table.
    pub(super) world: Option<usize>,
    /// The foreign keys.
    pub(super) references: Vec<Reference>,
    /// The unique indexes: positions of their columns, as the database has them.
    pub(super) unique: Vec<Vec<usize>>,
    /// The lists in this table's files that are rows of other tables.
    pub(super) lists: Vec<List>,
}

/// A foreign key.
pub(super) struct Reference {
    /// Position of the column.
    pub(super) column: usize,
    /// The referenced table.
    pub(super) table: usize,
    /// Whether the referenced row is one of the same world.
    pub(super) in_world: bool,
    pub(super) on_delete: OnDelete,
}

/// A list in another table's file.
pub(super) struct List {
    /// The front matter key.
    pub(super) key: &'static str,
    /// The table of the entries.
    pub(super) table: usize,
    /// Position of the column in that table that references the row the list belongs to.
    pub(super) owner: usize,
}

/// A row's primary key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) table: usize,
    /// Empty in a global table.
    pub(super) world: String,
    pub(super) id: String,
}

/// `world/id`, or `id`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.world.is_empty() { f.write_str(&self.id) } else { write!(f, "{}/{}", self.world, self.id) }
    }
}

/// Values that no two rows may share: table, number of the unique index, and the values, encoded.
pub(super) type Claim = (usize, usize, Vec<u8>);

impl Tables {
    pub(super) fn of(schema: &'static Schema) -> Self {
        let entries = schema.entries();
        let number = |name: &str| entries.iter().position(|entry| entry.table.name() == name);
        let table = |entry: &'static Entry| {
            let schema = entry.table;
            let references = schema.columns.iter().enumerate().filter_map(|(column, described)| {
                let target = described.references()?;
                Some(Reference {
                    column,
                    table: number(target.table)?,
                    in_world: schema.is_composite(target),
                    on_delete: described.on_delete.unwrap_or(OnDelete::NoAction),
                })
            });
            let unique = schema.indexes().filter(|(index, _)| index.unique);
            let unique = unique
                .map(|(_, columns)| columns.iter().filter_map(|name| schema.position(name)).collect())
                .collect();
            let lists = entries.iter().enumerate().filter_map(|(table, other)| {
                let Truth::Inside { table: owner, key } = other.table.truth else { return None };
                let column = other.table.owner_column()?;
                (owner == schema.name()).then_some(List { key, table, owner: column })
            });
            Table {
                entry,
                schema,
                id: schema.position("id").unwrap_or_default(),
                world: schema.world_column(),
                references: references.collect(),
                unique,
                lists: lists.collect(),
            }
        };
        Self(entries.iter().map(table).collect())
    }

    pub(super) fn get(&self, table: usize) -> &Table {
        &self.0[table]
    }

    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = (usize, &Table)> {
        self.0.iter().enumerate()
    }

    /// The key of a row; `None` while a part of it is missing.
    pub(super) fn key(&self, table: usize, cells: &[Cell]) -> Option<Key> {
        let layout = self.get(table);
        let world = match layout.world {
            Some(world) => cells.get(world)?.as_text()?.to_owned(),
            None => String::new(),
        };
        Some(Key { table, world, id: cells.get(layout.id)?.as_text()?.to_owned() })
    }

    /// The row that a foreign key of a row names; `None` for NULL.
    pub(super) fn target(&self, table: usize, reference: &Reference, cells: &[Cell]) -> Option<Key> {
        let world = match self.get(table).world {
            Some(world) if reference.in_world => cells.get(world)?.as_text()?.to_owned(),
            _ => String::new(),
        };
        Some(Key { table: reference.table, world, id: cells.get(reference.column)?.as_text()?.to_owned() })
    }

    /// What a row claims of each unique index; nothing where one of the values is NULL, which equals nothing.
    pub(super) fn claims<'a>(&'a self, table: usize, cells: &'a [Cell]) -> impl Iterator<Item = Claim> + 'a {
        self.get(table).unique.iter().enumerate().filter_map(move |(number, columns)| {
            let mut encoded = Vec::new();
            for &column in columns {
                encode(cells.get(column)?, &mut encoded)?;
            }
            Some((table, number, encoded))
        })
    }

    /// What messages call a row of a table: `session summary`.
    pub(super) fn noun(&self, table: usize) -> String {
        let mut noun = String::new();
        for c in self.get(table).schema.identity.rust_name.chars() {
            if c.is_uppercase() && !noun.is_empty() {
                noun.push(' ');
            }
            noun.extend(c.to_lowercase());
        }
        noun
    }
}

fn encode(cell: &Cell, into: &mut Vec<u8>) -> Option<()> {
    match cell {
        Cell::Null => return None,
        Cell::Integer(value) => into.extend(value.to_be_bytes()),
        // SQLite takes the two zeros for one.
        Cell::Real(value) => into.extend((value + 0.0).to_bits().to_be_bytes()),
        Cell::Text(text) => {
            into.extend(text.len().to_be_bytes());
            into.extend(text.as_bytes());
        }
        Cell::Blob(bytes) => {
            into.extend(bytes.len().to_be_bytes());
            into.extend(bytes);
        }
    }
    Some(())
}
