//! `isnad check`: is the committed dataset what the corpus gives now?

use std::path::Path;

use isnad::compare;
use isnad::error::{Error, Result, io_words};
use isnad::pipeline;
use isnad::settings::Settings;

use super::cache::CacheArguments;
use super::progress::Progress;
use super::report::Report;

/// The dataset is not what the corpus gives.
const NOT_CURRENT: u8 = 1;

pub fn check(file: &Path, cache: &CacheArguments, report: &Report) -> Result<u8> {
    let settings = Settings::load(file)?;
    let output = settings.path(&settings.output);
    let shown = settings.shown(&settings.output);
    if !output.is_dir() {
        report.error(&format!(
            "{} is not there yet: `isnad run {}` builds it",
            shown, settings.file
        ));
        return Ok(NOT_CURRENT);
    }
    let work =
        tempfile::tempdir().map_err(|e| Error::new(format!("cannot make a temporary folder: {}", io_words(&e))))?;
    let built = work.path().join("built");
    std::fs::create_dir(&built).map_err(|e| Error::new(format!("cannot make a temporary folder: {}", io_words(&e))))?;
    let store = cache.for_check(&output, work.path(), report)?;
    let progress = Progress::new(report);
    let done = pipeline::run(&settings, &built, &store, &|step| progress.step(step));
    progress.end();
    let current = done?.current;
    let files = if current {
        Vec::new()
    } else {
        compare::files_differ(&output, &built)?
    };
    if files.is_empty() {
        report.note(&format!("{shown} is current"));
        return Ok(0);
    }
    // A committed dataset that cannot be read is not current either; then there is nothing to compare row by row.
    for change in compare::datasets(&output, &built).unwrap_or_default() {
        report.paragraph(&change.to_string());
    }
    for reason in compare::why(&output, &built).unwrap_or_default() {
        report.note(&reason);
    }
    report.error(&format!(
        "{shown} is not what the corpus gives now ({} differ: {}); `isnad run {}` brings it up to date",
        if files.len() == 1 {
            "1 file".to_string()
        } else {
            format!("{} files", files.len())
        },
        files.join(", "),
        settings.file
    ));
    Ok(NOT_CURRENT)
}
