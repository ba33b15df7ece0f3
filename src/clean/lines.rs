//! What can be seen of a block without its neighbours: length, words, ending, case, marks.
//!
//! Words are compared by hash: letters and digits after the folding of [`crate::lang::fold_char`], so that two copies of
//! a paragraph that differ in quotes, dashes, spaces or Arabic letter variants have the same words.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::lang::{arabic_letter, fold_char, is_ignorable, is_letter_or_digit, of_two};
use crate::types::Span;

use super::blocks::{ends_sentence, marker};

/// A set of word hashes.
pub(super) type Set = HashSet<u64, BuildHasherDefault<Hashed>>;

/// A map from word hashes.
pub(super) type Counts<T> = HashMap<u64, T, BuildHasherDefault<Hashed>>;

/// Room is made at once for so many different words at most, which a book has; a text of millions that repeats one word
/// needs none.
pub(super) const ROOM: usize = 1 << 16;

/// The hasher of keys that are hashes already.
#[derive(Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, n: u64) {
        // The table uses the lowest and the highest bits; the product mixes them.
        let mixed = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// Whom a pronoun is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Person {
    I,
    We,
    You,
    Third,
}

/// How many persons there are.
pub(super) const PERSONS: usize = 4;

/// Hashes of the folded function words of `function_words.tsv`, and whom they are about.
static FUNCTION_WORDS: LazyLock<Counts<Option<Person>>> = LazyLock::new(|| {
    let rows = include_str!("function_words.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    let mut out = Counts::default();
    for (person, words) in rows.filter_map(|l| l.split_once('\t')?.1.split_once('\t')) {
        let person = match person {
            "I" => Some(Person::I),
            "we" => Some(Person::We),
            "you" => Some(Person::You),
            "third" => Some(Person::Third),
            _ => None,
        };
        out.extend(words.split(' ').map(|word| (word_hash(word), person)));
    }
    out
});

/// What is seen of a block.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Where its words stand in [`Words::hashes`].
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// The same of its words that carry topic rather than grammar, in [`Words::topic`].
    pub topic: (usize, usize),
    /// Function words.
    pub function: usize,
    /// Pronouns of the writer, of writers, of the reader, of others.
    pub persons: [usize; PERSONS],
    /// Words that begin with a capital letter.
    pub capital: usize,
    /// Words that begin with a letter of a script that has case.
    pub cased: usize,
    /// Words that hold a digit.
    pub numeric: usize,
    /// Words in capitals only, of two letters or more.
    pub shouted: usize,
    /// Ends like a sentence.
    pub sentence: bool,
    /// Sentence ends inside.
    pub stops: usize,
    /// Commas.
    pub commas: usize,
    /// Marks that part the entries of menus and breadcrumbs: `|`, `»`, `›`, `·`, `•`, `/` between spaces.
    pub parts: usize,
    /// Begins with a list marker.
    pub listed: bool,
    /// Begins with a lower-case letter.
    pub lower_start: bool,
    /// Characters.
    pub chars: usize,
    /// Share of the text in links, 0..1.
    pub linked: f32,
    /// Hash of all words; 0 for a block without words.
    pub hash: u64,
}

impl Facts {
    /// How many words it has.
    pub fn words(&self) -> usize {
        self.to - self.from
    }
    /// Share of function words.
    pub fn function_share(&self) -> f32 {
        self.function as f32 / self.words().max(1) as f32
    }
    /// Prose for sure: as long as a real sentence, ended like one, with the grammar of one.
    ///
    /// Fifteen words: menus, captions and teasers' headlines are shorter nearly always. A seventh of function words: news
    /// prose has 30-45 % in English and 15-25 % in Arabic, lists of headlines have half of that; languages without a
    /// word list pass by their length and stop alone when they have any comma or second sentence.
    pub fn prose(&self) -> bool {
        let grammar = self.function_share() >= 0.14
            || (self.function == 0 && self.stops + self.commas >= 2 && self.words() >= 25);
        self.words() >= 15 && self.sentence && grammar && self.linked < 0.5
    }
}

/// The words of a document, as hashes, block after block.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Hashes of the folded words.
    pub hashes: Vec<u64>,
    /// Those of them that carry topic rather than grammar.
    topic: Vec<u64>,
}

impl Words {
    /// The words of a block.
    pub fn of(&self, facts: &Facts) -> &[u64] {
        self.hashes.get(facts.from..facts.to).unwrap_or(&[])
    }

    /// The words of a block that carry topic rather than grammar.
    pub fn topic(&self, facts: &Facts) -> &[u64] {
        self.topic.get(facts.topic.0..facts.topic.1).unwrap_or(&[])
    }

    /// Reads a block, without the stretches `cut` out of it (in order).
    pub fn read(&mut self, text: &str, span: Span, cut: &[Span]) -> Facts {
        let mut facts = Facts {
            from: self.hashes.len(),
            topic: (self.topic.len(), self.topic.len()),
            ..Facts::default()
        };
        let mut at = span.start;
        let mut scan = Scan::default();
        for gap in cut.iter().map(|s| (s.start, s.end)).chain([(span.end, span.end)]) {
            if at < gap.0 {
                scan.text(&text[at..gap.0], &mut facts, self);
            }
            at = at.max(gap.1);
        }
        scan.end_word(&mut facts, self);
        facts.to = self.hashes.len();
        facts.topic.1 = self.topic.len();
        let body = &text[span.range()];
        facts.listed = marker(body) > 0;
        let last = cut.last().filter(|c| c.end == span.end).map_or(span.end, |c| c.start);
        facts.sentence = ends_sentence(text.get(span.start..last).unwrap_or("").trim_end());
        facts.lower_start = body
            .trim_start_matches(|c: char| !is_letter_or_digit(c))
            .starts_with(char::is_lowercase);
        facts.hash = if facts.words() == 0 {
            0
        } else {
            combine(&self.hashes[facts.from..])
        };
        facts
    }
}

/// Hash of a sequence of words; never 0.
pub(super) fn combine(words: &[u64]) -> u64 {
    words.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, w| {
        (h.rotate_left(5) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }) | 1
}

/// Whether a word carries grammar rather than topic.
pub(super) fn is_grammar(word: u64) -> bool {
    FUNCTION_WORDS.contains_key(&word)
}

/// Hash of one folded word, as in [`Words::hashes`].
pub(super) fn word_hash(word: &str) -> u64 {
    let mut hash = START;
    for c in word.chars() {
        fold_char(c, &mut |c| hash = step(hash, c));
    }
    hash
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3)
}

/// The state of reading words; a word may go on over a cut.
#[derive(Default)]
struct Scan {
    hash: u64,
    letters: usize,
    upper: usize,
    capital: bool,
    cased: bool,
    digit: bool,
    clitic: Clitic,
}

/// How far the beginning of a word has been read as an Arabic particle written together with the article: `وال`, `بال`, `فال`,
/// `كال`, `لل`. English writes both as words of their own, so without them Arabic prose would seem to have half its grammar.
#[derive(Clone, Copy, Default, PartialEq)]
enum Clitic {
    #[default]
    Start,
    Particle,
    Lam,
    Alif,
    Article,
    No,
}

impl Clitic {
    fn next(self, c: char) -> Clitic {
        match (self, c) {
            (Clitic::Start, 'و' | 'ب' | 'ف' | 'ك') => Clitic::Particle,
            (Clitic::Start, 'ل') => Clitic::Lam,
            (Clitic::Particle, 'ا') => Clitic::Alif,
            (Clitic::Lam | Clitic::Alif, 'ل') => Clitic::Article,
            (Clitic::Article, _) => Clitic::Article,
            _ => Clitic::No,
        }
    }
}

impl Scan {
    fn text(&mut self, text: &str, facts: &mut Facts, words: &mut Words) {
        facts.chars += text.chars().count();
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            at = self.letters(bytes, at);
            if bytes.get(at) == Some(&b' ') {
                self.end_word(facts, words);
                at += 1;
            } else if let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
                self.other(c, text, at, facts, words);
                at += c.len_utf8();
            } else {
                break;
            }
        }
    }

    /// Goes on with a word, or begins one, with the plain letters of English and Arabic from a byte of a text on; gives the
    /// byte after them.
    fn letters(&mut self, bytes: &[u8], from: usize) -> usize {
        let mut at = from;
        let (mut letters, mut upper) = (0, 0);
        let mut hash = if self.letters == 0 { START } else { self.hash };
        while let Some(&byte) = bytes.get(at) {
            let folded = match byte {
                b'a'..=b'z' => char::from(byte),
                b'A'..=b'Z' => {
                    upper += 1;
                    char::from(byte.to_ascii_lowercase())
                }
                _ => {
                    let Some(&next) = bytes.get(at + 1) else { break };
                    let Some(folded) = arabic_letter(byte, next) else { break };
                    if !matches!(self.clitic, Clitic::Article | Clitic::No) {
                        self.clitic = self.clitic.next(of_two(byte, next));
                    }
                    at += 1;
                    folded
                }
            };
            at += 1;
            letters += 1;
            hash = step(hash, folded);
        }
        if letters > 0 {
            if self.letters == 0 {
                self.capital = bytes[from].is_ascii_uppercase();
                self.cased = bytes[from].is_ascii_alphabetic();
            }
            self.hash = hash;
            self.letters += letters;
            self.upper += upper;
        }
        at
    }

    /// Reads any character, which stands at a byte of a text.
    fn other(&mut self, c: char, text: &str, at: usize, facts: &mut Facts, words: &mut Words) {
        if unspaced(c) {
            self.end_word(facts, words);
            self.letters = 1;
            self.hash = step(START, c);
            self.end_word(facts, words);
        } else if is_letter_or_digit(c) || is_ignorable(c) {
            if self.letters == 0 {
                self.hash = START;
                self.capital = c.is_uppercase();
                self.cased = self.capital || c.is_lowercase();
            }
            self.letters += 1;
            let hash = &mut self.hash;
            fold_char(c, &mut |c| *hash = step(*hash, c));
            self.upper += usize::from(c.is_uppercase());
            self.digit |= c.is_numeric();
            if !c.is_ascii() {
                self.clitic = self.clitic.next(c);
            }
        } else {
            let after = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            // An apostrophe inside a word does not part it: "Shi'a", "don't".
            if !(matches!(c, '\'' | '’') && self.letters > 0 && after.is_some_and(is_letter_or_digit)) {
                self.end_word(facts, words);
            }
            match c {
                '.' | '!' | '?' | '؟' | '۔' => facts.stops += usize::from(after.is_none_or(char::is_whitespace)),
                '。' | '！' | '？' => facts.stops += 1,
                ',' | '،' | ';' | '؛' | '、' | '，' => facts.commas += 1,
                '|' | '»' | '›' | '·' | '•' | '→' | '>' => facts.parts += 1,
                '/' => {
                    let before = text.get(..at).and_then(|t| t.chars().next_back());
                    facts.parts += usize::from(before.is_none_or(char::is_whitespace));
                }
                _ => {}
            }
        }
    }

    fn end_word(&mut self, facts: &mut Facts, words: &mut Words) {
        if self.letters == 0 {
            return;
        }
        let known = FUNCTION_WORDS.get(&self.hash);
        facts.function += usize::from(known.is_some() || self.clitic == Clitic::Article);
        if let Some(Some(person)) = known {
            facts.persons[*person as usize] += 1;
        }
        facts.capital += usize::from(self.capital);
        facts.cased += usize::from(self.cased);
        facts.numeric += usize::from(self.digit);
        facts.shouted += usize::from(self.letters >= 2 && self.upper == self.letters);
        words.hashes.push(self.hash);
        if known.is_none() {
            words.topic.push(self.hash);
        }
        *self = Scan::default();
    }
}

/// Whether a character belongs to a script written without spaces, where every character counts as a word: Chinese and
/// Japanese. A line of them would else be one long word, too short to be a sentence.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests;
