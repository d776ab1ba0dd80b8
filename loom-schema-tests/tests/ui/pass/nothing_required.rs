//! A table whose insert struct has no fields, and one with the longest names there are.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L4", derived)]
pub struct Heartbeat {
    pub id: Id<Heartbeat>,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = "a_table_name_of_sixty_three_bytes_is_as_long_as_one_can_be_here")]
pub struct Long {
    pub id: Id<Long>,
    pub a_column_name_of_sixty_three_bytes_is_as_long_as_one_can_be_now: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Heartbeat, Long];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    loom.operator().insert(NewHeartbeat {}).unwrap();
    loom.insert(NewLong {}).unwrap();
}
