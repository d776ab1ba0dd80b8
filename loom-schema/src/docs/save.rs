//! Files written so that nobody else's file is: never through a symbolic link, and never half.

use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

/// Whether there is a symbolic link at this path, wherever it leads.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_symlink())
}

/// Writes a file that is not there yet. If there is one after all, or a symbolic link, it stays, and this is an error.
pub(super) fn create(path: &Path, content: &str) -> Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(content.as_bytes());
    if written.is_err() {
        // Half a page would be taken for one that somebody edited.
        let _ = fs::remove_file(path);
    }
    written
}

/// Replaces a file as a whole: its new content is written beside it and then takes its name.
pub(super) fn replace(path: &Path, content: &str) -> Result<()> {
    let (mut file, beside) = open_beside(path)?;
    let done = file
        .write_all(content.as_bytes())
        .and_then(|()| file.set_permissions(fs::metadata(path)?.permissions()))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

/// A new file in the same folder, since a file cannot be renamed from one file system to another.
fn open_beside(path: &Path) -> Result<(File, PathBuf)> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy();
    for number in 0..100 {
        let beside = path.with_file_name(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::new(
        ErrorKind::AlreadyExists,
        "the folder is full of temporary files of an earlier run; delete them",
    ))
}
