//! A written dataset asked why: why was this removed, why has this date this value, why are these names one entity.
//!
//! Everything here comes from the Parquet tables alone, a few rows of each: [`Dataset::find`] a document,
//! [`Dataset::page`] its lines with what was kept and removed, [`Dataset::at`] and [`Dataset::row`] one place or row,
//! [`Dataset::entity`] and [`Dataset::pair`] names with the reasons that join them. What the tables do not say, because
//! they were written without texts, is left out; nothing is guessed.

pub mod chain;
mod document;
mod entity;
mod evidence;
mod find;
mod lines;
mod meaning;
mod pair;
mod rows;
mod spot;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use document::{Document, Page};
pub use entity::{Entity, NamedAs};
pub use evidence::{Evidence, InSentence, Step};
pub use lines::{Line, Part, Piece, Removed, Twin};
pub use pair::{Pair, Same, Side};
pub use rows::Row;
pub use spot::{DateFound, MentionFound, Point, Spot};

use crate::error::{Error, Result};
use crate::tables::TABLES;
use crate::validate::frame::Parquet;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// What was asked about is not in the dataset; the sentence says what there is.
    #[error("{0}")]
    Missing(String),
    /// The dataset cannot be read.
    #[error(transparent)]
    Broken(#[from] Error),
}

/// An answer, or why there is none.
pub type Answer<T> = std::result::Result<T, Trouble>;

/// A written dataset.
pub struct Dataset {
    dir: PathBuf,
    tables: BTreeMap<&'static str, Parquet>,
}

impl Dataset {
    /// Opens the tables of a dataset; their rows are read when they are asked for.
    ///
    /// # Errors
    /// When the folder holds no dataset, or a file of it is not Parquet.
    pub fn open(dir: &Path) -> Result<Dataset> {
        if !dir.join("documents.parquet").is_file() {
            return Err(Error::new(format!(
                "cannot explain {}: it holds no dataset (no documents.parquet); give the folder that `isnad run` wrote",
                dir.display()
            )));
        }
        let mut tables = BTreeMap::new();
        for table in TABLES {
            let path = dir.join(format!("{}.parquet", table.name));
            if path.is_file() {
                tables.insert(table.name, Parquet::open(&path)?);
            }
        }
        Ok(Dataset {
            dir: dir.to_path_buf(),
            tables,
        })
    }

    fn table(&self, name: &str) -> Result<&Parquet> {
        self.tables
            .get(name)
            .ok_or_else(|| Error::new(format!("cannot explain {}: it has no table {name}", self.dir.display())))
    }
}
