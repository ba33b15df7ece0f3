//! The letters of a name, without what writers do as they like: case, accents, vowel marks, ayn and hamza, hyphens.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{is_combining_mark, is_public_assigned};

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
    if name.is_ascii() {
        name.chars().for_each(|c| push(&mut out, c.to_ascii_lowercase()));
    } else {
        for c in name.nfc() {
            match c {
                '\0'..='\x7f' => push(&mut out, c.to_ascii_lowercase()),
                _ => match spelled(c) {
                    Some(letters) => letters.chars().for_each(|c| push(&mut out, c)),
                    None => std::iter::once(c).nfkd().flat_map(char::to_lowercase).for_each(|c| {
                        // Ǿ is an ø with an accent.
                        match spelled(c) {
                            Some(letters) => letters.chars().for_each(|c| push(&mut out, c)),
                            None => push(&mut out, c),
                        }
                    }),
                },
            }
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
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
