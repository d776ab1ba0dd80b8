//! From the tree to SQLite's SQL. Every value is a numbered parameter; the world is one of them, and the first thing
//! that is said of every world-scoped table.

mod compound;
mod condition;
mod group;
mod node;
mod reach;
mod write;

use std::sync::Arc;

use crate::error::Result;
use crate::sql::branch::{Branches, TERMS};
use crate::sql::tree::{Body, JoinStep, Node, OrderTerm, SelectTree, TableRef};
use crate::value::{Cell, CellError};

/// What stands behind a numbered parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bound {
    /// The world of the handle.
    World,
    /// A value of the query.
    Value(Cell),
    /// Values of the query, as one array.
    List(Arc<[Cell]>),
    /// A value that is given when the query runs.
    Param(usize),
}

/// A statement, and what to bind to it.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    sql: String,
    bound: Vec<Bound>,
    /// The tables that it reads or writes, with the alias of each; a write's own table has none.
    tables: Vec<(Option<usize>, TableRef)>,
}

impl Rendered {
    /// A statement that is written elsewhere, about this table.
    pub(crate) fn of(sql: String, bound: Vec<Bound>, table: TableRef) -> Self {
        Self { sql, bound, tables: vec![(None, table)] }
    }

    /// The statement, and what to bind to it.
    ///
    /// # Errors
    ///
    /// The error of `admit` for the first table of the statement that it refuses.
    pub(crate) fn admitted(&self, admit: impl Fn(TableRef) -> Result<()>) -> Result<(&str, &[Bound])> {
        self.tables.iter().try_for_each(|(_, table)| admit(*table))?;
        Ok((&self.sql, &self.bound))
    }

    /// The same statement with another head: `EXPLAIN QUERY PLAN …`, `SELECT count(*) FROM (…)`.
    pub(crate) fn wrapped(self, head: &str, tail: &str) -> Self {
        Self { sql: format!("{head}{}{tail}", self.sql), ..self }
    }

    /// The table that goes by this alias, as SQLite shows it in a plan.
    pub(crate) fn table_of(&self, alias: &str) -> Option<TableRef> {
        let alias: usize = alias.strip_prefix("_t")?.parse().ok()?;
        self.tables.iter().find(|(other, _)| *other == Some(alias)).map(|(_, table)| *table)
    }
}

/// What SQLite takes in one statement.
const MOST_PARAMETERS: usize = 32_766;

/// Writes one statement.
pub(crate) struct Renderer {
    sql: String,
    bound: Vec<Bound>,
    tables: Vec<(Option<usize>, TableRef)>,
    /// The world's parameter, once it is needed. Outside of a world there is none.
    world: Option<Option<usize>>,
    aliases: usize,
    unwritable: Option<CellError>,
}

/// The alias of a write's own table, which has none.
const OWN: usize = usize::MAX;

/// The tables one `SELECT` reads: its root, and those joined along foreign keys.
struct Frame {
    alias: usize,
    /// See [`Body::outer`].
    outer: bool,
    table: TableRef,
    joins: Vec<Join>,
}

struct Join {
    from: usize,
    from_table: TableRef,
    step: JoinStep,
    alias: usize,
    /// The alias of the table whose world the joined row belongs to: the nearest one on the way that has a world.
    world: Option<usize>,
    /// Whether the joined row may be missing, here or at an earlier step.
    optional: bool,
}

impl Renderer {
    /// `in_world` if the statement runs through a world handle.
    pub(crate) fn new(in_world: bool) -> Self {
        let world = in_world.then_some(None);
        Self {
            sql: String::with_capacity(256),
            bound: Vec::new(),
            tables: Vec::new(),
            world,
            aliases: 0,
            unwritable: None,
        }
    }

    /// What the query says cannot be; the first such thing is reported.
    pub(crate) fn refuse(&mut self, message: &str) {
        self.unwritable.get_or_insert_with(|| CellError::of(message));
    }

    /// The finished statement.
    pub(crate) fn finish(mut self) -> Result<Rendered, CellError> {
        if self.bound.len() > MOST_PARAMETERS {
            self.refuse("a statement takes at most 32,766 values; a list of them is one value in `is_in`");
        }
        match self.unwritable {
            Some(error) => Err(error),
            None => Ok(Rendered { sql: self.sql, bound: self.bound, tables: self.tables }),
        }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    pub(crate) fn select(&mut self, select: &SelectTree) {
        self.select_with(&select.body, &select.columns, None, |_, _| {});
    }

    /// At most `limit` rows of each `partition`, from `offset` on, in the body's order.
    pub(crate) fn select_of_each(
        &mut self,
        select: &SelectTree,
        partition: Vec<Node>,
        limit: Option<u64>,
        offset: u64,
    ) {
        if select.body.distinct {
            self.refuse("a relation cannot be both distinct and limited");
        }
        let body = Body { limit: None, offset: None, ..select.body.clone() };
        let number = Node::Over {
            call: Node::Call { function: "row_number", distinct: false, arguments: Branches::default() }
                .into(),
            partition: partition.into(),
            order: body.order.clone(),
        };
        self.push("SELECT * FROM (");
        self.select_with(&body, &select.columns, None, |out, frame| {
            out.push(", ");
            out.node(&number, frame);
            out.push(" AS _n");
        });
        let cell = |rows: u64| Cell::Integer(i64::try_from(rows).unwrap_or(i64::MAX));
        self.push(") WHERE _n > ");
        self.value(cell(offset));
        if let Some(limit) = limit {
            self.push(" AND _n <= ");
            self.value(cell(offset.saturating_add(limit)));
        }
        self.push(" ORDER BY _n");
    }

    /// `SELECT columns FROM …`, with `condition` first in its WHERE and `extra` behind its columns.
    fn select_with(
        &mut self,
        body: &Body,
        columns_read: &[Node],
        condition: Option<&dyn Fn(&mut Self, &mut Frame)>,
        extra: impl FnOnce(&mut Self, &mut Frame),
    ) {
        if let Some(first) = &body.first {
            return self.compound(body, first, columns_read);
        }
        let paged = body.paged(self.world.is_some()).map_err(|message| self.refuse(message));
        let Ok(body) = paged.as_deref() else { return };
        self.refuse_misplaced(body, columns_read);
        self.refuse_ungrouped(body, columns_read);
        self.refuse_order_of_distinct(body, columns_read);
        self.source(body);
        let mut frame = self.frame(body.table, body.source.is_some());
        frame.outer = body.outer;
        // The joins are known when everything else is written, and stand in front of it.
        let head = std::mem::take(&mut self.sql);
        self.list(columns_read, &mut frame, Self::node);
        extra(self, &mut frame);
        let columns = std::mem::take(&mut self.sql);
        self.filter(body, condition, &mut frame);
        self.tail(body, &mut frame);
        let tail = std::mem::replace(&mut self.sql, head);
        self.push(if body.distinct { "SELECT DISTINCT " } else { "SELECT " });
        self.push(&columns);
        self.from(&frame, body.source.is_some());
        self.push(&tail);
        self.limit(body);
    }

    /// `WITH source AS (…)`
    fn source(&mut self, body: &Body) {
        if let Some(source) = &body.source {
            self.push("WITH _source AS (");
            // A union reads what its sides read; else every column is there, those of the sync too.
            let columns: Vec<Node> = match &source.first {
                Some(first) => first.columns.clone(),
                None => (0..body.table.columns.len()).map(Node::column).collect(),
            };
            self.select_with(source, &columns, None, |_, _| {});
            self.push(") ");
        }
    }

    fn frame(&mut self, table: TableRef, is_source: bool) -> Frame {
        let alias = self.next_alias();
        // The rows of a source are those of its own tables.
        if !is_source {
            self.tables.push((Some(alias), table));
        }
        Frame { alias, outer: false, table, joins: Vec::new() }
    }

    fn next_alias(&mut self) -> usize {
        self.aliases += 1;
        self.aliases - 1
    }

    fn from(&mut self, frame: &Frame, is_source: bool) {
        self.push(" FROM ");
        if is_source {
            self.push("_source");
        } else {
            self.name(frame.table.name());
        }
        self.push(" AS ");
        self.alias(frame.alias);
        frame.joins.iter().for_each(|join| self.join(join));
    }

    fn filter(&mut self, body: &Body, condition: Option<&dyn Fn(&mut Self, &mut Frame)>, frame: &mut Frame) {
        let mut word = " WHERE ";
        if let Some(condition) = condition {
            self.push(std::mem::replace(&mut word, " AND "));
            condition(self, frame);
        }
        if body.table.is_world_scoped() && self.world.is_some() {
            self.push(std::mem::replace(&mut word, " AND "));
            self.of(frame.alias);
            self.push("\"world_id\" = ");
            self.world();
        }
        if !body.filter.is_empty() {
            self.push(word);
            self.terms(&body.filter, " AND ", frame);
        }
    }

    fn tail(&mut self, body: &Body, frame: &mut Frame) {
        if !body.group.is_empty() {
            self.push(" GROUP BY ");
            self.list(&body.group, frame, Self::sorted_by);
        }
        if !body.having.is_empty() {
            self.push(" HAVING ");
            self.terms(&body.having, " AND ", frame);
        }
        if !body.order.is_empty() {
            self.push(" ORDER BY ");
            self.order(&body.order, frame);
        }
    }

    fn limit(&mut self, body: &Body) {
        // Bound bare, a LIMIT makes SQLite prepare the statement again at every execution.
        if body.limit.is_some() || body.offset.is_some() {
            let cell = |rows: u64| Cell::Integer(i64::try_from(rows).unwrap_or(i64::MAX));
            self.push(" LIMIT ");
            self.value(body.limit.map_or(Cell::Integer(-1), cell));
            self.push("+0 OFFSET ");
            self.value(body.offset.map_or(Cell::Integer(0), cell));
            self.push("+0");
        }
    }

    fn order(&mut self, order: &[OrderTerm], frame: &mut Frame) {
        self.list(order, frame, |out, order, frame| {
            out.sorted_by(&order.by, frame);
            out.direction(order);
        });
    }

    fn direction(&mut self, order: &OrderTerm) {
        self.push(if order.descending { " DESC" } else { " ASC" });
        match order.nulls_last {
            Some(true) => self.push(" NULLS LAST"),
            Some(false) => self.push(" NULLS FIRST"),
            None => {}
        }
    }

    fn list<I>(&mut self, items: &[I], frame: &mut Frame, mut write: impl FnMut(&mut Self, &I, &mut Frame)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            write(self, item, frame);
        }
    }

    fn value(&mut self, cell: Cell) {
        self.bind(Bound::Value(cell));
    }

    fn bind(&mut self, bound: Bound) {
        self.bound.push(bound);
        self.push("?");
        self.number(self.bound.len());
    }

    /// A small number; formatting through `write!` costs more than the rest of a short statement.
    fn number(&mut self, number: usize) {
        if number >= 10 {
            self.number(number / 10);
        }
        // One digit is one ASCII character.
        self.sql.push(char::from(b'0' + (number % 10) as u8));
    }

    fn name(&mut self, name: &str) {
        self.push("\"");
        self.push(name);
        self.push("\"");
    }

    /// `_t3`: no table or column of a schema has such a name.
    fn alias(&mut self, alias: usize) {
        self.push("_t");
        self.number(alias);
    }

    /// `_t3.`
    fn of(&mut self, alias: usize) {
        self.alias(alias);
        self.push(".");
    }

    /// The world, which is one parameter however often it is said.
    fn world(&mut self) {
        match self.world {
            Some(Some(index)) => {
                self.push("?");
                self.number(index);
            }
            Some(None) => {
                self.bind(Bound::World);
                self.world = Some(Some(self.bound.len()));
            }
            None => self.push("NULL"),
        }
    }
}
