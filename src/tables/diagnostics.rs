//! The table of warnings and errors.
//!
//! They are numbered within their file: those of the whole file first, then those of its documents in order. So a
//! new oddity in one file renames none of another.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::corpus::Corpus;
use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column, maybe};
use super::view::View;
use crate::error::Result;
use crate::printable::escaped;
use crate::types::{Diagnostic, Level};
use crate::write::spill::{Sorter, record};

/// The table.
pub const TABLE: Table = Table {
    name: "diagnostics",
    meaning: "Warnings and errors of the run.",
    key: &["diagnostic_id"],
    order: &["diagnostic_id"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("diagnostic_id", Type::Str, "", "source_path + number"),
    column("source_path", Type::Str, "", ""),
    maybe("doc_id", Type::Str, "", "-> documents"),
    column("code", Type::OpenEnum, "", "stable code, e.g. W102-invalid-utf8"),
    column("level", Type::Enum(Level::LABELS), "", "note | warning | error"),
    column("message", Type::Str, "", "one line; no absolute path"),
    maybe("src_start", Type::I32, "code points", "where"),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    corpus.diagnostics.drain(&mut |d| {
        out.row(&[
            Cell::Text(d.id),
            Cell::Text(d.source_path),
            d.doc_id.into(),
            Cell::Text(d.code),
            Cell::Text(d.level.label()),
            Cell::Text(d.message),
            d.src_start.into(),
        ]);
    })
}

/// A row of the table without its id.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Row<'a> {
    id: &'a str,
    source_path: &'a str,
    doc_id: Option<&'a str>,
    code: &'a str,
    level: Level,
    #[serde(borrow)]
    message: &'a str,
    src_start: Option<u32>,
}

/// The diagnostics of the run, on their way into the order of their ids.
#[derive(Debug)]
pub struct Diagnostics {
    sorter: Mutex<Sorter>,
    /// How many each file has so far.
    numbers: BTreeMap<String, u32>,
}

impl Diagnostics {
    /// None yet; spills into `folder`.
    pub fn new(folder: &Path) -> Diagnostics {
        Diagnostics {
            sorter: Mutex::new(Sorter::new(folder)),
            numbers: BTreeMap::new(),
        }
    }

    /// Takes those that belong to no document.
    pub fn add_of_corpus(&mut self, diagnostics: &[Diagnostic]) -> Result<()> {
        diagnostics
            .iter()
            .try_for_each(|d| self.push(d, &d.source_path, None, None))
    }

    /// Takes those of an article.
    pub fn add(&mut self, view: &View) -> Result<()> {
        let document = &view.article.document;
        document
            .diagnostics
            .iter()
            .zip(&view.diagnostics)
            .try_for_each(|(d, src_start)| {
                let doc_id = d.doc_id.as_ref().map(|_| view.doc_id());
                self.push(d, &document.source_path, doc_id, *src_start)
            })
    }

    fn push(&mut self, d: &Diagnostic, source_path: &str, doc_id: Option<&str>, src_start: Option<u32>) -> Result<()> {
        let number = self.numbers.entry(source_path.to_string()).or_default();
        *number += 1;
        let id = format!("{source_path}/d{number:04}");
        let message = escaped(&d.message);
        let row = Row {
            id: &id,
            source_path,
            doc_id,
            code: &d.code,
            level: d.level,
            message: &message,
            src_start,
        };
        let sorter = self.sorter.get_mut().unwrap_or_else(PoisonError::into_inner);
        sorter.push(id.as_bytes(), &record(&row)?)
    }

    /// Gives the rows in the order of the table and forgets them.
    fn drain(&self, take: &mut dyn FnMut(&Row)) -> Result<()> {
        let mut sorter = self.sorter.lock().unwrap_or_else(PoisonError::into_inner);
        sorter.drain(&mut |_, row| {
            if let Ok(row) = postcard::from_bytes(row) {
                take(&row);
            }
        })
    }
}
