//! What a database's schema is, and how it differs from the program's.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

/// What is compared of a schema, by the name of its table or index.
pub(super) type Found = BTreeMap<String, Object>;

/// A table or an index, as SQLite reports it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Object {
    Table(Table),
    /// The index's own SQL, its spelling evened out.
    Index(String),
    /// A view or a trigger, likewise.
    Other(String),
}

/// A table, part by part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    columns: BTreeMap<String, String>,
    foreign_keys: Vec<String>,
    /// The table's own SQL, its spelling evened out: it holds what no pragma reports, such as CHECKs.
    sql: Vec<String>,
}

/// The tables that SQLite makes for itself. Indexes that it makes for itself have no SQL.
const SQLITES_OWN: [&str; 5] =
    ["sqlite_sequence", "sqlite_stat1", "sqlite_stat2", "sqlite_stat3", "sqlite_stat4"];

/// Reads every table, index, view and trigger, apart from SQLite's own.
pub(super) fn read(connection: &Connection) -> rusqlite::Result<Found> {
    let mut objects = connection.prepare("SELECT type, name, sql FROM main.sqlite_schema")?;
    let listed = objects.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut found = Found::new();
    for object in listed {
        let (kind, name, sql): (String, String, Option<String>) = object?;
        let object = match (kind.as_str(), sql) {
            ("table", _) if SQLITES_OWN.contains(&name.as_str()) => continue,
            ("index", None) => continue,
            ("table", sql) => Object::Table(table(connection, &name, &sql.unwrap_or_default())?),
            ("index", Some(sql)) => Object::Index(words(&sql).join(" ")),
            (_, sql) => Object::Other(words(&sql.unwrap_or_default()).join(" ")),
        };
        found.insert(name, object);
    }
    Ok(found)
}

/// Read by pragmas as statements: a table named `pragma_table_xinfo` would hide the function of that name.
fn table(connection: &Connection, name: &str, sql: &str) -> rusqlite::Result<Table> {
    let mut columns = BTreeMap::new();
    connection.pragma(Some("main"), "table_xinfo", name, |row| {
        let (column, kind, not_null): (String, String, bool) =
            (row.get("name")?, row.get("type")?, row.get("notnull")?);
        let (default, key): (Option<String>, i64) = (row.get("dflt_value")?, row.get("pk")?);
        let mut text = kind;
        if not_null {
            text.push_str(" NOT NULL");
        }
        if let Some(default) = default {
            text.push_str(&format!(" DEFAULT {default}"));
        }
        if key > 0 {
            text.push_str(&format!(", part {key} of the primary key"));
        }
        columns.insert(column, text);
        Ok(())
    })?;
    let mut keys: BTreeMap<i64, Key> = BTreeMap::new();
    connection.pragma(Some("main"), "foreign_key_list", name, |row| {
        let key = keys.entry(row.get("id")?).or_default();
        (key.table, key.on_delete) = (row.get("table")?, row.get("on_delete")?);
        let to: Option<String> = row.get("to")?;
        key.columns.insert(row.get("seq")?, (row.get("from")?, to.unwrap_or_default()));
        Ok(())
    })?;
    let mut foreign_keys: Vec<String> = keys.into_values().map(|key| key.to_string()).collect();
    foreign_keys.sort();
    Ok(Table { columns, foreign_keys, sql: words(sql) })
}

/// A foreign key, as it is put together from a row for each of its columns.
#[derive(Default)]
struct Key {
    table: String,
    on_delete: String,
    /// Its columns and those that they reference, in their order.
    columns: BTreeMap<i64, (String, String)>,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from: Vec<&str> = self.columns.values().map(|(from, _)| from.as_str()).collect();
        let to: Vec<&str> = self.columns.values().map(|(_, to)| to.as_str()).collect();
        let on_delete = self.on_delete.to_lowercase();
        write!(f, "({}) references {} ({}) on delete {on_delete}", from.join(", "), self.table, to.join(", "))
    }
}

/// SQL as words, with quoting and the case of key words evened out, so that only meaning is compared.
fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut characters = sql.chars().peekable();
    while let Some(c) = characters.next() {
        let mut word = String::new();
        match c {
            '\'' => {
                word.push(c);
                while let Some(next) = characters.next() {
                    word.push(next);
                    if next == '\'' && characters.next_if_eq(&'\'').is_none() {
                        break;
                    }
                }
            }
            '"' | '`' | '[' => {
                let close = if c == '[' { ']' } else { c };
                word.extend(
                    characters.by_ref().take_while(|next| *next != close).flat_map(char::to_lowercase),
                );
            }
            c if c.is_alphanumeric() || c == '_' => {
                word.extend(c.to_lowercase());
                while let Some(next) =
                    characters.next_if(|next| next.is_alphanumeric() || "_.".contains(*next))
                {
                    word.extend(next.to_lowercase());
                }
            }
            c if c.is_whitespace() => continue,
            c => word.push(c),
        }
        words.push(word);
    }
    words
}

/// Each difference in one line, as seen from the program.
pub(super) fn differences(program: &Found, database: &Found) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, wanted) in program {
        match (wanted, database.get(name)) {
            (Object::Table(_), None) => lines.push(format!("table {name} is missing in the database")),
            (Object::Index(_), None) => lines.push(format!("index {name} is missing in the database")),
            (Object::Table(wanted), Some(Object::Table(found))) => {
                table_differences(name, wanted, found, &mut lines);
            }
            (wanted, Some(found)) if wanted != found => lines.push(different(name, wanted, found)),
            _ => {}
        }
    }
    for (name, object) in database.iter().filter(|(name, _)| !program.contains_key(*name)) {
        let kind = match object {
            Object::Table(_) => "table",
            Object::Index(_) => "index",
            Object::Other(_) => "view or trigger",
        };
        lines.push(format!("{kind} {name} is in the database only"));
    }
    lines
}

fn different(name: &str, wanted: &Object, found: &Object) -> String {
    match (wanted, found) {
        (Object::Index(wanted), Object::Index(found)) => {
            format!("index {name}: the program has `{wanted}`, the database `{found}`")
        }
        _ => format!("{name} is something else in the database"),
    }
}

fn table_differences(name: &str, wanted: &Table, found: &Table, lines: &mut Vec<String>) {
    let before = lines.len();
    for (column, text) in &wanted.columns {
        match found.columns.get(column) {
            None => lines.push(format!("column {name}.{column} is missing in the database")),
            Some(other) if other != text => {
                lines.push(format!("column {name}.{column}: the program has {text}, the database {other}"));
            }
            Some(_) => {}
        }
    }
    for column in found.columns.keys().filter(|column| !wanted.columns.contains_key(*column)) {
        lines.push(format!("column {name}.{column} is in the database only"));
    }
    for key in wanted.foreign_keys.iter().filter(|key| !found.foreign_keys.contains(key)) {
        lines.push(format!("foreign key {name} {key} is missing in the database"));
    }
    for key in found.foreign_keys.iter().filter(|key| !wanted.foreign_keys.contains(key)) {
        lines.push(format!("foreign key {name} {key} is in the database only"));
    }
    if lines.len() == before && wanted.sql != found.sql {
        lines.push(first_word_apart(name, &wanted.sql, &found.sql));
    }
}

/// A CHECK, or STRICT: the words around the first difference.
fn first_word_apart(name: &str, wanted: &[String], found: &[String]) -> String {
    let at = wanted.iter().zip(found).take_while(|(left, right)| left == right).count();
    let around = |words: &[String]| {
        words.iter().skip(at.saturating_sub(6)).take(16).cloned().collect::<Vec<_>>().join(" ")
    };
    format!("table {name}: the program has `… {} …`, the database `… {} …`", around(wanted), around(found))
}
