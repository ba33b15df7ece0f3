//! Documents waiting on disk between passes, so that memory grows with digests and not with text; and what of an earlier
//! run need not be computed again.
//!
//! A pass fills a [`Writer`] and gets a [`Spool`] to read in `doc_id` order. [`Store`] says where: in a file without a name,
//! which the system removes when the program ends, however it ends; or in the [`Cache`] of the output.

mod cache;
mod key;
mod pack;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub use cache::{Cache, Remembered};
pub use key::{Key, Parts, hash_of};
pub use pack::{Spool, Writer};

use crate::error::{Error, Result, io_words};

/// Which pass a spool belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// What *clean* made.
    Cleaned,
    /// What *annotate* made.
    Articles,
}

/// Where spools lie.
#[derive(Debug)]
pub enum Store {
    /// In this folder, for this run only.
    Temporary(PathBuf),
    /// In the cache.
    Cached(Cache),
}

impl Store {
    /// A spool to fill.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn writer(&self, pass: Pass) -> Result<Writer> {
        match self {
            Store::Temporary(folder) => {
                let file = tempfile::tempfile_in(folder).map_err(|e| {
                    Error::new(format!(
                        "cannot make a temporary file in {}: {}",
                        folder.display(),
                        io_words(&e)
                    ))
                })?;
                Ok(Writer::new(file, 0, HashMap::new()))
            }
            Store::Cached(cache) => cache.writer(pass),
        }
    }

    /// Keeps a filled spool for the next run.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub fn keep(&self, pass: Pass, spool: &Spool) -> Result<()> {
        match self {
            Store::Temporary(_) => Ok(()),
            Store::Cached(cache) => cache.keep(pass, spool),
        }
    }

    /// Whether a folder still holds, byte for byte, what was made of these inputs.
    pub fn holds(&self, inputs: Key, folder: &Path) -> bool {
        matches!(self, Store::Cached(cache) if cache.holds(inputs, folder))
    }

    /// What a folder holds that was made of these inputs, to be kept by [`Store::remember`] once it is published: nobody
    /// but the run has written to it until then.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn look(&self, inputs: Key, folder: &Path) -> Result<Option<Remembered>> {
        match self {
            Store::Temporary(_) => Ok(None),
            Store::Cached(_) => Remembered::of(inputs, folder).map(Some),
        }
    }

    /// Takes note of what the output folder holds from now on.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub fn remember(&self, output: Option<Remembered>) -> Result<()> {
        match (self, output) {
            (Store::Cached(cache), Some(output)) => cache.remember(&output),
            _ => Ok(()),
        }
    }
}
