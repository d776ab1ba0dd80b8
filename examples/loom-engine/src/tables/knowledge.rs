//! L3 Knowledge: definitions. Permanent.

use loom_schema::prelude::*;
use serde::{Deserialize, Serialize};

/// An isolated project: its data never appears in another world.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    pub id: Id<World>,
    pub name: String,
    /// What the world is about, in prose.
    #[loom(body)]
    pub purpose: String,
    /// Settings that only this world's tools read.
    pub config: Option<Json<serde_json::Value>>,
    #[loom(default = "active")]
    pub status: WorldStatus,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Whether a world is in use.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorldStatus {
    Active,
    Archived,
}

/// Who works in a world: a profile, the modes it works in, the tools it has.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", markdown = "worlds/{world_id}/agents/{id}/AGENT.md")]
pub struct Agent {
    pub id: Id<Agent>,
    pub world_id: Id<World>,
    pub name: String,
    /// Who the agent is.
    #[loom(section = "PROFILE")]
    pub profile: Json<AgentProfile>,
    /// The ways in which the agent works, and what starts each.
    #[loom(section = "MODES")]
    pub modes: Option<Json<Vec<Mode>>>,
    /// What the agent may use, and for what.
    #[loom(section = "TOOLS")]
    pub tools: Option<Json<Vec<Tool>>>,
    /// Which models suit the agent.
    pub model_preferences: Option<Json<serde_json::Value>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The PROFILE section of an agent.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct AgentProfile {
    pub role: String,
    pub summary: String,
    #[serde(default)]
    pub strengths: Vec<String>,
}

/// One entry of the MODES section.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct Mode {
    pub name: String,
    pub trigger: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// One entry of the TOOLS section.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    pub name: String,
    #[serde(rename = "use")]
    pub usage: String,
}

/// A way of working, in steps that agents take in turn.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", markdown = "patterns/{id}.md")]
pub struct Pattern {
    pub id: Id<Pattern>,
    pub name: String,
    pub family: PatternFamily,
    /// What the pattern is for, in prose.
    #[loom(body)]
    pub purpose: String,
    /// Whether every world may use the pattern.
    #[loom(default = "global")]
    pub world_scope: PatternScope,
    /// Everything else the pattern is configured with.
    pub config: Option<Json<serde_json::Value>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a pattern helps with.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternFamily {
    Ideation,
    Structuring,
    Decision,
    Production,
    Refinement,
    Analysis,
}

/// Whether every world may use a pattern.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternScope {
    Global,
    #[loom(rename = "world-specific")]
    WorldSpecific,
}

/// One step of a pattern; an entry of the list `steps` in the pattern's file.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(
    global,
    layer = "L3",
    markdown(inside = Pattern, key = "steps"),
    index(pattern_id, order, name = "pattern_steps_order_idx")
)]
pub struct PatternStep {
    pub id: Id<PatternStep>,
    /// The pattern; deleting it deletes its steps.
    #[loom(index, on_delete = "cascade")]
    pub pattern_id: Id<Pattern>,
    /// The step's place in the pattern, counted from 1.
    #[loom(position)]
    pub order: i64,
    pub name: String,
    /// The role that takes the step: an agent of this id in the world where the pattern runs.
    pub agent_id: String,
    /// The layers the step writes to, as in `[L1, L2]`.
    pub layer_writes: Option<Json<Vec<String>>>,
    pub tempo_mode: Option<Tempo>,
    /// What the step must keep to.
    pub constraints: Option<Json<Vec<String>>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// How fast a step goes.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tempo {
    Allegro,
    Andante,
    Adagio,
}
