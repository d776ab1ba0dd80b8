use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, index(r#typ))]
pub struct r#Note {
    pub id: Id<r#Note>,
    #[loom(default = 1)]
    pub r#type: String,
    #[loom(section = "X")]
    pub r#match: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
