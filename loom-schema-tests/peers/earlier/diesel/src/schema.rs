//! The tables, as `diesel print-schema` would write them, and the enum.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

diesel::table! {
    sessions (world_id, id) {
        id -> Text,
        world_id -> Text,
        pattern_id -> Nullable<Text>,
        status -> Text,
        sie_id -> Nullable<Text>,
        model_used -> Nullable<Text>,
        tokens_in -> BigInt,
        tokens_out -> BigInt,
        closed_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    summaries (world_id, id) {
        id -> Text,
        session_id -> Text,
        world_id -> Text,
        content -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(sessions, summaries);

/// A status, as text.
#[derive(Debug, Clone, Copy, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub(crate) struct Status(pub(crate) harness::Status);

impl ToSql<Text, Sqlite> for Status {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}

impl FromSql<Text, Sqlite> for Status {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        harness::Status::parse(value.read_text()).map(Self).ok_or_else(|| "no such status".into())
    }
}
