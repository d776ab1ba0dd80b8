//! SQLite's `CREATE TABLE` and `CREATE INDEX`.

use crate::schema::{ColumnSchema, Default, Index, Kind, OnDelete, TableSchema};
use crate::text::{Writer, as_str};

/// The table's DDL at run time: the very text that its `DDL` constant holds.
#[must_use]
pub fn create_table(table: &TableSchema) -> String {
    let mut bytes = vec![0; create_table_length(table)];
    push_table(&mut Writer::new(&mut bytes), table);
    as_str(&bytes).to_owned()
}

/// How long the table's DDL is.
pub(crate) const fn create_table_length(table: &TableSchema) -> usize {
    let mut counter = Writer::new(&mut []);
    push_table(&mut counter, table);
    counter.length()
}

/// The table's DDL in const evaluation, at the start of `N` bytes: `CREATE TABLE`, then `CREATE INDEX` for each index,
/// one statement after another, each ended by a semicolon and a line break.
pub(crate) const fn create_table_text<const N: usize>(table: &TableSchema) -> [u8; N] {
    let mut bytes = [0; N];
    push_table(&mut Writer::new(&mut bytes), table);
    bytes
}

const fn push_table(out: &mut Writer<'_>, table: &TableSchema) {
    out.push("CREATE TABLE \"");
    out.push(table.name());
    out.push("\" (");
    let mut i = 0;
    while i < table.columns.len() {
        out.push(if i == 0 { "\n  \"" } else { ",\n  \"" });
        push_column(out, &table.columns[i]);
        i += 1;
    }
    out.push(if table.is_world_scoped() {
        ",\n  PRIMARY KEY (\"world_id\", \"id\")"
    } else {
        ",\n  PRIMARY KEY (\"id\")"
    });
    push_checks(out, table);
    push_foreign_keys(out, table);
    out.push("\n) STRICT;\n");
    let mut i = 0;
    while i < table.indexes.len() {
        if table.index_exists(&table.indexes[i]) {
            push_index(out, table, &table.indexes[i]);
        }
        i += 1;
    }
}

const fn push_column(out: &mut Writer<'_>, column: &ColumnSchema) {
    out.push(column.name);
    out.push(match (column.value.kind, column.value.nullable) {
        (Kind::Integer | Kind::Boolean | Kind::Timestamp, false) => "\" INTEGER NOT NULL",
        (Kind::Integer | Kind::Boolean | Kind::Timestamp, true) => "\" INTEGER",
        (Kind::Text | Kind::Json | Kind::Enum | Kind::Id, false) => "\" TEXT NOT NULL",
        (Kind::Text | Kind::Json | Kind::Enum | Kind::Id, true) => "\" TEXT",
        (Kind::Real, false) => "\" REAL NOT NULL",
        (Kind::Real, true) => "\" REAL",
        (Kind::Blob, false) => "\" BLOB NOT NULL",
        (Kind::Blob, true) => "\" BLOB",
    });
    if let Some(default) = column.default {
        match default {
            Default::Text(text) => {
                out.push(" DEFAULT ");
                out.push_literal(text);
            }
            Default::Integer(value) => {
                out.push(" DEFAULT ");
                out.push_integer(value);
            }
            Default::Real(literal) => {
                out.push(" DEFAULT ");
                out.push(literal);
            }
            Default::Boolean(value) => out.push(if value { " DEFAULT 1" } else { " DEFAULT 0" }),
            Default::Now => out.push(" DEFAULT (unixepoch())"),
        }
    }
}

/// One named CHECK a column, so that a violation names the column.
const fn push_checks(out: &mut Writer<'_>, table: &TableSchema) {
    let mut i = 0;
    while i < table.columns.len() {
        let column = &table.columns[i];
        let by_type = matches!(column.value.kind, Kind::Boolean | Kind::Enum | Kind::Json)
            || column.value.range.is_some();
        let only_row = match table.singleton {
            Some(id) if matches!(column.name.as_bytes(), b"id") => Some(id),
            _ => None,
        };
        if by_type || column.check.is_some() || only_row.is_some() {
            out.push(",\n  CONSTRAINT \"");
            out.push(table.name());
            out.push("_");
            out.push(column.name);
            out.push("_check\" CHECK (");
            if by_type {
                push_type_check(out, column);
            }
            if let Some(id) = only_row {
                out.push("\"id\" = ");
                out.push_literal(id);
            }
            if let Some(expression) = column.check {
                out.push(if by_type || only_row.is_some() { " AND (" } else { "" });
                out.push(expression);
                out.push(if by_type || only_row.is_some() { ")" } else { "" });
            }
            out.push(")");
        }
        i += 1;
    }
}

const fn push_type_check(out: &mut Writer<'_>, column: &ColumnSchema) {
    if matches!(column.value.kind, Kind::Json) {
        out.push("json_valid(\"");
        out.push(column.name);
        out.push("\")");
        return;
    }
    out.push("\"");
    out.push(column.name);
    if let Some((least, greatest)) = column.value.range {
        out.push("\" BETWEEN ");
        out.push_integer(least);
        out.push(" AND ");
        out.push_integer(greatest);
        return;
    }
    if matches!(column.value.kind, Kind::Boolean) {
        out.push("\" IN (0, 1)");
        return;
    }
    out.push("\" IN (");
    let mut i = 0;
    while i < column.value.variants.len() {
        if i > 0 {
            out.push(", ");
        }
        out.push_literal(column.value.variants[i]);
        i += 1;
    }
    out.push(")");
}

const fn push_foreign_keys(out: &mut Writer<'_>, table: &TableSchema) {
    let mut i = 0;
    while i < table.columns.len() {
        let column = &table.columns[i];
        if let Some(target) = column.references() {
            let composite = table.is_composite(target);
            out.push(if composite { ",\n  FOREIGN KEY (\"world_id\", \"" } else { ",\n  FOREIGN KEY (\"" });
            out.push(column.name);
            out.push("\") REFERENCES \"");
            out.push(target.table);
            out.push(if composite { "\" (\"world_id\", \"id\")" } else { "\" (\"id\")" });
            out.push(match column.on_delete {
                Some(OnDelete::Cascade) => " ON DELETE CASCADE",
                Some(OnDelete::SetNull) => " ON DELETE SET NULL",
                Some(OnDelete::Restrict) => " ON DELETE RESTRICT",
                Some(OnDelete::NoAction) | None => "",
            });
        }
        i += 1;
    }
}

const fn push_index(out: &mut Writer<'_>, table: &TableSchema, index: &Index) {
    out.push(if index.unique { "CREATE UNIQUE INDEX \"" } else { "CREATE INDEX \"" });
    out.push(index.name);
    out.push("\" ON \"");
    out.push(table.name());
    let world = table.world_in_index(index);
    out.push(match world {
        Some(true) => "\" (\"world_id\", ",
        _ => "\" (",
    });
    let mut i = 0;
    while i < index.columns.len() {
        if i > 0 {
            out.push(", ");
        }
        out.push_name(table.columns[index.columns[i]].name);
        i += 1;
    }
    out.push(match world {
        Some(false) => ", \"world_id\");\n",
        _ => ");\n",
    });
}
