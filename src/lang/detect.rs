//! Which language and script a text is in, with a floor: what is too short to tell stays undetermined.
//!
//! A text full of a known language's function words is in that language; that is surer on short text, and
//! many times faster, than letter statistics, which decide the rest (crate `whatlang`).

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::{LANGUAGES, fold, is_ignorable, is_letter, is_letter_or_digit};
use crate::types::{Rule, Script};

/// Fewer letters than this say nothing: a name or a date is not in a language.
const MIN_LETTERS: usize = 12;

/// Below this many letters trigram statistics guess wrong too often (whatlang's own advice is about a sentence),
/// so that only function words are believed.
const SHORT_LETTERS: usize = 60;

/// A page's language shows in its first few paragraphs; more only costs time.
const DETECT_BYTES: usize = 3000;

/// The same for one segment: two or three sentences.
const SEGMENT_BYTES: usize = 400;

/// A text shows a language when at least so much of it is that language's function words. English news has .38,
/// Arabic news .17 (clitics hide many); headlines about half of that.
const FUNCTION_SHARE: f32 = 0.10;

/// Function word → index into [`LANGUAGES`].
static FUNCTION_WORDS: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    LANGUAGES
        .iter()
        .enumerate()
        .flat_map(|(i, l)| l.function_words.iter().map(move |w| (*w, i)))
        .collect()
});

static DETECTOR: LazyLock<Detector> = LazyLock::new(Detector::new);

/// BCP 47 code and confidence (0..1) of a text, or `None` when it is too short or unclear.
///
/// ```
/// use isnad::lang::detect;
/// assert_eq!(detect("The minister said that he would not resign.").unwrap().0, "en");
/// assert_eq!(detect("قال الوزير إنه لن يستقيل من منصبه").unwrap().0, "ar");
/// assert!(detect("Qais al-Khazali").is_none());
/// ```
pub fn detect(text: &str) -> Option<(Rule, f32)> {
    let head = head(text, DETECT_BYTES);
    let letters = head.chars().filter(|&c| is_letter(c)).count();
    if letters < MIN_LETTERS {
        return None;
    }
    if let Some((index, share)) = by_function_words(head) {
        // Half of the share expected of running text is already sure.
        let score = (0.7 + share).min(1.0);
        return Some((Rule::Borrowed(LANGUAGES[index].code), round(score)));
    }
    if letters < SHORT_LETTERS {
        // A short text in Arabic letters without Persian or Urdu ones is Arabic more often than anything else.
        return (script(head) == Some(Script::Arab) && !has_non_arabic_letters(head))
            .then_some((Rule::Borrowed("ar"), 0.5));
    }
    let info = DETECTOR.detect(head)?;
    let confidence = info.confidence() as f32;
    (info.is_reliable() && confidence > 0.5).then(|| (code(info.lang()), round(confidence)))
}

/// Language of a segment of a document: its own when that is clear, else the document's when it is in the same script.
pub fn detect_segment(text: &str, document: Option<&str>) -> Option<Rule> {
    if let Some((found, _)) = detect(head(text, SEGMENT_BYTES)) {
        return Some(found);
    }
    let document = document?;
    let home = LANGUAGES.iter().find(|l| l.code == document).map(|l| l.script);
    let here = script(text)?;
    (home.is_none_or(|s| s == here)).then(|| Rule::Owned(document.to_string()))
}

/// ISO 15924 code of the script of most letters; `None` when there is no letter.
pub fn script(text: &str) -> Option<Script> {
    let mut counts = [0usize; 8];
    for c in text.chars() {
        let i = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 0,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                if !is_letter(c) || is_ignorable(c) {
                    continue;
                }
                1
            }
            '\u{400}'..='\u{52f}' => 2,
            '\u{590}'..='\u{5ff}' => 3,
            '\u{370}'..='\u{3ff}' => 4,
            '\u{3400}'..='\u{9fff}' => 5,
            '\u{900}'..='\u{97f}' => 6,
            _ if c.is_alphabetic() => 7,
            _ => continue,
        };
        counts[i] += 1;
    }
    const SCRIPTS: [Script; 8] = [
        Script::Latn,
        Script::Arab,
        Script::Cyrl,
        Script::Hebr,
        Script::Grek,
        Script::Hans,
        Script::Deva,
        Script::Other,
    ];
    let best = (0..8).max_by_key(|&i| (counts[i], std::cmp::Reverse(i)))?;
    (counts[best] > 0).then_some(SCRIPTS[best])
}

/// The known language whose function words make up most of the text, with their share of its words.
fn by_function_words(text: &str) -> Option<(usize, f32)> {
    let folded = fold(text);
    let mut hits = vec![0u32; LANGUAGES.len()];
    let mut words = 0u32;
    for word in folded.split(|c: char| !is_letter_or_digit(c)).filter(|w| !w.is_empty()) {
        words += 1;
        if let Some(&i) = FUNCTION_WORDS.get(word) {
            hits[i] += 1;
        }
    }
    let best = (0..hits.len()).max_by_key(|&i| (hits[i], std::cmp::Reverse(i)))?;
    let share = hits[best] as f32 / words.max(1) as f32;
    (hits[best] >= 2 && share >= FUNCTION_SHARE && script(text) == Some(LANGUAGES[best].script))
        .then_some((best, share))
}

/// Letters of Persian, Urdu, Kurdish and Pashto that Arabic does not have.
fn has_non_arabic_letters(text: &str) -> bool {
    text.chars().any(|c| "پچژگڤکیےںٹڈڑھہۆێەڕڵټډړښ".contains(c))
}

/// The first `bytes` of a text, at a character border.
fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

fn round(x: f32) -> f32 {
    (x * 10_000.0).round() / 10_000.0
}

/// BCP 47 code of a language of whatlang: two letters where ISO 639-1 has them.
fn code(lang: Lang) -> Rule {
    let short = match lang {
        Lang::Eng => "en",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Heb => "he",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Tur => "tr",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Cat => "ca",
        Lang::Ell => "el",
        Lang::Ind => "id",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Aze => "az",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Yid => "yi",
        Lang::Amh => "am",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        Lang::Tgl => "tl",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        other => return Rule::Owned(other.code().to_string()),
    };
    Rule::Borrowed(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_numbers_are_in_no_language() {
        for text in ["", "2019-12-06", "Kataib Hezbollah", "AAH", "!!!"] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn a_segment_without_a_language_of_its_own_has_that_of_the_document_in_the_same_script() {
        assert_eq!(detect_segment("The Road to Basra", Some("en")).as_deref(), Some("en"));
        assert_eq!(detect_segment("قيس", Some("en")), None);
        assert_eq!(detect_segment("قيس", Some("ar")).as_deref(), Some("ar"));
    }

    #[test]
    fn other_languages_are_told_apart() {
        let french = "Le président de la République a annoncé hier soir que les élections législatives auraient lieu au mois de juin prochain.";
        assert_eq!(detect(french).unwrap().0, "fr");
        let persian =
            "رئیس جمهور ایران دیروز گفت که دولت برای گفتگو با همسایگان آماده است و پیشنهادهای تازه‌ای را بررسی می‌کند.";
        assert_eq!(detect(persian).unwrap().0, "fa");
    }

    #[test]
    fn scripts() {
        assert_eq!(script("قيس (Qais)"), Some(Script::Latn));
        assert_eq!(script("قيس الخزعلي (Q)"), Some(Script::Arab));
        assert_eq!(script("12 - 13"), None);
    }
}
