//! A text as the finders get it: in segments and sentences.
#![allow(dead_code, reason = "not every bench reads every part")]

use isnad::lang;
use isnad::types::{Segment, SegmentKind, Sentence, Span};

/// A document: its text, its paragraphs, its sentences.
pub struct Page {
    pub text: String,
    pub segments: Vec<Segment>,
    pub sentences: Vec<Sentence>,
}

/// A page of paragraphs, one a line.
pub fn page(text: String) -> Page {
    let mut segments = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            let span = Span::new(at, at + line.len());
            segments.push(Segment {
                span,
                src: span,
                kind: SegmentKind::Paragraph,
                language: None,
                script: None,
                words: 0,
            });
        }
        at += line.len() + 1;
    }
    let sentences = lang::sentences(&text, &segments);
    Page {
        text,
        segments,
        sentences,
    }
}
