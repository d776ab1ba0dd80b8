//! One column: its type, its default, and where in a Markdown file its value stands.

use std::any::TypeId;

use super::{Layer, Scope};

/// One column of a table, as its struct field declares it.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSchema {
    /// The name in SQL, and the front matter key unless [`Source::Key`] says otherwise.
    pub name: &'static str,
    /// The field's type as it is written in the struct.
    pub rust_type: &'static str,
    /// The field's doc comment, line breaks kept.
    pub doc: &'static str,
    /// What the column holds.
    pub value: ValueType,
    /// The default, if the column has one.
    pub default: Option<Default>,
    /// An extra CHECK, in SQL.
    pub check: Option<&'static str>,
    /// Where in a Markdown file the value stands.
    pub source: Source,
    /// What a deleted parent row means for this one; `None` where the column opts out of being a foreign key.
    /// Means nothing on a column whose type has no [`ValueType::target`].
    pub on_delete: Option<OnDelete>,
}

/// What a column holds: the logical type, from which each dialect makes its own.
#[derive(Clone, Copy, Debug)]
pub struct ValueType {
    /// The logical type.
    pub kind: Kind,
    /// Whether the column takes NULL (`Option<…>`).
    pub nullable: bool,
    /// The table an `Id<T>` names.
    pub target: Option<Target>,
    /// The texts a `LoomEnum` takes, in declaration order.
    pub variants: &'static [&'static str],
    /// The least and the greatest value of an integer smaller than `i64`.
    pub range: Option<(i64, i64)>,
    /// How a `Json<T>` is read from Markdown: as a `T`, so that each scalar becomes what its field declares.
    #[cfg(feature = "markdown")]
    pub(crate) json: Option<JsonReader>,
    /// Whether a text is the JSON of a `Json<T>`: what only `T` can tell of a default.
    pub(crate) json_text: Option<fn(&str) -> Result<(), serde_json::Error>>,
}

/// From a Markdown value to JSON text.
#[cfg(feature = "markdown")]
pub(crate) type JsonReader = fn(&crate::markdown::Node) -> Result<String, crate::markdown::Fault>;

/// The logical types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `String`.
    Text,
    /// `i64`, and the smaller integers.
    Integer,
    /// `f64`.
    Real,
    /// `bool`: 0 or 1.
    Boolean,
    /// `Vec<u8>`.
    Blob,
    /// `Timestamp`: whole seconds since 1970-01-01T00:00:00Z.
    Timestamp,
    /// `Json<T>`: text that `json_valid` accepts.
    Json,
    /// A `LoomEnum`: one of a closed list of texts.
    Enum,
    /// `Id<T>`: the text key of a row.
    Id,
}

/// The table that an `Id<T>` names.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its table name.
    pub table: &'static str,
    /// Its struct's name.
    pub rust_name: &'static str,
    /// The module that declares the struct: two structs may have one name, and their tables too.
    pub module: &'static str,
    /// The struct itself. Names can be equal by accident or on purpose; types cannot.
    pub(crate) type_id: TypeId,
    /// Its scope, which decides whether the foreign key is composite.
    pub scope: Scope,
    /// Its layer, which decides who may reference it.
    pub layer: Layer,
}

/// A constant default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// For [`Kind::Text`], [`Kind::Enum`], [`Kind::Id`] and [`Kind::Json`].
    Text(&'static str),
    /// For [`Kind::Integer`] and [`Kind::Timestamp`].
    Integer(i64),
    /// For [`Kind::Real`]: the literal as written, since a float has no canonical text in const evaluation.
    Real(&'static str),
    /// For [`Kind::Boolean`].
    Boolean(bool),
    /// The base timestamps: `unixepoch()` in SQL; the library binds its own clock.
    Now,
}

/// Where in a Markdown file a column's value stands. A value that the path holds as well may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A front matter key of this name.
    Key(&'static str),
    /// The text below the front matter.
    Body,
    /// The text, or the fenced block, under this heading.
    Section(&'static str),
    /// The row's place in its parent's list, counted from 1, unless a key of this name says otherwise.
    Position(&'static str),
    /// Nowhere: the value does not come from Markdown, and a sync leaves it alone.
    Derived,
    /// The sync's own columns, which are in the table but not in the struct.
    Sync,
}

/// What happens to a row when the row it references is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The delete is refused while this row exists (the default; checked at the end of the statement, or of the
    /// transaction where the connection defers foreign keys).
    NoAction,
    /// The delete is refused at once.
    Restrict,
    /// This row goes too.
    Cascade,
    /// This column becomes NULL.
    SetNull,
}

impl Target {
    /// The identity of the table whose row is `T`.
    #[doc(hidden)]
    #[must_use]
    pub const fn new<T: 'static>(
        table: &'static str,
        rust_name: &'static str,
        module: &'static str,
        scope: Scope,
        layer: Layer,
    ) -> Self {
        Self { table, rust_name, module, type_id: TypeId::of::<T>(), scope, layer }
    }
}

impl ColumnSchema {
    /// A column without default, check or section: what most fields are. The derive adds the rest.
    #[must_use]
    pub const fn new(
        name: &'static str,
        rust_type: &'static str,
        doc: &'static str,
        value: ValueType,
        source: Source,
    ) -> Self {
        Self {
            name,
            rust_type,
            doc,
            value,
            default: None,
            check: None,
            source,
            on_delete: Some(OnDelete::NoAction),
        }
    }

    /// With this default.
    #[must_use]
    pub const fn default(mut self, default: Default) -> Self {
        self.default = Some(default);
        self
    }

    /// With this CHECK expression.
    #[must_use]
    pub const fn check(mut self, expression: &'static str) -> Self {
        self.check = Some(expression);
        self
    }

    /// With this action when the referenced row goes; `None` for no foreign key at all.
    #[must_use]
    pub const fn on_delete(mut self, action: Option<OnDelete>) -> Self {
        self.on_delete = action;
        self
    }

    /// The table this column references, unless it opted out.
    #[must_use]
    pub const fn references(&self) -> Option<Target> {
        match self.on_delete {
            Some(_) => self.value.target,
            None => None,
        }
    }

    /// One of the three sync columns.
    #[must_use]
    pub const fn sync(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        let value = ValueType { nullable: true, ..ValueType::of(kind) };
        Self { on_delete: None, ..Self::new(name, "", doc, value, Source::Sync) }
    }
}

impl ValueType {
    /// A NOT NULL column of this kind.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            nullable: false,
            target: None,
            variants: &[],
            range: None,
            #[cfg(feature = "markdown")]
            json: None,
            json_text: None,
        }
    }
}

impl Kind {
    /// The word that messages and docs use.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Real => "number",
            Self::Boolean => "true or false",
            Self::Blob => "bytes",
            Self::Timestamp => "timestamp",
            Self::Json => "JSON",
            Self::Enum => "one of a list",
            Self::Id => "id",
        }
    }
}
