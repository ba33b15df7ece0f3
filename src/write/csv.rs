//! CSV after RFC 4180: UTF-8, lines end in LF, an empty unquoted cell is NULL, `""` is the empty text, lists are JSON.
//!
//! The `spreadsheet` flavour begins with a byte order mark, and puts an apostrophe before a text that a spreadsheet
//! would take for a formula ([`armed`]). Numbers are never touched, so -0.3 stays a number.

use std::io::{Result, Write};

use crate::tables::{Cell, Table, write_id};

/// The CSV file of one table.
#[derive(Debug)]
pub struct CsvFile<W: Write> {
    out: W,
    spreadsheet: bool,
    line: Vec<u8>,
    text: String,
}

impl<W: Write> CsvFile<W> {
    /// A file with its header.
    pub fn new(mut out: W, table: &Table, spreadsheet: bool) -> Result<CsvFile<W>> {
        if spreadsheet {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        writeln!(out, "{}", names.join(","))?;
        Ok(CsvFile {
            out,
            spreadsheet,
            line: Vec::new(),
            text: String::new(),
        })
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.line.clear();
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.line.push(b',');
            }
            self.cell(cell)?;
        }
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    /// Writes what waits and gives the file back.
    pub fn end(mut self) -> Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn cell(&mut self, cell: &Cell) -> Result<()> {
        match cell {
            Cell::Null => {}
            Cell::Text(text) => quote(&mut self.line, text, self.spreadsheet),
            Cell::Id(doc, letter, at) => {
                write_id(&mut self.text, doc, *letter, *at);
                quote(&mut self.line, &self.text, self.spreadsheet);
            }
            Cell::Int(n) => write!(self.line, "{n}")?,
            Cell::Float(x) if x.is_finite() => write!(self.line, "{x}")?,
            Cell::Float(_) => {}
            Cell::Day(day) => write!(self.line, "{day}")?,
            Cell::List(list) => quote(&mut self.line, &serde_json::to_string(list)?, self.spreadsheet),
        }
        Ok(())
    }
}

/// Whether a text stands behind an apostrophe in the `spreadsheet` flavour: a spreadsheet would run it, or it is such a text
/// with apostrophes of its own before it. So taking one apostrophe away wherever this holds gives every text back.
pub fn armed(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Appends a text, in quotes where it needs them.
fn quote(line: &mut Vec<u8>, text: &str, spreadsheet: bool) {
    let runs = spreadsheet && armed(text);
    let special = memchr::memchr3(b',', b'"', b'\n', text.as_bytes()).is_some() || text.contains('\r');
    if !text.is_empty() && !special {
        if runs {
            line.push(b'\'');
        }
        line.extend_from_slice(text.as_bytes());
        return;
    }
    line.push(b'"');
    if runs {
        line.push(b'\'');
    }
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'"', rest) {
        let (head, tail) = rest.split_at(at + 1);
        line.extend_from_slice(head);
        line.push(b'"');
        rest = tail;
    }
    line.extend_from_slice(rest);
    line.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str, spreadsheet: bool) -> String {
        let mut line = Vec::new();
        quote(&mut line, text, spreadsheet);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn quotes_what_needs_it_and_disarms_formulas_for_spreadsheets_only() {
        for (text, plain, spreadsheet) in [
            ("", "\"\"", "\"\""),
            ("Baghdad", "Baghdad", "Baghdad"),
            ("a, b", "\"a, b\"", "\"a, b\""),
            ("he said \"no\"", "\"he said \"\"no\"\"\"", "\"he said \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\"", "\"two\nlines\""),
            ("=1+1", "=1+1", "'=1+1"),
            ("@a,b", "\"@a,b\"", "\"'@a,b\""),
            ("\tx", "\tx", "'\tx"),
            ("'=1", "'=1", "''=1"),
            ("'tis", "'tis", "'tis"),
            ("'", "'", "'"),
        ] {
            assert_eq!(quoted(text, false), plain);
            assert_eq!(quoted(text, true), spreadsheet);
        }
    }

    #[test]
    fn an_apostrophe_taken_from_every_armed_cell_gives_the_text_back() {
        for text in [
            "=1", "'=1", "''-1", "'", "''", "'a", "a=1", "", "-", "'@", "\t", "'\r", "' =1",
        ] {
            let written = if armed(text) {
                format!("'{text}")
            } else {
                text.to_string()
            };
            let back = if armed(&written) { &written[1..] } else { &written };
            assert_eq!(back, text);
        }
    }

    #[test]
    fn the_csv_crate_reads_every_text_back() {
        let texts = [
            "",
            "x",
            "\"",
            "\"\"",
            ",",
            "\r",
            "a\r\nb",
            "قال: \"لا\", ثم",
            "'",
            "\u{feff}",
        ];
        let mut line = Vec::new();
        for (i, text) in texts.iter().enumerate() {
            if i > 0 {
                line.push(b',');
            }
            quote(&mut line, text, false);
        }
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&line[..]);
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.iter().collect::<Vec<_>>(), texts);
    }
}
