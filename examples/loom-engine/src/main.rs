//! The engine's first run.

use loom_engine::tables::LOOM;
fn main() {
    for ddl in LOOM.ddl() {
        println!("{ddl}");
    }
    let loom = loom_schema::Loom::in_memory(&LOOM);
    println!("{}", loom.is_ok());
}
