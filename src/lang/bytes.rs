//! The plain characters of a text, read byte by byte: the characters of ASCII that are printed and its white space, Latin-1
//! letters, Arabic letters, digits and marks, quotes and dashes.
//!
//! News is made of them. A plain letter or digit folds by itself, whatever plain one stands beside it. Of a mark it is
//! told only that it parts words: some have other marks in their keys (NFKC changes the no-break space and the dots of an
//! ellipsis). What is not plain may join a letter before it, as an accent does; but nothing joins ASCII white space, so
//! that what stands between it folds stretch by stretch.

/// What a plain character is to the words of a comparison key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Plain {
    /// A letter or digit, as it stands in a key.
    Word(char),
    /// No part of a word.
    Mark,
    /// White space of ASCII.
    Space,
    /// It stands in no key.
    Nothing,
}

/// The character that begins at a byte of a text, and how many bytes it has; `None` when it is not plain.
#[inline]
pub(super) fn plain(bytes: &[u8], at: usize) -> Option<(Plain, usize)> {
    let lead = *bytes.get(at)?;
    if let Some(c) = ASCII[usize::from(lead)] {
        return Some((Plain::Word(c), 1));
    }
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    if let Some(letter) = arabic_letter(lead, next) {
        return Some((Plain::Word(letter), 2));
    }
    let seen = match (lead, next) {
        (b' ' | b'\t' | b'\n' | b'\r' | 0x0c, _) => (Plain::Space, 1),
        (b'!'..=b'~', _) => (Plain::Mark, 1),
        (0xc2, 0xa0 | 0xab | 0xbb) | (0xd8, 0x8c | 0x9b | 0x9f) => (Plain::Mark, 2), // no-break space, « »; ، ؛ ؟
        (0xc3, 0x97 | 0xb7) => (Plain::Mark, 2),                                     // × ÷
        (0xc3, 0x80..=0x9e) => (Plain::Word(of_two(lead, next + 0x20)), 2),          // À to Þ
        (0xc3, 0x9f..=0xbf) => (Plain::Word(of_two(lead, next)), 2),
        (0xd9, 0x80 | 0x8b..=0x92) => (Plain::Nothing, 2), // tatweel, harakat
        (0xd9, 0xa0..=0xa9) => (Plain::Word(char::from(b'0' + (next - 0xa0))), 2),
        (0xe2, 0x80) => match bytes.get(at + 2)? {
            0x8b..=0x8f => (Plain::Nothing, 3), // zero-width characters
            0x90..=0x95 | 0x98..=0x99 | 0x9c..=0x9f | 0xa6 => (Plain::Mark, 3), // dashes, quotes, ellipsis
            _ => return None,
        },
        _ => return None,
    };
    Some(seen)
}

/// The letters and digits of ASCII, as they are in a key.
static ASCII: [Option<char>; 256] = {
    let mut table = [None; 256];
    let mut byte = 0;
    while byte < 128u8 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = Some(byte.to_ascii_lowercase() as char);
        }
        byte += 1;
    }
    table
};

/// What a letter of Arabic, from hamza to yeh, is in a comparison key, given the two bytes of its UTF-8; `None` for any
/// other bytes.
#[inline]
pub(crate) fn arabic_letter(lead: u8, next: u8) -> Option<char> {
    if (lead & 0xfe, next & 0xc0) != (0xd8, 0x80) {
        return None;
    }
    ARABIC[usize::from(lead & 1) << 6 | usize::from(next & 0x3f)]
}

/// The letters among the 128 characters from U+0600 on, as they are in a key.
static ARABIC: [Option<char>; 128] = {
    let mut table = [None; 128];
    let mut c = 'ء';
    while c <= 'ي' {
        table[c as usize & 0x7f] = match c {
            '\u{63b}'..='\u{640}' => None, // letters of other languages, tatweel
            _ => Some(super::fold::arabic_key(c)),
        };
        c = match char::from_u32(c as u32 + 1) {
            Some(next) => next,
            None => break,
        };
    }
    table
};

/// The character of two bytes of UTF-8.
#[inline]
pub(crate) const fn of_two(lead: u8, next: u8) -> char {
    match char::from_u32((lead as u32 & 0x1f) << 6 | next as u32 & 0x3f) {
        Some(c) => c,
        None => char::REPLACEMENT_CHARACTER,
    }
}

/// Whether a text has a byte of a kind. So many are looked at before it is asked whether one was found: a machine compares
/// sixteen or more at once.
#[inline]
pub(crate) fn has_byte(text: &str, kind: impl Fn(u8) -> bool) -> bool {
    const BLOCK: usize = 128;
    let mut blocks = text.as_bytes().chunks(BLOCK);
    blocks.any(|block| block.iter().fold(false, |found, byte| found | kind(*byte)))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::lang::fold_char;

    #[test]
    fn plain_characters_are_what_they_are_in_a_key() {
        let mut letters = 0;
        for c in '\0'..=char::MAX {
            let mut key = String::new();
            c.nfkc().for_each(|c| fold_char(c, &mut |c| key.push(c)));
            let text = c.to_string();
            let seen = plain(text.as_bytes(), 0);
            assert!(seen.is_none_or(|s| s.1 == text.len()), "{c:?}");
            match seen.map(|s| s.0) {
                Some(Plain::Word(folded)) => {
                    assert_eq!(key, folded.to_string());
                    assert!(folded.is_alphanumeric());
                    letters += 1;
                }
                Some(Plain::Mark) => assert!(!key.is_empty() && !key.contains(char::is_alphanumeric), "{c:?}"),
                Some(Plain::Space) => assert!(c.is_ascii_whitespace()),
                Some(Plain::Nothing) => assert_eq!(key, "", "{c:?}"),
                None => {}
            }
        }
        assert_eq!(
            [(0xd8, b'a'), (b'a', 0xa7), (0xda, 0xa7)].map(|(a, b)| arabic_letter(a, b)),
            [None; 3]
        );
        // ASCII, Latin-1 from À on without × and ÷, Arabic letters and digits.
        assert_eq!(letters, 62 + 62 + 36 + 10);
    }
}
