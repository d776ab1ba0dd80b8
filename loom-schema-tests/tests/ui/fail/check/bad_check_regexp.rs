use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "slug REGEXP '^[a-z]+$'")]
    pub slug: String,
    #[loom(check = "regexp('^[a-z]+$', name)")]
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
