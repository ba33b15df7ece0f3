//! The blocks of a text without markup: paragraphs, and single lines where a line is its own block.
//!
//! A scraped text ends a paragraph with a line end or with a blank line, and breaks lines at a fixed width or
//! not at all; which of them is seen from the lines themselves. Nothing is judged here.

use std::ops::Range;

use memchr::memchr2;

use crate::types::{SegmentKind, Span};

/// A line without the white space around it; never empty.
#[derive(Clone, Copy, Debug)]
struct Line {
    span: Span,
    /// White space before it, in characters.
    indent: usize,
    /// Whether a blank line (or the start of the text) stands before it.
    apart: bool,
    /// Characters.
    chars: usize,
}

/// A stretch of text that is judged as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    /// Begins and ends on a character that is not white space.
    pub span: Span,
    /// What the layout says it is.
    pub kind: SegmentKind,
    /// White space before its first line, in characters.
    pub indent: usize,
    /// Whether a blank line stands before it.
    pub apart: bool,
}

/// The paragraphs of a text, in order, without the white space around them.
///
/// Every character that is not white space lies in exactly one paragraph. An empty text has none.
///
/// ```
/// assert_eq!(isnad::clean::paragraphs("Who?\n\n He is.\n"), [0..4, 7..13]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for line in lines(text) {
        match out.last_mut() {
            Some(last) if !line.apart => last.end = line.span.end,
            _ => out.push(line.span.range()),
        }
    }
    out
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Raw> {
    let lines = lines(text);
    let mut out: Vec<Raw> = Vec::new();
    let (mut at, mut end) = (0, 0);
    while at < lines.len() {
        // The run of lines without a blank line between them; a code block may end inside one.
        if end <= at {
            end = at + 1;
            while end < lines.len() && !lines[end].apart {
                end += 1;
            }
        }
        if let Some(close) = fence(text, &lines, at) {
            push(&mut out, &lines[at..=close], SegmentKind::Code);
            // What follows the closing fence without a blank line is a run of its own.
            at = close + 1;
            continue;
        }
        run(text, &lines[at..end], &mut out);
        at = end;
    }
    broken(text, out)
}

/// The lines of a text that hold more than white space.
fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let (mut at, mut apart) = (0, true);
    while at < bytes.len() {
        let end = memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |n| at + n);
        let line = &text[at..end];
        let body = line.trim();
        if body.is_empty() {
            apart = true;
        } else {
            let lead = line.len() - line.trim_start().len();
            let start = at + lead;
            out.push(Line {
                span: Span::new(start, start + body.len()),
                indent: line[..lead].chars().count(),
                apart,
                chars: if body.is_ascii() {
                    body.len()
                } else {
                    body.chars().count()
                },
            });
            apart = false;
        }
        at = end + 1;
        if bytes.get(end) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
    }
    out
}

/// The closing line of a code block that opens at `at`.
fn fence(text: &str, lines: &[Line], at: usize) -> Option<usize> {
    let opens = |l: &Line| text[l.span.range()].starts_with("```") || text[l.span.range()].starts_with("~~~");
    if !lines.get(at).is_some_and(opens) {
        return None;
    }
    // A fence that closes nothing within 400 lines is debris; the bound keeps a text of fences linear.
    let found = lines[at + 1..]
        .iter()
        .take(400)
        .position(|l| opens(l) && l.chars <= 4)?;
    Some(at + 1 + found)
}

/// The blocks of lines that no blank line parts.
fn run(text: &str, lines: &[Line], out: &mut Vec<Raw>) {
    let mut at = 0;
    while at < lines.len() {
        let rows = lines[at..].iter().take_while(|l| is_row(&text[l.span.range()])).count();
        if rows >= 2 {
            push(out, &lines[at..at + rows], SegmentKind::Table);
            at += rows;
            continue;
        }
        let mut end = at + 1;
        // An indented first line begins a paragraph; the lines of a list entry are indented under its mark.
        let listed = marker(&text[lines[at].span.range()]) > 0;
        let starts = |l: &Line| {
            own_start(&text[l.span.range()])
                || is_row(&text[l.span.range()])
                || (!listed && l.indent >= lines[at].indent.max(1) + 2)
        };
        while end < lines.len()
            && !starts(&lines[end])
            && (listed || lines[end].indent <= lines[end - 1].indent.max(1) + 1)
        {
            end += 1;
        }
        let group = &lines[at..end];
        if let Some(first) = group.first()
            && (wrapped(text, group) || group.len() == 1)
        {
            push(out, group, kind_of(&text[first.span.range()]));
        } else {
            for one in group.chunks(1) {
                push(
                    out,
                    one,
                    one.first()
                        .map_or(SegmentKind::Paragraph, |l| kind_of(&text[l.span.range()])),
                );
            }
        }
        at = end;
    }
}

/// Appends the block of these lines.
fn push(out: &mut Vec<Raw>, lines: &[Line], kind: SegmentKind) {
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        let span = Span::new(first.span.start, last.span.end);
        out.push(Raw {
            span,
            kind,
            indent: first.indent,
            apart: first.apart,
        });
    }
}

/// Whether the lines are one paragraph that was broken at a fixed width: hardly any of them but the last had room for
/// the first word of the next, and sentences run over the breaks.
fn wrapped(text: &str, lines: &[Line]) -> bool {
    let width = lines.iter().map(|l| l.chars).max().unwrap_or(0);
    // Mail wraps at 64-78, terminals at 80, books at 66; wider "lines" are paragraphs, narrower ones are menus.
    if lines.len() < 2 || !(45..=110).contains(&width) {
        return false;
    }
    let pairs = lines.len() - 1;
    let (mut open, mut lower, mut uncased, mut room) = (0, 0, 0, 0);
    for pair in lines.windows(2) {
        let [a, b] = pair else { continue };
        let next = &text[b.span.range()];
        let word = next.split_whitespace().next().map_or(0, |w| w.chars().count());
        // Two characters of slack: trailing spaces counted by some wrappers.
        room += usize::from(a.chars + 1 + word + 2 < width);
        open += usize::from(!ends_sentence(&text[a.span.range()]));
        lower += usize::from(next.starts_with(char::is_lowercase));
        uncased += usize::from(!next.starts_with(|c: char| c.is_uppercase() || c.is_lowercase()));
    }
    // Sentences end at a break by chance only; a list of sentences ends one on every line. Wire copy breaks its lines
    // early now and then: there the lower-case beginnings must say that the lines are one text. Scripts without case have
    // none to say it: only three full lines do, since a headline and a byline are two lines as well.
    let full = room == 0 && (lower * 3 >= pairs || lines.len() >= 3 && (lower + uncased) * 3 >= pairs);
    open * 2 > pairs && (full || open * 4 >= pairs * 3 && lower * 2 >= pairs)
}

/// Joins a line that breaks off in the middle of a sentence with the one that goes on in lower case.
fn broken(text: &str, blocks: Vec<Raw>) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::with_capacity(blocks.len());
    for next in blocks {
        if let Some(last) = out.last_mut()
            && goes_on(text, last, &next)
        {
            last.span.end = next.span.end;
        } else {
            out.push(next);
        }
    }
    out
}

/// Whether `next` is the rest of the sentence that `last` leaves open.
fn goes_on(text: &str, last: &Raw, next: &Raw) -> bool {
    let prose = |k| matches!(k, SegmentKind::Paragraph | SegmentKind::ListItem | SegmentKind::Quote);
    if !prose(last.kind) || next.kind != SegmentKind::Paragraph {
        return false;
    }
    let (a, b) = (&text[last.span.range()], &text[next.span.range()]);
    // Eight words: a menu entry or a heading is shorter, half a sentence rarely is.
    let lower = b.chars().next().is_some_and(char::is_lowercase);
    // The rest of a sentence has an end; an alt text or a button in lower case has none.
    let ends = ends_sentence(b) || b.contains(". ");
    lower
        && ends
        && !b.starts_with("http")
        && open_end(a)
        && a.split_whitespace().nth(7).is_some()
        && b.split_whitespace().nth(1).is_some()
}

/// Whether a text stops without any mark of an end.
fn open_end(text: &str) -> bool {
    text.chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '،' | '-' | '–' | '—' | '(' | ')' | '&' | '%'))
}

/// Whether a line ends like a sentence; also with the quotes or brackets that close after the stop.
pub(super) fn ends_sentence(line: &str) -> bool {
    let mut chars = line.chars().rev();
    for c in chars.by_ref().take(4) {
        match c {
            '.' | '!' | '?' | '؟' | '۔' | '…' | ':' | ';' | '؛' | '。' | '！' | '？' => return true,
            '」' | '』' | '）' => {}
            '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_' | '\u{200f}' | '\u{200e}' => {}
            _ => return false,
        }
    }
    false
}

/// Whether a line begins a block of its own whatever stands before it.
fn own_start(line: &str) -> bool {
    marker(line) > 0 || line.starts_with('#')
}

/// Whether a line is a row of a table: cells parted by tabs or bars.
fn is_row(line: &str) -> bool {
    line.contains('\t') || (line.starts_with('|') && line.ends_with('|') && line.len() > 2)
}

/// What the first characters of a line say it is.
fn kind_of(line: &str) -> SegmentKind {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
        SegmentKind::Heading
    } else if line.starts_with("> ") {
        SegmentKind::Quote
    } else if marker(line) > 0 {
        SegmentKind::ListItem
    } else {
        SegmentKind::Paragraph
    }
}

/// Length in bytes of the list marker that a line begins with, white space included; 0 when there is none.
pub(super) fn marker(line: &str) -> usize {
    let rest = if let Some(rest) = line.strip_prefix(['•', '●', '▪', '◦', '‣', '·', '○', '■', '►', '▸', '➢', '✓', '✔'])
    {
        rest
    } else if let Some(rest) = line.strip_prefix(['-', '*', '+', '–', '—']) {
        if !rest.starts_with(char::is_whitespace) {
            return 0;
        }
        rest
    } else {
        return 0;
    };
    line.len() - rest.trim_start().len()
}

/// Whether a line begins with the number of a list entry: `1. `, `2) `.
pub(super) fn numbered(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && matches!(line.as_bytes().get(digits..digits + 2), Some([b'.' | b')', b' ']))
}
