//! What is seen of a block's neighbours, and of the page as a whole.

use super::{Row, scale};
use crate::clean::lines::{Counts, ROOM, Set};
use crate::clean::phrases::Zone;
use crate::clean::{Draft, Page};

/// What is seen of the page as a whole and of a block's neighbours.
pub(super) struct Around {
    title: Option<usize>,
    prose: Vec<bool>,
    /// Words of prose before a block, as a share of all.
    before: Vec<f32>,
    /// Blocks since the last prose, until the next one.
    since: Vec<usize>,
    until: Vec<usize>,
    /// How often the block's words stand on the page.
    times: Counts<usize>,
    /// In how many blocks of prose a content word stands, and in which last.
    topic: Counts<(u32, u32)>,
    title_words: Set,
    /// Share of words in prose in a window of five blocks to each side.
    density: Vec<f32>,
    /// Phrases in a window of four blocks to each side.
    phrases: Vec<f32>,
    /// Length of the run of short blocks that a block stands in.
    run: Vec<usize>,
    /// Share of the words of the page in prose, share of the blocks that are phrases, share of short blocks, blocks.
    whole: [f32; 4],
    /// Open zones: related, comments, bio or topics, notice.
    open: Vec<[bool; 4]>,
}

/// As far away as counts.
const FAR: usize = 99;

impl Around {
    pub fn of(page: &Page, title: Option<usize>) -> Around {
        let drafts = &page.drafts;
        let len = drafts.len();
        let mut seen = Set::default();
        // A block of prose that is printed again is prose once.
        let prose: Vec<bool> = drafts
            .iter()
            .map(|d| d.facts.prose() && d.phrase.is_none() && seen.insert(d.facts.hash))
            .collect();
        let words = |n: usize| drafts.get(n).map_or(0, |d: &Draft| d.words());
        let total: usize = (0..len).filter(|n| prose[*n]).map(words).sum();
        let mut before = Vec::with_capacity(len);
        let mut sum = 0;
        let (mut since, mut until) = (vec![FAR; len], vec![FAR; len]);
        let mut last = FAR;
        for n in 0..len {
            before.push(sum as f32 / total.max(1) as f32);
            sum += if prose[n] { words(n) } else { 0 };
            since[n] = last;
            last = if prose[n] { 1 } else { (last + 1).min(FAR) };
        }
        last = FAR;
        for n in (0..len).rev() {
            until[n] = last;
            last = if prose[n] { 1 } else { (last + 1).min(FAR) };
        }
        let mut times: Counts<usize> = Counts::default();
        let mut topic: Counts<(u32, u32)> = Counts::default();
        // Half of the words of a text carry grammar, or are printed again.
        topic.reserve((page.words.hashes.len() / 2).min(ROOM));
        for (n, (draft, prose)) in (0..).zip(drafts.iter().zip(&prose)) {
            *times.entry(draft.facts.hash).or_insert(0) += 1;
            for word in page.words.topic(&draft.facts).iter().filter(|_| *prose) {
                let (blocks, last) = topic.entry(*word).or_insert((0, u32::MAX));
                if *last != n {
                    (*blocks, *last) = (*blocks + 1, n);
                }
            }
        }
        let title_words = title
            .and_then(|t| drafts.get(t))
            .map(|d| page.words.topic(&d.facts).iter().copied().collect())
            .unwrap_or_default();
        let prose_words: Vec<usize> = (0..len).map(|n| if prose[n] { words(n) } else { 0 }).collect();
        let density =
            windows(len, 5, &prose_words)
                .into_iter()
                .zip(windows(len, 5, &(0..len).map(words).collect::<Vec<_>>()));
        let density = density.map(|(p, w)| p as f32 / w.max(1) as f32).collect();
        let hits: Vec<usize> = drafts.iter().map(|d| usize::from(d.phrase.is_some())).collect();
        let phrases = windows(len, 4, &hits).into_iter().map(|n| n as f32 / 9.0).collect();
        let run = runs(drafts);
        let open = zones(page, &prose, &before);
        let all: usize = (0..len).map(words).sum();
        let short = drafts.iter().filter(|d| d.words() <= 8).count();
        let share = |n: usize, of: usize| n as f32 / of.max(1) as f32;
        let whole = [
            share(total, all),
            share(hits.iter().sum(), len),
            share(short, len),
            scale(len),
        ];
        Around {
            title,
            prose,
            whole,
            before,
            since,
            until,
            times,
            topic,
            title_words,
            density,
            phrases,
            run,
            open,
        }
    }

    pub fn put(&self, page: &Page, n: usize, row: &mut Row) {
        let drafts = &page.drafts;
        let Some(draft) = drafts.get(n) else { return };
        let at = |d: isize| n.checked_add_signed(d).and_then(|m| drafts.get(m));
        row.bucket(self.since[n], &[1, 2, 5, 12]);
        row.bucket(self.until[n], &[1, 2, 5, 12]);
        let share = self.before[n];
        row.flag(share <= 0.0);
        row.flag(share > 0.0 && share < 0.05);
        row.flag(share > 0.9);
        row.flag(share >= 1.0);
        row.number(self.density[n]);
        row.number(self.phrases[n]);
        for d in [-2, -1, 1, 2] {
            row.number(at(d).map_or(0.0, |d| scale(d.words())));
        }
        row.flag(at(-1).is_some_and(|d| d.phrase.is_some()));
        row.flag(at(1).is_some_and(|d| d.phrase.is_some()));
        row.flag(at(1).is_some_and(|d| d.apart));
        row.flag(n > 0 && self.prose[n - 1]);
        row.flag(self.prose.get(n + 1).copied().unwrap_or(false));
        row.flag(at(-1).is_some_and(|d| d.facts.listed));
        row.flag(at(1).is_some_and(|d| d.facts.listed));
        row.number(scale(self.run[n]));
        row.flag(self.times.get(&draft.facts.hash).is_some_and(|t| *t > 1));
        for open in self.open[n] {
            row.flag(open);
        }
        let content = page.words.topic(&draft.facts);
        let own = u32::from(self.prose[n]);
        let known = content
            .iter()
            .filter(|w| self.topic.get(w).is_some_and(|t| t.0 > own))
            .count();
        row.number(if content.is_empty() {
            0.0
        } else {
            known as f32 / content.len() as f32
        });
        let titled = content.iter().filter(|w| self.title_words.contains(w)).count();
        row.number(titled as f32 / content.len().max(1) as f32);
        row.flag(self.title.is_none());
        row.flag(self.title.is_some_and(|t| n < t));
        row.flag(self.title.is_some_and(|t| n > t && n <= t + 4));
        row.number(n as f32 / drafts.len().max(1) as f32);
        for value in self.whole {
            row.number(value);
        }
    }
}

/// Sums over `reach` places to each side.
fn windows(len: usize, reach: usize, values: &[usize]) -> Vec<usize> {
    let mut sums = Vec::with_capacity(len + 1);
    sums.push(0usize);
    for value in values {
        sums.push(sums.last().copied().unwrap_or(0) + value);
    }
    (0..len)
        .map(|n| sums[(n + reach + 1).min(len)] - sums[n.saturating_sub(reach)])
        .collect()
}

/// For every block the length of the run of blocks of at most eight words around it; 0 for a longer block.
fn runs(drafts: &[Draft]) -> Vec<usize> {
    let mut out = vec![0; drafts.len()];
    let mut at = 0;
    while at < drafts.len() {
        let run = drafts[at..]
            .iter()
            .take_while(|d| d.words() <= 8 && !d.facts.sentence)
            .count();
        for slot in out.iter_mut().skip(at).take(run) {
            *slot = run;
        }
        at += run.max(1);
    }
    out
}

/// Which zones are open at a block: an opener stands before it, and less than two blocks of prose since.
fn zones(page: &Page, prose: &[bool], before: &[f32]) -> Vec<[bool; 4]> {
    let mut out = Vec::with_capacity(prose.len());
    let mut open = [false; 4];
    let mut since = [0usize; 4];
    for (n, draft) in page.drafts.iter().enumerate() {
        out.push(open);
        if prose[n] {
            for (zone, count) in open.iter_mut().zip(&mut since) {
                *count += 1;
                // What follows an opener after nine tenths of the prose is not likely to be the article again.
                if *count >= 2 && before[n] < 0.9 {
                    *zone = false;
                }
            }
        }
        let slot = match draft.phrase.map(|p| p.zone) {
            Some(Zone::Related) => 0,
            Some(Zone::Comments) => 1,
            Some(Zone::Bio | Zone::Topics) => 2,
            Some(Zone::Notice) => 3,
            _ => continue,
        };
        open[slot] = true;
        since[slot] = 0;
    }
    out
}
