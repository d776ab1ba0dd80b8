//! Nodes into declared types. A typed request takes the scalar's own text; only requests for anything guess.

use serde::{
    Deserializer,
    de::{DeserializeOwned, Visitor},
    forward_to_deserialize_any,
};

use super::{
    access::{Variant, visit_entries, visit_items},
    error::{Mismatch, one_of},
    node::{Node, NodeValue},
    scalar::{self, Core},
};
use crate::markdown::fault::Fault;

impl Node {
    /// The node as a `T`; the fault points at the deepest node that does not fit.
    pub(crate) fn to<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        T::deserialize(self).map_err(|error| error.into_fault(self.span))
    }

    pub(super) fn expected(&self, what: &str) -> Mismatch {
        Mismatch::new(format!("expected {what}, found {}", self.describe())).at(self.span)
    }

    /// The text of a plain scalar that is not null.
    fn plain(&self, what: &str) -> Result<&str, Mismatch> {
        match &self.value {
            NodeValue::Scalar { text, plain: true } if !self.is_null() => Ok(text),
            NodeValue::Scalar { plain: false, .. } => {
                Err(self.expected(what).with_help("leave the quotes out"))
            }
            _ => Err(self.expected(what)),
        }
    }

    fn text(&self) -> Result<&str, Mismatch> {
        self.as_text().ok_or_else(|| match self.is_null() {
            true => self.expected("text").with_help("write `\"\"` for an empty text"),
            false => self.expected("text"),
        })
    }

    fn items(&self) -> Result<&[Node], Mismatch> {
        match &self.value {
            NodeValue::Sequence(items) => Ok(items),
            _ if self.is_null() => Err(self.expected("a list").with_help("write `[]` for an empty list")),
            _ => Err(self.expected("a list")),
        }
    }

    fn map(&self) -> Result<&[(Node, Node)], Mismatch> {
        match &self.value {
            NodeValue::Mapping(entries) => Ok(entries),
            _ if self.is_null() => Err(self.expected("a map").with_help("write `{}` for an empty map")),
            _ => Err(self.expected("a map")),
        }
    }

    fn integer<T: TryFrom<i128>>(&self, least: i128, most: u128) -> Result<T, Mismatch> {
        let text = self.plain("a whole number")?;
        if !scalar::is_integer(text) {
            return Err(self.expected("a whole number"));
        }
        let fits = text.parse().ok().and_then(|number: i128| T::try_from(number).ok());
        fits.ok_or_else(|| self.expected(&format!("a whole number from {least} to {most}")))
    }

    fn float(&self) -> Result<f64, Mismatch> {
        match scalar::float(self.plain("a number")?) {
            Some(number) if number.is_finite() => Ok(number),
            Some(_) => Err(self.expected("a number that fits in 64 bits")),
            None => Err(self.expected("a number")),
        }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $type:ty,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let number: $type = self.integer(i128::from(<$type>::MIN), <$type>::MAX as u128)?;
            visitor.$visit(number).map_err(|error: Mismatch| error.at(self.span))
        }
    )*};
}

impl<'de> Deserializer<'de> for &Node {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let visited = match &self.value {
            NodeValue::Sequence(items) => return visit_items(self, items, visitor),
            NodeValue::Mapping(entries) => return visit_entries(self, entries, visitor),
            NodeValue::Scalar { text, plain: false } => visitor.visit_str(text),
            NodeValue::Scalar { text, plain: true } => match scalar::resolve(text) {
                Core::Null => visitor.visit_unit(),
                Core::Bool(value) => visitor.visit_bool(value),
                Core::Signed(value) => visitor.visit_i64(value),
                Core::Unsigned(value) => visitor.visit_u64(value),
                Core::Float(value) => visitor.visit_f64(value),
                Core::Text => visitor.visit_str(text),
                Core::TooLarge => {
                    let error = self.expected("a number that fits in 64 bits");
                    Err(error.with_help("put it in quotes to keep it as text"))
                }
            },
        };
        visited.map_err(|error: Mismatch| error.at(self.span))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let value = match self.plain("`true` or `false`")? {
            "true" => true,
            "false" => false,
            _ => return Err(self.expected("`true` or `false`")),
        };
        visitor.visit_bool(value).map_err(|error: Mismatch| error.at(self.span))
    }

    integers! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let number = self.integer(i128::MIN, i128::MAX.unsigned_abs())?;
        visitor.visit_i128(number).map_err(|error: Mismatch| error.at(self.span))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_f64(self.float()?).map_err(|error: Mismatch| error.at(self.span))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.text()?).map_err(|error: Mismatch| error.at(self.span))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let visited = if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) };
        visited.map_err(|error| error.at(self.span))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_null() { visitor.visit_unit() } else { Err(self.expected("null")) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self).map_err(|error| error.at(self.span))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visit_items(self, self.items()?, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visit_entries(self, self.map()?, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let (name, value) = match (&self.value, self.as_text()) {
            (NodeValue::Mapping(entries), _) if entries.len() == 1 => (&entries[0].0, Some(&entries[0].1)),
            (_, Some(_)) => (self, None),
            _ => return Err(self.expected(&one_of(variants))),
        };
        visitor.visit_enum(Variant { name, value }).map_err(|error| error.at(self.span))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { u128 bytes byte_buf }
}
