//! What is said about a record beside its text: `sources.csv`, and the fields of JSON and table rows under any name.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use super::codes::{self, Fault, shown};
use super::files::{SOURCES_CSV, Source};
use crate::error::{Error, Result, io_words};
use crate::types::{Diagnostic, Given};

/// isnad's own names of the fields of a record.
pub const NAMES: &[&str] = &[
    "text",
    "html",
    "id",
    "url",
    "title",
    "authors",
    "publisher",
    "published",
    "language",
];

/// The names of the fields in the records of this corpus.
#[derive(Debug)]
pub struct Fields {
    /// Their name for each of [`NAMES`].
    theirs: Vec<String>,
}

impl Fields {
    /// isnad's names, but for those that `[read] fields` maps.
    ///
    /// # Errors
    /// When it maps a name that isnad does not have.
    pub fn new(mapped: &BTreeMap<String, String>, file: &str) -> Result<Fields> {
        if let Some(unknown) = mapped.keys().find(|k| !NAMES.contains(&k.as_str())) {
            return Err(Error::new(format!(
                "cannot understand {file}: [read.fields] maps {unknown}, which is no field (there are {})",
                NAMES.join(", ")
            )));
        }
        let theirs = NAMES
            .iter()
            .map(|n| mapped.get(*n).cloned().unwrap_or_else(|| n.to_string()))
            .collect();
        Ok(Fields { theirs })
    }

    /// Index into [`NAMES`] of a field of theirs.
    pub fn index(&self, theirs: &str) -> Option<usize> {
        self.theirs.iter().position(|t| t == theirs)
    }

    /// The fault of a table with neither text nor html among its columns.
    pub fn no_text(&self, columns: &[String]) -> Fault {
        // More names than these fill the screen and help nobody.
        let there: Vec<&str> = columns.iter().take(20).map(String::as_str).collect();
        Fault::new(
            codes::BAD_CONTAINER,
            format!(
                "it has no column named {} nor {}, only {} ([read.fields] maps other names)",
                self.theirs(0),
                self.theirs(1),
                there.join(", ")
            ),
        )
    }

    /// Their name for one of isnad's.
    pub fn theirs(&self, index: usize) -> &str {
        self.theirs.get(index).map_or("", String::as_str)
    }
}

/// The fields of one record, by their index in [`NAMES`].
#[derive(Debug, Default)]
pub struct Row {
    values: [Option<Value>; NAMES.len()],
}

impl Row {
    /// Sets a field.
    pub fn set(&mut self, index: usize, value: Value) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    /// Takes a field out; JSON null is none.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let index = NAMES.iter().position(|n| *n == name)?;
        self.values.get_mut(index)?.take().filter(|v| !v.is_null())
    }

    /// The record's id: a string, or a number as written.
    pub fn id(&mut self) -> Option<String> {
        match self.take("id")? {
            Value::String(s) => Some(s),
            Value::Number(n) => Some(n.to_string()),
            _ => None,
        }
    }

    /// What the other fields say.
    pub fn given(&mut self) -> Given {
        let mut one = |name| self.take(name).and_then(words);
        Given {
            url: one("url"),
            title: one("title"),
            publisher: one("publisher"),
            published: one("published"),
            language: one("language"),
            authors: self.take("authors").map(people).unwrap_or_default(),
        }
    }
}

/// A value as text: of an object its `name`, of a list its first.
fn words(value: Value) -> Option<String> {
    match value {
        Value::String(s) => filled(&s),
        Value::Number(n) => Some(n.to_string()),
        Value::Object(mut o) => match o.remove("name") {
            Some(Value::String(s)) => filled(&s),
            _ => None,
        },
        Value::Array(list) => match list.into_iter().next() {
            Some(Value::String(s)) => filled(&s),
            _ => None,
        },
        _ => None,
    }
}

/// Authors: a list, or one string with `;` between them.
fn people(value: Value) -> Vec<String> {
    match value {
        Value::Array(list) => authors(list.into_iter().filter_map(words).collect()),
        Value::String(s) => authors(filled(&s).into_iter().collect()),
        other => authors(words(other).into_iter().collect()),
    }
}

/// Authors as they are given, one by one: "By Ann Lee and Bo Ray" are two. What does not look like a name is kept as it
/// stands when there is nothing else: it was given on purpose.
pub fn authors(given: Vec<String>) -> Vec<String> {
    let people = super::html::people(given.clone());
    if people.is_empty() { given } else { people }
}

/// The text without white space around it and inner runs of it; `None` when nothing is left.
pub fn filled(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { None } else { Some(words.join(" ")) }
}

/// `first`, and from `second` what it lacks.
pub fn or(first: Given, second: Given) -> Given {
    Given {
        url: first.url.or(second.url),
        title: first.title.or(second.title),
        authors: if first.authors.is_empty() {
            second.authors
        } else {
            first.authors
        },
        publisher: first.publisher.or(second.publisher),
        published: first.published.or(second.published),
        language: first.language.or(second.language),
    }
}

/// What the `sources.csv` of all corpus folders say, by path or `path#id`.
#[derive(Debug, Default)]
pub struct Sources {
    rows: BTreeMap<String, Given>,
}

impl Sources {
    /// What is said about a file.
    pub fn of_file(&self, path: &str) -> Given {
        self.rows.get(path).cloned().unwrap_or_default()
    }

    /// What is said about a single record of a container.
    pub fn of_record(&self, doc_id: &str) -> Option<&Given> {
        self.rows.get(doc_id)
    }

    /// Reads the `sources.csv` of the roots, and those in the folders below (each with its path).
    ///
    /// # Errors
    /// When one is there but cannot be read or understood.
    pub fn read(
        tables: &[PathBuf],
        nested: &[(PathBuf, String)],
        files: &[Source],
        odd: &mut Vec<Diagnostic>,
    ) -> Result<Sources> {
        let mut all = Sources::default();
        for file in tables {
            let bytes = std::fs::read(file).map_err(|e| broken(file, None, &io_words(&e)))?;
            all.table(&bytes, "").map_err(|(line, why)| broken(file, line, &why))?;
        }
        // Below the root it speaks of the files in its own folder; it may also be somebody's data of that name.
        for (file, path) in nested {
            let folder = path.strip_suffix(SOURCES_CSV).unwrap_or_default();
            let done = match std::fs::read(file) {
                Ok(bytes) => all.table(&bytes, folder).map_err(|(_, why)| why),
                Err(e) => Err(io_words(&e)),
            };
            if let Err(why) = done {
                odd.push(Diagnostic {
                    source_path: path.clone(),
                    doc_id: None,
                    code: codes::SOURCES.0.into(),
                    level: codes::SOURCES.1,
                    message: shown(&format!("{path} was left alone: {why}")),
                    at: None,
                });
            }
        }
        for path in all.rows.keys() {
            let container = path.split_once('#').map_or(path.as_str(), |(file, _)| file);
            let known = |path: &str| files.binary_search_by(|f| f.path.as_str().cmp(path)).is_ok();
            if !known(path) && !known(container) {
                odd.push(Diagnostic {
                    source_path: SOURCES_CSV.into(),
                    doc_id: None,
                    code: codes::SOURCES.0.into(),
                    level: codes::SOURCES.1,
                    message: shown(&format!("{SOURCES_CSV} names {path}, which is not in the corpus")),
                    at: None,
                });
            }
        }
        Ok(all)
    }

    /// Adds the rows of one table. On error: the line, if it is one line's fault, and why.
    fn table(&mut self, bytes: &[u8], folder: &str) -> std::result::Result<(), (Option<u64>, String)> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ::csv::ReaderBuilder::new()
            .trim(::csv::Trim::Headers)
            .from_reader(bytes);
        let line = |e: ::csv::Error| (e.position().map(::csv::Position::line), csv_words(&e));
        let heads: Vec<String> = reader.headers().map_err(line)?.iter().map(str::to_lowercase).collect();
        if !heads.iter().any(|h| h == "path") {
            return Err((Some(1), "it has no column named path".into()));
        }
        for row in reader.records() {
            let row = row.map_err(line)?;
            let at = row.position().map(::csv::Position::line);
            let cell = |name: &str| {
                heads
                    .iter()
                    .position(|h| h == name)
                    .and_then(|i| row.get(i))
                    .and_then(filled)
            };
            let path = heads
                .iter()
                .position(|h| h == "path")
                .and_then(|i| row.get(i))
                .unwrap_or_default();
            if path.is_empty() {
                return Err((at, "the path is empty".into()));
            }
            let given = Given {
                url: cell("url"),
                title: cell("title"),
                authors: authors(cell("authors").into_iter().collect()),
                publisher: cell("publisher"),
                published: cell("published"),
                language: cell("language"),
            };
            if self.rows.insert(format!("{folder}{path}"), given).is_some() {
                return Err((at, format!("the path {} stands there twice", shown(path))));
            }
        }
        Ok(())
    }
}

fn broken(file: &std::path::Path, line: Option<u64>, why: &str) -> Error {
    let line = line.map(|l| format!(", line {l}")).unwrap_or_default();
    Error::new(format!("cannot understand {}{line}: {why}", file.display()))
}

/// A row of so many cells under a header of so many.
pub fn cells(row: usize, header: usize) -> String {
    let s = if row == 1 { "" } else { "s" };
    format!("it has {row} cell{s} where the header has {header}")
}

/// What is wrong with a CSV file, in words.
pub fn csv_words(error: &::csv::Error) -> String {
    match error.kind() {
        ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => cells(*len as usize, *expected_len as usize),
        ::csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".into(),
        ::csv::ErrorKind::Io(e) => io_words(e),
        _ => error.to_string().replace('\n', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_give_fields() {
        let mut sources = Sources::default();
        let table = "\u{feff}Path,Publisher,authors,note\na.txt,The Paper,Ann Lee; Bo Ray ,x\nb.txt,,,\n";
        sources.table(table.as_bytes(), "").unwrap();
        let given = sources.of_file("a.txt");
        assert_eq!(given.publisher.as_deref(), Some("The Paper"));
        assert_eq!(given.authors, ["Ann Lee", "Bo Ray"]);
        assert_eq!(sources.of_file("b.txt"), Given::default());
    }

    #[test]
    fn broken_sources_say_where() {
        let why = |table: &str| Sources::default().table(table.as_bytes(), "").unwrap_err();
        assert_eq!(why("file\na\n"), (Some(1), "it has no column named path".into()));
        assert_eq!(
            why("path,url\na,b,c\n"),
            (Some(2), "it has 3 cells where the header has 2".into())
        );
        assert_eq!(why("path\na\na\n"), (Some(3), "the path a stands there twice".into()));
    }
}
