//! Sentences of the clean text, English and Arabic by one set of rules.
//!
//! A sentence ends at `. ! ? … ؟ ۔` and what closes quotes and brackets after it, when white space follows and
//! the next word does not go on with the sentence. A sentence never crosses a segment; every character of a
//! segment that is not white space is in one.

use std::sync::LazyLock;

use super::{LANGUAGES, Language, is_letter, is_letter_or_digit, is_number};
use crate::maps::WordMap;
use crate::types::{Segment, SegmentKind, Sentence, Span};

/// A token longer than this is no abbreviation ("maj-gen", "ph.d").
const LONGEST_ABBREVIATION: usize = 24;

static ABBREVIATIONS: LazyLock<WordMap<()>> = LazyLock::new(|| listed(|l| l.abbreviations));
static FINAL_ABBREVIATIONS: LazyLock<WordMap<()>> = LazyLock::new(|| listed(|l| l.final_abbreviations));
static STARTERS: LazyLock<WordMap<()>> = LazyLock::new(|| listed(|l| l.starters));

/// The words that a list has in any language.
fn listed(list: fn(&Language) -> &'static [&'static str]) -> WordMap<()> {
    LANGUAGES.iter().flat_map(|l| list(l)).map(|word| (*word, ())).collect()
}

/// The sentences of the segments of a clean text, in order. Their language is that of the segment.
pub fn sentences(text: &str, segments: &[Segment]) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (i, segment) in segments.iter().enumerate() {
        let body = &text[segment.span.range()];
        let by_line = matches!(segment.kind, SegmentKind::Table | SegmentKind::Code);
        for span in split(body, by_line) {
            out.push(Sentence {
                span: Span::new(segment.span.start + span.start, segment.span.start + span.end),
                segment: i as u32,
                language: segment.language.clone(),
            });
        }
    }
    out
}

/// The sentences of one block, without the white space between them.
fn split(body: &str, by_line: bool) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some((at, c)) = next_terminator(body, from) {
        let mut end = at + c.len_utf8();
        let ends = if c == '\n' {
            by_line
        } else {
            // Take the run of terminators and closers: `?!"`, `.”)`.
            while let Some(next) = body[end..]
                .chars()
                .next()
                .filter(|c| is_terminator(*c) || is_closer(*c))
            {
                end += next.len_utf8();
            }
            is_end(body, start, at, end)
        };
        if ends {
            push(&mut out, body, start, end);
            start = end;
        }
        from = end;
    }
    push(&mut out, body, start, body.len());
    out
}

/// The bytes that a terminator or a line break ends with: `. ! ?` and the line break, `؟`, `۔`, `…`.
static ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut i = 0;
    while i < 256 {
        ends[i] = matches!(i as u8, b'.' | b'!' | b'?' | b'\n' | 0x9f | 0x94 | 0xa6);
        i += 1;
    }
    ends
};

/// The first terminator or line break from `from` on, and where it stands.
fn next_terminator(body: &str, from: usize) -> Option<(usize, char)> {
    let mut at = from;
    loop {
        at += body.as_bytes()[at..].iter().position(|&b| ENDS[usize::from(b)])?;
        let first = body.floor_char_boundary(at);
        let c = body[first..].chars().next()?;
        if is_terminator(c) || c == '\n' {
            return Some((first, c));
        }
        at += 1;
    }
}

/// Whether the terminator at `at` (whose run of terminators and closers ends at `end`) ends the sentence begun at `start`.
fn is_end(body: &str, start: usize, at: usize, end: usize) -> bool {
    let after = &body[end..];
    let mut rest = after.chars();
    let Some(next) = rest.next() else { return true };
    let before = &body[start..at];
    let single_stop = body[at..].starts_with('.') && end == at + 1;
    if !next.is_whitespace() {
        // "killed.The next": a full stop glued to a capitalised word, as scrapers leave it.
        return single_stop
            && next.is_uppercase()
            && rest.next().is_some_and(char::is_lowercase)
            && before.chars().rev().take(3).filter(|c| c.is_lowercase()).count() == 3;
    }
    let next_word = first_word(after);
    let begins = next_word
        .trim_start_matches(|c: char| !is_letter_or_digit(c))
        .chars()
        .next();
    if begins.is_some_and(char::is_lowercase) {
        return false; // "Stop!" he said. / e.g. this
    }
    if !single_stop {
        return true;
    }
    let token = last_token(before);
    if token.is_empty() {
        return true;
    }
    let lower = token.to_lowercase();
    let starter = || STARTERS.contains_key(next_word.trim_matches(|c: char| !is_letter_or_digit(c)));
    if token.len() == before.trim_start().len() && token.chars().all(|c| c.is_ascii_digit()) && token.len() <= 3 {
        return false; // "3. Third point": the number of a list item
    }
    if ABBREVIATIONS.contains_key(lower.as_str()) {
        // "No. 5" but "He said no. Then": the short words of the list count only before a number.
        return lower == "no" && !begins.is_some_and(is_number) && token != "No";
    }
    if token.chars().count() == 1 && token.chars().all(|c| is_letter(c) && c.is_uppercase()) {
        return false; // an initial: "George W. Bush"
    }
    if FINAL_ABBREVIATIONS.contains_key(lower.as_str()) || is_dotted_acronym(token) {
        return starter();
    }
    true
}

/// "U.S", "p.m": single letters with stops between.
fn is_dotted_acronym(token: &str) -> bool {
    token.contains('.')
        && token
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(is_letter))
}

/// The run of letters, digits, stops, hyphens and apostrophes that ends a text; '' when it is too long for an abbreviation.
fn last_token(text: &str) -> &str {
    let mut from = text.len();
    for (i, c) in text.char_indices().rev() {
        if !(is_letter_or_digit(c) || matches!(c, '.' | '-' | '\'' | '’')) {
            break;
        }
        from = i;
        if text.len() - from > LONGEST_ABBREVIATION {
            return "x"; // no abbreviation, and no initial
        }
    }
    &text[from..]
}

/// The first word of a text that begins with white space, at most 40 bytes of it.
fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let limit = text.floor_char_boundary(40);
    let end = text[..limit].find(char::is_whitespace).unwrap_or(limit);
    &text[..end]
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}')
}

/// Adds the stretch without its white space, if anything is left.
fn push(out: &mut Vec<Span>, body: &str, start: usize, end: usize) {
    let stretch = &body[start..end];
    let lead = stretch.len() - stretch.trim_start().len();
    let trimmed = stretch.trim();
    if !trimmed.is_empty() {
        out.push(Span::new(start + lead, start + lead + trimmed.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        split(text, false).into_iter().map(|s| &text[s.range()]).collect()
    }

    #[test]
    fn one_sentence_each() {
        for text in [
            "Gen. Ali met Dr. Hasan at 3.30 p.m. on Jan. 5 in Basra.",
            "The U.S. Army and George W. Bush left.",
            "“Stop!” he said.",
            "It paid $3.5 million to Acme Inc. of Ohio.",
            "3. Third point",
            "See No. 5 for details.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn every_terminator_is_found_by_its_last_byte() {
        for c in '\0'..=char::MAX {
            let found = (is_terminator(c) || c == '\n').then_some((3, c));
            assert_eq!(next_terminator(&format!("aب{c}"), 0), found);
        }
    }

    #[test]
    fn sentences_of_both_languages() {
        assert_eq!(
            cut("He left. She stayed? Yes! “Go.” They went."),
            ["He left.", "She stayed?", "Yes!", "“Go.”", "They went."]
        );
        assert_eq!(
            cut("They flew to the U.S. The visit was short."),
            ["They flew to the U.S.", "The visit was short."]
        );
        assert_eq!(
            cut("وصل الوفد أمس. هل عاد؟ نعم."),
            ["وصل الوفد أمس.", "هل عاد؟", "نعم."]
        );
        assert_eq!(
            cut("Five were killed.The army denied it."),
            ["Five were killed.", "The army denied it."]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_visible_character_is_in_one_sentence(text in "\\PC{0,80}") {
            let spans = split(&text, false);
            proptest::prop_assert!(spans.windows(2).all(|w| w[0].end <= w[1].start));
            let inside: String = spans.iter().map(|s| &text[s.range()]).collect();
            let squeeze = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(squeeze(&inside), squeeze(&text));
        }
    }
}
