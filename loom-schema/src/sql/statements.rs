//! The SQL of a table that every program needs, made once.

use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

use crate::schema::{Default, TableSchema};
use crate::value::{Cell, ColumnType};

/// A table's fixed statements, and the cells an insert starts from.
#[derive(Debug)]
pub struct Statements {
    /// `INSERT INTO … (every field) VALUES (?1, …)`
    pub(crate) insert: String,
    /// `SELECT every field FROM … WHERE key`
    pub(crate) get: String,
    /// `DELETE FROM … WHERE key`
    pub(crate) delete: String,
    /// `UPDATE … SET these fields WHERE key`, by the fields' positions; filled as programs use them.
    updates: RwLock<Vec<(Box<[usize]>, Arc<str>)>>,
    /// Every field's default, or NULL.
    pub(crate) template: Vec<Cell>,
    /// Positions of the fields that the library fills in.
    pub(crate) id: Option<usize>,
    pub(crate) world_id: Option<usize>,
    pub(crate) created_at: Option<usize>,
    pub(crate) updated_at: Option<usize>,
}

impl Statements {
    pub(crate) fn of(table: &TableSchema) -> Self {
        let (mut columns, mut places) = (String::new(), String::new());
        for (i, column) in table.fields().iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            let _ = write!(columns, "{comma}\"{}\"", column.name);
            let _ = write!(places, "{comma}?{}", i + 1);
        }
        let (name, key) = (table.name(), key(table));
        let select = format!("SELECT {columns} FROM \"{name}\"");
        Self {
            insert: format!("INSERT INTO \"{name}\" ({columns}) VALUES ({places})"),
            get: format!("{select} WHERE {key}"),
            delete: format!("DELETE FROM \"{name}\" WHERE {key}"),
            updates: RwLock::default(),
            template: table.fields().iter().map(|column| default_cell(column.default)).collect(),
            id: table.position("id"),
            world_id: table.world_column(),
            created_at: table.position("created_at"),
            updated_at: table.position("updated_at"),
        }
    }
}

impl Statements {
    /// `UPDATE … SET these fields = ?, … WHERE key`, the parameters in this order.
    pub(crate) fn update(
        &self,
        table: &TableSchema,
        fields: impl Iterator<Item = usize> + Clone,
    ) -> Arc<str> {
        let known = self.updates.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(other, _)| fields.clone().eq(other.iter().copied()));
        if let Some((_, sql)) = found {
            return Arc::clone(sql);
        }
        drop(known);
        let mut sql = format!("UPDATE \"{}\" SET ", table.name());
        for (i, at) in fields.clone().enumerate() {
            let name = table.columns.get(at).map_or("", |column| column.name);
            let _ = write!(sql, "{}\"{name}\" = ?", if i == 0 { "" } else { ", " });
        }
        let _ = write!(sql, " WHERE {}", key(table));
        let sql: Arc<str> = sql.into();
        let mut known = self.updates.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < KEPT_UPDATES {
            known.push((fields.collect(), Arc::clone(&sql)));
        }
        sql
    }
}

/// A program sets few different sets of columns; the limit keeps one that makes them up at run time from filling the memory.
const KEPT_UPDATES: usize = 32;

/// The condition on a row's key, with the id as the last parameter.
pub(super) fn key(table: &TableSchema) -> &'static str {
    if table.is_world_scoped() { "\"world_id\" = ? AND \"id\" = ?" } else { "\"id\" = ?" }
}

/// What a column holds where nobody says anything; timestamps are bound at the time.
pub(crate) fn default_cell(default: Option<Default>) -> Cell {
    match default {
        None | Some(Default::Now) => Cell::Null,
        Some(Default::Text(text)) => Cell::Text(text.into()),
        Some(Default::Integer(value)) => Cell::Integer(value),
        Some(Default::Boolean(value)) => Cell::Integer(i64::from(value)),
        // A Rust float literal without suffix and underscores always parses.
        Some(Default::Real(literal)) => {
            literal.parse().map_or(Cell::Null, |value: f64| value.write().unwrap_or(Cell::Null))
        }
    }
}
