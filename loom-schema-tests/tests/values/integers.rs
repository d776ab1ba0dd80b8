//! Integer arithmetic is exact, or an error: in writes, filters and reads alike.

use loom_schema::prelude::*;
use loom_schema::query::{Expr, Param, Window, count, prepare};
use loom_schema::{Error, WorldHandle};

use super::random::Random;
use super::tables::{Sample, rows, sample, samples};

const LIMITS: [i64; 12] =
    [i64::MIN, i64::MIN + 1, -3_037_000_500, -10, -1, 0, 1, 2, 10, 3_037_000_499, i64::MAX - 1, i64::MAX];

fn one(big: i64) -> Loom {
    let loom = samples();
    loom.world("v").unwrap().insert(sample("a").set(Sample::BIG, big)).unwrap();
    loom
}

fn message<T>(result: Result<T, Error>) -> String {
    result.err().unwrap().to_string()
}

#[test]
fn an_overflow_is_an_error_wherever_it_stands() {
    let loom = one(i64::MAX);
    let world = loom.world("v").unwrap();
    let before = rows(&world);
    let sum = || Sample::BIG.plus(10).minus(1000);
    let overflow = "integer overflow: 9223372036854775807 + 10";
    let in_select = format!("samples: select: {overflow}");
    let update = || world.update::<Sample>(&Id::new("a")).set(Sample::BIG, sum());
    assert_eq!(message(update().run()), format!("samples, row v/a: update: {overflow}"));
    assert_eq!(message(update().returning()), format!("samples, row v/a: update: {overflow}"));
    let update = world.update_many::<Sample>().filter(sum().lt(0)).set(Sample::BIG, 1);
    assert!(message(update.run()).ends_with(&format!("update: {overflow}")));
    let delete = world.delete_many::<Sample>().filter(sum().gt(0)).run();
    assert!(message(delete).ends_with(&format!("delete: {overflow}")));
    assert_eq!(rows(&world), before, "nothing is written");

    let select = || world.select::<Sample>();
    assert_eq!(message(select().filter(sum().gt(0)).all()), in_select);
    assert_eq!(message(select().filter(sum().gt(0)).count()), in_select);
    assert_eq!(message(select().columns(sum()).all()), in_select);
    assert_eq!(message(select().order_by(sum().asc()).columns(Sample::ID).all()), in_select);
    assert_eq!(message(select().group_by(sum()).columns(count()).all()), in_select);
    let having = select().group_by(Sample::ID).having(Sample::BIG.max().plus(10).gt(0));
    assert_eq!(message(having.columns(count()).all()), in_select);
    let window = Window::all().partition_by(sum());
    assert_eq!(message(select().columns(Sample::BIG.sum().over(window)).all()), in_select);
    let window = Window::all().order_by(sum().desc());
    assert_eq!(message(select().columns(Sample::BIG.max().over(window)).all()), in_select);
    assert_eq!(message(select().columns(sum().max().over(Window::all())).all()), in_select);
    let returning = world.update::<Sample>(&Id::new("a")).set(Sample::U8, 1).returning_columns(&sum());
    assert!(message(returning).ends_with(overflow));
    assert_eq!(rows(&world), before);
}

#[test]
fn a_sum_that_overflows_is_an_error() {
    let loom = one(i64::MAX);
    let world = loom.world("v").unwrap();
    world.insert(sample("b").set(Sample::BIG, 1)).unwrap();
    let select = || world.select::<Sample>();
    let overflow = "samples: select: integer overflow";
    assert_eq!(message(select().columns(Sample::BIG.sum()).all()), overflow);
    let window = || Window::all().order_by(Sample::ID.asc());
    assert_eq!(message(select().columns(Sample::BIG.sum().over(window())).all()), overflow);
    let having = select().group_by(Sample::WORLD_ID).having(Sample::BIG.sum().gt(0)).columns(count());
    assert_eq!(message(having.all()), overflow);
    let mean = select().columns(Sample::BIG.avg()).one().unwrap().unwrap();
    assert!((4.6e18..4.7e18).contains(&mean), "a mean is a float, and does not overflow: {mean}");
}

#[test]
fn small_integers_are_computed_in_64_bits() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let draft = |id: &str| {
        let draft = sample(id).set(Sample::I8, i8::MAX).set(Sample::I16, i16::MIN).set(Sample::I32, i32::MAX);
        let draft = draft.set(Sample::U8, u8::MAX).set(Sample::U16, u16::MAX).set(Sample::U32, u32::MAX);
        draft.set(Sample::MAYBE_I8, i8::MIN)
    };
    world.insert_many([draft("a"), draft("b")]).unwrap();
    let select = || world.select::<Sample>();
    let sums = (Sample::I8.sum(), Sample::I16.sum(), Sample::I32.sum());
    assert_eq!(select().columns(sums).one().unwrap(), (Some(254), Some(-65536), Some(4_294_967_294)));
    let sums = (Sample::U8.sum(), Sample::U16.sum(), Sample::U32.sum(), Sample::MAYBE_I8.sum());
    let expected: (Option<i64>, Option<i64>, Option<i64>, Option<i64>) =
        (Some(510), Some(131_070), Some(8_589_934_590), Some(-256));
    assert_eq!(select().columns(sums).one().unwrap(), expected);
    let computed = (
        Sample::I8.plus(5),
        Sample::U8.minus(1_000_u16),
        Sample::U32.times(Sample::I32),
        Sample::I8.plus(Sample::I8),
        Sample::U16.plus(3_i64),
        Sample::BIG.minus(Sample::U8),
        Sample::MAYBE_I8.minus(1),
        Sample::MAYBE_U32.plus(Sample::MAYBE_I8),
    );
    let computed = select().filter(Sample::ID.eq("a")).columns(computed).one().unwrap();
    let product = i64::from(u32::MAX) * i64::from(i32::MAX);
    assert_eq!(computed, (132, -745, product, 254, 65_538, -255, Some(-129), None));
}

#[test]
fn a_small_column_takes_what_fits() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    world.insert(sample("a").set(Sample::I8, 126).set(Sample::MAYBE_I8, -127)).unwrap();
    let id = Id::new("a");
    let up = || world.update::<Sample>(&id).set(Sample::I8, Sample::I8.plus(1));
    assert_eq!(up().returning().unwrap().i8, 127);
    assert_eq!(message(up().run()), "samples.i8, row v/a: is not from -128 to 127");
    let down = || world.update::<Sample>(&id).set(Sample::MAYBE_I8, Sample::MAYBE_I8.minus(1));
    assert_eq!(down().returning().unwrap().maybe_i8, Some(-128));
    assert_eq!(message(down().run()), "samples.maybe_i8, row v/a: is not from -128 to 127");
    let count = |filter| world.select::<Sample>().filter(filter).count().unwrap();
    assert_eq!(count(Sample::I8.lt(Sample::I8.plus(1))), 1);
    assert_eq!(count(Sample::I8.plus(1).eq(128)), 1);
    assert_eq!(count(Sample::I8.plus(1).gt(Sample::I8)), 1);
    assert_eq!(count(Sample::MAYBE_I8.ge(Sample::MAYBE_I8.minus(1))), 1);
    assert_eq!(count(Sample::U8.between(Sample::U8.minus(1), Sample::U8.plus(1))), 1);
    let plus = prepare(|(small, big): (Param<i8>, Param<i64>)| {
        Sample::query().columns((Sample::I8.plus(small), Sample::I8.plus(big)))
    });
    assert_eq!(plus.all(&world, (1, -1)).unwrap(), [(128, 126)]);
}

#[test]
fn null_in_is_null_out_and_floats_stay_floats() {
    let loom = one(1);
    let world = loom.world("v").unwrap();
    let columns = (Sample::MAYBE_BIG.plus(i64::MAX), Sample::MAYBE_BIG.sum(), Sample::REAL.plus(0.5));
    let columns = world.select::<Sample>().columns(columns);
    assert_eq!(columns.one().unwrap(), (None, None, 0.5));
    world.update::<Sample>(&Id::new("a")).set(Sample::REAL, 1e308).run().unwrap();
    let real = world.select::<Sample>().columns((Sample::REAL.times(10.0), Sample::REAL.sum()));
    assert_eq!(real.one().unwrap(), (f64::INFINITY, Some(1e308)));
}

/// `left operator right` in the database, and with 128 bits.
fn computed(left: Expr<Sample, i64>, by: i64, operator: usize) -> Expr<Sample, i64> {
    match operator {
        0 => left.plus(by),
        1 => left.minus(by),
        _ => left.times(by),
    }
}

fn exact(left: i64, by: i64, operator: usize) -> Result<i64, String> {
    let (wide, with) = (i128::from(left), i128::from(by));
    let (result, sign) = match operator {
        0 => (wide + with, '+'),
        1 => (wide - with, '-'),
        _ => (wide * with, '*'),
    };
    i64::try_from(result).map_err(|_| format!("integer overflow: {left} {sign} {by}"))
}

fn check(world: &WorldHandle<'_>, expression: &Expr<Sample, i64>, expected: &Result<i64, String>) {
    let read = world.select::<Sample>().columns(expression.clone()).one();
    match (read, expected) {
        (Ok(read), Ok(expected)) => {
            assert_eq!(read, *expected);
            let equal = expression.clone().eq(*expected);
            assert_eq!(world.select::<Sample>().filter(equal).count().unwrap(), 1);
            let set = world.update_many::<Sample>().all_rows().set(Sample::BIG, expression.clone());
            assert_eq!(set.returning().unwrap()[0].big, *expected);
        }
        (Err(error), Err(expected)) => assert!(error.to_string().ends_with(expected), "{error}, {expected}"),
        (read, expected) => panic!("{read:?}, not {expected:?}"),
    }
}

#[test]
fn random_arithmetic_is_that_of_128_bits() {
    let mut random = Random::new(5);
    let loom = one(0);
    let world = loom.world("v").unwrap();
    let number = |random: &mut Random| match random.below(3) {
        0 => random.bits().cast_signed(),
        1 => random.bits().cast_signed() >> 32,
        _ => random.of(&LIMITS),
    };
    for _ in 0..400 {
        let start = number(&mut random);
        world.update_many::<Sample>().all_rows().set(Sample::BIG, start).run().unwrap();
        let (mut expression, mut expected) = (Sample::BIG.into_expr(), Ok(start));
        for _ in 0..=random.below(3) {
            let (by, operator) = (number(&mut random), random.below(3));
            expression = computed(expression, by, operator);
            expected = expected.and_then(|left| exact(left, by, operator));
        }
        check(&world, &expression, &expected);
    }
}

#[test]
fn arithmetic_at_the_limits() {
    let loom = one(0);
    let world = loom.world("v").unwrap();
    for left in LIMITS {
        for by in LIMITS {
            for operator in 0..3 {
                world.update_many::<Sample>().all_rows().set(Sample::BIG, left).run().unwrap();
                let expression = computed(Sample::BIG.into_expr(), by, operator);
                check(&world, &expression, &exact(left, by, operator));
            }
        }
    }
}
