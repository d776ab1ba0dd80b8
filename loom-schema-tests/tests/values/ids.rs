//! An id is never empty, however it comes into the table.

use loom_schema::prelude::*;

use super::tables::{Sample, rows, sample, samples};

#[test]
fn an_empty_id_is_refused_by_every_insert() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let texts = [("a", "new"), ("b", ""), ("c", "other")];
    world.insert_many(texts.map(|(id, text)| sample(id).set(Sample::TEXT, text))).unwrap();
    let before = rows(&world);
    let expected = "samples.id: an id cannot be empty";
    let ids = || Sample::query().order_by(Sample::TEXT.desc()).columns(Sample::TEXT.as_id());
    assert_eq!(world.insert_select(Sample::ID, ids()).unwrap_err().to_string(), expected);
    assert_eq!(rows(&world), before, "no row is inserted");
    let union = || ids().limit(1).union(ids().limit(3));
    assert_eq!(world.insert_select(Sample::ID, union()).unwrap_err().to_string(), expected);
    assert_eq!(world.insert(sample("")).unwrap_err().to_string(), expected);
    assert_eq!(world.insert_many([sample("x"), sample("")]).unwrap_err().to_string(), expected);
    let upsert = world.upsert(sample("")).on(Sample::ID).do_update();
    assert_eq!(upsert.unwrap_err().to_string(), expected);
    world
        .transaction(|world| {
            world.insert(sample("kept"))?;
            assert!(world.insert_select(Sample::ID, ids()).is_err());
            assert_eq!(world.insert_select(Sample::ID, ids().limit(2))?, 2, "a row beyond the limit is none");
            Ok::<_, loom_schema::Error>(())
        })
        .unwrap();
    let ids: Vec<String> = rows(&world).into_iter().map(|row| row.id.into_string()).collect();
    assert_eq!(ids, ["a", "b", "c", "kept", "new", "other"]);
}
