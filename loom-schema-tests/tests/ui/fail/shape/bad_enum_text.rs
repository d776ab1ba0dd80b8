use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Kind {
    #[loom(rename = "")]
    Empty,
    #[loom(rename = " padded")]
    Padded,
    #[loom(rename = "two\nlines")]
    Lines,
}

fn main() {}
