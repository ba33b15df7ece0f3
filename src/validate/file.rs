//! The files of a dataset: regular ones, directly in its folder. A dataset comes from others, so that no name in it leads out
//! of the folder, and nothing is opened that would never end or never begin (a link, a pipe, a device).

use std::fs::File;
use std::path::Path;

use crate::error::{Error, Result, io_words};

/// Opens a file of the dataset in `dir`.
///
/// # Errors
/// When `name` is not one plain file name, or what it names is missing, cannot be read, or is no regular file (a link is none).
pub fn open_file(dir: &Path, name: &str) -> Result<File> {
    let wrong = |why: &str| Error::new(format!("cannot read {}: {why}", dir.join(name).display()));
    if !is_plain(name) {
        return Err(wrong("it is not the name of a file in the dataset's folder"));
    }
    let path = dir.join(name);
    let there = std::fs::symlink_metadata(&path).map_err(|e| wrong(&io_words(&e)))?;
    if !there.is_file() {
        return Err(wrong(
            "it is not a regular file, but a link, a folder, a pipe or a device",
        ));
    }
    File::open(path).map_err(|e| wrong(&io_words(&e)))
}

/// Whether a text is one file name: no folder, no drive, not `..`.
pub fn is_plain(name: &str) -> bool {
    !name.is_empty() && ![".", ".."].contains(&name) && !name.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_of_regular_files_are_opened() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.csv"), "a").unwrap();
        std::fs::create_dir(dir.path().join("folder.csv")).unwrap();
        assert!(open_file(dir.path(), "a.csv").is_ok());
        for name in [
            "",
            ".",
            "..",
            "../a.csv",
            "/dev/zero",
            "./a.csv",
            "C:a.csv",
            "a\\b",
            "folder.csv",
            "none.csv",
        ] {
            assert!(open_file(dir.path(), name).is_err(), "{name}");
        }
    }
}
