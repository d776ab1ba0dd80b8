//! What a handle hands to the queries that run through it.

use loom_schema::WorldHandle;

pub fn context(world: &WorldHandle<'_>) {
    let _ = world.context();
}

pub fn named(_: loom_schema::query::Context<'_>) {}

pub fn through_the_trait(world: &WorldHandle<'_>) {
    let _ = loom_schema::query::Handle::context(world);
}

fn main() {}
