//! Speed of the mention finders on one core: `cargo bench --bench mentions`.
//!
//! Reads the sample corpora many times over, or the records (their `text`) of the JSON lines files that `ISNAD_BENCH_JSONL`
//! names, `:` between them, `.gz` or plain. Then hostile input of one and of four megabytes: linear finders are as fast on
//! both, and no mention grows long. Then a gazetteer of 100,000 names. Prints MB of text per CPU second, the best of three rounds;
//! sentences are cut beforehand.
#![allow(clippy::print_stdout)]

mod cpu;
mod jsonl;
mod page;

use std::path::{Path, PathBuf};

use isnad::{entities, mentions};
use page::{Page, page};

/// Enough text that a round takes a good part of a second.
const TEXT_BYTES: usize = 8_000_000;
/// Names in the large gazetteer.
const NAMES: usize = 100_000;

fn main() {
    let texts = match std::env::var("ISNAD_BENCH_JSONL") {
        Ok(files) => files.split(':').flat_map(jsonl::texts).collect(),
        Err(_) => samples(),
    };
    let bytes: usize = texts.iter().map(String::len).sum();
    let news: Vec<Page> = texts.into_iter().map(page).collect();
    let lexicon = mentions::Lexicon::new(&[]);
    measure("news", &news, TEXT_BYTES.div_ceil(bytes.max(1)), &lexicon);
    for (name, piece) in [
        ("Al Al Al", "Al "),
        ("Bush Bush", "Bush "),
        ("John A B", "John Smith and "),
        ("UN (UN)", "United Nations (UN) "),
        ("brackets", "("),
        ("of the", "Bank of the "),
        ("Arabic", "عبد الله "),
        ("letters", "a"),
        ("in X", "in Basra, "),
    ] {
        for megabytes in [1, 4] {
            let text = piece.repeat(megabytes * 1_000_000 / piece.len());
            measure(&format!("{name} {megabytes} MB"), &[page(text)], 1, &lexicon);
        }
    }
    large_gazetteer(&news, TEXT_BYTES.div_ceil(bytes.max(1)));
}

/// Times the loading of a large gazetteer, and the finding with it.
fn large_gazetteer(news: &[Page], times: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gazetteer.csv");
    let mut csv = String::from("key,type,name,kind\n");
    let syllables = [
        "ka", "rim", "sal", "na", "dia", "hus", "sei", "mo", "ran", "tu", "ber", "lin", "go", "az", "fa", "wi",
    ];
    let word = |n: usize| -> String {
        let word: String = (0..3).map(|i| syllables[(n >> (4 * i)) & 15]).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    for n in 0..NAMES {
        let kind = ["PERSON", "ORG", "LOC"][n % 3];
        csv += &format!("k{},{kind},{} {} {n},alias\n", n, word(n), word(n * 7 + 1));
    }
    std::fs::write(&path, csv).expect("written");
    let paths: Vec<PathBuf> = vec![path];
    let started = cpu::seconds();
    let entries = entities::gazetteer::load(&paths).expect("a gazetteer");
    let read = cpu::seconds() - started;
    let lexicon = mentions::Lexicon::new(&entries);
    println!(
        "{NAMES} names read in {read:.2} s, ready after {:.2} s",
        cpu::seconds() - started
    );
    measure("with these", news, times, &lexicon);
}

/// The texts of the sample corpora.
fn samples() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the sample corpora") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

fn measure(name: &str, pages: &[Page], times: usize, lexicon: &mentions::Lexicon) {
    let bytes: usize = pages.iter().map(|p| p.text.len()).sum::<usize>() * times;
    let mut best = f64::INFINITY;
    let (mut found, mut longest) = (0, 0);
    for _ in 0..3 {
        let started = cpu::seconds();
        found = 0;
        for _ in 0..times {
            for page in pages {
                let mentions = mentions::find(&page.text, &page.segments, &page.sentences, lexicon).mentions;
                found += mentions.len();
                longest = mentions.iter().map(|m| m.span.len()).max().unwrap_or(0).max(longest);
            }
        }
        best = best.min(cpu::seconds() - started);
    }
    println!(
        "{name:16} {:8.1} MB/s {found:9} mentions, the longest of {longest} bytes",
        bytes as f64 / 1e6 / best
    );
}
