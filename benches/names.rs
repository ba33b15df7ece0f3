//! Speed of the name matcher: `cargo bench --bench names`.
//!
//! Pairs compared per second of work of one core, every pair another one; then lists of names put into clusters: seconds and
//! memory, for 75,000, 150,000 and 300,000 distinct names, or for as many as `ISNAD_BENCH_NAMES` says. The names are made of the words of the dictionary with spelling
//! noise, the same at every run. `cargo bench --bench names -- compare` leaves the lists out.
#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::time::Instant;

use isnad::names::cluster::{Known, cluster};
use isnad::names::{Name, attested, similarity};
use isnad::types::EntityType::Person;

/// So many distinct pairs are compared: a second's worth or two.
const PAIRS: usize = 2_000_000;
/// How many names the longest list has, when nobody says.
const NAMES: usize = 300_000;

fn main() {
    let count = std::env::var("ISNAD_BENCH_NAMES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(NAMES);
    let spelled = list(count);
    let before = work();
    let names: Vec<Name> = spelled.iter().map(|n| Name::new(n, Person)).collect();
    println!("make ready  {:>10.0} names/s", names.len() as f64 / (work() - before));

    // Half of the pairs are chosen at random, half are neighbours in the alphabet, which begin alike.
    let mut random = Random(1);
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    while pairs.len() < PAIRS {
        let a = random.below(names.len());
        let b = if pairs.len().is_multiple_of(2) {
            random.below(names.len())
        } else {
            a + 1 + random.below(50)
        };
        if a < b && b < names.len() {
            pairs.insert((a, b));
        }
    }
    let pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    let before = work();
    let alike = pairs
        .iter()
        .filter(|(a, b)| similarity(&names[*a], &names[*b]) >= 0.8)
        .count();
    let speed = pairs.len() as f64 / (work() - before);
    println!("compare     {speed:>10.0} pairs/s ({alike} of {PAIRS} alike)");

    if std::env::args().any(|a| a == "compare") {
        return;
    }
    for part in [4, 2, 1] {
        let names = &names[..count / part];
        let (started, before) = (Instant::now(), work());
        let clusters = cluster(names, &Known::default());
        let (seconds, work) = (started.elapsed().as_secs_f64(), work() - before);
        let distinct: BTreeSet<u32> = clusters.of.iter().copied().collect();
        println!(
            "cluster     {:>10} names in {seconds:.2} s ({work:.2} s of work): {} clusters, {} pairs to review; {} MiB at most so far",
            names.len(),
            distinct.len(),
            clusters.missed.len(),
            peak()
        );
    }
}

/// A list of distinct names, sorted at random: people of two to four names, each in one to three spellings.
fn list(length: usize) -> Vec<String> {
    let words: Vec<(&str, Vec<&str>)> = attested().collect();
    let mut random = Random(20);
    let mut all: BTreeSet<String> = BTreeSet::new();
    let mut list = Vec::with_capacity(length);
    while list.len() < length {
        // Some names are much more common than others: the product of two choices is nearer to the first ones.
        let person: Vec<usize> = (0..2 + random.below(3))
            .map(|_| random.below(words.len()) * random.below(1000) / 1000)
            .collect();
        for _ in 0..1 + random.below(3) {
            let arabic = random.below(8) == 0;
            let spelled: Vec<String> = person
                .iter()
                .filter_map(|&word| {
                    let (form, spellings) = words.get(word)?;
                    let latin = spellings.get(random.below(spellings.len()))?;
                    Some(if arabic {
                        form.to_string()
                    } else {
                        noisy(latin, &mut random)
                    })
                })
                .collect();
            let name = spelled.join(if random.below(10) == 0 && !arabic { " al-" } else { " " });
            if list.len() < length && all.insert(name.clone()) {
                list.push(name);
            }
        }
    }
    list
}

/// A word as another writer might spell it: one vowel in ten is another one, one letter in fifty doubled.
fn noisy(word: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(word.len() + 1);
    for c in word.chars() {
        match c {
            'i' | 'e' if random.below(10) == 0 => out.push(if c == 'i' { 'e' } else { 'i' }),
            'u' | 'o' if random.below(10) == 0 => out.push_str(if c == 'u' { "ou" } else { "u" }),
            _ => out.push(c),
        }
        if random.below(50) == 0 {
            out.push(c);
        }
    }
    out
}

/// Numbers that are the same at every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Seconds of work of all threads so far; 0 where the system does not tell.
fn work() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| {
        after_name
            .split_whitespace()
            .nth(at)
            .and_then(|t| t.parse::<f64>().ok())
    };
    // A tick is a hundredth of a second on Linux.
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

/// The most memory that the process has had, in MiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
