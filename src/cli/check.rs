//! `isnad check`: is the committed dataset what the corpus gives now?

use std::io::Write;
use std::path::Path;

use isnad::compare::{self, FileChange, Options, TableChange};
use isnad::error::{Error, Result, io_words};
use isnad::pipeline;
use isnad::settings::Settings;
use isnad::wording::counted;

use super::cache::CacheArguments;
use super::diff::{Difference, counts, key, markdown, text};
use super::progress::Progress;
use super::report::{Level, Message, Report};

/// The dataset is not what the corpus gives.
const NOT_CURRENT: u8 = 1;

/// Where GitHub Actions says which file holds the page of the job.
const PAGE: &str = "GITHUB_STEP_SUMMARY";

pub fn check(file: &Path, cache: &CacheArguments, report: &Report) -> Result<u8> {
    let settings = Settings::load(file)?;
    let output = settings.path(&settings.output);
    let shown = settings.shown(&settings.output);
    if output.exists() && !output.is_dir() {
        return Err(Error::new(format!(
            "cannot compare {shown} with what the corpus gives: it is a file (give `output` in {} a folder)",
            settings.file
        )));
    }
    if !output.is_dir() {
        report.error(&format!(
            "{} is not there yet: `isnad run {}` builds it",
            shown, settings.file
        ));
        return Ok(NOT_CURRENT);
    }
    let cache = cache.of_check(&settings)?;
    let work =
        tempfile::tempdir().map_err(|e| Error::new(format!("cannot make a temporary folder: {}", io_words(&e))))?;
    let built = work.path().join("built");
    std::fs::create_dir(&built).map_err(|e| Error::new(format!("cannot make a temporary folder: {}", io_words(&e))))?;
    let store = cache.store(work.path(), report)?;
    let progress = Progress::new(report);
    let done = pipeline::run(&settings, &built, &store, &|step| progress.step(step));
    progress.end();
    let done = done?;
    let files = if done.current {
        Vec::new()
    } else {
        compare::files_differ(&output, &built)?
    };
    if files.is_empty() {
        report.note(&format!("{shown} is current"));
        return Ok(0);
    }
    let held = settings.assert.hold(&done.summary, &settings.file);
    let verdict = verdict(&shown, &files, &settings.file, held);
    // People read the verdict last; GitHub shows ten errors of a step, and it is to be among them.
    if !report.is_human() {
        report.error(&verdict);
    }
    match Difference::between(&output, &built, Options::default()) {
        Ok(difference) => tell(&difference.named(&shown, "rebuilt"), report),
        // A committed dataset that cannot be read is not current either; then there is nothing to compare row by row.
        Err(error) => {
            report.note(&error.to_string());
            if let Some(reason) = compare::edited(&output) {
                report.note(&reason.message);
            }
        }
    }
    if report.is_human() {
        report.error(&verdict);
    }
    Ok(NOT_CURRENT)
}

/// What differs, and what `run` would do about it, which publishes nothing when the limits do not hold.
fn verdict(shown: &str, files: &[FileChange], pipeline: &str, held: Result<()>) -> String {
    let names: Vec<String> = files.iter().map(FileChange::to_string).collect();
    let run = match held {
        Ok(()) => format!("`isnad run {pipeline}` brings it up to date"),
        Err(refused) => format!("`isnad run {pipeline}` would refuse: {refused}"),
    };
    format!(
        "{shown} is not what the corpus gives now ({} differ: {}); {run}",
        counted(files.len() as u64, "file"),
        names.join(", "),
    )
}

/// What differs, and why: to people as `isnad diff` tells it, to programs and GitHub one message a table and a reason.
fn tell(difference: &Difference, report: &Report) {
    if report.is_human() {
        report.paragraph(&text(difference));
        return;
    }
    for change in difference.comparison.differing() {
        tell_table(change, &difference.old, report);
    }
    for reason in &difference.why {
        let fields = serde_json::json!({"cause": reason.cause.label()});
        report.send(&Message {
            fields: Some(&fields),
            ..Message::new(Level::Note, &reason.message)
        });
    }
    if report.is_github()
        && let Some(page) = std::env::var_os(PAGE).filter(|page| !page.is_empty())
    {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&page);
        if let Err(e) = file.and_then(|mut file| file.write_all(markdown(difference).as_bytes())) {
            report.warning(&format!(
                "cannot write the difference to the file that {PAGE} names: {}",
                io_words(&e)
            ));
        }
    }
}

fn tell_table(change: &TableChange, folder: &str, report: &Report) {
    let file = Path::new(folder).join(format!("{}.parquet", change.table));
    let fields = serde_json::to_value(counts(change)).ok();
    let keys = |what: &str, rows: &[compare::Key]| {
        let named: Vec<String> = rows.iter().map(key).collect();
        (!named.is_empty()).then(|| format!("{what}: {}", named.join(", ")))
    };
    let changed: Vec<compare::Key> = change.changed.first.iter().map(|row| row.key.clone()).collect();
    let named = [
        keys("changed", &changed),
        keys("added", &change.added.first),
        keys("removed", &change.removed.first),
    ];
    let named: Vec<String> = named.into_iter().flatten().collect();
    let title = format!("{}: {}", change.table, change.summary());
    let sentence = if named.is_empty() {
        title.clone()
    } else {
        format!("{title}; first rows {}", named.join("; "))
    };
    report.send(&Message {
        file: Some(&file),
        title: Some(&title),
        fields: fields.as_ref(),
        ..Message::new(Level::Error, &sentence)
    });
}
