//! The tokens of an SQL expression, as SQLite takes a text apart. It knows no tables and no grammar.

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// A number, a text or a blob, as it is written.
    Literal(&'t str),
    /// A name in double quotes, without them.
    Quoted(String),
    /// A name without quotes, or a word of SQL.
    Name(&'t str),
    Operator,
    Comma,
    Open,
    Close,
}

/// What is no token of an expression: what is wrong with it, to stand behind "the check", and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) wrong: String,
    pub(crate) help: String,
}

impl Fault {
    pub(crate) fn new(wrong: impl Into<String>, help: impl Into<String>) -> Self {
        Self { wrong: wrong.into(), help: help.into() }
    }
}

/// Longer operators first.
const OPERATORS: [&str; 20] = [
    "->>", "->", "||", "<<", ">>", "<=", ">=", "==", "<>", "!=", "<", ">", "=", "+", "-", "*", "/", "%", "&",
    "|",
];

/// Takes the text apart, up to the first fault.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
        if rest.is_empty() {
            return Ok(tokens);
        }
        let (token, length) = token(rest)?;
        tokens.push(token);
        rest = &rest[length..];
    }
}

/// The first token of a text that starts with one, and its length.
fn token(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    if rest.starts_with("--") || rest.starts_with("/*") {
        return Err(Fault::new("holds a comment", "write the comment in Rust, above the field"));
    }
    if rest.starts_with(['x', 'X']) && rest[1..].starts_with('\'') {
        return blob(rest);
    }
    match rest.chars().next().unwrap_or_default() {
        '(' => return Ok((Token::Open, 1)),
        ')' => return Ok((Token::Close, 1)),
        ',' => return Ok((Token::Comma, 1)),
        '~' => return Ok((Token::Operator, 1)),
        '\'' => return quoted(rest, '\'').map(|(_, length)| (Token::Literal(&rest[..length]), length)),
        '"' => return quoted(rest, '"').map(|(name, length)| (Token::Quoted(name), length)),
        ';' => {
            let help = "write one expression that is true for every row, and join two with `AND`";
            return Err(Fault::new("holds `;`, which ends a statement", help));
        }
        '[' | '`' => {
            let help = "write the name in double quotes, as in `\"order\"`";
            return Err(Fault::new(format!("holds `{}`", &rest[..1]), help));
        }
        '?' | ':' | '@' | '$' | '#' => {
            let end = rest[1..].find(|c| !is_name(c)).map_or(rest.len(), |end| end + 1);
            let help = "write the value itself: a check has no parameters";
            return Err(Fault::new(format!("holds the parameter `{}`", &rest[..end]), help));
        }
        '.' if !starts_with_digit(&rest[1..]) => {
            return Err(Fault::new("holds `.`", "write a column's name without its table's"));
        }
        '.' | '0'..='9' => return number(rest),
        first if is_name(first) => {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            return Ok((Token::Name(&rest[..end]), end));
        }
        _ => {}
    }
    match OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
        Some(operator) => Ok((Token::Operator, operator.len())),
        None => {
            let first: String = rest.chars().take(1).collect();
            let help = "write one SQL expression over the columns, as in `tokens_in >= 0`";
            Err(Fault::new(format!("holds `{}`", first.escape_default()), help))
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// A text or a name in quotes, which stand twice where they are meant, and the length with the quotes.
fn quoted(rest: &str, quote: char) -> Result<(String, usize), Fault> {
    let (mut content, mut at) = (String::new(), 1);
    while let Some(end) = rest[at..].find(quote) {
        content.push_str(&rest[at..at + end]);
        at += end + 1;
        if !rest[at..].starts_with(quote) {
            return Ok((content, at));
        }
        content.push(quote);
        at += 1;
    }
    let shown: String = rest.chars().take(20).collect();
    let help = format!("close it with `{quote}`; a quote inside is written twice: `{quote}{quote}`");
    Err(Fault::new(format!("has a quote that is not closed: `{shown}`"), help))
}

fn blob(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    let (digits, length) = quoted(&rest[1..], '\'')?;
    if digits.len() % 2 == 0 && digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return Ok((Token::Literal(&rest[..=length]), length + 1));
    }
    let help = "write two hexadecimal digits a byte, as in `x'00ff'`";
    Err(Fault::new(format!("holds `{}`, which is no blob", &rest[..=length]), help))
}

fn number(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    let hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    let mut before = ' ';
    let end = rest.find(|c: char| {
        let is_sign = matches!(c, '+' | '-') && matches!(before, 'e' | 'E') && !hexadecimal;
        before = c;
        !(is_name(c) || c == '.' || is_sign)
    });
    let written = &rest[..end.unwrap_or(rest.len())];
    let is_number = match written.get(2..) {
        Some(digits) if hexadecimal => !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit()),
        _ => written.parse::<f64>().is_ok(),
    };
    if is_number {
        return Ok((Token::Literal(written), written.len()));
    }
    let help = "write a number as in `10`, `0.5`, `1e6` or `0xff`, and a text in single quotes";
    Err(Fault::new(format!("holds `{written}`, which is no number"), help))
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    #[test]
    fn what_stands_in_quotes_is_no_sql() {
        let found = tokens("\"a\"\"b\" <> 'it''s ; ) -- ? /*' || X'0aFF'").unwrap();
        let quoted = Token::Quoted("a\"b".to_owned());
        let [text, blob] = ["'it''s ; ) -- ? /*'", "X'0aFF'"].map(Token::Literal);
        assert_eq!(found, [quoted, Token::Operator, text, Token::Operator, blob]);
    }

    #[test]
    fn numbers() {
        for number in ["0", "10", "0.5", ".5", "1.", "1e6", "1E-6", "2.5e+3", "0xfF"] {
            assert_eq!(tokens(number), Ok(vec![Token::Literal(number)]), "{number}");
        }
        assert_eq!(tokens("1-2").unwrap().len(), 3);
        assert_eq!(tokens("0xe-2").unwrap().len(), 3);
        for no_number in ["1a", "0x", "0xg", "1.2.3", "1e", "1_000", "12é"] {
            assert!(tokens(no_number).is_err(), "{no_number}");
        }
    }

    #[test]
    fn what_is_no_expression_is_named() {
        for (text, wrong) in [
            ("a; b", "holds `;`, which ends a statement"),
            ("a -- b", "holds a comment"),
            ("a /* b */", "holds a comment"),
            ("a > ?1", "holds the parameter `?1`"),
            ("a > :é", "holds the parameter `:é`"),
            ("a > '", "has a quote that is not closed: `'`"),
            ("a > 'it''s", "has a quote that is not closed: `'it''s`"),
            ("\"a", "has a quote that is not closed: `\"a`"),
            ("x'0'", "holds `x'0'`, which is no blob"),
            ("x'é'", "holds `x'é'`, which is no blob"),
            ("[a]", "holds `[`"),
            ("a ! b", "holds `!`"),
            ("a . b", "holds `.`"),
            ("a \\ b", "holds `\\\\`"),
        ] {
            assert_eq!(tokens(text).unwrap_err().wrong, wrong, "{text}");
        }
    }
}
