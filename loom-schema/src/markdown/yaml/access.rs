//! How a visitor walks through lists, maps, keys and enum values.

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{error::Mismatch, node::Node, scalar};

/// Shows a list to a visitor, which has to take all of it.
pub(super) fn visit_items<'de, V: Visitor<'de>>(
    node: &Node,
    items: &[Node],
    visitor: V,
) -> Result<V::Value, Mismatch> {
    let mut items = Items { items: items.iter() };
    let value = visitor.visit_seq(&mut items).map_err(|error| error.at(node.span))?;
    match items.items.next() {
        Some(extra) => Err(Mismatch::new("this list has too many entries").at(extra.span)),
        None => Ok(value),
    }
}

/// Shows a map to a visitor.
pub(super) fn visit_entries<'de, V: Visitor<'de>>(
    node: &Node,
    entries: &[(Node, Node)],
    visitor: V,
) -> Result<V::Value, Mismatch> {
    visitor.visit_map(Entries { entries: entries.iter(), current: None }).map_err(|error| error.at(node.span))
}

struct Items<'n> {
    items: std::slice::Iter<'n, Node>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        let Some(item) = self.items.next() else { return Ok(None) };
        seed.deserialize(item).map(Some).map_err(|error| error.at(item.span))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Entries<'n> {
    entries: std::slice::Iter<'n, (Node, Node)>,
    current: Option<&'n (Node, Node)>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Mismatch;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        self.current = self.entries.next();
        let Some((key, _)) = self.current else { return Ok(None) };
        seed.deserialize(Key(key)).map(Some).map_err(|error| error.at(key.span))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        let Some((key, value)) = self.current.take() else {
            return Err(Mismatch::new("a value was asked for before its key"));
        };
        let named = |error: Mismatch| error.at(value.span).under(key.as_text().unwrap_or_default());
        seed.deserialize(value).map_err(named)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A key: text for whoever asks for anything, since `1` and `true` are names there.
struct Key<'n>(&'n Node);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.0.deserialize_str(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.0.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.0.deserialize_u64(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// One variant of an enum: a scalar names it, or the only key of a map does.
pub(super) struct Variant<'n> {
    /// The name.
    pub(super) name: &'n Node,
    /// What the map holds under it.
    pub(super) value: Option<&'n Node>,
}

impl<'de, 'n> EnumAccess<'de> for Variant<'n> {
    type Error = Mismatch;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Mismatch> {
        let variant = seed.deserialize(Key(self.name)).map_err(|error| error.at(self.name.span))?;
        Ok((variant, self))
    }
}

impl<'n> Variant<'n> {
    fn value(&self) -> Result<&'n Node, Mismatch> {
        self.value.ok_or_else(|| {
            let name = self.name.as_text().unwrap_or_default();
            let error = Mismatch::new(format!("{} needs a value", scalar::quote(name))).at(self.name.span);
            error.with_help(format!("write `{}: …`, indented on a line of its own", scalar::shorten(name)))
        })
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        match self.value {
            Some(value) if !value.is_null() => Err(value.expected("nothing")),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mismatch> {
        let value = self.value()?;
        seed.deserialize(value).map_err(|error| error.at(value.span))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.value()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.value()?.deserialize_map(visitor)
    }
}
