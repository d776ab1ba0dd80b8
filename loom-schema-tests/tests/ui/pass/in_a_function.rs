//! A table that only one function knows.

use loom_schema::prelude::*;

fn main() {
    #[derive(LoomEnum, Debug, Clone, Copy, PartialEq)]
    enum Size {
        Small,
        Large,
    }

    #[derive(LoomTable, Debug, PartialEq)]
    #[loom_table(global, layer = "L3", derived)]
    struct Note {
        id: Id<Note>,
        #[loom(default = "large")]
        size: Size,
        text: String,
        created_at: Timestamp,
        updated_at: Timestamp,
    }

    static SCHEMA: Schema = schema![Note];
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let note = loom.insert(NewNote { text: "fog".into() }.set(Note::SIZE, Size::Small)).unwrap();
    assert_eq!(loom.get(&note.id).unwrap(), Some(note));
    assert_eq!(loom.insert(NewNote { text: "mist".into() }).unwrap().size, Size::Large);
}
