//! The ten tables of LOOM, by layer: who it is (L4), what it knows (L3), what happened (L2).

mod episodic;
mod knowledge;
mod telos;

pub use episodic::{Decision, Session, SessionStatus, SessionSummary, Summary, SummaryKind};
pub use knowledge::{
    Agent, AgentProfile, Mode, Pattern, PatternFamily, PatternScope, PatternStep, Tempo, Tool, World,
    WorldStatus,
};
pub use telos::{AgentTelos, OperatorTelos, WorldIdentity, WorldTelos};

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
