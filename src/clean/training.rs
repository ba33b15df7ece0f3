//! How the weights of the line classifier are made. Used by `examples/train_lines.rs` only.
//!
//! Records are `{id, text, main, url}`: what a scraper left of a page, and its main content. A block is main content when
//! most of its word 3-grams are (a short one: when the main content has it as a line). Blocks weigh as many as their words; every page weighs the same.

use std::collections::{HashMap, HashSet};

use super::features::{COUNT, Features, features};
use super::lines::{Words, combine};
use super::net::{HIDDEN, Net};
use super::*;
use crate::types::{Given, PageMetadata, Status};

/// Rounds over all samples: more gained nothing on pages left out.
const EPOCHS: usize = 12;

struct Sample {
    features: Features,
    main: bool,
    weight: f32,
}

fn document(record: &serde_json::Value) -> Document {
    let text = |k: &str| record[k].as_str().map(str::to_string);
    Document {
        doc_id: text("id").unwrap_or_default(),
        source_path: String::new(),
        source_record: None,
        media_type: None,
        source_bytes: None,
        source_blake3: None,
        encoding: None,
        replaced_chars: 0,
        text: text("text").unwrap_or_default(),
        blocks: vec![],
        front_matter: None,
        given: Given {
            url: text("url"),
            ..Given::default()
        },
        page: PageMetadata::default(),
        status: Status::Ok,
        diagnostics: vec![],
    }
}

fn samples(record: &serde_json::Value, rules: &Rules) -> Vec<Sample> {
    let document = document(record);
    let raws = blocks::blocks(&document.text);
    let mut page = drafts(&document, &raws, rules);
    let head = head::read(&mut page, &document);
    let rows = features(&page, head.title_at);
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
    let mut out = Vec::new();
    for ((draft, features), label) in page.drafts.iter().zip(rows).zip(labels) {
        if let (Some(main), false) = (label, draft.sure) {
            let weight = (draft.words() as f32).sqrt() * 4.0 / (total.max(300) as f32).sqrt()
                + draft.words() as f32 / total.max(300) as f32 * 60.0;
            out.push(Sample { features, main, weight });
        }
    }
    out
}

/// Adam over the weighted logistic loss, a fixed order of samples, a fixed seed.
fn fit(data: &[&Sample], epochs: usize) -> Net {
    let mut seed = 7u64;
    let mut random = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((seed >> 33) as f32 / (1u64 << 31) as f32) - 0.5
    };
    let mut net = Net {
        hidden: vec![[0.0; COUNT + 1]; HIDDEN],
        out: [0.0; HIDDEN + 1],
    };
    for unit in &mut net.hidden {
        unit.iter_mut().for_each(|w| *w = random() * 0.4);
    }
    net.out.iter_mut().for_each(|w| *w = random());
    let size = HIDDEN * (COUNT + 1) + HIDDEN + 1;
    let (mut m, mut v) = (vec![0f32; size], vec![0f32; size]);
    let mut step = 0i32;
    let mut order: Vec<usize> = (0..data.len()).collect();
    for epoch in 0..epochs {
        for n in (1..order.len()).rev() {
            let k = ((random() + 0.5) * (n + 1) as f32) as usize;
            order.swap(n, k.min(n));
        }
        let rate = 0.004 * (1.0 - epoch as f32 / epochs as f32) + 0.0002;
        for batch in order.chunks(256) {
            let mut gradient = vec![0f32; size];
            for n in batch {
                let s = data[*n];
                let mut inner = [0f32; HIDDEN];
                let mut sum = net.out[0];
                for (h, unit) in net.hidden.iter().enumerate() {
                    let mut x = unit[0];
                    for (value, w) in s.features.iter().zip(&unit[1..]) {
                        x += value * w;
                    }
                    inner[h] = x.max(0.0);
                    sum += inner[h] * net.out[h + 1];
                }
                let p = 1.0 / (1.0 + (-sum).exp());
                let error = (p - f32::from(u8::from(s.main))) * s.weight;
                let base = HIDDEN * (COUNT + 1);
                gradient[base] += error;
                for h in 0..HIDDEN {
                    if inner[h] > 0.0 {
                        gradient[base + 1 + h] += error * inner[h];
                        let back = error * net.out[h + 1];
                        let row = &mut gradient[h * (COUNT + 1)..(h + 1) * (COUNT + 1)];
                        row[0] += back;
                        for (g, value) in row[1..].iter_mut().zip(&s.features) {
                            *g += back * value;
                        }
                    }
                }
            }
            step += 1;
            let scale = 1.0 / batch.len() as f32;
            let (c1, c2) = (1.0 - 0.9f32.powi(step), 1.0 - 0.999f32.powi(step));
            let mut weights: Vec<&mut f32> = net.hidden.iter_mut().flatten().chain(net.out.iter_mut()).collect();
            for i in 0..size {
                let g = gradient[i] * scale + 1e-4 * *weights[i];
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                *weights[i] -= rate * (m[i] / c1) / ((v[i] / c2).sqrt() + 1e-8);
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
    let data: Vec<Sample> = parsed.flat_map(|record| samples(&record, &rules)).collect();
    let net = fit(&data.iter().collect::<Vec<_>>(), EPOCHS);
    let mut out = String::from(
        "# Weights of the line classifier; made by examples/train_lines.rs. One row a unit (bias, features), then the answer's (bias, units).\n# Origin: trained on the development pages of murrough-foley/web-content-extraction-benchmark (annotation CC BY 4.0).\n",
    );
    for row in net.hidden.iter().map(|r| r.as_slice()).chain([net.out.as_slice()]) {
        out += &row.iter().map(|w| format!("{w:.4}")).collect::<Vec<_>>().join("\t");
        out.push('\n');
    }
    out
}
