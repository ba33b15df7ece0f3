//! Arabic names in Latin letters by a published standard. The script does not write short vowels: `sounds.rs` says
//! which ones a word has, the standard how they are written. A word whose vowels are only guessed is marked so.

use serde::Serialize;

use super::fold::{fold, is_arabic};
use super::particles::{Class, is};
use super::sounds::{Sound, guessed, vocalised};
use super::{dictionary, written::written_as};

/// A standard of romanisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Standard {
    /// ALA-LC 2012: libraries. ʻAbd al-Raḥmān, al-Shams, Muṣṭafá.
    AlaLc,
    /// BGN/PCGN 1956: maps. ‘Abd ar-Raḩmān, ash-Shams.
    Bgn,
    /// ICS 630-01 of the US intelligence community: no diacritics. Abd al-Rahman, al-Shams.
    Ic,
}

/// A name in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Romanized {
    /// The name by the standard.
    pub text: String,
    /// Whether the vowels of every Arabic word come from attested spellings.
    pub attested: bool,
}

/// A name in Latin letters by a standard. Words of other scripts stay as they are.
///
/// ```
/// use isnad::names::{Standard, romanized};
/// assert_eq!(romanized("قيس الخزعلي", Standard::AlaLc).text, "Qays al-Khazʻalī");
/// assert_eq!(romanized("عبد الرحمن", Standard::Bgn).text, "‘Abd ar-Raḩmān");
/// assert_eq!(romanized("حسين", Standard::Ic).text, "Husayn");
/// ```
pub fn romanized(name: &str, standard: Standard) -> Romanized {
    let mut out = Romanized {
        text: String::with_capacity(name.len()),
        attested: true,
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            out.text.push(' ');
        }
        if word.contains(is_arabic) {
            let letters: String = word
                .chars()
                .filter(|c| c.is_alphabetic() && is_arabic(*c) && *c != '\u{640}')
                .collect();
            push_word(&letters, at > 0, standard, &mut out);
            if words.get(at + 1).is_some_and(|next| belongs_to(&letters, next)) && out.text.ends_with('h') {
                out.text.pop();
                out.text.push('t');
            }
        } else {
            out.text.push_str(word);
        }
    }
    out
}

/// Whether a word that ends in ة is said to be that of the next one, and is written with a t: Madīnat al-Ṣadr. Given names
/// are not (Fāṭimah al-Zahrāʼ), unless they are God's (Hibat Allāh). Whether the next is an adjective is not known.
fn belongs_to(word: &str, next: &str) -> bool {
    let god = fold(next) == "الله";
    let definite = god
        || next
            .strip_prefix("ال")
            .is_some_and(|rest| rest.chars().nth(1).is_some());
    word.ends_with('ة') && !word.starts_with("ال") && definite && (god || dictionary::known(&fold(word)) == 0)
}

/// Appends an Arabic word with its article.
fn push_word(word: &str, inside: bool, standard: Standard, out: &mut Romanized) {
    let folded = fold(word);
    if folded == "الله" {
        return out
            .text
            .push_str(if standard == Standard::Ic { "Allah" } else { "Allāh" });
    }
    // Of the house of; the article looks like it when folded.
    if word == "آل" {
        return out.text.push_str(if standard == Standard::Ic { "Al" } else { "Āl" });
    }
    if folded == "عبد" {
        let ayn = consonant('ع', standard);
        return out.text.push_str(&format!("{ayn}Abd"));
    }
    if inside && is(&folded, Class::Linker) && folded != "ولد" {
        let son = if standard == Standard::AlaLc { "ibn" } else { "bin" };
        return out.text.push_str(if folded == "بنت" { "bint" } else { son });
    }
    // The servant and whose he is, written as one word.
    if let Some(whose) = word.strip_prefix("عبد").filter(|rest| fold(rest).starts_with("ال")) {
        push_word("عبد", inside, standard, out);
        out.text.push(' ');
        return push_word(whose, true, standard, out);
    }
    let bare = word.strip_prefix("ال").filter(|rest| rest.chars().nth(1).is_some());
    if let Some(bare) = bare {
        let first = bare.chars().next().unwrap_or(' ');
        let sun = "تثدذرزسشصضطظلن".contains(first) && standard == Standard::Bgn;
        let assimilated = if sun { consonant(first, standard) } else { "l" };
        out.text.push_str(if inside { "a" } else { "A" });
        out.text.push_str(assimilated);
        out.text.push('-');
    }
    if let Some(known) = written_as(bare.unwrap_or(word), standard) {
        return out.text.push_str(&known);
    }
    // Always written without its alif.
    let letters: Vec<char> = match bare.unwrap_or(word) {
        "رحمن" => "رحمان".chars().collect(),
        word => word.chars().collect(),
    };
    let sounds = match vocalised(&letters) {
        Some((sounds, whole)) => {
            out.attested &= whole;
            sounds
        }
        None => {
            out.attested = false;
            guessed(&letters)
        }
    };
    let written = written(&sounds, standard);
    let mut chars = written.chars();
    // The capital is that of the first letter: ʻAlī.
    for c in chars.by_ref() {
        out.text.extend(c.to_uppercase());
        if c.is_alphabetic() && !"ʻʼ".contains(c) {
            break;
        }
    }
    out.text.push_str(chars.as_str());
}

/// A word as the standard writes it, in small letters.
fn written(sounds: &[Sound], standard: Standard) -> String {
    let plain = standard == Standard::Ic;
    let mut out = String::new();
    for (at, sound) in sounds.iter().enumerate() {
        let last = at + 1 == sounds.len();
        // A glide after a consonant without a vowel is a long vowel: Saʻīd, Shāmī.
        let open = at.checked_sub(1).and_then(|before| sounds.get(before));
        let open = open.is_some_and(|before| !before.long && before.vowel.is_none());
        let next_long = sounds.get(at + 1).is_some_and(|next| next.long);
        let long = sound.long || (open && sound.vowel.is_none() && !next_long && "وي".contains(sound.letter));
        let shown = match (sound.letter, long) {
            ('آ', _) if at == 0 => {
                if plain {
                    "a"
                } else {
                    "ā"
                }
            }
            ('ا' | 'أ' | 'إ', _) if at == 0 && !long => "",
            ('آ' | 'ا', true) if plain => "a",
            ('آ' | 'ا', true) => "ā",
            ('ا' | 'أ' | 'إ' | 'آ', false) if sound.vowel.is_some() => "",
            ('ا' | 'آ', false) => {
                if plain {
                    "a"
                } else {
                    "ā"
                }
            }
            ('ى', _) if last && at > 0 => {
                if plain {
                    "a"
                } else {
                    "á"
                }
            }
            ('ي' | 'ی' | 'ى' | 'ئ', true) => {
                if plain {
                    "i"
                } else {
                    "ī"
                }
            }
            ('و', true) => {
                if plain {
                    "u"
                } else {
                    "ū"
                }
            }
            ('ه', true) => "ah",
            ('ة', _)
                if sounds
                    .get(at.wrapping_sub(1))
                    .is_some_and(|s| s.long && "اآ".contains(s.letter)) =>
            {
                "h"
            }
            ('ة', _) => "ah",
            (letter, _) => consonant(letter, standard),
        };
        out.push_str(shown);
        // Before another vowel a long one is a vowel and a glide: Sūriyā, Nubūwah.
        match sounds.get(at + 1).map(|next| next.letter) {
            Some('ا') if shown == "ī" => out.replace_range(out.len() - "ī".len().., "iy"),
            Some('ا') if shown == "ū" => out.replace_range(out.len() - "ū".len().., "uw"),
            Some('ا' | 'ة') if shown == "i" || shown == "ī" => out.push('y'),
            Some('ا' | 'ة') if shown == "u" || shown == "ū" => out.push('w'),
            _ => {}
        }
        if sound.doubled && !sound.long {
            out.push_str(shown);
        }
        match sound.vowel {
            // A vowel before ة is that of its ending; before a long vowel it is the same one.
            Some(_) if sound.letter == 'آ' => {}
            Some(_) if matches!(sounds.get(at + 1), Some(next) if next.letter == 'ة' || next.long) && !sound.long => {}
            Some('e') => out.push('a'),
            Some('o') => out.push('u'),
            // Dāwūd: the one letter is both.
            Some('u') if at > 0 && sound.letter == 'و' && !plain => out.push('ū'),
            Some(vowel) => out.push(vowel),
            None => {}
        }
    }
    out
}

/// A consonant as the standard writes it.
fn consonant(letter: char, standard: Standard) -> &'static str {
    use Standard::{AlaLc, Bgn, Ic};
    match (letter, standard) {
        ('ب', _) => "b",
        ('پ', _) => "p",
        ('ت', _) | ('ط', Ic) => "t",
        ('ث', _) => "th",
        ('ج', _) => "j",
        ('چ', _) => "ch",
        ('ح', AlaLc) => "ḥ",
        ('ح', Bgn) => "ḩ",
        ('ح' | 'ه' | 'ھ' | 'ہ', _) => "h",
        ('خ', _) => "kh",
        ('د', _) | ('ض', Ic) => "d",
        ('ذ', _) => "dh",
        ('ر', _) => "r",
        ('ز', _) | ('ظ', Ic) => "z",
        ('ژ', _) => "zh",
        ('س', _) | ('ص', Ic) => "s",
        ('ش', _) => "sh",
        ('ص', AlaLc) => "ṣ",
        ('ص', Bgn) => "ş",
        ('ض', AlaLc) => "ḍ",
        ('ض', Bgn) => "ḑ",
        ('ط', AlaLc) => "ṭ",
        ('ط', Bgn) => "ţ",
        ('ظ', AlaLc) => "ẓ",
        ('ظ', Bgn) => "z̧",
        ('ع', AlaLc) => "ʻ",
        ('ع', Bgn) => "‘",
        ('ء' | 'أ' | 'إ' | 'ؤ' | 'ئ', AlaLc) => "ʼ",
        ('ء' | 'أ' | 'إ' | 'ؤ' | 'ئ', Bgn) => "’",
        ('غ', _) => "gh",
        ('ف', _) => "f",
        ('ڤ', _) => "v",
        ('ق', _) => "q",
        ('ك' | 'ک', _) => "k",
        ('گ', _) => "g",
        ('ل', _) => "l",
        ('م', _) => "m",
        ('ن', _) => "n",
        ('و', _) => "w",
        ('ي' | 'ی' | 'ى', _) => "y",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_by_each_standard() {
        for (name, ala_lc, bgn, ic) in [
            ("محمد حسين", "Muḥammad Ḥusayn", "Muḩammad Ḩusayn", "Muhammad Husayn"),
            ("مصطفى كمال", "Muṣṭafá Kamāl", "Muşţafá Kamāl", "Mustafa Kamal"),
            (
                "سليمان بن عبد العزيز",
                "Sulaymān ibn ʻAbd al-ʻAzīz",
                "Sulaymān bin ‘Abd al-‘Azīz",
                "Sulayman bin Abd al-Aziz",
            ),
            (
                "عبدالرحمن الشمس",
                "ʻAbd al-Raḥmān al-Shams",
                "‘Abd ar-Raḩmān ash-Shams",
                "Abd al-Rahman al-Shams",
            ),
            (
                "فاطمة الزهراء",
                "Fāṭimah al-Zahrāʼ",
                "Fāţimah az-Zahrā’",
                "Fatimah al-Zahra",
            ),
            ("عائشة", "ʻĀʼishah", "‘Ā’ishah", "Aishah"),
            (
                "أبو مهدي المهندس",
                "Abū Mahdī al-Muhandis",
                "Abū Mahdī al-Muhandis",
                "Abu Mahdi al-Muhandis",
            ),
            ("Karim السبتي", "Karim al-Sabtī", "Karim as-Sabtī", "Karim al-Sabti"),
        ] {
            let by = |standard| romanized(name, standard).text;
            assert_eq!(
                [by(Standard::AlaLc), by(Standard::Bgn), by(Standard::Ic)],
                [ala_lc, bgn, ic]
            );
        }
    }

    #[test]
    fn common_words() {
        for (name, wanted) in [
            ("صلاح الدين الأيوبي", "Ṣalāḥ al-Dīn al-Ayyūbī"),
            ("عمرو", "ʻAmr"),
            ("معمر", "Muʻammar"),
            ("قرآن", "Qurʼān"),
            ("سوريا", "Sūriyā"),
            ("كاظم الكاظمي", "Kāẓim al-Kāẓimī"),
            ("سائد", "Sāʼid"),
            ("ماجدة", "Mājidah"),
            ("ضياء", "Ḍiyāʼ"),
            ("لؤي", "Luʼayy"),
            ("طه", "Ṭāhā"),
            ("آل ثاني", "Āl Thānī"),
            ("عبد الفتاح", "ʻAbd al-Fattāḥ"),
            ("حزب الله", "Ḥizb Allāh"),
            ("أم كلثوم", "Umm Kulthūm"),
            ("القدس", "Al-Quds"),
            ("المتنبي", "Al-Mutanabbī"),
            ("نينوى", "Nīnawá"),
            ("إسماعيل", "Ismāʻīl"),
        ] {
            let found = romanized(name, Standard::AlaLc);
            assert_eq!((found.text.as_str(), found.attested), (wanted, true));
        }
    }

    #[test]
    fn what_a_thing_belongs_to() {
        for (name, wanted) in [
            ("جامعة القاهرة", "Jāmiʻat al-Qāhirah"),
            ("مدينة الصدر", "Madīnat al-Ṣadr"),
            ("آية الله", "Āyat Allāh"),
            ("فاطمة الزهراء", "Fāṭimah al-Zahrāʼ"),
            ("الجامعة الإسلامية", "Al-Jāmiʻah al-Islāmīyah"),
        ] {
            assert_eq!(romanized(name, Standard::AlaLc).text, wanted);
        }
    }

    #[test]
    fn vowels_that_nobody_wrote_are_marked() {
        assert!(romanized("خالد", Standard::Ic).attested);
        assert!(!romanized("دقدوق", Standard::Ic).attested);
        assert_eq!(romanized("دقدوق", Standard::Ic).text, "Daqduq");
        assert_eq!(romanized("وزقان", Standard::Ic).text, "Wazqan");
    }

    proptest! {
        #[test]
        fn any_string_can_be_romanized(name in "[ا-ي ءآةىؤئ]{0,20}|.{0,20}") {
            for standard in [Standard::AlaLc, Standard::Bgn, Standard::Ic] {
                let text = romanized(&name, standard).text;
                prop_assert!(standard != Standard::Ic || !name.contains('ع') || !text.contains('ع'));
            }
        }
    }
}
