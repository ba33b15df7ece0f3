//! What holds of everything that the program makes of its input, whatever the input: records, documents, articles, dates,
//! names. The tests ask it of corpora and of strings made up; the fuzz targets of whatever their fuzzer finds.
//!
//! Every function panics when something does not hold.
#![allow(dead_code, unused_imports)] // each test file and fuzz target uses a part

mod names;
mod reading;
pub mod targets;

pub use names::{name, names, spellings};
pub use reading::{document, records};

use isnad::pipeline::{self, Resources};
use isnad::settings::Settings;
use isnad::types::*;
use isnad::{dates, layout, offsets, read};

/// A record of plain text, as a file would give it.
pub fn record(text: &str, format: Content) -> Record {
    Record {
        doc_id: "a".into(),
        source_path: "a".into(),
        source_record: None,
        body: Body::Text {
            text: text.into(),
            format,
            encoding: None,
            replaced: 0,
        },
        source_bytes: Some(text.len() as u64),
        source_blake3: None,
        given: Given::default(),
        diagnostics: Vec::new(),
    }
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What holds of the article of a record: blocks in order and whole, both promises, spans at character borders.
pub fn article(record: Record, resources: &Resources, settings: &Settings) {
    let id = record.doc_id.clone();
    let read = read::document(record, settings);
    document(&read);
    let source = read.text.clone();
    let cleaned = pipeline::clean(read, resources, settings);
    blocks(&id, &source, &cleaned.blocks);
    for p in &cleaned.published {
        assert_eq!(dates::partial(&dates::show(p.date)), Some(p.date), "{id}: no date");
    }

    let article = pipeline::annotate(cleaned, &Agreed::default(), resources, settings);
    for p in &article.pieces {
        assert_eq!(
            source[p.src..p.src + p.len],
            article.text[p.clean..p.clean + p.len],
            "{id}: a piece is not verbatim"
        );
    }
    let kept: String = article
        .segments
        .iter()
        .map(|s| visible(&article.text[s.span.range()]))
        .collect();
    assert_eq!(kept, visible(&article.text), "{id}: clean text outside the segments");
    let removed: usize = article
        .removed
        .iter()
        .map(|r| visible(&source[r.src.range()]).chars().count())
        .sum();
    assert_eq!(
        kept.chars().count() + removed,
        visible(&source).chars().count(),
        "{id}: characters vanish or double"
    );
    let mut last = 0;
    for s in &article.sentences {
        assert!(
            s.span.start >= last && article.segments[s.segment as usize].span.contains(s.span),
            "{id}: sentences"
        );
        last = s.span.end;
    }
    expressions(&id, &article.text, &article.sentences, &article.dates);
    let mut last = 0;
    for m in &article.mentions {
        assert!(
            m.span.start >= last && article.sentences[m.sentence as usize].span.contains(m.span),
            "{id}: mentions"
        );
        assert!(
            article.text.get(m.span.range()).is_some_and(|t| !t.is_empty()),
            "{id}: mention span"
        );
        assert!(
            m.name.is_none_or(|n| (n as usize) < article.names.len()),
            "{id}: mention without its name"
        );
        let of_it = offsets::source_span(&article.pieces, m.span);
        assert!(source.get(of_it.range()).is_some(), "{id}: a mention that is nowhere");
        last = m.span.end;
    }
    for d in &article.definitions {
        assert!((d.mention as usize) < article.mentions.len(), "{id}: definitions");
    }
    for d in &article.document.diagnostics {
        assert!(
            d.at.is_none_or(|at| source.is_char_boundary(at)),
            "{id}: {} at no character",
            d.code
        );
    }
}

/// What holds of the blocks of a source text.
fn blocks(id: &str, source: &str, blocks: &[Block]) {
    let mut at = 0;
    let mut seen = String::new();
    for block in blocks {
        assert!(
            block.span.start >= at && block.span.end > block.span.start,
            "{id}: blocks out of order at {at}"
        );
        seen += &visible(&source[block.span.range()]);
        at = block.span.end;
        let mut inner = block.span.start;
        for cut in &block.cuts {
            assert!(matches!(block.role, Role::Kept), "{id}: a removed block with cuts");
            assert!(
                cut.span.start >= inner && cut.span.end <= block.span.end,
                "{id}: a cut outside its block"
            );
            inner = cut.span.end;
        }
        if matches!(block.role, Role::Kept) {
            assert!(
                !layout::block_text(source, block).is_empty(),
                "{id}: nothing is left of a kept block"
            );
        }
        if let Role::Removed(Removal { twin: Some(twin), .. }) = &block.role {
            assert!(source.get(twin.range()).is_some(), "{id}: a twin that is nowhere");
        }
    }
    assert_eq!(seen, visible(source), "{id}: a character is in no block");
}

/// What holds of the time expressions of a text: in order, never overlapping, each inside one sentence, its days in order.
pub fn expressions(id: &str, text: &str, sentences: &[Sentence], found: &[TimeExpression]) {
    let mut last = 0;
    for (at, d) in found.iter().enumerate() {
        assert!(
            d.span.start >= last && sentences[d.sentence as usize].span.contains(d.span),
            "{id}: dates"
        );
        let written = text.get(d.span.range()).unwrap_or_default();
        assert!(!written.trim().is_empty(), "{id}: date span");
        assert!(d.start <= d.end, "{id}: {written:?} ends before it starts");
        assert_eq!(
            d.start.is_some(),
            d.end.is_some(),
            "{id}: {written:?} has half its days"
        );
        assert!(d.value.as_deref() != Some(""), "{id}: {written:?} has an empty value");
        assert!(
            (0.0..=1.0).contains(&d.confidence),
            "{id}: {written:?} is {} sure",
            d.confidence
        );
        assert!(
            d.range.is_none_or(|first| first as usize <= at),
            "{id}: {written:?} goes on a range that is to come"
        );
        assert!(
            dates::RULES.contains(&&*d.rule),
            "{id}: the rule {} is not listed",
            d.rule
        );
        last = d.span.end;
    }
}

/// What holds of the dates printed in a line: in order, each a day or month that there is.
pub fn printed(line: &str) {
    let mut last = 0;
    for p in dates::printed(line) {
        assert!(p.span.start >= last && !p.span.is_empty(), "{line:?}: printed dates");
        assert!(line.get(p.span.range()).is_some(), "{line:?}: printed date span");
        assert!(p.date.month.is_some(), "{line:?}: a printed date without its month");
        for date in [Some(p.date), p.day_first].into_iter().flatten() {
            assert_eq!(dates::partial(&dates::show(date)), Some(date), "{line:?}: no date");
            let (first, end) = dates::bounds(date);
            assert!(first <= end, "{line:?}: a date ends before it starts");
        }
        last = p.span.end;
    }
    if let Some(date) = dates::partial(line) {
        assert_eq!(dates::partial(&dates::show(date)), Some(date), "{line:?}: no date");
    }
}
