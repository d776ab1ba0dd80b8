//! Indexes and unique constraints.

/// An index, as the table's macro call or a column's attribute declares it, or as the design gives it unasked.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// Positions in [`TableSchema::columns`](super::TableSchema::columns), as declared.
    pub columns: &'static [usize],
    /// Whether it refuses a second row with the same values.
    pub unique: bool,
    /// Who asked for it.
    pub origin: IndexOrigin,
}

/// Who asked for an index; this decides how its columns are completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexOrigin {
    /// The declaration. In a world-scoped table `world_id` is put in front.
    Declared,
    /// A column that may be a foreign key. Exists only if its type names a table and no declared index starts with
    /// it; follows the foreign key's columns, so that a deleted parent finds its children.
    ForeignKey,
    /// Every world-scoped table: `(world_id, created_at)`.
    World,
}
