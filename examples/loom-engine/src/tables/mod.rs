//! The ten tables of LOOM, by layer: who it is (L4), what it knows (L3), what happened (L2).

mod episodic;
mod knowledge;
mod telos;

pub use episodic::*;
pub use knowledge::*;
pub use telos::*;

use loom_schema::prelude::*;

/// Every table of the engine.
pub static LOOM: Schema = schema![
    OperatorTelos,
    WorldTelos,
    AgentTelos,
    World,
    Agent,
    Pattern,
    PatternStep,
    Session,
    SessionSummary,
    Decision,
];
