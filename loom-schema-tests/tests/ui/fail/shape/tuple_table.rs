use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note(pub String);

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Unit;

fn main() {}
