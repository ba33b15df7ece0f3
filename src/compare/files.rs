//! Datasets as files: which of them are missing, extra or differ in their bytes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::error::{Error, Result, io_words};

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its name.
    pub name: String,
    /// How it differs.
    pub difference: Difference,
}

/// How a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In its bytes.
    Bytes,
    /// Only the old dataset has it.
    OnlyOld,
    /// Only the new dataset has it.
    OnlyNew,
}

impl std::fmt::Display for FileChange {
    /// `README.md`, `README.md (only in the old dataset)`
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let side = match self.difference {
            Difference::Bytes => "",
            Difference::OnlyOld => " (only in the old dataset)",
            Difference::OnlyNew => " (only in the new dataset)",
        };
        write!(f, "{}{side}", self.name)
    }
}

/// Every file that differs, by name; none when the folders are the same byte for byte. Hidden files are not part of a
/// dataset.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn files_differ(old: &Path, new: &Path) -> Result<Vec<FileChange>> {
    let (had, has) = (names(old)?, names(new)?);
    let mut differ = Vec::new();
    for name in had.union(&has) {
        let difference = match (had.contains(name), has.contains(name)) {
            (true, false) => Difference::OnlyOld,
            (false, _) => Difference::OnlyNew,
            (true, true) if same(&old.join(name), &new.join(name))? => continue,
            (true, true) => Difference::Bytes,
        };
        let name = name.clone();
        differ.push(FileChange { name, difference });
    }
    Ok(differ)
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let entries = fs::read_dir(folder).map_err(|e| unreadable(folder, &e))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let name = entry
            .map_err(|e| unreadable(folder, &e))?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with('.') {
            names.insert(name);
        }
    }
    Ok(names)
}

/// Whether two files hold the same bytes.
///
/// # Errors
/// When one cannot be read.
pub fn same(one: &Path, other: &Path) -> Result<bool> {
    let length = |path: &Path| fs::metadata(path).map(|m| m.len()).map_err(|e| unreadable(path, &e));
    if length(one)? != length(other)? {
        return Ok(false);
    }
    let open = |path: &Path| File::open(path).map(BufReader::new).map_err(|e| unreadable(path, &e));
    equal(open(one)?, open(other)?).map_err(|e| unreadable(one, &e))
}

fn equal(mut one: impl BufRead, mut other: impl BufRead) -> io::Result<bool> {
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let length = a.len().min(b.len());
        if a.get(..length) != b.get(..length) {
            return Ok(false);
        }
        if length == 0 {
            return Ok(a.len() == b.len());
        }
        one.consume(length);
        other.consume(length);
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot read {}: {}", path.display(), io_words(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_by_name() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let write = |folder: &Path, name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        for folder in [old.path(), new.path()] {
            write(folder, "same.csv", "a,b\n");
        }
        assert_eq!(files_differ(old.path(), new.path()).unwrap(), []);
        write(old.path(), "README.md", "one");
        write(new.path(), "README.md", "two");
        write(old.path(), "gone.csv", "");
        write(new.path(), "more.csv", "");
        write(old.path(), ".gitkeep", "");
        let want = [
            "README.md",
            "gone.csv (only in the old dataset)",
            "more.csv (only in the new dataset)",
        ];
        let differ = files_differ(old.path(), new.path()).unwrap();
        assert_eq!(differ.iter().map(FileChange::to_string).collect::<Vec<_>>(), want);
        assert!(files_differ(&old.path().join("none"), new.path()).is_err());
    }

    #[test]
    fn bytes_are_equal_or_not_wherever_the_buffers_end() {
        let text = "x".repeat(100);
        let reader = |text: &'static str, size| BufReader::with_capacity(size, text.as_bytes());
        let text: &'static str = text.leak();
        assert!(equal(reader(text, 7), reader(text, 64)).unwrap());
        assert!(!equal(reader(text, 7), reader(&text[1..], 64)).unwrap());
        assert!(!equal(reader("ab", 1), reader("ac", 64)).unwrap());
    }
}
