//! Finds known phrases in a row of words: one hash look-up a word, the longest phrase wins.
//!
//! A phrase is a row of word keys, so case, diacritics, apostrophes and hyphens do not matter; what must be written just
//! so (single words, acronyms) carries that condition. The romanised article inside a phrase is passed over.

use super::tokens::{ARABIC, ARTICLE, CAPITAL, Gap, MIXED, Token, UPPER};
use super::words::{KeyMap, STARTS};

/// A set of phrases with what each of them means.
#[derive(Default)]
pub struct Phrases {
    nodes: KeyMap<Node>,
    article: Vec<u64>,
}

/// What is known of the first words of a phrase.
#[derive(Default)]
struct Node {
    /// What the phrase that ends here means, and how it must be written.
    ends: Vec<End>,
}

/// The end of a phrase.
struct End {
    value: u32,
    /// The shape that a single word must have.
    shape: Option<u16>,
}

/// No phrase is longer: names of organisations reach a dozen words.
const LONGEST: usize = 16;
/// The romanised article.
const ARTICLES: &[&str] = &["al", "el", "ul", "il"];
/// What of a word's shape a single-word phrase insists on.
const INSISTS: u16 = CAPITAL | UPPER | MIXED;

impl Phrases {
    /// No phrases yet.
    pub fn new() -> Phrases {
        Phrases {
            nodes: KeyMap::default(),
            article: ARTICLES.iter().map(|a| super::words::hash(a)).collect(),
        }
    }

    /// Adds the phrase with these words; marks its first word in `words`.
    pub fn add(&mut self, tokens: &[Token], value: u32, words: &mut KeyMap<u32>) {
        let Some(first) = tokens.first() else { return };
        if tokens.len() > LONGEST {
            return;
        }
        *words.entry(first.key).or_insert(0) |= STARTS;
        let mut state = step(0, first);
        self.nodes.entry(state).or_default();
        for token in &tokens[1..] {
            if !self.article.contains(&token.key) {
                // Arabic words of a phrase must be known for their particles to be seen.
                words.entry(token.key).or_insert(0);
                state = step(state, token);
                self.nodes.entry(state).or_default();
            }
        }
        let content = tokens.iter().filter(|t| !self.article.contains(&t.key)).count();
        let shape = (content <= 1).then(|| tokens.last().map_or(0, |t| t.shape & INSISTS));
        if let Some(node) = self.nodes.get_mut(&state)
            && !node.ends.iter().any(|e| e.value == value && e.shape == shape)
        {
            node.ends.push(End { value, shape });
        }
    }

    /// Whether these words are a phrase already that means something below `limit`.
    pub fn holds_below(&self, tokens: &[Token], limit: usize) -> bool {
        let Some((first, rest)) = tokens.split_first() else {
            return true;
        };
        let content = rest.iter().filter(|t| !self.article.contains(&t.key));
        let state = content.fold(step(0, first), step);
        self.nodes
            .get(&state)
            .is_some_and(|n| n.ends.iter().any(|e| (e.value as usize) < limit))
    }

    /// The longest phrase that begins at word `at`: the index after its last word, and what it means (several when it is ambiguous).
    #[inline]
    pub fn longest(&self, tokens: &[Token], at: usize, found: &mut Vec<u32>) -> Option<usize> {
        found.clear();
        let first = tokens.get(at).filter(|t| t.has(STARTS))?;
        self.longest_after(first, tokens, at, found)
    }

    /// The same for a word that begins phrases.
    fn longest_after(&self, first: &Token, tokens: &[Token], at: usize, found: &mut Vec<u32>) -> Option<usize> {
        let mut state = step(0, first);
        let mut best = None;
        let mut capitals = first.is(CAPITAL | ARABIC | super::tokens::NUMBER);
        for next in at + 1..=tokens.len().min(at + LONGEST + 4) {
            let Some(node) = self.nodes.get(&state) else { break };
            let last = &tokens[next - 1];
            if next == at + 1 || !self.article.contains(&last.key) {
                let fits = |end: &&End| match end.shape {
                    Some(shape) => written_so(last, shape),
                    None => capitals,
                };
                if node.ends.iter().any(|end| fits(&end)) {
                    found.clear();
                    found.extend(node.ends.iter().filter(fits).map(|end| end.value));
                    best = Some(next);
                }
            }
            let Some(token) = tokens.get(next) else { break };
            if !matches!(token.gap, Gap::Space | Gap::Hyphen | Gap::Dash | Gap::And)
                || token.proclitic > 0 && !token.is(ARTICLE)
            {
                break;
            }
            capitals |= token.is(CAPITAL | ARABIC);
            if !self.article.contains(&token.key) {
                state = step(state, token);
            }
        }
        best
    }
}

/// Whether a word is written as a single-word phrase asks: in capitals, with a capital, in small letters. A long word may stand in a headline in capitals.
fn written_so(token: &Token, shape: u16) -> bool {
    let here = token.shape & INSISTS;
    here == shape || (shape == CAPITAL && token.is(UPPER) && token.end - token.start >= 5)
}

/// The state after one more word. Arabic words with and without the article are different words here.
fn step(state: u64, token: &Token) -> u64 {
    let key = token.key ^ if token.is(ARTICLE) { 0x9e37_79b9_7f4a_7c15 } else { 0 };
    (state.rotate_left(23) ^ key).wrapping_mul(0x2545_f491_4f6c_dd1d)
}
