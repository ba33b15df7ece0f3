//! CSV with a header: every row is a record; a cell that is empty is not given.
//!
//! Rows are cut here, byte by byte, because their raw bytes (for length and hash) are wanted, and because a row that is
//! too long shall fail alone. Cells are separated by what separates them in the header: comma, semicolon or tab. UTF-16
//! with a byte order mark, as spreadsheets export it, becomes UTF-8 first.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use serde_json::Value;

use super::codes::{self, Fault};
use super::container::{Container, Row, failed_file};
use super::given::{self, NAMES};
use super::{Format, Holds, Input, Records, decode};
use crate::types::{Body, Content, Record};

/// `.csv`
pub(super) const FORMAT: Format = Format {
    name: "csv",
    extensions: &["csv"],
    holds: Holds::Many(records),
};

/// UTF-16 as UTF-8.
struct Transcoded {
    inner: Box<dyn Read + Send>,
    decoder: Decoder,
    /// Text that was decoded and not yet read.
    ready: Cursor<Vec<u8>>,
    ended: bool,
}

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = [0; 1 << 14];
        while self.ready.position() as usize >= self.ready.get_ref().len() && !self.ended {
            let n = self.inner.read(&mut bytes)?;
            self.ended = n == 0;
            let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(n).unwrap_or(4 * n + 16));
            let (result, _, _) = self.decoder.decode_to_string(&bytes[..n], &mut text, self.ended);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.ready = Cursor::new(text.into_bytes());
        }
        self.ready.read(buffer)
    }
}

/// The stream as UTF-8, or as it is, without byte order mark.
fn without_mark(mut bytes: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut start = vec![];
    bytes.by_ref().take(3).read_to_end(&mut start)?;
    let (encoding, mark) = Encoding::for_bom(&start).unwrap_or((UTF_8, 0));
    let rest = Cursor::new(start.split_off(mark)).chain(bytes);
    if encoding == UTF_8 {
        return Ok(Box::new(rest));
    }
    Ok(Box::new(Transcoded {
        inner: Box::new(rest),
        decoder: encoding.new_decoder_without_bom_handling(),
        ready: Cursor::new(vec![]),
        ended: false,
    }))
}

/// Where in a row the next byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: its end, or the first of two.
    Quote,
}

/// What [`Rows::next`] found.
enum Found {
    Row,
    /// Longer than a row may be; whether the end of the file came before its end.
    TooLong {
        open: bool,
    },
    End,
}

/// The rows of a table.
struct Rows {
    reader: BufReader<Box<dyn Read + Send>>,
    delimiter: u8,
    limit: u64,
    raw: Vec<u8>,
    cells: Vec<Vec<u8>>,
}

impl Rows {
    /// Reads the next row that is not blank.
    fn next(&mut self) -> io::Result<Found> {
        self.raw.clear();
        self.cells = vec![vec![]];
        let mut at = At::Start;
        let mut long = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if chunk.is_empty() {
                return Ok(match (long, self.raw.is_empty()) {
                    (true, _) => Found::TooLong { open: at == At::Quoted },
                    (false, true) => Found::End,
                    (false, false) => Found::Row,
                });
            }
            let mut used = 0;
            let mut ended = false;
            for &byte in chunk {
                used += 1;
                if at != At::Quoted && matches!(byte, b'\n' | b'\r') {
                    // A blank line is no row.
                    ended = long || !self.raw.is_empty();
                    if ended {
                        break;
                    }
                    continue;
                }
                let mut keep = None;
                at = match (at, byte) {
                    (At::Start, b'"') => At::Quoted,
                    (At::Quoted, b'"') => At::Quote,
                    (At::Quote, b'"') | (At::Quoted, _) => {
                        keep = Some(byte);
                        At::Quoted
                    }
                    (_, byte) if byte == self.delimiter => {
                        if !long {
                            self.cells.push(vec![]);
                        }
                        At::Start
                    }
                    _ => {
                        keep = Some(byte);
                        At::Plain
                    }
                };
                if long {
                    continue;
                }
                self.raw.push(byte);
                if let (Some(byte), Some(cell)) = (keep, self.cells.last_mut()) {
                    cell.push(byte);
                }
                if self.raw.len() as u64 > self.limit {
                    long = true;
                    self.raw.clear();
                    self.cells.clear();
                }
            }
            self.reader.consume(used);
            if ended {
                return Ok(if long {
                    Found::TooLong { open: false }
                } else {
                    Found::Row
                });
            }
        }
    }
}

/// What separates the cells of this header: the most frequent of comma, semicolon and tab outside quotes.
fn delimiter(start: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0)];
    for &byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|c| c.0 == byte).for_each(|c| c.1 += 1),
        }
    }
    // The first of the most frequent.
    counts.iter().rev().max_by_key(|c| c.1).map_or(b',', |c| c.0)
}

/// The rows, with the header as the current one.
fn opened(input: Box<dyn Read + Send>, limit: u64) -> Result<Rows, Fault> {
    let mut bytes = without_mark(input).map_err(|e| codes::fault(&e))?;
    let mut start = vec![];
    // No header is longer.
    let peek = bytes.by_ref().take(1 << 16).read_to_end(&mut start);
    let rest: Box<dyn Read + Send> = match peek {
        Ok(_) => bytes,
        // What came before the damage is read; then the damage is met again.
        Err(e) => Box::new(Broken(Some(e))),
    };
    let mut rows = Rows {
        delimiter: delimiter(&start),
        reader: BufReader::with_capacity(1 << 16, Box::new(Cursor::new(start).chain(rest))),
        limit,
        raw: vec![],
        cells: vec![],
    };
    match rows.next().map_err(|e| codes::fault(&e))? {
        Found::TooLong { .. } => Err(codes::too_long(limit)),
        Found::Row | Found::End => Ok(rows),
    }
}

/// A stream that has failed before.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn records(input: Input<'_>) -> Records<'_> {
    let (path, limit, fields) = (input.path, input.limit, input.fields);
    let failed = |fault: &Fault| -> Records<'_> { Box::new(std::iter::once(failed_file(path, fault))) };
    let mut rows = match opened(input.bytes, limit) {
        Ok(rows) => rows,
        Err(fault) => return failed(&fault),
    };
    let header: Vec<String> = rows
        .cells
        .iter()
        .map(|h| String::from_utf8_lossy(h).trim().to_string())
        .collect();
    let columns: Vec<Option<usize>> = header.iter().map(|h| fields.index(h)).collect();
    if !columns
        .iter()
        .flatten()
        .any(|c| matches!(NAMES.get(*c), Some(&("text" | "html"))))
    {
        return failed(&fields.no_text(&header));
    }
    let mut container = Container::new(path, "row", input.sources);
    let mut number = 0;
    let mut done = false;
    Box::new(std::iter::from_fn(move || -> Option<Record> {
        if done {
            return None;
        }
        number += 1;
        match rows.next() {
            Ok(Found::End) => {
                done = true;
                None
            }
            Ok(Found::Row) => {
                let raw = rows.raw.trim_ascii_end();
                Some(container.record(row(&rows.cells, &columns, number, raw)))
            }
            Ok(Found::TooLong { open }) => {
                let mut fault = codes::too_long(limit);
                if open {
                    fault
                        .message
                        .push_str("; a quote in it is never closed, so the rest of the file was not read");
                }
                Some(container.unreadable(number, &fault))
            }
            Err(e) => {
                done = true;
                Some(container.unreadable(number, &codes::fault(&e)))
            }
        }
    }))
}

/// The encoding of a row that is not UTF-8, as all its cells together show it: one cell may be too short to tell.
fn encoding(raw: &[u8]) -> Option<&'static Encoding> {
    if std::str::from_utf8(raw).is_ok() {
        return None;
    }
    let decoded = decode::bytes(raw.to_vec(), None, Content::Plain).ok()?;
    Encoding::for_label(decoded.encoding?.as_bytes())
}

fn row<'a>(record: &[Vec<u8>], columns: &[Option<usize>], number: u64, raw: &'a [u8]) -> Row<'a> {
    let mut fields = given::Row::default();
    let (mut text, mut html) = (None, None);
    let encoding = encoding(raw);
    for (cell, column) in record.iter().map(Vec::as_slice).zip(columns) {
        match column.and_then(|c| NAMES.get(c)) {
            Some(&"text") => text = Some(cell),
            Some(&"html") => html = Some(cell),
            Some(name) if !cell.is_empty() => {
                let index = NAMES.iter().position(|n| n == name).unwrap_or(usize::MAX);
                let value = encoding
                    .unwrap_or(UTF_8)
                    .decode_without_bom_handling(cell)
                    .0
                    .into_owned();
                fields.set(index, Value::String(value));
            }
            _ => {}
        }
    }
    let (cell, format) = match (text, html) {
        (Some(text), html) if !text.trim_ascii().is_empty() || html.is_none_or(<[u8]>::is_empty) => {
            (text, Content::Plain)
        }
        (_, Some(html)) => (html, Content::Html),
        (text, None) => (text.unwrap_or_default(), Content::Plain),
    };
    let body = if record.len() == columns.len() {
        // A page may declare its own.
        let declared = encoding.filter(|e| *e != UTF_8 && format == Content::Plain);
        Ok(Body::Bytes {
            bytes: cell.to_vec(),
            format,
            charset: declared.map(|e| e.name().to_string()),
        })
    } else {
        Err(Fault::new(codes::BAD_RECORD, given::cells(record.len(), columns.len())))
    };
    Row {
        number,
        id: fields.id(),
        given: fields.given(),
        raw,
        body,
        odd: None,
    }
}
