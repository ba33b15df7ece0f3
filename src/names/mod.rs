//! Names of people, organisations and places, in any script: whether two may be one, what a list of them falls into, and
//! how an Arabic one is written in Latin letters.

use std::fmt;

mod alphabet;
mod blocking;
pub mod cluster;
mod dictionary;
mod distance;
mod fold;
mod frequency;
mod key;
mod kind;
mod link;
mod romanize;
mod score;
mod units;

pub use fold::fold;
pub use frequency::{Frequencies, compare};
pub use key::key;
pub use kind::kind_of;
pub use romanize::{romanize, slug};

use crate::types::{EntityType, MergeReason, Script};
use alphabet::Symbol;
use units::{Unit, Units};

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
        let folded = fold(text);
        Name { kind, script: script(&folded), units: units::units(&folded, kind) }
    }

    /// How many names it consists of: articles, honorifics and linkers do not count, "Abu Mahdi" is one.
    pub fn names(&self) -> usize {
        self.units.list.iter().filter(|u| u.is_name()).count()
    }

    /// The script of its first letter: Arabic, Latin or another.
    pub fn script(&self) -> Script {
        self.script
    }

    fn symbols(&self, unit: &Unit) -> &[Symbol] {
        let start = usize::from(unit.start);
        self.units.symbols.get(start..start + usize::from(unit.len)).unwrap_or(&[])
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
/// From about .82 on (.72 when the scripts differ) two names of one kind are usually one, unless [`cannot_link`] says why
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
    let (a, b) = if a.units.symbols <= b.units.symbols { (a, b) } else { (b, a) };
    (score::score(a, b) * 10_000.0).round() / 10_000.0
}

/// The rule that forbids that two names mean one person, if one does: another given name (Qais and Laith al-Khazali), a
/// kunya or servant's name against the bare name (Abu Mahdi and Mahdi).
pub fn cannot_link(a: &Name, b: &Name) -> Option<MergeReason> {
    link::cannot_link(a, b)
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
