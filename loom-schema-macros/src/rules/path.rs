//! Markdown path templates.

use super::catalogue::Rule;
use crate::attributes::nearest;
use crate::errors::Errors;
use crate::model::path::{PathTemplate, Segment};
use crate::model::{Origin, Table, Truth};

fn template(table: &Table) -> Option<&PathTemplate> {
    match &table.truth {
        Some(Truth::File(path)) => Some(path),
        _ => None,
    }
}

pub(super) fn markdown_path_malformed(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    let text = path.literal.value();
    let mut report = |message: String, help: &str| {
        errors.rule(Rule::MarkdownPathMalformed, path.literal.span(), message, help);
    };
    if let Some(reason) = &path.malformed {
        return report(reason.clone(), "write at most one `{column}` between two slashes");
    }
    if text.starts_with('/') || text.contains('\\') || text.get(1..2) == Some(":") {
        return report(
            format!("`{text}` is not relative to the root folder"),
            "start with a folder or a file name, and write `/` between them",
        );
    }
    for segment in &path.segments {
        if let Segment::Literal(name) = segment
            && (matches!(name.as_str(), "" | "." | "..") || name.starts_with('.'))
        {
            return report(
                format!("`{text}` has a part that is empty, hidden, or leads out of its folder: `{name}`"),
                "name every folder, without a leading dot",
            );
        }
    }
    if !text.ends_with(".md") {
        report(format!("`{text}` does not name a Markdown file"), "end the path with `.md`");
    }
}

pub(super) fn markdown_path_unknown_placeholder(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    for placeholder in path.placeholders().filter(|name| table.column(name).is_none()) {
        let near = nearest(placeholder, table.columns.iter().map(|column| column.name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => "write `{id}`, or another column of this table".to_owned(),
        };
        errors.rule(
            Rule::MarkdownPathUnknownPlaceholder,
            path.literal.span(),
            format!("`{{{placeholder}}}` is no column of `{}`", table.name.text),
            help,
        );
    }
}

pub(super) fn markdown_path_no_world(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    if table.is_world_scoped() && !path.placeholders().any(|name| name == "world_id") {
        errors.rule(
            Rule::MarkdownPathNoWorld,
            path.literal.span(),
            format!("the files of world-scoped `{}` do not lie in their world's folder", table.name.text),
            format!("write `worlds/{{world_id}}/{}`", path.literal.value().trim_start_matches('/')),
        );
    }
}

pub(super) fn markdown_path_no_key(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    if table.singleton.is_some() || path.malformed.is_some() {
        return;
    }
    let placeholders: Vec<&str> = path.placeholders().collect();
    if placeholders.iter().any(|name| table.column(name).is_none()) {
        return; // markdown_path_unknown_placeholder says more
    }
    let holds =
        |columns: &[usize]| columns.iter().all(|&at| placeholders.contains(&table.columns[at].name.as_str()));
    let by_unique = table.indexes.iter().any(|index| {
        index.unique && index.origin == Origin::Declared && !index.columns.is_empty() && holds(&index.columns)
    });
    if !placeholders.contains(&"id") && !by_unique {
        errors.rule(
            Rule::MarkdownPathNoKey,
            path.literal.span(),
            format!("two rows of `{}` could lie in the same file", table.name.text),
            "write `{id}` into the path, or the columns of a `unique(…)`",
        );
    }
}
