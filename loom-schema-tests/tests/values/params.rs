//! A parameter has a value in the query of its own `prepare`, and in no other.

use loom_schema::Error;
use loom_schema::prelude::*;
use loom_schema::query::{Param, prepare};

use super::tables::{Sample, rows, sample, samples};

fn refused<T>(result: Result<T, Error>) {
    let message = result.err().unwrap().to_string();
    let mistake =
        ": a `Param` has no value in this query; use it in the query that its own `prepare` returns";
    assert!(message.starts_with("samples") && message.ends_with(mistake), "{message}");
}

#[test]
fn a_parameter_that_left_its_query_is_refused() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    world.insert(sample("a").set(Sample::MAYBE_BIG, 1)).unwrap();
    let before = rows(&world);
    let mut left = None;
    let own = prepare(|(big,): (Param<Option<i64>>,)| {
        left = Some(big);
        Sample::query().filter(Sample::MAYBE_BIG.eq(big))
    });
    let left = left.unwrap();
    assert_eq!(own.all(&world, (Some(1),)).unwrap().len(), 1);
    assert_eq!(own.all(&world, (None,)).unwrap(), []);

    let select = || world.select::<Sample>().filter(Sample::MAYBE_BIG.eq(left));
    refused(select().all());
    refused(select().count());
    refused(select().try_all());
    refused(select().raw());
    refused(select().each(|_| Ok(())));
    refused(world.update_many::<Sample>().filter(Sample::MAYBE_BIG.ne(left)).set(Sample::BIG, 1).run());
    refused(world.update::<Sample>(&Id::new("a")).set(Sample::MAYBE_BIG, left).run());
    refused(world.update::<Sample>(&Id::new("a")).set(Sample::MAYBE_BIG, left).returning());
    refused(world.delete_many::<Sample>().filter(Sample::MAYBE_BIG.ne(left)).run());
    refused(world.delete_many::<Sample>().filter(Sample::MAYBE_BIG.ne(left)).returning());
    let copied = Sample::query().filter(Sample::MAYBE_BIG.ne(left)).columns(Sample::ID);
    refused(world.insert_select(Sample::ID, copied));
    assert_eq!(rows(&world), before);

    // The other query has a parameter at the same place.
    let other = prepare(|(_,): (Param<Option<i64>>,)| Sample::query().filter(Sample::MAYBE_BIG.eq(left)));
    refused(other.all(&world, (Some(1),)));
    assert_eq!(own.all(&world, (Some(1),)).unwrap().len(), 1);
}

#[test]
fn a_parameter_has_its_value_in_a_relation_and_a_subquery() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    world.insert(sample("a")).unwrap();
    for (id, big) in [("b", 1), ("c", 2), ("d", 3)] {
        world.insert(sample(id).set(Sample::OTHER, "a").set(Sample::BIG, big)).unwrap();
    }
    let busy = prepare(|(least, id): (Param<i64>, Param<Id<Sample>>)| {
        let children = Sample::query().filter(Sample::BIG.ge(least)).order_by(Sample::BIG.asc());
        let has_child = Sample::OTHER.exists(Sample::BIG.ge(least));
        let children = children.columns(Sample::BIG);
        Sample::query().filter(has_child.and(Sample::ID.eq(id))).with_many_of(Sample::OTHER, children)
    });
    let found = |least| busy.all(&world, (least, Id::new("a"))).unwrap();
    assert_eq!(found(2)[0].1, [2, 3]);
    assert_eq!(found(3)[0].1, [3]);
    assert!(found(4).is_empty());
}
