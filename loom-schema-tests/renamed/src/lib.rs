//! Declares tables where the library goes by another name: `crate = …` says which.

use renamed::prelude::*;

/// A note.
#[derive(LoomTable, Debug)]
#[loom_table(crate = renamed, global, layer = "L3", markdown = "notes/{id}.md", index(size))]
pub struct Note {
    /// The file's name.
    pub id: Id<Note>,
    /// How large it is.
    #[loom(default = "small")]
    pub size: Size,
    /// The note that follows.
    pub next_id: Option<Id<Note>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How large a note is.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
#[loom_enum(crate = renamed)]
pub enum Size {
    /// A line.
    Small,
    /// A page.
    Large,
}

/// The library as an engine would offer it to its own users.
pub mod engine {
    pub use renamed as library;
}

/// A table that reaches the library through that.
#[derive(LoomTable, Debug)]
#[loom_table(crate = engine::library, global, layer = "L3", derived)]
pub struct Remark {
    /// Any text.
    pub id: Id<Remark>,
    /// The note it is about.
    pub note_id: Id<Note>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Both of them.
pub static SCHEMA: Schema = renamed::schema![Note, Remark];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_work_under_another_name() {
        let loom = Loom::in_memory(&SCHEMA).unwrap();
        let note = loom.insert(NewNote {}.set(Note::SIZE, Size::Large)).unwrap();
        let remark = loom.insert(NewRemark { note_id: note.id.clone() }).unwrap();
        assert_eq!((note.size, remark.note_id), (Size::Large, note.id));
    }
}
