//! What the tagger looks at: for every word that might belong to a name a few dozen hashed features.
//!
//! A feature is a bucket number. The word and its neighbours, how they are written, what the lists and the patterns
//! say, the run of capitals around it, and how the document writes the same word elsewhere.

use super::tokens::{ARABIC, ARTICLE, CAPITAL, DIGITS, Gap, MIXED, NUMBER, Token, UPPER};
use super::words::{CALENDAR, DEMONYM, KeyMap, NAME, ORDINARY};
use super::{Page, gazetteer};

/// log2 of the number of buckets: a million keeps collisions rare with the features of a million words of text.
pub const BITS: u32 = 20;

/// What is known about each word before features are made.
pub struct Context {
    /// How the document writes each word: [`SMALL`], [`MIDDLE`], [`CAPITALS`].
    written: KeyMap<u8>,
    /// What the patterns say of each word: 0 nothing, else 1 + 2 kind + (1 inside).
    hints: Vec<u8>,
    /// What the list of places says of each word: 0 nothing, else 1 + 2 class + (1 inside).
    places: Vec<u8>,
    /// First and one past the last word of the run of capitalised words around each word.
    runs: Vec<(u32, u32)>,
    /// Per word: share of capitals in its sentence, in four steps.
    style: Vec<u8>,
}

/// Written with a small letter somewhere.
const SMALL: u8 = 1;
/// Written with a capital inside a sentence.
const MIDDLE: u8 = 2;
/// Written all in capitals.
const CAPITALS: u8 = 4;

impl Context {
    /// Reads a page once; `hints` are the patterns' candidates.
    pub fn new(page: &Page, hints: &[super::Candidate]) -> Context {
        let tokens = &page.tokens;
        let mut context = Context {
            written: KeyMap::default(),
            hints: vec![0; tokens.len()],
            places: vec![0; tokens.len()],
            runs: vec![(0, 0); tokens.len()],
            style: vec![0; tokens.len()],
        };
        for hint in hints {
            for (i, slot) in context.hints[hint.from.min(tokens.len())..hint.to.min(tokens.len())]
                .iter_mut()
                .enumerate()
            {
                *slot = 1 + 2 * hint.kind as u8 + u8::from(i > 0);
            }
        }
        let mut at = 0;
        while at < tokens.len() {
            let sentence = tokens[at].sentence;
            let end = at + tokens[at..].iter().take_while(|t| t.sentence == sentence).count();
            context.sentence(page, at, end);
            at = end;
        }
        context
    }

    /// Reads the sentence of the words `from..to`.
    fn sentence(&mut self, page: &Page, from: usize, to: usize) {
        let tokens = &page.tokens[from..to];
        let latin = tokens.iter().filter(|t| !t.is(ARABIC | NUMBER));
        let (mut all, mut capital, mut upper) = (0usize, 0usize, 0usize);
        for t in latin {
            all += 1;
            capital += usize::from(t.is(CAPITAL));
            upper += usize::from(t.is(UPPER));
        }
        let style = if all == 0 {
            0
        } else if upper * 5 > all * 3 {
            3
        } else if capital * 5 > all * 3 {
            2
        } else {
            1
        };
        let mut run = from;
        let mut place_end = 0;
        for (i, t) in tokens.iter().enumerate() {
            let at = from + i;
            self.style[at] = style;
            if style < 2 && !t.is(ARABIC | NUMBER) {
                let bit = if t.is(UPPER) {
                    CAPITALS
                } else if !t.is(CAPITAL) {
                    SMALL
                } else if matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Comma) {
                    MIDDLE
                } else {
                    0
                };
                *self.written.entry(t.key).or_insert(0) |= bit;
            }
            let begins = !(t.is(CAPITAL) && t.joined() && at > run && page.tokens[at - 1].is(CAPITAL | MIXED));
            if begins {
                self.close_run(run, at);
                run = at;
            }
            if at >= place_end
                && let Some((end, class)) = gazetteer::place(page, at)
            {
                let end = end.min(to);
                for (k, slot) in self.places[at..end].iter_mut().enumerate() {
                    *slot = 1 + 2 * (class - b'A') + u8::from(k > 0);
                }
                place_end = end;
            }
        }
        self.close_run(run, to);
    }

    /// Notes that the words `from..to` are a run.
    fn close_run(&mut self, from: usize, to: usize) {
        let run = (u32::try_from(from).unwrap_or(0), u32::try_from(to).unwrap_or(0));
        self.runs[from..to].iter_mut().for_each(|r| *r = run);
    }
}

/// Whether a word may belong to a name at all. All others are outside without being looked at.
pub fn open(page: &Page, context: &Context, at: usize) -> bool {
    let tokens = &page.tokens;
    let written = |t: &Token| t.is(CAPITAL | MIXED | UPPER | ARABIC);
    let Some(token) = tokens.get(at) else { return false };
    if token.is(ARABIC) && token.has(ORDINARY) && !token.has(NAME) {
        return false;
    }
    let near = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|t| t.sentence == token.sentence && written(t))
    };
    written(token) || context.places.get(at).is_some_and(|p| *p != 0) || near(at + 1) || (at > 0 && near(at - 1))
}

/// The features of word `at`.
pub fn features(page: &Page, context: &Context, at: usize, out: &mut Vec<u32>) {
    out.clear();
    let tokens = &page.tokens;
    let Some(token) = tokens.get(at) else { return };
    let near = |step: isize| {
        at.checked_add_signed(step)
            .and_then(|i| tokens.get(i))
            .filter(|t| t.sentence == token.sentence)
    };
    let key = |step: isize| near(step).map_or(1, |t| t.key);
    let shape = |step: isize| near(step).map_or(0xffff, form);
    let gap = |step: isize| near(step).map_or(15, |t| t.gap as u64);
    let mut add = |id: u64, value: u64| out.push(bucket(id, value));
    let (own, own_shape) = (token.key, form(token));
    let after = gap(1);
    let before = token.gap as u64;
    add(0, 0);
    add(1, own);
    add(2, own ^ (own_shape << 48));
    add(3, key(-1));
    add(4, key(1));
    add(5, key(-2));
    add(6, key(2));
    add(7, key(-1).wrapping_mul(3) ^ own);
    add(8, key(1).wrapping_mul(5) ^ own);
    add(9, own_shape | before << 16 | after << 20);
    add(10, own_shape | shape(-1) << 16 | before << 32);
    add(11, own_shape | shape(1) << 16 | after << 32);
    add(
        12,
        own_shape | shape(-1) << 16 | shape(1) << 32 | before << 48 | after << 52,
    );
    add(13, key(-1) ^ (own_shape << 40) ^ (before << 60));
    add(14, key(1) ^ (own_shape << 40) ^ (after << 60));
    let word = page.word(token);
    affixes(word, own_shape, &mut add);
    let style = u64::from(context.style.get(at).copied().unwrap_or(0));
    let written = u64::from(context.written.get(&own).copied().unwrap_or(0));
    add(30, style << 16 | own_shape);
    add(31, written << 16 | own_shape | before << 32);
    add(
        32,
        written
            | u64::from(token.learnt() & (ORDINARY | CALENDAR | DEMONYM)) << 8
            | style << 40
            | u64::from(token.is(CAPITAL)) << 44
            | before << 48,
    );
    // Lists, one by one and together.
    let lists = |id: u64, t: Option<&Token>, add: &mut dyn FnMut(u64, u64)| {
        let flags = t.map_or(1 << 31, |t| t.learnt() & !super::words::STARTS);
        add(id, u64::from(flags) | t.map_or(0, form) << 32);
        let mut left = flags;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            add(id + 1, u64::from(bit) | t.map_or(0, form) << 32);
        }
    };
    lists(40, Some(token), &mut add);
    lists(42, near(-1), &mut add);
    lists(44, near(1), &mut add);
    add(
        46,
        u64::from(token.learnt()) | u64::from(near(1).map_or(0, |t| t.learnt())) << 32,
    );
    add(
        47,
        u64::from(token.learnt()) | u64::from(near(-1).map_or(0, |t| t.learnt())) << 32,
    );
    // What the patterns and the places say, here and beside.
    let hint = |i: usize| u64::from(context.hints.get(i).copied().unwrap_or(0));
    let place = |i: usize| u64::from(context.places.get(i).copied().unwrap_or(0));
    let (left, right) = (at.wrapping_sub(1), at + 1);
    add(50, hint(at) | style << 8);
    add(51, hint(at) | hint(left) << 8 | hint(right) << 16);
    add(52, hint(at) << 48 ^ own);
    add(53, place(at) | own_shape << 8 | style << 40);
    add(54, place(at) | hint(at) << 8 | place(right) << 16 | place(left) << 24);
    add(55, place(at) | key(-1) << 8);
    // The run of capitals: its length, where in it, its head and what is before and after it.
    if let Some((from, to)) = context.runs.get(at).map(|r| (r.0 as usize, r.1 as usize)) {
        let (length, position) = ((to - from).min(6) as u64, (at - from).min(5) as u64);
        let head = tokens.get(to.wrapping_sub(1)).filter(|_| to > from);
        let lead = from
            .checked_sub(1)
            .and_then(|i| tokens.get(i))
            .filter(|t| t.sentence == token.sentence);
        let tail = tokens.get(to).filter(|t| t.sentence == token.sentence);
        add(60, length | position << 8 | own_shape << 16);
        add(61, head.map_or(0, |t| t.key) ^ (u64::from(at + 1 == to) << 63));
        add(
            62,
            u64::from(head.map_or(0, |t| t.learnt())) | length << 32 | position << 40,
        );
        add(63, lead.map_or(0, |t| t.key) ^ (length << 56));
        add(64, tail.map_or(0, |t| t.key) ^ (length << 56) ^ gap_of(tail) << 48);
        add(65, tokens.get(from).map_or(0, |t| t.key) ^ (position << 60));
        add(
            66,
            u64::from(tokens.get(from).map_or(0, |t| t.learnt())) | length << 32 | position << 40,
        );
    }
}

/// The gap before a word.
fn gap_of(token: Option<&Token>) -> u64 {
    token.map_or(15, |t| t.gap as u64)
}

/// How a word is written, with its length in steps.
fn form(token: &Token) -> u64 {
    let length = match token.end - token.start {
        1 => 0,
        2 => 1,
        3 => 2,
        4..=5 => 3,
        6..=9 => 4,
        _ => 5,
    };
    u64::from(
        token.shape
            & (ARTICLE
                | ARABIC
                | CAPITAL
                | UPPER
                | DIGITS
                | MIXED
                | super::tokens::INITIAL
                | super::tokens::DOTTED
                | NUMBER),
    ) | length << 12
        | u64::from(token.proclitic > 0) << 11
}

/// Beginnings and ends of a word, up to four characters.
fn affixes(word: &str, shape: u64, add: &mut impl FnMut(u64, u64)) {
    let small = |range: std::ops::Range<usize>| {
        let bytes = word.as_bytes().get(range).unwrap_or(b"");
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3)
        })
    };
    for (n, (at, _)) in word.char_indices().skip(1).take(4).enumerate() {
        if n >= 1 {
            add(20 + n as u64, small(0..at));
        }
    }
    for (n, (at, _)) in word.char_indices().rev().take(4).enumerate() {
        add(24 + n as u64, small(at..word.len()));
        if n == 2 {
            add(28, small(at..word.len()) ^ shape << 40);
        }
    }
}

/// The bucket of a feature.
fn bucket(id: u64, value: u64) -> u32 {
    let mixed = (value ^ id.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (mixed >> (64 - BITS)) as u32
}
