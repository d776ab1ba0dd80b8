//! Nothing an operator can save makes this module panic, and every place it names is in the file.

use super::*;

const DOCUMENTS: [&str; 4] = [
    "---\nid: a\ntags: [x, 'y', {z: 1}]\nlist:\n- a: 1\n  b: \"q\\n\"\n-\n\
     - - |\n   t\n   u\n---\n\n# A\n\n```yaml\n\
     k: v\n```\nB\n---\ntext\n",
    "\u{feff}---\r\né: 😀 x\r\nm:\r\n  n: >-\r\n    a\r\n    b\r\n  ? k\r\n  : ~\r\n\
     ---\r\n# T `c`\r\n- i\r\n\r\n  ~~~ yaml\r\n  a:\r\n\
     \x20   - 1\r\n  ~~~\r\n> ## Q\r\n",
    "---\na: &x !!str 1\nb: *x\n<<: *y\na: 2\n[c]: d\n# e\n---\n",
    "---\n%YAML 1.2\n{a: [1, 2, {b: c}], \"d\": 'e'}\n...\n---\n## F\n#### G\n```\n```",
];

/// Bytes that mean something to one of the parsers, or nothing to any.
const NASTY: &[u8] = b"\0\t\n\r -#:,[]{}&*!|>'\"%@`?~\\<=.0a\x7f\xc3\xa9\xff";

#[test]
fn every_truncation_and_mutation_is_read_or_refused() {
    for document in DOCUMENTS {
        let bytes = document.as_bytes();
        for at in 0..=bytes.len() {
            exercise(bytes[..at].to_vec());
            exercise([&bytes[..at], b"\n---\n"].concat());
            exercise(bytes[at..].to_vec());
            for nasty in NASTY {
                exercise([&bytes[..at], &[*nasty], &bytes[at..]].concat());
                if at < bytes.len() {
                    exercise([&bytes[..at], &[*nasty], &bytes[at + 1..]].concat());
                }
            }
        }
    }
}

/// Does everything the module can do with a file, and checks every place it names.
fn exercise(bytes: Vec<u8>) {
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(fault) => {
            assert!(fault.position.line > 0 && !fault.message.is_empty());
            return;
        }
    };
    let document = match read(&text) {
        Ok(document) => document,
        Err(faults) => {
            assert!(!faults.is_empty());
            faults.iter().for_each(|fault| check_fault(&text, fault));
            return;
        }
    };
    check_span(&text, document.yaml);
    check_span(&text, document.body);
    check_node(&text, &document.front_matter);
    assert!(!document.body_text().contains('\r'));
    for section in document.sections() {
        check_span(&text, section.heading);
        check_span(&text, section.content);
        assert!(section.heading.start >= document.body.start && section.heading.end <= section.content.start);
        for fence in section.fences {
            check_span(&text, fence.content);
            assert!(section.content.start <= fence.content.start && fence.content.end <= section.content.end);
            match yaml::parse(&text, fence.content) {
                Ok(node) => check_node(&text, &node),
                Err(faults) => faults.iter().for_each(|fault| check_fault(&text, fault)),
            }
        }
    }
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
}

fn check_fault(text: &str, fault: &Fault) {
    check_span(text, fault.span);
    assert!(fault.render("f.md", text).lines().count() >= 3);
    assert!(!fault.message.ends_with('.') && !fault.message.is_empty());
}

/// A node lies in the text, its parts lie in it, and a plain scalar on one line is what the file says.
fn check_node(text: &str, node: &Node) {
    check_span(text, node.span);
    let inside = |part: &Node| {
        let within = node.span.start <= part.span.start && part.span.end <= node.span.end;
        assert!(within, "{part:?} in {node:?} in {text:?}");
        check_node(text, part);
    };
    match &node.value {
        NodeValue::Scalar { text: value, plain: true } => {
            let source = node.span.slice(text);
            assert!(source == value || source.contains('\n'), "{source:?} is {value:?} in {text:?}");
        }
        NodeValue::Scalar { .. } => {}
        NodeValue::Sequence(items) => items.iter().for_each(inside),
        NodeValue::Mapping(entries) if entries.is_empty() => {}
        NodeValue::Mapping(entries) => entries.iter().for_each(|(key, value)| {
            inside(key);
            inside(value);
        }),
    }
    for fault in
        [node.to::<serde_json::Value>().err(), node.to::<Vec<i64>>().err(), node.to::<String>().err()]
    {
        fault.iter().for_each(|fault| check_fault(text, fault));
    }
}
