//! Places in a file: byte ranges for the program, lines and columns for people.

use std::fmt;

/// The byte order mark, which a file may start with and which is not a column.
pub(crate) const BOM: char = '\u{feff}';

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line, counted from 1.
    pub(crate) line: u32,
    /// The column in characters, counted from 1; a byte order mark is not one.
    pub(crate) column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A range of bytes in the whole file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first byte.
    pub(crate) start: usize,
    /// The byte after the last one.
    pub(crate) end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty range at `offset`.
    pub(crate) fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// The one character at `offset`; empty at the end of the text.
    pub(crate) fn of_char(text: &str, offset: usize) -> Self {
        let start = text.floor_char_boundary(offset);
        let width = text[start..].chars().next().map_or(0, char::len_utf8);
        Self { start, end: start + width }
    }

    /// Whether it covers no byte.
    pub(crate) fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The text it covers; the part inside the text when it reaches outside.
    pub(crate) fn slice(self, text: &str) -> &str {
        let end = text.floor_char_boundary(self.end);
        let start = text.floor_char_boundary(self.start).min(end);
        &text[start..end]
    }
}

/// Turns byte offsets into positions, for files with LF or CRLF line ends.
pub(crate) struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        let first = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let others = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(first).chain(others).collect() }
    }

    /// The position of a byte; one that is outside the text or inside a character is moved back into place.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.start_of(line);
        let column = 1 + Span::new(start, offset.max(start)).slice(self.text).chars().count();
        Position { line: count(line), column: count(column) }
    }

    /// The range of a line without its line end; the empty range at the text's end for a line that is not
    /// there.
    pub(crate) fn line(&self, line: u32) -> Span {
        let line = usize::try_from(line).unwrap_or(usize::MAX).max(1);
        let start = self.start_of(line);
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[..end].ends_with('\r') && end > start { end - 1 } else { end };
        Span::new(start, end.max(start))
    }

    fn start_of(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, needle: &str) -> String {
        LineIndex::new(text).position(text.find(needle).expect("needle")).to_string()
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(place("a\nb😀é: x", "x"), "2:6");
    }

    #[test]
    fn crlf_is_one_line_end() {
        assert_eq!(place("a\r\nb\r\nc: x", "x"), "3:4");
        let index = LineIndex::new("a\r\nb\r\n");
        assert_eq!(index.line(1), Span::new(0, 1));
        assert_eq!(index.line(2), Span::new(3, 4));
        assert_eq!(index.line(3), Span::new(6, 6));
        assert_eq!(index.line(99), Span::new(6, 6));
    }

    #[test]
    fn a_bom_is_not_a_column() {
        assert_eq!(place("\u{feff}ab\nc", "b"), "1:2");
        assert_eq!(place("\u{feff}ab\nc", "c"), "2:1");
        assert_eq!(LineIndex::new("\u{feff}ab").position(0).to_string(), "1:1");
        assert_eq!(LineIndex::new("\u{feff}ab").line(1), Span::new(3, 5));
    }

    #[test]
    fn any_offset_has_a_position() {
        let text = "😀\r\n";
        let index = LineIndex::new(text);
        let all: Vec<_> = (0..9).map(|at| index.position(at).to_string()).collect();
        assert_eq!(all, ["1:1", "1:1", "1:1", "1:1", "1:2", "1:3", "2:1", "2:1", "2:1"]);
        assert_eq!(LineIndex::new("").position(7).to_string(), "1:1");
    }

    #[test]
    fn slices_never_reach_outside() {
        assert_eq!(Span::new(2, 99).slice("abc"), "c");
        assert_eq!(Span::new(9, 3).slice("abc"), "");
        assert_eq!(Span::new(1, 4).slice("😀"), "😀");
        assert_eq!(Span::of_char("a😀", 2), Span::new(1, 5));
        assert_eq!(Span::of_char("a", 5), Span::at(1));
    }
}
