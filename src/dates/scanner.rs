//! Cuts a text into words, numbers and marks with byte offsets, and looks every word up in the lexicon.
//!
//! A number and a word that touch are two tokens (`1990s`, `20th`, `1440هـ`); so are a mark and its neighbours.
//! Arabic words lose their proclitics (و ف ب ل ك) and the article for the look-up, and remember both.

use crate::lang::{fold_char, fold_letters, is_capital, is_ignorable, is_letter};

use super::lexicon::{LONGEST, Word, meaning};

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte; of a word with proclitics, the first byte after them.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it means.
    pub word: Word,
    /// Value of a number; saturates.
    pub number: u32,
    /// How many digits a number has.
    pub digits: u8,
    /// No white space stands before it.
    pub glued: bool,
    /// A word that begins with a capital letter.
    pub capital: bool,
    /// A word of Arabic script.
    pub arabic: bool,
    /// An Arabic word with the article.
    pub definite: bool,
    /// An Arabic word that begins with و, which may be the word for and.
    pub waw: bool,
    /// An Arabic word that was looked up without its proclitics.
    pub proclitic: bool,
    /// A lower-case word that ends like an English past tense.
    pub past: bool,
    /// The lower-case letter of an ASCII word of one letter, else 0.
    pub letter: u8,
}

/// Fills `tokens` with the tokens of `text`; offsets count from `base`.
pub(super) fn tokens(text: &str, base: usize, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut key = String::with_capacity(2 * LONGEST);
    let mut spaced = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        if c.is_whitespace() {
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        key.clear();
        let letters = fold_letters(&mut key, &text[start..]);
        at += if letters > 0 { letters } else { c.len_utf8() };
        if letters == 0 && is_ignorable(c) {
            continue;
        }
        let mut token = Token {
            start: base + start,
            end: base + at,
            word: Word::Other,
            number: 0,
            digits: 0,
            glued: !spaced,
            capital: false,
            arabic: false,
            definite: false,
            waw: false,
            proclitic: false,
            past: false,
            letter: 0,
        };
        spaced = false;
        if let Some(digit) = digit(c) {
            token.word = Word::Number;
            token.number = digit;
            token.digits = 1;
            for (c, digit) in text[at..].chars().map_while(|c| Some((c, self::digit(c)?))) {
                token.number = token.number.saturating_mul(10).saturating_add(digit);
                token.digits = token.digits.saturating_add(1);
                at += c.len_utf8();
            }
            token.end = base + at;
        } else if letters > 0 || is_letter(c) {
            token.capital = is_capital(c);
            token.arabic = is_arabic(c);
            if letters == 0 {
                fold_char(c, &mut |c| key.push(c));
            }
            // The other letters, and the characters between letters that are in no key (zero-width ones), which end no word.
            for c in text[at..].chars() {
                let letter = is_letter(c);
                if !letter && !is_ignorable(c) {
                    break;
                }
                fold_char(c, &mut |c| key.push(c));
                at += c.len_utf8();
                if letter {
                    token.end = base + at;
                }
            }
            token.waw = key.starts_with('و');
            look_up(&mut token, &key, text, base);
        } else {
            token.word = Word::Mark(plain(c));
        }
        tokens.push(token);
    }
}

/// Finds the meaning of a word.
fn look_up(token: &mut Token, key: &str, text: &str, base: usize) {
    if key.len() > LONGEST {
        return;
    }
    if !token.arabic {
        token.letter = if key.len() == 1 { key.as_bytes()[0] } else { 0 };
        token.word = match meaning(key) {
            // A seat or a foot counts only in a compound.
            Some(Word::Measured) if !token.glued => Word::Other,
            word => word.unwrap_or(Word::Other),
        };
        token.past = token.word == Word::Other && key.ends_with("ed") && !token.capital;
        return;
    }
    if let Some(word) = meaning(key) {
        token.word = word;
        return;
    }
    // A word of the list under و ف, then ب ل ك, then ال (which is لل after ل).
    let mut stem = key;
    let mut letters = 0;
    if let Some(word) = stem.strip_prefix("ال").and_then(meaning) {
        token.definite = true;
        return settle(token, word, letters, text, base);
    }
    for clitics in [['و', 'ف', 'ف'], ['ب', 'ل', 'ك']] {
        let Some(shorter) = stem.strip_prefix(clitics) else {
            continue;
        };
        let contracted = stem.strip_prefix("لل");
        stem = shorter;
        letters += 1;
        let definite = contracted.or(stem.strip_prefix("ال")).and_then(meaning);
        if let Some(word) = definite.or_else(|| meaning(stem)) {
            token.definite = definite.is_some();
            return settle(token, word, letters, text, base);
        }
    }
}

/// Gives a token its meaning and moves its start behind so many proclitic letters.
fn settle(token: &mut Token, word: Word, letters: usize, text: &str, base: usize) {
    // One letter under a proclitic (وم, به) is another word.
    if letters > 0
        && matches!(
            word,
            Word::EraAd | Word::EraBc | Word::EraHijri | Word::Am | Word::And | Word::Now | Word::Dhu
        )
        && !token.definite
    {
        return;
    }
    token.word = word;
    if letters > 0 {
        token.proclitic = true;
        let raw = text.get(token.start - base..token.end - base).unwrap_or("");
        if let Some((at, _)) = raw.char_indices().filter(|(_, c)| !is_ignorable(*c)).nth(letters) {
            token.start += at;
        }
    }
}

/// The value of a decimal digit of the scripts that dates are written in.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        _ => None,
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// One form for the many dashes, quotes and commas.
fn plain(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '‘' | '’' | '‛' | 'ʼ' | '´' | '′' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '،' => ',',
        '؛' => ';',
        '٫' => '.',
        '⁄' | '∕' => '/',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, Word)> {
        let mut found = Vec::new();
        tokens(text, 0, &mut found);
        found.iter().map(|t| (&text[t.start..t.end], t.word)).collect()
    }

    #[test]
    fn numbers_words_and_marks() {
        assert_eq!(
            shown("the 1990s—May"),
            [
                ("the", Word::The),
                ("1990", Word::Number),
                ("s", Word::PluralS),
                ("—", Word::Mark('-')),
                ("May", Word::Month(5))
            ]
        );
    }

    #[test]
    fn arabic_words_lose_their_proclitics() {
        assert_eq!(shown("وأمس"), [("أمس", Word::Day(-1))]);
        assert_eq!(
            shown("للعام ٢٠٠٦"),
            [
                ("لعام", Word::Unit(super::super::lexicon::Unit::Year)),
                ("٢٠٠٦", Word::Number)
            ]
        );
        assert_eq!(shown("وبالسبت"), [("السبت", Word::Weekday(6))]);
        assert_eq!(shown("مارسيل"), [("مارسيل", Word::Other)]);
        assert_eq!(shown("هـ"), [("هـ", Word::EraHijri)]);
    }
}
