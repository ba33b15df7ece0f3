//! Who is spoken of: a report says "they", advertising says "you", a publisher says "we", a commenter says "I".

use super::Row;
use crate::clean::Page;
use crate::clean::lines::PERSONS;

/// Fewest words a share is taken of: in a line of three words one pronoun says little.
const FEWEST: usize = 8;

/// How often each person is named in the prose of a page, per word.
pub(super) struct Persons {
    page: [f32; PERSONS],
}

impl Persons {
    pub fn of(page: &Page) -> Persons {
        let mut words = 0;
        let mut counts = [0usize; PERSONS];
        for facts in page.drafts.iter().map(|d| &d.facts).filter(|f| f.prose()) {
            words += facts.words();
            for (sum, own) in counts.iter_mut().zip(facts.persons) {
                *sum += own;
            }
        }
        Persons {
            page: counts.map(|n| n as f32 / words.max(1) as f32),
        }
    }

    /// For each person its share in the block, how that differs from the page's prose, and the latter.
    ///
    /// In tenths of the words, which is what prose about one person reaches; cut at twice that.
    pub fn put(&self, page: &Page, n: usize, row: &mut Row) {
        let facts = page.drafts.get(n).map(|d| &d.facts);
        for (person, usual) in self.page.iter().enumerate() {
            let share = facts.map_or(0.0, |f| f.persons[person] as f32 / f.words().max(FEWEST) as f32);
            row.number((share * 10.0).min(2.0));
            row.number(((share - usual) * 10.0).clamp(-1.0, 2.0));
            row.number(usual * 10.0);
        }
    }
}
