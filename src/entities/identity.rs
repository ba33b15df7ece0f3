//! Which spellings are one name before anything is compared: those that differ only in what nobody means by it.

use crate::names::{fold, push_key_of_word};
use crate::types::EntityType;

/// A word of so few letters says too little to be read by sound: Lee and Li, Ross and Ros, IS and ISS.
const SHORT: usize = 4;

/// The identity of a name, in its own script: equal ones of one type are one node.
///
/// Folded, without articles, initials written as one word. Longer Latin words of organisations and places have one
/// spelling for each sound, as in [`crate::names::key`] (Basrah, Basra; Fallujah, Faluja); people's names have not, for
/// Davies is not Davis: the matcher weighs them. An Arabic name stays in Arabic letters: by key, عمر would be "Mr".
pub(super) fn identity(name: &str, kind: EntityType) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut out = String::with_capacity(folded.len());
    let mut glued = true;
    for (at, word) in words.iter().enumerate() {
        let more = at + 1 < words.len();
        if more && ARTICLES.contains(word) {
            continue;
        }
        let initial = word.len() == 1;
        let after_initial = at > 0 && words.get(at - 1).is_some_and(|before| before.len() == 1);
        if !(glued || out.is_empty() || (initial && after_initial)) {
            out.push(' ');
        }
        // عبد الله is عبدالله, and أبو غريب is written as one word too.
        glued = more && matches!(*word, "عبد" | "ابو");
        if word.is_ascii() {
            if kind == EntityType::Person || word.len() <= SHORT {
                out.push_str(word);
            } else {
                push_key_of_word(word, &mut out);
            }
            continue;
        }
        let bare = match word.strip_prefix("ال") {
            Some(rest) if rest.chars().nth(1).is_some() && !out.ends_with("عبد") => rest,
            _ => word,
        };
        match bare.strip_suffix('ة') {
            Some(stem) => {
                out.push_str(stem);
                out.push('ه');
            }
            None => out.push_str(bare),
        }
    }
    if out.is_empty() { name.to_string() } else { out }
}

/// Articles before a Latin name, with the assimilated forms of the Arabic one.
const ARTICLES: [&str; 12] = [
    "al", "el", "ul", "as", "ash", "ad", "adh", "at", "ath", "an", "ar", "az",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::EntityType::{Loc, Org, Person};

    #[test]
    fn one_name_and_two() {
        for (a, b, kind) in [
            ("al-Sabti", "Sabti", Person),
            ("KARIM AL-SABTI", "Karim al Sabti", Person),
            ("Sa'id Hilmi", "Said Hilmi", Person),
            ("Basra", "al-Basrah", Loc),
            ("U.S.", "US", Loc),
            ("عبد الله", "عبدالله", Person),
            ("الحِلَّة", "الحلة", Loc),
        ] {
            assert_eq!(identity(a, kind), identity(b, kind), "{a} {b}");
        }
        for (a, b, kind) in [
            ("John Lee", "John Li", Person),
            ("Ann Davies", "Ann Davis", Person),
            ("عمر", "Mr", Person),
            ("أمان", "Amman", Loc),
            ("IS", "ISS", Org),
        ] {
            assert_ne!(identity(a, kind), identity(b, kind), "{a} {b}");
        }
    }
}
