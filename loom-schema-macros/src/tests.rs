//! What the macros expand to, as a reader sees it.

use proc_macro2::TokenStream;
use quote::quote;

const TABLE: &str = r##"
/// A record.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/records/{id}.md", index(kind, closed_at))]
pub struct Record {
    pub id: Id<Record>,
    pub world_id: Id<World>,
    pub parent_id: Option<Id<Record>>,
    #[loom(default = "pending")]
    pub status: Status,
    /// The kind of record, in a word.
    pub kind: String,
    pub title: Option<String>,
    #[loom(default = 0, check = "tokens >= 0")]
    pub tokens: i64,
    pub payload: Json<Payload>,
    #[loom(body)]
    pub notes: String,
    pub closed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}
"##;

const ENUM: &str = r##"
/// How far it is.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    #[loom(rename = "in-work")]
    InWork,
    Closed,
}
"##;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

/// The input as it is written, and what becomes of it.
fn formatted(input: &str, items: TokenStream) -> String {
    let output = prettyplease::unparse(&syn::parse2(items).unwrap());
    format!("{}\n\n// becomes\n\n{output}", input.trim())
}

#[test]
fn table() {
    insta::assert_snapshot!(formatted(TABLE, crate::derive::table(tokens(TABLE))));
}

#[test]
fn enumeration() {
    insta::assert_snapshot!(formatted(ENUM, crate::derive::enumeration(tokens(ENUM))));
}

#[test]
fn schema() {
    let expanded = crate::schema::expand(tokens("::loom_schema; World, Record"));
    let input = "static LOOM: Schema = schema![World, Record];";
    insta::assert_snapshot!(formatted(input, quote!(static LOOM: Schema = #expanded;)));
}
