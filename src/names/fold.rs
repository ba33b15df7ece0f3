//! The letters of a name, without what writers do as they like: case, accents, vowel marks, ayn and hamza, hyphens.

use std::sync::LazyLock;

use unicode_normalization::char::{is_combining_mark, is_public_assigned};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The words of a name in lower case, joined by single spaces: no accents, harakat or tatweel, no mark for ayn or hamza;
/// everything that is neither letter nor digit is a space; digits of every script are ASCII.
///
/// ```
/// use isnad::names::fold;
/// assert_eq!(fold("Qaïs  al-Khaz‘ali"), "qais al khazali");
/// assert_eq!(fold("قَيْس الخَزْعَلي"), "قيس الخزعلي");
/// assert_eq!(fold("Erdoğan"), "erdoghan");
/// ```
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if !fold_plain(name, &mut out) {
        out.clear();
        fold_any(name, &mut out);
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Folds a name all of whose characters are [`Plain`]; false for another one, of which a part may have been appended.
fn fold_plain(name: &str, out: &mut String) -> bool {
    let plain = &*PLAIN;
    for c in name.chars() {
        match place(c).and_then(|at| plain.get(at)) {
            Some(Plain::Letter(letter)) => out.push(*letter),
            Some(Plain::Gap) if out.is_empty() || out.ends_with(' ') => {}
            Some(Plain::Gap) => out.push(' '),
            Some(Plain::Nothing) => {}
            Some(Plain::Mixed) | None => return false,
        }
    }
    true
}

/// Folds any name: normalised, then character by character.
fn fold_any(name: &str, out: &mut String) {
    for c in name.nfc() {
        match spelled(c) {
            Some(letters) => letters.chars().for_each(|c| push(out, c)),
            None => std::iter::once(c).nfkd().flat_map(char::to_lowercase).for_each(|c| {
                // Ǿ is an ø with an accent.
                match spelled(c) {
                    Some(letters) => letters.chars().for_each(|c| push(out, c)),
                    None => push(out, c),
                }
            }),
        }
    }
}

/// What becomes of a character, whatever stands beside it.
#[derive(Clone, Copy, Debug)]
enum Plain {
    /// One letter or digit.
    Letter(char),
    /// A space, unless one stands before it.
    Gap,
    /// It is left out.
    Nothing,
    /// Several letters, or it may melt into its neighbour when it is normalised.
    Mixed,
}

/// The alphabets of nearly all names: Latin, Greek, Cyrillic, Hebrew and Arabic lie below.
const ALPHABETS: usize = 0x700;
/// Dashes, quotation marks and dots.
const MARKS: std::ops::Range<usize> = 0x2010..0x2028;

/// Where [`PLAIN`] has a character.
#[inline]
fn place(c: char) -> Option<usize> {
    match c as usize {
        c @ ..ALPHABETS => Some(c),
        c if MARKS.contains(&c) => Some(ALPHABETS + c - MARKS.start),
        _ => None,
    }
}

/// Normalising and the Unicode tables cost thirty times as much a letter as a look into this one.
static PLAIN: LazyLock<Vec<Plain>> = LazyLock::new(|| {
    let characters = (0..ALPHABETS).chain(MARKS);
    characters
        .map(|c| char::from_u32(c as u32).map_or(Plain::Mixed, plain))
        .collect()
});

fn plain(c: char) -> Plain {
    if is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes {
        return Plain::Mixed;
    }
    let mut after_letter = String::from("a");
    fold_any(c.encode_utf8(&mut [0; 4]), &mut after_letter);
    let mut letters = after_letter.chars().skip(1);
    match (letters.next(), letters.next()) {
        (None, _) => Plain::Nothing,
        (Some(' '), None) => Plain::Gap,
        (Some(letter), None) => Plain::Letter(letter),
        _ => Plain::Mixed,
    }
}

/// Appends one lower-case character.
fn push(out: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        '\'' | '`' | '‘' | '’' | '‛' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ʹ' | '´' | 'ء' | '\u{640}' => {}
        // Zero-width joiner, bidi marks, soft hyphen: not there. The non-joiner parts Persian words.
        '\u{ad}'
        | '\u{200b}'
        | '\u{200d}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => {}
        'ı' => out.push('i'),
        'ی' | 'ى' => out.push('ي'),
        'ک' => out.push('ك'),
        '٠'..='٩' => out.push(char::from(b'0' + (c as u32 - '٠' as u32) as u8)),
        '۰'..='۹' => out.push(char::from(b'0' + (c as u32 - '۰' as u32) as u8)),
        _ if !c.is_ascii() && is_combining_mark(c) => {}
        _ if !c.is_ascii() && c.is_alphanumeric() && is_public_assigned(c) => out.push(c),
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

/// Letters whose sound an ASCII reader would miss if only the accent were taken away.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ş' | 'Ş' | 'ș' | 'Ș' | 'š' | 'Š' => "sh",
        'ç' | 'Ç' | 'č' | 'Č' => "ch",
        'ğ' | 'Ğ' | 'ġ' | 'Ġ' => "gh",
        'ḫ' | 'Ḫ' | 'ẖ' => "kh",
        'ž' | 'Ž' => "zh",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ə' | 'Ə' => "a",
        'ß' => "ss",
        'đ' | 'Đ' => "d",
        'ð' | 'Ð' | 'ḏ' | 'Ḏ' => "dh",
        'þ' | 'Þ' | 'ṯ' | 'Ṯ' => "th",
        'ħ' | 'Ħ' => "h",
        'İ' => "i",
        _ => return None,
    })
}

/// Whether a character is of the Arabic script.
pub(crate) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any(name: &str) -> String {
        let mut out = String::new();
        fold_any(name, &mut out);
        out
    }

    fn quick(name: &str) -> Option<String> {
        let mut out = String::new();
        fold_plain(name, &mut out).then_some(out)
    }

    #[test]
    fn plain_characters_fold_as_any_do() {
        let mut plain = 0;
        for c in '\0'..=char::MAX {
            for name in [
                format!("{c}"),
                format!("a{c}"),
                format!("a {c}b"),
                format!("ا{c}\u{64e}ب"),
            ] {
                if let Some(quick) = quick(&name) {
                    assert_eq!(quick, any(&name), "{name:?}");
                    plain += 1;
                }
            }
        }
        assert!(plain > 4000, "{plain}");
        for letter in "ABCxyz059 -,.'’“آأإؤئابةتعغقكىيé٠۹".chars() {
            assert!(quick(&letter.to_string()).is_some(), "{letter}");
        }
    }

    proptest! {
        #[test]
        fn plain_names_fold_as_any_do(name in "[\0-\u{6ff}\u{2010}-\u{2027}]{0,12}|[a-fA-F ا-يً-ٕ\u{300}-\u{330}é]{0,12}") {
            if let Some(quick) = quick(&name) {
                prop_assert_eq!(quick, any(&name));
            }
        }
    }

    #[test]
    fn what_is_folded_is_folded() {
        for (name, folded) in [
            ("Ǿlafur Ǽgir", "olafur aegir"), // ø and æ with an accent
            ("GROẞE", "grosse"),             // the capital of ß
            ("Øłæß", "olaess"),
        ] {
            assert_eq!(fold(name), folded);
            assert_eq!(fold(folded), folded);
        }
    }
}
