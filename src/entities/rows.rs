//! Rows of the small CSV files that a user writes by hand: every fault is a sentence that names file and line.

use std::path::Path;

use crate::error::{Error, Result, io_words};
use crate::types::EntityType;

/// A CSV file, row by row.
pub(super) struct Rows<'a> {
    path: &'a Path,
    columns: Vec<String>,
    records: csv::StringRecordsIntoIter<std::io::Cursor<Vec<u8>>>,
}

/// One row.
pub(super) struct Row<'a> {
    path: &'a Path,
    columns: &'a [String],
    record: csv::StringRecord,
    /// 1-based line of the file.
    pub line: u64,
}

/// An error about a line of a file.
pub(super) fn sentence(path: &Path, line: u64, what: String) -> Error {
    Error::new(format!("cannot understand {}, line {line}: {what}", path.display()))
}

impl<'a> Rows<'a> {
    /// The rows of a file of which `what` says what it is and that must have the columns `needed`.
    pub fn open(path: &'a Path, what: &str, needed: &[&str]) -> Result<Rows<'a>> {
        let shown = path.display();
        let mut bytes =
            std::fs::read(path).map_err(|e| Error::new(format!("cannot read {what} {shown}: {}", io_words(&e))))?;
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(std::io::Cursor::new(bytes));
        let header = reader
            .headers()
            .map_err(|e| Error::new(format!("cannot understand {shown}, line 1: {}", words(&e))))?;
        let columns: Vec<String> = header.iter().map(|c| c.to_lowercase()).collect();
        for column in needed {
            if !columns.iter().any(|c| c == column) {
                let message = format!(
                    "cannot understand {shown}, line 1: {what} lacks the column {column} (it needs {})",
                    needed.join(",")
                );
                return Err(Error::new(message));
            }
        }
        Ok(Rows {
            path,
            columns,
            records: reader.into_records(),
        })
    }

    /// The next row that is not blank.
    pub fn next(&mut self) -> Result<Option<Row<'_>>> {
        loop {
            let line = self.records.reader().position().line();
            let Some(record) = self.records.next() else {
                return Ok(None);
            };
            let record = record.map_err(|e| sentence(self.path, e.position().map_or(line, |p| p.line()), words(&e)))?;
            let line = record.position().map_or(line, |p| p.line());
            if record.len() > self.columns.len() {
                let what = format!(
                    "{} cells where the header has {} (a comma inside a name wants quotes)",
                    record.len(),
                    self.columns.len()
                );
                return Err(sentence(self.path, line, what));
            }
            if record.iter().all(str::is_empty) {
                continue;
            }
            return Ok(Some(Row {
                path: self.path,
                columns: &self.columns,
                record,
                line,
            }));
        }
    }
}

impl Row<'_> {
    /// The cell of a column; empty when the file or the row lacks it.
    pub fn text(&self, column: &str) -> &str {
        self.columns
            .iter()
            .position(|c| c == column)
            .and_then(|i| self.record.get(i))
            .unwrap_or("")
    }

    /// The cell of a column that must not be empty.
    pub fn required(&self, column: &str) -> Result<&str> {
        match self.text(column) {
            "" => Err(sentence(self.path, self.line, format!("the column {column} is empty"))),
            text => Ok(text),
        }
    }

    /// The cell as an entity type.
    pub fn entity_type(&self, column: &str) -> Result<EntityType> {
        let text = self.text(column);
        EntityType::from_label(&text.to_uppercase()).ok_or_else(|| {
            sentence(
                self.path,
                self.line,
                format!("the {column} {text:?} is none of {}", EntityType::LABELS.join(", ")),
            )
        })
    }

    /// The cell as a number between `-limit` and `limit`; `None` when empty.
    pub fn number(&self, column: &str, limit: f32) -> Result<Option<f32>> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f32>() {
            Ok(number) if number.abs() <= limit => Ok(Some(number)),
            _ => Err(sentence(
                self.path,
                self.line,
                format!("the {column} {text:?} is not a number between -{limit} and {limit}"),
            )),
        }
    }
}

/// What the CSV reader found, without the position, which the sentence has already.
fn words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".to_string(),
        csv::ErrorKind::Io(e) => io_words(e),
        _ => error.to_string(),
    }
}
