//! Headings of the body, what is below them, and the fenced blocks in there.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::position::Span;

/// A heading and everything up to the next one of the same or a higher level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// The heading's text, without markup.
    pub(crate) title: String,
    /// 1 for `#` up to 6 for `######`.
    pub(crate) level: u8,
    /// The heading's bytes, without the line end.
    pub(crate) heading: Span,
    /// The bytes below it, lower headings included.
    pub(crate) content: Span,
    /// The fenced blocks in `content`, in the file's order.
    pub(crate) fences: Vec<FencedBlock>,
}

/// A fenced code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FencedBlock {
    /// The first word after the opening fence, such as `yaml`; empty when there is none.
    pub(crate) language: String,
    /// The whole block, with its fence lines.
    pub(crate) block: Span,
    /// The bytes between the two fence lines; whole lines, with the block's indentation.
    pub(crate) content: Span,
}

/// The sections of a body, in the file's order. Headings in lists, quotes and code do not count, nor do
/// fenced blocks in quotes, whose lines are not their own.
pub(crate) fn sections(text: &str, body: Span) -> Vec<Section> {
    let Scan { mut found, fences, .. } = scan(text, body);
    for at in 0..found.len() {
        let (level, start) = (found[at].level, found[at].content.start);
        let next = found[at + 1..].iter().find(|other| other.level <= level);
        let end = next.map_or(body.end, |other| line_start(text, other.heading.start)).max(start);
        found[at].content.end = end;
        let from = fences.partition_point(|fence| fence.block.start < start);
        let inside = fences[from..].iter().take_while(|fence| fence.block.start < end);
        found[at].fences = inside.cloned().collect();
    }
    found
}

/// What one pass over the body collects.
#[derive(Default)]
struct Scan {
    found: Vec<Section>,
    fences: Vec<FencedBlock>,
    /// Lists, quotes and so on that are open.
    depth: usize,
    quotes: usize,
    /// Whether the text being read is a heading's, or a fenced block's.
    in_heading: bool,
    in_fence: bool,
}

fn scan(text: &str, body: Span) -> Scan {
    let mut scan = Scan::default();
    for (event, range) in Parser::new_ext(body.slice(text), Options::empty()).into_offset_iter() {
        let span = Span::new(body.start + range.start, body.start + range.end);
        scan.take(text, event, span);
    }
    scan
}

impl Scan {
    fn take(&mut self, text: &str, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::Heading { level, .. } if self.depth == 0 => {
                        let heading = Span::new(span.start, span.start + span.slice(text).trim_end().len());
                        let below = line_end(text, heading.end);
                        self.in_heading = true;
                        self.found.push(Section {
                            title: String::new(),
                            level: *level as u8,
                            heading,
                            content: Span::at(below),
                            fences: Vec::new(),
                        });
                    }
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) if self.quotes == 0 => {
                        self.in_fence = true;
                        let language = info.split_whitespace().next().unwrap_or_default().to_owned();
                        let content = Span::at(line_end(text, span.start));
                        self.fences.push(FencedBlock { language, block: span, content });
                    }
                    Tag::BlockQuote(_) => self.quotes += 1,
                    _ => {}
                }
                self.depth += 1;
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                match tag {
                    TagEnd::Heading(_) if self.in_heading => self.end_heading(),
                    TagEnd::CodeBlock => self.in_fence = false,
                    TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
                    _ => {}
                }
            }
            Event::Text(_) if self.in_fence => {
                if let Some(fence) = self.fences.last_mut() {
                    fence.content.end = fence.content.end.max(span.end);
                }
            }
            Event::Text(part) | Event::Code(part) => self.title(&part),
            Event::SoftBreak | Event::HardBreak => self.title(" "),
            _ => {}
        }
    }

    fn title(&mut self, part: &str) {
        if let Some(section) = self.found.last_mut().filter(|_| self.in_heading) {
            section.title.push_str(part);
        }
    }

    fn end_heading(&mut self) {
        self.in_heading = false;
        if let Some(section) = self.found.last_mut() {
            section.title = section.title.trim().to_owned();
        }
    }
}

/// The start of the line that `offset` is in.
fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// The start of the line below the one that `offset` is in.
fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |at| offset + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::yaml;

    fn read(text: &str) -> Vec<Section> {
        sections(text, Span::new(0, text.len()))
    }

    fn outline(text: &str) -> Vec<(u8, String, &str)> {
        read(text).into_iter().map(|found| (found.level, found.title, found.content.slice(text))).collect()
    }

    #[test]
    fn content_ends_at_the_next_heading_of_its_level_or_above() {
        let text = "intro\n# A\na\n## B\nb\n### C\nc\n## D\nd\n# E";
        let expected = [
            (1, "A".to_owned(), "a\n## B\nb\n### C\nc\n## D\nd\n"),
            (2, "B".to_owned(), "b\n### C\nc\n"),
            (3, "C".to_owned(), "c\n"),
            (2, "D".to_owned(), "d\n"),
            (1, "E".to_owned(), ""),
        ];
        assert_eq!(outline(text), expected);
    }

    #[test]
    fn underlined_headings_and_crlf() {
        let text =
            "Two\r\nlines\r\n===\r\na\r\n\r\n  B `c` *d* <!-- e -->\r\n---\r\nb\r\n  ## F ##  \r\nf\r\n";
        let expected = [
            (
                1,
                "Two lines".to_owned(),
                "a\r\n\r\n  B `c` *d* <!-- e -->\r\n---\r\nb\r\n  ## F ##  \r\nf\r\n",
            ),
            (2, "B c d".to_owned(), "b\r\n"),
            (2, "F".to_owned(), "f\r\n"),
        ];
        assert_eq!(outline(text), expected);
        assert_eq!(read(text)[0].heading.slice(text), "Two\r\nlines\r\n===");
    }

    #[test]
    fn headings_in_code_quotes_lists_and_comments_do_not_count() {
        let text =
            "# A\n```\n# no\n```\n~~~yaml\n# no\n~~~\n    # no\n\n> # no\n\n- # no\n\n<!--\n# no\n-->\n";
        assert_eq!(read(text).len(), 1);
        assert_eq!(outline("text\n#no\n####### no\n").len(), 0);
    }

    #[test]
    fn fenced_blocks_belong_to_every_section_around_them() {
        let text =
            "```a\n0\n```\n# A\n```yaml title\nx: 1\n\ny: 2\n```\n## B\n~~~\nz\n~~~\n# C\n``` json\n```\n";
        let found = read(text);
        let blocks = |at: usize| -> Vec<(&str, &str)> {
            let fences = found[at].fences.iter();
            fences.map(|fence| (fence.language.as_str(), fence.content.slice(text))).collect()
        };
        assert_eq!(blocks(0), [("yaml", "x: 1\n\ny: 2\n"), ("", "z\n")]);
        assert_eq!(blocks(1), [("", "z\n")]);
        assert_eq!(blocks(2), [("json", "")]);
    }

    #[test]
    fn fences_that_are_indented_unclosed_or_quoted() {
        let text = "# A\n- i\n\n  ```yaml\n  x:\n    - 1\n  ```\n> ```yaml\n> x\n> ```\n\n\
        ```yaml\r\ny: 1\r\n    ```\r\n";
        let found = read(text);
        let contents: Vec<_> = found[0].fences.iter().map(|fence| fence.content.slice(text)).collect();
        assert_eq!(contents, ["  x:\n    - 1\n", "y: 1\r\n    ```\r\n"]);
        assert_eq!(read("# A\n```yaml")[0].fences[0].content.slice(text), "");
        let node = yaml::parse(text, found[0].fences[0].content).expect("yaml");
        assert_eq!(node.get("x").expect("x").to::<Vec<i64>>().expect("a list"), [1]);
    }

    #[test]
    fn faults_in_a_fenced_block_have_the_lines_of_the_file() {
        let text = "---\r\nid: a\r\n---\r\n# A\r\n\r\n```yaml\r\na: 1\r\nb: é\r\na: 2\r\n```\r\n";
        let document = crate::markdown::read(text).expect("a document");
        let section = &document.sections()[0];
        assert_eq!(document.text_of(section.content), "```yaml\na: 1\nb: é\na: 2\n```");
        let faults = yaml::parse(text, section.fences[0].content).expect_err("a fault");
        let rendered = faults[0].render("f.md", text);
        assert!(
            rendered.starts_with("f.md:9:1: duplicate key `a`, first on line 7\n   9 | a: 2\n     | ^\n")
        );
        let node =
            yaml::parse(text, Span::new(section.fences[0].content.start, text.find("a: 2").expect("a")));
        let fault = node.expect("yaml").get("b").expect("b").to::<bool>().expect_err("a fault");
        assert_eq!(fault.position(text).to_string(), "8:4");
    }
}
