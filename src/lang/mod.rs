//! Facts about languages: comparison keys, scripts, words, detection, sentences.
//!
//! What is known of a language stands in one file each ([`LANGUAGES`]); everything here looks at the text
//! itself and at those facts, never at what another part of the program believes about it.

mod ar;
mod bytes;
mod detect;
mod en;
mod fold;
mod letters;
mod sentences;
mod words;

pub(crate) use bytes::{arabic_letter, has_byte, of_two};
pub use detect::{detect, detect_segment, script};
pub(crate) use fold::fold_letters;
pub use fold::{fold, fold_char, is_ignorable};
pub use letters::{is_capital, is_letter, is_letter_or_digit, is_number};
pub use sentences::sentences;
pub use words::words;

use crate::types::{Rule, Script};

/// What is known of a language.
pub struct Language {
    /// BCP 47 code.
    pub code: &'static str,
    /// Other codes and names that somebody may give it, lower case.
    pub names: &'static [&'static str],
    /// The script it is written in.
    pub script: Script,
    /// Its most frequent function words, folded: the surest sign of it in a short text.
    pub function_words: &'static [&'static str],
    /// Abbreviations that end in a full stop and are followed by more of the sentence (titles, "No."), without the stop, lower case.
    pub abbreviations: &'static [&'static str],
    /// Abbreviations that may also end a sentence ("Inc.", "Dec.").
    pub final_abbreviations: &'static [&'static str],
    /// Words that begin a sentence rather than go on with one, as written at its start.
    pub starters: &'static [&'static str],
}

/// The languages that isnad knows well. Others are detected, and read by the rules that all share.
pub const LANGUAGES: &[&Language] = &[&en::LANGUAGE, &ar::LANGUAGE];

/// The code of a language that somebody gives: `en-US` and `English` are `en`; `None` for what names no language.
///
/// ```
/// use isnad::lang::code;
/// assert_eq!(code("ar_IQ").as_deref(), Some("ar"));
/// assert_eq!(code("English").as_deref(), Some("en"));
/// assert_eq!(code("unknown"), None);
/// ```
pub fn code(given: &str) -> Option<Rule> {
    let lower = given.trim().to_lowercase();
    let primary = lower.split(['-', '_']).next().unwrap_or_default();
    if let Some(known) = LANGUAGES
        .iter()
        .find(|l| l.code == primary || l.names.contains(&primary))
    {
        return Some(Rule::Borrowed(known.code));
    }
    // ISO 639: two or three letters; "und" says that nobody knows.
    let iso = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase()) && primary != "und";
    iso.then(|| Rule::Owned(primary.to_string()))
}
