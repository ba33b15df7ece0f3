//! The incremental cache: the spools of the last run, kept in a folder under the keys of what their entries were made of.
//!
//! It is guarded against damage: an index that is not whole counts as empty, and an entry whose bytes are not those that the
//! index has the hash of is computed again. So no write is synced, and a run may be killed at any moment. It is not guarded
//! against forgery: whoever may write to it can write hashes that fit, and make `check` call any dataset current. So a job
//! that is to trust nobody goes without (`--no-cache`).
//!
//! Entries that a run did not use are forgotten; when they take up more than half of a file, it is written anew. No link in
//! the folder is followed: a cache that came with somebody's files writes nowhere else.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{FlockOperation, OFlags};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Pass;
use super::key::{Key, hash_of};
use super::pack::{Place, Spool, Writer};
use crate::error::{Error, Result, io_words};

/// The first bytes of every file but the packs.
const MAGIC: &[u8] = b"isnad cache 1\n";

/// A pack may have this many dead bytes however little lives in it: rewriting a MB costs less than asking.
const DEAD_BYTES: u64 = 1 << 20;

/// A cache folder, held by one run at a time.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    _lock: File,
}

/// What an output folder holds after a run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remembered {
    inputs: Key,
    /// Name and BLAKE3 of every file, sorted.
    files: Vec<(String, [u8; 32])>,
}

impl Remembered {
    /// What a folder holds now, made of these inputs.
    pub(super) fn of(inputs: Key, folder: &Path) -> Result<Remembered> {
        let files = hashes(folder).map_err(|e| cannot("read", folder, &e))?;
        Ok(Remembered { inputs, files })
    }
}

impl Cache {
    /// The cache in a folder, which is made when it is missing; `None` when another run holds it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path) -> Result<Option<Cache>> {
        let cannot = |e: io::Error| cannot("use", folder, &e);
        fs::create_dir_all(folder).map_err(cannot)?;
        let lock = open(File::options().write(true).create(true), &folder.join("lock")).map_err(cannot)?;
        match rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Err(e) if e == rustix::io::Errno::WOULDBLOCK => return Ok(None),
            // A file system without locks: two runs at once would damage entries, which the next run notices.
            _ => {}
        }
        Ok(Some(Cache {
            folder: folder.to_path_buf(),
            _lock: lock,
        }))
    }

    fn path(&self, pass: Pass, extension: &str) -> PathBuf {
        let name = match pass {
            Pass::Cleaned => "cleaned",
            Pass::Articles => "articles",
        };
        self.folder.join(name).with_extension(extension)
    }

    /// The spool of a pass, with what the last run left in it.
    pub(super) fn writer(&self, pass: Pass) -> Result<Writer> {
        let path = self.path(pass, "pack");
        let open = || {
            let file = open(File::options().read(true).write(true).create(true), &path)?;
            let mut end = file.metadata()?.len();
            let before: HashMap<Key, Place> = load::<Vec<_>>(&self.path(pass, "index"))
                .unwrap_or_default()
                .into_iter()
                .collect();
            if before.is_empty() && end > 0 {
                file.set_len(0)?;
                end = 0;
            }
            Ok(Writer::new(file, end, before))
        };
        open().map_err(|e| cannot("open", &path, &e))
    }

    /// Writes the index of a spool, and the pack anew when too much of it is dead.
    pub(super) fn keep(&self, pass: Pass, spool: &Spool) -> Result<()> {
        let path = self.path(pass, "pack");
        let keep = || {
            let (live, all) = spool.bytes()?;
            if all - live.min(all) <= live.max(DEAD_BYTES) {
                return save(&self.path(pass, "index"), &spool.index());
            }
            let new = self.path(pass, "new");
            let index = spool.copy_to(&create(&new)?)?;
            // Between the two steps the old index stands beside the new pack: none of its hashes fits.
            fs::rename(&new, &path)?;
            save(&self.path(pass, "index"), &index)
        };
        keep().map_err(|e| cannot("write", &path, &e))
    }

    /// Whether `folder` is as it was when these inputs were remembered.
    pub(super) fn holds(&self, inputs: Key, folder: &Path) -> bool {
        load::<Remembered>(&self.remembered())
            .is_some_and(|r| r.inputs == inputs && hashes(folder).is_ok_and(|files| files == r.files))
    }

    /// Remembers what the output folder holds.
    pub(super) fn remember(&self, output: &Remembered) -> Result<()> {
        let path = self.remembered();
        save(&path, output).map_err(|e| cannot("write", &path, &e))
    }

    fn remembered(&self) -> PathBuf {
        self.folder.join("output")
    }
}

/// Name and hash of every file of a folder that is not hidden, sorted by name.
fn hashes(folder: &Path) -> io::Result<Vec<(String, [u8; 32])>> {
    let mut paths = fs::read_dir(folder)?
        .map(|e| e.map(|e| e.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    paths
        .par_iter()
        .filter_map(|path| Some((path, path.file_name()?.to_string_lossy())))
        .filter(|(_, name)| !name.starts_with('.'))
        .map(|(path, name)| Ok((name.into_owned(), *hash_of(path)?.as_bytes())))
        .collect()
}

/// Opens a file of the cache, but not what a link under its name leads to.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.custom_flags(OFlags::NOFOLLOW.bits() as i32).open(path)
}

/// A new file of the cache, in the place of what a killed run may have left there.
fn create(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => File::create_new(path),
    }
}

/// Replaces a file of the cache.
fn save<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let content = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let new = path.with_extension("new");
    let mut file = create(&new)?;
    file.write_all(MAGIC)?;
    file.write_all(blake3::hash(&content).as_bytes())?;
    file.write_all(&content)?;
    fs::rename(&new, path)
}

/// What [`save`] wrote; `None` when it is not there, not whole or of another version.
fn load<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    open(File::options().read(true), path)
        .ok()?
        .read_to_end(&mut bytes)
        .ok()?;
    let (hash, content) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<32>()?;
    if blake3::hash(content).as_bytes() != hash {
        return None;
    }
    postcard::from_bytes(content).ok()
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::new(format!(
        "cannot {what} {} of the cache: {} (--no-cache goes without, --cache puts it elsewhere)",
        path.display(),
        io_words(error)
    ))
}
