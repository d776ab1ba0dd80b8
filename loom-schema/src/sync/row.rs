//! One row: a column at a time, from the front matter, the body, the path and the row that owns the list.

use super::map::Mapped;
use super::nearest::nearest;
use super::positions;
use super::read::{Origin, Row};
use super::sections::Sections;
use super::tables::{Table, Tables};
use super::values;
use crate::markdown::{Document, Fault, Node, NodeValue, Span};
use crate::schema::{ColumnSchema, Default, Kind, Segment, Source, Truth};
use crate::sql::default_cell;
use crate::value::Cell;

/// Reads the rows of one file, and collects all that is wrong.
pub(super) struct Reader<'d> {
    tables: &'d Tables,
    document: &'d Document<'d>,
    sections: Sections<'d>,
    pub(super) rows: Vec<Row>,
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Fault>,
}

/// Where a row is read from.
struct Place<'n> {
    table: usize,
    /// The front matter, or the list's entry.
    map: &'n Node,
    /// The place of what does not stand in the text.
    span: Span,
    /// Values that are known from elsewhere.
    given: Vec<Given>,
    /// The id of a row that does not state one.
    id: Option<String>,
    /// The place in the list, counted from 1; `None` in a file of its own.
    position: Option<i64>,
}

impl Place<'_> {
    /// Whether the id would be made from that of the row which owns the list, and that is wrong: it was reported there.
    fn id_is_unknown(&self) -> bool {
        self.position.is_some() && self.id.is_none()
    }
}

/// A value from the path, or from the row that owns the list.
struct Given {
    column: usize,
    cell: Cell,
    text: String,
    from: &'static str,
}

impl<'d> Reader<'d> {
    pub(super) fn new(tables: &'d Tables, document: &'d Document<'d>) -> Self {
        let sections = Sections::of(document);
        Self { tables, document, sections, rows: Vec::new(), faults: Vec::new(), warnings: Vec::new() }
    }

    /// Reads the file: its row, and those of its lists.
    pub(super) fn file(mut self, mapped: &Mapped) -> Self {
        let document = self.document;
        let table = self.tables.get(mapped.table);
        let span = opening_fence(document);
        let mut given = Vec::new();
        for (column, text) in &mapped.values {
            let described = &table.schema.columns[*column];
            let cell = values::from_path(described, text).unwrap_or_else(|message| {
                let message = format!("`{}`, from the path: {message}", described.name);
                self.faults.push(Fault::new(span, message).with_help("rename the file or its folder"));
                Cell::Null
            });
            given.push(Given { column: *column, cell, text: text.clone(), from: "path" });
        }
        let id = table.schema.singleton.map(str::to_owned).or_else(|| path_id(table, &mapped.values));
        let place =
            Place { table: mapped.table, map: &document.front_matter, span, given, id, position: None };
        self.row(&place);
        let headings = table.schema.fields().iter().filter_map(|column| match column.source {
            Source::Section(heading) => Some(heading),
            _ => None,
        });
        let headings: Vec<&str> = headings.collect();
        if !headings.is_empty() {
            self.warnings.extend(self.sections.misspelt(&headings));
        }
        self
    }

    fn row(&mut self, place: &Place<'_>) {
        let table = self.tables.get(place.table);
        // What is wrong in the path, or in the row that owns the list, was reported there.
        let unknown = place.given.iter().filter(|given| given.cell == Cell::Null);
        let mut faulty: Vec<usize> = unknown.map(|given| given.column).collect();
        if place.id_is_unknown() {
            faulty.push(table.id);
        }
        let mut row = Row {
            table: place.table,
            cells: Vec::new(),
            origins: Vec::new(),
            spans: Vec::new(),
            place: place.span,
        };
        for (position, column) in table.schema.fields().iter().enumerate() {
            let (cell, origin, span) = self.value(place, table, position, column).unwrap_or_else(|fault| {
                let span = fault.span;
                self.faults.push(fault);
                faulty.push(position);
                (Cell::Null, Origin::File, span)
            });
            row.cells.push(cell);
            row.origins.push(origin);
            row.spans.push(span);
        }
        self.check(table, &row, &faulty);
        self.unknown_keys(place, table);
        let (id, world) = (row.cells[table.id].clone(), table.world.map(|world| row.cells[world].clone()));
        self.rows.push(row);
        for list in &table.lists {
            let Some((key, node)) = place.map.entry(list.key) else { continue };
            let items = match &node.value {
                NodeValue::Sequence(items) => items.as_slice(),
                _ if node.is_null() => &[],
                _ => {
                    let message = format!("`{}` must be a list, found {}", list.key, node.describe());
                    let help = format!("write one `- key: value` entry below `{}:` for each", list.key);
                    self.faults.push(Fault::new(key.span, message).with_help(help));
                    continue;
                }
            };
            let entries = self.tables.get(list.table);
            let mut own = Vec::new();
            for (index, item) in (1_i64..).zip(items) {
                if !matches!(item.value, NodeValue::Mapping(_)) {
                    let message =
                        format!("entry {index} of `{}` must be a map, found {}", list.key, item.describe());
                    self.faults.push(Fault::new(item.span, message).with_help("write `- key: value`"));
                    continue;
                }
                let from = |column: usize, cell: &Cell| Given {
                    column,
                    cell: cell.clone(),
                    text: cell.as_text().unwrap_or_default().to_owned(),
                    from: "row that the list belongs to",
                };
                let mut given = vec![from(list.owner, &id)];
                given.extend(entries.world.zip(world.as_ref()).map(|(column, world)| from(column, world)));
                let id = id.as_text().map(|id| format!("{id}-{index}"));
                let table = list.table;
                own.push(self.rows.len());
                self.row(&Place { table, map: item, span: item.span, given, id, position: Some(index) });
            }
            let rows = own.iter().filter_map(|at| self.rows.get(*at));
            self.warnings.extend(positions::same(entries, rows, self.document));
        }
    }

    /// The value of one column, where it comes from, and where it stands.
    fn value(
        &mut self,
        place: &Place<'_>,
        table: &Table,
        position: usize,
        column: &ColumnSchema,
    ) -> Result<(Cell, Origin, Span), Fault> {
        let given = place.given.iter().find(|given| given.column == position);
        let key = match column.source {
            Source::Key(key) | Source::Position(key) => key,
            _ if given.is_some() => "",
            Source::Body => return self.body(column).map(|(cell, span)| (cell, Origin::File, span)),
            Source::Section(heading) => {
                return match self.sections.value(column, heading)? {
                    Some((cell, span)) => Ok((cell, Origin::File, span)),
                    None => absent(column, place.span, || {
                        let fault = Fault::new(place.span, format!("missing section `{heading}`"));
                        let content = match column.value.kind {
                            Kind::Json => "with a fenced `yaml` block below it",
                            _ => "with its text below it",
                        };
                        fault.with_help(format!("add the heading `## {heading}` {content}"))
                    }),
                };
            }
            Source::Derived | Source::Sync => {
                return Ok((default_cell(column.default), Origin::Derived, place.span));
            }
        };
        let node = place.map.get(key);
        let (cell, span) = match (given, node) {
            (Some(given), node) => {
                (given.cell.clone(), agree(table, place, given, key, node)?.unwrap_or(place.span))
            }
            (None, Some(node)) if node.is_null() && column.default.is_some() && !column.value.nullable => {
                return absent(column, node.span, || Fault::new(node.span, "a value is needed"));
            }
            (None, Some(node)) => (values::from_node(column, &format!("`{key}`"), node)?, node.span),
            (None, None) => match (column.source, place.position, &place.id) {
                (Source::Position(_), Some(index), _) => (Cell::Integer(index), place.span),
                (_, _, Some(id)) if position == table.id => (Cell::Text(id.clone().into()), place.span),
                _ if position == table.id && place.id_is_unknown() => (Cell::Null, place.span),
                _ => return absent(column, place.span, || missing(column, key, place)),
            },
        };
        if position == table.id {
            check_id(table, key, &cell, span)?;
        }
        Ok((cell, Origin::File, span))
    }

    fn body(&self, column: &ColumnSchema) -> Result<(Cell, Span), Fault> {
        let span = self.document.body;
        let text = self.document.body_text();
        let is_text = column.value.kind == Kind::Text;
        if text.is_empty() && (is_text || column.value.nullable) {
            let empty = if column.value.nullable { Cell::Null } else { Cell::Text("".into()) };
            return Ok((empty, span));
        }
        let node = Node { span, value: NodeValue::Scalar { text, plain: !is_text } };
        values::from_node(column, "the text below the front matter", &node).map(|cell| (cell, span))
    }

    /// What the kinds do not cover: the ranges of smaller integers.
    fn check(&mut self, table: &Table, row: &Row, faulty: &[usize]) {
        let mut replaced: Vec<usize> = faulty.to_vec();
        loop {
            let mut cells = row.cells.clone();
            for (position, column) in table.schema.fields().iter().enumerate() {
                let is_time = matches!(row.origins[position], Origin::Created | Origin::Touched);
                if is_time || replaced.contains(&position) {
                    cells[position] = harmless(column);
                }
            }
            let Err(error) = (table.entry.check)(&mut cells) else { return };
            if replaced.contains(&error.position) || error.position >= row.spans.len() {
                return;
            }
            let name = table.schema.columns[error.position].name;
            self.faults.push(Fault::new(row.spans[error.position], format!("`{name}`: {}", error.message)));
            replaced.push(error.position);
        }
    }

    /// Keys of no column are ignored, unless they look like a misspelt key that is missing.
    fn unknown_keys(&mut self, place: &Place<'_>, table: &Table) {
        let keys = table.schema.fields().iter().filter_map(|column| match column.source {
            Source::Key(key) | Source::Position(key) => Some(key),
            _ => None,
        });
        let keys: Vec<&str> = keys.chain(table.lists.iter().map(|list| list.key)).collect();
        let unused = || keys.iter().copied().filter(|key| place.map.get(key).is_none());
        for (key, _) in place.map.entries() {
            let Some(name) = key.as_text().filter(|name| !keys.contains(name)) else { continue };
            if let Some(column) = table.schema.fields().iter().find(|column| column.name == name) {
                let instead = match column.source {
                    Source::Body => "from the text below the front matter".to_owned(),
                    Source::Section(heading) => format!("from the section `{heading}`"),
                    _ => continue,
                };
                let message = format!("`{name}` is not read from here, but {instead}");
                self.warnings.push(Fault::new(key.span, message).with_help("move the value there"));
            } else if let Some(meant) = nearest(name, unused()) {
                let message = format!("unknown key `{name}`");
                self.warnings
                    .push(Fault::new(key.span, message).with_help(format!("did you mean `{meant}`?")));
            }
        }
    }
}

/// A value that fits the column, in place of one that is wrong or not known yet.
fn harmless(column: &ColumnSchema) -> Cell {
    match column.value.kind {
        _ if column.value.nullable => Cell::Null,
        Kind::Integer | Kind::Boolean | Kind::Timestamp => Cell::Integer(0),
        Kind::Real => Cell::Real(0.0),
        Kind::Blob => Cell::Blob(Vec::new()),
        Kind::Enum => Cell::Text(column.value.variants.first().copied().unwrap_or_default().into()),
        Kind::Text | Kind::Id | Kind::Json => Cell::Text("".into()),
    }
}

/// The three dashes on the first line.
fn opening_fence(document: &Document<'_>) -> Span {
    let text = document.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    Span::new(start, start + 3)
}

/// The id of a row whose file does not state it: the values in its path, without the world unless that is all.
fn path_id(table: &Table, values: &[(usize, String)]) -> Option<String> {
    let others: Vec<&str> = values
        .iter()
        .filter(|(column, _)| Some(*column) != table.world)
        .map(|(_, text)| text.as_str())
        .collect();
    if others.is_empty() { values.first().map(|(_, text)| text.clone()) } else { Some(others.join("-")) }
}

/// A front matter value beside a value from elsewhere has to be the same; returns its place.
fn agree(
    table: &Table,
    place: &Place<'_>,
    given: &Given,
    key: &str,
    node: Option<&Node>,
) -> Result<Option<Span>, Fault> {
    let Some(node) = node else { return Ok(None) };
    let found = values::from_node(&table.schema.columns[given.column], &format!("`{key}`"), node);
    if given.cell == Cell::Null || found.as_ref() == Ok(&given.cell) {
        return found.map(|_| Some(node.span));
    }
    let Given { text, from, .. } = given;
    let message = format!("`{key}` is {} here, but `{text}` in the {from}", node.describe());
    let path = found.ok().and_then(|_| moved(table, place, given.column, node.as_text()?));
    let help = match path {
        _ if place.position.is_some() => format!("write `{key}: {text}`, or remove the key"),
        Some(path) => format!("write `{key}: {text}`, remove the line, or move the file to `{path}`"),
        None => format!("write `{key}: {text}`, or remove the line"),
    };
    Err(Fault::new(node.span, message).with_help(help))
}

/// The path of the file with another value of one column.
fn moved(table: &Table, place: &Place<'_>, column: usize, value: &str) -> Option<String> {
    let Truth::File { segments, .. } = table.schema.truth else { return None };
    if value.is_empty() || value.starts_with('.') || value.contains(['/', '\\']) {
        return None;
    }
    let parts = segments.iter().map(|segment| match *segment {
        Segment::Literal(text) => Some(text.to_owned()),
        Segment::Column { before, column: at, after } => {
            let given = place.given.iter().find(|given| given.column == at)?;
            let text = if at == column { value } else { &given.text };
            Some(format!("{before}{text}{after}"))
        }
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// The value of a column that the file leaves out: its default, or NULL; or else the fault.
fn absent(
    column: &ColumnSchema,
    span: Span,
    fault: impl FnOnce() -> Fault,
) -> Result<(Cell, Origin, Span), Fault> {
    match column.default {
        Some(Default::Now) if column.name == "updated_at" => Ok((Cell::Null, Origin::Touched, span)),
        Some(Default::Now) => Ok((Cell::Null, Origin::Created, span)),
        None if !column.value.nullable => Err(fault()),
        default => Ok((default_cell(default), Origin::File, span)),
    }
}

fn missing(column: &ColumnSchema, key: &str, place: &Place<'_>) -> Fault {
    let (entry, below) = match place.position {
        Some(_) => (" in this entry", ""),
        None => ("", " below the first `---`"),
    };
    let fault = Fault::new(place.span, format!("missing key `{key}`{entry}"));
    let (line, others) = values::example(column, key);
    fault.with_help(format!("write `{line}`{below}{others}"))
}

fn check_id(table: &Table, key: &str, id: &Cell, span: Span) -> Result<(), Fault> {
    match (table.schema.singleton, id.as_text()) {
        (Some(only), Some(id)) if id != only => {
            let message = format!("`{key}` is `{id}`, but the only row has the id `{only}`");
            Err(Fault::new(span, message).with_help(format!("write `{key}: {only}`, or remove the line")))
        }
        _ => Ok(()),
    }
}
