//! WARC: web pages as a crawler received them.
//!
//! Records of the types `response`, `resource` and `conversion` that hold HTML or plain text are read; the others (requests, metadata,
//! images) are passed over. The length that a record declares is believed only as far as there are bytes; after a header
//! that makes no sense, reading goes on at the next line that begins with `WARC/`.

use std::io::{self, BufReader, Read};

use super::codes::{self, Fault};
use super::compress;
use super::container::{Container, Row, about};
use super::lines::{self, Line};
use super::{Format, Holds, Input, Records};
use crate::types::{Body, Content, Given, Record};

/// `.warc`
pub(super) const FORMAT: Format = Format {
    name: "warc",
    extensions: &["warc"],
    holds: Holds::Many(records),
};

/// Longest header line, and most lines of one header: honest ones are far below; a hostile one shall not fill memory.
const MAX_HEADER_LINE: u64 = 64 * 1024;
const MAX_HEADER_LINES: usize = 1000;

fn records(input: Input<'_>) -> Records<'_> {
    Box::new(Warc {
        container: Container::new(input.path, "record", input.sources),
        reader: BufReader::new(input.bytes),
        limit: input.limit,
        number: 0,
        pending: None,
        done: false,
    })
}

struct Warc<'a> {
    container: Container<'a>,
    reader: BufReader<Box<dyn Read + Send>>,
    limit: u64,
    number: u64,
    /// A version line that was already read while looking for the next record.
    pending: Option<()>,
    done: bool,
}

impl Iterator for Warc<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.done {
            match self.one() {
                Ok(Some(record)) => return Some(record),
                Ok(None) => {}
                Err(e) => {
                    self.done = true;
                    return Some(self.container.unreadable(self.number.max(1), &codes::fault(&e)));
                }
            }
        }
        None
    }
}

/// The header of a record or of an HTTP message: names in lower case.
#[derive(Default)]
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn push(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if let Some((name, value)) = line.split_once(':') {
            self.0
                .push((name.trim().to_ascii_lowercase(), value.trim().to_string()));
        }
    }
}

impl Warc<'_> {
    /// The next record; `None` when it was passed over.
    fn one(&mut self) -> io::Result<Option<Record>> {
        let mut line = vec![];
        let mut strange = false;
        // Blank lines end a record; anything else that is no version line is passed over with an error.
        while self.pending.take().is_none() {
            match lines::next(&mut self.reader, &mut line, MAX_HEADER_LINE)? {
                Line::End => {
                    self.done = true;
                    if !strange {
                        return Ok(None);
                    }
                    self.number += 1;
                    let fault = Fault::new(codes::BAD_CONTAINER, "what follows is no WARC record");
                    return Ok(Some(self.container.unreadable(self.number, &fault)));
                }
                _ if line.starts_with(b"WARC/") => break,
                _ => strange |= !line.trim_ascii().is_empty(),
            }
        }
        self.number += 1;
        let mut header = Header::default();
        let mut count = 0;
        loop {
            match lines::next(&mut self.reader, &mut line, MAX_HEADER_LINE)? {
                Line::End => break,
                _ if line.is_empty() => break,
                _ if count < MAX_HEADER_LINES => header.push(&line),
                _ => {}
            }
            count += 1;
        }
        let length = match header.get("content-length").map(str::parse::<u64>) {
            Some(Ok(length)) => length,
            _ => {
                let fault = Fault::new(codes::BAD_RECORD, "its Content-Length is missing or no number");
                self.skip_to_next()?;
                return Ok(Some(self.container.unreadable(self.number, &fault)));
            }
        };
        let kind = header.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        // The texts that Common Crawl makes of pages are `conversion` records.
        let page_itself = kind == "resource" || kind == "conversion";
        let of_http = header
            .get("content-type")
            .is_none_or(|t| t.to_ascii_lowercase().starts_with("application/http"));
        // The answers of name servers are responses, too, but not pages.
        let wanted = page_itself || (kind == "response" && of_http);
        if !wanted {
            self.skip(length)?;
            return Ok(None);
        }
        // Grows with the bytes that are there, not with the length that is declared.
        let mut raw = Vec::new();
        self.reader
            .by_ref()
            .take(length.min(self.limit.saturating_add(1)))
            .read_to_end(&mut raw)?;
        let body = if raw.len() as u64 > self.limit {
            self.skip(length - raw.len() as u64)?;
            Err(codes::too_long(self.limit))
        } else if (raw.len() as u64) < length {
            let message = format!("it declares {length} bytes, but the file has only {} more", raw.len());
            Err(Fault::new(codes::TRUNCATED, message))
        } else if page_itself {
            page(&raw, header.get("content-type"), None)
        } else {
            response(&raw, self.limit)
        };
        let body = match body {
            Ok(Some(body)) => Ok(body),
            Ok(None) => return Ok(None),
            Err(fault) => Err(fault),
        };
        let id = header
            .get("warc-record-id")
            .map(|id| id.trim_matches(['<', '>']).to_string());
        let url = header
            .get("warc-target-uri")
            .map(|u| u.trim_matches(['<', '>']).to_string());
        let given = Given {
            url,
            ..Given::default()
        };
        let undelivered = match &body {
            Ok(Body::Skipped) => true,
            Ok(_) => false,
            Err(_) => false,
        };
        let mut record = self.container.record(Row {
            number: self.number,
            id,
            given,
            raw: &raw,
            body,
            odd: None,
        });
        if undelivered {
            record
                .diagnostics
                .push(about(&record, codes::STATUS, "the server did not deliver this page"));
        }
        Ok(Some(record))
    }

    /// Passes over so many bytes, or to the end.
    fn skip(&mut self, length: u64) -> io::Result<()> {
        io::copy(&mut self.reader.by_ref().take(length), &mut io::sink()).map(|_| ())
    }

    /// Passes over everything before the next line that begins with `WARC/`, and that line.
    fn skip_to_next(&mut self) -> io::Result<()> {
        let mut line = vec![];
        loop {
            match lines::next(&mut self.reader, &mut line, MAX_HEADER_LINE)? {
                Line::End => {
                    self.done = true;
                    return Ok(());
                }
                _ if line.starts_with(b"WARC/") => {
                    self.pending = Some(());
                    return Ok(());
                }
                _ => {}
            }
        }
    }
}

/// The page in an HTTP response; `None` when it is not text.
fn response(raw: &[u8], limit: u64) -> Result<Option<Body>, Fault> {
    let mut rest = raw;
    let mut line = vec![];
    let mut status = String::new();
    let mut header = Header::default();
    let odd = |e: io::Error| codes::fault(&e);
    for n in 0..MAX_HEADER_LINES {
        if lines::next(&mut rest, &mut line, MAX_HEADER_LINE).map_err(odd)? == Line::End || line.is_empty() {
            break;
        }
        match n {
            0 => status = String::from_utf8_lossy(&line).into_owned(),
            _ => header.push(&line),
        }
    }
    if !status.starts_with("HTTP/") {
        return Err(Fault::new(codes::BAD_RECORD, "it is a response without an HTTP header"));
    }
    let mut body = rest.to_vec();
    if header
        .get("transfer-encoding")
        .is_some_and(|t| t.to_ascii_lowercase().contains("chunked"))
    {
        // Crawlers often undo the chunks and keep the header.
        if let Some(whole) = unchunked(rest) {
            body = whole;
        }
    }
    let wanted = page(&[], header.get("content-type"), Some(&body))?.is_some();
    if !wanted {
        return Ok(None);
    }
    if !status
        .split_whitespace()
        .nth(1)
        .is_some_and(|code| code.starts_with('2'))
    {
        return Ok(Some(Body::Skipped));
    }
    let codings = header.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
    for coding in codings
        .split(',')
        .map(str::trim)
        .rev()
        .filter(|c| !c.is_empty() && *c != "identity")
    {
        match compress::inflated(&body, coding, limit) {
            Ok(inflated) => body = inflated,
            // Crawlers often undo the compression and keep the header, too.
            Err(_) if std::str::from_utf8(&body).is_ok() => {}
            Err(fault) => return Err(fault),
        }
    }
    page(&body, header.get("content-type"), None)
}

/// The body of a page by its content type; `None` when that is not text. Without a type, what looks like a tag is HTML;
/// `look_at` is where to look when that is not the bytes themselves.
fn page(bytes: &[u8], content_type: Option<&str>, look_at: Option<&[u8]>) -> Result<Option<Body>, Fault> {
    let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
    let (kind, parameters) = content_type.split_once(';').unwrap_or((&content_type, ""));
    let format = match kind.trim() {
        "text/html" | "application/xhtml+xml" => Content::Html,
        "text/plain" => Content::Plain,
        "text/markdown" | "text/x-markdown" => Content::Markdown,
        "" if look_at.unwrap_or(bytes).trim_ascii_start().starts_with(b"<") => Content::Html,
        _ => return Ok(None),
    };
    let charset = parameters
        .split(';')
        .filter_map(|p| p.trim().strip_prefix("charset="))
        .map(|c| c.trim_matches(['"', '\'', ' ']).to_string())
        .next();
    Ok(Some(Body::Bytes {
        bytes: bytes.to_vec(),
        format,
        charset,
    }))
}

/// The body of a chunked message; `None` when it is not chunked after all.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        if size >= rest.len() {
            return Some(out); // cut off by the crawler: what there is
        }
        rest = &rest[size..];
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        assert_eq!(
            unchunked(b"4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n"),
            Some(b"Wikipedia".to_vec())
        );
        assert_eq!(unchunked(b"ffffffffffffffff\r\nWiki"), Some(b"Wiki".to_vec()));
        assert_eq!(unchunked(b"<p>not chunked</p>\n"), None);
    }
}
