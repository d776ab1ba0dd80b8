use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub enum Note {
    Short,
    Long,
}

fn main() {}
