//! A doc comment as part of a page.

use super::text::with_types;

/// The doc comment, with its headings below the page's own, and with everything closed that it opens: a fence, or a block
/// of HTML, would swallow the rest of the page.
pub(super) fn block(doc: &str) -> String {
    let mut page = Page::default();
    doc.lines().for_each(|line| page.line(line));
    page.close()
}

#[derive(Default)]
struct Page {
    text: String,
    /// What the last lines are in, and how to close it.
    open: Option<Open>,
    /// The columns where the text of the list entries starts that the last line is in, the innermost last.
    entries: Vec<usize>,
    /// Whether a line since the last blank one starts with a tag: until a blank one, all may be HTML.
    is_html: bool,
}

/// A block that only its end closes, or the end of the list entry that it is in.
struct Open {
    kind: Kind,
    /// The column where the list entry's text starts.
    entry: usize,
    /// The last line of the block.
    end: String,
}

enum Kind {
    Fence,
    Html,
}

impl Page {
    fn line(&mut self, line: &str) {
        let (mut start, mut indent) = (line.trim_start(), indentation(line));
        if !start.is_empty() && self.open.as_ref().is_some_and(|open| indent < open.entry) {
            self.open = None;
        }
        if let Some(open) = &self.open {
            if open.is_closed_by(start, indent) {
                self.open = None;
            }
            return self.push(line);
        }
        self.is_html &= !start.is_empty();
        if !start.is_empty() && indent < self.entry() {
            while indent < self.entry() {
                self.entries.pop();
            }
            // Without a blank line, it could go on with the paragraph of the entry.
            if marker(start).is_none() {
                self.separate();
            }
        }
        if self.is_underline(start, indent) {
            // Below a blank line it makes no heading of the line above.
            self.separate();
            return self.push(line);
        }
        let begins = marker(start).is_some() || fence(start).is_some() || html_end(start).is_some();
        if self.is_html && begins {
            self.separate();
            self.is_html = false;
        }
        while let Some(width) = marker(start).filter(|_| indent <= self.entry() + 3) {
            start = start[width..].trim_start_matches(' ');
            indent = indentation(line) + line.trim_start().len() - start.len();
            self.entries.push(indent);
        }
        // What is indented further is code, or goes on with a paragraph.
        if indent > self.entry() + 3 {
            return self.push(line);
        }
        self.is_html |= start.starts_with('<');
        if let Some(fence) = fence(start) {
            let end = " ".repeat(indent) + fence;
            self.open = Some(Open { kind: Kind::Fence, entry: self.entry(), end });
        } else if let Some(end) = html_end(start) {
            let open = Open { kind: Kind::Html, entry: self.entry(), end: " ".repeat(self.entry()) + end };
            self.open = (!open.is_closed_by(start, indent)).then_some(open);
        } else if let Some(hashes) = heading(start) {
            let at = line.len() - start.len();
            self.text.push_str(&line[..at]);
            self.text.push_str(&"#".repeat(2.min(6 - hashes)));
            return self.push(&with_types(start));
        }
        if self.open.is_some() { self.push(line) } else { self.push(&with_types(line)) }
    }

    /// The column where the text of the current list entry starts; 0 outside of lists.
    fn entry(&self) -> usize {
        self.entries.last().copied().unwrap_or_default()
    }

    /// Puts a blank line behind the last line, if that is none.
    fn separate(&mut self) {
        if self.text.lines().next_back().is_some_and(|above| !above.trim().is_empty()) {
            self.text.push('\n');
        }
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Whether the line makes a heading of the line above it: `===` or `---`.
    fn is_underline(&self, start: &str, indent: usize) -> bool {
        let start = start.trim_end();
        let is_line = |c| !start.is_empty() && start.chars().all(|other| other == c);
        let is_below_text = self.text.lines().next_back().is_some_and(|above| !above.trim().is_empty());
        (is_line('=') || is_line('-')) && is_below_text && indent <= self.entry() + 3
    }

    fn close(mut self) -> String {
        if let Some(open) = self.open.take() {
            self.push(&open.end);
        } else if self.text.rfind("<!--").is_some_and(|at| !self.text[at..].contains("-->")) {
            // Inside a paragraph it is a comment for some renderers only.
            self.push("-->");
        }
        self.text
    }
}

impl Open {
    fn is_closed_by(&self, start: &str, indent: usize) -> bool {
        let (start, end) = (start.trim_end(), self.end.trim_start());
        match self.kind {
            Kind::Fence => {
                indent <= self.entry + 3
                    && start.starts_with(end)
                    && start.chars().all(|c| end.starts_with(c))
            }
            Kind::Html => start.to_ascii_lowercase().contains(&end.to_ascii_lowercase()),
        }
    }
}

/// How many columns a line is indented.
fn indentation(line: &str) -> usize {
    let space = &line[..line.len() - line.trim_start().len()];
    space.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The length of a list entry's marker, with the space after it.
fn marker(start: &str) -> Option<usize> {
    let digits = start.len() - start.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &start[digits..];
    let is_marker = match digits {
        0 => rest.starts_with(['-', '*', '+']),
        1..=9 => rest.starts_with(['.', ')']),
        _ => false,
    };
    // A marker with nothing after it opens an entry whose text is on the lines below: none of ours to follow.
    (is_marker && rest[1..].starts_with(' ') && !rest[1..].trim().is_empty()).then_some(digits + 2)
}

/// The backticks or tildes that open a fenced block on this line.
fn fence(start: &str) -> Option<&str> {
    let length = |c| start.len() - start.trim_start_matches(c).len();
    let length = length('`').max(length('~'));
    // With backticks further on, it is a code span in a paragraph.
    let is_span = start.starts_with('`') && start[length..].contains('`');
    (length >= 3 && !is_span).then(|| &start[..length])
}

/// The number of hashes of a heading.
fn heading(start: &str) -> Option<usize> {
    let hashes = start.len() - start.trim_start_matches('#').len();
    let rest = &start[hashes..];
    ((1..=6).contains(&hashes) && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(hashes)
}

const TAGS: [(&str, &str); 4] =
    [("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>"), ("<textarea", "</textarea>")];

/// What ends the block of HTML that starts on this line, if blank lines do not end it.
fn html_end(start: &str) -> Option<&'static str> {
    let lower = start.to_ascii_lowercase();
    let tag = TAGS.iter().find(|(tag, _)| {
        lower.strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '>']))
    });
    match tag {
        Some((_, end)) => Some(end),
        None if start.starts_with("<!--") => Some("-->"),
        None if start.starts_with("<?") => Some("?>"),
        None if start.starts_with("<![CDATA[") => Some("]]>"),
        None if lower
            .strip_prefix("<!")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) =>
        {
            Some(">")
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_doc_comment_means_stays() {
        for doc in [
            "Text.\n\n- one\n- two\n  goes on\n\n  ```rust\n  # code\n  ```\n\n1. three\n",
            "Text\n\n---\n\n<details>\n<summary>More</summary>\n\n```\n# a\n```\n\n</details>\n",
            "``` not `a fence`\n    ```\n    indented\n",
            "<pre>\n# a\n\n```\n</pre>\n> quote\n",
        ] {
            assert_eq!(block(doc), doc);
        }
        assert_eq!(
            block("A Vec<String>\n```\nVec<String>\n```\n"),
            "A Vec&lt;String>\n```\nVec<String>\n```\n"
        );
        assert_eq!(block("Title\n===\nText\n---\n"), "Title\n\n===\nText\n\n---\n");
        assert_eq!(block("- ```\n  a\n"), "- ```\n  a\n  ```\n");
        assert_eq!(block("<script>\na\n"), "<script>\na\n</script>\n");
    }

    #[test]
    fn a_doc_comment_in_a_page_closes_what_it_opens() {
        assert_eq!(block("# A\n```\n# b"), "### A\n```\n# b\n```\n");
        assert_eq!(block("~~~~ text\n~~~\n# b\n~~~~\n##### C"), "~~~~ text\n~~~\n# b\n~~~~\n###### C\n");
        assert_eq!(block("a <!-- b"), "a <!-- b\n-->\n");
        assert_eq!(block("#no heading"), "#no heading\n");
    }

    /// Whatever a doc comment holds, what follows it on the page is as it would be without it.
    #[cfg(feature = "markdown")]
    #[test]
    fn a_doc_comment_swallows_nothing_that_follows() {
        use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
        const LINES: [&str; 30] = [
            "",
            "",
            "Text.",
            "Text with `code`.",
            "A Vec<String> of `Id<World>`.",
            "```",
            "```rust",
            "``` not `a fence`",
            "````",
            "  ```",
            "    ```",
            "~~~",
            "# Title",
            "## Title",
            "===",
            "---",
            "- item",
            "- ```",
            "  - inner",
            "1. one",
            "   ```",
            "> quote",
            "> ```",
            "<!-- open",
            "-->",
            "<pre>",
            "</pre>",
            "<script>",
            "<?php",
            "    # indented",
        ];
        let mut state = 1_usize;
        for _ in 0..20_000 {
            let mut doc = String::new();
            for _ in 0..7 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                doc.push_str(LINES[(state >> 33) % LINES.len()]);
                doc.push('\n');
            }
            let page = block(&doc) + "\n| a |\n| :-- |\n| b |\n\n## End\n";
            let events: Vec<_> = Parser::new_ext(&page, Options::ENABLE_TABLES).collect();
            let headings = events.iter().filter(|event| {
                matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. }))
            });
            let tables = events.iter().filter(|event| matches!(event, Event::Start(Tag::Table(_))));
            assert_eq!((headings.count(), tables.count()), (1, 1), "{doc:?}\n{page}");
        }
    }
}
