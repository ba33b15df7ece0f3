//! Speed of the tagger of time expressions alone, on one core: `cargo bench --bench dates`.
//!
//! Reads the sample corpus many times over, or the records (their `text`) of the JSON lines files that `ISNAD_BENCH_JSONL`
//! names, `:` between them, `.gz` or plain. Then hostile input of one and of four megabytes: a linear tagger is as fast on
//! both. Prints MB of text per second, the best of three rounds; sentences are cut beforehand.
#![allow(clippy::print_stdout)]

mod cpu;
mod jsonl;
mod page;

use std::path::Path;

use isnad::dates;
use isnad::types::{Published, PublishedSource};
use page::{Page, page};

/// Enough text that a round takes a good part of a second.
const TEXT_BYTES: usize = 16_000_000;

/// The clock of the system may tick no finer.
const TICK: f64 = 1e-3;

fn main() {
    let texts = match std::env::var("ISNAD_BENCH_JSONL") {
        Ok(files) => files.split(':').flat_map(jsonl::texts).collect(),
        Err(_) => sample(),
    };
    let once: usize = texts.iter().map(String::len).sum();
    let news: Vec<Page> = texts.into_iter().map(page).collect();
    measure("news", &news, TEXT_BYTES.div_ceil(once.max(1)));
    for (name, piece) in [
        ("1-1-1-", "1-"),
        ("May May", "May "),
        ("digits", "7"),
        ("numbers", "12 "),
        ("years", "2019-"),
        ("brackets", "("),
        ("Arabic", "يوم "),
        ("last last", "the last "),
        ("about", "about "),
        ("nearly almost", "nearly almost "),
    ] {
        for megabytes in [1, 4] {
            let text = piece.repeat(megabytes * 1_000_000 / piece.len());
            measure(&format!("{name} {megabytes} MB"), &[page(text)], 1);
        }
    }
}

/// The texts of the sample corpus.
fn sample() -> Vec<String> {
    let mut texts = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/sample")];
    while let Some(folder) = waiting.pop() {
        let entries = std::fs::read_dir(&folder).expect("the sample corpus");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
                texts.extend(std::fs::read_to_string(&path));
            }
        }
    }
    texts
}

fn measure(name: &str, pages: &[Page], times: usize) {
    let day = dates::partial("2005-02-02").map(dates::bounds).expect("a day");
    let published = Published {
        value: "2005-02-02".into(),
        start: day.0,
        end: day.1,
        source: PublishedSource::Given,
        alt: None,
    };
    let bytes: usize = pages.iter().map(|p| p.text.len()).sum::<usize>() * times;
    let mut best = f64::INFINITY;
    let mut found = 0;
    for _ in 0..3 {
        let started = cpu::seconds();
        found = 0;
        for _ in 0..times {
            for page in pages {
                found += dates::expressions(&page.text, &page.sentences, Some(&published), None).len();
            }
        }
        best = best.min(cpu::seconds() - started);
    }
    println!(
        "{name:16} {:8.1} MB/s {found:9} expressions",
        bytes as f64 / 1e6 / best.max(TICK)
    );
}
