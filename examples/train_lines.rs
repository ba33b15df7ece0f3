//! Makes the weights of the line classifier, `src/clean/lines.tsv`.
//!
//!     cargo run --release --example train_lines -- RECORDS.jsonl [--without K] > src/clean/lines.tsv
//!
//! Records are `{id, text, main, url, weight}`: what a scraper left of a page, its main content, and how much the record
//! counts (1 if absent). `src/clean/make/render_pages.py` makes them from pages with known main content.
//!
//! `--without K` (0 to 3) leaves out the pages whose number at the start of their id gives K when divided by four: build
//! with such weights and measure on the pages left out to see what the classifier does on pages it has not seen.

use std::io::Write;
use std::process::ExitCode;

/// In how many parts the pages are divided.
const PARTS: u32 = 4;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, without) = match arguments.as_slice() {
        [file] => (file, None),
        [file, flag, part] if flag == "--without" && part.parse::<u32>().is_ok_and(|k| k < PARTS) => {
            (file, part.parse::<u32>().ok())
        }
        _ => {
            eprintln!("usage: train_lines RECORDS.jsonl [--without 0..3] > src/clean/lines.tsv");
            return ExitCode::from(2);
        }
    };
    let made = std::fs::read_to_string(file).and_then(|records| {
        let used: Vec<&str> = records
            .lines()
            .filter(|l| without.is_none() || part(l) != without)
            .collect();
        let weights = isnad::clean::training::weights(&used.join("\n"));
        std::io::stdout().write_all(weights.as_bytes())
    });
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot train on {file}: {error}");
            ExitCode::from(2)
        }
    }
}

/// In which part a record is: none when its id is `name-kind` and not `number-kind`.
fn part(record: &str) -> Option<u32> {
    let record: serde_json::Value = serde_json::from_str(record).ok()?;
    let number: u32 = record["id"].as_str()?.split('-').next()?.parse().ok()?;
    Some(number % PARTS)
}
