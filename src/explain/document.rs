//! A document: what is known of it as a whole, and its page with what was kept and removed.

use serde::Serialize;

use super::lines::{Line, Removed, Source, Twin};
use super::{Answer, Dataset, Row, Trouble, meaning};
use crate::error::Result;

/// A document as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// Its row, without the clean text.
    #[serde(flatten)]
    pub row: Row,
    /// Rows of `duplicates` that name it, on either side.
    pub duplicates: Vec<Row>,
    /// What was odd about it.
    pub diagnostics: Vec<Row>,
    /// Whether the dataset has its source text.
    pub has_text: bool,
}

impl Document {
    /// Its id.
    pub fn id(&self) -> &str {
        self.row.text("doc_id").unwrap_or_default()
    }

    /// Whether it could be read at all.
    pub fn readable(&self) -> bool {
        !matches!(self.row.text("status"), Some("failed" | "skipped"))
    }
}

/// A document with its lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The document.
    pub document: Document,
    /// Its kept blocks, in order.
    pub segments: Vec<Row>,
    /// What was removed, in order.
    pub removed: Vec<Removed>,
    /// Its lines; empty without the source text.
    pub lines: Vec<Line>,
}

impl Dataset {
    /// A document and its lines.
    ///
    /// # Errors
    /// When there is no document of this id, or the dataset cannot be read.
    pub fn page(&self, doc_id: &str) -> Answer<Page> {
        let document = self.document(doc_id)?;
        let text = self.source(doc_id)?;
        let source = text.as_deref().map(Source::new);
        let segments = self.rows("segments", "doc_id", doc_id)?;
        let removed = self.removed(doc_id, source.as_ref())?;
        let spans = |rows: &mut dyn Iterator<Item = &Row>| rows.map(Row::src).collect::<Vec<_>>();
        let kept = spans(&mut segments.iter());
        let gone = spans(&mut removed.iter().map(|r| &r.row));
        Ok(Page {
            document,
            lines: source.map_or(Vec::new(), |s| s.lines(&kept, &gone)),
            segments,
            removed,
        })
    }

    /// A document as a whole.
    pub(super) fn document(&self, doc_id: &str) -> Answer<Document> {
        let table = self.table("documents")?;
        let columns: Vec<&str> = table.columns().iter().map(|(name, _)| name.as_str()).collect();
        let columns: Vec<&str> = columns.into_iter().filter(|c| *c != "text").collect();
        let rows = self.columns("documents", &columns, table.rows_of("doc_id", doc_id)?)?;
        let Some(row) = rows.into_iter().next() else {
            return Err(Trouble::Missing(format!(
                "there is no document {doc_id} in this dataset"
            )));
        };
        let is = |text: &Option<&str>| *text == Some(doc_id);
        Ok(Document {
            row,
            duplicates: self.search("duplicates", &["doc_id", "other_doc_id"], |ids| ids.iter().any(is))?,
            diagnostics: self.search("diagnostics", &["doc_id"], |ids| ids.iter().any(is))?,
            has_text: !self.table("sources")?.rows_of("doc_id", doc_id)?.is_empty(),
        })
    }

    /// The source text of a document, when the dataset has it.
    pub(super) fn source(&self, doc_id: &str) -> Result<Option<String>> {
        let rows = self.rows("sources", "doc_id", doc_id)?;
        Ok(rows.first().and_then(|r| r.text("text")).map(str::to_string))
    }

    /// The removed spans of a document.
    pub(super) fn removed(&self, doc_id: &str, source: Option<&Source>) -> Result<Vec<Removed>> {
        let rows = self.rows("removed_spans", "doc_id", doc_id)?;
        Ok(rows.into_iter().map(|row| removed(row, source)).collect())
    }
}

/// What can be told about a removed span.
fn removed(row: Row, source: Option<&Source>) -> Removed {
    let lines = |span| source.and_then(|s| s.lines_of(span));
    let twin = row.span(("twin_start", "twin_end")).map(|span| Twin {
        src_start: span.0,
        src_end: span.1,
        lines: lines(span),
        text: source.and_then(|s| s.slice(span)).map(str::to_string),
    });
    Removed {
        lines: lines(row.src()),
        rule_means: row.text("rule_id").and_then(meaning::of_rule),
        twin,
        row,
    }
}
