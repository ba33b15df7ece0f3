//! The clean text, laid out once: verbatim pieces of the source text, and the map between the two.
//!
//! A kept block becomes a segment: its text without the cuts, every run of white space one plain space (a newline
//! stays one in tables and code), trimmed. Segments are joined by a blank line. Nothing else is added or changed.

use std::ops::Range;

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
    let mut at = stretch.start;
    while at < stretch.end {
        let rest = &source[at..stretch.end];
        // A single plain space between two words is verbatim: the piece goes on.
        let space = odd_space(rest);
        let words = space.as_ref().map_or(rest.len(), |s| s.start);
        if words > 0 {
            push_piece(source, at, at + words, out);
        }
        let Some(space) = space else { break };
        at += space.end;
        let newline = lines && rest[space].contains('\n');
        push_space(block_start, if newline { '\n' } else { ' ' }, out);
    }
}

/// The first run of white space in a text that is anything but one plain space between two words, in bytes: `7..10` of
/// `"one two \n three"`, none in `"one two"`.
pub(crate) fn odd_space(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut looked_at) = (1, 1);
    if bytes.first().is_some_and(|b| may_be_space(*b)) {
        let end = text.len() - text.trim_start().len();
        if end > 0 {
            return Some(0..end);
        }
    }
    while at < bytes.len() {
        if at >= looked_at {
            looked_at = at + BLOCK;
            // The byte after a block tells whether its last is a plain space.
            if let Some(block) = bytes.get(at..looked_at + 1) {
                let pairs = block.iter().zip(&block[1..]);
                if !pairs.fold(false, |odd, (a, b)| odd | may_be_odd(*a, *b)) {
                    at = looked_at;
                    continue;
                }
            }
        }
        // The end of the text is white space after the last word.
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        if !may_be_odd(bytes[at], after) {
            at += 1;
            continue;
        }
        let end = text.len() - text[at..].trim_start().len();
        if end > at && (end == text.len() || &text[at..end] != " ") {
            return Some(at..end);
        }
        at = end.max(at + 1);
    }
    None
}

/// So many bytes are looked at before it is asked whether one was odd: as many as a machine compares at once.
const BLOCK: usize = 16;

/// Whether a byte of UTF-8 may begin white space: that of ASCII, and the leads of U+0085, U+00A0, U+1680 and of U+2000 to
/// U+3000 are the first bytes of it.
fn may_be_space(byte: u8) -> bool {
    (byte <= b' ') | (byte == 0xc2) | (0xe1..=0xe3).contains(&byte)
}

/// Whether a byte after a word may begin white space that is no plain space before a word, given the byte after it.
fn may_be_odd(byte: u8, after: u8) -> bool {
    may_be_space(byte) & ((byte != b' ') | may_be_space(after))
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

    #[test]
    fn all_white_space_begins_with_the_bytes_that_are_looked_for() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            let lead = c.to_string().as_bytes()[0];
            assert!(may_be_space(lead), "{c:?}");
            for before in ["a b".to_string(), "a b’".repeat(20)] {
                let end = before.len() + c.len_utf8();
                assert_eq!(odd_space(&format!("{before}{c}")), Some(before.len()..end));
                assert_eq!(odd_space(&format!("{before} {c}a")), Some(before.len()..end + 1));
            }
        }
    }

    /// The runs of white space in a text.
    fn spaces(text: &str) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
            match out.last_mut() {
                Some(run) if run.end == at => run.end += c.len_utf8(),
                _ => out.push(at..at + c.len_utf8()),
            }
        }
        out
    }

    fn is_odd(text: &str, space: &Range<usize>) -> bool {
        space.start == 0 || space.end == text.len() || &text[space.clone()] != " "
    }

    /// Stretches of a source text laid out character by character.
    fn by_characters(source: &str, stretches: &[Span], lines: bool) -> (String, Vec<Piece>) {
        let (mut text, mut pieces) = (String::new(), Vec::<Piece>::new());
        for stretch in stretches {
            let body = &source[stretch.range()];
            let odd: Vec<_> = spaces(body).into_iter().filter(|s| is_odd(body, s)).collect();
            let mut begins = true;
            for (at, c) in body.char_indices() {
                let Some(space) = odd.iter().find(|s| s.contains(&at)) else {
                    match pieces.last_mut().filter(|_| !begins) {
                        Some(piece) => piece.len += c.len_utf8(),
                        None => pieces.push(Piece {
                            clean: text.len(),
                            src: stretch.start + at,
                            len: c.len_utf8(),
                        }),
                    }
                    text.push(c);
                    begins = false;
                    continue;
                };
                if space.start == at && !text.is_empty() && !text.ends_with([' ', '\n']) {
                    let newline = lines && body[space.clone()].contains('\n');
                    text.push(if newline { '\n' } else { ' ' });
                }
                begins = true;
            }
        }
        (text.trim_end().to_string(), pieces)
    }

    proptest::proptest! {
        #[test]
        fn odd_spaces_of_any_text(any in proptest::prelude::any::<String>(), text in "([a-cé’ب]{0,20}[ \n\u{a0}\u{2003}\u{200b}]{0,3}){0,8}") {
            for text in [any, text] {
                let odd = spaces(&text).into_iter().find(|s| is_odd(&text, s));
                proptest::prop_assert_eq!(odd_space(&text), odd);
            }
        }

        #[test]
        fn a_block_is_laid_out_as_character_by_character(
            source in "([a-cé’ب]{0,20}[ \n\u{a0}\u{2003}]{0,3}){1,8}",
            mut borders in proptest::collection::vec(0usize..200, 0..4),
            table in proptest::prelude::any::<bool>(),
        ) {
            borders.iter_mut().for_each(|b| *b = source.floor_char_boundary(*b));
            borders.sort_unstable();
            let cuts: Vec<(usize, usize)> = borders.chunks_exact(2).map(|c| (c[0], c[1])).collect();
            let mut whole = block(0, source.len(), &cuts);
            if table {
                whole.kind = SegmentKind::Table;
            }
            let starts = [0].into_iter().chain(cuts.iter().map(|c| c.1));
            let ends = cuts.iter().map(|c| c.0).chain([source.len()]);
            let stretches: Vec<Span> = starts.zip(ends).map(|(start, end)| Span::new(start, end)).collect();
            let out = layout(&source, &[whole]);
            proptest::prop_assert_eq!((out.text, out.pieces), by_characters(&source, &stretches, table));
        }

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
