//! Bytes into text, refusing what no later step could place or keep.

use std::fmt;

use super::position::{LineIndex, Position};

/// A file that is not text, and where it stops being it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Undecodable {
    /// The place of the first wrong byte.
    pub(crate) position: Position,
    /// What is wrong: lower case, no final full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: String,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.message)
    }
}

/// The bytes as text. UTF-8 only, no NUL, no carriage return without a line feed; nothing is changed.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, Undecodable> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    match String::from_utf8(bytes) {
        Ok(text) => match control(&text) {
            Some(fault) => Err(fault),
            None => Ok(text),
        },
        Err(error) => {
            let invalid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let (valid, rest) = bytes.split_at(invalid);
            let valid = str::from_utf8(valid).unwrap_or_default();
            let wrong = rest.first().copied().unwrap_or_default();
            Err(control(valid).unwrap_or_else(|| Undecodable {
                position: LineIndex::new(valid).position(valid.len()),
                message: if utf16 {
                    "the file is UTF-16, not UTF-8".to_owned()
                } else {
                    format!("invalid UTF-8: the byte 0x{wrong:02x} is not text")
                },
                help: "save the file as UTF-8".to_owned(),
            }))
        }
    }
}

/// The first control character that is refused.
fn control(text: &str) -> Option<Undecodable> {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let at = (0..bytes.len()).find(|at| bytes[*at] == 0 || lone(*at))?;
    let (message, help) = if bytes[at] == 0 {
        ("the file holds a NUL character", "remove it; if the file is UTF-16, save it as UTF-8")
    } else {
        ("carriage return without a line feed", "save the file with LF or CRLF line ends")
    };
    let position = LineIndex::new(text).position(at);
    Some(Undecodable { position, message: message.to_owned(), help: help.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).expect_err("a fault").to_string()
    }

    #[test]
    fn text_is_left_as_it_is() {
        let text = "\u{feff}a\r\nb\n\té😀\u{7}";
        assert_eq!(decode(text.as_bytes().to_vec()).expect("text"), text);
    }

    #[test]
    fn invalid_utf8_is_placed() {
        assert_eq!(fault(b"a\r\n\xc3\xa9b\xffc"), "2:3: invalid UTF-8: the byte 0xff is not text");
        assert_eq!(fault(b"ab\xf0\x9f"), "1:3: invalid UTF-8: the byte 0xf0 is not text");
        assert_eq!(fault(b"\xff\xfea\0"), "1:1: the file is UTF-16, not UTF-8");
    }

    #[test]
    fn nul_and_lone_carriage_returns_are_placed() {
        assert_eq!(fault(b"a\nb\0\xff"), "2:2: the file holds a NUL character");
        assert_eq!(fault(b"a\r\nb\rc\0"), "2:2: carriage return without a line feed");
        assert_eq!(fault(b"\xef\xbb\xbfa\r"), "1:2: carriage return without a line feed");
    }
}
