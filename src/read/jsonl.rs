//! JSON lines: every line that is not blank is a record with `text` or `html`.
//!
//! Only the fields that isnad uses are kept; the others are skipped without being understood, so that neither a number
//! too large nor a list too deep in one of them costs the record.

use std::borrow::Cow;
use std::fmt;
use std::io::BufReader;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::codes::{self, Fault};
use super::container::{Container, Row};
use super::given::{self, Fields};
use super::lines::{self, Line};
use super::{Format, Holds, Input, Records};
use crate::types::{Body, Content, Record};

/// `.jsonl`, `.ndjson`
pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    holds: Holds::Many(records),
};

fn records(input: Input<'_>) -> Records<'_> {
    Box::new(JsonLines {
        container: Container::new(input.path, "line", input.sources),
        reader: BufReader::new(input.bytes),
        fields: input.fields,
        limit: input.limit,
        line: vec![],
        number: 0,
        done: false,
    })
}

struct JsonLines<'a> {
    container: Container<'a>,
    reader: BufReader<Box<dyn std::io::Read + Send>>,
    fields: &'a Fields,
    limit: u64,
    line: Vec<u8>,
    number: u64,
    done: bool,
}

impl Iterator for JsonLines<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.done {
            let read = lines::next(&mut self.reader, &mut self.line, self.limit);
            self.number += 1;
            match read {
                Ok(Line::End) => self.done = true,
                Ok(Line::TooLong) => return Some(self.container.unreadable(self.number, &codes::too_long(self.limit))),
                Err(e) => {
                    self.done = true;
                    return Some(self.container.unreadable(self.number, &codes::fault(&e)));
                }
                Ok(Line::Whole) => {
                    let line = match self.number {
                        1 => self.line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.line),
                        _ => &self.line,
                    };
                    if !line.iter().all(u8::is_ascii_whitespace) {
                        return Some(self.container.record(row(line, self.number, self.fields)));
                    }
                }
            }
        }
        None
    }
}

/// A line as a row.
fn row<'a>(line: &'a [u8], number: u64, fields: &Fields) -> Row<'a> {
    match object(line, fields) {
        Ok((mut object, damage)) => {
            let body = body(&mut object, damage.replaced);
            Row {
                number,
                id: object.id(),
                given: object.given(),
                raw: line,
                body,
                odd: damage.said(),
            }
        }
        Err(fault) => Row {
            number,
            id: None,
            given: Default::default(),
            raw: line,
            body: Err(fault),
            odd: None,
        },
    }
}

/// `text`, else (or when that is blank) `html`. Of the U+FFFD that were put into the line, as many as the text has are
/// taken to stand in it, since the line was decoded as a whole.
fn body(object: &mut given::Row, replaced: u32) -> Result<Body, Fault> {
    let whole = |text: String, format| {
        let there = u32::try_from(text.matches('\u{fffd}').count()).unwrap_or(u32::MAX);
        Body::Text {
            replaced: replaced.min(there),
            text,
            format,
            encoding: Some("utf-8"),
        }
    };
    let mut blank = None;
    for (name, format) in [("text", Content::Plain), ("html", Content::Html)] {
        match object.take(name) {
            Some(Value::String(text)) if text.trim().is_empty() && blank.is_none() => blank = Some(text),
            Some(Value::String(text)) => return Ok(whole(text, format)),
            Some(_) => return Err(Fault::new(codes::BAD_RECORD, format!("its {name} is not a string"))),
            None => {}
        }
    }
    match blank {
        Some(text) => Ok(whole(text, Content::Plain)),
        None => Err(Fault::new(codes::BAD_RECORD, "it has neither text nor html")),
    }
}

/// What had to be replaced in a line.
#[derive(Default)]
struct Damage {
    /// How many U+FFFD were put in.
    replaced: u32,
    /// What for.
    what: Vec<String>,
}

impl Damage {
    fn add(&mut self, n: usize, what: String) {
        self.replaced = self.replaced.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        self.what.push(what);
    }

    fn said(self) -> Option<Fault> {
        (!self.what.is_empty()).then(|| Fault::new(codes::INVALID_UTF8, self.what.join("; ")))
    }
}

/// The fields of a line, and what had to be replaced in it.
fn object(line: &[u8], fields: &Fields) -> Result<(given::Row, Damage), Fault> {
    let mut damage = Damage::default();
    let text = match std::str::from_utf8(line) {
        // This is known many bytes at once; what replaces goes byte by byte, also where there is nothing to replace.
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let n = line.utf8_chunks().filter(|c| !c.invalid().is_empty()).count();
            let what = format!("{n} undecodable stretches of bytes replaced by U+FFFD (utf-8)");
            damage.add(n, what);
            String::from_utf8_lossy(line)
        }
    };
    match parsed(&text, fields) {
        Ok(row) => Ok((row, damage)),
        Err(fault) => match paired(&text) {
            Some((mended, n)) => {
                damage.add(n, format!("{n} halves of surrogate pairs replaced by U+FFFD"));
                parsed(&mended, fields).map(|row| (row, damage))
            }
            None => Err(fault),
        },
    }
}

/// The text with every `\uD800`..`\uDFFF` that is no half of a pair replaced, and their number; `None` without such.
fn paired(text: &str) -> Option<(String, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let (mut out, mut kept, mut at, mut n) = (String::new(), 0, 0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr(b'\\', rest.as_bytes())) {
        at += found;
        at += match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                out.push_str(&text[kept..at]);
                out.push_str("\\ufffd");
                kept = at + 6;
                n += 1;
                6
            }
            (Some(_), _) => 6,
            // The escaped character is ASCII in valid JSON; else one byte on is no border, and the rest is left.
            (None, _) => 2,
        };
    }
    out.push_str(&text[kept..]);
    (n > 0).then_some((out, n))
}

fn parsed(text: &str, fields: &Fields) -> Result<given::Row, Fault> {
    let bad = |why: String| Fault::new(codes::BAD_RECORD, why);
    let mut parser = serde_json::Deserializer::from_str(text);
    let row = Wanted { fields }
        .deserialize(&mut parser)
        .and_then(|row| parser.end().map(|()| row));
    row.map_err(|e| {
        // serde_json counts lines within the text it was given; the line of the file is said elsewhere.
        let words = e.to_string();
        bad(format!(
            "not a JSON object as it should be: {}",
            words.split(" at line ").next().unwrap_or_default()
        ))
    })
}

/// A visitor that keeps the wanted fields of an object.
struct Wanted<'a> {
    fields: &'a Fields,
}

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = given::Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<given::Row, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = given::Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<given::Row, A::Error> {
        let mut row = given::Row::default();
        while let Some(key) = map.next_key::<String>()? {
            match self.fields.index(&key) {
                Some(index) => row.set(index, map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(row)
    }
}
