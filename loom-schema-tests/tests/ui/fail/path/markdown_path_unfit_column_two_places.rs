use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "{id}/{a}/{b}/{c}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(body)]
    pub a: String,
    #[loom(section = "B")]
    pub b: String,
    #[loom(derived, default = 0)]
    pub c: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
