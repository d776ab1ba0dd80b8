use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "Notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Other {
    pub id: Id<Other>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "texts/T-{id}.md")]
pub struct Text {
    pub id: Id<Text>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "texts/t-{id}-X.md")]
pub struct Third {
    pub id: Id<Third>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "texts/T-one-x.md", singleton)]
pub struct Fixed {
    #[loom(default = "one")]
    pub id: Id<Fixed>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Other, Text, Third, Fixed];

fn main() {}
