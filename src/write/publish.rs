//! Replacing the output folder in one step: whoever reads it sees the whole old dataset or the whole new one.
//!
//! Everything is written to a sibling folder `.NAME.isnad-PID-N`, synced to the disk, and exchanged with the old folder
//! by one system call; then the old one is deleted. Where the file system cannot exchange, the old folder is moved to
//! `.NAME.isnad-old` and the new one put in its place; when a run dies between these two moves, the next one moves the
//! old dataset back.
//!
//! A run holds a lock (`flock`) on its own sibling folder for as long as it lives, and the operating system lets go of
//! it when the process ends, however it ends. So a sibling folder that nobody has locked belongs to a run that is gone,
//! and the next run removes it; one that is locked, or where the file system knows no locks, is left alone.
//!
//! A folder with a file that isnad did not write is never replaced.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;

use crate::error::{Error, Result, io_words};

/// The files of a dataset beside `TABLE.parquet` and `TABLE.csv`.
const OTHER_FILES: &[&str] = &[PACKAGE, "croissant.json", "README.md", "ledger.csv"];

/// The file by which a dataset folder is known.
const PACKAGE: &str = "datapackage.json";

/// How many foreign files a message names.
const NAMED: usize = 3;

/// A folder beside the output folder, to write the new dataset to. It is removed when it is dropped unpublished.
#[derive(Debug)]
pub struct Staging {
    shown: String,
    output: PathBuf,
    folder: PathBuf,
    _lock: Option<File>,
}

impl Staging {
    /// A new empty folder beside `output`, whose parent folders are made when they are missing.
    /// What runs that were killed have left there is removed, and put right where it must be.
    ///
    /// # Errors
    /// When `output` is a file, holds files that isnad did not write, or nothing can be written beside it.
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
        mend(parent, name).map_err(|e| cannot(&shown, &e))?;
        replaceable(&output, &shown)?;
        remove_stale(parent, name);
        let (folder, lock) = create(parent, name).map_err(|e| cannot(&shown, &e))?;
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

/// Whether `folder` holds a dataset: a `datapackage.json` that names isnad.
pub fn is_dataset(folder: &Path) -> bool {
    fs::read(folder.join(PACKAGE)).is_ok_and(|bytes| memchr::memmem::find(&bytes, b"isnad").is_some())
}

/// The names of the files that a dataset folder may hold; more, those that its own `datapackage.json` lists.
fn known_names(folder: &Path) -> Vec<String> {
    let tables = crate::tables::names();
    let mut names: Vec<String> = tables
        .iter()
        .flat_map(|t| [format!("{t}.parquet"), format!("{t}.csv")])
        .collect();
    names.extend(OTHER_FILES.iter().map(|f| f.to_string()));
    names.extend(listed(folder));
    names
}

/// The paths of the resources in the `datapackage.json` of a folder: a table of an older isnad may be gone by now.
fn listed(folder: &Path) -> Vec<String> {
    let package = fs::read(folder.join(PACKAGE))
        .ok()
        .and_then(|b| serde_json::from_slice::<serde_json::Value>(&b).ok());
    let resources = package.as_ref().and_then(|p| p.get("resources")?.as_array());
    resources
        .into_iter()
        .flatten()
        .filter_map(|r| Some(r.get("path")?.as_str()?.to_string()))
        .collect()
}

/// Ok when `output` is not there, is empty, or is a dataset folder and nothing else.
fn replaceable(output: &Path, shown: &str) -> Result<()> {
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::new(format!(
                "cannot write the dataset to {shown}: it is a file; name a folder that isnad may replace as a whole"
            )));
        }
        Err(e) => return Err(cannot(shown, &e)),
    };
    let known = known_names(output);
    let (mut ours, mut foreign) = (0usize, Vec::new());
    for entry in entries {
        let entry = entry.map_err(|e| cannot(shown, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // git keeps no empty folders, so people put this one there.
        if name == ".gitkeep" {
            continue;
        }
        let plain = entry.file_type().is_ok_and(|t| t.is_file());
        if plain && known.contains(&name) {
            ours += 1
        } else {
            foreign.push(name)
        }
    }
    foreign.sort();
    if let Some(first) = foreign.first() {
        let more = match foreign.len() {
            1 => first.clone(),
            n if n <= NAMED => foreign.join(", "),
            n => format!("{} and {} more", foreign[..NAMED].join(", "), n - NAMED),
        };
        return Err(Error::new(format!(
            "cannot replace {shown}: it holds what isnad did not write ({more}); move that elsewhere, or give `output` a folder of its own"
        )));
    }
    if ours > 0 && !is_dataset(output) {
        return Err(Error::new(format!(
            "cannot replace {shown}: it has no {PACKAGE} written by isnad, so its files may be somebody's own; delete the folder if they are not, or give `output` another one"
        )));
    }
    Ok(())
}

/// Where the output folder truly lies: a link to a folder is followed, so that the link stays.
fn place(output: &Path, shown: &str) -> Result<PathBuf> {
    match fs::symlink_metadata(output) {
        Ok(_) => fs::canonicalize(output).map_err(|e| cannot(shown, &e)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => std::path::absolute(output).map_err(|e| cannot(shown, &e)),
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

/// `.NAME.isnad-` and `rest`.
fn sibling(name: &OsStr, rest: &str) -> OsString {
    let mut sibling = OsString::from(".");
    sibling.push(name);
    sibling.push(".isnad-");
    sibling.push(rest);
    sibling
}

/// Where the old dataset waits between the two renames.
fn old_place(parent: &Path, name: &OsStr) -> PathBuf {
    parent.join(sibling(name, "old"))
}

/// A new sibling folder and the lock on it; no lock where the file system knows none.
fn create(parent: &Path, name: &OsStr) -> io::Result<(PathBuf, Option<File>)> {
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
fn remove_stale(parent: &Path, name: &OsStr) {
    for folder in siblings(parent, name) {
        if let Some(_lock) = dead(&folder) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

/// Puts the old dataset back when a run died between the two renames, and removes it when it died after them.
fn mend(parent: &Path, name: &OsStr) -> io::Result<()> {
    let (output, old) = (parent.join(name), old_place(parent, name));
    if !old.is_dir() || siblings(parent, name).iter().any(|s| dead(s).is_none()) {
        return Ok(()); // nothing to mend, or a run that lives is at it
    }
    match fs::symlink_metadata(&output) {
        Ok(_) => fs::remove_dir_all(&old),
        Err(_) => fs::rename(&old, &output),
    }
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

    const OURS: &str = r#"{"name": "sample", "generator": "isnad"}"#;

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
        let cases: &[(&str, &[(&str, &str)], &str)] = &[
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
    fn folders_of_dead_runs_go_and_those_of_living_runs_stay() {
        let root = tempfile::tempdir().unwrap();
        let output = root.path().join("sample");
        folder(
            &root.path().join(".sample.isnad-999999-0"),
            &[("documents.parquet", "half")],
        );
        folder(&root.path().join(".other.isnad-999999-0"), &[]);
        let first = Staging::new(&output).unwrap();
        let second = Staging::new(&output).unwrap();
        assert!(!root.path().join(".sample.isnad-999999-0").exists());
        assert!(
            root.path().join(".other.isnad-999999-0").exists(),
            "that of another output"
        );
        assert!(first.path().exists() && second.path().exists() && first.path() != second.path());
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
