//! Other processes: the test program runs itself, with one of its ignored tests as the work to do.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The folder that a child works in.
const FOLDER: &str = "LOOM_TEST_FOLDER";

/// A child process that talks through its standard input and output; killed when it is dropped.
pub(crate) struct Process {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Process {
    /// Starts the ignored test `work` in a process of its own.
    pub(crate) fn start(work: &str, folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([work, "--exact", "--ignored", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What the child says next: the rest of the line after `child: `.
    pub(crate) fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.out.read_line(&mut line).unwrap() > 0, "the child ended");
            if let Some((_, said)) = line.trim_end().split_once("child: ") {
                return said.to_owned();
            }
        }
    }

    pub(crate) fn tell(&mut self, text: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{text}").unwrap();
    }

    /// Ends it as `kill -9` does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// In a child: the folder to work in; `None` where the test was not started by another one.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// In a child: tells the parent.
pub(crate) fn say(text: impl std::fmt::Display) {
    println!("child: {text}");
    std::io::stdout().flush().unwrap();
}

/// In a child: what the parent tells.
pub(crate) fn hear() -> String {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}
