//! Two datasets compared: what [`files`] differ in bytes, what [`rows`] of which tables, which [`entities`] became one or
//! fell apart, and [`why`] it is so.
//!
//! Files that are the same byte for byte are not read again. Rows are matched by the key of the schema; what is kept of a
//! row is a hash of its key and one of its cells, 32 bytes in all, so that tables of millions of rows can be compared.
//! Only of the rows that are to be named are the cells themselves read, at the end.

pub mod entities;
pub mod files;
pub mod rows;
pub mod values;
pub mod why;

pub use entities::EntityChanges;
pub use files::{FileChange, files_differ};
pub use why::{Cause, Reason, edited, why};

use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result, io_words};
use crate::tables::{TABLES, Table};
use crate::validate::frame::Parquet;
use crate::wording::counted;

/// How two datasets are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How far two numbers of a column of scores or degrees may lie apart and still count as equal. 0: a rebuilt dataset is
    /// the same byte for byte, so whatever differs is a difference.
    pub tolerance: f64,
    /// How many added, removed and changed rows of a table are named.
    pub named: usize,
}

impl Default for Options {
    /// No tolerance; five rows: a screen holds five rows of each kind of the tables that usually differ together.
    fn default() -> Options {
        Options {
            tolerance: 0.0,
            named: 5,
        }
    }
}

/// What differs between two datasets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The tables that at least one of them has, in the order of the schema.
    pub tables: Vec<TableChange>,
    /// What became of the entities.
    pub entities: EntityChanges,
}

impl Comparison {
    /// Whether all tables have the same rows in the same order.
    pub fn is_same(&self) -> bool {
        self.tables.iter().all(TableChange::is_same)
    }

    /// The tables that differ.
    pub fn differing(&self) -> impl Iterator<Item = &TableChange> {
        self.tables.iter().filter(|t| !t.is_same())
    }
}

/// What differs between two versions of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableChange {
    /// The table.
    pub table: &'static str,
    /// Rows of the old one.
    pub before: usize,
    /// Rows of the new one.
    pub after: usize,
    /// Rows that only the new one has, by their keys.
    pub added: Rows<Key>,
    /// Rows that only the old one has, by their keys.
    pub removed: Rows<Key>,
    /// Rows of both whose cells differ.
    pub changed: Rows<RowChange>,
    /// The columns that differ, in the order of the schema, and in how many of the changed rows.
    pub columns: Vec<(String, usize)>,
    /// What there is to say beyond rows: a table that one side lacks, other columns, another order.
    pub note: Option<String>,
}

impl TableChange {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.note.is_none() && self.added.count + self.removed.count + self.changed.count == 0
    }

    /// One line: `2 rows changed (title 2, words 1), 1 row added`.
    pub fn summary(&self) -> String {
        let counts = [
            ("changed", self.changed.count, self.columns_counted()),
            ("added", self.added.count, String::new()),
            ("removed", self.removed.count, String::new()),
        ];
        let rows = counts.into_iter().filter(|(_, n, _)| *n > 0).map(|(what, n, columns)| {
            let of = if columns.is_empty() {
                columns
            } else {
                format!(" ({columns})")
            };
            format!("{} {what}{of}", counted(n as u64, "row"))
        });
        self.note.clone().into_iter().chain(rows).collect::<Vec<_>>().join(", ")
    }

    /// `title 2, words 1`.
    pub fn columns_counted(&self) -> String {
        let counted = self.columns.iter().map(|(name, n)| format!("{name} {n}"));
        counted.collect::<Vec<_>>().join(", ")
    }
}

/// Some rows: how many, and what there is to say of the first ones, in the order of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows<T> {
    /// How many.
    pub count: usize,
    /// The first ones, as many as [`Options::named`] asks for.
    pub first: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows {
            count: 0,
            first: Vec::new(),
        }
    }
}

/// The cells of a row's key, in the order of the schema; see [`values::value`].
pub type Key = Vec<Value>;

/// A row whose cells differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowChange {
    /// Its key.
    pub key: Key,
    /// The cells that differ, in the order of the schema.
    pub cells: Vec<CellChange>,
}

/// A cell that differs. Long texts are shortened to where they begin to differ, see [`values::around`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellChange {
    /// Its column.
    pub column: String,
    /// The old value.
    pub old: Value,
    /// The new value.
    pub new: Value,
}

/// Compares all tables of two datasets.
///
/// # Errors
/// When one of the folders is not there or holds no dataset, or when a table cannot be read.
pub fn datasets(old: &Path, new: &Path, options: Options) -> Result<Comparison> {
    holds_tables(old)?;
    holds_tables(new)?;
    let tables: Vec<Option<TableChange>> = TABLES
        .par_iter()
        .with_max_len(1)
        .map(|table| guarded(table.name, old, || tables(table, old, new, options)))
        .collect::<Result<_>>()?;
    let tables: Vec<TableChange> = tables.into_iter().flatten().collect();
    // The entities of two datasets cannot differ where none of these tables does.
    let concerned = |t: &TableChange| ["mentions", "entities", "entity_names"].contains(&t.table) && !t.is_same();
    let entities = if tables.iter().any(concerned) {
        guarded("the entities", old, || entities::changes(old, new))?
    } else {
        EntityChanges::default()
    };
    Ok(Comparison { tables, entities })
}

fn tables(table: &Table, old: &Path, new: &Path, options: Options) -> Result<Option<TableChange>> {
    let name = format!("{}.parquet", table.name);
    let (old, new) = (old.join(&name), new.join(&name));
    Ok(Some(match (old.exists(), new.exists()) {
        (false, false) => return Ok(None),
        (true, true) => {
            let (before, after) = (Parquet::open(&old)?, Parquet::open(&new)?);
            if files::same(&old, &new)? {
                TableChange {
                    table: table.name,
                    before: before.rows(),
                    after: after.rows(),
                    ..TableChange::default()
                }
            } else {
                rows::compare(table, &before, &after, options)?
            }
        }
        (true, false) => TableChange {
            before: Parquet::open(&old)?.rows(),
            removed: rows::all(table, &Parquet::open(&old)?, options.named)?,
            note: Some("only the old dataset has this table".into()),
            table: table.name,
            ..TableChange::default()
        },
        (false, true) => TableChange {
            after: Parquet::open(&new)?.rows(),
            added: rows::all(table, &Parquet::open(&new)?, options.named)?,
            note: Some("only the new dataset has this table".into()),
            table: table.name,
            ..TableChange::default()
        },
    }))
}

/// A damaged file may make the Parquet reader panic: that is an error like others.
fn guarded<T>(what: &str, old: &Path, compare: impl FnOnce() -> Result<T>) -> Result<T> {
    crate::guard::guarded(compare).unwrap_or_else(|| {
        Err(Error::new(format!(
            "cannot compare {what} of {} with those of the new dataset: a file is damaged (`isnad validate` says which)",
            old.display()
        )))
    })
}

/// Ok when a folder holds at least one table.
fn holds_tables(folder: &Path) -> Result<()> {
    let shown = folder.display();
    let entries =
        std::fs::read_dir(folder).map_err(|e| Error::new(format!("cannot compare {shown}: {}", io_words(&e))))?;
    let named = |name: std::ffi::OsString| TABLES.iter().any(|t| *name == *format!("{}.parquet", t.name));
    if entries.flatten().any(|e| named(e.file_name())) {
        return Ok(());
    }
    Err(Error::new(format!(
        "cannot compare {shown}: it holds no dataset (no documents.parquet or other table); give a folder that `isnad run` wrote"
    )))
}

#[cfg(test)]
mod tests;
