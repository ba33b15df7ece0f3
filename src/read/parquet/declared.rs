//! What a Parquet file declares of itself, looked at before it is believed.
//!
//! The library that reads Parquet makes room for as many values as a header names, follows a schema as deep as it goes,
//! and reads a field as what it expects whatever the file says that it is. Either can end the program, which no caller
//! can prevent: so what a file declares must have room in it first.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use polars::prelude::*;
use polars_parquet::parquet::metadata::{ColumnChunkMetadata, RowGroupMetadata};
use polars_parquet::parquet::schema::types::PhysicalType;

use Kind::*;

/// A file may always declare so many rows and expand to so many bytes: both fit into any memory.
const FLOOR: u64 = 1_000_000;
/// A list of texts lies three levels deep in a schema, a list of records with lists six.
const NESTING: usize = 32;
/// The statistics of a column lie eight levels deep in a footer.
const DEPTH: u8 = 16;

/// The type of a value of the footer.
enum Kind {
    Flag,
    Byte,
    /// Of two, four or eight bytes.
    Number,
    Bytes,
    List(&'static Kind),
    /// The fields by their ids; others may be there and are passed over.
    Struct(&'static [(i16, Kind)]),
    /// An element of the schema; its first noted number is how many of the elements that follow stand below it.
    Element(&'static [(i16, Kind)]),
    /// A number that is wanted, and where it is noted.
    Noted(usize),
}

// The footer and the headers of pages as `parquet.thrift` (Apache Parquet 2.11) has them, without what the library
// passes over.
const NOTHING: Kind = Struct(&[]);
const UNIT: Kind = Struct(&[(1, NOTHING), (2, NOTHING), (3, NOTHING)]);
const CLOCK: Kind = Struct(&[(1, Flag), (2, UNIT)]);
const DECIMAL: Kind = Struct(&[(1, Number), (2, Number)]);
const INTEGER: Kind = Struct(&[(1, Byte), (2, Flag)]);
#[rustfmt::skip]
const LOGICAL_TYPE: Kind = Struct(&[
    (1, NOTHING), (2, NOTHING), (3, NOTHING), (4, NOTHING), (5, DECIMAL), (6, NOTHING), (7, CLOCK), (8, CLOCK),
    (10, INTEGER), (11, NOTHING), (12, NOTHING), (13, NOTHING), (14, NOTHING), (15, NOTHING),
]);
#[rustfmt::skip]
const SCHEMA_ELEMENT: Kind = Element(&[
    (1, Number), (2, Number), (3, Number), (4, Bytes), (5, Noted(0)), (6, Number), (7, Number), (8, Number), (9, Number),
    (10, LOGICAL_TYPE),
]);
#[rustfmt::skip]
const STATISTICS: Kind = Struct(&[
    (1, Bytes), (2, Bytes), (3, Number), (4, Number), (5, Bytes), (6, Bytes), (7, Flag), (8, Flag),
]);
#[rustfmt::skip]
const COLUMN: Kind = Struct(&[
    (1, Number), (2, List(&Number)), (3, List(&Bytes)), (4, Number), (5, Number), (6, Number), (7, Number), (9, Number),
    (10, Number), (11, Number), (12, STATISTICS), (14, Number), (15, Number),
]);
#[rustfmt::skip]
const CHUNK: Kind = Struct(&[
    (1, Bytes), (2, Number), (3, COLUMN), (4, Number), (5, Number), (6, Number), (7, Number),
]);
const SORTING: Kind = Struct(&[(1, Number), (2, Flag), (3, Flag)]);
#[rustfmt::skip]
const ROW_GROUP: Kind = Struct(&[
    (1, List(&CHUNK)), (2, Number), (3, Number), (4, List(&SORTING)), (5, Number), (6, Number), (7, Number),
]);
const KEY_VALUE: Kind = Struct(&[(1, Bytes), (2, Bytes)]);
const COLUMN_ORDER: Kind = Struct(&[(1, NOTHING), (2, NOTHING)]);
#[rustfmt::skip]
const FOOTER: &[(i16, Kind)] = &[
    (1, Number), (2, List(&SCHEMA_ELEMENT)), (3, Number), (4, List(&ROW_GROUP)), (5, List(&KEY_VALUE)), (6, Bytes),
    (7, List(&COLUMN_ORDER)),
];

const UNPACKED: usize = 0;
const PACKED: usize = 1;
const VALUES: usize = 2;
const VALUES_V2: usize = 3;
const WORDS: usize = 4;
const TYPE: usize = 5;
const DATA_PAGE: Kind = Struct(&[
    (1, Noted(VALUES)),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, STATISTICS),
]);
const DICTIONARY_PAGE: Kind = Struct(&[(1, Noted(WORDS)), (2, Number), (3, Flag)]);
#[rustfmt::skip]
const DATA_PAGE_V2: Kind = Struct(&[
    (1, Noted(VALUES_V2)), (2, Number), (3, Number), (4, Number), (5, Number), (6, Number), (7, Flag), (8, STATISTICS),
]);
#[rustfmt::skip]
const PAGE: &[(i16, Kind)] = &[
    (1, Noted(TYPE)), (2, Noted(UNPACKED)), (3, Noted(PACKED)), (4, Number), (5, DATA_PAGE), (6, NOTHING),
    (7, DICTIONARY_PAGE), (8, DATA_PAGE_V2),
];

/// Looks at the footer: its fields are of their types, its lists have room in it, its schema is not too deep.
pub fn footer(mut file: &File) -> PolarsResult<()> {
    let length = file.metadata()?.len();
    let mut end = [0; 8];
    if length < 12 {
        return Err(damaged("it is too short"));
    }
    file.seek(SeekFrom::Start(length - 8))?;
    file.read_exact(&mut end)?;
    let [a, b, c, d, ..] = end;
    let size = u64::from(u32::from_le_bytes([a, b, c, d]));
    if size + 12 > length {
        return Err(damaged("its footer is longer than the file"));
    }
    file.seek(SeekFrom::Start(length - 8 - size))?;
    let mut bytes = Vec::new();
    file.take(size).read_to_end(&mut bytes)?;
    let mut thrift = Thrift::of(&bytes);
    match thrift.fields(FOOTER, DEPTH) {
        Some(()) if nesting(&thrift.children) <= NESTING => Ok(()),
        Some(()) => Err(damaged("its columns are nested too deep")),
        None => Err(damaged("its footer is damaged")),
    }
}

/// How deep a schema is, of which each element has so many children among those that follow.
fn nesting(children: &[u32]) -> usize {
    let mut open: Vec<u32> = Vec::new();
    let mut deepest = 0;
    for &children in children {
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        // What has had its last child stays open while that child has children of its own.
        if children > 0 {
            open.push(children);
        }
        deepest = deepest.max(open.len());
        while children == 0 && open.last() == Some(&0) {
            open.pop();
        }
    }
    deepest
}

/// What is still to be looked at, in Thrift's compact protocol.
struct Thrift<'a> {
    rest: &'a [u8],
    /// The numbers that are wanted.
    noted: [i64; 6],
    /// Of each element of the schema, how many are below it.
    children: Vec<u32>,
}

impl<'a> Thrift<'a> {
    fn of(rest: &'a [u8]) -> Thrift<'a> {
        Thrift {
            rest,
            noted: [0; 6],
            children: Vec::new(),
        }
    }

    /// A noted number, which is a size.
    fn size(&self, at: usize) -> Option<u64> {
        self.noted.get(at).and_then(|n| u64::try_from(*n).ok())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn number(&mut self) -> Option<i64> {
        let zigzag = self.varint()?;
        Some((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn fields(&mut self, known: &[(i16, Kind)], depth: u8) -> Option<()> {
        let mut id = 0i16;
        loop {
            let head = self.byte()?;
            let wire = head & 0x0f;
            if wire == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.number()? as i16,
                step => id.checked_add(i16::from(step))?,
            };
            let kind = known.iter().find(|(known, _)| *known == id);
            self.value(wire, kind.map(|(_, kind)| kind), depth)?;
        }
    }

    /// Passes over a value, which must be of this kind when it is known.
    fn value(&mut self, wire: u8, kind: Option<&Kind>, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match (wire, kind) {
            (1 | 2, None | Some(Flag)) => Some(()),
            (3, None | Some(Byte)) => self.byte().map(|_| ()),
            (4..=6, None | Some(Number)) => self.varint().map(|_| ()),
            (4..=6, Some(Noted(at))) => {
                *self.noted.get_mut(*at)? = self.number()?;
                Some(())
            }
            (7, None) => self.pass(8),
            (8, None | Some(Bytes)) => {
                let bytes = self.varint()?;
                self.pass(bytes)
            }
            (9, None) => self.list(None, depth),
            (9, Some(List(of))) => self.list(Some(of), depth),
            (12, None) => self.fields(&[], depth),
            (12, Some(Struct(known))) => self.fields(known, depth),
            (12, Some(Element(known))) => {
                self.noted = [0; 6];
                self.fields(known, depth)?;
                let [children, ..] = self.noted;
                // The library takes the lower half of a longer number, and a negative one for none.
                self.children.push(u32::try_from(children as i32).unwrap_or(0));
                Some(())
            }
            _ => None,
        }
    }

    fn list(&mut self, of: Option<&Kind>, depth: u8) -> Option<()> {
        let head = self.byte()?;
        let (size, wire) = match (head >> 4, head & 0x0f) {
            (15, wire) => (self.varint()?, wire),
            (size, wire) => (u64::from(size), wire),
        };
        // Everything takes a byte at least. There are no lists of flags, of which the library thinks that they take none.
        if size > self.rest.len() as u64 || (size > 0 && wire <= 2) {
            return None;
        }
        (0..size).try_for_each(|_| self.value(wire, of, depth))
    }
}

/// What the header of a page declares.
struct Page<'a> {
    /// What follows the page.
    after: &'a [u8],
    /// Its bytes when they are unpacked.
    unpacked: u64,
    /// The values that count for its column: those of the header that its type names, whatever other headers are there.
    values: u64,
    /// The words of a dictionary.
    words: u64,
}

impl Page<'_> {
    fn at(bytes: &[u8]) -> Option<Page<'_>> {
        let mut thrift = Thrift::of(bytes);
        thrift.fields(PAGE, DEPTH)?;
        let values = match thrift.size(TYPE)? {
            0 => thrift.size(VALUES)?,
            2 => 0,
            3 => thrift.size(VALUES_V2)?,
            _ => return None,
        };
        Some(Page {
            after: thrift.rest.get(usize::try_from(thrift.size(PACKED)?).ok()?..)?,
            unpacked: thrift.size(UNPACKED)?,
            values,
            words: thrift.size(WORDS)?,
        })
    }
}

/// What the rest of a file may declare.
pub struct Room {
    /// Rows: one that holds a text takes a byte at least.
    rows: u64,
    /// Bytes of its pages when they are unpacked.
    bytes: u64,
    /// Its length.
    length: u64,
}

impl Room {
    /// The room of a whole file, which may become so many times its length.
    pub fn of(file: &File, max_expansion: u64) -> PolarsResult<Room> {
        let length = file.metadata()?.len();
        Ok(Room {
            rows: length.max(FLOOR),
            bytes: length.saturating_mul(max_expansion).max(FLOOR),
            length,
        })
    }

    /// Looks at the pages of the columns that will be read of a row group.
    pub fn take(&mut self, file: &File, group: &RowGroupMetadata, columns: &[PlSmallStr]) -> PolarsResult<()> {
        let rows = group.num_rows() as u64;
        let most = self.rows;
        self.rows = most
            .checked_sub(rows)
            .ok_or_else(|| damaged("it declares more rows than it has bytes"))?;
        let chunks = columns.iter().filter_map(|c| group.columns_under_root_iter(c));
        for chunk in chunks.flatten() {
            let values = u64::try_from(chunk.num_values()).unwrap_or(u64::MAX);
            if values > most {
                return Err(damaged("a column declares more values than the file has bytes"));
            }
            if let PhysicalType::FixedLenByteArray(each) = chunk.physical_type() {
                self.unpack((each as u64).saturating_mul(values))?;
            }
            self.pages(file, chunk, values)?;
        }
        Ok(())
    }

    fn pages(&mut self, mut file: &File, chunk: &ColumnChunkMetadata, values: u64) -> PolarsResult<()> {
        let range = chunk.byte_range();
        if range.end > self.length {
            return Err(damaged("a column goes beyond its end"));
        }
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(range.start))?;
        file.take(range.end.saturating_sub(range.start))
            .read_to_end(&mut bytes)?;
        let (mut rest, mut seen) = (bytes.as_slice(), 0);
        // The library looks for a dictionary whether there are values or not, then for pages until it has all values.
        while !rest.is_empty() && (seen < values || rest.len() == bytes.len()) {
            let page = Page::at(rest).ok_or_else(|| damaged("the header of a page is damaged"))?;
            rest = page.after;
            seen += page.values;
            self.unpack(page.unpacked)?;
            // Every word takes a byte at least: of its length, if it has nothing else.
            if page.values > values || page.words > page.unpacked {
                return Err(damaged("a page declares more values than it has room for"));
            }
        }
        Ok(())
    }

    fn unpack(&mut self, bytes: u64) -> PolarsResult<()> {
        self.bytes = self
            .bytes
            .checked_sub(bytes)
            .ok_or_else(|| damaged("it expands too far ([read] max_expansion)"))?;
        Ok(())
    }
}

fn damaged(what: &'static str) -> PolarsError {
    PolarsError::ComputeError(what.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of a page of this type, nothing unpacked or packed, with 1, 2 and 3 values in headers of all three types.
    fn header(of: u8) -> Vec<u8> {
        let kind = |id_step: u8, values: u8| [id_step << 4 | 12, 0x15, 2 * values, 0];
        let numbers = [0x15, 2 * of, 0x15, 0, 0x15, 0];
        [&numbers[..], &kind(2, 1), &kind(2, 2), &kind(1, 3), &[0]].concat()
    }

    #[test]
    fn the_values_of_a_page_are_those_of_its_type() {
        let values = |of| Page::at(&header(of)).map(|page| (page.values, page.words, page.after.len()));
        assert_eq!(values(0), Some((1, 2, 0)));
        assert_eq!(values(2), Some((0, 2, 0)));
        assert_eq!(values(3), Some((3, 2, 0)));
        assert_eq!(values(1), None, "there are no pages of indexes in a column");
    }
}
