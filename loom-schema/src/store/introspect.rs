//! What a database's schema is, and how it differs from the program's.

use std::collections::BTreeMap;

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

/// Reads every table, index, view and trigger, apart from SQLite's own.
pub(super) fn read(connection: &Connection) -> rusqlite::Result<Found> {
    let mut objects = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL",
    )?;
    let listed = objects.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut found = Found::new();
    for object in listed {
        let (kind, name, sql): (String, String, String) = object?;
        let object = match kind.as_str() {
            "table" => Object::Table(table(connection, &name, &sql)?),
            "index" => Object::Index(words(&sql).join(" ")),
            _ => Object::Other(words(&sql).join(" ")),
        };
        found.insert(name, object);
    }
    Ok(found)
}

fn table(connection: &Connection, name: &str, sql: &str) -> rusqlite::Result<Table> {
    let mut info =
        connection.prepare("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?1)")?;
    let columns = info.query_map([name], |row| {
        let (column, kind, not_null): (String, String, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (default, key): (Option<String>, i64) = (row.get(3)?, row.get(4)?);
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
        Ok((column, text))
    })?;
    let columns = columns.collect::<rusqlite::Result<_>>()?;
    let mut keys = connection.prepare(
        "SELECT group_concat(\"from\", ', ' ORDER BY seq), \"table\", group_concat(\"to\", ', ' ORDER BY seq), on_delete \
         FROM pragma_foreign_key_list(?1) GROUP BY id, \"table\", on_delete ORDER BY 1, 2",
    )?;
    let foreign_keys = keys.query_map([name], |row| {
        let (from, table): (String, String) = (row.get(0)?, row.get(1)?);
        let (to, on_delete): (Option<String>, String) = (row.get(2)?, row.get(3)?);
        Ok(format!(
            "({from}) references {table} ({}) on delete {}",
            to.unwrap_or_default(),
            on_delete.to_lowercase()
        ))
    })?;
    let foreign_keys = foreign_keys.collect::<rusqlite::Result<_>>()?;
    Ok(Table { columns, foreign_keys, sql: words(sql) })
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
