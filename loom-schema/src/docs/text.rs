//! Markdown that stays what it is, whatever a doc comment, a default or a CHECK holds.

use std::borrow::Cow;

/// A row of a table. The cells are inline Markdown; what would end a cell is escaped.
pub(super) fn row<I: IntoIterator<Item = S>, S: AsRef<str>>(cells: I) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        row.push(' ');
        push_cell(&mut row, cell.as_ref().trim());
        row.push_str(" |");
    }
    row.push('\n');
    row
}

/// The heading of a table and the line below it.
pub(super) fn heading<const N: usize>(cells: [&str; N]) -> String {
    row(cells) + &row([":--"; N])
}

fn push_cell(row: &mut String, cell: &str) {
    let mut backslashes = 0;
    for c in cell.chars() {
        match c {
            '\n' | '\r' => row.push(' '),
            // A pipe that a backslash escapes stays as it is; parsers do not agree on what follows two of them.
            '|' if backslashes == 0 => row.push_str("\\|"),
            '|' if backslashes % 2 == 0 => row.push_str("&#124;"),
            _ => row.push(c),
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
}

/// A code span, with a fence longer than any in the text. Line breaks, which a span would lose, are shown as `↵`.
pub(super) fn code(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\n', '\r'], "↵");
    if text.trim().is_empty() || text.contains("\\|") {
        return html_code(&text);
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span in HTML, where Markdown's cannot hold the text: no character of it means anything to Markdown.
fn html_code(text: &str) -> String {
    let mut html = "<code>".to_owned();
    for c in text.chars() {
        if c.is_ascii_punctuation() || c == ' ' {
            html.push_str(&format!("&#{};", u32::from(c)));
        } else {
            html.push(c);
        }
    }
    html + "</code>"
}

/// A fenced block, with a fence longer than any in the text.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{text}{end}{fence}\n")
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A doc comment as one line of inline Markdown: paragraphs and list entries on lines of their own.
pub(super) fn inline(doc: &str) -> String {
    let mut text = String::new();
    let mut separator = "";
    for line in doc.lines().map(str::trim) {
        if line.is_empty() {
            separator = if text.is_empty() { "" } else { "<br><br>" };
            continue;
        }
        if is_list_entry(line) && separator == " " {
            separator = "<br>";
        }
        text.push_str(separator);
        text.push_str(line);
        separator = " ";
    }
    with_types(&text).into_owned()
}

fn is_list_entry(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(". "));
    numbered || line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")
}

/// Text in which a type such as `Vec<String>`, outside of code, is not taken for a tag of HTML and so left out.
pub(super) fn with_types(text: &str) -> Cow<'_, str> {
    let mut parts = text.split('<');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        let is_type = match (letters.next(), letters.next()) {
            (Some('i' | 'u' | 'f'), Some(digit)) => digit.is_ascii_digit(),
            (first, _) => first.is_some_and(|first| first.is_ascii_uppercase()),
        };
        shown.push_str(if is_type && !is_in_code(&shown) { "&lt;" } else { "<" });
        shown.push_str(part);
    }
    // Without its closing backtick, a span may end on another line, and nobody can tell what is code.
    if is_in_code(text) || shown == text { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}

/// Whether a text ends inside of a code span.
fn is_in_code(text: &str) -> bool {
    let (mut open, mut rest) = (0, text);
    while let Some(at) = rest.find('`') {
        let run = rest.len() - at - rest[at..].trim_start_matches('`').len();
        if open == 0 || open == run {
            open = run - open;
        }
        rest = &rest[at + run..];
    }
    open > 0
}

/// The first sentence of a doc comment, on one line.
pub(super) fn first_sentence(doc: &str) -> String {
    let paragraph: Vec<_> = doc.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    let paragraph = paragraph.trim_start_matches('#').trim_start();
    let mut in_code = false;
    for (at, c) in paragraph.char_indices() {
        in_code ^= c == '`';
        let rest = &paragraph[at + c.len_utf8()..];
        // A lower case letter goes on with the sentence, as after `e.g.`
        let ends = rest.starts_with(char::is_whitespace)
            && rest.trim_start().chars().next().is_some_and(|next| !next.is_lowercase());
        if matches!(c, '.' | '!' | '?') && !in_code && ends {
            return with_types(&paragraph[..at + c.len_utf8()]).into_owned();
        }
    }
    with_types(paragraph).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_pipes_and_lose_their_line_breaks() {
        assert_eq!(row(["a | b\nc", r"d \| e", r"f \\| g"]), "| a \\| b c | d \\| e | f \\\\&#124; g |\n");
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("a < b"), "`a < b`");
        assert_eq!(code("a `b` ``c"), "```a `b` ``c```");
        assert_eq!(code("`a`"), "`` `a` ``");
        assert_eq!(code("a\r\nb"), "`a↵b`");
        assert_eq!(code(""), "<code></code>");
        assert_eq!(code(r"a\|b"), "<code>a&#92;&#124;b</code>");
        assert_eq!(fenced("sql", "'```'"), "````sql\n'```'\n````\n");
    }

    #[test]
    fn sentences_end_where_another_begins() {
        for (doc, sentence) in [
            ("One run. And more.", "One run."),
            ("One run,\nin a world\n\nMore.", "One run, in a world"),
            ("Roles, e.g. scribe, `a. B` or v1.2. Then", "Roles, e.g. scribe, `a. B` or v1.2."),
            ("Really? Yes.", "Really?"),
            ("# Title\nText. More.", "Title Text."),
            ("", ""),
        ] {
            assert_eq!(first_sentence(doc), sentence, "{doc}");
        }
    }

    #[test]
    fn types_are_not_taken_for_tags() {
        for (text, shown) in [
            ("A Vec<String> of Id<World>.", "A Vec&lt;String> of Id&lt;World>."),
            ("`Vec<String>`, Vec<u8>, <b>bold</b><br>", "`Vec<String>`, Vec&lt;u8>, <b>bold</b><br>"),
            ("``a ` Vec<T>`` <T>", "``a ` Vec<T>`` &lt;T>"),
            ("`a Vec<String>", "`a Vec<String>"),
            ("<https://loom.example> <!-- x --> a < B", "<https://loom.example> <!-- x --> a < B"),
        ] {
            assert_eq!(with_types(text), shown);
        }
        assert_eq!(first_sentence("A Vec<String>. More."), "A Vec&lt;String>.");
        assert_eq!(inline("A Vec<String>\n```\nVec<T>\n```"), "A Vec&lt;String> ``` Vec<T> ```");
    }

    #[test]
    fn a_doc_comment_in_a_cell_keeps_its_lists() {
        assert_eq!(inline("One\ntwo:\n- a\n- b\n\nThree\n"), "One two:<br>- a<br>- b<br><br>Three");
    }
}
