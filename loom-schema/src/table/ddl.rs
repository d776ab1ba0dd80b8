//! A table's DDL as a constant.
//!
//! Generic, and so evaluated only where a program is built that uses it: `cargo check` pays nothing for it, and the
//! derive emits nothing for it.

use std::marker::PhantomData;

use super::LoomTable;
use crate::sql::sqlite::{create_table_length, create_table_text};
use crate::text::as_str;

/// The DDL of `T`. It lies in the smallest of a few rooms that holds it, since its own length, which depends on `T`,
/// cannot be an array's; what is left over of the room is in the binary as well.
pub(crate) const fn ddl<T: LoomTable>() -> &'static str {
    match Room::<T, 0>::LENGTH {
        0..=512 => Room::<T, 512>::text(),
        513..=768 => Room::<T, 768>::text(),
        769..=1024 => Room::<T, 1024>::text(),
        1025..=1536 => Room::<T, 1536>::text(),
        1537..=2048 => Room::<T, 2048>::text(),
        2049..=4096 => Room::<T, 4096>::text(),
        4097..=8192 => Room::<T, 8192>::text(),
        8193..=65536 => Room::<T, 65536>::text(),
        #[allow(clippy::panic, reason = "in const evaluation, a panic is a message")]
        _ => panic!("the DDL of a table is longer than 64 KiB"),
    }
}

struct Room<T, const N: usize>(PhantomData<T>);

impl<T: LoomTable, const N: usize> Room<T, N> {
    const LENGTH: usize = create_table_length(T::TABLE);
    const BYTES: &'static [u8; N] = &create_table_text(T::TABLE);

    /// A function, since a constant is evaluated wherever it is named, even in an arm that is not taken.
    const fn text() -> &'static str {
        as_str(Self::BYTES.split_at(Room::<T, 0>::LENGTH).0)
    }
}
