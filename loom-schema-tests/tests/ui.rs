//! What the compiler says: the cases under `ui/fail` do not compile and say exactly what their `.stderr` holds; those
//! under `ui/pass` compile and run.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p loom-schema-tests --test ui`, and read the diff.

#[test]
fn mistakes_are_told() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*/*.rs");
}

#[test]
fn the_unusual_compiles() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
}
