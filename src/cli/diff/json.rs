//! A difference for scripts: complete, every row by its key. The fields are those that `isnad diff --help` lists.

use isnad::compare::entities::{Change, Entity, Part};
use isnad::compare::files::Difference as FileDifference;
use isnad::compare::{FileChange, RowChange, TableChange};
use serde_json::{Value, json};

use super::Difference;

/// The version of the fields: a new one when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// One object, on lines. Ends with a line end.
pub fn json(difference: &Difference) -> String {
    let (comparison, entities) = (&difference.comparison, &difference.comparison.entities);
    let why = difference.why.iter();
    let all = json!({
        "format": "isnad-diff",
        "version": VERSION,
        "old": difference.old,
        "new": difference.new,
        "tolerance": difference.options.tolerance,
        "same": comparison.is_same(),
        "tables": comparison.tables.iter().map(table).collect::<Vec<_>>(),
        "entities": {
            "merged": entities.merged.iter().map(|c| one_and_several(c, "into", "from")).collect::<Vec<_>>(),
            "split": entities.split.iter().map(|c| one_and_several(c, "from", "into")).collect::<Vec<_>>(),
            "renamed": pairs(&entities.renamed),
            "new_ids": pairs(&entities.new_ids),
            "moved_mentions": entities.moved,
        },
        "files": difference.files.iter().map(file).collect::<Vec<_>>(),
        "why": why.map(|r| json!({"cause": r.cause.label(), "message": r.message})).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

/// A table without the rows themselves.
pub fn counts(change: &TableChange) -> Value {
    let columns = change.columns.iter();
    json!({
        "table": change.table,
        "rows_before": change.before,
        "rows_after": change.after,
        "added": change.added.count,
        "removed": change.removed.count,
        "changed": change.changed.count,
        "columns": columns.map(|(column, rows)| json!({"column": column, "rows": rows})).collect::<Vec<_>>(),
        "note": change.note,
    })
}

fn table(change: &TableChange) -> Value {
    let mut table = counts(change);
    table["added_keys"] = json!(change.added.first);
    table["removed_keys"] = json!(change.removed.first);
    table["changed_rows"] = change.changed.first.iter().map(row).collect();
    table
}

fn row(row: &RowChange) -> Value {
    let cells = row.cells.iter();
    let cells: Vec<Value> = cells
        .map(|c| json!({"column": c.column, "old": c.old, "new": c.new}))
        .collect();
    json!({"key": row.key, "cells": cells})
}

fn entity(entity: &Entity) -> Value {
    json!({"entity_id": entity.entity_id, "name": entity.name})
}

fn part(part: &Part) -> Value {
    let by = if part.by_name { "names" } else { "mentions" };
    json!({"entity_id": part.entity.entity_id, "name": part.entity.name, "shared": part.shared, "by": by})
}

fn one_and_several(change: &Change, one: &str, several: &str) -> Value {
    json!({one: entity(&change.one), several: change.several.iter().map(part).collect::<Vec<_>>()})
}

fn pairs(pairs: &[(Entity, Entity)]) -> Vec<Value> {
    let pair = |(old, new): &(Entity, Entity)| json!({"old": entity(old), "new": entity(new)});
    pairs.iter().map(pair).collect()
}

fn file(change: &FileChange) -> Value {
    let difference = match change.difference {
        FileDifference::Bytes => "bytes",
        FileDifference::OnlyOld => "only_old",
        FileDifference::OnlyNew => "only_new",
    };
    json!({"file": change.name, "difference": difference})
}
