//! A module with names of its own for what everybody uses, and the library's names among the user's types.

#![allow(dead_code, unused_imports, unused_macros)]

mod shadows {
    pub struct Option;
    pub struct Result;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub trait Default {}
    pub trait Clone {}
    pub trait Into {}
    pub trait Iterator {}
}

use loom_schema::{Id, LoomEnum, LoomTable, Timestamp};
use shadows::*;

macro_rules! panic {
    ($($anything:tt)*) => {
        compile_error!("this is the user's own macro")
    };
}

/// Names that generated code could use for its own parameters and constants.
#[derive(LoomEnum, core::clone::Clone, Copy)]
pub enum C {
    A,
    B,
}

#[derive(LoomEnum, core::clone::Clone, Copy)]
pub enum T {
    A,
    B,
}

pub struct TEXT;
pub struct BYTES;
pub struct STATEMENTS;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub c: C,
    pub t: core::option::Option<T>,
    #[loom(default = "a")]
    pub with_default: C,
    pub text: std::string::String,
    pub bytes: std::vec::Vec<u8>,
    pub cells: i64,
    pub position: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: loom_schema::Schema = loom_schema::schema![Note];

fn main() {
    let loom = loom_schema::Loom::in_memory(&SCHEMA).unwrap();
    let row = NewNote { c: C::A, text: "x".into(), bytes: std::vec![1], cells: 1, position: 2 };
    use loom_schema::prelude::*;
    assert_eq!(loom.insert(row).unwrap().position, 2);
}
