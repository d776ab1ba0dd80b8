//! Relations along foreign keys, in both directions, nested to any depth: one statement for each relation, however many
//! rows there are.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::read::run::{self, Statement};
use crate::query::read::select::Query;
use crate::query::read::shape::{Rows, Shape};
use crate::schema::TableSchema;
use crate::sql::{Body, JoinStep, Node, Renderer, SelectTree, TableRef};
use crate::table::LoomTable;
use crate::value::{Cell, CellError, Cells, ColumnType};

/// A row's key: its world, where its table has worlds, and its id; `None` for a foreign key that is NULL.
type Key = Option<(Option<String>, String)>;

/// What is loaded beside each row of `T`.
pub trait Relation<T: LoomTable> {
    /// What stands beside the row.
    type Output;

    /// The column whose value names the related rows.
    #[doc(hidden)]
    fn key(&self) -> usize;

    /// What stands beside each of these rows, in their order.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    #[doc(hidden)]
    fn load(&self, context: Context<'_>, keys: Vec<Key>) -> Result<Vec<Self::Output>>;
}

/// The row that a foreign key references.
#[derive(Debug)]
pub struct One<T, U, S, O> {
    pub(in crate::query) foreign_key: usize,
    pub(in crate::query) query: Query<U, S>,
    pub(in crate::query) marker: PhantomData<fn() -> (T, O)>,
}

/// The rows that reference this one.
#[derive(Debug)]
pub struct Many<C, S> {
    pub(in crate::query) foreign_key: usize,
    pub(in crate::query) query: Query<C, S>,
}

/// The rows at the other end of a link table.
#[derive(Debug)]
pub struct Through<L, U, S> {
    /// From the link to this table.
    pub(in crate::query) near: usize,
    /// From the link to the other one.
    pub(in crate::query) far: usize,
    pub(in crate::query) query: Query<U, S>,
    pub(in crate::query) marker: PhantomData<fn() -> L>,
}

/// The value beside a row: there is one (`U`), or there may be none (`Option<U>`).
pub trait Found<U>: Sized {
    /// From what was found.
    #[doc(hidden)]
    fn found(row: Option<U>) -> Option<Self>;
}

impl<U> Found<U> for U {
    fn found(row: Option<U>) -> Option<Self> {
        row
    }
}

impl<U> Found<U> for Option<U> {
    fn found(row: Self) -> Option<Self> {
        Some(row)
    }
}

impl<T: LoomTable, U: LoomTable, S: Shape<U>, O: Found<S::Output>> Relation<T> for One<T, U, S, O>
where
    S::Output: Clone,
{
    type Output = O;

    fn key(&self) -> usize {
        self.foreign_key
    }

    fn load(&self, context: Context<'_>, keys: Vec<Key>) -> Result<Vec<O>> {
        let id = Node::column(U::TABLE.position("id").unwrap_or(0));
        let places = Places::of::<T>(context, U::TABLE, &keys);
        let found = related(context, &self.query, id, None, &places, &Groups::OfKeys)?;
        let missing =
            || Error::NoSuchRow { table: U::TABLE.name(), row: "that a foreign key references".to_owned() };
        let beside = |key: &Key| places.find(key).and_then(|place| found.get(place)?.first().cloned());
        keys.iter().map(|key| O::found(beside(key)).ok_or_else(missing)).collect()
    }
}

impl<T: LoomTable, C: LoomTable, S: Shape<C>> Relation<T> for Many<C, S> {
    type Output = Vec<S::Output>;

    fn key(&self) -> usize {
        T::TABLE.position("id").unwrap_or(0)
    }

    fn load(&self, context: Context<'_>, keys: Vec<Key>) -> Result<Vec<Vec<S::Output>>> {
        let places = Places::of::<T>(context, C::TABLE, &keys);
        let by = Node::column(self.foreign_key);
        related(context, &self.query, by, None, &places, &Groups::of_rows(&places, &keys))
    }
}

impl<T: LoomTable, L: LoomTable, U: LoomTable, S: Shape<U>> Relation<T> for Through<L, U, S> {
    type Output = Vec<S::Output>;

    fn key(&self) -> usize {
        T::TABLE.position("id").unwrap_or(0)
    }

    fn load(&self, context: Context<'_>, keys: Vec<Key>) -> Result<Vec<Vec<S::Output>>> {
        let step = JoinStep { foreign_key: self.far, target: TableRef::of::<U>(), optional: false };
        let places = Places::of::<T>(context, L::TABLE, &keys);
        let (by, link) = (Node::column(self.near), Some((TableRef::of::<L>(), step)));
        related(context, &self.query, by, link, &places, &Groups::of_rows(&places, &keys))
    }
}

/// A place for each different key, found without copying it.
struct Places<'k> {
    /// The different keys: world, where worlds are to be told apart, and id.
    keys: Vec<(&'k str, &'k str)>,
    by_key: HashMap<(&'k str, &'k str), usize>,
    /// Whether rows of several worlds are read, so that the id alone names none of them.
    across: bool,
}

impl<'k> Places<'k> {
    /// The keys of rows of `T`, by which rows of `related` are looked for.
    fn of<T: LoomTable>(context: Context<'_>, related: &TableSchema, keys: &'k [Key]) -> Self {
        let across = context.world.is_none() && T::TABLE.is_world_scoped() && related.is_world_scoped();
        let by_key = HashMap::with_capacity(keys.len());
        let mut places = Self { keys: Vec::with_capacity(keys.len()), by_key, across };
        for (world, id) in keys.iter().flatten() {
            let key = (places.world(world.as_deref()), id.as_str());
            if !places.by_key.contains_key(&key) {
                places.by_key.insert(key, places.keys.len());
                places.keys.push(key);
            }
        }
        places
    }

    fn world<'w>(&self, world: Option<&'w str>) -> &'w str {
        if self.across { world.unwrap_or_default() } else { "" }
    }

    fn find(&self, key: &Key) -> Option<usize> {
        let (world, id) = key.as_ref()?;
        self.by_key.get(&(self.world(world.as_deref()), id.as_str())).copied()
    }

    /// The place of this key, which is likely that of the row before: an index lists a parent's children together.
    fn find_near(&self, before: usize, key: (&str, &str)) -> Option<usize> {
        if self.keys.get(before) == Some(&key) { Some(before) } else { self.by_key.get(&key).copied() }
    }
}

/// What the related rows are grouped by.
enum Groups {
    /// One group for each different key.
    OfKeys,
    /// One group for each row that has a key. A row may come twice, out of a union, and what belongs to it cannot be
    /// copied: it is decoded once for each.
    OfRows {
        /// How many rows there are.
        rows: usize,
        /// The first row of each key.
        first: Vec<usize>,
        /// The next row of the same key; the row itself if it is the last.
        next: Vec<usize>,
    },
}

impl Groups {
    fn of_rows(places: &Places<'_>, keys: &[Key]) -> Self {
        let mut first: Vec<usize> = vec![usize::MAX; places.keys.len()];
        let mut next: Vec<usize> = (0..keys.len()).collect();
        for (row, key) in keys.iter().enumerate().rev() {
            if let Some(place) = places.find(key) {
                let later = std::mem::replace(&mut first[place], row);
                next[row] = if later == usize::MAX { row } else { later };
            }
        }
        Self::OfRows { rows: keys.len(), first, next }
    }

    fn count(&self, places: &Places<'_>) -> usize {
        match self {
            Self::OfKeys => places.keys.len(),
            Self::OfRows { rows, .. } => *rows,
        }
    }

    /// The groups of the key at this place.
    fn of_key(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let first = match self {
            Self::OfKeys => place,
            Self::OfRows { first, .. } => first[place],
        };
        std::iter::successors(Some(first), move |row| match self {
            Self::OfKeys => None,
            Self::OfRows { next, .. } => Some(next[*row]).filter(|next| next != row),
        })
    }
}

/// The rows of `query` whose `by` is among the keys, in groups. Where they are reached through a link table, the link is
/// the root, and everything in the query is seen from there.
fn related<U: LoomTable, S: Shape<U>>(
    context: Context<'_>,
    query: &Query<U, S>,
    by: Node,
    link: Option<(TableRef, JoinStep)>,
    places: &Places<'_>,
    groups: &Groups,
) -> Result<Vec<Vec<S::Output>>> {
    let mut ids: Vec<&str> = places.keys.iter().map(|(_, id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found: Vec<Vec<S::Raw>> = (0..groups.count(places)).map(|_| Vec::new()).collect();
    if ids.is_empty() {
        return query.shape.finish_groups(context, found);
    }
    let ids = ids.into_iter().map(|id| Cell::Text(id.to_owned().into())).collect();
    let in_world = context.world.is_some();
    let paged =
        query.body.paged(in_world).map_err(|message| run::unwritable::<U>(&CellError::of(message)))?;
    let (mut body, mut columns) = (paged.into_owned(), query.nodes());
    if let Some((table, step)) = link {
        body = rebase(body, table, step);
        columns = columns.into_iter().map(|node| node.rebase(step)).collect();
    }
    body.filter.push(Node::In(by.clone().into(), ids));
    // What belongs to one row of the parent: its key, with its world where there are several.
    let world = body.table.world_column().filter(|_| places.across).map(Node::column);
    let partition: Vec<Node> = [by].into_iter().chain(world).collect();
    let mut renderer = Renderer::new(in_world);
    if !body.group.is_empty() || columns.iter().any(Node::has_aggregate) {
        renderer.refuse("a relation cannot be grouped: it would count over the rows of all; use `count_of`");
    }
    if link.is_some() && body.source.is_some() {
        renderer.refuse("a relation through a link table cannot select from another query");
    }
    // A window function counts over the rows of one parent, as the user sees them.
    columns = columns.into_iter().map(|node| node.within(&partition)).collect();
    body.order = body.order.into_iter().map(|order| order.within(&partition)).collect();
    let key_at = columns.len();
    columns.extend(partition.iter().cloned());
    let select = SelectTree { body, columns };
    if select.body.limit.is_some() || select.body.offset.is_some() {
        let (limit, offset) = (select.body.limit, select.body.offset.unwrap_or(0));
        renderer.select_of_each(&select, partition, limit, offset);
    } else {
        renderer.select(&select);
    }
    let rendered = renderer.finish().map_err(|error| run::unwritable::<U>(&error))?;
    let statement = Statement { rendered, columns: select.columns };
    let mut before = 0;
    run::steps::<U>(context, &statement, |mut row| {
        let text = |at| row.get_ref(at).ok().and_then(|value| value.as_str().ok()).unwrap_or_default();
        let world = if places.across { text(key_at + 1) } else { "" };
        // A row whose key is none of those asked for does not come.
        if let Some(place) = places.find_near(before, (world, text(key_at))) {
            for group in groups.of_key(place) {
                found[group].push(run::decode::<U, S>(context, &query.shape, &statement, &mut row)?);
            }
            before = place;
        }
        Ok(())
    })?;
    query.shape.finish_groups(context, found)
}

/// The same query, seen from a link table.
fn rebase(body: Body, table: TableRef, step: JoinStep) -> Body {
    let all = |nodes: Vec<Node>| nodes.into_iter().map(|node| node.rebase(step)).collect();
    Body {
        table,
        filter: all(body.filter),
        group: all(body.group),
        having: all(body.having),
        order: body.order.into_iter().map(|order| order.rebase(step)).collect(),
        ..body
    }
}

/// Rows with what is related to them: `(row, first, second, …)`.
#[derive(Debug)]
pub struct Related<R>(R);

/// Adds a relation to a shape.
pub trait AddRelation<R> {
    /// The shape with the relation.
    type With;

    /// Adds it.
    #[doc(hidden)]
    fn add(self, relation: R) -> Self::With;
}

impl<T, R> AddRelation<R> for Rows<T> {
    type With = Related<(R,)>;

    fn add(self, relation: R) -> Self::With {
        Related((relation,))
    }
}

fn decode_key<T: LoomTable, C: Cells>(cells: &mut C, offset: &mut usize) -> Result<Key, CellError> {
    let id = Option::<String>::read(cells, *offset)?;
    *offset += 1;
    let world = if T::TABLE.is_world_scoped() {
        *offset += 1;
        Option::<String>::read(cells, *offset - 1)?
    } else {
        None
    };
    Ok(id.map(|id| (world, id)))
}

macro_rules! related {
    ($( ($($relation:ident $index:tt)+) -> $next:ident; )*) => { $(
        impl<R, $($relation),+> AddRelation<R> for Related<($($relation,)+)> {
            type With = Related<($($relation,)+ R,)>;

            fn add(self, relation: R) -> Self::With {
                Related(($(self.0.$index,)+ relation,))
            }
        }

        related!(@shape ($($relation $index)+));
    )* };
    (@shape ($($relation:ident $index:tt)+)) => {
        impl<T: LoomTable, $($relation: Relation<T>),+> Shape<T> for Related<($($relation,)+)> {
            type Raw = (T, [Key; related!(@count $($relation)+)]);
            type Output = (T, $($relation::Output),+);

            fn push(&self, nodes: &mut Vec<Node>) {
                Rows::<T>::ALL.push(nodes);
                $(
                    nodes.push(Node::column(self.0.$index.key()));
                    nodes.extend(T::TABLE.world_column().map(Node::column));
                )+
            }

            fn decode<Z: Cells>(&self, cells: &mut Z, offset: &mut usize) -> Result<Self::Raw, CellError> {
                let row = Rows::<T>::ALL.decode(cells, offset)?;
                Ok((row, [$( { let _ = $index; decode_key::<T, Z>(cells, offset)? } ),+]))
            }

            #[allow(non_snake_case, reason = "the type parameters name the parts")]
            fn finish(&self, context: Context<'_>, rows: Vec<Self::Raw>) -> Result<Vec<Self::Output>> {
                let mut keys: [Vec<Key>; related!(@count $($relation)+)] = Default::default();
                let mut own = Vec::with_capacity(rows.len());
                for (row, row_keys) in rows {
                    own.push(row);
                    for (all, key) in keys.iter_mut().zip(row_keys) {
                        all.push(key);
                    }
                }
                $( let mut $relation = self.0.$index.load(context, std::mem::take(&mut keys[$index]))?.into_iter(); )+
                let mut outputs = Vec::with_capacity(own.len());
                for row in own {
                    // Each relation gives one value a row; the zip would end early, and never does.
                    match ($($relation.next(),)+) {
                        ($(Some($relation),)+) => outputs.push((row, $($relation),+)),
                        _ => break,
                    }
                }
                Ok(outputs)
            }
        }
    };
    (@count $($relation:ident)+) => { 0 $( + { const $relation: usize = 1; $relation } )+ };
}

related! {
    (A 0) -> B;
    (A 0 B 1) -> C;
    (A 0 B 1 C 2) -> D;
    (A 0 B 1 C 2 D 3) -> E;
}
related!(@shape (A 0 B 1 C 2 D 3 E 4));
