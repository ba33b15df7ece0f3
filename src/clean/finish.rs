//! From judged blocks to [`Cleaned`]: the promises about blocks and cuts are made good here, whatever came before.

use crate::types::{Block, Cleaned, Cut, Digest, Document, Reason, Removal, Role, SegmentKind, Span};

use super::head::Head;
use super::line_hash::{LineLength, line_hash};

/// A block whose role is settled.
pub(super) struct Settled {
    pub span: Span,
    pub kind: SegmentKind,
    pub removal: Option<Removal>,
    pub cuts: Vec<(Span, Reason, &'static str)>,
    pub key: String,
}

/// The cleaned document.
pub(super) fn finish(document: Document, settled: Vec<Settled>, head: Head) -> Cleaned {
    let text = document.text.as_str();
    let mut blocks = Vec::with_capacity(settled.len());
    let mut at = 0;
    for one in settled {
        let start = one.span.start.max(at);
        if start >= one.span.end {
            continue;
        }
        left_out(text, at, start, &mut blocks);
        at = one.span.end;
        let Some(span) = trimmed(text, start, one.span.end) else {
            continue;
        };
        blocks.push(block(text, span, one));
    }
    left_out(text, at, text.len(), &mut blocks);
    drop_lost_twins(&mut blocks);
    // Only an ambiguous numeric date asks for it.
    let ambiguous = head.published.first().is_some_and(|c| c.day_first.is_some());
    let latest_in_text = if ambiguous { latest(text, &blocks) } else { None };
    let hashes = |counted: &dyn Fn(&Block, LineLength) -> bool| {
        let with_length = |b: &&Block| b.line_hash != 0 && counted(b, LineLength::of(b.line_hash));
        let mut hashes: Vec<u64> = blocks.iter().filter(with_length).map(|b| b.line_hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    let lines = hashes(&|_, length| length < LineLength::Long);
    let paragraphs = hashes(&|b, length| length >= LineLength::Paragraph && b.role == Role::Kept);
    let digest = Digest {
        lines,
        paragraphs,
        month_first: head.month_first,
        day_first: head.day_first,
        ..Digest::default()
    };
    Cleaned {
        blocks,
        title: head.title,
        authors: head.authors,
        publisher: head.publisher,
        url: head.url,
        published: head.published,
        latest_in_text,
        digest,
        document,
    }
}

/// What no block claimed becomes a paragraph.
fn left_out(text: &str, from: usize, to: usize, blocks: &mut Vec<Block>) {
    if let Some(span) = trimmed(text, from, to) {
        let cuts = super::markup::control_marks(text, span).cuts;
        blocks.push(block(
            text,
            span,
            Settled {
                span,
                kind: SegmentKind::Paragraph,
                removal: None,
                cuts,
                key: String::new(),
            },
        ));
    }
}

fn trimmed(text: &str, from: usize, to: usize) -> Option<Span> {
    let part = text.get(from..to)?;
    let body = part.trim();
    if body.is_empty() {
        return None;
    }
    let start = from + (part.len() - part.trim_start().len());
    Some(Span::new(start, start + body.len()))
}

fn block(text: &str, span: Span, one: Settled) -> Block {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut kind = one.kind;
    let mut role = one.removal.map_or(Role::Kept, Role::Removed);
    if role == Role::Kept {
        let mut at = span.start;
        for (cut, reason, rule) in one.cuts {
            let cut = Span {
                start: cut.start.max(at),
                end: cut.end.min(span.end),
            };
            if cut.start < cut.end {
                at = cut.end;
                cuts.push(Cut {
                    span: cut,
                    removal: Removal {
                        reason,
                        rule: rule.into(),
                        score: None,
                        twin: None,
                    },
                });
            }
        }
        if !something_left(text, span, &cuts) {
            let control = cuts.iter().all(|c| c.removal.reason == Reason::ControlChars);
            let (reason, rule) = if control {
                (Reason::ControlChars, "control_chars")
            } else {
                (Reason::Markup, "markup:only")
            };
            role = Role::Removed(Removal {
                reason,
                rule: rule.into(),
                score: None,
                twin: None,
            });
            cuts.clear();
        }
    }
    if matches!(role, Role::Removed(_)) && kind == SegmentKind::Title {
        kind = SegmentKind::Paragraph;
    }
    Block {
        span,
        kind,
        role,
        cuts,
        line_hash: line_hash(&one.key),
    }
}

fn something_left(text: &str, span: Span, cuts: &[Cut]) -> bool {
    let mut at = span.start;
    for cut in cuts {
        if text[at..cut.span.start].chars().any(|c| !c.is_whitespace()) {
            return true;
        }
        at = cut.span.end;
    }
    text[at..span.end].chars().any(|c| !c.is_whitespace())
}

/// A repeat whose twin did not stay in the end goes for the twin's reason.
pub fn drop_lost_twins(blocks: &mut [Block]) {
    let kept: Vec<(Span, Option<Removal>)> = blocks
        .iter()
        .map(|b| match &b.role {
            Role::Kept => (b.span, None),
            Role::Removed(r) => (b.span, Some(r.clone())),
        })
        .collect();
    for block in blocks {
        let Role::Removed(removal) = &mut block.role else {
            continue;
        };
        let Some(twin) = removal.twin else { continue };
        let found = kept
            .binary_search_by_key(&twin.start, |k| k.0.start)
            .ok()
            .and_then(|n| kept.get(n));
        match found {
            Some((span, None)) => removal.twin = Some(*span),
            Some((_, Some(other))) if other.twin.is_none() => {
                let rule = other.rule.clone();
                *removal = Removal {
                    reason: other.reason,
                    rule,
                    score: other.score,
                    twin: None,
                };
            }
            _ => {
                *removal = Removal {
                    reason: Reason::BoilerplateLine,
                    rule: "repeat:removed".into(),
                    score: None,
                    twin: None,
                }
            }
        }
    }
}

/// The latest full date that the kept blocks name.
fn latest(text: &str, blocks: &[Block]) -> Option<jiff::civil::Date> {
    let kept = blocks.iter().filter(|b| b.role == Role::Kept);
    kept.filter_map(|b| crate::dates::latest_full_date(&text[b.span.range()]))
        .max()
}
