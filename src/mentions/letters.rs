//! What a character is to a word, and what it folds to: looked up in a table for the scripts of news text and its
//! quotation marks, asked of Unicode for all others.
//!
//! No character's folding depends on its neighbours, because marks are dropped wherever they stand. The table is made by
//! the same functions that answer for the characters outside it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::lang::{self, is_letter, is_letter_or_digit};

/// A letter or a digit: begins a word.
pub const BEGINS: u8 = 1;
/// Goes on inside a word: letters, digits and the marks that belong to them.
pub const WORD: u8 = 1 << 1;
/// Stands for an apostrophe, an ayn or a hamza inside a word.
pub const APOSTROPHE: u8 = 1 << 2;
/// Folds to something else than itself.
pub const FOLDS: u8 = 1 << 3;
/// Any letter.
pub const LETTER: u8 = 1 << 4;
/// A capital letter.
pub const CAPITAL: u8 = 1 << 5;
/// A digit or another number.
pub const DIGIT: u8 = 1 << 6;
/// A character of the Arabic script.
pub const ARABIC: u8 = 1 << 7;

/// Latin, Greek, Cyrillic, Hebrew and Arabic: all that takes one or two bytes.
const LETTERS: usize = 0x800;
/// Quotation marks, dashes and spaces stand in a block of their own.
const MARKS: std::ops::Range<usize> = 0x2000..0x2070;
const ROWS: usize = LETTERS + MARKS.end - MARKS.start;
/// In the column of the folded characters: it folds to nothing.
const NOTHING: u16 = 0xffff;
/// It folds to several characters, or to one that is too large for the column.
const OTHER: u16 = 0xfffe;

/// The table.
pub struct Letters {
    class: [u8; ROWS],
    folded: [u16; ROWS],
}

/// The table, made at the first call.
pub fn letters() -> &'static Letters {
    static TABLE: LazyLock<Letters> = LazyLock::new(Letters::new);
    &TABLE
}

impl Letters {
    fn new() -> Letters {
        let mut letters = Letters {
            class: [0; ROWS],
            folded: [OTHER; ROWS],
        };
        let code_points = (0..LETTERS as u32).chain(MARKS.start as u32..MARKS.end as u32);
        for (c, row) in code_points.filter_map(char::from_u32).zip(0..) {
            letters.class[row] = class(c);
            let (mut count, mut last) = (0, None);
            fold(c, &mut |c| {
                count += 1;
                last = u16::try_from(u32::from(c)).ok();
            });
            letters.folded[row] = match (count, last) {
                (0, _) => NOTHING,
                (1, Some(c)) if c < OTHER => c,
                _ => OTHER,
            };
        }
        letters
    }

    /// What a character is.
    #[inline]
    pub fn class(&self, c: char) -> u8 {
        match row(c) {
            Some(row) => self.class[row],
            None => class(c),
        }
    }

    /// What the character at byte `at` of a text is, and where the next one begins; `None` at the end of the text.
    #[inline]
    pub fn at(&self, text: &str, at: usize) -> Option<(u8, usize)> {
        match *text.as_bytes().get(at..)? {
            [] => None,
            [c @ ..0x80, ..] => Some((self.class[usize::from(c)], at + 1)),
            [first @ 0xc0..0xe0, second, ..] => {
                let c = usize::from(first & 0x1f) << 6 | usize::from(second & 0x3f);
                Some((self.class[c], at + 2))
            }
            _ => {
                let c = text.get(at..)?.chars().next()?;
                Some((self.class(c), at + c.len_utf8()))
            }
        }
    }

    /// Appends what a character folds to.
    #[inline]
    pub fn fold(&self, c: char, out: &mut String) {
        match row(c).map_or(OTHER, |row| self.folded[row]) {
            NOTHING => {}
            OTHER => fold(c, &mut |c| out.push(c)),
            folded => out.extend(char::from_u32(u32::from(folded))),
        }
    }
}

/// Where in the table a character stands.
#[inline]
fn row(c: char) -> Option<usize> {
    match c as usize {
        c if c < LETTERS => Some(c),
        c if MARKS.contains(&c) => Some(LETTERS + c - MARKS.start),
        _ => None,
    }
}

/// What Unicode and the apostrophes of transliteration say of a character.
fn class(c: char) -> u8 {
    let (mut only, mut count) = (None, 0);
    fold(c, &mut |c| {
        only = Some(c);
        count += 1;
    });
    let begins = is_letter_or_digit(c);
    let joins = matches!(c, '\u{640}' | '\u{ad}' | '\u{200c}' | '\u{200d}');
    [
        (BEGINS, begins),
        (WORD, begins || is_combining_mark(c) || joins),
        (
            APOSTROPHE,
            matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '´'),
        ),
        (FOLDS, count != 1 || only != Some(c)),
        (LETTER, is_letter(c)),
        (CAPITAL, c.is_uppercase()),
        (DIGIT, c.is_numeric()),
        (
            ARABIC,
            matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{feff}'),
        ),
    ]
    .iter()
    .fold(0, |all, (class, is)| if *is { all | class } else { all })
}

/// What a character folds to: as in [`lang::fold`], and without diacritics and apostrophes.
fn fold(c: char, emit: &mut impl FnMut(char)) {
    for c in [c].into_iter().nfkd().filter(|c| !is_combining_mark(*c)) {
        lang::fold_char(c, &mut |c| {
            if c != '\'' && !is_combining_mark(c) {
                emit(c);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(letters().class(c), class(c), "{c:?}");
            assert_eq!(
                letters().at(&format!("é{c}."), 2),
                Some((class(c), 2 + c.len_utf8())),
                "{c:?}"
            );
            let (mut quick, mut slow) = (String::new(), String::new());
            letters().fold(c, &mut quick);
            fold(c, &mut |c| slow.push(c));
            assert_eq!(quick, slow, "{c:?}");
            assert_eq!(class(c) & FOLDS == 0, slow.chars().eq([c]), "{c:?}");
        }
    }

    #[test]
    fn neighbours_do_not_change_a_folding() {
        // Marks in an order that normalisation changes, a syllable of three letters, a ligature.
        for word in [
            "q\u{323}\u{307}a\u{307}\u{323}",
            "\u{1100}\u{1161}\u{11a8}각",
            "ﷲ\u{651}\u{64e}ﻻ",
            "Ǆ½",
        ] {
            let mut whole = String::new();
            for c in word.nfkd().filter(|c| !is_combining_mark(*c)) {
                lang::fold_char(c, &mut |c| whole.push(c));
            }
            let mut single = String::new();
            word.chars().for_each(|c| fold(c, &mut |c| single.push(c)));
            assert_eq!(single, whole);
        }
    }
}
