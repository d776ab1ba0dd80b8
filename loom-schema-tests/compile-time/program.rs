//! The programs that are timed.

use std::fmt::Write;
use std::path::Path;

/// What the structs derive beside `Debug`, `Clone` and `PartialEq`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Derive {
    Plain,
    Serde,
    Ours,
}

impl Derive {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Serde, Self::Ours];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Serde => "serde",
            Self::Ours => "ours",
        }
    }
}

/// A change to table 6.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Edit {
    /// A field gets a longer name.
    LongerName,
    /// That, and a line of documentation above it.
    LineAbove,
}

/// All crates have the same dependencies, so that loading them costs all the same.
pub(crate) fn manifest(name: &str, library: &Path) -> String {
    let library = library.display();
    format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\nloom-schema = {{ path = {:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n",
        library.to_string()
    )
}

/// `count` tables of twelve columns; the enum and the world table are there once.
pub(crate) fn source(derive: Derive, count: usize, edit: Option<Edit>) -> String {
    let ours = derive == Derive::Ours;
    let row = match derive {
        Derive::Plain => "Debug, Clone, PartialEq",
        Derive::Serde => "serde::Serialize, serde::Deserialize, Debug, Clone, PartialEq",
        Derive::Ours => "LoomTable, Debug, Clone, PartialEq",
    };
    let status = if ours { "LoomEnum, " } else { "serde::Serialize, serde::Deserialize, " };
    let mut out = format!(
        "//! Generated.\n#![allow(unused_imports)]\nuse loom_schema::prelude::*;\n\n\
         /// How far it is.\n#[derive({status}Debug, Clone, Copy, PartialEq, Eq)]\n\
         pub enum Status {{ Pending, Active, Closed, Failed }}\n\n\
         /// A world.\n#[derive({row})]\n{}pub struct World {{\n    pub id: Id<World>,\n    pub name: String,\n    \
         pub created_at: Timestamp,\n    pub updated_at: Timestamp,\n}}\n",
        if ours { "#[loom_table(global, layer = \"L3\", markdown = \"worlds/{id}.md\")]\n" } else { "" },
    );
    for number in 1..=count {
        push_table(&mut out, derive, row, number, edit.filter(|_| number == 6));
    }
    if ours {
        out.push_str("\n/// All of them.\npub static SCHEMA: Schema = schema![World");
        for number in 1..=count {
            let _ = write!(out, ", Record{number}");
        }
        out.push_str("];\n");
    }
    out
}

fn push_table(out: &mut String, derive: Derive, row: &str, number: usize, edit: Option<Edit>) {
    let attribute = |text: &str| if derive == Derive::Ours { format!("{text}\n") } else { String::new() };
    let table = attribute(&format!(
        "#[loom_table(world_scoped, layer = \"L2\", markdown = \"worlds/{{world_id}}/record{number}/{{id}}.md\", \
         index(kind, closed_at))]"
    ));
    let parent = if number.is_multiple_of(2) {
        format!("parent_id: Option<Id<Record{}>>", number - 1)
    } else {
        "parent: Option<String>".to_owned()
    };
    let (above, title) = match edit {
        None => ("", "title"),
        Some(Edit::LongerName) => ("", "title_of_the_record"),
        Some(Edit::LineAbove) => ("    /// What it is called.\n", "title_of_the_record"),
    };
    let (default, body) = (attribute("    #[loom(default = 0)]"), attribute("    #[loom(body)]"));
    let _ = write!(
        out,
        "
/// Record number {number}.
#[derive({row})]
{table}pub struct Record{number} {{
    pub id: Id<Record{number}>,
    pub world_id: Id<World>,
    pub {parent},
    pub status: Status,
    /// The kind of record, in a word.
    pub kind: String,
{above}    pub {title}: Option<String>,
{default}    pub tokens: i64,
    pub payload: Json<serde_json::Value>,
{body}    pub notes: String,
    pub closed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}}
"
    );
}
