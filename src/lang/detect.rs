//! Which language and script a text is in, with a floor: what is too short to tell stays undetermined.
//!
//! A text full of a known language's function words is in that language; that is surer on short text, and
//! many times faster, than letter statistics, which decide the rest (crate `whatlang`).

use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::bytes::{Plain, plain};
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

/// The index in [`LANGUAGES`] of the language of each function word, by the hash of the word.
///
/// Nothing but the 64 bits tells another word from the hundred of the lists. That any of a thousand million different words
/// is taken for one of these has a probability of 6e-9; it would count as one word more of a language.
///
/// The words lie by the first byte of their hashes, a few together at most: a map from hashes took 10 million instructions
/// more on 3 MB of news, of 280 in all.
static FUNCTION_WORDS: LazyLock<[Vec<(u64, usize)>; 256]> = LazyLock::new(|| {
    let mut words = [const { Vec::new() }; 256];
    for (i, language) in LANGUAGES.iter().enumerate() {
        for word in language.function_words {
            let hash = word.chars().fold(0, step);
            words[usize::from(hash.to_be_bytes()[0])].push((hash, i));
        }
    }
    words
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
    // No more of them are counted than it takes to know that the text is not short.
    let letters = head.chars().filter(|&c| is_letter(c)).take(SHORT_LETTERS).count();
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
    plain_majority(text).or_else(|| counted(text))
}

/// The script of most letters where that shows from the bytes: in nearly all of news.
fn plain_majority(text: &str) -> Option<Script> {
    if text.is_ascii() {
        return text.bytes().any(|b| b.is_ascii_alphabetic()).then_some(Script::Latn);
    }
    let (mut latin, mut arabic, mut beyond) = (0, 0, 0);
    // As many bytes as can be counted in one, which the machine does sixteen at once.
    for chunk in text.as_bytes().chunks(u8::MAX as usize) {
        latin += count(chunk.iter().map(u8::is_ascii_alphabetic));
        beyond += count(chunk.iter().map(|b| *b >= 0xc0));
        // Hamza to U+063F, feh to yeh; one that lies on a border is missed.
        let pairs = chunk.iter().zip(chunk.iter().skip(1));
        arabic += count(pairs.map(|(a, b)| (*a == 0xd8 && *b >= 0xa0) || (*a == 0xd9 && matches!(*b, 0x81..=0x8a))));
    }
    match () {
        () if latin > 0 && latin >= beyond => Some(Script::Latn),
        () if arabic > latin + (beyond - arabic) => Some(Script::Arab),
        () => None,
    }
}

/// How many of at most 255 are so.
fn count(found: impl Iterator<Item = bool>) -> usize {
    usize::from(found.map(u8::from).sum::<u8>())
}

/// The script of most letters, by looking at every character.
fn counted(text: &str) -> Option<Script> {
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
    let Tally { hits, words, .. } = Tally::of(text);
    let best = (0..hits.len()).max_by_key(|&i| (hits[i], std::cmp::Reverse(i)))?;
    let share = hits[best] as f32 / words.max(1) as f32;
    (hits[best] >= 2 && share >= FUNCTION_SHARE && script(text) == Some(LANGUAGES[best].script))
        .then_some((best, share))
}

/// The words of a text, as they are in its comparison key.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    words: u32,
    /// Function words of each language.
    hits: [u32; LANGUAGES.len()],
    /// Hash of the word so far; `None` between words.
    word: Option<u64>,
}

impl Tally {
    fn of(text: &str) -> Tally {
        let bytes = text.as_bytes();
        let mut tally = Tally::default();
        // Where the stretch without white space begins that is being read, and what there was before it.
        let (mut at, mut stretch, mut before) = (0, 0, tally);
        while at < bytes.len() {
            let Some((seen, len)) = plain(bytes, at) else {
                let end = text[stretch..].find(|c: char| c.is_ascii_whitespace());
                at = end.map_or(text.len(), |n| stretch + n);
                tally = before;
                tally.folded(&fold(&text[stretch..at]));
                continue;
            };
            at += len;
            match seen {
                Plain::Word(c) => tally.go_on(c),
                Plain::Nothing => {}
                Plain::Mark => tally.end_word(),
                Plain::Space => {
                    tally.end_word();
                    (stretch, before) = (at, tally);
                }
            }
        }
        tally.end_word();
        tally
    }

    fn folded(&mut self, key: &str) {
        for c in key.chars() {
            if is_letter_or_digit(c) {
                self.go_on(c);
            } else {
                self.end_word();
            }
        }
    }

    /// Goes on with a word, or begins one.
    #[inline]
    fn go_on(&mut self, c: char) {
        self.word = Some(step(self.word.unwrap_or(0), c));
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take() {
            self.words += 1;
            let near = &FUNCTION_WORDS[usize::from(word.to_be_bytes()[0])];
            if let Some((_, language)) = near.iter().find(|w| w.0 == word) {
                self.hits[*language] += 1;
            }
        }
    }
}

/// The hash of a word with one more character.
#[inline]
fn step(hash: u64, c: char) -> u64 {
    // Each step can be undone, since the factor is odd: words that differ in one character have different hashes. The
    // rotation brings the high bits down.
    (hash.rotate_left(23) ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
    use std::collections::HashSet;

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

    /// Fails on purpose where two languages share a word: it would count for one of them only, and whoever adds the second
    /// must settle for which.
    #[test]
    fn a_function_word_is_of_one_language_and_has_a_hash_of_its_own() {
        let all: usize = LANGUAGES.iter().map(|l| l.function_words.len()).sum();
        let hashes: HashSet<u64> = FUNCTION_WORDS.iter().flatten().map(|w| w.0).collect();
        assert_eq!(hashes.len(), all);
    }

    /// The words of a text, and the function words of each language among them, by the folded text and the lists.
    fn by_the_lists(text: &str) -> (u32, [u32; LANGUAGES.len()]) {
        static LISTS: LazyLock<Vec<HashSet<&str>>> = LazyLock::new(|| {
            LANGUAGES
                .iter()
                .map(|l| l.function_words.iter().copied().collect())
                .collect()
        });
        let (mut count, mut hits) = (0, [0; LANGUAGES.len()]);
        for word in fold(text).split(|c| !is_letter_or_digit(c)).filter(|w| !w.is_empty()) {
            count += 1;
            for (hits, list) in hits.iter_mut().zip(LISTS.iter()) {
                *hits += u32::from(list.contains(word));
            }
        }
        (count, hits)
    }

    fn by_the_bytes(text: &str) -> (u32, [u32; LANGUAGES.len()]) {
        let Tally { words, hits, .. } = Tally::of(text);
        (words, hits)
    }

    #[test]
    fn words_are_those_of_the_folded_text() {
        let text =
            "The “U\u{301}ber-cafe\u{301}” of\u{a0}ʿAlī: قالَ الوزيرُ، إن\u{200f} ﻻ ٢٠١٩… on\u{b}and\tآ\u{653} end";
        let (words, hits) = by_the_lists(text);
        assert!(words > 10 && hits[0] > 2);
        assert_eq!(by_the_bytes(text), (words, hits));
    }

    #[test]
    fn scripts() {
        assert_eq!(script("قيس (Qais)"), Some(Script::Latn));
        assert_eq!(script("قيس الخزعلي (Q)"), Some(Script::Arab));
        assert_eq!(script("12 - 13"), None);
    }

    proptest::proptest! {
        #[test]
        fn words_of_any_text(text in "([ \n]|the|of|في|[a-cÀéßأةىيـَ\u{64b}-\u{655}٣،»\u{a0}’…½①ﻻ\u{301}\u{308}ⅷ가\u{1100}]){0,40}") {
            proptest::prop_assert_eq!(by_the_bytes(&text), by_the_lists(&text));
        }

        #[test]
        fn a_script_that_shows_from_the_bytes_is_that_of_most_letters(text in "[ a-cA-C1é،ءيـَ٣پжא文]{0,40}", repeat in 1usize..9) {
            let text = text.repeat(repeat);
            if let Some(script) = plain_majority(&text) {
                proptest::prop_assert_eq!(Some(script), counted(&text));
            }
        }
    }
}
