//! Comparison keys: texts that differ only in case, width, quotes, dashes, vowel marks or Arabic letter
//! variants get the same key. Keys are for comparing; they are never written as text.

use unicode_normalization::UnicodeNormalization;

/// The comparison key of a text: NFKC, lower case, white space to single spaces, curly quotes and dashes
/// to ASCII, no zero-width or bidi characters; Arabic without tatweel and harakat, أإآٱ as ا, ى as ي, ة as ه,
/// Persian ی ک as ي ك, and digits of every script as ASCII.
///
/// ```
/// use isnad::lang::fold;
/// assert_eq!(fold("  “Asa’ib\u{a0}Ahl—al-Haq” "), "\"asa'ib ahl-al-haq\"");
/// assert_eq!(fold("عـصائبُ أهل الحقّ ٢٠١٩"), "عصائب اهل الحق 2019");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        for c in text.chars() {
            push(&mut out, c.to_ascii_lowercase());
        }
    } else {
        for c in text.nfkc() {
            fold_char(c, &mut |c| push(&mut out, c));
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Appends a character, white space as a single space and none at the start.
fn push(out: &mut String, c: char) {
    if c.is_whitespace() {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    } else {
        out.push(c);
    }
}

/// The characters that one character of NFKC text becomes in a key: none, one or (for some lower-casings) more.
pub fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    match c {
        'A'..='Z' => emit(c.to_ascii_lowercase()),
        '`' => emit('\''),
        '\0'..='\x7f' => emit(c),
        _ if is_ignorable(c) => {}
        '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{85}' => emit(' '),
        'أ' | 'إ' | 'آ' | 'ٱ' => emit('ا'),
        'ى' | 'ی' | 'ې' => emit('ي'),
        'ة' => emit('ه'),
        'ک' => emit('ك'),
        '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' | '′' => emit('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => emit('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => emit('-'),
        '\u{621}'..='\u{64a}' => emit(c), // the other Arabic letters have no case to look up
        '٠'..='٩' => emit(char::from(b'0' + (c as u32 - '٠' as u32) as u8)),
        '۰'..='۹' => emit(char::from(b'0' + (c as u32 - '۰' as u32) as u8)),
        _ => c.to_lowercase().for_each(emit),
    }
}

/// Characters that have no part in a key: combining marks of Arabic, tatweel, zero-width and bidi controls, soft hyphen.
pub fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{610}'..='\u{61a}' | '\u{6d6}'..='\u{6ed}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
