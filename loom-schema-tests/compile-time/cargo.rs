//! Runs cargo, and takes the time.

use std::ops::{Div, Sub};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fmt, fs, io};

use crate::program::{self, Derive, Edit};

/// A workspace of generated crates, one a derive and number of tables.
pub(crate) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Writes it, and builds all that the generated crates depend on.
    pub(crate) fn create(counts: &[usize]) -> io::Result<Self> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.join("target"), PathBuf::from);
        let workspace = Self { folder: target.join("compile-time") };
        let library = project.join("loom-schema").canonicalize()?;
        let mut members = Vec::new();
        for &count in counts {
            for derive in Derive::ALL {
                workspace.write(derive, count, None)?;
                let name = package(derive, count);
                fs::write(
                    workspace.folder.join(&name).join("Cargo.toml"),
                    program::manifest(&name, &library),
                )?;
                members.push(name);
            }
        }
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        fs::write(workspace.folder.join("Cargo.toml"), manifest)?;
        fs::copy(project.join("Cargo.lock"), workspace.folder.join("Cargo.lock"))?;
        workspace.cargo(&["check", "--workspace"])?;
        Ok(workspace)
    }

    /// Writes the crate's only file.
    pub(crate) fn write(&self, derive: Derive, count: usize, edit: Option<Edit>) -> io::Result<()> {
        let folder = self.folder.join(package(derive, count)).join("src");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("lib.rs"), program::source(derive, count, edit))
    }

    /// Forgets what was checked of the crate, and nothing of its dependencies.
    pub(crate) fn clean(&self, derive: Derive, count: usize) -> io::Result<()> {
        self.cargo(&["clean", "--package", &package(derive, count)])
    }

    /// Checks the crate.
    pub(crate) fn check(&self, derive: Derive, count: usize) -> io::Result<Cost> {
        let (start, cpu) = (Instant::now(), children_cpu());
        self.cargo(&["check", "--package", &package(derive, count)])?;
        Ok(Cost { wall: start.elapsed().as_secs_f64() * 1000.0, cpu: children_cpu() - cpu })
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<()> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).arg("--quiet").current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", self.folder.join("target")).env("CARGO_INCREMENTAL", "1");
        let status = cargo.status()?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("cargo {arguments:?}: {status}")))
        }
    }
}

fn package(derive: Derive, count: usize) -> String {
    format!("{}-{count}", derive.name())
}

/// What one run took, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    /// Of the compiler and all else that cargo started, in user mode; NaN where the system does not tell.
    cpu: f64,
}

impl Cost {
    pub(crate) fn median(costs: &[Self]) -> Self {
        let median = |of: fn(&Self) -> f64| {
            let mut values: Vec<f64> = costs.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
        };
        Self { wall: median(|cost| cost.wall), cpu: median(|cost| cost.cpu) }
    }

    pub(crate) fn ratio(self, other: Self) -> String {
        format!("{:.2} ({:.2})", self.wall / other.wall, self.cpu / other.cpu)
    }
}

impl Sub for Cost {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { wall: self.wall - other.wall, cpu: self.cpu - other.cpu }
    }
}

impl Div<usize> for Cost {
    type Output = Self;

    fn div(self, count: usize) -> Self {
        let count = count as f64;
        Self { wall: self.wall / count, cpu: self.cpu / count }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} ({:.1})", self.wall, self.cpu)
    }
}

/// The user time of all children that have ended, from Linux's `/proc` (in its ticks of 10 ms).
fn children_cpu() -> f64 {
    const CUTIME: usize = 13; // the 16th field; the first two end with the parenthesis
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or("");
    fields.split(' ').nth(CUTIME).and_then(|ticks| ticks.parse().ok()).map_or(f64::NAN, |t: f64| t * 10.0)
}
