//! What all containers share: how a row becomes a [`Record`] with a unique `doc_id`.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use super::codes::{self, Code, Fault, shown};
use super::given::{Sources, or};
use crate::types::{Body, Diagnostic, Given, Record};

/// Longest id that becomes part of a `doc_id`, in bytes: URLs and URNs fit; a whole paragraph is no id.
const MAX_ID: usize = 300;

/// Makes the records of one container.
pub struct Container<'a> {
    path: &'a str,
    /// What a row is called in messages: line, row, record.
    unit: &'static str,
    sources: &'a Sources,
    /// Hashes of the ids so far: 8 bytes a record; two ids of one hash would only cost the second its name.
    seen: HashSet<u64>,
}

/// A row of a container, in the container's own terms.
pub struct Row<'a> {
    /// 1-based line or record number.
    pub number: u64,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// The fields it gives.
    pub given: Given,
    /// Its raw bytes.
    pub raw: &'a [u8],
    /// What it holds, or why not.
    pub body: Result<Body, Fault>,
    /// What is odd about it although it could be read.
    pub odd: Option<Fault>,
}

impl<'a> Container<'a> {
    /// An empty container at this path.
    pub fn new(path: &'a str, unit: &'static str, sources: &'a Sources) -> Container<'a> {
        Container {
            path,
            unit,
            sources,
            seen: HashSet::new(),
        }
    }

    /// The record of a row.
    pub fn record(&mut self, row: Row<'_>) -> Record {
        let (doc_id, source_record, repeated) = self.name(row.number, row.id);
        let given = match self.sources.of_record(&doc_id) {
            Some(sure) => or(sure.clone(), row.given),
            None => row.given,
        };
        let mut record = Record {
            given: or(given, self.sources.of_file(self.path)),
            source_path: self.path.to_string(),
            source_record: Some(source_record),
            body: Body::Failed,
            source_bytes: Some(row.raw.len() as u64),
            source_blake3: Some(blake3::hash(row.raw).to_hex().to_string()),
            diagnostics: vec![],
            doc_id,
        };
        if let Some(id) = repeated {
            let message = format!(
                "{} {} cannot be told apart by its id {id:?}; its number is used",
                self.unit, row.number
            );
            record.diagnostics.push(about(&record, codes::REPEATED_ID, &message));
        }
        if let Some(odd) = row.odd {
            let message = format!("{} {}: {odd}", self.unit, row.number);
            record.diagnostics.push(about(&record, odd.code, &message));
        }
        match row.body {
            Ok(body) => record.body = body,
            Err(fault) => {
                record.diagnostics.push(about(
                    &record,
                    fault.code,
                    &format!("{} {}: {fault}", self.unit, row.number),
                ));
            }
        }
        record
    }

    /// A record for a row that could not even be read to its end.
    pub fn unreadable(&mut self, number: u64, fault: &Fault) -> Record {
        let (doc_id, source_record, _) = self.name(number, None);
        let mut record = failed(doc_id, self.path, Some(source_record));
        record
            .diagnostics
            .push(about(&record, fault.code, &format!("{} {number}: {fault}", self.unit)));
        record
    }

    /// `doc_id`, `source_record`, and the id when it could not be used.
    fn name(&mut self, number: u64, id: Option<String>) -> (String, String, Option<String>) {
        let mut unusable = None;
        if let Some(id) = id.filter(|id| !id.trim().is_empty()) {
            // `line:` is how records without an id are named.
            if id.len() <= MAX_ID && !id.starts_with("line:") && self.seen.insert(xxh3_64(id.as_bytes())) {
                return (format!("{}#{id}", self.path), id, None);
            }
            unusable = Some(id);
        }
        (format!("{}#line:{number}", self.path), number.to_string(), unusable)
    }
}

/// The one record of a file of which nothing could be read.
pub fn failed_file(path: &str, fault: &Fault) -> Record {
    let mut record = failed(path.to_string(), path, None);
    record.diagnostics.push(about(&record, fault.code, &fault.message));
    record
}

/// A row for a file that is not text of its own: it has no record, or something is odd about it as a whole.
pub fn skipped_file(path: &str, fault: &Fault) -> Record {
    Record {
        body: Body::Skipped,
        ..failed_file(path, fault)
    }
}

fn failed(doc_id: String, path: &str, source_record: Option<String>) -> Record {
    Record {
        doc_id,
        source_path: path.to_string(),
        source_record,
        body: Body::Failed,
        source_bytes: None,
        source_blake3: None,
        given: Given::default(),
        diagnostics: vec![],
    }
}

/// A diagnostic about a record.
pub fn about(record: &Record, code: Code, message: &str) -> Diagnostic {
    Diagnostic {
        source_path: record.source_path.clone(),
        doc_id: Some(record.doc_id.clone()),
        code: code.0.into(),
        level: code.1,
        message: shown(message),
        at: None,
    }
}
