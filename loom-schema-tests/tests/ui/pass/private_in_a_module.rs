//! Fields and structs are as visible as the user makes them, and generated items as visible as what they belong to.

mod outer {
    pub(crate) mod inner {
        use loom_schema::prelude::*;

        #[derive(LoomTable, Debug)]
        #[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
        pub(crate) struct Note {
            pub(crate) id: Id<Note>,
            text: String,
            pub(super) size: Size,
            created_at: Timestamp,
            updated_at: Timestamp,
        }

        #[derive(LoomEnum, Debug, Clone, Copy)]
        pub(super) enum Size {
            Small,
            Large,
        }

        #[derive(LoomTable)]
        #[loom_table(global, layer = "L3", derived)]
        struct Hidden {
            id: Id<Hidden>,
            created_at: Timestamp,
            updated_at: Timestamp,
        }

        pub(crate) static SCHEMA: Schema = schema![Note, Hidden];

        impl Note {
            pub(crate) fn draft(text: &str) -> NewNote {
                NewNote { text: text.to_owned(), size: Size::Small }
            }

            pub(crate) fn words(&self) -> usize {
                self.text.split(' ').count()
            }
        }
    }

    pub(crate) fn large(mut note: inner::NewNote) -> inner::NewNote {
        note.size = inner::Size::Large;
        note
    }
}

use loom_schema::prelude::*;
use outer::inner::{Note, SCHEMA};

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let note = loom.insert(outer::large(Note::draft("fog over the ford"))).unwrap();
    assert_eq!(loom.get(&note.id).unwrap().unwrap().words(), 4);
    let _ = loom.select::<Note>().order_by(Note::ID.asc()).order_by(Note::LAST_SYNCED_AT.desc()).all().unwrap();
}
