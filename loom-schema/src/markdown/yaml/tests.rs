//! What is read, what is refused, and where a refusal points.

use std::time::{Duration, Instant};

use super::*;

fn node(text: &str) -> Node {
    parse(text, Span::new(0, text.len())).unwrap_or_else(|faults| panic!("{text:?}: {faults:?}"))
}

/// The faults as `line:column message`.
fn faults(text: &str) -> Vec<String> {
    let faults = parse(text, Span::new(0, text.len())).expect_err("a fault");
    assert!(faults.iter().all(|fault| fault.help.is_some()), "{faults:?}");
    faults.iter().map(|fault| format!("{} {}", fault.position(text), fault.message)).collect()
}

fn fault(text: &str) -> String {
    let mut faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn scalars_keep_their_own_text() {
    let text = "a: no\nb: 0123\nc: 1.10\nd: 1e3\ne: 2024-01-02\nf: 'no'\n\
        g: \"1\\n2\"\nh: |\n  x\n   y\ni: >-\n  x\n  y\n";
    let root = node(text);
    let values: Vec<_> = root.entries().iter().map(|(_, value)| value.as_text().expect("text")).collect();
    assert_eq!(values, ["no", "0123", "1.10", "1e3", "2024-01-02", "no", "1\n2", "x\n y\n", "x y"]);
    let plain =
        |key: &str| matches!(root.get(key), Some(Node { value: NodeValue::Scalar { plain: true, .. }, .. }));
    assert!(plain("a") && !plain("f") && !plain("g") && !plain("h"));
}

#[test]
fn null_is_plain() {
    let root = node("a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: \"~\"\ng: {h: , i}\n");
    let nulls: Vec<_> = root.entries().iter().map(|(_, value)| value.is_null()).collect();
    assert_eq!(nulls, [true, true, true, false, false, false, false]);
    assert!(root.get("g").expect("g").entries().iter().all(|(_, value)| value.is_null()));
    assert_eq!(root.get("a").expect("a").span, Span::at(1));
    assert_eq!(root.get("b").expect("b").as_text(), None);
    for text in ["", "\n", "# only\n", "---\n"] {
        assert!(node(text).is_null(), "{text:?}");
    }
}

#[test]
fn spans_are_those_of_the_source() {
    let text = "é: 😀 x\r\nlist:\r\n  - a\r\n  - 'b'\r\nflat:\r\n# - c\r\n- # d - e\r\n  f\r\n\
        - - g\r\nmap: {h: [i, j]} # k\r\nl:\r\n  m: n\r\n\r\n# o\r\n";
    let root = node(text);
    let slice = |key: &str| root.get(key).expect("a value").span.slice(text);
    assert_eq!(slice("é"), "😀 x");
    assert_eq!(slice("list"), "- a\r\n  - 'b'");
    assert_eq!(slice("flat"), "- # d - e\r\n  f\r\n- - g");
    assert_eq!(slice("map"), "{h: [i, j]}");
    assert_eq!(slice("l"), "m: n");
    assert_eq!(root.span, Span::new(0, text.find("\r\n\r\n").expect("the end")));
    let NodeValue::Sequence(items) = &root.get("flat").expect("flat").value else { panic!("a list") };
    assert_eq!(items[1].span.slice(text), "- g");
    assert_eq!(node("a:\n-\n- b").get("a").expect("a").span, Span::new(3, 8));
    assert_eq!(node("a:\n- - b").get("a").expect("a").span, Span::new(3, 8));
    assert_eq!(node("a:\n-\n  - b").get("a").expect("a").span, Span::new(3, 10));
}

#[test]
fn positions_are_those_of_the_whole_file() {
    let text = "\u{feff}---\r\né: '😀' x\r\n---\r\n";
    let range = Span::new(text.find('é').expect("é"), text.rfind("---").expect("---"));
    let faults = parse(text, range).expect_err("a fault");
    assert_eq!(faults[0].position(text).to_string(), "2:8");
    assert_eq!(faults[0].message, "unexpected text after the closing quote");
}

#[test]
fn duplicate_keys_at_any_depth() {
    assert_eq!(fault("a: 1\nb: 2\n\"a\": 3\n"), "3:1 duplicate key `a`, first on line 1");
    assert_eq!(fault("x:\n  - {a: 1, b: 2, a: 3}\n"), "2:18 duplicate key `a`, first on line 2");
    assert_eq!(fault("x: {a: 1}\ny: {a: 1}\nx: 1"), "3:1 duplicate key `x`, first on line 1");
    assert_eq!(faults("a: 1\na: 2\na: 3\n").len(), 2);
}

#[test]
fn anchors_aliases_merges_and_tags() {
    assert_eq!(fault("a: &x 1\n"), "1:4 anchors are not allowed, found `&x`");
    assert_eq!(fault("a: &x\n  b: 1\n"), "1:4 anchors are not allowed, found `&x`");
    assert_eq!(fault("a: 1\nb: **bold** c\n"), "2:4 aliases are not allowed, found `**bold**`");
    assert_eq!(fault("a: *x\n"), "1:4 aliases are not allowed, found `*x`");
    let both = ["1:4 anchors are not allowed, found `&x`", "2:1 merge keys (`<<`) are not allowed"];
    assert_eq!(faults("a: &x {}\n<<: *x\n")[..2], both);
    assert_eq!(fault("a: !!str 1\n"), "1:4 tags are not allowed, found `!!str`");
    assert_eq!(fault("a:\n  - !mine\n    b: 1\n"), "2:5 tags are not allowed, found `!mine`");
    assert_eq!(fault("a: !x!y 1\n"), "1:4 tags are not allowed");
    assert_eq!(node("a: '&x'\nb: \"*x\"\nc: x & y * z!\n'<<': d\n").entries().len(), 4);
}

#[test]
fn one_document_without_directives() {
    assert_eq!(fault("a: 1\n---\nb: 2\n"), "2:1 a second YAML document starts here");
    assert_eq!(fault("a: 1\n...\nb: 2\n"), "3:1 a second YAML document starts here");
    assert_eq!(fault("%YAML 1.2\n---\na: 1\n"), "1:1 YAML directives (`%`) are not allowed");
    assert_eq!(node("---\na: 1\n...\n").entries().len(), 1);
}

#[test]
fn keys_are_text() {
    assert_eq!(fault("a: 1\n[b]: c\n"), "2:1 a key must be text, found a list");
    assert_eq!(fault("? {a: b}\n: c\n"), "1:3 a key must be text, found a map");
    assert_eq!(fault("a:\n  : c\n"), "2:3 a key must be text, found null");
    assert_eq!(fault("~: c\n"), "1:1 a key must be text, found null");
    assert_eq!(node("no: 1\n1: 2\n'null': 3\n").get("null").and_then(Node::as_text), Some("3"));
}

#[test]
fn tabs() {
    let message = "a tab is used as indentation";
    assert_eq!(fault("a:\n\tb: 1\n"), format!("2:1 {message}"));
    assert_eq!(fault("a: 1\n\tb: 1\n"), format!("2:1 {message}"));
    assert_eq!(fault("a:\n  b: x\n  \tc: 1\n"), format!("3:3 {message}"));
    assert_eq!(fault("a: [\n\tb]\n"), format!("2:1 {message}"));
    assert_eq!(node("a:\tb\t# c\n").get("a").and_then(Node::as_text), Some("b"));
}

#[test]
fn syntax_in_plain_words() {
    let wrong = [
        ("a: 'b\nc: d\n", "1:4 this quote is never closed"),
        ("a: [b, c\n", "1:4 this `[` is never closed"),
        ("a: [b}\n", "1:4 `[` is closed by `}`"),
        ("a: [b]]\n", "1:7 this closing bracket has no opening bracket"),
        ("a: [1, 2\nb: 3\n", "2:2 a `:` is not allowed here"),
        ("a: b: c\n", "1:5 a `:` is not allowed here"),
        ("a: @b\n", "1:4 text cannot start with `@`"),
        ("a: \u{7}\n", "1:4 the character U+0007 is not allowed"),
        ("a: - b\n", "1:4 a list entry (`- `) is not allowed here"),
        ("a:\n  b: 1\n c: 2\n", "3:2 expected a key here"),
        ("- a\nb: 1\n", "2:1 expected a list entry (`- `) here"),
        ("a: \"\\q\"\n", "1:4 this text holds an unknown escape (`\\`)"),
        ("a: |x\n  b\n", "1:4 a block text (`|` or `>`) starts on the next line"),
        ("a: *\n", "1:4 anchors and aliases are not allowed"),
        ("\"a\":b\n", "1:4 unexpected text here"),
    ];
    for (text, expected) in wrong {
        assert_eq!(fault(text), expected, "{text:?}");
    }
}

#[test]
fn depth_and_size_are_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let mut deepest = &node(&nested(MAX_DEPTH));
    let mut depth = 1;
    while let NodeValue::Sequence(items) = &deepest.value {
        let Some(item) = items.first() else { break };
        (deepest, depth) = (item, depth + 1);
    }
    assert_eq!(depth, MAX_DEPTH);
    let message = "lists and maps are nested deeper than 64 levels";
    assert_eq!(fault(&nested(MAX_DEPTH + 1)), format!("1:65 {message}"));
    let mixed = "- ".repeat(40) + &nested(40);
    assert_eq!(fault(&mixed), format!("1:105 {message}"));
    let start = Instant::now();
    for open in ["[", "{", "- ", "? ", "[{a: ", "a: ["] {
        assert!(faults(&open.repeat(100_000 / open.len())).len() == 1);
    }
    assert!(faults(&"[".repeat(100_000))[0].ends_with(message));
    assert!(start.elapsed() < Duration::from_secs(2));

    let large = "a: ".to_owned() + &"x".repeat(MAX_BYTES);
    assert_eq!(fault(&large), "1:1 more than 1 MiB of YAML");
    assert_eq!(node(&large[..MAX_BYTES]).get("a").and_then(Node::as_text).map(str::len), Some(MAX_BYTES - 3));
    assert_eq!(faults(&"a: 1\n".repeat(1000)).len(), MAX_FAULTS);
}
