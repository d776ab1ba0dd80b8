//! A handle that reads every world, unlogged.

use loom_schema::WorldHandle;
use loom_schema::query::{InWorld, Read, Write};

pub struct Mine<'l>(WorldHandle<'l>);

impl Read for Mine<'_> {
    type Scope = InWorld;
}

impl Write for Mine<'_> {
    type Role = loom_schema::query::AcrossWorlds;
}

fn main() {}
