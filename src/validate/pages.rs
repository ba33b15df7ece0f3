//! One document at a time with all its rows: the tables that hold rows of documents are sorted by `doc_id`, so they are
//! read side by side, like a zipper, and no more than a batch of documents is in memory.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::aggregates::{Aggregates, FACTS};
use super::frame::{Frame, Frames, Parquet, hash};
use super::{Findings, Tables, aggregates, offsets, promises};
use crate::error::{Error, Result};

/// Documents in a batch: enough to keep all cores busy, few enough to forget.
const BATCH: usize = 256;

/// A document with all its rows.
pub struct Page {
    /// Its id.
    pub doc_id: String,
    /// Clean text; `None` when it is NULL.
    pub text: Option<String>,
    /// Source text; `None` when it has no row in `sources`.
    pub source: Option<String>,
    /// `documents.chars`.
    pub chars: i32,
    /// `documents.source_chars`.
    pub source_chars: i32,
    /// `documents.words`.
    pub words: i32,
    /// `documents.duplicate_of`.
    pub duplicate_of: Option<String>,
    /// `documents.published_start` and `documents.published_end`.
    pub published: (Option<i32>, Option<i32>),
    /// Whether it could be read (`documents.status`).
    pub readable: bool,
    /// Whether this dataset holds texts.
    pub whole: bool,
    /// Rows of `segments`.
    pub segments: Vec<Row>,
    /// Rows of `sentences`.
    pub sentences: Vec<Row>,
    /// Rows of `removed_spans`.
    pub removed: Vec<Row>,
    /// Rows of `dates`.
    pub dates: Vec<Row>,
    /// Rows of `mentions`.
    pub mentions: Vec<Row>,
}

/// A row that has a place in the texts. What a table does not have is 0 or `None`.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its key.
    pub id: String,
    /// The segment of a sentence, the sentence of a date or mention.
    pub home: Option<String>,
    /// Its text; `None` when it is NULL.
    pub text: Option<String>,
    /// `char_start`, `char_end`.
    pub chars: (i32, i32),
    /// `src_start`, `src_end`.
    pub src: (i32, i32),
    /// `segment_index` or `sentence_index`.
    pub index: i32,
    /// `segments.words`.
    pub words: i32,
    /// `mentions.entity_id`, `removed_spans.reason`.
    pub label: Option<String>,
    /// `removed_spans.twin_start` and `twin_end`.
    pub twin: (Option<i32>, Option<i32>),
    /// Hash of the columns of `dates` that `entity_dates` repeats.
    pub facts: u128,
}

/// Checks offsets, promises and counts of all documents.
pub fn check(tables: &Tables, findings: &mut Findings) -> Result<()> {
    let table = |name: &str| {
        tables
            .get(name)
            .ok_or_else(|| Error::new(format!("the table {name} is missing")))
    };
    let whole = holds_text(table("documents")?, table("sources")?)?;
    let mut rows = Tracks {
        sources: Track::new(
            table("sources")?,
            "sources",
            Columns {
                text: Some("text"),
                ..Columns::default()
            },
        ),
        segments: Track::new(
            table("segments")?,
            "segments",
            Columns {
                id: Some("segment_id"),
                index: Some("segment_index"),
                words: Some("words"),
                ..Columns::PLACED
            },
        ),
        sentences: Track::new(
            table("sentences")?,
            "sentences",
            Columns {
                id: Some("sentence_id"),
                home: Some("segment_id"),
                index: Some("sentence_index"),
                ..Columns::PLACED
            },
        ),
        removed: Track::new(
            table("removed_spans")?,
            "removed_spans",
            Columns {
                id: Some("span_id"),
                label: Some("reason"),
                twin: Some(("twin_start", "twin_end")),
                chars: None,
                ..Columns::PLACED
            },
        ),
        dates: Track::new(
            table("dates")?,
            "dates",
            Columns {
                id: Some("date_id"),
                home: Some("sentence_id"),
                facts: FACTS,
                ..Columns::PLACED
            },
        ),
        mentions: Track::new(
            table("mentions")?,
            "mentions",
            Columns {
                id: Some("mention_id"),
                home: Some("sentence_id"),
                label: Some("entity_id"),
                ..Columns::PLACED
            },
        ),
    };
    let mut aggregates = Aggregates::new(tables)?;
    let mut batch = Vec::with_capacity(BATCH);
    for frame in table("documents")?.frames(DOCUMENT) {
        let frame = frame?;
        for row in 0..frame.rows {
            batch.push(rows.page(&frame, row, whole)?);
            if batch.len() == BATCH {
                flush(&mut batch, &mut aggregates, findings);
            }
        }
    }
    flush(&mut batch, &mut aggregates, findings);
    aggregates.check(tables, findings)
}

/// Columns of `documents` that a [`Page`] is made of.
const DOCUMENT: &[&str] = &[
    "doc_id",
    "text",
    "chars",
    "source_chars",
    "words",
    "duplicate_of",
    "published_start",
    "published_end",
    "status",
];

fn flush(batch: &mut Vec<Page>, aggregates: &mut Aggregates, findings: &mut Findings) {
    let found = batch.par_iter().map(|page| {
        let mut found = Findings::default();
        offsets::check(page, &mut found);
        promises::check(page, &mut found);
        aggregates::words(page, &mut found);
        found
    });
    found.collect::<Vec<_>>().into_iter().for_each(|f| findings.extend(f));
    batch.drain(..).for_each(|page| aggregates.add(&page));
}

/// Whether the dataset was written with `text = "full"`.
fn holds_text(documents: &Parquet, sources: &Parquet) -> Result<bool> {
    if sources.rows() > 0 {
        return Ok(true);
    }
    for frame in documents.frames(&["text"]) {
        let frame = frame?;
        if frame.column("text")?.nulls() < frame.rows {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Tracks {
    sources: Track,
    segments: Track,
    sentences: Track,
    removed: Track,
    dates: Track,
    mentions: Track,
}

impl Tracks {
    /// The document of a row of `documents`.
    fn page(&mut self, frame: &Frame, row: usize, whole: bool) -> Result<Page> {
        let text = |name: &str| frame.column(name).map(|c| c.text(row).map(str::to_string));
        let int = |name: &str| frame.column(name).map(|c| c.int(row));
        let doc_id = text("doc_id")?.unwrap_or_default();
        let status = text("status")?.unwrap_or_default();
        Ok(Page {
            text: text("text")?,
            source: self.sources.of(&doc_id)?.into_iter().next().and_then(|r| r.text),
            chars: int("chars")?.unwrap_or_default(),
            source_chars: int("source_chars")?.unwrap_or_default(),
            words: int("words")?.unwrap_or_default(),
            duplicate_of: text("duplicate_of")?,
            published: (int("published_start")?, int("published_end")?),
            readable: status != "failed" && status != "skipped",
            whole,
            segments: self.segments.of(&doc_id)?,
            sentences: self.sentences.of(&doc_id)?,
            removed: self.removed.of(&doc_id)?,
            dates: self.dates.of(&doc_id)?,
            mentions: self.mentions.of(&doc_id)?,
            doc_id,
        })
    }
}

/// Which columns of a table a [`Row`] is made of.
#[derive(Clone, Copy, Default)]
struct Columns {
    id: Option<&'static str>,
    home: Option<&'static str>,
    text: Option<&'static str>,
    chars: Option<(&'static str, &'static str)>,
    src: Option<(&'static str, &'static str)>,
    index: Option<&'static str>,
    words: Option<&'static str>,
    label: Option<&'static str>,
    twin: Option<(&'static str, &'static str)>,
    facts: &'static [&'static str],
}

impl Columns {
    const PLACED: Columns = Columns {
        id: None,
        home: None,
        index: None,
        words: None,
        label: None,
        twin: None,
        facts: &[],
        text: Some("text"),
        chars: Some(("char_start", "char_end")),
        src: Some(("src_start", "src_end")),
    };

    fn names(&self) -> Vec<&'static str> {
        let pairs = [self.chars, self.src, self.twin]
            .into_iter()
            .flatten()
            .flat_map(|(a, b)| [a, b]);
        let single = [
            Some("doc_id"),
            self.id,
            self.home,
            self.text,
            self.index,
            self.words,
            self.label,
        ];
        let mut names: Vec<_> = single.into_iter().flatten().chain(pairs).collect();
        names.extend(self.facts.iter().filter(|f| **f != "doc_id" && Some(**f) != self.home));
        names
    }

    fn row(&self, frame: &Frame, row: usize) -> Result<Row> {
        let text =
            |name: Option<&str>| name.map_or(Ok(None), |n| frame.column(n).map(|c| c.text(row).map(str::to_string)));
        let int = |name: Option<&str>| name.map_or(Ok(None), |n| frame.column(n).map(|c| c.int(row)));
        let pair = |names: Option<(&str, &str)>| -> Result<(Option<i32>, Option<i32>)> {
            Ok((int(names.map(|n| n.0))?, int(names.map(|n| n.1))?))
        };
        let both = |(a, b): (Option<i32>, Option<i32>)| (a.unwrap_or_default(), b.unwrap_or_default());
        Ok(Row {
            id: text(self.id)?.unwrap_or_default(),
            home: text(self.home)?,
            text: text(self.text)?,
            chars: both(pair(self.chars)?),
            src: both(pair(self.src)?),
            index: int(self.index)?.unwrap_or_default(),
            words: int(self.words)?.unwrap_or_default(),
            label: text(self.label)?,
            twin: pair(self.twin)?,
            facts: if self.facts.is_empty() {
                0
            } else {
                hash(&frame.pick(self.facts)?, row, &mut Vec::new())
            },
        })
    }
}

/// The rows of a table, handed out document by document.
struct Track {
    table: &'static str,
    columns: Columns,
    frames: Frames,
    frame: Option<Arc<Frame>>,
    row: usize,
}

impl Track {
    fn new(parquet: &Parquet, table: &'static str, columns: Columns) -> Track {
        Track {
            table,
            columns,
            frames: parquet.frames(&columns.names()),
            frame: None,
            row: 0,
        }
    }

    /// The rows of a document, which comes after all that were asked for before. Rows of documents between them, which
    /// there are not, are left out: [`super::keys`] tells of them.
    fn of(&mut self, doc_id: &str) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        while let Some(frame) = self.current()? {
            let ids = frame.column("doc_id")?;
            while self.row < frame.rows {
                match ids.text(self.row).unwrap_or_default().cmp(doc_id) {
                    Ordering::Greater => return Ok(rows),
                    Ordering::Equal => rows.push(self.columns.row(&frame, self.row)?),
                    Ordering::Less => {}
                }
                if self.row > 0 && ids.text(self.row - 1) > ids.text(self.row) {
                    let table = self.table;
                    return Err(Error::new(format!(
                        "{table} is not sorted by doc_id, so the texts were not checked to the end"
                    )));
                }
                self.row += 1;
            }
        }
        Ok(rows)
    }

    /// The row group with the next row.
    fn current(&mut self) -> Result<Option<Arc<Frame>>> {
        if self.frame.as_ref().is_none_or(|f| self.row >= f.rows) {
            self.frame = None; // before the next one is read
            self.row = 0;
            self.frame = self.frames.next().transpose()?.map(Arc::new);
        }
        Ok(self.frame.clone())
    }
}
