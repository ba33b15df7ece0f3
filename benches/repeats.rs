//! Whether cleaning takes ten times as long for ten times the text: `cargo bench --bench repeats`. Pages that say the same
//! again and again are the hard case: every block is like thousands of others.
//!
//! Prints, for each kind of page, MB of source text per CPU second at 1 MB and at 10 MB, and the ratio of the two times: 10 is
//! linear, 12 still passes.
#![allow(clippy::print_stdout)]

mod cpu;

use isnad::clean::{Rules, clean};
use isnad::dedupe;
use isnad::settings::CleanMode;
use isnad::types::Document;

/// As in the program: the system's allocator gives long vectors back and faults their pages in again every time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The smaller of the two lengths, in bytes.
const BYTES: usize = 1_000_000;

/// A kind of page: block number n of it.
type Block = fn(usize) -> String;

const KINDS: &[(&str, Block)] = &[
    ("honest paragraphs", |n| paragraph(n, n + 1)),
    ("one line", |_| {
        "The market was closed on Friday and nobody knew why.".into()
    }),
    ("one short line", |_| "Yes.".into()),
    ("two lines in turn", |n| paragraph(n % 2, 0)),
    ("an article of forty paragraphs", |n| paragraph(n % 40, 0)),
    ("paragraphs but for a word", |n| {
        format!("{} word{n} {}", paragraph(1, 0), paragraph(2, 0))
    }),
    ("teasers ever longer", |n| {
        paragraph(3, 0)
            .chars()
            .chain(paragraph(4, 0).chars())
            .take(80 + n % 300)
            .collect()
    }),
    ("paragraphs in pairs and alone", |n| match n % 3 {
        0 => paragraph(n / 3 % 50, 0),
        1 => paragraph((n / 3 + 1) % 50, 0),
        _ => format!("{} {}", paragraph(n / 3 % 50, 0), paragraph((n / 3 + 1) % 50, 0)),
    }),
    ("one long paragraph and its parts", |n| match n {
        0 => (0..2_000).map(|i| paragraph(i, 0) + " ").collect(),
        _ => paragraph(n % 2_000, 0),
    }),
    ("Arabic, an article of forty", |n| arabic(n % 40)),
];

fn main() {
    let rules = Rules::shipped();
    println!("{:34} {:>9} {:>9} {:>7}", "", "1 MB", "10 MB", "ratio");
    for (name, block) in KINDS {
        let [short, long] = [BYTES, BYTES * 10].map(|bytes| seconds(&rules, *block, bytes));
        println!(
            "{name:34} {:4.0} MB/s {:4.0} MB/s {:7.1}",
            1.0 / short,
            10.0 / long,
            long / short
        );
    }
}

/// The time of the best of three rounds.
fn seconds(rules: &Rules, block: Block, bytes: usize) -> f64 {
    let mut text = String::with_capacity(bytes + 1_000);
    let mut n = 0;
    while text.len() < bytes {
        text.push_str(&block(n));
        text.push_str("\n\n");
        n += 1;
    }
    let round = |_| {
        let page = document(&text);
        let started = cpu::seconds();
        let mut cleaned = clean(page, rules, CleanMode::Full);
        dedupe::sketch(&mut cleaned);
        std::hint::black_box(&cleaned);
        cpu::seconds() - started
    };
    (0..3).map(round).fold(f64::INFINITY, f64::min)
}

/// A paragraph of thirty words, another for every pair of numbers.
fn paragraph(n: usize, m: usize) -> String {
    const WORDS: [&str; 16] = [
        "the", "river", "market", "of", "bridge", "was", "closed", "and", "minister", "said", "in", "harbour", "that",
        "winter", "had", "letters",
    ];
    let mut state = (n * 7_919 + m * 104_729 + 1) as u64;
    let mut words = Vec::with_capacity(30);
    for _ in 0..30 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words.push(WORDS[(state >> 60) as usize]);
    }
    format!("Paragraph {} {}.", if m > 0 { "new" } else { "old" }, words.join(" "))
}

fn arabic(n: usize) -> String {
    const WORDS: [&str; 8] = ["النهر", "على", "السوق", "الجسر", "قال", "الوزير", "في", "الرسالة"];
    let mut state = (n * 7_919 + 1) as u64;
    let mut words = Vec::with_capacity(30);
    for _ in 0..30 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words.push(WORDS[(state >> 61) as usize]);
    }
    format!("{}.", words.join(" "))
}

fn document(text: &str) -> Document {
    Document::of_text("page", text)
}
