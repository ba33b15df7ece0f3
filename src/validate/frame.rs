//! The tables of a dataset, read back row group by row group.
//!
//! A [`Frame`] holds some columns of one row group, labels as plain text and dates as days since 1970-01-01, so that the
//! checks see five kinds of [`Cell`] and nothing of how Parquet keeps them.

use std::cmp::Ordering;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use polars_parquet::parquet::metadata::RowGroupMetadata;
use polars_parquet::parquet::statistics::Statistics;

use super::file::open_file;
use crate::error::{Error, Result};

/// An open Parquet file.
#[derive(Clone)]
pub struct Parquet {
    path: PathBuf,
    metadata: FileMetadataRef,
    columns: Vec<(String, DataType)>,
}

impl Parquet {
    /// Opens a file and reads its footer.
    ///
    /// # Errors
    /// When there is no such regular file, or it is not Parquet.
    pub fn open(path: &Path) -> Result<Parquet> {
        let mut reader = ParquetReader::new(file(path)?);
        let metadata = reader.get_metadata().map_err(|e| unreadable(path, &e))?.clone();
        let schema = reader.schema().map_err(|e| unreadable(path, &e))?;
        let columns = schema
            .iter_values()
            .map(|f| (f.name.to_string(), DataType::from_arrow_field(f)))
            .collect();
        Ok(Parquet {
            path: path.to_path_buf(),
            metadata,
            columns,
        })
    }

    /// Names and types of the columns.
    pub fn columns(&self) -> &[(String, DataType)] {
        &self.columns
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.metadata.num_rows
    }

    /// Number of rows of every row group.
    pub fn groups(&self) -> Vec<usize> {
        self.metadata.row_groups.iter().map(|g| g.num_rows()).collect()
    }

    /// A value of the key-value metadata.
    pub fn value(&self, key: &str) -> Option<&str> {
        let pairs = self.metadata.key_value_metadata().as_ref()?;
        pairs.iter().find(|kv| kv.key == key)?.value.as_deref()
    }

    /// The row groups, with these columns only.
    pub fn frames(&self, columns: &[&str]) -> Frames {
        let columns = columns.iter().map(|c| c.to_string()).collect();
        Frames {
            parquet: self.clone(),
            columns,
            group: 0,
            offset: 0,
        }
    }

    /// Some columns of a range of rows. Pages of the file without such a row are not decompressed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn slice(&self, columns: &[&str], rows: Range<usize>) -> Result<Frame> {
        let mut frames = self.frames(columns);
        frames.offset = rows.start;
        frames.read(rows.len())
    }

    /// The rows with this text in a column that the table is sorted by first. Row groups that cannot have it, by their
    /// statistics, are not read.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows_of(&self, column: &str, text: &str) -> Result<Range<usize>> {
        let (mut start, mut end) = (None, 0);
        let mut frames = self.frames(&[column]);
        for group in &self.metadata.row_groups {
            let first = frames.offset;
            let (least, most) = self.bounds(group, column);
            if least.is_some_and(|l| l.as_slice() > text.as_bytes()) {
                break;
            }
            if most.is_some_and(|m| m.as_slice() < text.as_bytes()) {
                frames.skip_group();
                continue;
            }
            let Some(frame) = frames.next().transpose()? else {
                break;
            };
            let values = frame.column(column)?;
            let (from, to) = (
                values.below(frame.rows, |t| t < text),
                values.below(frame.rows, |t| t <= text),
            );
            if from < to {
                start.get_or_insert(first + from);
                end = first + to;
            }
        }
        Ok(start.map_or(0..0, |start| start..end))
    }

    /// The least and the greatest text of a column in a row group, where the file tells.
    fn bounds(&self, group: &RowGroupMetadata, column: &str) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
        let chunk = group.columns_under_root_iter(column).and_then(|mut c| c.next());
        match chunk.and_then(|c| c.statistics(&self.metadata.footer_buf)) {
            Some(Ok(Statistics::Binary(s))) => (s.min_value, s.max_value),
            _ => (None, None),
        }
    }

    /// The row groups with all columns.
    pub fn all(&self) -> Frames {
        self.frames(&self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())
    }
}

fn file(path: &Path) -> Result<File> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    open_file(path.parent().unwrap_or(path), name)
}

fn unreadable(path: &Path, error: &PolarsError) -> Error {
    let first = error.to_string();
    Error::new(format!(
        "cannot read {}: {}",
        path.display(),
        first.lines().next().unwrap_or_default()
    ))
}

/// See [`Parquet::frames`].
pub struct Frames {
    parquet: Parquet,
    columns: Vec<String>,
    group: usize,
    offset: usize,
}

impl Frames {
    /// Number of rows of the next row group.
    pub fn next_rows(&self) -> Option<usize> {
        self.parquet.metadata.row_groups.get(self.group).map(|g| g.num_rows())
    }

    /// Leaves the next row group out.
    pub fn skip_group(&mut self) {
        self.offset += self.next_rows().unwrap_or_default();
        self.group += 1;
    }

    fn read(&self, rows: usize) -> Result<Frame> {
        let path = &self.parquet.path;
        // One thread a table: the checks of several tables run side by side.
        let mut reader = ParquetReader::new(file(path)?)
            .with_slice(Some((self.offset, rows)))
            .read_parallel(ParallelStrategy::None)
            .with_columns(Some(self.columns.clone()));
        reader.set_metadata(self.parquet.metadata.clone());
        let mut frame = reader.finish().map_err(|e| unreadable(path, &e))?;
        frame.rechunk_mut();
        let columns = frame.columns().iter().map(Values::new).collect::<PolarsResult<_>>();
        let columns = columns.map_err(|e| unreadable(path, &e))?;
        Ok(Frame {
            names: self.columns.clone(),
            columns,
            rows: frame.height(),
        })
    }
}

impl Iterator for Frames {
    type Item = Result<Frame>;
    fn next(&mut self) -> Option<Result<Frame>> {
        let frame = self.read(self.next_rows()?);
        self.skip_group();
        Some(frame)
    }
}

/// Some columns of a row group, in the order in which they were asked for.
pub struct Frame {
    names: Vec<String>,
    columns: Vec<Values>,
    /// Number of rows.
    pub rows: usize,
}

impl Frame {
    /// The columns.
    pub fn columns(&self) -> &[Values] {
        &self.columns
    }

    /// The columns with their names.
    pub fn named(&self) -> impl Iterator<Item = (&str, &Values)> {
        self.names.iter().map(String::as_str).zip(&self.columns)
    }

    /// The columns of these names.
    ///
    /// # Errors
    /// When one is missing.
    pub fn pick(&self, names: &[&str]) -> Result<Vec<&Values>> {
        names.iter().map(|n| self.column(n)).collect()
    }

    /// The column of this name.
    ///
    /// # Errors
    /// When it is missing.
    pub fn column(&self, name: &str) -> Result<&Values> {
        let at = self.names.iter().position(|n| n == name);
        at.and_then(|i| self.columns.get(i))
            .ok_or_else(|| Error::new(format!("there is no column {name}")))
    }
}

/// A column of a [`Frame`].
pub enum Values {
    /// Texts and labels.
    Text(StringChunked),
    /// Whole numbers of 32 bits.
    I32(Int32Chunked),
    /// Whole numbers of 64 bits.
    I64(Int64Chunked),
    /// Numbers.
    F32(Float32Chunked),
    /// Days since 1970-01-01.
    Day(Int32Chunked),
    /// Lists of texts.
    List(ListChunked),
}

impl Values {
    fn new(column: &Column) -> PolarsResult<Values> {
        Ok(match column.dtype() {
            DataType::Int32 => Values::I32(column.i32()?.clone()),
            DataType::Int64 => Values::I64(column.i64()?.clone()),
            DataType::Float32 => Values::F32(column.f32()?.clone()),
            DataType::Date => Values::Day(column.date()?.physical().clone()),
            DataType::List(_) => Values::List(column.list()?.clone()),
            _ => Values::Text(column.cast(&DataType::String)?.str()?.clone()),
        })
    }

    /// The value of a row; NULL beyond the last.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        let cell = match self {
            Values::Text(c) => c.get(row).map(Cell::Text),
            Values::I32(c) => c.get(row).map(|v| Cell::Int(v.into())),
            Values::I64(c) => c.get(row).map(Cell::Int),
            Values::F32(c) => c.get(row).map(Cell::Float),
            Values::Day(c) => c.get(row).map(Cell::Day),
            Values::List(c) => c.get_as_series(row).map(|s| Cell::List(texts(&s))),
        };
        cell.unwrap_or(Cell::Null)
    }

    /// The text of a row.
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Values::Text(c) => c.get(row),
            _ => None,
        }
    }

    /// The whole number, or the day, of a row.
    pub fn int(&self, row: usize) -> Option<i32> {
        match self {
            Values::I32(c) | Values::Day(c) => c.get(row),
            _ => None,
        }
    }

    /// How many rows come before the first that `is_below` does not hold for; the rows are sorted by that.
    fn below(&self, rows: usize, is_below: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, rows);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.text(middle).is_some_and(&is_below) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// How many rows are NULL.
    pub fn nulls(&self) -> usize {
        match self {
            Values::Text(c) => c.null_count(),
            Values::I32(c) | Values::Day(c) => c.null_count(),
            Values::I64(c) => c.null_count(),
            Values::F32(c) => c.null_count(),
            Values::List(c) => c.null_count(),
        }
    }
}

fn texts(series: &Series) -> Vec<Option<String>> {
    series
        .str()
        .map(|c| c.iter().map(|t| t.map(str::to_string)).collect())
        .unwrap_or_default()
}

/// A value. NULL is declared last, so that it sorts last.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Cell<'a> {
    /// A text or label.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f32),
    /// Days since 1970-01-01.
    Day(i32),
    /// A list of texts.
    List(Vec<Option<String>>),
    /// No value.
    Null,
}

impl Cell<'_> {
    /// Before, after or equal in the order of the tables: texts by code point, NULL last.
    pub fn order(&self, other: &Cell) -> Ordering {
        self.partial_cmp(other).unwrap_or(Ordering::Equal)
    }

    /// Appends the value to `out` so that no two rows of one table give the same bytes.
    fn bytes(&self, out: &mut Vec<u8>) {
        fn text(out: &mut Vec<u8>, text: &str) {
            out.extend((text.len() as u64).to_le_bytes());
            out.extend(text.as_bytes());
        }
        out.push((*self != Cell::Null).into());
        match self {
            Cell::Text(t) => text(out, t),
            Cell::Int(v) => out.extend(v.to_le_bytes()),
            Cell::Float(v) => out.extend(v.to_bits().to_le_bytes()),
            Cell::Day(v) => out.extend(v.to_le_bytes()),
            Cell::List(list) => {
                out.extend((list.len() as u64).to_le_bytes());
                for t in list {
                    out.push(t.is_some().into());
                    text(out, t.as_deref().unwrap_or_default());
                }
            }
            Cell::Null => {}
        }
    }
}

impl std::fmt::Display for Cell<'_> {
    /// As in the CSV files, NULL as `NULL`.
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Cell::Text(t) => f.write_str(t),
            Cell::Int(v) => write!(f, "{v}"),
            Cell::Float(v) => write!(f, "{v}"),
            Cell::Day(v) => f.write_str(&day(*v)),
            Cell::List(list) => f.write_str(&serde_json::to_string(list).unwrap_or_default()),
            Cell::Null => f.write_str("NULL"),
        }
    }
}

/// A day as `2024-06-20`.
pub fn day(days: i32) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    let span = jiff::Span::new().try_days(days);
    span.and_then(|s| epoch.checked_add(s))
        .map_or_else(|_| format!("day {days}"), |d| d.to_string())
}

/// A row's key, for messages.
pub fn key(columns: &[&Values], row: usize) -> String {
    columns
        .iter()
        .map(|c| c.cell(row).to_string())
        .collect::<Vec<_>>()
        .join(" / ")
}

/// A hash of some cells of a row. At 128 bits two of a billion rows share one with a chance of one in 10^20.
pub fn hash(columns: &[&Values], row: usize, buffer: &mut Vec<u8>) -> u128 {
    buffer.clear();
    for column in columns {
        column.cell(row).bytes(buffer);
    }
    xxhash_rust::xxh3::xxh3_128(buffer)
}
