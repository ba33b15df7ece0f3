//! Makes the weights of the line classifier, `src/clean/lines.tsv`.
//!
//!     cargo run --release --example train_lines -- RECORDS.jsonl > src/clean/lines.tsv
//!
//! Records are `{id, text, main, url, weight}`: what a scraper left of a page, its main content, and how much the record
//! counts (1 if absent). `src/clean/make/render_pages.py` makes them from pages with known main content.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: train_lines RECORDS.jsonl > src/clean/lines.tsv");
        return ExitCode::from(2);
    };
    let made = std::fs::read_to_string(&file)
        .and_then(|records| std::io::stdout().write_all(isnad::clean::training::weights(&records).as_bytes()));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot train on {file}: {error}");
            ExitCode::from(2)
        }
    }
}
