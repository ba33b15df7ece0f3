//! Where isnad may write: not where it reads, and the cache not where the dataset lies.

use std::path::Path;

use isnad::error::{Error, Result};
use isnad::paths::real;
use isnad::read;
use isnad::settings::Settings;

/// Ok when none of these `names` in a folder that isnad writes would be read as an article by the next run.
///
/// # Errors
/// A sentence that says which entry of `corpus` reads it, and that another `what` would help.
pub fn refuse_inside_corpus(settings: &Settings, folder: &Path, names: &[String], what: &str) -> Result<()> {
    let written = real(folder);
    for corpus in &settings.corpus {
        let why = if read::has_folder(corpus, &written, settings) {
            format!("it lies inside the corpus folder {corpus}, whose files are read as articles")
        } else if names
            .iter()
            .any(|name| read::has_file(corpus, &written.join(name), settings))
        {
            format!("its files match {corpus} and would be read as articles")
        } else {
            continue;
        };
        return Err(Error::new(format!(
            "cannot write {}: {why} (choose another {what} for {})",
            folder.display(),
            settings.file
        )));
    }
    Ok(())
}

/// Ok when a cache folder lies beside or far from the output: `run` replaces the output as a whole.
///
/// # Errors
/// When one is the other or lies in it.
pub fn refuse_in_output(cache: &Path, output: &Path) -> Result<()> {
    let (cache_at, output_at) = (real(cache), real(output));
    if !cache_at.starts_with(&output_at) && !output_at.starts_with(&cache_at) {
        return Ok(());
    }
    Err(Error::new(format!(
        "cannot keep the cache in {}: the output folder {} is replaced as a whole (give --cache another folder)",
        cache.display(),
        output.display()
    )))
}
