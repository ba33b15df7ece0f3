//! The folders that runs put beside the output folder, and what is left of those that were killed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;

/// `.NAME.isnad-` and `rest`.
fn sibling(name: &OsStr, rest: &str) -> OsString {
    let mut sibling = OsString::from(".");
    sibling.push(name);
    sibling.push(".isnad-");
    sibling.push(rest);
    sibling
}

/// Where the old dataset waits between the two renames.
pub fn old_place(parent: &Path, name: &OsStr) -> PathBuf {
    parent.join(sibling(name, "old"))
}

/// A new sibling folder and the lock on it; no lock where the file system knows none.
pub fn create(parent: &Path, name: &OsStr) -> io::Result<(PathBuf, Option<File>)> {
    let pid = std::process::id();
    for n in 0u32.. {
        let folder = parent.join(sibling(name, &format!("{pid}-{n}")));
        match fs::create_dir(&folder) {
            Ok(()) => {}
            // Another run in another container may have the same process id.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(e) => return Err(e),
        }
        let handle = File::open(&folder)?;
        if rustix::fs::flock(&handle, FlockOperation::LockExclusive).is_err() {
            return Ok((folder, None));
        }
        // Before it was locked, another run may have held it for a dead run's and removed it.
        let same = fs::metadata(&folder).is_ok_and(|at| handle.metadata().is_ok_and(|held| at.ino() == held.ino()));
        if same {
            return Ok((folder, Some(handle)));
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Sibling folders as [`create`] makes them.
fn siblings(parent: &Path, name: &OsStr) -> Vec<PathBuf> {
    let prefix = sibling(name, "");
    let ours = |file: &OsStr| {
        let rest = file.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        rest.is_some_and(|r| r.contains(&b'-') && r.iter().all(|b| b.is_ascii_digit() || *b == b'-'))
    };
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    entries
        .filter(|e| ours(&e.file_name()) && e.file_type().is_ok_and(|t| t.is_dir()))
        .map(|e| e.path())
        .collect()
}

/// The lock on a sibling folder whose run is gone.
fn dead(folder: &Path) -> Option<File> {
    let handle = File::open(folder).ok()?;
    rustix::fs::flock(&handle, FlockOperation::NonBlockingLockExclusive).ok()?;
    Some(handle)
}

/// Removes the sibling folders of runs that are gone. One that cannot be removed costs disk space only.
pub fn remove_stale(parent: &Path, name: &OsStr) {
    for folder in siblings(parent, name) {
        if let Some(_lock) = dead(&folder) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

/// Puts the old dataset back when a run died between the two renames, and removes it when it died after them.
pub fn mend(parent: &Path, name: &OsStr) -> io::Result<()> {
    let (output, old) = (parent.join(name), old_place(parent, name));
    if !old.is_dir() || siblings(parent, name).iter().any(|s| dead(s).is_none()) {
        return Ok(()); // nothing to mend, or a run that lives is at it
    }
    match fs::symlink_metadata(&output) {
        Ok(_) => fs::remove_dir_all(&old),
        Err(_) => fs::rename(&old, &output),
    }
}
