//! The clean text, laid out once: verbatim pieces of the source text, and the map between the two.
//!
//! A kept block becomes a segment: its text without the cuts, every run of white space one plain space (a newline
//! stays one in tables and code), trimmed. Segments are joined by a blank line. Nothing else is added or changed.

use crate::types::{Block, Cut, Piece, Removed, Role, Segment, SegmentKind, Span};

/// What stands between two segments of the clean text.
pub const SEPARATOR: &str = "\n\n";

/// A clean text with its map; languages, scripts and words of the segments are still to be found.
pub struct Layout {
    /// The clean text.
    pub text: String,
    /// The map, in order of both texts.
    pub pieces: Vec<Piece>,
    /// The kept blocks.
    pub segments: Vec<Segment>,
    /// Everything that is not white space and not in the text, in order.
    pub removed: Vec<Removed>,
}

/// Lays out the kept blocks of a source text.
pub fn layout(source: &str, blocks: &[Block]) -> Layout {
    let mut out = Layout {
        text: String::new(),
        pieces: Vec::new(),
        segments: Vec::new(),
        removed: Vec::new(),
    };
    for block in blocks {
        match &block.role {
            Role::Removed(removal) => out.removed.push(Removed {
                src: block.span,
                removal: removal.clone(),
            }),
            Role::Kept => lay_block(source, block, &mut out),
        }
    }
    out
}

/// The clean text of one kept block; what a comparison of blocks or a sketch looks at.
pub fn block_text(source: &str, block: &Block) -> String {
    let mut out = Layout {
        text: String::new(),
        pieces: Vec::new(),
        segments: Vec::new(),
        removed: Vec::new(),
    };
    lay_block(source, block, &mut out);
    out.text
}

fn lay_block(source: &str, block: &Block, out: &mut Layout) {
    let before = out.text.len();
    if before > 0 {
        out.text.push_str(SEPARATOR);
    }
    let start = out.text.len();
    let lines = matches!(block.kind, SegmentKind::Table | SegmentKind::Code);
    let mut at = block.span.start;
    for cut in &block.cuts {
        lay_stretch(source, Span::new(at, cut.span.start), start, lines, out);
        at = cut.span.end;
    }
    lay_stretch(source, Span::new(at, block.span.end), start, lines, out);
    trim_end(start, out);
    let (Some(first), Some(last)) = (first_piece(start, out), out.pieces.last().copied()) else {
        out.text.truncate(before); // nothing but cuts: the cleaner promises that this does not happen
        return;
    };
    let src = Span::new(first.src, last.src + last.len);
    out.removed
        .extend(block.cuts.iter().map(|Cut { span, removal }| Removed {
            src: *span,
            removal: removal.clone(),
        }));
    let span = Span::new(start, out.text.len());
    out.segments.push(Segment {
        span,
        src: outer(src, block),
        kind: block.kind,
        language: None,
        script: None,
        words: 0,
    });
}

/// The source span of a segment: the block, so that cuts at its borders lie inside it.
fn outer(src: Span, block: &Block) -> Span {
    Span::new(src.start.min(block.span.start), src.end.max(block.span.end))
}

/// Appends a stretch of the source text, white space as single spaces (or newlines), none at the start of the block.
fn lay_stretch(source: &str, stretch: Span, block_start: usize, lines: bool, out: &mut Layout) {
    let text = &source[stretch.range()];
    let mut word_start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_whitespace() {
            word_start.get_or_insert(at);
            continue;
        }
        // A single plain space between two words is verbatim: the piece goes on.
        if c == ' ' && word_start.is_some() && chars.peek().is_some_and(|(_, next)| !next.is_whitespace()) {
            continue;
        }
        if let Some(from) = word_start.take() {
            push_piece(source, stretch.start + from, stretch.start + at, out);
        }
        let mut newline = c == '\n';
        while let Some((_, next)) = chars.next_if(|(_, next)| next.is_whitespace()) {
            newline |= next == '\n';
        }
        push_space(block_start, if lines && newline { '\n' } else { ' ' }, out);
    }
    if let Some(from) = word_start {
        push_piece(source, stretch.start + from, stretch.end, out);
    }
}

fn push_piece(source: &str, from: usize, to: usize, out: &mut Layout) {
    let clean = out.text.len();
    out.text.push_str(&source[from..to]);
    out.pieces.push(Piece {
        clean,
        src: from,
        len: to - from,
    });
}

/// A space that the layout makes; it belongs to no piece.
fn push_space(block_start: usize, space: char, out: &mut Layout) {
    if out.text.len() > block_start && !out.text.ends_with([' ', '\n']) {
        out.text.push(space);
    }
}

/// Takes white space off the end of the block, also from its last piece.
fn trim_end(block_start: usize, out: &mut Layout) {
    let keep = block_start + out.text[block_start..].trim_end().len();
    out.text.truncate(keep);
    while let Some(last) = out.pieces.last_mut() {
        if last.clean < block_start {
            break;
        }
        if last.clean + last.len > keep {
            last.len = keep.saturating_sub(last.clean);
        }
        if last.len > 0 {
            break;
        }
        out.pieces.pop();
    }
}

/// The first piece of the block that starts at `block_start`.
fn first_piece(block_start: usize, out: &Layout) -> Option<Piece> {
    let i = out.pieces.partition_point(|p| p.clean < block_start);
    out.pieces.get(i).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Reason, Removal};

    fn block(start: usize, end: usize, cuts: &[(usize, usize)]) -> Block {
        let removal = Removal {
            reason: Reason::Markup,
            rule: "test".into(),
            score: None,
            twin: None,
        };
        let cuts = cuts
            .iter()
            .map(|&(s, e)| Cut {
                span: Span::new(s, e),
                removal: removal.clone(),
            })
            .collect();
        Block {
            span: Span::new(start, end),
            kind: SegmentKind::Paragraph,
            role: Role::Kept,
            cuts,
            line_hash: 0,
        }
    }

    #[test]
    fn white_space_becomes_one_space_and_cuts_go() {
        let source = "A  [link](x) of\u{a0}two\n\nhalves.  \n\nNext.";
        let cut = |needle: &str| {
            let at = source.find(needle).unwrap();
            (at, at + needle.len())
        };
        let end = source.find("  \n").unwrap();
        let next = source.find("Next").unwrap();
        let out = layout(
            source,
            &[block(0, end, &[cut("["), cut("](x)")]), block(next, source.len(), &[])],
        );
        assert_eq!(out.text, "A link of two halves.\n\nNext.");
        assert_eq!(out.segments.len(), 2);
        assert_eq!(out.removed.len(), 2);
        for p in &out.pieces {
            assert_eq!(&source[p.src..p.src + p.len], &out.text[p.clean..p.clean + p.len]);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_map_is_verbatim_and_whole(source in "[ \\n\\u{a0}a-c]{1,40}", from in 0usize..20, len in 0usize..10) {
            let trimmed = source.trim();
            if !trimmed.is_empty() {
                let start = source.len() - source.trim_start().len();
                let b = block(start, start + trimmed.len(), &[]);
                let at = source.floor_char_boundary((start + from).min(start + trimmed.len()));
                let to = source.floor_char_boundary((at + len).min(start + trimmed.len())).max(at);
                let mut cut = b.clone();
                cut.cuts = block(0, 1, &[(at, to)]).cuts;
                for b in [b, cut] {
                    let out = layout(&source, &[b]);
                    for p in &out.pieces {
                        proptest::prop_assert_eq!(&source[p.src..p.src + p.len], &out.text[p.clean..p.clean + p.len]);
                    }
                    let pieces: usize = out.pieces.iter().map(|p| p.len).sum();
                    let spaces = out.text.chars().filter(|c| c.is_whitespace()).count();
                    proptest::prop_assert!(pieces <= out.text.len() && out.text.len() <= pieces + spaces);
                    proptest::prop_assert!(!out.text.contains("  ") && out.text.trim() == out.text);
                }
            }
        }
    }
}
