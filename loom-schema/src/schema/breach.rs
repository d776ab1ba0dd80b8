//! What const evaluation can find wrong.

use super::{Identity, Kind, Layer};

/// A broken rule, found in const evaluation.
#[allow(missing_docs, reason = "the fields are the names that the message shows")]
#[derive(Clone, Copy, Debug)]
pub enum Breach {
    /// `table_twice`
    TableTwice { table: &'static str, first: &'static str, second: &'static str },
    /// `index_name_twice`
    IndexNameTwice { index: &'static str, other: &'static str },
    /// `unlisted_table`, by `inside = …`
    UnlistedParent { table: &'static str, parent: &'static str },
    /// `unlisted_table`
    UnlistedTable { table: &'static str, column: &'static str, target: &'static str, rust_name: &'static str },
    /// `unlisted_table`, by a struct whose table has the name of another one's.
    AnotherStruct { table: &'static str, column: &'static str, target: Identity, listed: Identity },
    /// `inside_without_reference`
    InsideWithoutReference { table: &'static str, parent: &'static str, rust_name: &'static str },
    /// `key_clash`
    ListKeyClash { table: &'static str, parent: &'static str, key: &'static str },
    /// `markdown_path_collision`
    PathCollision { table: &'static str, path: &'static str, other: &'static str, other_path: &'static str },
    /// `foreign_key_cycle`
    ForeignKeyCycle { table: &'static str, column: &'static str, target: &'static str },
    /// `world_bound_reference`
    WorldBoundReference { table: &'static str, target: &'static str },
    /// `upward_reference`
    UpwardReference { table: &'static str, layer: Layer, target: &'static str },
    /// `set_null_not_nullable`, behind an alias
    SetNullNotNullable { column: &'static str },
    /// `set_null_across_world_key`
    SetNullAcrossWorldKey { table: &'static str, column: &'static str, target: &'static str },
    /// `not_a_reference`, behind an alias or on an enum
    NotAReference { column: &'static str, key: &'static str },
    /// `default_not_a_variant`
    DefaultNotAVariant { default: &'static str, variants: &'static [&'static str] },
    /// `default_type`, behind an alias or on an enum
    DefaultType { kind: Kind, variants: &'static [&'static str] },
    /// `table_named_as_index`
    TableNamedAsIndex { table: &'static str, other: &'static str },
    /// `markdown_path_unfit_column`, behind an alias
    PathUnfitColumn { table: &'static str, column: &'static str },
    /// `inside_itself`
    InsideItself { table: &'static str, parent: &'static str },
    /// `inside_without_file`
    InsideWithoutFile { table: &'static str, parent: &'static str },
    /// `key_clash`, of two lists
    ListTwice { table: &'static str, other: &'static str, parent: &'static str, key: &'static str },
    /// `default_type`, of a small integer behind an alias
    DefaultRange { number: i64, least: i64, greatest: i64 },
    /// `markdown_path_unfit_column`, of an enum
    PathUnfitVariant { table: &'static str, column: &'static str, variant: &'static str },
    /// `bad_position`, behind an alias
    BadPosition { table: &'static str, column: &'static str },
    /// `bytes_in_markdown`, behind an alias
    BytesInMarkdown { table: &'static str, column: &'static str },
}

/// Makes a breach a compile error at the caller's place.
#[track_caller]
#[allow(clippy::panic, reason = "in const evaluation, a panic is a message")]
pub const fn refuse(breach: Option<Breach>) {
    if let Some(breach) = breach {
        panic!("{}", breach.text().as_str());
    }
}
