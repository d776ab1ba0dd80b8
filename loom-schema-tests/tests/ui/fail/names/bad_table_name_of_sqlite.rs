use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = "json_each")]
pub struct Each {
    pub id: Id<Each>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = "pragma_notes")]
pub struct Pragma {
    pub id: Id<Pragma>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = "excluded")]
pub struct Excluded {
    pub id: Id<Excluded>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

// Its indexes would be named `sqlite_…`.
#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = "sqlite", index(name))]
pub struct Sqlite {
    pub id: Id<Sqlite>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
