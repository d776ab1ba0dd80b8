//! The two axes every table stands on: whose it is ([`Scope`]) and how long it lasts ([`Layer`]).

use std::fmt;

/// Whether a table's rows belong to a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Every row belongs to one world; the primary key is `(world_id, id)`.
    World,
    /// Rows belong to no world; the primary key is `(id)`.
    Global,
}

/// The memory layer of a table. L1 (working memory) lives in RAM and is never a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Episodic: what happened. Always world-scoped, append-mostly.
    L2,
    /// Knowledge: definitions. Permanent.
    L3,
    /// Telos: identity kernels. Permanent, written only by the operator.
    L4,
}

impl Layer {
    /// Top layer first, as the docs and the command line list them.
    pub const ALL: [Self; 3] = [Self::L4, Self::L3, Self::L2];

    /// `L2`, `L3` or `L4`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::L2 => "L2",
            Self::L3 => "L3",
            Self::L4 => "L4",
        }
    }

    /// The layer's name in the engine: `Telos`, `Knowledge` or `Episodic`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::L2 => "Episodic",
            Self::L3 => "Knowledge",
            Self::L4 => "Telos",
        }
    }
}

impl Scope {
    /// `world` or `global`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Global => "global",
        }
    }

    /// Whether this is [`Scope::World`]; `==` is not available in const evaluation.
    #[must_use]
    pub const fn is_world(self) -> bool {
        matches!(self, Self::World)
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.title())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
