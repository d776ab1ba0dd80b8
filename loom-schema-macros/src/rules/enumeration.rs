//! The texts of an enum.

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{EnumVariant, Enumeration, Name};

/// A text is a scalar in front matter: one line, of which the spaces around it are no part.
pub(super) fn bad_enum_text(enumeration: &Enumeration, errors: &mut Errors) {
    for EnumVariant { ident, text: Name { text, span } } in &enumeration.variants {
        let wrong = match text.trim() {
            "" => "an empty text",
            trimmed if trimmed.chars().any(char::is_control) => "a text of more than one line",
            trimmed if trimmed != text => "a text with spaces around it",
            _ => continue,
        };
        errors.rule(
            Rule::BadEnumText,
            *span,
            format!("`{ident}` is stored as {wrong}"),
            "write a word, as in `#[loom(rename = \"world-specific\")]`",
        );
    }
}

pub(super) fn enum_text_twice(enumeration: &Enumeration, errors: &mut Errors) {
    let variants = &enumeration.variants;
    for (position, EnumVariant { ident, text }) in variants.iter().enumerate() {
        if let Some(first) = variants.iter().take(position).find(|other| other.text.text == text.text) {
            errors.rule(
                Rule::EnumTextTwice,
                text.span,
                format!("`{}` and `{ident}` are both stored as `{}`", first.ident, text.text),
                "give one of them `#[loom(rename = \"…\")]`",
            );
        }
    }
}
