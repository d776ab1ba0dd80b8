use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", markdown(inside = Pattern key = "x"), index(a b))]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(unique unique)]
    pub name: String,
    #[loom(check = "", key = " ")]
    pub text: String,
    #[loom = "x"]
    pub size: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
