//! Nodes as declared types, and what a type error says and points at.

use std::{collections::BTreeMap, fmt::Debug};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::*;

fn to<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    parse(text, Span::new(0, text.len())).expect("yaml").to()
}

/// The type error as `line:column message`.
fn fault<T: DeserializeOwned + Debug>(text: &str) -> String {
    let fault = to::<T>(text).expect_err("a fault");
    format!("{} {}", fault.position(text), fault.message)
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Open,
    Closed,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Point,
    Circle(f64),
    Line(i64, i64),
    Rectangle { width: i64 },
}

#[derive(Debug, Deserialize, PartialEq)]
struct Id(String);

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Step {
    name: String,
    weight: f64,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Pattern {
    id: Id,
    status: Status,
    version: String,
    steps: Vec<Step>,
    note: Option<String>,
    parent: Option<Id>,
    #[serde(default)]
    uses: i64,
    extra: Value,
}

const PATTERN: &str = "id: 0123
status: open
version: 1.10
steps:
  - name: no
    weight: 1e3
  - {name: 'null', weight: 2}
note: ~
unknown: {a: [1]}
extra: {a: [1, 1.5, true, no, ~, '1'], 2: x}
";

#[test]
fn structs() {
    let expected = Pattern {
        id: Id("0123".to_owned()),
        status: Status::Open,
        version: "1.10".to_owned(),
        steps: vec![
            Step { name: "no".to_owned(), weight: 1000.0 },
            Step { name: "null".to_owned(), weight: 2.0 },
        ],
        note: None,
        parent: None,
        uses: 0,
        extra: json!({"a": [1, 1.5, true, "no", null, "1"], "2": "x"}),
    };
    assert_eq!(to::<Pattern>(PATTERN), Ok(expected));
}

#[test]
fn struct_faults_point_at_the_deepest_node() {
    let wrong = |from: &str, to: &str| fault::<Pattern>(&PATTERN.replacen(from, to, 1));
    assert_eq!(
        wrong("open", "opne"),
        "2:9 unknown value `opne` for `status`, expected one of `open`, `closed`"
    );
    assert_eq!(wrong("open", "[]"), "2:9 expected one of `open`, `closed`, found a list");
    assert_eq!(wrong("1e3", "heavy"), "6:13 expected a number, found `heavy`");
    assert_eq!(wrong("    weight: 1e3\n", ""), "5:5 missing key `weight`");
    assert_eq!(wrong("id: 0123\n", ""), "1:1 missing key `id`");
    assert_eq!(wrong("0123", ""), "1:3 expected text, found null");
    assert_eq!(
        wrong("weight: 1e3", "wieght: 1"),
        "6:5 unknown key `wieght`, expected one of `name`, `weight`"
    );
    assert_eq!(wrong("{name: 'null', weight: 2}", "x"), "7:5 expected a map, found `x`");
    assert_eq!(wrong("1.10", "[1, 10]"), "3:10 expected text, found a list");
    let help = to::<Pattern>("status: open").expect_err("a fault").help;
    assert_eq!(help.as_deref(), Some("add `id: …`"));
}

#[test]
fn text_is_never_reinterpreted() {
    for text in ["no", "yes", "on", "true", "0123", "1.10", "1e3", "0x1F", "2024-01-02", ".nan", "1_000", "-"]
    {
        let quoted = format!("'{text}'");
        assert_eq!(to::<String>(&quoted).expect("text"), text);
        if text != "-" {
            assert_eq!(to::<String>(text).expect("text"), text);
            assert_eq!(to::<Option<String>>(text).expect("text").as_deref(), Some(text));
        }
    }
    assert_eq!(to::<Option<String>>("'null'").expect("text").as_deref(), Some("null"));
    assert_eq!(to::<Option<String>>("null").expect("null"), None);
    assert_eq!(to::<String>("''").expect("text"), "");
    assert_eq!(to::<char>("é").expect("a character"), 'é');
    assert_eq!(fault::<String>("null"), "1:1 expected text, found null");
    assert_eq!(fault::<char>("ab"), "1:1 expected a character, found `ab`");
}

#[test]
fn bools_are_true_or_false() {
    assert_eq!((to("true"), to("false")), (Ok(true), Ok(false)));
    for text in ["yes", "no", "on", "True", "TRUE", "1"] {
        assert_eq!(fault::<bool>(text), format!("1:1 expected `true` or `false`, found `{text}`"));
    }
    assert_eq!(fault::<bool>("'true'"), "1:1 expected `true` or `false`, found text \"true\"");
    assert_eq!(fault::<bool>(""), "1:1 expected `true` or `false`, found null");
    assert_eq!(fault::<bool>("{}"), "1:1 expected `true` or `false`, found a map");
}

#[test]
fn integers_are_decimal_and_in_range() {
    assert_eq!(to("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(to("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(to("+7"), Ok(7_u8));
    assert_eq!(to("0123"), Ok(123_i64));
    for text in ["abc", "1.0", "1e3", "0x1F", "0o7", "1_000", "--1", "٣", "true"] {
        assert_eq!(fault::<i64>(text), format!("1:1 expected a whole number, found `{text}`"));
    }
    assert_eq!(fault::<i64>("\"5\""), "1:1 expected a whole number, found text \"5\"");
    let range = "a whole number from -9223372036854775808 to 9223372036854775807";
    for text in ["9223372036854775808", &"9".repeat(40)] {
        assert_eq!(fault::<i64>(text), format!("1:1 expected {range}, found `{text}`"));
    }
    assert_eq!(fault::<u8>("-1"), "1:1 expected a whole number from 0 to 255, found `-1`");
}

#[test]
fn floats_are_finite() {
    assert_eq!(to("1.10"), Ok(1.1));
    assert_eq!(to("-3"), Ok(-3.0));
    assert_eq!(to("1e3"), Ok(1000.0_f32));
    for text in [".nan", ".inf", "nan", "inf", "infinity", "1_0", "0x1", "1,5"] {
        assert_eq!(fault::<f64>(text), format!("1:1 expected a number, found `{text}`"));
    }
    assert_eq!(fault::<f64>("1e999"), "1:1 expected a number that fits in 64 bits, found `1e999`");
}

#[test]
fn lists_and_maps() {
    assert_eq!(to("[1, 2]"), Ok(vec![1, 2]));
    assert_eq!(to("[1, x]"), Ok((1, "x".to_owned())));
    assert_eq!(to("{a: 1, no: 2}"), Ok(BTreeMap::from([("a".to_owned(), 1), ("no".to_owned(), 2)])));
    assert_eq!(to("{1: a}"), Ok(BTreeMap::from([(1_i64, "a".to_owned())])));
    assert_eq!(fault::<Vec<i64>>("\n- 1\n- x\n"), "3:3 expected a whole number, found `x`");
    assert_eq!(fault::<Vec<i64>>("a"), "1:1 expected a list, found `a`");
    assert_eq!(fault::<(i64, i64)>("[1, 2, 3]"), "1:8 this list has too many entries");
    assert_eq!(
        fault::<BTreeMap<String, Status>>("a: {b: c}"),
        "1:5 unknown value `b` for `a`, expected one of `open`, `closed`"
    );
    let help = to::<Vec<i64>>("").expect_err("a fault").help;
    assert_eq!(help.as_deref(), Some("write `[]` for an empty list"));
}

#[test]
fn enums() {
    assert_eq!(to("point"), Ok(Shape::Point));
    assert_eq!(to("'point'"), Ok(Shape::Point));
    assert_eq!(to("point:"), Ok(Shape::Point));
    assert_eq!(to("circle: 1"), Ok(Shape::Circle(1.0)));
    assert_eq!(to("line: [1, 2]"), Ok(Shape::Line(1, 2)));
    assert_eq!(to("rectangle: {width: 1}"), Ok(Shape::Rectangle { width: 1 }));
    assert_eq!(to("[open, closed]"), Ok(vec![Status::Open, Status::Closed]));
    assert_eq!(fault::<Shape>("circle"), "1:1 `circle` needs a value");
    assert_eq!(fault::<Shape>("point: 1"), "1:8 expected nothing, found `1`");
    assert_eq!(fault::<Shape>("rectangle: {width: x}"), "1:20 expected a whole number, found `x`");
    assert_eq!(fault::<Status>("a: 1\nb: 2"), "1:1 expected one of `open`, `closed`, found a map");
    assert_eq!(fault::<Status>("opne"), "1:1 unknown value `opne`, expected one of `open`, `closed`");
}

#[test]
fn anything_is_resolved_by_the_core_schema() {
    let text = "[no, 'true', true, True, 1, 0x10, 0123, 1.10, 1e3, null, ~, '', 2024-01-02]";
    let expected = json!(["no", "true", true, true, 1, 16, 123, 1.1, 1000.0, null, null, "", "2024-01-02"]);
    assert_eq!(to::<Value>(text), Ok(expected));
    assert_eq!(to::<Value>("{a: {}, b: []}"), Ok(json!({"a": {}, "b": []})));
    for text in ["18446744073709551616", ".inf", ".NaN", "1e999"] {
        let message = format!("1:4 expected a number that fits in 64 bits, found `{text}`");
        assert_eq!(fault::<Value>(&format!("a: {text}")), message);
    }
}
