//! What is wrong in one file, and where.

use super::position::{LineIndex, Position, Span};

/// A longer line is shown only around the caret.
const SHOWN_CHARACTERS: usize = 100;
/// How many characters before the caret are kept of such a line.
const SHOWN_BEFORE: usize = 40;

/// One thing that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The bytes that are wrong.
    pub(crate) span: Span,
    /// What is wrong: lower case, no final full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

impl Fault {
    /// A fault without help.
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    /// The same fault with a line that says what to do.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Where it starts in the file's text.
    pub(crate) fn position(&self, text: &str) -> Position {
        LineIndex::new(text).position(self.span.start)
    }

    /// The source line that starts it, with its number, and a caret line under it.
    pub(crate) fn snippet(&self, text: &str) -> String {
        let index = LineIndex::new(text);
        let position = index.position(self.span.start);
        let (source, carets) = snippet(text, index.line(position.line), self.span);
        let gutter = position.line.to_string().len().max(4);
        let source = format!("{:>gutter$} | {source}", position.line);
        let carets = format!("{:gutter$} | {carets}", "");
        format!("{}\n{carets}", source.trim_end())
    }

    /// The fault for people: `path:line:column: message`, the source line with a caret under it, and the
    /// help.
    #[cfg(test)]
    pub(crate) fn render(&self, path: &str, text: &str) -> String {
        let head = format!("{}:{}: {}", harmless(path), self.position(text), harmless(&self.message));
        let mut rendered = format!("{head}\n{}", self.snippet(text));
        if let Some(help) = &self.help {
            rendered.push_str("\n  = help: ");
            rendered.push_str(&harmless(help));
        }
        rendered
    }
}

/// The visible part of a line and the carets under the part of it that `span` covers.
fn snippet(text: &str, line: Span, span: Span) -> (String, String) {
    let source = line.slice(text);
    let start = text.floor_char_boundary(span.start).clamp(line.start, line.end);
    let from = start - line.start;
    let to = span.end.clamp(start, line.end) - line.start;
    let skipped = if source.chars().count() > SHOWN_CHARACTERS {
        source[..from].chars().count().saturating_sub(SHOWN_BEFORE)
    } else {
        0
    };
    let mut characters = source.char_indices().skip(skipped);
    let (mut shown, mut before, mut under) = (String::new(), 0, 0);
    if skipped > 0 {
        shown.push('…');
        before = 1;
    }
    for (at, character) in characters.by_ref().take(SHOWN_CHARACTERS) {
        let width = match character {
            '\t' => {
                shown.push_str("    ");
                4
            }
            _ => {
                shown.push(visible(character));
                width(character)
            }
        };
        if at < from {
            before += width;
        } else if at < to {
            under += width;
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    (shown, format!("{:before$}{}", "", "^".repeat(under.max(1))))
}

/// A text on one line, without characters that a terminal would obey.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|character| if character == '\n' { ' ' } else { visible(character) }).collect()
}

/// The character, or a replacement for one that a terminal would obey or that reorders the line.
fn visible(character: char) -> char {
    let reorders =
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if character.is_control() || reorders { '\u{fffd}' } else { character }
}

/// About how many columns a terminal gives to a character.
fn width(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 2,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 2,
        '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}' | '\u{1f900}'..='\u{1faff}' => 2,
        '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str, start: usize, end: usize) -> String {
        Fault::new(Span::new(start, end), "wrong").render("a.md", text)
    }

    #[test]
    fn message_source_caret_help() {
        let text = "---\nstatus: opne\n---\n";
        let fault = Fault::new(Span::new(12, 16), "unknown value `opne`").with_help("write `open`");
        let expected = "w/a.md:2:9: unknown value `opne`\n\
            \x20  2 | status: opne\n     |         ^^^^\n  = help: write `open`";
        assert_eq!(fault.render("w/a.md", text), expected);
        assert_eq!(fault.position(text).to_string(), "2:9");
    }

    #[test]
    fn line_numbers_get_the_room_they_need() {
        let text = "\n".repeat(12_344) + "x";
        assert_eq!(render(&text, 12_344, 12_345), "a.md:12345:1: wrong\n12345 | x\n      | ^");
    }

    #[test]
    fn a_range_of_lines_is_marked_on_its_first_line() {
        assert_eq!(render("ab\r\ncd\r\n", 1, 6), "a.md:1:2: wrong\n   1 | ab\n     |  ^");
    }

    #[test]
    fn an_empty_range_still_has_a_caret() {
        assert_eq!(render("a:\n", 2, 2), "a.md:1:3: wrong\n   1 | a:\n     |   ^");
        assert_eq!(render("", 0, 0), "a.md:1:1: wrong\n   1 |\n     | ^");
        assert_eq!(render("a\n", 2, 2), "a.md:2:1: wrong\n   2 |\n     | ^");
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_caret_in_place() {
        assert_eq!(render("\tx", 1, 2), "a.md:1:2: wrong\n   1 |     x\n     |     ^");
        assert_eq!(render("😀x", 4, 5), "a.md:1:2: wrong\n   1 | 😀x\n     |   ^");
        assert_eq!(render("e\u{301}x", 3, 4), "a.md:1:3: wrong\n   1 | e\u{301}x\n     |  ^");
    }

    #[test]
    fn a_bom_takes_no_room() {
        assert_eq!(render("\u{feff}ab", 4, 5), "a.md:1:2: wrong\n   1 | ab\n     |  ^");
        assert_eq!(render("\u{feff}ab", 0, 0), "a.md:1:1: wrong\n   1 | ab\n     | ^");
    }

    #[test]
    fn long_lines_are_cut_around_the_caret() {
        let text = "a".repeat(500) + "XY" + &"b".repeat(500);
        let rendered = render(&text, 500, 502);
        let lines: Vec<_> = rendered.lines().collect();
        assert_eq!(lines[1], format!("   1 | …{}XY{}…", "a".repeat(40), "b".repeat(58)));
        assert_eq!(lines[2], format!("     | {}^^", " ".repeat(41)));
        assert!(render(&text, 0, 1002).lines().all(|line| line.chars().count() < 120));
    }

    #[test]
    fn terminals_are_not_given_orders() {
        let fault = Fault::new(Span::new(0, 1), "bad\u{1b}[0m\nline");
        let rendered = fault.render("a\u{7}", "\u{1b}[31m\u{202e}x");
        assert_eq!(rendered.matches('\u{fffd}').count(), 4);
        assert_eq!(rendered.lines().count(), 3);
    }

    #[test]
    fn no_range_makes_it_panic() {
        for text in ["", "\u{feff}", "é😀\r\n\tx\n", "a"] {
            for start in 0..20 {
                for end in 0..20 {
                    assert!(render(text, start, end).contains('^'));
                }
            }
            assert!(render(text, usize::MAX, usize::MAX).contains('^'));
        }
    }
}
