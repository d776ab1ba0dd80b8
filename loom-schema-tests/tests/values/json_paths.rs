//! What stands at a path in JSON is read as text, whole number or number, or there is none; no JSON makes a query fail.

use loom_schema::prelude::*;
use serde_json::{Value, json};

use super::random::Random;
use super::tables::{Sample, raw, sample, samples};

type At = (Option<String>, Option<i64>, Option<f64>);

/// All three readings of what stands at this path, in each row.
fn read(loom: &Loom, path: &str) -> Vec<At> {
    let columns = (Sample::JSON.text_at(path), Sample::JSON.integer_at(path), Sample::JSON.real_at(path));
    let world = loom.world("v").unwrap();
    world.select::<Sample>().order_by(Sample::ID.asc()).columns(columns).all().unwrap()
}

fn expected(value: Option<&Value>) -> At {
    let text = match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    (text, value.and_then(Value::as_i64), value.and_then(Value::as_f64))
}

fn stored(json: &[&str]) -> Loom {
    let loom = samples();
    let world = loom.world("v").unwrap();
    for (n, json) in json.iter().enumerate() {
        let id = format!("{n:04}");
        world.insert(sample(&id)).unwrap();
        let sql = "UPDATE samples SET json = ?1 WHERE id = ?2";
        loom.with_connection(|connection| connection.execute(sql, [*json, &id])).unwrap();
    }
    loom
}

fn random_json(random: &mut Random, levels: usize) -> Value {
    let integers = [0, 1, -1, i64::MIN, i64::MAX, 1 << 53];
    match random.below(if levels == 0 { 7 } else { 10 }) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.of(&integers)),
        3 => json!(random.of(&[u64::MAX, 1 << 63])),
        4 => json!(random.of(&[-0.0, 0.5, 1.0, -2.5e-7, 1e300, f64::MAX, 5e-324])),
        5 => json!(random.float()),
        6 => json!(random.text(&['\0', '"', '\\', '\n', 'ä', '\u{1f600}', '1', 'e', 'n', '$', '.'], 6)),
        7 | 8 => {
            let members = ["a", "b", "a b", "ä"].map(|key| (key.to_owned(), random_json(random, levels - 1)));
            Value::Object(members.into_iter().filter(|_| random.below(3) > 0).collect())
        }
        _ => (0..random.below(3)).map(|_| random_json(random, levels - 1)).collect(),
    }
}

#[test]
fn random_json_is_read_as_what_it_is() {
    let mut random = Random::new(6);
    let values: Vec<Value> = (0..400).map(|_| random_json(&mut random, 3)).collect();
    let loom = samples();
    let draft =
        |(n, value): (usize, &Value)| sample(&format!("{n:04}")).set(Sample::JSON, Json(value.clone()));
    loom.world("v").unwrap().insert_many(values.iter().enumerate().map(draft)).unwrap();
    for (path, pointer) in [
        ("$", ""),
        ("$.a", "/a"),
        ("$.b.a", "/b/a"),
        ("$.\"a b\"", "/a b"),
        ("$.ä", "/ä"),
        ("$[0]", "/0"),
        ("$[1].a", "/1/a"),
        ("$.a[0]", "/a/0"),
    ] {
        for (found, value) in read(&loom, path).into_iter().zip(&values) {
            // In a pointer, a number may also name a member; in a path, only an element.
            assert_eq!(found, expected(value.pointer(pointer)), "{path} in {value}");
        }
    }
}

#[test]
fn json_that_rust_does_not_read_does_not_fail_a_query() {
    let deep = "[".repeat(900) + &"]".repeat(900);
    let long = format!("1{}", "0".repeat(400));
    let loom = stored(&[
        r#""\ud800 x""#,
        "1e400",
        "-1e400",
        "123456789012345678901234567890",
        "-0",
        "1.0",
        "1E2",
        &deep,
        &long,
        " [ 1 , true ] ",
        r#""nan""#,
        r#""inf""#,
        r#""7""#,
        "true",
    ]);
    let text = |text: &str| Some(text.to_owned());
    let found = read(&loom, "$");
    let expected: Vec<At> = vec![
        (text("\u{fffd}\u{fffd}\u{fffd} x"), None, None),
        (text("1e400"), None, None),
        (text("-1e400"), None, None),
        (text("123456789012345678901234567890"), None, Some(123_456_789_012_345_678_901_234_567_890.0)),
        (text("-0"), Some(0), Some(0.0)),
        (text("1.0"), None, Some(1.0)),
        (text("1E2"), None, Some(100.0)),
        (text(&deep), None, None),
        (text(&long), None, None),
        (text("[1,true]"), None, None),
        (text("nan"), None, None),
        (text("inf"), None, None),
        (text("7"), None, None),
        (text("true"), None, None),
    ];
    assert_eq!(found, expected);
    for path in ["$.a", "$[0]", "$[#-1]", "$.a.b[3]"] {
        assert_eq!(read(&loom, path).len(), expected.len(), "{path}");
    }
}

#[test]
fn filters_and_orders_meet_every_kind_of_json() {
    let loom = stored(&[r#"{"a":"x"}"#, r#"{"a":7}"#, r#"{"a":null}"#, r#"{"a":[1]}"#, r#"{"a":2.5}"#, "3"]);
    raw(&loom, "INSERT INTO samples (id, world_id) VALUES ('none', 'v')");
    let world = loom.world("v").unwrap();
    let count = |filter| world.select::<Sample>().filter(filter).count().unwrap();
    assert_eq!(count(Sample::JSON.text_at("$.a").eq("7")), 1);
    assert_eq!(count(Sample::JSON.text_at("$.a").contains("1")), 1);
    assert_eq!(count(Sample::JSON.text_at("$.a").is_null()), 3);
    assert_eq!(count(Sample::JSON.integer_at("$.a").ge(7)), 1);
    assert_eq!(count(Sample::JSON.real_at("$.a").lt(8.0)), 2);
    let sum = world.select::<Sample>().columns(Sample::JSON.integer_at("$.a").sum());
    assert_eq!(sum.one().unwrap(), Some(7));
    let ordered = world.select::<Sample>().order_by(Sample::JSON.real_at("$.a").desc()).columns(Sample::ID);
    assert_eq!(ordered.limit(2).all().unwrap(), ["0001", "0004"]);
}

#[test]
fn a_path_that_is_none_is_an_error() {
    let loom = stored(&["{}"]);
    let world = loom.world("v").unwrap();
    let error = |path: &str| {
        world.select::<Sample>().columns(Sample::JSON.text_at(path)).all().unwrap_err().to_string()
    };
    for path in
        ["voice", "", "$.a\0b", "$[", "$[a]", "$[]", "$[-1]", "$[#1]", "$.", "$..a", "$.\"a", "$a", "$.a]["]
    {
        let message = error(path);
        assert!(message.contains(&format!("`{}` is not a JSON path", path.escape_debug())), "{message}");
    }
    for path in ["$", "$.a", "$.\"a.b[\"", "$[0]", "$[#]", "$[#-12].a.b[3]", "$.a]"] {
        assert_eq!(read(&loom, path).len(), 1, "{path}");
    }
}
