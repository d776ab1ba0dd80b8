use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Status {
    Active(),
    Closed {},
    Open,
}

fn main() {}
