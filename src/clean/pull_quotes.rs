//! Pull quotes: a sentence of the article printed again, larger, between two of its paragraphs.

use crate::types::{Reason, Removal, SegmentKind};

use super::Page;
use super::lines::Set;

/// Shortest and longest pull quote, in words.
const WORDS: std::ops::RangeInclusive<usize> = 8..=40;

/// Share of its content words that one sentence nearby must hold. Pull quotes that paraphrase their sentence reach .80-.90;
/// other short paragraphs at most .62.
const CONTAINED: f64 = 0.7;

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
        let content: Set = super::lines::content(page.words.of(&draft.facts)).collect();
        // Five content words: fewer are shared by chance ("the prime minister said").
        if content.len() < 5 {
            continue;
        }
        let near = kept[at.saturating_sub(NEAR)..(at + NEAR + 1).min(kept.len())]
            .iter()
            .filter(|m| *m != n);
        let twin = near.copied().find(|m| {
            page.drafts.get(*m).is_some_and(|other| {
                other.words() > draft.words()
                    && other.facts.prose()
                    && holds(page.words.of(&other.facts), &content, draft.words())
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

/// Whether a stretch of about one sentence holds most of the content words.
fn holds(words: &[u64], content: &Set, length: usize) -> bool {
    // A sentence is not parsed here: a window of twice the quote's words is the longest that it could have been made of.
    let width = (length * 2).max(20);
    let step = (width / 4).max(1);
    let need = (CONTAINED * content.len() as f64).max(1.0);
    let mut at = 0;
    loop {
        let end = (at + width).min(words.len());
        let Some(window) = words.get(at..end) else { return false };
        let shared: Set = window.iter().filter(|w| content.contains(w)).copied().collect();
        if shared.len() as f64 >= need {
            return true;
        }
        if end == words.len() {
            return false;
        }
        at += step;
    }
}
