//! Every column type at its limits: what goes in by any way comes out by every way, compares and sorts as in Rust.

use std::fmt::Debug;

use loom_schema::prelude::*;
use loom_schema::query::{Column, Expression, Operand, count, prepare};
use loom_schema::{IntoColumn, NotNull, WorldHandle};
use serde_json::json;

use super::tables::{Kind, Sample, sample, samples};

/// One row for each value, which are in ascending order; then everything that can be asked of them.
fn check<V>(column: Column<Sample, Option<V>>, values: &[V])
where
    V: NotNull + Clone + Debug + PartialEq + IntoColumn<Option<V>> + Operand<Sample, Option<V>>,
{
    let loom = samples();
    let world = loom.world("v").unwrap();
    let id = |n: usize| Id::<Sample>::new(format!("{n:02}"));
    let read = |id: &Id<Sample>| -> Option<V> {
        world.select::<Sample>().filter(Sample::ID.eq(id)).columns(column).one().unwrap()
    };
    for (n, value) in values.iter().enumerate().rev() {
        world.insert(sample(id(n).as_str()).set(column, value.clone())).unwrap();
        assert_eq!(read(&id(n)).as_ref(), Some(value), "inserted");
    }
    for (n, value) in values.iter().enumerate() {
        let update = || world.update::<Sample>(&id(n));
        update().set(column, None).run().unwrap();
        assert_eq!(read(&id(n)), None);
        update().set(column, value.clone()).run().unwrap();
        assert_eq!(read(&id(n)).as_ref(), Some(value), "updated");
        update().set(column, None).run().unwrap();
        let returned = update().set(column, value.clone()).returning_columns(&column).unwrap();
        assert_eq!(returned.as_ref(), Some(value), "returned");
        world.upsert(sample(id(n).as_str()).set(column, None)).on(Sample::ID).do_update().unwrap();
        assert_eq!(read(&id(n)), None);
        world.upsert(sample(id(n).as_str()).set(column, value.clone())).on(Sample::ID).do_update().unwrap();
        assert_eq!(read(&id(n)).as_ref(), Some(value), "upserted");
    }
    compare(&world, column, values);
    read_together(&world, column, values);
}

fn compare<V>(world: &WorldHandle<'_>, column: Column<Sample, Option<V>>, values: &[V])
where
    V: NotNull + Clone + Debug + PartialEq + IntoColumn<Option<V>> + Operand<Sample, Option<V>>,
{
    let select = || world.select::<Sample>().order_by(Sample::ID.asc()).columns(Sample::ID);
    let found = |filter| -> Vec<usize> {
        select().filter(filter).all().unwrap().iter().map(|id| id.as_str().parse().unwrap()).collect()
    };
    let all: Vec<usize> = (0..values.len()).collect();
    for (n, value) in values.iter().enumerate() {
        let value = || value.clone();
        assert_eq!(found(column.eq(value())), [n], "{:?}", value());
        assert_eq!(found(column.is_in([value()])), [n], "{:?}", value());
        assert_eq!(found(column.between(value(), value())), [n], "{:?}", value());
        assert_eq!(found(column.lt(value())), all[..n], "{:?}", value());
        assert_eq!(found(column.le(value())), all[..=n], "{:?}", value());
        assert_eq!(found(column.gt(value())), all[n + 1..], "{:?}", value());
        assert_eq!(found(column.ge(value())), all[n..], "{:?}", value());
        assert_eq!(found(column.ne(value())).len(), values.len() - 1, "{:?}", value());
    }
    assert_eq!(found(column.is_in(values.to_vec())), all);
}

fn read_together<V>(world: &WorldHandle<'_>, column: Column<Sample, Option<V>>, values: &[V])
where
    V: NotNull + Clone + Debug + PartialEq,
{
    let select = || world.select::<Sample>();
    let query = || Sample::query().columns(column);
    let some: Vec<Option<V>> = values.iter().cloned().map(Some).collect();
    assert_eq!(select().order_by(column.asc()).columns(column).all().unwrap(), some);
    let ends = (values.first().cloned(), values.last().cloned());
    assert_eq!(select().columns((column.min(), column.max())).one().unwrap(), ends);
    assert_eq!(
        select().columns(column.count_distinct()).one().unwrap(),
        i64::try_from(values.len()).unwrap()
    );
    assert_eq!(select().order_by(column.asc()).distinct().columns(column).all().unwrap(), some);
    assert_eq!(world.run(query().union(query()).order_by(column.asc())).all().unwrap(), some);
    assert_eq!(world.run(query().intersect(query()).order_by(column.asc())).all().unwrap(), some);
    assert_eq!(world.run(query().except(query())).all().unwrap(), []);
    let groups = select().group_by(column).order_by(column.asc()).columns((column, count())).all().unwrap();
    assert_eq!(groups, some.into_iter().map(|value| (value, 1)).collect::<Vec<_>>());
}

#[test]
fn integers() {
    check(Sample::MAYBE_BIG, &[i64::MIN, i64::MIN + 1, -1, 0, 1, (1 << 53) + 1, i64::MAX - 1, i64::MAX]);
    check(Sample::MAYBE_I8, &[i8::MIN, -1, 0, i8::MAX]);
    check(Sample::MAYBE_U32, &[0, 1, u32::MAX - 1, u32::MAX]);
    let at = |seconds| Timestamp::from_unix_seconds(seconds);
    check(Sample::AT, &[i64::MIN, -377_705_023_202, -1, 0, 253_402_207_201, i64::MAX].map(at));
}

#[test]
fn texts_blobs_and_the_rest() {
    let long = "ä".repeat(1 << 20);
    let texts = ["", "\0", "\0\0", " ", "%", "A", "a", "a\0", "a\0b", "a ", "ä", &long, "\u{10ffff}"];
    check(Sample::MAYBE_TEXT, &texts.map(str::to_owned));
    let blobs: [&[u8]; 7] = [&[], &[0], &[0, 0], &[0, 255], b"a", &[255], &[255; 1 << 16]];
    check(Sample::BLOB, &blobs.map(<[u8]>::to_vec));
    check(Sample::KIND, &[Kind::Quoted, Kind::Plain]);
    check(Sample::OTHER, &["\0", "a/b", "{\"a\":1}", "é"].map(Id::new));
    check(Sample::JSON, &[json!("\0"), json!([u64::MAX]), json!(null), json!({"a": -0.5})].map(Json));
}

#[test]
fn floats() {
    let least = f64::from_bits(1);
    let values = [
        f64::NEG_INFINITY,
        f64::MIN,
        -9_007_199_254_740_994.0,
        -f64::MIN_POSITIVE,
        -least,
        0.0,
        least,
        f64::MIN_POSITIVE,
        0.1,
        0.1 + f64::EPSILON,
        9.223_372_036_854_776e18,
        f64::MAX,
        f64::INFINITY,
    ];
    check(Sample::MAYBE_REAL, &values);
}

#[test]
fn negative_zero_is_zero_from_the_start() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let bits = |row: &Sample| (row.real.to_bits(), row.maybe_real.map(f64::to_bits));
    let zero = (0, Some(0));
    let draft = sample("a").set(Sample::REAL, -0.0).set(Sample::MAYBE_REAL, -0.0);
    assert_eq!(bits(&world.insert(draft).unwrap()), zero, "as SQLite stores it");
    let id = Id::new("a");
    assert_eq!(bits(&world.get::<Sample>(&id).unwrap().unwrap()), zero);
    let update = world.update(&id).set(Sample::REAL, -0.0).set(Sample::MAYBE_REAL, -0.0);
    assert_eq!(bits(&update.returning().unwrap()), zero);
    assert_eq!(world.select::<Sample>().filter(Sample::REAL.eq(-0.0)).count().unwrap(), 1);
}

#[test]
fn nan_is_refused_wherever_it_is_given() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let before = world.insert(sample("a").set(Sample::REAL, 1.0)).unwrap();
    let nan = f64::NAN;
    let refused = |message: String| assert!(message.contains("NaN cannot be stored"), "{message}");
    refused(world.insert(sample("b").set(Sample::MAYBE_REAL, nan)).unwrap_err().to_string());
    let update = || world.update_many::<Sample>().all_rows();
    refused(update().set(Sample::MAYBE_REAL, nan).run().unwrap_err().to_string());
    refused(update().set(Sample::REAL, Sample::REAL.plus(nan)).run().unwrap_err().to_string());
    for filter in [
        Sample::REAL.eq(nan),
        Sample::REAL.ne(nan),
        Sample::MAYBE_REAL.eq(nan),
        Sample::MAYBE_REAL.ne(Some(nan)),
        Sample::REAL.is_in([0.0, nan]),
        Sample::REAL.between(nan, 1.0),
        !Sample::REAL.lt(nan),
    ] {
        refused(world.delete_many::<Sample>().filter(filter.clone()).run().unwrap_err().to_string());
        refused(world.select::<Sample>().filter(filter).count().unwrap_err().to_string());
    }
    let prepared = prepare(|(): ()| Sample::query().filter(Sample::REAL.eq(nan)));
    let message = "samples: NaN cannot be stored: SQLite would make it NULL";
    assert_eq!(prepared.all(&world, ()).unwrap_err().to_string(), message);
    assert_eq!(prepared.all(&loom.across_worlds("a test"), ()).unwrap_err().to_string(), message);
    assert_eq!(world.select::<Sample>().all().unwrap(), [before]);
}

#[test]
fn a_timestamp_is_its_text() {
    let mut random = super::random::Random::new(8);
    for _ in 0..10_000 {
        let near = random.bits().cast_signed() % 20;
        let seconds = match random.below(4) {
            0 => random.bits().cast_signed(),
            1 => random.bits().cast_signed() >> 25,
            2 => -377_705_023_201 + near,
            _ => 253_402_207_200 + near,
        };
        let timestamp = Timestamp::from_unix_seconds(seconds);
        assert_eq!(timestamp.to_string().parse(), Ok(timestamp), "{seconds}");
    }
    let error = "2016-12-31T23:59:60Z".parse::<Timestamp>().unwrap_err().to_string();
    assert_eq!(error, "timestamps have no leap seconds, found `2016-12-31T23:59:60Z`");
}

#[test]
fn an_insert_of_a_query_sets_each_column_once() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    world.insert(sample("a").set(Sample::TEXT, "b").set(Sample::MAYBE_TEXT, "c")).unwrap();
    let query = Sample::query().columns((Sample::TEXT.as_id(), Sample::TEXT, Sample::TEXT.concat("2")));
    let error = world.insert_select((Sample::ID, Sample::TEXT, Sample::TEXT), query).unwrap_err();
    assert_eq!(error.to_string(), "samples.text: an insert sets each column once");
    assert_eq!(world.count::<Sample>().unwrap(), 1);
}
