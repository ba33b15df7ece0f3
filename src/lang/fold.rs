//! Comparison keys: texts that differ only in case, width, quotes, dashes, vowel marks or Arabic letter
//! variants get the same key. Keys are for comparing; they are never written as text.

use unicode_normalization::UnicodeNormalization;

/// The comparison key of a text: NFKC, lower case, white space to single spaces, curly quotes and dashes
/// to ASCII, a backtick as an apostrophe, no zero-width or bidi characters; Arabic without tatweel and harakat,
/// أإآٱ as ا, ى as ي, ة as ه, Persian ی ک as ي ك, and digits of every script as ASCII.
///
/// ```
/// use isnad::lang::fold;
/// assert_eq!(fold("  “Asa’ib\u{a0}Ahl—al-Haq” "), "\"asa'ib ahl-al-haq\"");
/// assert_eq!(fold("عـصائبُ أهل الحقّ ٢٠١٩"), "عصائب اهل الحق 2019");
/// assert_eq!(fold("Don`t"), "don't");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    // Where the last word or other character that stands alone begins, and how long the key was before it.
    let (mut alone, mut key) = (0, 0);
    loop {
        let before = out.len();
        let letters = fold_letters(&mut out, &text[at..]);
        if letters > 0 {
            (alone, key) = (at, before);
            at += letters;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if stands_alone(c) {
            (alone, key) = (at, out.len());
        }
        if c == ' ' {
            push(&mut out, c);
            at += 1;
        } else if is_settled(c) {
            fold_char(c, &mut |c| push(&mut out, c));
            at += c.len_utf8();
        } else {
            // What must be normalised, with the letter that it may be joined to, up to the next one that joins nothing.
            let end = text[at..].find(stands_alone).map_or(text.len(), |end| at + end);
            out.truncate(key);
            for c in text[alone..end].nfkc() {
                fold_char(c, &mut |c| push(&mut out, c));
            }
            (alone, key) = (end, out.len());
            at = end;
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Appends the key of the plain letters of English and Arabic that a text begins with; how many bytes they take.
pub(crate) fn fold_letters(out: &mut String, text: &str) -> usize {
    let mut rest = text.chars();
    loop {
        let taken = text.len() - rest.as_str().len();
        match rest.next() {
            Some(c @ 'a'..='z') => out.push(c),
            Some(c @ 'A'..='Z') => out.push(c.to_ascii_lowercase()),
            Some(c @ ('ء'..='غ' | 'ف'..='ي')) => out.push(arabic_key(c)),
            _ => return taken,
        }
    }
}

/// What a letter of Arabic is in a key, where its variants are one; any other character is as it was.
#[inline]
pub(super) const fn arabic_key(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        _ => c,
    }
}

/// Appends a character, white space as a single space and none at the start.
#[inline]
fn push(out: &mut String, c: char) {
    if c == ' ' || c.is_whitespace() {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    } else {
        out.push(c);
    }
}

/// Whether NFKC leaves a character as it is, and joins it with none before it: most of English and Arabic news.
///
/// Two other lists of such characters are longer, because those who read by them know more of what stands beside. The plain
/// characters of detection (`bytes.rs`) and the composed ones of copies (`dedupe/words.rs`) stand only beside each other, for
/// one of no list sends the whole stretch or block here; so Latin-1 letters and harakat are among them. And both look for
/// words alone, so that they may hold marks that NFKC makes other marks of (`…`, no-break space). Here any character may
/// follow, and every one of the key counts.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\0'..='\x7f' | '\u{621}'..='\u{63a}' | '\u{640}'..='\u{64a}' | '\u{660}'..='\u{66d}'
        | '«' | '»' | '،' | '؛' | '؟' | '–' | '—' | '‘' | '’' | '“' | '”' | '\u{200b}'..='\u{200f}')
}

/// The same, or a haraka, which NFKC may at most put behind another and the key drops.
fn is_settled(c: char) -> bool {
    stands_alone(c) || matches!(c, '\u{64b}'..='\u{652}')
}

/// The characters that one character of NFKC text becomes in a key: none, one or (for some lower-casings) more.
#[inline]
pub fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    let folded = match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '`' => '\'',
        '\0'..='\x7f' => c,
        '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' => arabic_key(c), // they have no case to look up
        'ٱ' => 'ا',
        'ی' | 'ې' => 'ي',
        _ if is_ignorable(c) => return,
        '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
        'ک' => 'ك',
        '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\u{63b}'..='\u{63f}' => c,
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        _ => return c.to_lowercase().for_each(emit),
    };
    emit(folded);
}

/// Characters that have no part in a key: combining marks of Arabic, tatweel, zero-width and bidi controls, soft hyphen.
pub fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{610}'..='\u{61a}' | '\u{6d6}'..='\u{6ed}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The key of a text that is normalised as a whole.
    fn normalised(text: &str) -> String {
        let mut out = String::new();
        text.nfkc().for_each(|c| fold_char(c, &mut |c| push(&mut out, c)));
        out.trim_end_matches(' ').to_string()
    }

    #[test]
    fn plain_letters_have_the_key_of_any_character() {
        for c in '\0'..=char::MAX {
            let (mut plain, mut key) = (String::new(), String::new());
            if fold_letters(&mut plain, &format!("{c}-")) > 0 {
                fold_char(c, &mut |c| key.push(c));
                assert_eq!(plain, key);
            }
        }
    }

    #[test]
    fn a_backtick_is_an_apostrophe_in_any_text() {
        assert_eq!(fold("Don`t"), fold("Don’t"));
        assert_eq!(fold("Qur`an القرآن"), fold("Qur'an القرآن"));
    }

    #[test]
    fn what_stands_alone_is_as_it_was_beside_anything() {
        for c in ('\0'..=char::MAX).filter(|c| is_settled(*c)) {
            for text in [
                format!("{c}"),
                format!("e{c}\u{301}{c}"),
                format!("ا{c}\u{653}"),
                format!("\u{e1}{c}ا\u{64e}{c}\u{654}"),
            ] {
                assert_eq!(fold(&text), normalised(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn stretches_have_the_key_of_the_whole(text in "[a-zA-Zأإآاىيةه0-9éß .,'’—…\u{a0}\u{64e}\u{651}\u{640}\u{200d}ﻻ\u{301}\u{653}\u{654}٣ⅷ가\u{1100}\u{1161}\u{11a8}]{0,60}") {
            prop_assert_eq!(fold(&text), normalised(&text));
        }

        #[test]
        fn any_text_has_the_key_of_the_whole(text in any::<String>()) {
            prop_assert_eq!(fold(&text), normalised(&text));
        }
    }
}
