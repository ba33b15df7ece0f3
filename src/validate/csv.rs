//! The CSV files hold the same rows as the Parquet files: every cell of every row, and no row more or less.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use super::file::open_file;
use super::frame::{Cell, Parquet, key};
use super::{Findings, Tables, package, quoted};
use crate::error::{Error, Result, io_words};
use crate::settings::CsvFlavour;
use crate::tables::TABLES;
use crate::tables::schema::Table;
use crate::write::csv::armed;

/// Compares the CSV files that there are with their tables.
pub fn check(dir: &Path, tables: &Tables, findings: &mut Findings) -> Result<()> {
    let there = |t: &&'static Table| dir.join(format!("{}.csv", t.name)).exists();
    let (with, without): (Vec<&Table>, Vec<&Table>) = TABLES.iter().partition(there);
    if !with.is_empty() {
        for table in without {
            findings.add(table.name, "files", || {
                format!("{}.csv is missing, though other tables have one", table.name)
            });
        }
    }
    let spreadsheet = match flavour(dir) {
        Some(CsvFlavour::None) if !with.is_empty() => {
            findings.add(package::NAME, "csv", || {
                "it says that no CSV files were written, but there are some".into()
            });
            None
        }
        told => told.map(|told| told == CsvFlavour::Spreadsheet),
    };
    let found: Vec<Findings> = with
        .par_iter()
        .filter_map(|table| Some((table, tables.get(table.name)?)))
        .map(|(table, parquet)| {
            let mut found = Findings::default();
            let file = open_file(dir, &format!("{}.csv", table.name))?;
            let file = BufReader::with_capacity(1 << 18, file);
            compare(table, parquet, file, spreadsheet, &mut found)?;
            Ok(found)
        })
        .collect::<Result<_>>()?;
    found.into_iter().for_each(|f| findings.extend(f));
    Ok(())
}

fn unreadable(table: &Table, error: &std::io::Error) -> Error {
    Error::new(format!("cannot read {}.csv: {}", table.name, io_words(error)))
}

/// How the data package says that the CSV files were written; `None` when it does not.
fn flavour(dir: &Path) -> Option<CsvFlavour> {
    let package = package::read(dir).ok()?;
    CsvFlavour::deserialize(package.pointer("/isnad/csv")?).ok()
}

/// `spreadsheet`: the flavour that the data package tells; where it tells none, the file's first bytes do.
fn compare(
    table: &Table,
    parquet: &Parquet,
    file: impl BufRead,
    spreadsheet: Option<bool>,
    findings: &mut Findings,
) -> Result<()> {
    let mut rows = Rows::new(file).map_err(|e| unreadable(table, &e))?;
    if let Some(told) = spreadsheet.filter(|told| *told != rows.spreadsheet) {
        findings.add(table.name, "csv", || match told {
            true => "the CSV file has no byte order mark, though it was written for spreadsheets".into(),
            false => "the CSV file has a byte order mark, though it was not written for spreadsheets".into(),
        });
        rows.spreadsheet = told;
    }
    next(table, &mut rows, findings)?;
    let header: Vec<&str> = rows.cells.iter().map(|c| c.text.as_str()).collect();
    if header != table.columns.iter().map(|c| c.name).collect::<Vec<_>>() {
        findings.add(table.name, "csv", || {
            format!("the CSV file has the columns {}", header.join(", "))
        });
        return Ok(());
    }
    let mut count = 0;
    for frame in parquet.all() {
        let frame = frame?;
        let keys = frame.pick(table.key)?;
        for row in 0..frame.rows {
            if !next(table, &mut rows, findings)? {
                break;
            }
            count += 1;
            if rows.cells.len() != table.columns.len() {
                let (has, wants) = (rows.cells.len(), table.columns.len());
                findings.add(table.name, "csv", || {
                    format!("row {} of the CSV file has {has} cells, not {wants}", key(&keys, row))
                });
                continue;
            }
            for ((cell, values), column) in rows.cells.iter().zip(frame.columns()).zip(table.columns) {
                let want = values.cell(row);
                if !cell.is(&want, rows.spreadsheet) {
                    findings.add(table.name, "csv", || {
                        let (has, name) = (
                            if cell.quoted {
                                quoted(&cell.text)
                            } else {
                                cell.text.clone()
                            },
                            column.name,
                        );
                        format!(
                            "row {}: column {name} is {want}, but {has} in the CSV file",
                            key(&keys, row)
                        )
                    });
                }
            }
        }
    }
    while next(table, &mut rows, findings)? {
        count += 1;
    }
    if count != parquet.rows() {
        findings.add(table.name, "csv", || {
            format!("the CSV file has {count} rows, the Parquet file {}", parquet.rows())
        });
    }
    Ok(())
}

/// Reads the next row; false at the end.
fn next(table: &Table, rows: &mut Rows<impl BufRead>, findings: &mut Findings) -> Result<bool> {
    let more = rows.next().map_err(|e| unreadable(table, &e))?;
    if rows.broken {
        findings.add(table.name, "csv", || {
            "a quoted cell of the CSV file does not end where it should".into()
        });
    }
    Ok(more)
}

/// A cell of a CSV file.
#[derive(Clone, Debug, Default, PartialEq)]
struct Field {
    text: String,
    quoted: bool,
}

impl Field {
    /// Whether the cell says what the Parquet file says.
    fn is(&self, value: &Cell, spreadsheet: bool) -> bool {
        let text = |want: &str| {
            let text = if spreadsheet && armed(want) {
                self.text.strip_prefix('\'')
            } else {
                Some(self.text.as_str())
            };
            text == Some(want) && (self.quoted || !self.text.is_empty())
        };
        match value {
            Cell::Null => self.text.is_empty() && !self.quoted,
            Cell::Text(want) => text(want),
            Cell::List(want) => serde_json::from_str::<Vec<Option<String>>>(&self.text).is_ok_and(|has| has == *want),
            Cell::Float(want) => self
                .text
                .parse::<f32>()
                .is_ok_and(|has| has.to_bits() == want.to_bits()),
            Cell::Int(_) | Cell::Day(_) => self.text == value.to_string(),
        }
    }
}

/// The rows of a CSV file. Unlike the crate `csv` it tells a quoted empty cell from an empty one.
struct Rows<R> {
    file: R,
    line: Vec<u8>,
    cells: Vec<Field>,
    /// Whether it is of the flavour for spreadsheets, whose files begin with a byte order mark.
    spreadsheet: bool,
    /// Whether the last row was not well formed.
    broken: bool,
}

impl<R: BufRead> Rows<R> {
    fn new(mut file: R) -> std::io::Result<Rows<R>> {
        const BOM: &[u8] = "\u{feff}".as_bytes();
        let spreadsheet = file.fill_buf()?.starts_with(BOM);
        if spreadsheet {
            file.by_ref().take(BOM.len() as u64).read_to_end(&mut Vec::new())?;
        }
        Ok(Rows {
            file,
            line: Vec::new(),
            cells: Vec::new(),
            spreadsheet,
            broken: false,
        })
    }

    /// Reads the next row into `cells`; false at the end of the file.
    fn next(&mut self) -> std::io::Result<bool> {
        self.cells.clear();
        self.line.clear();
        self.broken = false;
        // A row ends with the first line after which all quotes are closed.
        let mut quotes = 0;
        loop {
            let before = self.line.len();
            let read = self.file.read_until(b'\n', &mut self.line)?;
            if read == 0 {
                self.broken = quotes % 2 == 1;
                break;
            }
            quotes += memchr::memchr_iter(b'"', self.line.get(before..).unwrap_or_default()).count();
            if quotes % 2 == 0 {
                break;
            }
        }
        if self.line.is_empty() {
            return Ok(false);
        }
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let mut rest = Some(line);
        while let Some(line) = rest {
            let (field, after, sound) = field(line);
            self.cells.push(field);
            self.broken |= !sound;
            rest = after;
        }
        Ok(true)
    }
}

/// The first cell of a line, what comes after its comma, and whether it is well formed.
fn field(line: &[u8]) -> (Field, Option<&[u8]>, bool) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let Some(mut rest) = line.strip_prefix(b"\"") else {
        let end = memchr::memchr(b',', line);
        let (cell, after) = end.map_or((line, None), |at| {
            (line.get(..at).unwrap_or_default(), line.get(at + 1..))
        });
        return (
            Field {
                text: text(cell),
                quoted: false,
            },
            after,
            !cell.contains(&b'"'),
        );
    };
    let mut cell = Vec::new();
    loop {
        let Some(at) = memchr::memchr(b'"', rest) else {
            cell.extend_from_slice(rest);
            return (
                Field {
                    text: text(&cell),
                    quoted: true,
                },
                None,
                false,
            );
        };
        cell.extend_from_slice(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        match rest.first() {
            Some(b'"') => cell.push(b'"'),
            Some(b',') => {
                return (
                    Field {
                        text: text(&cell),
                        quoted: true,
                    },
                    rest.get(1..),
                    true,
                );
            }
            None => {
                return (
                    Field {
                        text: text(&cell),
                        quoted: true,
                    },
                    None,
                    true,
                );
            }
            Some(_) => {
                return (
                    Field {
                        text: text(&cell),
                        quoted: true,
                    },
                    None,
                    false,
                );
            }
        }
        rest = rest.get(1..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<String> {
        let mut rows = Rows::new(text.as_bytes()).unwrap();
        let mut all = Vec::new();
        while rows.next().unwrap() {
            let cells: Vec<String> = rows
                .cells
                .iter()
                .map(|c| {
                    if c.quoted {
                        format!("{:?}", c.text)
                    } else {
                        c.text.clone()
                    }
                })
                .collect();
            all.push(cells.join("|") + if rows.broken { " broken" } else { "" });
        }
        all
    }

    #[test]
    fn rows_are_those_of_rfc_4180_and_empty_is_not_quoted_empty() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("a,b\n1,\n", &["a|b", "1|"]),
            (",\"\"\n", &["|\"\""]),
            ("\"a,\"\"b\"\"\",\"x\ny\"\nz,\n", &["\"a,\\\"b\\\"\"|\"x\\ny\"", "z|"]),
            ("\u{feff}a\n", &["a"]),
            ("a\"b\",c\n", &["a\"b\"|c broken"]),
            ("\"a\"b,c\n", &["\"a\" broken"]),
            ("\"a,b\n", &["\"a,b\" broken"]),
        ];
        for (text, want) in cases {
            assert_eq!(rows(text), *want, "{text:?}");
        }
    }

    #[test]
    fn a_cell_is_what_the_table_says_or_not() {
        let field = |text: &str, quoted| Field {
            text: text.to_string(),
            quoted,
        };
        assert!(field("", false).is(&Cell::Null, false) && !field("", true).is(&Cell::Null, false));
        assert!(field("", true).is(&Cell::Text(""), false) && !field("", false).is(&Cell::Text(""), false));
        assert!(field("'=1", false).is(&Cell::Text("=1"), true) && !field("=1", false).is(&Cell::Text("=1"), true));
        assert!(field("''=1", false).is(&Cell::Text("'=1"), true) && !field("'=1", false).is(&Cell::Text("'=1"), true));
        assert!(field("=1", false).is(&Cell::Text("=1"), false) && !field("'=1", false).is(&Cell::Text("=1"), false));
        assert!(
            field("0.3333", false).is(&Cell::Float(0.3333), false)
                && !field("0.33", false).is(&Cell::Float(0.3333), false)
        );
        assert!(
            field("2024-06-20", false).is(&Cell::Day(19894), false)
                && !field("2024-06-21", false).is(&Cell::Day(19894), false)
        );
        assert!(field("[\"a\"]", true).is(&Cell::List(vec![Some("a".into())]), false));
    }
}
