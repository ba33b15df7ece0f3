//! Speed of reading HTML pages on one core, from their bytes to text, blocks and hints: `cargo bench --bench pages`.
//!
//! Reads the pages of the folder in `ISNAD_BENCH_PAGES` (`.html`, also packed), else those of the sample corpus, many times
//! over. Prints pages and MB of HTML per CPU second, the best of three rounds. Decompression is not counted.
#![allow(clippy::print_stdout)]

mod cpu;

use std::path::Path;

use isnad::read;
use isnad::settings::Settings;
use isnad::types::{Body, Content, Record};

/// Enough pages that a round takes a second.
const PAGES: usize = 400;

fn main() {
    let folder = std::env::var("ISNAD_BENCH_PAGES").unwrap_or_else(|_| {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/sample");
        sample.display().to_string()
    });
    let settings =
        Settings::parse(&format!("corpus = [{folder:?}]\noutput = \"out\""), "bench.toml").expect("settings");
    let corpus = read::corpus(&settings).expect("a corpus");
    let pages: Vec<Vec<u8>> = corpus.records().filter_map(|(record, _)| html(record)).collect();
    assert!(!pages.is_empty(), "no HTML pages in {folder}");
    let rounds = PAGES.div_ceil(pages.len());

    let bytes: usize = pages.iter().map(Vec::len).sum::<usize>() * rounds;
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let records: Vec<Record> = (0..rounds)
            .flat_map(|_| pages.iter().map(|page| record(page.clone())))
            .collect();
        let started = cpu::seconds();
        for record in records {
            std::hint::black_box(read::document(record, &settings));
        }
        best = best.min(cpu::seconds() - started);
    }
    let count = (pages.len() * rounds) as f64;
    println!(
        "{} pages of {:.0} kB: {:.0} pages/s, {:.1} MB/s",
        pages.len(),
        bytes as f64 / count / 1e3,
        count / best,
        bytes as f64 / 1e6 / best
    );
}

/// The bytes of a page.
fn html(record: Record) -> Option<Vec<u8>> {
    match record.body {
        Body::Bytes {
            bytes,
            format: Content::Html,
            ..
        } => Some(bytes),
        _ => None,
    }
}

/// A page as a record.
fn record(bytes: Vec<u8>) -> Record {
    Record {
        doc_id: "page".into(),
        source_path: "page.html".into(),
        source_record: None,
        body: Body::Bytes {
            bytes,
            format: Content::Html,
            charset: None,
        },
        source_bytes: None,
        source_blake3: None,
        given: Default::default(),
        diagnostics: Vec::new(),
    }
}
