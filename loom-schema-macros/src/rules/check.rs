//! `check = "…"`: one SQL expression over the row's own columns, whose result never changes by itself.

use crate::attributes::nearest;
use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::Table;
use crate::sql::{Fault, Token, tokens};

/// The words of SQL that stand in an expression.
const WORDS: [&str; 22] = [
    "AND", "OR", "NOT", "IN", "IS", "NULL", "BETWEEN", "LIKE", "GLOB", "ESCAPE", "CASE", "WHEN", "THEN",
    "ELSE", "END", "ISNULL", "NOTNULL", "TRUE", "FALSE", "CAST", "COLLATE", "AS",
];

/// The words that SQLite takes for a name in double quotes only.
const RESERVED: [&str; 60] = [
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CAST",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXCEPT",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "RAISE",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
];

const SUBQUERIES: [&str; 4] = ["SELECT", "VALUES", "WITH", "EXISTS"];

const COLLATIONS: [&str; 3] = ["BINARY", "NOCASE", "RTRIM"];

const TYPES: [&str; 6] = ["INTEGER", "INT", "REAL", "TEXT", "BLOB", "NUMERIC"];

/// SQLite's functions that depend on nothing but what they are given.
const FUNCTIONS: [&str; 49] = [
    "abs",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "format",
    "glob",
    "hex",
    "if",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_error_position",
    "json_extract",
    "json_insert",
    "json_object",
    "json_patch",
    "json_quote",
    "json_remove",
    "json_replace",
    "json_set",
    "json_type",
    "json_valid",
    "length",
    "like",
    "lower",
    "ltrim",
    "max",
    "min",
    "nullif",
    "octet_length",
    "printf",
    "quote",
    "replace",
    "round",
    "rtrim",
    "sign",
    "substr",
    "substring",
    "trim",
    "typeof",
    "unhex",
    "unicode",
    "unistr",
    "upper",
    "zeroblob",
];

/// What has another result on another day, or on another connection.
const CHANGING: [&str; 9] = [
    "changes",
    "current_date",
    "current_time",
    "current_timestamp",
    "last_insert_rowid",
    "random",
    "randomblob",
    "sqlite_version",
    "total_changes",
];

/// Functions of a time, with the number of arguments without which they are of the present one.
const OF_TIME: [(&str, usize); 7] = [
    ("date", 1),
    ("datetime", 1),
    ("julianday", 1),
    ("strftime", 2),
    ("time", 1),
    ("timediff", 2),
    ("unixepoch", 1),
];

/// What makes them depend on the present, or on the machine's time zone.
const CHANGING_TIMES: [&str; 3] = ["'now'", "'localtime'", "'utc'"];

const AGGREGATES: [&str; 6] = ["avg", "count", "group_concat", "string_agg", "sum", "total"];

pub(super) fn bad_check(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let Some(check) = &column.check else { continue };
        let found = tokens(&check.value()).and_then(|tokens| expression(table, &tokens));
        if let Err(Fault { wrong, help }) = found {
            let message = format!("the check of `{}` {wrong}", column.name);
            errors.rule(Rule::BadCheck, check.span(), message, help);
        }
    }
}

/// Whether the tokens can be one expression over the table's columns. What is left to SQLite is its grammar.
fn expression(table: &Table, tokens: &[Token<'_>]) -> Result<(), Fault> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| word(&tokens[before]));
        match token {
            Token::Open => depth += 1,
            Token::Close if depth == 0 => {
                let help = "write one expression, in which each `)` closes a `(`";
                return Err(Fault::new("closes a parenthesis that it did not open", help));
            }
            Token::Close => depth -= 1,
            Token::Comma if depth == 0 => {
                let help = "join two expressions with `AND`, and write a list in parentheses";
                return Err(Fault::new("is more than one expression", help));
            }
            Token::Quoted(quoted) if !is_column(table, quoted) => return Err(unknown(table, quoted)),
            Token::Name(written) => name(table, written, before.as_deref(), &tokens[at + 1..])?,
            Token::Quoted(_) | Token::Literal(_) | Token::Operator | Token::Comma => {}
        }
    }
    if depth > 0 {
        return Err(Fault::new("leaves a parenthesis open", "close each `(` with a `)`"));
    }
    Ok(())
}

/// A name without quotes: a word of SQL, a function, or a column.
fn name(table: &Table, written: &str, before: Option<&str>, after: &[Token<'_>]) -> Result<(), Fault> {
    let (upper, lower) = (written.to_ascii_uppercase(), written.to_ascii_lowercase());
    let one_of = |names: &[&str], what: &str| {
        let fault =
            || Fault::new(format!("names {what} `{written}`"), format!("write one of {}", names.join(", ")));
        if names.contains(&upper.as_str()) { Ok(()) } else { Err(fault()) }
    };
    match before {
        Some("COLLATE") => return one_of(&COLLATIONS, "the unknown collation"),
        Some("AS") => return one_of(&TYPES, "the unknown type"),
        _ => {}
    }
    let is_call = after.first() == Some(&Token::Open);
    if upper == "IN" && !is_call {
        let help = "write the list in parentheses, as in `status IN ('open', 'closed')`";
        return Err(Fault::new("has an `IN` without a list", help));
    }
    if is_call && FUNCTIONS.contains(&lower.as_str()) {
        return match matches!(lower.as_str(), "max" | "min") && arguments(after) < 2 {
            true => {
                let help = format!("write `{lower}(a, b)`, or the value itself");
                Err(Fault::new(format!("calls `{lower}` with one value, which is over all rows"), help))
            }
            false => Ok(()),
        };
    }
    let in_distinct =
        matches!((upper.as_str(), before), ("DISTINCT", Some("IS" | "NOT")) | ("FROM", Some("DISTINCT")));
    if in_distinct || WORDS.contains(&upper.as_str()) {
        return Ok(());
    }
    let of_time = OF_TIME.iter().find(|(function, _)| is_call && *function == lower);
    if let Some((_, least)) = of_time
        && is_constant_time(after, *least)
    {
        return Ok(());
    }
    let is_changing = CHANGING.contains(&lower.as_str()) && (is_call || lower.starts_with("current_"));
    if is_changing || of_time.is_some() {
        let help = "compare the row's own columns: a check has the same result whenever it is asked";
        return Err(Fault::new(format!("calls `{lower}`, whose result changes by itself"), help));
    }
    if SUBQUERIES.contains(&upper.as_str()) && !is_column(table, written) {
        let help = "compare the columns of one row; a foreign key says that another row exists";
        return Err(Fault::new(format!("holds a subquery: `{written}`"), help));
    }
    if matches!(upper.as_str(), "REGEXP" | "MATCH") && !is_column(table, written) {
        let help = "compare with `GLOB`, as in `name NOT GLOB '*[^a-z0-9]*'`";
        return Err(Fault::new(format!("calls `{written}`, for which SQLite has no function"), help));
    }
    if is_call {
        let help = match nearest(&lower, FUNCTIONS.into_iter()) {
            _ if AGGREGATES.contains(&lower.as_str()) => "compare the columns of one row".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the functions are {}", FUNCTIONS.join(", ")),
        };
        return Err(Fault::new(
            format!("calls `{written}`, which is not a function that a check may call"),
            help,
        ));
    }
    if !is_column(table, written) {
        return Err(unknown(table, written));
    }
    if RESERVED.contains(&upper.as_str()) {
        let help = format!("write it in double quotes: `\\\"{written}\\\"`");
        return Err(Fault::new(format!("names the column `{written}`, which is a word of SQL"), help));
    }
    Ok(())
}

/// A name without quotes, in upper case.
fn word(token: &Token<'_>) -> Option<String> {
    match token {
        Token::Name(name) => Some(name.to_ascii_uppercase()),
        _ => None,
    }
}

/// Whether a function of a time, called with what opens here, always has the same result. A column that says `now` is
/// refused by SQLite itself when it is written.
fn is_constant_time(call: &[Token<'_>], least: usize) -> bool {
    let is_changing = |token: &Token<'_>| match token {
        Token::Literal(text) => CHANGING_TIMES.iter().any(|time| time.eq_ignore_ascii_case(text)),
        _ => false,
    };
    arguments(call) >= least && !directly_in(call).any(is_changing)
}

/// How many arguments stand between the parentheses that open here.
fn arguments(call: &[Token<'_>]) -> usize {
    match call.get(1) {
        Some(Token::Close) => 0,
        _ => directly_in(call).filter(|token| **token == Token::Comma).count() + 1,
    }
}

/// The tokens between the parentheses that open here, without those in parentheses of their own.
fn directly_in<'c, 't>(call: &'c [Token<'t>]) -> impl Iterator<Item = &'c Token<'t>> {
    let within = call.iter().scan(0_usize, |depth, token| {
        match token {
            Token::Open => *depth += 1,
            Token::Close => *depth = depth.saturating_sub(1),
            _ => {}
        }
        (*depth > 0).then_some((*depth, token))
    });
    within.filter(|(depth, _)| *depth == 1).map(|(_, token)| token)
}

/// SQLite compares names without case.
fn is_column(table: &Table, name: &str) -> bool {
    table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
}

fn unknown(table: &Table, name: &str) -> Fault {
    let fault = |what: &str, help: String| Fault::new(format!("names `{name}`, which is {what}"), help);
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "rowid" | "oid" | "_rowid_" => {
            return fault(
                "SQLite's own number for a row",
                "compare `id`, or another field of the struct".to_owned(),
            );
        }
        "md_path" | "md_hash" | "last_synced_at" => {
            return fault("the engine's own column", "compare fields of the struct".to_owned());
        }
        _ => {}
    }
    let columns = || table.columns.iter().map(|column| column.name.as_str());
    let help = match nearest(&lower, columns()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let names: Vec<&str> = columns().collect();
            format!("the columns are `{}`; a text stands in single quotes", names.join("`, `"))
        }
    };
    fault(&format!("no column of `{}`", table.name.text), help)
}
