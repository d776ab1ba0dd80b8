//! A Markdown file as it could be: every key, every section, every list.

use super::words;
use crate::schema::{ColumnSchema, Default, Kind, Segment, Source, TableSchema, Truth};
use crate::table::Schema;

/// Lists inside lists end here; a schema could let two tables lie inside each other.
const DEEPEST: usize = 4;

/// A sample file.
pub(super) struct Sample {
    /// The table whose file it is.
    pub(super) table: &'static TableSchema,
    /// The template of its path.
    pub(super) template: &'static str,
    /// Its path, relative to the root folder.
    pub(super) path: String,
    /// What it holds.
    pub(super) text: String,
}

/// The file that a row of the table comes from: its own, or that of the table whose list it is in. `None` for a
/// derived table.
pub(super) fn sample(schema: &Schema, table: &'static TableSchema) -> Option<Sample> {
    let mut table = table;
    for _ in 0..=DEEPEST {
        match table.truth {
            Truth::File { path: template, segments } => {
                let path: Vec<_> = segments.iter().map(|segment| part(table, segment)).collect();
                let (path, text) = (path.join("/"), file(schema, table));
                return Some(Sample { table, template, path, text });
            }
            Truth::Inside { table: parent, .. } => table = schema.table(parent)?,
            Truth::Derived => return None,
        }
    }
    None
}

/// One part of the path.
fn part(table: &TableSchema, segment: &Segment) -> String {
    match *segment {
        Segment::Literal(text) => text.to_owned(),
        Segment::Column { before, column, after } => {
            let column = &table.columns[column];
            let value = match column.value.kind {
                Kind::Text => dashed(column.name),
                Kind::Id => id(table, column),
                _ => plain(column),
            };
            format!("{before}{value}{after}")
        }
    }
}

fn file(schema: &Schema, table: &TableSchema) -> String {
    let mut text = "---\n".to_owned();
    let in_path = (0..table.columns.len()).filter(|&at| words::in_path(table, at));
    let in_path: Vec<_> = in_path.map(|at| table.columns[at].name).collect();
    if !in_path.is_empty() {
        text.push_str(&format!("# from the path, may be repeated: {}\n", in_path.join(", ")));
    }
    text.push_str(&keys(schema, table, 0));
    text.push_str("---\n");
    if let Some(body) = table.body_column() {
        text.push_str(&format!("\n{}.\n", prose(table.columns[body].name)));
    }
    for column in table.columns {
        if let Source::Section(heading) = column.source {
            let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
            text.push_str(&format!("\n## {heading}\n\n{}", section(column)));
        }
    }
    text
}

fn section(column: &ColumnSchema) -> String {
    let (note, optional) = if column.value.nullable { ("# optional\n", " (optional)") } else { ("", "") };
    match (column.value.kind, json(column.rust_type)) {
        (Kind::Json, Structure::Flow(text)) => format!("```yaml\n{note}{text}\n```\n"),
        (Kind::Json, Structure::Block(lines)) => format!("```yaml\n{note}{}\n```\n", lines.join("\n")),
        (Kind::Text, _) => format!("{}{optional}.\n", prose(column.name)),
        _ => format!("{}\n", plain(column)),
    }
}

/// The keys of a file's front matter, or of an entry of a list; then the lists that are in there.
fn keys(schema: &Schema, table: &TableSchema, depth: usize) -> String {
    let mut text = String::new();
    for (position, column) in table.columns.iter().enumerate() {
        let own = !words::in_path(table, position)
            && words::filled_by_file(table, position).is_none()
            && column.value.kind != Kind::Blob;
        match column.source {
            Source::Key(key) if own => push_key(&mut text, table, position, key),
            Source::Position(key) => {
                text.push_str(&format!(
                    "# {}: optional; the position in the list, from 1, where it is left out\n",
                    scalar(key)
                ));
            }
            _ => {}
        }
    }
    if depth < DEEPEST {
        for (list, key) in words::lists(schema, table) {
            text.push_str(&format!("{}:\n", scalar(key)));
            let entry = keys(schema, list, depth + 1);
            for (at, line) in entry.lines().enumerate() {
                text.push_str(if at == 0 { "  - " } else { "    " });
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

fn push_key(text: &mut String, table: &TableSchema, position: usize, key: &str) {
    let column = &table.columns[position];
    let mut notes = Vec::new();
    if words::is_optional(table, position) {
        notes.push("optional".to_owned());
    }
    if column.value.kind == Kind::Enum {
        let variants: Vec<_> = column.value.variants.iter().map(|text| scalar(text)).collect();
        notes.push(format!("one of {}", variants.join(", ")));
    }
    let note = if notes.is_empty() { String::new() } else { format!("  # {}", notes.join("; ")) };
    let key = scalar(key);
    if column.value.kind != Kind::Json {
        text.push_str(&format!("{key}: {}{note}\n", value(table, column)));
        return;
    }
    match (json(column.rust_type), column.default) {
        // JSON is YAML as well, and the default fits a type whose name does not tell enough.
        (Structure::Block(_), Some(Default::Text(json))) if !json.contains(['\n', '\t']) => {
            text.push_str(&format!("{key}: {json}{note}\n"));
        }
        (Structure::Flow(value), _) => text.push_str(&format!("{key}: {value}{note}\n")),
        (Structure::Block(lines), _) => {
            text.push_str(&format!("{key}:{note}\n"));
            lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
        }
    }
}

fn value(table: &TableSchema, column: &ColumnSchema) -> String {
    match (column.value.kind, column.default) {
        (Kind::Id, _) if column.name == "id" && table.singleton.is_some() => {
            scalar(table.singleton.unwrap_or_default())
        }
        (Kind::Id | Kind::Text, Some(Default::Text(text))) => scalar(text),
        (Kind::Text, _) if column.name.ends_with("_id") => dashed(column.name),
        (Kind::Text, _) => prose(column.name),
        (Kind::Id, _) => id(table, column),
        (Kind::Enum, _) => scalar(&plain(column)),
        _ => plain(column),
    }
}

/// A value without anything that YAML would ask for.
fn plain(column: &ColumnSchema) -> String {
    match (column.value.kind, column.default) {
        (Kind::Enum, _) => column.value.variants.first().map_or_else(String::new, |text| (*text).to_owned()),
        (Kind::Timestamp, _) => "2026-03-14T09:26:53Z".to_owned(),
        (Kind::Boolean, Some(Default::Boolean(value))) => value.to_string(),
        (Kind::Boolean, _) => "true".to_owned(),
        (Kind::Integer, Some(Default::Integer(value))) => value.to_string(),
        (Kind::Integer, _) => "1".to_owned(),
        (Kind::Real, Some(Default::Real(literal))) => literal.to_owned(),
        (Kind::Real, _) => "0.5".to_owned(),
        _ => prose(column.name),
    }
}

/// `some-pattern-id` for an `Id<Pattern>`, be it the row's own or another one's.
fn id(table: &TableSchema, column: &ColumnSchema) -> String {
    let own = (column.name == "id").then_some(table.identity);
    let Some(target) = column.value.target.or(own) else { return dashed(column.name) };
    let mut name = String::new();
    for c in target.rust_name.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    dashed(&name) + "-id"
}

/// `some-agent-id` for `agent_id`.
fn dashed(name: &str) -> String {
    format!("some-{}", name.replace('_', "-"))
}

/// `Some core purpose` for `core_purpose`.
fn prose(column: &str) -> String {
    format!("Some {}", column.replace('_', " ").trim())
}

/// What a `Json<T>` could hold.
enum Structure {
    /// On one line.
    Flow(String),
    /// Line by line.
    Block(Vec<String>),
}

/// As much as the name of the type says.
fn json(rust_type: &str) -> Structure {
    let inner = rust_type.split_once("Json<").map_or("", |(_, rest)| rest.trim_end_matches(['>', ' ']));
    let mapping = |note: &str| Structure::Block(vec![format!("key: value{note}")]);
    if let Some(element) = inner.strip_prefix("Vec<") {
        return match element {
            "String" => Structure::Flow("[one thing, another thing]".to_owned()),
            _ if is_number(element) => Structure::Flow("[1, 2]".to_owned()),
            _ if element.contains('<') => Structure::Block(vec!["- key: value".to_owned()]),
            _ => Structure::Block(vec![format!("- key: value  # the fields of {element}")]),
        };
    }
    match inner {
        "String" => Structure::Flow("Some text".to_owned()),
        "bool" => Structure::Flow("true".to_owned()),
        _ if is_number(inner) => Structure::Flow("1".to_owned()),
        _ if inner.ends_with("Value") => mapping("  # anything"),
        _ if inner.is_empty() || inner.contains(['<', '(', '[']) => mapping(""),
        _ => mapping(&format!("  # the fields of {inner}")),
    }
}

fn is_number(rust_type: &str) -> bool {
    let digits = rust_type.trim_start_matches(['i', 'u', 'f']);
    digits.len() + 1 == rust_type.len() && matches!(digits, "8" | "16" | "32" | "64" | "size")
}

/// A YAML scalar that is read as this text.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/'))
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str());
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// In double quotes. JSON writes control characters above U+007E as they are, and YAML takes most of them escaped only.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for c in serde_json::Value::from(text).to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_quoted_where_yaml_would_read_something_else() {
        for (text, expected) in [
            ("active", "active"),
            ("world-specific", "world-specific"),
            ("No", "\"No\""),
            ("1", "\"1\""),
            ("a: b # c", "\"a: b # c\""),
            ("two\nlines", "\"two\\nlines\""),
            ("", "\"\""),
            ("a\u{7f}b\u{80}", "\"a\\u007fb\\u0080\""),
        ] {
            assert_eq!(scalar(text), expected);
        }
    }

    #[cfg(feature = "markdown")]
    #[test]
    fn a_sample_is_yaml_with_every_key() {
        use crate::schema::{Layer, Scope, Target, ValueType};

        const IDENTITY: Target = Target::new::<()>("notes", "Note", "engine", Scope::Global, Layer::L3);
        const fn column(key: &'static str, rust: &'static str, kind: Kind) -> ColumnSchema {
            ColumnSchema::new(key, rust, "", ValueType::of(kind), Source::Key(key))
        }
        const VARIANTS: ValueType = ValueType { variants: &["a: b", "# c\nd"], ..ValueType::of(Kind::Enum) };
        const COLUMNS: &[ColumnSchema] = &[
            column("on", "bool", Kind::Boolean),
            column("a: b", "String", Kind::Text).default(Default::Text("- 'x' \"y\" # z\n\\")),
            column("owner_id", "String", Kind::Text),
            column("list", "Json<Vec<Mode>>", Kind::Json),
            column("free", "Json<serde_json::Value>", Kind::Json),
            column("at", "Timestamp", Kind::Timestamp),
            ColumnSchema::new("state", "State", "", VARIANTS, Source::Key("state")),
        ];
        static NOTES: TableSchema =
            TableSchema { columns: COLUMNS, fields: COLUMNS.len(), ..TableSchema::broken(IDENTITY) };

        let text = file(&Schema::new(&[]), &NOTES);
        let document = crate::markdown::read(&text).expect("a document");
        let value =
            |key: &str| document.front_matter.get(key).and_then(|node| node.as_text().map(str::to_owned));
        let entries: Vec<_> = document.front_matter.entries().iter().map(|(key, _)| key.as_text()).collect();
        let keys: Vec<_> = COLUMNS.iter().map(|column| Some(column.name)).collect();
        assert_eq!(entries, keys, "{text}");
        assert_eq!(value("a: b").as_deref(), Some("- 'x' \"y\" # z\n\\"));
        assert_eq!(value("owner_id").as_deref(), Some("some-owner-id"));
        assert_eq!(value("state").as_deref(), Some("a: b"));
    }

    #[test]
    fn json_is_shown_by_its_type() {
        let shown = |rust_type| match json(rust_type) {
            Structure::Flow(text) => text,
            Structure::Block(lines) => lines.join("\n"),
        };
        assert_eq!(shown("Option<Json<Vec<String>>>"), "[one thing, another thing]");
        assert_eq!(shown("Json<Vec<i64>>"), "[1, 2]");
        assert_eq!(shown("Json<Vec<Mode>>"), "- key: value  # the fields of Mode");
        assert_eq!(shown("Json<serde_json::Value>"), "key: value  # anything");
        assert_eq!(shown("Json<Profile>"), "key: value  # the fields of Profile");
        assert_eq!(shown("Json<BTreeMap<String, i64>>"), "key: value");
        assert_eq!(shown("Settings"), "key: value");
    }
}
