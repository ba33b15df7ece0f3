//! `--cache` and `--no-cache`: where documents wait between passes, and what of the last run is used again.

use std::path::{Path, PathBuf};

use clap::Args;
use isnad::error::{Error, Result, io_words};
use isnad::spool::{Cache, Store};

use super::report::Report;

/// The folder beside the output that holds the caches of all outputs there.
const FOLDER: &str = ".isnad-cache";

#[derive(Args)]
pub struct CacheArguments {
    /// Keep results in this folder, so that the next run computes only what changed [default: .isnad-cache beside the output]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,

    /// Compute everything, and keep nothing for the next run
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
}

impl CacheArguments {
    /// Where `run` keeps what it computes for this output.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub fn for_run(&self, output: &Path, report: &Report) -> Result<Store> {
        let folder = (!self.no_cache).then(|| self.folder(output));
        open(folder, beside(output), report)
    }

    /// The same for `check`, which leaves no trace beside the output: a cache that is there already, or one that was asked
    /// for; else a temporary folder.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub fn for_check(&self, output: &Path, temporary: &Path, report: &Report) -> Result<Store> {
        let folder = (!self.no_cache).then(|| self.folder(output));
        open(folder.filter(|f| self.cache.is_some() || f.is_dir()), temporary, report)
    }

    /// A folder of its own for every output.
    pub fn folder(&self, output: &Path) -> PathBuf {
        let all = self.cache.clone().unwrap_or_else(|| beside(output).join(FOLDER));
        all.join(output.file_name().unwrap_or_default())
    }
}

fn open(folder: Option<PathBuf>, temporary: &Path, report: &Report) -> Result<Store> {
    let without = Store::Temporary(temporary.to_path_buf());
    let Some(folder) = folder else { return Ok(without) };
    match Cache::open(&folder)? {
        Some(cache) => {
            keep_out_of_git(&folder)?;
            Ok(Store::Cached(cache))
        }
        None => {
            let shown = folder.display();
            report.note(&format!(
                "another isnad is using the cache {shown}: this one goes without"
            ));
            Ok(without)
        }
    }
}

/// git leaves alone what a `.gitignore` in the folder itself names.
fn keep_out_of_git(folder: &Path) -> Result<()> {
    let file = folder.join(".gitignore");
    if file.exists() {
        return Ok(());
    }
    std::fs::write(&file, "*\n").map_err(|e| Error::new(format!("cannot write {}: {}", file.display(), io_words(&e))))
}

/// The folder that the output lies in.
fn beside(output: &Path) -> &Path {
    output
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
