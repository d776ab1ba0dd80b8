//! A table that is written by hand, with a scope of its own making.

use loom_schema::prelude::*;
use loom_schema::__private as private;
use loom_schema_tests::fixture::{NewSession, Session};

pub struct Mine;

pub enum Anywhere {}

impl LoomTable for Mine {
    type Scope = Anywhere;
    type Layer = Anywhere;
    const IDENTITY: private::Identity = <Session as LoomTable>::IDENTITY;
    const TABLE: &'static private::TableSchema = <Session as LoomTable>::TABLE;
    type New = NewSession;

    fn decode(_: &mut impl private::Cells) -> Result<Self, private::CellError> {
        Ok(Self)
    }

    fn statements() -> &'static private::OnceLock<private::Statements> {
        <Session as LoomTable>::statements()
    }
}

fn main() {}
