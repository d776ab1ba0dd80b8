//! Where in the file a column's value stands.

use proc_macro2::{Ident, Span};

use super::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Column, Source, Table, Truth};

/// Reported while lowering, since the model holds one source a column.
pub(crate) fn two_sources(column: &Ident, second: Span, errors: &mut Errors) {
    errors.rule(
        Rule::KeyClash,
        second,
        format!("`{column}` is given two places in the file"),
        "keep one of `body`, `section`, `key`, `position` and `derived`",
    );
}

pub(super) fn body_twice(table: &Table, errors: &mut Errors) {
    let bodies = table.columns.iter().filter_map(|column| match column.source {
        Source::Body(span) => Some((column, span)),
        _ => None,
    });
    let mut first: Option<&Column> = None;
    for (column, span) in bodies {
        match first {
            Some(first) => errors.rule(
                Rule::BodyTwice,
                span,
                format!("`{}` and `{}` are both the body of the file", first.name, column.name),
                "keep one `body`; give the other a heading: `section = \"NOTES\"`",
            ),
            None => first = Some(column),
        }
    }
}

pub(super) fn section_twice(table: &Table, errors: &mut Errors) {
    let mut seen: Vec<(String, &Column)> = Vec::new();
    for column in &table.columns {
        let Source::Section(heading) = &column.source else { continue };
        let folded = heading.value().trim().to_lowercase();
        if folded.is_empty() {
            errors.rule(
                Rule::SectionTwice,
                heading.span(),
                "a section needs a heading",
                "write `section = \"PROFILE\"`",
            );
        } else if let Some((_, first)) = seen.iter().find(|(name, _)| *name == folded) {
            errors.rule(
                Rule::SectionTwice,
                heading.span(),
                format!("`{}` and `{}` stand under the same heading", first.name, column.name),
                "give one of them another `section = \"…\"`: upper and lower case do not tell headings apart",
            );
        } else {
            seen.push((folded, column));
        }
    }
}

pub(super) fn key_clash(table: &Table, errors: &mut Errors) {
    let mut seen: Vec<(&str, &Column)> = Vec::new();
    for column in &table.columns {
        let (key, span) = match &column.source {
            Source::Key(key) => (key.text.as_str(), key.span),
            Source::Position(span) => (column.name.as_str(), *span),
            _ => continue,
        };
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == key) {
            errors.rule(
                Rule::KeyClash,
                span,
                format!(
                    "`{}` and `{}` are both read from the front matter key `{key}`",
                    first.name, column.name
                ),
                "give one of them another `key = \"…\"`",
            );
        } else {
            seen.push((key, column));
        }
    }
}

/// `body`, `section`, `key` and `position` say where in a file; without that file they say nothing.
pub(super) fn source_without_file(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let (span, written, wants) = match (&column.source, &table.truth) {
            (Source::Body(span), Some(Truth::Inside { .. } | Truth::Derived)) => {
                (*span, "body", "a file of its own")
            }
            (Source::Section(heading), Some(Truth::Inside { .. } | Truth::Derived)) => {
                (heading.span(), "section", "a file of its own")
            }
            (Source::Position(span), Some(Truth::File(_) | Truth::Derived)) => {
                (*span, "position", "a list inside another table's file")
            }
            _ => continue,
        };
        errors.rule(
            Rule::SourceWithoutFile,
            span,
            format!("`{written}` needs {wants}, which `{}` does not have", table.name.text),
            format!("remove `{written}`, so that `{}` is read from a key of that name", column.name),
        );
    }
}

pub(super) fn derived_without_default(table: &Table, errors: &mut Errors) {
    if !table.is_synced() {
        return;
    }
    for column in &table.columns {
        if let Source::Derived(span) = column.source
            && column.is_required()
        {
            errors.rule(
                Rule::DerivedWithoutDefault,
                span,
                format!("a row from Markdown has no value for the derived `{}`", column.name),
                "make it an `Option<…>`, or give it a default: `#[loom(derived, default = 0)]`",
            );
        }
    }
}
