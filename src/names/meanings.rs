//! Words that are translated, not romanised, when the name of an organisation or place passes from Arabic to English:
//! الجماعة is "Group", مصرف is "Bank", and Harakat is a movement. What such words sound like says nothing.

use std::sync::LazyLock;

use crate::maps::WordMap;

/// What a word means: an index into the sets of meanings; 0 is nothing known.
pub(crate) type Meaning = u16;

struct Meanings {
    words: WordMap<Meaning>,
    /// For each known word the lines of the table that it stands in.
    sets: Vec<Vec<u16>>,
}

static MEANINGS: LazyLock<Meanings> = LazyLock::new(|| {
    let mut meanings = Meanings {
        words: WordMap::default(),
        sets: vec![Vec::new()],
    };
    let lines = include_str!("meanings.tsv").lines().filter(|l| !l.starts_with('#'));
    for (line, text) in lines.enumerate() {
        for word in text.split(['\t', ' ']) {
            let next = meanings.sets.len() as Meaning;
            let set = *meanings.words.entry(word).or_insert(next);
            if set == next {
                meanings.sets.push(Vec::new());
            }
            if let Some(set) = meanings.sets.get_mut(usize::from(set)) {
                set.push(line as u16);
            }
        }
    }
    meanings
});

/// The meaning of a folded word without article.
pub(crate) fn meaning(word: &str) -> Meaning {
    let words = &MEANINGS.words;
    let known = |word: &str| words.get(word).copied();
    // Many write the final ة as ه.
    let other = || known(&format!("{}ة", word.strip_suffix('ه')?));
    known(word).or_else(other).unwrap_or(0)
}

/// Whether two words may mean the same.
pub(crate) fn shared(a: Meaning, b: Meaning) -> bool {
    if a == 0 || b == 0 {
        return false;
    }
    let set = |of: Meaning| MEANINGS.sets.get(usize::from(of)).map_or(&[][..], Vec::as_slice);
    set(a).iter().any(|line| set(b).contains(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::fold;

    #[test]
    fn words_of_the_table_are_folded() {
        let lines = include_str!("meanings.tsv").lines().filter(|l| !l.starts_with('#'));
        for word in lines.flat_map(|l| l.split(['\t', ' '])) {
            assert_eq!(fold(word), word);
            assert_ne!(meaning(word), 0);
        }
    }

    #[test]
    fn translated_words_share_a_meaning() {
        for (a, b, same) in [
            ("جماعة", "group", true),
            ("جماعه", "group", true),
            ("بنك", "bank", true),
            ("بنك", "مصرف", true),
            ("بنك", "group", false),
            ("harakat", "movement", true),
            ("movement", "group", false),
            ("قيس", "group", false),
        ] {
            assert_eq!(shared(meaning(a), meaning(b)), same, "{a} {b}");
        }
    }
}
