//! What SQLite's errors mean: locks, limits, and texts that are too long to be shown.

use rusqlite::{ErrorCode, ffi};

use super::Error;

/// How much of a statement or a text is shown, in characters.
const SHOWN: usize = 300;

/// An error of SQLite's that no constraint explains, with what was being done.
pub(super) fn explained(doing: String, source: rusqlite::Error) -> Error {
    let source = shortened(source);
    let (code, extended) = match &source {
        rusqlite::Error::SqliteFailure(error, _) | rusqlite::Error::SqlInputError { error, .. } => {
            (Some(error.code), error.extended_code)
        }
        _ => (None, 0),
    };
    match code {
        Some(ErrorCode::DatabaseBusy) if extended == ffi::SQLITE_BUSY_SNAPSHOT => Error::Outdated { doing },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { doing, held_by: None },
        _ => match limit(code, &source.to_string()) {
            Some(limit) => Error::Limit { doing, limit, source },
            None => Error::Sqlite { doing, source },
        },
    }
}

/// The limit of SQLite's that the statement is beyond, in plain words.
fn limit(code: Option<ErrorCode>, said: &str) -> Option<&'static str> {
    const TOO_DEEP: &str = "a delete goes through more than 1,000 levels of rows that follow each other by `on_delete`; \
                            delete the rows at the far end first, a part at a time";
    const LIMITS: [(&str, &str); 16] = [
        ("triggers nested too deep", TOO_DEEP),
        ("too many levels of trigger recursion", TOO_DEEP),
        (
            "too many SQL variables",
            "a statement has more than 32,766 values; pass them in several statements",
        ),
        (
            "variable number must be between",
            "a statement has more than 32,766 values; pass them in several statements",
        ),
        (
            "too many terms in compound SELECT",
            "a query joins more than 500 sides by `union`, `intersect` or `except`; run it in parts",
        ),
        (
            "tables in a join",
            "a query reads more than 64 tables; leave out paths or relations, or run it in parts",
        ),
        ("too many FROM clause terms", "a query reads more than 200 tables; run it in parts"),
        ("too many columns", "a table or a query has more than 2,000 columns; name fewer"),
        ("too many terms in", "a query groups or orders by more than 2,000 expressions; name fewer"),
        (
            "Expression tree is too large",
            "an expression has more than 1,000 levels; write a long chain of `or` as `is_in`, or run the query in parts",
        ),
        ("Recursion limit", "an expression has too many levels; run the query in parts"),
        ("parser stack overflow", "an expression has too many levels; run the query in parts"),
        ("too many arguments on function", "a function has more than 1,000 arguments; pass fewer"),
        ("LIKE or GLOB pattern too complex", "a pattern is longer than 50,000 bytes; shorten it"),
        ("too many attached databases", "more than 10 databases are attached; detach one"),
        ("statement too long", "a statement is longer than 1,000,000,000 bytes; run it in parts"),
    ];
    let named = LIMITS.iter().find(|(text, _)| said.contains(text)).map(|(_, limit)| *limit);
    named.or_else(|| {
        (code == Some(ErrorCode::TooBig))
            .then_some("a value, a row or a statement is longer than 1,000,000,000 bytes; store it in parts")
    })
}

/// The error without the parts of its texts that nobody reads: a statement may hold thousands of values.
fn shortened(error: rusqlite::Error) -> rusqlite::Error {
    use rusqlite::Error as Sqlite;
    match error {
        Sqlite::SqlInputError { error, msg, sql, offset } => {
            let (sql, offset) = around(sql, offset);
            Sqlite::SqlInputError { error, msg: short(msg), sql, offset }
        }
        Sqlite::SqliteFailure(error, Some(said)) => Sqlite::SqliteFailure(error, Some(short(said))),
        Sqlite::InvalidParameterName(name) => Sqlite::InvalidParameterName(short(name)),
        Sqlite::InvalidColumnName(name) => Sqlite::InvalidColumnName(short(name)),
        Sqlite::InvalidColumnType(at, name, kind) => Sqlite::InvalidColumnType(at, short(name), kind),
        other => other,
    }
}

/// The text, or its beginning.
fn short(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What stands around a byte of the statement, and where in that the byte is.
fn around(sql: String, offset: i32) -> (String, i32) {
    let at = usize::try_from(offset).unwrap_or(0).min(sql.len());
    let start = floor(&sql, at.saturating_sub(SHOWN / 2));
    let end = floor(&sql, (start + SHOWN).min(sql.len()));
    if start == 0 && end == sql.len() {
        return (sql, offset);
    }
    let before = if start > 0 { "…" } else { "" };
    let after = if end < sql.len() { "…" } else { "" };
    let shown = format!("{before}{}{after}", &sql[start..end]);
    (shown, i32::try_from(at - start + before.len()).unwrap_or(offset))
}

/// The nearest place before it that no character is cut at.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
