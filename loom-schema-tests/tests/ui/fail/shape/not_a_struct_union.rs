use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub union Note {
    pub small: u8,
    pub large: u64,
}

fn main() {}
