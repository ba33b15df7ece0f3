//! What the line classifier sees of a block: its own looks, its neighbours, and where it stands among the prose.
//!
//! Nothing here knows a language but for the share of function words and of pronouns: lengths, endings, marks and distances.

mod around;
mod persons;
mod rhythm;

use super::{Draft, Page};
use around::Around;
use persons::Persons;
use rhythm::Rhythm;

/// How many numbers the model reads of a block.
pub(super) const COUNT: usize = 96;

/// How many of them are told. Nothing stands in the last two places any more: they are 0 for every block.
const TOLD: usize = 94;

/// What describes one block.
pub(super) type Features = [f32; COUNT];

/// What is known of a page before its blocks are described one by one.
pub(super) struct Describer<'a> {
    page: &'a Page<'a>,
    around: Around,
    persons: Persons,
    rhythm: Rhythm,
}

impl<'a> Describer<'a> {
    /// Looks at the whole page.
    pub fn of(page: &'a Page<'a>, title: Option<usize>) -> Describer<'a> {
        Describer {
            page,
            around: Around::of(page, title),
            persons: Persons::of(page),
            rhythm: Rhythm::of(page),
        }
    }

    /// The numbers of block `n`; zeros where there is none.
    pub fn describe(&self, n: usize) -> Features {
        let mut row = Row {
            values: [0.0; COUNT],
            at: 0,
        };
        if let Some(draft) = self.page.drafts.get(n) {
            own(self.page, draft, &mut row);
            self.around.put(self.page, n, &mut row);
            self.persons.put(self.page, n, &mut row);
            self.rhythm.put(n, &mut row);
            debug_assert_eq!(row.at, TOLD);
        }
        row.values
    }
}

/// A row being filled.
struct Row {
    values: Features,
    at: usize,
}

impl Row {
    fn number(&mut self, value: f32) {
        if let Some(cell) = self.values.get_mut(self.at) {
            *cell = value;
        }
        self.at += 1;
    }
    fn flag(&mut self, value: bool) {
        self.number(f32::from(u8::from(value)));
    }
    /// One flag for each stretch between the limits.
    fn bucket(&mut self, value: usize, limits: &[usize]) {
        let found = limits.iter().position(|l| value <= *l).unwrap_or(limits.len());
        for n in 0..=limits.len() {
            self.flag(n == found);
        }
    }
}

/// A length on a scale on which 1, 3, 9, 27 words are equally far apart.
fn scale(words: usize) -> f32 {
    // Bits of the number, with the rest as a fraction: a logarithm without the platform's.
    let n = (words + 1) as u32;
    let bits = 31 - n.leading_zeros();
    (bits as f32 + (n as f32 / (1u32 << bits) as f32 - 1.0)) / 8.0
}

/// What a block shows by itself.
fn own(page: &Page, draft: &Draft, row: &mut Row) {
    let facts = &draft.facts;
    let words = facts.words();
    let text = &page.text[draft.span.range()];
    let share = |n: usize| if words >= 3 { n as f32 / words as f32 } else { 0.0 };
    row.bucket(words, &[0, 1, 2, 4, 8, 15, 30, 60]);
    row.number(scale(words));
    row.flag(facts.sentence);
    row.flag(facts.prose());
    row.flag(text.ends_with(':'));
    row.flag(text.ends_with('…') || text.ends_with("...") || text.ends_with("…]") || text.ends_with("...]"));
    row.flag(text.ends_with(['?', '!', '؟']));
    row.number(share(facts.function));
    row.number(if facts.cased == 0 {
        0.5
    } else {
        facts.capital as f32 / facts.cased as f32
    });
    row.number(facts.numeric as f32 / words.max(1) as f32);
    row.number(share(facts.shouted));
    row.flag(facts.listed);
    row.number((draft.indent.min(12) as f32) / 12.0);
    row.flag(draft.indent >= 4);
    row.flag(draft.kind == crate::types::SegmentKind::Heading);
    row.flag(draft.kind == crate::types::SegmentKind::Table);
    row.number((facts.commas as f32 / words.max(1) as f32).min(0.5));
    row.flag(facts.stops >= 2);
    row.number(facts.parts.min(4) as f32 / 4.0);
    row.number(facts.linked);
    row.flag(facts.lower_start);
    row.flag(draft.apart);
    row.flag(crate::clean::blocks::numbered(text));
    row.flag(text.contains('@') || text.contains('©') || text.contains("http") || text.contains("www."));
    row.flag(text.contains('$') || text.contains('€') || text.contains('£'));
    row.flag(words <= 14 && draft.only_date);
    row.flag(words <= 14 && !draft.dates.is_empty());
    row.flag(draft.phrase.is_some_and(|p| !p.weak));
    row.flag(draft.phrase.is_some_and(|p| p.weak));
}
