//! Where a table's truth is.

/// Where a table's rows come from.
#[derive(Clone, Copy, Debug)]
pub enum Truth {
    /// One Markdown file a row.
    File {
        /// The path template as written, relative to the root folder.
        path: &'static str,
        /// The template, taken apart.
        segments: &'static [Segment],
    },
    /// A list in the front matter of another table's file, one entry a row.
    Inside {
        /// The table whose file holds the list.
        table: &'static str,
        /// The front matter key of the list.
        key: &'static str,
    },
    /// Rebuildable from other tables, or a cache; no Markdown.
    Derived,
}

/// One part of a path template, between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// `worlds`
    Literal(&'static str),
    /// `{id}.md`: the value of a column, with fixed text around it.
    Column {
        /// The text in front of the value.
        before: &'static str,
        /// Position in [`TableSchema::columns`](super::TableSchema::columns).
        column: usize,
        /// The text behind the value.
        after: &'static str,
    },
}
