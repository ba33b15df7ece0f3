//! The folders that runs put beside the output folder, and what is left of those that were killed.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// `.NAME.isnad-` and `rest`.
pub fn sibling(name: &OsStr, rest: &str) -> OsString {
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

/// A new empty sibling folder.
pub fn create(parent: &Path, name: &OsStr) -> io::Result<PathBuf> {
    let pid = std::process::id();
    for n in 0u32.. {
        let folder = parent.join(sibling(name, &format!("{pid}-{n}")));
        match fs::create_dir(&folder) {
            // Where there are no locks, a run in another container may have the same process id.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
            made => return made.map(|()| folder),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes all sibling folders that [`create`] has made: for who holds the lock, so that their runs are gone. One that
/// cannot be removed costs disk space only.
pub fn remove_stale(parent: &Path, name: &OsStr) {
    let prefix = sibling(name, "");
    let ours = |file: &OsStr| {
        let rest = file.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        rest.is_some_and(|r| r.contains(&b'-') && r.iter().all(|b| b.is_ascii_digit() || *b == b'-'))
    };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if ours(&entry.file_name()) && entry.file_type().is_ok_and(|t| t.is_dir()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Puts the old dataset back when a run died between the two renames, and (`alone`: the lock is held) removes it when it
/// died after them.
pub fn mend(parent: &Path, name: &OsStr, alone: bool) -> io::Result<()> {
    let (output, old) = (parent.join(name), old_place(parent, name));
    match (old.is_dir(), fs::symlink_metadata(&output)) {
        // A run that lives and is between its renames now fails at the second, and this dataset stays.
        (true, Err(_)) => fs::rename(&old, &output),
        (true, Ok(_)) if alone => fs::remove_dir_all(&old),
        _ => Ok(()),
    }
}
