//! Names that are known: which Arabic form a Latin spelling stands for. Vowels that Latin writers exchange at will
//! (Hosni, Husni) are in other names all the difference (Hasan, Husayn); only a list of names can tell.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::maps::WordMap;

/// A known word: an index into the sets of Arabic forms; 0 is none.
pub(crate) type Known = u16;

struct Dictionary {
    words: WordMap<Known>,
    /// The Arabic forms of each known word, sorted; the set of an Arabic form is itself.
    forms: Vec<Vec<u16>>,
    /// Forms with a letter of Arabic that names of other languages are not written with.
    native: HashSet<u16>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut of: WordMap<Vec<u16>> = WordMap::default();
    let mut order = Vec::new();
    let mut forms: HashMap<String, u16> = HashMap::new();
    let mut native = HashSet::new();
    for (arabic, words) in attested() {
        let next = forms.len() as u16;
        let form = *forms.entry(sound(arabic)).or_insert(next);
        if arabic.contains(NATIVE) {
            native.insert(form);
        }
        for word in std::iter::once(arabic).chain(words) {
            let forms = of.entry(word).or_default();
            if forms.is_empty() {
                order.push(word);
            }
            forms.push(form);
        }
    }
    of.values_mut().for_each(|forms| {
        forms.sort_unstable();
        forms.dedup();
    });
    // Words with equal sets share one index; index 0 is the empty set.
    let mut index: HashMap<Vec<u16>, Known> = HashMap::new();
    let mut dictionary = Dictionary {
        words: WordMap::with_capacity_and_hasher(order.len(), Default::default()),
        forms: vec![Vec::new()],
        native,
    };
    for word in order {
        let forms = of.remove(word).unwrap_or_default();
        let known = *index.entry(forms.clone()).or_insert_with(|| {
            dictionary.forms.push(forms);
            (dictionary.forms.len() - 1) as Known
        });
        dictionary.words.insert(word, known);
    }
    dictionary
});

/// The lines of the dictionary, without its head.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("dictionary.tsv").lines().filter(|l| !l.starts_with('#'))
}

/// Every name that the dictionary knows: its Arabic form, folded and without article, and the Latin spellings of it, sorted.
///
/// ```
/// let (_, spellings) = isnad::names::attested().find(|(form, _)| *form == "قيس").unwrap();
/// assert!(spellings.contains(&"qays"));
/// ```
pub fn attested() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let commonest: Vec<(&str, &str)> = commonest().collect();
    let lines = lines().filter_map(|line| line.split_once('\t')).map(|(form, all)| {
        let known = common(form);
        // Of two common names a spelling is that of the one: Amr is عمرو, not عمر.
        let other = |word: &&str| known.is_none_or(|own| own == *word || !is_common(word, form));
        (form, all.split(' ').filter(other).collect())
    });
    lines.chain(commonest.into_iter().map(|(form, spelling)| (form, vec![spelling])))
}

/// Whether a spelling is that of another of the commonest names.
fn is_common(spelling: &str, than: &str) -> bool {
    static OF: LazyLock<WordMap<Vec<&str>>> = LazyLock::new(|| {
        let mut of: WordMap<Vec<&str>> = WordMap::default();
        commonest().for_each(|(form, spelling)| of.entry(spelling).or_default().push(form));
        of
    });
    OF.get(spelling).is_some_and(|forms| !forms.contains(&than))
}

/// The Latin spellings of an Arabic word, folded and without article; none when it is not known.
pub(crate) fn spellings(form: &str) -> &'static [&'static str] {
    static SPELLINGS: LazyLock<WordMap<Vec<&str>>> = LazyLock::new(|| {
        let mut spellings: WordMap<Vec<&str>> = WordMap::default();
        attested().for_each(|(form, all)| spellings.entry(form).or_default().extend(all));
        spellings
    });
    SPELLINGS.get(form).map_or(&[], Vec::as_slice)
}

/// The spelling, with all its vowels, of one of the commonest Arabic names.
pub(crate) fn common(form: &str) -> Option<&'static str> {
    static COMMON: LazyLock<WordMap<&str>> = LazyLock::new(|| commonest().collect());
    COMMON.get(form).copied()
}

/// The commonest Arabic names, each with a spelling that has all its vowels.
fn commonest() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("vowels.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// The Arabic forms of a folded Latin word, in the order of the dictionary; none when it is not known.
pub(crate) fn arabic_forms(word: &str) -> &'static [&'static str] {
    static FORMS: LazyLock<WordMap<Vec<&str>>> = LazyLock::new(|| {
        let mut forms: WordMap<Vec<&str>> = WordMap::default();
        for (form, spellings) in attested() {
            for spelling in spellings {
                let known = forms.entry(spelling).or_default();
                if !known.contains(&form) {
                    known.push(form);
                }
            }
        }
        forms
    });
    FORMS.get(word).map_or(&[], Vec::as_slice)
}

/// Letters that stand in names of Arabic origin only: John is جون, but Ali علي, Hasan حسن, Khalid خالد.
const NATIVE: [char; 8] = ['ع', 'ح', 'ق', 'خ', 'ص', 'ض', 'ط', 'ظ'];

/// An Arabic form without the differences that a Latin spelling does not show: letters that sound alike (ز ذ ظ ض, س ص ث,
/// ت ط), ways to write a final a, doubled long vowels. نذير and نظير are both Nazir.
fn sound(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        let c = match c {
            'ذ' | 'ظ' | 'ض' => 'ز',
            'ص' | 'ث' => 'س',
            'ط' => 'ت',
            'ة' | 'ہ' | 'ھ' | 'ۃ' => 'ه',
            'غ' | 'گ' => 'ج',
            'پ' => 'ب',
            'ڤ' => 'ف',
            _ => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    if out.ends_with('ه') && out.chars().count() > 2 {
        out.pop();
        out.push('ا');
    }
    out
}

/// What is known about a folded word without article.
pub(crate) fn known(word: &str) -> Known {
    DICTIONARY.words.get(word).copied().unwrap_or(0)
}

/// Whether a word is a spelling of محمد and of nothing else.
pub(crate) fn is_muhammad(word: Known) -> bool {
    static MUHAMMAD: LazyLock<Known> = LazyLock::new(|| known("محمد"));
    word != 0 && word == *MUHAMMAD
}

/// Whether two words are known and have an Arabic form in common; `None` when one is not known.
pub(crate) fn same(a: Known, b: Known) -> Option<bool> {
    if a == 0 || b == 0 {
        return None;
    }
    if a == b {
        return Some(true);
    }
    let forms = &DICTIONARY.forms;
    let (x, y) = (forms.get(usize::from(a))?, forms.get(usize::from(b))?);
    Some(x.iter().any(|form| y.binary_search(form).is_ok()))
}

/// Whether a word is known as a name of Arabic origin only, as far as its letters tell (John is جون, and يوحنا).
pub(crate) fn is_native(word: Known) -> bool {
    let forms = DICTIONARY.forms.get(usize::from(word));
    forms.is_some_and(|forms| !forms.is_empty() && forms.iter().all(|form| DICTIONARY.native.contains(form)))
}
