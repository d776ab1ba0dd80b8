use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Size<T> {
    Small,
    Large(T),
}

fn main() {}
