//! L4 Telos: identity kernels. Permanent; only the operator writes them.

use loom_schema::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Agent, World};

/// What the operator stands for, in every world.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L4", name = "operator_telos", markdown = "TELOS.md", singleton)]
pub struct OperatorTelos {
    #[loom(default = "operator")]
    pub id: Id<OperatorTelos>,
    /// What counts, the most important first.
    pub values: Json<Vec<String>>,
    /// How the operator likes to work: tone, hours, languages.
    pub preferences: Option<Json<serde_json::Value>>,
    pub updated_at: Timestamp,
}

/// What a world is for.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L4", name = "world_telos", markdown = "worlds/{world_id}/TELOS.md")]
pub struct WorldTelos {
    pub id: Id<WorldTelos>,
    #[loom(unique)]
    pub world_id: Id<World>,
    /// Why the world exists, in prose.
    #[loom(body)]
    pub purpose: String,
    /// How the world speaks and what it is like.
    pub identity: Json<WorldIdentity>,
    pub updated_at: Timestamp,
}

/// How a world speaks and what it is like.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct WorldIdentity {
    pub voice: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motto: Option<String>,
    #[serde(default)]
    pub traits: Vec<String>,
}

/// What an agent is for, and what it must not do.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(
    world_scoped,
    layer = "L4",
    name = "agent_telos",
    markdown = "worlds/{world_id}/agents/{agent_id}/TELOS.md"
)]
pub struct AgentTelos {
    pub id: Id<AgentTelos>,
    pub world_id: Id<World>,
    /// The agent whose telos this is.
    #[loom(unique)]
    pub agent_id: Id<Agent>,
    /// What the agent is for, in prose.
    #[loom(body)]
    pub core_purpose: String,
    /// What the agent must not do.
    pub constraints: Option<Json<Vec<String>>>,
    pub updated_at: Timestamp,
}
