//! Text that a page holds twice: an article pasted again after "Read more", a paragraph repeated, a teaser, the headline.
//!
//! Blocks are compared by their word 3-grams, each of which belongs to the block that had it first. Blocks that repeat earlier
//! ones in the same order make a run, whether or not the paragraphs are broken in the same places, and a run goes when it is
//! long enough to be no refrain. Every removed repeat names its kept twin.

mod pairs;
mod runs;

use crate::types::{Reason, Removal, SegmentKind};

use super::Page;
use pairs::Likeness;

/// A repeat of three paragraphs of at least [`SINGLE_WORDS`] is no refrain ...
const RUN_PARAGRAPHS: usize = 3;
/// ... and neither is one of sixty words, however few paragraphs they are.
const RUN_WORDS: usize = 60;
/// The shortest single paragraph, in words, that goes when it is repeated to the letter.
const SINGLE_WORDS: usize = 8;
/// The shortest line in words that goes when the head of the page has it twice: a headline under its breadcrumb, not "News".
const HEAD_WORDS: usize = 3;

/// How many paragraphs of a run may be unlike in a row: a caption or an advert that only one copy has.
const GAP: usize = 2;

/// Removes the repeats among the kept blocks.
pub(super) fn remove(page: &mut Page) {
    let places = Places::of(page);
    let found = pairs::pairs(page, &places);
    let mut removals: Vec<Goes> = Vec::new();
    for run in runs::runs(&found) {
        runs::judge(page, &places, &run, &mut removals);
    }
    let head = places.head(page);
    for pair in &found {
        match pair.likeness {
            Likeness::Exact if places.words(pair.second) >= SINGLE_WORDS => removals.push(pair.second_goes()),
            Likeness::Exact if pair.second < head && places.words(pair.second) >= HEAD_WORDS => {
                let kind = |place| {
                    page.drafts
                        .get(places.block(place))
                        .filter(|d| d.kept())
                        .map(|d| d.kind)
                };
                match (kind(pair.first), kind(pair.second)) {
                    (Some(_), Some(SegmentKind::Title)) => removals.push(pair.first_goes()),
                    (Some(_), Some(_)) => removals.push(pair.second_goes()),
                    _ => {}
                }
            }
            Likeness::Teaser => removals.push(pair.first_goes()),
            _ => {}
        }
    }
    removals.sort_unstable();
    apply(page, &places, &removals);
}

/// A block that goes, by its place, and the one that says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Goes {
    victim: usize,
    twin: usize,
    rule: &'static str,
}

fn apply(page: &mut Page, places: &Places, removals: &[Goes]) {
    let draft = |place: usize| page.drafts.get(places.block(place));
    let stays = |place: usize| draft(place).is_some_and(|d| d.kept() && d.kind != SegmentKind::Code);
    let may_go = |place: usize| draft(place).is_some_and(|d| !d.sure && d.kind != SegmentKind::Code);
    // Of every place, the one that says the same; itself while it stays. What says the same may go for something that says
    // it better.
    let mut twins: Vec<usize> = (0..places.blocks.len()).collect();
    let mut gone = Vec::new();
    for goes in removals {
        let twin = kept_twin(&mut twins, goes.twin);
        if twin != goes.victim && stays(twin) && may_go(goes.victim) && twins.get(goes.victim) == Some(&goes.victim) {
            twins[goes.victim] = twin;
            gone.push(goes);
        }
    }
    for goes in gone {
        let twin = places.block(kept_twin(&mut twins, goes.victim));
        let twin = page.drafts.get(twin).map(|d| d.span);
        if let Some(draft) = page.drafts.get_mut(places.block(goes.victim)) {
            draft.removal = Some(Removal {
                reason: Reason::DuplicateWithin,
                rule: goes.rule.into(),
                score: None,
                twin,
            });
        }
    }
}

/// The place that stays in the end for this one; on the way there every other step is skipped from now on.
fn kept_twin(twins: &mut [usize], mut place: usize) -> usize {
    while let Some(&next) = twins.get(place)
        && next != place
    {
        let after = twins.get(next).copied().unwrap_or(next);
        twins[place] = after;
        place = after;
    }
    place
}

/// The blocks with words, in order: markup and lines without any are no gaps. A place is an index into them.
struct Places {
    blocks: Vec<usize>,
    /// Words before each place, and in all.
    before: Vec<usize>,
}

impl Places {
    fn of(page: &Page) -> Places {
        let with_words = |n: &usize| page.drafts.get(*n).is_some_and(|d| d.facts.hash != 0);
        let blocks: Vec<usize> = (0..page.drafts.len()).filter(with_words).collect();
        let mut before = Vec::with_capacity(blocks.len() + 1);
        let mut sum = 0;
        before.push(sum);
        for n in &blocks {
            sum += page.drafts.get(*n).map_or(0, |d| d.words());
            before.push(sum);
        }
        Places { blocks, before }
    }

    /// The block at a place.
    fn block(&self, place: usize) -> usize {
        self.blocks.get(place).copied().unwrap_or(usize::MAX)
    }

    /// Words at a place.
    fn words(&self, place: usize) -> usize {
        self.words_of(place, place)
    }

    /// Words from one place to another, both counted.
    fn words_of(&self, from: usize, to: usize) -> usize {
        let before = |n: usize| self.before.get(n).copied().unwrap_or(0);
        before(to + 1).saturating_sub(before(from))
    }

    /// The first place with prose: what stands before it is the head of the page.
    fn head(&self, page: &Page) -> usize {
        let prose = |n: &usize| page.drafts.get(*n).is_some_and(|d| d.kept() && d.facts.prose());
        self.blocks.iter().position(prose).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
