//! The source text line by line, and which stretches of a line were kept and which removed.

use serde::Serialize;

use super::Row;
use crate::validate::points::Points;

/// A line of the source text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// Where it begins, in code points of the source text.
    pub src_start: usize,
    /// Its text in order, without the line end.
    pub pieces: Vec<Piece>,
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// What became of it.
    #[serde(flatten)]
    pub part: Part,
}

/// What became of a stretch of the source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    /// It is in the clean text.
    Kept,
    /// It was removed.
    Removed {
        /// Which of the page's removed spans it belongs to.
        removed: usize,
    },
    /// White space between the segments.
    Between,
}

/// A removed span with what can be told about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Removed {
    /// Its row.
    #[serde(flatten)]
    pub row: Row,
    /// Its first and last line, from 1; `None` without the source text.
    pub lines: Option<(usize, usize)>,
    /// What its rule means, where the program knows it in a sentence.
    pub rule_means: Option<String>,
    /// For a repeat: what it repeats.
    pub twin: Option<Twin>,
}

/// The kept twin of a repeat inside a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Twin {
    /// Where it begins, in code points of the source text.
    pub src_start: usize,
    /// Where it ends.
    pub src_end: usize,
    /// Its first and last line, from 1; `None` without the source text.
    pub lines: Option<(usize, usize)>,
    /// Its text.
    pub text: Option<String>,
}

/// The source text of a document with its lines counted.
pub(super) struct Source<'a> {
    text: &'a str,
    points: Points<'a>,
    /// Bytes of every line, without its end.
    lines: Vec<(usize, usize)>,
}

impl<'a> Source<'a> {
    pub fn new(text: &'a str) -> Source<'a> {
        let (mut lines, mut start) = (Vec::new(), 0);
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            // \r\n ends a line once, \r alone ends one as \n does.
            let paired = *byte == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if matches!(byte, b'\n' | b'\r') && !paired {
                let carried = *byte == b'\n' && at > start && bytes.get(at - 1) == Some(&b'\r');
                lines.push((start, at - usize::from(carried)));
                start = at + 1;
            }
        }
        if start < text.len() {
            lines.push((start, text.len()));
        }
        Source {
            text,
            points: Points::new(text),
            lines,
        }
    }

    /// The text of a half-open range of code points.
    pub fn slice(&self, (start, end): (usize, usize)) -> Option<&'a str> {
        self.text.get(self.points.byte(start)?..self.points.byte(end)?)
    }

    /// The line of a code point, from 1, where it begins in code points, and its text.
    pub fn line_at(&self, at: usize) -> Option<(usize, usize, &'a str)> {
        let byte = self.points.byte(at)?;
        let line = self.lines.partition_point(|(start, _)| *start <= byte);
        let (start, end) = *self.lines.get(line.checked_sub(1)?)?;
        let before = self.text.get(start..byte).map_or(0, |t| t.chars().count());
        Some((line, at.saturating_sub(before), self.text.get(start..end)?))
    }

    /// The first and the last line of a half-open range of code points.
    pub fn lines_of(&self, (start, end): (usize, usize)) -> Option<(usize, usize)> {
        let (first, ..) = self.line_at(start)?;
        let (last, ..) = self.line_at(end.saturating_sub(1).max(start))?;
        Some((first, last))
    }

    /// All lines; `kept` and `removed` are ranges of code points in order. A removed one inside a kept one is cut out of it.
    pub fn lines(&self, kept: &[(usize, usize)], removed: &[(usize, usize)]) -> Vec<Line> {
        let bytes = |spans: &[(usize, usize)]| -> Vec<(usize, usize)> {
            let byte = |at| self.points.byte(at).unwrap_or(self.text.len());
            spans.iter().map(|(start, end)| (byte(*start), byte(*end))).collect()
        };
        let (kept, removed) = (bytes(kept), bytes(removed));
        let (mut out, mut points, mut counted) = (Vec::with_capacity(self.lines.len()), 0, 0);
        for (number, (start, end)) in self.lines.iter().enumerate() {
            points += self.text.get(counted..*start).map_or(0, |t| t.chars().count());
            counted = *start;
            let (mut at, mut pieces) = (*start, Vec::new());
            while at < *end {
                let (part, until) = part(&kept, &removed, at);
                let until = until.clamp(at + 1, *end);
                pieces.push(Piece {
                    text: self.text.get(at..until).unwrap_or_default().to_string(),
                    part,
                });
                at = until;
            }
            out.push(Line {
                line: number + 1,
                src_start: points,
                pieces,
            });
        }
        out
    }
}

/// What became of the text at a byte, and up to where the same can be said.
fn part(kept: &[(usize, usize)], removed: &[(usize, usize)], at: usize) -> (Part, usize) {
    let around = |spans: &[(usize, usize)]| {
        let next = spans.partition_point(|(_, end)| *end <= at);
        (next, spans.get(next).copied().unwrap_or((usize::MAX, usize::MAX)))
    };
    let (index, (cut, end)) = around(removed);
    if cut <= at {
        return (Part::Removed { removed: index }, end);
    }
    let (_, (start, end)) = around(kept);
    if start <= at {
        (Part::Kept, end.min(cut))
    } else {
        (Part::Between, start.min(cut))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kept text as it is, removed text in brackets with the number of its span, white space between as dots.
    fn drawn(text: &str, kept: &[(usize, usize)], removed: &[(usize, usize)]) -> Vec<String> {
        let piece = |p: &Piece| match p.part {
            Part::Kept => p.text.clone(),
            Part::Removed { removed } => format!("[{removed}:{}]", p.text),
            Part::Between => p.text.replace(' ', "."),
        };
        let lines = Source::new(text).lines(kept, removed);
        let draw = |l: &Line| l.pieces.iter().map(piece).collect::<String>();
        lines
            .iter()
            .map(|l| format!("{}@{} {}", l.line, l.src_start, draw(l)))
            .collect()
    }

    #[test]
    fn every_character_of_a_line_is_in_one_piece() {
        let text = "Skip\nقيس left, *now*. \n\nEnd";
        assert_eq!(
            drawn(text, &[(5, 21), (24, 27)], &[(0, 4), (15, 16), (19, 20)]),
            ["1@0 [0:Skip]", "2@5 قيس left, [1:*]now[2:*]..", "3@23 ", "4@24 End"]
        );
    }

    #[test]
    fn spans_over_several_lines_and_any_line_end() {
        assert_eq!(
            drawn("a\r\nb\rc\nd", &[(0, 1), (7, 8)], &[(3, 6)]),
            ["1@0 a", "2@3 [0:b]", "3@5 [0:c]", "4@7 d"]
        );
        assert_eq!(drawn("", &[], &[]), Vec::<String>::new());
        assert_eq!(drawn("\n", &[], &[]), ["1@0 "]);
    }

    #[test]
    fn a_code_point_has_its_line() {
        let source = Source::new("ab\nقيس\n");
        assert_eq!(source.line_at(0), Some((1, 0, "ab")));
        assert_eq!(source.line_at(4), Some((2, 3, "قيس")));
        assert_eq!(source.line_at(6), Some((2, 3, "قيس")));
        assert_eq!(source.lines_of((0, 6)), Some((1, 2)));
        assert_eq!(source.slice((3, 6)), Some("قيس"));
        assert_eq!(source.slice((3, 99)), None);
    }
}
