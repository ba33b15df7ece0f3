//! `isnad explain`: a written dataset asked why.

mod names;
mod page;
mod paint;
mod spot;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use isnad::error::{Error, Result, io_words};
use isnad::explain::{Answer, Dataset, Trouble};
use isnad::guard::guarded;
use isnad::printable::is_printable;
use serde::Serialize;

use super::report::Report;
use paint::Paint;

/// What was asked about is not there.
const NOT_FOUND: u8 = 1;

pub const EXAMPLES: &str = "\
Examples:
  isnad explain output/sample samarra-shrine.txt.gz
  isnad explain output/sample samarra-shrine.txt.gz --at 803
  isnad explain output/sample --row tigris-dispatch/khazali-profile.txt/m1083
  isnad explain output/sample --entity qais-al-khazali
  isnad explain output/sample --names \"Qais al-Khazali\" \"Laith al-Khazali\" --format json";

#[derive(Args)]
pub struct Arguments {
    /// The folder that holds the tables
    dir: PathBuf,
    /// The document: its id, or a part that only one has
    doc: Option<String>,
    /// What covers code point N (from 0) of the source text?
    #[arg(long, value_name = "N", requires = "doc", group = "question")]
    at: Option<usize>,
    /// A segment, sentence, removed span, date or mention by its id (with DOC also without the document: m1083)
    #[arg(long, value_name = "ID", group = "question")]
    row: Option<String>,
    /// An entity by its id or name: every name, where it was seen, and the chain of reasons that joined it
    #[arg(long, value_name = "ID", group = "question")]
    entity: Option<String>,
    /// Are two names one entity here, by which chain or which refusal?
    #[arg(long, value_names = ["A", "B"], num_args = 2, group = "question")]
    names: Option<Vec<String>>,
    /// text, or json: the same facts for programs
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// How the answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people; in colour on a terminal
    Text,
    /// One JSON document
    Json,
}

pub fn explain(arguments: &Arguments, report: &Report) -> Result<u8> {
    // A damaged file can make the Parquet reader panic.
    let answered = guarded(|| answer(arguments, report)).unwrap_or_else(|| {
        let dir = arguments.dir.display();
        let damaged = format!("cannot explain {dir}: a table is damaged; `isnad validate {dir}` says more");
        Err(Trouble::Broken(Error::new(damaged)))
    });
    match answered {
        Ok((text, code)) => {
            print(&text)?;
            Ok(code)
        }
        Err(Trouble::Missing(sentence)) => {
            report.error(&sentence);
            Ok(NOT_FOUND)
        }
        Err(Trouble::Broken(error)) => Err(error),
    }
}

/// What to print, and the exit code.
fn answer(arguments: &Arguments, report: &Report) -> Answer<(String, u8)> {
    let (paint, format) = (Paint::stdout(), arguments.format);
    let asked = arguments.entity.iter().chain(arguments.names.iter().flatten());
    if asked.into_iter().any(|name| name.trim().is_empty()) {
        return Err(Trouble::Broken(Error::new(
            "--entity and --names need a name that is not empty",
        )));
    }
    let dataset = Dataset::open(&arguments.dir)?;
    let doc = arguments.doc.as_deref().map(|doc| dataset.find(doc)).transpose()?;
    if doc.is_some() && (arguments.entity.is_some() || arguments.names.is_some()) {
        report.note("names and entities are those of the whole dataset, whatever the document");
    }
    if let Some(id) = &arguments.entity {
        let entity = dataset.entity(id)?;
        return Ok((written(format, &entity, |e| names::entity(e, &paint))?, 0));
    }
    if let Some([a, b]) = arguments.names.as_deref() {
        let pair = dataset.pair(a, b)?;
        let unknown = pair.a.names.is_empty() || pair.b.names.is_empty();
        let code = if unknown { NOT_FOUND } else { 0 };
        return Ok((written(format, &pair, |p| names::pair(p, &paint))?, code));
    }
    if let Some(id) = &arguments.row {
        let id = match &doc {
            Some(doc) if !id.contains('/') => format!("{doc}/{id}"),
            Some(doc) if id.rsplit_once('/').is_none_or(|(of, _)| of != doc) => {
                report.note(&format!("the row is one of another document than {doc}"));
                id.clone()
            }
            _ => id.clone(),
        };
        let spot = dataset.row(&id)?;
        return Ok((written(format, &spot, |s| spot::spot(s, &paint))?, 0));
    }
    let Some(doc) = doc else {
        return Err(Trouble::Broken(Error::new(
            "nothing was asked: give a document, --row, --entity or --names (isnad explain --help)",
        )));
    };
    if let Some(at) = arguments.at {
        let spot = dataset.at(&doc, at)?;
        return Ok((written(format, &spot, |s| spot::spot(s, &paint))?, 0));
    }
    let page = dataset.page(&doc)?;
    Ok((written(format, &page, |p| page::page(p, &paint))?, 0))
}

fn written<T: Serialize>(format: Format, answer: &T, text: impl Fn(&T) -> String) -> Result<String> {
    if format == Format::Text {
        return Ok(text(answer));
    }
    let json = serde_json::to_string_pretty(answer)
        .map_err(|e| Error::new(format!("cannot write the answer as JSON: {e}")))?;
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // What could command a terminal stands in strings only; JSON has an escape for it.
        if c == '\n' || is_printable(c) {
            out.push(c);
        } else {
            out += &format!("\\u{:04x}", u32::from(c));
        }
    }
    out.push('\n');
    Ok(out)
}

/// Writes to standard output. `isnad explain ... | head` closes it early; that is no error.
fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot print the answer: {}", io_words(&e))))
        }
        _ => Ok(()),
    }
}
