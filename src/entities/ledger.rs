//! The ledger: which entity id stood for which names in earlier runs, so that ids stay when the corpus grows.
//! Columns entity_id,type,name_key,merged_into.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::identity::identity;
use super::rows::{Rows, sentence};
use crate::error::Result;
use crate::types::{Entities, EntityType, LedgerRow, LocalName};

/// The rows of a ledger, sorted, each once. A ledger that is not there yet is empty.
///
/// # Errors
/// When the file cannot be read, lacks a column or has an unknown type; the sentence names file and line.
pub fn ledger(path: &Path) -> Result<Vec<LedgerRow>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    let mut rows = Rows::open(path, "the ledger", &["entity_id", "type", "name_key", "merged_into"])?;
    while let Some(row) = rows.next()? {
        let entity_id = row.required("entity_id")?.to_string();
        let merged_into = Some(row.text("merged_into").to_string()).filter(|id| !id.is_empty());
        if merged_into.as_ref() == Some(&entity_id) {
            return Err(sentence(
                path,
                row.line,
                format!("the id {entity_id} is merged into itself"),
            ));
        }
        all.push(LedgerRow {
            entity_id,
            kind: row.entity_type("type")?,
            name_key: row.required("name_key")?.to_string(),
            merged_into,
        });
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// The ledger after a run: every id with every name that it stands for now, ids that were merged with what they became,
/// and what the old ledger knows and this corpus does not show. The ledger of the ledger is the ledger.
///
/// A name that an id stood for and that now is another entity's only is no longer a name of that id: else the two would
/// change places in the next run.
pub fn next_ledger(old: &[LedgerRow], entities: &Entities) -> Vec<LedgerRow> {
    // Without a ledger nothing is asked of these.
    let list = if old.is_empty() { &[][..] } else { &entities.list };
    let live: HashSet<(EntityType, &str)> = list.iter().map(|e| (e.kind, e.id.as_str())).collect();
    let mut merged: BTreeMap<(EntityType, &str), &str> = BTreeMap::new();
    for entity in list {
        for id in &entity.merged_ids {
            merged.insert((entity.kind, id), &entity.id);
        }
    }
    let held = |(name, &at): (&LocalName, &u32)| {
        let id = entities.list.get(at as usize)?.id.as_str();
        Some((name.kind, identity(&name.full, name.kind), id))
    };
    // Which ids have each name now.
    let mut holders: Vec<(EntityType, String, &str)> = entities.of.par_iter().filter_map(held).collect();
    holders.par_sort_unstable();
    holders.dedup();
    let lost = |row: &LedgerRow| {
        let name = (row.kind, row.name_key.as_str());
        let from = holders.partition_point(|(kind, key, _)| (*kind, key.as_str()) < name);
        let mut of_name = holders[from..]
            .iter()
            .take_while(|(kind, key, _)| (*kind, key.as_str()) == name);
        of_name.clone().next().is_some() && of_name.all(|(_, _, id)| *id != row.entity_id)
    };
    let mut rows: Vec<LedgerRow> = Vec::with_capacity(old.len() + holders.len());
    for row in old {
        if live.contains(&(row.kind, row.entity_id.as_str())) && lost(row) {
            continue;
        }
        let now = match merged.get(&(row.kind, row.entity_id.as_str())) {
            Some(id) => Some(id.to_string()),
            None if live.contains(&(row.kind, row.entity_id.as_str())) => None,
            None => row.merged_into.clone(),
        };
        rows.push(LedgerRow {
            merged_into: now,
            ..row.clone()
        });
    }
    rows.par_extend(holders.into_par_iter().map(|(kind, name_key, id)| LedgerRow {
        entity_id: id.to_string(),
        kind,
        name_key,
        merged_into: None,
    }));
    rows.par_sort_unstable();
    rows.dedup();
    rows
}

/// So many rows are written side by side.
const CHUNK: usize = 4096;

/// The rows as CSV.
pub fn csv_bytes(rows: &[LedgerRow]) -> Vec<u8> {
    let mut bytes = b"entity_id,type,name_key,merged_into\n".to_vec();
    let chunks: Vec<Vec<u8>> = rows.par_chunks(CHUNK).map(csv_rows).collect();
    chunks.iter().for_each(|chunk| bytes.extend(chunk));
    bytes
}

fn csv_rows(rows: &[LedgerRow]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let cells = [
            row.entity_id.as_str(),
            row.kind.label(),
            row.name_key.as_str(),
            row.merged_into.as_deref().unwrap_or(""),
        ];
        // Writing to memory cannot fail.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}
