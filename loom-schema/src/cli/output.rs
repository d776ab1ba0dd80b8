//! Where results and messages go.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use super::Status;
use crate::error::Error;

/// Why a command did not come to its end.
#[derive(Debug)]
pub(super) enum Failure {
    /// The library, the database or the file system refused.
    Library(Error),
    /// The library refused, and an option would allow it.
    Refused(String),
    /// The output could not be written.
    Output(io::Error),
    /// The command line asks for something that there is not.
    Usage(String),
    /// The command line cannot be read; the text is shown as it is.
    Shown(String),
}

impl Failure {
    pub(super) fn status(&self) -> Status {
        match self {
            Self::Library(_) | Self::Refused(_) | Self::Output(_) => Status::Problems,
            Self::Usage(_) | Self::Shown(_) => Status::WrongUse,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library(error) => writeln!(f, "error: {error}"),
            Self::Output(error) => writeln!(f, "error: write the output: {error}"),
            Self::Refused(message) | Self::Usage(message) => writeln!(f, "error: {message}"),
            Self::Shown(text) => f.write_str(text),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Standard output, which a reader may close whenever it has seen enough.
pub(super) struct Pipe<'w> {
    to: &'w mut dyn Write,
    closed: bool,
}

impl<'w> Pipe<'w> {
    pub(super) fn new(to: &'w mut dyn Write) -> Self {
        Self { to, closed: false }
    }

    fn unless_closed<T>(&mut self, result: io::Result<T>, otherwise: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(otherwise)
            }
            result => result,
        }
    }
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = self.to.write(bytes);
        self.unless_closed(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.to.flush();
        self.unless_closed(result, ())
    }
}

/// Prints a value as JSON, with a line break at the end.
pub(super) fn print_json(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    Ok(writeln!(out, "{text}")?)
}

/// Prints rows in columns, each as wide as its widest cell; numbers, as `right` says, end at the same place.
pub(super) fn print_columns<const N: usize>(
    out: &mut dyn Write,
    rows: &[[String; N]],
    right: [bool; N],
) -> io::Result<()> {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            line.push_str("  ");
            let width = widths[at];
            line.push_str(&if right[at] { format!("{cell:>width$}") } else { format!("{cell:<width$}") });
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The one of `names` that a misspelt `name` most likely means.
pub(super) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (distance, nearest) =
        names.map(|other| (strsim::osa_distance(name, other), other)).min_by_key(|(d, _)| *d)?;
    (distance <= name.chars().count().max(4) / 2).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_near() {
        let names = || ["sessions", "worlds"].into_iter();
        assert_eq!(nearest("session", names()), Some("sessions"));
        assert_eq!(nearest("quite_another", names()), None);
        assert_eq!(nearest("x", std::iter::empty()), None);
    }
}
