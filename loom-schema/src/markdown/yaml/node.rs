//! The tree.

use crate::markdown::position::Span;

/// A YAML value and its place in the file.
///
/// The span of a block scalar (`|`, `>`) is its content, that of a quoted one includes the quotes, and that
/// of a value that is not there (`key:`) is empty, right behind the key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The bytes it was read from.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) value: NodeValue,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NodeValue {
    /// Text after escapes and folding; `plain` when it had neither quotes nor a block indicator.
    Scalar { text: String, plain: bool },
    /// A list.
    Sequence(Vec<Node>),
    /// A map in the file's order; keys are scalars, and no two are equal.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// The value that is not there.
    pub(crate) fn nothing(offset: usize) -> Self {
        Self { span: Span::at(offset), value: NodeValue::Scalar { text: String::new(), plain: true } }
    }

    /// Whether it is null: plain, and nothing, `~` or `null` (also `Null` and `NULL`, as YAML has it).
    pub(crate) fn is_null(&self) -> bool {
        match &self.value {
            NodeValue::Scalar { text, plain: true } => super::scalar::is_null(text),
            _ => false,
        }
    }

    /// The text of a scalar that is not null, exactly as it was meant: `no`, `0123`, `1.10`.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// The value of a map's key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A map's key and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        let (found, value) = self.entries().iter().find(|(found, _)| found.as_text() == Some(key))?;
        Some((found, value))
    }

    /// The entries of a map; none for anything else.
    pub(crate) fn entries(&self) -> &[(Node, Node)] {
        match &self.value {
            NodeValue::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// What it is, for messages: `a list`, `a map`, `text` or `null`.
    pub(crate) fn type_name(&self) -> &'static str {
        match &self.value {
            NodeValue::Sequence(_) => "a list",
            NodeValue::Mapping(_) => "a map",
            NodeValue::Scalar { .. } if self.is_null() => "null",
            NodeValue::Scalar { .. } => "text",
        }
    }

    /// What it is and says, for messages: `a list`, a plain scalar between backticks, `text "abc"`.
    pub(crate) fn describe(&self) -> String {
        match &self.value {
            NodeValue::Scalar { text, plain: true } if !self.is_null() => super::scalar::quote(text),
            NodeValue::Scalar { text, plain: false } => {
                format!("text \"{}\"", super::scalar::shorten(text))
            }
            _ => self.type_name().to_owned(),
        }
    }
}
