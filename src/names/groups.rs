//! Makes the dictionary from groups of spellings of one name, as Wikidata has them: which Latin spellings are attested for
//! which Arabic form.

use std::collections::{BTreeMap, BTreeSet};

use super::alphabet::encode;
use super::fold::fold;
use super::words::bare_words_alike;

/// A Latin spelling is taken for an Arabic form from this likeness on (in thousandths): the groups mix translations and
/// forms of other languages with spellings (John and يحيى).
const HEARD: u16 = 740;

const HEAD: &str = "\
# Spellings of given and family names by their Arabic form: two known words with no Arabic form in common are two names
# (Hasan حسن, Husayn حسين), however alike they sound. Made by examples/build_name_dictionary.rs from the file
# data/names/persons.txt of PyPI rigour 1.8.2 (MIT, OpenSanctions), which gathers labels of name items of Wikidata (CC0):
# single words only, folded, without article, and only spellings that sound like the Arabic form.
# Arabic form	Latin spellings
";

/// The text of `dictionary.tsv`, from lines like `kais, qais, qays, قيس => Q1721497`.
///
/// ```
/// let text = isnad::names::dictionary_of("kais, qais, qays, john, قيس => Q1721497\n");
/// assert!(text.ends_with("\nقيس\tkais qais qays\n"));
/// ```
pub fn dictionary_of(groups: &str) -> String {
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in groups.lines() {
        let Some((spellings, _)) = line.rsplit_once(" => ") else {
            continue;
        };
        let (mut arabic, mut latin) = (BTreeSet::new(), BTreeSet::new());
        for word in spellings.split(", ").map(fold).filter(|w| !w.contains(' ')) {
            if word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase()) {
                latin.insert(word);
            } else if !word.is_empty() && word.chars().all(|c| ('\u{621}'..='\u{6cc}').contains(&c)) {
                let bare = word.strip_prefix("ال").filter(|rest| rest.chars().nth(2).is_some());
                arabic.insert(bare.unwrap_or(&word).to_string());
            }
        }
        for form in &arabic {
            let heard = latin.iter().filter(|spelling| sounds_like(spelling, form));
            let heard: Vec<String> = heard.cloned().collect();
            if !heard.is_empty() {
                forms.entry(form.clone()).or_default().extend(heard);
            }
        }
    }
    let mut out = HEAD.to_string();
    for (form, spellings) in forms {
        let spellings: Vec<String> = spellings.into_iter().collect();
        out += &format!("{form}\t{}\n", spellings.join(" "));
    }
    out
}

fn sounds_like(latin: &str, arabic: &str) -> bool {
    let coded = |word: &str| {
        let mut symbols = Vec::new();
        encode(word, 0, &mut symbols);
        symbols
    };
    bare_words_alike(&coded(latin), &coded(arabic), true) >= HEARD
}
