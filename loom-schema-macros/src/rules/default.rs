//! Defaults.

use syn::ext::IdentExt;
use syn::{Expr, ExprLit, ExprPath, Lit};

use crate::attributes::Literal;
use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::json;
use crate::model::{JsonKind, Kind, Role, Table, snake_case};

pub(super) fn default_not_constant(table: &Table, errors: &mut Errors) {
    for expression in table.columns.iter().filter_map(|column| column.not_constant.as_ref()) {
        not_constant(expression, errors);
    }
}

fn not_constant(expression: &Expr, errors: &mut Errors) {
    if let Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) = expression {
        errors.rule_at(
            Rule::DefaultType,
            expression,
            format!("{number} is more than any column holds"),
            format!("write a number from {} to {}", i64::MIN, i64::MAX),
        );
        return;
    }
    let help = match expression {
        Expr::Path(none) if none.path.is_ident("None") => {
            "remove the default: an `Option<…>` that is not set is NULL".to_owned()
        }
        Expr::Path(constant) if is_of_a_number(constant) => "write the number itself".to_owned(),
        Expr::Path(variant) if variant.path.segments.len() > 1 => {
            let last = &variant.path.segments[variant.path.segments.len() - 1].ident;
            format!("write the variant's text: `default = \"{}\"`", snake_case(&last.unraw().to_string()))
        }
        Expr::Lit(ExprLit { lit: Lit::Char(c), .. }) => {
            format!("write a text: `default = \"{}\"`", c.value().escape_debug())
        }
        _ => "set it when inserting: `.set(column, value)`".to_owned(),
    };
    errors.rule_at(
        Rule::DefaultNotConstant,
        expression,
        "a default is a number, a text, `true` or `false`, so that every rebuild gives the same row",
        help,
    );
}

/// `i64::MAX`, `std::f64::consts::PI`
fn is_of_a_number(constant: &ExprPath) -> bool {
    const NUMBERS: [&str; 14] = [
        "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64",
    ];
    constant.path.segments.len() > 1
        && constant.path.segments.iter().any(|part| NUMBERS.iter().any(|number| part.ident == number))
}

pub(super) fn default_type(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let Some(default) = &column.default else { continue };
        let fits = match (&column.shape.kind, default) {
            (Kind::Text | Kind::Json | Kind::Id, Literal::Text(_))
            | (Kind::Integer(_) | Kind::Timestamp | Kind::Real, Literal::Integer(..))
            | (Kind::Real, Literal::Real(..))
            | (Kind::Boolean, Literal::Boolean(..))
            | (Kind::Other, _) => true, // an enum or an alias: the library compares, in const evaluation
            _ => false,
        };
        if column.role == Role::WorldId || column.role == Role::Timestamp {
            errors.rule(
                Rule::DefaultType,
                default.span(),
                format!("`{}` has its value by itself", column.name),
                "remove the default",
            );
        } else if column.role == Role::Id && table.singleton.is_none() {
            errors.rule(
                Rule::DefaultType,
                default.span(),
                format!("every row of `{}` would have the same `id`", table.name.text),
                "remove the default: an `id` has its value by itself; a table of one row is a `singleton`",
            );
        } else if !fits {
            errors.rule(
                Rule::DefaultType,
                default.span(),
                format!(
                    "`{}` is `{}`, and its default is {}",
                    column.name,
                    column.rust_type,
                    default.title()
                ),
                format!("write {}", example(&column.shape.kind)),
            );
        } else if let (Kind::Integer(range), Literal::Integer(value, span)) = (&column.shape.kind, default)
            && !range.contains(value)
        {
            errors.rule(
                Rule::DefaultType,
                *span,
                format!("`{}` is `{}`, which does not hold {value}", column.name, column.rust_type),
                format!("write a number from {} to {}, or make it an `i64`", range.start(), range.end()),
            );
        } else if let (Kind::Id, Literal::Text(text)) = (&column.shape.kind, default)
            && text.value().trim().is_empty()
        {
            errors.rule(
                Rule::DefaultType,
                text.span(),
                format!("`{}` is an id, and its default is empty", column.name),
                match column.role {
                    Role::Id => "write the id of the only row: `default = \"operator\"`",
                    _ => "write the id of a row, or make the column an `Option<…>` without a default",
                },
            );
        } else if let Literal::Real(number, span) = default
            && !number.parse().is_ok_and(f64::is_finite)
        {
            errors.rule(
                Rule::DefaultType,
                *span,
                format!("`{}` is `{}`, which does not hold {number}", column.name, column.rust_type),
                format!("write a number from {:e} to {:e}", f64::MIN, f64::MAX),
            );
        } else if let (Some(kind), Literal::Text(text)) = (column.json_kind(), default) {
            let (wrong, help) = match json::value(&text.value()) {
                Ok(value) if json_fits(&kind, value) => continue,
                Ok(value) => (format!("is {}", json_title(value)), json_example(&kind)),
                Err(wrong) => (format!("is not JSON: {wrong}"), json_example(&kind)),
            };
            errors.rule(
                Rule::DefaultType,
                text.span(),
                format!("`{}` is `{}`, and its default {wrong}", column.name, column.rust_type),
                format!("write {help}"),
            );
        }
    }
}

fn json_fits(kind: &JsonKind, value: json::Value) -> bool {
    match (kind, value) {
        (JsonKind::Any, _)
        | (JsonKind::OrNull(_), json::Value::Null)
        | (JsonKind::List, json::Value::List)
        | (JsonKind::Map, json::Value::Map)
        | (JsonKind::Text, json::Value::Text)
        | (JsonKind::Integer, json::Value::Integer)
        | (JsonKind::Number, json::Value::Integer | json::Value::Real)
        | (JsonKind::Boolean, json::Value::Boolean) => true,
        (JsonKind::OrNull(inner), value) => json_fits(inner, value),
        _ => false,
    }
}

fn json_title(value: json::Value) -> &'static str {
    match value {
        json::Value::Null => "`null`",
        json::Value::Boolean => "true or false",
        json::Value::Integer => "a whole number",
        json::Value::Real => "a number",
        json::Value::Text => "a text",
        json::Value::List => "a list",
        json::Value::Map => "an object",
    }
}

fn json_example(kind: &JsonKind) -> &'static str {
    match kind {
        JsonKind::List => "a list: `default = \"[]\"`",
        JsonKind::Map => "an object: `default = \"{}\"`",
        JsonKind::Text => "a text in double quotes of its own: `default = \"\\\"one\\\"\"`",
        JsonKind::Integer => "a whole number as text: `default = \"0\"`",
        JsonKind::Number => "a number as text: `default = \"0.5\"`",
        JsonKind::Boolean => "it as text: `default = \"false\"`",
        JsonKind::OrNull(inner) => match **inner {
            JsonKind::Any => "`default = \"null\"`, or the value's JSON",
            ref inner => json_example(inner),
        },
        JsonKind::Any => "the JSON as text, as in `default = \"[]\"` or `default = \"{}\"`",
    }
}

fn example(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Id => "`default = \"…\"`",
        Kind::Json => "the JSON as text: `default = \"[]\"`",
        Kind::Integer(_) => "`default = 0`",
        Kind::Timestamp => "seconds since 1970: `default = 0`",
        Kind::Real => "`default = 0.5`",
        Kind::Boolean => "`default = false`",
        Kind::Bytes | Kind::Other => "no default for bytes: make the column an `Option<Vec<u8>>`",
    }
}
