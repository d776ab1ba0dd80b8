use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
#[loom_enum(rename_all = "snake_case")]
pub enum Size {
    #[loom(renam = "s")]
    Small,
    #[loom(rename = 1)]
    Large,
    #[loom(default)]
    Other,
}

fn main() {}
