//! Parquet: columns of one row group, encoded and compressed side by side, and the file around them.
//!
//! polars' own writer declares types that other readers stumble over and every column as nullable; this one goes one
//! layer below. What is written depends on the rows only: fixed compression level, no clock, no thread order.

use std::io::Write;

use polars::prelude::*;
use polars_parquet::parquet::write as low;
use polars_parquet::write::{
    self as pw, CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, FileWriter, KeyValue, SchemaDescriptor, Version,
    WriteOptions, ZstdLevel, fallible_streaming_iterator, schema_to_metadata_key,
};
use rayon::prelude::*;

use crate::tables::{Cell, Column as ColumnSpec, SCHEMA_VERSION, Table, Type};

/// Rows of a full row group: 60 of DuckDB's vectors, its own default, and what the other readers are tuned to.
pub const GROUP_ROWS: usize = 122_880;

/// Bytes of text after which a row group is closed although it has fewer rows: it bounds what waits in memory when the
/// rows are whole articles (122,880 of 5 KB would be 600 MB).
pub const GROUP_BYTES: usize = 32 << 20;

/// zstd level: 3 is its default; 9 takes four times as long for 6 % fewer bytes.
const LEVEL: i32 = 3;

/// The Parquet file of one table.
pub struct ParquetFile<W: Write> {
    table: &'static Table,
    file: FileWriter<W>,
    schema: ArrowSchema,
    parquet: SchemaDescriptor,
    options: WriteOptions,
    group: Group,
}

/// The rows that wait for their row group.
struct Group {
    columns: Vec<Values>,
    rows: usize,
    bytes: usize,
}

enum Values {
    Text(StringChunkedBuilder),
    I32(PrimitiveChunkedBuilder<Int32Type>),
    I64(PrimitiveChunkedBuilder<Int64Type>),
    F32(PrimitiveChunkedBuilder<Float32Type>),
    Date(PrimitiveChunkedBuilder<Int32Type>),
    List(ListStringChunkedBuilder),
}

impl<W: Write> ParquetFile<W> {
    /// A file with no rows yet.
    pub fn new(out: W, table: &'static Table) -> PolarsResult<ParquetFile<W>> {
        let schema = arrow_schema(table)?;
        let parquet = pw::to_parquet_schema(&schema)?;
        let compression = CompressionOptions::Zstd(Some(ZstdLevel::try_new(LEVEL)?));
        let options = WriteOptions { statistics: Default::default(), version: Version::V1, data_page_size: None, compression };
        let file_options = low::WriteOptions { write_statistics: true, version: Version::V1 };
        let by = format!("isnad version {}", env!("CARGO_PKG_VERSION"));
        let file = FileWriter::new(out, parquet.clone(), file_options, Some(by));
        Ok(ParquetFile { table, file, schema, parquet, options, group: Group::new(table) })
    }

    /// Takes a row; `cells` has a value that fits for every column.
    pub fn row(&mut self, cells: &[Cell]) -> PolarsResult<()> {
        for ((values, column), cell) in self.group.columns.iter_mut().zip(self.table.columns).zip(cells) {
            self.group.bytes += values.push(cell, column);
        }
        self.group.rows += 1;
        if self.group.rows >= GROUP_ROWS || self.group.bytes >= GROUP_BYTES { self.end_group() } else { Ok(()) }
    }

    fn end_group(&mut self) -> PolarsResult<()> {
        let group = std::mem::replace(&mut self.group, Group::new(self.table));
        let (rows, table, options) = (group.rows, self.table, self.options);
        let columns: Vec<_> = group.columns.into_iter().zip(table.columns).zip(self.parquet.fields().iter().zip(get_encodings(&self.schema).iter())).collect();
        let pages: Vec<Vec<CompressedPage>> = columns
            .into_par_iter()
            .map(|((values, column), (kind, encoding))| {
                let array = values.array(column)?;
                let mut compressed = Vec::new();
                for leaf in pw::array_to_columns(array, kind.clone(), options, encoding)? {
                    for page in leaf {
                        compressed.push(pw::compress(page?, Vec::new(), options.compression).map_err(PolarsError::from)?);
                    }
                }
                Ok(compressed)
            })
            .collect::<PolarsResult<_>>()?;
        let columns = pages.into_iter().map(|pages| Ok(DynStreamingIterator::new(fallible_streaming_iterator::convert(pages.into_iter().map(Ok)))));
        self.file.write::<PolarsError>(rows as u64, DynIter::new(columns))?;
        Ok(())
    }

    /// Writes the last row group and the footer.
    pub fn end(mut self) -> PolarsResult<()> {
        if self.group.rows > 0 {
            self.end_group()?;
        }
        let entry = |key: &str, value: String| KeyValue { key: key.into(), value: Some(value) };
        self.file.end(Some(vec![
            schema_to_metadata_key(&self.schema),
            entry("table", self.table.name.into()),
            entry("schema_version", SCHEMA_VERSION.into()),
            entry("key", self.table.key.join(",")),
            entry("order", self.table.order.join(",")),
            entry("isnad", env!("CARGO_PKG_VERSION").into()),
        ]))?;
        Ok(())
    }
}

impl Group {
    fn new(table: &Table) -> Group {
        Group { columns: table.columns.iter().map(Values::new).collect(), rows: 0, bytes: 0 }
    }
}

impl Values {
    fn new(column: &ColumnSpec) -> Values {
        let name: PlSmallStr = column.name.into();
        match column.kind {
            Type::Str | Type::Enum(_) | Type::OpenEnum => Values::Text(StringChunkedBuilder::new(name, 0)),
            Type::I32 => Values::I32(PrimitiveChunkedBuilder::new(name, 0)),
            Type::I64 => Values::I64(PrimitiveChunkedBuilder::new(name, 0)),
            Type::F32 => Values::F32(PrimitiveChunkedBuilder::new(name, 0)),
            Type::Date => Values::Date(PrimitiveChunkedBuilder::new(name, 0)),
            Type::List => Values::List(ListStringChunkedBuilder::new(name, 0, 0)),
        }
    }

    /// Appends a value and says how many bytes of text it holds. A value that does not fit is NULL, or the least value
    /// of a column that may not be NULL; no table of this program gives one.
    fn push(&mut self, cell: &Cell, column: &ColumnSpec) -> usize {
        match (self, *cell) {
            (Values::Text(b), Cell::Text(text)) => {
                b.append_value(text);
                return text.len();
            }
            (Values::Text(b), Cell::Id(doc, letter, at)) => {
                let id = format!("{doc}/{letter}{at}");
                b.append_value(&id);
                return id.len();
            }
            (Values::I32(b), Cell::Int(n)) => b.append_value(i32::try_from(n).unwrap_or(i32::MAX)),
            (Values::I64(b), Cell::Int(n)) => b.append_value(n),
            (Values::F32(b), Cell::Float(x)) if x.is_finite() => b.append_value(x),
            (Values::Date(b), Cell::Day(day)) => b.append_value(days_since_1970(day)),
            (Values::List(b), Cell::List(list)) => {
                b.append_values_iter(list.iter().copied());
                return list.iter().map(|text| text.len()).sum();
            }
            (values, odd) => {
                debug_assert!(matches!(odd, Cell::Null | Cell::Float(_)) && column.null, "{odd:?} in column {}", column.name);
                values.push_missing(column.null);
            }
        }
        0
    }

    fn push_missing(&mut self, null: bool) {
        match self {
            Values::Text(b) => b.append_option((!null).then_some("")),
            Values::I32(b) | Values::Date(b) => b.append_option((!null).then_some(0)),
            Values::I64(b) => b.append_option((!null).then_some(0)),
            Values::F32(b) => b.append_option((!null).then_some(0.0)),
            Values::List(b) => b.append_values_iter(std::iter::empty()),
        }
    }

    fn array(self, column: &ColumnSpec) -> PolarsResult<ArrayRef> {
        let series = match self {
            Values::Text(b) => match column.kind {
                Type::Enum(_) => b.finish().into_series().strict_cast(&data_type(column.kind)?)?,
                _ => b.finish().into_series(),
            },
            Values::I32(b) => b.finish().into_series(),
            Values::I64(b) => b.finish().into_series(),
            Values::F32(b) => b.finish().into_series(),
            Values::Date(b) => b.finish().into_series().cast(&DataType::Date)?,
            Values::List(mut b) => b.finish().into_series(),
        };
        Ok(series.rechunk().to_arrow(0, CompatLevel::newest()))
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
    table
        .columns
        .iter()
        .map(|column| {
            let mut field = data_type(column.kind)?.to_arrow_field(column.name.into(), CompatLevel::newest());
            plain(&mut field);
            field.is_nullable = column.null;
            Ok((field.name.clone(), field))
        })
        .collect()
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
        other => {
            if *other == ArrowDataType::Utf8View {
                *other = ArrowDataType::Utf8;
            }
        }
    }
}

/// Days since 1970-01-01.
fn days_since_1970(day: jiff::civil::Date) -> i32 {
    const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);
    EPOCH.duration_until(day).as_hours().div_euclid(24) as i32
}
