//! Replacing the output folder in one step: whoever reads it sees the whole old dataset or the whole new one.
//!
//! Everything is written to a sibling folder `.NAME.isnad-PID-N`, synced to the disk, and exchanged with the old folder
//! by one system call; then the old one is deleted. Where the file system cannot exchange, the old folder is moved to
//! `.NAME.isnad-old` and the new one put in its place; when a run dies between these two moves, the next one moves the
//! old dataset back.
//!
//! A run holds the lock on the output (`.NAME.isnad-lock`, see [`lock`]) from its first step to its last. A second run
//! on the same output says so and does nothing; and what lies beside the output belongs to runs that are gone, so that
//! whoever holds the lock removes it. Where the file system knows no locks, each run writes to a sibling folder of its
//! own, the last to finish wins, and what killed runs left is left alone.
//!
//! A folder with a file that isnad did not write is never replaced.

mod known;
mod lock;
mod siblings;

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

pub use known::{file_names, is_dataset};

use crate::error::{Error, Result, io_words};
use crate::paths;
use known::replaceable;
use lock::{Asked, Lock};
use siblings::{create, mend, old_place, remove_stale};

/// A folder beside the output folder, to write the new dataset to. It is removed when it is dropped unpublished.
#[derive(Debug)]
pub struct Staging {
    shown: String,
    output: PathBuf,
    folder: PathBuf,
    /// Dropped last; `None` where the file system knows no locks.
    _lock: Option<Lock>,
}

impl Staging {
    /// A new empty folder beside `output`, whose parent folders are made when they are missing.
    /// What runs that were killed have left there is removed, and put right where it must be. From here until it is
    /// dropped no other run can write to `output`.
    ///
    /// # Errors
    /// When `output` is a file, holds files that isnad did not write, another run writes to it, or nothing can be written
    /// beside it.
    pub fn new(output: &Path) -> Result<Staging> {
        let shown = output.display().to_string();
        let output = place(output, &shown)?;
        let (parent, name) = split(&output, &shown)?;
        fs::create_dir_all(parent).map_err(|e| {
            let why = io_words(&e);
            Error::new(format!(
                "cannot make {}, the folder that is to hold the output: {why}",
                parent.display()
            ))
        })?;
        let lock = match lock::lock(parent, name).map_err(|e| cannot(&shown, &e))? {
            Asked::Held(lock) => Some(lock),
            Asked::Unknown => None,
            Asked::Busy => {
                return Err(Error::new(format!(
                    "another isnad is writing to {shown}; let it finish, or give `output` another folder"
                )));
            }
        };
        mend(parent, name, lock.is_some()).map_err(|e| cannot(&shown, &e))?;
        replaceable(&output, &shown)?;
        if lock.is_some() {
            remove_stale(parent, name);
        }
        let folder = create(parent, name).map_err(|e| cannot(&shown, &e))?;
        if let Ok(old) = fs::metadata(&output) {
            // The new folder is to be as open to others as the old one was; where that is not ours to say, it is as usual.
            let mode = Permissions::from_mode(old.permissions().mode() | 0o700);
            let _ = fs::set_permissions(&folder, mode);
        }
        Ok(Staging {
            shown,
            output,
            folder,
            _lock: lock,
        })
    }

    /// The folder to write to.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Puts the folder in the place of the output folder and deletes the old one.
    ///
    /// When this fails, the old dataset is still there as it was.
    ///
    /// # Errors
    /// When the files cannot be synced or the folders not exchanged, or the output folder has got foreign files.
    pub fn publish(self) -> Result<()> {
        let cannot = |e: io::Error| cannot(&self.shown, &e);
        let (parent, name) = split(&self.output, &self.shown)?;
        sync(&self.folder).map_err(cannot)?;
        replaceable(&self.output, &self.shown)?;
        if fs::symlink_metadata(&self.output).is_err() {
            fs::rename(&self.folder, &self.output).map_err(cannot)?;
        } else if exchange(&self.folder, &self.output).map_err(cannot)? == Exchange::Unsupported {
            two_renames(&self.folder, &self.output, &old_place(parent, name)).map_err(cannot)?;
        }
        sync_folder(parent).map_err(cannot)
        // What now lies at `self.folder` is the old dataset; dropping removes it.
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // A folder that cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Where the output folder truly lies: a link to a folder is followed, so that the link stays.
fn place(output: &Path, shown: &str) -> Result<PathBuf> {
    match fs::symlink_metadata(output) {
        Ok(_) => fs::canonicalize(output).map_err(|e| cannot(shown, &e)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(paths::real(output)),
        Err(e) => Err(cannot(shown, &e)),
    }
}

fn split<'a>(output: &'a Path, shown: &str) -> Result<(&'a Path, &'a OsStr)> {
    output.parent().zip(output.file_name()).ok_or_else(|| {
        Error::new(format!(
            "cannot write the dataset to {shown}: name a folder that isnad may replace as a whole"
        ))
    })
}

fn cannot(shown: &str, error: &io::Error) -> Error {
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; give `output` a folder that may be written"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; nothing was replaced",
        _ => "",
    };
    Error::new(format!(
        "cannot write the dataset to {shown}: {}{help}",
        io_words(error)
    ))
}

/// What became of an exchange.
#[derive(PartialEq)]
enum Exchange {
    Done,
    Unsupported,
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<Exchange> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Exchange::Done),
        // What kernels and file systems say that cannot (NFS, FAT, some network and overlay file systems).
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(Exchange::Unsupported),
        Err(e) => Err(e.into()),
    }
}

/// Exchanges two folders in one step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<Exchange> {
    Ok(Exchange::Unsupported)
}

/// Puts `new` in the place of `output` by way of `old`.
fn two_renames(new: &Path, output: &Path, old: &Path) -> io::Result<()> {
    if old.is_dir() {
        fs::remove_dir_all(old)?;
    }
    fs::rename(output, old)?;
    if let Err(e) = fs::rename(new, output) {
        fs::rename(old, output)?;
        return Err(e);
    }
    fs::remove_dir_all(old)
}

/// Waits until the folder and its files are on the disk.
fn sync(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder)
}

/// Waits until the names in the folder are on the disk.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some network file systems cannot sync folders.
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGE: &str = "datapackage.json";
    const OURS: &str = r#"{"name": "sample", "generator": "isnad"}"#;

    /// A name, files with their content, and what is said of them.
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

    /// A folder with these files.
    fn folder(at: &Path, files: &[(&str, &str)]) -> PathBuf {
        fs::create_dir_all(at).unwrap();
        files
            .iter()
            .for_each(|(name, text)| fs::write(at.join(name), text).unwrap());
        at.to_path_buf()
    }

    /// Publishes a dataset whose README is `text`.
    fn publish(output: &Path, text: &str) -> Result<()> {
        let staging = Staging::new(output)?;
        folder(staging.path(), &[(PACKAGE, OURS), ("README.md", text)]);
        staging.publish()
    }

    /// The names in a folder, sorted.
    fn names(at: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(at)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_dataset_replaces_the_old_one_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("deep/er/sample");
        for text in ["first", "second"] {
            publish(&output, text).unwrap();
            assert_eq!(fs::read_to_string(output.join("README.md")).unwrap(), text);
            assert_eq!(names(output.parent().unwrap()), ["sample"]);
        }
    }

    #[test]
    fn what_is_dropped_unpublished_leaves_the_old_dataset() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("sample");
        publish(&output, "old").unwrap();
        let staging = Staging::new(&output).unwrap();
        folder(staging.path(), &[(PACKAGE, OURS), ("README.md", "half")]);
        drop(staging);
        assert_eq!(names(root.path()), ["sample"]);
        assert_eq!(fs::read_to_string(output.join("README.md")).unwrap(), "old");
    }

    #[test]
    fn an_empty_folder_and_one_with_gitkeep_are_replaced() {
        let root = tempfile::tempdir().unwrap();
        for files in [&[][..], &[(".gitkeep", "")]] {
            let output = folder(&root.path().join("sample"), files);
            publish(&output, "new").unwrap();
            assert_eq!(names(&output), ["README.md", PACKAGE]);
        }
    }

    #[test]
    fn foreign_files_are_never_replaced() {
        let root = tempfile::tempdir().unwrap();
        let cases: &[Case] = &[
            ("notes", &[(PACKAGE, OURS), ("notes.txt", "mine")], "(notes.txt)"),
            ("hidden", &[(PACKAGE, OURS), (".gitattributes", "")], "(.gitattributes)"),
            (
                "lonely",
                &[("README.md", "mine")],
                "no datapackage.json written by isnad",
            ),
            (
                "other",
                &[(PACKAGE, "{}"), ("README.md", "")],
                "no datapackage.json written by isnad",
            ),
            (
                "many",
                &[("a", ""), ("b", ""), ("c", ""), ("d", ""), ("e", "")],
                "(a, b, c and 2 more)",
            ),
        ];
        for (name, files, says) in cases {
            let output = folder(&root.path().join(name), files);
            let error = Staging::new(&output).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
            assert_eq!(names(&output).len(), files.len());
        }
        folder(&root.path().join("sub/documents.parquet"), &[]);
        assert!(
            Staging::new(&root.path().join("sub")).is_err(),
            "a folder with a table's name is not a table"
        );
    }

    #[test]
    fn a_foreign_file_that_turns_up_during_the_run_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("sample");
        publish(&output, "old").unwrap();
        let staging = Staging::new(&output).unwrap();
        folder(staging.path(), &[(PACKAGE, OURS)]);
        fs::write(output.join("thesis.doc"), "five years").unwrap();
        assert!(staging.publish().unwrap_err().to_string().contains("thesis.doc"));
        assert_eq!(names(&output), ["README.md", PACKAGE, "thesis.doc"]);
        assert_eq!(names(root.path()), ["sample"]);
    }

    #[test]
    fn a_file_is_not_a_folder() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("sample");
        fs::write(&file, "").unwrap();
        assert!(Staging::new(&file).unwrap_err().to_string().contains("it is a file"));
        assert!(Staging::new(&file.join("below")).is_err());
    }

    #[test]
    fn folders_of_dead_runs_go() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("sample");
        let dead = folder(
            &root.path().join(".sample.isnad-999999-0"),
            &[("documents.parquet", "half")],
        );
        folder(&root.path().join(".other.isnad-999999-0"), &[]);
        let staging = Staging::new(&output).unwrap();
        assert!(!dead.exists() && staging.path().exists());
        assert!(
            root.path().join(".other.isnad-999999-0").exists(),
            "that of another output"
        );
    }

    #[test]
    fn a_second_run_on_one_output_is_refused_and_the_first_is_undisturbed() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("sample");
        let first = Staging::new(&output).unwrap();
        folder(first.path(), &[(PACKAGE, OURS), ("README.md", "first")]);
        let link = root.path().join("link");
        for other in [&output, &link] {
            let error = Staging::new(other).map(|_| ()).err().map(|e| e.to_string());
            match other == &output {
                true => assert!(error.unwrap().contains("another isnad is writing to ")),
                false => assert_eq!(error, None, "another output"),
            }
        }
        first.publish().unwrap();
        assert_eq!(fs::read_to_string(output.join("README.md")).unwrap(), "first");
        assert_eq!(names(root.path()), ["sample"]);
        std::os::unix::fs::symlink(&output, &link).unwrap();
        let again = Staging::new(&output).unwrap();
        assert!(Staging::new(&link).is_err(), "the same folder by way of a link");
        drop(again);
        assert_eq!(names(root.path()), ["link", "sample"]);
    }

    #[test]
    fn without_locks_only_what_is_surely_nobodys_is_touched() {
        let root = tempfile::tempdir().unwrap();
        let name = OsStr::new("sample");
        let old = folder(&root.path().join(".sample.isnad-old"), &[(PACKAGE, OURS)]);
        let output = folder(&root.path().join("sample"), &[(PACKAGE, OURS)]);
        mend(root.path(), name, false).unwrap();
        assert!(old.exists(), "a run may be about to delete it");
        fs::remove_dir_all(&output).unwrap();
        mend(root.path(), name, false).unwrap();
        assert!(output.exists() && !old.exists());
    }

    #[test]
    fn a_run_that_died_between_the_two_renames_is_mended() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("sample");
        folder(
            &root.path().join(".sample.isnad-old"),
            &[(PACKAGE, OURS), ("README.md", "old")],
        );
        drop(Staging::new(&output).unwrap());
        assert_eq!(fs::read_to_string(output.join("README.md")).unwrap(), "old");
        assert_eq!(names(root.path()), ["sample"]);
        folder(
            &root.path().join(".sample.isnad-old"),
            &[(PACKAGE, OURS), ("README.md", "older")],
        );
        drop(Staging::new(&output).unwrap());
        assert_eq!(fs::read_to_string(output.join("README.md")).unwrap(), "old");
        assert_eq!(names(root.path()), ["sample"]);
    }

    #[test]
    fn two_renames_do_what_an_exchange_does() {
        let root = tempfile::tempdir().unwrap();
        let (new, output) = (root.path().join("new"), root.path().join("sample"));
        folder(&new, &[("README.md", "new")]);
        folder(&output, &[("README.md", "old")]);
        two_renames(&new, &output, &root.path().join(".sample.isnad-old")).unwrap();
        assert_eq!(fs::read_to_string(output.join("README.md")).unwrap(), "new");
        assert_eq!(names(root.path()), ["sample"]);
    }

    #[test]
    fn a_link_to_the_output_folder_stays_a_link() {
        let root = tempfile::tempdir().unwrap();
        let (truly, link) = (root.path().join("disk/sample"), root.path().join("link"));
        publish(&truly, "old").unwrap();
        std::os::unix::fs::symlink(&truly, &link).unwrap();
        publish(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(truly.join("README.md")).unwrap(), "new");
    }
}
