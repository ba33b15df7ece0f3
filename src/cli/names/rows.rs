//! Rows of text that people hand in: tab-separated files, lists, standard input. A row that cannot be understood is told
//! with its line and left out.

use std::io::Read;
use std::path::Path;

use isnad::error::{Error, Result, io_words};
use isnad::types::EntityType;

use super::super::report::Report;

/// More broken rows than this are only counted.
const TOLD: usize = 20;

/// The bytes of a file, or of standard input when it is called `-`.
pub fn bytes(file: &Path) -> Result<Vec<u8>> {
    let read = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read.map_err(|e| Error::new(format!("cannot read {}: {}", shown(file), io_words(&e))))
}

/// A file as it is called in messages.
pub fn shown(file: &Path) -> String {
    match file == Path::new("-") {
        true => "standard input".to_string(),
        false => file.display().to_string(),
    }
}

/// The names given on the command line, or a line each of standard input; and how many lines could not be understood.
pub fn given(names: &[String], report: &Report) -> Result<(Vec<String>, usize)> {
    if names != ["-"] {
        return Ok((names.to_vec(), 0));
    }
    let file = Path::new("-");
    let bytes = bytes(file)?;
    let mut broken = Broken::new(file, report);
    let mut given = Vec::new();
    for (number, line) in lines(&bytes) {
        match line.map(str::trim) {
            Some("") => {}
            Some(name) => given.push(name.to_string()),
            None => broken.row(number, "it is not UTF-8 text"),
        }
    }
    Ok((given, broken.end()))
}

/// The lines of a text with their numbers, without empty ones; `None` for one that is not UTF-8.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, Option<&str>)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|b| *b == b'\n').enumerate();
    lines.filter_map(|(at, line)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (!line.is_empty()).then(|| (at + 1, std::str::from_utf8(line).ok()))
    })
}

/// What a cell of a column `type` means; `None` when it is none of the types.
pub fn kind(cell: &str) -> Option<EntityType> {
    Some(match cell.trim().to_lowercase().as_str() {
        "person" | "per" => EntityType::Person,
        "org" | "organization" | "organisation" => EntityType::Org,
        "loc" | "location" | "place" | "gpe" => EntityType::Loc,
        _ => return None,
    })
}

/// Rows that could not be understood.
pub struct Broken<'a> {
    report: &'a Report,
    file: String,
    count: usize,
}

impl<'a> Broken<'a> {
    /// None yet.
    pub fn new(file: &Path, report: &'a Report) -> Broken<'a> {
        Broken {
            report,
            file: shown(file),
            count: 0,
        }
    }

    /// One more, and why.
    pub fn row(&mut self, line: usize, why: &str) {
        self.count += 1;
        if self.count <= TOLD {
            self.report
                .warning(&format!("{}, line {line}: {why}; the row is left out", self.file));
        }
    }

    /// How many there were; says so when not all were told.
    pub fn end(self) -> usize {
        if self.count > TOLD {
            self.report
                .warning(&format!("{}: {} rows are left out in all", self.file, self.count));
        }
        self.count
    }
}

/// A cell without what would break a row.
pub fn cell(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
