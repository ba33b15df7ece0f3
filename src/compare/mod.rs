//! Two datasets compared: what [`files`] differ in bytes, what [`rows`] of which tables, and [`why`] it may be so.
//!
//! Files that are the same byte for byte are not read again. Rows are matched by the key of the schema; what is kept of a
//! row is a hash of its key and one of its cells, 40 bytes in all, so that tables of millions of rows can be compared.

pub mod files;
pub mod rows;
pub mod why;

pub use files::files_differ;
pub use why::why;

use std::path::Path;

use crate::error::Result;
use crate::tables::TABLES;
use crate::validate::frame::Parquet;

/// What differs between two versions of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableChange {
    /// The table.
    pub table: String,
    /// Rows that only the new one has.
    pub added: Rows,
    /// Rows that only the old one has.
    pub removed: Rows,
    /// Rows of both whose cells differ; every key is followed by the columns: `a.txt (title, words)`.
    pub changed: Rows,
    /// Columns that differ in the changed rows, in the order of the schema; of the first thousand of them.
    pub columns: Vec<String>,
    /// What there is to say beyond rows: a table that one side lacks, other columns, another order.
    pub note: Option<String>,
}

/// Some rows: how many, and the keys of the first ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// How many.
    pub count: usize,
    /// The keys of the first ones, in the order of the table.
    pub first: Vec<String>,
}

impl Rows {
    /// How many keys a message names.
    pub const NAMED: usize = 5;
}

impl std::fmt::Display for TableChange {
    /// `documents: 1 row changed: a.txt (title, words); 2 rows added: b.txt, c.txt`
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let rows = [
            ("changed", &self.changed),
            ("added", &self.added),
            ("removed", &self.removed),
        ];
        let said = rows.into_iter().filter(|(_, rows)| rows.count > 0).map(|(what, rows)| {
            let more = rows.count - rows.first.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            let plural = if rows.count == 1 { "row" } else { "rows" };
            format!("{} {plural} {what}: {}{more}", rows.count, rows.first.join(", "))
        });
        let all: Vec<String> = self.note.clone().into_iter().chain(said).collect();
        write!(f, "{}: {}", self.table, all.join("; "))
    }
}

/// The tables that differ, in the order of the schema; empty when all rows of all tables are the same.
///
/// # Errors
/// When a folder or a table cannot be read.
pub fn datasets(old: &Path, new: &Path) -> Result<Vec<TableChange>> {
    let mut changes = Vec::new();
    for table in TABLES {
        let name = format!("{}.parquet", table.name);
        let (old, new) = (old.join(&name), new.join(&name));
        let change = match (old.exists(), new.exists()) {
            (false, false) => continue,
            (true, true) if files::same(&old, &new)? => continue,
            (true, true) => rows::compare(table, &Parquet::open(&old)?, &Parquet::open(&new)?)?,
            (true, false) => only(
                table.name,
                "only the old dataset has this table",
                |c| &mut c.removed,
                &old,
            )?,
            (false, true) => only(
                table.name,
                "only the new dataset has this table",
                |c| &mut c.added,
                &new,
            )?,
        };
        changes.extend(change);
    }
    Ok(changes)
}

fn only(table: &str, note: &str, side: fn(&mut TableChange) -> &mut Rows, file: &Path) -> Result<Option<TableChange>> {
    let mut change = TableChange {
        table: table.to_string(),
        note: Some(note.to_string()),
        ..TableChange::default()
    };
    let keys = crate::tables::TABLES
        .iter()
        .find(|t| t.name == table)
        .map(|t| t.key)
        .unwrap_or_default();
    let parquet = Parquet::open(file)?;
    let first = rows::keys_at(
        &parquet,
        keys,
        &(0..parquet.rows().min(Rows::NAMED)).collect::<Vec<_>>(),
    )?;
    *side(&mut change) = Rows {
        count: parquet.rows(),
        first,
    };
    Ok(Some(change))
}
