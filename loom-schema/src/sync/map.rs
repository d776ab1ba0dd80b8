//! From a path to the table whose template it fits, and back.

use super::tables::{Key, Tables};
use crate::schema::{Segment, Truth};

/// A file's place in the schema.
pub(super) struct Mapped {
    pub(super) table: usize,
    /// The values that the path holds: column position and text, in the path's order.
    pub(super) values: Vec<(usize, String)>,
}

/// The table whose template the path fits.
pub(super) fn table(tables: &Tables, path: &str) -> Option<Mapped> {
    let parts: Vec<&str> = path.split('/').collect();
    tables.all().find_map(|(table, layout)| {
        let Truth::File { segments, .. } = layout.schema.truth else { return None };
        Some(Mapped { table, values: values(segments, &parts)? })
    })
}

fn values(segments: &[Segment], parts: &[&str]) -> Option<Vec<(usize, String)>> {
    if segments.len() != parts.len() {
        return None;
    }
    let mut values = Vec::new();
    for (segment, part) in segments.iter().zip(parts) {
        match *segment {
            Segment::Literal(text) if text == *part => {}
            Segment::Literal(_) => return None,
            Segment::Column { before, column, after } => {
                let value = part.strip_prefix(before)?.strip_suffix(after)?;
                if value.is_empty() {
                    return None;
                }
                values.push((column, value.to_owned()));
            }
        }
    }
    Some(values)
}

/// The template that a path misses by least, and its table's name.
pub(super) fn nearest(tables: &Tables, path: &str) -> Option<(&'static str, &'static str)> {
    let parts: Vec<&str> = path.split('/').collect();
    let templates = tables.all().filter_map(|(_, table)| match table.schema.truth {
        Truth::File { path, segments } => Some((misses(segments, &parts), path, table.schema.name())),
        _ => None,
    });
    templates.min_by_key(|(misses, ..)| *misses).map(|(_, template, table)| (template, table))
}

/// How far a path is from a template: wrong letters of fixed parts, and a lump for a part too many or too few.
fn misses(segments: &[Segment], parts: &[&str]) -> usize {
    const PART: usize = 4;
    let wrong = |(segment, part): (&Segment, &&str)| match *segment {
        Segment::Literal(text) => {
            // Another case is a miss as well, the smallest one.
            if text == *part {
                0
            } else {
                1 + strsim::osa_distance(&text.to_lowercase(), &part.to_lowercase())
            }
        }
        Segment::Column { before, after, .. } => {
            let fits = part.len() > before.len() + after.len();
            if fits && part.starts_with(before) && part.ends_with(after) { 0 } else { PART }
        }
    };
    segments.iter().zip(parts).map(wrong).sum::<usize>() + PART * segments.len().abs_diff(parts.len())
}

/// The path of a row's file, where its key alone says it.
pub(super) fn path_of(tables: &Tables, key: &Key) -> Option<String> {
    let table = tables.get(key.table);
    let Truth::File { segments, .. } = table.schema.truth else { return None };
    let parts = segments.iter().map(|segment| match *segment {
        Segment::Literal(text) => Some(text.to_owned()),
        Segment::Column { before, column, after } => {
            let value = match column {
                _ if Some(column) == table.world => &key.world,
                _ if column == table.id => &key.id,
                _ => return None,
            };
            (!value.contains('/')).then(|| format!("{before}{value}{after}"))
        }
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}
