//! The command line of the ten tables: `cargo run -p loom-engine --bin loom -- --help`.

use loom_engine::tables::LOOM;

fn main() -> std::process::ExitCode {
    loom_schema::cli::run(&LOOM)
}
