//! What holds of every document: blocks in order and whole, both promises, spans at character borders.

mod program;

use isnad::pipeline::{self, Resources};
use isnad::settings::Settings;
use isnad::types::*;
use isnad::{layout, read};
use program::{real_articles, repository};

fn settings(corpus: &std::path::Path) -> Settings {
    let text = format!(
        "corpus = [{:?}]\noutput = \"out\"\n[read]\nexclude = [\"README.md\"]",
        corpus.display().to_string()
    );
    Settings::parse(&text, "test.toml").expect("settings")
}

/// A record of plain text, as a file would give it.
fn record(text: &str, format: Content) -> Record {
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

/// Panics when a document breaks an invariant.
fn hold(record: Record, resources: &Resources, settings: &Settings) {
    let id = record.doc_id.clone();
    let document = read::document(record, settings);
    let source = document.text.clone();
    let cleaned = pipeline::clean(document, resources, settings);
    let mut at = 0;
    let mut seen = String::new();
    for block in &cleaned.blocks {
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
                !layout::block_text(&source, block).is_empty(),
                "{id}: nothing is left of a kept block"
            );
        }
        if let Role::Removed(Removal { twin: Some(twin), .. }) = &block.role {
            assert!(source.get(twin.range()).is_some(), "{id}: a twin that is nowhere");
        }
    }
    assert_eq!(seen, visible(&source), "{id}: a character is in no block");

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
    let mut last = 0;
    for d in &article.dates {
        assert!(
            d.span.start >= last && article.sentences[d.sentence as usize].span.contains(d.span),
            "{id}: dates"
        );
        assert!(
            article.text.get(d.span.range()).is_some_and(|t| !t.is_empty()),
            "{id}: date span"
        );
        assert!(d.start <= d.end, "{id}: a date ends before it starts");
        last = d.span.end;
    }
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
        last = m.span.end;
    }
}

fn hold_all(folder: &std::path::Path) -> usize {
    let settings = settings(folder);
    let resources = Resources::load(&settings).expect("resources");
    let corpus = read::corpus(&settings).expect("a corpus");
    corpus
        .records()
        .map(|(record, _)| hold(record, &resources, &settings))
        .count()
}

#[test]
fn sample_corpus() {
    assert!(hold_all(&repository("corpus/sample")) >= 24);
}

#[test]
fn real_corpus() {
    if let Some(folder) = real_articles() {
        assert_eq!(hold_all(&folder), 5);
    }
}

#[test]
fn any_text() {
    use proptest::prelude::*;
    let settings = settings(&repository("corpus/sample"));
    let resources = Resources::load(&settings).expect("resources");
    // Characters that mean something to some rule, words that do, and anything at all.
    let piece = prop_oneof![
        "[\\PC\\n\\t]{0,12}",
        Just("\n\n".to_string()),
        Just("\n".to_string()),
        prop::sample::select(vec![
            "Read More",
            "by Ali Hasan",
            "[label](http://x.y)",
            "[a \\(/b\\)](#)",
            "**bold**",
            "# ",
            "- ",
            "> ",
            "5 March 2019",
            "last week",
            "قال الرئيس قيس الخزعلي أمس",
            "Qais al-Khazali (AAH)",
            "the Ministry of Oil",
            "\u{202e}",
            "\u{200b}",
            "<p>",
            "</div>",
            "---\n",
            "RECOMMENDED",
            "٢٠١٩/١٢/٠٦",
            "(Reuters, December 6)",
            "“",
            "(",
            "U.S. ",
            "the 1990s",
        ])
        .prop_map(String::from),
    ];
    let text = prop::collection::vec(piece, 0..30).prop_map(|p| p.join(" "));
    let format = prop::sample::select(vec![Content::Plain, Content::Markdown, Content::Html]);
    proptest!(ProptestConfig::with_cases(400), |(text in text, format in format)| {
        hold(record(&text, format), &resources, &settings);
    });
}
