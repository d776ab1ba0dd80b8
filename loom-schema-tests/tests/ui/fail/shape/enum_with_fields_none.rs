use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Size {}

#[derive(LoomEnum, Clone, Copy)]
pub struct Length {
    pub metres: i64,
}

fn main() {}
