//! Two structs whose tables have one name: what is listed is not what is referenced.

use loom_schema::prelude::*;

mod ours {
    use loom_schema::prelude::*;

    /// A topic.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived)]
    pub struct Topic {
        pub id: Id<Topic>,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }
}

mod theirs {
    use loom_schema::prelude::*;

    /// A topic.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived)]
    pub struct Topic {
        pub id: Id<Topic>,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }
}

/// A note.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub topic_id: Id<theirs::Topic>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A reference.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Reference {
    pub id: Id<Reference>,
    #[loom(no_foreign_key)]
    pub topic_id: Id<theirs::Topic>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static LOOM: Schema = schema![ours::Topic, Note, Reference];

fn main() {}
