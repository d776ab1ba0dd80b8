//! Where in the file a column's value stands.

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Column, Kind, Role, Source, Table, Truth};

pub(super) fn two_sources(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let Some(second) = column.second_source else { continue };
        errors.rule(
            Rule::KeyClash,
            second,
            format!("`{}` is given two places in the file", column.ident),
            "keep one of `body`, `section`, `key`, `position` and `derived`",
        );
    }
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

/// The place in a list is one whole number.
pub(super) fn bad_position(table: &Table, errors: &mut Errors) {
    let mut first: Option<&Column> = None;
    for column in &table.columns {
        let Source::Position(span) = column.source else { continue };
        if let Some(first) = first {
            errors.rule(
                Rule::BadPosition,
                span,
                format!("`{}` and `{}` are both the place in the list", first.name, column.name),
                "keep one `position`",
            );
        } else if !matches!(column.shape.kind, Kind::Integer(_) | Kind::Other) {
            errors.rule(
                Rule::BadPosition,
                span,
                format!(
                    "`{}` is `{}`, and the place in a list is a whole number",
                    column.name, column.rust_type
                ),
                "make its type `i64` or a smaller integer, or remove `position`",
            );
        }
        first = first.or(Some(column));
    }
}

/// `id`, `world_id` and the timestamps are filled in by the library, or stand in the path or under a key.
pub(super) fn base_column_place(table: &Table, errors: &mut Errors) {
    for column in table.columns.iter().filter(|column| column.role != Role::Plain) {
        let (span, written) = match &column.source {
            Source::Body(span) => (*span, "body"),
            Source::Section(heading) => (heading.span(), "section"),
            Source::Position(span) => (*span, "position"),
            Source::Derived(span) => (*span, "derived"),
            Source::Key(_) => continue,
        };
        errors.rule(
            Rule::BaseColumnPlace,
            span,
            format!("`{}` cannot be `{written}`", column.name),
            format!("remove `{written}`: the value stands in the path or under a key, or fills itself in"),
        );
    }
}

/// A key or a heading is one line, and starts and ends with what is seen.
pub(super) fn bad_key(table: &Table, errors: &mut Errors) {
    let of_columns = table.columns.iter().filter_map(|column| match &column.source {
        Source::Key(key) => Some(("key", key.text.clone(), key.text.trim() != key.text, key.span)),
        Source::Section(heading) => Some(("section", heading.value(), false, heading.span())),
        _ => None,
    });
    let of_list = match &table.truth {
        Some(Truth::Inside { key, .. }) => {
            let text = key.value();
            let is_padded = text.trim() != text;
            Some(("key", text, is_padded, key.span()))
        }
        _ => None,
    };
    for (what, text, is_padded, span) in of_columns.chain(of_list) {
        let (wrong, help) = if text.trim().chars().any(char::is_control) {
            (
                "holds a line break or another control character",
                format!("write it in one line: `{what} = \"…\"`"),
            )
        } else if is_padded {
            ("starts or ends with a space", format!("write `{what} = \"{}\"`", text.trim()))
        } else if what == "section" && text.trim().trim_start_matches('#').starts_with(' ') {
            let heading = text.trim().trim_start_matches('#').trim();
            (
                "starts with the mark of a heading",
                format!("write `section = \"{heading}\"`: any level will do"),
            )
        } else {
            continue;
        };
        let shown = text.escape_debug();
        errors.rule(Rule::BadKey, span, format!("`{shown}` {wrong}"), help);
    }
}

/// Bytes have no form in Markdown, so that no file could fill a column that needs them.
pub(super) fn bytes_in_markdown(table: &Table, errors: &mut Errors) {
    for column in table.columns.iter().filter(|_| table.is_synced()) {
        if matches!(column.shape.kind, Kind::Bytes)
            && column.is_required()
            && !matches!(column.source, Source::Derived(_))
        {
            errors.rule_at(
                Rule::BytesInMarkdown,
                &column.ty,
                format!("no file could hold `{}`, and a row of `{}` needs it", column.name, table.name.text),
                "write `Option<Vec<u8>>`, or keep the path of a file in a `String`",
            );
        }
    }
}
