//! The table as the macro understands it: names and defaults settled, nothing checked yet. The emitters read this and
//! never decide anything.

mod enumeration;
mod lower;
mod names;
pub(crate) mod path;

pub(crate) use crate::attributes::{ForeignKeyRule, Literal, allow_deprecated};
pub(crate) use enumeration::{EnumVariant, Enumeration, lower_enum};
pub(crate) use lower::lower;
pub(crate) use names::snake_case;

use std::ops::RangeInclusive;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Type, Visibility};

use crate::attributes::{Attempted, Spanned};
use path::PathTemplate;

/// A table.
pub(crate) struct Table {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) crate_path: TokenStream,
    pub(crate) doc: String,
    pub(crate) deprecated: bool,
    pub(crate) name: Name,
    /// `None` if not (or not understandably) declared; a rule says so.
    pub(crate) scope: Option<Scope>,
    /// Where `world_scoped` and `global` stand, for the rule that takes only one of them.
    pub(crate) scope_keys: Vec<Span>,
    pub(crate) layer: Option<Layer>,
    /// The layer as written.
    pub(crate) layer_key: Option<syn::LitStr>,
    pub(crate) truth: Option<Truth>,
    /// Where a second truth is given, which excludes the first.
    pub(crate) second_truth: Option<Span>,
    /// What was declared but could not be read.
    pub(crate) attempted: Attempted,
    pub(crate) deletable: Option<Span>,
    pub(crate) singleton: Option<Span>,
    pub(crate) columns: Vec<Column>,
    pub(crate) indexes: Vec<Index>,
}

/// A name and the token to blame for it.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    World,
    Global,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    L2,
    L3,
    L4,
}

pub(crate) enum Truth {
    File(PathTemplate),
    Inside { parent: syn::Path, key: syn::LitStr },
    Derived,
}

/// A column.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) ty: Type,
    /// The type as written.
    pub(crate) rust_type: String,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) role: Role,
    pub(crate) shape: Shape,
    pub(crate) default: Option<Literal>,
    /// A default that is no literal, and so no default.
    pub(crate) not_constant: Option<syn::Expr>,
    pub(crate) check: Option<syn::LitStr>,
    pub(crate) source: Source,
    /// Where a second place in the file is given.
    pub(crate) second_source: Option<Span>,
    pub(crate) on_delete: Option<Spanned<ForeignKeyRule>>,
    pub(crate) no_foreign_key: Option<Span>,
    pub(crate) no_index: Option<Span>,
}

/// What a column is to the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Id,
    WorldId,
    Timestamp,
    Plain,
}

/// What the tokens of a type tell. An alias tells nothing, and is left to the type system.
pub(crate) struct Shape {
    /// `Option<…>`
    pub(crate) optional: bool,
    pub(crate) kind: Kind,
    /// The innermost type, `T` of `Option<Id<T>>`: what a message about the referenced table points at.
    pub(crate) innermost: Span,
}

pub(crate) enum Kind {
    Text,
    /// With the numbers that the type holds.
    Integer(RangeInclusive<i64>),
    Real,
    Boolean,
    Bytes,
    Timestamp,
    Json,
    /// `Id<T>`
    Id,
    /// An enum, an alias, or no column type at all.
    Other,
}

/// What a type is written as in JSON.
pub(crate) enum JsonKind {
    List,
    Map,
    Text,
    Integer,
    Number,
    Boolean,
    /// `Option<…>`
    OrNull(Box<JsonKind>),
    /// A type whose tokens do not tell.
    Any,
}

/// Where in the file the value stands.
pub(crate) enum Source {
    Key(Name),
    Body(Span),
    Section(syn::LitStr),
    Position(Span),
    Derived(Span),
}

/// An index, with the positions of its columns.
pub(crate) struct Index {
    pub(crate) name: Name,
    pub(crate) columns: Vec<usize>,
    /// Columns that do not exist, as written.
    pub(crate) unknown: Vec<Ident>,
    /// A column that is named a second time.
    pub(crate) repeated: Option<Ident>,
    /// Whether the name was written.
    pub(crate) named: bool,
    pub(crate) unique: bool,
    pub(crate) origin: Origin,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Declared,
    ForeignKey,
    World,
}

impl Table {
    pub(crate) fn is_world_scoped(&self) -> bool {
        self.scope == Some(Scope::World)
    }

    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether the rows carry the sync columns.
    pub(crate) fn is_synced(&self) -> bool {
        matches!(self.truth, Some(Truth::File(_) | Truth::Inside { .. }))
    }
}

impl Column {
    /// What the value is written as in JSON; `None` for a column that is not `Json<…>` by its tokens.
    pub(crate) fn json_kind(&self) -> Option<JsonKind> {
        lower::json_value(&self.ty).map(lower::json_kind)
    }

    /// Whether an insert must name it: it has neither a default nor NULL, and nothing fills it in.
    pub(crate) fn is_required(&self) -> bool {
        self.role == Role::Plain && !self.shape.optional && self.default.is_none()
    }

    /// Whether the column is a foreign key, as far as the tokens tell: an alias may hide an `Id<T>`.
    pub(crate) fn may_reference(&self) -> bool {
        matches!(self.shape.kind, Kind::Id | Kind::Other)
            && self.role == Role::Plain
            && self.no_foreign_key.is_none()
    }

    /// The key that only a foreign key may have, if there is one.
    pub(crate) fn reference_key(&self) -> Option<(Span, &'static str)> {
        let on_delete = self.on_delete.as_ref().map(|action| action.span);
        [(on_delete, "on_delete"), (self.no_foreign_key, "no_foreign_key"), (self.no_index, "no_index")]
            .into_iter()
            .find_map(|(span, key)| Some((span?, key)))
    }

    /// The constant's identifier: the column's name in upper case, at the field's place.
    pub(crate) fn constant(&self) -> Ident {
        Ident::new(&self.name.to_uppercase(), self.ident.span())
    }
}
