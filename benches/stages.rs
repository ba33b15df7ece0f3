//! Speed of each stage on one core: `cargo bench`. Reads the sample corpus many times over, or the folder in `ISNAD_BENCH_CORPUS`.
//!
//! Prints MB of clean text (for reading and cleaning: of source text) per second, the best of three rounds.
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::time::Instant;

use isnad::pipeline::{self, Resources};
use isnad::settings::Settings;
use isnad::types::{Agreed, Article, Cleaned, Document};
use isnad::{dates, lang, mentions, read};

/// Enough text that a round takes a good part of a second.
const TEXT_BYTES: usize = 8_000_000;

fn main() {
    let corpus = std::env::var("ISNAD_BENCH_CORPUS").unwrap_or_else(|_| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus/sample")
            .display()
            .to_string()
    });
    let text = format!("corpus = [{corpus:?}]\noutput = \"out\"\n[read]\nexclude = [\"README.md\"]");
    let settings = Settings::parse(&text, "bench.toml").expect("settings");
    let resources = Resources::load(&settings).expect("resources");
    let listed = read::corpus(&settings).expect("a corpus");
    let once: Vec<Document> = listed.records().map(|(r, _)| read::document(r, &settings)).collect();
    let size: usize = once.iter().map(|d| d.text.len()).sum();
    let documents: Vec<Document> = std::iter::repeat_n(&once, TEXT_BYTES.div_ceil(size.max(1)))
        .flatten()
        .cloned()
        .collect();

    let source = documents.iter().map(|d| d.text.len()).sum();
    let cleaned: Vec<Cleaned> = stage("clean", source, || {
        documents
            .iter()
            .map(|d| pipeline::clean(d.clone(), &resources, &settings))
            .collect()
    });
    let agreed = Agreed::default();
    let annotated = || {
        cleaned
            .iter()
            .map(|c| pipeline::annotate(c.clone(), &agreed, &resources, &settings))
            .collect()
    };
    let articles: Vec<Article> = stage("annotate", source, annotated);

    let size = articles.iter().map(|a| a.text.len()).sum();
    stage("  sentences", size, || {
        articles
            .iter()
            .map(|a| lang::sentences(&a.text, &a.segments).len())
            .sum::<usize>()
    });
    stage("  language", size, || {
        articles.iter().filter(|a| lang::detect(&a.text).is_some()).count()
    });
    stage("  dates", size, || {
        let of = |a: &Article| dates::expressions(&a.text, &a.sentences, a.published.as_ref(), None).len();
        articles.iter().map(of).sum::<usize>()
    });
    let lexicon = mentions::Lexicon::new(&[]);
    stage("  mentions", size, || {
        let of = |a: &Article| {
            mentions::find(&a.text, &a.segments, &a.sentences, &lexicon)
                .mentions
                .len()
        };
        articles.iter().map(of).sum::<usize>()
    });
}

fn stage<T>(name: &str, bytes: usize, work: impl Fn() -> T) -> T {
    let mut best = f64::INFINITY;
    let mut result = None;
    for _ in 0..3 {
        let started = Instant::now();
        result = Some(work());
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{name:12} {:8.1} MB/s", bytes as f64 / 1e6 / best);
    result.expect("three rounds")
}
