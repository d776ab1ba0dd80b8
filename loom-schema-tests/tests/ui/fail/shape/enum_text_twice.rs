use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Size {
    Small,
    #[loom(rename = "small")]
    Tiny,
    Large,
}

fn main() {}
