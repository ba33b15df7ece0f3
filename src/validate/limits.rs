//! The limits of the pipeline file that the dataset was made with (`[assert]`), which `datapackage.json` repeats: counted again.

use std::path::Path;

use serde::Deserialize;

use super::aggregates::for_rows;
use super::{Findings, Tables, package};
use crate::error::Result;
use crate::limits::Limits;
use crate::types::Status;
use crate::write::Summary;

/// Checks the limits.
pub fn check(dir: &Path, tables: &Tables, findings: &mut Findings) -> Result<()> {
    // A package that cannot be read is told elsewhere.
    let package = package::read(dir).unwrap_or_default();
    let Some(limits) = package.pointer("/isnad/assert") else {
        return Ok(());
    };
    let Some(limits) = Limits::deserialize(limits).ok().filter(|l| l.check().is_ok()) else {
        findings.add("datapackage.json", "limits", || "its limits are none".into());
        return Ok(());
    };
    for (table, sentence) in limits.broken(&counts(tables)?) {
        findings.add(&table, "limits", || sentence);
    }
    Ok(())
}

/// What the limits are about; nothing else.
fn counts(tables: &Tables) -> Result<Summary> {
    let mut summary = Summary {
        rows: tables
            .iter()
            .map(|(name, table)| (*name, table.rows() as u64))
            .collect(),
        ..Summary::default()
    };
    // What is below zero is told elsewhere.
    let count = |n: Option<i32>| u64::try_from(n.unwrap_or_default()).unwrap_or_default();
    if let Some(documents) = tables.get("documents") {
        for_rows(documents, ["status", "source_chars"], |row, [status, chars]| {
            summary.failed += u64::from(status.text(row) == Some(Status::Failed.label()));
            summary.source_chars += count(chars.int(row));
        })?;
    }
    if let Some(removed) = tables.get("removed_spans") {
        for_rows(removed, ["src_start", "src_end"], |row, [start, end]| {
            summary.removed_chars += count(end.int(row)).saturating_sub(count(start.int(row)));
        })?;
    }
    if let Some(mentions) = tables.get("mentions") {
        for frame in mentions.frames(&["entity_id"]) {
            summary.unlinked += frame?.column("entity_id")?.nulls() as u64;
        }
    }
    Ok(summary)
}
