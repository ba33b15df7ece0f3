//! How regularly blocks of one shape come back: menus and the teasers of other articles repeat with a period (picture,
//! headline, date, first sentence; and again), prose does not.

use super::Row;
use crate::clean::{Draft, Page};

/// Longest period looked for, in blocks: a teaser has a section, a headline, a sentence, an author, a date and a link.
const PERIODS: usize = 6;

/// Most returns that count: after so many a list is a list.
const MOST: f32 = 8.0;

/// The same for blocks of one shape in a row.
const MOST_IN_A_ROW: f32 = 20.0;

/// For every block how often the shapes around it return.
pub(super) struct Rhythm {
    /// With a period of two blocks or more.
    returns: Vec<f32>,
    /// In a row.
    row: Vec<f32>,
}

/// What two blocks of the same kind of line have in common.
#[derive(Clone, Copy, PartialEq)]
struct Shape {
    length: u32,
    sentence: bool,
    prose: bool,
    numbered: bool,
}

impl Shape {
    fn of(page: &Page, draft: &Draft) -> Shape {
        let text = page.text.get(draft.span.range()).unwrap_or("");
        Shape {
            // Powers of two: up to 1, 3, 7, 15, 31, 63 words, or more.
            length: (draft.words() as u32).saturating_add(1).ilog2().min(6),
            sentence: draft.facts.sentence,
            prose: draft.facts.prose(),
            numbered: text
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with(|c: char| c.is_ascii_digit()),
        }
    }
}

impl Rhythm {
    pub fn of(page: &Page) -> Rhythm {
        let shapes: Vec<Shape> = page.drafts.iter().map(|d| Shape::of(page, d)).collect();
        let mut row = vec![0.0; shapes.len()];
        let mut returns = vec![0.0; shapes.len()];
        spread(&shapes, 1, MOST_IN_A_ROW, &mut row);
        for period in 2..=PERIODS {
            spread(&shapes, period, MOST, &mut returns);
        }
        Rhythm { returns, row }
    }

    pub fn put(&self, n: usize, row: &mut Row) {
        for counts in [&self.returns, &self.row] {
            // Twice as often is one step more.
            row.number(libm::log2f(1.0 + counts.get(n).copied().unwrap_or(0.0)));
        }
    }
}

/// Marks every stretch of blocks that equal the block `period` further on with how many periods long it is.
fn spread(shapes: &[Shape], period: usize, most: f32, out: &mut [f32]) {
    let mut start = 0;
    for n in 0..shapes.len() {
        let equal = shapes.get(n + period).is_some_and(|other| *other == shapes[n]);
        if equal {
            continue;
        }
        if n > start {
            let times = ((n - start) as f32 / period as f32).min(most);
            for slot in out.iter_mut().take(n + period).skip(start) {
                *slot = slot.max(times);
            }
        }
        start = n + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(length: u32) -> Shape {
        Shape {
            length,
            sentence: false,
            prose: false,
            numbered: false,
        }
    }

    #[test]
    fn teasers_of_three_lines_return() {
        // A headline, a date, a first sentence; three times; then a paragraph.
        let shapes: Vec<Shape> = [3, 1, 4, 3, 1, 4, 3, 1, 4, 6].map(shape).to_vec();
        let mut out = vec![0.0; shapes.len()];
        spread(&shapes, 3, MOST, &mut out);
        assert_eq!(out, [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 0.0]);
        let mut out = vec![0.0; shapes.len()];
        spread(&shapes, 2, MOST, &mut out);
        assert_eq!(out, vec![0.0; 10], "no period of two");
    }

    #[test]
    fn a_long_list_is_a_list() {
        let shapes = vec![shape(2); 100_000];
        let mut out = vec![0.0; shapes.len()];
        spread(&shapes, 1, MOST_IN_A_ROW, &mut out);
        assert!(out.iter().all(|n| *n == MOST_IN_A_ROW));
    }
}
