//! Names of people, organisations and places, in any script: whether two may be one, what a list of them falls into, and
//! how an Arabic one is written in Latin letters.

use std::cmp::Ordering;
use std::fmt;

mod alphabet;
mod blocking;
pub mod cluster;
mod dictionary;
mod distance;
mod explain;
mod fold;
mod frequency;
mod groups;
mod key;
mod kind;
mod link;
mod meanings;
mod particles;
mod romanize;
mod score;
mod sounds;
mod standards;
mod units;
mod variants;
mod words;
mod written;

pub use dictionary::attested;
pub use explain::{Explanation, Left, Match};
pub use fold::fold;
pub use frequency::{Decision, Frequencies, compare, decide, explain};
pub use groups::dictionary_of;
pub use key::key;
pub(crate) use key::push_word as push_key_of_word;
pub use kind::{kind_of, kind_of_ready};
pub use romanize::{romanize, slug};
pub use standards::{Romanized, Standard, romanized};
pub use variants::{Variant, variants};

use crate::types::{EntityType, MergeReason, Script};
use alphabet::Symbol;
use units::{Role, Unit, Units};

/// A name made ready to be compared: folded, parted into units, each in the script-neutral alphabet.
#[derive(Clone)]
pub struct Name {
    kind: EntityType,
    script: Script,
    units: Units,
}

impl Name {
    /// The name of something of this kind.
    pub fn new(text: &str, kind: EntityType) -> Name {
        let folded = read(text, kind);
        Name {
            kind,
            script: script(&folded),
            units: units::units(&folded, kind),
        }
    }

    /// How many names it consists of: articles, honorifics and linkers do not count, "Abu Mahdi" is one.
    pub fn names(&self) -> usize {
        self.units
            .list
            .iter()
            .filter(|u| u.is_name() || u.role == Role::Legal)
            .count()
    }

    /// The script of its first letter: Arabic, Latin or another.
    pub fn script(&self) -> Script {
        self.script
    }

    /// The same name by its sound alone: no word is known to be the translation of another.
    fn sounds(&self) -> Name {
        let mut name = self.clone();
        name.units.list.iter_mut().for_each(|unit| unit.meaning = 0);
        name
    }

    fn symbols(&self, unit: &Unit) -> &[Symbol] {
        let start = usize::from(unit.start);
        self.units
            .symbols
            .get(start..start + usize::from(unit.len))
            .unwrap_or(&[])
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for unit in &self.units.list {
            let shown = |&s: &Symbol| alphabet::SYMBOLS.get(usize::from(s)).map_or('?', |&b| char::from(b));
            let word: String = self.symbols(unit).iter().map(shown).collect();
            write!(f, "{word}/{:?} ", unit.role)?;
        }
        Ok(())
    }
}

/// How alike two names are, from 0 (nothing in common) to 1, in steps of 1e-4; the same whichever comes first.
///
/// From about .80 on (.72 when the scripts differ) two names of one kind are usually one, unless [`cannot_link`] says why
/// not. A name that has no letter is like no other.
///
/// ```
/// use isnad::names::{Name, similarity};
/// use isnad::types::EntityType::Person;
/// let alike = |a, b| similarity(&Name::new(a, Person), &Name::new(b, Person));
/// assert!(alike("Qais al-Khazali", "قيس الخزعلي") > 0.9);
/// assert!(alike("Qais al-Khazali", "Laith al-Khazali") < 0.6);
/// ```
pub fn similarity(a: &Name, b: &Name) -> f32 {
    // Pairing is greedy; names in a fixed order make it symmetric.
    let (a, b) = match a.units.symbols.cmp(&b.units.symbols) {
        Ordering::Less => (a, b),
        Ordering::Greater => (b, a),
        Ordering::Equal if a.units.list.is_empty() && b.units.list.is_empty() => return 0.0,
        Ordering::Equal => {
            let parts = |name: &Name| name.units.list.iter().map(|u| (u.role, u.len)).collect::<Vec<_>>();
            match parts(a).cmp(&parts(b)) {
                Ordering::Less => (a, b),
                Ordering::Greater => (b, a),
                Ordering::Equal => return 1.0,
            }
        }
    };
    (score::score(a, b) * 10_000.0).round() / 10_000.0
}

/// The rule that forbids that two names mean one person, if one does: another given name (Qais and Laith al-Khazali), a
/// kunya or servant's name against the bare name (Abu Mahdi and Mahdi).
pub fn cannot_link(a: &Name, b: &Name) -> Option<MergeReason> {
    link::cannot_link(a, b)
}

/// A name folded, in the order in which it is spoken: "Khazali, Qais" is Qais Khazali.
fn read(text: &str, kind: EntityType) -> String {
    match text.split_once(',') {
        Some((family, given)) if kind == EntityType::Person && !given.contains(',') => {
            let turned = format!("{} {}", fold(given), fold(family));
            turned.trim().to_string()
        }
        _ => fold(text),
    }
}

/// The script of the first letter of a folded name.
fn script(folded: &str) -> Script {
    match folded.chars().find(|c| c.is_alphabetic()) {
        Some('a'..='z') => Script::Latn,
        Some(c) if fold::is_arabic(c) => Script::Arab,
        Some('\u{370}'..='\u{3ff}') => Script::Grek,
        Some('\u{400}'..='\u{52f}') => Script::Cyrl,
        Some('\u{590}'..='\u{5ff}') => Script::Hebr,
        Some('\u{900}'..='\u{97f}') => Script::Deva,
        Some('\u{4e00}'..='\u{9fff}') => Script::Hans,
        Some('\u{c0}'..='\u{24f}') => Script::Latn,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::EntityType::{Loc, Org, Person};

    fn person(text: &str) -> Name {
        Name::new(text, Person)
    }

    /// Alike enough to be one person, with nothing against it.
    fn one(a: &str, b: &str) -> bool {
        let (a, b) = (person(a), person(b));
        similarity(&a, &b) >= cluster::threshold(&a, &b) && cannot_link(&a, &b).is_none()
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        for group in [
            &[
                "Qais al-Khazali",
                "Qays al-Khazali",
                "Kais Khazali",
                "Qaïs Al Khaz‘ali",
                "قيس الخزعلي",
            ][..],
            &[
                "Ali Musa Daqduq",
                "Ali Mussa Daqdooq",
                "Ali Moussa Daqdouq",
                "علي موسى دقدوق",
            ],
            &["Muqtada al-Sadr", "Moqtada al-Sadr", "Muqtada Sadr", "مقتدى الصدر"],
            &["Saddam Husayn", "Saddam Hussein", "Sadam Hussain", "صدام حسين"],
            &["Hadi al-Ameri", "Hadi al-Amiri", "Hadi Al Amiri", "هادي العامري"],
            &[
                "Abd al-Rahman Nasir",
                "Abdul Rahman Nasser",
                "Abdurrahman Nasser",
                "عبد الرحمن ناصر",
            ],
            &["Mohammad Reza Karimi", "Mohammadreza Karimi"],
            &["Ismail al-Ghoul", "Ismail Alghoul"],
            &["Nur al-Din Hamid", "Noureddine Hamid", "Nouruddin Hameed"],
        ] {
            for a in group {
                for b in group {
                    assert!(
                        one(a, b),
                        "{a} = {b}: {} {:?}",
                        similarity(&person(a), &person(b)),
                        cannot_link(&person(a), &person(b))
                    );
                }
            }
        }
    }

    #[test]
    fn people_with_one_family_name_are_several() {
        for (a, b) in [
            ("Qais al-Khazali", "Laith al-Khazali"),
            ("قيس الخزعلي", "Laith al-Khazali"),
            ("Muqtada al-Sadr", "Mohammed Mohammed Sadiq al-Sadr"),
            ("Abu Mahdi al-Muhandis", "Adel Abdul Mahdi"),
            ("Abu Mahdi Karim", "Mahdi Karim"),
            ("Abdul Rahman Salim", "Abdul Karim Salim"),
            ("Hasan Jabbar", "Husayn Jabbar"),
            ("Ali bin Hasan", "Hasan bin Ali"),
        ] {
            assert!(!one(a, b), "{a} is not {b}: {}", similarity(&person(a), &person(b)));
        }
        let why = |a, b| cannot_link(&person(a), &person(b));
        assert_eq!(
            why("Qais al-Khazali", "Laith al-Khazali"),
            Some(MergeReason::CannotLinkGivenName)
        );
        assert_eq!(
            why("Abu Mahdi Karim", "Mahdi Karim"),
            Some(MergeReason::CannotLinkKunya)
        );
        assert_eq!(why("Muhammad Baqir al-Hakim", "Baqir al-Hakim"), None);
        assert_eq!(why("Abu Tariq Nasir Hilmi", "Nasir Hilmi"), None);
    }

    #[test]
    fn a_son_is_not_his_father() {
        for (a, b) in [
            ("سلمان بن عبد العزيز", "محمد بن سلمان بن عبدالعزيز"),
            ("فيصل بن بندر بن عبدالعزيز", "محمد بن فيصل بن بندر"),
            ("Karim bin Hilmi Sabti", "Muhammad bin Karim bin Hilmi Sabti"),
            ("الملك عبد الله بن عبد العزيز", "الملك عبدالعزيز"),
            ("Max Jones", "Mick Jones"),
        ] {
            assert!(!one(a, b), "{a} is not {b}: {}", similarity(&person(a), &person(b)));
        }
        for (a, b) in [
            ("Muhammad Baqir al-Hakim", "Baqir al-Hakim"),
            ("الملك سلمان بن عبدالعزيز", "سلمان بن عبدالعزيز"),
            ("Sheikh Karim Sabti", "Karim Sabti"),
        ] {
            assert!(one(a, b), "{a} = {b}");
        }
        assert_eq!(person("سلطان بن كريم").names(), 2);
        assert_eq!(person("Sayed bin Karim").names(), 2);
    }

    #[test]
    fn one_word_can_contradict() {
        let alike = |a: &str, b: &str, kind| {
            let (a, b) = (Name::new(a, kind), Name::new(b, kind));
            assert_eq!(cluster::likeness(&a, &b), cluster::likeness(&b, &a));
            cluster::likeness(&a, &b) >= cluster::threshold(&a, &b)
        };
        for (a, b, kind) in [
            ("Eastern Anatolia", "Western Anatolia", Loc),
            ("South East Asia", "South West Asia", Loc),
            ("شرق حلب", "غرب حلب", Loc),
            ("Ministry of Higher Education", "Committee of Higher Education", Org),
            ("وزارة التعليم", "إدارة التعليم", Org),
            ("لجنة التنمية السياحية", "مجلس التنمية السياحية", Org),
            ("النظام السوري", "قوات النظام السوري", Org),
            ("الحكومة اليمنية", "حكومة يمينية", Org),
            ("مدينة الرقة", "مدينة عراقية", Loc),
            ("Andrew Fisher", "Andrew Foster", Person),
            ("John Lee", "John Li", Person),
        ] {
            assert!(!alike(a, b, kind), "{a} is not {b}");
        }
        for (a, b, kind) in [
            ("South East Asia", "Southeast Asia", Loc),
            ("Anbar Province", "Anbar Governorate", Loc),
            ("University of Basra", "Basra University", Org),
            ("Badr Organisation", "Badr Organization", Org),
            ("الحكومة اليمنية", "حكومة اليمنية", Org),
            ("Ali Zaid", "Ali Zayd", Person),
        ] {
            assert!(alike(a, b, kind), "{a} = {b}");
        }
    }

    #[test]
    fn numbers_and_function_words_of_organisations() {
        let alike = |a, b| similarity(&Name::new(a, Org), &Name::new(b, Org));
        assert_eq!(alike("Ministry of the Interior", "ministry of the interior"), 1.0);
        assert!(alike("Badr Organisation", "Badr Organization") > 0.9);
        assert!(alike("Fourteenth Brigade", "14th Brigade") < alike("Fourteenth Brigade", "14 Brigade"));
        assert!(alike("Fourteenth Ocean Company", "Fifteenth Ocean Company") < 0.7);
    }

    #[test]
    fn only_the_words_of_organisations_are_weighted() {
        let list: Vec<String> = (0..300).map(|n| format!("Word{n} Trading Company")).collect();
        let mut pairs: Vec<(&str, &str, EntityType)> =
            list.windows(2).map(|w| (w[0].as_str(), w[1].as_str(), Org)).collect();
        pairs.push(("Rafidain Trading Company", "Rafidein Trading Company", Org));
        pairs.push(("Rafidain Trading Company", "Halabja Trading Company", Org));
        let scores = compare(&pairs);
        assert!(scores[299] > 0.9 && scores[300] < 0.5, "{:?}", &scores[299..]);
    }

    #[test]
    fn hostile_names_take_no_time() {
        let long = "al-".repeat(100_000) + &"Abu ".repeat(50_000) + &"ع".repeat(300_000) + &"x".repeat(500_000);
        let name = person(&long);
        assert_eq!(similarity(&name, &name), 1.0);
        assert!(key(&long).len() <= 2 * long.len());
    }
}
