//! `isnad names`: the name matcher by itself.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use isnad::error::{Error, Result, io_words};
use isnad::names;
use isnad::types::EntityType;

#[derive(Subcommand)]
pub enum Command {
    /// How alike two names are, pair by pair
    ///
    /// Reads tab-separated pairs with a header that has name_a, name_b and, where known, type (person, org or loc; else person),
    /// and writes the same rows with a column score (0..1). From about .80 on (.72 between scripts) two full names mean one
    /// person.
    Compare {
        /// The pairs (TSV)
        #[arg(long, value_name = "FILE")]
        pairs: PathBuf,
    },
}

pub fn names(command: &Command) -> Result<u8> {
    match command {
        Command::Compare { pairs } => compare(pairs),
    }
}

fn compare(file: &Path) -> Result<u8> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|e| Error::new(format!("cannot read the pairs {shown}: {}", io_words(&e))))?;
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let column = |name: &str| header.split('\t').position(|c| c == name);
    let (Some(left), Some(right)) = (column("name_a"), column("name_b")) else {
        return Err(Error::new(format!(
            "cannot understand the pairs {shown}: the first line must name the columns name_a and name_b, tab-separated"
        )));
    };
    let kind = column("type");
    let rows: Vec<&str> = lines.filter(|l| !l.is_empty()).collect();
    let mut pairs = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let cells: Vec<&str> = row.split('\t').collect();
        let (Some(a), Some(b)) = (cells.get(left), cells.get(right)) else {
            return Err(Error::new(format!(
                "cannot understand the pairs {shown}: row {} has too few cells",
                n + 1
            )));
        };
        let kind = match kind.and_then(|k| cells.get(k)).map(|k| k.to_lowercase()).as_deref() {
            Some("org") => EntityType::Org,
            Some("loc") => EntityType::Loc,
            _ => EntityType::Person,
        };
        pairs.push((*a, *b, kind));
    }
    let mut out = format!("{header}\tscore\n");
    for (row, score) in rows.iter().zip(names::compare(&pairs)) {
        out += &format!("{row}\t{score}\n");
    }
    match std::io::stdout().lock().write_all(out.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot print the scores: {}", io_words(&e))))
        }
        _ => Ok(0),
    }
}
