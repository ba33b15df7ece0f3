//! A dataset checked by itself: what TABLES promises of its files, columns, keys and offsets, and both promises of isnad,
//! that nothing vanishes and that every row says where it stands.
//!
//! [`shape`] comes first, and when it finds a table that is not as the schema says, only the [`package`] is looked at
//! besides. Then, side by side: [`keys`] one table at a time, [`pages`] one document at a time with all its rows ([`offsets`], [`promises`],
//! [`aggregates`]), [`forms`] of single values, the [`csv`] files against the Parquet files, and the pipeline's own [`limits`].
//!
//! Memory: one row group of every table, the documents of one batch, and 16 bytes a row for the keys.

pub mod aggregates;
pub mod csv;
pub mod file;
pub mod forms;
pub mod frame;
pub mod keys;
pub mod limits;
pub mod offsets;
pub mod package;
pub mod pages;
pub mod points;
pub mod promises;
pub mod shape;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::error::{Error, Result, io_words};
use crate::tables::TABLES;
use frame::Parquet;

/// How many findings of one check on one table are told; the others are counted.
const TOLD: usize = 5;

/// Something that is wrong with a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The table, or the file when it is not about a table.
    pub table: String,
    /// The check that failed, such as `order`.
    pub check: &'static str,
    /// What is wrong, as a sentence that names the row.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}: {} [{}]", self.table, self.message, self.check)
    }
}

/// The open tables of a dataset, by name.
pub type Tables = BTreeMap<&'static str, Parquet>;

/// Everything wrong with the dataset in `dir`; empty when it is sound.
///
/// # Errors
/// When `dir` is not a folder that holds a dataset.
pub fn dataset(dir: &Path) -> Result<Vec<Finding>> {
    holds_a_dataset(dir)?;
    let mut findings = Findings::default();
    let tables = shape::tables(dir, &mut findings);
    let shaped = findings.is_empty();
    type Check = fn(&Path, &Tables, &mut Findings) -> Result<()>;
    const CHECKS: &[(&str, Check)] = &[
        ("datapackage.json", package::check),
        ("keys", |_, tables, findings| keys::check(tables, findings)),
        ("pages", |_, tables, findings| pages::check(tables, findings)),
        ("forms", |_, tables, findings| forms::check(tables, findings)),
        ("csv", csv::check),
        ("limits", limits::check),
    ];
    // All but the first need the shape.
    let checks = if shaped {
        CHECKS
    } else {
        CHECKS.get(..1).unwrap_or_default()
    };
    let found: Vec<Findings> = checks
        .par_iter()
        .map(|(name, check)| guarded(name, |f| check(dir, &tables, f)))
        .collect();
    found.into_iter().for_each(|f| findings.extend(f));
    Ok(findings.told())
}

fn holds_a_dataset(dir: &Path) -> Result<()> {
    let shown = dir.display();
    let entries = std::fs::read_dir(dir).map_err(|e| Error::new(format!("cannot check {shown}: {}", io_words(&e))))?;
    let mut names = entries.flatten().map(|e| e.file_name());
    if names.any(|n| n == "datapackage.json" || Path::new(&n).extension().is_some_and(|x| x == "parquet")) {
        return Ok(());
    }
    Err(Error::new(format!(
        "cannot check {shown}: it holds no dataset (no datapackage.json and no .parquet file); give the folder that `isnad run` wrote"
    )))
}

/// The findings of a check. A damaged file may end it early, or even make the Parquet reader panic: that is a finding.
fn guarded(name: &str, check: impl FnOnce(&mut Findings) -> Result<()>) -> Findings {
    let mut findings = Findings::default();
    let why = match crate::guard::guarded(|| check(&mut findings)) {
        Some(Ok(())) => return findings,
        Some(Err(e)) => e.to_string(),
        None => "a file is damaged".to_string(),
    };
    findings.add(name, "readable", || why);
    findings
}

/// What was found so far.
#[derive(Default)]
pub struct Findings {
    groups: Vec<Group>,
}

/// The findings of one check on one table.
struct Group {
    table: String,
    check: &'static str,
    told: Vec<String>,
    count: usize,
}

impl Findings {
    /// Adds a finding; the message is only made when it will be told.
    pub fn add(&mut self, table: &str, check: &'static str, message: impl FnOnce() -> String) {
        let at = self.groups.iter().position(|g| g.check == check && g.table == table);
        let at = at.unwrap_or_else(|| {
            self.groups.push(Group {
                table: table.to_string(),
                check,
                told: Vec::new(),
                count: 0,
            });
            self.groups.len() - 1
        });
        if let Some(group) = self.groups.get_mut(at) {
            group.count += 1;
            if group.told.len() < TOLD {
                group.told.push(message());
            }
        }
    }

    /// Adds the findings of another check.
    pub fn extend(&mut self, other: Findings) {
        for group in other.groups {
            let (table, check, untold) = (group.table, group.check, group.count - group.told.len());
            group.told.into_iter().for_each(|m| self.add(&table, check, || m));
            if let Some(mine) = self.groups.iter_mut().find(|g| g.check == check && g.table == table) {
                mine.count += untold;
            }
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The findings, tables in the order of the schema.
    fn told(self) -> Vec<Finding> {
        let mut groups = self.groups;
        groups.sort_by_key(|g| TABLES.iter().position(|t| t.name == g.table).unwrap_or(TABLES.len()));
        let finding = |table: &str, check, message| Finding {
            table: table.to_string(),
            check,
            message,
        };
        groups
            .into_iter()
            .flat_map(|g| {
                let more = g.count - g.told.len();
                let rest = (more > 0).then(|| finding(&g.table, g.check, format!("and {more} more like these")));
                let told: Vec<_> = g
                    .told
                    .into_iter()
                    .map(|m| finding(&g.table, g.check, m))
                    .chain(rest)
                    .collect();
                told
            })
            .collect()
    }
}

/// A text in a message: quoted, on one line, and no longer than a line can bear.
pub fn quoted(text: &str) -> String {
    const LENGTH: usize = 40;
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(LENGTH).collect();
    let dots = if chars.next().is_some() { "…" } else { "" };
    format!("\"{}{dots}\"", start.escape_debug())
}
