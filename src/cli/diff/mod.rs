//! `isnad diff`: what differs between two datasets, to stdout; and how a difference is told, here and by `isnad check`.

mod json;
mod markdown;
mod text;

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use isnad::compare::{self, Comparison, FileChange, Options, Reason};
use isnad::error::{Error, Result, io_words};
use isnad::wording::counted;

pub use json::counts;
pub use markdown::markdown;
pub use text::{key, text};

/// The datasets differ.
const DIFFERENT: u8 = 1;

/// How the difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// Markdown, for a pull request
    Md,
    /// One JSON object with every row that differs
    Json,
}

/// What `isnad diff` is asked.
#[derive(Args)]
pub struct Arguments {
    /// The folder of the old dataset
    old: PathBuf,
    /// The folder of the new dataset
    new: PathBuf,
    /// text, md or json
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// How far two scores (or degrees) may lie apart and still count as equal. 0, because a rebuilt dataset is the same byte for
    /// byte: whatever differs is a difference. Give 0.001 to see past the last digits of another version's scores
    #[arg(long, default_value_t = 0.0, value_parser = tolerance, value_name = "X")]
    tolerance: f64,
    /// How many added, removed and changed rows of a table, and how many entities of a kind, are named; json names all
    #[arg(long, default_value_t = Options::default().named, value_name = "N")]
    limit: usize,
}

/// What `isnad diff --help` adds.
pub const HELP: &str = "\
Tables are compared as rows, matched by their key. Entities are followed by their mentions: two were merged when more than half
of the mentions of each (of those that both datasets have) now stand under one entity, one was split when two have more than
half of theirs from it. Files beside the Parquet files are compared as bytes and named; they do not count for the exit code.

--format json prints one object; fields are added to it in later versions, never taken away or changed within one `version`:
  format \"isnad-diff\", version 1, old, new (the folders as given), tolerance, same (true, false)
  tables    those that a dataset has: table, rows_before, rows_after, added, removed, changed (numbers of rows), note (or null),
            columns [{column, rows}], added_keys and removed_keys [[cell, ...], ...] and
            changed_rows [{key: [cell, ...], cells: [{column, old, new}]}]; keys have the cells of the table's key in the order
            of the schema; texts of more than 200 characters are shortened with … to where they begin to differ
  entities  merged [{into, from: [part, ...]}], split [{from, into: [part, ...]}], renamed and new_ids [{old, new}],
            moved_mentions; an entity is {entity_id, name}, a part has also shared and by (\"mentions\" or \"names\")
  files     [{file, difference}]: \"bytes\", \"only_old\" or \"only_new\"
  why       [{cause, message}]: version, settings, resource, corpus, edited or unknown

  isnad diff main/output output --format md > comment.md
  isnad diff old new --format json | jq '.tables[] | select(.changed > 0) | .table'";

fn tolerance(text: &str) -> std::result::Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x.is_finite() && x >= 0.0 => Ok(x),
        _ => Err("a tolerance is a number from 0 up, such as 0.001".into()),
    }
}

/// A difference and all that is told of it.
pub struct Difference {
    /// The old dataset, as the user names it.
    pub old: String,
    /// The new dataset.
    pub new: String,
    /// How they were compared.
    pub options: Options,
    /// The tables and entities.
    pub comparison: Comparison,
    /// The files that differ in bytes.
    pub files: Vec<FileChange>,
    /// Why; empty when nothing differs.
    pub why: Vec<Reason>,
}

impl Difference {
    /// Compares two folders.
    ///
    /// # Errors
    /// When one is not there, holds no dataset, or a table cannot be read.
    pub fn between(old: &Path, new: &Path, options: Options) -> Result<Difference> {
        let comparison = compare::datasets(old, new, options)?;
        let files = compare::files_differ(old, new)?;
        let why = if files.is_empty() {
            Vec::new()
        } else {
            compare::why(old, new)?
        };
        Ok(Difference {
            old: old.display().to_string(),
            new: new.display().to_string(),
            options,
            comparison,
            files,
            why,
        })
    }

    /// The same with other names for the two datasets.
    pub fn named(self, old: &str, new: &str) -> Difference {
        Difference {
            old: old.to_string(),
            new: new.to_string(),
            ..self
        }
    }

    /// "3 tables differ".
    fn headline(&self) -> String {
        match self.comparison.differing().count() {
            0 => "all tables are the same".to_string(),
            1 => "1 table differs".to_string(),
            n => format!("{n} tables differ"),
        }
    }

    /// Files that differ, without those of the tables that do: their CSV files say the same again.
    fn other_files(&self) -> Vec<String> {
        let differs = |name: &str| self.comparison.differing().any(|t| t.table == name);
        let told = |name: &str| name.ends_with(".parquet") || name.strip_suffix(".csv").is_some_and(differs);
        let other = self.files.iter().filter(|f| !told(&f.name));
        other.map(FileChange::to_string).collect()
    }
}

pub fn diff(asked: &Arguments) -> Result<u8> {
    let options = Options {
        tolerance: asked.tolerance,
        named: match asked.format {
            Format::Json => usize::MAX,
            _ => asked.limit,
        },
    };
    let difference = Difference::between(&asked.old, &asked.new, options)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let printed = match asked.format {
        Format::Text => out.write_all(text(&difference).as_bytes()),
        Format::Md => out.write_all(markdown(&difference).as_bytes()),
        Format::Json => json::json(&difference, &mut out),
    };
    match printed.and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            return Err(Error::new(format!("cannot print the difference: {}", io_words(&e))));
        }
        _ => {} // `isnad diff | head` closes the pipe early; that is no error
    }
    Ok(if difference.comparison.is_same() { 0 } else { DIFFERENT })
}

/// "12 mentions", "1 name".
fn shared(part: &compare::entities::Part) -> String {
    let what = if part.by_name { "name" } else { "mention" };
    counted(part.shared as u64, what)
}
