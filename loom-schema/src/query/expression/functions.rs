//! What can be asked of optional values, text, numbers and JSON.

use crate::query::expression::column::Column;
use crate::query::expression::operand::Operand;
use crate::query::expression::{Expr, Expression, Filter, call};
use crate::schema::Kind;
use crate::sql::Node;
use crate::table::{Id, LoomTable};
use crate::value::{Cell, CellError, ColumnType, Json, NotNull};

/// `Option<V>`: the values of a nullable column.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is never NULL",
    label = "only an `Option` column can be asked this",
    note = "help: compare it with a value, `.eq(…)`; or make the column's type `Option<{Self}>`"
)]
pub trait Optional: ColumnType {
    /// The type of a value that is there.
    type Inner: ColumnType;
}

#[diagnostic::do_not_recommend]
impl<V: NotNull> Optional for Option<V> {
    type Inner = V;
}

/// What can be asked of an optional value.
pub trait NullExpression: Expression {
    /// No value.
    #[must_use]
    fn is_null(self) -> Filter<Self::Table>
    where
        Self::Value: Optional,
    {
        Expr::new(Node::Null { what: self.into_expr().node.into(), is: true })
    }

    /// Any value.
    #[must_use]
    fn is_not_null(self) -> Filter<Self::Table>
    where
        Self::Value: Optional,
    {
        Expr::new(Node::Null { what: self.into_expr().node.into(), is: false })
    }

    /// The value, or this one where there is none.
    #[must_use]
    fn unwrap_or<V>(self, other: impl Operand<Self::Table, V>) -> Expr<Self::Table, V>
    where
        Self::Value: Optional<Inner = V>,
    {
        let arguments = vec![self.into_expr().node, other.into_node()];
        Expr::new(Node::Call { function: "coalesce", distinct: false, arguments: arguments.into() })
    }
}

impl<E: Expression> NullExpression for E {}

/// `String`, and `Option<String>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "this works on `String` and `Option<String>` only",
    note = "help: an id is text by `.as_text()`, a text in JSON by `.text_at(\"$.…\")`; compare others by `.eq(…)` or `.between(…)`"
)]
pub trait Text: ColumnType {}
#[diagnostic::do_not_recommend]
impl Text for String {}
#[diagnostic::do_not_recommend]
impl Text for Option<String> {}

/// What can be asked of text. Conditions do not tell ASCII upper case from lower case, and are never true of NULL.
///
/// Texts are compared as a whole, NUL characters included; only `like` stops at a NUL character.
pub trait TextExpression: Expression {
    /// Contains this text; `%` and `_` in it are ordinary characters.
    #[must_use]
    fn contains(self, text: &str) -> Filter<Self::Table>
    where
        Self::Value: Text,
    {
        holds("instr", self.lower(), text.to_ascii_lowercase())
    }

    /// Starts with this text; `%` and `_` in it are ordinary characters.
    #[must_use]
    fn starts_with(self, text: &str) -> Filter<Self::Table>
    where
        Self::Value: Text,
    {
        holds("loom_starts_with", self.into_expr(), text.to_owned())
    }

    /// Ends with this text; `%` and `_` in it are ordinary characters.
    #[must_use]
    fn ends_with(self, text: &str) -> Filter<Self::Table>
    where
        Self::Value: Text,
    {
        holds("loom_ends_with", self.into_expr(), text.to_owned())
    }

    /// Matches this pattern: `%` is any text, `_` any character, `\` takes the next one as it is.
    ///
    /// SQLite compares a stored text up to its first NUL character. A pattern that holds one, or that is longer than
    /// 50,000 bytes, is an error when the query runs; [`contains`](Self::contains), [`starts_with`](Self::starts_with) and
    /// [`ends_with`](Self::ends_with) take any text.
    #[must_use]
    fn like(self, pattern: impl Into<String>) -> Filter<Self::Table>
    where
        Self::Value: Text,
    {
        let pattern = Node::value(like_pattern(pattern.into()));
        Expr::new(Node::Like(self.into_expr().node.into(), pattern.into()))
    }

    /// In lower case (ASCII only, as SQLite has it).
    #[must_use]
    fn lower(self) -> Expr<Self::Table, Self::Value>
    where
        Self::Value: Text,
    {
        call("lower", self)
    }

    /// In upper case (ASCII only, as SQLite has it).
    #[must_use]
    fn upper(self) -> Expr<Self::Table, Self::Value>
    where
        Self::Value: Text,
    {
        call("upper", self)
    }

    /// This text and then the other.
    #[must_use]
    fn concat(self, other: impl Operand<Self::Table, Self::Value>) -> Expr<Self::Table, Self::Value>
    where
        Self::Value: Text,
    {
        Expr::new(Node::Binary(" || ", self.into_expr().node.into(), other.into_node().into()))
    }

    /// The same text as the id of a row of `U`.
    #[must_use]
    fn as_id<U: LoomTable>(self) -> Expr<Self::Table, Id<U>>
    where
        Self: Expression<Value = String>,
    {
        Expr::new(self.into_expr().node)
    }

    /// Its length in characters, NULs among them.
    #[must_use]
    fn length(self) -> Expr<Self::Table, Option<i64>>
    where
        Self::Value: Text,
    {
        call("loom_length", self)
    }
}

impl<E: Expression> TextExpression for E {}

impl<T: LoomTable, U: LoomTable, A> Column<T, Id<U>, A> {
    /// The id as text.
    #[must_use]
    pub fn as_text(self) -> Expr<T, String> {
        Expr::new(self.into_expr().node)
    }
}

/// `function(what, text) > 0`: a comparison, so that NULL is treated as in any other.
fn holds<T>(function: &'static str, what: Expr<T, impl ColumnType>, text: String) -> Filter<T> {
    let arguments = vec![what.node, Node::Value(Cell::Text(text.into()))];
    let call = Node::Call { function, distinct: false, arguments: arguments.into() };
    Expr::new(Node::Binary(" > ", call.into(), Node::Value(Cell::Integer(0)).into()))
}

/// The longest pattern that SQLite takes (`SQLITE_MAX_LIKE_PATTERN_LENGTH`).
const LONGEST_PATTERN: usize = 50_000;

fn like_pattern(pattern: String) -> Result<Cell, CellError> {
    let instead = "use `contains`, `starts_with` or `ends_with`, which take any text";
    if let Some(place) = pattern.find('\0') {
        let message =
            format!("the `like` pattern holds a NUL character at byte {place}, where SQLite would end it");
        return Err(CellError::of(format!("{message}; {instead}")));
    }
    if pattern.len() > LONGEST_PATTERN {
        let message = format!("the `like` pattern has {} bytes, of at most {LONGEST_PATTERN}", pattern.len());
        return Err(CellError::of(format!("{message}; {instead}")));
    }
    Ok(Cell::Text(pattern.into()))
}

/// A number, or an optional one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "this works on numbers only",
    note = "help: count values with `.count()`; take the smallest or largest with `.min()` and `.max()`"
)]
pub trait Number: ColumnType {
    /// What arithmetic and sums are in: `i64` for whole numbers of any size, `f64` for others; an `Option` of it for an
    /// `Option`.
    type Wide: Number;
}
macro_rules! numbers {
    ($($number:ty => $wide:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl Number for $number {
            type Wide = $wide;
        }
        #[diagnostic::do_not_recommend]
        impl Number for Option<$number> {
            type Wide = Option<$wide>;
        }
    )* };
}
numbers!(i64 => i64, i32 => i64, i16 => i64, i8 => i64, u32 => i64, u16 => i64, u8 => i64, f64 => f64);

/// What can be computed with numbers. Whole numbers are computed in 64 bits, whatever the type of their column; an
/// overflow is an error when the query runs, in filters, columns and updates alike. A column of a smaller type can be set
/// to a result that fits. Floats are computed as SQLite does, where infinity minus infinity is NULL.
pub trait NumberExpression: Expression {
    /// The sum; `None` where there is no value.
    #[must_use]
    fn sum(self) -> Expr<Self::Table, <<Self::Value as Number>::Wide as ColumnType>::Nullable>
    where
        Self::Value: Number,
    {
        call("sum", self)
    }

    /// The mean; `None` where there is no value.
    #[must_use]
    fn avg(self) -> Expr<Self::Table, Option<f64>>
    where
        Self::Value: Number,
    {
        call("avg", self)
    }

    /// This and the other.
    #[must_use]
    fn plus(
        self,
        other: impl Operand<Self::Table, <Self::Value as Number>::Wide>,
    ) -> Expr<Self::Table, <Self::Value as Number>::Wide>
    where
        Self::Value: Number,
    {
        computed("loom_add", " + ", self, other)
    }

    /// This without the other.
    #[must_use]
    fn minus(
        self,
        other: impl Operand<Self::Table, <Self::Value as Number>::Wide>,
    ) -> Expr<Self::Table, <Self::Value as Number>::Wide>
    where
        Self::Value: Number,
    {
        computed("loom_subtract", " - ", self, other)
    }

    /// This times the other.
    #[must_use]
    fn times(
        self,
        other: impl Operand<Self::Table, <Self::Value as Number>::Wide>,
    ) -> Expr<Self::Table, <Self::Value as Number>::Wide>
    where
        Self::Value: Number,
    {
        computed("loom_multiply", " * ", self, other)
    }
}

impl<E: Expression> NumberExpression for E {}

/// SQLite's operator for floats; for whole numbers a function, since the operator makes a float of what overflows.
fn computed<E: Expression<Value: Number>>(
    function: &'static str,
    operator: &'static str,
    left: E,
    right: impl Operand<E::Table, <E::Value as Number>::Wide>,
) -> Expr<E::Table, <E::Value as Number>::Wide> {
    let (left, right) = (left.into_expr().node, right.into_node());
    Expr::new(if matches!(E::Value::TYPE.kind, Kind::Real) {
        Node::Binary(operator, left.into(), right.into())
    } else {
        Node::Call { function, distinct: false, arguments: vec![left, right].into() }
    })
}

/// `Json<…>`, and `Option<Json<…>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not JSON",
    label = "this works on `Json<…>` and `Option<Json<…>>` only",
    note = "help: make the column's type `Json<…>`, or read it whole"
)]
pub trait JsonColumn: ColumnType {}
#[diagnostic::do_not_recommend]
impl<J> JsonColumn for Json<J> where Json<J>: NotNull {}
#[diagnostic::do_not_recommend]
impl<J> JsonColumn for Option<Json<J>> where Json<J>: NotNull {}

/// What can be asked of JSON, by SQLite's paths: `$.voice`, `$.traits[0]`. The query does not fail
/// on any JSON that is stored; an invalid path is an error when the query runs.
pub trait JsonExpression: Expression {
    /// The text at this path. Other values are returned as text: a number or a boolean as JSON writes it, an object or an
    /// array as its JSON. `None` for null and for a path that leads nowhere.
    #[must_use]
    fn text_at(self, path: &str) -> Expr<Self::Table, Option<String>>
    where
        Self::Value: JsonColumn,
    {
        at("loom_json_text", self, path)
    }

    /// The whole number at this path, written without a point or an exponent; `None` for anything else, and for numbers
    /// that an `i64` does not hold.
    #[must_use]
    fn integer_at(self, path: &str) -> Expr<Self::Table, Option<i64>>
    where
        Self::Value: JsonColumn,
    {
        at("loom_json_integer", self, path)
    }

    /// The number at this path, or the float that is nearest to it; `None` for anything else, and for numbers beyond the
    /// largest float.
    #[must_use]
    fn real_at(self, path: &str) -> Expr<Self::Table, Option<f64>>
    where
        Self::Value: JsonColumn,
    {
        at("loom_json_real", self, path)
    }
}

impl<E: Expression> JsonExpression for E {}

/// `function(what -> path)`: `->` returns the JSON that stands there.
fn at<E: Expression, V>(function: &'static str, what: E, path: &str) -> Expr<E::Table, V> {
    let path = if is_json_path(path) {
        Ok(Cell::Text(path.to_owned().into()))
    } else {
        let message = format!(
            "`{}` is not a JSON path: write it as in `$.voice.pitch` or `$.traits[0]`",
            path.escape_debug()
        );
        Err(CellError::of(message))
    };
    let json = Node::Binary(" -> ", what.into_expr().node.into(), Node::value(path).into());
    Expr::new(Node::Call { function, distinct: false, arguments: vec![json].into() })
}

/// Whether SQLite reads all of it: `$`, and then `.key`, `."key"`, `[0]` or `[#-1]`. SQLite itself reads a path only as
/// far as the stored JSON leads, so that a mistake behind that would be taken for a value that is not there.
fn is_json_path(path: &str) -> bool {
    let Some(mut rest) = path.strip_prefix('$').filter(|rest| !rest.contains('\0')) else { return false };
    while !rest.is_empty() {
        let after = if let Some(quoted) = rest.strip_prefix(".\"") {
            quoted.split_once('"').map(|(_, after)| after)
        } else if let Some(key) = rest.strip_prefix('.') {
            let end = key.find(['.', '[']).unwrap_or(key.len());
            key.get(end..).filter(|_| end > 0)
        } else {
            let index = rest.strip_prefix('[').and_then(|index| index.split_once(']'));
            index.filter(|(index, _)| is_json_index(index)).map(|(_, after)| after)
        };
        let Some(after) = after else { return false };
        rest = after;
    }
    true
}

/// `0`, `#` or `#-1`.
fn is_json_index(index: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match index.strip_prefix('#') {
        Some(from_end) => from_end.is_empty() || from_end.strip_prefix('-').is_some_and(is_number),
        None => is_number(index),
    }
}
