//! Defaults.

use syn::ext::IdentExt;
use syn::{Expr, ExprLit, Lit};

use super::catalogue::Rule;
use crate::attributes::Literal;
use crate::errors::Errors;
use crate::model::{Kind, Role, Table, snake_case};

/// Reported while reading, since a default that is no literal has no place in the model.
pub(crate) fn default_not_constant(expression: &Expr, errors: &mut Errors) {
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
        Expr::Path(variant) if variant.path.segments.len() > 1 => {
            let last = &variant.path.segments[variant.path.segments.len() - 1].ident;
            format!("write the variant's text: `default = \"{}\"`", snake_case(&last.unraw().to_string()))
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
        }
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
