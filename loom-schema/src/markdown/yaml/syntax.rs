//! The parser's errors in an operator's words.

use granit_parser::{ErrorKind, ScanError};

use super::MAX_DEPTH;
use crate::markdown::{fault::Fault, position::Span};

const QUOTES: &str = "put text with special characters in quotes";
const COLUMNS: &str = "start all keys of one map in the same column, and put text with `: ` in quotes";
const ESCAPE: &str = "write `\\\\` for a backslash, or use single quotes";

/// One fault for a syntax error, at its mark.
pub(super) fn fault(text: &str, base: usize, error: &ScanError) -> Fault {
    let mark = base + error.marker().byte_offset().unwrap_or_default();
    if let ErrorKind::RecursionLimitExceeded = error.kind() {
        return too_deep(Span::of_char(text, mark));
    }
    if let Some(tab) = indenting_tab(text, base, mark, error.kind()) {
        return Fault::new(Span::new(tab, tab + 1), "a tab is used as indentation")
            .with_help("indent with spaces");
    }
    let (message, help) = words(error.kind());
    let fault = Fault::new(Span::of_char(text, mark), message);
    if help.is_empty() { fault } else { fault.with_help(help) }
}

/// The fault for a list or map that is too deep.
pub(super) fn too_deep(span: Span) -> Fault {
    Fault::new(span, format!("lists and maps are nested deeper than {MAX_DEPTH} levels"))
        .with_help("put text that starts with `[` or `{` in quotes")
}

/// The tab that an error is about: the first in the indentation of the marked line or of one below it, since
/// the parser often marks the start of the text that the tab interrupts.
fn indenting_tab(text: &str, base: usize, mark: usize, kind: &ErrorKind) -> Option<usize> {
    let about_tabs = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
    );
    let source = text.get(base..).filter(|_| about_tabs)?;
    let before = source.get(..mark - base)?;
    let mut start = before.rfind('\n').map_or(0, |at| at + 1);
    for line in source[start..].split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indentation].find('\t') {
            return Some(base + start + tab);
        }
        start += line.len();
    }
    None
}

/// What is wrong and what to do; no help when it is empty.
fn words(kind: &ErrorKind) -> (String, &'static str) {
    use ErrorKind as E;
    let (message, help) = match kind {
        E::UnclosedQuotedScalar => ("this quote is never closed", "add the closing quote"),
        E::DocumentIndicatorInQuotedScalar => ("a quoted text runs into this line", "add the closing quote"),
        E::UnclosedFlowCollection { open } => {
            return (format!("this `{open}` is never closed"), "close it, or put the text in quotes");
        }
        E::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{open}` is closed by `{close}`"), "use matching brackets");
        }
        E::MisplacedFlowCollectionEnd => ("this closing bracket has no opening bracket", QUOTES),
        E::UnexpectedCharacter { character } if character.is_control() => {
            return (format!("the character U+{:04X} is not allowed", u32::from(*character)), "remove it");
        }
        E::UnexpectedCharacter { character } => {
            return (format!("text cannot start with `{character}`"), QUOTES);
        }
        E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabInPlainScalar => {
            ("a tab is not allowed here", "use spaces")
        }
        E::TabAtBlockScalarStart => ("a block text cannot start with a tab", "indent it with spaces"),
        E::MappingValueNotAllowed | E::InvalidMappingValueWhitespace => {
            ("a `:` is not allowed here", COLUMNS)
        }
        E::InvalidColonPlacement | E::FlowMappingValueAdjacentCollection => {
            ("a `:` is not allowed here", "close the `[` or `{` above, or put text with `:` in quotes")
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => ("expected `key: value`", COLUMNS),
        E::ExpectedBlockMappingKey | E::MappingKeyNotAllowed => ("expected a key here", COLUMNS),
        E::ExpectedBlockSequenceEntry => {
            ("expected a list entry (`- `) here", "start all entries in one column")
        }
        E::BlockSequenceEntryNotAllowed | E::BlockEntryInFlowCollection | E::InvalidBlockEntryWhitespace => {
            ("a list entry (`- `) is not allowed here", "start the list on a line of its own, or use quotes")
        }
        E::PlainScalarStartsWithDashFlowIndicator => {
            ("text cannot start with `-` and a comma or bracket", QUOTES)
        }
        E::ExpectedFlowSequenceSeparator | E::UnexpectedEofFlowSequence => {
            ("expected `,` or `]` here", QUOTES)
        }
        E::ExpectedFlowMappingSeparator | E::UnexpectedEofFlowMapping => ("expected `,` or `}` here", QUOTES),
        E::InvalidIndentation | E::InvalidQuotedScalarIndent | E::InvalidFlowScalarIndent => {
            ("this line is indented wrongly", COLUMNS)
        }
        E::InvalidBlockScalarIndent => {
            ("this line is indented wrongly", "indent all lines of a block text by the same number of spaces")
        }
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => {
            ("a block text (`|` or `>`) starts on the next line", "move the text there, or put it in quotes")
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            ("unexpected text after the closing quote", "put the whole text in one pair of quotes")
        }
        E::UnknownQuotedScalarEscape => ("this text holds an unknown escape (`\\`)", ESCAPE),
        E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => {
            ("this text holds an escape (`\\`) that is not a valid character", ESCAPE)
        }
        E::CommentInterceptedScalar => {
            ("a comment interrupts this text", "put the text in quotes, or move the comment")
        }
        E::CommentNotSeparated => ("a comment needs a space in front of `#`", QUOTES),
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => {
            ("unexpected text here", "write `key: value`, with a space after the colon")
        }
        E::DirectiveDisallowed | E::MissingDocumentEndBeforeDirective => {
            ("YAML directives (`%`) are not allowed", "remove the line")
        }
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8 => ("tags are not allowed", "put text that starts with `!` in quotes"),
        E::MissingAnchorOrAliasName | E::UnknownAnchor => {
            ("anchors and aliases are not allowed", "put text that starts with `&` or `*` in quotes")
        }
        E::BomInsideDocument => ("a byte order mark (U+FEFF) is not allowed here", "remove it"),
        other => return (plain(&other.to_string()), QUOTES),
    };
    (message.to_owned(), help)
}

/// A message of the parser's own in this library's style.
fn plain(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "this is not YAML".to_owned(),
    }
}
