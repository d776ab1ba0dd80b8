//! Why a node does not fit the type it was asked for.

use std::fmt;

use serde::de::{Expected, Unexpected};

use super::scalar;
use crate::markdown::{fault::Fault, position::Span};

/// A type error on its way up; it takes the place of the deepest node that it passes.
#[derive(Debug)]
pub(crate) struct Mismatch {
    span: Option<Span>,
    message: String,
    help: Option<String>,
    /// What `message` is about when the key belongs between it and the rest: see [`Mismatch::under`].
    rest: Option<String>,
}

impl Mismatch {
    /// An error without a place.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { span: None, message: message.into(), help: None, rest: None }
    }

    /// The same error with a line that says what to do.
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Places the error, unless something deeper has.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// Names the key whose value does not fit, where the message leaves room for it.
    pub(super) fn under(mut self, key: &str) -> Self {
        if let Some(rest) = self.rest.take() {
            self.message = format!("{} for {}{rest}", self.message, scalar::quote(key));
        }
        self
    }

    /// The finished fault; `whole` is its place when nothing deeper was named.
    pub(super) fn into_fault(self, whole: Span) -> Fault {
        let Self { span, mut message, help, rest } = self;
        message.push_str(&rest.unwrap_or_default());
        Fault { span: span.unwrap_or(whole), message, help }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        f.write_str(self.rest.as_deref().unwrap_or_default())
    }
}

impl std::error::Error for Mismatch {}

impl serde::de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", describe(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(found: usize, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {found} entries"))
    }

    fn unknown_variant(found: &str, allowed: &'static [&'static str]) -> Self {
        let mut error = Self::new(format!("unknown value {}", scalar::quote(found)));
        error.rest = Some(format!(", expected {}", one_of(allowed)));
        error
    }

    fn unknown_field(found: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(format!("unknown key {}, expected {}", scalar::quote(found), one_of(allowed)))
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(format!("missing key `{key}`")).with_help(format!("add `{key}: …`"))
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::new(format!("duplicate key `{key}`")).with_help("keep one of the two")
    }
}

/// The allowed names, for a message.
pub(super) fn one_of(allowed: &[&str]) -> String {
    let names: Vec<_> = allowed.iter().map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "nothing".to_owned(),
        1 => names.concat(),
        _ => format!("one of {}", names.join(", ")),
    }
}

/// What a visitor was given, in the words of the file.
fn describe(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Str(text) => scalar::quote(text),
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Signed(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("`{value}`"),
        Unexpected::Float(value) => format!("`{value}`"),
        Unexpected::Char(value) => scalar::quote(&value.to_string()),
        Unexpected::Unit | Unexpected::Option => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a map".to_owned(),
        other => other.to_string(),
    }
}
