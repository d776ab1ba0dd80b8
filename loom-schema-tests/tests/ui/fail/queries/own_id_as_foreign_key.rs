//! A table's own `id` references nothing.

use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

fn main() {
    let _ = Session::query().with_many(Session::ID);
    let _ = Session::query().with_one(Session::ID);
    let _ = Session::query().columns(Session::ID.to(Session::STATUS));
    let _ = Session::query().filter(Session::ID.exists(None));
}
