//! Pull quotes: a sentence of the article printed again, larger, between two of its paragraphs.

use crate::lang::is_letter_or_digit;
use crate::types::{Reason, Removal, SegmentKind};

use super::lines::{Set, combine, word_hash};
use super::{Draft, Page};

/// Shortest and longest pull quote, in words.
const WORDS: std::ops::RangeInclusive<usize> = 8..=40;

/// Share of its content words that one sentence nearby must hold. Pull quotes that paraphrase their sentence reach .80-.90;
/// other short paragraphs at most .62.
const CONTAINED: f64 = 0.7;

/// Share of its pairs of neighbouring words that the sentence must hold too. A subhead has the topic of the paragraph under it,
/// in other words: half of the subheads that pass the test above reach .5 and few .8. Pull quotes that paraphrase have .53-.71.
const IN_ORDER: f64 = 0.5;

/// The same for lines that may be subheads: short ones, and those that do not end like a sentence.
const IN_ORDER_FOR_SURE: f64 = 0.8;

/// From how many words on a line is too long for a subhead.
const LONG: usize = 12;

/// How many paragraphs away the sentence may stand.
const NEAR: usize = 3;

/// Removes the pull quotes among the kept blocks.
pub(super) fn remove(page: &mut Page) {
    let kept: Vec<usize> = (0..page.drafts.len())
        .filter(|n| page.drafts.get(*n).is_some_and(|d| d.kept()))
        .collect();
    let first = kept
        .iter()
        .position(|n| page.drafts.get(*n).is_some_and(|d| d.facts.prose()))
        .unwrap_or(kept.len());
    let mut found = Vec::new();
    for (at, n) in kept.iter().enumerate() {
        let Some(draft) = page.drafts.get(*n) else { continue };
        let alone = matches!(
            draft.kind,
            SegmentKind::Paragraph | SegmentKind::Quote | SegmentKind::Heading
        );
        // A pull quote stands between paragraphs; before the first one stands the standfirst, which may say the same.
        if !alone || at <= first || draft.sure || !WORDS.contains(&draft.words()) {
            continue;
        }
        let Some(order) = order_needed(&page.text[draft.span.range()], draft) else {
            continue;
        };
        let content: Set = page.words.topic(&draft.facts).iter().copied().collect();
        // Five content words: fewer are shared by chance ("the prime minister said").
        if content.len() < 5 {
            continue;
        }
        let near = kept[at.saturating_sub(NEAR)..(at + NEAR + 1).min(kept.len())]
            .iter()
            .filter(|m| *m != n);
        let marks = std::cell::LazyCell::new(|| telling(&page.text[draft.span.range()]));
        let twin = near.copied().find(|m| {
            page.drafts.get(*m).is_some_and(|other| {
                other.words() > draft.words()
                    && other.facts.prose()
                    && holds(
                        page.words.of(&other.facts),
                        &content,
                        page.words.of(&draft.facts),
                        order,
                    )
                    && marks.iter().all(|w| page.words.of(&other.facts).contains(w))
            })
        });
        if let Some(twin) = twin {
            found.push((*n, twin));
        }
    }
    for (n, twin) in found {
        let Some(span) = page.drafts.get(twin).filter(|d| d.kept()).map(|d| d.span) else {
            continue;
        };
        if let Some(draft) = page.drafts.get_mut(n) {
            let removal = Removal {
                reason: Reason::PullQuote,
                rule: "pull_quote".into(),
                score: None,
                twin: Some(span),
            };
            draft.removal = Some(removal);
        }
    }
}

/// How much of a line must stand in its sentence in the same order; `None` for a line that leads on to what follows it.
fn order_needed(text: &str, draft: &Draft) -> Option<f64> {
    let text = text.trim_end_matches([' ', '*', '_', '"', '”', '’', '»']);
    // A question is a subhead, and its answer says the same words; quoted, it may have been asked by somebody.
    if text.ends_with([':', '؛', ';']) || text.ends_with(['?', '؟']) && !quoted(text) {
        return None;
    }
    let long = draft.words() >= LONG;
    match (draft.facts.sentence || quoted(text), long) {
        (true, true) => Some(IN_ORDER),
        (false, false) => None,
        _ => Some(IN_ORDER_FOR_SURE),
    }
}

/// The words that a sentence printed again must share: those with digits or a capital, but for the first. A list of the arrested says
/// the same of other people and other sums.
fn telling(text: &str) -> Vec<u64> {
    let words = text
        .split(|c: char| !is_letter_or_digit(c))
        .filter(|w| !w.is_empty())
        .skip(1);
    let telling = words.filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
    telling.map(word_hash).collect()
}

/// Whether a line begins with a quotation mark.
fn quoted(text: &str) -> bool {
    text.trim_start_matches(['*', '_', '>', ' '])
        .starts_with(['"', '“', '«', '‘'])
}

/// Whether a stretch of about one sentence holds most of the content words, and enough of the quote's pairs of words.
fn holds(words: &[u64], content: &Set, quote: &[u64], order: f64) -> bool {
    // A sentence is not parsed here: a window of twice the quote's words is the longest that it could have been made of.
    let width = (quote.len() * 2).max(20);
    let step = (width / 4).max(1);
    let need = (CONTAINED * content.len() as f64).max(1.0);
    // The whole paragraph has too few of them, nearly always.
    if (words.iter().filter(|w| content.contains(w)).count() as f64) < need {
        return false;
    }
    let mut at = 0;
    loop {
        let end = (at + width).min(words.len());
        let Some(window) = words.get(at..end) else { return false };
        let shared: Set = window.iter().filter(|w| content.contains(w)).copied().collect();
        if shared.len() as f64 >= need && in_order(quote, window) >= order {
            return true;
        }
        if end == words.len() {
            return false;
        }
        at += step;
    }
}

/// Share of the pairs of neighbouring words of a quote that stand side by side in a window too.
fn in_order(quote: &[u64], window: &[u64]) -> f64 {
    let pairs: Set = window.windows(2).map(combine).collect();
    let both = quote.windows(2).filter(|w| pairs.contains(&combine(w))).count();
    both as f64 / quote.len().saturating_sub(1).max(1) as f64
}

#[cfg(test)]
mod tests;
