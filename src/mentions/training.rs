//! Makes the tagger's model: an averaged structured perceptron. Used by `examples/train_tagger.rs` only.

use super::features::{BITS, Context, features, open};
use super::tagger::{Follows, KINDS, LABELS, Model, Scores, bar, best, may_follow};
use super::{Lexicon, Page, hints, tokens};
use crate::types::{EntityType, Segment, SegmentKind, Span};

/// A text with its names, as byte spans.
pub struct Example {
    /// The text; a line is a block.
    pub text: String,
    /// Where the names are.
    pub names: Vec<(Span, EntityType)>,
}

/// A stretch of words that the tagger looks at, with the right labels.
struct Stretch {
    /// Features of each word, one after another; `ends` says where each word's end.
    buckets: Vec<u32>,
    ends: Vec<usize>,
    gold: Vec<u8>,
    /// Whether a name may go on with each word.
    goes_on: Vec<bool>,
}

/// Rounds over the examples in one order. More do not help (development sets).
const EPOCHS: usize = 5;
/// Averaged weights below this say nothing.
const PRUNE: f64 = 0.02;

/// Trains a model. `orders`: how many shuffles to average over.
pub fn train(examples: &[Example], lexicon: &Lexicon, orders: u64) -> Model {
    let stretches: Vec<Stretch> = examples.iter().flat_map(|e| stretches(e, lexicon)).collect();
    let size = (1usize << BITS) * LABELS;
    let mut total = vec![0f64; size];
    let mut total_follows = [[0f64; LABELS]; LABELS + 1];
    for order in 0..orders {
        let mut weights = vec![0i32; size];
        let mut sums = vec![0i64; size];
        let mut follows = [[0i32; LABELS]; LABELS + 1];
        let mut follow_sums = [[0i64; LABELS]; LABELS + 1];
        let mut index: Vec<u32> = (0..stretches.len() as u32).collect();
        let mut random = 0x1234_5678_9abc_def0 ^ (order.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (mut time, mut back, mut labels, mut scores) = (0i64, Vec::new(), Vec::new(), Vec::new());
        for _ in 0..EPOCHS {
            for i in (1..index.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                index.swap(i, (random % (i as u64 + 1)) as usize);
            }
            for s in &index {
                let stretch = &stretches[*s as usize];
                time += 1;
                scores.clear();
                for (word, goes_on) in words(stretch).zip(&stretch.goes_on) {
                    let mut sum = Scores::default();
                    for b in word {
                        for (l, s) in sum.iter_mut().enumerate().take(LABELS) {
                            *s += weights[*b as usize * LABELS + l];
                        }
                    }
                    scores.push(sum);
                    bar(*goes_on, &mut scores);
                }
                best(&scores, &Follows::new(&follows), &mut back, &mut labels);
                if labels == stretch.gold {
                    continue;
                }
                let mut before = (LABELS, LABELS);
                for (word, (gold, seen)) in words(stretch).zip(stretch.gold.iter().zip(&labels)) {
                    let (gold, seen) = (usize::from(*gold), usize::from(*seen));
                    if gold != seen {
                        for b in word {
                            for (l, step) in [(gold, 1), (seen, -1)] {
                                let at = *b as usize * LABELS + l;
                                weights[at] += step;
                                sums[at] += time * i64::from(step);
                            }
                        }
                    }
                    if (before.0, gold) != (before.1, seen) {
                        for (from, to, step) in [(before.0, gold, 1), (before.1, seen, -1)] {
                            follows[from][to] += step;
                            follow_sums[from][to] += time * i64::from(step);
                        }
                    }
                    before = (gold, seen);
                }
            }
        }
        // The average over all steps: the weight less what was added late.
        let average = |w: i32, s: i64| f64::from(w) - s as f64 / time as f64;
        for ((t, w), s) in total.iter_mut().zip(&weights).zip(&sums) {
            *t += average(*w, *s) / orders as f64;
        }
        for from in 0..=LABELS {
            for to in 0..LABELS {
                total_follows[from][to] += average(follows[from][to], follow_sums[from][to]) / orders as f64;
            }
        }
    }
    quantised(&total, &total_follows)
}

/// The model with weights of eight bits.
fn quantised(weights: &[f64], follows: &[[f64; LABELS]; LABELS + 1]) -> Model {
    // The few weights that are larger are cut off.
    let mut sizes: Vec<f64> = weights.iter().map(|w| w.abs()).filter(|w| *w >= PRUNE).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 2000))
        .copied()
        .unwrap_or(1.0);
    let scale = 127.0 / largest;
    let mut rows = vec![[0i8; 8]; 1 << BITS];
    for (row, weights) in rows.iter_mut().zip(weights.chunks_exact(LABELS)) {
        for (cell, w) in row.iter_mut().zip(weights) {
            if w.abs() >= PRUNE {
                *cell = (w * scale).round().clamp(-127.0, 127.0) as i8;
            }
        }
    }
    let mut moves = [[0i32; LABELS]; LABELS + 1];
    for (to, from) in moves.iter_mut().flatten().zip(follows.iter().flatten()) {
        *to = (from * scale).round() as i32;
    }
    // A margin of ten steps of the perceptron makes a score of .95 or so.
    Model::new(rows, moves, (0.3 / scale) as f32)
}

/// The features of each word of a stretch.
fn words(stretch: &Stretch) -> impl Iterator<Item = &[u32]> {
    let mut from = 0;
    stretch.ends.iter().map(move |end| {
        let word = &stretch.buckets[from..*end];
        from = *end;
        word
    })
}

/// The stretches of an example.
fn stretches(example: &Example, lexicon: &Lexicon) -> Vec<Stretch> {
    let mut segments = Vec::new();
    let mut at = 0;
    for line in example.text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        if !span.is_empty() {
            segments.push(Segment {
                span,
                src: span,
                kind: SegmentKind::Paragraph,
                language: None,
                script: None,
                words: 0,
            });
        }
        at += line.len();
    }
    let sentences = crate::lang::sentences(&example.text, &segments);
    let page = Page {
        text: &example.text,
        tokens: tokens::tokens(&example.text, &sentences, &lexicon.words),
        lexicon,
    };
    let context = Context::new(&page, &hints(&page));
    let gold = labels(&page, &example.names);
    let mut out = Vec::new();
    let mut buffer = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        if !open(&page, &context, at) {
            at += 1;
            continue;
        }
        let mut stretch = Stretch {
            buckets: Vec::new(),
            ends: Vec::new(),
            gold: Vec::new(),
            goes_on: Vec::new(),
        };
        let sentence = page.tokens[at].sentence;
        while at < page.tokens.len() && page.tokens[at].sentence == sentence && open(&page, &context, at) {
            features(&page, &context, at, &mut buffer);
            stretch.buckets.extend(&buffer);
            stretch.ends.push(stretch.buckets.len());
            let before = stretch.gold.last().map_or(LABELS, |l| usize::from(*l));
            let goes_on = page.tokens[at].goes_on();
            stretch.goes_on.push(goes_on);
            let before = if goes_on { before } else { LABELS };
            let label = usize::from(gold[at]);
            // A name whose first word is not looked at begins here.
            stretch
                .gold
                .push(if may_follow(before, label) { label } else { label - 1 } as u8);
            at += 1;
        }
        out.push(stretch);
    }
    out
}

/// The label of each word.
fn labels(page: &Page, names: &[(Span, EntityType)]) -> Vec<u8> {
    let mut out = vec![0; page.tokens.len()];
    for (span, kind) in names {
        let Some(index) = KINDS.iter().position(|k| k == kind) else {
            continue;
        };
        let from = page.tokens.partition_point(|t| t.end <= span.start);
        let mut first = true;
        for (token, label) in page
            .tokens
            .iter()
            .zip(&mut out)
            .skip(from)
            .take_while(|(t, _)| t.start < span.end)
        {
            let small = first && page.word(token).eq_ignore_ascii_case("the");
            if !small {
                *label = 1 + 2 * index as u8 + u8::from(!first);
                first = false;
            }
        }
    }
    out
}
