//! The spellings under which a name is likely to be found: those that the dictionary has of each word, and those that
//! writers make by habit (q or k, ou or u, ee or i).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::dictionary::{arabic_forms, spellings};
use super::fold::{fold, is_arabic};
use super::particles::{Class, is};
use super::{Name, Standard, romanized, similarity};
use crate::types::{EntityType, Script};

/// A likely spelling of a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// The name so spelled; Latin words with capitals.
    pub name: String,
    /// Latin or Arabic.
    pub script: Script,
    /// How likely it is, 0..1: to be ranked by, not a share.
    pub score: f32,
    /// Whether every word of it is an attested spelling.
    pub attested: bool,
}

/// Words after these are left out: nobody searches for a name of so many.
const WORDS: usize = 12;
/// So many spellings of one word are combined with those of the others.
const OF_A_WORD: usize = 12;
/// So many beginnings of the name are gone on with.
const BEAM: usize = 400;
/// A spelling that is only made by habit is so much less likely than an attested one.
const BY_HABIT: f32 = 0.7;
/// A spelling other than the one asked for.
const ANOTHER: f32 = 0.95;
/// How a Latin article is written, the commonest first.
const ARTICLES: &[(&str, f32)] = &[("al-", 1.0), ("Al ", 0.8), ("", 0.7), ("el-", 0.6), ("ال", 1.0)];
/// How "servant of the" is written.
const SERVANTS: &[(&str, f32)] = &[
    ("Abd al-", 1.0),
    ("Abdul ", 0.95),
    ("Abdel ", 0.8),
    ("Abdul", 0.7),
    ("عبد ال", 1.0),
];
/// How "of the faith" is written after a name: Salah al-Din, Salahuddin, Salah Eddine. What follows a + is one word with it.
const FAITHS: &[(&str, f32)] = &[
    ("al-Din", 1.0),
    ("+uddin", 0.95),
    ("Eddine", 0.95),
    ("+eddine", 0.9),
    ("al-Deen", 0.8),
    ("ad-Din", 0.8),
    ("Uddin", 0.7),
    ("El Din", 0.7),
    ("الدين", 1.0),
];
/// How "son of" is written between names, and "daughter of".
const SONS: &[(&str, f32)] = &[("bin", 1.0), ("ibn", 0.9), ("ben", 0.8), ("بن", 1.0), ("ابن", 0.8)];
const DAUGHTERS: &[(&str, f32)] = &[("bint", 1.0), ("بنت", 1.0)];
/// How "father of" is written.
const FATHERS: &[(&str, f32)] = &[("Abu", 1.0), ("Abou", 0.7), ("Abo", 0.4), ("أبو", 1.0), ("ابو", 0.9)];

/// Groups of letters that writers exchange: every two of a group.
const HABITS: &[&[&str]] = &[
    &["q", "k", "gh"],
    &["ou", "u", "oo", "o"],
    &["ee", "i", "y", "e"],
    &["ai", "ay", "ei", "ey"],
    &["aw", "au", "ow"],
    &["w", "v", "ou"],
    &["j", "dj", "g"],
    &["sh", "ch"],
    &["dh", "d", "z"],
    &["ah", "a", "eh"],
    &["a", "e"],
];

/// A word so spelled, how likely, whether attested.
type Spelled = (String, f32, bool);

/// Likely spellings of a name, the likeliest first: at most `most` in Latin and as many in Arabic letters.
///
/// ```
/// let found = isnad::names::variants("Qais al-Khazali", 20);
/// let names: Vec<&str> = found.iter().map(|v| v.name.as_str()).collect();
/// assert!(names.contains(&"Qays al-Khazali") && names.contains(&"قيس الخزالي"));
/// ```
pub fn variants(name: &str, most: usize) -> Vec<Variant> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(WORDS).collect();
    let asked = Name::new(name, EntityType::Person);
    let mut out = Vec::new();
    for script in [Script::Latn, Script::Arab] {
        let mut found = combined(&words, script);
        // The whole name has the last word: a spelling must be heard as the name that was asked for.
        for variant in &mut found {
            let spelled = Name::new(&variant.name, EntityType::Person);
            variant.score *= similarity(&asked, &spelled);
            // A word of a third script stays as it is.
            variant.script = spelled.script();
            variant.score = (variant.score * 1000.0).round() / 1000.0;
        }
        found.sort_by_key(|v| (Reverse((v.score * 1000.0) as u32), v.name.clone()));
        found.retain(|v| !out.iter().any(|other: &Variant| other.name == v.name));
        found.truncate(most);
        out.append(&mut found);
    }
    out
}

/// The spellings of each word put together.
fn combined(words: &[&str], script: Script) -> Vec<Variant> {
    let mut names: Vec<Spelled> = vec![(String::new(), 1.0, true)];
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        let last = at + 1 == words.len();
        at += 1;
        let article = !last && is(word, Class::Article);
        let servant = !last && is(word, Class::Servant);
        let father = !last && is(word, Class::Father);
        let glued = word.strip_prefix("ال").filter(|rest| rest.chars().nth(1).is_some());
        let nothing = || vec![(String::new(), 1.0, true)];
        let faith = words.get(at..).filter(|_| at > 1).and_then(|rest| faith(word, rest));
        let of_word = if let Some(taken) = faith {
            at += taken;
            before(FAITHS, nothing(), script)
        } else if let Some(kin) = kin(word).filter(|_| at > 1 && !last) {
            let mut kin = before(kin, nothing(), script);
            // As it was written, it is the likeliest.
            if word.contains(is_arabic) == (script == Script::Arab) {
                kin.iter_mut().filter(|k| k.0 != word).for_each(|k| k.1 *= ANOTHER);
                kin.iter_mut().filter(|k| k.0 == word).for_each(|k| k.1 = 1.0);
            }
            kin
        } else if servant {
            while at + 1 < words.len() && words.get(at).is_some_and(|w| is(w, Class::Article)) {
                at += 1;
            }
            at += 1;
            let whose = words.get(at - 1).copied().unwrap_or(word);
            before(
                SERVANTS,
                spelled(whose.strip_prefix("ال").unwrap_or(whose), script),
                script,
            )
        } else if father {
            before(FATHERS, nothing(), script)
        } else {
            let bare = match (article, glued) {
                (true, _) => {
                    at += 1;
                    words.get(at - 1).copied().unwrap_or(word)
                }
                (false, Some(rest)) => rest,
                _ => word,
            };
            match article || glued.is_some() {
                true => before(ARTICLES, spelled(bare, script), script),
                false => spelled(bare, script),
            }
        };
        let mut longer: Vec<Spelled> = Vec::with_capacity(names.len() * of_word.len());
        for (name, score, attested) in &names {
            for (word, likely, known) in &of_word {
                let (space, word) = match word.strip_prefix('+') {
                    Some(rest) => ("", rest),
                    None if name.is_empty() => ("", word.as_str()),
                    None => (" ", word.as_str()),
                };
                longer.push((format!("{name}{space}{word}"), score * likely, *attested && *known));
            }
        }
        longer.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        longer.truncate(BEAM);
        names = longer;
    }
    let variant = |(name, score, attested)| Variant {
        name,
        script,
        score,
        attested,
    };
    names.into_iter().filter(|n| !n.0.is_empty()).map(variant).collect()
}

/// Whether a word and those after it are الدين, in either script; and then, how many of those after it.
fn faith(word: &str, rest: &[&str]) -> Option<usize> {
    let din = |word: &&str| matches!(*word, "din" | "deen" | "dine" | "dein");
    match word {
        "الدين" | "aldin" | "eldin" | "uddin" | "uddeen" | "eddin" | "eddine" => Some(0),
        _ => rest.first().filter(|next| din(next) && faith_article(word)).map(|_| 1),
    }
}

/// The article before din, which many write as they say it.
fn faith_article(word: &str) -> bool {
    is(word, Class::Article) || matches!(word, "ad" | "ed" | "ud" | "ul")
}

/// How a word that says whose child somebody is may be written.
fn kin(word: &str) -> Option<&'static [(&'static str, f32)]> {
    match word {
        "bin" | "ibn" | "ben" | "بن" | "ابن" => Some(SONS),
        "bint" | "binti" | "بنت" => Some(DAUGHTERS),
        _ => None,
    }
}

/// The spellings of a word after each of the ways to write a particle.
fn before(particles: &[(&str, f32)], words: Vec<Spelled>, script: Script) -> Vec<Spelled> {
    let fits = |particle: &str| particle.contains(is_arabic) == (script == Script::Arab);
    let with = |(particle, likely): &(&str, f32)| -> Vec<Spelled> {
        // Abdulrahman is one word.
        let glued = particle.ends_with(|c: char| c.is_ascii_lowercase());
        let word = |(word, score, known): &Spelled| {
            let word = if glued { word.to_lowercase() } else { word.clone() };
            (format!("{particle}{word}"), score * likely, *known)
        };
        words.iter().map(word).collect()
    };
    particles.iter().filter(|(p, _)| fits(p)).flat_map(with).collect()
}

/// The spellings of one folded word in a script, the likeliest first.
fn spelled(word: &str, script: Script) -> Vec<Spelled> {
    let mut found: BTreeMap<String, (f32, bool)> = BTreeMap::new();
    let mut add = |text: &str, score: f32, attested: bool| {
        let best = found.entry(text.to_string()).or_insert((0.0, false));
        *best = (best.0.max(score), best.1 | attested);
    };
    let arabic = word.contains(is_arabic);
    let name = Name::new(word, EntityType::Person);
    let near = |other: &str| similarity(&name, &Name::new(other, EntityType::Person));
    let forms: Vec<&str> = if arabic {
        vec![word]
    } else {
        arabic_forms(word).to_vec()
    };
    if script == Script::Arab {
        if arabic {
            add(word, 1.0, true);
        }
        for form in forms.iter().filter(|_| !arabic) {
            // The dictionary is folded: Muṣṭafá ends in ى.
            let ends_in_a = form.strip_suffix('ي').filter(|_| word.ends_with('a'));
            let shown = ends_in_a.map_or(form.to_string(), |rest| format!("{rest}ى"));
            add(&shown, near(form), true);
        }
        if !arabic && forms.is_empty() {
            add(&in_arabic(word, true), BY_HABIT, false);
            add(&in_arabic(word, false), BY_HABIT * BY_HABIT, false);
        }
    } else {
        let by_rule = romanized(word, Standard::Ic).text.to_lowercase();
        let by_rule = fold(&by_rule);
        let known = forms.iter().flat_map(|form| spellings(form));
        for spelling in known {
            add(spelling, ANOTHER * near(spelling), true);
        }
        let own = if arabic { by_rule.as_str() } else { word };
        let attested = !arabic_forms(own).is_empty();
        add(own, 1.0, attested);
        for habit in habits(own) {
            let attested = !arabic_forms(&habit).is_empty();
            add(&habit, BY_HABIT * near(&habit), attested);
        }
    }
    let capital = |text: String| match script {
        Script::Arab => text,
        _ => {
            let mut chars = text.chars();
            chars
                .next()
                .map(|c| c.to_uppercase().chain(chars).collect())
                .unwrap_or_default()
        }
    };
    let particle = is(word, Class::Linker);
    let mut out: Vec<Spelled> = found
        .into_iter()
        .map(|(text, (score, attested))| (if particle { text } else { capital(text) }, score, attested))
        .collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(OF_A_WORD);
    out
}

/// A Latin word with one habit followed at one place.
fn habits(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    // A longer word than any name is left as it is.
    if !word.is_ascii() || word.len() > 30 {
        return out;
    }
    for group in HABITS {
        for from in *group {
            for (at, _) in word.match_indices(from) {
                for to in group.iter().filter(|to| *to != from) {
                    let (before, after) = (&word[..at], &word[at + from.len()..]);
                    out.push(format!("{before}{to}{after}"));
                }
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A Latin word in Arabic letters by rule: consonants one by one, i and u as long vowels, and an a inside the word where it
/// is most often long, if wanted.
fn in_arabic(word: &str, long_a: bool) -> String {
    const LETTERS: &[(&str, &str)] = &[
        ("kh", "خ"),
        ("gh", "غ"),
        ("sh", "ش"),
        ("ch", "ش"),
        ("th", "ث"),
        ("dh", "ذ"),
        ("ou", "و"),
        ("oo", "و"),
        ("ee", "ي"),
        ("ai", "ي"),
        ("ay", "ي"),
        ("ei", "ي"),
        ("ey", "ي"),
        ("aw", "و"),
        ("au", "و"),
        ("aa", "ا"),
        ("b", "ب"),
        ("c", "ك"),
        ("d", "د"),
        ("f", "ف"),
        ("g", "غ"),
        ("h", "ه"),
        ("j", "ج"),
        ("k", "ك"),
        ("l", "ل"),
        ("m", "م"),
        ("n", "ن"),
        ("p", "ب"),
        ("q", "ق"),
        ("r", "ر"),
        ("s", "س"),
        ("t", "ت"),
        ("v", "ف"),
        ("w", "و"),
        ("x", "كس"),
        ("y", "ي"),
        ("z", "ز"),
        ("i", "ي"),
        ("u", "و"),
        ("o", "و"),
    ];
    let mut out = String::new();
    let mut rest = word;
    let mut consonants = 0;
    while let Some(c) = rest.chars().next() {
        let at_start = rest.len() == word.len();
        let taken = match LETTERS.iter().find(|(latin, _)| rest.starts_with(latin)) {
            Some((latin, letter)) => {
                if at_start && latin.starts_with(['a', 'e', 'i', 'o', 'u']) {
                    out.push('ا');
                }
                if !out.ends_with(letter) {
                    out.push_str(letter);
                }
                consonants += usize::from(!latin.starts_with(['a', 'e', 'i', 'o', 'u']));
                latin.len()
            }
            None => {
                // An a after the second consonant is most often long: Karim, but Khazali; at the ends it is always written.
                if c == 'a' && (at_start || rest.len() == 1 || (long_a && consonants >= 2)) && !out.ends_with('ا') {
                    out.push('ا');
                }
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has(name: &str, wanted: &[&str]) {
        let found = variants(name, 40);
        for spelling in wanted {
            assert!(
                found.iter().any(|v| v.name == *spelling),
                "{spelling} for {name}: {found:?}"
            );
        }
        assert!(found.iter().all(|v| (0.0..=1.0).contains(&v.score)));
    }

    #[test]
    fn particles_are_no_names() {
        has(
            "صلاح الدين",
            &["Salah al-Din", "Salahuddin", "Salah Eddine", "صلاح الدين"],
        );
        has("Salah al-Din", &["Salah al-Din", "Salahuddin", "صلاح الدين"]);
        assert_eq!(variants("صلاح الدين", 1)[0].name, "Salah al-Din");
        has("Mohammed bin Salman", &["Mohammed ibn Salman", "محمد بن سلمان"]);
        has("عبد الرحمن", &["Abdulrahman", "Abd al-Rahman"]);
        let odd = |v: &Variant| v.name.contains("been") || v.name.contains("pin ") || v.name.contains("بين");
        assert!(!variants("Mohammed bin Salman", 40).iter().any(odd));
        assert!(
            variants("Карим", 5)
                .iter()
                .all(|v| v.script != Script::Latn || v.name.is_ascii())
        );
    }

    #[test]
    fn spellings_of_both_scripts() {
        has("Qays Karim", &["Qays Karim", "Qais Karim", "Kais Kareem", "قيس كريم"]);
        has("قيس كريم", &["Qays Karim", "Qais Karim", "قيس كريم"]);
        has(
            "Muqtada al-Sadr",
            &["Moqtada al-Sadr", "Muktada al-Sadr", "Muqtada Sadr", "مقتدى الصدر"],
        );
        has(
            "Abdul Rahman Nasir",
            &["Abd al-Rahman Nasser", "Abdel Rahman Nasir", "عبد الرحمن ناصر"],
        );
        has("Abu Mahdi", &["Abou Mahdi", "Abu Mehdi", "أبو مهدي"]);
    }

    #[test]
    fn the_likeliest_comes_first() {
        let found = variants("Qais al-Khazali", 5);
        assert_eq!(found[0].name, "Qais al-Khazali");
        let latin: Vec<f32> = found
            .iter()
            .filter(|v| v.script == Script::Latn)
            .map(|v| v.score)
            .collect();
        assert!(latin.windows(2).all(|w| w[0] >= w[1]) && latin.len() == 5);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_string_has_variants(name in "[a-zA-Zء-ي ]{0,30}|.{0,20}") {
            variants(&name, 3);
        }
    }
}
