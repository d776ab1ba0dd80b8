//! Updates and deletes: what they set, which rows they are about, what they return.

use super::{Frame, OWN, Renderer};
use crate::schema::TableSchema;
use crate::sql::tree::{Node, SelectTree, TableRef};
use crate::value::Cell;

impl Renderer {
    /// `UPDATE … SET …`; the values may be expressions over the row itself.
    pub(crate) fn update(&mut self, table: TableRef, set: &[(usize, Node)]) {
        let mut frame = self.own(table);
        self.assign(table, set, |out, _, value| out.node(value, &mut frame));
    }

    /// Whether what was written so far reads rows of the table that it writes, next to the one that it is writing.
    pub(crate) fn reads_own(&self) -> bool {
        let own = self.tables.iter().find(|(alias, _)| alias.is_none()).map(|(_, own)| own.name());
        self.tables.iter().any(|(alias, other)| alias.is_some() && Some(other.name()) == own)
    }

    /// `UPDATE … SET … FROM (SELECT …)`, for values that are made of other rows of the same table: SQLite would make
    /// each of them when its row is written, from rows that the statement has changed already. A subquery in FROM is
    /// read to its end first.
    pub(crate) fn update_from(
        &mut self,
        table: TableRef,
        set: &[(usize, Node)],
        target: impl FnOnce(&mut Self),
    ) {
        let mut frame = self.own(table);
        self.assign(table, set, |out, at, _| {
            out.push("_new._v");
            out.number(at);
        });
        self.push(" FROM (SELECT \"id\" AS _id");
        for (at, (_, value)) in set.iter().enumerate() {
            self.push(", ");
            self.node(value, &mut frame);
            self.push(" AS _v");
            self.number(at);
        }
        self.push(" FROM ");
        self.name(table.name());
        target(self);
        self.push(") AS _new");
        self.by_world(&table);
        let scoped = table.is_world_scoped() && self.world.is_some();
        self.push(if scoped { " AND \"id\" = _new._id" } else { " WHERE \"id\" = _new._id" });
    }

    fn assign(
        &mut self,
        table: TableRef,
        set: &[(usize, Node)],
        mut value: impl FnMut(&mut Self, usize, &Node),
    ) {
        set.iter().for_each(|(_, value)| self.refuse_over_rows(value));
        self.push("UPDATE ");
        self.name(table.name());
        for (at, (position, node)) in set.iter().enumerate() {
            self.push(if at == 0 { " SET " } else { ", " });
            self.name(table.columns.get(*position).map_or("", |column| column.name));
            self.push(" = ");
            value(self, at, node);
        }
    }

    /// `DELETE FROM …`
    pub(crate) fn delete_from(&mut self, table: TableRef) {
        self.tables.push((None, table));
        self.push("DELETE FROM ");
        self.name(table.name());
    }

    /// ` WHERE` the row's key.
    pub(crate) fn by_id(&mut self, table: &TableSchema, id: &str) {
        self.by_world(table);
        self.push(if table.is_world_scoped() && self.world.is_some() {
            " AND \"id\" = "
        } else {
            " WHERE \"id\" = "
        });
        self.value(Cell::Text(id.to_owned().into()));
    }

    /// ` WHERE` the id is among those that `ids` selects.
    pub(crate) fn by_select(&mut self, table: &TableSchema, ids: &SelectTree) {
        self.by_world(table);
        let scoped = table.is_world_scoped() && self.world.is_some();
        self.push(if scoped { " AND \"id\" IN (" } else { " WHERE \"id\" IN (" });
        self.select(ids);
        self.push(")");
    }

    /// ` WHERE` the row is of the handle's world.
    pub(crate) fn by_world(&mut self, table: &TableSchema) {
        if table.is_world_scoped() && self.world.is_some() {
            self.push(" WHERE \"world_id\" = ");
            self.world();
        }
    }

    /// ` RETURNING …`, if there is anything to return.
    pub(crate) fn returning(&mut self, table: TableRef, nodes: &[Node]) {
        nodes.iter().for_each(|node| self.refuse_over_rows(node));
        if !nodes.is_empty() {
            let mut frame = self.own(table);
            self.push(" RETURNING ");
            self.list(nodes, &mut frame, Self::node);
        }
    }

    /// The table that a write is about, which goes by its own name.
    fn own(&mut self, table: TableRef) -> Frame {
        self.tables.push((None, table));
        Frame { alias: OWN, outer: false, table, joins: Vec::new() }
    }
}
