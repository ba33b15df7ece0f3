//! Parquet: every row is a record; row group by row group, and only the columns that isnad uses.

mod declared;

use std::fs::File;
use std::io::{self, Read, Seek};

use polars::prelude::*;
use serde_json::Value;

use super::codes::{self, Fault};
use super::container::{Container, Row, failed_file};
use super::given::{self, Fields};
use super::{Format, Holds, Input, Records};
use crate::guard::guarded;
use crate::types::{Body, Content, Record};
use declared::Room;

/// `.parquet`
pub(super) const FORMAT: Format = Format {
    name: "parquet",
    extensions: &["parquet"],
    holds: Holds::Many(records),
};

fn records(input: Input<'_>) -> Records<'_> {
    let (path, limit, fields) = (input.path, input.limit, input.fields);
    let mut container = Container::new(path, "row", input.sources);
    let groups = match Groups::open(input.bytes, input.max_expansion, fields) {
        Ok(groups) => groups,
        Err(fault) => return Box::new(std::iter::once(failed_file(path, &fault))),
    };
    let mut number = 0;
    Box::new(groups.flat_map(move |group| {
        let rows: Vec<Record> = match group {
            Ok(frame) => (0..frame.height())
                .map(|i| {
                    number += 1;
                    record(&mut container, &frame, i, number, fields, limit)
                })
                .collect(),
            Err(fault) => {
                number += 1;
                vec![container.unreadable(number, &fault)]
            }
        };
        rows
    }))
}

/// The row groups of a file.
struct Groups {
    file: File,
    metadata: FileMetadataRef,
    columns: Vec<PlSmallStr>,
    next: usize,
    offset: usize,
    room: Room,
    failed: bool,
}

impl Groups {
    fn open(mut bytes: Box<dyn Read + Send>, max_expansion: u64, fields: &Fields) -> Result<Groups, Fault> {
        // Parquet is read from its end: the stream (which may be compressed) goes to an unnamed temporary file.
        let mut file = tempfile::tempfile().map_err(|e| codes::fault(&e))?;
        io::copy(&mut bytes, &mut file).map_err(|e| codes::fault(&e))?;
        let (metadata, names, room) = sound(|| {
            declared::footer(&file)?;
            let mut reader = ParquetReader::new(file.try_clone()?);
            let metadata = reader.get_metadata()?.clone();
            let names: Vec<PlSmallStr> = reader.schema()?.iter_names().cloned().collect();
            Ok((metadata, names, Room::of(&file, max_expansion)?))
        })?;
        let there: Vec<String> = names.iter().map(ToString::to_string).collect();
        let columns: Vec<PlSmallStr> = names.into_iter().filter(|n| fields.index(n).is_some()).collect();
        if !columns.iter().any(|c| matches!(fields.index(c), Some(0 | 1))) {
            return Err(fields.no_text(&there));
        }
        Ok(Groups {
            file,
            metadata,
            columns,
            next: 0,
            offset: 0,
            room,
            failed: false,
        })
    }
}

impl Iterator for Groups {
    type Item = Result<DataFrame, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let group = self.metadata.row_groups.get(self.next).filter(|_| !self.failed)?;
        let rows = group.num_rows();
        let read = sound(|| {
            self.room.take(&self.file, group, &self.columns)?;
            let mut file = self.file.try_clone()?;
            file.rewind()?;
            let mut reader = ParquetReader::new(file)
                .with_slice(Some((self.offset, rows)))
                .with_columns(Some(self.columns.iter().map(ToString::to_string).collect()))
                .read_parallel(ParallelStrategy::None);
            reader.set_metadata(self.metadata.clone());
            reader.finish()
        });
        self.next += 1;
        self.offset += rows;
        self.failed = read.is_err();
        Some(read)
    }
}

/// Runs polars on a file that may be damaged; it may panic on one.
fn sound<T>(read: impl FnOnce() -> PolarsResult<T>) -> Result<T, Fault> {
    let words = match guarded(read) {
        Some(Ok(done)) => return Ok(done),
        Some(Err(e)) => e.to_string(),
        None => "it is damaged".to_string(),
    };
    Err(Fault::new(
        codes::BAD_CONTAINER,
        format!("cannot read Parquet: {}", words.lines().next().unwrap_or_default()),
    ))
}

fn record(
    container: &mut Container<'_>,
    frame: &DataFrame,
    i: usize,
    number: u64,
    fields: &Fields,
    limit: u64,
) -> Record {
    let mut row = given::Row::default();
    for column in frame.columns() {
        if let (Some(index), Ok(value)) = (fields.index(column.name()), column.get(i)) {
            row.set(index, json(&value));
        }
    }
    let mut body = Err(Fault::new(codes::BAD_RECORD, "its text is null or no string"));
    let mut raw = String::new();
    for (name, format) in [("html", Content::Html), ("text", Content::Plain)] {
        if let Some(Value::String(text)) = row.take(name) {
            if name == "text" && body.is_ok() && text.trim().is_empty() {
                continue; // the HTML speaks
            }
            raw.clone_from(&text);
            body = Ok(Body::Text {
                text,
                format,
                encoding: Some("utf-8"),
                replaced: 0, // Parquet strings are UTF-8
            });
        }
    }
    if raw.len() as u64 > limit {
        body = Err(codes::too_long(limit));
    }
    // A row has no bytes of its own in a columnar file: its text stands for them.
    container.record(Row {
        number,
        id: row.id(),
        given: row.given(),
        raw: raw.as_bytes(),
        body,
        odd: None,
    })
}

/// A cell as JSON: strings and lists of strings as they are, numbers and dates as text.
fn json(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::String(s) => Value::String((*s).to_string()),
        AnyValue::StringOwned(s) => Value::String(s.to_string()),
        AnyValue::List(list) => Value::Array(list.iter().map(|v| json(&v)).collect()),
        AnyValue::Binary(b) => Value::String(String::from_utf8_lossy(b).into_owned()),
        other => match other.cast(&DataType::String) {
            AnyValue::Null => Value::Null,
            text => text.get_str().map_or(Value::Null, |s| Value::String(s.to_string())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::given::Sources;

    fn read(bytes: Vec<u8>) -> Vec<Record> {
        let (fields, sources) = (Fields::new(&Default::default(), "p.toml").unwrap(), Sources::default());
        let input = Input {
            path: "a.parquet",
            bytes: Box::new(io::Cursor::new(bytes)),
            limit: 1000,
            max_expansion: 200,
            fields: &fields,
            sources: &sources,
        };
        records(input).collect()
    }

    #[test]
    fn rows_of_all_row_groups_are_records() {
        let mut authors = ListStringChunkedBuilder::new("authors".into(), 3, 3);
        authors.append_values_iter(["Ann Lee", "Bo Ray"].into_iter());
        authors.append_null();
        authors.append_null();
        let columns = vec![
            Column::new("id".into(), vec![Some(7i64), None, Some(7)]),
            Column::new("text".into(), vec![Some("one"), Some("two"), None]),
            Column::new("other".into(), vec![1.5f64, 2.5, 3.5]),
            authors.finish().into_series().into(),
        ];
        let mut frame = DataFrame::new(3, columns).unwrap();
        let mut bytes = vec![];
        ParquetWriter::new(&mut bytes)
            .with_row_group_size(Some(2))
            .finish(&mut frame)
            .unwrap();
        let records = read(bytes);
        let ids: Vec<&str> = records.iter().map(|r| r.doc_id.as_str()).collect();
        assert_eq!(ids, ["a.parquet#7", "a.parquet#line:2", "a.parquet#line:3"]);
        assert_eq!(records[0].given.authors, ["Ann Lee", "Bo Ray"]);
        assert!(matches!(&records[1].body, Body::Text { text, .. } if text == "two"));
        assert!(matches!(records[2].body, Body::Failed));
    }

    /// The words with which a file of this one damaged byte range is refused.
    fn refused(bytes: Vec<u8>) -> String {
        match &read(bytes)[..] {
            [
                Record {
                    body: Body::Failed,
                    diagnostics,
                    ..
                },
            ] => diagnostics[0].message.clone(),
            other => panic!("{} records", other.len()),
        }
    }

    /// A file of nothing but this footer.
    fn footer(thrift: &[u8]) -> Vec<u8> {
        let length = (thrift.len() as u32).to_le_bytes();
        [b"PAR1", thrift, &length, b"PAR1"].concat()
    }

    #[test]
    fn damaged_files_fail_and_do_not_panic() {
        for bytes in [&b""[..], b"PAR1", b"PAR1 no footer PAR1", b"PAR1\xff\xff\xff\x7fPAR1"] {
            refused(bytes.to_vec());
        }
    }

    #[test]
    fn what_a_file_declares_must_have_room_in_it() {
        // A schema of 100,000 elements, each but the last the parent of the next, ends a reader that follows it.
        let version = b"\x15\x02";
        let size = b"\x19\xfc\xa0\x8d\x06"; // a list of 100,000 structs
        let element = b"\x35\x00\x18\x01a\x15\x02\x00"; // required, named a, one child
        let rest = b"\x16\x00\x19\x0c\x00"; // no rows, no row groups
        let deep = [&version[..], size, &element.repeat(100_000), rest].concat();
        assert_eq!(
            refused(footer(&deep)),
            "cannot read Parquet: its columns are nested too deep"
        );
        // A list of 2^31 - 1 elements, of which there is none.
        let endless = [&version[..], b"\x19\xfc\xff\xff\xff\xff\x07"].concat();
        assert_eq!(refused(footer(&endless)), "cannot read Parquet: its footer is damaged");
        // The schema is said to be a number, which the library would read as a list all the same.
        assert_eq!(
            refused(footer(b"\x15\x02\x15\xfe\x00")),
            "cannot read Parquet: its footer is damaged"
        );
        // The header of the one page says that it holds 63 values, its column that it has three.
        let column = Column::new("text".into(), vec!["one", "two", "three"]);
        let mut bytes = vec![];
        ParquetWriter::new(&mut bytes)
            .with_compression(ParquetCompression::Uncompressed)
            .finish(&mut DataFrame::new(3, vec![column]).unwrap())
            .unwrap();
        assert_eq!(read(bytes.clone()).len(), 3);
        let header = [0x2c, 0x15, 3 << 1]; // the header of a data page, its first field, three
        let at = bytes.windows(3).position(|w| w == header).unwrap();
        bytes[at + 2] = 63 << 1;
        assert_eq!(
            refused(bytes),
            "row 1: cannot read Parquet: a page declares more values than it has room for"
        );
    }
}
