//! What a spelling is to the canonical name of its entity.

use super::{Name, fold, similarity};
use crate::types::{EntityType, NameKind};

/// What `spelling` is to `canonical`: canonical, spelling, transliteration (the same name in another script), acronym,
/// short form (its words are among the canonical name's), or nickname: another name altogether.
pub fn kind_of(spelling: &str, canonical: &str, kind: EntityType) -> NameKind {
    if spelling == canonical {
        return NameKind::Canonical;
    }
    kind_of_ready(
        (spelling, &Name::new(spelling, kind)),
        (canonical, &Name::new(canonical, kind)),
    )
}

/// The same of two names, each with what it is made ready as.
pub fn kind_of_ready((spelling, a): (&str, &Name), (canonical, b): (&str, &Name)) -> NameKind {
    if spelling == canonical {
        return NameKind::Canonical;
    }
    // A translation is not a spelling, however sure it is that it means the same.
    let (a, b) = (a.sounds(), b.sounds());
    let alike = similarity(&a, &b);
    let other_script = a.script() != b.script();
    if other_script {
        // Half: in an entity's own list of names a weak likeness of sound is already telling.
        return if alike >= 0.5 {
            NameKind::Transliteration
        } else {
            NameKind::Translation
        };
    }
    if is_acronym(spelling, canonical) {
        return NameKind::Acronym;
    }
    if a.names() >= b.names() {
        return if alike >= 0.7 {
            NameKind::Spelling
        } else {
            NameKind::Nickname
        };
    }
    match super::score::inside(&a, &b) {
        true => NameKind::ShortForm,
        false if alike >= 0.7 => NameKind::Spelling,
        false => NameKind::Nickname,
    }
}

/// Whether `short` consists of initials of `long`: two to eight capitals, in the order of the words.
fn is_acronym(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if !(2..=8).contains(&letters.len()) || letters.iter().filter(|c| c.is_uppercase()).count() * 2 <= letters.len() {
        return false;
    }
    let words = fold(long);
    let mut initials = words.split(' ').filter_map(|w| w.chars().next());
    let in_order = letters
        .iter()
        .flat_map(|c| c.to_lowercase())
        .all(|c| initials.any(|i| i == c));
    in_order
        || (fold(short).split(' ').count() == 1
            && words.split(' ').count() > 1
            && letters.iter().all(|c| c.is_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::EntityType::{Org, Person};

    #[test]
    fn what_a_spelling_is() {
        for (spelling, canonical, kind, label) in [
            ("Hadi al-Amiri", "Hadi al-Ameri", Person, "spelling"),
            ("هادي العامري", "Hadi al-Ameri", Person, "transliteration"),
            ("al-Ameri", "Hadi al-Ameri", Person, "short_form"),
            ("Hadi Farhan al-Ameri", "Hadi al-Ameri", Person, "spelling"),
            ("Abu Hasan", "Hadi al-Ameri", Person, "nickname"),
            ("PMF", "Popular Mobilization Forces", Org, "acronym"),
            ("قوات الحشد الشعبي", "Popular Mobilization Forces", Org, "translation"),
            ("Hashd al-Shaabi", "Popular Mobilization Forces", Org, "nickname"),
            ("Hadi al-Ameri", "Hadi al-Ameri", Person, "canonical"),
        ] {
            assert_eq!(kind_of(spelling, canonical, kind).label(), label, "{spelling}");
        }
    }
}
