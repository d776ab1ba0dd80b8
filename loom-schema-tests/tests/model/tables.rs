//! The tables of the model, what they hold, and the same in Rust.

use loom_schema::prelude::*;

/// An isolated project.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Something with numbers that may be missing.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Item {
    pub id: Id<Item>,
    pub world_id: Id<World>,
    pub n: Option<i64>,
    pub k: Option<i64>,
    pub m: i64,
    pub flag: bool,
    pub label: Option<String>,
    #[loom(on_delete = "cascade")]
    pub parent_id: Option<Id<Item>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A part of an item.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Part {
    pub id: Id<Part>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub item_id: Id<Item>,
    pub size: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, Item, Part];

pub(crate) const WORLDS: [&str; 3] = ["atlas", "hearth", "mirror"];

/// Random numbers that are the same every time (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    pub(crate) fn small(&mut self) -> i64 {
        i64::try_from(self.below(5)).unwrap() - 1
    }

    pub(crate) fn maybe(&mut self) -> Option<i64> {
        (self.below(3) > 0).then(|| self.small())
    }

    pub(crate) fn flip(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// What a handle sees: the rows of one world, or of all.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) items: Vec<Item>,
    pub(crate) parts: Vec<Part>,
}

impl Seen {
    pub(crate) fn parent(&self, item: &Item) -> Option<&Item> {
        let parent = item.parent_id.as_ref()?;
        self.items.iter().find(|other| other.id == *parent && other.world_id == item.world_id)
    }

    pub(crate) fn parts_of<'s>(&'s self, item: &Item) -> impl Iterator<Item = &'s Part> + use<'s> {
        let (id, world) = (item.id.clone(), item.world_id.clone());
        self.parts.iter().filter(move |part| part.item_id == id && part.world_id == world)
    }
}

/// A database, and what each of its worlds holds, and all of them.
pub(crate) fn filled(random: &mut Random) -> (Loom, [Seen; 3], Seen) {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let (mut worlds, mut all) = ([Seen::default(), Seen::default(), Seen::default()], Seen::default());
    let fill = |loom: &Loom| {
        for (world, seen) in WORLDS.iter().zip(&mut worlds) {
            loom.insert(NewWorld {}.set(World::ID, *world))?;
            let handle = loom.world(world)?;
            for n in 0..random.below(9) {
                let new = NewItem { m: random.small(), flag: random.flip() }
                    .set(Item::ID, format!("i{n}"))
                    .set(Item::N, random.maybe())
                    .set(Item::K, random.maybe())
                    .set(Item::LABEL, random.maybe().map(|n| format!("{world}{n}")));
                let parent = random.below(n + 2);
                let parent = (parent < n).then(|| Id::new(format!("i{parent}")));
                seen.items.push(handle.insert(new.set(Item::PARENT_ID, parent))?);
                for part in 0..random.below(4) {
                    let new = NewPart { item_id: Id::new(format!("i{n}")) };
                    let new = new.set(Part::ID, format!("p{n}{part}")).set(Part::SIZE, random.maybe());
                    seen.parts.push(handle.insert(new)?);
                }
            }
            all.items.extend(seen.items.iter().cloned());
            all.parts.extend(seen.parts.iter().cloned());
        }
        Ok::<(), loom_schema::Error>(())
    };
    loom.transaction(fill).unwrap();
    (loom, worlds, all)
}
