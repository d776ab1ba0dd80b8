//! A JSON value that could not be read back is refused before it is stored.

use std::collections::BTreeMap;

use loom_schema::prelude::*;
use loom_schema::{Cell, ColumnType};
use serde_json::json;

use super::random::Random;
use super::tables::{Hidden, Sample, Score, rows, sample, samples};

fn score(value: f64, maybe: Option<f64>) -> Json<Score> {
    Json(Score { value, maybe })
}

fn nested(levels: usize) -> Json<serde_json::Value> {
    Json((0..levels).fold(json!(1), |inner, _| json!([inner])))
}

#[test]
fn an_insert_refuses_json_that_cannot_be_read_back() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let refused = |draft: loom_schema::query::Draft<Sample>, column: &str, reason: &str| {
        let error = world.insert(draft).unwrap_err().to_string();
        assert!(error.starts_with(&format!("samples.{column}: the value cannot be read back: ")), "{error}");
        assert!(error.contains(reason), "{error}");
        assert_eq!(rows(&world), [], "nothing is stored");
    };
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        refused(sample("a").set(Sample::SCORE, score(float, None)), "score", "JSON has no");
        // `null` would be read back, as `None`.
        refused(sample("a").set(Sample::SCORE, score(0.0, Some(float))), "score", "JSON has no");
    }
    refused(sample("a").set(Sample::JSON, nested(200)), "json", "recursion limit");
    let hidden = Json(Hidden { secret: "s".to_owned() });
    refused(sample("a").set(Sample::HIDDEN, hidden), "hidden", "missing field `secret`");
    assert!(world.insert_many([sample("a"), sample("b").set(Sample::JSON, nested(200))]).is_err());
    assert_eq!(rows(&world), []);
}

#[test]
fn updates_upserts_and_filters_refuse_it_too() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let before = world.insert(sample("a").set(Sample::SCORE, score(1.0, None))).unwrap();
    let nan = || score(f64::NAN, None);
    let error = world.update(&before.id).set(Sample::SCORE, nan()).run().unwrap_err().to_string();
    assert!(error.starts_with("samples.score, row v/a: the value cannot be read back"), "{error}");
    assert!(world.update(&before.id).set(Sample::SCORE, nan()).returning().is_err());
    assert!(world.update_many::<Sample>().all_rows().set(Sample::SCORE, nan()).run().is_err());
    let again = sample("a").set(Sample::SCORE, nan());
    assert!(world.upsert(again).on(Sample::ID).do_update().is_err());
    let error = world.select::<Sample>().filter(Sample::SCORE.eq(nan())).count().unwrap_err().to_string();
    assert!(error.contains("the value cannot be read back"), "{error}");
    assert!(world.select::<Sample>().filter(Sample::SCORE.is_in([nan()])).all().is_err());
    assert_eq!(rows(&world), [before]);
}

#[test]
fn json_numbers_come_back_to_the_last_bit() {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let mut random = Random::new(1);
    let mut floats = vec![-0.0, f64::MIN_POSITIVE, 5e-324, f64::MAX, f64::MIN, 0.1 + 0.2];
    floats.extend((0..500).map(|_| random.float()));
    let drafts = floats
        .iter()
        .enumerate()
        .map(|(n, float)| sample(&format!("{n:04}")).set(Sample::SCORE, score(*float, Some(*float))));
    let returned = world.insert_many(drafts).unwrap();
    for rows in [returned, rows(&world)] {
        for (row, float) in rows.into_iter().zip(&floats) {
            let score = row.score.unwrap().0;
            assert_eq!(score.value.to_bits(), float.to_bits(), "{float:e}");
            assert_eq!(score.maybe.map(f64::to_bits), Some(float.to_bits()), "{float:e}");
        }
    }
    let huge = json!([u64::MAX, i64::MIN, i64::MAX]);
    let row = world.insert(sample("huge").set(Sample::JSON, Json(huge.clone()))).unwrap();
    assert_eq!(row.json, Some(Json(huge)));
}

/// An object that says a key twice, as `#[serde(flatten)]` can make it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Twice {
    a: i64,
    #[serde(flatten)]
    rest: BTreeMap<String, i64>,
}

#[test]
fn keys_that_json_does_not_have_are_refused() {
    let write = |value: Json<BTreeMap<(i8, i8), i8>>| value.write();
    let error = write(Json(BTreeMap::from([((1, 2), 3)]))).unwrap_err();
    assert!(error.message.contains("the value has no JSON form: key must be a string"), "{}", error.message);
    let numbers = Json(BTreeMap::from([(1, 2)]));
    assert_eq!(numbers.write().unwrap(), Cell::Text(r#"{"1":2}"#.into()), "numbers are keys as text");
    let twice = Json(Twice { a: 1, rest: BTreeMap::from([("a".to_owned(), 2)]) });
    let error = twice.write().unwrap_err();
    assert!(error.message.contains("cannot be read back: duplicate field `a`"), "{}", error.message);
}
