use loom_schema::prelude::*;

pub static SCHEMA: Schema = schema![];

fn main() {
    let _ = Loom::in_memory(&SCHEMA);
}
