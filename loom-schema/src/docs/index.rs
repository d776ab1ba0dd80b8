//! The first page: every table by layer, and how they hang together.

use super::text::{code, first_sentence, heading, row};
use super::{MARKER, diagram, words};
use crate::schema::{Layer, TableSchema};
use crate::table::Schema;

pub(super) fn page(schema: &Schema) -> String {
    let mut page = format!("{MARKER}\n\n# Tables\n\n");
    let count = schema.tables().len();
    page.push_str(&format!(
        "{count} table{}, declared as Rust structs, stored in SQLite, filled from Markdown. \
         [`schema.json`](schema.json) holds the same information for programs.\n",
        if count == 1 { "" } else { "s" },
    ));
    for layer in Layer::ALL {
        let mut tables: Vec<_> = schema.layer(layer).collect();
        if tables.is_empty() {
            continue;
        }
        // Global tables first; the order of the schema within a scope.
        tables.sort_by_key(|table| table.is_world_scoped());
        page.push_str(&format!("\n## {layer}\n\n{}.\n\n", capital(words::layer(layer))));
        page.push_str(&heading(["Table", "Scope", "Purpose", "Rows come from"]));
        for table in tables {
            page.push_str(&line(table));
        }
    }
    page.push_str("\n## Diagram\n\n");
    page.push_str(&diagram::whole(schema));
    page.push_str(LEGEND);
    page.push_str(MAKING);
    page
}

fn line(table: &TableSchema) -> String {
    row([
        format!("[{}](tables/{}.md)", code(table.name()), table.name()),
        table.scope().code().to_owned(),
        first_sentence(table.doc),
        truth(table),
    ])
}

fn truth(table: &TableSchema) -> String {
    use crate::schema::Truth;
    match table.truth {
        Truth::File { path, .. } => code(path),
        Truth::Inside { table, key } => {
            format!("the list {} in the files of [{}](tables/{table}.md)", code(key), code(table))
        }
        Truth::Derived => "other tables (derived)".to_owned(),
    }
}

/// The sentence with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

const LEGEND: &str = "
Only keys are shown: PK primary key, FK foreign key, UK unique (in its world, if the table has worlds). A line is \
labelled with the column that references; it is solid where that column is part of the primary key.
";

const MAKING: &str = "
## How these pages are made

They are made from the structs by the `docs` command of the program that declares the tables, or by \
`loom_schema::docs::write`; they contain the doc comments of the structs and fields. Do not edit them: edit the \
struct, then run

```sh
loom docs --out DIR          # writes what has changed
loom docs --out DIR --check  # changes nothing; exit code 1 if a page is not current
```

with your program's name for `loom`, and this folder for `DIR`. Pages of tables that no longer exist are removed.

The first lines of a page mark it as generated and hold a hash of the rest. A page without them is yours and is never \
touched. A page that somebody has edited since it was generated is neither overwritten nor removed: copy what you \
want to keep, delete the page, and run the command again.
";
