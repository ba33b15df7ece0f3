//! `isnad run`: build the dataset and put it in the place of the old one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use isnad::error::{Error, Result};
use isnad::pipeline;
use isnad::settings::Settings;
use isnad::write::publish::Staging;
use isnad::write::{Summary, thousands};

use super::progress::Progress;
use super::report::Report;

/// Built, but some inputs could not be read.
const SOME_FAILED: u8 = 3;

pub fn run(file: &Path, report: &Report) -> Result<u8> {
    let started = Instant::now();
    let settings = Settings::load(file)?;
    let output = settings.path(&settings.output);
    refuse_inside_corpus(&settings, &output)?;
    let staging = Staging::new(&output)?;
    let progress = Progress::new(report);
    let summary = pipeline::run(&settings, staging.path(), scratch(&output), &|step| progress.step(step));
    progress.end();
    let summary = summary?;
    settings.assert.hold(&summary, &settings.file)?;
    staging.publish()?;
    let shown = settings.shown(&settings.output);
    report.paragraph(&table(&summary, &shown, started.elapsed().as_secs_f64()));
    if summary.failed > 0 {
        report.warning(&format!(
            "{} of the inputs could not be read: see the rows of diagnostics in {}",
            summary.failed, shown
        ));
        return Ok(SOME_FAILED);
    }
    Ok(0)
}

/// Temporary files lie beside the output: the same disk, and surely writable when the output is.
fn scratch(output: &Path) -> &Path {
    output
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// An output folder inside the corpus would be read as articles by the next run.
fn refuse_inside_corpus(settings: &Settings, output: &Path) -> Result<()> {
    let output = absolute(output);
    for corpus in &settings.corpus {
        let folder = settings.path(corpus);
        if folder.is_dir() && output.starts_with(absolute(&folder)) {
            return Err(Error::new(format!(
                "cannot write {}: it lies inside the corpus folder {corpus}, whose files are read as articles (choose another output in {})",
                settings.output, settings.file
            )));
        }
    }
    Ok(())
}

/// A path without `..` and links, as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let mut rest = Vec::new();
    let mut at = path.to_path_buf();
    loop {
        if let Ok(real) = at.canonicalize() {
            return rest.iter().rev().fold(real, |p: PathBuf, part| p.join(part));
        }
        let (Some(name), Some(parent)) = (
            at.file_name().map(ToOwned::to_owned),
            at.parent().map(Path::to_path_buf),
        ) else {
            return path.to_path_buf();
        };
        rest.push(name);
        at = if parent.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            parent
        };
    }
}

/// The summary at the end of a run.
fn table(summary: &Summary, output: &str, seconds: f64) -> String {
    let width = summary.rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let digits = summary.rows.iter().map(|(_, n)| thousands(*n).len()).max().unwrap_or(1);
    let mut out = format!("\n{:width$}  {:>digits$}\n", "table", "rows");
    for (name, rows) in &summary.rows {
        out += &format!("{name:width$}  {:>digits$}\n", thousands(*rows));
    }
    out += &format!(
        "\n{}: {} with warnings, {} failed, {} skipped, {} copies of another\nwritten to {output} in {seconds:.1} s",
        counted(summary.rows_of("documents"), "document"),
        thousands(summary.warnings),
        thousands(summary.failed),
        thousands(summary.skipped),
        thousands(summary.copies),
    );
    out
}

/// "1 row", "2,000 rows".
fn counted(n: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(n), if n == 1 { "" } else { "s" })
}
