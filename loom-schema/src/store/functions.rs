//! SQL functions of the library's own, on every connection: where SQLite's would round, stop at a NUL, or fail on what
//! is stored. All are deterministic, and NULL for a NULL.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags, SqlFnOutput};
use rusqlite::types::ValueRef;

/// Makes the functions known to the connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    scalar(connection, "loom_length", 1, |call| Ok(text(call, 0)?.map(length)))?;
    scalar(connection, "loom_starts_with", 2, |call| on_texts(call, starts_with))?;
    scalar(connection, "loom_ends_with", 2, |call| on_texts(call, ends_with))
}

fn scalar<R: SqlFnOutput + 'static>(
    connection: &Connection,
    name: &str,
    arguments: i32,
    function: fn(&Context<'_>) -> rusqlite::Result<R>,
) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function(name, arguments, flags, function)
}

/// What a function cannot take; SQLite makes it the statement's error.
fn refused(message: String) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(message.into())
}

/// The bytes of a text, which may hold NULs, and are UTF-8 unless raw SQL stored something else.
fn text<'c>(call: &'c Context<'_>, argument: usize) -> rusqlite::Result<Option<&'c [u8]>> {
    match call.get_raw(argument) {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) => Ok(Some(bytes)),
        other => Err(refused(format!("expected text, found {}", other.data_type()))),
    }
}

fn on_texts(call: &Context<'_>, function: fn(&[u8], &[u8]) -> bool) -> rusqlite::Result<Option<bool>> {
    Ok(text(call, 0)?.zip(text(call, 1)?).map(|(text, other)| function(text, other)))
}

/// In characters: every byte but those that continue one.
fn length(text: &[u8]) -> i64 {
    let characters = text.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    i64::try_from(characters).unwrap_or(i64::MAX)
}

// Bytes are enough: no character's bytes start or end within another's.

fn starts_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|part| part.eq_ignore_ascii_case(start))
}

fn ends_with(text: &[u8], end: &[u8]) -> bool {
    let from = text.len().checked_sub(end.len());
    from.and_then(|from| text.get(from..)).is_some_and(|part| part.eq_ignore_ascii_case(end))
}
