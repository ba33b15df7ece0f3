//! The only place that converts offsets: bytes to code points and back, clean text to source text.
//!
//! Inside the program offsets are bytes; the tables count Unicode code points. An offset that lies inside a
//! character counts as the start of that character, one beyond the end as the end.

use crate::types::{Piece, Span};

/// How many bytes lie between two remembered counts: a cache line is counted in a few instructions, and the
/// memory is a sixteenth of the text.
const STEP: usize = 64;
const _: () = assert!(
    STEP <= u8::MAX as usize,
    "the code points of a step are counted in a byte"
);

/// Counts the code points of a text, so that any offset of it converts in constant time.
///
/// ```
/// use isnad::offsets::Chars;
/// let text = "في 2019";
/// let chars = Chars::new(text);
/// assert_eq!(chars.of(5), 3);
/// assert_eq!(chars.byte(3), 5);
/// assert_eq!(chars.len(), 7);
/// ```
#[derive(Clone, Debug)]
pub struct Chars<'a> {
    text: &'a [u8],
    /// Code points that start before byte `i * STEP`; empty when the text is ASCII.
    before: Vec<u32>,
    len: u32,
}

impl<'a> Chars<'a> {
    /// Counts a text once.
    pub fn new(text: &'a str) -> Chars<'a> {
        let bytes = text.as_bytes();
        if text.is_ascii() {
            return Chars {
                text: bytes,
                before: Vec::new(),
                len: count(text.len()),
            };
        }
        let mut before = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut seen = 0;
        for block in bytes.chunks(STEP) {
            before.push(count(seen));
            seen += starts(block);
        }
        Chars {
            text: bytes,
            before,
            len: count(seen),
        }
    }

    /// The code points of the whole text.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The code point at a byte: how many end at or before it.
    pub fn of(&self, byte: usize) -> u32 {
        if byte >= self.text.len() {
            return self.len;
        }
        let Some(before) = self.before.get(byte / STEP) else {
            return count(byte);
        };
        // A character has started, but not ended, when its first byte lies before `byte` and `byte` is not a border.
        let block = self.text.get(byte - byte % STEP..byte).unwrap_or_default();
        let inside = self.text.get(byte).is_some_and(|b| is_continuation(*b));
        before + count(starts(block)) - u32::from(inside)
    }

    /// The first byte of a code point.
    pub fn byte(&self, char: u32) -> usize {
        if char >= self.len {
            return self.text.len();
        }
        if self.before.is_empty() {
            return char as usize;
        }
        let block = self.before.partition_point(|&before| before <= char).saturating_sub(1);
        let mut left = char - self.before.get(block).copied().unwrap_or(0);
        for (at, byte) in self.text.iter().enumerate().skip(block * STEP) {
            if !is_continuation(*byte) {
                if left == 0 {
                    return at;
                }
                left -= 1;
            }
        }
        self.text.len()
    }
}

/// The stretch of the source text that a stretch of the clean text was made of: from its first character to the end of
/// its last. What was cut out between the two lies inside. White space that stands for itself in the clean text only
/// (between pieces) belongs to neither end; a span of nothing else is empty in the source.
///
/// `pieces` are those of [`crate::types::Article::pieces`], in order of both texts.
pub fn source_span(pieces: &[Piece], clean: Span) -> Span {
    let first = pieces.partition_point(|p| p.clean + p.len <= clean.start);
    let after = pieces.partition_point(|p| p.clean < clean.end);
    let end = after
        .checked_sub(1)
        .and_then(|last| pieces.get(last))
        .map_or(0, |p| p.src + p.len.min(clean.end.saturating_sub(p.clean)));
    match pieces.get(first) {
        Some(p) if first < after => {
            let start = p.src + clean.start.saturating_sub(p.clean);
            Span {
                start: start.min(end),
                end,
            }
        }
        _ => Span { start: end, end },
    }
}

/// How many code points start in at most [`STEP`] bytes: as a sum of bytes, of which the machine adds sixteen at once.
fn starts(bytes: &[u8]) -> usize {
    usize::from(bytes.iter().map(|b| u8::from(!is_continuation(*b))).sum::<u8>())
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// Offsets are signed 32 bits in the tables; a longer text (2 GiB) is never read.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn converts_every_offset_of_any_text(text in any::<String>(), repeat in 1usize..20) {
            let text = text.repeat(repeat);
            let chars = Chars::new(&text);
            prop_assert_eq!(chars.len() as usize, text.chars().count());
            for (n, (byte, c)) in text.char_indices().enumerate() {
                prop_assert_eq!(chars.byte(n as u32), byte);
                for inside in byte..byte + c.len_utf8() {
                    prop_assert_eq!(chars.of(inside) as usize, n);
                }
            }
            prop_assert_eq!(chars.of(text.len()), chars.len());
            prop_assert_eq!(chars.of(text.len() + 9), chars.len());
            prop_assert_eq!(chars.byte(chars.len() + 9), text.len());
        }

        #[test]
        fn maps_every_span_into_the_source(lens in prop::collection::vec((1usize..9, 0usize..4, 0usize..9), 1..9), a in 0usize..90, b in 0usize..90) {
            let mut pieces = Vec::new();
            let (mut clean, mut src) = (0, 0);
            for (len, space, cut) in lens {
                pieces.push(Piece { clean, src, len });
                clean += len + space;
                src += len + space + cut;
            }
            let span = Span::new(a.min(b), a.max(b));
            let source = source_span(&pieces, span);
            prop_assert!(source.start <= source.end);
            // Byte by byte: what lies in the span is what lies in its image.
            for p in &pieces {
                for i in 0..p.len {
                    let (at, from) = (p.clean + i, p.src + i);
                    let inside = span.start <= at && at < span.end;
                    prop_assert_eq!(inside, source.start <= from && from < source.end);
                }
            }
        }
    }

    #[test]
    fn a_span_holds_the_cuts_inside_it_and_none_at_its_ends() {
        // source: "**Ali** Khan said" with the asterisks cut out
        let pieces = [
            Piece {
                clean: 0,
                src: 2,
                len: 3,
            },
            Piece {
                clean: 3,
                src: 7,
                len: 10,
            },
        ];
        assert_eq!(source_span(&pieces, Span::new(0, 3)), Span::new(2, 5));
        assert_eq!(source_span(&pieces, Span::new(0, 8)), Span::new(2, 12));
        assert_eq!(source_span(&pieces, Span::new(3, 3)), Span::new(5, 5));
        assert_eq!(source_span(&[], Span::new(3, 5)), Span::new(0, 0));
    }
}
