//! The rows.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{CHILDREN_EACH, FAMILY, PARENTS};

/// What is known of a session before it is inserted. A peer may keep it, or borrow from it.
#[derive(Debug, Clone)]
pub struct Seed {
    pub id: String,
    pub status: Status,
    pub model_used: String,
    pub tokens_in: i64,
    pub created_at: i64,
}

/// How far a session is, and how that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    Active,
    Closed,
    Failed,
}

impl Status {
    /// Of the session of this number: two of three are active.
    pub fn of(n: usize) -> Self {
        if n.is_multiple_of(3) { Self::Closed } else { Self::Active }
    }

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Failed => "failed",
        }
    }

    /// From what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "pending" => Self::Pending,
            "active" => Self::Active,
            "closed" => Self::Closed,
            "failed" => Self::Failed,
            _ => return None,
        })
    }
}

/// What a session left behind.
#[derive(Debug, Clone)]
pub struct Child {
    pub id: String,
    pub session_id: String,
    pub content: String,
    pub created_at: i64,
}

/// The sessions of a world, numbered in `tokens_in` and `created_at`.
pub fn sessions(world: &str, count: usize) -> Vec<Seed> {
    let session = |n| Seed {
        id: session_id(world, n),
        status: Status::of(n),
        model_used: "large".to_owned(),
        tokens_in: n as i64,
        created_at: n as i64,
    };
    (0..count).map(session).collect()
}

/// The children of every session of the family: 400 bytes each.
pub fn children() -> Vec<Child> {
    let child = |n| Child {
        id: format!("summary-{n:05}"),
        session_id: session_id(FAMILY, n % PARENTS),
        content: format!("Summary {n:05}: ").repeat(27)[..400].to_owned(),
        created_at: n as i64,
    };
    (0..PARENTS * CHILDREN_EACH).map(child).collect()
}

fn session_id(world: &str, n: usize) -> String {
    format!("{world}-{n:05}")
}

/// Seconds since 1970. Every peer sets `updated_at` to it, for every row it writes.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    since.as_secs().cast_signed()
}
