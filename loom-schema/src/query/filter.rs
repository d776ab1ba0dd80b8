//! Filters: a tree, and its SQL.

use std::marker::PhantomData;

use crate::schema::TableSchema;
use crate::value::{Cell, CellError};

/// A condition on rows of `T`, made from its column constants.
#[must_use]
pub struct Filter<T> {
    predicate: Result<Predicate, CellError>,
    table: PhantomData<fn() -> T>,
}

/// A condition, with columns as positions in the table.
#[derive(Clone, Debug)]
pub(super) enum Predicate {
    Compare(usize, Comparison, Cell),
    In(usize, Vec<Cell>),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Comparison {
    Is,
    IsNot,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl<T> Filter<T> {
    pub(super) fn of(predicate: Predicate) -> Self {
        Self { predicate: Ok(predicate), table: PhantomData }
    }

    /// A value that cannot be stored cannot be compared with either; the error waits until the query runs.
    pub(super) fn from_result(predicate: Result<Predicate, CellError>, position: usize) -> Self {
        Self { predicate: predicate.map_err(|error| CellError { position, ..error }), table: PhantomData }
    }

    /// Both.
    pub fn and(self, other: Self) -> Self {
        self.join(other, Predicate::All)
    }

    /// At least one of the two.
    pub fn or(self, other: Self) -> Self {
        self.join(other, Predicate::Any)
    }

    fn join(self, other: Self, how: fn(Vec<Predicate>) -> Predicate) -> Self {
        let predicate = match (self.predicate, other.predicate) {
            (Ok(left), Ok(right)) => Ok(how(vec![left, right])),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        Self { predicate, table: PhantomData }
    }

    pub(super) fn into_predicate(self) -> Result<Predicate, CellError> {
        self.predicate
    }
}

/// The opposite. As everywhere in SQL, a comparison with NULL is neither true nor false, and so is its opposite.
impl<T> std::ops::Not for Filter<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self {
            predicate: self.predicate.map(|predicate| Predicate::Not(Box::new(predicate))),
            table: PhantomData,
        }
    }
}

impl<T> std::fmt::Debug for Filter<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.predicate.fmt(f)
    }
}

impl Predicate {
    /// Appends the SQL, and the values of its parameters in their order.
    pub(super) fn push(self, table: &TableSchema, sql: &mut String, values: &mut Vec<Cell>) {
        match self {
            Self::Compare(column, comparison, value) => {
                push_column(table, column, sql);
                sql.push_str(match (comparison, &value) {
                    (Comparison::Is, Cell::Null) => " IS NULL",
                    (Comparison::IsNot, Cell::Null) => " IS NOT NULL",
                    (Comparison::Is, _) => " = ?",
                    (Comparison::IsNot, _) => " IS NOT ?",
                    (Comparison::Less, _) => " < ?",
                    (Comparison::LessOrEqual, _) => " <= ?",
                    (Comparison::Greater, _) => " > ?",
                    (Comparison::GreaterOrEqual, _) => " >= ?",
                });
                if !matches!((comparison, &value), (Comparison::Is | Comparison::IsNot, Cell::Null)) {
                    values.push(value);
                }
            }
            Self::In(column, cells) => push_in(table, column, cells, sql, values),
            Self::All(parts) => push_joined(parts, " AND ", table, sql, values),
            Self::Any(parts) => push_joined(parts, " OR ", table, sql, values),
            Self::Not(predicate) => {
                sql.push_str("NOT (");
                predicate.push(table, sql, values);
                sql.push(')');
            }
        }
    }
}

fn push_in(table: &TableSchema, column: usize, cells: Vec<Cell>, sql: &mut String, values: &mut Vec<Cell>) {
    let (nulls, cells): (Vec<Cell>, Vec<Cell>) = cells.into_iter().partition(|cell| *cell == Cell::Null);
    if !nulls.is_empty() {
        sql.push('(');
        push_column(table, column, sql);
        sql.push_str(" IS NULL OR ");
    }
    push_column(table, column, sql);
    sql.push_str(" IN (");
    for (i, cell) in cells.into_iter().enumerate() {
        sql.push_str(if i == 0 { "?" } else { ", ?" });
        values.push(cell);
    }
    sql.push(')');
    if !nulls.is_empty() {
        sql.push(')');
    }
}

fn push_joined(
    parts: Vec<Predicate>,
    with: &str,
    table: &TableSchema,
    sql: &mut String,
    values: &mut Vec<Cell>,
) {
    sql.push('(');
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            sql.push_str(with);
        }
        part.push(table, sql, values);
    }
    sql.push(')');
}

/// Appends a quoted column name.
pub(super) fn push_column(table: &TableSchema, position: usize, sql: &mut String) {
    let name = table.columns.get(position).map_or("", |column| column.name);
    sql.push('"');
    sql.push_str(name);
    sql.push('"');
}
