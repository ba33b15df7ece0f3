//! Words of several scripts: Cyrillic or Greek letters that look like the Latin ones among which they stand.
//!
//! Such a word reads as a name that it is not equal to. It stays as it is, since nobody can tell what was meant; the
//! reader of the diagnostics is told.

use crate::lang::has_byte;

/// Cyrillic and Greek letters whose usual forms cannot be told from Latin ones (of Unicode's `confusables.txt`, UTS #39,
/// those that whole alphabets of lookalikes are made of). Letters such as Greek alpha, which are set differently, are left
/// out: they stand in honest terms (`TNFα`).
const LOOKALIKES: &str = "аеорсухіјѕһԁԛԝАВЕЅІЈКМНОРСТХҮԌΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";

/// Where the first word (byte offset) stands that has Latin letters and lookalikes of them and no other letters, and the
/// word, at most 40 characters of it.
pub fn mixed(text: &str) -> Option<(usize, String)> {
    // Greek and Cyrillic take two bytes, of which the first is one of these: most texts have none.
    if !has_byte(text, |b| matches!(b, 0xcd..=0xd4)) {
        return None;
    }
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let latin = letters.bytes().any(|b| b.is_ascii_alphabetic());
        let alike = |c: char| LOOKALIKES.contains(c);
        if latin && letters.chars().any(alike) && letters.chars().all(|c| c.is_ascii_alphabetic() || alike(c)) {
            return Some((start, letters.chars().take(40).collect()));
        }
        start += word.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookalikes_among_latin_letters_are_seen() {
        for (text, found) in [
            ("Mr Qаis аl-Khаzаli", Some((3, "Qаis"))),
            ("The РKK said", Some((4, "РKK"))),
            ("Qais al-Khazali", None),
            ("the newspaper Правда (Pravda)", None),
            ("IТ-компания без IT", Some((0, "IТ"))),
            ("TNFα and 5μm, ΔT", None),
            ("قيس الخزعلي", None),
        ] {
            assert_eq!(mixed(text), found.map(|(at, word)| (at, word.to_string())), "{text}");
        }
    }
}
