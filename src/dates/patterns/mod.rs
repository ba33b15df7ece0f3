//! Patterns over tokens: what kind of time expression begins at a token, where it ends, what it says.

pub(super) mod absolute;
pub(super) mod numeric;

use super::lexicon::Word;
use super::scanner::Token;

/// The token at `i`.
pub(super) fn at(tokens: &[Token], i: usize) -> Option<&Token> {
    tokens.get(i)
}

/// The meaning of the token at `i`; `Other` past the end.
pub(super) fn word(tokens: &[Token], i: usize) -> Word {
    tokens.get(i).map_or(Word::Other, |t| t.word)
}

/// Whether the token at `i` is this mark.
pub(super) fn is_mark(tokens: &[Token], i: usize, mark: char) -> bool {
    word(tokens, i) == Word::Mark(mark)
}
