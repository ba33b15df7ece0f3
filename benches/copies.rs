//! Speed of finding copies on one core: `cargo bench --bench copies`. Sketches and verification of the sample corpus with
//! variations of it, or of the folder in `ISNAD_BENCH_CORPUS`.
//!
//! Prints documents per CPU second, the best of three rounds. Documents are cleaned before the clock starts, and wait in
//! memory: reading them back from the spool is not counted.
#![allow(clippy::print_stdout)]

mod cpu;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use isnad::dedupe::{self, Fingerprint, Member, folded_words};
use isnad::pipeline::{self, Resources};
use isnad::read;
use isnad::settings::Settings;
use isnad::types::{Cleaned, Document};

/// Enough documents that a round takes a good part of a second.
const DOCUMENTS: usize = 4_000;

fn main() {
    let corpus = std::env::var("ISNAD_BENCH_CORPUS").unwrap_or_else(|_| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus/sample")
            .display()
            .to_string()
    });
    // The clock is the main thread's: all work is to be done there.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("the only pool");
    let text =
        format!("corpus = [{corpus:?}]\noutput = \"out\"\n[clean]\nmode = \"none\"\n[read]\nexclude = [\"README.md\"]");
    let settings = Settings::parse(&text, "bench.toml").expect("settings");
    let resources = Resources::load(&settings).expect("resources");
    let listed = read::corpus(&settings).expect("a corpus");
    let mut once: Vec<Document> = listed.records().map(|(r, _)| read::document(r, &settings)).collect();
    once.sort_by(|a, b| a.doc_id.cmp(&b.doc_id));
    let rounds = DOCUMENTS.div_ceil(once.len().max(1));
    let mut documents: Vec<Cleaned> = (0..rounds)
        .flat_map(|round| once.iter().map(move |d| variation(d, round)))
        .map(|d| pipeline::clean(d, &resources, &settings))
        .collect();
    documents.sort_by(|a, b| a.document.doc_id.cmp(&b.document.doc_id));
    let words: usize = documents.iter().map(|d| d.digest.words as usize).sum();

    let mut best = [f64::INFINITY; 2];
    let mut rows = 0;
    for _ in 0..3 {
        let started = cpu::seconds();
        for document in &mut documents {
            dedupe::sketch(document);
        }
        let sketched = cpu::seconds();
        rows = copies(&documents, &settings);
        let found = cpu::seconds();
        best = [best[0].min(sketched - started), best[1].min(found - sketched)];
    }
    let n = documents.len() as f64;
    println!(
        "{} documents of {} words, {rows} rows of copies",
        n,
        words / documents.len().max(1)
    );
    println!("sketches     {:9.0} documents/s", n / best[0]);
    println!("verification {:9.0} documents/s", n / best[1]);
    println!("both         {:9.0} documents/s", n / (best[0] + best[1]));
}

fn copies(documents: &[Cleaned], settings: &Settings) -> usize {
    let members: Vec<Member> = documents
        .iter()
        .map(|d| Member {
            doc_id: &d.document.doc_id,
            words: d.digest.words,
            text_hash: d.digest.text_hash,
            bands: &d.digest.bands,
            sample: &d.digest.sample,
            published: None,
        })
        .collect();
    let reader = || {
        let mut held: HashMap<u32, Arc<Fingerprint>> = HashMap::new();
        move |d: u32| {
            let made = || {
                let c = &documents[d as usize];
                Arc::new(Fingerprint::of(&folded_words(&c.document.text, &c.blocks, |_| false)))
            };
            Ok(held.entry(d).or_insert_with(made).clone())
        }
    };
    let found = dedupe::copies(&members, settings.dedupe.near, settings.dedupe.contained, reader);
    found.expect("no disk is asked").len()
}

/// The document itself in the first round; later one with words of its own: in every fifth round one in thirty is new (a
/// near copy), in the others one in two (another document of the same length and letters).
fn variation(document: &Document, round: usize) -> Document {
    let mut varied = document.clone();
    if round == 0 {
        return varied;
    }
    let every = if round.is_multiple_of(5) { 30 } else { 2 };
    varied.doc_id = format!("{} {round}", document.doc_id);
    varied.blocks.clear();
    varied.front_matter = None;
    varied.text = document
        .text
        .split_inclusive(' ')
        .enumerate()
        .map(|(i, word)| match (i + round) % every {
            0 => word.chars().rev().collect::<String>().trim_start().to_string() + &round.to_string() + " ",
            _ => word.to_string(),
        })
        .collect();
    varied
}
