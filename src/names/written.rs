//! Common Arabic words as ALA-LC writes them (`written.tsv`), and the same in the other standards.

use std::sync::LazyLock;

use super::Standard;
use super::fold::fold;
use crate::maps::WordMap;

/// A word without its article by a standard, with a capital, when the table has it.
pub(crate) fn written_as(word: &str, standard: Standard) -> Option<String> {
    static WORDS: LazyLock<WordMap<&str>> = LazyLock::new(|| {
        let lines = include_str!("written.tsv").lines().filter(|l| !l.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).collect()
    });
    let ala_lc = WORDS.get(fold(word).as_str())?;
    // The table is folded: لؤي is Luʼayy, لوي another word.
    let hamza = word.chars().skip(1).any(|c| "ءأإؤئآ".contains(c));
    if ala_lc.contains('ʼ') && !hamza {
        return None;
    }
    Some(match standard {
        Standard::AlaLc => (*ala_lc).to_string(),
        Standard::Bgn => ala_lc.chars().map(by_bgn).collect(),
        Standard::Ic => plain(ala_lc),
    })
}

fn by_bgn(c: char) -> String {
    match c {
        'ḥ' => "ḩ".to_string(),
        'Ḥ' => "Ḩ".to_string(),
        'ṣ' => "ş".to_string(),
        'Ṣ' => "Ş".to_string(),
        'ḍ' => "ḑ".to_string(),
        'Ḍ' => "Ḑ".to_string(),
        'ṭ' => "ţ".to_string(),
        'Ṭ' => "Ţ".to_string(),
        'ẓ' => "z\u{327}".to_string(),
        'Ẓ' => "Z\u{327}".to_string(),
        'ʻ' => "‘".to_string(),
        'ʼ' => "’".to_string(),
        _ => c.to_string(),
    }
}

/// Without marks: those of ayn and hamza, those above and below letters.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(char::is_ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_each_standard() {
        let by = |standard| written_as("ضياء", standard).unwrap_or_default();
        assert_eq!(
            [by(Standard::AlaLc), by(Standard::Bgn), by(Standard::Ic)],
            ["Ḍiyāʼ", "Ḑiyā’", "Diya"]
        );
        assert_eq!(written_as("لوي", Standard::Ic), None);
        assert_eq!(written_as("لؤي", Standard::Ic).as_deref(), Some("Luayy"));
    }
}
