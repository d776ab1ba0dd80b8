//! The plan, carried out: rows that differ are written, rows that go are deleted, and nothing else is touched.

use std::collections::BTreeMap;

use rusqlite::{Connection, params_from_iter};

use super::edits;
use super::manifest::Manifest;
use super::plan::{Found, Plan};
use super::read::{File, Origin, Row, Scan};
use super::report::{Problem, TableReport};
use super::stored::Stored;
use super::tables::{Key, Table, Tables};
use crate::error::{Error, Result};
use crate::handles::Loom;
use crate::markdown::Fault;
use crate::query::{Context, constraint_error};
use crate::schema::{Kind, Source};
use crate::value::{Cell, Timestamp};

/// What came of it.
pub(super) enum Outcome {
    /// All of it is done; and the warnings about what the program wrote before.
    Done(Vec<TableReport>, Vec<Problem>),
    /// The database refused rows; what was done must be rolled back.
    Refused(Vec<Found>),
}

/// Rows that go, and the keys they have until then.
type Aside<'a> = BTreeMap<&'a Key, Key>;

/// What a plan is carried out with.
pub(super) struct Apply<'a> {
    pub(super) loom: &'a Loom,
    pub(super) connection: &'a Connection,
    pub(super) tables: &'a Tables,
    pub(super) scan: &'a Scan,
    pub(super) stored: &'a Stored,
    pub(super) manifest: &'a Manifest,
    pub(super) now: Timestamp,
}

impl<'a> Apply<'a> {
    /// Carries out the plan, inside a transaction.
    pub(super) fn run(&self, plan: &Plan) -> Result<Outcome> {
        let sqlite = |error| Error::sqlite("sync", error);
        let aside = self.clear_values(plan).map_err(sqlite)?;
        let mut reports: Vec<TableReport> = self.tables.all().map(|(_, table)| report(table)).collect();
        let (mut refused, mut edits) = (Vec::new(), Vec::new());
        let mut upserts: BTreeMap<usize, String> = BTreeMap::new();
        for (key, at) in &plan.accepted {
            let table = self.tables.get(key.table);
            let (file, row) = (&self.scan.files[at.0], &self.scan.files[at.0].rows[at.1]);
            let stored = self.stored.get(key);
            let report = &mut reports[key.table];
            let Some(cells) = bound(table, file, row, stored, self.now) else {
                report.unchanged += 1;
                continue;
            };
            let sql = upserts.entry(key.table).or_insert_with(|| upsert(table));
            let written = self
                .connection
                .prepare_cached(sql)
                .and_then(|mut statement| statement.execute(params_from_iter(&cells)));
            match (written, stored) {
                (Ok(_), Some(stored)) => {
                    report.updated += 1;
                    edits.extend(edits::lost(table, file, row, key, stored, self.manifest));
                }
                (Ok(_), None) => report.inserted += 1,
                (Err(error), _) => refused.push((at.0, self.fault(table, row, key, &cells, error)?)),
            }
        }
        if !refused.is_empty() {
            return Ok(Outcome::Refused(refused));
        }
        self.delete(plan, &aside)?;
        for key in &plan.leaving {
            reports[key.table].deleted += 1;
        }
        for key in &plan.stale {
            reports[key.table].stale += 1;
        }
        if reports.iter().any(|report| report.inserted + report.updated + report.deleted > 0) {
            self.check_foreign_keys()?;
        }
        let filled = self.tables.all().zip(reports).filter(|((_, table), _)| table.schema.is_synced());
        Ok(Outcome::Done(filled.map(|(_, report)| report).collect(), edits))
    }

    /// What SQLite refused, at the value it is about.
    fn fault(
        &self,
        table: &Table,
        row: &Row,
        key: &Key,
        cells: &[Cell],
        error: rusqlite::Error,
    ) -> Result<Fault> {
        let world = table.world.map(|_| key.world.as_str());
        let context = Context::new(self.loom.database(), world);
        match constraint_error(context, self.connection, table.schema, &key.id, "insert", cells, error) {
            Error::Constraint { columns, message, .. } => {
                let column = columns.last().and_then(|name| table.schema.position(name));
                let span = row.spans[column.filter(|at| *at < row.spans.len()).unwrap_or(table.id)];
                let name =
                    if columns.is_empty() { String::new() } else { format!("`{}`: ", columns.join("`, `")) };
                Ok(Fault::new(span, format!("{name}{message}")))
            }
            other => Err(other),
        }
    }

    /// Takes values out of the way that another row is about to take over, as in a swap: a unique index is checked row
    /// by row, whatever the rows hold in the end. All rows it touches are written or deleted afterwards; returns those
    /// that have another key until then.
    fn clear_values(&self, plan: &Plan) -> rusqlite::Result<Aside<'a>> {
        let mut aside = Aside::new();
        if plan.claims.is_empty() {
            return Ok(aside);
        }
        let mut taken = Vec::new();
        for (key, cells) in self.stored {
            for (_, index, claim) in self.tables.claims(key.table, cells) {
                let owner = plan.claims.get(&(key.table, index, claim));
                if owner.is_some_and(|owner| owner != key) {
                    taken.push((key, index));
                }
            }
        }
        if taken.is_empty() {
            return Ok(aside);
        }
        self.connection.pragma_update(None, "ignore_check_constraints", true)?;
        let cleared = (1_i64..)
            .zip(taken)
            .try_for_each(|(number, (key, index))| self.clear(key, index, number, &mut aside));
        self.connection.pragma_update(None, "ignore_check_constraints", false)?;
        cleared.map(|()| aside)
    }

    fn clear(&self, key: &'a Key, index: usize, number: i64, aside: &mut Aside<'a>) -> rusqlite::Result<()> {
        let table = self.tables.get(key.table);
        let columns =
            || table.unique[index].iter().filter(|at| **at != table.id && Some(**at) != table.world);
        // A derived value is not written again, so that only a row that goes can do without it. Without another value
        // in the index, the row is one that goes.
        let written = columns().find(|at| table.schema.columns[**at].source != Source::Derived);
        let Some(&column) = written.or_else(|| columns().next()) else {
            return self.move_aside(table, key, number, aside);
        };
        let (name, condition) = (table.schema.name(), condition(table));
        let described = &table.schema.columns[column];
        let value = match described.value.kind {
            _ if described.value.nullable => Cell::Null,
            Kind::Integer | Kind::Boolean | Kind::Timestamp => Cell::Integer(i64::MIN + number),
            Kind::Real => Cell::Real(f64::MIN / (1.0 + number as f64)),
            Kind::Blob => Cell::Blob(format!("\0loom {number}").into_bytes()),
            Kind::Text | Kind::Json | Kind::Enum | Kind::Id => Cell::Text(format!("\0loom {number}").into()),
        };
        let sql = format!("UPDATE \"{name}\" SET \"{}\" = ? WHERE {condition}", described.name);
        let cells = [value].into_iter().chain(parts(table, aside.get(key).unwrap_or(key)));
        self.connection.execute(&sql, params_from_iter(cells)).map(|_| ())
    }

    /// Gives a row that goes another key, where only the key itself is in the way. To delete it now would take rows
    /// along which reference it no more once they are written.
    fn move_aside(
        &self,
        table: &Table,
        key: &'a Key,
        number: i64,
        aside: &mut Aside<'a>,
    ) -> rusqlite::Result<()> {
        if aside.contains_key(key) {
            return Ok(());
        }
        let id = format!("\u{1}loom-leaving-{number}");
        let world = if table.world.is_some() { id.clone() } else { String::new() };
        let other = Key { table: key.table, world, id };
        let set = if table.world.is_some() { "\"world_id\" = ?, \"id\" = ?" } else { "\"id\" = ?" };
        let sql = format!("UPDATE \"{}\" SET {set} WHERE {}", table.schema.name(), condition(table));
        let cells = parts(table, &other).chain(parts(table, key));
        self.connection.execute(&sql, params_from_iter(cells))?;
        aside.insert(key, other);
        Ok(())
    }

    /// Deletes the rows that go, referencing tables first. A row that another one restricts waits for it.
    fn delete(&self, plan: &Plan, aside: &Aside<'_>) -> Result<()> {
        let order = self.loom.schema().parents_first();
        let rank = |table: usize| {
            order.iter().position(|other| other.name() == self.tables.get(table).schema.name())
        };
        let mut open: Vec<&Key> = plan.leaving.iter().collect();
        open.sort_by_key(|key| std::cmp::Reverse(rank(key.table)));
        while !open.is_empty() {
            let before = open.len();
            let mut waiting = Vec::new();
            let mut refused = None;
            for key in open {
                let (table, at) = (self.tables.get(key.table), aside.get(key).unwrap_or(key));
                let sql = format!("DELETE FROM \"{}\" WHERE {}", table.schema.name(), condition(table));
                let deleted = self
                    .connection
                    .prepare_cached(&sql)
                    .and_then(|mut statement| statement.execute(params_from_iter(parts(table, at))));
                if let Err(error) = deleted {
                    let world = table.world.map(|_| key.world.as_str());
                    let context = Context::new(self.loom.database(), world);
                    refused = Some(constraint_error(
                        context,
                        self.connection,
                        table.schema,
                        &key.id,
                        "delete",
                        &[],
                        error,
                    ));
                    waiting.push(key);
                }
            }
            if let Some(error) = refused.filter(|_| waiting.len() == before) {
                return Err(error);
            }
            open = waiting;
        }
        Ok(())
    }

    /// The backstop: every reference was resolved before, so that nothing is found here.
    fn check_foreign_keys(&self) -> Result<()> {
        let failed = |error| Error::sqlite("check the foreign keys", error);
        let mut check = self.connection.prepare_cached("PRAGMA foreign_key_check").map_err(failed)?;
        let mut broken = check.query([]).map_err(failed)?;
        let Some(row) = broken.next().map_err(failed)? else { return Ok(()) };
        let (table, rowid): (String, i64) =
            row.get(0).and_then(|table| Ok((table, row.get(1)?))).map_err(failed)?;
        let parent: String = row.get(2).map_err(failed)?;
        let sql = format!("SELECT \"id\" FROM \"{table}\" WHERE rowid = ?1");
        let id: String = self.connection.query_row(&sql, [rowid], |row| row.get(0)).map_err(failed)?;
        let message = format!("it references a row that is not in {parent}; nothing was written");
        Err(Error::Constraint { table, columns: Vec::new(), row: id, message })
    }
}

fn report(table: &Table) -> TableReport {
    TableReport { table: table.schema.name(), inserted: 0, updated: 0, unchanged: 0, deleted: 0, stale: 0 }
}

/// The row as it is to be stored; `None` if it is stored like that.
fn bound(
    table: &Table,
    file: &File,
    row: &Row,
    stored: Option<&Vec<Cell>>,
    now: Timestamp,
) -> Option<Vec<Cell>> {
    let fields = table.schema.fields;
    let text = |text: &str| Cell::Text(text.to_owned().into());
    let sync = [text(&file.path), text(&file.hash), Cell::Integer(now.unix_seconds())];
    let mut cells: Vec<Cell> = row.cells.iter().cloned().chain(sync).collect();
    let differs =
        |at: usize| row.origins[at] == Origin::File && stored.is_some_and(|old| old[at] != cells[at]);
    let values_differ = (0..fields).any(differs);
    if let Some(old) = stored {
        // The path and the hash; the time of the sync follows from them.
        let file_differs = old[fields..fields + 2] != cells[fields..fields + 2];
        if !values_differ && !file_differs {
            return None;
        }
    }
    for (at, origin) in row.origins.iter().enumerate() {
        let old = stored.map(|old| old[at].clone());
        match (origin, old) {
            (Origin::Created | Origin::Derived, Some(old)) => cells[at] = old,
            (Origin::Touched, Some(old)) if !values_differ => cells[at] = old,
            (Origin::Created | Origin::Touched, _) => cells[at] = Cell::Integer(now.unix_seconds()),
            _ => {}
        }
    }
    Some(cells)
}

/// `INSERT … ON CONFLICT (key) DO UPDATE SET …`: an update in place, so that rows which reference it stay.
fn upsert(table: &Table) -> String {
    let columns = table.schema.columns;
    let quoted: Vec<_> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let places: Vec<_> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
    let set = columns.iter().filter(|column| {
        column.source != Source::Derived && !table.schema.primary_key().contains(&column.name)
    });
    let set: Vec<_> = set.map(|column| format!("\"{0}\" = excluded.\"{0}\"", column.name)).collect();
    let key: Vec<_> = table.schema.primary_key().iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "INSERT INTO \"{}\" ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
        table.schema.name(),
        quoted.join(", "),
        places.join(", "),
        key.join(", "),
        set.join(", ")
    )
}

fn condition(table: &Table) -> &'static str {
    if table.world.is_some() { "\"world_id\" = ? AND \"id\" = ?" } else { "\"id\" = ?" }
}

fn parts(table: &Table, key: &Key) -> impl Iterator<Item = Cell> + use<> {
    let world = table.world.map(|_| Cell::Text(key.world.clone().into()));
    world.into_iter().chain([Cell::Text(key.id.clone().into())])
}
