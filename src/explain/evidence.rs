//! A mention as evidence: the sentence that it stands in, and where to look it up.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chain::How;
use super::lines::Source;
use super::{Dataset, Row};
use crate::error::Result;

/// A mention with its sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Its row.
    #[serde(flatten)]
    pub mention: Row,
    /// Its line in the source text, from 1; `None` without the source text.
    pub line: Option<usize>,
    /// Its sentence; `None` without texts.
    pub sentence: Option<InSentence>,
}

/// A stretch of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InSentence {
    /// The sentence.
    pub text: String,
    /// Where the stretch begins in it, in code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl InSentence {
    /// The place of a date or mention in a row of `sentences`; `None` when the row has no text.
    pub(super) fn of(row: &Row, sentence: &Row) -> Option<InSentence> {
        let chars = ("char_start", "char_end");
        let ((start, end), (first, _)) = (row.span(chars)?, sentence.span(chars)?);
        Some(InSentence {
            text: sentence.text("text")?.to_string(),
            start: start.checked_sub(first)?,
            end: end.checked_sub(first)?,
        })
    }

    /// The sentence before, in and after the stretch.
    pub fn parts(&self) -> [String; 3] {
        let letters = || self.text.chars();
        let width = self.end.saturating_sub(self.start);
        [
            letters().take(self.start).collect(),
            letters().skip(self.start).take(width).collect(),
            letters().skip(self.end).collect(),
        ]
    }
}

/// One step from a name to another, or a pair of names that were not joined.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The one name.
    pub from: String,
    /// The other.
    pub to: String,
    /// What joins them.
    pub how: How,
    /// The row of `entity_merges` that says so.
    pub merge: Option<Row>,
    /// The mention that the row names, or the one that was linked.
    pub evidence: Option<Evidence>,
}

/// Evidence that was looked up already; several names often have the same.
#[derive(Default)]
pub(super) struct Known(BTreeMap<String, Option<Evidence>>);

impl Dataset {
    /// The row of a table with document rows that has this id.
    pub(super) fn row_of(&self, table: &str, column: &str, id: &str) -> Result<Option<Row>> {
        let Some((doc_id, _)) = id.rsplit_once('/') else {
            return Ok(None);
        };
        let rows = self.table(table)?.rows_of("doc_id", doc_id)?;
        let first = rows.start;
        let ids = self.columns(table, &[column], rows)?;
        let Some(at) = ids.iter().position(|r| r.text(column) == Some(id)) else {
            return Ok(None);
        };
        Ok(self.slice(table, first + at..first + at + 1)?.into_iter().next())
    }

    /// A mention as evidence; `None` when there is none of this id.
    pub(super) fn evidence(&self, mention_id: &str, known: &mut Known) -> Result<Option<Evidence>> {
        if let Some(evidence) = known.0.get(mention_id) {
            return Ok(evidence.clone());
        }
        let mention = self.row_of("mentions", "mention_id", mention_id)?;
        let evidence = mention.map(|mention| self.evidence_of(mention)).transpose()?;
        known.0.insert(mention_id.to_string(), evidence.clone());
        Ok(evidence)
    }

    fn evidence_of(&self, mention: Row) -> Result<Evidence> {
        let sentence = mention.text("sentence_id").unwrap_or_default();
        let sentence = self.row_of("sentences", "sentence_id", sentence)?;
        let text = self.source(mention.text("doc_id").unwrap_or_default())?;
        let line = text.and_then(|t| Source::new(&t).line_at(mention.src().0).map(|(line, ..)| line));
        Ok(Evidence {
            sentence: sentence.and_then(|s| InSentence::of(&mention, &s)),
            mention,
            line,
        })
    }
}
