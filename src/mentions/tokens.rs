//! The words of a text, as the finders see them: where they stand, how they are written, what is between them.
//!
//! A word is a run of letters and digits with apostrophes inside it (Ka'abi) but without the possessive 's; words end at
//! hyphens, so that "al-Haq", "Al Haq" and "Iran-backed" are two words each. Dotted letters (U.S.) are one word.
//! Arabic words know how long the particle glued to their front is (و ف ب ل ك).

use unicode_normalization::char::is_combining_mark;

use super::letters::{self, APOSTROPHE, BEGINS, DIGIT, FOLDS, LETTER, Letters, WORD, letters};
use super::words::{
    KeyMap, LEARNT, LOC_HEAD, NAME, ORG_HEAD, ORG_WORD, PLACE, SHORT_PLACE, STARTS, TITLE, folded, hash,
    without_article,
};
use crate::types::Sentence;

/// What stands between a word and the one before it in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing is before it: the sentence begins.
    Start,
    /// A space.
    Space,
    /// A hyphen or an en dash without spaces, or nothing at all.
    Hyphen,
    /// A full stop.
    Stop,
    /// A comma.
    Comma,
    /// An ampersand.
    And,
    /// A possessive 's.
    Possessive,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A quotation mark.
    Quote,
    /// A slash.
    Slash,
    /// A colon.
    Colon,
    /// A dash between spaces.
    Dash,
    /// "@" or "#" at its front.
    Handle,
    /// Anything else.
    Other,
}

/// Begins with a capital letter.
pub const CAPITAL: u16 = 1;
/// At least two letters, all of them capitals.
pub const UPPER: u16 = 1 << 1;
/// A single capital letter.
pub const INITIAL: u16 = 1 << 2;
/// Capital letters each with a full stop.
pub const DOTTED: u16 = 1 << 3;
/// Begins with a digit.
pub const NUMBER: u16 = 1 << 4;
/// Has a capital after a small letter.
pub const MIXED: u16 = 1 << 5;
/// Holds a digit.
pub const DIGITS: u16 = 1 << 6;
/// Begins with an Arabic letter.
pub const ARABIC: u16 = 1 << 7;
/// An Arabic word with the article.
pub const ARTICLE: u16 = 1 << 8;

/// A word.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Index of its sentence.
    pub sentence: u32,
    /// How it is written.
    pub shape: u16,
    /// Bytes of the particle glued to an Arabic word's front.
    pub proclitic: u8,
    /// What is before it.
    pub gap: Gap,
    /// What the lists say.
    pub flags: u32,
    /// Hash of the folded word without particle and article.
    pub key: u64,
}

impl Token {
    /// Whether it is written thus.
    pub fn is(&self, shape: u16) -> bool {
        self.shape & shape != 0
    }
    /// Whether a list says so.
    pub fn has(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }
    /// What the lists say, for the tagger.
    pub fn learnt(&self) -> u32 {
        self.flags & LEARNT
    }
    /// Where a name begins that begins with this word.
    pub fn name_start(&self) -> usize {
        self.start + usize::from(self.proclitic)
    }
    /// Whether a name may go on with this word: not after a bracket, a colon, a quotation mark or a slash.
    pub fn goes_on(&self) -> bool {
        self.joined()
            || matches!(
                self.gap,
                Gap::Stop | Gap::Comma | Gap::And | Gap::Dash | Gap::Possessive
            )
    }
    /// Whether nothing but a space, a hyphen or nothing is between it and the word before.
    pub fn joined(&self) -> bool {
        matches!(self.gap, Gap::Space | Gap::Hyphen)
    }
}

/// The words of the sentences, in order, with what `words` knows about them.
pub fn tokens(text: &str, sentences: &[Sentence], words: &KeyMap<u32>) -> Vec<Token> {
    // English has a word for every six bytes or so.
    let mut out = Vec::with_capacity(text.len() / 6);
    let mut buffer = String::new();
    let letters = letters();
    for (index, sentence) in sentences.iter().enumerate() {
        let Some(line) = text.get(sentence.span.range()) else {
            continue;
        };
        let base = sentence.span.start;
        let mut at = 0;
        let mut before = None;
        while let Some(word) = next_word(line, at, letters) {
            let written = &line[word.start..word.end];
            let folded = if word.holds & FOLDS == 0 {
                written
            } else {
                folded(written, &mut buffer);
                &buffer
            };
            let bare = without_article(folded);
            let shape = shape(written, &word, letters);
            let article = shape & ARABIC != 0 && bare.len() != folded.len();
            out.push(Token {
                start: base + word.start,
                end: base + word.end,
                sentence: u32::try_from(index).unwrap_or(u32::MAX),
                shape: if article { shape | ARTICLE } else { shape },
                proclitic: 0,
                gap: match before {
                    None => gap(&line[..word.start], true),
                    Some(end) if line.as_bytes()[end..word.start] == *b" " => Gap::Space,
                    Some(end) => gap(&line[end..word.start], false),
                },
                flags: 0,
                key: hash(bare),
            });
            before = Some(word.end);
            at = word.next;
        }
    }
    // All at once, so that the processor fetches the next rows of the large table while it waits for one.
    for token in &mut out {
        match words.get(&token.key) {
            Some(flags) => token.flags = *flags,
            None if token.is(ARABIC) => split(text, token, words, &mut buffer),
            None => {}
        }
    }
    out
}

/// Where a word stands in its line.
struct Word {
    start: usize,
    end: usize,
    /// Where to go on: after a possessive s.
    next: usize,
    /// What its first character is.
    first: u8,
    /// What its characters are, all together.
    holds: u8,
}

/// The next word of `line` at or after byte `at`.
fn next_word(line: &str, mut at: usize, letters: &Letters) -> Option<Word> {
    let (start, first) = loop {
        let (class, next) = letters.at(line, at)?;
        if class & BEGINS != 0 {
            break (at, class);
        }
        at = next;
    };
    let word = |end: usize, next: usize, holds: u8| Word {
        start,
        end,
        next,
        first,
        holds,
    };
    if first & letters::CAPITAL != 0
        && let Some(len) = dotted(&line.as_bytes()[start..])
    {
        return Some(word(start + len, start + len, first));
    }
    let mut holds = first;
    while let Some((class, next)) = letters.at(line, at) {
        if class & WORD == 0 {
            let inner = class & APOSTROPHE != 0 && letters.at(line, next).is_some_and(|(class, _)| class & BEGINS != 0);
            if !inner {
                return Some(word(at, at, holds));
            }
            if possessive(line, next, letters) {
                return Some(word(at, next + 1, holds));
            }
        }
        holds |= class;
        at = next;
    }
    Some(word(at, at, holds))
}

/// Whether a possessive s stands at byte `at`, behind an apostrophe.
fn possessive(line: &str, at: usize, letters: &Letters) -> bool {
    matches!(line.as_bytes().get(at), Some(b's' | b'S'))
        && letters.at(line, at + 1).is_none_or(|(class, _)| class & WORD == 0)
}

/// Length of dotted capitals ("U.S.", "U.A.E.") at the start, when there are at least two.
fn dotted(bytes: &[u8]) -> Option<usize> {
    let mut len = 0;
    while bytes.get(len).is_some_and(u8::is_ascii_uppercase) && bytes.get(len + 1) == Some(&b'.') {
        len += 2;
    }
    // "U.S" without the last stop.
    let last = len >= 2
        && bytes.get(len).is_some_and(u8::is_ascii_uppercase)
        && !bytes.get(len + 1).is_some_and(|b| b.is_ascii_alphanumeric());
    if last {
        return Some(len + 1);
    }
    (len >= 4 && !bytes.get(len).is_some_and(u8::is_ascii_alphanumeric)).then_some(len)
}

/// How a word is written.
fn shape(written: &str, word: &Word, letters: &Letters) -> u16 {
    let arabic = word.first & (letters::ARABIC | LETTER | letters::CAPITAL | DIGIT) == letters::ARABIC | LETTER;
    let mut shape = if arabic { ARABIC } else { 0 };
    if word.holds & (letters::CAPITAL | DIGIT) == 0 {
        return shape;
    }
    let (mut count, mut capitals, mut small) = (0u32, 0u32, false);
    for (i, c) in written.chars().enumerate() {
        let class = letters.class(c);
        if class & letters::CAPITAL != 0 {
            count += 1;
            capitals += 1;
            shape |= if i == 0 { CAPITAL } else { 0 } | if small { MIXED } else { 0 };
        } else if class & DIGIT != 0 {
            shape |= DIGITS | if i == 0 { NUMBER } else { 0 };
        } else if class & LETTER != 0 {
            count += 1;
            small = true;
        } else if c == '.' {
            shape |= DOTTED;
        }
    }
    if capitals == count && capitals >= 2 {
        shape |= UPPER;
    }
    if capitals == 1 && count == 1 && shape & DIGITS == 0 {
        shape |= INITIAL;
    }
    shape
}

/// What stands between two words.
fn gap(between: &str, first: bool) -> Gap {
    match between {
        " " => return Gap::Space,
        "" | "-" | "‐" | "‑" | "–" if !first => return Gap::Hyphen,
        _ => {}
    }
    let mut found = if first { Gap::Start } else { Gap::Other };
    for c in between.chars().take(16) {
        let here = match c {
            '.' => Gap::Stop,
            ',' | '،' => Gap::Comma,
            '&' => Gap::And,
            '(' | '[' => Gap::Open,
            ')' | ']' => Gap::Close,
            '"' | '“' | '”' | '«' | '»' | '„' => Gap::Quote,
            '/' => Gap::Slash,
            ':' => Gap::Colon,
            '@' | '#' => Gap::Handle,
            '\'' | '’' if between.chars().nth(1).is_some_and(|c| c == 's' || c == 'S') => Gap::Possessive,
            '-' | '–' | '—' => Gap::Dash,
            _ => continue,
        };
        let stronger = matches!(here, Gap::Open | Gap::Handle) || matches!(found, Gap::Other | Gap::Possessive);
        if stronger && (!first || matches!(here, Gap::Open | Gap::Handle | Gap::Quote)) {
            found = here;
        }
    }
    // A trailing apostrophe as in "Shia’ al-Sudani" keeps a name together.
    if found == Gap::Other && matches!(between, "’ " | "' " | "ʼ " | "ʾ " | "ʿ " | " ‘" | " ʿ") {
        Gap::Space
    } else {
        found
    }
}

/// Sets the particle of an Arabic word aside that no list knows with it: the first reading that a list knows, or that the
/// article shows.
fn split(text: &str, token: &mut Token, words: &KeyMap<u32>, buffer: &mut String) {
    let word = &text[token.start..token.end];
    // Most words begin otherwise and need not be folded again.
    buffer.clear();
    for c in word.chars() {
        letters().fold(c, buffer);
        if !buffer.is_empty() {
            break;
        }
    }
    if !buffer.starts_with(['و', 'ب', 'ل', 'ف', 'ك']) {
        return;
    }
    folded(word, buffer);
    for &particle in PARTICLES {
        let Some(rest) = buffer.strip_prefix(particle) else {
            continue;
        };
        // "لل" is ل and the article, whose first letter is not written.
        // But "للبنان" is ل and "لبنان".
        let (rest, article) = match rest.strip_prefix('ل') {
            Some(tail)
                if particle.ends_with('ل')
                    && tail.len() >= 6
                    && words.get(&hash(rest)).is_none_or(|flags| flags & PLACE == 0) =>
            {
                (tail, true)
            }
            _ => (without_article(rest), rest.starts_with("ال")),
        };
        // Two letters are too little to tell a word from an ending.
        if rest.len() < 6 {
            continue;
        }
        if let Some(flags) = words.get(&hash(rest))
            && (article || splits(particle, rest, *flags))
        {
            token.key = hash(rest);
            token.flags = *flags;
            token.proclitic = u8::try_from(written(word, particle)).unwrap_or(0);
            token.shape |= if article { ARTICLE } else { 0 };
            return;
        }
        let shown = article && particle.len() == 2 && !matches!(particle, "ك" | "ف");
        if shown && rest.len() >= 8 {
            // An unknown word with particle and article: the article shows that the particle is one. Foreign names begin like
            // ك or ف and the article too often for that ("كاليفورنيا", "فالنسيا").
            token.key = hash(rest);
            token.proclitic = u8::try_from(written(word, particle)).unwrap_or(0);
            token.shape |= ARTICLE;
            return;
        }
    }
}

/// Whether a known word without the article is likely to stand after this particle. ب, ف and ك begin many words, so there
/// it must be the kind of word that names are made of, of four letters at least ("بلاد" is not ب and "لاد").
fn splits(particle: &str, rest: &str, flags: u32) -> bool {
    if !matches!(particle, "ب" | "ف" | "ك") {
        return true;
    }
    let name = flags & (NAME | PLACE | STARTS | ORG_WORD | TITLE) != 0;
    flags & (ORG_HEAD | LOC_HEAD | SHORT_PLACE) != 0 || name && rest.len() >= 8
}

/// The particles that are glued to Arabic words, single ones first.
const PARTICLES: &[&str] = &["و", "ب", "ل", "ف", "ك", "وب", "ول", "فب", "فل", "وك"];

/// How many bytes of `word` a folded particle takes, marks and tatweel included.
fn written(word: &str, particle: &str) -> usize {
    let mut left = particle.chars().count();
    for (i, c) in word.char_indices() {
        let mark = crate::lang::is_ignorable(c) || is_combining_mark(c);
        if left == 0 && !mark {
            return i;
        }
        if !mark {
            left -= 1;
        }
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    fn of(text: &str) -> Vec<(String, Gap)> {
        let sentences = [Sentence {
            span: Span::new(0, text.len()),
            segment: 0,
            language: None,
        }];
        let words = super::super::words::shipped();
        tokens(text, &sentences, &words)
            .iter()
            .map(|t| (text[t.name_start()..t.end].to_owned(), t.gap))
            .collect()
    }

    fn words_of(text: &str) -> Vec<String> {
        of(text).into_iter().map(|(w, _)| w).collect()
    }

    #[test]
    fn words_and_what_is_between() {
        assert_eq!(words_of("Akram al-Ka'abi's men"), ["Akram", "al", "Ka'abi", "men"]);
        assert_eq!(
            words_of("The U.S. and the U.A.E. met J. Smith."),
            ["The", "U.S.", "and", "the", "U.A.E.", "met", "J", "Smith"]
        );
        assert_eq!(words_of("Iran-backed"), ["Iran", "backed"]);
        assert_eq!(
            of("a, b (C) D’s e")[1..].iter().map(|x| x.1).collect::<Vec<_>>(),
            [Gap::Comma, Gap::Open, Gap::Close, Gap::Possessive]
        );
    }

    #[test]
    fn arabic_particles_are_set_aside() {
        assert_eq!(words_of("زار بغداد والعراق"), ["زار", "بغداد", "العراق"]);
        assert_eq!(words_of("وليد"), ["وليد"]);
        assert_eq!(words_of("عاش بمصر ثم بالعراق"), ["عاش", "مصر", "ثم", "العراق"]);
    }

    #[test]
    fn a_first_letter_is_not_always_a_particle() {
        for word in ["كاليفورنيا", "بلاد", "فرنان", "فالنسيا", "بلدان"] {
            assert_eq!(words_of(word), [word]);
        }
        assert_eq!(words_of("للبنان"), ["لبنان"]);
    }
}
