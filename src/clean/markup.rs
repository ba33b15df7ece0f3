//! Markup that a Markdown or wiki exporter left inside a line, and control characters: what is cut out of a kept block.
//!
//! `[label](target)` leaves its label, `*x*` and `**x**` leave x; heading marks, list marks and quote marks at the
//! start of a line go. Nothing is judged here but whether a block is a link and nothing else.

use crate::types::{Reason, SegmentKind, Span};

/// What is to be cut out of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// In order, not overlapping, inside the block.
    pub cuts: Vec<(Span, Reason, &'static str)>,
    /// Bytes of the labels of links.
    pub labels: usize,
    /// Links.
    pub links: usize,
}

/// Longest target of a link in bytes; what is longer is no link but an open bracket.
const LONGEST_TARGET: usize = 2_000;

/// Longest label of a link in bytes: a linked paragraph, no more.
const LONGEST_LABEL: usize = 1_000;

/// Longest emphasis in bytes: a paragraph in italics.
const LONGEST_EMPHASIS: usize = 3_000;

/// The markup and control characters of a block.
pub(super) fn marks(text: &str, span: Span, kind: SegmentKind) -> Marks {
    let body = &text[span.range()];
    let mut marks = Marks::default();
    if kind == SegmentKind::Code {
        fences(body, span.start, &mut marks);
        let mut found = Vec::new();
        control(body, span.start, &mut found);
        merge(&mut marks.cuts, found);
        return marks;
    }
    if kind != SegmentKind::Table {
        leading(body, span.start, &mut marks);
    }
    let from = marks.cuts.last().map_or(0, |c| c.0.end - span.start);
    inline(body, span.start, from, &mut marks);
    if marks.cuts.is_empty() {
        control(body, span.start, &mut marks.cuts);
    } else {
        let mut found = Vec::new();
        control(body, span.start, &mut found);
        if !found.is_empty() {
            merge(&mut marks.cuts, found);
        }
    }
    marks
}

/// Only the control characters of a block.
pub(super) fn control_marks(text: &str, span: Span) -> Marks {
    let mut marks = Marks::default();
    control(&text[span.range()], span.start, &mut marks.cuts);
    marks
}

/// Whether a character has no place in a clean text: controls, soft hyphens, zero-width spaces, bidi controls. Not the
/// joiners U+200C and U+200D, which Persian, Indic scripts and emoji need.
pub(super) fn is_control(c: char) -> bool {
    match c {
        '\0'..='\x7e' => c < ' ' && !c.is_whitespace() || c == '\x7f',
        '\x7f'..='\u{9f}' => c != '\u{85}',
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => true,
        _ => false,
    }
}

fn control(body: &str, base: usize, out: &mut Vec<(Span, Reason, &'static str)>) {
    let mut last: Option<Span> = None;
    let mut at = 0;
    // Control characters are rare: only the bytes that could begin one are looked at.
    let suspect = |b: &u8| SUSPECT[usize::from(*b)];
    while let Some(found) = body.as_bytes()[at..].iter().position(suspect) {
        at += found;
        let Some(c) = body[at..].chars().next() else { break };
        let start = base + at;
        at += c.len_utf8();
        if is_control(c) {
            let span = Span::new(start, base + at);
            match &mut last {
                Some(l) if l.end == span.start => l.end = span.end,
                _ => {
                    out.extend(last.map(|l| (l, Reason::ControlChars, "control_chars")));
                    last = Some(span);
                }
            }
        }
    }
    out.extend(last.map(|l| (l, Reason::ControlChars, "control_chars")));
}

/// Bytes of UTF-8 that control characters begin with.
static SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(byte, 0..=0x08 | 0x0e..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef);
        byte += 1;
    }
    table
};

/// Puts the control characters between the other cuts, those inside a cut left out.
fn merge(cuts: &mut Vec<(Span, Reason, &'static str)>, found: Vec<(Span, Reason, &'static str)>) {
    let mut out = Vec::with_capacity(cuts.len() + found.len());
    let mut rest = found.into_iter().peekable();
    for cut in cuts.drain(..) {
        while let Some(next) = rest.peek() {
            if next.0.start >= cut.0.end {
                break;
            }
            if let Some(next) = rest.next()
                && next.0.end <= cut.0.start
            {
                out.push(next);
            }
            // A run of control characters that begins before the cut and ends in it is rare enough to leave the
            // part outside in place: it is cut on its own below.
        }
        out.push(cut);
    }
    out.extend(rest);
    *cuts = out;
}

/// The fences of a code block.
fn fences(body: &str, base: usize, marks: &mut Marks) {
    let first = body.find(['\n', '\r']).unwrap_or(body.len());
    let last = body.rfind(['\n', '\r']).map_or(body.len(), |n| n + 1);
    if body.starts_with("```") || body.starts_with("~~~") {
        push(marks, base, 0, first, "markup:fence");
        if last > first && (body[last..].starts_with("```") || body[last..].starts_with("~~~")) {
            push(marks, base, last, body.len(), "markup:fence");
        }
    }
}

/// Heading marks, list marks, quote marks at the start.
fn leading(body: &str, base: usize, marks: &mut Marks) {
    let mut at = 0;
    // A list entry may hold a heading, a quote may hold a list: three levels are enough for anything real.
    for _ in 0..3 {
        let rest = &body[at..];
        let hashes = rest.bytes().take_while(|b| *b == b'#').count();
        let (len, rule) = if (1..=6).contains(&hashes) && rest[hashes..].starts_with(char::is_whitespace) {
            (hashes, "markup:heading")
        } else if rest.starts_with('>') && rest[1..].starts_with(char::is_whitespace) {
            (1, "markup:quote")
        } else {
            (super::blocks::marker(rest), "markup:list")
        };
        if len == 0 {
            break;
        }
        let end = at + len;
        let end = end + (body[end..].len() - body[end..].trim_start().len());
        push(marks, base, at, end, rule);
        at = end;
    }
}

fn push(marks: &mut Marks, base: usize, start: usize, end: usize, rule: &'static str) {
    if start >= end {
        return;
    }
    match marks.cuts.last_mut() {
        Some(last) if last.0.end == base + start && last.2 == rule => last.0.end = base + end,
        _ => marks
            .cuts
            .push((Span::new(base + start, base + end), Reason::Markup, rule)),
    }
}

/// Links and emphasis.
fn inline(body: &str, base: usize, from: usize, marks: &mut Marks) {
    let bytes = body.as_bytes();
    let mut at = from;
    // Where a search for the end of an emphasis found nothing, it is not made again before that place.
    let mut no_star = 0;
    while let Some(found) = bytes.get(at..).and_then(|b| memchr::memchr3(b'[', b'*', b'_', b)) {
        let here = at + found;
        match bytes[here] {
            b'[' => match link(body, here) {
                Some(link) => {
                    push(
                        marks,
                        base,
                        here.saturating_sub(usize::from(here > at && bytes[here - 1] == b'!')),
                        link.label.0,
                        "markup:link",
                    );
                    marks.links += 1;
                    marks.labels += link.label.1 - link.label.0;
                    emphasis_in(body, base, link.label, marks);
                    push(marks, base, link.label.1, link.end, "markup:link");
                    at = link.end;
                }
                None => at = here + 1,
            },
            mark => {
                let run = bytes[here..].iter().take_while(|b| **b == mark).count();
                at = here + run;
                if run > 3 || here < no_star {
                    continue;
                }
                match closing(body, here, run) {
                    Some(close) => {
                        push(marks, base, here, here + run, "markup:emphasis");
                        // Links inside an emphasis are found on the way; its end is cut when it is reached.
                        inner(body, base, (here + run, close), marks);
                        push(marks, base, close, close + run, "markup:emphasis");
                        at = close + run;
                    }
                    None => no_star = no_star.max((here + LONGEST_EMPHASIS / 8).min(bytes.len())),
                }
            }
        }
    }
}

/// Links inside an emphasis; what is inside those stays.
fn inner(body: &str, base: usize, range: (usize, usize), marks: &mut Marks) {
    let bytes = body.as_bytes();
    let mut at = range.0;
    while let Some(found) = bytes.get(at..range.1).and_then(|b| memchr::memchr(b'[', b)) {
        let here = at + found;
        match link(body, here) {
            Some(link) if link.end <= range.1 => {
                push(marks, base, here, link.label.0, "markup:link");
                push(marks, base, link.label.1, link.end, "markup:link");
                marks.links += 1;
                marks.labels += link.label.1 - link.label.0;
                at = link.end;
            }
            _ => at = here + 1,
        }
    }
    // `**Name (/experts/name)**`: a path in brackets at the end of an emphasis is the target of a link that lost its brackets.
    if let Some(open) = body.get(at..range.1).and_then(|t| t.rfind('(')).map(|n| at + n)
        && body[..range.1].ends_with(')')
        && is_target(&body[open + 1..range.1 - 1])
    {
        let start = body[..open].trim_end().len().max(at);
        push(marks, base, start, range.1, "markup:link");
    }
}

/// Emphasis that wraps a whole label.
fn emphasis_in(body: &str, base: usize, label: (usize, usize), marks: &mut Marks) {
    let text = &body[label.0..label.1];
    for mark in ["***", "**", "*", "__", "_"] {
        if text.len() > mark.len() * 2 && text.starts_with(mark) && text.ends_with(mark) {
            push(marks, base, label.0, label.0 + mark.len(), "markup:emphasis");
            push(marks, base, label.1 - mark.len(), label.1, "markup:emphasis");
            return;
        }
    }
}

/// A link: where its label stands, and where it ends.
struct Link {
    label: (usize, usize),
    end: usize,
}

/// The link that opens at the bracket `at`.
///
/// Forms: `[label](target)`, `[label](#)`, `[label \(path\)](target)`, `[label \(path](target)` whose inner path was cut
/// off, `[](target)`, and the same cut off at the end of the text.
fn link(body: &str, at: usize) -> Option<Link> {
    let bytes = body.as_bytes();
    let start = at + 1;
    let mut close = None;
    let mut nested = 0;
    let limit = clamp(body, start + LONGEST_LABEL + LONGEST_TARGET);
    let mut i = start;
    // The label ends at `](`; brackets inside it are allowed, a new line of another paragraph is not.
    while let Some(found) = bytes.get(i..limit).and_then(|b| memchr::memchr2(b']', b'[', b)) {
        let here = i + found;
        if bytes[here] == b']' && bytes.get(here + 1) == Some(&b'(') {
            close = Some(here);
            break;
        }
        // A label holds an image or a note number; more brackets are no link, and looking on would take for ever.
        nested += usize::from(bytes[here] == b'[');
        if nested > 8 {
            return None;
        }
        // `[a] and then [b](c)`: the first bracket is no link.
        if bytes[here] == b']' {
            return None;
        }
        i = here + 1;
    }
    let close = close?;
    if body[start..close].contains('[') && !body[start..close].contains(']') {
        return None;
    }
    let end = target_end(body, close + 2)?;
    // A target in escaped brackets inside the label is the same target again.
    let mut label_end = close;
    if let Some(open) = body[start..close].rfind("\\(").map(|n| start + n)
        && is_target(body[open + 2..close].trim_end_matches("\\)"))
    {
        label_end = start + body[start..open].trim_end().len();
    }
    (label_end - start <= LONGEST_LABEL).then_some(Link {
        label: (start, label_end),
        end,
    })
}

/// Where a target ends that begins at `at`: after its closing bracket.
fn target_end(body: &str, at: usize) -> Option<usize> {
    let bytes = body.as_bytes();
    let limit = clamp(body, at + LONGEST_TARGET);
    let mut depth = 0usize;
    let mut i = at;
    while i < limit {
        match bytes[i] {
            // No address nests brackets deeper.
            b'(' if depth >= 8 => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(i + 1),
            b')' => depth -= 1,
            // A title may follow the target: `(url "title")`; otherwise a space ends what can be a target.
            b' ' | b'\t' if !matches!(bytes.get(i + 1), Some(b'"' | b'\'')) => break,
            b'\n' | b'\r' => break,
            b'"' if i > at => {
                let rest = bytes.get(i + 1..limit)?;
                let quote = memchr::memchr(b'"', rest)?;
                i += quote + 1;
            }
            _ => {}
        }
        i += 1;
    }
    // Cut off by the end of the text, or with a bracket too many: the stretch up to white space is the target.
    let stop = i.min(limit);
    let inside = body.get(at..stop)?;
    if inside.len() > 3 && is_target(inside) && (stop == bytes.len() || depth > 0) {
        return Some(stop);
    }
    None
}

/// Whether a text can be the target of a link.
fn is_target(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && !text.contains(char::is_whitespace)
        && (text.starts_with('/')
            || text.starts_with('#')
            || text.starts_with("http")
            || text.starts_with("www.")
            || text.starts_with("mailto:"))
}

/// Where the emphasis ends that a run of marks opens at `at`.
fn closing(body: &str, at: usize, run: usize) -> Option<usize> {
    let bytes = body.as_bytes();
    let mark = bytes[at];
    let before = body[..at].chars().next_back();
    let after = body[at + run..].chars().next()?;
    if after.is_whitespace() || before.is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    // `_` marks emphasis only where a word begins and ends, and only around a short stretch: file_names and a_b are words.
    let limit = clamp(body, at + LONGEST_EMPHASIS);
    let mut i = at + run;
    while let Some(found) = bytes.get(i..limit).and_then(|b| memchr::memchr2(mark, b'\n', b)) {
        let here = i + found;
        if bytes[here] == b'\n' {
            if bytes.get(here + 1) == Some(&b'\n') {
                return None;
            }
            i = here + 1;
            continue;
        }
        let length = bytes[here..].iter().take_while(|b| **b == mark).count();
        let inside_ends = body[..here].chars().next_back().is_some_and(|c| !c.is_whitespace());
        let outside = body[here + length..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric());
        if length >= run && inside_ends && outside && here > at + run {
            return Some(here);
        }
        i = here + length;
    }
    None
}

/// The largest character border not after `at`.
fn clamp(body: &str, at: usize) -> usize {
    let mut at = at.min(body.len());
    while !body.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(text: &str) -> String {
        let span = Span::new(0, text.len());
        let marks = marks(text, span, SegmentKind::Paragraph);
        let (mut out, mut at) = (String::new(), 0);
        for (cut, _, _) in &marks.cuts {
            out.push_str(&text[at..cut.start]);
            at = cut.end;
        }
        out + &text[at..]
    }

    #[test]
    fn all_control_characters_begin_with_the_bytes_of_the_table() {
        for c in ('\0'..=char::MAX).filter(|c| is_control(*c)) {
            assert!(SUSPECT[usize::from(c.to_string().as_bytes()[0])], "{c:?}");
        }
        assert_eq!(bare("a\u{200f}\u{200e}b’\u{7f}"), "ab’");
    }

    #[test]
    fn markup_leaves_its_words() {
        for (marked, plain) in [
            ("# The river", "The river"),
            ("- a list entry", "a list entry"),
            ("• *one* and **two**", "one and two"),
            ("He [said](https://a.example/b_c) so.", "He said so."),
            (
                "He [said \\(https://a.example/b\\)](https://a.example/b) so.",
                "He said so.",
            ),
            (
                "He [said \\(https://a.example/b%D8%A](https://a.example/b%D8%A) so.",
                "He said so.",
            ),
            (
                "by [Ann Lee \\(/people/ann\\)](#), [Bo Ek \\(/people/bo\\)](#)",
                "by Ann Lee, Bo Ek",
            ),
            ("**Ann Lee (/people/ann)**", "Ann Lee"),
            (
                "2 * 3 * 4 and snake_case_names stay",
                "2 * 3 * 4 and snake_case_names stay",
            ),
            ("[brackets] that (link) nothing", "[brackets] that (link) nothing"),
            ("[the] quote [he](http://a.example/x(1)) gave", "[the] quote he gave"),
            ("soft\u{ad}hyphen and \u{202b}عربي\u{202c}", "softhyphen and عربي"),
            ("a**", "a**"),
        ] {
            assert_eq!(bare(marked), plain, "{marked}");
        }
    }
}
