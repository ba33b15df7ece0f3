//! `run.json`: which program made the dataset of what, and how much came out. Nothing of the clock, the host or a path.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Summary;
use crate::inputs::Inputs;
use crate::tables::{SCHEMA_VERSION, TABLES};

/// The file's name.
pub const NAME: &str = "run.json";

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Version of the program.
    pub isnad: String,
    /// Version of the tables.
    pub schema_version: String,
    /// What it was made of.
    #[serde(flatten)]
    pub inputs: Inputs,
    /// What became of the documents.
    counts: Summary,
    /// Rows of every table.
    tables: BTreeMap<String, u64>,
}

impl RunRecord {
    /// Of a run of this program.
    pub(super) fn new(inputs: &Inputs, summary: &Summary) -> RunRecord {
        RunRecord {
            isnad: env!("CARGO_PKG_VERSION").to_string(),
            schema_version: SCHEMA_VERSION.to_string(),
            inputs: inputs.clone(),
            counts: summary.clone(),
            tables: summary
                .rows
                .iter()
                .map(|(table, rows)| (table.to_string(), *rows))
                .collect(),
        }
    }

    /// The file's content.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The record of a dataset; `None` when it has none that can be understood.
    pub fn read(dataset: &Path) -> Option<RunRecord> {
        serde_json::from_slice(&std::fs::read(dataset.join(NAME)).ok()?).ok()
    }

    /// The summary of the run.
    pub fn summary(self) -> Summary {
        let rows = |name: &'static str| (name, self.tables.get(name).copied().unwrap_or(0));
        Summary {
            rows: TABLES.iter().map(|t| rows(t.name)).collect(),
            ..self.counts
        }
    }
}
