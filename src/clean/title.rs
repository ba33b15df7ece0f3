//! The headline: which block of the page it is.
//!
//! What is given or stated by the markup is looked for in the text; so are the words of the address. Without either, the
//! headline is a line like a heading before the first prose, best when it is marked, printed twice, or followed by a
//! byline or a date.

use crate::lang::fold;
use crate::types::{Document, SegmentKind};

use super::lines::{Counts, Set, content, word_hash};
use super::{Draft, Page};

/// How many blocks may stand before the headline: the menus of a whole page.
const SEARCHED: usize = 400;

/// How much less like the address the first candidate may be than the best one.
const NEARLY: f64 = 0.3;

/// Longest headline in words.
const LONGEST: usize = 35;

/// Longest line, in words, that is a byline rather than a headline with "by" in it.
const BYLINE: usize = 8;

/// The block of the headline and its wording.
pub(super) fn find(page: &Page, document: &Document) -> Option<usize> {
    let stated = document.given.title.as_deref().or(document.page.title.as_deref());
    if let Some(title) = stated {
        return same_words(page, title).or_else(|| begins(page, title));
    }
    let body = first_prose(page);
    by_address(page, document, body).or_else(|| by_looks(page, document, body))
}

/// The first block of sure prose that has company: another within the next eight blocks, or nothing after it.
pub(super) fn first_prose(page: &Page) -> usize {
    // A long question is a headline as often as a sentence.
    let asks =
        |d: &Draft| d.words() <= LONGEST && d.facts.stops <= 1 && page.text[d.span.range()].ends_with(['?', '؟', '!']);
    let is_prose = |d: &Draft| d.kept() && d.facts.prose() && d.phrase.is_none() && !asks(d);
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

/// The first block that says what the title says.
fn same_words(page: &Page, title: &str) -> Option<usize> {
    let wanted: Vec<u64> = words(title);
    if wanted.is_empty() {
        return None;
    }
    page.drafts
        .iter()
        .take(SEARCHED)
        .position(|d| d.kept() && page.words.of(&d.facts) == wanted.as_slice())
}

/// A block that is all of the title but the site's name after it, or the title and no more than that.
fn begins(page: &Page, title: &str) -> Option<usize> {
    let wanted = words(title);
    page.drafts.iter().take(SEARCHED).position(|d| {
        let own = page.words.of(&d.facts);
        // Four words, and two thirds of the title: "Home" is no beginning of "Home rule for ...".
        d.kept() && own.len() >= 4 && own.len() * 3 >= wanted.len() * 2 && wanted.starts_with(own)
    })
}

fn words(text: &str) -> Vec<u64> {
    let mut words = super::lines::Words::default();
    words.read(text, crate::types::Span::new(0, text.len()), &[]);
    words.hashes
}

/// The block whose words the last part of the address spells.
fn by_address(page: &Page, document: &Document, body: usize) -> Option<usize> {
    let url = document.given.url.as_deref().or(document.page.url.as_deref())?;
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let slug = path
        .trim_end_matches('/')
        .split('/')
        .skip(3)
        .max_by_key(|p| p.matches(['-', '_', '+']).count())?;
    let slug = slug.split_once('.').map_or(slug, |(s, _)| s);
    let wanted: Vec<u64> = slug
        .split(['-', '_', '+'])
        .filter(|w| !w.is_empty())
        .map(|w| word_hash(&fold(w)))
        .collect();
    if wanted.len() < 3 {
        return None;
    }
    let set: Set = wanted.iter().copied().collect();
    let mut found: Vec<(f64, usize)> = Vec::new();
    let until = (body + 12).min(page.drafts.len()).min(SEARCHED.max(body + 1));
    for (n, draft) in page.drafts.iter().take(until).enumerate() {
        let own: Set = page.words.of(&draft.facts).iter().copied().collect();
        if !draft.kept() || draft.words() > LONGEST || own.len() < 3 {
            continue;
        }
        let shared = own.intersection(&set).count() as f64;
        // Addresses drop function words and are cut off; headlines are rarely shorter than their address.
        let topic: Set = content(page.words.of(&draft.facts)).collect();
        let covered = topic.intersection(&set).count() as f64 / topic.len().max(1) as f64;
        let score = (shared / set.len() as f64).min(1.0) + covered;
        // A headline after the first prose is a subhead more often, and one in a list an entry of a menu.
        let text = &page.text[draft.span.range()];
        let crumbs =
            draft.facts.parts > 0 || super::blocks::numbered(text) && !slug.starts_with(|c: char| c.is_ascii_digit());
        let listed = draft.facts.listed && draft.kind == SegmentKind::ListItem || crumbs;
        let score = score - if n > body { 0.5 } else { 0.0 } - if listed { 0.4 } else { 0.0 };
        if score >= 1.2 {
            found.push((score, n));
        }
    }
    // The first that is nearly as good as the best: subheads repeat the words of the address below it.
    let best = found.iter().map(|f| f.0).fold(0.0, f64::max);
    found.iter().find(|f| f.0 + NEARLY >= best).map(|f| f.1)
}

/// The block that looks most like a headline.
fn by_looks(page: &Page, document: &Document, body: usize) -> Option<usize> {
    let until = body.min(page.drafts.len()).min(SEARCHED);
    let topics: Set = page
        .drafts
        .iter()
        .skip(body)
        .take(30)
        .flat_map(|d| content(page.words.of(&d.facts)))
        .collect();
    let publisher = document
        .given
        .publisher
        .as_deref()
        .or(document.page.publisher.as_deref());
    let publisher = publisher.map(words).unwrap_or_default();
    let mut times: Counts<u32> = Counts::default();
    for draft in page.drafts.iter().take(until) {
        *times.entry(draft.facts.hash).or_insert(0) += 1;
    }
    let mut before = 0usize;
    let mut best: Option<(f64, usize)> = None;
    for n in 0..until {
        let Some(draft) = page.drafts.get(n) else { break };
        let earlier = before;
        before += usize::from(draft.phrase.is_none() && draft.kept());
        if is_masthead(page.words.of(&draft.facts), &publisher) {
            continue;
        }
        let Some(mut score) = likeness(page, draft, &topics) else {
            continue;
        };
        score += if times.get(&draft.facts.hash).is_some_and(|t| *t > 1) && draft.words() >= 4 {
            1.5
        } else {
            0.0
        };
        score -= (earlier as f64 / 4.0).min(1.5) * 0.4;
        if followed_by_head(page, n, until) {
            score += 1.0;
        }
        if best.is_none_or(|b| score > b.0 + 1e-9) {
            best = Some((score, n));
        }
    }
    best.filter(|b| b.0 >= 1.0).map(|b| b.1)
}

/// Whether a line is the publisher's name with little beside it: "Cedar Wire - Home - Latest", "Najaf - Cedar Wire".
fn is_masthead(line: &[u64], publisher: &[u64]) -> bool {
    // Four more words are a place, a section, a slogan; a headline about the publisher has more.
    !publisher.is_empty()
        && line.len() <= publisher.len() + 4
        && line.windows(publisher.len()).any(|part| part == publisher)
}

/// How much a block looks like a headline by itself; `None` when it cannot be one.
fn likeness(page: &Page, draft: &Draft, topics: &Set) -> Option<f64> {
    let text = &page.text[draft.span.range()];
    let words = draft.words();
    let listed = draft.facts.listed && !text.starts_with('#');
    if !draft.kept() || draft.phrase.is_some() || !(2..=LONGEST).contains(&words) || listed || draft.facts.linked > 0.5
    {
        return None;
    }
    if text.ends_with('.') && !text.ends_with("..") && words > 12 || text.contains('|') || draft.only_date {
        return None;
    }
    if words <= BYLINE && super::byline::stated(&page.plain(draft)).is_some() {
        return None;
    }
    let marked = draft.kind == SegmentKind::Heading;
    let level = text.bytes().take_while(|b| *b == b'#').count();
    let own: Vec<u64> = content(page.words.of(&draft.facts)).collect();
    let known = own.iter().filter(|w| topics.contains(w)).count() as f64 / own.len().max(1) as f64;
    let mut score = if marked && level <= 1 {
        2.0
    } else if marked {
        0.5
    } else {
        0.0
    };
    score += known * 1.5;
    score += match words {
        0..=2 => -0.5,
        3 => 0.2,
        4..=20 => 0.8,
        _ => 0.0,
    };
    if text.ends_with('.') || text.ends_with(':') {
        score -= 0.6;
    }
    Some(score)
}

/// Whether a byline or a date stands soon after the block.
fn followed_by_head(page: &Page, n: usize, until: usize) -> bool {
    let next = page
        .drafts
        .iter()
        .take(until)
        .skip(n + 1)
        .filter(|d| d.facts.hash != 0)
        .take(4);
    next.into_iter()
        .any(|d| d.only_date || super::byline::by_prefix(&d.key))
}
