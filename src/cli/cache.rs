//! `--cache` and `--no-cache`: where documents wait between passes, and what of the last run is used again.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use isnad::error::{Error, Result, io_words};
use isnad::paths::{beside, real};
use isnad::settings::Settings;
use isnad::spool::{Cache, Parts, Store};

use super::places::{refuse_in_output, refuse_inside_corpus};
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

/// The cache that was chosen, before anything is written.
pub struct Chosen {
    /// `None` to go without.
    folder: Option<PathBuf>,
    /// Whether the user named it: then it is an error when it cannot be used.
    named: bool,
}

impl CacheArguments {
    /// Where `run` keeps what it computes.
    ///
    /// # Errors
    /// When the cache would lie in the corpus or in the output.
    pub fn of_run(&self, settings: &Settings) -> Result<Chosen> {
        let output = settings.path(&settings.output);
        let folder = (!self.no_cache).then(|| self.folder(&output));
        if let Some(folder) = &folder {
            refuse_in_output(folder, &output)?;
            // A name for which nobody writes a glob: what matches it matches whatever lies there.
            refuse_inside_corpus(settings, folder, &["lock".to_string()], "cache")?;
        }
        let named = self.cache.is_some();
        Ok(Chosen { folder, named })
    }

    /// The same for `check`, which leaves no trace beside the output: a cache that is there already, or one that was asked
    /// for; else none.
    ///
    /// # Errors
    /// As [`CacheArguments::of_run`].
    pub fn of_check(&self, settings: &Settings) -> Result<Chosen> {
        let Chosen { folder, named } = self.of_run(settings)?;
        let folder = folder.filter(|folder| named || folder.is_dir());
        Ok(Chosen { folder, named })
    }

    /// A folder of its own for every output. Beside the output its name says which; in a folder that the user named,
    /// outputs of one name from several places may meet.
    fn folder(&self, output: &Path) -> PathBuf {
        let real = real(output);
        let name = real.file_name().unwrap_or_default().to_os_string();
        match &self.cache {
            None => beside(output).join(FOLDER).join(name),
            Some(all) => {
                let key = Parts::of("output").bytes(real.as_os_str().as_encoded_bytes()).end();
                let mut unique = name;
                unique.push(format!("-{key}"));
                all.join(unique)
            }
        }
    }
}

impl Chosen {
    /// The cache, or the folder for temporary files when there is none.
    ///
    /// # Errors
    /// When a cache that the user named cannot be written.
    pub fn store(self, temporary: &Path, report: &Report) -> Result<Store> {
        let without = Store::Temporary(temporary.to_path_buf());
        let Some(folder) = self.folder else { return Ok(without) };
        let opened = Cache::open(&folder).and_then(|cache| keep_out_of_git(&folder).map(|()| cache));
        match opened {
            Ok(Some(cache)) => return Ok(Store::Cached(cache)),
            Ok(None) => report.note(&format!(
                "another isnad is using the cache {}: this one goes without",
                folder.display()
            )),
            Err(e) if self.named => return Err(e),
            Err(e) => report.note(&format!("{e}; this run goes without")),
        }
        Ok(without)
    }
}

/// git leaves alone what a `.gitignore` in the folder itself names.
fn keep_out_of_git(folder: &Path) -> Result<()> {
    let file = folder.join(".gitignore");
    match File::create_new(&file).and_then(|mut new| new.write_all(b"*\n")) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::new(format!("cannot write {}: {}", file.display(), io_words(&e))))
        }
        _ => Ok(()),
    }
}
