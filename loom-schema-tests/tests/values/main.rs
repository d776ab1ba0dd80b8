//! Values at the edge of what their columns hold: what is stored is what was given and is read back, or it is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod ids;
mod integers;
mod json_paths;
mod limits;
mod params;
mod random;
mod returning;
mod stored_json;
mod tables;
mod text;
mod unreadable;
