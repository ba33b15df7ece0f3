//! Golden pages of sentences: a block of text, and under it its sentences, one a line.
//!
//! ```text
//! > Gen. Ali left. He came back at 3.30 p.m. on Monday.
//! # Gen. Ali left.
//! # He came back at 3.30 p.m. on Monday.
//! ```

mod pictures;

use isnad::types::{Segment, SegmentKind, Span};

#[test]
fn pages_are_current() {
    pictures::are_current("sentences", redrawn);
}

/// The page as it would be drawn now.
fn redrawn(page: &str) -> String {
    let mut drawn = String::new();
    for line in page.lines().filter(|l| !l.starts_with('#')) {
        drawn += &format!("{line}\n");
        if let Some(text) = line.strip_prefix("> ") {
            let span = Span::new(0, text.len());
            let kind = SegmentKind::Paragraph;
            let segment = Segment {
                span,
                src: span,
                kind,
                language: None,
                script: None,
                words: 0,
            };
            for sentence in isnad::lang::sentences(text, &[segment]) {
                drawn += &format!("# {}\n", &text[sentence.span.range()]);
            }
        }
    }
    drawn
}
