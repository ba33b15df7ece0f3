//! CSV with a header: every row is a record; a cell that is empty is not given.
//!
//! The raw bytes of a row (for its length and hash) are not handed out by the CSV reader; they are kept on a tape under
//! it, which is cut at every row and at the same time keeps a quote that is never closed from swallowing all memory.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::codes::{self, Fault};
use super::container::{Container, Row};
use super::given::{self, NAMES, csv_words};
use super::{Format, Input, Records};
use crate::types::{Body, Content};

/// `.csv`
pub(super) const FORMAT: Format = Format {
    name: "csv",
    extensions: &["csv"],
    records,
};

/// Bytes that were read but do not yet belong to a row that is done.
#[derive(Default)]
struct Tape {
    /// Offset of the first of them in the file.
    start: u64,
    bytes: Vec<u8>,
}

impl Tape {
    /// The bytes up to this offset of the file, taken off the tape.
    fn cut(&mut self, end: u64) -> Vec<u8> {
        let n = usize::try_from(end.saturating_sub(self.start))
            .unwrap_or(usize::MAX)
            .min(self.bytes.len());
        self.start += n as u64;
        let rest = self.bytes.split_off(n);
        std::mem::replace(&mut self.bytes, rest)
    }
}

/// Puts what it reads on the tape; fails when the tape gets longer than a row may be.
struct Taped {
    inner: Box<dyn Read + Send>,
    tape: Arc<Mutex<Tape>>,
    limit: u64,
}

impl Read for Taped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let mut tape = self.tape.lock().unwrap_or_else(PoisonError::into_inner);
        if tape.bytes.len() as u64 > self.limit {
            return Err(io::Error::other(codes::too_long(self.limit)));
        }
        tape.bytes.extend_from_slice(&buffer[..n]);
        Ok(n)
    }
}

fn records(input: Input<'_>) -> Records<'_> {
    let tape = Arc::new(Mutex::new(Tape::default()));
    let taped = Taped {
        inner: input.bytes,
        tape: Arc::clone(&tape),
        limit: input.limit,
    };
    // Small buffer: what is on the tape before the row it belongs to is known is at most this and one row.
    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .buffer_capacity(1 << 14)
        .from_reader(taped);
    let mut container = Container::new(input.path, "row", input.sources);
    let header = reader.byte_headers().cloned();
    let columns: Vec<Option<usize>> = match &header {
        Ok(header) => header
            .iter()
            .map(|h| input.fields.index(String::from_utf8_lossy(h).trim()))
            .collect(),
        Err(_) => vec![],
    };
    let has = |name: &str| {
        NAMES
            .iter()
            .position(|n| *n == name)
            .is_some_and(|i| columns.contains(&Some(i)))
    };
    if let Err(e) = header {
        return Box::new(std::iter::once(super::container::failed_file(input.path, &fault(&e))));
    }
    if !has("text") && !has("html") {
        let names = format!("{} nor {}", input.fields.theirs(0), input.fields.theirs(1));
        let fault = Fault::new(
            codes::BAD_CONTAINER,
            format!("it has no column named {names} ([read.fields] maps other names)"),
        );
        return Box::new(std::iter::once(super::container::failed_file(input.path, &fault)));
    }
    let mut number = 0;
    let mut done = false;
    let mut record = ::csv::ByteRecord::new();
    Box::new(std::iter::from_fn(move || {
        if done {
            return None;
        }
        let read = reader.read_byte_record(&mut record);
        if matches!(read, Ok(false)) {
            return None;
        }
        number += 1;
        if let Err(e) = read {
            done = true;
            return Some(container.unreadable(number, &fault(&e)));
        }
        let (start, end) = (
            record.position().map_or(0, ::csv::Position::byte),
            reader.position().byte(),
        );
        let mut tape = tape.lock().unwrap_or_else(PoisonError::into_inner);
        tape.cut(start);
        let raw = tape.cut(end);
        drop(tape);
        Some(container.record(row(&record, &columns, number, raw.trim_ascii_end())))
    }))
}

fn fault(error: &::csv::Error) -> Fault {
    match error.kind() {
        ::csv::ErrorKind::Io(e) => codes::fault(e),
        _ => Fault::new(codes::BAD_CONTAINER, csv_words(error)),
    }
}

fn row<'a>(record: &::csv::ByteRecord, columns: &[Option<usize>], number: u64, raw: &'a [u8]) -> Row<'a> {
    let mut fields = given::Row::default();
    let (mut text, mut html) = (None, None);
    for (cell, column) in record.iter().zip(columns) {
        match column.and_then(|c| NAMES.get(c)) {
            Some(&"text") => text = Some(cell),
            Some(&"html") => html = Some(cell),
            Some(name) if !cell.is_empty() => {
                let index = NAMES.iter().position(|n| n == name).unwrap_or(usize::MAX);
                fields.set(index, Value::String(String::from_utf8_lossy(cell).into_owned()));
            }
            _ => {}
        }
    }
    let (cell, format) = match (text, html) {
        (Some(text), html) if !text.is_empty() || html.is_none_or(<[u8]>::is_empty) => (text, Content::Plain),
        (_, Some(html)) => (html, Content::Html),
        (text, None) => (text.unwrap_or_default(), Content::Plain),
    };
    let body = if record.len() == columns.len() {
        // The encoding of a table is found cell by cell: there is nothing that declares it.
        Ok(Body::Bytes {
            bytes: cell.to_vec(),
            format,
            charset: None,
        })
    } else {
        let message = format!("it has {} cells where the header has {}", record.len(), columns.len());
        Err(Fault::new(codes::BAD_RECORD, message))
    };
    Row {
        number,
        id: fields.id(),
        given: fields.given(),
        raw,
        body,
    }
}
