//! What a table is: static metadata that the derive writes and everything else reads.
//!
//! Nothing in here knows SQL, Markdown syntax or a database; the arrows point from the renderers, the query layer,
//! the sync and the docs to this module, never back.

mod breach;
mod column;
mod fits;
mod index;
mod layer;
mod messages;
mod paths;
mod table;
mod truth;
mod verify;

#[doc(hidden)]
pub use breach::{Breach, refuse};
pub use column::{ColumnSchema, Default, Kind, OnDelete, Source, Target, ValueType};
#[doc(hidden)]
pub use fits::{default_fits, reference_fits};
pub use index::{Index, IndexOrigin};
pub use layer::{Layer, Scope};
pub use table::{ForeignKey, Identity, TableSchema};
pub use truth::{Segment, Truth};
#[doc(hidden)]
pub use verify::{Verdict, verify};

/// The columns that `markdown = …` puts behind a table's own: where a row came from, and what the file held.
pub const SYNC_COLUMNS: [&str; 3] = ["md_path", "md_hash", "last_synced_at"];
