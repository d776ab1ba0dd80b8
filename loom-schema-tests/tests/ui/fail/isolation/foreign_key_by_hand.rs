//! A foreign key that no column declares.

use loom_schema::prelude::*;
use loom_schema::query::{ForeignKey, KeyTo};
use loom_schema_tests::fixture::{Remark, Session};

#[derive(Clone, Copy)]
pub struct Mine;

impl ForeignKey for Mine {
    type Child = Remark;
    type Parent = Session;

    fn foreign_key(self) -> usize {
        0
    }
}

impl KeyTo<Session> for Mine {}

fn main() {
    let _ = Session::query().with_many(Mine);
}
