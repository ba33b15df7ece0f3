//! `isnad schema`: the tables and columns, to stdout.

use std::io::Write;

use clap::ValueEnum;
use isnad::error::{Error, Result, io_words};
use isnad::tables;

/// How the schema is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// Markdown tables
    Markdown,
    /// One JSON document
    Json,
}

pub fn schema(table: Option<&str>, format: Format) -> Result<u8> {
    let format = match format {
        Format::Text => tables::Format::Text,
        Format::Markdown => tables::Format::Markdown,
        Format::Json => tables::Format::Json,
    };
    let text = tables::schema_text(table, format).ok_or_else(|| {
        Error::new(format!(
            "there is no table {}: the tables are {}",
            table.unwrap_or_default(),
            tables::names().join(", ")
        ))
    })?;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot print the schema: {}", io_words(&e))))
        }
        _ => Ok(0), // `isnad schema | head` closes the pipe early; that is no error
    }
}
