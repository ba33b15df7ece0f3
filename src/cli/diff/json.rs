//! A difference for scripts: complete, every row by its key. The fields are those that `isnad diff --help` lists.
//!
//! It is written as it is walked: a tree of JSON values would take ten times the memory of the rows.

use std::io::{self, Write};

use isnad::compare::entities::{self, Entity};
use isnad::compare::files::Difference as FileDifference;
use isnad::compare::{Key, RowChange, TableChange};
use serde::Serialize;

use super::Difference;

/// The version of the fields: a new one when a field changes its meaning or goes away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct All<'a> {
    format: &'static str,
    version: u32,
    old: &'a str,
    new: &'a str,
    tolerance: f64,
    same: bool,
    tables: Vec<Table<'a>>,
    entities: Entities<'a>,
    files: Vec<File<'a>>,
    why: Vec<Why<'a>>,
}

#[derive(Serialize)]
struct Table<'a> {
    #[serde(flatten)]
    counts: Counts<'a>,
    added_keys: &'a [Key],
    removed_keys: &'a [Key],
    changed_rows: &'a [RowChange],
}

/// A table without the rows themselves.
#[derive(Serialize)]
pub struct Counts<'a> {
    table: &'static str,
    rows_before: usize,
    rows_after: usize,
    added: usize,
    removed: usize,
    changed: usize,
    columns: Vec<Column<'a>>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Column<'a> {
    column: &'a str,
    rows: usize,
}

#[derive(Serialize)]
struct Entities<'a> {
    merged: Vec<Merged<'a>>,
    split: Vec<Split<'a>>,
    renamed: Vec<Pair<'a>>,
    new_ids: Vec<Pair<'a>>,
    moved_mentions: usize,
}

#[derive(Serialize)]
struct Merged<'a> {
    into: &'a Entity,
    from: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Split<'a> {
    from: &'a Entity,
    into: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    #[serde(flatten)]
    entity: &'a Entity,
    shared: usize,
    by: &'static str,
}

#[derive(Serialize)]
struct Pair<'a> {
    old: &'a Entity,
    new: &'a Entity,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    difference: &'static str,
}

#[derive(Serialize)]
struct Why<'a> {
    cause: &'static str,
    message: &'a str,
}

/// Writes one object, on lines. Ends with a line end.
///
/// # Errors
/// When `out` cannot be written to.
pub fn json(difference: &Difference, mut out: impl Write) -> io::Result<()> {
    let (comparison, became) = (&difference.comparison, &difference.comparison.entities);
    let merged = became.merged.iter().map(|change| Merged {
        into: &change.one,
        from: parts(change),
    });
    let split = became.split.iter().map(|change| Split {
        from: &change.one,
        into: parts(change),
    });
    let files = difference.files.iter().map(|change| File {
        file: &change.name,
        difference: match change.difference {
            FileDifference::Bytes => "bytes",
            FileDifference::OnlyOld => "only_old",
            FileDifference::OnlyNew => "only_new",
        },
    });
    let why = difference.why.iter().map(|reason| Why {
        cause: reason.cause.label(),
        message: &reason.message,
    });
    let all = All {
        format: "isnad-diff",
        version: VERSION,
        old: &difference.old,
        new: &difference.new,
        tolerance: difference.options.tolerance,
        same: comparison.is_same(),
        tables: comparison.tables.iter().map(table).collect(),
        entities: Entities {
            merged: merged.collect(),
            split: split.collect(),
            renamed: pairs(&became.renamed),
            new_ids: pairs(&became.new_ids),
            moved_mentions: became.moved,
        },
        files: files.collect(),
        why: why.collect(),
    };
    serde_json::to_writer_pretty(&mut out, &all)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A table without the rows themselves.
pub fn counts(change: &TableChange) -> Counts<'_> {
    let columns = change.columns.iter();
    Counts {
        table: change.table,
        rows_before: change.before,
        rows_after: change.after,
        added: change.added.count,
        removed: change.removed.count,
        changed: change.changed.count,
        columns: columns.map(|(column, rows)| Column { column, rows: *rows }).collect(),
        note: change.note.as_deref(),
    }
}

fn table(change: &TableChange) -> Table<'_> {
    Table {
        counts: counts(change),
        added_keys: &change.added.first,
        removed_keys: &change.removed.first,
        changed_rows: &change.changed.first,
    }
}

fn parts(change: &entities::Change) -> Vec<Part<'_>> {
    let parts = change.several.iter();
    let part = parts.map(|part| Part {
        entity: &part.entity,
        shared: part.shared,
        by: if part.by_name { "names" } else { "mentions" },
    });
    part.collect()
}

fn pairs(pairs: &[(Entity, Entity)]) -> Vec<Pair<'_>> {
    pairs.iter().map(|(old, new)| Pair { old, new }).collect()
}
