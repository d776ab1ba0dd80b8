//! The messages of the rules that const evaluation checks.

use super::verify::equal;
use super::{Breach, Kind};
use crate::text::{Text, Writer};

/// How many bytes a message has room for.
const ROOM: usize = 1024;

/// How many texts of an enum a message lists.
const MOST_TEXTS: usize = 12;

impl Breach {
    /// The message, as the compiler prints it.
    #[must_use]
    pub const fn text(&self) -> Text<ROOM> {
        let mut bytes = [0; ROOM];
        let mut out = Writer::new(&mut bytes);
        self.push(&mut out);
        let length = out.length();
        Text { bytes, length }
    }

    const fn push(&self, out: &mut Writer<'_>) {
        match *self {
            Self::TableTwice { table, first, second } if equal(first, second) => pieces(
                out,
                &[
                    "`",
                    second,
                    "` is listed twice, as table `",
                    table,
                    "` (table_twice)\nhelp: list each table once",
                ],
            ),
            Self::TableTwice { table, first, second } => pieces(
                out,
                &[
                    "`",
                    first,
                    "` and `",
                    second,
                    "` are both named `",
                    table,
                    "` (table_twice)\nhelp: write another `name = \"…\"` in the `#[loom_table(…)]` of one of them",
                ],
            ),
            Self::IndexNameTwice { index, other } => pieces(
                out,
                &[
                    "index `",
                    index,
                    "` is also an index of `",
                    other,
                    "` (index_name_twice)\nhelp: give one of them a `name = \"…\"`",
                ],
            ),
            Self::UnlistedTable { table, column, target, rust_name } => pieces(
                out,
                &[
                    "`",
                    table,
                    ".",
                    column,
                    "` references `",
                    target,
                    "`, which is not listed (unlisted_table)\nhelp: add `",
                    rust_name,
                    "` to this `schema![…]`",
                ],
            ),
            Self::AnotherStruct { table, column, target, listed } => pieces(
                out,
                &[
                    "`",
                    table,
                    ".",
                    column,
                    "` references `",
                    target.module,
                    "::",
                    target.rust_name,
                    "`, and the table `",
                    target.table,
                    "` that is listed is `",
                    listed.module,
                    "::",
                    listed.rust_name,
                    "` (unlisted_table)\nhelp: name the listed struct in the field's type, or write another `name = \"…\"` in \
                     the `#[loom_table(…)]` of one of them and list both",
                ],
            ),
            Self::UnlistedParent { table, parent } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` lies inside the files of `",
                    parent,
                    "`, which is not listed (unlisted_table)\nhelp: add the table that `inside = …` names to this `schema![…]`",
                ],
            ),
            Self::InsideWithoutReference { table, parent, rust_name } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` lies inside the files of `",
                    parent,
                    "` without a foreign key to it (inside_without_reference)\nhelp: add a field of type `Id<",
                    rust_name,
                    ">` to `",
                    table,
                    "`",
                ],
            ),
            Self::ListKeyClash { table, parent, key } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` and a column of `",
                    parent,
                    "` are both read from the front matter key `",
                    key,
                    "` (key_clash)\nhelp: give one of them another key",
                ],
            ),
            Self::PathCollision { table, path, other, other_path } => pieces(
                out,
                &[
                    "a file can be a row of `",
                    table,
                    "` (`",
                    path,
                    "`) and of `",
                    other,
                    "` (`",
                    other_path,
                    "`) (markdown_path_collision)\nhelp: give one of the paths a folder or a fixed part of its own; upper and lower case do not count",
                ],
            ),
            Self::ForeignKeyCycle { table, column, target } => pieces(
                out,
                &[
                    "no row of `",
                    table,
                    "` could be the first: `",
                    column,
                    "` needs a row of `",
                    target,
                    "`, which needs another in turn (foreign_key_cycle)\nhelp: make one of the columns of the cycle an `Option<…>`",
                ],
            ),
            Self::WorldBoundReference { table, target } => pieces(
                out,
                &[
                    "global table `",
                    table,
                    "` cannot reference the world-scoped `",
                    target,
                    "` (world_bound_reference)\nhelp: make `",
                    table,
                    "` world_scoped, or keep the id as text without a foreign key: `String`",
                ],
            ),
            Self::UpwardReference { table, layer, target } => pieces(
                out,
                &[
                    layer.code(),
                    " table `",
                    table,
                    "` cannot reference the L2 table `",
                    target,
                    "`: what is permanent cannot hang on what merely happened (upward_reference)",
                    "\nhelp: reference the other way round, or keep the id as text: `String`",
                ],
            ),
            Self::SetNullNotNullable { column } => pieces(
                out,
                &[
                    "`",
                    column,
                    "` cannot become NULL (set_null_not_nullable)",
                    "\nhelp: make its type an `Option<…>`, or leave `on_delete` out: the delete is then refused",
                ],
            ),
            Self::SetNullAcrossWorldKey { table, column, target } => pieces(
                out,
                &[
                    "the foreign key from `",
                    table,
                    "` to `",
                    target,
                    "` is `(world_id, ",
                    column,
                    ")`, and `world_id` cannot become NULL (set_null_across_world_key)",
                    "\nhelp: leave `on_delete` out: the delete is then refused; where rows may be deleted, `on_delete = \"cascade\"` is right too",
                ],
            ),
            Self::NotAReference { column, key } => pieces(
                out,
                &[
                    "`",
                    key,
                    "` is for foreign keys, and `",
                    column,
                    "` is none (not_a_reference)\nhelp: write the type as `Id<T>`, with the table's struct as `T`, or remove `",
                    key,
                    "`",
                ],
            ),
            Self::DefaultNotAVariant { default, variants } => {
                pieces(
                    out,
                    &[
                        "`",
                        default,
                        "` is none of the enum's texts (default_not_a_variant)\nhelp: write one of ",
                    ],
                );
                texts(out, variants);
            }
            Self::DefaultType { kind: Kind::Enum, variants } => {
                pieces(
                    out,
                    &["the default of an enum is one of its texts (default_type)\nhelp: write one of "],
                );
                texts(out, variants);
            }
            Self::DefaultType { kind, .. } => pieces(
                out,
                &[
                    "the default is of another type than its column (default_type)\nhelp: ",
                    match kind {
                        Kind::Text | Kind::Id => "the column holds text: write `default = \"…\"`",
                        Kind::Json => "the column holds JSON: write it as text: `default = \"[]\"`",
                        Kind::Integer => "the column holds a whole number: write `default = 0`",
                        Kind::Timestamp => "the column holds seconds since 1970: write `default = 0`",
                        Kind::Real => "the column holds a number: write `default = 0.5`",
                        Kind::Boolean => "the column holds true or false: write `default = false`",
                        Kind::Blob | Kind::Enum => "bytes have no default: make the column an `Option<…>`",
                    },
                ],
            ),
            Self::TableNamedAsIndex { table, other } => pieces(
                out,
                &[
                    "table `",
                    table,
                    "` is named as an index of `",
                    other,
                    "` (table_named_as_index)\nhelp: write another `name = \"…\"` for the table, or for the index",
                ],
            ),
            Self::PathUnfitColumn { table, column } => pieces(
                out,
                &[
                    "`{",
                    column,
                    "}` cannot be a part of the path of `",
                    table,
                    "`: the column is a float, bytes, JSON, or may be NULL (markdown_path_unfit_column)",
                    "\nhelp: write `{id}`, or another column that holds a text, an id, a whole number or an enum",
                ],
            ),
            Self::InsideItself { table, parent } if equal(table, parent) => pieces(
                out,
                &[
                    "`",
                    table,
                    "` lies inside its own files, and has none (inside_itself)",
                    "\nhelp: give each row a file, `markdown = \"…/{id}.md\"`, and reference the parent row with an `Option<Id<…>>`",
                ],
            ),
            Self::InsideItself { table, parent } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` lies inside the files of `",
                    parent,
                    "`, which lie inside those of `",
                    table,
                    "` in turn, so that none has a file (inside_itself)",
                    "\nhelp: give one of them a file a row: `markdown = \"…/{id}.md\"`",
                ],
            ),
            Self::InsideWithoutFile { table, parent } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` lies inside the files of `",
                    parent,
                    "`, which is `derived` and has none (inside_without_file)",
                    "\nhelp: declare `",
                    parent,
                    "` with `markdown = \"…/{id}.md\"`, or `",
                    table,
                    "` as `derived` too",
                ],
            ),
            Self::ListTwice { table, other, parent, key } => pieces(
                out,
                &[
                    "`",
                    other,
                    "` and `",
                    table,
                    "` are both the list `",
                    key,
                    "` in the files of `",
                    parent,
                    "` (key_clash)\nhelp: give one of them another `key = \"…\"` in its `markdown(inside = …)`",
                ],
            ),
            Self::DefaultRange { number, least, greatest } => {
                pieces(out, &["the column does not hold "]);
                out.push_integer(number);
                pieces(out, &[" (default_type)\nhelp: write a number from "]);
                out.push_integer(least);
                pieces(out, &[" to "]);
                out.push_integer(greatest);
            }
            Self::PathUnfitVariant { table, column, variant } => pieces(
                out,
                &[
                    "`{",
                    column,
                    "}` cannot be a part of the path of `",
                    table,
                    "`: one of its texts is `",
                    variant,
                    "`, whose `/` would divide it (markdown_path_unfit_column)",
                    "\nhelp: give that variant another `#[loom(rename = \"…\")]`, or take the column out of the path",
                ],
            ),
            Self::BadPosition { table, column } => pieces(
                out,
                &[
                    "`",
                    table,
                    ".",
                    column,
                    "` is a `position`, and holds no whole number (bad_position)\nhelp: make its type `i64` or a smaller integer",
                ],
            ),
            Self::BytesInMarkdown { table, column } => pieces(
                out,
                &[
                    "no file could hold `",
                    column,
                    "`, and a row of `",
                    table,
                    "` needs it (bytes_in_markdown)\nhelp: write `Option<Vec<u8>>`, or keep the path of a file in a `String`",
                ],
            ),
        }
    }
}

/// `` `active`, `closed` ``, and no more than a reader takes in, lest the message outgrow its room.
const fn texts(out: &mut Writer<'_>, texts: &[&str]) {
    let mut t = 0;
    while t < texts.len() {
        if t == MOST_TEXTS || out.length() + texts[t].len() + 16 > ROOM {
            pieces(out, &[", …"]);
            return;
        }
        pieces(out, &[if t == 0 { "`" } else { ", `" }, texts[t], "`"]);
        t += 1;
    }
}

const fn pieces(out: &mut Writer<'_>, pieces: &[&str]) {
    let mut i = 0;
    while i < pieces.len() {
        out.push(pieces[i]);
        i += 1;
    }
}
