//! From the tree to SQLite's SQL. Every value is a numbered parameter; the world is one of them, and the first thing
//! that is said of every world-scoped table.

use std::fmt::Write as _;

use super::ast::{Body, Hop, Node, Order, Select};
use crate::schema::TableSchema;
use crate::value::{Cell, CellError};

/// What stands behind a numbered parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bound {
    /// The world of the handle.
    World,
    /// A value of the query.
    Value(Cell),
    /// A value that is given when the query runs.
    Param(usize),
}

/// A statement, and what to bind to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) sql: String,
    pub(crate) bound: Vec<Bound>,
}

/// Writes one statement.
pub(crate) struct Renderer {
    sql: String,
    bound: Vec<Bound>,
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
    table: &'static TableSchema,
    joins: Vec<Join>,
}

struct Join {
    from: usize,
    from_table: &'static TableSchema,
    hop: Hop,
    alias: usize,
    /// Whether the joined row may be missing, here or at an earlier step.
    optional: bool,
}

/// Whether these are the same expressions. A tree has no other equality: a table is compared by all that it says.
fn same(some: &[Node], others: &[Node]) -> bool {
    some.len() == others.len()
        && some.iter().zip(others).all(|(one, other)| match (one, other) {
            (Node::Column { hops: a, position: b }, Node::Column { hops: c, position: d })
                if a.is_empty() && c.is_empty() =>
            {
                b == d
            }
            _ => format!("{one:?}") == format!("{other:?}"),
        })
}

impl Renderer {
    /// `in_world` if the statement runs through a world handle.
    pub(crate) fn new(in_world: bool) -> Self {
        let world = in_world.then_some(None);
        Self { sql: String::with_capacity(256), bound: Vec::new(), world, aliases: 0, unwritable: None }
    }

    /// The finished statement.
    pub(crate) fn finish(self) -> Result<Rendered, CellError> {
        match self.unwritable {
            Some(error) => Err(error),
            None => Ok(Rendered { sql: self.sql, bound: self.bound }),
        }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    pub(crate) fn select(&mut self, select: &Select) {
        self.select_with(&select.body, &select.columns, None, |_, _| {});
    }

    /// At most `limit` rows of each `partition`, from `offset` on, in the body's order.
    pub(crate) fn select_of_each(
        &mut self,
        select: &Select,
        partition: &Node,
        limit: Option<u64>,
        offset: u64,
    ) {
        let body = Body { limit: None, offset: None, ..select.body.clone() };
        let number = Node::Over {
            call: Box::new(Node::Call { function: "row_number", distinct: false, arguments: Vec::new() }),
            partition: vec![partition.clone()],
            order: body.order.clone(),
        };
        self.push("SELECT * FROM (");
        self.select_with(&body, &select.columns, None, |out, frame| {
            out.push(", ");
            out.node(&number, frame);
            out.push(" AS \"n\"");
        });
        let cell = |rows: u64| Cell::Integer(i64::try_from(rows).unwrap_or(i64::MAX));
        self.push(") WHERE \"n\" > ");
        self.value(cell(offset));
        if let Some(limit) = limit {
            self.push(" AND \"n\" <= ");
            self.value(cell(offset.saturating_add(limit)));
        }
        self.push(" ORDER BY \"n\"");
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
        self.source(body);
        let mut frame = self.frame(body.table);
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

    /// `SELECT … UNION SELECT …`
    fn compound(&mut self, body: &Body, first: &Select, columns: &[Node]) {
        let narrowed = !(body.filter.is_empty() && body.group.is_empty() && body.having.is_empty());
        if narrowed || body.distinct || body.source.is_some() || !same(columns, &first.columns) {
            let message = "what a union reads is said before it: here it can only be ordered and limited";
            self.unwritable.get_or_insert_with(|| CellError::of(message));
        }
        self.side(first);
        for (operator, other) in &body.compound {
            self.push(operator);
            self.side(other);
        }
        self.order_of_compound(body, columns);
        self.limit(body);
    }

    /// One side of a compound, where SQLite takes neither an order nor a limit nor parentheses.
    fn side(&mut self, select: &Select) {
        if select.body.is_plain() {
            return self.select(select);
        }
        self.push("SELECT * FROM (");
        self.select(select);
        self.push(")");
    }

    /// `WITH source AS (…)`
    fn source(&mut self, body: &Body) {
        if let Some(source) = &body.source {
            self.push("WITH \"source\" AS (");
            // A union reads what its sides read; else every column is there, those of the sync too.
            let columns: Vec<Node> = match &source.first {
                Some(first) => first.columns.clone(),
                None => (0..body.table.columns.len()).map(Node::column).collect(),
            };
            self.select_with(source, &columns, None, |_, _| {});
            self.push(") ");
        }
    }

    fn frame(&mut self, table: &'static TableSchema) -> Frame {
        self.aliases += 1;
        Frame { alias: self.aliases - 1, table, joins: Vec::new() }
    }

    fn from(&mut self, frame: &Frame, is_source: bool) {
        let name = if is_source { "source" } else { frame.table.name() };
        self.push(" FROM ");
        self.name(name);
        self.push(" AS t");
        self.number(frame.alias);
        for join in &frame.joins {
            let (alias, from) = (join.alias, join.from);
            let key = join.from_table.columns.get(join.hop.foreign_key).map_or("", |column| column.name);
            let kind = if join.optional { "LEFT JOIN" } else { "JOIN" };
            let _ = write!(self.sql, " {kind} \"{}\" AS t{alias} ON ", join.hop.target.name());
            if join.hop.target.is_world_scoped() {
                let _ = write!(self.sql, "t{alias}.\"world_id\" = t{from}.\"world_id\" AND ");
            }
            let _ = write!(self.sql, "t{alias}.\"id\" = t{from}.\"{key}\"");
        }
    }

    fn filter(&mut self, body: &Body, condition: Option<&dyn Fn(&mut Self, &mut Frame)>, frame: &mut Frame) {
        let mut word = " WHERE ";
        if let Some(condition) = condition {
            self.push(std::mem::replace(&mut word, " AND "));
            condition(self, frame);
        }
        if body.table.is_world_scoped() && self.world.is_some() {
            self.push(std::mem::replace(&mut word, " AND "));
            self.alias(frame.alias);
            self.push("\"world_id\" = ");
            self.world();
        }
        for node in &body.filter {
            self.push(std::mem::replace(&mut word, " AND "));
            self.node(node, frame);
        }
    }

    fn tail(&mut self, body: &Body, frame: &mut Frame) {
        if !body.group.is_empty() {
            self.push(" GROUP BY ");
            self.list(&body.group, frame, Self::node);
        }
        let mut word = " HAVING ";
        for node in &body.having {
            self.push(std::mem::replace(&mut word, " AND "));
            self.node(node, frame);
        }
        if !body.order.is_empty() {
            self.push(" ORDER BY ");
            self.order(&body.order, frame);
        }
    }

    /// A compound is ordered as a whole, by the places of its columns.
    fn order_of_compound(&mut self, body: &Body, columns: &[Node]) {
        let mut word = " ORDER BY ";
        for order in &body.order {
            let is_it = |column: &Node| same(std::slice::from_ref(column), std::slice::from_ref(&order.by));
            let Some(place) = columns.iter().position(is_it) else {
                let message = "a union is ordered by the columns it reads, and this is none of them";
                self.unwritable.get_or_insert_with(|| CellError::of(message));
                continue;
            };
            self.push(std::mem::replace(&mut word, ", "));
            self.number(place + 1);
            self.direction(order);
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

    fn order(&mut self, order: &[Order], frame: &mut Frame) {
        self.list(order, frame, |out, order, frame| {
            out.node(&order.by, frame);
            out.direction(order);
        });
    }

    fn direction(&mut self, order: &Order) {
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

    fn node(&mut self, node: &Node, frame: &mut Frame) {
        match node {
            Node::Column { hops, position } => self.column(hops, *position, frame),
            Node::Value(cell) => self.value(cell.clone()),
            Node::Param(index) => self.bind(Bound::Param(*index)),
            Node::World => self.world(),
            Node::Unwritable(error) => {
                self.unwritable.get_or_insert_with(|| error.clone());
                self.push("NULL");
            }
            Node::Binary(operator, left, right) => {
                self.push("(");
                self.part(left, frame);
                self.push(operator);
                self.part(right, frame);
                self.push(")");
            }
            Node::Null { what, is } => {
                self.part(what, frame);
                self.push(if *is { " IS NULL" } else { " IS NOT NULL" });
            }
            Node::In(what, cells) => self.is_in(what, cells, frame),
            Node::InJson(what, keys) => {
                self.part(what, frame);
                self.push(" IN (SELECT value FROM json_each(");
                self.value(keys.clone());
                self.push("))");
            }
            Node::InSelect(what, select) => {
                self.part(what, frame);
                self.push(" IN (");
                self.select(select);
                self.push(")");
            }
            Node::Like(what, pattern) => {
                self.part(what, frame);
                self.push(" LIKE ");
                self.part(pattern, frame);
                self.push(" ESCAPE '\\'");
            }
            Node::All(nodes) => self.joined(nodes, " AND ", "1", frame),
            Node::Any(nodes) => self.joined(nodes, " OR ", "0", frame),
            Node::Not(node) => {
                self.push("NOT (");
                self.node(node, frame);
                self.push(")");
            }
            Node::Call { function, distinct, arguments } => {
                self.push(function);
                self.push(if *distinct { "(DISTINCT " } else { "(" });
                self.list(arguments, frame, Self::node);
                self.push(")");
            }
            Node::Over { call, partition, order } => self.over(call, partition, order, frame),
            Node::Children { hops, child, foreign_key, filter, count } => {
                self.children(hops, child, *foreign_key, filter, *count, frame);
            }
        }
    }

    /// A part of a comparison: a condition in it stands in parentheses, since the two bind alike, or it binds less.
    fn part(&mut self, node: &Node, frame: &mut Frame) {
        use Node::{In, InJson, InSelect, Like, Not, Null};
        if matches!(node, Null { .. } | In(..) | InJson(..) | InSelect(..) | Like(..) | Not(_)) {
            self.push("(");
            self.node(node, frame);
            self.push(")");
        } else {
            self.node(node, frame);
        }
    }

    fn over(&mut self, call: &Node, partition: &[Node], order: &[Order], frame: &mut Frame) {
        self.node(call, frame);
        self.push(" OVER (");
        if !partition.is_empty() {
            self.push("PARTITION BY ");
            self.list(partition, frame, Self::node);
        }
        if !order.is_empty() {
            self.push(if partition.is_empty() { "ORDER BY " } else { " ORDER BY " });
            self.order(order, frame);
        }
        self.push(")");
    }

    fn joined(&mut self, nodes: &[Node], with: &str, empty: &str, frame: &mut Frame) {
        self.push("(");
        if nodes.is_empty() {
            self.push(empty);
        }
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.push(with);
            }
            self.node(node, frame);
        }
        self.push(")");
    }

    fn is_in(&mut self, what: &Node, cells: &[Cell], frame: &mut Frame) {
        let has_null = cells.contains(&Cell::Null);
        if has_null {
            self.push("(");
            self.part(what, frame);
            self.push(" IS NULL OR ");
        }
        self.part(what, frame);
        self.push(" IN (");
        for (i, cell) in cells.iter().filter(|cell| **cell != Cell::Null).enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.value(cell.clone());
        }
        self.push(if has_null { "))" } else { ")" });
    }

    fn children(
        &mut self,
        hops: &[Hop],
        child: &'static TableSchema,
        foreign_key: usize,
        filter: &Node,
        count: bool,
        frame: &mut Frame,
    ) {
        let (parent, table) = self.reach(hops, frame);
        let key = child.columns.get(foreign_key).map_or("", |column| column.name);
        let body = Body { filter: vec![filter.clone()], ..Body::of(child) };
        self.push(if count { "(" } else { "EXISTS (" });
        let condition = |out: &mut Self, inner: &mut Frame| {
            let alias = inner.alias;
            let parent = if parent == OWN { format!("\"{}\"", table.name()) } else { format!("t{parent}") };
            let _ = write!(out.sql, "t{alias}.\"{key}\" = {parent}.\"id\"");
            if child.is_world_scoped() && table.is_world_scoped() {
                let _ = write!(out.sql, " AND t{alias}.\"world_id\" = {parent}.\"world_id\"");
            }
        };
        let rows = Node::Call { function: "count", distinct: false, arguments: vec![Node::column(0)] };
        let columns = [if count { rows } else { Node::Value(Cell::Integer(1)) }];
        self.select_with(&body, &columns, Some(&condition), |_, _| {});
        self.push(")");
    }

    fn column(&mut self, hops: &[Hop], position: usize, frame: &mut Frame) {
        let (alias, table) = self.reach(hops, frame);
        let name = table.columns.get(position).map_or("", |column| column.name);
        if alias != OWN {
            self.alias(alias);
        }
        self.name(name);
    }

    /// The alias of the table at the end of the hops; joined once, however often it is named.
    fn reach(&mut self, hops: &[Hop], frame: &mut Frame) -> (usize, &'static TableSchema) {
        let (mut alias, mut table, mut optional) = (frame.alias, frame.table, false);
        for hop in hops {
            optional |= hop.optional;
            let known =
                frame.joins.iter().find(|join| join.from == alias && join.hop.foreign_key == hop.foreign_key);
            let next = match known {
                Some(join) => join.alias,
                None => {
                    self.aliases += 1;
                    let next = self.aliases - 1;
                    frame.joins.push(Join {
                        from: alias,
                        from_table: table,
                        hop: *hop,
                        alias: next,
                        optional,
                    });
                    next
                }
            };
            (alias, table) = (next, hop.target);
        }
        (alias, table)
    }

    /// `UPDATE … SET …`; the values may be expressions over the row itself.
    pub(crate) fn update(&mut self, table: &'static TableSchema, set: &[(usize, Node)]) {
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
            self.name(name);
            self.push(" = ");
            self.node(value, &mut frame);
        }
        self.refuse_joins(&frame);
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
    pub(crate) fn returning(&mut self, table: &'static TableSchema, nodes: &[Node]) {
        if !nodes.is_empty() {
            let mut frame = self.own(table);
            self.push(" RETURNING ");
            self.list(nodes, &mut frame, Self::node);
            self.refuse_joins(&frame);
        }
    }

    /// The table that a write is about, which goes by its own name.
    fn own(&self, table: &'static TableSchema) -> Frame {
        Frame { alias: OWN, table, joins: Vec::new() }
    }

    /// A write reads the row it writes, and no other.
    fn refuse_joins(&mut self, frame: &Frame) {
        if !frame.joins.is_empty() {
            let message = "a write cannot follow foreign keys in what it sets or returns";
            self.unwritable.get_or_insert_with(|| CellError::of(message));
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

    /// `t3.`
    fn alias(&mut self, alias: usize) {
        self.push("t");
        self.number(alias);
        self.push(".");
    }

    /// The world, which is one parameter however often it is said.
    fn world(&mut self) {
        match self.world {
            Some(Some(index)) => {
                let _ = write!(self.sql, "?{index}");
            }
            Some(None) => {
                self.bind(Bound::World);
                self.world = Some(Some(self.bound.len()));
            }
            None => self.push("NULL"),
        }
    }
}
