//! `#[loom(…)]` on a field.

use proc_macro2::Span;
use syn::{Attribute, Expr, ExprUnary, Lit, LitStr, UnOp};

use super::Spanned;
use super::items::{Item, Value, items, set, unknown};
use crate::errors::Errors;

/// The keys of `#[loom(…)]` on a field.
#[derive(Default)]
pub(crate) struct ColumnKeys {
    pub(crate) default: Option<Spanned<Literal>>,
    /// A default that is no literal.
    pub(crate) not_constant: Option<Expr>,
    pub(crate) check: Option<Spanned<LitStr>>,
    pub(crate) unique: Option<Spanned<()>>,
    pub(crate) index: Option<Spanned<()>>,
    pub(crate) no_index: Option<Spanned<()>>,
    pub(crate) no_foreign_key: Option<Spanned<()>>,
    pub(crate) on_delete: Option<Spanned<ForeignKeyRule>>,
    pub(crate) body: Option<Spanned<()>>,
    pub(crate) section: Option<Spanned<LitStr>>,
    pub(crate) key: Option<Spanned<LitStr>>,
    pub(crate) position: Option<Spanned<()>>,
    pub(crate) derived: Option<Spanned<()>>,
}

/// A literal default.
pub(crate) enum Literal {
    Text(LitStr),
    Integer(i64, Span),
    Real(String, Span),
    Boolean(bool, Span),
}

/// `on_delete = "…"`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForeignKeyRule {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
}

const KEYS: [&str; 12] = [
    "default",
    "check",
    "unique",
    "index",
    "no_index",
    "no_foreign_key",
    "on_delete",
    "body",
    "section",
    "key",
    "position",
    "derived",
];

pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> ColumnKeys {
    let mut keys = ColumnKeys::default();
    for Item { key, value } in items(attributes, "loom", errors) {
        if matches!(value, Value::Unreadable) {
            continue;
        }
        match key.to_string().as_str() {
            "default" => {
                // A default that is no constant is a rule of its own, with its own message.
                let literal = match value.expression() {
                    Some(expression) => match literal(expression) {
                        Some(literal) => Some(literal),
                        None => {
                            keys.not_constant = Some(expression.clone());
                            continue;
                        }
                    },
                    None => None,
                };
                set(&mut keys.default, &key, "default = 0", literal, errors);
            }
            "check" => set(&mut keys.check, &key, "check = \"tokens_in >= 0\"", value.some_text(), errors),
            "unique" => set(&mut keys.unique, &key, "unique", value.flag(), errors),
            "index" => set(&mut keys.index, &key, "index", value.flag(), errors),
            "no_index" => set(&mut keys.no_index, &key, "no_index", value.flag(), errors),
            "no_foreign_key" => set(&mut keys.no_foreign_key, &key, "no_foreign_key", value.flag(), errors),
            "on_delete" => {
                let action = value.text().and_then(|text| on_delete(&text.value()));
                let form = "on_delete = \"cascade\"`, `\"set null\"`, `\"restrict\"` or `\"no action\"";
                set(&mut keys.on_delete, &key, form, action, errors);
            }
            "body" => set(&mut keys.body, &key, "body", value.flag(), errors),
            "section" => set(&mut keys.section, &key, "section = \"PROFILE\"", value.text(), errors),
            "key" => set(&mut keys.key, &key, "key = \"model\"", value.some_text(), errors),
            "position" => set(&mut keys.position, &key, "position", value.flag(), errors),
            "derived" => set(&mut keys.derived, &key, "derived", value.flag(), errors),
            _ => unknown(&key, "loom", &KEYS, errors),
        }
    }
    keys
}

fn on_delete(text: &str) -> Option<ForeignKeyRule> {
    match text {
        "no action" => Some(ForeignKeyRule::NoAction),
        "restrict" => Some(ForeignKeyRule::Restrict),
        "cascade" => Some(ForeignKeyRule::Cascade),
        "set null" => Some(ForeignKeyRule::SetNull),
        _ => None,
    }
}

fn literal(expression: &Expr) -> Option<Literal> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(Literal::Text(text.clone())),
            Lit::Int(value) => value.base10_parse().ok().map(|number| Literal::Integer(number, value.span())),
            Lit::Float(value) => Some(Literal::Real(value.base10_digits().to_owned(), value.span())),
            Lit::Bool(value) => Some(Literal::Boolean(value.value, value.span())),
            _ => None,
        },
        Expr::Unary(ExprUnary { op: UnOp::Neg(minus), expr, .. }) => match &**expr {
            // With its sign, since -9223372036854775808 has no positive counterpart.
            Expr::Lit(literal) => match &literal.lit {
                Lit::Int(value) => format!("-{}", value.base10_digits())
                    .parse()
                    .ok()
                    .map(|number| Literal::Integer(number, minus.span)),
                Lit::Float(value) => Some(Literal::Real(format!("-{}", value.base10_digits()), minus.span)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

impl Literal {
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span(),
            Self::Integer(_, span) | Self::Real(_, span) | Self::Boolean(_, span) => *span,
        }
    }

    /// The word for the literal's kind in messages.
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(..) => "a whole number",
            Self::Real(..) => "a number",
            Self::Boolean(..) => "true or false",
        }
    }
}
