//! Permissions that a program gives itself.

use loom_schema::query::{SetOnInsert, SetOnUpdate};

pub enum Everything {}

impl SetOnInsert for Everything {}
impl SetOnUpdate for Everything {}

fn main() {}
