//! SQL functions of the library's own, on every connection: where SQLite's would round, stop at a NUL, or fail on what
//! is stored. All are deterministic, and NULL for a NULL.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags, SqlFnOutput};
use rusqlite::types::ValueRef;
use serde::Deserializer;
use serde::de::Visitor;

/// Makes the functions known to the connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    scalar(connection, "loom_length", 1, |call| Ok(text(call, 0)?.map(length)))?;
    scalar(connection, "loom_starts_with", 2, |call| on_texts(call, starts_with))?;
    scalar(connection, "loom_ends_with", 2, |call| on_texts(call, ends_with))?;
    scalar(connection, "loom_add", 2, |call| on_integers(call, "+", i64::checked_add))?;
    scalar(connection, "loom_subtract", 2, |call| on_integers(call, "-", i64::checked_sub))?;
    scalar(connection, "loom_multiply", 2, |call| on_integers(call, "*", i64::checked_mul))?;
    scalar(connection, "loom_json_text", 1, |call| Ok(text(call, 0)?.and_then(json_text)))?;
    scalar(connection, "loom_json_integer", 1, |call| Ok(text(call, 0)?.and_then(json_number::<i64>)))?;
    scalar(connection, "loom_json_real", 1, |call| Ok(text(call, 0)?.and_then(json_real)))
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

fn integer(call: &Context<'_>, argument: usize) -> rusqlite::Result<Option<i64>> {
    match call.get_raw(argument) {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(value) => Ok(Some(value)),
        other => Err(refused(format!("expected a whole number, found {}", other.data_type()))),
    }
}

/// Where SQLite's own operator would go on with a rounded REAL, this fails.
fn on_integers(
    call: &Context<'_>,
    operator: &str,
    function: fn(i64, i64) -> Option<i64>,
) -> rusqlite::Result<Option<i64>> {
    let Some((left, right)) = integer(call, 0)?.zip(integer(call, 1)?) else { return Ok(None) };
    let overflow = || refused(format!("integer overflow: {left} {operator} {right}"));
    function(left, right).map(Some).ok_or_else(overflow)
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

/// A JSON text as what it is; other JSON, but for null, as it is written.
fn json_text(json: &[u8]) -> Option<String> {
    match json.first() {
        Some(b'"') => serde_json::Deserializer::from_slice(json).deserialize_bytes(LossyText).ok(),
        _ if json == b"null" => None,
        _ => Some(String::from_utf8_lossy(json).into_owned()),
    }
}

/// A text whose escapes may be half of a surrogate pair, which SQLite takes for JSON and Rust not for text.
struct LossyText;

impl Visitor<'_> for LossyText {
    type Value = String;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// A number as JSON writes it, if `N` holds it; what is no number is none for `N` either.
fn json_number<N: std::str::FromStr>(json: &[u8]) -> Option<N> {
    std::str::from_utf8(json).ok()?.parse().ok()
}

/// Numbers beyond the largest float have none; `nan` and `inf`, which Rust reads, are no JSON.
fn json_real(json: &[u8]) -> Option<f64> {
    json_number(json).filter(|number: &f64| number.is_finite())
}
