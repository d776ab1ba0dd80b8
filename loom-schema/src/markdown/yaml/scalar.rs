//! What plain scalars mean: the core schema of YAML 1.2, read strictly.

/// The most characters of a value that a message repeats.
const QUOTED_CHARACTERS: usize = 40;

/// What a plain scalar is when nobody asks for a type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Core {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text,
    /// A number that no 64-bit type holds; guessing would lose it.
    TooLarge,
}

/// Resolves a plain scalar by the core schema.
pub(super) fn resolve(text: &str) -> Core {
    match text {
        _ if is_null(text) => return Core::Null,
        "true" | "True" | "TRUE" => return Core::Bool(true),
        "false" | "False" | "FALSE" => return Core::Bool(false),
        _ => {}
    }
    let digits = |rest: &str, radix: u32| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix));
    let based = [("0x", 16), ("0o", 8)].into_iter().find_map(|(prefix, radix)| {
        let rest = text.strip_prefix(prefix)?;
        digits(rest, radix).then(|| u64::from_str_radix(rest, radix).ok())
    });
    if let Some(number) = based {
        return number.map_or(Core::TooLarge, Core::Unsigned);
    }
    if is_integer(text) {
        return match (text.parse(), text.parse()) {
            (Ok(signed), _) => Core::Signed(signed),
            (_, Ok(unsigned)) => Core::Unsigned(unsigned),
            _ => Core::TooLarge,
        };
    }
    if let Some(number) = float(text) {
        return if number.is_finite() { Core::Float(number) } else { Core::TooLarge };
    }
    match text.trim_start_matches(['+', '-']) {
        ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN" => Core::TooLarge,
        _ => Core::Text,
    }
}

/// Whether a plain scalar is null.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether it is a decimal integer, of any size.
pub(super) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A decimal number; infinite when it is too large. Rust's own words (`inf`, `nan`) are not numbers here.
pub(super) fn float(text: &str) -> Option<f64> {
    let numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if text.bytes().all(numeric) { text.parse().ok() } else { None }
}

/// A value between backticks, cut and made harmless, for a message.
pub(super) fn quote(text: &str) -> String {
    format!("`{}`", shorten(text))
}

/// The start of a value, on one line.
pub(super) fn shorten(text: &str) -> String {
    let mut characters = text.chars();
    let mut short = String::new();
    for character in characters.by_ref().take(QUOTED_CHARACTERS) {
        if character.is_control() { short.extend(character.escape_default()) } else { short.push(character) }
    }
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema() {
        for text in [
            "no", "yes", "on", "off", "y", "tRue", "1_000", "1e", ".", "e3", "+-1", "inf", "nan", "-", "0x",
            "0b1",
        ] {
            assert_eq!(resolve(text), Core::Text, "{text}");
        }
        for text in ["2024-01-02", "08:30", "1.2.3", "0xg", "0o8", "-0x1", "1 2", "١"] {
            assert_eq!(resolve(text), Core::Text, "{text}");
        }
        assert_eq!(resolve("NULL"), Core::Null);
        assert_eq!(resolve("False"), Core::Bool(false));
        assert_eq!(resolve("0123"), Core::Signed(123));
        assert_eq!(resolve("-5"), Core::Signed(-5));
        assert_eq!(resolve("+5"), Core::Signed(5));
        assert_eq!(resolve("0x1F"), Core::Unsigned(31));
        assert_eq!(resolve("0o17"), Core::Unsigned(15));
        assert_eq!(resolve("18446744073709551615"), Core::Unsigned(u64::MAX));
        assert_eq!(resolve("18446744073709551616"), Core::TooLarge);
        assert_eq!(resolve("1e3"), Core::Float(1000.0));
        assert_eq!(resolve("-.5"), Core::Float(-0.5));
        assert_eq!(resolve("5."), Core::Float(5.0));
        assert_eq!(resolve("1e999"), Core::TooLarge);
        assert_eq!(resolve("-.inf"), Core::TooLarge);
    }

    #[test]
    fn messages_repeat_a_little_and_nothing_odd() {
        assert_eq!(quote("a\nb\u{1b}"), "`a\\nb\\u{1b}`");
        assert_eq!(quote(&"é".repeat(41)), format!("`{}…`", "é".repeat(40)));
    }
}
