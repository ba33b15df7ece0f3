//! `isnad run`: build the dataset and put it in the place of the old one.

use std::path::Path;
use std::time::Instant;

use isnad::error::Result;
use isnad::passes::Built;
use isnad::paths::beside;
use isnad::pipeline;
use isnad::settings::Settings;
use isnad::wording::counted;
use isnad::write::publish::{Staging, file_names};
use isnad::write::{Summary, thousands};

use super::cache::CacheArguments;
use super::places::refuse_inside_corpus;
use super::progress::Progress;
use super::report::Report;

/// Built, but some inputs could not be read.
const SOME_FAILED: u8 = 3;

pub fn run(file: &Path, cache: &CacheArguments, report: &Report) -> Result<u8> {
    let started = Instant::now();
    let settings = Settings::load(file)?;
    let output = settings.path(&settings.output);
    refuse_inside_corpus(&settings, &output, &file_names(), "output")?;
    let cache = cache.of_run(&settings)?;
    let staging = Staging::new(&output)?;
    let store = cache.store(&beside(&output), report)?;
    let progress = Progress::new(report);
    let built = pipeline::run(&settings, staging.path(), &store, &|step| progress.step(step));
    progress.end();
    let built = built?;
    let summary = &built.summary;
    settings.assert.hold(summary, &settings.file)?;
    if !built.current {
        let written = store.look(built.key, staging.path())?;
        staging.publish()?;
        store.remember(written)?;
    }
    let shown = settings.shown(&settings.output);
    report.paragraph(&table(summary));
    report.paragraph(&ending(&built, &shown, started.elapsed().as_secs_f64()));
    if summary.failed > 0 {
        report.warning(&format!(
            "{} of the inputs could not be read: see the rows of diagnostics in {}",
            summary.failed, shown
        ));
        return Ok(SOME_FAILED);
    }
    Ok(0)
}

/// The summary at the end of a run: rows of every table.
fn table(summary: &Summary) -> String {
    let width = summary.rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let digits = summary.rows.iter().map(|(_, n)| thousands(*n).len()).max().unwrap_or(1);
    let mut out = format!("\n{:width$}  {:>digits$}\n", "table", "rows");
    for (name, rows) in &summary.rows {
        out += &format!("{name:width$}  {:>digits$}\n", thousands(*rows));
    }
    out
}

/// What became of the documents, how many of them had to be computed, and where the dataset is.
fn ending(built: &Built, output: &str, seconds: f64) -> String {
    let summary = &built.summary;
    let documents = summary.rows_of("documents");
    let mut out = format!(
        "{}: {} with warnings, {} failed, {} skipped, {} copies of another\n",
        counted(documents, "document"),
        thousands(summary.warnings),
        thousands(summary.failed),
        thousands(summary.skipped),
        thousands(summary.copies),
    );
    if built.current {
        return out + &format!("nothing has changed: {output} is current ({seconds:.1} s)");
    }
    if built.cleaned < documents {
        out += &format!(
            "cleaned {} of them, annotated {}; the others were in the cache\n",
            thousands(built.cleaned),
            thousands(built.annotated)
        );
    }
    out + &format!("written to {output} in {seconds:.1} s")
}
