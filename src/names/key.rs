//! Comparison keys: spellings that differ only in what everybody writes as they like get the same key.

use super::fold::fold;
use super::romanize::letters;

/// The comparison key of a name, readable ASCII: folded, without articles, Latin letters of Arabic ones, doubled letters
/// once, and one spelling for each of ai/ay/ei/ey, aw/au/ow, ou/oo/u, ee/ie/i, a final ah/a.
///
/// A key keeps what might tell two names apart, short vowels and every consonant; but it is made by sound, and John Lee and
/// John Li have one key. That two names are one entity it does not say.
/// Letters of scripts other than Latin and Arabic stay as they are.
///
/// ```
/// use isnad::names::key;
/// assert_eq!(key("Qays al-Khaz'ali"), "qais khazali");
/// assert_eq!(key("Qais Al Khazaali"), "qais khazali");
/// assert_eq!(key("U.S."), "us");
/// assert_ne!(key("Hasan"), key("Husayn"));
/// ```
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut out = String::with_capacity(folded.len());
    let mut after_initial = false;
    for (at, word) in words.iter().enumerate() {
        let article = at + 1 < words.len()
            && matches!(
                *word,
                "al" | "el" | "ul" | "as" | "ash" | "ad" | "adh" | "at" | "ath" | "an" | "ar" | "az"
            );
        if article {
            continue;
        }
        // U.S. and J.R. are one word.
        let initial = word.len() == 1;
        let joined = initial && after_initial;
        if !out.is_empty() && !joined {
            out.push(' ');
        }
        after_initial = initial;
        push_word(word, &mut out);
    }
    if out.is_empty() { folded } else { out }
}

/// Appends the key of one folded word.
pub(crate) fn push_word(word: &str, out: &mut String) {
    let mut latin = String::new();
    let word = if word.is_ascii() {
        word
    } else {
        letters(word, &mut latin);
        &latin
    };
    let start = out.len();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (taken, put) = match rest.as_bytes() {
            [b'a', b'i' | b'y', ..] | [b'e', b'i' | b'y', ..] => (2, "ai"),
            [b'a', b'u' | b'w', ..] | [b'o', b'w', ..] => (2, "aw"),
            [b'o', b'u' | b'o', ..] => (2, "u"),
            [b'e', b'e', ..] | [b'i', b'e', ..] => (2, "i"),
            _ => (c.len_utf8(), &rest[..c.len_utf8()]),
        };
        rest = &rest[taken..];
        let doubled = out.len() > start && out.ends_with(put) && !put.bytes().all(|b| b.is_ascii_digit());
        if !doubled {
            out.push_str(put);
        }
    }
    if out.len() - start > 3 && out.ends_with("ah") {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_what_everybody_writes_as_they_like() {
        for (a, b) in [
            ("Baghdad", "BAGHDAD"),
            ("al-Basrah", "Basra"),
            ("Ali Musa Daqduq", "Ali Moussa Daqdooq"),
            ("Nouri al-Maliki", "Nuri Al Maliki"),
            ("أحمد الصَّدر", "احمد الصدر"),
            ("U.S.", "US"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [
            ("Hasan", "Husayn"),
            ("Salim", "Salam"),
            ("Korea 1", "Korea 11"),
            ("北京", "東京"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }
}
