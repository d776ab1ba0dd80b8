//! How long the rows last.

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Layer, Scope, Table};

pub(super) fn layer_not_declared(table: &Table, errors: &mut Errors) {
    if table.layer_key.is_none() && !table.attempted.layer {
        errors.rule(
            Rule::UnknownLayer,
            table.ident.span(),
            format!("`{}` does not say which layer it is", table.ident),
            "write `layer = \"L2\"` (episodic), `\"L3\"` (knowledge) or `\"L4\"` (telos)",
        );
    }
}

pub(super) fn unknown_layer(table: &Table, errors: &mut Errors) {
    if let Some(key) = &table.layer_key
        && table.layer.is_none()
        && key.value() != "L1"
    {
        errors.rule(
            Rule::UnknownLayer,
            key.span(),
            format!("there is no layer `{}`", key.value()),
            "write `layer = \"L2\"` (episodic), `\"L3\"` (knowledge) or `\"L4\"` (telos)",
        );
    }
}

pub(super) fn layer_is_ephemeral(table: &Table, errors: &mut Errors) {
    if let Some(key) = table.layer_key.as_ref().filter(|key| key.value() == "L1") {
        errors.rule(
            Rule::LayerIsEphemeral,
            key.span(),
            "L1 is working memory: it lives in RAM and is never a table",
            "keep the values in a plain struct, or declare what outlives the run as `layer = \"L2\"`",
        );
    }
}

pub(super) fn layer_needs_world(table: &Table, errors: &mut Errors) {
    if let (Some(Layer::L2), Some(Scope::Global), Some(key)) = (table.layer, table.scope, &table.layer_key) {
        errors.rule(
            Rule::LayerNeedsWorld,
            key.span(),
            "what happened, happened in a world: an L2 table is world-scoped",
            "write `world_scoped` and add `pub world_id: Id<World>,`, or choose `layer = \"L3\"`",
        );
    }
}
