//! A whole file: front matter between two fences, and the body.

use super::{
    fault::Fault,
    position::{BOM, Span},
    section::{self, Section},
    yaml::{self, Node, NodeValue},
};

/// The line that opens and closes the front matter.
const FENCE: &str = "---";

/// A Markdown file with YAML front matter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document<'t> {
    text: &'t str,
    /// The keys; always a map, which may be empty.
    pub(crate) front_matter: Node,
    /// The bytes between the two fences.
    pub(crate) yaml: Span,
    /// The bytes after the closing fence's line.
    pub(crate) body: Span,
}

/// Reads a file's text.
///
/// An optional byte order mark, `---` alone on the first line, YAML, and `---` alone on a line; whatever
/// follows is the body, rules included.
pub(crate) fn read(text: &str) -> Result<Document<'_>, Vec<Fault>> {
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let opening = lines.next().unwrap_or_default();
    if !is_fence(opening) {
        return Err(vec![no_front_matter(text, start)]);
    }
    let yaml_start = start + opening.len();
    let mut at = yaml_start;
    for line in lines {
        if is_fence(line) {
            let yaml = Span::new(yaml_start, at);
            let body = Span::new(at + line.len(), text.len());
            let fence = Span::new(start, start + FENCE.len());
            return Ok(Document { text, front_matter: keys(text, fence, yaml)?, yaml, body });
        }
        at += line.len();
    }
    let fault = Fault::new(Span::new(start, start + FENCE.len()), "the front matter is not closed");
    Err(vec![fault.with_help("write `---` alone on the line below its last key")])
}

/// The front matter as a map; an empty one takes the place of the opening fence.
fn keys(text: &str, fence: Span, yaml: Span) -> Result<Node, Vec<Fault>> {
    let node = yaml::parse(text, yaml)?;
    match &node.value {
        NodeValue::Mapping(_) => Ok(node),
        _ if node.is_null() => Ok(Node { span: fence, value: NodeValue::Mapping(Vec::new()) }),
        _ => {
            let message = format!("the front matter must be a map, found {}", node.describe());
            Err(vec![Fault::new(node.span, message).with_help("write `key: value` lines")])
        }
    }
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches([' ', '\t', '\r', '\n']) == FENCE
}

fn no_front_matter(text: &str, start: usize) -> Fault {
    let rest = text[start..].trim_start();
    if rest.is_empty() {
        let help = "write front matter (`---`, `key: value` lines, `---`), or delete the file";
        return Fault::new(Span::at(start), "empty file").with_help(help);
    }
    let help = match rest.lines().next() {
        Some(line) if is_fence(line) => "move the opening `---` to the start of line 1",
        _ => "start the file with a line `---`, `key: value` lines such as `id: …`, and a line `---`",
    };
    Fault::new(Span::of_char(text, start), "missing front matter").with_help(help)
}

impl<'t> Document<'t> {
    /// The file's text.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The body as a value: see [`value`].
    pub(crate) fn body_text(&self) -> String {
        value(self.body.slice(self.text))
    }

    /// The sections of the body, in the file's order.
    pub(crate) fn sections(&self) -> Vec<Section> {
        section::sections(self.text, self.body)
    }

    /// The text of a section's content or of any other range as a value: see [`value`].
    pub(crate) fn text_of(&self, span: Span) -> String {
        value(span.slice(self.text))
    }
}

/// Markdown as a value: no blank lines in front, no white space at the end, and LF for CRLF.
fn value(markdown: &str) -> String {
    let end = markdown.trim_end_matches([' ', '\t', '\r', '\n']);
    let indentation = end.trim_start_matches([' ', '\t', '\r', '\n']);
    let before = end.len() - indentation.len();
    let first = end[..before].rfind('\n').map_or(0, |at| at + 1);
    end[first..].replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let faults = read(text).expect_err("a fault");
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults[0].render("f.md", text)
    }

    #[test]
    fn front_matter_and_body() {
        let document = read("---\nid: a\n---\n\n  Text\n\nmore  \n\n").expect("a document");
        assert_eq!(document.front_matter.get("id").and_then(Node::as_text), Some("a"));
        assert_eq!(document.yaml.slice(document.text()), "id: a\n");
        assert_eq!(document.body.slice(document.text()), "\n  Text\n\nmore  \n\n");
        assert_eq!(document.body_text(), "  Text\n\nmore");
    }

    #[test]
    fn the_body_value_has_no_carriage_returns() {
        let document = read("---\r\nid: a\r\n---\r\n\r\n \r\na\r\n\r\nb\r\n").expect("a document");
        assert_eq!(document.body_text(), "a\n\nb");
        assert_eq!(document.body.slice(document.text()), "\r\n \r\na\r\n\r\nb\r\n");
        assert_eq!(read("---\n---\n\u{a0}x\u{3000}\n").expect("a document").body_text(), "\u{a0}x\u{3000}");
    }

    #[test]
    fn fences_may_have_spaces_behind_and_a_bom_in_front() {
        let document = read("\u{feff}---  \nid: a\n--- \t").expect("a document");
        assert_eq!(document.front_matter.get("id").and_then(Node::as_text), Some("a"));
        assert!(document.body.is_empty());
        assert_eq!(document.body_text(), "");
    }

    #[test]
    fn front_matter_may_be_empty() {
        for text in ["---\n---\n", "---\n# only a comment\n---\nbody", "---\n\n\n---\n", "---\n~\n---\n"] {
            let document = read(text).expect("a document");
            assert_eq!(document.front_matter.value, NodeValue::Mapping(Vec::new()));
            assert_eq!(document.front_matter.span.slice(text), "---");
        }
    }

    #[test]
    fn a_rule_in_the_body_is_body() {
        let document = read("---\nid: a\n---\n# A\n\n---\n\n# B\n---\n").expect("a document");
        assert_eq!(document.body_text(), "# A\n\n---\n\n# B\n---");
        let titles: Vec<_> = document.sections().into_iter().map(|section| section.title).collect();
        assert_eq!(titles, ["A", "B"]);
    }

    #[test]
    fn an_unclosed_fence_is_a_fault_at_the_start() {
        for text in ["---\nid: a\n\nbody\n", "---", "---\n", "---\nid: a\n --- \n----\n--- x\n"] {
            assert!(
                fault(text).starts_with("f.md:1:1: the front matter is not closed\n   1 | ---\n     | ^^^\n")
            );
        }
    }

    #[test]
    fn no_front_matter() {
        let text = "# Title\n\n---\nid: a\n---\n";
        assert!(
            fault(text)
                .starts_with("f.md:1:1: missing front matter\n   1 | # Title\n     | ^\n  = help: start the")
        );
        assert!(fault("\u{feff}x").starts_with("f.md:1:1: missing front matter\n   1 | x\n"));
        assert!(fault("\n---\nid: a\n---\n").ends_with("move the opening `---` to the start of line 1"));
        assert!(fault(" ---\nid: a\n---\n").ends_with("move the opening `---` to the start of line 1"));
        assert!(fault("----\nid: a\n----\n").contains("missing front matter"));
    }

    #[test]
    fn an_empty_file() {
        for text in ["", "\u{feff}", "\n", " \r\n\t\n"] {
            assert!(fault(text).starts_with("f.md:1:1: empty file\n"), "{text:?}");
        }
    }

    #[test]
    fn front_matter_is_a_map() {
        let rendered = fault("---\n- a\n- b\n---\n");
        assert!(rendered.starts_with("f.md:2:1: the front matter must be a map, found a list\n   2 | - a\n"));
        assert!(
            fault("---\nhello\n---\n").starts_with("f.md:2:1: the front matter must be a map, found `hello`")
        );
    }

    #[test]
    fn a_document_marker_with_text_is_a_second_document() {
        let faults = read("---\nid: a\n--- x\n---\n").expect_err("a fault");
        assert!(faults[0].message.contains("a second YAML document"), "{faults:?}");
    }
}
