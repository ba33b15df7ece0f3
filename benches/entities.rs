//! Speed of entity resolution on one core: `cargo bench --bench entities`.
//!
//! Makes names: given and family names in several spellings and two scripts, organisations, acronyms, places; and prints MB of
//! the text that they stand for per CPU second, for two sizes: resolution whose time grows with the number of names is about as
//! fast on both. Then the names that are found in the records of the JSON lines files that `ISNAD_BENCH_JSONL` names, `:`
//! between them, `.gz` or plain.
#![allow(clippy::print_stdout)]

mod cpu;
mod jsonl;

use isnad::types::{EntityType, LocalName, MentionRef, NameCount, NameTable, Segment, SegmentKind, Span};
use isnad::{entities, lang, mentions};

/// Bytes of news text for each distinct name: 375 in BBC news (5 MB), 466 in Reuters-21578 (16 MB), 680 in SaudiNewsNet (12 MB).
const TEXT_PER_NAME: usize = 400;

const GIVEN: [&str; 16] = [
    "Karim",
    "Kareem",
    "Salim",
    "Saleem",
    "Nadia",
    "Nadya",
    "Hasan",
    "Hussein",
    "كريم",
    "نادية",
    "Robert",
    "Maria",
    "Ahmad",
    "Ahmed",
    "John",
    "Wei",
];
const PARTS: [&str; 16] = [
    "ba", "da", "ri", "mo", "lu", "sa", "ne", "ki", "to", "ha", "fe", "zu", "ga", "wi", "che", "ran",
];

fn main() {
    // The clock counts the main thread only, so all work is done there.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("the only pool");
    for names in [20_000, 80_000] {
        measure(&format!("{names} made names"), &table(names), names * TEXT_PER_NAME);
    }
    if let Ok(files) = std::env::var("ISNAD_BENCH_JSONL") {
        for file in files.split(':') {
            let (table, bytes) = found(file);
            let name = file.rsplit('/').next().unwrap_or(file);
            measure(&format!("{} names of {name}", table.names.len()), &table, bytes);
        }
    }
}

fn measure(what: &str, table: &NameTable, bytes: usize) {
    let (mut best, mut found) = (f64::INFINITY, 0);
    for _ in 0..3 {
        let table = table.clone();
        let started = cpu::seconds();
        found = entities::resolve(table, &[], &[], &[]).list.len();
        best = best.min(cpu::seconds() - started);
    }
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{what}, {megabytes:.1} MB of text: {:.1} MB/s, {found} entities",
        megabytes / best
    );
}

/// The names in the records of a JSON lines file, and the length of its texts.
fn found(file: &str) -> (NameTable, usize) {
    let lexicon = mentions::Lexicon::new(&[]);
    let (mut table, mut bytes) = (NameTable::default(), 0);
    for text in jsonl::texts(file) {
        let text = text.as_str();
        bytes += text.len();
        let span = Span::new(0, text.len());
        let segment = Segment {
            span,
            src: span,
            kind: SegmentKind::Paragraph,
            language: None,
            script: None,
            words: 0,
        };
        let sentences = lang::sentences(text, std::slice::from_ref(&segment));
        let seen = mentions::find(text, &[segment], &sentences, &lexicon);
        for at in seen.mentions.iter().filter_map(|m| m.name) {
            let name = seen.names[at as usize].clone();
            let evidence = MentionRef {
                doc_id: bytes.to_string().into(),
                src_start: at,
            };
            let count = table.names.entry(name).or_insert(NameCount {
                mentions: 0,
                documents: 1,
                evidence,
            });
            count.mentions += 1;
        }
    }
    (table, bytes)
}

/// So many distinct names.
fn table(names: usize) -> NameTable {
    let mut table = NameTable::default();
    for n in 0..names {
        let word = |n: usize| -> String {
            let word: String = (0..3).map(|i| PARTS[(n >> (4 * i)) & 15]).collect();
            word[..1].to_uppercase() + &word[1..]
        };
        // A multiplicative hash, so that neighbours have nothing in common.
        let mixed = n.wrapping_mul(2_654_435_761) >> 8;
        let (kind, full) = match n % 10 {
            0..5 => (
                EntityType::Person,
                format!("{} {}", GIVEN[mixed % 16], word(mixed >> 4)),
            ),
            5 => (EntityType::Person, word(mixed >> 4)),
            6 | 7 => (
                EntityType::Org,
                format!("{} {} Company", word(mixed >> 4), word(mixed >> 9)),
            ),
            8 => (EntityType::Org, word(mixed >> 4).to_uppercase()),
            _ => (EntityType::Loc, word(mixed >> 4)),
        };
        let evidence = MentionRef {
            doc_id: "d".into(),
            src_start: 0,
        };
        let count = NameCount {
            mentions: 1 + (mixed % 7) as u32,
            documents: 1,
            evidence,
        };
        let name = LocalName { kind, full, key: None };
        table.names.insert(name, count);
    }
    table
}
