//! The folded words and the numbers of a document, as hashes, read in one pass without a string for each word.

use xxhash_rust::xxh3::xxh3_64;

use crate::lang::{fold, fold_char, fold_letters, is_ignorable, is_letter_or_digit};
use crate::layout::block_text;
use crate::types::{Block, Role, SegmentKind};

/// What a document says, as hashes in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The folded words: letters and digits after [`fold`].
    pub words: Vec<u64>,
    /// The numbers: digits, with one `.` `,` `/` `:` `-` or Arabic separator between two of them left out (`1,250` and `1250`
    /// are the same number, `14-3/4` is one).
    pub numbers: Vec<u64>,
}

/// The words and numbers of the kept blocks, the title left out.
///
/// `left_out` says which blocks do not count although they are kept (lines that a publisher repeats on many pages).
pub fn folded_words(source: &str, blocks: &[Block], left_out: impl Fn(&Block) -> bool) -> Words {
    let mut scan = Scan::default();
    for block in blocks {
        if !matches!(block.role, Role::Kept) || block.kind == SegmentKind::Title || left_out(block) {
            continue;
        }
        let before = (scan.out.words.len(), scan.out.numbers.len());
        if scan.block(source, block).is_none() {
            scan.forget(before);
            scan.folded_text(&fold(&block_text(source, block)));
        }
        scan.end_word();
        scan.end_number();
    }
    scan.out
}

/// Whether NFKC leaves a character as it is whatever stands beside it, or makes no letter of what is none: most characters of
/// English and Arabic news. Others (ligatures, presentation forms, combining accents) send their block through [`fold`].
///
/// [`fold`] has a shorter list (`stands_alone`), for beside its characters there may stand anything, and it keeps every mark.
/// Detection has a list by bytes (`lang/bytes.rs`) for the same end as here, without what is rare in text of its languages
/// (Persian letters, symbols).
fn is_composed(c: char) -> bool {
    matches!(c,
        '\0'..='\x7f' | '\u{a0}'..='§' | '©' | '«' | '¬' | '®' | '°' | '±' | '·' | '»' | '¿' | 'À'..='ÿ'
        | '\u{621}'..='\u{63a}' | '\u{640}'..='\u{652}' | '\u{660}'..='\u{66d}' | '،' | '؛' | '؟'
        | 'ٱ' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | '۔' | '۰'..='۹'
        | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' | '€')
        || is_ignorable(c) && !is_combining(c)
}

/// Marks that NFKC joins with the letter before them, although [`fold`] drops them where they stand alone.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{653}'..='\u{655}')
}

/// The state of reading: a word may go on over a cut.
#[derive(Default)]
struct Scan {
    word: String,
    number: String,
    /// A separator stands after the digits of `number`.
    parted: bool,
    out: Words,
}

impl Scan {
    /// Takes what is not cut out of a block; `None` at a character that must be folded with what stands beside it.
    fn block(&mut self, source: &str, block: &Block) -> Option<()> {
        let mut at = block.span.start;
        for cut in &block.cuts {
            self.text(source.get(at..cut.span.start).unwrap_or(""))?;
            at = cut.span.end;
        }
        self.text(source.get(at..block.span.end).unwrap_or(""))
    }

    /// Takes text that is not folded yet.
    fn text(&mut self, text: &str) -> Option<()> {
        let mut rest = text;
        loop {
            let letters = fold_letters(&mut self.word, rest);
            if letters > 0 {
                self.end_number();
            }
            let mut chars = rest[letters..].chars();
            match chars.next() {
                Some(c @ '\0'..='\x7f') => self.folded(c),
                Some(c) if is_composed(c) => fold_char(c, &mut |c| self.folded(c)),
                Some(_) => return None,
                None => return Some(()),
            }
            rest = chars.as_str();
        }
    }

    /// Takes folded text.
    fn folded_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.folded(c));
    }

    /// Goes back to where there were so many words and numbers.
    fn forget(&mut self, (words, numbers): (usize, usize)) {
        self.out.words.truncate(words);
        self.out.numbers.truncate(numbers);
        self.word.clear();
        self.number.clear();
        self.parted = false;
    }

    /// Takes a character of the folded text.
    fn folded(&mut self, c: char) {
        match c {
            '0'..='9' => {
                self.word.push(c);
                self.number.push(c);
                self.parted = false;
            }
            '.' | ',' | '/' | ':' | '-' | '٫' | '٬' => {
                if self.parted {
                    self.end_number();
                }
                self.parted = true;
                self.end_word();
            }
            _ => {
                self.end_number();
                if is_letter_or_digit(c) {
                    self.word.push(c);
                } else {
                    self.end_word();
                }
            }
        }
    }

    #[inline]
    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.out.words.push(xxh3_64(self.word.as_bytes()));
            self.word.clear();
        }
    }

    #[inline]
    fn end_number(&mut self) {
        if !self.number.is_empty() {
            self.out.numbers.push(xxh3_64(self.number.as_bytes()));
            self.number.clear();
        }
        self.parted = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Cut, Reason, Removal, Span};
    use proptest::prelude::*;

    fn block(start: usize, end: usize) -> Block {
        Block {
            span: Span::new(start, end),
            kind: SegmentKind::Paragraph,
            role: Role::Kept,
            cuts: vec![],
            line_hash: 0,
        }
    }

    fn read(text: &str) -> Words {
        folded_words(text, &[block(0, text.len())], |_| false)
    }

    /// The words of a text that is folded first.
    fn read_folded(text: &str) -> Words {
        let mut scan = Scan::default();
        scan.folded_text(&fold(text));
        scan.end_word();
        scan.end_number();
        scan.out
    }

    #[test]
    fn no_character_is_read_otherwise_than_in_a_folded_text() {
        for c in ('\0'..=char::MAX).filter(|c| is_composed(*c)) {
            let text = format!("ab{c}cd, e{c} 12{c}34 ا{c}و{c}ي{c}");
            assert_eq!(read(&text), read_folded(&text), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_folded_text(text in "[a-zA-Zأإآاىيةه0-9éß .,'’—…\u{64e}\u{640}\u{200d}ﻻ\u{301}\u{654}٣ⅷ]{0,60}") {
            prop_assert_eq!(read(&text), read_folded(&text));
            let folded = fold(&text);
            let words = folded.split(|c: char| !is_letter_or_digit(c)).filter(|w| !w.is_empty());
            prop_assert_eq!(read(&text).words, words.map(|w| xxh3_64(w.as_bytes())).collect::<Vec<u64>>());
        }

        #[test]
        fn any_text_has_words(text in any::<String>()) {
            let _ = read(&text);
        }
    }

    #[test]
    fn spelling_makes_no_difference() {
        assert_eq!(read("إلى مدرسةٍ أخرى، في ٢٠١٩"), read("الي مدرسه اخري في 2019"));
        assert_eq!(read("“Shi’a” – the CAFÉ"), read("\"Shi'a\" - the cafe\u{301}"));
        assert_ne!(read("four"), read("five"));
    }

    #[test]
    fn a_word_goes_on_over_a_cut_and_ends_with_its_block() {
        let text = "**Bagh**dad fell\n\nsilent";
        let mut first = block(0, 16);
        for (start, end) in [(0, 2), (6, 8)] {
            let removal = Removal {
                reason: Reason::Markup,
                rule: "test".into(),
                score: None,
                twin: None,
            };
            first.cuts.push(Cut {
                span: Span::new(start, end),
                removal,
            });
        }
        let words = folded_words(text, &[first, block(18, 24)], |_| false);
        assert_eq!(words.words, read("Baghdad fell silent").words);
    }

    #[test]
    fn numbers() {
        let hashes = |list: &[&str]| list.iter().map(|n| xxh3_64(n.as_bytes())).collect::<Vec<_>>();
        assert_eq!(
            read("1,250 dinars, or 14-3/4 per cent; 3. And 7: A380 ١٫٥").numbers,
            hashes(&["1250", "1434", "3", "7", "380", "15"])
        );
        assert_eq!(read("1--2").numbers, hashes(&["1", "2"]));
    }
}
