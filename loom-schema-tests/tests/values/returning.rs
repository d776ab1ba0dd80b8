//! A write that cannot return its rows writes nothing.

use loom_schema::Error;
use loom_schema::prelude::*;

use super::tables::{Even, Sample, Score, sample, samples, stored, unreadable};

#[test]
fn a_delete_that_cannot_return_its_rows_deletes_none() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let before = stored(&loom);
    let error = world.delete_many::<Sample>().all_rows().returning().unwrap_err().to_string();
    assert!(error.starts_with("samples.score, row v/bad: the stored JSON does not fit"), "{error}");
    assert_eq!(stored(&loom), before);
    assert_eq!(world.delete_many::<Sample>().filter(Sample::BIG.eq(2)).returning().unwrap().len(), 1);
    assert_eq!(stored(&loom), ["bad 1 []"]);
}

#[test]
fn an_update_that_cannot_return_its_rows_changes_none() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let before = stored(&loom);
    let many = || world.update_many::<Sample>().all_rows().set(Sample::BIG, 9);
    assert!(matches!(many().returning(), Err(Error::Value { .. })));
    assert_eq!(stored(&loom), before);
    assert!(matches!(many().returning_columns(&Sample::SCORE), Err(Error::Value { .. })));
    assert_eq!(stored(&loom), before);
    let one = || world.update::<Sample>(&Id::new("bad")).set(Sample::BIG, 9);
    assert!(matches!(one().returning(), Err(Error::Value { .. })));
    assert_eq!(stored(&loom), before);
    assert_eq!(one().returning_columns(&Sample::BIG).unwrap(), 9, "what is returned can be read");
    assert_eq!(stored(&loom), ["bad 9 []", "good 2 "]);
    let mended = Json(Score { value: 1.0, maybe: None });
    assert_eq!(one().set(Sample::SCORE, mended.clone()).returning().unwrap().score, Some(mended));
}

#[test]
fn an_update_refuses_a_value_that_cannot_be_read_back() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    world.insert(sample("a")).unwrap();
    let error = world.update::<Sample>(&Id::new("a")).set(Sample::EVEN, Even(3)).run().unwrap_err();
    assert_eq!(error.to_string(), "samples.even, row v/a: 3 is odd");
    let many = world.update_many::<Sample>().all_rows().set(Sample::EVEN, Some(Even(3))).run();
    assert_eq!(many.unwrap_err().to_string(), "samples.even: 3 is odd");
    assert!(world.update::<Sample>(&Id::new("a")).set(Sample::EVEN, Even(4)).run().unwrap());
    assert!(world.update::<Sample>(&Id::new("a")).set(Sample::EVEN, None).run().unwrap());
    assert_eq!(world.select::<Sample>().one().unwrap().even, None);
}

#[test]
fn an_upsert_that_cannot_return_its_row_changes_nothing() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    let before = stored(&loom);
    let upsert = || world.upsert(sample("bad").set(Sample::BIG, 9)).on(Sample::ID);
    assert!(matches!(upsert().do_update(), Err(Error::Value { .. })));
    assert!(matches!(upsert().do_update_only(Sample::BIG), Err(Error::Value { .. })));
    assert_eq!(stored(&loom), before);
    assert!(world.upsert(sample("new").set(Sample::EVEN, Even(3))).on(Sample::ID).do_update().is_err());
    assert_eq!(stored(&loom), before);
}

#[test]
fn an_insert_that_cannot_return_its_row_inserts_nothing() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let error = world.insert(sample("a").set(Sample::EVEN, Even(3))).unwrap_err();
    assert_eq!(error.to_string(), "samples.even, row v/a: 3 is odd");
    assert_eq!(stored(&loom), Vec::<String>::new());
    assert_eq!(world.insert(sample("a").set(Sample::EVEN, Even(4))).unwrap().even, Some(Even(4)));
}

#[test]
fn within_a_transaction_only_the_failed_write_is_undone() {
    let loom = unreadable();
    let world = loom.world("v").unwrap();
    world
        .transaction(|world| {
            world.insert(sample("later"))?;
            assert!(world.delete_many::<Sample>().all_rows().returning().is_err());
            world.update::<Sample>(&Id::new("good")).set(Sample::BIG, 3).returning().map(drop)
        })
        .unwrap();
    assert_eq!(stored(&loom), ["bad 1 []", "good 3 ", "later 0 "]);
}
