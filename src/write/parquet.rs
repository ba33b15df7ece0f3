//! Parquet: the columns of one row group, encoded and compressed side by side, and the file around them.
//!
//! polars' own writer declares types that other readers stumble over, and every column as nullable; this one goes one
//! layer below. What is written depends on the rows only: fixed compression level, no clock, no order of threads.

use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use polars::prelude::*;
use polars_parquet::parquet::write as low;
use polars_parquet::parquet::write::FileWriter;
use polars_parquet::write::{
    self as pw, DynIter, DynStreamingIterator, Encoding, KeyValue, ParquetType, SchemaDescriptor, Version,
    WriteOptions, schema_to_metadata_key,
};
use rayon::prelude::*;

use super::pages::{self, Page, Pages, Parking};
use crate::tables::{Cell, Column as ColumnSpec, SCHEMA_VERSION, Table, Type, write_id};

/// Rows of a full row group: 60 of DuckDB's vectors, its own default, and what the other readers are tuned to.
const GROUP_ROWS: usize = 122_880;

/// Bytes of text in a data page: the usual size. The pages of columns that hold the articles' text are compressed and
/// put on disk as they fill: 122,880 articles of 5 KB would be 600 MB, and memory must not grow with the text.
const PAGE_BYTES: usize = 1 << 20;

/// The Parquet file of one table.
pub struct ParquetFile<W: Write> {
    table: &'static Table,
    file: FileWriter<W>,
    schema: ArrowSchema,
    parquet: SchemaDescriptor,
    options: WriteOptions,
    columns: Vec<Values>,
    /// Rows that wait for their row group.
    rows: usize,
    parking: Parking,
    /// Room to write an id in.
    id: String,
}

/// The values of a column that wait for their row group.
enum Values {
    Text(Runs),
    /// Index into the labels, 255 for NULL.
    Enum(Vec<u8>),
    Long(Long),
    I32(PrimitiveChunkedBuilder<Int32Type>),
    I64(PrimitiveChunkedBuilder<Int64Type>),
    F32(PrimitiveChunkedBuilder<Float32Type>),
    Date(PrimitiveChunkedBuilder<Int32Type>),
    List(ListStringChunkedBuilder),
}

/// A column of short texts, which often repeat from row to row (the document's id, NULL): each run is held once.
struct Runs {
    texts: StringChunkedBuilder,
    last: Option<String>,
    lengths: Vec<u32>,
}

/// A column of articles' text, or of the table's own ids, which never repeat: the rows of the next page, and the full pages before it.
struct Long {
    rows: StringChunkedBuilder,
    bytes: usize,
    pages: Vec<Page>,
}

impl<W: Write> ParquetFile<W> {
    /// A file with no rows yet. Full pages of text wait in `folder`, in a file without a name.
    pub fn new(out: W, table: &'static Table, folder: &Path) -> PolarsResult<ParquetFile<W>> {
        let schema = arrow_schema(table)?;
        let parquet = pw::to_parquet_schema(&schema)?;
        let compression = pages::compression()?;
        let (version, statistics) = (Version::V1, pw::StatisticsOptions::default());
        let options = WriteOptions {
            statistics,
            version,
            data_page_size: Some(PAGE_BYTES),
            compression,
        };
        let by = format!("isnad version {}", env!("CARGO_PKG_VERSION"));
        let file_options = low::WriteOptions {
            write_statistics: true,
            version,
        };
        let file = FileWriter::new(out, parquet.clone(), file_options, Some(by));
        let columns = table.columns.iter().map(|c| Values::new(table, c)).collect();
        let parking = Parking::new(folder);
        Ok(ParquetFile {
            table,
            file,
            schema,
            parquet,
            options,
            columns,
            rows: 0,
            parking,
            id: String::new(),
        })
    }

    /// Takes a row: for every column a cell that fits.
    pub fn row(&mut self, cells: &[Cell]) -> PolarsResult<()> {
        for (((values, column), cell), kind) in self
            .columns
            .iter_mut()
            .zip(self.table.columns)
            .zip(cells)
            .zip(self.parquet.fields())
        {
            values.push(cell, column, &mut self.id);
            if let Values::Long(long) = values
                && long.bytes >= PAGE_BYTES
            {
                long.end_page(column, kind, self.options, Some(&mut self.parking))?;
            }
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS {
            self.end_group()
        } else {
            Ok(())
        }
    }

    fn end_group(&mut self) -> PolarsResult<()> {
        let (table, options) = (self.table, self.options);
        let fresh = table.columns.iter().map(|c| Values::new(table, c)).collect();
        let columns = std::mem::replace(&mut self.columns, fresh);
        let rows = std::mem::take(&mut self.rows);
        let encodings = get_encodings(&self.schema);
        let kinds = self.parquet.fields().iter().zip(encodings.iter());
        let columns: Vec<_> = columns.into_iter().zip(table.columns).zip(kinds).collect();
        let pages: Vec<Vec<Page>> = columns
            .into_par_iter()
            .map(|((values, column), (kind, encoding))| values.pages(column, kind, encoding, options))
            .collect::<PolarsResult<_>>()?;
        let parking = Mutex::new(&mut self.parking);
        let columns = pages
            .into_iter()
            .map(|pages| Ok(DynStreamingIterator::new(Pages::new(pages, &parking))));
        self.file.write::<PolarsError>(rows as u64, DynIter::new(columns))?;
        Ok(self.parking.clear()?)
    }

    /// Writes the last row group and the footer, and gives the output back.
    pub fn end(mut self) -> PolarsResult<W> {
        if self.rows > 0 {
            self.end_group()?;
        }
        let entry = |key: &str, value: String| KeyValue {
            key: key.into(),
            value: Some(value),
        };
        self.file.end(Some(vec![
            schema_to_metadata_key(&self.schema),
            entry("table", self.table.name.into()),
            entry("schema_version", SCHEMA_VERSION.into()),
            entry("key", self.table.key.join(",")),
            entry("order", self.table.order.join(",")),
            entry("isnad", env!("CARGO_PKG_VERSION").into()),
        ]))?;
        Ok(self.file.into_inner())
    }
}

impl Values {
    fn new(table: &Table, column: &ColumnSpec) -> Values {
        let name: PlSmallStr = column.name.into();
        // Texts of dates and mentions are short and repeat: they gain from a dictionary.
        let text = column.name == "text" && !["dates", "mentions"].contains(&table.name);
        match column.kind {
            Type::Str if text || table.key == [column.name] => Values::Long(Long {
                rows: StringChunkedBuilder::new(name, 0),
                bytes: 0,
                pages: Vec::new(),
            }),
            Type::Enum(_) => Values::Enum(Vec::new()),
            Type::Str | Type::OpenEnum => Values::Text(Runs {
                texts: StringChunkedBuilder::new(name, 0),
                last: None,
                lengths: Vec::new(),
            }),
            Type::I32 => Values::I32(PrimitiveChunkedBuilder::new(name, 0)),
            Type::I64 => Values::I64(PrimitiveChunkedBuilder::new(name, 0)),
            Type::F32 => Values::F32(PrimitiveChunkedBuilder::new(name, 0)),
            Type::Date => Values::Date(PrimitiveChunkedBuilder::new(name, 0)),
            Type::List => Values::List(ListStringChunkedBuilder::new(name, 0, 0)),
        }
    }

    /// Appends a value. One that does not fit is NULL, or the least value of a column that may not be NULL; no table
    /// of this program gives one.
    fn push(&mut self, cell: &Cell, column: &ColumnSpec, id: &mut String) {
        match (self, *cell) {
            (Values::Text(runs), Cell::Text(text)) => runs.push(Some(text)),
            (Values::Text(runs), Cell::Id(doc, letter, at)) => {
                write_id(id, doc, letter, at);
                runs.push(Some(id));
            }
            (Values::Enum(codes), Cell::Text(label)) => codes.push(code(column.kind, label)),
            (Values::Long(long), Cell::Text(text)) => long.push(text),
            (Values::Long(long), Cell::Id(doc, letter, at)) => {
                write_id(id, doc, letter, at);
                long.push(id);
            }
            (Values::I32(b), Cell::Int(n)) => b.append_value(i32::try_from(n).unwrap_or(i32::MAX)),
            (Values::I64(b), Cell::Int(n)) => b.append_value(n),
            (Values::F32(b), Cell::Float(x)) if x.is_finite() => b.append_value(x),
            (Values::Date(b), Cell::Day(day)) => b.append_value(days_since_1970(day)),
            (Values::List(b), Cell::List(list)) => b.append_values_iter(list.iter().copied()),
            (values, odd) => {
                debug_assert!(odd == Cell::Null && column.null, "{odd:?} in column {}", column.name);
                values.push_missing(column.null);
            }
        }
    }

    fn push_missing(&mut self, null: bool) {
        match self {
            Values::Text(runs) => runs.push((!null).then_some("")),
            Values::Enum(codes) => codes.push(if null { u8::MAX } else { 0 }),
            Values::Long(long) => long.rows.append_option((!null).then_some("")),
            Values::I32(b) | Values::Date(b) => b.append_option((!null).then_some(0)),
            Values::I64(b) => b.append_option((!null).then_some(0)),
            Values::F32(b) => b.append_option((!null).then_some(0.0)),
            Values::List(b) => b.append_values_iter(std::iter::empty()),
        }
    }

    /// All pages of the column in this row group.
    fn pages(
        self,
        column: &ColumnSpec,
        kind: &ParquetType,
        encoding: &[Encoding],
        options: WriteOptions,
    ) -> PolarsResult<Vec<Page>> {
        let series = match self {
            Values::Long(mut long) => {
                long.end_page(column, kind, options, None)?;
                return Ok(long.pages);
            }
            Values::Text(runs) => runs.finish(column).into_series(),
            Values::Enum(codes) => {
                let labels = if let Type::Enum(labels) = column.kind {
                    labels
                } else {
                    &[]
                };
                let mut texts = StringChunkedBuilder::new(column.name.into(), codes.len());
                codes
                    .iter()
                    .for_each(|code| texts.append_option(labels.get(usize::from(*code))));
                texts.finish().into_series().strict_cast(&data_type(column.kind)?)?
            }
            Values::I32(b) => b.finish().into_series(),
            Values::I64(b) => b.finish().into_series(),
            Values::F32(b) => b.finish().into_series(),
            Values::Date(b) => b.finish().into_series().cast(&DataType::Date)?,
            Values::List(mut b) => b.finish().into_series(),
        };
        pages::compressed(series, kind, encoding, options)
    }
}

/// The index of a label among those of a column; 255, which is NULL, when it is none of them.
fn code(kind: Type, label: &str) -> u8 {
    let Type::Enum(labels) = kind else { return u8::MAX };
    labels
        .iter()
        .position(|l| *l == label)
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(u8::MAX)
}

impl Runs {
    fn push(&mut self, text: Option<&str>) {
        match self.lengths.last_mut() {
            Some(length) if self.last.as_deref() == text => *length += 1,
            _ => {
                self.lengths.push(1);
                self.texts.append_option(text);
                match (&mut self.last, text) {
                    (Some(last), Some(text)) => {
                        last.clear();
                        last.push_str(text);
                    }
                    (last, text) => *last = text.map(str::to_string),
                }
            }
        }
    }

    fn finish(self, column: &ColumnSpec) -> StringChunked {
        let rows = self.lengths.iter().map(|n| *n as usize).sum();
        let mut all = StringChunkedBuilder::new(column.name.into(), rows);
        for (text, length) in self.texts.finish().iter().zip(self.lengths) {
            (0..length).for_each(|_| all.append_option(text));
        }
        all.finish()
    }
}

impl Long {
    fn push(&mut self, text: &str) {
        self.rows.append_value(text);
        self.bytes += text.len();
    }

    /// Compresses the rows so far, and parks the bytes when there is a parking file.
    fn end_page(
        &mut self,
        column: &ColumnSpec,
        kind: &ParquetType,
        options: WriteOptions,
        mut parking: Option<&mut Parking>,
    ) -> PolarsResult<()> {
        let rows = std::mem::replace(&mut self.rows, StringChunkedBuilder::new(column.name.into(), 0)).finish();
        self.bytes = 0;
        if rows.is_empty() {
            return Ok(());
        }
        // One page whatever its size: polars would halve one that is a little too long. A dictionary must come before
        // all pages of the row group, and articles do not repeat: plain values.
        let options = WriteOptions {
            data_page_size: Some(usize::MAX),
            ..options
        };
        for page in pages::compressed(rows.into_series(), kind, &[Encoding::Plain], options)? {
            self.pages.push(match &mut parking {
                Some(parking) => parking.park(page)?,
                None => page,
            });
        }
        Ok(())
    }
}

fn data_type(kind: Type) -> PolarsResult<DataType> {
    Ok(match kind {
        Type::Str => DataType::String,
        Type::Enum(labels) => DataType::from_frozen_categories(FrozenCategories::new(labels.iter().copied())?),
        Type::OpenEnum => DataType::from_categories(Categories::global()),
        Type::I32 => DataType::Int32,
        Type::I64 => DataType::Int64,
        Type::F32 => DataType::Float32,
        Type::Date => DataType::Date,
        Type::List => DataType::List(Box::new(DataType::String)),
    })
}

/// The types that readers are told: plain strings, lists and unordered dictionaries, which all of them know.
fn arrow_schema(table: &Table) -> PolarsResult<ArrowSchema> {
    let field = |column: &ColumnSpec| {
        let mut field = data_type(column.kind)?.to_arrow_field(column.name.into(), CompatLevel::newest());
        plain(&mut field);
        field.is_nullable = column.null;
        Ok((field.name.clone(), field))
    };
    table.columns.iter().map(field).collect()
}

fn plain(field: &mut ArrowField) {
    match &mut field.dtype {
        ArrowDataType::LargeList(item) => {
            let mut item = item.clone();
            plain(&mut item);
            field.dtype = ArrowDataType::List(item);
        }
        ArrowDataType::Dictionary(_, values, ordered) => {
            **values = ArrowDataType::Utf8;
            *ordered = false;
        }
        other if *other == ArrowDataType::Utf8View => *other = ArrowDataType::Utf8,
        _ => {}
    }
}

/// Days since 1970-01-01.
fn days_since_1970(day: jiff::civil::Date) -> i32 {
    const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);
    i32::try_from(EPOCH.duration_until(day).as_hours().div_euclid(24)).unwrap_or(0)
}
