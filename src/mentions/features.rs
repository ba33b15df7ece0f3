//! What the tagger looks at: for every word that might belong to a name a few dozen hashed features.
//!
//! A feature is a bucket number. The word and its neighbours, how they are written, what the lists and the patterns
//! say, the run of capitals around it, and how the document writes the same word elsewhere.

use super::tokens::{ARABIC, ARTICLE, CAPITAL, DIGITS, Gap, MIXED, NUMBER, Token, UPPER};
use super::words::{CALENDAR, DEMONYM, KeyMap, NAME, ORDINARY, STARTS};
use super::{Page, gazetteer};

/// log2 of the number of buckets: a million keeps collisions rare with the features of a million words of text.
pub const BITS: u32 = 20;

/// What is known about each word before features are made.
pub struct Context {
    /// How the document writes each word: [`SMALL`], [`MIDDLE`], [`CAPITALS`].
    written: KeyMap<u8>,
    /// What is known about each word.
    about: Vec<About>,
}

/// What is known about a word from what stands around it.
#[derive(Clone, Copy, Default)]
struct About {
    /// What the patterns say: 0 nothing, else 1 + 2 kind + (1 inside).
    hint: u8,
    /// What the list of places says: 0 nothing, else 1 + 2 class + (1 inside).
    place: u8,
    /// Share of capitals in its sentence, in four steps.
    style: u8,
    /// First and one past the last word of the run of capitalised words around it.
    run: (u32, u32),
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
            // News repeats half of its words.
            written: KeyMap::with_capacity_and_hasher(tokens.len() / 2, Default::default()),
            about: vec![About::default(); tokens.len()],
        };
        for hint in hints {
            for (i, about) in context.about[hint.from.min(tokens.len())..hint.to.min(tokens.len())]
                .iter_mut()
                .enumerate()
            {
                about.hint = 1 + 2 * hint.kind as u8 + u8::from(i > 0);
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
            self.about[at].style = style;
            self.about[at].run = run_of(at, at + 1);
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
                if bit != 0 {
                    *self.written.entry(t.key).or_insert(0) |= bit;
                }
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
                for (k, about) in self.about[at..end].iter_mut().enumerate() {
                    about.place = 1 + 2 * (class - b'A') + u8::from(k > 0);
                }
                place_end = end;
            }
        }
        self.close_run(run, to);
    }

    /// Notes that the words `from..to` are a run. (One word is noted already.)
    fn close_run(&mut self, from: usize, to: usize) {
        if to > from + 1 {
            let run = run_of(from, to);
            self.about[from..to].iter_mut().for_each(|about| about.run = run);
        }
    }
}

/// The run of the words `from..to`.
fn run_of(from: usize, to: usize) -> (u32, u32) {
    (u32::try_from(from).unwrap_or(0), u32::try_from(to).unwrap_or(0))
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
    written(token) || context.about.get(at).is_some_and(|a| a.place != 0) || near(at + 1) || (at > 0 && near(at - 1))
}

/// The features of word `at`.
pub fn features(page: &Page, context: &Context, at: usize, out: &mut Vec<u32>) {
    out.clear();
    if let Some(token) = page.tokens.get(at) {
        by_itself(page, token, out);
    }
    in_place(page, context, at, out);
}

/// Adds the features that a word has wherever it stands.
pub fn by_itself(page: &Page, token: &Token, out: &mut Vec<u32>) {
    let shape = form(token);
    out.extend([bucket(0, 0), bucket(1, token.key), bucket(2, token.key ^ (shape << 48))]);
    affixes(page.word(token), shape, out);
    lists(40, Some(token), shape, out);
}

/// A hash of all that [`by_itself`] looks at.
pub fn hash_by_itself(page: &Page, token: &Token) -> u64 {
    let seed = token.key ^ form(token) << 40 ^ u64::from(token.learnt());
    xxhash_rust::xxh3::xxh3_64_with_seed(page.word(token).as_bytes(), seed)
}

/// Adds the features that a word has by what stands around it.
pub fn in_place(page: &Page, context: &Context, at: usize, out: &mut Vec<u32>) {
    let tokens = &page.tokens;
    let (Some(token), Some(about)) = (tokens.get(at), context.about.get(at)) else {
        return;
    };
    let near = |step: isize| {
        at.checked_add_signed(step)
            .and_then(|i| tokens.get(i))
            .filter(|t| t.sentence == token.sentence)
    };
    let (left, right) = (near(-1), near(1));
    let key_of = |t: Option<&Token>| t.map_or(1, |t| t.key);
    let (key, left_key, right_key) = (token.key, key_of(left), key_of(right));
    let (shape, left_shape, right_shape) = (form(token), left.map(form), right.map(form));
    let (before, after) = (token.gap as u64, gap_of(right));
    let (style, learnt) = (u64::from(about.style), u64::from(token.learnt()));
    let written = u64::from(context.written.get(&key).copied().unwrap_or(0));
    let (beside_left, beside_right) = (left_shape.unwrap_or(0xffff) << 16, right_shape.unwrap_or(0xffff));
    out.extend([
        bucket(3, left_key),
        bucket(4, right_key),
        bucket(5, key_of(near(-2))),
        bucket(6, key_of(near(2))),
        bucket(7, left_key.wrapping_mul(3) ^ key),
        bucket(8, right_key.wrapping_mul(5) ^ key),
        bucket(9, shape | before << 16 | after << 20),
        bucket(10, shape | beside_left | before << 32),
        bucket(11, shape | beside_right << 16 | after << 32),
        bucket(
            12,
            shape | beside_left | beside_right << 32 | before << 48 | after << 52,
        ),
        bucket(13, left_key ^ (shape << 40) ^ (before << 60)),
        bucket(14, right_key ^ (shape << 40) ^ (after << 60)),
        bucket(30, style << 16 | shape),
        bucket(31, written << 16 | shape | before << 32),
        bucket(
            32,
            written
                | (learnt & u64::from(ORDINARY | CALENDAR | DEMONYM)) << 8
                | style << 40
                | u64::from(token.is(CAPITAL)) << 44
                | before << 48,
        ),
    ]);
    lists(42, left, left_shape.unwrap_or(0), out);
    lists(44, right, right_shape.unwrap_or(0), out);
    // What the patterns and the places say, here and beside.
    let beside = |i: usize| context.about.get(i).copied().unwrap_or_default();
    let (on_left, on_right) = (beside(at.wrapping_sub(1)), beside(at + 1));
    let (hint, place) = (u64::from(about.hint), u64::from(about.place));
    out.extend([
        bucket(46, learnt | learnt_of(right) << 32),
        bucket(47, learnt | learnt_of(left) << 32),
        bucket(50, hint | style << 8),
        bucket(51, hint | u64::from(on_left.hint) << 8 | u64::from(on_right.hint) << 16),
        bucket(52, hint << 48 ^ key),
        bucket(53, place | shape << 8 | style << 40),
        bucket(
            54,
            place | hint << 8 | u64::from(on_right.place) << 16 | u64::from(on_left.place) << 24,
        ),
        bucket(55, place | left_key << 8),
    ]);
    // The run of capitals: its length, where in it, its head and what is before and after it.
    let (from, to) = (about.run.0 as usize, about.run.1 as usize);
    let (length, position) = ((to - from).min(6) as u64, (at - from).min(5) as u64);
    let inside = |t: &&Token| t.sentence == token.sentence;
    let first = tokens.get(from);
    let head = tokens.get(to.wrapping_sub(1)).filter(|_| to > from);
    let lead = from.checked_sub(1).and_then(|i| tokens.get(i)).filter(inside);
    let tail = tokens.get(to).filter(inside);
    let key_of = |t: Option<&Token>| t.map_or(0, |t| t.key);
    out.extend([
        bucket(60, length | position << 8 | shape << 16),
        bucket(61, key_of(head) ^ (u64::from(at + 1 == to) << 63)),
        bucket(62, learnt_of(head) | length << 32 | position << 40),
        bucket(63, key_of(lead) ^ (length << 56)),
        bucket(64, key_of(tail) ^ (length << 56) ^ gap_of(tail) << 48),
        bucket(65, key_of(first) ^ (position << 60)),
        bucket(66, learnt_of(first) | length << 32 | position << 40),
    ]);
}

/// What the lists say of a word, all of it as one feature and each by itself.
fn lists(id: u64, token: Option<&Token>, shape: u64, out: &mut Vec<u32>) {
    let mut left = token.map_or(1 << 31, |t| t.learnt() & !STARTS);
    out.push(bucket(id, u64::from(left) | shape << 32));
    while left != 0 {
        out.push(bucket(id + 1, u64::from(left.trailing_zeros()) | shape << 32));
        left &= left - 1;
    }
}

/// What the lists say of a word, if there is one.
fn learnt_of(token: Option<&Token>) -> u64 {
    token.map_or(0, |t| u64::from(t.learnt()))
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

/// Beginnings and ends of a word, up to four characters: their hashes by Fowler, Noll and Vo, small letters for capitals.
fn affixes(word: &str, shape: u64, out: &mut Vec<u32>) {
    const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;
    let longer =
        |hash: u64, byte: &u8| (hash ^ u64::from(SMALL_LETTERS[usize::from(*byte)])).wrapping_mul(0x100_0000_01b3);
    let bytes = word.as_bytes();
    let (mut hash, mut chars) = (EMPTY, 0);
    for (at, byte) in bytes.iter().enumerate() {
        if word.is_char_boundary(at) {
            if chars >= 2 {
                out.push(bucket(19 + chars, hash));
            }
            if chars == 4 {
                break;
            }
            chars += 1;
        }
        hash = longer(hash, byte);
    }
    for (n, (at, _)) in word.char_indices().rev().take(4).enumerate() {
        let hash = bytes[at..].iter().fold(EMPTY, longer);
        out.push(bucket(24 + n as u64, hash));
        if n == 2 {
            out.push(bucket(28, hash ^ shape << 40));
        }
    }
}

/// Every byte, and the small letter in the place of a capital one of ASCII.
const SMALL_LETTERS: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] = (byte as u8).to_ascii_lowercase();
        byte += 1;
    }
    bytes
};

/// The bucket of a feature.
#[inline]
fn bucket(id: u64, value: u64) -> u32 {
    let mixed = (value ^ id.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (mixed >> (64 - BITS)) as u32
}
