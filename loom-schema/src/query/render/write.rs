//! Updates and deletes: what they set, which rows they are about, what they return.

use super::{Frame, OWN, Renderer};
use crate::query::ast::{Node, Select, TableRef};
use crate::schema::TableSchema;
use crate::value::Cell;

impl Renderer {
    /// `UPDATE … SET …`; the values may be expressions over the row itself.
    pub(crate) fn update(&mut self, table: TableRef, set: &[(usize, Node)]) {
        let mut frame = self.own(table);
        for (i, (position, value)) in set.iter().enumerate() {
            let name = table.columns.get(*position).map_or("", |column| column.name);
            if i == 0 {
                self.push("UPDATE ");
                self.name(table.name());
                self.push(" SET ");
            } else {
                self.push(", ");
            }
            self.refuse_over_rows(value);
            self.name(name);
            self.push(" = ");
            self.node(value, &mut frame);
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

    /// ` WHERE` the id is among those that `ids` gives.
    pub(crate) fn by_select(&mut self, table: &TableSchema, ids: &Select) {
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
        if !nodes.is_empty() {
            nodes.iter().for_each(|node| self.refuse_over_rows(node));
            let mut frame = self.own(table);
            self.push(" RETURNING ");
            self.list(nodes, &mut frame, Self::node);
        }
    }

    /// The table that a write is about, which goes by its own name.
    fn own(&mut self, table: TableRef) -> Frame {
        self.tables.push((None, table));
        Frame { alias: OWN, table, joins: Vec::new() }
    }
}
