//! `INSERT INTO … SELECT …`.

use std::panic::Location;

use crate::error::Result;
use crate::query::Context;
use crate::query::expression::column::{Column, Positions, SetOnInsert};
use crate::query::read::run::{Trace, bound, unwritable, value_error};
use crate::query::read::select::Query;
use crate::query::read::shape::Projection;
use crate::query::write::constraint::constraint_error;
use crate::query::write::insert::empty_id;
use crate::sql::{Node, Renderer, Statements, TableRef};
use crate::store::Begin;
use crate::table::LoomTable;
use crate::value::{CellError, ColumnType};

/// A column, or a tuple of columns, that a write names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no columns of `{T}` that an insert may set",
    label = "not a column of `{T}` that may be set, nor a tuple of them",
    note = "help: name columns of `{T}`: one, or a tuple of up to eight; `world_id` comes from the handle, and the sync columns from the sync"
)]
pub trait InsertColumns<T: LoomTable> {
    /// Their values.
    type Values;

    /// Their positions.
    #[doc(hidden)]
    fn positions(&self) -> Positions;
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, V: ColumnType, A: SetOnInsert> InsertColumns<T> for Column<T, V, A> {
    type Values = V;

    fn positions(&self) -> Positions {
        Positions(vec![self.position()])
    }
}

macro_rules! tuples {
    ($( ($($value:ident $access:ident $index:tt)+) )*) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: LoomTable, $($value: ColumnType, $access: SetOnInsert),+> InsertColumns<T>
            for ($(Column<T, $value, $access>,)+)
        {
            type Values = ($($value,)+);

            fn positions(&self) -> Positions {
                Positions(vec![$(self.$index.position()),+])
            }
        }
    )* };
}

tuples! {
    (A AA 0) (A AA 0 B BB 1) (A AA 0 B BB 1 C CC 2) (A AA 0 B BB 1 C CC 2 D DD 3)
    (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4) (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4 F FF 5)
    (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4 F FF 5 G GG 6) (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4 F FF 5 G GG 6 H HH 7)
}

#[track_caller]
pub(in crate::query) fn insert_select<T: LoomTable, U: LoomTable, S: Projection<U>>(
    context: Context<'_>,
    columns: &[usize],
    query: Query<U, S>,
) -> Result<u64> {
    let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
    if let Some(twice) = columns.iter().enumerate().find(|(n, at)| columns[..*n].contains(at)) {
        // SQLite would store the first value and forget the other.
        let error = CellError { position: *twice.1, message: "an insert sets each column once".to_owned() };
        return Err(value_error::<T>(error, None));
    }
    let mut select = query.into_select();
    let mut names: Vec<usize> = columns.to_vec();
    // The world is the handle's, whatever the query says.
    if let (Some(world), true) = (statements.world_id, context.world.is_some()) {
        names.push(world);
        select.add(&Node::World);
    }
    let mut out = Renderer::new(context.world.is_some());
    out.push("INSERT INTO \"");
    out.push(T::TABLE.name());
    for (i, at) in names.iter().enumerate() {
        out.push(if i == 0 { "\" (\"" } else { ", \"" });
        out.push(T::TABLE.columns.get(*at).map_or("", |column| column.name));
        out.push("\"");
    }
    out.push(") ");
    out.select(&select);
    out.push(" RETURNING \"id\" = ''");
    context.admit(TableRef::of::<T>())?;
    let rendered = out.finish().map_err(|error| unwritable::<T>(&error))?;
    let (sql, values) = rendered.admitted(|table| context.admit(table))?;
    let lease = context.database.lease_to_write("insert into", T::TABLE)?;
    let transaction = lease.begin(Begin::Immediate(Location::caller()))?;
    let failed =
        |error| constraint_error(context, &lease, T::TABLE, "one of the query's rows", "insert", &[], error);
    let _trace = Trace::of(sql);
    let mut statement = lease.prepare_cached(sql).map_err(failed)?;
    let values = rusqlite::params_from_iter(bound::<T>(context, values)?);
    let mut rows = statement.query(values).map_err(failed)?;
    let mut inserted = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        if row.get(0).map_err(failed)? {
            return Err(empty_id::<T>());
        }
        inserted += 1;
    }
    drop(rows);
    transaction.commit()?;
    Ok(inserted)
}
