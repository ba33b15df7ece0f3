//! How the weights of the line classifier are made. Used by `examples/train_lines.rs` only.
//!
//! Records are `{id, text, main, url, weight}`: what a scraper left of a page, its main content, and how much the record
//! counts (1 where it does not say). A block is main content when most of its word 3-grams are (a short one: when the main
//! content has it as a line). Blocks weigh as many as their words; every page weighs the same.

use std::collections::{HashMap, HashSet};

use super::features::{Describer, Features};
use super::lines::{Words, combine};
use super::net::{HIDDEN, INPUTS, Net, active, near};
use super::*;
use crate::types::Given;

/// Rounds over all samples: more gained nothing on pages left out.
const EPOCHS: usize = 10;

/// Samples a step.
const BATCH: usize = 256;

/// Share of the units that are silent in a step, so that none learns a page by heart; between .2 and .4 no difference.
const DROPOUT: f32 = 0.3;

/// How the step grows smaller from the first round to the last.
const RATES: (f32, f32) = (0.004, 0.0002);

/// Pull of every weight towards zero.
const DECAY: f32 = 1e-4;

/// The blocks of a page.
struct Sheet {
    rows: Vec<Features>,
    /// Whether a block is main content, and how much it weighs; weight 0 is no sample.
    labels: Vec<(bool, f32)>,
}

fn document(record: &serde_json::Value) -> Document {
    let text = |k: &str| record[k].as_str().map(str::to_string);
    Document {
        given: Given {
            url: text("url"),
            ..Given::default()
        },
        ..Document::of_text(text("id").unwrap_or_default(), text("text").unwrap_or_default())
    }
}

fn sheet(record: &serde_json::Value, rules: &Rules) -> Sheet {
    let document = document(record);
    let raws = blocks::blocks(&document.text);
    let mut page = drafts(&document, &raws, rules);
    let head = head::read(&mut page, &document);
    let describer = Describer::of(&page, head.title_at);
    let rows: Vec<Features> = (0..page.drafts.len()).map(|n| describer.describe(n)).collect();
    let main = record["main"].as_str().unwrap_or("");
    let mut whole = Words::default();
    whole.read(main, Span::new(0, main.len()), &[]);
    let grams: HashSet<u64> = whole.hashes.windows(3).map(combine).collect();
    let mut lines: HashMap<u64, usize> = HashMap::new();
    for line in main.lines().filter(|l| !l.trim().is_empty()) {
        let mut words = Words::default();
        let facts = words.read(line, Span::new(0, line.len()), &[]);
        *lines.entry(facts.hash).or_default() += 1;
    }
    let mut labels: Vec<Option<bool>> = Vec::new();
    let long = |d: &Draft| d.words() >= 9;
    for draft in &page.drafts {
        let words = page.words.of(&draft.facts);
        labels.push(match words.len() {
            0 => None,
            1..=8 => Some(lines.contains_key(&draft.facts.hash)),
            n => Some(words.windows(3).filter(|w| grams.contains(&combine(w))).count() * 2 > n - 2),
        });
    }
    // Short lines outside the stretch of long main blocks are menus that share a word with the article.
    let firm: Vec<usize> = (0..labels.len())
        .filter(|n| labels[*n] == Some(true) && long(&page.drafts[*n]))
        .collect();
    if let (Some(first), Some(last)) = (firm.first(), firm.last()) {
        for (n, label) in labels.iter_mut().enumerate() {
            if (n + 4 < *first || n > *last + 12) && !long(&page.drafts[n]) {
                *label = label.map(|_| false);
            }
        }
    }
    let total: usize = page.drafts.iter().map(|d| d.words()).sum();
    // Every page the same: the share of its words, and a little for a block being there at all.
    let total = total.max(300) as f32;
    let counts = record["weight"].as_f64().unwrap_or(1.0) as f32;
    let weight = |words: f32| (words.sqrt() * 4.0 / total.sqrt() + words / total * 60.0) * counts;
    let labels = page.drafts.iter().zip(labels).map(|(draft, label)| match label {
        Some(main) if !draft.sure => (main, weight(draft.words() as f32)),
        _ => (false, 0.0),
    });
    Sheet {
        labels: labels.collect(),
        rows,
    }
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    /// Between 0 and 1.
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
    /// Around 0 with deviation 1, near enough: a sum of twelve.
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.next()).sum::<f32>() - 6.0
    }
}

/// The weights of a network as one list: inputs, bias, out, answer.
fn flat(net: &mut Net) -> impl Iterator<Item = &mut f32> {
    let inputs = net.inputs.iter_mut().flatten();
    inputs
        .chain(&mut net.bias)
        .chain(&mut net.out)
        .chain(std::iter::once(&mut net.answer))
}

/// What one sample adds to the gradient of the weighted logistic loss.
fn back(net: &Net, sheet: &Sheet, n: usize, random: &mut Random, gradient: &mut Net) {
    let (main, weight) = sheet.labels[n];
    let near = near(n, sheet.rows.len()).map(|m| m.and_then(|m| sheet.rows.get(m)));
    let mut units = net.bias;
    for (input, value) in active(&near) {
        for (unit, w) in units.iter_mut().zip(&net.inputs[input]) {
            *unit += value * w;
        }
    }
    for unit in &mut units {
        let heard = random.next() >= DROPOUT;
        *unit = if heard { unit.max(0.0) / (1.0 - DROPOUT) } else { 0.0 };
    }
    let sum = units.iter().zip(&net.out).fold(net.answer, |sum, (u, w)| sum + u * w);
    let error = (1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(main))) * weight;
    let mut inner = [0f32; HIDDEN];
    gradient.answer += error;
    for h in 0..HIDDEN {
        gradient.out[h] += error * units[h];
        if units[h] > 0.0 {
            inner[h] = error * net.out[h] / (1.0 - DROPOUT);
            gradient.bias[h] += inner[h];
        }
    }
    for (input, value) in active(&near) {
        for (g, i) in gradient.inputs[input].iter_mut().zip(&inner) {
            *g += value * i;
        }
    }
}

/// Adam, with a fixed seed.
fn fit(sheets: &[Sheet]) -> Net {
    let mut random = Random(7);
    let mut net = Net::zero();
    let (wide, narrow) = ((2.0 / INPUTS as f32).sqrt(), (2.0 / HIDDEN as f32).sqrt());
    net.inputs
        .iter_mut()
        .flatten()
        .for_each(|w| *w = random.normal() * wide);
    net.out.iter_mut().for_each(|w| *w = random.normal() * narrow);
    let places = |(at, sheet): (usize, &Sheet)| (0..sheet.labels.len()).map(move |n| (at, n)).collect::<Vec<_>>();
    let mut order: Vec<(usize, usize)> = sheets.iter().enumerate().flat_map(places).collect();
    order.retain(|(at, n)| sheets[*at].labels[*n].1 > 0.0);
    let mut moments = vec![(0f32, 0f32); INPUTS * HIDDEN + 2 * HIDDEN + 1];
    let mut step = 0;
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            let k = (random.next() * (n + 1) as f32) as usize;
            order.swap(n, k.min(n));
        }
        let rate = RATES.0 * (1.0 - epoch as f32 / EPOCHS as f32) + RATES.1;
        for batch in order.chunks(BATCH) {
            let mut gradient = Net::zero();
            for (at, n) in batch {
                back(&net, &sheets[*at], *n, &mut random, &mut gradient);
            }
            step += 1;
            let (c1, c2) = (1.0 - 0.9f32.powi(step), 1.0 - 0.999f32.powi(step));
            let pairs = flat(&mut net).zip(flat(&mut gradient)).zip(&mut moments);
            for ((weight, gradient), (m, v)) in pairs {
                let g = *gradient / batch.len() as f32 + DECAY * *weight;
                *m = 0.9 * *m + 0.1 * g;
                *v = 0.999 * *v + 0.001 * g * g;
                *weight -= rate * (*m / c1) / ((*v / c2).sqrt() + 1e-8);
            }
        }
    }
    net
}

/// The weights file (`lines.tsv`) for these records, one JSON object a line. The same records give the same weights.
pub fn weights(records: &str) -> String {
    let rules = Rules::shipped();
    let parsed = records
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let sheets: Vec<Sheet> = parsed.map(|record| sheet(&record, &rules)).collect();
    let net = fit(&sheets);
    let mut out = String::from(
        "# Weights of the line classifier; made by examples/train_lines.rs. The units' bias, one row an input (five blocks by their features), the units' say, the answer's bias.\n\
         # Origin: trained on the development pages of murrough-foley/web-content-extraction-benchmark (annotation CC BY 4.0) and scrapinghub/article-extraction-benchmark (MIT), as `src/clean/make/render_pages.py` renders them.\n",
    );
    let rows = std::iter::once(&net.bias).chain(&net.inputs).chain([&net.out]);
    for row in rows.map(|r| r.as_slice()).chain([[net.answer].as_slice()]) {
        out += &row.iter().map(|w| format!("{w:.3}")).collect::<Vec<_>>().join("\t");
        out.push('\n');
    }
    out
}
