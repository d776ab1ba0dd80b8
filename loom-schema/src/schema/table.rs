//! One table, and the questions everything else asks of it.

use super::{ColumnSchema, Index, IndexOrigin, Layer, OnDelete, Scope, Source, Target, Truth};

/// What other tables may know of a table while their own metadata is being made: a constant of its own, so that
/// tables can reference themselves and each other.
pub type Identity = Target;

/// Everything the derive knows about a table.
#[derive(Clone, Copy, Debug)]
pub struct TableSchema {
    /// Table name, struct name, scope and layer.
    pub identity: Identity,
    /// The struct's doc comment, line breaks kept.
    pub doc: &'static str,
    /// The columns: those of the struct in its order, then the sync columns.
    pub columns: &'static [ColumnSchema],
    /// How many of the columns are fields of the struct.
    pub fields: usize,
    /// Declared and automatic indexes. [`TableSchema::index_exists`] says which of the automatic ones there are.
    pub indexes: &'static [Index],
    /// Where the rows come from.
    pub truth: Truth,
    /// The id of the only row, in a `singleton` table.
    pub singleton: Option<&'static str>,
    /// Whether rows of an L2 table may be deleted by the program.
    pub deletable: bool,
}

/// A foreign key, with its columns completed by the world where both tables are world-scoped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The referencing columns.
    pub columns: Vec<&'static str>,
    /// The column that declares it.
    pub column: &'static str,
    /// The referenced table.
    pub table: &'static str,
    /// The referenced columns.
    pub references: Vec<&'static str>,
    /// What a deleted parent means.
    pub on_delete: OnDelete,
}

impl TableSchema {
    /// What a table with compile errors has for metadata: nothing that could be wrong once more.
    #[doc(hidden)]
    #[must_use]
    pub const fn broken(identity: Identity) -> Self {
        let truth = Truth::Derived;
        Self {
            identity,
            doc: "",
            columns: &[],
            fields: 0,
            indexes: &[],
            truth,
            singleton: None,
            deletable: false,
        }
    }

    /// The table's name in SQL.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.identity.table
    }

    /// Whether rows belong to a world.
    #[must_use]
    pub const fn is_world_scoped(&self) -> bool {
        self.identity.scope.is_world()
    }

    /// Whether only the operator deletes its rows: L4, and L2 that is not `deletable`.
    #[must_use]
    pub const fn is_protected(&self) -> bool {
        match self.layer() {
            Layer::L2 => !self.deletable,
            Layer::L3 => false,
            Layer::L4 => true,
        }
    }

    /// The table's layer.
    #[must_use]
    pub const fn layer(&self) -> Layer {
        self.identity.layer
    }

    /// The table's scope.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.identity.scope
    }

    /// The columns that are fields of the struct.
    #[must_use]
    pub fn fields(&self) -> &'static [ColumnSchema] {
        &self.columns[..self.fields]
    }

    /// The position of the column of this name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static ColumnSchema> {
        self.position(name).map(|at| &self.columns[at])
    }

    /// Whether the rows carry the sync columns.
    #[must_use]
    pub const fn is_synced(&self) -> bool {
        self.fields < self.columns.len()
    }

    /// The primary key: `(world_id, id)` or `(id)`.
    #[must_use]
    pub const fn primary_key(&self) -> &'static [&'static str] {
        if self.is_world_scoped() { &["world_id", "id"] } else { &["id"] }
    }

    /// Whether the column at this position holds the row's world.
    pub(crate) const fn is_world_column(&self, position: usize) -> bool {
        self.is_world_scoped() && is_world_id(self.columns[position].name)
    }

    /// Whether a foreign key of the column at this position includes the world: both tables are world-scoped.
    pub(crate) const fn is_composite(&self, target: Target) -> bool {
        self.is_world_scoped() && target.scope.is_world()
    }

    /// Whether this index is made: a declared one always, an automatic one where it is needed.
    #[must_use]
    pub const fn index_exists(&self, index: &Index) -> bool {
        if !matches!(index.origin, IndexOrigin::ForeignKey) {
            return true;
        }
        let column = index.columns[0];
        if self.columns[column].references().is_none() {
            return false;
        }
        let mut i = 0;
        while i < self.indexes.len() {
            let other = &self.indexes[i];
            if matches!(other.origin, IndexOrigin::Declared) && other.columns[0] == column {
                return false;
            }
            i += 1;
        }
        true
    }

    /// The position of `world_id`, in a world-scoped table.
    pub(crate) const fn world_column(&self) -> Option<usize> {
        let mut i = 0;
        while i < self.fields {
            if self.is_world_column(i) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// Whether `world_id` completes this index: in front (`Some(true)`), behind (`Some(false)`), or not at all.
    ///
    /// Declared indexes of a world-scoped table start with the world, since every query does. The index of a foreign
    /// key to a global table starts with the key, since a deleted parent looks for its children in every world.
    pub(crate) const fn world_in_index(&self, index: &Index) -> Option<bool> {
        let mut i = 0;
        while i < index.columns.len() {
            if self.is_world_column(index.columns[i]) {
                return None;
            }
            i += 1;
        }
        if !self.is_world_scoped() {
            return None;
        }
        if let (IndexOrigin::ForeignKey, Some(target)) =
            (index.origin, self.columns[index.columns[0]].references())
        {
            return Some(target.scope.is_world());
        }
        Some(true)
    }

    /// The position of the column that references the row whose file an entry lies in: the first that is never NULL,
    /// since one that may be is another link; or the first of all.
    pub(crate) fn owner_column(&self) -> Option<usize> {
        let Truth::Inside { table: owner, .. } = self.truth else { return None };
        let is_reference =
            |column: &ColumnSchema| column.references().is_some_and(|target| target.table == owner);
        let is_required = |column: &ColumnSchema| is_reference(column) && !column.value.nullable;
        let columns = || self.columns.iter();
        columns().position(is_required).or_else(|| columns().position(is_reference))
    }

    /// The indexes that exist, with their columns as the database has them.
    pub fn indexes(&self) -> impl Iterator<Item = (&'static Index, Vec<&'static str>)> + '_ {
        self.indexes
            .iter()
            .filter(|index| self.index_exists(index))
            .map(|index| (index, self.index_columns(index)))
    }

    fn index_columns(&self, index: &Index) -> Vec<&'static str> {
        let mut columns: Vec<_> = index.columns.iter().map(|&at| self.columns[at].name).collect();
        match self.world_in_index(index) {
            Some(true) => columns.insert(0, "world_id"),
            Some(false) => columns.push("world_id"),
            None => {}
        }
        columns
    }

    /// The foreign keys, in column order.
    pub fn foreign_keys(&self) -> impl Iterator<Item = ForeignKey> + '_ {
        self.columns.iter().filter_map(|column| {
            let target = column.references()?;
            let composite = self.is_composite(target);
            Some(ForeignKey {
                columns: if composite { vec!["world_id", column.name] } else { vec![column.name] },
                column: column.name,
                table: target.table,
                references: if composite { vec!["world_id", "id"] } else { vec!["id"] },
                on_delete: column.on_delete.unwrap_or(OnDelete::NoAction),
            })
        })
    }

    /// The first column whose value is the text under the front matter.
    #[must_use]
    pub fn body_column(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.source == Source::Body)
    }
}

/// `name == "world_id"`, in const evaluation.
const fn is_world_id(name: &str) -> bool {
    matches!(name.as_bytes(), b"world_id")
}
