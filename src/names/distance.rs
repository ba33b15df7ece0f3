//! How far two words are apart in the script-neutral alphabet: an edit distance in which what romanisers do as they like
//! is cheap and another consonant is dear.

use std::sync::LazyLock;

use super::alphabet::{CONSONANTS, COUNT, LONGEST, Symbol, symbol};

/// Costs in hundredths of a wholly other consonant.
pub(crate) struct Costs {
    exchange: [[u8; COUNT]; COUNT],
    /// The same where both symbols end their words.
    finish: [[u8; COUNT]; COUNT],
    /// Insertion inside, at the start, at the end: of words in one script, then of words in two.
    insert: [[[u8; COUNT]; 3]; 2],
    /// For each symbol: the symbols that it exchanges with for less than a whole consonant, itself included.
    near: [u64; COUNT],
    /// The symbols that cost a whole consonant when the other word has none of `near`.
    hard: u64,
}

/// What can be said about a word without looking at each of its symbols.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Its symbols as a bit set.
    pub mask: u64,
    /// What [`Costs::reach`] says of them.
    pub reach: u64,
    /// What [`Costs::hard`] says of them.
    pub hard: u8,
}

/// A symbol that stands for another and not even for one of its kind (a vowel for a consonant).
const OTHER_KIND: u8 = 110;
const OTHER: u8 = 100;

pub(crate) static COSTS: LazyLock<Costs> = LazyLock::new(|| {
    let mut exchange = [[OTHER; COUNT]; COUNT];
    let mut insert = [[[OTHER; COUNT]; 3]; 2];
    for (a, row) in exchange.iter_mut().enumerate() {
        for (b, cost) in row.iter_mut().enumerate() {
            let kind = |s: usize| s < usize::from(CONSONANTS);
            *cost = if a == b {
                0
            } else if kind(a) == kind(b) {
                OTHER
            } else {
                OTHER_KIND
            };
        }
    }
    let mut finish = [[0; COUNT]; COUNT];
    for line in include_str!("costs.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(edit), Some(group)) = (cells.next(), cells.next()) else {
            continue;
        };
        let group: Vec<usize> = group.bytes().filter_map(symbol).map(usize::from).collect();
        let costs: Vec<u8> = cells.filter_map(|c| c.parse().ok()).collect();
        match (edit, costs.as_slice()) {
            ("insert" | "supply", [inside, start, end]) => {
                let insert = &mut insert[usize::from(edit == "supply")];
                for &s in &group {
                    (insert[0][s], insert[1][s], insert[2][s]) = (*inside, *start, *end);
                }
            }
            ("exchange", [cost]) => {
                for &a in &group {
                    for &b in group.iter().filter(|&&b| b != a) {
                        exchange[a][b] = exchange[a][b].min(*cost);
                    }
                }
            }
            ("finish", [cost]) => group
                .iter()
                .for_each(|&a| group.iter().for_each(|&b| finish[a][b] = *cost)),
            _ => {}
        }
    }
    for a in 0..COUNT {
        finish[a][a] = 0;
        for b in 0..COUNT {
            finish[a][b] = finish[a][b].max(exchange[a][b]);
        }
    }
    let mut near = [0; COUNT];
    let mut hard = 0;
    for s in 0..COUNT {
        near[s] = (0..COUNT)
            .filter(|&t| exchange[s][t] < OTHER)
            .fold(0, |mask, t| mask | 1 << t);
        if insert.iter().flatten().all(|costs| costs[s] >= OTHER) {
            hard |= 1 << s;
        }
    }
    Costs {
        exchange,
        finish,
        insert,
        near,
        hard,
    }
});

impl Costs {
    /// What it costs to leave out the symbol at `at` of a word of `len` symbols.
    fn drop(&self, s: Symbol, at: usize, len: usize, two_scripts: bool) -> u16 {
        let place = if at == 0 {
            1
        } else if at + 1 == len {
            2
        } else {
            0
        };
        u16::from(self.insert[usize::from(two_scripts)][place][usize::from(s) % COUNT])
    }

    /// The symbols that those of a bit set exchange with for less than a whole consonant, themselves included.
    pub fn reach(&self, symbols: &[Symbol]) -> u64 {
        symbols
            .iter()
            .fold(0, |reach, &s| reach | self.near[usize::from(s) % COUNT])
    }

    /// How many symbols of a word cost a whole consonant when they have no like.
    pub fn hard(&self, symbols: &[Symbol]) -> u8 {
        let hard = |s: &&Symbol| self.hard & 1 << (**s % COUNT as u8) != 0;
        symbols.iter().filter(hard).count() as u8
    }

    /// A lower bound of the distance between two words, in hundredths: every consonant of the one that has nothing near it
    /// in the other, and every one that the longer has more.
    #[inline]
    pub fn bound(&self, a: &Shape, b: &Shape) -> u16 {
        let lonely = |mask: u64, reach: u64| (mask & !reach & self.hard).count_ones() as u16;
        let more = u16::from(a.hard.abs_diff(b.hard));
        u16::from(OTHER) * lonely(a.mask, b.reach).max(lonely(b.mask, a.reach)).max(more)
    }

    /// The distance between two words, in hundredths; `limit + 1` when it is more than `limit`.
    /// Words have at most 2 x [`LONGEST`] symbols (two joined ones).
    pub fn distance(&self, a: &[Symbol], b: &[Symbol], two_scripts: bool, limit: u16) -> u16 {
        let a = &a[..a.len().min(2 * LONGEST)];
        let b = &b[..b.len().min(2 * LONGEST)];
        let mut row = [0u16; 2 * LONGEST + 1];
        let mut drops = [0u16; 2 * LONGEST];
        for (j, &s) in b.iter().enumerate() {
            drops[j] = self.drop(s, j, b.len(), two_scripts);
            row[j + 1] = row[j] + drops[j];
        }
        for (i, &s) in a.iter().enumerate() {
            let out = self.drop(s, i, a.len(), two_scripts);
            let exchange = &self.exchange[usize::from(s) % COUNT];
            let last = (i + 1 == a.len()).then(|| &self.finish[usize::from(s) % COUNT]);
            let mut diagonal = row[0];
            row[0] += out;
            let mut left = row[0];
            let mut least = left;
            for (j, (&t, &drop)) in b.iter().zip(&drops).enumerate() {
                let mut cost = exchange[usize::from(t) % COUNT];
                if let Some(finish) = last
                    && j + 1 == b.len()
                {
                    cost = finish[usize::from(t) % COUNT];
                }
                let above = row[j + 1];
                left = (diagonal + u16::from(cost)).min(above + out).min(left + drop);
                row[j + 1] = left;
                diagonal = above;
                least = least.min(left);
            }
            if least > limit {
                return limit + 1;
            }
        }
        row[b.len()].min(limit + 1)
    }
}

/// What a word weighs, in hundredths of a consonant: the vowels of a name are what its writers agree on least.
pub(crate) fn weight(word: &[Symbol]) -> u16 {
    use super::alphabet::Y;
    word.iter()
        .map(|&s| {
            if s < Y {
                35
            } else if s < CONSONANTS {
                60
            } else {
                100
            }
        })
        .sum()
}
