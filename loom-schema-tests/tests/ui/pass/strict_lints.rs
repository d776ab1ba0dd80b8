//! What the derives generate is as clean as the user's own code has to be.

#![forbid(missing_docs, unsafe_code)]
#![deny(warnings, missing_debug_implementations, missing_copy_implementations)]
#![deny(unreachable_pub, unused_qualifications, unused_lifetimes, non_ascii_idents)]
#![deny(rust_2018_idioms, future_incompatible, let_underscore, single_use_lifetimes, trivial_casts)]
#![deny(unused_results, variant_size_differences, elided_lifetimes_in_paths, redundant_lifetimes)]

use loom_schema::prelude::*;

/// A note.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md", unique(name), deletable)]
pub(crate) struct Note {
    /// The file's name.
    pub(crate) id: Id<Note>,
    /// What it is called.
    pub(crate) name: String,
    /// How large it is.
    #[loom(default = "small")]
    pub(crate) size: Size,
    /// How large it was thought to be.
    #[deprecated = "see `size`"]
    #[loom(default = 0)]
    pub(crate) length: i64,
    /// The note that follows.
    pub(crate) next_id: Option<Id<Note>>,
    /// When it was made.
    pub(crate) created_at: Timestamp,
    /// When it last changed.
    pub(crate) updated_at: Timestamp,
}

/// How large a note is.
#[derive(LoomEnum, Debug, Clone, Copy)]
pub(crate) enum Size {
    /// A line.
    Small,
    /// A page.
    Large,
    /// A book.
    #[deprecated]
    Huge,
}

static SCHEMA: Schema = schema![Note];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let note = loom.insert(NewNote { name: "fog".into() }.set(Note::SIZE, Size::Large)).unwrap();
    assert!(format!("{note:?}").contains("fog"));
}
