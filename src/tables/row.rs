//! A row on its way out: cells that borrow what they show, and the sink that takes them.

use std::fmt::Write;

use jiff::civil::Date as Day;

/// A value in a column. Borrowed, so that a row costs no allocation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Not known, or not applicable.
    Null,
    /// Text, or the label of an enum.
    Text(&'a str),
    /// The id of a row: document, letter of the table, offset into the source text.
    Id(&'a str, char, u32),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f32),
    /// A day.
    Day(Day),
    /// A list of texts.
    List(&'a [&'a str]),
}

/// What takes the rows of one table, in order: a cell for every column.
pub trait Sink {
    /// Takes a row.
    fn row(&mut self, cells: &[Cell]);
}

/// The id `doc_id/letter123`, as it stands in the tables.
pub fn id(doc_id: &str, letter: char, src_start: u32) -> Cell<'_> {
    Cell::Id(doc_id, letter, src_start)
}

/// Writes an id into `buffer`, instead of what was there.
pub fn write_id(buffer: &mut String, doc_id: &str, letter: char, src_start: u32) {
    buffer.clear();
    buffer.push_str(doc_id);
    buffer.push('/');
    buffer.push(letter);
    // A String takes everything.
    let _ = write!(buffer, "{src_start}");
}

/// A day that the tables can hold: years 1 to 9999, as dates are in most tools.
pub fn known_day(day: Option<Day>) -> Option<Day> {
    day.filter(|d| d.year() >= 1)
}

/// Text that may be missing. Empty text means not known too: '' never stands for NULL.
impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Cell<'a> {
        text.filter(|t| !t.is_empty()).map_or(Cell::Null, Cell::Text)
    }
}

impl From<u32> for Cell<'_> {
    fn from(n: u32) -> Self {
        Cell::Int(n.into())
    }
}

impl From<Option<u32>> for Cell<'_> {
    fn from(n: Option<u32>) -> Self {
        n.map_or(Cell::Null, Cell::from)
    }
}

impl From<Option<u64>> for Cell<'_> {
    fn from(n: Option<u64>) -> Self {
        n.map_or(Cell::Null, |n| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX)))
    }
}

impl From<f32> for Cell<'_> {
    fn from(x: f32) -> Self {
        Cell::Float(if x.is_finite() { x } else { 0.0 })
    }
}

impl From<Option<f32>> for Cell<'_> {
    fn from(x: Option<f32>) -> Self {
        x.filter(|x| x.is_finite()).map_or(Cell::Null, Cell::Float)
    }
}

impl From<Option<Day>> for Cell<'_> {
    fn from(day: Option<Day>) -> Self {
        known_day(day).map_or(Cell::Null, Cell::Day)
    }
}
