//! A row that cannot be read names itself, can be skipped, read undecoded, mended and deleted.

use loom_schema::prelude::*;
use loom_schema::query::{Param, prepare};
use loom_schema::{Cell, Error};

use super::tables::{SAMPLES, Sample, World, raw, sample, stored, unreadable};

const REASON: &str = "the stored JSON does not fit: invalid length 0, expected struct Score with 2 elements";

fn message<T>(result: Result<T, Error>) -> String {
    let error = result.err().unwrap().to_string();
    error.split(" at line ").next().unwrap().to_owned()
}

#[test]
fn an_error_names_table_column_and_row() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let expected = format!("samples.score, row v/bad: {REASON}");
    assert_eq!(message(world.get::<Sample>(&Id::new("bad"))), expected);
    assert_eq!(message(world.select::<Sample>().all()), expected);
    assert_eq!(message(world.select::<Sample>().order_by(Sample::ID.asc()).first()), expected);
    assert_eq!(message(world.select::<Sample>().each(|_| Ok(()))), expected);
    let prepared = prepare(|(least,): (Param<i64>,)| {
        Sample::query().filter(Sample::BIG.ge(least)).columns((Sample::BIG, Sample::SCORE))
    });
    assert_eq!(message(prepared.all(&world, (0,))), expected);
    let across = loom.across_worlds("a test");
    assert_eq!(message(across.select::<Sample>().all()), expected);
    assert_eq!(message(loom.query_raw::<Sample>("SELECT * FROM samples", [])), expected);
}

#[test]
fn it_names_the_row_whatever_columns_are_read() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let expected = format!("samples.score, row v/bad: {REASON}");
    assert_eq!(message(world.select::<Sample>().columns(Sample::SCORE).all()), expected);
    let columns = (Sample::OTHER, Sample::SCORE);
    assert_eq!(message(world.select::<Sample>().columns(columns).each(|_| Ok(()))), expected);
    let across = loom.across_worlds("a test");
    assert_eq!(message(across.select::<Sample>().columns(Sample::SCORE).all()), expected);
    assert_eq!(message(across.select::<Sample>().columns((Sample::ID, Sample::SCORE)).all()), expected);
    let update = world.update::<Sample>(&Id::new("bad")).set(Sample::BIG, 3);
    assert_eq!(message(update.returning_columns(&Sample::SCORE)), expected);
    // Where a result is made of several rows, no row has its name.
    let distinct = world.select::<Sample>().distinct().columns(Sample::SCORE).all();
    assert_eq!(message(distinct), format!("samples.score: {REASON}"));
}

#[test]
fn a_row_behind_a_foreign_key_is_named_as_itself() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    world.insert(sample("reader").set(Sample::OTHER, "bad")).unwrap();
    let reader = || Sample::query().filter(Sample::ID.eq("reader"));
    let expected = format!("samples.score, row v/bad: {REASON}");
    let row = || reader().columns((Sample::ID, Sample::BIG, Sample::OTHER.row()));
    assert_eq!(message(world.run(row()).all()), expected);
    assert_eq!(message(loom.across_worlds("a test").run(row()).all()), expected);
    let column = || reader().columns((Sample::ID, Sample::OTHER.to(Sample::SCORE)));
    assert_eq!(message(world.run(column()).all()), expected);
    assert_eq!(message(loom.across_worlds("a test").run(column()).all()), expected);
}

#[test]
fn an_error_of_the_callers_own_stays_what_it_is() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let own =
        || Error::Value { table: "own", column: "own".to_owned(), row: None, message: "own".to_owned() };
    let good = world.select::<Sample>().order_by(Sample::ID.desc()).columns(Sample::SCORE);
    assert_eq!(message(good.each(|_| Err(own()))), "own.own: own");
}

#[test]
fn the_other_rows_can_be_read() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let read = world.select::<Sample>().order_by(Sample::ID.asc()).try_all().unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].as_ref().unwrap().id, "good");
    let expected = format!("samples.score, row v/bad: {REASON}");
    assert_eq!(message(read.into_iter().next().unwrap()), expected);
    let scores =
        world.select::<Sample>().order_by(Sample::ID.asc()).columns(Sample::SCORE).try_all().unwrap();
    assert_eq!(message(scores.into_iter().next().unwrap()), expected);
    let across = loom.across_worlds("a test").select::<Sample>().columns(Sample::SCORE).try_all().unwrap();
    assert_eq!(across.into_iter().filter_map(Result::err).count(), 1);
    let union = Sample::query().columns(Sample::SCORE).union_all(Sample::query().columns(Sample::SCORE));
    assert_eq!(world.run(union).try_all().unwrap().len(), 4);
}

#[test]
fn a_row_is_read_as_it_is_stored() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    raw(&loom, "UPDATE samples SET text = CAST(x'ff' AS TEXT), real = 0.5 WHERE id = 'bad'");
    let bad = || world.select::<Sample>().filter(Sample::ID.eq("bad"));
    let cells = bad().columns((Sample::BIG, Sample::REAL, Sample::TEXT, Sample::BLOB, Sample::SCORE)).raw();
    let expected =
        [Cell::Integer(1), Cell::Real(0.5), Cell::Blob(vec![0xff]), Cell::Null, Cell::Text("[]".into())];
    assert_eq!(cells.unwrap(), [expected]);
    let whole = bad().raw().unwrap();
    let fields = SAMPLES.table("samples").unwrap().fields();
    let score = fields.iter().position(|field| field.name == "score").unwrap();
    assert_eq!((whole[0].len(), &whole[0][score]), (fields.len(), &Cell::Text("[]".into())));
}

#[test]
fn it_is_mended_and_deleted_like_any_other() {
    for delete in [
        |world: &loom_schema::WorldHandle<'_>| assert!(world.delete(&Id::<Sample>::new("bad")).unwrap()),
        |world: &loom_schema::WorldHandle<'_>| {
            assert_eq!(world.delete_many::<Sample>().filter(Sample::BIG.eq(1)).run().unwrap(), 1);
        },
    ] {
        let loom = unreadable();
        let world = loom.world("v").unwrap();
        delete(&world);
        assert_eq!(stored(&loom), ["good 2 "]);
    }
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    assert!(world.update::<Sample>(&Id::new("bad")).set(Sample::SCORE, None).run().unwrap());
    assert_eq!(world.select::<Sample>().all().unwrap().len(), 2);
    assert_eq!(loom.count::<World>().unwrap(), 2);
}
