//! Whole sentences through [`super::find`].

use super::*;

fn page(text: &str) -> (Vec<Segment>, Vec<Sentence>) {
    let whole = Span::new(0, text.len());
    let segment = Segment { span: whole, src: whole, kind: crate::types::SegmentKind::Paragraph, language: None, script: None, words: 0 };
    let segments = vec![segment];
    let sentences = crate::lang::sentences(text, &segments);
    (segments, sentences)
}

/// "TYPE text" of each mention.
fn seen(text: &str) -> Vec<String> {
    let (segments, sentences) = page(text);
    let found = find(text, &segments, &sentences, &Lexicon::new(&[]));
    found.mentions.iter().map(|m| format!("{} {}", m.kind.label(), &text[m.span.range()])).collect()
}

#[test]
fn titles_and_key_words() {
    assert_eq!(seen("President Barham Salih met officials of the Ministry of Oil in Basra."), ["PERSON Barham Salih", "ORG Ministry of Oil", "LOC Basra"]);
}
