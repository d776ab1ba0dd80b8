
#[derive(loom_schema::LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: loom_schema::Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
