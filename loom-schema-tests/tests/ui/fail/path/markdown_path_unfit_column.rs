use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "{id}/{a}/{b}/{c}/{d}/{e}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub a: f64,
    pub b: Option<Vec<u8>>,
    pub c: Json<String>,
    pub d: Option<String>,
    pub e: Option<Json<String>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
