//! The tables that an expression reaches along foreign keys.

use super::{Frame, Join, OWN, Renderer};
use crate::sql::tree::{JoinStep, TableRef};

impl Renderer {
    pub(super) fn column(&mut self, steps: &[JoinStep], position: usize, frame: &mut Frame) {
        if frame.alias == OWN && !steps.is_empty() {
            return self.looked_up(steps, position, frame.table);
        }
        let (alias, table) = self.reach(steps, frame);
        let name = table.columns.get(position).map_or("", |column| column.name);
        if alias != OWN {
            self.of(alias);
        }
        self.name(name);
    }

    /// A column of the table that goes by this alias, or of a write's own table by its name.
    pub(super) fn qualified(&mut self, alias: usize, table: TableRef, column: &str) {
        if alias == OWN {
            self.name(table.name());
            self.push(".");
        } else {
            self.of(alias);
        }
        self.name(column);
    }

    /// The alias of the table at the end of the steps; joined once, however often it is named.
    pub(super) fn reach(&mut self, steps: &[JoinStep], frame: &mut Frame) -> (usize, TableRef) {
        let (mut alias, mut table, mut optional) = (frame.alias, frame.table, frame.outer);
        let mut world = table.is_world_scoped().then_some(alias);
        for step in steps {
            optional |= step.optional;
            let known = frame
                .joins
                .iter()
                .find(|join| join.from == alias && join.step.foreign_key == step.foreign_key);
            let next = match known {
                Some(join) => join.alias,
                None => {
                    let next = self.next_alias();
                    self.tables.push((Some(next), step.target));
                    let (from, from_table, step) = (alias, table, *step);
                    frame.joins.push(Join { from, from_table, step, alias: next, world, optional });
                    next
                }
            };
            (alias, table) = (next, step.target);
            if table.is_world_scoped() {
                world = Some(alias);
            }
        }
        (alias, table)
    }

    /// ` JOIN "table" AS _t1 ON …`
    pub(super) fn join(&mut self, join: &Join) {
        self.push(if join.optional { " LEFT JOIN " } else { " JOIN " });
        self.name(join.step.target.name());
        self.push(" AS ");
        self.alias(join.alias);
        self.push(" ON ");
        if join.step.target.is_world_scoped() {
            self.of(join.alias);
            self.push("\"world_id\" = ");
            self.world_of(join.world, None);
            self.push(" AND ");
        }
        self.of(join.alias);
        self.push("\"id\" = ");
        self.qualified(join.from, join.from_table, key(join.from_table, join.step));
    }

    /// The world that a row reached from here belongs to. A global table on the way has none, and hands on the world
    /// that was left for it.
    fn world_of(&mut self, alias: Option<usize>, own: Option<TableRef>) {
        match (alias, own) {
            (Some(alias), None) => {
                self.of(alias);
                self.push("\"world_id\"");
            }
            (Some(alias), Some(own)) => self.qualified(alias, own, "world_id"),
            (None, _) if self.world.is_some() => self.world(),
            (None, _) => {
                self.refuse("across worlds, a global row leads to no world-scoped one: its id names one in each world");
                self.push("NULL");
            }
        }
    }

    /// A column of another row in a write, which cannot join: a subquery, NULL where there is no such row.
    fn looked_up(&mut self, steps: &[JoinStep], position: usize, own: TableRef) {
        let Some((first, rest)) = steps.split_first() else { return };
        let alias = self.next_alias();
        self.tables.push((Some(alias), first.target));
        let mut frame = Frame { alias, outer: false, table: first.target, joins: Vec::new() };
        let head = std::mem::take(&mut self.sql);
        self.column(rest, position, &mut frame);
        let column = std::mem::replace(&mut self.sql, head);
        self.push("(SELECT ");
        self.push(&column);
        self.from(&frame, false);
        self.push(" WHERE ");
        if first.target.is_world_scoped() {
            self.of(alias);
            self.push("\"world_id\" = ");
            self.world_of(own.is_world_scoped().then_some(OWN), Some(own));
            self.push(" AND ");
        }
        self.of(alias);
        self.push("\"id\" = ");
        self.qualified(OWN, own, key(own, *first));
        self.push(")");
    }
}

/// The foreign key column that a step follows.
fn key(from: TableRef, step: JoinStep) -> &'static str {
    from.schema().columns.get(step.foreign_key).map_or("", |column| column.name)
}
