//! One alphabet for all scripts: a word becomes a short run of symbols that say how it sounds, so that قيس, Qays and Kais
//! can be compared letter by letter.

use std::sync::LazyLock;

/// A symbol: an index into [`SYMBOLS`], or from [`FOREIGN`] on a letter of a script that `alphabet.tsv` does not know.
pub(crate) type Symbol = u8;

/// The symbols by the characters that the data files call them by; the weak ones first, digits last.
pub(crate) const SYMBOLS: &[u8; 43] = b"AEIOULYWHbtcjChxdzrsSDZGfqkglmnpv0123456789";

/// First weak symbol that is not a vowel; below it vowels.
pub(crate) const Y: Symbol = 6;
/// First consonant; below it weak symbols.
pub(crate) const CONSONANTS: Symbol = 9;
/// First digit.
pub(crate) const DIGITS: Symbol = 33;
/// First symbol for letters that no table knows; up to 63, so that a word's symbols fit a 64-bit mask.
pub(crate) const FOREIGN: Symbol = 43;
/// So many symbols there can be.
pub(crate) const COUNT: usize = 64;

/// Longest word in symbols; what is beyond is not compared. The longest name words have about 20 letters.
pub(crate) const LONGEST: usize = 32;

/// The symbol that a data file calls by a character.
pub(crate) fn symbol(called: u8) -> Option<Symbol> {
    SYMBOLS.iter().position(|&s| s == called).map(|i| i as Symbol)
}

struct Alphabet {
    /// Latin letter groups by first letter, the longest first.
    latin: [Vec<(&'static [u8], Vec<Symbol>)>; 26],
    /// Letters of other scripts by their code; `None` when they are not known.
    letters: Vec<Option<Box<[Symbol]>>>,
}

static ALPHABET: LazyLock<Alphabet> = LazyLock::new(|| {
    let mut latin: [Vec<(&[u8], Vec<Symbol>)>; 26] = Default::default();
    let mut letters: Vec<Option<Box<[Symbol]>>> = Vec::new();
    for line in include_str!("alphabet.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(script), Some(from), Some(to)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let to: Vec<Symbol> = to.bytes().filter_map(symbol).collect();
        if script == "latin" {
            if let Some(group) = from
                .bytes()
                .next()
                .and_then(|b| latin.get_mut(usize::from(b.wrapping_sub(b'a'))))
            {
                group.push((from.as_bytes(), to));
            }
        } else {
            for c in from.chars() {
                let at = c as usize;
                letters.resize(letters.len().max(at + 1), None);
                letters[at] = Some(to.as_slice().into());
            }
        }
    }
    latin
        .iter_mut()
        .for_each(|group| group.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len())));
    Alphabet { latin, letters }
});

/// Appends the symbols of a folded word, or of a further part of the word whose symbols begin at `from`: doubled ones once
/// (not digits), at most [`LONGEST`].
pub(crate) fn encode(word: &str, from: usize, out: &mut Vec<Symbol>) {
    let alphabet = &*ALPHABET;
    let mut push = |s: Symbol| {
        let twice = out.len() > from && out.last() == Some(&s) && !(DIGITS..FOREIGN).contains(&s);
        if !twice && out.len() - from < LONGEST {
            out.push(s);
        }
    };
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            'a'..='z' => {
                let groups = alphabet
                    .latin
                    .get(usize::from(c as u8 - b'a'))
                    .map_or(&[][..], Vec::as_slice);
                // The groups are of four letters at most: comparing them costs less than the call that would.
                let here = |letters: &[u8]| {
                    letters.len() <= rest.len() && letters.iter().zip(rest.as_bytes()).all(|(a, b)| a == b)
                };
                if let Some((letters, symbols)) = groups.iter().find(|(letters, _)| here(letters)) {
                    taken = letters.len();
                    symbols.iter().for_each(|&s| push(s));
                }
            }
            '0'..='9' => push(DIGITS + (c as u8 - b'0')),
            _ => match alphabet.letters.get(c as usize).and_then(Option::as_ref) {
                Some(symbols) => symbols.iter().for_each(|&s| push(s)),
                // 21 symbols are left for the letters of all other scripts; names there differ in more than one letter.
                None => push(FOREIGN + (c as u32 % (COUNT as u32 - u32::from(FOREIGN))) as Symbol),
            },
        }
        rest = &rest[taken..];
    }
}

/// The consonant class of a symbol for skeletons: what writers exchange is one class. `None` for weak symbols, for h
/// (which comes and goes) and v (which is w in Persian).
pub(crate) fn class(s: Symbol) -> Option<u8> {
    match SYMBOLS.get(usize::from(s)) {
        Some(b'A' | b'E' | b'I' | b'O' | b'U' | b'L' | b'Y' | b'W' | b'H' | b'h' | b'v') => None,
        Some(b'q' | b'k' | b'g' | b'G' | b'x' | b'j') => Some(b'k'),
        Some(b's' | b'c' | b'S' | b'C') => Some(b's'),
        Some(b'd' | b'Z' | b'z' | b'D' | b't') => Some(b'd'),
        Some(b'b' | b'p' | b'f') => Some(b'b'),
        Some(&other) => Some(other),
        None => Some(s),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str) -> String {
        let mut out = Vec::new();
        encode(word, 0, &mut out);
        out.iter()
            .map(|&s| SYMBOLS.get(usize::from(s)).map_or('?', |&b| b as char))
            .collect()
    }

    #[test]
    fn scripts_meet_in_one_alphabet() {
        assert_eq!(shown("khazali"), "xAzAlI");
        assert_eq!(shown("خزعلي"), "xzlY");
        assert_eq!(shown("путин"), "pUtIn");
        assert_eq!(shown("daqdooq"), "dAqdUq");
        assert_eq!(shown("muhammad"), "mUhAmAd");
        assert_eq!(shown("2011"), "2011");
    }
}
