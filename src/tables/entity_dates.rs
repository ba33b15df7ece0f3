//! The table of timelines: an entity and a date in one sentence.
//!
//! Copies keep their rows here as they do in `dates` and `mentions`; leave them out with `documents.duplicate_of`.
//! The rows are not in the order of documents, so they wait in a sort that spills to disk.

use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Together};
use super::row::{Cell, Sink, id, known_day};
use super::schema::{Column, Source, Table, Type, column, maybe};
use super::view::View;
use crate::error::Result;
use crate::types::{DateRole, Precision, TimexType};
use crate::write::spill::{Sorter, record};

/// The table.
pub const TABLE: Table = Table {
    name: "entity_dates",
    meaning: "Entity and date in one sentence: an entity's timeline.",
    key: &["entity_id", "date_id"],
    order: &["entity_id", "start_date", "date_id"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("entity_id", Type::Str, "", "-> entities"),
    column("date_id", Type::Str, "", "-> dates"),
    column("doc_id", Type::Str, "", "-> documents"),
    column("sentence_id", Type::Str, "", "-> sentences"),
    column("type", Type::Enum(TimexType::LABELS), "", "as dates.type"),
    maybe("value", Type::Str, "", "as dates.value"),
    column("role", Type::Enum(DateRole::LABELS), "", "as dates.role"),
    maybe("start_date", Type::Date, "", "as dates.start_date"),
    maybe("end_date", Type::Date, "", "as dates.end_date"),
    maybe("precision", Type::Enum(Precision::LABELS), "", "as dates.precision"),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    let entities = corpus.entities;
    corpus.timeline.drain(&mut |entity, date| {
        let entity = entities.list.get(entity as usize).map_or("", |e| e.id.as_str());
        out.row(&[
            Cell::Text(entity),
            id(date.doc_id, 't', date.src_start),
            Cell::Text(date.doc_id),
            id(date.doc_id, 'n', date.sentence_start),
            Cell::Text(date.kind.label()),
            date.value.into(),
            Cell::Text(date.role.label()),
            date.start.into(),
            date.end.into(),
            date.precision.map(Precision::label).into(),
        ]);
    })
}

/// A row without its entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Dated<'a> {
    doc_id: &'a str,
    src_start: u32,
    sentence_start: u32,
    kind: TimexType,
    value: Option<&'a str>,
    role: DateRole,
    start: Option<Day>,
    end: Option<Day>,
    precision: Option<Precision>,
}

/// The rows of all articles, on their way into the order of the table.
#[derive(Debug)]
pub struct Timeline(Mutex<Sorter>);

impl Timeline {
    /// Empty; spills into `folder`.
    pub fn new(folder: &Path) -> Timeline {
        Timeline(Mutex::new(Sorter::new(folder)))
    }

    /// Takes the rows of an article: every date with every entity of its sentence.
    pub fn add(&mut self, view: &View, together: &Together) -> Result<()> {
        let sorter = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut key = Vec::new();
        for (date, place) in view.article.dates.iter().zip(&view.dates) {
            let entities = together.in_sentence(date.sentence);
            if entities.is_empty() {
                continue;
            }
            let start = known_day(date.start);
            let row = record(&Dated {
                doc_id: view.doc_id(),
                src_start: place.src_start,
                sentence_start: view.sentences.get(date.sentence as usize).map_or(0, |s| s.src_start),
                kind: date.kind,
                value: date.value.as_deref(),
                role: date.role,
                start,
                end: date.end,
                precision: date.precision,
            })?;
            for &(_, entity) in entities {
                key.clear();
                key.extend(entity.to_be_bytes());
                key.extend(day_key(start));
                // Writing to memory cannot fail.
                let _ = write!(key, "{}/t{}", view.doc_id(), place.src_start);
                sorter.push(&key, &row)?;
            }
        }
        Ok(())
    }

    /// Gives the rows in the order of the table and forgets them.
    fn drain(&self, take: &mut dyn FnMut(u32, &Dated)) -> Result<()> {
        let mut sorter = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sorter.drain(&mut |key, row| {
            let (Some(entity), Ok(row)) = (key.first_chunk(), postcard::from_bytes(row)) else {
                return;
            };
            take(u32::from_be_bytes(*entity), &row);
        })
    }
}

/// A day as bytes in its own order, no day last. Years are 1 to 9999.
fn day_key(day: Option<Day>) -> [u8; 4] {
    day.map_or([u8::MAX; 4], |d| {
        let [high, low] = d.year().to_be_bytes();
        [high, low, d.month() as u8, d.day() as u8]
    })
}
