//! How many words a text has, after UAX #29: at a glance for words of plain letters and digits, by the crate that knows
//! all rules for the others.

use unicode_segmentation::UnicodeSegmentation;

/// How many words a text has, after UAX #29.
///
/// ```
/// assert_eq!(isnad::lang::words("Asa'ib Ahl al-Haq, 2019"), 5);
/// ```
pub fn words(text: &str) -> u32 {
    let mut count = 0;
    let mut rest = text;
    loop {
        let (plain, at) = plain_words(rest);
        let end = rest[at..]
            .find(|c: char| c.is_ascii_whitespace())
            .map_or(rest.len(), |end| at + end);
        count += plain + rest[at..end].unicode_words().count();
        rest = &rest[end..];
        if rest.is_empty() {
            return u32::try_from(count).unwrap_or(u32::MAX);
        }
    }
}

/// What stands before a mark, as far as it says whether the mark parts two words.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Letter,
    Digit,
    /// A mark that may join two letters, or two digits, after one of them.
    Mark {
        mark: char,
        after_letter: bool,
    },
}

/// How many words stand before the first piece with other characters than plain letters, digits and marks of English and
/// Arabic, and where that piece begins. White space of ASCII parts pieces, and always parts words.
fn plain_words(text: &str) -> (usize, usize) {
    let (mut words, mut words_before, mut piece) = (0, 0, 0);
    let mut before = Before::Nothing;
    for (at, c) in text.char_indices() {
        before = match c {
            'a'..='z' | 'A'..='Z' | 'ء'..='غ' | 'ـ'..='ي' => {
                words += usize::from(match before {
                    Before::Letter | Before::Digit => false,
                    Before::Mark { mark, after_letter } => {
                        !after_letter || !matches!(mark, '\'' | '’' | '‘' | '.' | ':')
                    }
                    Before::Nothing => true,
                });
                Before::Letter
            }
            '0'..='9' | '٠'..='٩' => {
                words += usize::from(match before {
                    Before::Letter | Before::Digit => false,
                    Before::Mark { mark, after_letter } => after_letter || mark == ':',
                    Before::Nothing => true,
                });
                Before::Digit
            }
            '\'' | '’' | '‘' | '.' | ':' | ',' | ';' | '،' if matches!(before, Before::Letter | Before::Digit) => {
                Before::Mark {
                    mark: c,
                    after_letter: before == Before::Letter,
                }
            }
            ' ' | '\t' | '\n' | '\r' | '\x0c' => {
                (words_before, piece) = (words, at + 1);
                Before::Nothing
            }
            '!'..='^' | '`'..='~' | '«' | '»' | '،' | '؛' | '؟' | '–' | '—' | '‘' | '’' | '“' | '”' => {
                Before::Nothing
            }
            _ => return (words_before, piece),
        };
    }
    (words, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_the_rules(text: &str) -> u32 {
        text.unicode_words().count() as u32
    }

    #[test]
    fn every_character_beside_letters_digits_and_spaces() {
        for c in '\0'..=char::MAX {
            for text in [format!("{c}"), format!("a{c}b 1{c}2 {c}ب{c}٣ {c}.a'{c}")] {
                assert_eq!(words(&text), by_the_rules(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn marks_between_letters_and_digits(text in "[ab12اب٣ \n.,:;'’‘،؛_/«»—\u{64e}\u{640}\u{200d}\u{a0}é\"-]{0,30}") {
            prop_assert_eq!(words(&text), by_the_rules(&text));
        }

        #[test]
        fn any_text(text in any::<String>()) {
            prop_assert_eq!(words(&text), by_the_rules(&text));
        }
    }
}
