//! The hash by which a line is counted over the pages of a publisher.

use xxhash_rust::xxh3::xxh3_64;

use crate::lang::has_byte;

/// How long a counted line is; its hash says it, so that nothing else need be kept of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineLength {
    /// 2 to 4 words: a menu entry, but also a subhead that a magazine prints in every other article.
    Few,
    /// 5 to 25 words: a slogan, a plea, a notice of one sentence.
    Line,
    /// 26 to 60 words: a notice, or a paragraph that was syndicated.
    Paragraph,
    /// More: nobody's furniture.
    Long,
}

impl LineLength {
    /// The length of the line with this hash.
    pub fn of(hash: u64) -> LineLength {
        match hash & 3 {
            0 => LineLength::Few,
            1 => LineLength::Line,
            2 => LineLength::Paragraph,
            _ => LineLength::Long,
        }
    }
}

/// Hash of a folded line with its digits masked; 0 for a single word (a name, a date) and for an empty key.
pub(super) fn line_hash(key: &str) -> u64 {
    // A folded line has single spaces, and none at its ends.
    let length = match memchr::memchr_iter(b' ', key.as_bytes()).count() + 1 {
        1 => return 0,
        2..=4 => LineLength::Few,
        5..=25 => LineLength::Line,
        26..=60 => LineLength::Paragraph,
        _ => LineLength::Long,
    };
    let hash = if has_byte(key, |b| b.is_ascii_digit()) {
        // Every run of digits is one.
        let mut masked = key.as_bytes().to_vec();
        masked.iter_mut().filter(|b| b.is_ascii_digit()).for_each(|b| *b = b'0');
        masked.dedup_by(|b, before| *b == b'0' && *before == b'0');
        xxh3_64(&masked)
    } else {
        xxh3_64(key.as_bytes())
    };
    // The two lowest bits are the length; the rest is never 0.
    (hash & !3).max(4) | length as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_masked_and_the_length_is_known() {
        assert_eq!(line_hash("page 7 of 12"), line_hash("page 8 of 3"));
        assert_ne!(line_hash("page 7 of 12"), line_hash("side 7 of 12"));
        assert_eq!([line_hash(""), line_hash("news")], [0, 0]);
        let words = |n: usize| LineLength::of(line_hash(&vec!["word"; n].join(" ")));
        assert_eq!([2, 4].map(words), [LineLength::Few; 2]);
        assert_eq!([5, 25].map(words), [LineLength::Line; 2]);
        assert_eq!([26, 60].map(words), [LineLength::Paragraph; 2]);
        assert_eq!(words(61), LineLength::Long);
    }
}
