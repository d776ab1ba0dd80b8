//! Markdown path templates.

use crate::attributes::nearest;
use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::path::{PathTemplate, Segment};
use crate::model::{Kind, Origin, Role, Source, Table, Truth};

fn template(table: &Table) -> Option<&PathTemplate> {
    match &table.truth {
        Some(Truth::File(path)) => Some(path),
        _ => None,
    }
}

/// What some file system, or a shell, takes for something else.
const UNPORTABLE: [char; 7] = ['*', '?', '<', '>', '|', '"', ':'];

pub(super) fn markdown_path_malformed(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    if let Some((message, help)) = malformed(path) {
        errors.rule(Rule::MarkdownPathMalformed, path.literal.span(), message, help);
    }
}

/// What is wrong with the form of a path, and what to do about it.
fn malformed(path: &PathTemplate) -> Option<(String, &'static str)> {
    let text = path.literal.value();
    if let Some(reason) = &path.malformed {
        return Some((reason.clone(), "write at most one `{column}` between two slashes"));
    }
    if text.trim().is_empty() {
        return Some(("the path is empty".to_owned(), "write `markdown = \"notes/{id}.md\"`"));
    }
    if text.starts_with('/') || text.contains('\\') || text.get(1..2) == Some(":") {
        return Some((
            format!("`{text}` is not relative to the root folder"),
            "start with a folder or a file name, and write `/` between them",
        ));
    }
    for segment in &path.segments {
        let fixed = match segment {
            Segment::Literal(name) => [name.as_str(), ""],
            Segment::Column { before, after, .. } => [before.as_str(), after.as_str()],
        };
        if let Some(wrong) = fixed.concat().chars().find(|c| UNPORTABLE.contains(c) || c.is_control()) {
            return Some((
                format!("`{text}` holds `{}`, which not every file system takes", wrong.escape_default()),
                "write fixed parts in letters, digits, `-`, `_`, `.` and spaces",
            ));
        }
        let [start, end] = if let Segment::Literal(name) = segment { [name.as_str(); 2] } else { fixed };
        let is_last = path.segments.last() == Some(segment);
        if start.starts_with(' ') || (end.ends_with([' ', '.']) && end != "." && end != ".." && !is_last) {
            return Some((
                format!("`{text}` has a part with a space or a dot at its end, which some file systems drop"),
                "start and end the name of each folder with a letter or a digit",
            ));
        }
        let (name, is_whole) = (fixed[0], matches!(segment, Segment::Literal(_)));
        if (is_whole && name.is_empty()) || name.starts_with('.') {
            let (wrong, help) = match name {
                "" => ("two slashes without a name between them", "write one `/` between two names"),
                "." | ".." if is_whole => {
                    ("a part that leads out of its folder", "start at the root folder, and name every folder")
                }
                _ => {
                    ("a hidden part, which the sync does not read", "write the name without its leading dot")
                }
            };
            return Some((format!("`{text}` has {wrong}"), help));
        }
    }
    let placeholders: Vec<&str> = path.placeholders().collect();
    if let Some(again) = placeholders.iter().enumerate().find(|(at, name)| placeholders[..*at].contains(name))
    {
        return Some((
            format!("`{text}` names `{{{}}}` twice, and a file could say two values", again.1),
            "write each placeholder once",
        ));
    }
    (!text.ends_with(".md"))
        .then(|| (format!("`{text}` does not name a Markdown file"), "end the path with `.md`"))
}

/// Whether a placeholder is misspelt, so that what it stands for is not missing.
fn means(path: &PathTemplate, table: &Table, column: &str) -> bool {
    path.placeholders().any(|name| {
        name == column || (table.column(name).is_none() && nearest(name, [column].into_iter()).is_some())
    })
}

pub(super) fn markdown_path_unknown_placeholder(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    // A world-scoped table without `world_id` is a mistake of its own, and not the path's.
    let missing =
        |name: &&str| table.column(name).is_none() && !(table.is_world_scoped() && *name == "world_id");
    for placeholder in path.placeholders().filter(missing) {
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
    if table.is_world_scoped() && malformed(path).is_none() && !means(path, table, "world_id") {
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
    if table.singleton.is_some() || malformed(path).is_some() {
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

/// A part of a path is always there, and has one spelling for one value. An alias or an enum is asked in const
/// evaluation.
pub(super) fn markdown_path_unfit_column(table: &Table, errors: &mut Errors) {
    let Some(path) = template(table) else { return };
    for column in path.placeholders().filter_map(|name| table.column(name)) {
        // A nullable world is a mistake of its own.
        let nullable = column.shape.optional && column.name != "world_id";
        // base_column_place says more.
        let source = Some(&column.source).filter(|_| column.role == Role::Plain);
        let (why, help) = match (&column.shape.kind, source) {
            (Kind::Real, _) => ("is a float, which has many spellings", OTHER),
            (Kind::Bytes, _) => ("holds bytes", OTHER),
            (Kind::Json, _) => ("holds JSON", OTHER),
            (_, Some(Source::Body(_))) => ("is the body of the file", ONE_PLACE),
            (_, Some(Source::Section(_))) => ("is a section of the file", ONE_PLACE),
            (_, Some(Source::Derived(_))) => ("is `derived`, which is not from Markdown", ONE_PLACE),
            _ if nullable => ("may be NULL, and a row without a value would have no file", NOT_NULL),
            _ => continue,
        };
        errors.rule(
            Rule::MarkdownPathUnfitColumn,
            path.literal.span(),
            format!("`{{{0}}}` cannot be a part of the path: `{0}` {why}", column.name),
            help,
        );
    }
}

const OTHER: &str = "write `{id}`, or another column that holds a text, an id, a whole number or an enum";
const ONE_PLACE: &str = "take the column out of the path, or remove its other place";
const NOT_NULL: &str = "write `{id}` instead, or make the column's type one without `Option`";
