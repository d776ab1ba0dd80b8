//! Whether a text is JSON, as strictly as the library reads it, and what kind of value it is.

/// What a text of JSON holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Boolean,
    Integer,
    Real,
    Text,
    List,
    Map,
}

/// The library's parser stops at 128 levels.
const DEEPEST: usize = 127;

/// The kind of the value, or what is wrong with the text.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(0)?;
    match parser.next() {
        None => Ok(value),
        Some(_) => Err(parser.expected("nothing more")),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    /// The first byte that is no space.
    fn next(&mut self) -> Option<u8> {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.peek()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expected(&self, what: &str) -> String {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => format!("expected {what} at `{found}`, character {}", self.place()),
            None => format!("expected {what} at the end"),
        }
    }

    /// The place of the current character, counted from 1.
    fn place(&self) -> usize {
        self.text.get(..self.at).map_or(0, |before| before.chars().count()) + 1
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        match self.next() {
            Some(b'[' | b'{') if depth == DEEPEST => {
                Err(format!("more than {DEEPEST} lists and objects inside one another"))
            }
            Some(b'[') => self.list(depth).map(|()| Value::List),
            Some(b'{') => self.map(depth).map(|()| Value::Map),
            Some(b'"') => self.string().map(|()| Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for (word, value) in
                    [("true", Value::Boolean), ("false", Value::Boolean), ("null", Value::Null)]
                {
                    if self.text[self.at..].starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.expected("a value"))
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<(), String> {
        self.at += 1;
        if self.next() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if self.ends(b']', "`,` or `]`")? {
                return Ok(());
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<(), String> {
        self.at += 1;
        if self.next() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.next() != Some(b'"') {
                return Err(self.expected("a key in double quotes"));
            }
            self.string()?;
            if self.next() != Some(b':') {
                return Err(self.expected("`:`"));
            }
            self.at += 1;
            self.value(depth + 1)?;
            if self.ends(b'}', "`,` or `}`")? {
                return Ok(());
            }
        }
    }

    /// Whether the list or map ends here; a comma says that it goes on.
    fn ends(&mut self, close: u8, what: &str) -> Result<bool, String> {
        match self.next() {
            Some(found) if found == close || found == b',' => {
                self.at += 1;
                Ok(found == close)
            }
            _ => Err(self.expected(what)),
        }
    }

    fn string(&mut self) -> Result<(), String> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(0..0x20) => {
                    return Err(format!("a control character in a text, character {}", self.place()));
                }
                Some(_) => self.at += 1,
                None => return Err(self.expected("`\"`")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => match self.unit()? {
                0xd800..0xdc00 if self.text[self.at..].starts_with("\\u") => {
                    self.at += 1;
                    match self.unit()? {
                        0xdc00..0xe000 => Ok(()),
                        _ => Err("half of a surrogate pair".to_owned()),
                    }
                }
                0xd800..0xe000 => Err("half of a surrogate pair".to_owned()),
                _ => Ok(()),
            },
            _ => Err(self.expected("an escape such as `\\n`")),
        }
    }

    /// The four digits behind the `u` of an escape.
    fn unit(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at + 1..self.at + 5);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.at += 5;
                Ok(unit)
            }
            None => Err(self.expected("an escape of four hexadecimal digits")),
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.at;
        self.digits()?;
        if self.text[first..self.at].len() > 1 && self.text[first..].starts_with('0') {
            return Err("a number that starts with 0".to_owned());
        }
        let mut value = Value::Integer;
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            value = Value::Real;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
            value = Value::Real;
        }
        let written = &self.text[start..self.at];
        if written.parse().is_ok_and(f64::is_finite) {
            return Ok(value);
        }
        Err(format!("`{written}` is more than a number holds"))
    }

    fn digits(&mut self) -> Result<(), String> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.expected("a digit")) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, value};

    fn nested(deep: usize) -> String {
        format!("{}{}", "[".repeat(deep), "]".repeat(deep))
    }

    #[test]
    fn json_is_told_by_its_kind() {
        for (text, kind) in [
            (" null\n", Value::Null),
            ("true", Value::Boolean),
            ("-0", Value::Integer),
            ("10", Value::Integer),
            ("0.5", Value::Real),
            ("-1e-3", Value::Real),
            ("1E+3", Value::Real),
            (r#""a \" \\ \/ \n \u00e9 \ud83d\ude00 é""#, Value::Text),
            ("[]", Value::List),
            (r#"[1, [], {"a": [null]} ]"#, Value::List),
            (r#"{ "a" : 1 , "a":{}}"#, Value::Map),
        ] {
            assert_eq!(value(text), Ok(kind), "{text}");
        }
        assert_eq!(value(&nested(127)), Ok(Value::List));
    }

    #[test]
    fn what_is_wrong_is_placed() {
        for (text, wrong) in [
            ("", "expected a value at the end"),
            ("nope", "expected a value at `n`, character 1"),
            ("[1,]", "expected a value at `]`, character 4"),
            ("[1 2]", "expected `,` or `]` at `2`, character 4"),
            ("[", "expected a value at the end"),
            ("{a: 1}", "expected a key in double quotes at `a`, character 2"),
            (r#"{"é" 1}"#, "expected `:` at `1`, character 6"),
            (r#"{"a": 1,}"#, "expected a key in double quotes at `}`, character 9"),
            (r#""a"#, "expected `\"` at the end"),
            ("\"a\nb\"", "a control character in a text, character 3"),
            (r#""\x""#, "expected an escape such as `\\n` at `x`, character 3"),
            (r#""\u00é0""#, "expected an escape of four hexadecimal digits at `u`, character 3"),
            (r#""\ud800""#, "half of a surrogate pair"),
            (r#""\ud800\u0041""#, "half of a surrogate pair"),
            (r#""\udc00""#, "half of a surrogate pair"),
            ("01", "a number that starts with 0"),
            ("-", "expected a digit at the end"),
            ("1.", "expected a digit at the end"),
            ("+1", "expected a value at `+`, character 1"),
            ("NaN", "expected a value at `N`, character 1"),
            ("1e999", "`1e999` is more than a number holds"),
            ("1 2", "expected nothing more at `2`, character 3"),
            ("'a'", "expected a value at `'`, character 1"),
        ] {
            assert_eq!(value(text).unwrap_err(), wrong, "{text}");
        }
        for deep in [128, 100_000] {
            assert!(value(&nested(deep)).unwrap_err().starts_with("more than 127"));
        }
    }
}
