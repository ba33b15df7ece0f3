//! Rows of any table, with their cells by name.

use std::ops::Range;

use serde::Serialize;
use serde_json::{Map, Value};

use super::Dataset;
use crate::error::Result;
use crate::validate::frame::{Cell, Frame};

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Row {
    cells: Map<String, Value>,
}

impl Row {
    /// A row of a frame.
    pub(super) fn of(frame: &Frame, row: usize) -> Row {
        let cells = frame
            .named()
            .map(|(name, values)| (name.to_string(), value(values.cell(row))));
        Row { cells: cells.collect() }
    }

    /// A text or label, or a day as `2024-06-20`.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.cells.get(column)?.as_str()
    }

    /// A whole number.
    pub fn int(&self, column: &str) -> Option<i64> {
        self.cells.get(column)?.as_i64()
    }

    /// A number.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.cells.get(column)?.as_f64()
    }

    /// A list of texts; empty when there is none.
    pub fn list(&self, column: &str) -> Vec<&str> {
        let list = self.cells.get(column).and_then(Value::as_array);
        list.map_or(Vec::new(), |l| l.iter().filter_map(Value::as_str).collect())
    }

    /// Two columns that hold a half-open range of code points.
    pub fn span(&self, (start, end): (&str, &str)) -> Option<(usize, usize)> {
        let at = |column| usize::try_from(self.int(column)?).ok();
        Some((at(start)?, at(end)?))
    }

    /// Where it stands in the source text, in code points.
    pub fn src(&self) -> (usize, usize) {
        self.span(("src_start", "src_end")).unwrap_or_default()
    }

    /// Whether its place in the source text holds this code point.
    pub(super) fn covers(&self, at: usize) -> bool {
        let (start, end) = self.src();
        start <= at && at < end
    }
}

/// A cell as JSON has it; numbers with the digits that their nearest f32 has.
fn value(cell: Cell) -> Value {
    match cell {
        Cell::Text(t) => t.into(),
        Cell::Int(v) => v.into(),
        Cell::Float(v) => v.to_string().parse::<f64>().map_or(Value::Null, Value::from),
        Cell::Day(_) => cell.to_string().into(),
        Cell::List(list) => list.into(),
        Cell::Null => Value::Null,
    }
}

impl Dataset {
    /// The rows with this text in the column that a table is sorted by first, with all their columns.
    pub(super) fn rows(&self, table: &str, column: &str, text: &str) -> Result<Vec<Row>> {
        let rows = self.table(table)?.rows_of(column, text)?;
        self.slice(table, rows)
    }

    /// All columns of a range of rows.
    pub(super) fn slice(&self, table: &str, rows: Range<usize>) -> Result<Vec<Row>> {
        let parquet = self.table(table)?;
        let columns: Vec<&str> = parquet.columns().iter().map(|(name, _)| name.as_str()).collect();
        self.columns(table, &columns, rows)
    }

    /// Some columns of a range of rows.
    pub(super) fn columns(&self, table: &str, columns: &[&str], rows: Range<usize>) -> Result<Vec<Row>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let frame = self.table(table)?.slice(columns, rows)?;
        Ok((0..frame.rows).map(|row| Row::of(&frame, row)).collect())
    }

    /// The rows, with all columns, for which `wanted` holds of the texts in some columns. Reads those columns of the whole
    /// table, and the others of the row groups that have such a row.
    pub(super) fn search(
        &self,
        table: &str,
        columns: &[&str],
        wanted: impl Fn(&[Option<&str>]) -> bool,
    ) -> Result<Vec<Row>> {
        let parquet = self.table(table)?;
        let (mut found, mut whole) = (Vec::new(), parquet.all());
        for frame in parquet.frames(columns) {
            let frame = frame?;
            let values = frame.pick(columns)?;
            let fits = |row: &usize| wanted(&values.iter().map(|v| v.text(*row)).collect::<Vec<_>>());
            let rows: Vec<usize> = (0..frame.rows).filter(fits).collect();
            if rows.is_empty() {
                whole.skip_group();
                continue;
            }
            if let Some(frame) = whole.next().transpose()? {
                found.extend(rows.into_iter().map(|row| Row::of(&frame, row)));
            }
        }
        Ok(found)
    }
}
