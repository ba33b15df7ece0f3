//! The headline: which block of the page it is.
//!
//! What is given or stated by the markup is looked for in the text. Without it, every line near the top is weighed: does it
//! say what the address says, share words with the prose, stand before all prose, under a trail that ends with it, over a
//! byline or a date?

use std::collections::BTreeSet;

use crate::lang::{fold, is_letter_or_digit};
use crate::types::{Document, SegmentKind};

use super::lines::{Counts, Set, is_grammar, word_hash};
use super::{Draft, Page};

/// How many blocks may stand before the headline: the menus of a whole page.
const SEARCHED: usize = 400;

/// Longest headline in words.
const LONGEST: usize = 35;

/// Longest line, in words, that is a byline rather than a headline with "by" in it.
const BYLINE: usize = 8;

/// The block of the headline.
pub(super) fn find(page: &Page, document: &Document) -> Option<usize> {
    let stated = document.given.title.as_deref().or(document.page.title.as_deref());
    if let Some(title) = stated {
        let wanted = words(title);
        return same_words(page, &wanted)
            .or_else(|| begins(page, &wanted))
            .or_else(|| goes_on(page, &wanted));
    }
    by_looks(page, document)
}

/// The first block of sure prose that has company: another within the next eight blocks, or nothing after it.
pub(super) fn first_prose(page: &Page) -> usize {
    let is_prose = |d: &Draft| d.kept() && is_sentence(page, d) && d.phrase.is_none();
    let prose: Vec<usize> = (0..page.drafts.len())
        .filter(|n| page.drafts.get(*n).is_some_and(is_prose))
        .collect();
    for pair in prose.windows(2) {
        if let [a, b] = pair
            && b - a <= 8
        {
            return *a;
        }
    }
    prose.first().copied().unwrap_or(page.drafts.len())
}

/// Whether a block is prose and no headline: a long question is a headline as often as a sentence.
fn is_sentence(page: &Page, draft: &Draft) -> bool {
    let asks =
        draft.words() <= LONGEST && draft.facts.stops <= 1 && page.text[draft.span.range()].ends_with(['?', '؟', '!']);
    draft.facts.prose() && !asks
}

/// The first block that says what the title says.
fn same_words(page: &Page, wanted: &[u64]) -> Option<usize> {
    if wanted.is_empty() {
        return None;
    }
    page.drafts
        .iter()
        .take(SEARCHED)
        .position(|d| d.kept() && page.words.of(&d.facts) == wanted)
}

/// A block that is all of the title but the site's name after it, or the title and no more than that.
fn begins(page: &Page, wanted: &[u64]) -> Option<usize> {
    page.drafts.iter().take(SEARCHED).position(|d| {
        let own = page.words.of(&d.facts);
        // Four words, and two thirds of the title: "Home" is no beginning of "Home rule for ...".
        d.kept() && own.len() >= 4 && own.len() * 3 >= wanted.len() * 2 && wanted.starts_with(own)
    })
}

/// A block that is the title and the name of a section behind it: "Two held after fire | Opinion".
fn goes_on(page: &Page, wanted: &[u64]) -> Option<usize> {
    page.drafts.iter().take(SEARCHED).position(|d| {
        let own = page.words.of(&d.facts);
        // Three words of a title; four are the longest name of a section.
        d.kept() && wanted.len() >= 3 && own.len() <= wanted.len() + 4 && own.starts_with(wanted)
    })
}

fn words(text: &str) -> Vec<u64> {
    let mut words = super::lines::Words::default();
    words.read(text, crate::types::Span::new(0, text.len()), &[]);
    words.hashes
}

/// The block that looks most like the headline.
fn by_looks(page: &Page, document: &Document) -> Option<usize> {
    let around = Around::new(page, document);
    let mut best: Option<(f64, usize)> = None;
    for n in 0..page.drafts.len().min(SEARCHED) {
        let Some(seen) = around.seen(page, n) else { continue };
        let score: f64 = seen.iter().zip(WEIGHTS).map(|(seen, weight)| seen * weight).sum();
        let enough = if around.before.get(n).is_some_and(|b| *b > 0) {
            ENOUGH_BELOW
        } else {
            ENOUGH
        };
        if score >= enough && best.is_none_or(|b| score > b.0 + 1e-9) {
            best = Some((score, n));
        }
    }
    best.map(|b| over_standfirst(page, &around, b.1))
}

/// The line before, when the best line is the standfirst under it. Capitals part the two in English; Arabic has none, and a
/// standfirst, which says more, has more of the words of the text.
fn over_standfirst(page: &Page, around: &Around, best: usize) -> usize {
    let Some((n, draft, under)) = best
        .checked_sub(1)
        .and_then(|n| Some((n, page.drafts.get(n)?, page.drafts.get(best)?)))
    else {
        return best;
    };
    let topic = page.words.topic(&draft.facts);
    let known = topic.iter().filter(|w| around.topics.contains(w)).count();
    // Sections and slogans have one to four words; one of three or four that says half of what the text says is none.
    let says = draft.words() >= 5 || draft.words() >= 3 && known * 2 >= topic.len() && !topic.is_empty();
    let headline = says && draft.words() < under.words();
    let no_capitals = draft.facts.cased == 0 && under.facts.cased == 0;
    if no_capitals && headline && around.seen(page, n).is_some() {
        n
    } else {
        best
    }
}

/// Whether a line is cut off, and a later block begins with it: the teaser of the text.
fn is_teaser(page: &Page, n: usize) -> bool {
    let Some(draft) = page.drafts.get(n) else { return false };
    let text = &page.text[draft.span.range()];
    if !(text.ends_with('…') || text.ends_with("...")) {
        return false;
    }
    let own = page.words.of(&draft.facts);
    // As far as a headline is looked for: a teaser stands near its text.
    let later = page.drafts.iter().skip(n + 1).take(SEARCHED);
    let longer = |d: &Draft| d.words() > own.len() && page.words.of(&d.facts).starts_with(own);
    own.len() >= 4 && later.into_iter().any(longer)
}

/// How many things are seen of a block that may be the headline.
const SEEN: usize = 20;

/// What each of them counts, in the order of [`Around::seen`].
///
/// Fitted by logistic regression over the blocks of each page (which of them is the headline?) on 518 development texts,
/// each with its address and without, and rounded; in five parts, each judged by the weights of the other four, 463 are
/// right with the address and 397 without. No text there has headings of Markdown: those two weights are set by hand.
const WEIGHTS: [f64; SEEN] = [
    6.5, -1.0, // address
    3.0, -1.0, // headings
    -3.5, -1.5, -2.5, // length
    3.0, 0.25, 3.3, 3.0, // the rest of the page
    -3.5, -3.5, -3.5, -1.3, // marks
    -8.0, -0.4, // prose before and after it
    1.3, -1.7, // capitals
    -0.7, // place
];

/// Least sum for a headline: of the best lines below it, fewer than half (7 of 19) are headlines.
const ENOUGH: f64 = 0.0;

/// Least sum for one below prose: a text without its headline has subheads there.
const ENOUGH_BELOW: f64 = 3.0;

/// What the rest of the page says about its blocks.
struct Around {
    /// Words of the last part of the address.
    address: BTreeSet<String>,
    /// Words of the publisher's name.
    publisher: Vec<u64>,
    /// Topic words of the prose.
    topics: Set,
    /// How often a line stands on the page.
    times: Counts<u32>,
    /// Words of prose before each block, and of all prose.
    before: Vec<usize>,
    all: usize,
    /// How many blocks until the next prose.
    until: Vec<usize>,
}

impl Around {
    fn new(page: &Page, document: &Document) -> Around {
        let publisher = document
            .given
            .publisher
            .as_deref()
            .or(document.page.publisher.as_deref());
        let url = document.given.url.as_deref().or(document.page.url.as_deref());
        let prose = |d: &Draft| d.kept() && d.facts.prose() && d.phrase.is_none();
        let mut times: Counts<u32> = Counts::default();
        let (mut before, mut all) = (Vec::with_capacity(page.drafts.len()), 0);
        let mut topics = Set::default();
        for draft in &page.drafts {
            *times.entry(draft.facts.hash).or_insert(0) += 1;
            before.push(all);
            if prose(draft) {
                all += draft.words();
                // A few thousand words are enough to know what a page is about.
                if topics.len() < 5_000 {
                    topics.extend(page.words.topic(&draft.facts));
                }
            }
        }
        let mut until = vec![0; page.drafts.len()];
        let mut distance = 100;
        for (n, draft) in page.drafts.iter().enumerate().rev() {
            until[n] = distance;
            distance = if prose(draft) { 0 } else { (distance + 1).min(100) };
        }
        Around {
            address: address(url),
            publisher: publisher.map(words).unwrap_or_default(),
            topics,
            times,
            before,
            all,
            until,
        }
    }

    /// What is seen of a block; `None` when it cannot be the headline.
    fn seen(&self, page: &Page, n: usize) -> Option<[f64; SEEN]> {
        let draft = page.drafts.get(n)?;
        let text = &page.text[draft.span.range()];
        let words = draft.words();
        let bare =
            draft.phrase.is_some() || draft.only_date || !(1..=LONGEST).contains(&words) || is_sentence(page, draft);
        if !draft.kept()
            || bare
            || draft.facts.linked > 0.5
            || is_masthead(page.words.of(&draft.facts), &self.publisher)
        {
            return None;
        }
        if words <= BYLINE && super::byline::stated(&draft.plain).is_some() || is_teaser(page, n) {
            return None;
        }
        let own = stems(&draft.key);
        let shared = own.intersection(&self.address).count() as f64;
        let topic = page.words.topic(&draft.facts);
        let known = topic.iter().filter(|w| self.topics.contains(w)).count() as f64 / topic.len().max(1) as f64;
        let is = |b: bool| f64::from(u8::from(b));
        let level = text.bytes().take_while(|b| *b == b'#').count();
        let heading = draft.kind == SegmentKind::Heading;
        let before = self.before.get(n).copied().unwrap_or(0) as f64 / self.all.max(1) as f64;
        let until = self.until.get(n).copied().unwrap_or(100);
        Some([
            // How much of the address it says, and how much of it the address says.
            shared / self.address.len().max(1) as f64,
            shared / own.len().max(1) as f64,
            is(heading && level <= 1),
            is(heading && level > 1),
            is(words <= 2),
            is(words == 3),
            is(words > 20),
            // Its topic words that the prose has; whether it is printed again, stands over a byline or date, ends a trail.
            known,
            is(words >= 3 && self.times.get(&draft.facts.hash).is_some_and(|t| *t > 1)),
            is(followed_by_head(page, n)),
            is(ends_trail(page, n)),
            is(text.ends_with('.') && !text.ends_with("..")),
            is(text.ends_with(':')),
            is((draft.facts.listed || super::blocks::numbered(text)) && level == 0),
            is(text.contains('|') || draft.facts.parts > 0),
            // Share of the page's prose before it; blocks until the next prose.
            before,
            libm::log(1.0 + until as f64),
            draft.facts.capital as f64 / draft.facts.cased.max(1) as f64,
            is(draft.facts.lower_start),
            libm::log(1.0 + n as f64),
        ])
    }
}

/// The words of the last part of an address that has several, by their stems.
fn address(url: Option<&str>) -> BTreeSet<String> {
    let Some(url) = url else { return BTreeSet::new() };
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let parts = path.trim_end_matches('/').split('/').skip(3);
    let slug = parts.max_by_key(|p| p.matches(['-', '_', '+']).count()).unwrap_or("");
    let slug = slug.split_once('.').map_or(slug, |(s, _)| s);
    let stems = stems(&fold(&slug.replace(['-', '_', '+'], " ")));
    if stems.len() < 2 { BTreeSet::new() } else { stems }
}

/// The words of a folded line, cut to their first five letters: an address and a headline bend their words differently.
fn stems(key: &str) -> BTreeSet<String> {
    let words = key
        .split(|c: char| !is_letter_or_digit(c))
        .filter(|w| !w.is_empty() && !is_grammar(word_hash(w)));
    words.take(LONGEST).map(|w| w.chars().take(5).collect()).collect()
}

/// Whether one of the lines before ends with this one: `Home / Tips / Book Reviews`.
fn ends_trail(page: &Page, n: usize) -> bool {
    let own = page.drafts.get(n).map(|d| page.words.of(&d.facts)).unwrap_or(&[]);
    // Eight lines: between the trail and the headline stand labels and a date.
    !own.is_empty()
        && page.drafts.get(n.saturating_sub(8)..n).unwrap_or(&[]).iter().any(|d| {
            let line = page.words.of(&d.facts);
            line.len() > own.len() && line.ends_with(own)
        })
}

/// Whether a line is the publisher's name with little beside it: "Cedar Wire - Home - Latest", "Najaf - Cedar Wire".
fn is_masthead(line: &[u64], publisher: &[u64]) -> bool {
    // Four more words are a place, a section, a slogan; a headline about the publisher has more.
    !publisher.is_empty()
        && line.len() <= publisher.len() + 4
        && line.windows(publisher.len()).any(|part| part == publisher)
}

/// Whether a byline or a date stands soon after the block.
fn followed_by_head(page: &Page, n: usize) -> bool {
    let next = page.drafts.iter().skip(n + 1).filter(|d| d.facts.hash != 0).take(4);
    next.into_iter()
        .any(|d| d.only_date || super::byline::by_prefix(&d.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_its_longest_part() {
        let stems = |url| address(Some(url)).into_iter().collect::<Vec<_>>();
        assert_eq!(
            stems("https://post.example/news/2024/old-bridges-reopened.html?a=b-c-d"),
            ["bridg", "old", "reope"]
        );
        assert!(stems("https://post.example/news/1234").is_empty());
        assert!(address(None).is_empty());
    }
}
