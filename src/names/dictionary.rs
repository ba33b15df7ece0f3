//! Names that are known: which Arabic form a Latin spelling stands for. Vowels that Latin writers exchange at will
//! (Hosni, Husni) are in other names all the difference (Hasan, Husayn); only a list of names can tell.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A known word: an index into the sets of Arabic forms; 0 is none.
pub(crate) type Known = u16;

struct Dictionary {
    words: HashMap<&'static str, Known>,
    /// The Arabic forms of each known word, sorted; the set of an Arabic form is itself.
    forms: Vec<Vec<u16>>,
    /// Forms with a letter of Arabic that names of other languages are not written with.
    native: HashSet<u16>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let lines = include_str!("dictionary.tsv").lines().filter(|l| !l.starts_with('#'));
    let mut of: HashMap<&str, Vec<u16>> = HashMap::new();
    let mut order = Vec::new();
    let mut forms: HashMap<String, u16> = HashMap::new();
    let mut native = HashSet::new();
    for line in lines {
        let next = forms.len() as u16;
        let form = *forms
            .entry(line.split('\t').next().map(sound).unwrap_or_default())
            .or_insert(next);
        if line.split('\t').next().is_some_and(|form| form.contains(NATIVE)) {
            native.insert(form);
        }
        for word in line.split(['\t', ' ']) {
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
        words: HashMap::with_capacity(order.len()),
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

/// Whether a word is known as a name of Arabic origin, as far as its letters tell.
pub(crate) fn is_native(word: Known) -> bool {
    let forms = DICTIONARY.forms.get(usize::from(word));
    forms.is_some_and(|forms| forms.iter().any(|form| DICTIONARY.native.contains(form)))
}
