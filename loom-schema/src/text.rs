//! Building a `&'static str` in const evaluation.
//!
//! Const evaluation pays for every step, so the common table is rendered once, into a buffer of a fixed size, and cut
//! to its length by one copy; only a longer one is rendered a second time, into a buffer of the length the first
//! pass counted.

/// Writes pieces of text into a buffer, and goes on counting where the buffer ends.
#[derive(Debug)]
pub(crate) struct Writer<'b> {
    buffer: &'b mut [u8],
    length: usize,
}

impl<'b> Writer<'b> {
    /// Starts at the beginning of `buffer`, which may be empty where only the length is wanted.
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, length: 0 }
    }

    /// How many bytes were pushed, whether they fitted or not.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// Appends `piece` as it is.
    pub(crate) const fn push(&mut self, piece: &str) {
        let end = self.length + piece.len();
        if end <= self.buffer.len() {
            let (_, rest) = self.buffer.split_at_mut(self.length);
            let (place, _) = rest.split_at_mut(piece.len());
            place.copy_from_slice(piece.as_bytes());
        }
        self.length = end;
    }

    /// Appends an identifier in double quotes. The macro lets no name through that holds one.
    pub(crate) const fn push_name(&mut self, name: &str) {
        self.push("\"");
        self.push(name);
        self.push("\"");
    }

    /// Appends a string literal: in single quotes, with those inside it doubled.
    pub(crate) const fn push_literal(&mut self, text: &str) {
        self.push("'");
        let mut rest = text;
        let mut i = 0;
        while i < rest.len() {
            if rest.as_bytes()[i] == b'\'' {
                let (quoted, after) = rest.split_at(i + 1);
                self.push(quoted);
                self.push("'");
                rest = after;
                i = 0;
            } else {
                i += 1;
            }
        }
        self.push(rest);
        self.push("'");
    }

    /// Appends a whole number.
    pub(crate) const fn push_integer(&mut self, value: i64) {
        let mut digits = [0_u8; 20];
        let mut start = digits.len();
        let mut rest = value.unsigned_abs();
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            self.push("-");
        }
        self.push(as_str(digits.split_at(start).1));
    }
}

/// Text in a buffer of `N` bytes, or the knowledge of how many it needs.
#[derive(Clone, Copy, Debug)]
pub struct Text<const N: usize> {
    /// The text, if `length <= N`.
    pub bytes: [u8; N],
    /// How long the whole text is.
    pub length: usize,
}

impl<const N: usize> Text<N> {
    /// The text, or as much of it as there was room for.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        let length = if self.length < N { self.length } else { N };
        as_str(self.bytes.split_at(length).0)
    }
}

/// The bytes as text. Everything here is pushed as `&str`, so that the empty string never shows.
pub(super) const fn as_str(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}
